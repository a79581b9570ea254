"""What opens a door: headers, cookies and proxies, and the variables of the environment that their secrets come from.

`${NAME}` in one of these values is replaced before the settings are checked. A message never quotes such a value.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping
from types import MappingProxyType
from typing import Annotated, Any
from urllib.parse import urlsplit

from pydantic import AfterValidator, PlainSerializer, WithJsonSchema

from briefing.config.values import shown
from briefing.config.yaml_file import Path

_VARIABLE = re.compile(r"\$\{([A-Za-z_][A-Za-z0-9_]*)\}")
_TOKEN = re.compile(r"[!#$%&'*+.^_`|~0-9A-Za-z-]+")
_HOST = r"^([A-Za-z0-9_-]+\.)*[A-Za-z0-9_-]+$|^\[[0-9a-fA-F:.]+\]$"
_SECRET_NAME = re.compile(r"auth|token|secret|passw|cookie|session|sid\b|api-?key|signature|credential", re.IGNORECASE)
_LONGEST_OPEN = 16
"""A cookie's value that is longer than this is one that tells a reader from others."""
_OURS = re.compile(
    r"accept-encoding|connection|content-(?:encoding|length)|expect|host|if-.*|keep-alive|proxy-.*|range|te|trailer|"
    r"transfer-encoding|upgrade"
)
"""Headers that belong to the connection, or that Briefing sets itself to ask again cheaply."""


def check_header_name(name: str) -> str:
    """A header's name (RFC 9110, section 5.1) that a user may set."""
    if not _TOKEN.fullmatch(name):
        raise ValueError(f"{shown(name)} can't be a header's name; letters, digits and hyphens can")
    if _OURS.fullmatch(name.lower()):
        raise ValueError(f"{shown(name)} is set by Briefing itself; remove this line")
    if name.lower() == "cookie":
        raise ValueError("cookies have a group of their own; write cookies: {name: value}")
    return name


def check_header_value(value: str) -> str:
    """What a header may hold: printable ASCII in one line (RFC 9110, section 5.5, without its obsolete bytes)."""
    if not value.strip():
        raise ValueError("is empty; write a value, or remove the line")
    if not re.fullmatch(r"[\t -~]+", value):
        raise ValueError("has a line end, control character or letter that a request can't carry; write plain ASCII")
    return value.strip()


def check_cookie_name(name: str) -> str:
    """A cookie's name (RFC 6265, section 4.1.1)."""
    if not _TOKEN.fullmatch(name):
        raise ValueError(f"{shown(name)} can't be a cookie's name; letters, digits and hyphens can")
    return name


def check_cookie_value(value: str) -> str:
    """What a cookie may hold: printable ASCII without space and semicolon, which would begin another cookie."""
    if not re.fullmatch(r"[!-:<-~]*", value):
        raise ValueError("has a space, semicolon or letter that a cookie can't hold; copy its value alone")
    return value


def check_host(name: str) -> str:
    """A host's name, without scheme and path."""
    if not re.fullmatch(_HOST, name):
        raise ValueError(f"{shown(name)} is not a host's name; write it as www.example.org")
    return name.lower().strip("[]")


def check_proxy(address: str) -> str:
    """An http: proxy's address, its port written out."""
    try:
        parts = urlsplit(address)
        port = parts.port
    except ValueError:
        port = None
    if port is None or parts.scheme.lower() != "http" or not parts.hostname or parts.path not in ("", "/"):
        raise ValueError("is not a proxy's address; write it as http://proxy.example.org:3128")
    if parts.query or parts.fragment or not re.fullmatch(r"[!-~]+", address):
        raise ValueError("has something after the port, or a space; write it as http://proxy.example.org:3128")
    return address.rstrip("/")


def _headers(said: Mapping[str, str]) -> Mapping[str, str]:
    seen: dict[str, str] = {}
    for name in said:
        if seen.setdefault(name.lower(), name) != name:
            raise ValueError(f"{seen[name.lower()]} and {name} are the same header; remove one")
    return MappingProxyType(dict(said))


def _frozen(said: Mapping[str, str]) -> Mapping[str, str]:
    return MappingProxyType(dict(said))


def _schema(title: str, **rules: Any) -> WithJsonSchema:
    return WithJsonSchema({"title": title, **rules})


_MAPPING = {"type": "object", "additionalProperties": {"type": "string"}}
HeaderFields = Annotated[
    Mapping[
        Annotated[str, AfterValidator(check_header_name)],
        Annotated[str, AfterValidator(check_header_value)],
    ],
    AfterValidator(_headers),
    PlainSerializer(dict),
    _schema("name: value", **_MAPPING, propertyNames={"pattern": f"^{_TOKEN.pattern}$"}),
]
CookieFields = Annotated[
    Mapping[
        Annotated[str, AfterValidator(check_cookie_name)],
        Annotated[str, AfterValidator(check_cookie_value)],
    ],
    AfterValidator(_frozen),
    PlainSerializer(dict),
    _schema("name: value", **_MAPPING, propertyNames={"pattern": f"^{_TOKEN.pattern}$"}),
]
HostName = Annotated[str, AfterValidator(check_host), _schema("host name", type="string", pattern=_HOST)]
Proxy = Annotated[str, AfterValidator(check_proxy), _schema("proxy's address", type="string", pattern="^http://|\\$")]


# --- secrets that are not in the file ------------------------------------------------------------------------------


def with_variables(data: dict[str, Any], environ: Mapping[str, str]) -> tuple[dict[str, Any], list[tuple[Path, str]]]:
    """The data of a file with every `${NAME}` replaced where one may stand, and what is wrong with those values.

    Wrong are variables that are not set and secrets that are written out. Values of the wrong kind are left as they
    are: the settings say what is wrong with them.
    """
    problems: list[tuple[Path, str]] = []

    def replace(where: Path, value: Any) -> Any:
        if not isinstance(value, str):
            return value
        problems.extend((where, message) for message in _wrong(where, value, environ))
        return _VARIABLE.sub(lambda found: environ.get(found[1]) or "unset", value)

    return _changed(data, replace), problems


def _changed(data: dict[str, Any], replace: Callable[[Path, Any], Any]) -> dict[str, Any]:
    changed = dict(data)
    fetch, sources = data.get("fetch"), data.get("sources")
    if isinstance(fetch, dict) and "proxy" in fetch:
        changed["fetch"] = {**fetch, "proxy": replace(("fetch", "proxy"), fetch["proxy"])}
    if isinstance(sources, list):
        changed["sources"] = [_entry(entry, ("sources", n), replace) for n, entry in enumerate(sources)]
    return changed


def _entry(entry: Any, where: Path, replace: Callable[[Path, Any], Any]) -> Any:
    access = entry.get("access") if isinstance(entry, dict) else None
    if not isinstance(access, dict):
        return entry
    where = (*where, "access")
    said = dict(access)
    for group in ("headers", "cookies"):
        if isinstance(access.get(group), dict):
            said[group] = {name: replace((*where, group, name), value) for name, value in access[group].items()}
    if "proxy" in access:
        said["proxy"] = replace((*where, "proxy"), access["proxy"])
    return {**entry, "access": said}


def _wrong(where: Path, value: str, environ: Mapping[str, str]) -> Iterator[str]:
    for name in _VARIABLE.findall(value):
        if not environ.get(name):
            yield f"the variable {name} is not set; set it where Briefing runs, or remove this line"
    left = _VARIABLE.sub("", value)
    if "${" in left:
        yield "has ${ without the name of a variable and }; write it as ${NAME}"
    elif left == value and _is_secret(where, value):
        yield "a secret does not belong in this file; write ${NAME} for it and set the variable NAME"


def _is_secret(where: Path, value: str) -> bool:
    if where[-1] == "proxy":
        return "@" in value
    group, name = where[-2:]
    if group == "cookies" and len(value) > _LONGEST_OPEN:
        return True
    # A header named Cookie is refused for its name: it has a group of its own.
    return str(name).lower() != "cookie" and _SECRET_NAME.search(str(name)) is not None
