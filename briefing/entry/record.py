"""What an edition recorded of its stories, for people who ask. Nothing is decided anew, and today's settings have no
say: what is told is what was weighed, and with which points, when the edition was made.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass
from datetime import timedelta
from typing import Any, Literal

from briefing.core.duplicates import once
from briefing.core.text import fold
from briefing.core.urls import absolute, canonical
from briefing.model import Article, Brief, Decision, Edition, Recipe, Trace
from briefing.ports import Store

Cause = Literal[
    "", "muted", "muted-source", "told", "not-newer", "floor", "rank", "words", "source", "section", "topic",
    "sentences", "other",
]  # fmt: skip
"""Why a story was left out, in a word; "" for one that was printed."""

_CAUSES: tuple[tuple[Cause, str], ...] = (
    ("muted-source", r"muted: only .* told it"),
    ("muted", "muted: "),
    ("told", "told in .*, and nothing new since"),
    ("not-newer", "no report of it is newer than "),
    ("floor", "too little speaks for it"),
    ("rank", r"the edition has its \d+ stories"),
    ("words", r"the edition has its \d+ words"),
    ("sentences", "no sentence of its reports can stand alone"),
    ("topic", "it belongs to the matter of "),
    ("source", r".* leads \d+ stor\w+ already"),
    ("section", r".* has \d+ stor\w+ already"),
)
"""Decisions say it in words only; each begins in one of these ways."""

_SETTINGS: Mapping[str, tuple[str, str]] = {
    "stories.mute": ("", "says which words, in a headline or an opening, leave a story out"),
    "stories.mute_sources": ("", "names the outlets that are not heard where they alone tell a story"),
    "stories.most_per_source": ("most_per_source", "is how many stories one outlet may have to itself"),
    "stories.most_per_section": ("most_per_section", "is how many stories one section may have"),
    "stories.most_per_topic": ("most_per_topic", "is how many stories may be about one running matter"),
    "stories.lookback": ("lookback", "is how far back reports are read"),
    "stories.threshold": ("threshold", "is how alike two reports must be to be one story; less joins more of them"),
    "length.full_stories": ("full_stories", "is how many stories, after the first, are told at length"),
    "length.one_liners": ("one_liners", "is how many more get one line"),
    "length.words": ("words", "is the edition's budget of words"),
    "stories.interests": ("", "raises the stories that have a word, phrase or pattern"),
    "stories.section_weights": ("", "raises the stories of a section"),
    "stories.points": ("", "says how much each reason counts"),
    "sources[].weight": ("", "raises what a feed tells"),
}
"""Settings by their names in config.yaml: the field of the recipe that has a number, and what the setting does."""

_RAISING = ("stories.interests", "stories.section_weights", "sources[].weight", "stories.points")
_CHANGING: Mapping[Cause, tuple[str, ...]] = {
    "muted": ("stories.mute",),
    "muted-source": ("stories.mute_sources",),
    "floor": _RAISING,
    "rank": ("length.full_stories", "length.one_liners", *_RAISING),
    "words": ("length.words", *_RAISING),
    "source": ("stories.most_per_source",),
    "section": ("stories.most_per_section",),
    "topic": ("stories.most_per_topic",),
}
_BY_RANK: tuple[Cause, ...] = ("floor", "rank", "words", "source", "section", "topic")
_MOST_EDITIONS = 100
_MOST_BACK = 31


@dataclass(frozen=True, slots=True, kw_only=True)
class Setting:
    """A setting that would change an answer."""

    name: str
    """As in config.yaml: "stories.mute"."""
    was: float | str | None
    """Its value when the edition was made, where that is a number or a time ("3d")."""
    does: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Difference:
    """How many points more (or less) one story has for a reason than another."""

    name: str
    points: float
    mine: float
    theirs: float


@dataclass(frozen=True, slots=True, kw_only=True)
class Beside:
    """Another story of the same edition, to compare with."""

    story: str
    headline: str
    place: int | None
    rank: int
    score: float
    printed: bool
    because: str
    differences: tuple[Difference, ...]
    """The asking story's points less this one's, the largest difference first; equal ones are left out."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Standing:
    """Where a page stood in one edition."""

    edition: str
    decision: Decision
    place: int | None
    """Of its story among the items printed, from 1; None: left out."""
    items: int
    role: Literal["headline", "covered", "earlier", "left out"]
    """Its headline is printed; it is named below another's; its story is, as an update without it; its story is not."""
    twin_of: str
    """Id of the article that stood for it, where the same was found at another address."""


class Record:
    """One edition as it was made: what was weighed, best first, and what was printed, in reading order."""

    def __init__(self, store: Store, edition: Edition) -> None:
        """Raises StoreError where the edition's recipe can't be found."""
        self.edition = edition
        self.decisions = list(store.editions.decisions(edition.id))
        self.recipe: Recipe = store.editions.recipe(edition.id)
        self.briefs: Mapping[str, Brief] = {brief.story: brief for brief in edition.briefs}
        self._places = {brief.story: place for place, brief in enumerate(edition.briefs, 1)}
        self._ranks = {decision.story: rank for rank, decision in enumerate(self.decisions, 1)}
        self._digests = dict(edition.inputs)
        self._store = store

    def place(self, decision: Decision) -> int | None:
        """Among the items printed, in reading order, from 1."""
        return self._places.get(decision.story)

    def rank(self, decision: Decision) -> int:
        """Among the stories weighed, best first, from 1."""
        return self._ranks[decision.story]

    def articles(self, ids: Collection[str]) -> dict[str, Article]:
        """Articles as the edition had them, by id; those that it had not, or that are kept no more, are left out."""
        pairs = [(id_, self._digests[id_]) for id_ in sorted(set(ids)) if id_ in self._digests]
        return {article.id: article for article in self._store.news.versions(pairs, kept_only=True)}

    def decision_on(self, article: str) -> tuple[Decision | None, str]:
        """The decision on an article's story, and the id of the article that stood for it, where it was a twin.

        None where the edition did not weigh it."""
        if article not in self._digests:
            return None, ""
        for decision in self.decisions:
            if article in decision.articles:
                return decision, ""
            if twin_of := dict(decision.twins).get(article):
                return decision, twin_of
        # Editions of before twins were recorded.
        twin_of = once(list(self.articles(self._digests).values()))[1].get(article, "")
        found = next((decision for decision in self.decisions if twin_of in decision.articles), None)
        return found, twin_of if found else ""

    def standing(self, article: str) -> Standing | None:
        """Where an article stood; None where the edition did not weigh it."""
        decision, twin_of = self.decision_on(article)
        if decision is None:
            return None
        named = [reference.id for reference in self.briefs[decision.story].articles] if decision.printed else []
        at = named.index(twin_of or article) if (twin_of or article) in named else None
        role: Any = "left out" if not decision.printed else "earlier" if at is None else "covered" if at else "headline"
        return Standing(
            edition=self.edition.id,
            decision=decision,
            place=self.place(decision),
            items=len(self.briefs),
            role=role,
            twin_of=twin_of,
        )

    def beside(self, decision: Decision, other: Decision) -> Beside:
        return Beside(
            story=other.story,
            headline=other.headline,
            place=self.place(other),
            rank=self.rank(other),
            score=other.score,
            printed=other.printed,
            because=other.because,
            differences=differences(decision, other),
        )

    def last_printed(self, decision: Decision) -> Beside | None:
        """For a story that was left out by its rank or a cap, the printed one with the fewest points."""
        last = next((other for other in reversed(self.decisions) if other.printed), None)
        return self.beside(decision, last) if last and cause(decision) in _BY_RANK else None

    def settings(self, *names: str) -> tuple[Setting, ...]:
        """Settings, with their values when the edition was made."""
        found = []
        for name in names:
            field, does = _SETTINGS[name]
            was = getattr(self.recipe, field) if field else None
            found.append(Setting(name=name, was=_days(was) if isinstance(was, timedelta) else was, does=does))
        return tuple(found)

    def changing(self, decision: Decision) -> tuple[Setting, ...]:
        """The settings that would have let a story in."""
        kind = cause(decision)
        names = _CHANGING.get(kind, ())
        if len(decision.articles) == 1 and kind in ("floor", "rank", "words"):
            names = (*names, "stories.threshold")
        return self.settings(*names)


def cause(decision: Decision) -> Cause:
    """Why a story was left out, in a word."""
    if decision.printed:
        return ""
    return next((name for name, said in _CAUSES if re.match(said, decision.because, re.DOTALL)), "other")


def differences(one: Decision, other: Decision) -> tuple[Difference, ...]:
    """By reason, the largest first."""
    mine, theirs = ({reason.name: reason.points for reason in each.reasons} for each in (one, other))
    found = [
        Difference(name=name, points=round(points, 4), mine=mine.get(name, 0.0), theirs=theirs.get(name, 0.0))
        for name in dict.fromkeys((*mine, *theirs))
        if round(points := mine.get(name, 0.0) - theirs.get(name, 0.0), 4)
    ]
    return tuple(sorted(found, key=lambda each: (-abs(each.points), each.name)))


def page_named(store: Store, text: str) -> Trace | None:
    """What is known of an address, however it is written, or of an item's id."""
    return store.news.trace(canonical(text) or text) or store.news.trace(text)


def is_address(text: str) -> bool:
    return "://" in text and bool(absolute(text))


def has_words(title: str, wanted: str) -> bool:
    """Whether a headline has all words, or beginnings of words, that are sought."""
    sought = re.findall(r"\w+", fold(wanted))
    return bool(sought) and all(word in fold(title) for word in sought)


def standings(store: Store, briefing: str, page: Trace, records: dict[str, Record]) -> Iterator[Standing]:
    """Where a page stood in the editions of a briefing that could know it, oldest first.

    `records` has the editions that were looked at before, by key, and takes in the others.
    """
    since = (page.first_seen - timedelta(days=2)).date().isoformat()
    keys = [key for key in store.editions.keys(briefing) if key.rsplit("/", 1)[1] >= since]
    for key in keys[:_MOST_EDITIONS]:
        if key not in records and (edition := store.editions.get(key)):
            records[key] = Record(store, edition)
        if key in records and (stood := records[key].standing(page.item.id)):
            yield stood


def headline_of(store: Store, story: str, before: Edition) -> str:
    """A story's headline in the last earlier edition that printed it; empty where none did."""
    earlier: Edition | None = before
    for _ in range(_MOST_BACK):
        earlier = store.editions.get(earlier.previous) if earlier and earlier.previous else None
        if earlier is None:
            break
        if headline := next((brief.headline for brief in earlier.briefs if brief.story == story), ""):
            return headline
    return ""


def _days(length: timedelta) -> str:
    """As config.yaml writes it: "3d", "36h"."""
    hours = length / timedelta(hours=1)
    return f"{hours / 24:g}d" if hours % 24 == 0 else f"{hours:g}h"
