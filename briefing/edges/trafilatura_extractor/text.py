"""The report in a page's tree: trafilatura is asked first, and others where its answer looks wrong.

careful -> short, mostly beside the headline's <article>, or unlike the page's articleBody?
        -> other readings -> core.opinions ranks them -> paragraphs that the articleBody does not have are dropped
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from copy import deepcopy
from dataclasses import dataclass
from functools import cache
from typing import TYPE_CHECKING

from briefing.core.metadata import Head
from briefing.core.opinions import (
    SHORT,
    Line,
    Reading,
    agreed,
    bare,
    claims_of,
    held,
    is_dense,
    lines_of,
    ranked,
    weight,
)
from briefing.edges.trafilatura_extractor.paragraphs import set_paragraphs
from briefing.edges.trafilatura_extractor.prune import headline_article, told
from briefing.edges.trafilatura_extractor.tree import size, xpath
from briefing.errors import ExtractError
from briefing.model import Hints, Opinion

if TYPE_CHECKING:
    from lxml.etree import _Element
    from lxml.html import HtmlElement
    from trafilatura.settings import Document
    from trafilatura.settings import Extractor as Options

FEED = "the feed's own text"
"""The name of the reading that is not of the page."""
_WHOLE = 1000
"""Letters from which on what a feed or the page's structured data gives may be the report itself."""
_BESIDE = 0.7
"""Share of the text in the headline's own <article> up to which the rest of it is another story."""
_CLEAN = frozenset({"body", "p", "head", "list", "item", "quote", "code", "lb", "hi", "del", "ref"})
"""Elements of trafilatura's own results; whatever else is there may be left over from the page."""
_LONGEST_PHRASE = 25
"""Characters up to which two texts may share something by chance."""
_MOST_TEASERS = 1000
_SCATTERED = 12
"""Pieces of text from which a page is more than one paragraph."""
_MOST_ELEMENTS = 5_000
"""Elements of a page from which on trafilatura's second opinion, in the square of them, is not asked. One real page in
a hundred has more than 4,000."""
_SENTENCE_END = re.compile(r"[.!?…:][\"'”’»)\]]*\s*$")
_UNSEEN = re.compile("[\u00ad\u200b\ufeff\x00-\x08]")
"""Soft hyphens and the like: they break up words that are compared later."""
_INLINE = frozenset({"hi", "ref", "del", "span", "a", "b", "i", "em", "strong", "code", "sub", "sup", "font", "u"})
_KINDS = {"head": "head", "item": "item", "list": "item", "quote": "quote", "blockquote": "quote"}


@dataclass(frozen=True, slots=True)
class Found:
    """The report's text before cleaning, a paragraph a line."""

    text: str
    """Empty where extraction found nothing but the whole page."""
    raw: str
    """What extraction found, for the judge."""
    opinions: tuple[Opinion, ...]
    """Of all that were asked; the first was taken."""


def text_of(tree: HtmlElement, head: Head, hints: Hints) -> Found:
    """The best reading of a page that `prune` has gone through. Raises ExtractError where trafilatura fails."""
    _open_layout(tree)
    set_paragraphs(tree)
    value = head.article.get("articleBody")
    body = "\n".join(line.text for line in lines_of(value)) if isinstance(value, str) else ""
    careful = Reading("trafilatura, careful", _careful(tree, dense=_is_dense(head)))
    claims = claims_of(
        head.meta("og:title") or head.title, head.meta("og:description", "description"), hints.title, hints.text
    )
    (taken, opinion), *others = ranked([careful, *_others(tree, head, careful, body, hints)], claims)
    raw = taken.text
    text = "\n".join(line.text for line in agreed(taken.lines, body))
    whole = taken.name.startswith("trafilatura") and is_whole_page(raw, tree)
    return Found("" if whole else text, raw, (opinion, *(other for _, other in others)))


def _others(tree: HtmlElement, head: Head, first: Reading, body: str, hints: Hints) -> Iterator[Reading]:
    """Other readings, in order of trust, where the first looks wrong."""
    text = first.text
    article = headline_article(tree)
    if article is not None and text and held(text, bare(xpath("string()")(article))) < _BESIDE:
        yield Reading("trafilatura, the headline's article", _alone(article, head))
    letters, whole = weight(text), weight(body) > _WHOLE
    unlike = whole and held(body, bare(text)) < 0.3 and held(text, bare(body)) < 0.5
    if letters < SHORT or len(text) < 0.4 * told(tree) or unlike:
        generous = () if text and _is_large(tree) else _run(tree, careful=False)
        if len(generous) > 1 or not text:  # all in one line is a page without its shape
            yield Reading("trafilatura, generous", generous)
        if letters < SHORT and told(tree) > 2 * len(text) and not _is_large(tree):
            nameless = Reading("trafilatura, names unseen", _nameless(tree, head))
            if weight(nameless.text) > 2 * SHORT and len(nameless.text) > 0.6 * told(tree):
                yield nameless
        if unlike or (whole and letters < SHORT // 2):
            yield Reading("JSON-LD articleBody", lines_of(body))
        if weight(hints.text) > _WHOLE:
            yield Reading(FEED, tuple(Line(line) for line in hints.text.split("\n") if line.strip()))


def _is_dense(head: Head) -> bool:
    return is_dense(head.title + "".join(head.headings))


def _alone(article: HtmlElement, head: Head) -> tuple[Line, ...]:
    from lxml.html import document_fromstring

    tree = document_fromstring("<html><body></body></html>")
    tree.body.append(deepcopy(article))
    return _careful(tree, dense=_is_dense(head))


def _nameless(tree: HtmlElement, head: Head) -> tuple[Line, ...]:
    """trafilatura without classes and ids: it drops what they call comments or related, be it the report itself."""
    bare_tree = deepcopy(tree)
    for element in xpath(".//*[@class or @id]")(bare_tree):
        for name in ("class", "id"):
            element.attrib.pop(name, None)
    return _careful(bare_tree, dense=_is_dense(head))


def _open_layout(tree: HtmlElement) -> None:
    """Make divisions of tables that hold most of the page's paragraphs: trafilatura is asked to leave tables out."""
    tables = xpath(".//table[not(ancestor::table)]")(tree)
    if tables and sum(map(told, tables)) > 0.6 * told(tree):
        for part in list(tree.iter("table", "tbody", "thead", "tfoot", "tr", "td", "th")):
            part.tag = "div"


def _careful(tree: HtmlElement, *, dense: bool = False) -> tuple[Line, ...]:
    """trafilatura's careful settings, first without its second opinion, which takes as long as all the rest.

    With it, what other libraries find (readability, justext) replaces what trafilatura found itself where this is
    short or no clean paragraphs, and where it is less than half as long: it can't be, if it is half of the text of
    the page outside links. Alone, trafilatura also takes teasers when it has found too little at first.
    """
    document = _document(tree, careful=True, alone=True, dense=dense)
    found = len(document.raw_text or "") if document is not None else 0
    if document is not None and found >= _options(careful=True, dense=dense).min_extracted_size:
        clean = xpath("boolean(.//p//text())")(document.body) and {one.tag for one in document.body.iter()} <= _CLEAN
        unlinked = size(xpath("descendant::text()")(tree)) - size(xpath(".//a/descendant::text()")(tree))
        lines = _lines(document)
        if _is_large(tree):
            return lines
        if clean and unlinked <= 2 * found and not _is_teased("\n".join(line.text for line in lines), tree):
            return lines
    return _run(tree, careful=True, dense=dense)


def _is_teased(text: str, tree: HtmlElement) -> bool:
    """Something that the page marks as a teaser is in the text."""
    if not xpath("boolean(.//@class[contains(., 'easer')] or .//@id[contains(., 'easer')])")(tree):
        return False
    teasers = xpath(".//*[contains(@class, 'easer') or contains(@id, 'easer')]/descendant::text()")(tree)
    lines = (" ".join(teaser.split()) for teaser in teasers[:_MOST_TEASERS])
    return any(len(line) > _LONGEST_PHRASE and line in text for line in lines)


def is_whole_page(found: str, tree: HtmlElement) -> bool:
    """trafilatura's last resort, all that is on the page in one line: menus and footers are no report."""
    if "\n" in found:
        return False
    pieces = [piece.strip() for body in xpath("//body")(tree) for piece in body.itertext()]
    seen = [len(piece) for piece in pieces if piece]
    return len(seen) > _SCATTERED and len(found) > 0.85 * sum(seen)


def _run(tree: HtmlElement, *, careful: bool, dense: bool = False) -> tuple[Line, ...]:
    """What trafilatura finds with its second opinion, unless that would take too long."""
    return _lines(_document(tree, careful=careful, alone=_is_large(tree), dense=dense))


def _is_large(tree: HtmlElement) -> bool:
    return bool(xpath(f"count(.//*) > {_MOST_ELEMENTS}")(tree))


def _document(tree: HtmlElement, *, careful: bool, alone: bool = False, dense: bool = False) -> Document | None:
    from trafilatura import bare_extraction

    try:
        document = bare_extraction(tree, options=_options(careful=careful, alone=alone, dense=dense))
    except Exception as error:
        raise ExtractError(f"trafilatura can't read the page ({type(error).__name__}).", reason="parser") from error
    return None if isinstance(document, dict) else document


@cache
def _options(*, careful: bool, alone: bool = False, dense: bool = False) -> Options:
    """trafilatura's settings, made once: it reads its configuration file's values for every new set of them."""
    from trafilatura.settings import Extractor as Options

    # With "txt" the result is no more than the tree; "python" would make a text of it, which is not needed here.
    options = Options(output_format="txt", precision=careful, fast=alone, comments=False, tables=False)
    if dense:
        options.min_extracted_size //= 3
    return options


def _lines(document: Document | None) -> tuple[Line, ...]:
    """Paragraphs of trafilatura's result in reading order, each on one line."""
    lines = [Line("")]
    if document is not None:
        _tell(document.body, "p", lines)
    joined = (Line(" ".join(_UNSEEN.sub("", line.text).split()), line.kind) for line in lines)
    return tuple(line for line in joined if line.text)


def _tell(element: _Element, kind: str, lines: list[Line]) -> None:
    """Add what an element says. A line break ends a paragraph unless the text goes on in the middle of a sentence."""
    last = lines[-1].text
    if element.tag == "lb":
        tail = element.tail or ""
        goes_on = tail.lstrip()[:1].islower() and not _SENTENCE_END.search(last)
        lines += [Line(lines.pop().text + " " + tail, kind)] if goes_on else [Line(tail, kind)]
        return
    block = element.tag not in _INLINE
    inside = _KINDS.get(element.tag, kind)
    if block:
        lines.append(Line("", inside))
    _add(lines, element.text)
    for child in element:
        _tell(child, inside, lines)
    if block:
        lines.append(Line("", kind))
    _add(lines, element.tail)


def _add(lines: list[Line], text: str | None) -> None:
    if text:
        last = lines.pop()
        lines.append(Line(last.text + text, last.kind))
