"""Numbers that several reports of a story give of one thing, lined up.

    figures of each report -> what each counts -> the same thing in other voices -> accounts

A wrong line is worse than none. So numbers are lined up where they are equal, and what they count and the words about
them are the same; numbers that differ only where they are tolls (dead, injured, missing, arrested) that the openings
of the reports give, each opening one. Parts of a whole ("two of the three", "three more"), bounds that another's number
meets ("at least 12" and 15), ranges, rates and ages are left out.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import NamedTuple

from briefing.core import count_words as lexicon
from briefing.core.copies import agency
from briefing.core.figures import CALENDAR, Figure, figures
from briefing.core.text import STOP_WORDS, Span, fold, sentences, stem, tokens
from briefing.core.voices import outlet
from briefing.model import Account, Article, Quote, Story, Telling

READ = 20_000
"""Characters of a text that are looked at."""
_OPENING = 3
"""Sentences at the start of a text that tell its event, rather than earlier ones."""
_MOST = 6
_SEEDS = 8
_NEAR, _CLAUSES = 90, 300
"""Characters to each side of a number, in its sentence, that say what it is about, and when that was."""
_ENOUGH = 4
_CLOSE, _ROUNDED = 0.9, 1000
_OPENING_CHARACTERS = 600
_LANGUAGES = ("en", "de", "fr", "es")
"""Those whose words are below; nothing is said of reports in others."""
_NOUNS_CAPITALISED = ("de",)
_INDEPENDENT = 2
_FARTHEST = 2.5
"""Tolls that are farther apart are of two events, more likely than not."""


class _Count(NamedTuple):
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


def accounts(story: Story, copies: Mapping[str, str]) -> tuple[Account, ...]:
    """What the story's voices say of the same numbers: those that differ first, then those that most voices give.

    Of the tellings that of the newest report comes first, since later reports supersede; there is one where all agree.
    Its text is that of the report that says it in the fewest words, without "about" or "at least" where one does; that
    one's place comes first, the others in the story's order, one a report.

    copies: id of an article that repeats another's text -> id of that other; copies are one voice. At most six. Time
    grows with the length of the texts.
    """
    speakers = who_speaks(story, copies)
    if len(set(speakers)) < _INDEPENDENT:
        return ()
    counts = [count for place, article in enumerate(story.articles) for count in _counts(place, article)]
    found: list[tuple[int, int, int, Account]] = []
    used: set[tuple[int, int]] = set()
    said: set[tuple[float, str]] = set()
    for group in (*_tolls(counts, speakers, story.articles), *_equal(counts, speakers)):
        at = {(count.article, count.span.start) for count in group}
        things = {(count.value, thing) for count in group for thing in count.units | {count.role}} - {(0.0, "")}
        voices = len({speakers[count.article] for count in group})
        if used.isdisjoint(at) and said.isdisjoint(things):
            account = _account(group, story.articles)
            found.append((-len(account.tellings), -voices, len(found), account))
        used |= at
        said |= {thing for thing in things if thing[1]}
    return tuple(account for *_, account in sorted(found, key=lambda one: one[:3])[:_MOST])


def who_speaks(story: Story, copies: Mapping[str, str]) -> list[str]:
    """For each article who speaks in it: the outlet or the agency that had its text first."""
    by_id = {article.id: article for article in story.articles}
    found = []
    for article in story.articles:
        seen = {name := article.id}
        while (before := copies.get(name, name)) not in seen:
            seen.add(name := before)
        original = by_id.get(name)
        found.append(agency(original) or outlet(original) if original else name)
    return found


def _counts(place: int, article: Article) -> Iterator[_Count]:
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


def _votes(place: int, text: str, spans: Sequence[Span], language: str) -> Iterator[_Count]:
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
            votes = int(pair[1]) * 1000.0 + int(pair[2])
            span, units = Span(*pair.span()), frozenset[str]()
            yield _Count(
                place, span, votes, "", lexicon.VOTED, units, vote[0], about, opening=at < _OPENING, past=False
            )


def counted(place: int, text: str, figure: Figure, sentence: Span, language: str) -> _Count | None:
    """What a number in a sentence counts, and where that is said; None where it is no count that could be lined up."""
    number = lexicon.NUMBER.match(text, figure.start, sentence.end)
    if not number or not figure.value or sentence.start > figure.start or text[number.end() : number.end() + 1] == "-":
        return None
    if text[number.end() : number.end() + 1] == "." and number.end() + 1 < sentence.end:  # an ordinal
        return None
    before = list(lexicon.WORD.finditer(text, max(sentence.start, figure.start - 100), figure.start))
    after = list(lexicon.WORD.finditer(text, number.end(), min(sentence.end, number.end() + 100)))
    while after and fold(after[0][0]) in lexicon.MULTIPLES:
        number, after = after[0], after[1:]
    said_before = [fold(word[0]) for word in before]
    said_after = [fold(word[0]) for word in after]
    if (
        figure.value == lexicon.EMERGENCY_CALL
        or fold(number[0]) in lexicon.VAGUE
        or not lexicon.VAGUE.isdisjoint(said_after[:1])
    ):
        return None
    if not lexicon.NOT_AFTER.isdisjoint(said_before[-1:]) or not lexicon.NOT_BEFORE.isdisjoint(said_after[:1]):
        return None
    if not lexicon.UNREAL.isdisjoint((*said_before, *said_after)) or lexicon.ONE_IN.search(
        text, max(0, figure.start - 9), figure.start
    ):
        return None
    money = lexicon.CURRENCY.search(text, max(sentence.start, figure.start - 3), figure.start)
    start = money.start() if money else figure.start
    hedge = lexicon.HEDGE.search(text[max(sentence.start, start - lexicon.LONGEST_HEDGE) : start])
    hedge_start = start - len(hedge[0]) if hedge else start
    role = ""
    toll = _toll(text, before, after, figure.start, number.end()) if not money else None
    if toll:
        role, span, units, what = toll
        span = Span(min(span.start, hedge_start), span.end)
    else:
        if language[:2] not in _NOUNS_CAPITALISED and lexicon.NAMED.search(
            text, max(sentence.start, start - 30), start
        ):
            return None
        sign = "$" if money else "%" if "%" in figure.units else ""
        first, last = _phrase(after, sign, language)
        if first == last or (not sign and figure.value < lexicon.SMALL):
            return None
        if lexicon.ADDRESS.fullmatch(number[0]) and after[first][0][0].isupper():
            return None
        what = text[after[first].start() : after[last - 1].end()]
        span = Span(hedge_start, after[last - 1].end())
        units = roots_of(what, language) | frozenset(sign)
    near = text[max(sentence.start, figure.start - _NEAR) : min(sentence.end, span.end + _NEAR)]
    spoken = text[max(sentence.start, start - _CLAUSES) : min(sentence.end, start + _CLAUSES)] if role else ""
    past = bool(lexicon.YEAR.search(spoken) or lexicon.GUNMAN.search(spoken)) or not lexicon.EARLIER.isdisjoint(
        tokens(spoken)
    )
    about = roots_of(near, language) - units
    return _Count(
        place, span, figure.value, hedge.lastgroup or "" if hedge else "", role, units, what, about, False, past
    )


def roots_of(text: str, language: str) -> frozenset[str]:
    """The roots of the words of a text that say something."""
    return frozenset(
        stem(token, language)
        for token in tokens(text)
        if token not in STOP_WORDS and not token[0].isdigit() and len(token) > 2
    )


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
        if word[0][0].isupper() if language[:2] in _NOUNS_CAPITALISED else lexicon.PLURAL.fullmatch(word[0]):
            break
    if language[:2] in _NOUNS_CAPITALISED and not (words[first:last] and words[last - 1][0][0].isupper()):
        return 0, 0
    if words[first:last] and words[last - 1][0][0].isupper() and not lexicon.JOINS.isdisjoint(said[last : last + 1]):
        return 0, 0
    return first, last


def _toll(
    text: str, before: Sequence[re.Match[str]], after: Sequence[re.Match[str]], start: int, end: int
) -> tuple[str, Span, frozenset[str], str] | None:
    """Its role, its words, whom it counts (nothing for persons of whatever kind), and how it is called."""
    whom: list[str] = []
    for word in after[:6]:
        said = fold(word[0])
        if said in lexicon.AFTER:
            return lexicon.AFTER[said], Span(start, word.end()), frozenset(whom), word[0]
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
            return lexicon.BEFORE[said], Span(word.start(), last), frozenset(whom), word[0]
        if said not in lexicon.HEDGES:
            break
    if (toll := lexicon.TOLL_OF_DEATH.search(text, max(0, start - 120), start)) and not whom:
        return "dead", Span(toll.start(), last), frozenset(), text[toll.start() :].split(" ", 1)[0]
    return None


def _tolls(counts: Iterable[_Count], speakers: Sequence[str], articles: Sequence[Article]) -> Iterator[list[_Count]]:
    """Tolls of the openings, whether they agree or differ: of each voice that of its newest report."""
    given: dict[tuple[str, frozenset[str]], dict[int, list[_Count]]] = defaultdict(lambda: defaultdict(list))
    for count in counts:
        if count.role not in ("", lexicon.VOTED) and count.opening and not count.past:
            given[count.role, count.units][count.article].append(count)
    for by_article in given.values():
        clear = [told[0] for told in by_article.values() if len({(count.value, count.hedge) for count in told}) == 1]
        newest = {speakers[c.article]: c for c in sorted(clear, key=lambda c: (articles[c.article].when, -c.article))}
        first = next((count for count in clear if newest[speakers[count.article]] is count), None)
        alike = [c for c in clear if first and newest[speakers[c.article]] is c and _one_event(first, c, articles)]
        different = {(count.value, count.hedge): count for count in alike}.values()
        told = [count for count in alike if not any(_meets(other, count) for other in different)]
        if len(told) >= _INDEPENDENT:
            yield told


def _one_event(one: _Count, other: _Count, articles: Sequence[Article]) -> bool:
    if one is other:
        return True
    first, second = articles[one.article], articles[other.article]
    least = 1 if one.value == other.value else 2
    least += first.language[:2] in _NOUNS_CAPITALISED
    ratio = one.value / other.value
    if not 1 / _FARTHEST <= ratio <= _FARTHEST or not _near(one, other):
        return False
    return len(_names(first) & _names(second)) >= least


def _names(article: Article) -> set[str]:
    found = (
        fold(name) for name in lexicon.CAPITALISED.findall(f"{article.title}\n{article.text[:_OPENING_CHARACTERS]}")
    )
    return {name for name in found if name not in CALENDAR and name not in STOP_WORDS}


def _meets(other: _Count, bound: _Count) -> bool:
    """Whether the other number is another one than the bound or rounding, yet may be the same."""
    if (other.value, other.hedge) == (bound.value, bound.hedge):
        return False
    ratio = other.value / bound.value
    if bound.hedge == "least":
        return ratio > 1
    if bound.hedge == "most":
        return ratio <= 1
    if ratio == 1:
        return False
    if bound.hedge == "about":
        return _CLOSE <= ratio <= 1 / _CLOSE
    return bound.value >= _ROUNDED and float(f"{other.value:.{_digits(bound.value)}g}") == bound.value


def _digits(value: float) -> int:
    """How many digits say something: 3 in 12,700."""
    return max(len(f"{value:.10g}".partition("e")[0].replace(".", "").strip("0")), 1)


def _near(one: _Count, other: _Count) -> int:
    return len(one.about & other.about)


def _equal(counts: Iterable[_Count], speakers: Sequence[str]) -> Iterator[list[_Count]]:
    """Numbers that are equal and count the same, one a report."""
    groups: dict[float, list[list[_Count]]] = defaultdict(list)
    for count in counts:
        alike = groups[count.value]
        group = next((group for group in alike if _same(group[0], count)), None)
        if group is None and len(alike) < _SEEDS:
            alike.append([count])
        elif group is not None and count.article != group[-1].article:
            group.append(count)
    for alike in groups.values():
        for group in alike:
            if len({speakers[count.article] for count in group}) >= _INDEPENDENT:
                yield group


def _same(one: _Count, other: _Count) -> bool:
    if (
        one.role != other.role
        or "most" in (one.hedge, other.hedge)
        or one.units & lexicon.SIGNS != other.units & lexicon.SIGNS
    ):
        return False
    shared = len((one.units & other.units) - lexicon.SIGNS)
    if one.units != other.units if one.role else not shared:
        return False
    digits, near = min(_digits(one.value) - 1, 3), _near(one, other)
    if near < (1 if digits > 1 else 2):
        return False
    return digits + min(shared, 2) + (2 if one.role else 0) + min(near, 3) >= _ENOUGH


def _account(group: Sequence[_Count], articles: Sequence[Article]) -> Account:
    tellings: dict[float, list[_Count]] = defaultdict(list)
    for count in group:
        tellings[count.value].append(count)
    newest = {value: max(articles[count.article].when for count in told) for value, told in tellings.items()}
    ordered = sorted(tellings, key=lambda value: (newest[value], len(tellings[value]), value), reverse=True)
    return Account(
        what=min((count.what for count in group), key=lambda what: len(what.split())),
        tellings=tuple(_telling(tellings[value], articles) for value in ordered),
    )


def _telling(told: Sequence[_Count], articles: Sequence[Article]) -> Telling:
    quotes = [
        Quote(
            text=articles[count.article].text[count.span.start : count.span.end],
            article=articles[count.article].id,
            start=count.span.start,
            end=count.span.end,
        )
        for count in told
    ]
    shortest = min(range(len(told)), key=lambda nth: (bool(told[nth].hedge), len(told[nth].what.split()), nth))
    quotes.insert(0, quotes.pop(shortest))
    return Telling(text=quotes[0].text, places=tuple(quotes))
