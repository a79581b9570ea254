"""Phrases to look for anywhere in a text, each tried only where a word stands that it can't do without.

A pattern with a hundred alternatives that may begin anywhere is tried at every character of every line, which took
half of the time that a page took. Whether a word is in a line is known in less than a hundredth of that.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

# Python's re takes these for i and s where case is ignored; str.lower leaves them, or makes two characters of one.
_SAME = (("İ", "i"), ("ı", "i"), ("ſ", "s"))


def lowered(text: str) -> str:
    """The text in small letters, equal for all texts that patterns which ignore case take for the same."""
    if not text.isascii():
        for letter, plain in _SAME:
            text = text.replace(letter, plain)
    return text.lower()


class Phrases:
    """Alternatives, a line each: words separated by commas, two blanks or more, a pattern in which case is ignored.

    At least one of its words, written in small letters, must be in whatever a pattern matches. `end` is put behind
    every pattern.
    """

    def __init__(self, table: str, *, end: str = "") -> None:
        rows = [re.split(r" {2,}", row.strip(), maxsplit=1) for row in table.strip().splitlines()]
        self.rows = tuple((tuple(words.split(",")), _pattern(f"(?:{pattern}){end}")) for words, pattern in rows)
        self._tries = tuple((word, pattern) for words, pattern in self.rows for word in words)
        self._any = _pattern("|".join(f"(?:{pattern}){end}" for _, pattern in rows))

    def search(self, text: str, low: str) -> bool:
        """Whether one of them is in the text; `low` is what `lowered` makes of it."""
        for word, pattern in self._tries:  # noqa: SIM110 - any() and its generator cost more than what they would wrap
            if word in low and pattern.search(text):
                return True
        return False

    def match(self, text: str, low: str) -> bool:
        """Whether the text begins with one of them."""
        for word, pattern in self._tries:  # noqa: SIM110
            if word in low and pattern.match(text):
                return True
        return False

    def find(self, text: str) -> Iterator[str]:
        """What of them is in the text, from left to right, without overlaps."""
        if self.search(text, lowered(text)):
            yield from (match[0] for match in self._any.finditer(text))


def _pattern(source: str) -> re.Pattern[str]:
    return re.compile(source, re.IGNORECASE)
