"""Makes paragraphs as trafilatura looks for them of what a page writes otherwise.

Text that stands bare in a container, set apart by line breaks, is lost where its neighbours are paragraphs; a short
paragraph alone in a box is taken for a menu where some of its words are links.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from lxml.html import HtmlElement

_LEAST_BARE = 60
"""Characters of a piece of text that may be a sentence of the report."""
_LEAST_LINKED = 40
_MOST_LINKED = 0.5
"""Share of a paragraph's characters in links from which on it may be a menu."""
_CONTAINERS = ("div", "td", "section", "article", "main")
_BLOCKS = frozenset(
    """address article aside blockquote center dd details div dl dt fieldset figure footer form h1 h2 h3 h4 h5 h6 header
    hr iframe li main nav object ol p pre section table tbody td tfoot th thead tr ul video""".split()  # noqa: SIM905
)


def set_paragraphs(tree: HtmlElement) -> None:
    """Put bare text, with what is inside its lines, into paragraphs; two line breaks end one. Links that are part of a
    sentence become plain text."""
    for container in list(tree.iter(*_CONTAINERS)):
        if _has_bare_text(container):
            _wrap(container)
    for paragraph in tree.iter("p"):
        _unlink(paragraph)


def _has_bare_text(container: HtmlElement) -> bool:
    texts = (container.text, *(child.tail for child in container))
    if all(not text or len(text) < _LEAST_BARE for text in texts):
        return False
    return any(child.tag in _BLOCKS or child.tag == "br" for child in container)


def _wrap(container: HtmlElement) -> None:
    parts: list[HtmlElement] = []
    current = _tell(None, container.text, parts)
    for child in list(container):
        tail, child.tail = child.tail, None
        if child.tag in _BLOCKS:
            current = None
            parts.append(child)
        elif child.tag == "br" and (current is None or _ends_with_break(current)):
            current = None
        else:
            current = _paragraph(parts) if current is None else current
            current.append(child)
        current = _tell(current, tail, parts)
    container.text = None
    container[:] = parts


def _tell(paragraph: HtmlElement | None, text: str | None, parts: list[HtmlElement]) -> HtmlElement | None:
    """Add text to a paragraph, or to a new one."""
    if not text or (paragraph is None and not text.strip()):
        return paragraph
    told = _paragraph(parts) if paragraph is None else paragraph
    if len(told):
        told[-1].tail = (told[-1].tail or "") + text
    else:
        told.text = (told.text or "") + text
    return told


def _paragraph(parts: list[HtmlElement]) -> HtmlElement:
    from lxml.html import Element

    made: HtmlElement = Element("p")
    parts.append(made)
    return made


def _ends_with_break(paragraph: HtmlElement) -> bool:
    return len(paragraph) > 0 and paragraph[-1].tag == "br" and not (paragraph[-1].tail or "").strip()


def _unlink(paragraph: HtmlElement) -> None:
    from lxml.etree import strip_tags

    links = paragraph.findall(".//a")
    if links:
        whole = _length(paragraph.itertext())
        if whole >= _LEAST_LINKED and sum(_length(link.itertext()) for link in links) <= _MOST_LINKED * whole:
            strip_tags(paragraph, "a")


def _length(texts: Iterable[str]) -> int:
    return sum(map(len, texts))
