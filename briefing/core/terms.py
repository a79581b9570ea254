"""The terms of a report: what two reports are compared by.

A term is a word without case, accents and ending; in scripts without blanks between words, two neighbouring characters.
Words that say nothing of what a text is about are left out, and so is what is not the report: where it was written, the
agency that wrote it, the outlet's name behind the headline.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Mapping
from functools import cache
from typing import NamedTuple

from briefing.core.sentences import UNSPACED
from briefing.core.text import STOP_WORDS, stem, tokens
from briefing.model import Article

TITLE_COUNTS = 2
_BODY_TITLE_COUNTS = 4
_LEAD_WORDS = 60
_BODY_WORDS = 250
_OPENING_WORDS = 100
_OPENING_CHARACTERS = 1500
_LEAD_CHARACTERS = 600
_BODY_CHARACTERS = 2000
_TITLE_CHARACTERS = 300

# "LONDON, March 3 (Agency) – " and "Paris (Agency) - ": where a report was written is not what it is about.
_DATELINE = re.compile(
    r"\s*(?:[A-Z]{3}[A-Z .,/'’-]{0,40}(?:\w{3,9}\.? \d{1,2} )?(?:\([^)]{2,30}\)\s*)?(?:[-–—]|--)"
    r"|[^\n.]{2,40}\([A-Z][^)]{1,20}\)\s*[-–—:])\s+"
)
_ASCII_WORD = re.compile(r"\d+(?:[.,]\d+)+|[a-z0-9]+")
_WORD = re.compile(r"\d+(?:[.,]\d+)+|[^\W_]+")
# Scripts without blanks, and marks that Python counts to no word.
_INTRICATE = re.compile(rf"[{UNSPACED}\uff66-\uff9f\u0300-\u036f\u0591-\u05c7\u064b-\u0670\u0900-\u0dff]")
_TAIL = re.compile(r"\s+[|–—•·-]\s+(?=[^|–—•·]{2,40}\Z)")
_CYRILLIC_LETTERS = 5
# Particles that Korean joins to a noun, the longest first.
_PARTICLES = re.compile(
    "(?<=..)(?:에서는|으로는|에게서|이라고|에서|에게|으로|까지|부터|라고|이다|에는|와의|과의|은|는|이|가|을|를|의|에|로|와|과|도|만)$"
)
_ARTICLES = re.compile("^(?:وال|بال|كال|فال|لل|ال)(?=...)")


class Terms(NamedTuple):
    """How often each term stands in a report's title and in the first words of its text."""

    title: Mapping[str, int]
    lead: Mapping[str, int]


def terms(article: Article) -> Terms:
    """The terms of an article's title and lead."""
    return Terms(Counter(in_title(article)), Counter(in_lead(article)))


def listed(article: Article, *, lead: bool = True) -> list[str]:
    """The terms of an article's title, each twice, and of its lead unless that is not asked for."""
    return in_title(article) * TITLE_COUNTS + (in_lead(article) if lead else [])


def body(article: Article) -> list[str]:
    """The terms of the title, each four times, and of the first 250 words of the text."""
    text = undated(article.text[:_BODY_CHARACTERS])
    return in_title(article) * _BODY_TITLE_COUNTS + _terms(text, article.language, _BODY_WORDS)


def in_title(article: Article) -> list[str]:
    """The terms of the title, in order."""
    return _terms(headline(article), article.language, None)


def in_lead(article: Article) -> list[str]:
    """The terms of the first words of the text, in order."""
    return _terms(undated(article.text[:_LEAD_CHARACTERS]), article.language, _LEAD_WORDS)


def _terms(text: str, language: str, most: int | None) -> list[str]:
    """The terms of the first words of a text. Words are folded one by one, and each but once."""
    known = _of_language((language or "en")[:2].lower())
    return list(filter(None, map(known.__getitem__, spoken(text)[:most])))


def spoken(text: str) -> list[str]:
    """The words of a text in lower case; of scripts without blanks and with marks, as `tokens`."""
    text = text.lower()
    if text.isascii():
        return _ASCII_WORD.findall(text)
    return tokens(text) if _INTRICATE.search(text) else _WORD.findall(text)


def headline(article: Article) -> str:
    """The title, without the outlet's name at its end."""
    title = article.title[:_TITLE_CHARACTERS]
    tail = _TAIL.search(title)
    if tail and (name := "".join(tokens(title[tail.end() :]))):
        outlet = "".join(tokens(article.item.source_name))
        if name in outlet or (outlet and outlet in name):
            return title[: tail.start()]
    return title


def opening(text: str) -> list[str]:
    """The first words of a text, folded, without its dateline."""
    return tokens(undated(text[:_OPENING_CHARACTERS]))[:_OPENING_WORDS]


def undated(start: str) -> str:
    """The start of a text without its dateline."""
    dateline = _DATELINE.match(start)
    return start[dateline.end() :] if dateline else start


def words(text: str) -> list[str]:
    """As `tokens`, sooner: single letters, and so the endings of possessives, are no terms anyway."""
    return _ASCII_WORD.findall(text.lower()) if text.isascii() else tokens(text)


class _Stems(dict[str, str]):
    """Word in lower case -> its term in one language; "" where it says nothing."""

    _MOST = 1 << 17

    def __init__(self, language: str) -> None:
        self._language = language

    def __missing__(self, word: str) -> str:
        if len(self) >= self._MOST:
            self.clear()
        self[word] = term = self._term(word)
        return term

    def _term(self, word: str) -> str:
        if not word.isascii():
            word = "".join(tokens(word))
        if not word or word in STOP_WORDS or (len(word) == 1 and word.isascii() and not word.isdigit()):
            return ""
        if word.isascii():
            return stem(word, self._language)
        if "\u0400" <= word[0] <= "\u052f":
            return stem(word, self._language)[:_CYRILLIC_LETTERS]
        if "\uac00" <= word[0] <= "\ud7af":
            return _PARTICLES.sub("", word)
        if "\u0600" <= word[0] <= "\u06ff":
            return _ARTICLES.sub("", word)
        return stem(word, self._language)


@cache
def _of_language(language: str) -> _Stems:
    return _Stems(language)
