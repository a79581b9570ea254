"""Whom the reports of a story quote, lined up: "Ann Lee (Reuters, BBC), Bo Cho (AFP)".

    whom each report quotes -> the same person in other voices -> those whom the rest surely don't quote -> an account

A wrong line is worse than none: whoever is named in a further report, and may be quoted there in words that were not
understood, is left out. So the outlets that are listed for somebody are all of the story's that quote them.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import NamedTuple

from briefing.core import saying_words as lexicon
from briefing.core.counts import READ
from briefing.core.saying_words import sound
from briefing.core.sentences import Span
from briefing.core.speakers import LANGUAGE, NOBODY, Name, People, Speaker, meant, people, speakers
from briefing.core.text import fold
from briefing.core.voices import who_speaks
from briefing.model import QUOTED, Account, Article, Story, Telling

_INDEPENDENT = 2
_MOST, _MOST_ALONE = 4, 2
_ALONE_OFTEN, _ALONE_EARLY = 2, 1500
"""Whom one voice alone quotes, it quotes twice or within so many characters: others are by the way."""
_AT_LENGTH = 1000
"""Characters of a report whose silence says something."""
_ROLE_WORDS = 3
_ALIKE = 2
"""Letters with which the first names of one person begin, whatever they are shortened to: "Matt", "Matthew"."""


class _Speech(NamedTuple):
    span: Span
    """The name with the role before it."""
    full: bool
    """With a first name, or of a body."""
    role: int
    """Words of the role."""


@dataclass(frozen=True, slots=True)
class _Report:
    article: Article
    voice: str
    speakers: tuple[Speaker, ...]
    named: People = NOBODY
    heard: Mapping[Name, list[_Speech]] = field(default_factory=dict)


class _Actor(NamedTuple):
    """Somebody whom reports quote."""

    names: Collection[Name]
    speeches: Mapping[int, Sequence[_Speech]]
    """By the places of the reports in the story."""
    voices: frozenset[str]


def actors(story: Story, copies: Mapping[str, str]) -> tuple[Account, ...]:
    """Whom the story's voices quote: those first whom most do, then those whom one does alone. One account or none.

    Each telling is one person or body, at most four; at least one of them is quoted in several voices, and another in
    others than that one. Its text is a full form of the name, with the role where that is short; its places are where
    that stands and, one a report, the names of the one quoted. A report in another language than English
    quotes nobody, and leaves nothing to be said of those whom not all voices quote.

    copies: id of an article that repeats another's text -> id of that other; copies are one voice. Time grows with the
    length of the texts.
    """
    voices = who_speaks(story, copies)
    if len(set(voices)) < _INDEPENDENT:
        return ()
    reports = [
        _Report(article, voice, speakers(article.text[:READ], article.language))
        for article, voice in zip(story.articles, voices, strict=True)
    ]
    lasts = {(report.voice, sound(fold(name.last))) for report in reports for name in report.speakers}
    if max(Counter(last for _, last in lasts).values(), default=0) < _INDEPENDENT:
        return ()
    reports = _read(reports)
    found = _actors(reports)
    if max((len(actor.voices) for actor in found), default=0) < _INDEPENDENT:
        return ()
    named = [_sounds(report.article) for report in reports]
    shown = _best([actor for actor in found if _surely(actor, reports, named)])
    if not shown or len(shown[0].voices) < _INDEPENDENT or len({actor.voices for actor in shown}) == 1:
        return ()
    return (Account(what=QUOTED, tellings=tuple(_telling(actor, reports) for actor in shown)),)


def _read(reports: Sequence[_Report]) -> list[_Report]:
    """The reports with all that tells who their speakers are."""
    lasts = {name.last for report in reports for name in report.speakers}
    read = []
    for report in reports:
        text = report.article.text
        named = people(text[:READ], lasts)
        heard: dict[Name, list[_Speech]] = defaultdict(list)
        own = _own_names(report.article)
        for said in report.speakers:
            name = meant(said, named)
            role = fold(text[said.role : said.span.start]).replace("’", "'").replace("'s", "").split()
            if name and own.isdisjoint((name.last, *role)):
                full = name.body or len(said.words) > 1
                heard[name].append(_Speech(Span(said.role, said.span.end), full, len(role)))
        read.append(_Report(report.article, report.voice, report.speakers, named, heard))
    return read


def _sounds(article: Article) -> frozenset[str]:
    """How its capitalised words sound: all whom it may name."""
    words = set(lexicon.CAPITALISED.findall(f"{article.title}\n{article.text}"))
    return frozenset(map(sound, map(fold, words)))


def _own_names(article: Article) -> set[str]:
    """What the outlet may call itself."""
    words = [word for word in fold(article.item.source_name).split() if word != "the"]
    return {" ".join(words), "".join(word[0] for word in words), *words[-1:]}


def _actors(reports: Sequence[_Report]) -> list[_Actor]:
    numbers = _numbered([report.heard.keys() | report.named.spans.keys() for report in reports])
    speeches: dict[int, dict[int, list[_Speech]]] = defaultdict(lambda: defaultdict(list))
    for place, report in enumerate(reports):
        for name, told in report.heard.items():
            if name in numbers:
                speeches[numbers[name]][place] += told
    names: dict[int, list[Name]] = defaultdict(list)
    for name, number in numbers.items():
        names[number].append(name)
    return [
        _Actor(sorted(names[number]), told, frozenset(reports[place].voice for place in told))
        for number, told in speeches.items()
    ]


def _numbered(names: Iterable[Collection[Name]]) -> dict[Name, int]:
    """The names of each person or body -> its number; without those that may be of several.

    Spellings of one last name in several reports are one ("Zelensky", "Zelenskiy"), and first names that begin alike.
    """
    alike: dict[str, set[Name]] = defaultdict(set)
    apart: set[tuple[str, str]] = set()
    for of_one_report in names:
        persons: dict[tuple[str, str], set[Name]] = defaultdict(set)
        for name in of_one_report:
            alike[sound(name.last)].add(name)
            persons[sound(name.last), name.given[:_ALIKE]].add(name)
        apart.update(key for key, same in persons.items() if len(same) > 1)
    numbers: dict[Name, int] = {}
    for last, same_last in alike.items():
        begin = {name.given[:_ALIKE] for name in same_last} - {""}
        for letters in begin or {""}:
            if (last, letters) not in apart:
                known = {letters, ""} if len(begin) == 1 else {letters}
                same = [name for name in same_last if name.given[:_ALIKE] in known]
                numbers.update(dict.fromkeys(same, len(numbers)))
    return numbers


def _surely(actor: _Actor, reports: Sequence[_Report], named: Sequence[frozenset[str]]) -> bool:
    """Whether no other voice names them; of one voice's own, also whether they and that silence say something.

    named: how all whom each report may name sound.
    """
    lasts = [frozenset(map(sound, name.last.split()[: None if name.body else 1])) for name in actor.names]
    others = [place for place, report in enumerate(reports) if report.voice not in actor.voices]
    if any(reports[place].article.language[:2].lower() != LANGUAGE for place in others):
        return False
    if any(last <= named[place] for place in others for last in lasts):
        return False
    if len(actor.voices) >= _INDEPENDENT:
        return True
    told = [speech.span.start for speeches in actor.speeches.values() for speech in speeches]
    articles = [reports[place].article for place in others]
    return (
        not any(name.body for name in actor.names)
        and (len(told) >= _ALONE_OFTEN or min(told) < _ALONE_EARLY)
        and not any(article.partial for article in articles)
        and any(len(article.text) >= _AT_LENGTH for article in articles)
    )


def _best(chosen: Sequence[_Actor]) -> list[_Actor]:
    """Those whom most voices quote, and of those whom one does alone one of each voice before the next."""
    rank: Counter[frozenset[str]] = Counter()
    keyed = list[tuple[int, int, int, _Actor]]()
    for actor in sorted(chosen, key=lambda actor: min((place, told[0].span) for place, told in actor.speeches.items())):
        nth = rank[actor.voices] if len(actor.voices) == 1 else 0
        rank[actor.voices] += 1
        keyed.append((-len(actor.voices), nth, len(keyed), actor))
    ordered = [actor for *_, actor in sorted(keyed, key=lambda one: one[:3])]
    shared = sum(len(actor.voices) > 1 for actor in ordered)
    return ordered[: min(_MOST, shared + _MOST_ALONE)]


def _telling(actor: _Actor, reports: Sequence[_Report]) -> Telling:
    """Its text is the fullest form of the name beside a verb, or else that with which one of the reports names them."""
    best = {place: max(told, key=_fullness) for place, told in sorted(actor.speeches.items())}
    first = max(best, key=lambda place: _fullness(best[place]))
    span = best[first].span
    if not best[first].full:
        named = (
            (place, reports[place].named.spans[name])
            for place in best
            for name in actor.names
            if name in reports[place].named.spans
        )
        first, span = next(named, (first, span))
    spans = [
        (first, span),
        *((place, speech.span) for place, speech in best.items() if (place, speech.span) != (first, span)),
    ]
    places = tuple(reports[place].article.quoted(*span) for place, span in spans)
    return Telling(text=places[0].text, places=places)


def _fullness(speech: _Speech) -> tuple[bool, int]:
    """A role in about three words says who somebody is; one that is longer is too much."""
    return speech.full, -abs(speech.role - _ROLE_WORDS)
