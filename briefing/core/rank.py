"""Puts the stories in order: a sum of reasons, each with its points and in plain words.

What many outlets tell matters most: of simple signals, the number of distinct sources foretells best how widely a
story is carried. With few feeds that says less; there its place in its feed and the user's weights say more. One point
is what a plain report by one outlet has, and to double coverage, or to be wished for twice as much, is about one more.
"""

from __future__ import annotations

import math
from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from types import MappingProxyType

from briefing.core.forms import form
from briefing.core.matching import Phrases
from briefing.core.voices import Voice, listed, named, outlet, voices
from briefing.model import RankedStory, Reason, Recipe, Story

REASONS: Mapping[str, str] = MappingProxyType(
    {
        "coverage": "How many independent outlets tell it: log2(1 + outlets). Outlets of one house, and those that "
        "only repeat another's text, are not counted again; those that have told nothing since the last edition count "
        "a tenth.",
        "weight": "What the weights of its feeds add to that or take away: an outlet of weight 2 counts as two, with "
        "five feeds or fewer as four.",
        "depth": "Further reports by the same outlets: 0.1 each time that they double, less from six feeds on.",
        "matter": "Other outlets tell what may be the same, in stories of their own: 0.15 each time that they double.",
        "freshness": "0.15 for a report of the last 24 hours, halved for every 24 hours more.",
        "position": "Its best place in a feed: up to 0.5 with five feeds or fewer, 0.1 with 25 and so on, "
        "halved every five places further down.",
        "section": "The weight of its section: one point for each doubling.",
        "interest": "The interest that raises it most and the one that lowers it most: one point for each doubling.",
        "novelty": "Less for an update of a story that was told, the less the more is new; least with nothing new.",
        "form": "Less where there are only opinions, live blogs, round-ups or videos.",
        "text": "Less where no report could be read whole.",
    }
)
"""The reasons by name, each in a sentence; `Recipe.points` multiplies their points."""

_FEW_FEEDS = 5
_EARLIER = 0.1
"""What an outlet counts that has told nothing since the last edition, where the story was printed or found wanting."""
_DEPTH = 0.1
_MATTER = 0.15
_FRESHNESS = 0.15
_DAY = timedelta(hours=24)
"""A daily digest has no reason to put the morning before the evening; what is older than that loses half each day."""
_POSITION = 0.5
_POSITION_HALVES = 5.0
"""Each so many places further down its feed halve what the place is worth."""
_UPDATE, _EACH_NEW, _MOST_NEW = -0.45, 0.05, 6
_ONGOING = -1.5
_FORM_POINTS = {"opinion": -0.75, "live blog": -0.5, "round-up": -1.5, "video": -0.5}
_FORM_NAMES = {
    "opinion": ("an opinion piece", "opinion pieces"),
    "live blog": ("a live blog", "live blogs"),
    "round-up": ("a round-up", "round-ups"),
    "video": ("a video", "videos"),
}
_PARTIAL, _FEED_TEXT_ONLY, _NO_TEXT = -0.1, -0.2, -0.75
_NEVER = -8.0
"""What a weight or factor of 0 takes away: more than the coverage of a hundred outlets gives."""
_LEAST = 1.05
_WISHES = frozenset({"weight", "section", "interest"})


@dataclass(frozen=True, slots=True, kw_only=True)
class _Around:
    """What all stories of a day are ranked by."""

    recipe: Recipe
    now: datetime
    fewness: float
    """1 with few feeds, less and less with more, so that no single feed more turns the order over."""
    copies: Mapping[str, str] | None
    known: Collection[tuple[str, str]]
    interests: Mapping[str, float]
    phrases: Phrases


def rank(
    stories: Sequence[Story],
    *,
    recipe: Recipe,
    now: datetime,
    copies: Mapping[str, str] | None = None,
    known: Collection[tuple[str, str]] = (),
    alike: Iterable[tuple[str, str]] = (),
) -> list[RankedStory]:
    """The stories, best first; equal scores by id. A story's score is the sum of its reasons' points, see `REASONS`.

    `copies` says which article repeats another's text, by their ids; without it texts that begin alike are copies.
    `known` are ids and digests of the articles that the edition before could choose from, and `alike` pairs of ids of
    articles that nearly were found to tell one story.
    """
    feeds = len({article.source for story in stories for article in story.articles})
    fewness = min(1.0, _FEW_FEEDS / max(feeds, 1))
    interests = dict(recipe.interests)
    around = _Around(
        recipe=recipe,
        now=now,
        fewness=fewness,
        copies=copies,
        known=frozenset(known),
        interests=interests,
        phrases=Phrases(interests),
    )
    factors = dict(recipe.points)
    ranked = [
        RankedStory(
            story=story, reasons=tuple(_reason(*made, factors.get(made[0], 1.0)) for made in _reasons(story, around))
        )
        for story in stories
    ]
    ranked.sort(key=_order)
    if matters := _matters(ranked, alike, around.known):
        factor = factors.get("matter", 1.0)
        ranked = [
            replace(entry, reasons=(*entry.reasons, _reason(*matters[entry.story.id], factor)))
            if entry.story.id in matters
            else entry
            for entry in ranked
        ]
        ranked.sort(key=_order)
    return ranked


def _order(entry: RankedStory) -> tuple[float, str]:
    return -entry.score, entry.story.id


def _reason(name: str, points: float, because: str, factor: float) -> Reason:
    return Reason(name=name, points=round(points * factor, 4) + 0.0, because=because)


def floor(entry: RankedStory, recipe: Recipe) -> str:
    """Why a story is not worth printing even where there is room, in plain words; empty where it is.

    A plain report by one outlet has one point, and something must speak for it: that it is recent, stands high in its
    feed, is wished for. Being wished for less, or known from an earlier edition, only puts a story lower, unless it is
    wished for not at all.
    """
    factors = dict(recipe.points)
    least = _LEAST * factors.get("coverage", 1.0)
    counted = [
        reason
        for reason in entry.reasons
        if reason.name != "novelty"
        and not (reason.name in _WISHES and _NEVER / 2 * factors.get(reason.name, 1.0) < reason.points < 0)
    ]
    points = round(sum(reason.points for reason in counted), 4)
    if points >= least:
        return ""
    # What speaks against it, then what would have spoken for it and does so too faintly.
    faults = [reason.because for reason in counted if reason.points < 0]
    faint = [reason.because for reason in counted if reason.name in ("coverage", "position", "freshness")]
    shown = math.floor(points * 100) / 100
    return f"too little speaks for it ({shown:g} points of at least {least:g}): {'; '.join(faults + faint)}"


_Points = tuple[str, float, str]
"""A reason's name, points and words."""


def _reasons(story: Story, around: _Around) -> Iterator[_Points]:
    yield from _coverage(voices(story.articles, around.recipe.owners, around.copies, around.known), around.fewness)
    yield _freshness(story, around.now)
    yield _position(story, around)
    yield from _section(story, around.recipe)
    yield from _interest(story, around)
    yield from _novelty(story)
    yield from _form(story)
    yield from _text(story)


def _coverage(told: Sequence[Voice], fewness: float) -> Iterator[_Points]:
    """How many tell it in their own words, how much the user trusts them, and how often each reports."""
    own = [voice for voice in told if not voice.copied]
    counts = [(1.0 if voice.fresh else _EARLIER, voice.weight) for voice in own]
    points = math.log2(1 + sum(count for count, _ in counts))
    yield "coverage", points, _tellers(told)
    if any(weight != 1 for _, weight in counts):
        weighed = sum(count * weight ** (1 + fewness) for count, weight in counts)
        because = f"by your weights they count as {weighed:.3g} outlets"
        if len(own) == 1:
            because = f"you gave {listed(own[0].outlets)} the weight {own[0].weight:g}"
        yield "weight", math.log2(1 + weighed) - points if weighed else _NEVER, because
    if further := sum(voice.reports for voice in own) - len(own):
        because = f"{_many(further, 'further report')} by the same {'outlets' if len(own) > 1 else 'outlet'}"
        yield "depth", _DEPTH * fewness * math.log2(1 + further), because


def _tellers(told: Sequence[Voice]) -> str:
    names = [name for voice in told for name in voice.outlets]
    apart = [
        f"{listed(voice.outlets)} {f'belong to {voice.house}' if voice.house else 'are one site'}: counted once"
        for voice in told
        if len(voice.outlets) > 1
    ]
    if copies := [name for voice in told if voice.copied for name in voice.outlets]:
        apart.append(f"the same text in {listed(copies)}: not counted again")
    fresh = [voice for voice in told if voice.fresh or voice.copied]
    if fresh and len(fresh) < len(told):
        earlier = [name for voice in told if voice not in fresh for name in voice.outlets]
        apart.append(f"nothing since the last edition from {listed(earlier)}: hardly counted")
    because = f"told by {len(names)} outlets: {listed(names)}" if len(names) > 1 else f"told by {names[0]}"
    because += "" if fresh else ", but not since the last edition"
    return because + (f" ({'; '.join(apart)})" if apart else "")


def _matters(
    ranked: Sequence[RankedStory], alike: Iterable[tuple[str, str]], known: Collection[tuple[str, str]]
) -> dict[str, _Points]:
    """By story: the outlets that tell what may be the same. Only the best of what may be one story has them."""
    fresh = {
        article.id: (rank, article)
        for rank, entry in enumerate(ranked)
        for article in entry.story.articles
        if (article.id, article.digest) not in known
    }
    others: dict[int, set[str]] = defaultdict(set)
    beaten = set[int]()
    for one, other in alike:
        if one in fresh and other in fresh and fresh[one][0] != fresh[other][0]:
            better, worse = sorted((one, other), key=lambda name: fresh[name][0])
            others[fresh[better][0]].add(worse)
            beaten.add(fresh[worse][0])
    made = {}
    for rank in others.keys() - beaten:
        story = ranked[rank].story
        own = {outlet(article) for article in story.articles}
        told = {outlet(article): named(article) for _, article in map(fresh.__getitem__, sorted(others[rank]))}
        if names := sorted(told[name] for name in told.keys() - own):
            points = _MATTER * math.log2(1 + len(names))
            made[story.id] = ("matter", points, f"{listed(names)} may tell of the same event")
    return made


def _freshness(story: Story, now: datetime) -> _Points:
    age = max(now - max(article.when for article in story.articles), timedelta())
    hours = round(age / timedelta(hours=1))
    ago = "less than an hour" if not hours else _many(hours, "hour") if hours < 48 else _many(hours // 24, "day")
    return "freshness", _FRESHNESS * 0.5 ** max(age / _DAY - 1, 0.0), f"newest report {ago} old"


def _position(story: Story, around: _Around) -> _Points:
    """The best place over its feeds, which counts for more where there are few."""
    fresh = [article for article in story.articles if (article.id, article.digest) not in around.known]
    best = min(fresh or story.articles, key=lambda article: (article.item.position, article.id))
    place = max(best.item.position, 0)
    points = _POSITION * around.fewness * 0.5 ** (place / _POSITION_HALVES)
    return "position", points, f"number {place + 1} in the feed of {named(best)}"


def _section(story: Story, recipe: Recipe) -> Iterator[_Points]:
    """The weight of the section that it would be printed in."""
    name = story.lead.item.section
    weight = dict(recipe.section_weights).get(name, 1.0)
    if weight != 1:
        yield "section", _doublings(weight), f"you gave {name} the weight {weight:g}"


def _interest(story: Story, around: _Around) -> Iterator[_Points]:
    """Many words for one interest count once, so the strongest of those found, in either direction."""
    weights = around.interests
    hits = sorted(
        (_doublings(weights[phrase]), f'{place} has "{phrase}", which you gave the weight {weights[phrase]:g}')
        for phrase, place in around.phrases.places(story).items()
    )
    strongest = [hit for hit in hits[-1:] if hit[0] > 0] + [hit for hit in hits[:1] if hit[0] < 0]
    if strongest:
        yield "interest", sum(points for points, _ in strongest), "; ".join(because for _, because in strongest)


def _novelty(story: Story) -> Iterator[_Points]:
    told = f"told in {story.first_told}" if story.first_told else "told before"
    if story.status == "update":
        points = _UPDATE + _EACH_NEW * min(len(story.news), _MOST_NEW)
        because = f"{told}; {_many(len(story.fresh), 'new report')}"
        because += f", new in {'it' if len(story.fresh) == 1 else 'them'}: {listed(story.news)}" if story.news else ""
        yield "novelty", points, because
    elif story.status == "ongoing":
        yield "novelty", _ONGOING, f"{told}, and nothing new since"


def _form(story: Story) -> Iterator[_Points]:
    """What is wrong with all of its articles alike: one plain report is enough."""
    odd = set[str]()
    for article in story.articles:
        name = form(article) or ("video" if article.genre == "video" else "")
        if not name:
            return
        odd.add(name)
    names = listed([_FORM_NAMES[name][len(story.articles) > 1] for name in sorted(odd)])
    yield "form", max(_FORM_POINTS[name] for name in odd), f"no report, only {names}"


def _text(story: Story) -> Iterator[_Points]:
    """The same for what could be read of them."""
    if not any(article.text.strip() for article in story.articles):
        yield "text", _NO_TEXT, "no text could be read"
    elif all(article.text_from == "feed" for article in story.articles):
        yield "text", _FEED_TEXT_ONLY, "only the feed's own summary could be read"
    elif all(article.text_from == "feed" or article.partial for article in story.articles):
        yield "text", _PARTIAL, "only the beginning could be read"


def _doublings(factor: float) -> float:
    return max(math.log2(factor), _NEVER) if factor > 0 else _NEVER


def _many(number: int, what: str) -> str:
    return f"{number} {what}" if number == 1 else f"{number} {what}s"
