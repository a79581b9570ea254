"""What is plainly not the report, cut out of a page's tree before anything is looked for in it.

Every step takes time in proportion to the page: what elements hold is measured once, and what goes is stripped at once.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import lru_cache
from itertools import islice
from typing import TYPE_CHECKING

from briefing.core.opinions import weight
from briefing.edges.trafilatura_extractor.tree import drop_all, size, xpath
from briefing.model import SiteRules

if TYPE_CHECKING:
    from lxml.html import HtmlElement

_LONGEST_CAPTION = 700
_LEAST_ARTICLE = 500
"""Characters in paragraphs that make one of several <article> elements the report."""
_LINKED = 0.8
"""Share of a list's characters in links from which on it leads elsewhere."""
_STORY = 300
"""Letters in paragraphs under a headline that make a story of it."""
_WRAPPED = 0.15
"""Share of a page's paragraphs up to which an element is taken for what its class says."""
_MOST_HEADINGS = 100
_MOST_NOTICE = 10_000
_MARKS = {
    "caption": r"(?:^|[\s_-])(?:fig)?caption|(?:^|\s)wp-caption|"
    r"(?:^|[\s_-])(?:photo|image|img|picture|media)[\w-]*(?:credit|caption|description|copyright)",
    "consent": r"cookie|consent|gdpr|onetrust|didomi|privacy|usercentrics",
    "comments": r"(?:^|[\s_-])(?:user-?|reader-?|fb-?|post-?)?comments?(?:$|[\s_-])|disqus|"
    r"comment-?(?:list|thread|section|area|box)",
    "hidden": r"(?:^|[\s_-])(?:(?:is-|u-)?hidden|hide|visually-?hidden|sr-only|screen-?reader(?:-text)?|d-none|"
    r"modal|popup|overlay|tooltip|popover|drawer)(?:$|[\s_-])|"
    r"(?:tooltip|popup|popover|rollover|hover-?card)[\w-]*(?:block|body|box|card|content)",
    "notes": r"copyright|disclaimer|footnotes?|disclosure",
    "related": r"related|recommend|recirc|trending|outbrain|taboola|most-?(?:read|popular)|up-?next|"
    r"read-?(?:more|also|next)|see-?also|also-?read|more-?(?:on|from|stories|articles)",
}
_PATTERNS = {kind: re.compile(pattern) for kind, pattern in _MARKS.items()}
_ANY_MARK = re.compile("|".join(_MARKS.values()))
_BOXES = frozenset(
    "div section aside ul ol li form dialog p blockquote footer header table".split()  # noqa: SIM905 - reads better
)
_GONE = "briefing-gone"


def prune(tree: HtmlElement, site: SiteRules) -> None:
    """Leave of a page what the user's rules for its site say; take out what can't be of the report: captions, boxes
    about consent, readers' comments, what is hidden, lists of links, other reports that are told or teased."""
    body = tree.find(".//body")
    if body is None:
        return
    _follow(body, site)
    drop_all(tree, "figcaption")
    _drop(tree, _marked(tree))
    holds = _measured(tree)
    _drop(tree, [*_link_lists(tree, holds, site.host), *_other_articles(tree, holds), *_next_story(tree)])


def told(element: HtmlElement) -> int:
    """Characters in an element's paragraphs."""
    return sum(len(xpath("string()")(paragraph)) for paragraph in element.iter("p"))


def headline_article(tree: HtmlElement) -> HtmlElement | None:
    """The <article> that the page's headline stands in, where it holds more than that and a few words."""
    heading = next(tree.iter("h1"), None)
    article = next(heading.iterancestors("article"), None) if heading is not None else None
    if article is None or sum(weight(xpath("string()")(paragraph)) for paragraph in article.iter("p")) <= _STORY:
        return None
    return article


def _drop(tree: HtmlElement, elements: Iterable[HtmlElement]) -> None:
    for element in list(elements):
        element.tag = _GONE
    drop_all(tree, _GONE)


# --- what the user says ----------------------------------------------------------------------------------------------


def _follow(body: HtmlElement, site: SiteRules) -> None:
    for selector in site.drop:
        _drop(body, (element for element in _select(body, selector) if element is not body))
    for selector in site.report:
        chosen = [element for element in _select(body, selector) if size(element.itertext())]
        if not chosen:
            continue
        among = set(chosen)
        if body not in among:
            outermost = [element for element in chosen if among.isdisjoint(element.iterancestors())]
            body.clear()
            for element in outermost:
                element.tail = None
            body.extend(outermost)
        return


def _select(element: HtmlElement, selector: str) -> list[HtmlElement]:
    """What a CSS selector means in an element; nothing where it can't be parsed: configuration is checked elsewhere."""
    from lxml.etree import XPathError

    find = _selector(selector)
    try:
        return find(element) if find is not None else []
    except XPathError:
        return []


@lru_cache(maxsize=1000)
def _selector(selector: str) -> Callable[[HtmlElement], list[HtmlElement]] | None:
    from cssselect import SelectorError
    from lxml.cssselect import CSSSelector
    from lxml.etree import XPathError

    try:
        find: Callable[[HtmlElement], list[HtmlElement]] = CSSSelector(selector, translator="html")
    except (SelectorError, XPathError):
        return None
    return find


# --- what all sites have in common -----------------------------------------------------------------------------------


@dataclass(slots=True)
class _Holds:
    """What an element holds, in characters but for `paragraphs`."""

    text: int = 0
    told: int = 0
    """In paragraphs."""
    linked: int = 0
    paragraphs: int = 0
    heading: bool = False
    """It has or is an <h1>."""
    article: bool = False


def _measured(tree: HtmlElement) -> Mapping[HtmlElement, _Holds]:
    elements = list(tree.iter("*"))
    holds = {element: _Holds() for element in elements}
    for element in reversed(elements):  # children before their parents
        own = holds[element]
        own.text += len((element.text or "").strip())
        if element.tag == "p":
            own.told = max(own.told, own.text)
            own.paragraphs += 1
        elif element.tag == "a":
            own.linked = own.text
        own.heading |= element.tag == "h1"
        parent = element.getparent()
        if parent in holds:
            above = holds[parent]
            above.text += own.text + len((element.tail or "").strip())
            above.told += own.told
            above.linked += own.linked
            above.paragraphs += own.paragraphs
            above.heading |= own.heading
            above.article |= own.article or element.tag == "article"
    return holds


def _marked(tree: HtmlElement) -> Iterator[HtmlElement]:
    """What a class or an id names, unless it holds much of the page: body wrappers carry such words too."""
    holds = _measured(tree)
    main = headline_article(tree)
    inside = set(main.iter("*")) if main is not None else set()
    kinds: dict[str, frozenset[str]] = {}  # a page's hundreds of elements share a few dozen classes
    for element in xpath(".//body//*[@class or @id]")(tree):
        name = f"{element.get('class', '')} {element.get('id', '')}"[:300].lower()
        if name not in kinds:
            found = _PATTERNS.items() if _ANY_MARK.search(name) else ()
            kinds[name] = frozenset(kind for kind, pattern in found if pattern.search(name))
        beside = main is not None and element not in inside
        if kinds[name] and _is_only(element, kinds[name], holds[element], holds[tree], beside=beside):
            yield element


def _is_only(element: HtmlElement, kinds: frozenset[str], held: _Holds, page: _Holds, *, beside: bool) -> bool:
    """The element is nothing but what its class says; `beside` the headline's article more readily so."""
    if "caption" in kinds and held.paragraphs < 2 and held.text < _LONGEST_CAPTION:
        return True
    if held.heading or not (element.tag in _BOXES or (element.tag == "span" and "hidden" in kinds)):
        return False
    if beside and kinds & {"consent", "comments", "notes", "related"}:
        return True
    mostly = held.told >= 0.5 * page.told
    if not held.article and ("consent" in kinds or "comments" in kinds) and not mostly:
        return True
    if not held.article and "consent" in kinds and page.heading and _tells_of_cookies(element):
        return True
    small = held.told < _WRAPPED * page.told and held.text < 2 * _WRAPPED * page.told
    return bool(kinds & {"hidden", "notes", "related"}) and small


def _tells_of_cookies(element: HtmlElement) -> bool:
    text = str(xpath("string()")(element))[:_MOST_NOTICE].lower()
    return text.count("cookie") > len(text) / 400


def _link_lists(tree: HtmlElement, holds: Mapping[HtmlElement, _Holds], host: str) -> Iterator[HtmlElement]:
    """Lists of links to other pages of the site: those to other sites may be what the report is about."""
    home = host.removeprefix("www.")
    for element in tree.iter("ul", "ol"):
        if holds[element].linked <= _LINKED * holds[element].text or len(element.findall("li")) < 2:
            continue
        links = element.findall(".//a")
        away = sum("//" in (address := link.get("href") or "")[:10] and home not in address for link in links)
        if away <= 0.5 * len(links):
            yield element


def _other_articles(tree: HtmlElement, holds: Mapping[HtmlElement, _Holds]) -> Iterator[HtmlElement]:
    articles = list(tree.iter("article"))
    main = max(articles, key=lambda article: holds[article].told, default=None)
    if main is None or holds[main].told < _LEAST_ARTICLE:
        return
    around = {main, *main.iterancestors()}
    for article in articles:
        if holds[article].told < 0.3 * holds[main].told and article not in around and not holds[article].heading:
            yield article


def _next_story(tree: HtmlElement) -> Iterator[HtmlElement]:
    """All from the headline of the story on that some sites put below the one that was asked for.

    Headings of the first order between paragraphs are the report's own, and made headings that trafilatura takes.
    """
    titles = [
        _folded(title) for title in xpath("//head/title/text() | //head/meta[@property='og:title']/@content")(tree)
    ]
    headings = list(islice(tree.iter("h1"), _MOST_HEADINGS))
    own = next((one for one in headings if _agree(_folded(one.text_content()), titles)), None)
    if own is None or len(headings) < 2:
        return
    letters = 0
    for element in xpath("following::*[self::h1 or self::p]")(own):
        if element.tag == "p":
            letters += weight(element.text_content())
        elif element not in headings:
            return
        elif any(before.tag == "p" for before in element.itersiblings(preceding=True)):
            element.tag = "h2"
        elif letters >= _STORY and (name := _folded(element.text_content())) and not _agree(name, titles):
            yield element
            for around in (element, *element.iterancestors()):
                if around.tag in ("body", "html"):
                    return
                yield from around.itersiblings()


def _folded(text: str) -> str:
    return "".join(filter(str.isalnum, text[:1000])).casefold()


def _agree(name: str, titles: Iterable[str]) -> bool:
    return any(min(len(name), len(title)) > 5 and (name in title or title in name) for title in titles)
