"""An HTML form of an edition as it was drawn: its visible words, its addresses, pictures and styles.

Read in one pass, in linear time whatever the HTML. An end tag that closes nothing is passed over, an element that is
never closed ends with the one around it; of the tags that may be left out only that of an element before one of its
own kind (li, td, tr, p, …) is made up for.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from html.parser import HTMLParser
from typing import NamedTuple

_VOID = frozenset(
    ("area", "base", "br", "col", "embed", "hr", "img", "input", "link", "meta", "param", "source", "track", "wbr")
)
_CLOSED_BY_THE_NEXT = frozenset(("li", "td", "th", "tr", "p", "dt", "dd", "option"))
_INLINE = frozenset(("a", "abbr", "b", "bdi", "bdo", "cite", "em", "font", "i", "q", "small", "span", "strong", "time"))
_SILENT = frozenset(("style", "title", "script", "template"))
_ADDRESSES = ("href", "src", "background", "poster")


class Element(NamedTuple):
    tag: str
    attributes: Mapping[str, str]


class Picture(NamedTuple):
    source: str
    alt: bool
    """It has alt text, an empty one perhaps: then it only decorates."""
    sized: bool


class Drawn(HTMLParser):
    """Comments, which speak to Outlook, are left out."""

    def __init__(self, html: str) -> None:
        super().__init__(convert_charrefs=True)
        self.events: list[Element | str | None] = []
        """In reading order: an element that begins, a text, None for the end of what began last and is still open."""
        self.texts: list[str] = []
        """Those of `events` outside <style>, <title> and <script>."""
        self.links: list[str] = []
        """Where links, pictures and the like lead."""
        self.pictures: list[Picture] = []
        self.css = ""
        self.dark = False
        """It says that it is made for dark mode too (`<meta name="color-scheme">`)."""
        self._words: list[str] = []
        self._styles: list[str] = []
        self._open: list[str] = []
        self._counts: Counter[str] = Counter()
        spoken = _without_comments(html)
        # Of tags that nothing closes the parser would try each anew up to the end.
        end = spoken.rfind(">") + 1
        self.feed(spoken[:end])
        self.close()
        self.handle_data(spoken[end:])
        while self._open:
            self._end()
        self.css = "\n".join(self._styles)
        self.text = "".join(self._words)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        attributes = {name: value or "" for name, value in reversed(attrs)}  # of a repeated one the first counts
        if tag in _CLOSED_BY_THE_NEXT and self._open and self._open[-1] == tag:
            self._end()
        self.events.append(Element(tag, attributes))
        self._open.append(tag)
        self._counts[tag] += 1
        if tag in _VOID:
            self._end()
        if tag == "meta":
            named = attributes.get("name", "").lower() == "color-scheme"
            self.dark = self.dark or (named and "dark" in attributes.get("content", "").lower().split())
        else:
            self.links += [attributes[name] for name in _ADDRESSES if name in attributes]
        if tag == "img":
            sized = attributes.get("width", "").isdecimal() and attributes.get("height", "").isdecimal()
            self.pictures.append(Picture(attributes.get("src", ""), "alt" in attributes, sized))
        if tag not in _INLINE:
            self._words.append(" ")

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.handle_starttag(tag, attrs)  # in HTML the slash of <div/> says nothing

    def handle_endtag(self, tag: str) -> None:
        if self._counts[tag]:
            while self._end() != tag:
                pass

    def handle_data(self, data: str) -> None:
        inside = self._open[-1] if self._open else ""
        if inside == "style":
            self._styles.append(data)
        elif inside not in _SILENT:
            self.events.append(data)
            self.texts.append(data)
            self._words.append(data)

    def _end(self) -> str:
        """End what began last."""
        tag = self._open.pop()
        self._counts[tag] -= 1
        self.events.append(None)
        return tag


def _without_comments(html: str) -> str:
    """And without declarations (<!DOCTYPE>, <![if]>). One that is never closed lasts to the end."""
    kept, at = list[str](), 0
    while (begins := html.find("<!", at)) >= 0:
        kept.append(html[at:begins])
        end = "-->" if html.startswith("<!--", begins) else ">"
        ends = html.find(end, begins + 2)
        if ends < 0:
            return "".join(kept)
        at = ends + len(end)
    return "".join((*kept, html[at:]))
