"""What the forms of an edition print of its fields, decided here once so that every form prints the same."""

from __future__ import annotations

import re
from dataclasses import dataclass
from itertools import groupby

from briefing.core.urls import absolute, host
from briefing.errors import RenderError
from briefing.model import Brief, Quote, Reference

NEWS = 100
"""Characters of an update's news: two lines, three on a phone."""

WORD = re.compile(r"\w+")
_RIGHT_TO_LEFT = frozenset({"ar", "arc", "ckb", "dv", "fa", "he", "ps", "sd", "ug", "ur", "yi"})
_NO_CASES = frozenset({
    "am", "bn", "gu", "hi", "ja", "ka", "km", "kn", "ko", "lo", "ml", "mr", "my", "ne", "pa", "si", "ta",
    "te", "th", "ti", "yue", "zh",
})  # fmt: skip
_NO_CASE_SCRIPTS = frozenset({"deva", "hans", "hant", "jpan", "kore"})
# What XML 1.0 forbids, and the characters that turn the direction of all the text after them.
UNPRINTABLE = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069\ud800-\udfff\ufffe\uffff]")
# Not the no-break spaces, which hold numbers and their units together.
_BRACES = re.compile(r"/?\{[a-z_]+\}")
_BLANKS = re.compile(r"[ \t\r\n\u2028\u2029]+")


@dataclass(frozen=True, slots=True, kw_only=True)
class Run:
    """Sentences that follow one another, come from the same article, and of which the same is to be said."""

    article: Reference
    quotes: tuple[Quote, ...]

    @property
    def first(self) -> Quote:
        return self.quotes[0]


def runs(brief: Brief) -> tuple[Run, ...]:
    """The brief's sentences, those of one article that stand together as one run.

    Raises RenderError for a sentence of an article that the brief does not name.
    """
    articles = {article.id: article for article in brief.articles}
    for quote in brief.quotes:
        if quote.article not in articles:
            raise RenderError(f"story {brief.story}: a sentence is from {quote.article}, which the story does not have")
    return tuple(
        Run(article=articles[id_], quotes=tuple(quotes))
        for (id_, _, _), quotes in groupby(brief.quotes, key=lambda quote: (quote.article, quote.sole, quote.by))
    )


def news(brief: Brief) -> tuple[str, ...]:
    """What an update has that readers were not told, but for what its headline says: as many whole pieces, in their
    order, as fit."""
    chosen: list[str] = []
    room = NEWS if brief.status == "update" else 0
    for piece in (" ".join(piece.split()) for piece in brief.news):
        if len(piece) <= room and any(map(str.isalnum, piece)) and piece not in brief.headline:
            chosen.append(piece)
            room -= len(piece) + len("; ")
    return tuple(chosen)


def sentence_url(quote: Quote, article: Reference) -> str:
    """Where the sentence stands: on the page at its very place, where that can be."""
    there = quote.url.partition("#")[0] == article.url.partition("#")[0]
    return absolute(quote.url if there else article.url)


def outlet(article: Reference) -> str:
    """Who printed it: its feed's name, else its host."""
    return article.source if article.source.strip() else host(article.url)


def for_all(address: str) -> str:
    """An address that has braces for what is a reader's own, as it is where nobody knows who reads: without them."""
    return _BRACES.sub("", address)


def direction(language: str) -> str:
    """How a language (BCP 47) is written: ltr or rtl."""
    main, *rest = language.lower().replace("_", "-").split("-")
    return "rtl" if main in _RIGHT_TO_LEFT or {"arab", "hebr"} & set(rest) else "ltr"


def has_cases(language: str) -> bool:
    """Whether a language (BCP 47) has capital letters, and letters that stand apart."""
    main, *rest = language.lower().replace("_", "-").split("-")
    return not (direction(language) == "rtl" or main in _NO_CASES or _NO_CASE_SCRIPTS & set(rest))


def line(text: str) -> str:
    """Printable, on one line."""
    return _BLANKS.sub(" ", UNPRINTABLE.sub("", text)).strip(" ")
