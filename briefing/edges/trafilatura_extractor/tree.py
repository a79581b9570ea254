"""A page's text as a tree, and what is asked of the tree time and again."""

from __future__ import annotations

from collections.abc import Iterable
from functools import cache
from typing import TYPE_CHECKING

from briefing.errors import ExtractError

if TYPE_CHECKING:
    from lxml.etree import XPath
    from lxml.html import HtmlElement

MOST_ELEMENTS = 20_000
_TEXTLESS = ("nav", "svg", "select", "style", "noscript", "template", "footer", "button", "picture", "wbr", "img")
"""What a page may have thousands of without a word of the report."""
MOST_DEPTH = 250
"""libxml2 drops what is nested deeper than 255 levels, and all that follows, without a word."""
_COMMON_DEPTH = 50
"""Nesting up to which nobody needs to know how deep it is."""


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
    count = _count(tree)
    if count > MOST_ELEMENTS:
        drop_all(tree, *_TEXTLESS)
        count = _count(tree)
    if count > MOST_ELEMENTS:
        raise ExtractError(f"The page has {count:,} elements, more than {MOST_ELEMENTS:,}.", reason="too-big")
    if _depth(tree) > MOST_DEPTH:
        raise ExtractError(f"The page is nested deeper than {MOST_DEPTH} levels.", reason="too-big")
    return tree


def _count(tree: HtmlElement) -> int:
    return int(xpath("count(descendant-or-self::*)")(tree))


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
