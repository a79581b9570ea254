"""The report in a page's tree: what is plainly something else is cut out, then trafilatura is asked."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from functools import cache
from typing import TYPE_CHECKING

from briefing.edges.trafilatura_extractor.page import drop_all, size, unreadable, xpath

if TYPE_CHECKING:
    from lxml.etree import _Element
    from lxml.html import HtmlElement
    from trafilatura.settings import Document
    from trafilatura.settings import Extractor as Options

_LONGEST_CAPTION = 700
_LEAST_ARTICLE = 500
"""Characters in paragraphs that make one of several <article> elements the report."""
_FEW = 400
"""A text with fewer characters is compared with what less careful settings find."""
_CAPTION = re.compile(
    r"(?:^|[\s_-])(?:fig)?caption|(?:^|\s)wp-caption|"
    r"(?:^|[\s_-])(?:photo|image|img|picture|media)[\w-]*(?:credit|caption|description|copyright)",
    re.IGNORECASE,
)
_CLEAN = frozenset({"body", "p", "head", "list", "item", "quote", "code", "lb", "hi", "del", "ref"})
"""Elements of trafilatura's own results; whatever else is there may be left over from the page."""
_LONGEST_PHRASE = 25
"""Characters up to which two texts may share something by chance."""
_SCATTERED = 12
"""Pieces of text from which a page is more than one paragraph."""
_SENTENCE_END = re.compile(r"[.!?…:][\"'”’»)\]]*\s*$")
_UNSEEN = re.compile("[\u00ad\u200b\ufeff\x00-\x08]")
"""Soft hyphens and the like: they break up words that are compared later."""
_INLINE = frozenset({"hi", "ref", "del", "span", "a", "b", "i", "em", "strong", "code", "sub", "sup", "font", "u"})


def prune(tree: HtmlElement) -> None:
    """Take out captions, and other reports that are told or teased on the page."""
    drop_all(tree, "figcaption")
    _drop(_captions(tree))
    articles = {article: _told(article) for article in tree.iter("article")}
    main = max(articles, key=lambda article: articles[article], default=None)
    if main is None or articles[main] < _LEAST_ARTICLE:
        return
    around = {main, *main.iterancestors()}
    small = (article for article in articles if articles[article] < 0.3 * articles[main] and article not in around)
    _drop(article for article in list(small) if article.find(".//h1") is None)


def _told(element: HtmlElement) -> int:
    return sum(len(xpath("string()")(paragraph)) for paragraph in element.iter("p"))


def _captions(tree: HtmlElement) -> Iterator[HtmlElement]:
    verdicts: dict[str, bool] = {}  # a page's hundreds of elements share a few dozen classes
    for element in tree.iter("div", "p", "span", "small", "em", "dd", "section", "li"):
        kind = element.get("class")
        if not kind:
            continue
        if kind not in verdicts:
            verdicts[kind] = _CAPTION.search(kind) is not None
        if verdicts[kind] and len(element.findall(".//p")) < 2 and len(element.text_content()) < _LONGEST_CAPTION:
            yield element


def _drop(elements: Iterable[HtmlElement]) -> None:
    for element in list(elements):
        if element.getparent() is not None:
            element.drop_tree()


def text_of(tree: HtmlElement) -> str:
    """What trafilatura takes for the report, a paragraph a line: with its careful settings, unless these lose most."""
    told = _told(tree)
    _open_layout(tree, told)
    careful = _careful(tree)
    if len(careful) >= _FEW and len(careful) >= 0.4 * told:
        return careful
    other = _run(tree, careful=False)
    return other if len(careful) < 0.3 * len(other) else careful


def _open_layout(tree: HtmlElement, told: int) -> None:
    """Make divisions of tables that hold most of the page's paragraphs: trafilatura is asked to leave tables out."""
    tables = xpath(".//table[not(ancestor::table)]")(tree)
    if tables and sum(map(_told, tables)) > 0.6 * told:
        for part in list(tree.iter("table", "tbody", "thead", "tfoot", "tr", "td", "th")):
            part.tag = "div"


def _careful(tree: HtmlElement) -> str:
    """trafilatura's careful settings, first without its second opinion, which takes as long as all the rest.

    With it, what other libraries find (readability, justext) replaces what trafilatura found itself where this is
    short or no clean paragraphs, and where it is less than half as long: it can't be, if it is half of the text of
    the page outside links. Alone, trafilatura also takes teasers when it has found too little at first.
    """
    document = _document(tree, careful=True, alone=True)
    found = len(document.raw_text or "") if document is not None else 0
    if document is not None and found >= _options(careful=True).min_extracted_size:
        clean = xpath("boolean(.//p//text())")(document.body) and {one.tag for one in document.body.iter()} <= _CLEAN
        unlinked = size(xpath("descendant::text()")(tree)) - size(xpath(".//a/descendant::text()")(tree))
        text = _lines(document)
        if clean and unlinked <= 2 * found and not _is_teased(text, tree):
            return text
    return _run(tree, careful=True)


def _is_teased(text: str, tree: HtmlElement) -> bool:
    """Something that the page marks as a teaser is in the text."""
    if not xpath("boolean(.//@class[contains(., 'easer')] or .//@id[contains(., 'easer')])")(tree):
        return False
    teasers = xpath(".//*[contains(@class, 'easer') or contains(@id, 'easer')]/descendant::text()")(tree)
    lines = (" ".join(teaser.split()) for teaser in teasers)
    return any(len(line) > _LONGEST_PHRASE and line in text for line in lines)


def is_whole_page(found: str, tree: HtmlElement) -> bool:
    """trafilatura's last resort, all that is on the page in one line: menus and footers are no report."""
    if "\n" in found:
        return False
    pieces = [piece.strip() for body in xpath("//body")(tree) for piece in body.itertext()]
    seen = [len(piece) for piece in pieces if piece]
    return len(seen) > _SCATTERED and len(found) > 0.85 * sum(seen)


def _run(tree: HtmlElement, *, careful: bool) -> str:
    return _lines(_document(tree, careful=careful))


def _lines(document: Document | None) -> str:
    return "\n".join(_paragraphs(document.body)) if document is not None else ""


def _document(tree: HtmlElement, *, careful: bool, alone: bool = False) -> Document | None:
    from trafilatura import bare_extraction

    try:
        document = bare_extraction(tree, options=_options(careful=careful, alone=alone))
    except Exception as error:
        raise unreadable(error) from error
    return None if isinstance(document, dict) else document


@cache
def _options(*, careful: bool, alone: bool = False) -> Options:
    """trafilatura's settings, made once: it reads its configuration file's values for every new set of them."""
    from trafilatura.settings import Extractor as Options

    # With "txt" the result is no more than the tree; "python" would make a text of it, which is not needed here.
    return Options(output_format="txt", precision=careful, fast=alone, comments=False, tables=False)


def _paragraphs(body: _Element) -> list[str]:
    """Paragraphs of trafilatura's result in reading order, each on one line."""
    lines = [""]
    _tell(body, lines)
    joined = (" ".join(_UNSEEN.sub("", line).split()) for line in lines)
    return [line for line in joined if line]


def _tell(element: _Element, lines: list[str]) -> None:
    """Add what an element says. A line break ends a paragraph unless the text goes on in the middle of a sentence."""
    if element.tag == "lb":
        tail = element.tail or ""
        goes_on = tail.lstrip()[:1].islower() and not _SENTENCE_END.search(lines[-1])
        lines += [lines.pop() + " " + tail] if goes_on else [tail]
        return
    block = element.tag not in _INLINE
    if block:
        lines.append("")
    lines[-1] += element.text or ""
    for child in element:
        _tell(child, lines)
    if block:
        lines.append("")
    lines[-1] += element.tail or ""
