"""Whom a report quotes: the names to which it ties what was said, as "said Ann Lee" or "according to the Navy".

    verbs of saying, in the reporter's own words -> the name beside each -> the person or body that is meant

Only forms that leave no doubt are taken: "he said" and "a spokesman for Lee said" are nobody's here. Nothing is found
in languages other than English.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections import defaultdict
from collections.abc import Collection, Iterator, Mapping, Sequence
from typing import NamedTuple

from briefing.core import saying_words as lexicon
from briefing.core.figures import CALENDAR
from briefing.core.sentences import Span
from briefing.core.text import fold

LANGUAGE = "en"
_BEFORE, _BEHIND = 160, 100
"""Characters to each side of a verb that name the speaker."""
_NEAR, _SENTENCE = 60, 250
_ROLE_WORDS, _LONGEST_ROLE = 8, 5
_NO_ROLE = -1
_LEAST_NAME, _NAME_WORDS = 2, 4
_LONGEST_RUN, _LONGEST_NAME, _LONGEST_WORD = 120, 60, 30
_LONGEST_ACRONYM = 6


class Name(NamedTuple):
    """A person or a body, folded."""

    given: str
    """First name; "" where the report does not give it, and for bodies."""
    last: str
    body: bool = False


class Speaker(NamedTuple):
    """A name as it stands beside a verb of saying, before it is known who is meant."""

    span: Span
    words: tuple[str, ...]
    """Without titles."""
    role: int
    """Where its titles and roles begin: at the name, where it has none."""
    titled: bool
    article: bool
    """"the" stands before it: it is no person's, unless titles stand between."""

    @property
    def last(self) -> str:
        """The last name, if it is a person's, as it is spelled."""
        junior = len(self.words) > 1 and fold(self.words[-1]).strip(".") in lexicon.SUFFIXES
        return self.words[-2] if junior else self.words[-1]


class People(NamedTuple):
    """The persons that a report names with first and last name."""

    given: Mapping[str, Collection[str]]
    """The first names that go with each last name."""
    spans: Mapping[Name, Span]
    """Where each is named first."""


NOBODY = People({}, {})


def speakers(text: str, language: str) -> tuple[Speaker, ...]:
    """The names to which the text ties what was said lately, in order. Time grows with the length of the text."""
    if language[:2].lower() != LANGUAGE:
        return ()
    quoted = _Quoted(text)
    found = []
    for verb in lexicon.VERB.finditer(text):
        start = verb.start() + 1
        if start not in quoted:
            name = _before(text, start, verb[0][1:]) or _inverted(text, verb)
            if name and not _of_the_past(text, verb):
                found.append(name)
    for verb in lexicon.ACCORDING.finditer(text):
        if verb.start() not in quoted:
            name = _after(text, verb.end())
            if name and not _of_the_past(text, verb):
                found.append(name)
    return tuple(sorted(name for name in found if not _is_journalist(name, text)))


def _is_journalist(name: Speaker, text: str) -> bool:
    role = text[name.role : name.span.start]
    return bool(role) and not lexicon.JOURNALISTS.isdisjoint(map(fold, role.split()))


def people(text: str, lasts: Collection[str]) -> People:
    """The persons with one of those last names, as reports spell them, that the text names with their first name."""
    found: dict[Name, list[tuple[Span, str]]] = defaultdict(list)
    within: set[Name] = set()
    for run in _runs(text, lasts):
        named = _named(run)
        if named is None or len(named.words) < _LEAST_NAME or not is_person(named.words):
            continue
        given, last, second = _split(named.words)
        if len(given) > 1:
            name = Name(given, last)
            found[name].append((named.span, second))
            if named.titled or lexicon.GOES_ON.search(text, max(0, run.start() - 2), run.start()):
                within.add(name)
    first_names: dict[str, set[str]] = defaultdict(set)
    spans: dict[Name, Span] = {}
    for name, places in found.items():
        # What begins a sentence may be any word before a name: "Will Lee go?"
        if name not in within and f" {name.given} " in text:
            continue
        span, second = places[0]
        if second and Name(second, name.last) in found:  # "the ambassador to Norland Ann Lee"
            continue
        first_names[name.last].add(name.given)
        spans[name] = span
    return People(first_names, spans)


def _runs(text: str, lasts: Collection[str]) -> Iterator[re.Match[str]]:
    """The runs of at least two capitalised words that have one of those words behind the first, in order."""
    starts = set[int]()
    for last in lasts:
        at = text.find(f" {last}")
        while at >= 0:
            before = text[max(0, at - _LONGEST_WORD) : at].split()
            if before and before[-1].lstrip(lexicon.OPENS)[:1].isupper():
                starts.add(at)
            at = text.find(f" {last}", at + 1)
    end = 0
    for at in sorted(starts):
        if at < end:
            continue
        run = lexicon.RUN.search(text, max(end, at - _LONGEST_NAME))
        while run and run.end() <= at:
            run = lexicon.RUN.search(text, run.end())
        if run and run.start() < at:
            end = run.end()
            if len(run[0]) <= _LONGEST_RUN:
                yield run


def meant(speaker: Speaker, named: People) -> Name | None:
    """Who is meant; None where that may be one of several, or neither a person of the text nor a body."""
    if speaker.article or not is_person(speaker.words):
        return _body(speaker.words, named)
    given, last, _ = _split(speaker.words)
    known = named.given.get(last, ())
    if given:
        return Name(given, last) if given in known else None
    if len(known) == 1:
        return Name(next(iter(known)), last)
    return Name("", last) if speaker.titled and not known else None


class _Quoted:
    """The places of a text that stand between quotation marks; a paragraph ends them."""

    def __init__(self, text: str) -> None:
        self._starts, self._inside = [0], [False]
        for mark in lexicon.QUOTATION_MARK.finditer(text):
            self._starts.append(mark.start())
            self._inside.append(mark[0] == "“" or (mark[0] == '"' and not self._inside[-1]))

    def __contains__(self, place: int) -> bool:
        return self._inside[bisect_right(self._starts, place) - 1]


def _of_the_past(text: str, verb: re.Match[str]) -> bool:
    """Whether its sentence speaks of an earlier time."""
    start = max(0, verb.start() - _SENTENCE)
    for stop in lexicon.SENTENCE_ENDS.finditer(text, start, verb.start()):
        start = stop.end()
    end = lexicon.SENTENCE_ENDS.search(text, verb.end(), verb.end() + _SENTENCE)
    return lexicon.PAST.search(text, start, end.start() if end else verb.end() + _SENTENCE) is not None


def _before(text: str, at: int, verb: str) -> Speaker | None:
    """The name that is the subject of the verb that begins there: it begins its clause, but for titles and roles."""
    if not lexicon.MAY_BE_NAMED.search(text, max(0, at - _LONGEST_WORD), at):
        return None
    if verb in lexicon.SOMETIMES_SAYING and not (
        lexicon.SAID_AFTER.match(text, at + len(verb)) or lexicon.SAID_BEFORE.search(text, max(0, at - _NEAR), at)
    ):
        return None
    start = max(0, at - _BEFORE)
    between = lexicon.APPOSITION.search(text[start:at])
    if between is None:
        return None
    end = start + between.start()
    runs = list(lexicon.RUN.finditer(text, start, end))
    run = runs[-1] if runs else None
    if run is None or run.end() != end or (start and run.start() == start):
        return None
    clause = _clause(text, start, run.start())
    if clause is None:
        return None
    article, role = clause
    name = _named(run, article=article, role=role)
    if name and between["of"] and not (name.titled and is_person(name.words)):  # "the Federation of Dockers said"
        return None
    if name and len(name.words) == 1 and not name.titled:
        role_words = text[name.role : name.span.start].split()
        if role_words and role_words[-1].islower():  # "the words Lee said she regrets"
            return None
    return name


def _clause(text: str, start: int, end: int) -> tuple[bool, int] | None:
    """Whether "the" stands right before the name that begins at `end`, and where its role begins, which must begin the
    clause."""
    article, role, following = False, end, ""
    for nth, piece in enumerate(reversed(list(lexicon.PIECE.finditer(text, start, end)))):
        word = piece[0]
        said = fold(word)
        if not word[0].isalnum():
            return article, role if word in lexicon.CLAUSE_MARKS else _NO_ROLE
        if word in lexicon.QUESTIONS:
            return None
        if word[0].isdigit() or said in CALENDAR or said in lexicon.CLAUSE_STARTS or word in lexicon.STARTERS:
            return article, role
        if said in lexicon.JOINS:
            joined = lexicon.WORD_BEFORE.search(text, start, max(start, piece.start() - 1))
            return None if joined and joined[0][0].isupper() else (article, role)
        if said == "the":
            article = article or not nth
        elif said in lexicon.NO_ROLES and not (said == "of" and following in lexicon.OFFICES):
            return None
        else:
            role = piece.start()
        if nth >= _ROLE_WORDS:
            return None
        following = said
    return None if start else (article, role)


def _inverted(text: str, verb: re.Match[str]) -> Speaker | None:
    """The name in “…,” said Ann Lee."""
    if lexicon.QUOTATION_ENDS.search(text, max(0, verb.start() - 3), verb.start() + 1):
        return _after(text, verb.end() + 1)
    return None


def _after(text: str, at: int) -> Speaker | None:
    """The name that begins there, but for titles and roles."""
    article, role = False, _NO_ROLE
    end = min(len(text), at + _BEHIND)
    for _ in range(_ROLE_WORDS):
        run = lexicon.RUN.match(text, at, end)
        word = None if run else lexicon.UNCAPITALISED.match(text, at, end)
        if run and lexicon.NAME_ENDS.match(text, run.end()):
            if run.end() == end < len(text):
                return None
            return _named(run, article=article, role=run.start() if role == _NO_ROLE else role)
        if run:
            article = False
        elif word and word[0] == "the":
            article = True
        elif word is None or word[0] in lexicon.NO_ROLES:
            return None
        if role == _NO_ROLE and not (word and word[0] == "the"):
            role = at
        at = run.end() if run else word.end() if word else at
        possessive = lexicon.POSSESSIVE.match(text, at)
        if possessive:
            at = possessive.end()
        elif text[at : at + 1] == " ":
            at += 1
        else:
            return None
    return None


def _named(run: re.Match[str], *, article: bool = False, role: int | None = None) -> Speaker | None:
    """The name in a run of capitalised words, of which the first may be titles.

    role: where the role begins, if before the run.
    """
    words = list(lexicon.RUN_WORD.finditer(run[0]))
    if words[0][0] == "The" and len(words) > 1:
        article = True
    if words[0][0] in lexicon.QUESTIONS:
        return None
    first = starts = 0
    titled = False
    for at, word in enumerate(words):
        said = fold(word[0]).rstrip(".")
        starter = word[0] in lexicon.STARTERS or said in CALENDAR
        if starter and starts == at:
            starts = at + 1
        if starter or said in lexicon.TITLES or word[0] in lexicon.ROLE_STARTERS:
            first, titled = at + 1, said in lexicon.TITLES
    while first < len(words) and lexicon.COUNTRY.fullmatch(words[first][0]):
        first += 1
    kept = words[first:]
    if not kept or len(kept) > _NAME_WORDS + 1:
        return None
    span = Span(run.start() + kept[0].start(), run.start() + kept[-1].end())
    if role == _NO_ROLE:
        role = span.start
    elif role is None or role >= run.start() or starts:
        role = min(run.start() + words[starts].start(), span.start) if starts < len(words) else span.start
    if len(run.string[role : span.start].split()) > _LONGEST_ROLE:
        role = span.start
    return Speaker(span, tuple(word[0] for word in kept), role, titled, article and not titled)


def _split(words: Sequence[str]) -> tuple[str, str, str]:
    """First, last and second name, folded, "" for none; "Jr." belongs to the last."""
    said = [fold(word).strip(".") for word in words]
    end = len(said) - 1
    if said[end] in lexicon.SUFFIXES and end:
        end -= 1
    last = " ".join(said[end:])
    return (said[0], last, said[1] if end > 1 else "") if end else ("", last, "")


def is_person(words: Sequence[str]) -> bool:
    """Whether a name, without titles, may be that of a person, rather than of a body or a place."""
    said = [fold(word).strip(".") for word in words]
    return (
        len(words) <= _NAME_WORDS
        and lexicon.BODIES.isdisjoint(said)
        and not any(word.isupper() and len(word) > 2 and fold(word) not in lexicon.SUFFIXES for word in words)
    )


def _body(words: Sequence[str], named: People) -> Name | None:
    """The body of that name, where it is the name of one: no "Court" without saying which."""
    if words[0] == "The" and len(words) > 1:
        words = words[1:]
    said = [fold(word).strip(".") for word in words]
    acronyms = [word for word in words if word.isupper() and 1 < len(word) <= _LONGEST_ACRONYM]
    if not acronyms and (len(words) == 1 or lexicon.BODIES.isdisjoint(said)) and said[0] not in lexicon.SINGLE_BODIES:
        return None
    if said[-1] in named.given or (words[-1].isupper() and len(words[-1]) > _LONGEST_ACRONYM):
        return None
    return Name("", " ".join(said), body=True)
