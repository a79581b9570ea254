"""Sentences whose claim one voice of a story alone bears out."""

from __future__ import annotations

import math
from collections.abc import Iterator, Mapping, Sequence
from functools import cached_property
from typing import NamedTuple

from briefing.core import count_words as lexicon
from briefing.core.counts import READ, counted, roots_of
from briefing.core.figures import Figure, figures
from briefing.core.saying_words import sound
from briefing.core.sentences import Span, sentences
from briefing.core.speakers import Speaker, is_person, speakers
from briefing.core.text import fold, tokens
from briefing.core.voices import who_speaks
from briefing.model import Article, Quote, Story

_ENOUGH_VOICES = 3
_AT_LENGTH = 1000
_SAID_ELSEWHERE, _NAMED_ELSEWHERE = 0.75, 0.5
_TOLD_ELSEWHERE = 0.2
"""Share of a sentence's words in one sentence of another voice from which that tells the same, but for its numbers."""
_LEAST_ROOTS = 6
_FULL_NAME = 2
_TENTH = 0.1
_LARGE = 1000
"""Larger numbers may be a quarter apart, and of one thing."""


class _Claim(NamedTuple):
    """What a sentence says that another voice may not."""

    text: str
    language: str
    numbers: Sequence[Figure]
    counts: bool
    """One of the numbers counts something."""
    names: Sequence[Speaker]
    """The persons who are quoted."""
    roots: frozenset[str]


def sole(quotes: Sequence[Quote], story: Story, copies: Mapping[str, str]) -> frozenset[int]:
    """The places of the quotes whose claim stands in one voice only.

    Such a quote, of one of the story's articles, has numbers above twelve, none of which another voice gives, and no
    sentence of another voice shares a fifth of its words; or else it says what somebody said whose name no other voice
    has, and no other has half of its words. Nothing is said of stories with fewer than three voices that tell it at
    length, in one language: silence of a short text says little.
    """
    voices = who_speaks(story, copies)
    if len(set(voices)) < _ENOUGH_VOICES:
        return frozenset()
    articles = {article.id: (article, voice) for article, voice in zip(story.articles, voices, strict=True)}
    heard: dict[str, _Voice] = {}
    for article, voice in articles.values():
        heard.setdefault(voice, _Voice()).articles.append(article)
    found = set()
    for place, quote in enumerate(quotes):
        article, speaker = articles[quote.article]
        others = [voice for name, voice in heard.items() if name != speaker]
        at_length = sum(voice.length(article.language) >= _AT_LENGTH for voice in others)
        claim = _claim(quote.text, article.language) if at_length + 1 >= _ENOUGH_VOICES else None
        if claim and not any(voice.may_say(claim) for voice in others):
            found.add(place)
    return frozenset(found)


def _claim(sentence: str, language: str) -> _Claim | None:
    """None where it makes none that could be told."""
    if lexicon.YEAR.search(sentence):
        return None
    numbers = [figure for figure in figures(sentence, language) if figure.value >= lexicon.SMALL]
    counts = any(counted(0, sentence, figure, Span(0, len(sentence)), language) for figure in numbers)
    names = [name for name in speakers(sentence, language) if len(name.words) >= _FULL_NAME and is_person(name.words)]
    if not counts and not names:
        return None
    roots = roots_of(sentence, language)
    return _Claim(sentence, language, numbers, counts, names, roots) if len(roots) >= _LEAST_ROOTS else None


class _Voice:
    """All that one voice says."""

    def __init__(self) -> None:
        self.articles: list[Article] = []

    def length(self, language: str) -> int:
        """Characters of its reports in that language, but for those that were not read whole."""
        return sum(
            len(article.text)
            for article in self.articles
            if not article.partial and article.language[:2] == language[:2]
        )

    def may_say(self, claim: _Claim) -> bool:
        if any(self._gives(number, claim.text) for number in claim.numbers):
            return True
        if not claim.counts and not all(self._words.isdisjoint(_spoken(name)) for name in claim.names):
            return True
        if not claim.counts and any(self._names(name.last) for name in claim.names):
            return True
        share = _SAID_ELSEWHERE if claim.counts else _NAMED_ELSEWHERE
        if len(claim.roots & self._roots) >= share * len(claim.roots):
            return True
        return claim.counts and any(
            len(claim.roots & told) >= _TOLD_ELSEWHERE * len(claim.roots) for told in self._sentences
        )

    def _gives(self, figure: Figure, sentence: str) -> bool:
        """Whether it has about that number, whatever it counts: "nearly 3,000" may be 2,891."""
        size, near = _size(figure.value), 2 if figure.value >= _LARGE else 1
        if not self._sizes.isdisjoint(range(size - near, size + near + 1)):
            return True
        digits = (word for word in tokens(sentence[figure.start : figure.end]) if word[0].isdecimal())
        return not self._words.isdisjoint(digits)

    def _names(self, last: str) -> bool:
        """Whether it has that last name in another spelling."""
        said = fold(last)
        return any(word[0] == said[0] and sound(word) == sound(said) for word in self._words)

    def _texts(self) -> Iterator[tuple[str, str]]:
        for article in self.articles:
            yield f"{article.title}\n{article.text[:READ]}", article.language

    @cached_property
    def _sizes(self) -> frozenset[int]:
        return frozenset(_size(figure.value) for text, language in self._texts() for figure in figures(text, language))

    @cached_property
    def _words(self) -> frozenset[str]:
        return frozenset(word for text, _ in self._texts() for word in tokens(text))

    @cached_property
    def _roots(self) -> frozenset[str]:
        return frozenset[str]().union(*(roots_of(text, language) for text, language in self._texts()))

    @cached_property
    def _sentences(self) -> list[frozenset[str]]:
        """The roots of each."""
        return [
            roots_of(text[start:end], language)
            for text, language in self._texts()
            for start, end in sentences(text, language)
        ]


def _spoken(name: Speaker) -> list[str]:
    return [word for part in name.words for word in tokens(part)]


def _size(value: float) -> int:
    """Numbers that differ by less than a tenth have the same or neighbouring ones."""
    return round(math.log(value) / _TENTH) if value else 0
