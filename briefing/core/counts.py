"""What the numbers of a report count: "at least 15 dead", "$3 million of aid", "217-213 votes".

    figure -> the words before and after it -> a toll (dead, injured, missing, arrested), or a thing

Parts of a whole ("two of the three", "three more"), ranges, rates and ages are left out.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from typing import NamedTuple

from briefing.core import count_words as lexicon
from briefing.core.figures import CALENDAR, Figure, figures
from briefing.core.sentences import Span, sentences
from briefing.core.text import STOP_WORDS, fold, stem, tokens
from briefing.model import Article

READ = 20_000
"""Characters of a text that are looked at."""
NOUNS_CAPITALISED = ("de",)
_OPENING = 3
"""Sentences at the start of a text that tell its event, rather than earlier ones."""
_NEAR, _CLAUSES = 90, 300
"""Characters to each side of a number, in its sentence, that say what it is about, and when that was."""
_LANGUAGES = ("en", "de", "fr", "es")
"""Those whose words are known; nothing is said of reports in others."""


class Count(NamedTuple):
    """A number of a report, with all that tells whether another's counts the same."""

    article: int
    span: Span
    """The number and the words that say what it counts."""
    value: float
    hedge: str
    """"least" and "most" for bounds, "about" for roundings, "" for plain numbers."""
    role: str
    """Such as "dead"; "" where it is no toll."""
    units: frozenset[str]
    """Roots of the words that say what is counted."""
    what: str
    about: frozenset[str]
    """Roots of the other words near it."""
    opening: bool
    past: bool
    """Its sentence speaks of an earlier time, too, or counts the killer with the dead."""


class _Thing(NamedTuple):
    """What a number counts: the fields are as those of `Count`, without what stands before the number."""

    role: str
    span: Span
    units: frozenset[str]
    what: str


def counts(place: int, article: Article) -> Iterator[Count]:
    """The counts of a story's article, whose place in the story that is, in reading order; votes first."""
    if article.language[:2].lower() not in _LANGUAGES:
        return
    text = article.text[:READ]
    spans = sentences(text, article.language)
    yield from _votes(place, text, spans, article.language)
    at = 0
    for figure in figures(text, article.language):
        while at < len(spans) and spans[at].end <= figure.start:
            at += 1
        if at == len(spans):
            return
        count = counted(place, text, figure, spans[at], article.language)
        if count:
            yield count._replace(opening=at < _OPENING)


def _votes(place: int, text: str, spans: Sequence[Span], language: str) -> Iterator[Count]:
    """Results of votes, such as 217-213: two numbers, as one that no other pair has."""
    at = 0
    for pair in lexicon.VOTES.finditer(text):
        while at < len(spans) and spans[at].end <= pair.start():
            at += 1
        if at == len(spans):
            return
        start, end = max(spans[at].start, pair.start() - 150), min(spans[at].end, pair.end() + 150)
        vote = lexicon.VOTE.search(text, start, end)
        if vote and min(int(pair[1]), int(pair[2])) > 2:
            about = roots_of(text[start:end], language)
            yield Count(
                article=place,
                span=Span(*pair.span()),
                value=int(pair[1]) * 1000.0 + int(pair[2]),
                hedge="",
                role=lexicon.VOTED,
                units=frozenset(),
                what=vote[0],
                about=about,
                opening=at < _OPENING,
                past=False,
            )


def counted(place: int, text: str, figure: Figure, sentence: Span, language: str) -> Count | None:
    """What a number in a sentence counts, and where that is said; None where it is no count that could be lined up."""
    number = lexicon.NUMBER.match(text, figure.start, sentence.end)
    if not number or not figure.value or sentence.start > figure.start or _is_part(text, number.end(), sentence):
        return None
    before = list(lexicon.WORD.finditer(text, max(sentence.start, figure.start - 100), figure.start))
    after = list(lexicon.WORD.finditer(text, number.end(), min(sentence.end, number.end() + 100)))
    while after and fold(after[0][0]) in lexicon.MULTIPLES:
        number, after = after[0], after[1:]
    if figure.value == lexicon.EMERGENCY_CALL or _is_no_count(text, figure.start, number, before, after):
        return None
    money = lexicon.CURRENCY.search(text, max(sentence.start, figure.start - 3), figure.start)
    start = money.start() if money else figure.start
    toll = None if money else _toll(text, before, after, figure.start, number.end())
    thing = toll or _thing(text, figure, number, after, Span(sentence.start, start), language)
    if thing is None:
        return None
    hedge = lexicon.HEDGE.search(text[max(sentence.start, start - lexicon.LONGEST_HEDGE) : start])
    span = Span(min(thing.span.start, start - len(hedge[0]) if hedge else start), thing.span.end)
    near = text[max(sentence.start, figure.start - _NEAR) : min(sentence.end, span.end + _NEAR)]
    spoken = text[max(sentence.start, start - _CLAUSES) : min(sentence.end, start + _CLAUSES)] if toll else ""
    return Count(
        article=place,
        span=span,
        value=figure.value,
        hedge=hedge.lastgroup or "" if hedge else "",
        role=thing.role,
        units=thing.units,
        what=thing.what,
        about=roots_of(near, language) - thing.units,
        opening=False,
        past=_is_past(spoken),
    )


def _is_part(text: str, end: int, sentence: Span) -> bool:
    """Whether the digits that end there are of a word ("15-year-old") or an ordinal ("3. Liga")."""
    following = text[end : end + 1]
    return following == "-" or (following == "." and end + 1 < sentence.end)


def _is_no_count(
    text: str, start: int, number: re.Match[str], before: Sequence[re.Match[str]], after: Sequence[re.Match[str]]
) -> bool:
    """Whether the words about the number that starts there make it a part, a range, a rate or an age, or vague."""
    said_before = [fold(word[0]) for word in before]
    said_after = [fold(word[0]) for word in after]
    return (
        fold(number[0]) in lexicon.VAGUE
        or not lexicon.VAGUE.isdisjoint(said_after[:1])
        or not lexicon.NOT_AFTER.isdisjoint(said_before[-1:])
        or not lexicon.NOT_BEFORE.isdisjoint(said_after[:1])
        or not lexicon.UNREAL.isdisjoint((*said_before, *said_after))
        or lexicon.ONE_IN.search(text, max(0, start - 9), start) is not None
    )


def _is_past(spoken: str) -> bool:
    """Whether the words about a toll tell of an earlier time, too, or count the killer with the dead."""
    dated = lexicon.YEAR.search(spoken) or lexicon.GUNMAN.search(spoken)
    return bool(dated) or not lexicon.EARLIER.isdisjoint(tokens(spoken))


def _thing(
    text: str, figure: Figure, number: re.Match[str], after: Sequence[re.Match[str]], before: Span, language: str
) -> _Thing | None:
    """What a number counts that is no toll; None where that is not clear. `before` is its sentence up to it."""
    if language[:2] not in NOUNS_CAPITALISED and lexicon.NAMED.search(
        text, max(before.start, before.end - 30), before.end
    ):
        return None
    sign = "$" if before.end < figure.start else "%" if "%" in figure.units else ""
    first, last = _phrase(after, sign, language)
    if first == last or (not sign and figure.value < lexicon.SMALL):
        return None
    if lexicon.ADDRESS.fullmatch(number[0]) and after[first][0][0].isupper():
        return None
    what = text[after[first].start() : after[last - 1].end()]
    units = roots_of(what, language) | frozenset(sign)
    return _Thing("", Span(before.end, after[last - 1].end()), units, what)


def _phrase(words: Sequence[re.Match[str]], sign: str, language: str) -> tuple[int, int]:
    """From which of the words after a number to which they say what is counted: up to the first noun, at a guess."""
    said = [fold(word[0]) for word in words]
    first = 1 if sign == "%" else 0
    if not (lexicon.SHARE_OF if sign == "%" else lexicon.OF if sign else frozenset()).isdisjoint(
        said[first : first + 1]
    ):
        first += 1
        while said[first : first + 1] and said[first] in lexicon.ARTICLES:
            first += 1
    elif sign == "%" or (sign and words and not words[0][0].islower()):
        return 0, 0
    last = first
    for word in words[first : first + 4]:
        if not word[0][0].isalpha() or fold(word[0]) in STOP_WORDS or fold(word[0]) in lexicon.NO_NOUNS:
            break
        last += 1
        if word[0][0].isupper() if language[:2] in NOUNS_CAPITALISED else lexicon.PLURAL.fullmatch(word[0]):
            break
    if language[:2] in NOUNS_CAPITALISED and not (words[first:last] and words[last - 1][0][0].isupper()):
        return 0, 0
    if words[first:last] and words[last - 1][0][0].isupper() and not lexicon.JOINS.isdisjoint(said[last : last + 1]):
        return 0, 0
    return first, last


def _toll(
    text: str, before: Sequence[re.Match[str]], after: Sequence[re.Match[str]], start: int, end: int
) -> _Thing | None:
    """The toll that a number gives, if it gives one."""
    whom: list[str] = []
    for word in after[:6]:
        said = fold(word[0])
        if said in lexicon.AFTER:
            return _Thing(lexicon.AFTER[said], Span(start, word.end()), frozenset(whom), word[0])
        if not said[0].isalpha() or said in lexicon.CLAUSE_ENDS or said in CALENDAR:
            break
        if said not in lexicon.PERSONS:
            whom.append(said)
    whom = []
    last = end
    for word in after[:3]:
        said = fold(word[0])
        if not said[0].isalpha() or said in lexicon.CLAUSE_ENDS or said in STOP_WORDS:
            break
        if said not in lexicon.PERSONS:
            whom.append(said)
        last = word.end()
    for word in reversed(before[-4:]):
        said = fold(word[0])
        if said in lexicon.BEFORE:
            return _Thing(lexicon.BEFORE[said], Span(word.start(), last), frozenset(whom), word[0])
        if said not in lexicon.HEDGES:
            break
    if (toll := lexicon.TOLL_OF_DEATH.search(text, max(0, start - 120), start)) and not whom:
        return _Thing("dead", Span(toll.start(), last), frozenset(), text[toll.start() :].split(" ", 1)[0])
    return None


def roots_of(text: str, language: str) -> frozenset[str]:
    """The roots of the words of a text that say something."""
    return frozenset(
        stem(token, language)
        for token in tokens(text)
        if token not in STOP_WORDS and not token[0].isdigit() and len(token) > 2
    )
