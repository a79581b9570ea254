"""Numbers that several reports of a story give of one thing, lined up.

    figures of each report -> what each counts -> the same thing in other voices -> accounts

A wrong line is worse than none. So numbers are lined up where they are equal, and what they count and the words about
them are the same; numbers that differ only where they are tolls (dead, injured, missing, arrested) that the openings
of the reports give, each opening one. Parts of a whole ("two of the three", "three more"), bounds that another's number
meets ("at least 12" and 15), ranges, rates and ages are left out.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence

from briefing.core import count_words as lexicon
from briefing.core.counts import NOUNS_CAPITALISED, Count, counts
from briefing.core.figures import CALENDAR
from briefing.core.text import STOP_WORDS, fold
from briefing.core.voices import who_speaks
from briefing.model import Account, Article, Story, Telling

_MOST = 6
_SEEDS = 8
_ENOUGH = 4
_CLOSE, _ROUNDED = 0.9, 1000
_OPENING_CHARACTERS = 600
_INDEPENDENT = 2
_FARTHEST = 2.5
"""Tolls that are farther apart are of two events, more likely than not."""


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
    given = [count for place, article in enumerate(story.articles) for count in counts(place, article)]
    found: list[tuple[int, int, int, Account]] = []
    used: set[tuple[int, int]] = set()
    said: set[tuple[float, str]] = set()
    for group in (*_tolls(given, speakers, story.articles), *_equal(given, speakers)):
        at = {(count.article, count.span.start) for count in group}
        things = {(count.value, thing) for count in group for thing in count.units | {count.role}} - {(0.0, "")}
        voices = len({speakers[count.article] for count in group})
        if used.isdisjoint(at) and said.isdisjoint(things):
            account = _account(group, story.articles)
            found.append((-len(account.tellings), -voices, len(found), account))
        used |= at
        said |= {thing for thing in things if thing[1]}
    return tuple(account for *_, account in sorted(found, key=lambda one: one[:3])[:_MOST])


def _tolls(told: Iterable[Count], speakers: Sequence[str], articles: Sequence[Article]) -> Iterator[list[Count]]:
    """Tolls of the openings, whether they agree or differ: of each voice that of its newest report."""
    given: dict[tuple[str, frozenset[str]], dict[int, list[Count]]] = defaultdict(lambda: defaultdict(list))
    for count in told:
        if count.role not in ("", lexicon.VOTED) and count.opening and not count.past:
            given[count.role, count.units][count.article].append(count)
    for by_article in given.values():
        clear = [same[0] for same in by_article.values() if len({(count.value, count.hedge) for count in same}) == 1]
        newest = {speakers[c.article]: c for c in sorted(clear, key=lambda c: (articles[c.article].when, -c.article))}
        first = next((count for count in clear if newest[speakers[count.article]] is count), None)
        alike = [c for c in clear if first and newest[speakers[c.article]] is c and _one_event(first, c, articles)]
        different = {(count.value, count.hedge): count for count in alike}.values()
        comparable = [count for count in alike if not any(_meets(other, count) for other in different)]
        if len(comparable) >= _INDEPENDENT:
            yield comparable


def _one_event(one: Count, other: Count, articles: Sequence[Article]) -> bool:
    if one is other:
        return True
    first, second = articles[one.article], articles[other.article]
    least = 1 if one.value == other.value else 2
    least += first.language[:2] in NOUNS_CAPITALISED
    ratio = one.value / other.value
    if not 1 / _FARTHEST <= ratio <= _FARTHEST or not _near(one, other):
        return False
    return len(_names(first) & _names(second)) >= least


def _names(article: Article) -> set[str]:
    found = (
        fold(name) for name in lexicon.CAPITALISED.findall(f"{article.title}\n{article.text[:_OPENING_CHARACTERS]}")
    )
    return {name for name in found if name not in CALENDAR and name not in STOP_WORDS}


def _meets(other: Count, bound: Count) -> bool:
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


def _near(one: Count, other: Count) -> int:
    return len(one.about & other.about)


def _equal(told: Iterable[Count], speakers: Sequence[str]) -> Iterator[list[Count]]:
    """Numbers that are equal and count the same, one a report."""
    groups: dict[float, list[list[Count]]] = defaultdict(list)
    for count in told:
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


def _same(one: Count, other: Count) -> bool:
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


def _account(group: Sequence[Count], articles: Sequence[Article]) -> Account:
    tellings: dict[float, list[Count]] = defaultdict(list)
    for count in group:
        tellings[count.value].append(count)
    newest = {value: max(articles[count.article].when for count in told) for value, told in tellings.items()}
    ordered = sorted(tellings, key=lambda value: (newest[value], len(tellings[value]), value), reverse=True)
    return Account(
        what=min((count.what for count in group), key=lambda what: len(what.split())),
        tellings=tuple(_telling(tellings[value], articles) for value in ordered),
    )


def _telling(told: Sequence[Count], articles: Sequence[Article]) -> Telling:
    quotes = [articles[count.article].quoted(*count.span) for count in told]
    shortest = min(range(len(told)), key=lambda nth: (bool(told[nth].hedge), len(told[nth].what.split()), nth))
    quotes.insert(0, quotes.pop(shortest))
    return Telling(text=quotes[0].text, places=tuple(quotes))
