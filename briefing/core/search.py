"""Words of a text that can be looked for, what somebody looks for, and where it stands.

Text and query are cut and folded (case, accents) here, so that an index needs to know nothing of languages and what is
marked is what was found. Where a script puts no blanks between words (Chinese, Japanese, Thai …) each character is a
term by itself and a run of them is looked for as a phrase: words of two characters, the commonest there, are found,
which an index of trigrams could not do.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from typing import NamedTuple
from unicodedata import normalize

from briefing.core.sentences import UNSPACED
from briefing.core.text import MARKS, fold
from briefing.ports import Phrase

_LETTERS = rf"(?:(?![{UNSPACED}])[^\W_]|[{MARKS}])+"
_SPAN = re.compile(rf"[{UNSPACED}]|{_LETTERS}")
_ASCII = re.compile("[a-z0-9]+")
_CHUNK = re.compile(r'"([^"]*)"|[^\s"]+')
_SEMITIC = re.compile("[\u0590-\u06ff]")
_POINTS = re.compile("[\u0591-\u05c7\u0610-\u061a\u0640\u064b-\u065f\u0670]+")
_LONGEST_TERM = 60
_LONGEST_QUERY = 300
_MOST_PHRASES = 12
_QUOTES = str.maketrans(dict.fromkeys("“”„«»「」", '"'))
_BEFORE = 60
"""Characters of an excerpt that stand before what was found."""


class Part(NamedTuple):
    text: str
    found: bool


def terms(text: str) -> list[str]:
    """All there are, in reading order: letters and digits, folded."""
    return [term for term, _, _ in _terms(text)]


def phrases(query: str) -> tuple[Phrase, ...]:
    """What somebody looks for, whatever they wrote: words, each of which must be there, and what stands in quotation
    marks in just that order. Of a long query its beginning."""
    found: dict[Phrase, None] = {}
    for chunk in _CHUNK.finditer(query[:_LONGEST_QUERY].translate(_QUOTES)):
        if phrase := tuple(terms(chunk[0])):
            found[phrase] = None
    return tuple(found)[:_MOST_PHRASES]


def marked(text: str, wanted: Sequence[Phrase], most: int | None = None) -> tuple[Part, ...]:
    """The text in parts, those that are looked for told apart; at most about so many characters of it, from before the
    first of them. The last term of all may be the beginning of a word."""
    hits = _hits(text, wanted)
    start, end = (0, len(text)) if most is None else _window(text, hits[0][0] if hits else 0, most)
    parts, at = list[Part](), start
    for first, last in hits:
        if first >= at and last <= end:
            parts += [Part(text[at:first], False), Part(text[first:last], True)]
            at = last
    parts.append(Part(text[at:end], False))
    return (
        *([Part("… ", False)] if start else []),
        *(part for part in parts if part.text),
        *([Part(" …", False)] if end < len(text) else []),
    )


def _terms(text: str) -> Iterator[tuple[str, int, int]]:
    """Each with where it stands in the text."""
    if text.isascii():
        for span in _ASCII.finditer(text.lower()):
            yield span[0][:_LONGEST_TERM], span.start(), span.end()
        return
    for span in _SPAN.finditer(text):
        folded = fold(span[0])
        if _SEMITIC.search(folded):
            folded = normalize("NFKC", _POINTS.sub("", normalize("NFKD", folded)))
        # One letter may stand for several words: "½" for "1⁄2".
        for word in re.findall(rf"[{UNSPACED}]|{_LETTERS}", folded):
            yield word[:_LONGEST_TERM], span.start(), span.end()


def _hits(text: str, wanted: Sequence[Phrase]) -> list[tuple[int, int]]:
    """Where the phrases stand, in reading order; of those that overlap, the first and longest."""
    there = list(_terms(text))
    found = []
    for number, phrase in enumerate(wanted):
        *whole, last = phrase
        opens = number == len(wanted) - 1
        for end, (term, _, stop) in enumerate(there[len(whole) :], len(whole)):
            if term == last or (opens and term.startswith(last)):
                first = end - len(whole)
                if [before for before, _, _ in there[first:end]] == whole:
                    found.append((there[first][1], stop))
    kept = list[tuple[int, int]]()
    for start, stop in sorted(set(found), key=lambda hit: (hit[0], -hit[1])):
        if not kept or start >= kept[-1][1]:
            kept.append((start, stop))
    return kept


def _window(text: str, first: int, most: int) -> tuple[int, int]:
    if len(text) <= most:
        return 0, len(text)
    start = 0 if first <= _BEFORE else _blank_after(text, first - _BEFORE, first)
    end = min(len(text), start + most)
    if end < len(text) and (blank := text.rfind(" ", start + most // 2, end)) > 0:
        end = blank
    return start, end


def _blank_after(text: str, at: int, latest: int) -> int:
    """Where the next word begins, or the place itself where none does before `latest`."""
    blank = text.find(" ", at, latest)
    return blank + 1 if blank >= 0 else at
