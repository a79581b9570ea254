"""Reading feeds: RSS, Atom and RDF through feedparser, JSON Feed by our own hand.

feedparser's sanitiser and its resolution of addresses inside HTML stay off: the first takes quadratic time, and texts
become plain text here anyway. It is given clean, bounded UTF-8, so that neither size, nesting, stray bytes nor a wrong
header decide what is read.
"""

from __future__ import annotations

import calendar
import io
import json
import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta
from typing import Any

from briefing.core import freshness
from briefing.core.dates import read_date
from briefing.core.discover import announced
from briefing.core.markup import decode, inline, mended, once_decoded, plain, xml_text
from briefing.core.unpack import UnpackError, unpacked
from briefing.core.urls import absolute, canonical, host, identity
from briefing.errors import SourceError
from briefing.model import Bookmark, Feed, Item, Page, Reading
from briefing.ports import Fetcher

_MAX_BYTES = 5_000_000
_MAX_TAGS = 100_000
_MAX_REFERENCES = 500_000
_MAX_DEPTH = 1_000
_MAX_ATTRIBUTES = 500
_MAX_ITEMS = 1_000
_MAX_EXCERPT = 100_000
_TITLE_WORDS = 12
_LONGEST_GUID = 1_000
_OLDEST = datetime(1990, 1, 1, tzinfo=UTC)

_ROOT = re.compile(r"<\?xml\b|<!DOCTYPE\s+(?:rss|rdf|feed)\b|<(?:[A-Za-z]\w*:)?(?:rss|rdf|feed)\b", re.IGNORECASE)
_COMMENTS = re.compile(r"\A(?:\s*<!--.*?-->)+", re.DOTALL)
_CDATA = re.compile(r"<!\[CDATA\[.*?(?:\]\]>|\Z)", re.DOTALL)
_TAG = re.compile(r"<(/?)[A-Za-z][^<>]*+(?:(?<=/)>|(>))?")
_EAST_ASIAN = re.compile("[年년]")
_VOID = re.compile(r"<(?:br|hr|img|p|li|input|wbr)\b", re.IGNORECASE)


class FeedSource:
    """Implements `ports.Source`: one feed behind one address."""

    def __init__(self, feed: Feed) -> None:
        self._feed = feed

    @property
    def feed(self) -> Feed:
        return self._feed

    def read(self, fetcher: Fetcher, bookmark: Bookmark) -> Reading:
        """Where the address is that of a page, the feed that the page names is read.

        Raises SourceError (FetchError where the network is to blame).
        """
        access = self._feed.access
        page = fetcher.fetch(bookmark.address or self._feed.url, validators=bookmark.validators, access=access)
        if page.unchanged:
            fresh_for = freshness.of_answer(page.headers)
            return Reading(unchanged=True, validators=page.validators, address=page.moved, fresh_for=fresh_for)
        try:
            return self._parsed(page, page.moved)
        except SourceError as error:
            named = [a.url for a in announced(page.body, page.url, page.content_type) if a.kind != "comments"]
            if not named:
                raise
            page = fetcher.fetch(named[0], access=access)
            try:
                return self._parsed(page, page.moved or named[0])
            except SourceError:
                raise error from None

    def _parsed(self, page: Page, address: str | None) -> Reading:
        reading = parse_feed(page.body, page.url, page.content_type, feed=self._feed)
        fresh_for = freshness.longest(reading.fresh_for, freshness.of_answer(page.headers))
        return replace(reading, validators=page.validators, address=address, fresh_for=fresh_for)


def parse_feed(body: bytes, url: str, content_type: str | None = None, *, feed: Feed | None = None) -> Reading:
    """The items of a feed, in its order, each id once.

    url: where the body came from, against which relative links are read; feed: as the configuration has it. Raises
    SourceError in plain words when the body is no feed.
    """
    if len(body) > _MAX_BYTES:
        raise SourceError(f"too big for a feed: more than {_MAX_BYTES // 1_000_000} MB")
    text = xml_text(once_decoded(decode(_gunzipped(body), content_type))).strip()
    if not text:
        raise SourceError("the feed is empty")
    found = _json_feed(text, url) if text.startswith("{") else _xml_feed(text, url)
    feed = feed or Feed(url=url)
    name = feed.name or found.title or host(url) or feed.url
    items = tuple(_items(found, feed, name))
    if found.entries and not items:
        raise SourceError("a broken feed: its entries have neither titles, texts nor links")
    return Reading(items=items, title=found.title or None, fresh_for=found.fresh_for)


@dataclass(frozen=True, slots=True, kw_only=True)
class _Entry:
    """What a feed of any format says of one entry, links absolute, the rest as it came."""

    link: str
    guid: str
    title: str
    summary: str
    content: str
    published: datetime | None
    authors: tuple[str, ...]
    language: str | None


@dataclass(frozen=True, slots=True, kw_only=True)
class _Found:
    title: str
    language: str | None
    entries: tuple[_Entry, ...]
    fresh_for: timedelta | None = None


# --- from entries to items -------------------------------------------------------------------------------------------


def _items(found: _Found, feed: Feed, name: str) -> Iterator[Item]:
    titles: dict[str, set[str]] = {}
    for entry in found.entries:
        titles.setdefault(entry.link, set()).add(entry.title)
    seen: set[str] = set()
    position = 0
    for entry in found.entries:
        excerpt = _excerpt(entry)
        title = inline(entry.title) or _first_words(excerpt)
        # A link that three headlines share is that of a front page: it names none of them.
        named = entry.link and len(titles[entry.link]) < 3
        key = identity(entry.link if named else "\n".join((feed.url, entry.guid or title)))
        # Without a title an entry goes by its page's.
        if not (title or entry.link) or key in seen:
            continue
        seen.add(key)
        yield Item(
            id=key,
            source=feed.url,
            source_name=name,
            section=feed.section,
            url=entry.link,
            title=title,
            published=entry.published,
            excerpt=excerpt,
            authors=entry.authors,
            language=entry.language or found.language,
            position=position,
            weight=feed.weight,
            guid=entry.guid[:_LONGEST_GUID],
        )
        position += 1


def _excerpt(entry: _Entry) -> str:
    summary, content = (plain(text[: 2 * _MAX_EXCERPT])[:_MAX_EXCERPT] for text in (entry.summary, entry.content))
    return content if len(content) > len(summary) else summary


def _first_words(text: str) -> str:
    words = text.split()
    return " ".join(words[:_TITLE_WORDS]) + ("…" if len(words) > _TITLE_WORDS else "")


def _moment(when: datetime | None) -> datetime | None:
    return when if when and when >= _OLDEST else None


def _language(value: object) -> str | None:
    """The primary subtag, as in "pt" for "pt-BR" (RFC 5646)."""
    found = re.match(r"\s*([A-Za-z]{2,3})(?:[-_]|\s*\Z)", value) if isinstance(value, str) else None
    return found[1].lower() if found else None


def _names(values: Iterable[object]) -> tuple[str, ...]:
    names = (inline(value[:1000]) for value in values if isinstance(value, str))
    return tuple(dict.fromkeys(name for name in names if name and "@" not in name and "://" not in name))


# --- JSON Feed -------------------------------------------------------------------------------------------------------


def _json_feed(text: str, url: str) -> _Found:
    """JSON Feed 1.0 and 1.1 (https://www.jsonfeed.org/version/1.1/)."""
    try:
        document = json.loads(text)
    except (ValueError, RecursionError) as error:
        raise SourceError(f"not a feed: it begins as JSON and is broken ({error})") from error
    entries = document.get("items")
    if "jsonfeed.org" not in _string(document, "version") or not isinstance(entries, list):
        raise SourceError("not a feed: it is JSON, but no JSON Feed")
    return _Found(
        title=inline(_string(document, "title")),
        language=_language(document.get("language")),
        entries=tuple(_json_entry(entry, url) for entry in entries[:_MAX_ITEMS] if isinstance(entry, dict)),
    )


def _json_entry(entry: Mapping[str, Any], url: str) -> _Entry:
    authors = entry.get("authors") or [entry.get("author")]
    return _Entry(
        link=_first_link((_string(entry, "url"), _string(entry, "external_url")), url),
        guid=_string(entry, "id"),
        title=_string(entry, "title"),
        summary=_string(entry, "summary"),
        content=_string(entry, "content_html") or _string(entry, "content_text"),
        published=_read(_string(entry, "date_published")) or _read(_string(entry, "date_modified")),
        authors=_names(a.get("name") for a in authors if isinstance(a, dict)) if isinstance(authors, list) else (),
        language=_language(entry.get("language")),
    )


def _string(holder: Mapping[str, Any], key: str) -> str:
    value = holder.get(key)
    if isinstance(value, str):
        return value
    return str(value) if isinstance(value, int | float) and not isinstance(value, bool) else ""


def _read(text: str) -> datetime | None:
    try:
        when = datetime.fromisoformat(text.strip())
        return _moment(when.replace(tzinfo=when.tzinfo or UTC).astimezone(UTC))
    except (ValueError, OverflowError):
        return _moment(read_date(text))


# --- RSS, Atom, RDF --------------------------------------------------------------------------------------------------


def _xml_feed(text: str, url: str) -> _Found:
    document = _COMMENTS.sub("", text)
    if root := _ROOT.search(document, 0, 4096):
        document = document[root.start() :]
    _check_bounds(document)
    entities = "<!ENTITY" in document
    parsed = _feedparser(document if entities else mended(document), url)
    entries = parsed.get("entries", [])
    if entities and parsed.get("bozo"):
        raise SourceError("a broken feed: it defines entities, and they can't be undone")
    if not entries and not (parsed.get("version") and not parsed.get("bozo")):
        raise SourceError(_what_it_is(text, parsed))
    about = parsed.get("feed", {})
    return _Found(
        title=inline(str(about.get("title") or "")),
        language=_language(about.get("language")),
        # As plain dicts: feedparser's own give a warning, and another key's value, for some that are missing.
        entries=tuple(_xml_entry(dict(entry), url) for entry in entries[:_MAX_ITEMS]),
        fresh_for=freshness.of_feed(
            *(str(about.get(key) or "") for key in ("ttl", "sy_updateperiod", "sy_updatefrequency"))
        ),
    )


def _feedparser(document: str, url: str) -> Mapping[str, Any]:
    import feedparser

    headers = {"content-type": "application/xml; charset=utf-8", "content-location": absolute(url)}
    try:
        parsed: Mapping[str, Any] = feedparser.parse(
            io.BytesIO(document.encode()), response_headers=headers, sanitize_html=False, resolve_relative_uris=False
        )
    except (
        ArithmeticError,
        AssertionError,
        AttributeError,
        LookupError,
        RecursionError,
        TypeError,
        ValueError,
    ) as error:
        # The parser's own slips over hostile input are the feed's fault, not ours.
        raise SourceError(f"not a feed that can be read: {type(error).__name__} in the XML parser") from error
    return parsed


def _xml_entry(entry: Mapping[str, Any], url: str) -> _Entry:
    contents = [str(part.get("value") or "") for part in entry.get("content", ()) if isinstance(part, Mapping)]
    people = [person.get("name") for person in entry.get("authors", ()) if isinstance(person, Mapping)]
    detail = entry.get("title_detail")
    return _Entry(
        link=_first_link((entry.get("feedburner_origlink"), entry.get("link")), url),
        guid=str(entry.get("id") or ""),
        title=str(entry.get("title") or ""),
        summary=str(entry.get("summary") or ""),
        content=max(contents, key=len, default=""),
        published=_xml_date(entry, "published") or _xml_date(entry, "updated"),
        authors=_names(people or [entry.get("author")]),
        language=_language(detail.get("language")) if isinstance(detail, Mapping) else None,
    )


def _first_link(links: Iterable[object], base: str) -> str:
    found = (canonical(link, base) for link in links if isinstance(link, str) and link.strip())
    return next((link for link in found if link), "")


def _xml_date(entry: Mapping[str, Any], name: str) -> datetime | None:
    """feedparser gives UTC as a struct_time, where it can read the date."""
    parsed, written = entry.get(f"{name}_parsed"), str(entry.get(name) or "")
    try:
        if parsed and not _EAST_ASIAN.search(written):  # of these it reads the month and takes the day for the first
            return _moment(datetime.fromtimestamp(calendar.timegm(parsed), UTC))
    except (ValueError, OverflowError, OSError, TypeError):
        return None
    return _moment(read_date(written))


def _gunzipped(body: bytes) -> bytes:
    """Some servers send a .gz file as it is."""
    if not body.startswith(b"\x1f\x8b"):
        return body
    out = bytearray()
    try:
        for piece in unpacked([body]):
            out += piece
            if len(out) > _MAX_BYTES:
                raise SourceError(f"too big for a feed: more than {_MAX_BYTES // 1_000_000} MB when unpacked")
    except (UnpackError, EOFError) as error:
        raise SourceError("not a feed: it begins as gzip and is broken") from error
    return bytes(out)


def _check_bounds(document: str) -> None:
    """Refuse what would keep the parser busy: it takes some 10 µs a tag, more where they nest, 2 µs a reference, and
    time in the square of one tag's attributes. Nothing can stop a thread that is in it."""
    bare = _CDATA.sub("", document)
    if bare.count("<") > _MAX_TAGS or bare.count("&") > _MAX_REFERENCES:
        raise SourceError(f"too much for a feed: more than {_MAX_TAGS:,} tags or {_MAX_REFERENCES:,} references")
    depth = 0
    for tag in _TAG.finditer(bare):
        if tag[0].count("=") > _MAX_ATTRIBUTES:
            raise SourceError(f"too much for a feed: an element with more than {_MAX_ATTRIBUTES} attributes")
        if tag[1]:
            depth = max(0, depth - 1)
        elif tag[2] and not _VOID.match(tag[0]):
            depth += 1
            if depth > _MAX_DEPTH:
                raise SourceError(f"not a feed: elements nested more than {_MAX_DEPTH:,} deep")


def _what_it_is(text: str, parsed: Mapping[str, Any]) -> str:
    head = text[:20_000].lower()
    if re.search(r"<html\b|<!doctype\s+html|<head\b|<body\b", head):
        title = re.search(r"<title[^>]{0,200}>([^<]{1,200})", text[:20_000], re.IGNORECASE)
        named = f" “{inline(title[1])}”" if title and inline(title[1]) else ""
        login = " (a login page?)" if re.search(r"type\s*=\s*[\"']?password|log ?in|sign ?in", head) else ""
        return f"not a feed: it is an HTML page{named}{login}"
    if parsed.get("version"):
        return f"a broken feed, no entry could be read: {inline(str(parsed.get('bozo_exception')))[:200]}"
    if head.startswith("<"):
        return "not a feed: it is XML, but neither RSS, Atom nor RDF"
    return "not a feed: neither XML nor JSON"
