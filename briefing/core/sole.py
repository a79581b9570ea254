"""Sentences whose claim one voice of a story alone bears out."""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Mapping, Sequence

from briefing.core import count_words as lexicon
from briefing.core.abbreviations import SAYING
from briefing.core.agreement import READ, counted, roots_of, who_speaks
from briefing.core.figures import Figure, figures
from briefing.core.text import Span, tokens
from briefing.model import Article, Quote, Story

_ENOUGH_VOICES = 3
_AT_LENGTH = 1000
_SAID_ELSEWHERE, _NAMED_ELSEWHERE = 0.75, 0.5
_LEAST_ROOTS = 6
_TENTH = 0.1


def sole(quotes: Sequence[Quote], story: Story, copies: Mapping[str, str]) -> frozenset[int]:
    """The places of the quotes whose claim stands in one voice only.

    Such a quote, of one of the story's articles, has numbers above twelve, none of which another voice gives, and no
    other voice has three quarters of its words; or else it says what somebody said whose name no other has, and no
    other has half of its words. Nothing is said of stories with fewer than three voices that tell it at length, in one
    language: silence of a short text says little.
    """
    speakers = who_speaks(story, copies)
    articles = {article.id: (article, speaker) for article, speaker in zip(story.articles, speakers, strict=True)}
    heard: dict[str, _Voice] = {}
    for article, speaker in articles.values():
        heard.setdefault(speaker, _Voice()).add(article)
    found = set()
    for place, quote in enumerate(quotes):
        article, speaker = articles[quote.article]
        others = [voice for name, voice in heard.items() if name != speaker]
        at_length = [voice for voice in others if voice.length(article.language) >= _AT_LENGTH]
        if len(at_length) + 1 >= _ENOUGH_VOICES and not any(
            voice.has(quote.text, article.language) for voice in others
        ):
            found.add(place)
    return frozenset(found)


class _Voice:
    """All that one voice says."""

    def __init__(self) -> None:
        self._sizes: set[int] = set()
        self._words: set[str] = set()
        self._roots: set[str] = set()
        self._length: Counter[str] = Counter()

    def add(self, article: Article) -> None:
        """Takes a report."""
        text = f"{article.title}\n{article.text[:READ]}"
        self._sizes.update(_size(figure.value) for figure in figures(text, article.language))
        self._words.update(tokens(text))
        self._roots |= roots_of(text, article.language)
        if not article.partial:
            self._length[article.language[:2]] += len(article.text)

    def length(self, language: str) -> int:
        """Characters of its reports in that language, but for those that were not read whole."""
        return self._length[language[:2]]

    def has(self, sentence: str, language: str) -> bool:
        """Whether it may have the sentence's claim, or the sentence makes none that could be told."""
        given = [figure for figure in figures(sentence, language) if figure.value >= lexicon.SMALL]
        speech = not SAYING.isdisjoint(lexicon.WORD.findall(sentence))
        names = [tokens(name[0]) for name in lexicon.FULL_NAME.finditer(sentence)] if speech else []
        roots = roots_of(sentence, language)
        if (
            len(roots) < _LEAST_ROOTS
            or lexicon.YEAR.search(sentence)
            or any(self._gives(one, sentence) for one in given)
        ):
            return True
        counts = any(counted(0, sentence, figure, Span(0, len(sentence)), language) for figure in given)
        if not counts and not (names and all(self._words.isdisjoint(name) for name in names)):
            return True
        return len(roots & self._roots) >= (_SAID_ELSEWHERE if counts else _NAMED_ELSEWHERE) * len(roots)

    def _gives(self, figure: Figure, sentence: str) -> bool:
        """Whether it has about that number, whatever it counts: "nearly 3,000" may be 2,891."""
        size = _size(figure.value)
        if not self._sizes.isdisjoint((size - 1, size, size + 1)):
            return True
        digits = (word for word in tokens(sentence[figure.start : figure.end]) if word[0].isdecimal())
        return not self._words.isdisjoint(digits)


def _size(value: float) -> int:
    """Numbers that differ by less than a tenth have the same or neighbouring ones."""
    return round(math.log(value) / _TENTH) if value else 0
