"""The latest editions as feeds: Atom (RFC 4287) and JSON Feed 1.1. The same editions give the same bytes."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from urllib.parse import urljoin
from xml.etree import ElementTree as ET

from briefing.core.codec import iso
from briefing.core.urls import host
from briefing.core.views import line
from briefing.core.wording import Wording
from briefing.core.xhtml import digest, followed, language_tag
from briefing.model import Edition

ATOM_FILE = "feed.atom"
JSON_FILE = "feed.json"
MOST = 30
"""Editions in a feed: a month of a daily one."""

_NAMESPACE = bytes.fromhex("0d7c2a5e93b14f5c8b0e6a41f2d97b38")
"""Of the names made here (RFC 9562, section 5.5). Another would make every entry new to every reader: it stays."""
_NO_TIME = "1970-01-01T00:00:00Z"


def identifier(name: str, owner: str = "") -> str:
    """A name for ever and everywhere, as urn:uuid: (version 5), of what has a name of its own, such as an edition's id.

    owner: what tells one publisher's from another's, such as a host name; it must never change either.
    """
    digest_ = hashlib.sha1(_NAMESPACE + f"{owner}\n{name}".encode(errors="replace"), usedforsecurity=False).digest()
    number = bytearray(digest_[:16])
    number[6] = number[6] & 0x0F | 0x50
    number[8] = number[8] & 0x3F | 0x80
    digits = number.hex()
    return f"urn:uuid:{digits[:8]}-{digits[8:12]}-{digits[12:16]}-{digits[16:20]}-{digits[20:]}"


def edition_identifier(edition: Edition) -> str:
    """Its `identifier`, by the host that it was made for: it holds should the feed move (RFC 4287, section 4.2.6)."""
    return identifier(edition.id, host(edition.online))


def page_path(edition: Edition) -> str:
    """Where the file channel puts an edition's page, from the folder's root."""
    return f"{edition.slot.label}/edition.html"


@dataclass(frozen=True, slots=True, kw_only=True)
class _Entry:
    """What both feeds say of an edition."""

    id: str
    url: str
    title: str
    summary: str
    html: str
    moment: str
    language: str
    sections: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class _Channel:
    id: str
    title: str
    language: str
    home: str
    """"" where the feed has no address."""
    entries: tuple[_Entry, ...]

    def at(self, path: str) -> str:
        return urljoin(self.home, path) if self.home else ""


def atom(
    editions: Iterable[Edition],
    words: Callable[[str], Wording],
    *,
    title: str,
    base: str | None = None,
    most: int = MOST,
    page: Callable[[Edition], str] = page_path,
) -> str:
    """An Atom feed of the latest editions, the newest first, as text to be written in UTF-8.

    editions: in any order; each once, by id.
    base: the http(s) address of the folder in which the feed (as `ATOM_FILE`) and the pages lie; None where it is not
        known: the feed has no links then, and all else.
    words: how a language says things.
    page: an edition's page, as an address relative to base.
    Raises RenderError for an edition with a sentence of an article that it does not name.
    """
    channel = _channel(editions, title, base, most, page, words)
    # A namespace as a plain attribute: ElementTree would register it for the whole program otherwise.
    root = ET.Element("feed", _given({"xmlns": "http://www.w3.org/2005/Atom", "xml:lang": channel.language}))
    _add(root, "id", channel.id)
    _add(root, "title", channel.title)
    _add(root, "updated", channel.entries[0].moment if channel.entries else _NO_TIME)
    _add(ET.SubElement(root, "author"), "name", channel.title)
    _link(root, "self", "application/atom+xml", channel.at(ATOM_FILE))
    _link(root, "alternate", "text/html", channel.home)
    for entry in channel.entries:
        _atom_entry(root, entry)
    ET.indent(root)
    return '<?xml version="1.0" encoding="utf-8"?>\n' + ET.tostring(root, encoding="unicode") + "\n"


def json_feed(
    editions: Iterable[Edition],
    words: Callable[[str], Wording],
    *,
    title: str,
    base: str | None = None,
    most: int = MOST,
    page: Callable[[Edition], str] = page_path,
) -> str:
    """The same as `atom`, as a JSON Feed, which lies as `JSON_FILE`."""
    channel = _channel(editions, title, base, most, page, words)
    feed = {
        "version": "https://jsonfeed.org/version/1.1",
        "title": channel.title,
        "home_page_url": channel.home,
        "feed_url": channel.at(JSON_FILE),
        "language": channel.language,
        "authors": [{"name": channel.title}],
        "items": [_json_item(entry) for entry in channel.entries],
    }
    present = {key: value for key, value in feed.items() if value or key == "items"}
    return json.dumps(present, ensure_ascii=False, indent=2) + "\n"


def _channel(
    editions: Iterable[Edition],
    title: str,
    base: str | None,
    most: int,
    page: Callable[[Edition], str],
    words: Callable[[str], Wording],
) -> _Channel:
    once = {edition.id: edition for edition in editions}
    latest = sorted(once.values(), key=lambda each: (each.slot.closes.timestamp(), each.id), reverse=True)[:most]
    home = followed(base) if base else ""
    if home and not home.endswith("/"):
        home += "/"
    return _Channel(
        id=identifier(latest[0].slot.briefing, host(latest[0].online)) if latest else identifier(title),
        title=line(title) or words("en").locale.gettext("Untitled"),
        language=language_tag(latest[0].language) if latest else "",
        home=home,
        entries=tuple(
            _Entry(
                id=edition_identifier(edition),
                url=urljoin(home, page(edition)) if home else "",
                title=line(edition.subject),
                summary=line(edition.preheader),
                html=digest(edition, words(edition.language)),
                moment=iso(edition.slot.closes),
                language=language_tag(edition.language),
                sections=_sections(edition),
            )
            for edition in latest
        ),
    )


def _sections(edition: Edition) -> tuple[str, ...]:
    """Those that have stories, each once."""
    names = (line(section.name) for section in edition.sections if section.briefs)
    return tuple(dict.fromkeys(filter(None, names)))


def _atom_entry(feed: ET.Element, entry: _Entry) -> None:
    node = ET.SubElement(feed, "entry", _given({"xml:lang": entry.language}))
    _add(node, "id", entry.id)
    _add(node, "title", entry.title)
    _add(node, "published", entry.moment)
    _add(node, "updated", entry.moment)
    _link(node, "alternate", "text/html", entry.url)
    for name in entry.sections:
        ET.SubElement(node, "category", {"term": name})
    if entry.summary:
        _add(node, "summary", entry.summary)
    _add(node, "content", entry.html, {"type": "html"})


def _json_item(entry: _Entry) -> dict[str, str | Sequence[str]]:
    item: dict[str, str | Sequence[str]] = {
        "id": entry.id,
        "url": entry.url,
        "title": entry.title,
        "summary": entry.summary,
        "content_html": entry.html,
        "date_published": entry.moment,
        "date_modified": entry.moment,
        "language": entry.language,
        "tags": entry.sections,
    }
    return {key: value for key, value in item.items() if value}


def _add(parent: ET.Element, name: str, content: str, attributes: dict[str, str] | None = None) -> None:
    ET.SubElement(parent, name, attributes or {}).text = content


def _link(parent: ET.Element, rel: str, kind: str, href: str) -> None:
    if href:
        ET.SubElement(parent, "link", {"rel": rel, "type": kind, "href": href})


def _given(attributes: dict[str, str]) -> dict[str, str]:
    return {key: value for key, value in attributes.items() if value}
