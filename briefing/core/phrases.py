"""Phrases to look for anywhere in a text or at its start, each tried only where it has a chance.

A pattern with a hundred alternatives that may begin anywhere is tried at every character of every line, which took
half of the time that a page took. Whether a word is in a line is known in less than a hundredth of that, and which
alternatives can begin with a line's first letter at once.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

_PIECE = re.compile(r"\\.|\[[^]]*\]|.")
"""Of a pattern: an escape, a character class or a character."""
_CONTINUED = re.compile(r"\\\n\s*")
# Python's re takes these for i and s where case is ignored; str.lower leaves them, or makes two characters of one.
_SAME = (("İ", "i"), ("ı", "i"), ("ſ", "s"))


def joined(table: str) -> str:
    """A table in which a backslash at the end of a line joins it with the next, less that one's indentation."""
    return _CONTINUED.sub("", table)


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
        by_word: dict[str, list[str]] = {}
        for words, pattern in self.rows:
            for word in words:
                by_word.setdefault(word, []).append(pattern.pattern)
        self._tries = tuple((word, _pattern("|".join(patterns))) for word, patterns in by_word.items())
        self._any = _pattern("|".join(pattern.pattern for _, pattern in self.rows))

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


class Openings:
    """Alternatives that a text may begin with, in which case is ignored: patterns, one or more a line, with "|".

    `end` is put behind every one. Those that begin with a letter are asked only where the text does, too.
    """

    def __init__(self, table: str, *, end: str = "") -> None:
        self.rows = tuple(row for line in table.split("\n") if line.strip() for row in _alternatives(line.strip()))
        self.end = end
        by_letter: dict[str, list[str]] = {}
        for row in self.rows:
            for letter in _first_letters(row):
                by_letter.setdefault(letter, []).append(row)
        others = by_letter.pop("", [])
        self._others = _pattern(f"(?:{'|'.join(others)}){end}") if others else None
        self._by_letter = {
            letter: _pattern(f"(?:{'|'.join(rows + others)}){end}") for letter, rows in by_letter.items()
        }

    def match(self, text: str, low: str) -> bool:
        """Whether the text begins with one of them; `low` is what `lowered` makes of it."""
        pattern = self._by_letter.get(low[:1], self._others)
        return pattern is not None and pattern.match(text) is not None


def _alternatives(pattern: str) -> list[str]:
    """The pattern's parts between "|", those in brackets not counted."""
    parts, depth = [""], 0
    for piece in _PIECE.findall(pattern):
        depth += (piece == "(") - (piece == ")")
        if piece == "|" and not depth:
            parts.append("")
        else:
            parts[-1] += piece
    return parts


def _first_letters(pattern: str) -> set[str]:
    """The small letters that what the pattern matches begins with, and "" where it may be something else."""
    if pattern.startswith("(?:"):
        inside = _group(pattern)
        rest = pattern[len(inside) + 4 :]
        first = set[str]().union(*map(_first_letters, _alternatives(inside)))
    elif pattern[:1].isalpha():
        first, rest = {lowered(pattern[0])}, pattern[1:]
    else:
        return {""}
    if rest[:1] == "?":
        return first | _first_letters(rest[1:])
    return first | {""} if rest[:1] in ("*", "{") else first


def _group(pattern: str) -> str:
    """What is between the brackets that the pattern begins with, without "?:"."""
    depth, inside = 0, ""
    for piece in _PIECE.findall(pattern):
        depth += (piece == "(") - (piece == ")")
        if not depth:
            break
        inside += piece
    return inside[3:]


def _pattern(source: str) -> re.Pattern[str]:
    return re.compile(source, re.IGNORECASE)
