"""Reading feeds: RSS, Atom, RDF and CDF through feedparser, JSON Feed by our own hand.

feedparser's sanitiser and its resolution of addresses inside HTML stay off: the first takes quadratic time, and texts
become plain text here anyway. It is given clean, bounded UTF-8, so that neither size, nesting, stray bytes nor a wrong
header decide what is read; dates, links and titles are taken from it as they are written, and read here.
"""

from __future__ import annotations

import io
import re
import threading
from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import replace
from typing import Any

from briefing.core import freshness
from briefing.core.discover import announced
from briefing.core.entries import MOST_ENTRIES, Entry, Found, first_date, first_link, items_of, language_of, people
from briefing.core.json_feed import read_json_feed
from briefing.core.markup import decode, inline, mended, once_decoded, xml_text
from briefing.core.unpack import UnpackError, unpacked
from briefing.core.urls import absolute, host, without_credentials
from briefing.errors import FetchError, SourceError
from briefing.model import Access, Bookmark, Feed, Page, Reading
from briefing.ports import Fetcher

_MAX_BYTES = 5_000_000
_MAX_TAGS = 100_000
_MAX_REFERENCES = 500_000
_MAX_DEPTH = 1_000
_MAX_ATTRIBUTES = 500
_MAX_ENTITIES = 500
_MAX_LINES = 200_000

_ONE_AT_A_TIME = threading.Lock()
"""For parsing, which takes up to 100 MB for a feed within the bounds, and is no sooner done side by side."""

_ROOT = re.compile(r"<\?xml\b|<!DOCTYPE\s+(?:rss|rdf|feed)\b|<(?:[A-Za-z]\w*:)?(?:rss|rdf|feed)\b", re.IGNORECASE)
_COMMENTS = re.compile(r"\A(?:\s*<!--.*?-->)+", re.DOTALL)
_CDATA = re.compile(r"<!\[CDATA\[.*?(?:\]\]>|\Z)", re.DOTALL)
_TAG = re.compile(r"<(/?)[A-Za-z][^<>]*+(?:(?<=/)>|(>))?")
_INSIDE = re.compile(r"""[A-Za-z](?:[^<>"']|"[^"]*+"|'[^']*+')*+""")
_ENTITY = re.compile(r"""<!ENTITY\s+(?:%\s+)?([^\s"'<>&;]{1,200})\s+("[^"]*+"|'[^']*+')""")
_USED = re.compile(r"&([^\s\"'<>&;]{1,200});")
_VOID = re.compile(r"<(?:br|hr|img|p|li|input|wbr)\b", re.IGNORECASE)
_NO_LINK = re.compile(r"<link\s*/>|<link>\s*(?:<!\[CDATA\[\s*\]\]>\s*)?</link>", re.IGNORECASE)
_BASE = re.compile(r"\bbase\s*=", re.IGNORECASE)
_PERMALINK = re.compile(r"\s*(?:https?:/)?/", re.IGNORECASE)
_OTHER_LINKS = ("alternate", "self", "via", "related")


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
            page = _fetch_named(fetcher, named[0], access)
            try:
                return self._parsed(page, page.moved or named[0])
            except SourceError:
                raise error from None

    def _parsed(self, page: Page, address: str | None) -> Reading:
        with _ONE_AT_A_TIME:
            reading = parse_feed(page.body, page.url, page.content_type, feed=self._feed)
        fresh_for = freshness.longest(reading.fresh_for, freshness.of_answer(page.headers))
        return replace(reading, validators=page.validators, address=address, fresh_for=fresh_for)


def _fetch_named(fetcher: Fetcher, url: str, access: Access | None) -> Page:
    """The feed that a page names. That it is gone says nothing of the page."""
    try:
        return fetcher.fetch(url, access=access)
    except FetchError as error:
        raise FetchError(
            f"the page names the feed {without_credentials(url)}: {error.message}",
            status=404 if error.status == 410 else error.status,
            retry_after=error.retry_after,
            hint=error.hint,
        ) from error


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
    found = read_json_feed(text, url) if text.startswith("{") else _xml_feed(text, url)
    feed = feed or Feed(url=url)
    name = feed.name or found.title or host(url) or feed.url
    items = tuple(items_of(found, feed, name))
    if found.entries and not items:
        raise SourceError("a broken feed: its entries have neither titles, texts nor links")
    return Reading(items=items, title=found.title or None, fresh_for=found.fresh_for)


def _xml_feed(text: str, url: str) -> Found:
    document = _COMMENTS.sub("", text)
    if root := _ROOT.search(document, 0, 4096):
        document = document[root.start() :]
    _check_bounds(document)
    if document.count("\n") > _MAX_LINES:
        document = document.replace("\n", " ")  # the parser takes some 2 µs for each
    entities = "<!ENTITY" in document
    if entities:
        _check_entities(document)
    # An empty link keeps feedparser from taking the guid for one.
    parsed = _feedparser(_NO_LINK.sub("", document if entities else mended(document)), url)
    entries = parsed.get("entries", [])
    if entities and parsed.get("bozo"):
        raise SourceError("a broken feed: it defines entities, and they can't be undone")
    if not entries and not (parsed.get("version") and not parsed.get("bozo")):
        raise SourceError(_what_it_is(text, parsed))
    about = parsed.get("feed", {})
    return Found(
        title=inline(str(about.get("title") or "")),
        language=language_of(about.get("language")),
        # As plain dicts: feedparser's own give a warning, and another key's value, for some that are missing.
        entries=tuple(_xml_entry(dict(entry), url) for entry in entries[:MOST_ENTRIES]),
        fresh_for=freshness.of_feed(
            *(str(about.get(key) or "") for key in ("ttl", "sy_updateperiod", "sy_updatefrequency"))
        ),
    )


def _feedparser(document: str, url: str) -> Mapping[str, Any]:
    import feedparser

    headers = {"content-type": "application/xml; charset=utf-8"}
    if _BASE.search(document):
        # For xml:base; with an address of its own feedparser resolves one at each tag, which takes a third more time.
        headers["content-location"] = absolute(url)
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


def _xml_entry(entry: Mapping[str, Any], url: str) -> Entry:
    contents = [str(part.get("value") or "") for part in entry.get("content", ()) if isinstance(part, Mapping)]
    persons = [person.get("name") for person in entry.get("authors", ()) if isinstance(person, Mapping)]
    detail = entry.get("title_detail")
    link, page = first_link(_links(entry), url)
    return Entry(
        link=link,
        page=page,
        guid=str(entry.get("id") or "").strip(),
        title=inline(str(entry.get("title") or entry.get("itunes_title") or "")),
        summary=str(entry.get("summary") or ""),
        content=max(contents, key=len, default=""),
        # feedparser's own reading is not asked for: it knows few zones and no AM or PM, and takes what is missing from
        # the clock.
        published=first_date(*(entry.get(name) for name in ("published", "updated", "created"))),
        authors=people(persons or [entry.get("author")]),
        language=language_of(detail.get("language")) if isinstance(detail, Mapping) else None,
    )


def _links(entry: Mapping[str, Any]) -> Iterator[object]:
    """What may be an entry's link, best first."""
    yield entry.get("feedburner_origlink")
    link = entry.get("link")
    if not (entry.get("guidislink") and link == entry.get("id") and not _PERMALINK.match(str(link))):
        yield link
    others = [other for other in entry.get("links", ()) if isinstance(other, Mapping)]
    for kind in _OTHER_LINKS:
        yield from (x.get("href") for x in others if x.get("rel") == kind and "html" in str(x.get("type") or "html"))


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
    if bare.count("<") <= _MAX_DEPTH and bare.count("=") <= _MAX_ATTRIBUTES:
        return
    depth = 0
    for piece in bare.split("<") if bare.count("=") > _MAX_ATTRIBUTES else ():
        inside = _INSIDE.match(piece) if piece.count("=") > _MAX_ATTRIBUTES else None
        if inside and inside[0].count("=") > _MAX_ATTRIBUTES:
            raise SourceError(f"too much for a feed: an element with more than {_MAX_ATTRIBUTES} attributes")
    for tag in _TAG.finditer(bare):
        if tag[1]:
            depth = max(0, depth - 1)
        elif tag[2] and not _VOID.match(tag[0]):
            depth += 1
            if depth > _MAX_DEPTH:
                raise SourceError(f"not a feed: elements nested more than {_MAX_DEPTH:,} deep")


def _check_entities(document: str) -> None:
    """Refuse what would unpack to far more than there is: the parser finds out when it has done so."""
    if document.count("<!ENTITY") > _MAX_ENTITIES:
        raise SourceError(f"too much for a feed: it defines more than {_MAX_ENTITIES} entities")
    used = Counter(_USED.findall(document))
    unpacked_size = 0
    for name, value in _ENTITY.findall(document):
        if re.search(r"[&%](?!#)", value[1:-1]):
            raise SourceError("a broken feed: it defines entities by entities, as attacks do")
        unpacked_size += len(value) * used[name]
    if unpacked_size > _MAX_BYTES:
        raise SourceError("a broken feed: it defines entities, and they unpack to too much")


def _what_it_is(text: str, parsed: Mapping[str, Any]) -> str:
    head = text[:20_000].lower()
    kind = re.search(r"<(\w+:)?(opml|urlset|sitemapindex|html|!doctype\s+html)\b", head)
    if kind and kind[2] == "opml":
        return "not a feed: it is an OPML file, a list of feeds"
    if kind and kind[2] in ("urlset", "sitemapindex"):
        return "not a feed: it is a sitemap"
    if kind or (not head.startswith("<?xml") and re.search(r"<head\b|<body\b", head)):
        title = re.search(r"<title[^>]{0,200}>([^<]{1,200})", text[:20_000], re.IGNORECASE)
        named = f" “{inline(title[1])}”" if title and inline(title[1]) else ""
        login = " (a login page?)" if re.search(r"type\s*=\s*[\"']?password|log ?in|sign ?in", head) else ""
        return f"not a feed: it is an HTML page{named}{login}"
    if parsed.get("version"):
        return f"a broken feed, no entry could be read: {inline(str(parsed.get('bozo_exception')))[:200]}"
    if head.startswith("<"):
        return "not a feed: it is XML, but neither RSS, Atom nor RDF"
    return "not a feed: neither XML nor JSON"
