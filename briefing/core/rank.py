"""Puts the stories in order: a sum of reasons, each with its points and in plain words.

What many outlets tell matters most: of simple signals, the number of distinct sources foretells best how widely a
story is carried. With few feeds that says less; there its place in its feed and the user's weights say more. One point
is what a plain report by one outlet has, and to double coverage, or to be wished for twice as much, is about one more.
"""

from __future__ import annotations

import math
from collections.abc import Iterator, Mapping, Sequence
from datetime import datetime, timedelta
from types import MappingProxyType

from briefing.core.forms import form
from briefing.core.matching import found, muted, passages
from briefing.core.voices import Voice, listed, voices
from briefing.model import RankedStory, Reason, Recipe, Story

__all__ = ["REASONS", "floor", "muted", "rank"]

REASONS: Mapping[str, str] = MappingProxyType(
    {
        "coverage": "How many independent outlets tell it: log2(1 + outlets). Outlets of one house, and those that "
        "only repeat another's text, are not counted again.",
        "weight": "What the weights of its feeds add to that or take away; twice as much with five feeds or fewer.",
        "depth": "Further reports by the same outlets: 0.1 each time that they double, less from six feeds on.",
        "freshness": "0.15 for a report of the last 24 hours, halved for every 24 hours more.",
        "position": "Its best place in a feed: up to 0.5 with five feeds or fewer and up to 0.1 with 25 or more, "
        "halved every five places further down.",
        "section": "The weight of its section: one point for each doubling.",
        "interest": "The interest that raises it most and the one that lowers it most: one point for each doubling.",
        "novelty": "Less for an update of a story that was told, the less the more is new; least with nothing new.",
        "form": "Less where there are only opinions, live blogs or round-ups.",
        "text": "Less where no report could be read whole.",
    }
)
"""The reasons by name, each in a sentence; `Recipe.points` multiplies their points."""

_FEW_FEEDS = 5
_DEPTH = 0.1
_FRESHNESS = 0.15
_DAY = timedelta(hours=24)
"""A daily digest has no reason to put the morning before the evening; what is older than that loses half each day."""
_POSITION_FEW, _POSITION_MANY = 0.5, 0.1
_POSITION_HALVES = 5.0
"""Each so many places further down its feed halve what the place is worth."""
_UPDATE, _EACH_NEW, _MOST_NEW = -0.45, 0.05, 6
_ONGOING = -1.5
_FORM_POINTS = {"opinion": -0.75, "live blog": -0.5, "round-up": -1.5}
_PARTIAL, _FEED_TEXT_ONLY, _NO_TEXT = -0.1, -0.2, -0.75
_NEVER = -8.0
"""What a weight or factor of 0 takes away: more than the coverage of a hundred outlets gives."""
_LEAST = 1.05
_WISHES = frozenset({"weight", "section", "interest"})


def rank(
    stories: Sequence[Story], *, recipe: Recipe, now: datetime, copies: Mapping[str, str] | None = None
) -> list[RankedStory]:
    """The stories, best first; equal scores by id. A story's score is the sum of its reasons' points, see `REASONS`.

    `copies` says which article repeats another's text, by their ids; without it texts that begin alike are copies.
    """
    feeds = len({article.source for story in stories for article in story.articles})
    factors = dict(recipe.points)
    ranked = [
        RankedStory(
            story=story,
            reasons=tuple(
                Reason(name=name, points=round(points * factors.get(name, 1.0), 4) + 0.0, because=because)
                for name, points, because in _reasons(story, recipe, now, _fewness(feeds), copies)
            ),
        )
        for story in stories
    ]
    return sorted(ranked, key=lambda entry: (-entry.score, entry.story.id))


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
    return f"too little speaks for it ({points:g} points of at least {least:g}): {'; '.join(faults + faint)}"


_Points = tuple[str, float, str]
"""A reason's name, points and words."""


def _reasons(
    story: Story, recipe: Recipe, now: datetime, fewness: float, copies: Mapping[str, str] | None
) -> Iterator[_Points]:
    yield from _coverage(voices(story.articles, recipe.owners, copies), fewness)
    yield _freshness(story, now)
    yield _position(story, fewness)
    yield from _section(story, recipe)
    yield from _interest(story, recipe)
    yield from _novelty(story)
    yield from _form(story)
    yield from _text(story)


def _fewness(feeds: int) -> float:
    """1 with few feeds, less and less with more, so that no single feed more turns the order over."""
    return min(1.0, _FEW_FEEDS / max(feeds, 1))


def _coverage(told: Sequence[Voice], fewness: float) -> Iterator[_Points]:
    """How many tell it in their own words, how much the user trusts them, and how often each reports."""
    own = [voice for voice in told if not voice.copied]
    names = [name for voice in told for name in voice.outlets]
    because = f"told by {len(names)} outlets: {listed(names)}" if len(names) > 1 else f"told by {names[0]}"
    apart = [
        f"{listed(voice.outlets)} {f'belong to {voice.house}' if voice.house else 'are one site'}: counted once"
        for voice in told
        if len(voice.outlets) > 1
    ]
    if copies := [name for voice in told if voice.copied for name in voice.outlets]:
        apart.append(f"the same text in {listed(copies)}: not counted again")
    yield "coverage", math.log2(1 + len(own)), because + (f" ({'; '.join(apart)})" if apart else "")
    weight = sum(voice.weight for voice in own)
    if weight != len(own):
        points = (1 + fewness) * (math.log2(1 + weight) - math.log2(1 + len(own))) if weight else _NEVER
        yield "weight", points, f"your weights for them sum to {weight:g}"
    reports = sum(voice.reports for voice in own)
    if further := reports - len(own):
        because = f"{_many(further, 'further report')} by the same {'outlets' if len(own) > 1 else 'outlet'}"
        yield "depth", _DEPTH * fewness * math.log2(reports / len(own)), because


def _freshness(story: Story, now: datetime) -> _Points:
    age = max(now - max(article.when for article in story.articles), timedelta())
    hours = round(age / timedelta(hours=1))
    ago = "less than an hour" if not hours else _many(hours, "hour") if hours < 48 else _many(hours // 24, "day")
    return "freshness", _FRESHNESS * 0.5 ** max(age / _DAY - 1, 0.0), f"newest report {ago} old"


def _position(story: Story, fewness: float) -> _Points:
    """The best place over its feeds, which counts for more where there are few."""
    best = min(story.articles, key=lambda article: (article.item.position, article.id)).item
    most = max(_POSITION_FEW * fewness, _POSITION_MANY)
    points = most * 0.5 ** (max(best.position, 0) / _POSITION_HALVES)
    return "position", points, f"number {best.position + 1} in the feed of {best.source_name}"


def _section(story: Story, recipe: Recipe) -> Iterator[_Points]:
    """The weight of the section that it would be printed in."""
    name = story.lead.item.section
    weight = dict(recipe.section_weights).get(name, 1.0)
    if weight != 1:
        yield "section", _doublings(weight), f"you gave {name} the weight {weight:g}"


def _interest(story: Story, recipe: Recipe) -> Iterator[_Points]:
    """Many words for one interest count once, so the strongest of those found, in either direction."""
    if not recipe.interests:
        return
    where = list(passages(story))
    hits = sorted(
        (_doublings(factor), f'{passage.place} has "{phrase}", which counts {factor:g} times')
        for phrase, factor in recipe.interests
        if (passage := found(phrase, where))
    )
    strongest = [hit for hit in hits[-1:] if hit[0] > 0] + [hit for hit in hits[:1] if hit[0] < 0]
    if strongest:
        yield "interest", sum(points for points, _ in strongest), "; ".join(because for _, because in strongest)


def _novelty(story: Story) -> Iterator[_Points]:
    told = f"told in {story.first_told}" if story.first_told else "told before"
    if story.status == "update":
        points = _UPDATE + _EACH_NEW * min(len(story.news), _MOST_NEW)
        because = f"{told}; {_many(len(story.fresh), 'new report')} with "
        because += f"{_many(len(story.news), 'new thing')}: {listed(story.news)}" if story.news else "something new"
        yield "novelty", points, because
    elif story.status == "ongoing":
        yield "novelty", _ONGOING, f"{told}, and nothing new since"


def _form(story: Story) -> Iterator[_Points]:
    """What is wrong with all of its articles alike: one plain report is enough."""
    odd = set[str]()
    for article in story.articles:
        name = form(article)
        if name is None:
            return
        odd.add(name)
    yield "form", max(_FORM_POINTS[name] for name in odd), f"no plain report, only {listed(sorted(odd))}"


def _text(story: Story) -> Iterator[_Points]:
    """The same for what could be read of them."""
    if not any(article.text.strip() for article in story.articles):
        yield "text", _NO_TEXT, "no text could be read"
    elif all(article.text_from == "feed" for article in story.articles):
        yield "text", _FEED_TEXT_ONLY, "only the feed's own summary could be read"
    elif all(article.text_from == "feed" or getattr(article, "partial", False) for article in story.articles):
        yield "text", _PARTIAL, "only the beginning could be read"


def _doublings(factor: float) -> float:
    return max(math.log2(factor), _NEVER) if factor > 0 else _NEVER


def _many(number: int, what: str) -> str:
    return f"{number} {what}" if number == 1 else f"{number} {what}s"
