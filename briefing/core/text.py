"""Words and sentences of plain text, in any language, with offsets.

Only the standard library: this runs over every article of a day. `sentences` follows its own rules; the tables they
read are in `abbreviations`. Nothing here changes a text: a sentence is a pair of offsets into it.
"""

from __future__ import annotations

import re
import unicodedata
from functools import lru_cache
from typing import NamedTuple

from briefing.core import abbreviations as known
from briefing.core import endings
from briefing.core.stopwords import BY_LANGUAGE

# Scripts written without blanks between words: Thai to Lao, Myanmar, Khmer, kana, Han.
_UNSPACED = (
    "\u0e00-\u0eff\u1000-\u109f\u1780-\u17ff\u3041-\u30ff\u31f0-\u31ff"
    "\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff\U00020000-\U0003ffff"
)
# Python's \w leaves out vowel signs and points, which would cut Arabic, Hebrew and Indic words into pieces.
_MARKS = "\u0300-\u036f\u0591-\u05bd\u064b-\u065f\u0670\u0900-\u0903\u093a-\u094f\u0951-\u0957\u0962\u0963\u0980-\u0dff"
_WORD = re.compile(rf"\d+(?:[.,]\d+)+|[{_UNSPACED}]+|(?:(?![{_UNSPACED}])[^\W_]|[{_MARKS}])+")
_ASCII_WORD = re.compile(r"\d+(?:[.,]\d+)+|[a-z0-9]+")
_POSSESSIVE = re.compile(r"(?<=\w)['’]s?\b(?!\w)")
_ACCENTS = re.compile("[\u0300-\u036f]+")
_LETTERS = str.maketrans({"ø": "o", "ł": "l", "đ": "d", "æ": "ae", "œ": "oe", "ı": "i", "ð": "d", "þ": "th", "’": "'"})
_FIRST_UNSPACED = "\u0e00"
_RUN = re.compile(rf"[{_UNSPACED}]+")
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


class Span(NamedTuple):
    """A piece of a text: `text[start:end]`."""

    start: int
    end: int


_OPEN = "\"“„‟‘‚'«‹([{「『《〈¿¡—–-"
_CLOSE = "\"”“’'»›)]}」』》〉"
_CLOSERS = rf"[{re.escape(_CLOSE)}]"
_CAPITAL = "A-ZÀ-ÖØ-ÞА-ЯЁ"
_SMALL = "a-zß-öø-ÿа-яё"
_PARAGRAPH = re.compile(r"[^\n\r\v\f\x1c-\x1e\x85\u2028\u2029]+")
# A run of marks is taken whole or not at all (the look-behind), so that a line of a million full stops stays linear.
_CANDIDATE = re.compile(
    rf"""\.(?:[ \u00a0]\.)++                                                # spaced ellipsis
    | (?<![.!?…؟۔।։።])[.!?…؟۔।։።]++{_CLOSERS}*+(?:[ \u00a0\u202f]»)?+(?=\s|\Z)
    | (?<=[{_SMALL}]{{2}})[.!?]["”’]?(?=[{_CAPITAL}][{_SMALL}]+[ ,])        # the blank was lost
    | [。！？｡]++[”’」』》〉）)]*+
    | (?<![?!])[?!]++[”’」』》〉）)]*+(?=[{_UNSPACED}「『])""",
    re.VERBOSE,
)
_LAST_WORD = re.compile(r"[^\s\"“”„«»(\[{/]*\Z")
_NEXT_WORD = re.compile(rf"\s*[{re.escape(_OPEN)}]*([^\s.,;:!?{re.escape(_CLOSE)}]*)")
_INITIALS = re.compile(r"(?:[^\W\d_]\.-?)*[^\W\d_]")
_SPEAKER = re.compile(rf"\s+(?:[^\s.,;!?]+\.?\s+){{1,5}}?(?:{'|'.join(sorted(known.SAYING))})\b")
_SPEAKER_UNSPACED = re.compile(r"[^，。！？,；;]{0,10}?(?:说|說|问|問|道|表示|称|稱|指出|强调|強調)|[\u3041-\u309f]")
_CASED = re.compile(r"[^\W\d_]")


def sentences(text: str, language: str | None = None) -> list[Span]:
    """The text's sentences in order, as offsets, without blanks at their ends; a newline always ends one.

    Own rules: a full stop ends a sentence unless what stands before it (initial, title, ordinal, known abbreviation) or
    after it (small letter, number, punctuation that goes on) speaks against. `language` only decides about ordinals.
    Every character that is not blank lies in exactly one span.
    """
    found: list[Span] = []
    for paragraph in _PARAGRAPH.finditer(text):
        start, end = _trim(text, *paragraph.span())
        if start < end:
            _split(text, start, end, (language or "")[:2].lower(), found)
    return found


def _split(text: str, start: int, end: int, language: str, found: list[Span]) -> None:
    caseless = text[start:end].lower() == text[start:end]
    for candidate in _CANDIDATE.finditer(text, start, end):
        cut = candidate.end()
        if cut < end and _ends_sentence(text, Span(start, end), candidate, language, caseless):
            found.append(_trim(text, start, cut))
            start = cut
    found.append(_trim(text, start, end))


def _trim(text: str, start: int, end: int) -> Span:
    while start < end and text[start].isspace():
        start += 1
    while end > start and text[end - 1].isspace():
        end -= 1
    return Span(start, end)


def _ends_sentence(text: str, rest: Span, candidate: re.Match[str], language: str, caseless: bool) -> bool:
    """Whether the marks at candidate end the sentence at the beginning of rest."""
    mark, cut = candidate.group(), candidate.end()
    closed = mark[-1] in _CLOSE
    if not text[cut].isspace() and (mark[0] in "。！？｡" or text[cut] >= _FIRST_UNSPACED):
        return not _quoted_on(text, rest.start, cut, closed)
    if mark[0] in "।۔։።。！？｡":
        return True
    following = _NEXT_WORD.match(text, cut, min(rest.end, cut + 60))
    word = following.group(1) if following else ""
    if not word:
        return False
    if word[0].islower() and not caseless and not (len(word) > 1 and word[1].isupper()):
        return False
    if mark[0] in "!?؟":
        bang = mark == "!" and _word_before(text, rest.start, candidate.start()) in known.BANGS
        quoted = closed and text[rest.start] in _OPEN and _SPEAKER.match(text, cut, min(rest.end, cut + 80))
        return not (bang or quoted)
    if mark[0] == "…" or mark[1:2] in (".", " ", "\u00a0"):
        return True
    before = _word_before(text, rest.start, candidate.start())
    return _full_stop_ends(before, word, language, first=candidate.start() - len(before) <= rest.start)


def _quoted_on(text: str, start: int, cut: int, closed: bool) -> bool:
    """In scripts without blanks: inside a corner quotation, or a quotation that its speaker's verb follows."""
    start = max(start, cut - 300)
    if text.count("「", start, cut) > text.count("」", start, cut):
        return True
    return closed and _SPEAKER_UNSPACED.match(text, cut, cut + 16) is not None


def _word_before(text: str, start: int, end: int) -> str:
    """What stands before a full stop: up to 40 characters without blanks, opening marks and closing brackets."""
    match = _LAST_WORD.search(text[max(start, end - 40) : end])
    return match.group().rstrip(_CLOSE).lstrip("'‘") if match else ""


def _in(word: str, entries: frozenset[str]) -> bool:
    return word in entries or word.lower() in entries or (word.capitalize() in entries and word.isupper())


def _full_stop_ends(before: str, after: str, language: str, *, first: bool) -> bool:
    """Whether the full stop between two words ends a sentence; first says that `before` is the sentence's only word."""
    number = after[0].isdecimal()
    starter = after in known.STARTERS
    if before.isdecimal():
        ordinal = len(before) <= 2 and not number and language in known.ORDINAL_LANGUAGES and not starter
        return not (ordinal or first or after in known.AFTER_ORDINAL)
    title = before.rpartition("-")[2]  # "then-Sen.", "ex-Gov."
    if _in(title, known.BEFORE_NAME) or _in(before, known.INSIDE):
        return False
    if _in(before, known.BEFORE_NUMBER) and not (len(before) == 1 and before.isupper()):
        return not number
    if _in(before, known.MONTHS):
        return not number and not (first and not starter)
    if before.lower() in ("a.m", "p.m"):
        return after not in known.ZONES and not after[0].islower()
    if _in(before, known.MAYBE_END):
        return starter
    if _INITIALS.fullmatch(before):
        capital = before[-1].isupper() or not before[-1].islower()
        return starter and not first if capital or len(before) > 1 else True
    return True
