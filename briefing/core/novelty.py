"""What the fresh reports of a told story say that readers were not told.

No two outlets tell one event in the same words, so new words alone are no news: every rewrite has some. What tells the
next turn of an affair from a rewrite of the last one are signs of a report, each with its points:

    subject     how much of its headline no told headline or opening speaks of
    claims      how much of its headline no told report says anywhere, while its own opening bears it out
    happening   a verb such as "resigns" among these claims
    figure      a number in its headline that readers were not told
    correction  where readers were told "12 dead", its headline or first sentence has "15 dead"
    another day   its opening names a day, and none that the told openings name: so when it happened
"""

from __future__ import annotations

import math
import re
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from typing import NamedTuple

from briefing.core.figures import Figure, days, figures, same
from briefing.core.happenings import HAPPENINGS
from briefing.core.terms import headline, words
from briefing.core.text import STOP_WORDS, fold, plain, sentences, stem, tokens
from briefing.core.voices import voices
from briefing.model import Article

_SUBJECT, _CLAIMS, _HAPPENING, _FIGURE, _CORRECTION, _ANOTHER_DAY = 1.2, 0.7, 0.2, 0.3, 1.0, 1.0
_ENOUGH = 1.0
_EACH_DOUBLING = 0.1
"""More is asked of one report among many: some rewrite of many always looks like news."""
_HAPPENS = frozenset(HAPPENINGS.values())
_MOST = 6
_LONGEST = 4
"""Words of one piece of news."""
_TOLD = 5000
"""Characters of a told report that readers are taken to know."""
_OPENING = 600
_LEAD, _LEAD_SENTENCES = 1500, 3
_GAIN, _GAIN_TIMES = 4, 2
_NAMED_TWICE = 2
"""A name that matters is named again; photographers, places of writing and passing mentions are not."""

_CHUNK = re.compile(r"[^\s—–|/-]+")
_CAPITALISED = r"(?=[^\W\d_])[^\Wa-zß-öø-ÿа-я][\w’-]+"
# Capitalised words that start no sentence and no quotation: a name in most languages.
_NAME = re.compile(rf"(?<=[\w,;)] ){_CAPITALISED}(?: {_CAPITALISED}){{0,3}}")


def what_is_new(told: Iterable[Article], fresh: Iterable[Article]) -> tuple[str, ...]:
    """The news of the fresh reports to those who read the told ones, the most important first; () where it is none.

    At most six pieces, each as a fresh report writes it: corrected numbers, what headlines say that no told report
    said, names and numbers of the first sentence. The order of the articles is irrelevant.
    """
    known = _Known(list(told))
    ordered = sorted(fresh, key=lambda article: (article.when, article.id, article.digest))
    enough = _ENOUGH + _EACH_DOUBLING * math.log2(max(len(ordered), 1))
    telling = [report for article in ordered if (report := _Report(article, known)).points >= enough]
    found: list[str] = []
    said: set[str] = set()
    for pieces in zip(*(report.pieces() for report in telling), strict=True):
        for piece in (piece for of_report in pieces for piece in of_report):
            of_piece = {token for token in tokens(piece) if token not in STOP_WORDS}
            if not of_piece <= said:
                said |= of_piece
                found.append(piece)
    return tuple(found[:_MOST])


def gained(told: Iterable[Article], fresh: Iterable[Article]) -> bool:
    """Whether so many outlets more tell the story in words of their own that this is news by itself."""
    known = list(told)
    before, after = (sum(not voice.copied for voice in voices(them)) for them in (known, [*known, *fresh]))
    return after - before >= max(_GAIN, _GAIN_TIMES * before)


class _Word(NamedTuple):
    """A word of a text, `text[start:end]`, and what it is compared by; "" where it says nothing."""

    start: int
    end: int
    root: str


def _root(token: str, language: str) -> str:
    if token in STOP_WORDS or (len(token) == 1 and token.isascii()) or token.isdecimal():
        return ""
    root = stem(token, language)
    return HAPPENINGS.get(root, root) if language == "en" else root


def _roots(text: str, language: str) -> frozenset[str]:
    found = {_root(token, language) for token in set(words(plain(text)))}
    return frozenset(found.difference(("",)))


def _words(text: str, language: str) -> Iterator[_Word]:
    """The words of a text, or pairs of characters in scripts without blanks, in reading order."""
    for chunk in _CHUNK.finditer(text):
        folded, at = fold(chunk.group()), 0
        for token in tokens(chunk.group()):
            found = folded.find(token, at) if len(folded) == len(chunk.group()) else -1
            start, end = (chunk.start() + found, chunk.start() + found + len(token)) if found >= 0 else chunk.span()
            at = max(found, 0) + 1
            yield _Word(start, end, _root(token, language))


def _lead(article: Article) -> list[str]:
    start = article.text[:_LEAD]
    return [start[span.start : span.end] for span in sentences(start, article.language)[:_LEAD_SENTENCES]]


class _Known:
    """What the told reports say."""

    def __init__(self, told: Sequence[Article]) -> None:
        self.roots: set[str] = set()
        self.openings: set[str] = set()
        self.figures: list[Figure] = []
        self.first_figures: list[Figure] = []
        self.days: set[str] = set()
        for article in told:
            language = _language(article)
            title = headline(article)
            text = f"{title}\n{article.text[:_TOLD]}"
            lead = "\n".join((title, *_lead(article)))
            self.roots |= _roots(text, language)
            self.openings |= _roots(lead, language)
            self.figures += figures(text, language)
            self.first_figures += figures(f"{title}\n{article.text[:_OPENING]}", language)
            self.days |= days(text[:_OPENING])

    def has(self, figure: Figure) -> bool:
        return any(same(figure.value, other.value) for other in self.figures)

    def corrected(self, figure: Figure) -> bool:
        """Readers were told another number of the same things."""
        return not self.has(figure) and any(figure.units & other.units for other in self.first_figures)


class _Report:
    """A fresh report beside what is known: its signs of news."""

    def __init__(self, article: Article, known: _Known) -> None:
        self._article, self._language = article, _language(article)
        self._title = headline(article)
        self._lead = _lead(article)
        self._known = known
        content = [word for word in _words(self._title, self._language) if word.root]
        opening = _roots(article.text[:_OPENING], self._language)
        self.claims = [word for word in content if word.root in opening and word.root not in known.roots]
        self.subject = [word for word in content if word.root not in known.openings]
        self.size = max(len(content), 1)
        self.figures = [f for f in figures(self._title, self._language) if not known.has(f)]
        first = self._lead[0] if self._lead else ""
        self.first_figures = [f for f in figures(first, self._language) if f.units and not known.has(f)]
        self.corrections = [
            text[f.start : f.end]
            for text, found in ((self._title, self.figures), (first, self.first_figures))
            for f in found
            if known.corrected(f)
        ]
        named = days(article.text[:_OPENING])
        self.another_day = bool(named and known.days and not named & known.days)

    @property
    def points(self) -> float:
        happens = self._language == "en" and any(word.root in _HAPPENS for word in self.claims)
        return (
            _SUBJECT * len(self.subject) / self.size
            + _CLAIMS * len(self.claims) / self.size
            + _HAPPENING * happens
            + _FIGURE * bool(self.figures)
            + _CORRECTION * bool(self.corrections)
            + _ANOTHER_DAY * self.another_day
        )

    def pieces(self) -> tuple[list[str], ...]:
        """What it says, by kind: the most important kind first."""
        first = self._lead[0] if self._lead else ""
        return (
            self.corrections,
            _phrases(self._title, self._language, {word.root for word in self.claims}),
            [self._title[f.start : f.end] for f in self.figures],
            list(self._names()),
            [first[f.start : f.end] for f in self.first_figures],
            _phrases(self._title, self._language, {word.root for word in self.subject}),
        )

    def _names(self) -> Iterator[str]:
        """Names in the lead that readers were not told, where the report names them again."""
        body = Counter(tokens(self._article.text[:_TOLD]))
        own = set(tokens(self._article.item.source_name))
        for found in _NAME.finditer("\n".join(self._lead)):
            name = tokens(found.group())
            unheard = all(_root(token, self._language) not in self._known.roots for token in name)
            if unheard and own.isdisjoint(name) and body[name[-1]] >= _NAMED_TWICE:
                yield found.group()


def _phrases(text: str, language: str, new: set[str]) -> list[str]:
    """The new words of a text as it writes them, neighbours together."""
    runs: list[tuple[int, int, int]] = []
    joins = False
    for word in _words(text, language):
        if word.root in new:
            if joins and runs[-1][2] < _LONGEST:
                runs[-1] = (runs[-1][0], word.end, runs[-1][2] + 1)
            else:
                runs.append((word.start, word.end, 1))
            joins = True
        elif word.root:
            joins = False
    return [text[start:end] for start, end, _ in runs]


def _language(article: Article) -> str:
    return (article.language or "en")[:2].lower()
