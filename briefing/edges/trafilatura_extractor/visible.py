"""What a page shows beside its headline: bylines, dates, and what its pictures are described as."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from itertools import chain, islice
from typing import TYPE_CHECKING

from briefing.core.pictures import file_of
from briefing.edges.trafilatura_extractor.tree import xpath

if TYPE_CHECKING:
    from lxml.html import HtmlElement

_LONGEST = 200
_LONGEST_LINE = 80
_MOST = 40
_ELSEWHERE_TAGS = frozenset({"nav", "footer", "aside", "figure", "button"})
_WHOLE = frozenset({"html", "body", "main", "article"})
_AUTHOR = re.compile(
    r"author(?!i[sz])|by-?line|auth-?name|autor|auteur|verfasser|yazar|penulis|zuozhe|(?:^|[\s_-])writer|signature",
    re.IGNORECASE,
)
_DATE = re.compile(
    r"date(?![a-z]*picker)|publi|posted|time-?stamp|dateline|datum|fecha|pubtime|(?:^|[\s_-])time(?:$|[\s_-])",
    re.IGNORECASE,
)
_DAY = re.compile(r"(?<!\d)(?:(?:19|20)\d\d(?!\d)|\d{1,2}[./]\d{1,2}[./]\d\d(?!\d))")
"""What a text with a whole date has."""
_ELSEWHERE = re.compile(
    r"comment|related|recommend|teaser|promo|most-?(?:read|viewed)|sidebar|newsletter|footer|(?:^|[\s_-])card|trending|popular"
    r"|carousel|breaking|caption",
    re.IGNORECASE,
)
_BY = re.compile(
    r"\s*(?:by|von|par|por|di|door|av|af|od|autor\w*|author|texte?|автор|yazan|oleh)\b\s*:?", re.IGNORECASE
)
_MARKS = ("class", "rel", "itemprop", "data-testid")
_MARKED = "[@class or @rel or @itemprop or @data-testid]"


def bylines(tree: HtmlElement) -> Iterator[str]:
    """Texts that stand where bylines stand, a line a part; those behind the headline first."""
    known: dict[HtmlElement, bool] = {}
    behind, before = _near_headline(tree)
    yield from _texts(behind, _AUTHOR, known)
    for element in islice(tree.iter("p", "div", "span", "li", "address", "h2", "h3", "h4", "h5", "em", "strong"), 3000):
        if element.text and _BY.match(element.text) and not _is_elsewhere(element, known):
            text = _text(element)
            if len(text) < _LONGEST_LINE:
                yield text
    yield from _texts(before, _AUTHOR, known)


def dates(tree: HtmlElement) -> Iterator[str]:
    """Dates that the page shows, as attributes or texts; those behind the headline first."""
    known: dict[HtmlElement, bool] = {}
    for time in islice(tree.iter("time"), _MOST):
        if not _is_elsewhere(time, known):
            yield time.get("datetime") or ""
            yield _text(time)
    behind, before = _near_headline(tree)
    yield from (text for text in _texts(chain(behind, before), _DATE, known) if re.search(r"\d", text))
    heading = next(tree.iter("h1", "h2", "h3"), None)
    near = xpath("following::text()[string-length(.) < 120]")(heading) if heading is not None else []
    yield from (text.strip() for text in near[:_MOST] if _DAY.search(text))


def _near_headline(tree: HtmlElement) -> tuple[list[HtmlElement], list[HtmlElement]]:
    """The marked elements behind the headline, and those in front of it; of a page without one, the first."""
    heading = next(tree.iter("h1"), None)
    if heading is None:
        return xpath(f"descendant::*{_MARKED}[position() <= 300]")(tree), []
    behind = xpath(f"following::*{_MARKED}[position() <= 300]")(heading)
    return behind, xpath(f"preceding::*{_MARKED}[position() <= 100]")(heading)


def _texts(elements: Iterable[HtmlElement], kind: re.Pattern[str], known: dict[HtmlElement, bool]) -> Iterator[str]:
    """Short texts of those elements that are marked as of this kind."""
    verdicts: dict[str, bool] = {}  # a page's elements share a few dozen marks
    for element in elements:
        marks = " ".join(filter(None, map(element.get, _MARKS)))[:_LONGEST]
        if marks not in verdicts:
            verdicts[marks] = kind.search(marks) is not None
        if not verdicts[marks] or element.tag in _WHOLE or _is_elsewhere(element, known):
            continue
        if text := _text(element):
            yield text


def _text(element: HtmlElement) -> str:
    """An element's text, a line for each of its pieces; empty if it is long."""
    pieces: list[str] = []
    left = _LONGEST
    for piece in islice(element.itertext(), _MOST):
        left -= len(piece.strip())
        if left < 0:
            return ""
        pieces.append(" ".join(piece.split()))
    return "\n".join(filter(None, pieces))


def _is_elsewhere(element: HtmlElement, known: dict[HtmlElement, bool]) -> bool:
    """It belongs to something else on the page: menus, teasers, comments. `known` has the verdicts so far."""
    if element not in known:
        own = element.tag in _ELSEWHERE_TAGS or (
            element.tag not in _WHOLE and _ELSEWHERE.search((element.get("class") or "")[:_LONGEST]) is not None
        )
        around = element.getparent()
        known[element] = own or (around is not None and _is_elsewhere(around, known))
    return known[element]


def described(tree: HtmlElement, address: str) -> str:
    """What the page says that its picture at an address shows; empty where it does not."""
    name = file_of(address)
    for image in tree.iter("img"):
        sources = (image.get(key) or "" for key in ("src", "data-src", "data-lazy-src"))
        alt = (image.get("alt") or "").strip()
        if alt and name and any(name in source.lower() and name == file_of(source) for source in sources):
            return alt
    return ""
