"""What a story's reports speak of: their sentences, the concepts in these, and how much each concept matters.

A concept is a stemmed content word or a pair of neighbours. It is worth more the earlier, the oftener and in the more
reports it stands, and with a number or in the title (Gillick & Favre 2009, "A scalable global model for
summarization"). A sentence also counts by how much of the text after it it foretells (Zheng & Lapata 2019, "Sentence
centrality revisited for unsupervised summarization").
"""

from __future__ import annotations

import math
import operator
from collections import Counter, defaultdict
from collections.abc import Sequence
from dataclasses import dataclass, field
from functools import cache, cached_property, lru_cache
from itertools import chain, pairwise
from typing import NamedTuple

from briefing.core import readable
from briefing.core.figures import Figure, figures
from briefing.core.sentences import sentences
from briefing.core.text import STOP_WORDS, count_words, fold, plain, stem, tokens
from briefing.model import NO_FREQUENCIES, Frequencies

Concept = str
"""The root of a word, or those of two neighbours with a blank between."""

MOST_SENTENCES = 300
"""Of one report: what stands after that far down is not the news."""
_PAIRED = 20
"""So far down pairs of words are looked at; further on they tell no more than their words."""
_MOST_OF_ALL, _LEAST_OF_EACH = 1500, 20
_EMPTY, _NUMBER = "~", "#"
"""Before the roots of words that say nothing of what a text is about, and before numbers."""
_UNSPACED = "\u0e00"
_TITLE_AGAIN = 0.1
_KNOWN = 0.4
_NEWS = 1.0
"""What news in an update is worth at least, beside what is worth most."""
_EARLY = tuple(1 / (1 + place) for place in range(MOST_SENTENCES))
_BACKGROUND = 200
"""So many earlier reports tell how rare a word is; fewer don't."""


class Report(NamedTuple):
    """One article's text as it is summarised; the best-told report comes first."""

    text: str
    title: str = ""
    language: str = "en"
    known: bool = False
    """An earlier edition had it: it tells what readers know, and is quoted only where there is no other."""
    trust: float = 1.0
    """How gladly its wording is taken where others say the same."""
    news: tuple[str, ...] = ()
    """What it says that readers were not told."""


@dataclass(eq=False)
class Sentence:
    """A sentence that may be printed: `reports[report].text[start:end]`."""

    report: int
    index: int
    """Its place among the sentences of its report."""
    start: int
    end: int
    text: str
    trimmed: bool
    language: str
    title: str
    content: Counter[str]
    concepts: tuple[Concept, ...]
    length: int
    """Words, or pairs of characters where a script has no blanks."""
    centrality: float = field(default=0.0)

    @cached_property
    def words(self) -> int:
        """As a reader counts them."""
        return count_words(self.text)

    @cached_property
    def quality(self) -> float:
        """Readability alone, from 0 to 1."""
        again = self.title and fold(self.text) == fold(self.title)
        return readable.readability(self.text, self.language) * (_TITLE_AGAIN if again else 1.0)

    @cached_property
    def leans(self) -> bool:
        """It needs the sentence before it."""
        return readable.leans(self.text, self.language)

    @cached_property
    def refers(self) -> bool:
        """It needs some sentence before it that names what it calls "the company"."""
        return readable.refers(self.text, self.language)

    @cached_property
    def figures(self) -> list[Figure]:
        return figures(self.text, self.language)


def read(reports: Sequence[Report]) -> list[Sentence]:
    """The sentences of all reports in reading order, datelines cut off."""
    most = min(MOST_SENTENCES, max(_LEAST_OF_EACH, _MOST_OF_ALL // max(1, len(reports))))
    return [
        _sentence(report, number, index, start, end)
        for number, report in enumerate(reports)
        for index, (start, end) in enumerate(sentences(report.text, report.language)[:most])
    ]


def _sentence(report: Report, number: int, index: int, start: int, end: int) -> Sentence:
    whole = report.text[start:end]
    cut = readable.dateline_end(whole)
    text = whole[cut:]
    roots = _roots(text, report.language)
    content = Counter([root for root in roots if root[0] != _EMPTY])
    pairs = pairwise(roots) if index < _PAIRED else ()
    telling = dict.fromkeys([f"{a} {b}" for a, b in pairs if a[0] != _EMPTY or b[0] != _EMPTY])
    return Sentence(
        report=number, index=index, start=start + cut, end=end, text=text, trimmed=cut > 0, length=max(1, len(roots)),
        language=report.language, title=report.title, content=content, concepts=(*content, *telling),
    )  # fmt: skip


def concepts(text: str, language: str) -> tuple[Concept, ...]:
    """The concepts of a title or of another piece of text."""
    return _sentence(Report(text, language=language), 0, 0, 0, len(text)).concepts


def content_words(text: str, language: str) -> frozenset[str]:
    """The roots of the words of a text that say what it is about."""
    return frozenset(root for root in _roots(text, language) if root[0] != _EMPTY)


def _roots(text: str, language: str) -> list[str]:
    return list(map(_of_language(language[:2].lower()).__getitem__, tokens(plain(text))))


class _Roots(dict[str, str]):
    """Folded word -> its root in one language, marked where it is a number or says nothing."""

    _MOST = 1 << 16

    def __init__(self, language: str) -> None:
        self._language = language

    def __missing__(self, word: str) -> str:
        if len(self) >= self._MOST:
            self.clear()
        root = stem(word, self._language)
        if word in STOP_WORDS or (len(word) == 1 and word < _UNSPACED):
            root = _EMPTY + root
        elif not word.isalpha() and any(map(str.isdigit, word)):
            root = _NUMBER + root
        self[word] = root
        return root


@cache
def _of_language(language: str) -> _Roots:
    return _Roots(language)


def foretell(found: Sequence[Sentence], reports: Sequence[Report], background: Frequencies = NO_FREQUENCIES) -> None:
    """Sets each sentence's centrality, from 0 to 1: likeness to the sentences after it in its report, and to all
    other reports that are not known. Linear in the length of the texts, because likeness to a sum of vectors is the
    sum of likenesses."""
    rarity = _rarity(found, background)
    vectors = [_vector(sentence.content, rarity) for sentence in found]
    own: list[dict[str, float]] = [defaultdict(float) for _ in reports]
    everything: dict[str, float] = defaultdict(float)
    several = len(reports) > 1
    if several:
        for sentence, vector in zip(found, vectors, strict=True):
            if not reports[sentence.report].known:
                here = own[sentence.report]
                for word, value in vector:
                    here[word] += value
                    everything[word] += value
    after: list[dict[str, float]] = [defaultdict(float) for _ in reports]
    for sentence, vector in zip(reversed(found), reversed(vectors), strict=True):
        here, later, likeness = own[sentence.report], after[sentence.report], 0.0
        for word, value in vector:
            likeness += value * later[word]
            later[word] += value
        if several:
            likeness += sum(value * (everything[word] - here[word]) for word, value in vector)
        sentence.centrality = likeness
    top = max((sentence.centrality for sentence in found), default=0.0) or 1.0
    for sentence in found:
        sentence.centrality /= top


def _rarity(found: Sequence[Sentence], background: Frequencies) -> dict[str, float]:
    spread = Counter(chain.from_iterable([sentence.content for sentence in found]))
    rare = {count: math.log((1 + len(found)) / (0.5 + count)) for count in set(spread.values())}
    own = {word: rare[count] for word, count in spread.items()}
    if background.documents < _BACKGROUND:
        return own
    most = math.log(1 + background.documents)
    return {
        word: value * (0.5 + math.log((1 + background.documents) / (1 + background.counts.get(word, 0))) / most)
        for word, value in own.items()
    }


def _vector(content: Counter[str], rarity: dict[str, float]) -> list[tuple[str, float]]:
    vector = [(word, count * rarity[word]) for word, count in content.items()]
    length = math.sqrt(sum([value * value for _, value in vector])) or 1.0
    return [(word, value / length) for word, value in vector]


def weigh(found: Sequence[Sentence], reports: Sequence[Report]) -> dict[Concept, float]:
    """How much each concept matters. Where some reports are known to the readers, the others decide what matters;
    what the known ones say, too, is hardly news, and what readers were not told is."""
    told = _weigh([s for s in found if reports[s.report].known], reports)
    fresh = _weigh([s for s in found if not reports[s.report].known], reports)
    weights = told | fresh
    for concept in told.keys() & fresh.keys():
        weights[concept] *= _KNOWN
    most = _NEWS * max(weights.values(), default=0.0)
    for concept in {c for r in reports for piece in r.news for c in concepts(piece, r.language)}:
        if concept in weights:
            weights[concept] = max(weights[concept], most)
    return weights


def _weigh(found: Sequence[Sentence], reports: Sequence[Report]) -> dict[Concept, float]:
    first, count = places(found)
    titles = {c for number in first for c in concepts(reports[number].title, reports[number].language)}
    if len(first) == 1:
        (placed,) = first.values()
        weights = {c: _WORTHS[place, count[c], kind(c)] for c, place in placed.items()}
        for concept in titles & weights.keys():
            weights[concept] = _WORTHS[placed[concept], count[concept], kind(concept) | _IN_TITLE]
        return weights
    earliness: dict[Concept, float] = defaultdict(float)
    spread: Counter[Concept] = Counter()
    for number in sorted(first):
        spread.update(first[number].keys())
        for concept, place in first[number].items():
            earliness[concept] += _EARLY[place]
    return {
        c: _worth(early / spread[c], count[c], spread[c] / len(first), kind(c) | (_IN_TITLE if c in titles else 0))
        for c, early in earliness.items()
    }


def places(found: Sequence[Sentence]) -> tuple[dict[int, dict[Concept, int]], Counter[Concept]]:
    """In which sentence of each report each concept is first, and in how many sentences it is."""
    first: dict[int, dict[Concept, int]] = defaultdict(dict)
    for sentence in reversed(found):
        first[sentence.report].update(dict.fromkeys(sentence.concepts, sentence.index))
    return first, Counter(chain.from_iterable([sentence.concepts for sentence in found]))


_HAS_NUMBER, _HAS_EMPTY, _IS_PAIR, _IN_TITLE = 1, 2, 4, 8


def kind(concept: Concept) -> int:
    """Bits: has a number 1, has an empty word 2, is a pair 4."""
    return (_NUMBER in concept) * _HAS_NUMBER + (_EMPTY in concept) * _HAS_EMPTY + (" " in concept) * _IS_PAIR


def features(earliness: float, count: int, kind: int) -> tuple[float, ...]:
    """What the learned weights (`_LEARNED`) are for."""
    many, pair = math.log1p(count), 1.0 if kind & _IS_PAIR else 0.0
    return (
        1.0, earliness, earliness * earliness, many, many * earliness,
        1.0 if kind & _HAS_NUMBER else 0.0, 1.0 if kind & _IN_TITLE else 0.0, 0.5 if kind & _HAS_EMPTY else 0.0,
        pair, pair * earliness,
    )  # fmt: skip


_LEARNED = (-4.63, 4.54, -3.35, 1.88, 0.51, 0.21, 0.81, -0.56, -0.22, 0.14)
"""By tests/bench/learn_concepts.py: log odds that a concept is in what a person writes as the summary."""


@lru_cache(maxsize=1 << 15)
def _worth(earliness: float, count: int, spread: float, kind: int) -> float:
    """The mean of a formula and of what was learned: either alone does worse on news that it was not made for."""
    odds = sum(map(operator.mul, _LEARNED, features(earliness, count, kind)))
    learned = 1 / (1 + math.exp(-odds))
    formula = (0.5 + earliness) ** 2 * math.log1p(count) ** 2
    formula *= 1 + 0.3 * bool(kind & _HAS_NUMBER) + 0.3 * bool(kind & _IN_TITLE)
    formula *= 1 - 0.15 * bool(kind & _HAS_EMPTY)
    return float((math.sqrt(formula * learned) * (0.3 + spread)) ** 1.5)


class _Worths(dict[tuple[int, int, int], float]):
    """(First sentence, sentences, kind) of a concept of a single report -> its worth."""

    def __missing__(self, key: tuple[int, int, int]) -> float:
        place, count, kind = key
        worth = self[key] = _worth(_EARLY[place], count, 1.0, kind)
        return worth


_WORTHS = _Worths()
