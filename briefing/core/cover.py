"""Choosing sentences by concept cover: what matters in a story's reports, said once and briefly.

Concepts are stemmed content words and pairs of neighbours. Each is worth more the earlier, the oftener and in the more
reports it stands. Sentences are taken greedily by the worth they add (Gillick & Favre 2009, "A scalable global model
for summarization"; greedily as in Lin & Bilmes 2010), weighted by readability and by how much of the text after them
they foretell (Zheng & Lapata 2019, "Sentence centrality revisited for unsupervised summarization").
"""

from __future__ import annotations

import math
import re
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from typing import NamedTuple

from briefing.core import readable
from briefing.core.text import STOP_WORDS, count_words, fold, sentences, stem, tokens

MOST_SENTENCES = 300
"""Of one report: what stands after that far down is not the news."""
_DIGIT = re.compile(r"\d")
READABLE = 0.3
"""Quality from which a sentence may be printed alone."""
_USABLE = 0.01
"""Quality from which a sentence may be printed where there is nothing better."""
_TITLE_AGAIN = 0.1
_KNOWN = 0.4
_LEANING, _FOLLOWING = 0.2, 0.5
"""What a sentence that leans on the one before it counts: alone, and where that one is printed too."""
_SAME, _SAME_ELSEWHERE = 0.6, 0.45
"""Share of the shorter sentence's words from which two sentences say the same: of one report, and of two, which each
begin by telling the event anew."""
_SAME_NUMBERS = 2
"""So many equal numbers make two sentences of different reports one fact: a vote of 77 to 73, told again."""
_LONGEST = 1.4
"""How far one sentence that tells a story may exceed the words asked for, when a shorter one would tell less."""


class Report(NamedTuple):
    """One article's text as it is summarised; the best-told report comes first."""

    text: str
    title: str = ""
    language: str = "en"
    known: bool = False
    """An earlier edition had it: it tells what readers know, and is quoted only where there is no other."""


@dataclass(slots=True)
class Sentence:
    """A sentence that may be printed: `reports[report].text[start:end]`."""

    report: int
    index: int
    """Its place among the sentences of its report."""
    start: int
    end: int
    text: str
    trimmed: bool
    words: int
    quality: float
    """Readability alone, from 0 to 1."""
    leans: bool
    content: Counter[str] = field(default_factory=Counter)
    pairs: tuple[str, ...] = ()
    centrality: float = 0.0

    @property
    def concepts(self) -> Iterable[str]:
        yield from self.content
        yield from self.pairs


def read(reports: Sequence[Report]) -> list[Sentence]:
    """The sentences of all reports in reading order, datelines cut off, with their concepts and centrality."""
    found: list[Sentence] = []
    for number, report in enumerate(reports):
        own = [
            _sentence(report, number, index, start, end)
            for index, (start, end) in enumerate(sentences(report.text, report.language)[:MOST_SENTENCES])
        ]
        found.extend(own)
    _foretell(found, reports)
    return found


def _sentence(report: Report, number: int, index: int, start: int, end: int) -> Sentence:
    whole = report.text[start:end]
    cut = readable.dateline_end(whole)
    text = whole[cut:]
    words = tokens(text)
    stems = [stem(word, report.language) for word in words]
    stop = [word in STOP_WORDS or (len(word) == 1 and word < "\u0e00") for word in words]
    content = Counter(s for s, empty in zip(stems, stop, strict=True) if not empty)
    pairs = dict.fromkeys(
        f"{stems[i]} {stems[i + 1]}" if not (stop[i] or stop[i + 1]) else f"{stems[i]} {stems[i + 1]}~"
        for i in range(len(stems) - 1)
        if not (stop[i] and stop[i + 1])
    )
    quality = readable.readability(text)
    if report.title and fold(text) == fold(report.title):
        quality *= _TITLE_AGAIN
    return Sentence(
        report=number, index=index, start=start + cut, end=end, text=text, trimmed=cut > 0, words=count_words(text),
        quality=quality, leans=readable.leans(text, report.language),
        content=content, pairs=tuple(pairs),
    )  # fmt: skip


def _foretell(found: Sequence[Sentence], reports: Sequence[Report]) -> None:
    """Set each sentence's centrality, from 0 to 1: likeness to the sentences after it in its report, and to all
    other reports that are not known. Linear in the length of the texts, because likeness to a sum of vectors is the
    sum of likenesses."""
    spread = Counter(word for sentence in found for word in sentence.content)
    rarity = {word: math.log((1 + len(found)) / (0.5 + count)) for word, count in spread.items()}
    vectors = [_vector(sentence, rarity) for sentence in found]
    everything: dict[str, float] = defaultdict(float)
    own: list[dict[str, float]] = [defaultdict(float) for _ in reports]
    after: list[dict[str, float]] = [defaultdict(float) for _ in reports]
    for sentence, vector in zip(found, vectors, strict=True):
        for word, value in vector.items() if not reports[sentence.report].known else ():
            everything[word] += value
            own[sentence.report][word] += value
    for sentence, vector in zip(reversed(found), reversed(vectors), strict=True):
        here, later = own[sentence.report], after[sentence.report]
        sentence.centrality = sum(v * (later[w] + everything[w] - here[w]) for w, v in vector.items())
        for word, value in vector.items():
            later[word] += value
    top = max((sentence.centrality for sentence in found), default=0.0) or 1.0
    for sentence in found:
        sentence.centrality /= top


def _vector(sentence: Sentence, rarity: dict[str, float]) -> dict[str, float]:
    vector = {word: count * rarity[word] for word, count in sentence.content.items()}
    length = math.sqrt(sum(value * value for value in vector.values())) or 1.0
    return {word: value / length for word, value in vector.items()}


def weigh(found: Sequence[Sentence], reports: Sequence[Report]) -> dict[str, float]:
    """How much each concept matters. Where some reports are known to the readers, the others decide what matters,
    and what the known ones say, too, is hardly news."""
    weights = _weigh([s for s in found if reports[s.report].known], reports)
    told = frozenset(weights)
    for concept, weight in _weigh([s for s in found if not reports[s.report].known], reports).items():
        weights[concept] = weight * (_KNOWN if concept in told else 1.0)
    return weights


def _weigh(found: Sequence[Sentence], reports: Sequence[Report]) -> dict[str, float]:
    first: dict[str, dict[int, int]] = defaultdict(dict)
    count: Counter[str] = Counter()
    for sentence in found:
        for concept in sentence.concepts:
            first[concept].setdefault(sentence.report, sentence.index)
            count[concept] += 1
    told = dict.fromkeys(sentence.report for sentence in found)
    titles = {concept for number in told for concept in _title(reports[number]).concepts}
    return {
        concept: _weight(
            earliness=sum(1 / (1 + place) for place in places.values()) / len(places),
            count=count[concept],
            spread=len(places) / len(told),
            number=_DIGIT.search(concept) is not None,
            title=concept in titles,
            stop=0.5 if concept.endswith("~") else 0.0,
        )
        for concept, places in first.items()
    }


def _title(report: Report) -> Sentence:
    return _sentence(Report(report.title, language=report.language), 0, 0, 0, len(report.title))


def _weight(*, earliness: float, count: int, spread: float, number: bool, title: bool, stop: float) -> float:
    worth = (0.5 + earliness) ** 2 * math.log1p(count) ** 2 * (0.3 + spread)
    return float((worth * (1 + 0.3 * number + 0.3 * title) * (1 - 0.3 * stop)) ** 1.5)


class Cover:
    """The greedy choice: what is printed so far, and what each sentence would add."""

    def __init__(self, reports: Sequence[Report]) -> None:
        self.sentences = read(reports)
        self._weights = weigh(self.sentences, reports)
        self._gains = [sum(self._weights[c] for c in s.concepts) for s in self.sentences]
        self._headline = _title(reports[0]).content if reports else Counter[str]()
        self._having: dict[str, list[int]] = defaultdict(list)
        for number, sentence in enumerate(self.sentences):
            for concept in sentence.concepts:
                self._having[concept].append(number)
        self._covered: set[str] = set()
        self._chosen: set[int] = set()
        self._barred: set[int] = set()
        if not all(report.known for report in reports):
            self._barred = {number for number, s in enumerate(self.sentences) if reports[s.report].known}

    def choose(self, *, limit: int | None, words: int | None) -> list[Sentence]:
        """At most so many sentences and words, in reading order; the first one printed says what happened."""
        power = 0.3 if limit is None else 0.7
        if limit is None or limit > 0:
            opener = max(self._openers(power, self._left(words)), default=None)
            if opener is not None:
                self._take(-opener[1])
                self._barred.update(range(-opener[1]))
        least = READABLE if self._best(power, READABLE, self._left(words)) is not None else _USABLE
        while limit is None or len(self._chosen) < limit:
            best = self._best(power, least if not self._chosen else READABLE, self._left(words))
            if best is None:
                break
            self._take(best)
        return [self.sentences[number] for number in sorted(self._chosen)]

    def one(self, words: int) -> Sentence | None:
        """The one sentence that says what happened, of about so many words where there is a good one."""
        for within in (round(words * _LONGEST), None):
            told = [
                (worth * self._fit(self.sentences[-n], words), n) for worth, n in self._openers(0.3, within, every=True)
            ]
            if told and within is not None:
                return self.sentences[-max(told)[1]]
            if told:
                return min((self.sentences[-n] for _, n in told), key=lambda s: (s.words, s.report, s.index))
        usable = [s for s in self.sentences if s.quality >= _USABLE]
        return max(
            usable, key=lambda s: (round(s.quality * (0.2 if s.leans else 1.0), 6), -s.report, -s.index), default=None
        )

    @staticmethod
    def _fit(sentence: Sentence, words: int) -> float:
        """Less for another report than the first, and for each word too many."""
        return (1.0 if sentence.report == 0 else 0.25) * min(1.0, words / max(1, sentence.words)) ** 2

    def _openers(self, power: float, left: int | None, *, every: bool = False) -> Iterator[tuple[float, int]]:
        """(worth, minus its number) of the sentences that can say alone what happened: the earlier and the closer to
        the title, the better. Of the first report, or of every one."""
        for number, sentence in enumerate(self.sentences):
            if sentence.report > 0 and not every:
                break
            if number in self._barred or (left is not None and sentence.words > left):
                continue
            if sentence.leans or sentence.quality < READABLE:
                continue
            close = len(self._headline.keys() & sentence.content.keys()) / (len(self._headline) or 1)
            yield (
                round(self._worth(number, power) * sentence.quality * (0.5 + close) / (1 + 0.5 * sentence.index), 9),
                -number,
            )

    def _worth(self, number: int, power: float) -> float:
        sentence = self.sentences[number]
        return self._gains[number] * (0.3 + sentence.centrality) / math.pow(max(1, sentence.words), power)

    def _left(self, words: int | None) -> int | None:
        return None if words is None else words - sum(self.sentences[number].words for number in self._chosen)

    def _best(self, power: float, least: float, left: int | None) -> int | None:
        best, most = None, 0.0
        for number, sentence in enumerate(self.sentences):
            if number in self._chosen or number in self._barred or (left is not None and sentence.words > left):
                continue
            quality = sentence.quality
            if sentence.leans:
                quality *= _FOLLOWING if self._follows(number) else _LEANING
            if quality < least:
                continue
            worth = round(self._worth(number, power) * quality, 9)
            if worth <= most:
                continue
            if self._said(sentence):
                self._barred.add(number)
            else:
                best, most = number, worth
        return best

    def _follows(self, number: int) -> bool:
        """The sentence before it in its report is printed too."""
        return number - 1 in self._chosen and self.sentences[number - 1].report == self.sentences[number].report

    def _said(self, sentence: Sentence) -> bool:
        for number in self._chosen:
            other = self.sentences[number]
            shared = sentence.content.keys() & other.content.keys()
            elsewhere = other.report != sentence.report
            most = _SAME_ELSEWHERE if elsewhere else _SAME
            if len(shared) > most * min(len(other.content), len(sentence.content)):
                return True
            if elsewhere and sum(_DIGIT.search(word) is not None for word in shared) >= _SAME_NUMBERS:
                return True
        return False

    def _take(self, number: int) -> None:
        self._chosen.add(number)
        for concept in self.sentences[number].concepts:
            if concept not in self._covered:
                self._covered.add(concept)
                for having in self._having[concept]:
                    self._gains[having] -= self._weights[concept]
