"""Which reports repeat another's text: one agency's report in many papers is one voice.

Papers change headline and dateline, trim the end, put a paragraph of their own before or after. So the runs of five
words (Broder 1997, "On the resemblance and containment of documents") at the start of one text are looked for in the
other's.
"""

from __future__ import annotations

import zlib
from array import array
from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from itertools import groupby
from operator import itemgetter

import numpy as np
from numpy.typing import NDArray

from briefing.core.terms import spoken, undated
from briefing.model import Article

Numbers = NDArray[np.uint32]

_RUN = 5
_START_WORDS, _WORDS = 150, 300
"""The start of one text is looked for in twice as much of the other's, which may begin with a paragraph of its own."""
_CHARACTERS = 2500
_LEAST_RUNS = 12
"""Texts with fewer are too short to tell."""
_REPEATED = 0.8
_SAMPLE = (1 << 32) // 8
"""Runs whose number is below are looked up: one in eight, in any text the same ones ("0 mod p" in Broder)."""
_LEAST_LOOKED_UP = 6
"""Of a text with fewer such runs all are looked up."""
_FEW = 4
"""With less than a quarter of the runs looked up in common, two texts are not worth comparing."""
_HOLDERS = 20
"""The earliest texts with one run that later ones are compared with."""
_COMPARED = 8
_NOTICE = 3
"""So many titles of one source over one text: a notice ("subscribe to go on"), not what they report."""


def copies(articles: Sequence[Article]) -> dict[str, str]:
    """For each article that repeats an earlier one's text: its id -> the earlier one's. Whoever the outlets are.

    A repeats B where four fifths of the first 150 words of the shorter stand, in runs of five, in the other's first
    300. The earlier one repeats none itself. Any order of articles gives the same; time grows with their number.
    """
    empty = notices(articles)
    told = [
        article
        for article in sorted(articles, key=lambda article: (article.when, article.id, article.digest))
        if (article.source, article.digest) not in empty
    ]
    texts = _Texts(told)
    of: dict[int, int] = {}
    for copy, likely in texts.likely():
        original = next((place for place in likely if place not in of and texts.repeats(copy, place)), None)
        if original is not None:
            of[copy] = original
    found = {told[texts.places[copy]].id: told[texts.places[original]].id for copy, original in of.items()}
    return {copy: original for copy, original in sorted(found.items()) if copy != original}


def notices(articles: Iterable[Article]) -> set[tuple[str, str]]:
    """Source and digest of the texts that one source has under several titles: what it says instead of its reports."""
    titles: dict[tuple[str, str], set[str]] = defaultdict(set)
    for article in articles:
        titles[article.source, article.digest].add(article.title)
    return {text for text, over in titles.items() if len(over) >= _NOTICE}


class _Texts:
    """The runs of words of all texts that are long enough, as numbers, one text behind the other."""

    def __init__(self, articles: Sequence[Article]) -> None:
        self.places: list[int] = []
        """Which article each text is of."""
        numbers, all_words = _Numbers(), array("I")
        self._starts = [0]
        for place, article in enumerate(articles):
            said = spoken(undated(article.text[:_CHARACTERS]))[:_WORDS]
            if len(said) >= _LEAST_RUNS + _RUN - 1:
                all_words.extend(map(numbers.__getitem__, said))
                self.places.append(place)
                self._starts.append(len(all_words))
        self._runs = _hashed(all_words)

    def _of(self, text: int, most: int = _WORDS) -> Numbers:
        """The runs in a text's first words, each once."""
        start, end = self._starts[text : text + 2]
        return np.unique(self._runs[start : min(end, start + most) - _RUN + 1])

    def repeats(self, one: int, other: int) -> bool:
        """Whether the start of either stands in the other."""
        for start, whole in ((one, other), (other, one)):
            runs = self._of(start, _START_WORDS)
            if len(runs) >= _LEAST_RUNS and np.isin(runs, self._of(whole)).sum() >= _REPEATED * len(runs):
                return True
        return False

    def likely(self) -> Iterator[tuple[int, list[int]]]:
        """Each text that may be a copy, and the earlier texts that it may be one of; both in order of time."""
        run, text = self._looked_up()
        many = np.bincount(text, minlength=len(self.places))
        order = np.lexsort((text, run))
        run, text = run[order], text[order]
        first = np.searchsorted(run, run)
        rank = np.arange(len(run)) - first
        pairs = []
        for holder in range(_HOLDERS):
            later = np.flatnonzero(rank > holder)
            if not len(later):
                break
            pairs.append(text[later] * len(self.places) + text[first[later] + holder])
        pair, shared = np.unique(np.concatenate([np.zeros(0, np.int64), *pairs]), return_counts=True)
        copy, of = np.divmod(pair, max(len(self.places), 1))
        enough = np.flatnonzero(shared * _FEW >= np.minimum(many[copy], many[of]))
        best = enough[np.lexsort((of[enough], -shared[enough], copy[enough]))]
        for later_text, earlier in groupby(zip(copy[best].tolist(), of[best].tolist(), strict=True), itemgetter(0)):
            yield later_text, sorted([place for _, place in earlier][:_COMPARED])

    def _looked_up(self) -> tuple[Numbers, NDArray[np.int64]]:
        """The runs to look up, each once a text, and the text of each."""
        chosen = []
        for text in range(len(self.places)):
            runs = self._of(text)
            few = runs[: np.searchsorted(runs, _SAMPLE)]
            chosen.append(few if len(few) >= _LEAST_LOOKED_UP else runs)
        texts = np.repeat(np.arange(len(chosen)), [len(runs) for runs in chosen])
        return np.concatenate([np.zeros(0, np.uint32), *chosen]), texts


class _Numbers(dict[str, int]):
    """Word -> a number that is the same in any batch."""

    def __missing__(self, word: str) -> int:
        self[word] = number = zlib.crc32(word.encode(errors="surrogatepass"))
        return number


def _hashed(all_words: array[int]) -> Numbers:
    """A number for each run of words, spread over 32 bits."""
    numbers = np.frombuffer(all_words or array("I", [0]), np.uint32)
    runs = np.zeros(max(len(numbers) - _RUN + 1, 0), np.uint32)
    for at in range(_RUN):
        runs *= np.uint32(0x9E3779B1)
        runs += numbers[at : at + len(runs)]
    runs ^= runs >> np.uint32(15)
    runs *= np.uint32(0x85EBCA6B)
    runs ^= runs >> np.uint32(13)
    return runs
