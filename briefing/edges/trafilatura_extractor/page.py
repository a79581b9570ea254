"""A page's tree, within bounds, and what it says of itself."""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Iterator, Mapping
from datetime import datetime
from functools import cache
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

from briefing.core import metadata
from briefing.core.judge import Signs
from briefing.core.metadata import Head
from briefing.errors import ExtractError

if TYPE_CHECKING:
    from lxml.etree import XPath
    from lxml.html import HtmlElement

MOST_ELEMENTS = 20_000
MOST_DEPTH = 250
"""libxml2 drops what is nested deeper than 255 levels, and all that follows, without a word."""
_COMMON_DEPTH = 50
"""Nesting up to which nobody needs to know how deep it is."""
MOST_JSON = 500_000
"""Characters of JSON-LD that are read of one page."""
_COMMENT_MARKS = re.compile(r"^\s*(?:<!--|//\s*<!\[CDATA\[|<!\[CDATA\[)|(?:-->|//\s*\]\]>|\]\]>)\s*$")
AUTHOR_MARKS = re.compile(
    "author|byl|bbl|username|channel-name|submitted-by|posted-by|journalist-name|screenname|writer|zuozhe|bianji|xiaobian",
    re.IGNORECASE,
)
"""What trafilatura looks for in attributes when it looks for authors, a hundred times as long as this takes."""
_HIDDEN = "parent::script or parent::style or parent::noscript or parent::template"
_SEEN = f"[preceding-sibling::* or not({_HIDDEN})]"

# --- bytes to tree -------------------------------------------------------------------------------------------------


def parse(text: str) -> HtmlElement:
    """The tree of a page's text. Raises ExtractError where there is none, or one past the bounds."""
    from lxml import etree
    from trafilatura import load_html

    try:
        tree = load_html(text)
    except (ValueError, etree.LxmlError, AssertionError) as error:
        raise ExtractError("The page can't be parsed as HTML.", reason="empty") from error
    if tree is None:
        raise ExtractError("The page is not HTML.", reason="empty")
    count = int(xpath("count(descendant-or-self::*)")(tree))
    if count > MOST_ELEMENTS:
        raise ExtractError(f"The page has {count:,} elements, more than {MOST_ELEMENTS:,}.", reason="too-big")
    if _depth(tree) > MOST_DEPTH:
        raise ExtractError(f"The page is nested deeper than {MOST_DEPTH} levels.", reason="too-big")
    return tree


def _depth(tree: HtmlElement) -> int:
    """How deep elements are nested; exact only where it is more than a common page has."""
    from lxml import etree

    if not xpath("boolean(." + "/*" * _COMMON_DEPTH + ")")(tree):
        return _COMMON_DEPTH
    depth = deepest = 0
    for event, _ in etree.iterwalk(tree, events=("start", "end")):
        depth += 1 if event == "start" else -1
        deepest = max(deepest, depth)
    return deepest


# --- what the page says of itself ----------------------------------------------------------------------------------


def head_of(tree: HtmlElement, url: str) -> Head:
    """What the page says of itself; `url` is where it came from."""
    metas: dict[str, list[str]] = {}
    for meta in tree.iter("meta"):
        content = (meta.get("content") or "").strip()
        name = meta.get("property") or meta.get("name") or meta.get("itemprop") or meta.get("http-equiv") or ""
        if content and len(content) < 5000:
            metas.setdefault(name.strip().lower(), []).append(content)
    title = tree.find(".//title")
    link = next((link for link in tree.iter("link") if "canonical" in (link.get("rel") or "").lower().split()), None)
    times = [time.get("datetime") or "" for time in tree.iter("time") if _is_publication(time)]
    return Head(
        url=url,
        title=" ".join(title.text_content().split()) if title is not None else "",
        headings=tuple(" ".join(heading.text_content().split()) for heading in tree.iter("h1")),
        metas={name: tuple(values) for name, values in metas.items()},
        nodes=tuple(_json_ld(tree)),
        language=tree.get("lang") or tree.get("{http://www.w3.org/XML/1998/namespace}lang") or "",
        canonical=(link.get("href") or "") if link is not None else "",
        times=tuple(times),
    )


def _is_publication(time: HtmlElement) -> bool:
    return time.get("itemprop") == "datePublished" or time.get("pubdate") is not None


def _json_ld(tree: HtmlElement) -> Iterator[Mapping[str, object]]:
    left = MOST_JSON
    for script in tree.iter("script"):
        if (script.get("type") or "").split(";")[0].strip().lower() != "application/ld+json":
            continue
        text = _COMMENT_MARKS.sub("", script.text or "")
        left -= len(text)
        if left < 0:
            return
        try:
            value = json.loads(text.strip().rstrip(";"), strict=False)
        except (ValueError, RecursionError):
            continue
        yield from metadata.flatten(value)


def fields_of(tree: HtmlElement, head: Head) -> tuple[str | None, tuple[str, ...], datetime | None]:
    """Title, authors and date; trafilatura is asked only for what the page does not claim."""
    title, authors, published = metadata.title_of(head), metadata.authors_of(head), metadata.published_of(head)
    if title and authors and published:
        return title, authors, published
    from trafilatura import extract_metadata

    try:
        if title and published:
            return title, metadata.authors_of(head, _byline(tree)), published
        found = extract_metadata(tree, head.url, extensive=False)
    except Exception as error:
        raise unreadable(error) from error
    return (
        title or metadata.title_of(head, found.title),
        authors or metadata.authors_of(head, found.author),
        published or metadata.published_of(head, found.date),
    )


def _byline(tree: HtmlElement) -> str | None:
    """The authors as `extract_metadata` finds them, in half of its time: it looks for tags, licence and date too."""
    from trafilatura.metadata import examine_meta, extract_author

    found = examine_meta(tree)
    if not found.author or " " not in found.author:
        marks = " ".join(xpath(".//@class|.//@id|.//@rel|.//@itemprop|.//@data-testid|.//@data-component")(tree))
        marked = AUTHOR_MARKS.search(marks) or next(tree.iter("author"), None) is not None
        found.author = extract_author(tree) if marked else None
    found.clean_and_trim()
    author: str | None = found.author
    return author


def signs_of(tree: HtmlElement, head: Head) -> Signs:
    """What the page shows besides its text; how much of it is links only where it does not call itself an article."""
    home = head.meta("og:url") or head.canonical
    kind = head.meta("og:type").lower()
    return Signs(
        title=head.meta("og:title") or head.title,
        kind=kind,
        types=head.types,
        says_article=head.says_article,
        password=tree.find(".//input[@type='password']") is not None,
        links=0.0 if head.says_article else _in_links(tree),
        home=kind == "website" and bool(home) and _path(home) in ("", "/"),
    )


def _path(address: str) -> str:
    try:
        return urlsplit(address).path
    except ValueError:
        return "unknown"


def _in_links(tree: HtmlElement) -> float:
    """Share of the visible characters that are in links."""
    whole = size(xpath(f"descendant::text(){_SEEN}")(tree))
    return size(xpath(f"descendant-or-self::a/descendant::text(){_SEEN}")(tree)) / whole if whole else 0.0


# --- what `text` needs too -------------------------------------------------------------------------------------------


@cache
def xpath(expression: str) -> XPath:
    """One of this package's expressions, compiled: it walks a tree many times faster than Python does."""
    from lxml import etree

    return etree.XPath(expression, smart_strings=False)


def drop_all(tree: HtmlElement, *tags: str) -> None:
    """Take out elements with all that is in them; what follows them stays."""
    from lxml import etree

    etree.strip_elements(tree, *tags, with_tail=False)


def size(texts: Iterable[str]) -> int:
    """Characters of texts, blanks at their ends not counted."""
    return sum(map(len, map(str.strip, texts)))


def unreadable(error: Exception) -> ExtractError:
    """What to raise for whatever trafilatura raises."""
    return ExtractError(f"trafilatura can't read the page ({type(error).__name__}).", reason="parser")
