"""Which of several readings of a page is its report: what each is worth, and what they tell of one another.

A reading is a list of lines, a paragraph each. What the page and its feed claim the report to be about (title,
description, summary) says whether it is the right text; its length says whether it is whole.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from html import unescape

from briefing.core.text import STOP_WORDS, count_words, tokens
from briefing.model import Opinion

SHORT = 400
"""Letters up to which a text is hardly a report (those of scripts without spaces count three times)."""
_HALF = 2000
"""Letters of a text that is worth half as much as an endless one."""
_MARGIN = 1.8
"""How many times as good as the readings before it one must be to be taken: those are asked in order of trust."""
_SHARED = 2
"""Words that a line has to share with the claims to have to do with them."""
_MOST_LINES = 200
_LEAST_BODY = 500
"""Letters up to which an `articleBody` is only a summary."""
_AGREED = 0.9
_MOST_GONE = 0.2
_PARAGRAPH = 40
_SAMPLE = 30
_STEP = 120
_LONGEST = 200_000
_SOLO = re.compile(r"[\u3040-\u30ff\u3400-\u9fff\uf900-\ufaff]")
_BREAK = re.compile(r"<(?:/?(?:p|div|h[1-6]|li|ul|ol|blockquote)|br)\b[^<>]{0,500}>", re.IGNORECASE)
_TAG = re.compile(r"</?[a-zA-Z][^<>]{0,500}>")
_BLANK = re.compile(r"\s+")


@dataclass(frozen=True, slots=True)
class Line:
    """A paragraph, heading, list item or quotation of a report."""

    text: str
    kind: str = "p"
    """One of "p", "head", "item", "quote"."""


@dataclass(frozen=True, slots=True)
class Reading:
    """What one way to read a page has found."""

    name: str
    lines: tuple[Line, ...]

    @property
    def text(self) -> str:
        """A paragraph a line."""
        return "\n".join(line.text for line in self.lines)


def is_dense(text: str) -> bool:
    """The text is in a script that needs a third of the letters: Han or kana."""
    return len(_SOLO.findall(text)) > 0.3 * len(text)


def weight(text: str) -> int:
    """Letters of a text, those of dense scripts counted three times: they say more each."""
    return len(text) if text.isascii() else len(text) + 2 * len(_SOLO.findall(text))


def claims_of(*texts: str) -> frozenset[str]:
    """The words that a report should have to do with, from what is said of it."""
    return frozenset(token for text in texts for token in tokens(text[:2000]) if token not in STOP_WORDS)


def score(lines: Sequence[Line], claims: frozenset[str]) -> float:
    """How good a reading looks, from 0 to 1: long enough, and most of it in lines that have to do with the claims."""
    whole = about = 0
    needed = min(_SHARED, len(claims))
    for line in lines[:_MOST_LINES]:
        letters = weight(line.text)
        whole += letters
        about += letters if len(claims.intersection(tokens(line.text[:1000]))) >= needed else 0
    told = sum(weight(line.text) for line in lines[_MOST_LINES:]) + whole
    share = about / whole if whole else 0.0
    return (0.2 + 0.8 * share) * told / (told + _HALF)


def ranked(readings: Sequence[Reading], claims: frozenset[str]) -> list[tuple[Reading, Opinion]]:
    """The readings with what each is worth, the one to take first; the others in the order given."""
    scores = [score(reading.lines, claims) for reading in readings]
    taken = 0
    for place, worth in enumerate(scores):
        if worth > _MARGIN * scores[taken]:
            taken = place
    order = [taken, *(place for place in range(len(readings)) if place != taken)]
    return [
        (
            readings[place],
            Opinion(name=readings[place].name, words=count_words(readings[place].text), score=round(scores[place], 3)),
        )
        for place in order
    ]


# --- a text that the page or its feed gives besides ----------------------------------------------------------------


def lines_of(text: str) -> tuple[Line, ...]:
    """The paragraphs of a text that may hold HTML, as the `articleBody` of structured data does."""
    text = unescape(unescape(text[:_LONGEST]))
    text = _TAG.sub("", _BREAK.sub("\n", text))
    joined = (" ".join(line.split()) for line in text.split("\n"))
    return tuple(Line(line) for line in joined if line)


def bare(text: str) -> str:
    """A text without its blanks, to look for others in it."""
    return _BLANK.sub("", text[:_LONGEST])


def held(text: str, within: str) -> float:
    """How much of a text is in another, `bare` one: the share of its samples that are."""
    whole = bare(text)[: _LONGEST // 4]
    samples = [whole[start : start + _SAMPLE] for start in range(0, max(1, len(whole) - _SAMPLE + 1), _STEP)]
    return sum(sample in within for sample in samples) / len(samples)


def agreed(lines: Sequence[Line], body: str) -> tuple[Line, ...]:
    """The lines without the paragraphs that a page's own `articleBody` does not have: boxes and asides between them.

    Bodies leave out lists, quotations and headings, so these stay; and so does all where the two agree too little.
    """
    text = "\n".join(line.text for line in lines)
    if weight(body) < _LEAST_BODY or held(body, bare(text)) < _AGREED:
        return tuple(lines)
    within = bare(body)
    kept = tuple(
        line for line in lines if line.kind != "p" or len(line.text) < _PARAGRAPH or held(line.text, within) > 0.3
    )
    gone = len(text) - sum(len(line.text) + 1 for line in kept)
    return kept if gone < _MOST_GONE * len(text) else tuple(lines)
