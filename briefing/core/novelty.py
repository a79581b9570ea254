"""What the fresh reports of a told story say that readers were not told.

No two outlets tell one event in the same words, so new words alone are no news: every rewrite has some. What tells the
next turn of an affair from a rewrite of the last one are signs of a report, each with its points:

    subject      how much of its headline no told headline or lead speaks of
    claims       how much of its headline no told report says anywhere, while its own opening bears it out
    correction   where readers were told "12 dead", its headline or first sentence has "15 dead"
    another day  its opening names a day, and none that the told openings name: so when it happened
    agreement    what is new in its headline, and the numbers of its opening, another fresh report has as well
"""

from __future__ import annotations

import math
import re
from collections import Counter
from collections.abc import Collection, Iterable, Iterator, Sequence
from functools import lru_cache
from itertools import zip_longest
from typing import NamedTuple

from briefing.core.figures import CALENDAR, Figure, Heard, days, figures
from briefing.core.sentences import UNSPACED, sentences
from briefing.core.terms import headline, undated, words
from briefing.core.text import STOP_WORDS, fold, plain, stem, tokens
from briefing.core.voices import voices
from briefing.model import Article

_SUBJECT, _CLAIMS, _CORRECTION, _AGREEMENT = 1.1, 0.7, 1.0, 0.3
_ANOTHER_DAY, _OTHER_DAYS = 1.0, 0.7
_JUST = 2
_ENOUGH = 1.0
_TOGETHER, _ALONE = 0.2, 0.6
"""What the best two need on average, and the best alone, above what is enough, with each doubling of the reports: some
rewrite of many always looks like news."""
_AGREEING, _MOST_AGREED = 0.25, 3
"""Share of the fresh reports that have to say a thing; two have to in any case."""
_MOST, _MOST_TELLING = 6, 4
_TOLD, _TOLD_TOGETHER = 5000, 15_000
"""Characters of a told report, and of all, that readers are taken to know: of each its opening at least."""
_OPENING = 600
_LEAD_SENTENCES, _SENTENCE = 3, 500
_GAIN, _GAIN_TIMES = 4, 2
_NAMED_TWICE = 2
"""A name that matters is named again; photographers and passing mentions are not."""
_FEWEST, _LONGEST = 3, 9
"""Words of a phrase: fewer that say something tell too little, where its clause has more."""
_LONGEST_UNSPACED = 40
"""Characters of a clause without blanks, which can't be cut between words."""

_CHUNK = re.compile(r"[^\s—–|/-]+")
# Within numbers and words stand commas, colons and apostrophes; a full stop after a short word abbreviates it.
_CLAUSE = re.compile(
    r"(?:[^\s.;!?|–—…()\[\]\"“”„«»‘’',:、。，：；！？「」『』《》【】؛؟،]"
    r"|(?<=\w)[’',:](?=\w)|\.(?!\s)|(?<!\w{4})\.|(?<=\S) (?![-/] ))+"
)
_UNSPACED = re.compile(rf"[{UNSPACED}]")
_WHOLE = re.compile(r"(?:[\w’'-]*\w)?%?")
_NAME_WORD = re.compile(r"[^\W\d_][\w-]*")


def what_is_new(told: Iterable[Article], fresh: Iterable[Article]) -> tuple[str, ...]:
    """The news of the fresh reports to those who read the told ones, the most important first; () where it is none.

    At most six pieces, each as a fresh report writes it: corrected numbers, phrases of headlines, numbers on which
    reports agree, names. The order of the articles is irrelevant.
    """
    told = list(told)
    known, copied = _Known(told), {article.digest for article in told if article.text}
    ordered = sorted((article for article in fresh if article.digest not in copied), key=_order, reverse=True)
    single = {(headline(article), article.digest): article for article in ordered}
    reports = [_Report(article, known) for article in reversed(single.values())]
    having = Counter(sign for report in reports for sign in report.signs)
    agreed = {sign for sign, number in having.items() if number >= max(2, _AGREEING * len(reports))}
    points = sorted(((report.points(agreed), report) for report in reports), key=lambda pair: -pair[0])
    if not _enough([number for number, _ in points]):
        return ()
    found: list[str] = []
    said: set[str] = set()
    telling = [report for number, report in points if number >= _ENOUGH][:_MOST_TELLING]
    for kind in zip(*(report.pieces(agreed) for report in telling), strict=True):
        for piece in (piece for nth in zip_longest(*kind) for piece in nth if piece):
            of_piece = _roots(piece, None)
            if len(of_piece - said) * 2 > len(of_piece):
                said |= of_piece
                found.append(piece)
    return tuple(found[:_MOST])


def _enough(points: Sequence[float]) -> bool:
    """Whether reports with so many points, the best first, have news among them."""
    if not points:
        return False
    doublings, best = math.log2(len(points)), points[:2]
    return sum(best) / len(best) >= _ENOUGH + _TOGETHER * doublings or best[0] >= _ENOUGH + _ALONE * doublings


def gained(told: Iterable[Article], fresh: Iterable[Article]) -> bool:
    """Whether so many outlets more tell the story in words of their own that this is news by itself."""
    known = list(told)
    before, after = (sum(not voice.copied for voice in voices(them)) for them in (known, [*known, *fresh]))
    return after - before >= max(_GAIN, _GAIN_TIMES * before)


def _order(article: Article) -> tuple[object, ...]:
    return article.when, article.id, article.digest


class _Word(NamedTuple):
    """A word of a text, `text[start:end]`, and what it is compared by; "" where it says nothing."""

    start: int
    end: int
    root: str


@lru_cache(maxsize=1 << 16)
def _root(token: str, language: str | None) -> str:
    if token in STOP_WORDS or (len(token) == 1 and token.isascii()) or token.isdecimal():
        return ""
    return stem(token, language)


def _roots(text: str, language: str | None) -> frozenset[str]:
    found = {_root(token, language) for token in set(words(plain(text))).difference(STOP_WORDS)}
    return frozenset(found.difference(("",)))


def _words(text: str, language: str, start: int = 0, end: int | None = None) -> Iterator[_Word]:
    """The words of a text, or pairs of characters in scripts without blanks, in reading order."""
    for chunk in _CHUNK.finditer(text, start, len(text) if end is None else end):
        folded, at = fold(chunk.group()), 0
        for token in tokens(chunk.group()):
            found = folded.find(token, at) if len(folded) == len(chunk.group()) else -1
            first, last = (chunk.start() + found, chunk.start() + found + len(token)) if found >= 0 else chunk.span()
            at = max(found, 0) + 1
            yield _Word(first, last, _root(token, language))


def _lead(article: Article, most: int) -> list[str]:
    start = undated(article.text[: most * _SENTENCE])
    return [start[span.start : span.end] for span in sentences(start, article.language)[:most]]


def _language(article: Article) -> str:
    return (article.language or "en")[:2].lower()


class _Known:
    """What the told reports say."""

    def __init__(self, told: Iterable[Article]) -> None:
        self.roots: set[str] = set()
        self.leads: set[str] = set()
        self.days: set[str] = set()
        self.past: set[str] = set()
        """Of these, the days that had come."""
        self.counted: set[str] = set()
        """What the told openings have numbers of."""
        self.headed = False
        """Whether their headlines have large numbers."""
        self.figures = Heard()
        known = list(told)
        most = min(_TOLD, max(_OPENING, _TOLD_TOGETHER // max(len(known), 1)))
        for article in known:
            language, title = _language(article), headline(article)
            text = f"{title}\n{article.text[:most]}"
            opening = _roots(text[: len(title) + 1 + _OPENING], language)
            self.leads |= opening
            self.roots |= opening | _roots(text[len(title) + 1 + _OPENING :], language)
            for day, ahead in days(article.text[:_OPENING], article.when).items():
                self.days.add(day)
                if ahead <= 0:
                    self.past.add(day)
            for figure in figures(text, language):
                self.figures.add(figure)
                if figure.start < len(title) + _OPENING:
                    self.counted |= figure.units
                self.headed |= figure.large and figure.start < len(title)


class _Report:
    """A fresh report beside what is known: its signs of news."""

    def __init__(self, article: Article, known: _Known) -> None:
        self._article, self._language, self._known = article, _language(article), known
        self._title, self._first_sentence = headline(article), next(iter(_lead(article, 1)), "")
        start = article.text[:_OPENING]
        opening = _roots(start, self._language)
        content = {word.root for word in _words(self._title, self._language) if word.root}
        self._size = max(len(content), 1)
        self._subject = content - known.leads
        self._claims = {root for root in content - known.roots if root in opening}
        first = f"{self._title}\n{self._first_sentence}"
        self._first = [(figure, first[figure.start : figure.end]) for figure in self._unheard(first)]
        self._corrections = [
            text
            for figure, text in sorted(self._first, key=lambda pair: not pair[0].units)
            if figure.units & known.counted or (known.headed and figure.large and figure.start < len(self._title))
        ]
        self._later = self._tells_of_another_day(start)
        self.signs: frozenset[object] = frozenset(
            (*self._subject, *((figure.value, unit) for figure in self._unheard(start) for unit in figure.units))
        )
        """What another report of the same news would have as well."""

    def _tells_of_another_day(self, opening: str) -> float:
        when, known = self._article.when, self._known
        first = days(self._first_sentence, when)
        if known.days and any(-_JUST <= ahead <= 0 and day not in known.past for day, ahead in first.items()):
            return _ANOTHER_DAY
        named = days(opening, when)
        return _OTHER_DAYS * bool(named and known.days and known.days.isdisjoint(named))

    def _unheard(self, text: str) -> list[Figure]:
        return [f for f in figures(text, self._language) if (f.units or f.large) and f not in self._known.figures]

    def points(self, agreed: Collection[object]) -> float:
        """`agreed` are the signs that others have as well."""
        return (
            _SUBJECT * len(self._subject) / self._size
            + _CLAIMS * len(self._claims) / self._size
            + _CORRECTION * bool(self._corrections)
            + self._later
            + _AGREEMENT * min(len(self.signs.intersection(agreed)), _MOST_AGREED)
        )

    def pieces(self, agreed: Collection[object]) -> tuple[list[str], ...]:
        """What it says, by kind: the most important kind first."""
        return (
            self._corrections,
            _phrases(self._title, self._language, self._subject),
            [text for figure, text in self._first if any((figure.value, unit) in agreed for unit in figure.units)],
            list(self._names()),
        )

    def _names(self) -> Iterator[str]:
        """Names of several words in the lead that readers were not told, where the report names them again."""
        own = {*tokens(self._article.item.source_name), *CALENDAR}
        named = [(name, tokens(name)) for text in _lead(self._article, _LEAD_SENTENCES) for name in _capitalised(text)]
        unheard = [
            (name, said)
            for name, said in named
            if len(said) > 1
            and own.isdisjoint(said)
            and all((root := _root(token, self._language)) and root not in self._known.roots for token in said)
        ]
        body = Counter(tokens(self._article.text[:_TOLD])) if unheard else Counter[str]()
        return (name for name, said in unheard if body[said[-1]] >= _NAMED_TWICE)


def _capitalised(text: str) -> Iterator[str]:
    """Runs of capitalised words that start no sentence and no quotation: names, where they are several."""
    start = end = 0
    for word in _NAME_WORD.finditer(text):
        capital = word.group()[0].isupper()
        follows = end and word.start() == end + 1 and text[end] == " "
        if capital and follows:
            end = word.end()
            continue
        if end:
            yield text[start:end]
        before = text[max(0, word.start() - 2) : word.start()]
        inside = capital and before[-1:] == " " and (before[0].isalnum() or before[0] in ",;)")
        start, end = word.span() if inside else (0, 0)
    if end:
        yield text[start:end]


def _phrases(text: str, language: str, new: Collection[str]) -> list[str]:
    """Of each clause what is new in it, as it is written: to the end of its phrase, and with more where it is short."""
    long, short = list[str](), list[str]()
    for clause in _CLAUSE.finditer(text):
        said = list(_words(text, language, *clause.span()))
        places = [place for place, word in enumerate(said) if word.root in new]
        if not places:
            continue
        if _UNSPACED.search(clause.group()):
            if len(clause.group()) <= _LONGEST_UNSPACED:
                long.append(clause.group().strip())
            continue
        telling = [bool(word.root) or text[word.start].isdigit() for word in said]
        first, last = _run(telling, places[0], places[-1])
        whole = _WHOLE.match(text, said[last].end)
        start, end = said[first].start, whole.end() if whole else said[last].end
        while start > clause.start() and not text[start - 1].isspace():
            start -= 1
        phrase = text[start:end]
        (long if sum(telling[first : last + 1]) > 1 else short).append(phrase)
    return long or short


def _run(telling: Sequence[bool], first: int, last: int) -> tuple[int, int]:
    """The first and the last of some words, some of which say something, so that they read as one phrase."""
    end = first + _LONGEST
    while last + 1 < len(telling) and telling[last + 1]:
        last += 1
    if last >= end:  # better without its last phrase than with half of it
        breaks = [place for place in range(first + _FEWEST, end) if not telling[place]]
        last = breaks[-1] if breaks else end - 1
    while not telling[last]:
        last -= 1
    while sum(telling[first : last + 1]) < _FEWEST and any(telling[last + 1 :]):
        last = telling.index(True, last + 1)
    while sum(telling[first : last + 1]) < _FEWEST and any(telling[:first]):
        first = max(place for place in range(first) if telling[place])
    return first, last
