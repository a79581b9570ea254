"""Lines that stand on several pages of one site are not of the report on any of them.

Only short lines count: what is longer may be a paragraph of background that a newsroom uses again.
"""

from __future__ import annotations

import hashlib
from bisect import bisect_left
from collections.abc import Iterable
from dataclasses import replace

from briefing.core.text import count_words, tokens
from briefing.model import Article, Notes, Removal, text_digest

MOST_WORDS = 20
LEAST_PAGES = 3
"""Pages of a site, with different reports, on which a line must stand."""
LEAST_SHARE = 0.04
"""Of the site's pages: what three of hundreds have in common is a running story's, not the site's."""
RULE = "repeated"
_MOST_REMOVED = 0.35
"""Share of a report's characters from which on what was learned is held to be wrong about it."""


def key(line: str) -> str:
    """The line's name: the same however it is written (case, marks, blanks); empty for one without a word."""
    words = " ".join(tokens(line))
    return hashlib.sha256(words.encode()).hexdigest()[:16] if words else ""


def keys(lines: Iterable[str]) -> frozenset[str]:
    """The names of those lines that are short enough to count."""
    return frozenset(key(line) for line in lines if count_words(line) <= MOST_WORDS) - {""}


def is_repeated(pages: int, of: int) -> bool:
    """Whether a line that so many pages of a site have, of so many that were read, is the site's own."""
    return pages >= max(LEAST_PAGES, LEAST_SHARE * of)


def without(article: Article, notes: Notes, known: frozenset[str]) -> tuple[Article, Notes]:
    """The article without the lines that are known to be repeated, and its notes with these; both as they are where
    there are none."""
    kept, gone, places = list[str](), list[Removal](), list[int]()
    for place, line in enumerate(article.text.splitlines()):
        if count_words(line) <= MOST_WORDS and key(line) in known:
            gone.append(Removal(rule=RULE, line=line, after=len(kept)))
            places.append(place)
        else:
            kept.append(line)
    if not gone or sum(len(removal.line) for removal in gone) > _MOST_REMOVED * len(article.text):
        return article, notes
    before = (replace(one, after=one.after - bisect_left(places, one.after)) for one in notes.removed)
    removed = tuple(sorted((*before, *gone), key=lambda removal: removal.after))
    text = "\n".join(kept)
    return replace(article, text=text, digest=text_digest(text)), replace(notes, removed=removed)
