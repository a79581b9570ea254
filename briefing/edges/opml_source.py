"""OPML (https://opml.org/spec2.opml): lists of feeds, as readers and Briefing exchange them."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import groupby
from xml.parsers import expat
from xml.sax.saxutils import escape, quoteattr

from briefing.core.markup import decode, inline, mended, xml_text
from briefing.core.urls import absolute
from briefing.errors import SourceError
from briefing.model import Feed

_MAX_BYTES = 5_000_000
_MAX_DEPTH = 100
_NAMESPACE = "https://opml.briefing.invalid/"


def read_opml(body: bytes, *, section: str | None = None) -> list[Feed]:
    """The feeds of an OPML 1 or 2 document, in its order, each address once.

    A feed's section is the nearest outline around it that has a name; `section` overrides all. An outline whose
    address is not http(s) is passed over. Raises SourceError in plain words for what is no OPML, is broken (with its
    line), or has no feed in it.
    """
    if len(body) > _MAX_BYTES:
        raise SourceError(f"too big for an OPML file: more than {_MAX_BYTES // 1_000_000} MB")
    reader = _Reader(section)
    parser = expat.ParserCreate("utf-8")
    parser.StartElementHandler = reader.start
    parser.EndElementHandler = reader.end
    parser.EntityDeclHandler = reader.entity
    try:
        parser.Parse(mended(xml_text(decode(body))).strip().encode(), True)
    except expat.ExpatError as error:
        reason = expat.ErrorString(error.code)
        if not reader.is_opml:
            raise SourceError(f"not an OPML file: {reason} in line {error.lineno}") from error
        raise SourceError(f"the OPML file is broken: {reason} in line {error.lineno}") from error
    if not reader.is_opml:
        raise SourceError("not an OPML file: its outermost element is not <opml>")
    if not reader.feeds:
        raise SourceError("the OPML file has no feeds in it", hint="A feed is an <outline> with an xmlUrl.")
    return list(reader.feeds.values())


def write_opml(feeds: Sequence[Feed], title: str) -> bytes:
    """An OPML 2.0 document; `read_opml` gives the same feeds in the same order.

    Neighbours of one section share an outline. A weight other than 1 is kept in an attribute of our own.
    """
    lines = [
        '<?xml version="1.0" encoding="UTF-8"?>',
        f'<opml version="2.0" xmlns:briefing="{_NAMESPACE}">',
        f"  <head><title>{escape(xml_text(title))}</title></head>",
        "  <body>",
    ]
    for section, members in groupby(feeds, key=lambda feed: feed.section):
        lines.append(f"    <outline text={_quoted(section)}>")
        for feed in members:
            text = _quoted(feed.name or feed.url)
            named = f" title={text}" if feed.name else ""
            weight = f' briefing:weight="{feed.weight!r}"' if feed.weight != 1 else ""
            lines.append(f'      <outline type="rss" text={text}{named} xmlUrl={_quoted(feed.url)}{weight}/>')
        lines.append("    </outline>")
    return "\n".join([*lines, "  </body>", "</opml>", ""]).encode()


def _quoted(text: str) -> str:
    return quoteattr(xml_text(text))


class _Reader:
    """Hears the elements go by, and keeps the name that holds inside each open outline."""

    def __init__(self, section: str | None) -> None:
        self.section = section
        self.is_opml = False
        self.feeds: dict[str, Feed] = {}
        self.open: list[str | None] = []
        self.depth = 0

    def start(self, tag: str, attributes: dict[str, str]) -> None:
        if self.depth == 0:
            self.is_opml = tag.lower() == "opml"
        self.depth += 1
        if self.depth > _MAX_DEPTH:
            raise SourceError(f"the OPML file is nested more than {_MAX_DEPTH} deep")
        if not self.is_opml or tag.lower() != "outline":
            return
        have = {name.lower(): value.strip() for name, value in attributes.items()}
        url = have.get("xmlurl", "")
        name = inline(have.get("title", "")) or inline(have.get("text", "")) or None
        around = self.open[-1] if self.open else None
        self.open.append(around if url else name or around)
        if absolute(url) and url not in self.feeds:
            self.feeds[url] = Feed(
                url=url,
                name=None if have.get("text") == url and not have.get("title") else name,
                section=self.section or around or Feed(url=url).section,
                weight=_weight(have.get("briefing:weight")),
            )

    def end(self, tag: str) -> None:
        self.depth -= 1
        if self.is_opml and tag.lower() == "outline":
            self.open.pop()

    def entity(self, name: str, *_: object) -> None:
        raise SourceError(f"the OPML file defines an entity ({name[:40]}), which none needs and attacks use")


def _weight(text: str | None) -> float:
    try:
        weight = float(text) if text else 1.0
    except ValueError:
        return 1.0
    return weight if 0 <= weight < 1000 else 1.0
