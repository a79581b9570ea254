"""Choosing sentences by concept cover: what matters in a story's reports, said once and briefly.

Sentences are taken greedily by the worth of the concepts they add (greedily as in Lin & Bilmes 2010, "Multi-document
summarization via budgeted maximization of submodular functions"), times readability and centrality; see `concepts`.
"""

from __future__ import annotations

import math
from collections.abc import Sequence

from briefing.core.concepts import Report, Sentence, content_words, foretell, read, weigh
from briefing.core.said import same_fact, same_opening
from briefing.model import NO_FREQUENCIES, Frequencies

READABLE = 0.3
"""Quality from which a sentence may be printed alone."""
_USABLE = 0.01
"""Quality from which a sentence may be printed where there is nothing better."""
_LEANING, _FOLLOWING = 0.2, 0.2
"""What a sentence that leans on the one before it counts: alone, and where that one is printed too."""
_REFERRING, _REFERRED = 0.25, 0.85
"""What one with "the company" counts: without, and with a sentence of its report printed before it."""
_CENTRAL = 0.3
_FEW_WORDS, _FEW_SENTENCES = 0.3, 0.7
"""How far length counts against a sentence, by what the budget is of."""
_LATER = 0.02
"""How far each sentence before it counts against one, where only few are printed."""
_LONGEST = 1.6
"""How far one sentence that tells a story may exceed the words asked for, when a shorter one would tell less."""
_OTHER = 0.35
"""What a sentence of another report than the first counts, to say what happened."""
_OPENING = 3
"""So many sentences at the start of a report tell its event, as those of other reports do."""
_EVENT, _LEAST_NEW = 6, 0.55
"""So many may speak of the event again: share of what such a sentence of another report says that must be new."""
_QUOTED = 0.6
"""What one that begins with a quotation counts, to say what happened."""
_SHORT = 8
_CLOSE = 0.3
"""The less, the more it counts that the sentence has the title's words."""
_MARKS = "\"“„«‘'「『"


class Cover:
    """The greedy choice: what is printed so far, and what each sentence would add."""

    def __init__(self, reports: Sequence[Report], background: Frequencies = NO_FREQUENCIES) -> None:
        self.sentences = read(reports)
        foretell(self.sentences, reports, background)
        self._reports = reports
        self._weights = weigh(self.sentences, reports)
        self._headline = content_words(reports[0].title, reports[0].language) if reports else frozenset[str]()
        self._whole = [self._gain(number) for number in range(len(self.sentences))]
        self._gains = self._whole.copy()
        """What each sentence adds, or added when last looked at: what is printed can only take from it."""
        self._chosen: list[int] = []
        self._barred: set[int] = set()
        if not all(report.known for report in reports):
            self._barred = {number for number, s in enumerate(self.sentences) if reports[s.report].known}

    def choose(self, *, limit: int | None, words: int | None) -> list[Sentence]:
        """At most so many sentences and words, in reading order; the first one printed says what happened."""
        factors = self._factors(_FEW_WORDS if limit is None else _FEW_SENTENCES)
        if limit is None or limit > 0:
            opener = self._opener(factors, self._left(words))
            if opener is not None:
                self._take(opener)
                report = self.sentences[opener].report
                before = (n for n in range(opener) if self.sentences[n].report == report)
                self._barred.update(before)
        while limit is None or len(self._chosen) < limit:
            best = self._best(factors, self._left(words))
            if best is None:
                break
            self._take(best)
        first = self.sentences[self._chosen[0]].report if self._chosen else 0
        printed = sorted(self._chosen, key=lambda number: (self.sentences[number].report != first, number))
        return [self.sentences[number] for number in printed]

    def one(self, words: int) -> Sentence | None:
        """The one sentence that says what happened: of about so many words where there is a good one, else the
        shortest good one."""
        opener = self._opener(self._factors(_FEW_WORDS), round(words * _LONGEST), aim=words)
        if opener is not None:
            return self.sentences[opener]
        fair = [s for n, s in enumerate(self.sentences) if n not in self._barred and self._may_open(s)]
        if fair:
            return min(fair, key=lambda s: (s.words, s.report, s.index))
        usable = [s for s in self.sentences if s.quality >= _USABLE]
        return max(usable, key=lambda s: (round(s.quality * self._alone(s), 6), -s.report, -s.index), default=None)

    @staticmethod
    def _alone(sentence: Sentence) -> float:
        """How far it can be read where no other sentence is printed before it."""
        return (_LEANING if sentence.leans else 1.0) * (_REFERRING if sentence.refers else 1.0)

    @staticmethod
    def _may_open(sentence: Sentence) -> bool:
        return not sentence.leans and sentence.quality >= READABLE

    def _opener(self, factors: Sequence[float], left: int | None, aim: int | None = None) -> int | None:
        """The sentence that best says what happened, the earlier and the closer to the title the better, and rather of
        the first report; where it is to stand alone, with so many words to aim at."""
        bounds = [
            (gain * factor * (1.0 if s.report == 0 else _OTHER) / (1 + 0.5 * s.index), -number)
            for number, (s, gain, factor) in enumerate(zip(self.sentences, self._gains, factors, strict=True))
            if number not in self._barred
        ]
        bounds.sort(reverse=True)
        best, most = None, 0.0
        for bound, minus in bounds:
            if bound * (_CLOSE + 1) <= most:
                break
            sentence = self.sentences[-minus]
            worth = bound * (_CLOSE + len(self._headline.intersection(sentence.content)) / (len(self._headline) or 1))
            if worth <= most or (left is not None and sentence.words > left) or not self._may_open(sentence):
                continue
            worth *= sentence.quality * (_REFERRING if sentence.refers else 1.0)
            worth *= (_QUOTED if sentence.text[0] in _MARKS else 1.0) * min(1.0, sentence.words / _SHORT)
            if aim is not None:
                worth *= min(1.0, aim / max(1, sentence.words)) ** 2
            if round(worth, 9) > most:
                best, most = -minus, round(worth, 9)
        return best

    def _factors(self, power: float) -> list[float]:
        """What the gain of each sentence is multiplied by, whatever else is printed."""
        later = _LATER if power == _FEW_SENTENCES else 0.0
        return [
            self._reports[s.report].trust
            * (_CENTRAL + s.centrality)
            / (1 + s.index * later)
            / math.pow(s.length, power)
            for s in self.sentences
        ]

    def _left(self, words: int | None) -> int | None:
        return None if words is None else words - sum(self.sentences[number].words for number in self._chosen)

    def _best(self, factors: Sequence[float], left: int | None) -> int | None:
        """The sentence to print next. Most have too little to say for it to matter how readable they are."""
        if left is not None and left <= 0:
            return None
        worths = [
            (gain * factor, -number)
            for number, (gain, factor) in enumerate(zip(self._gains, factors, strict=True))
            if number not in self._barred and number not in self._chosen
        ]
        worths.sort(reverse=True)
        for least in (READABLE,) if self._chosen else (READABLE, _USABLE):
            best, most = None, 0.0
            for bound, minus in worths:
                if bound <= most:
                    break
                number = -minus
                sentence = self.sentences[number]
                if (left is not None and sentence.words > left) or number in self._barred:
                    continue
                self._gains[number] = self._gain(number)
                if (worth := self._gains[number] * factors[number]) <= most:
                    continue
                standing, alone = self._standing(number)
                if worth * standing <= most or alone < least or sentence.quality * alone < least:
                    continue
                if (worth := round(worth * sentence.quality * standing, 9)) <= most:
                    continue
                if self._chosen and self._said(number):
                    self._barred.add(number)
                else:
                    best, most = number, worth
            if best is not None:
                return best
        return None

    def _standing(self, number: int) -> tuple[float, float]:
        """What a sentence counts, given what is printed already, and how far it can be understood then."""
        sentence = self.sentences[number]
        follows = number - 1 in self._chosen and self.sentences[number - 1].report == sentence.report
        if sentence.leans:
            return (_FOLLOWING, 1.0) if follows else (_LEANING, _LEANING)
        if sentence.refers:
            named = any(n < number and self.sentences[n].report == sentence.report for n in self._chosen)
            return (_REFERRED, 1.0) if named else (_REFERRING, _REFERRING)
        return 1.0, 1.0

    def _said(self, number: int) -> bool:
        sentence = self.sentences[number]
        for other in map(self.sentences.__getitem__, self._chosen):
            if same_fact(sentence, other):
                return True
            if max(sentence.index, other.index) < _OPENING and same_opening(sentence, other):
                return True
        if sentence.index >= _EVENT or sentence.report == self.sentences[self._chosen[0]].report:
            return False
        return self._gain(number) < _LEAST_NEW * self._whole[number]

    def _gain(self, number: int) -> float:
        return sum(map(self._weights.__getitem__, self.sentences[number].concepts))

    def _take(self, number: int) -> None:
        self._chosen.append(number)
        for concept in self.sentences[number].concepts:
            self._weights[concept] = 0.0
