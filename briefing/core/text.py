"""Words of plain text, in any language.

Only the standard library: this runs over every article of a day. Its sentences are in `sentences`.
"""

from __future__ import annotations

import re
import unicodedata
from functools import lru_cache

from briefing.core import endings
from briefing.core.sentences import UNSPACED
from briefing.core.stopwords import BY_LANGUAGE

# Python's \w leaves out vowel signs and points, which would cut Arabic, Hebrew and Indic words into pieces.
MARKS = "\u0300-\u036f\u0591-\u05bd\u064b-\u065f\u0670\u0900-\u0903\u093a-\u094f\u0951-\u0957\u0962\u0963\u0980-\u0dff"
_WORD = re.compile(rf"\d+(?:[.,]\d+)+|[{UNSPACED}]+|(?:(?![{UNSPACED}])[^\W_]|[{MARKS}])+")
_ASCII_WORD = re.compile(r"\d+(?:[.,]\d+)+|[a-z0-9]+")
_POSSESSIVE = re.compile(r"(?<=\w)['’]s?\b(?!\w)")
_ACCENTS = re.compile("[\u0300-\u036f]+")
_LETTERS = str.maketrans({"ø": "o", "ł": "l", "đ": "d", "æ": "ae", "œ": "oe", "ı": "i", "ð": "d", "þ": "th", "’": "'"})
_FIRST_UNSPACED = "\u0e00"
_RUN = re.compile(rf"[{UNSPACED}]+")
_READ_WORD = re.compile(r"(?<![^\s—–])(?:[^\w\s—–]|_)*+[^\W_]")


def fold(text: str) -> str:
    """The text with case and accents gone, for comparing: "Ærø, Malmö, İzmir" -> "aero, malmo, izmir".

    Letters of scripts without case stay whole (Hangul syllables, kana with their voicing marks).
    """
    if text.isascii():
        return text.lower()
    bare = _ACCENTS.sub("", unicodedata.normalize("NFKD", text.casefold()))
    return unicodedata.normalize("NFKC", bare).translate(_LETTERS)


_PLAIN = tuple(zip("“”„«»‘’‚–—…•·\u00a0", '"""""' + "'''--... ", strict=True))


def plain(text: str) -> str:
    """The text with typographic marks as their ASCII stand-ins, character for character.

    Most texts in English are ASCII then, which Python handles many times faster than anything else.
    """
    if not text.isascii():
        for mark, stand_in in _PLAIN:
            text = text.replace(mark, stand_in)
    return text


STOP_WORDS: frozenset[str] = frozenset(fold(word) for words in BY_LANGUAGE.values() for word in words.split())
"""Folded words of all languages together that say nothing of what a text is about."""


def tokens(text: str) -> list[str]:
    """The text's words in order, folded; numbers keep their decimals, possessive endings are dropped.

    Where a script puts no blanks between words (Chinese, Japanese, Thai …) the tokens are pairs of neighbouring
    characters, the usual stand-in for words there (Nie & Ren 1999, "Chinese information retrieval: using characters or
    words?").
    """
    folded = _POSSESSIVE.sub("", fold(text))
    if folded.isascii():
        return _ASCII_WORD.findall(folded)
    found: list[str] = []
    for word in _WORD.findall(folded):
        if word[0] >= _FIRST_UNSPACED and _RUN.match(word):
            found.extend(word[i : i + 2] for i in range(max(1, len(word) - 1)))
        else:
            found.append(word)
    return found


def count_words(text: str) -> int:
    """Words as a reader counts them: runs between blanks that have a letter or digit; two characters of a script
    written without blanks count as one word."""
    if text.isascii():
        return len(_READ_WORD.findall(text))
    unspaced = sum(len(run) for run in _RUN.findall(text))
    return len(_READ_WORD.findall(_RUN.sub(" ", text) if unspaced else text)) + (unspaced + 1) // 2


def shorten(text: str, length: int) -> str:
    """At most `length` characters, cut between words, the cut shown by an ellipsis."""
    if len(text) <= length:
        return text
    cut = text[: length - 1]
    head, blank, _ = cut.rpartition(" ")
    return (head if blank and len(head) > length // 2 else cut).rstrip(" ,;:–—-") + "…"


_STEM_LEAST = 4


@lru_cache(maxsize=1 << 16)
def stem(token: str, language: str | None = None) -> str:
    """A folded token without its commonest ending, crudely: at least four letters stay, so short words are left alone.

    Unknown languages are left alone too; no language means English.
    """
    for ending in endings.BY_LANGUAGE.get((language or "en")[:2].lower(), ()):
        if token.endswith(ending) and len(token) - len(ending) >= _STEM_LEAST:
            return token[: -len(ending)]
    return token
