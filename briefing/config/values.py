"""The kinds of value a setting may have: how each is written, read and explained.

Every reader takes what YAML gave and raises ValueError in plain words, with the right way to write it. Each kind also
says what it looks like in JSON Schema, for editors that complete from it; its `title` there is its name in the
reference.
"""

from __future__ import annotations

import difflib
import re
from collections.abc import Iterable, Mapping
from datetime import time, timedelta
from types import MappingProxyType
from typing import Annotated, Any
from urllib.parse import urlsplit
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError, available_timezones

from pydantic import AfterValidator, BeforeValidator, Field, PlainSerializer, Strict, WithJsonSchema

_SECONDS = {"s": 1, "m": 60, "h": 3600, "d": 86400}
_BYTES = {"B": 1, "kB": 10**3, "MB": 10**6, "GB": 10**9, "KiB": 2**10, "MiB": 2**20, "GiB": 2**30}
_WORDS_FOR_BOOL = {"true": True, "yes": True, "on": True, "false": False, "no": False, "off": False}
_LONGEST = timedelta(days=366)

_DURATION = r"^(\d{1,9}(?:\.\d{1,6})?) ?([smhd])$"
_SIZE = r"^(\d{1,12}(?:\.\d{1,6})?) ?([kMG]?B|[KMG]iB)$"
_CLOCK = r"^([01]?\d|2[0-3]):([0-5]\d)$"
_LANGUAGE = r"^[A-Za-z]{2,3}(-[A-Za-z0-9]{2,8})*$"
_COLOUR = r"^#[0-9A-Fa-f]{6}$"
_HEADER = r"^[ -~]+$"
_SLUG = r"^[a-z0-9]+(-[a-z0-9]+)*$"
_ADDRESS = r"^[^@\s<>()\[\],;:\\\"]+@[^@\s<>()\[\],;:\\\"]+$"
_NAMED_ADDRESS = r"^([^<>]*)<([^<>]*)>$"
_LIST_ID = r"^([^<>\x00-\x1f\x7f]* )?<[A-Za-z0-9_-]+(\.[A-Za-z0-9_-]+)+>$|^[A-Za-z0-9_-]+(\.[A-Za-z0-9_-]+)+$"
_KIND = r"^[A-Za-z_][\w-]*$|^[A-Za-z_]\w*(\.[A-Za-z_]\w*)*:[A-Za-z_]\w*(\.[A-Za-z_]\w*)*$"


def printable(text: str) -> str:
    """The text with a sign in place of each character that would break or garble a line."""
    return "".join(c if c.isprintable() else "\N{REPLACEMENT CHARACTER}" for c in text)


def shown(value: object) -> str:
    """A value as a message quotes it: as YAML would write it, and short."""
    if value is None:
        return "nothing"
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, str):
        text = printable(value)
        return f'"{text[:57]}…"' if len(text) > 60 else f'"{text}"'
    if isinstance(value, (list, tuple)):
        return "a list"
    if isinstance(value, Mapping):
        return "a group of settings"
    return str(value)[:60]


def close_to(name: str, names: Iterable[str]) -> str | None:
    """The one of `names` that somebody who wrote `name` may have meant."""
    by_lower = {each.lower(): each for each in names}
    found = difflib.get_close_matches(name.lower(), by_lower, n=1, cutoff=0.6)
    return by_lower[found[0]] if found else None


def read_duration(value: object) -> timedelta:
    """`90s`, `30m`, `3h`, `2d` (and `1.5h`) as a timedelta, at most a year."""
    if isinstance(value, timedelta):
        return value
    match = re.fullmatch(_DURATION, value) if isinstance(value, str) else None
    if match is None:
        if isinstance(value, (int, float)) and not isinstance(value, bool):
            raise ValueError(f"{shown(value)} has no unit; write {value}s, {value}m, {value}h or {value}d")
        raise ValueError(f"{shown(value)} is not a length of time; write it as 90s, 30m, 3h or 2d")
    length = timedelta(seconds=float(match[1]) * _SECONDS[match[2]])
    if length > _LONGEST:
        raise ValueError(f"{shown(value)} is more than a year")
    return length


def _positive(length: timedelta) -> timedelta:
    if not length:
        raise ValueError("must be more than nothing; write it as 90s, 30m, 3h or 2d")
    return length


def read_size(value: object) -> int:
    """`5MB` (a million bytes each), `4MiB` or a plain number of bytes, as a number of bytes."""
    if isinstance(value, int) and not isinstance(value, bool):
        size = value
    else:
        match = re.fullmatch(_SIZE, value) if isinstance(value, str) else None
        if match is None:
            raise ValueError(f"{shown(value)} is not a size; write it as 500kB or 5MB")
        size = int(float(match[1]) * _BYTES[match[2]])
    if size < 1:
        raise ValueError(f"{shown(value)} leaves room for nothing; write a size such as 5MB")
    return size


def read_clock(value: object) -> time:
    """`06:30` on the 24-hour clock as a time of day."""
    if isinstance(value, time):
        return value
    match = re.fullmatch(_CLOCK, value) if isinstance(value, str) else None
    if match is None:
        raise ValueError(f'{shown(value)} is not a time of day; write it as "06:30"')
    return time(int(match[1]), int(match[2]))


def read_truth(value: object) -> bool:
    """true or false; yes, no, on and off are taken too, which YAML 1.2 reads as mere words."""
    if isinstance(value, bool):
        return value
    if isinstance(value, str) and value.lower() in _WORDS_FOR_BOOL:
        return _WORDS_FOR_BOOL[value.lower()]
    raise ValueError(f"{shown(value)} is neither true nor false")


def check_timezone(name: str) -> str:
    """The name of a time zone of the IANA database."""
    try:
        ZoneInfo(name)
    # A folder of the database (`America`) raises an OSError, a name with a NUL a ValueError.
    except (ZoneInfoNotFoundError, ValueError, OSError):
        names = sorted(available_timezones())
        by_city = {each.rpartition("/")[2]: each for each in reversed(names) if not each.startswith("posix")}
        wanted = name.strip().replace(" ", "_")
        city = close_to(wanted, by_city)
        meant = close_to(wanted, names) or (by_city[city] if city else None)
        hint = f"did you mean {meant}?" if meant else "write it as America/New_York, Europe/Berlin or UTC"
        raise ValueError(f"{shown(name)} is not a time zone; {hint}") from None
    return name


def check_language(tag: str) -> str:
    """A language tag (BCP 47)."""
    if not re.fullmatch(_LANGUAGE, tag):
        raise ValueError(f"{shown(tag)} is not a language tag; write it as en, de or pt-BR")
    return tag


def check_line(text: str) -> str:
    """One line of text that says something."""
    if not text.strip():
        raise ValueError("is empty; write some text, or remove the line")
    if any(ord(c) < 32 or 127 <= ord(c) < 160 or c in "\u2028\u2029" for c in text):
        raise ValueError(f"{shown(text)} must be one line, without tabs or control characters")
    return text.strip()


def check_web_address(url: str) -> str:
    """An absolute http(s) address without a password in it."""
    text = url.strip()
    scheme, colon, rest = text.partition(":")
    if not colon or "." in scheme:
        example = printable(text) or "example.org/feed"
        raise ValueError(f'{shown(url)} is not a web address; write it as "https://{example}"')
    if scheme.lower() not in ("http", "https"):
        meant = close_to(scheme, ("http", "https"))
        hint = f"did you mean {meant}:?" if meant else "it must begin with https:// or http://"
        raise ValueError(f"{shown(url)} begins with {shown(scheme + ':')}; {hint}")
    try:
        parts = urlsplit(text)
        host, _port = parts.hostname, parts.port
    except ValueError as error:
        raise ValueError(f"{shown(url)} is not a web address: {error}") from None
    if not rest.startswith("//") or not host or not re.search(r"\w", host):
        raise ValueError(f"{shown(url)} names no site; write it as https://example.org/feed")
    if re.search(r"[\s\x00-\x1f\x7f-\x9f<>\"\\^`{|}]", text):
        raise ValueError(f"{shown(url)} has a space or another character that an address cannot have; write %20 for it")
    if "@" in parts.netloc:
        raise ValueError(f"the address at {host} has a name or password before it; they do not belong in this file")
    return text


def check_personal_address(url: str) -> str:
    """A web address that may have {reader} and {name} in it."""
    check_web_address(_personal(url))
    return url.strip()


def _personal(text: str) -> str:
    """The text with a word in place of {reader} and {name}."""
    for name in re.findall(r"\{([^{}]*)\}", text):
        if name not in _PERSONAL:
            raise ValueError(f"{shown('{' + name + '}')} stands for nothing; there are {{reader}} and {{name}}")
    return re.sub(r"\{(?:reader|name)\}", "x", text)


_PERSONAL = ("reader", "name")


def check_image_address(url: str) -> str:
    """An https address: mail programs leave other pictures out."""
    if not url.strip().lower().startswith("https://"):
        raise ValueError(f"{shown(url)} is no https:// address; mail programs show no other picture")
    return check_web_address(url)


def check_folder_address(url: str) -> str:
    """A web address of a folder, with the slash at its end that it may lack."""
    address = check_web_address(url)
    if "?" in address or "#" in address:
        raise ValueError(f"{shown(url)} is no folder's address: it has a ? or #")
    return address.rstrip("/") + "/"


def check_path_or_address(text: str) -> str:
    """A file's path or an absolute http(s) address."""
    return check_web_address(text) if "://" in text else check_line(text)


def same_feed(url: str) -> str:
    """What two spellings of one feed's address have in common: scheme, capitals in the host and fragment aside."""
    try:
        parts = urlsplit(url.strip())
        port = f":{parts.port}" if parts.port not in (None, 80, 443) else ""
    except ValueError:
        return url
    query = f"?{parts.query}" if parts.query else ""
    return f"{parts.hostname or ''}{port}{parts.path.rstrip('/')}{query}"


def check_address(text: str) -> str:
    """A mail address on its own."""
    if not re.fullmatch(_ADDRESS, text):
        raise ValueError(f"{shown(text)} is not a mail address; write it as reader@example.org")
    return text


def check_named_address(text: str) -> str:
    """A mail address, with or without a name before it."""
    named = re.fullmatch(_NAMED_ADDRESS, check_line(text))
    if not re.fullmatch(_ADDRESS, named[2].strip() if named else text.strip()):
        raise ValueError(f'{shown(text)} is not a mail address; write it as "Daily Briefing <news@example.org>"')
    return text.strip()


def check_unsubscribe(text: str) -> str:
    """A `mailto:` or https address that takes somebody off the list."""
    if text.lower().startswith("mailto:"):
        check_address(_personal(text[7:]).partition("?")[0])
        return check_line(text)
    if not text.lower().startswith("https:"):
        raise ValueError(f'{shown(text)} is no way out; write "mailto:leave@example.org" or an https:// address')
    return check_personal_address(text)


def check_phrase(text: str) -> str:
    """A word, a phrase, or a regular expression between slashes, as `core.matching` takes it."""
    from briefing.core.matching import problem

    if wrong := problem(text):
        raise ValueError(f"{shown(text)}: {wrong}")
    return text


def check_reason(text: str) -> str:
    """The name of one of the reasons of `core.rank`."""
    from briefing.core.rank import REASONS

    if text not in REASONS:
        meant = close_to(text, REASONS)
        hint = f"did you mean {meant}?" if meant else f"there are {', '.join(REASONS)}"
        raise ValueError(f"{shown(text)} is no reason that stories are ranked by; {hint}")
    return text


def check_store(text: str) -> str:
    """A file's path, or an address as SQLAlchemy takes it, without a password."""
    check_line(text)
    scheme, found, rest = text.partition("://")
    if not found:
        if "?" in text:
            raise ValueError(f"{shown(text)}: a database's file can't have a question mark in its name")
        return text
    if not re.fullmatch(r"(sqlite|postgresql)(\+\w+)?", scheme):
        meant = close_to(scheme, ("sqlite", "postgresql", "postgresql+psycopg"))
        hint = f"did you mean {meant}?" if meant else "there are sqlite and postgresql+psycopg"
        raise ValueError(f"{shown(scheme)} is no database that Briefing knows; {hint}")
    if re.search(r"^[^/@]*:[^/@]+@", rest) or re.search(r"[?&]password=", rest):
        raise ValueError("a password does not belong in this file; set the variable PGPASSWORD or use a ~/.pgpass file")
    return text


def _matching(pattern: str, what: str) -> AfterValidator:
    def check(text: str) -> str:
        if not re.fullmatch(pattern, text):
            raise ValueError(f"{shown(text)} {what}")
        return text

    return AfterValidator(check)


def _schema(title: str, **rules: Any) -> WithJsonSchema:
    return WithJsonSchema({"title": title, "type": "string", **rules})


_DURATION_SCHEMA = _schema("length of time", pattern=_DURATION)

Whole = Annotated[int, Strict()]
Number = Annotated[float, Strict(), Field(allow_inf_nan=False)]
Truth = Annotated[bool, BeforeValidator(read_truth), WithJsonSchema({"title": "true or false", "type": "boolean"})]
Duration = Annotated[timedelta, BeforeValidator(read_duration), AfterValidator(_positive), _DURATION_SCHEMA]
DurationOrNone = Annotated[timedelta, BeforeValidator(read_duration), _DURATION_SCHEMA]
Size = Annotated[
    int,
    BeforeValidator(read_size),
    WithJsonSchema(
        {"title": "size", "anyOf": [{"type": "string", "pattern": _SIZE}, {"type": "integer", "minimum": 1}]}
    ),
]
Clock = Annotated[time, BeforeValidator(read_clock), _schema("time of day", pattern=_CLOCK)]
TimeZone = Annotated[str, AfterValidator(check_timezone), _schema("time zone")]
Line = Annotated[str, AfterValidator(check_line), _schema("text", minLength=1)]
PathName = Annotated[str, AfterValidator(check_line), _schema("path", minLength=1)]
PathOrAddress = Annotated[str, AfterValidator(check_path_or_address), _schema("path, or web address", minLength=1)]
HeaderText = Annotated[
    str,
    AfterValidator(check_line),
    _matching(_HEADER, "has letters that a request can't carry; write it in plain ASCII"),
    _schema("text", pattern=_HEADER),
]
Slug = Annotated[
    str,
    _matching(_SLUG, "is not a short name; use small letters, digits and hyphens, such as daily"),
    _schema("short name", pattern=_SLUG),
]
Language = Annotated[
    str,
    AfterValidator(check_language),
    _schema("language tag", pattern=_LANGUAGE),
]
Kind = Annotated[
    str,
    _matching(_KIND, "is not the name of a part; write a name, or package.module:Class"),
    _schema("name of a part", pattern=_KIND),
]
WebAddress = Annotated[
    str, AfterValidator(check_web_address), _schema("web address", pattern="^[Hh][Tt][Tt][Pp][Ss]?://")
]
PersonalAddress = Annotated[
    str, AfterValidator(check_personal_address), _schema("web address", pattern="^[Hh][Tt][Tt][Pp][Ss]?://")
]
FolderAddress = Annotated[
    str, AfterValidator(check_folder_address), _schema("web address of a folder", pattern="^[Hh][Tt][Tt][Pp][Ss]?://")
]
ImageAddress = Annotated[
    str, AfterValidator(check_image_address), _schema("https: address", pattern="^[Hh][Tt][Tt][Pp][Ss]://")
]
Colour = Annotated[str, _matching(_COLOUR, "is not a colour; write it as #9a2a1f"), _schema("colour", pattern=_COLOUR)]
Address = Annotated[str, AfterValidator(check_address), _schema("mail address", pattern=_ADDRESS)]
NamedAddress = Annotated[str, AfterValidator(check_named_address), _schema("mail address, with or without a name")]
Unsubscribe = Annotated[str, AfterValidator(check_unsubscribe), _schema("mailto: or https: address")]
ListId = Annotated[
    str,
    _matching(_LIST_ID, "is not a list's name; write it as daily.example.org"),
    _schema("name with dots", pattern=_LIST_ID),
]
StoreAddress = Annotated[str, AfterValidator(check_store), _schema("path, or address of a database")]
Minutes = Annotated[float, Strict(), Field(ge=0.5, le=200, allow_inf_nan=False)]
Weight = Annotated[float, Strict(), Field(gt=0, le=10, allow_inf_nan=False)]
Phrase = Annotated[Line, AfterValidator(check_phrase)]
Factor = Annotated[float, Strict(), Field(ge=0, le=10, allow_inf_nan=False)]
SectionWeights = Annotated[
    Mapping[Line, Weight],
    AfterValidator(lambda weights: MappingProxyType(dict(weights))),
    PlainSerializer(dict),
    Field(title="section: number"),
]
Factors = Annotated[
    Mapping[Phrase, Factor],
    AfterValidator(lambda factors: MappingProxyType(dict(factors))),
    PlainSerializer(dict),
    Field(title="phrase: number"),
]
ReasonFactors = Annotated[
    Mapping[Annotated[str, AfterValidator(check_reason)], Factor],
    AfterValidator(lambda factors: MappingProxyType(dict(factors))),
    PlainSerializer(dict),
    Field(title="reason: number"),
]
