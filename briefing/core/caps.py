"""Keeps one outlet, one section or one running matter from filling the edition.

A cap gives way where nothing else could take the places that it leaves empty: a digest of two feeds is made from two.
"""

from __future__ import annotations

import heapq
import math
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field

from briefing.core.terms import TITLE_COUNTS, terms
from briefing.core.voices import named, outlet, voice
from briefing.model import NO_FREQUENCIES, Frequencies, Recipe, Story

_FEW_OUTLETS = 4
"""With fewer, no outlet is held back."""
_TITLES = 12
_SAMPLE = 200
"""Stories that show how common a word is today: beside earlier news they need not be many."""
_ALIKE = 0.15
"""Cosine from which a story belongs to the matter that others are about."""
_SHARED = 3
"""Terms that they have in common at least: one odd word makes two short notes alike."""

Vector = Mapping[str, float]
"""Terms and what they weigh."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Rarity:
    """How telling terms are, by earlier news and a sample of the day's stories."""

    earlier: Frequencies = field(repr=False)
    today: Mapping[str, int] = field(repr=False)
    """In how many of the sample each term stands."""
    sample: int

    def of(self, term: str) -> float:
        """The logarithm of one over the share of documents that have the term."""
        having = self.earlier.counts.get(term, 0) + self.today.get(term, 0)
        return max(math.log((1 + self.earlier.documents + self.sample) / max(having, 1)), 0.0)


@dataclass(frozen=True, slots=True, kw_only=True)
class Day:
    """What could be printed, as far as the caps must know."""

    per_source: int | None
    """Stories that one outlet may lead; None: any number."""
    per_section: int
    rarity: Rarity
    vectors: dict[str, Vector] = field(default_factory=dict, repr=False, compare=False)
    """What the stories that were looked at are about, by their ids; of length 1."""
    matters: dict[tuple[str, ...], list[_Matter]] = field(default_factory=dict, repr=False, compare=False)
    """Of the stories chosen last, by their ids: the same for every further one that is looked at."""


def survey(stories: Iterable[Story], recipe: Recipe, *, background: Frequencies = NO_FREQUENCIES) -> Day:
    """Looks over all stories that could be printed, in any order, before the first is chosen.

    `background` tells how common a word is in earlier news.
    """
    candidates = list(stories)
    places = min(recipe.places, len(candidates))
    voices = [_tellers(story, recipe) for story in candidates]
    leads = [voice(story.lead, recipe.owners) for story in candidates]
    alone = Counter(lead for lead, names in zip(leads, voices, strict=True) if len(names) == 1)
    shared = Counter(leads) - alone
    sections = Counter(story.lead.item.section for story in candidates)
    few = len(set[str]().union(*voices)) < _FEW_OUTLETS
    return Day(
        per_source=None if few else _enough(recipe.most_per_source, alone, shared, places),
        per_section=_enough(recipe.most_per_section, sections, Counter(), places),
        rarity=_rarity(candidates, background),
    )


def refusal(story: Story, chosen: Sequence[Story], recipe: Recipe, day: Day | None = None) -> str:
    """Why a story may not be printed beside those chosen before, in plain words; empty where it may.

    An outlet is held back with what it alone tells. `day` is the `survey` of all that could be printed, this story and
    those chosen among them; without it the recipe's caps stand as they are.
    """
    if day is None:
        rarity = _rarity([*chosen, story], NO_FREQUENCIES)
        day = Day(per_source=recipe.most_per_source, per_section=recipe.most_per_section, rarity=rarity)
    return (
        _source_refusal(story, chosen, recipe, day)
        or _section_refusal(story, chosen, day)
        or _topic_refusal(story, chosen, recipe, day)
    )


def _source_refusal(story: Story, chosen: Sequence[Story], recipe: Recipe, day: Day) -> str:
    teller = voice(story.lead, recipe.owners)
    if day.per_source is None or len(_tellers(story, recipe)) > 1:
        return ""
    led = sum(voice(other.lead, recipe.owners) == teller for other in chosen)
    if led < max(day.per_source, 1):
        return ""
    name = named(story.lead) if teller == outlet(story.lead) else teller
    return f"{name} leads {_stories(led)} already, and no other tells this one"


def _section_refusal(story: Story, chosen: Sequence[Story], day: Day) -> str:
    section = story.lead.item.section
    printed = sum(other.lead.item.section == section for other in chosen)
    return f"{section} has {_stories(printed)} already" if printed >= max(day.per_section, 1) else ""


def _topic_refusal(story: Story, chosen: Sequence[Story], recipe: Recipe, day: Day) -> str:
    most = max(recipe.most_per_topic, 1)
    if len(chosen) < most:
        return ""
    names = tuple(other.id for other in chosen)
    if (matters := day.matters.get(names)) is None:
        day.matters.clear()
        matters = day.matters[names] = _matters(chosen, day)
    matter = _belongs(_vector(story, day), matters)
    if matter is None or matter.stories < most:
        return ""
    return f'it belongs to the matter of "{matter.title}", of which {_stories(matter.stories)} are told already'


def _matters(chosen: Sequence[Story], day: Day) -> list[_Matter]:
    matters: list[_Matter] = []
    for story in chosen:
        vector = _vector(story, day)
        matter = _belongs(vector, matters)
        if matter is None:
            matters.append(matter := _Matter(story.lead.title))
        matter.add(vector)
    return matters


class _Matter:
    """What several stories are about: the sum of their vectors."""

    def __init__(self, title: str) -> None:
        self.title = title
        self.stories = 0
        self._sum: dict[str, float] = {}
        self._length = 0.0

    def add(self, vector: Vector) -> None:
        self.stories += 1
        for term, weight in vector.items():
            self._sum[term] = self._sum.get(term, 0.0) + weight
        self._length = math.sqrt(sum(weight * weight for weight in self._sum.values()))

    def likeness(self, vector: Vector) -> float:
        """The cosine, in [0, 1]; 0 where they share hardly a term."""
        shared = vector.keys() & self._sum.keys()
        if len(shared) < _SHARED or not self._length:
            return 0.0
        return round(sum(vector[term] * self._sum[term] for term in sorted(shared)) / self._length, 9)


def _belongs(vector: Vector, matters: Sequence[_Matter]) -> _Matter | None:
    """The matter that it is most like, the first of equals, if it is like enough."""
    alike = [matter.likeness(vector) for matter in matters]
    best = max(alike, default=0.0)
    return matters[alike.index(best)] if best >= _ALIKE else None


def _enough(cap: int, held: Counter[str], free: Counter[str], places: int) -> int:
    """The cap, raised until all places can be filled: by the stories that it holds back, and those that only count."""
    while free.total() + sum(min(count, max(cap - free[name], 0)) for name, count in held.items()) < places:
        cap += 1
    return cap


def _tellers(story: Story, recipe: Recipe) -> set[str]:
    return {voice(article, recipe.owners) for article in story.articles}


def _rarity(stories: Sequence[Story], background: Frequencies) -> Rarity:
    """Of many stories those with the smallest ids, which is as good as a random choice, stand for all."""
    sample = heapq.nsmallest(_SAMPLE, stories, key=lambda story: story.id)
    return Rarity(
        earlier=background, today=Counter(term for story in sample for term in _bag(story)), sample=len(sample)
    )


def _vector(story: Story, day: Day) -> Vector:
    """Its terms by (1 + ln tf) × IDF, in units of their length."""
    vector = day.vectors.get(story.id)
    if vector is None:
        weights = {
            term: (1 + math.log(count) if count >= 1 else count) * day.rarity.of(term)
            for term, count in sorted(_bag(story).items())
        }
        length = math.sqrt(sum(weight * weight for weight in weights.values())) or 1.0
        vector = day.vectors[story.id] = {term: weight / length for term, weight in weights.items()}
    return vector


def _bag(story: Story) -> dict[str, float]:
    """The terms of its titles, counted twice over all of them, and of its lead's opening; numbers are left out."""
    bag = dict.fromkeys(terms(story.lead).lead, 1.0)
    reports = sorted(story.articles, key=lambda article: (article.when, article.id))[:_TITLES]
    for article in reports:
        for term in terms(article).title:
            bag[term] = bag.get(term, 0.0) + TITLE_COUNTS / len(reports)
    return {term: count for term, count in bag.items() if not term[0].isdigit()}


def _stories(number: int) -> str:
    return f"{number} stories" if number != 1 else "1 story"
