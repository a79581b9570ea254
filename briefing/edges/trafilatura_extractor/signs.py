"""What a page shows besides its text that says whether it is a report."""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import islice
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

from briefing.core import wall_notices
from briefing.core.metadata import Head, listed, types_of
from briefing.core.paywall import names_wall
from briefing.core.signs import Signs
from briefing.edges.trafilatura_extractor.tree import size, xpath

if TYPE_CHECKING:
    from lxml.html import HtmlElement

_HIDDEN = "parent::script or parent::style or parent::noscript or parent::template"
_SEEN = f"[not({_HIDDEN})]"
_MOST_SEEN = 3000
"""Characters of the page's own text that are kept; a wall says in its first lines that it is one."""
_TOLD = 1000
"""Characters in paragraphs side by side that make a look at the rest of the page unnecessary."""
_ENOUGH = 1500
"""The same for a list of headlines."""
_LONG = 3000
"""The same for a paywall: what stands before one is shorter."""
_MOST_PARAGRAPHS = 500
_MOST_BEHIND = 400
_MOST_AROUND = 3
_MOST_SIBLINGS = 6
_PARAGRAPHS = "//p[string-length() > 50][not(ancestor::footer or a[string-length() > 40])]"
_LINKED_HEADINGS = "count(.//*[self::h2 or self::h3 or self::h4][.//a[@href] or ancestor::a[@href]])"
_CHALLENGES = "//script/@src|//iframe/@src|//form/@action|//form/@id|//div/@id|//input/@name|//script/text()"
_SHORT_PAGE = 1500
"""Characters of a page's own text up to which it may be a check for bots."""
_NOT_OWN = frozenset({"nav", "footer", "a", "script", "style", "svg", "template", "select", "iframe", "head", "title"})
_NOT_BEHIND = _NOT_OWN | {"aside", "ul", "ol"}
_BLOCK = frozenset(
    {"p", "div", "li", "h1", "h2", "h3", "h4", "button", "label", "br", "td", "section", "article", "main"}
)
_UNSEEN_STYLE = re.compile(r"display\s*:\s*none|visibility\s*:\s*hidden", re.IGNORECASE)
_MOST_WALLS = 12
_SHORT_PART = 200
_LONGEST_NAME = 300
_LONGEST_ADDRESS = 2000
_MOST_NAMES = 200
_SHORTEST_WALL = 20
_LONGEST_WALL = 1200
_TIERS = ("article:content_tier", "og:article:content_tier", "article:content-tier", "content_tier", "content-tier")
_DATES = (
    "article:published_time", "og:article:published_time", "datepublished", "parsely-pub-date", "pubdate", "date",
    "publish-date", "dc.date.issued", "dc.date", "sailthru.date", "publishdate", "cxenseparse:publishtime",
)  # fmt: skip
_GOES_ON = "boolean(following-sibling::p[string-length() > 80][3])"
_CLASS = re.compile(r"\.([\w-]+)$")
_OF_CLASS = "//*[contains(concat(' ', normalize-space(@class), ' '), concat(' ', $name, ' '))]"


def signs_of(tree: HtmlElement, head: Head) -> Signs:
    """What the page shows besides its text.

    What costs time is looked at only on pages that don't call themselves articles or have few paragraphs.
    """
    kind = head.meta("og:type").lower()
    told, last = _told(tree)
    claims = bool(head.article)
    several = sum(_is_article(node) for node in head.nodes) > 3
    free = _free(head)
    body = tree.find(".//body")
    seen = _own_text(tree if body is None else body, _MOST_SEEN) if told < _TOLD else ""
    wall, hidden = _wall(tree) if free is not True and told < _LONG else ("", "")
    return Signs(
        title=head.meta("og:title") or head.title,
        titles=(head.title, *head.headings[:3]),
        path=_path(head.url),
        kind=kind,
        types=head.types,
        says_article=head.says_article,
        claims_article=claims,
        several=several,
        dated=_is_dated(head),
        password=tree.find(".//input[@type='password']") is not None,
        links=_in_links(tree) if told < _ENOUGH and (several or not claims) else 0.0,
        listed=int(xpath(_LINKED_HEADINGS)(tree)) if told < _ENOUGH and (several or not claims) else 0,
        told=told,
        home=_is_home(head, kind),
        seen=seen,
        challenge=told < _TOLD and len(seen) < _SHORT_PAGE and _is_challenge(tree),
        free=free,
        whole=_whole(head),
        kept_back=_is_kept_back(tree, head) if free is False else None,
        wall=wall,
        behind=_behind(last) if last is not None and free is not True and told < _LONG else "",
        hidden=hidden,
    )


def _is_article(node: object) -> bool:
    return isinstance(node, dict) and any(name.endswith(("article", "posting")) for name in types_of(node))


def _is_dated(head: Head) -> bool:
    """It says in its head when it was published; in the page itself, dates are of teasers, too."""
    return bool(head.meta(*_DATES) or head.article.get("datePublished") or len(head.times) == 1)


def _is_home(head: Head, kind: str) -> bool:
    home = head.meta("og:url") or head.canonical
    return kind == "website" and bool(home) and _path(home) in ("", "/")


def _path(address: str) -> str:
    """Path and query of an address."""
    try:
        parts = urlsplit(address[:_LONGEST_ADDRESS])
    except ValueError:
        return "unknown"
    return f"{parts.path}?{parts.query}" if parts.query else parts.path


def _in_links(tree: HtmlElement) -> float:
    """Share of the visible characters that are in links."""
    whole = size(xpath(f"descendant::text(){_SEEN}")(tree))
    return size(xpath(f"descendant-or-self::a/descendant::text(){_SEEN}")(tree)) / whole if whole else 0.0


def _told(tree: HtmlElement) -> tuple[int, HtmlElement | None]:
    """Characters of the longest run of paragraphs with one parent, and its last one.

    A report has such a run, where teasers have a paragraph or two each.
    """
    runs: dict[HtmlElement, int] = {}
    last: dict[HtmlElement, HtmlElement] = {}
    for paragraph in xpath(_PARAGRAPHS)(tree)[:_MOST_PARAGRAPHS]:
        parent = paragraph.getparent()
        if parent is not None:
            runs[parent] = runs.get(parent, 0) + int(xpath("string-length()")(paragraph))
            last[parent] = paragraph
    parent = max(runs, key=lambda one: runs[one], default=None)
    return (0, None) if parent is None else (runs[parent], last[parent])


def _behind(paragraph: HtmlElement) -> str:
    """What stands right behind a paragraph, outside links, a block a line: its siblings, then those around it."""
    lines: list[str] = []
    for around in islice((paragraph, *paragraph.iterancestors()), _MOST_AROUND):
        if around.tag in ("main", "body"):
            break
        for element in islice(around.itersiblings(), _MOST_SIBLINGS):
            if isinstance(element.tag, str) and element.tag not in _NOT_BEHIND:
                lines += _own_text(element, _MOST_BEHIND).split("\n")
            if sum(map(len, lines)) > _MOST_BEHIND:
                return "\n".join(lines)
    return "\n".join(lines)


def _own_text(element: HtmlElement, most: int) -> str:
    """The beginning of an element's text outside links and menus, a block a line."""
    if element.get("hidden") is not None or _UNSEEN_STYLE.search(element.get("style") or ""):
        return ""
    pieces: list[str] = []
    left = most
    waiting: list[HtmlElement | str] = [element]
    while waiting and left > 0:
        one = waiting.pop()
        if isinstance(one, str):
            pieces.append(one)
            left -= len(one)
            continue
        if not isinstance(one.tag, str) or one.tag in _NOT_OWN:
            continue
        if one.tag in _BLOCK:
            pieces.append("\n")
            waiting.append("\n")
        for child in reversed(one):
            if child.tail:
                waiting.append(child.tail)
            waiting.append(child)
        if one.text:
            waiting.append(one.text)
    lines = (" ".join(line.split()) for line in "".join(pieces)[:most].split("\n"))
    return "\n".join(line for line in lines if line)


def _is_challenge(tree: HtmlElement) -> bool:
    return any(wall_notices.CHALLENGE.search(value[:_LONGEST_NAME]) for value in xpath(_CHALLENGES)(tree)[:_MOST_NAMES])


# --- paywalls ------------------------------------------------------------------------------------------------------


def _free(head: Head) -> bool | None:
    """What the page says of whether everybody may read it; None where it doesn't."""
    claims = [head.article.get("isAccessibleForFree"), head.meta("isaccessibleforfree") or None]
    claims += [part.get("isAccessibleForFree") for part in _parts(head)]
    said = {str(claim).lower() in ("true", "1", "yes") for claim in claims if claim is not None}
    tier = head.meta(*_TIERS).lower()
    if tier and tier != "metered":  # some have it to the end, some don't
        said.add(tier in ("free", "open", "public"))
    return None if not said else all(said)


def _parts(head: Head) -> list[dict[str, object]]:
    return [part for part in listed(head.article.get("hasPart"))[:10] if isinstance(part, dict)]


def _whole(head: Head) -> int:
    """Words of the whole report, as the page says; 0 where it doesn't."""
    count = str(head.article.get("wordCount") or "").strip()
    return int(count) if count.isdecimal() and len(count) < 7 else 0


def _is_kept_back(tree: HtmlElement, head: Head) -> bool | None:
    """Whether the parts that it says are not for everybody are missing; None where it names none."""
    for part in _parts(head):
        named = _CLASS.search(str(part.get("cssSelector") or "").strip())
        if named and str(part.get("isAccessibleForFree")).lower() != "true":
            held = xpath(_OF_CLASS)(tree, name=named[1])
            return not any(xpath("string-length(normalize-space())")(element) > _SHORT_PART for element in held[:5])
    return None


def _wall(tree: HtmlElement) -> tuple[str, str]:
    """What elements say that are named as paywalls are, if no report goes on behind them; and what hidden ones say."""
    shown: list[str] = []
    hidden: list[str] = []
    for element in islice(_walls(tree), _MOST_WALLS):
        text = " ".join(element.text_content().split())
        if not _SHORTEST_WALL < len(text) < _LONGEST_WALL:
            continue
        if element.get("hidden") is not None or _UNSEEN_STYLE.search(element.get("style") or ""):
            hidden.append(text)
        elif not xpath(_GOES_ON)(element):
            shown.append(text)
    return "\n".join(shown), "\n".join(hidden)


def _walls(tree: HtmlElement) -> Iterator[HtmlElement]:
    verdicts: dict[str | None, bool] = {None: False}  # a page's hundreds of elements share a few dozen classes
    for element in tree.iter("div", "section", "aside", "form", "p"):
        for name in (element.get("class"), element.get("id")):
            if name not in verdicts:
                verdicts[name] = names_wall(name[:_LONGEST_NAME])
            if verdicts[name]:
                yield element
                break
