"""Puts the stories in order: a sum of reasons, each with its points and in plain words.

What many outlets tell matters most: of simple signals, the number of distinct sources foretells best how widely a
story is carried. With few feeds that says less; there it counts too how often each outlet reports, and how high up in
its feed.
"""

from __future__ import annotations

import math
from collections import defaultdict
from collections.abc import Iterator, Sequence
from datetime import datetime, timedelta

from briefing.core.cluster import form, opening
from briefing.core.text import fold, tokens
from briefing.core.urls import host
from briefing.model import Article, RankedStory, Reason, Recipe, Story

_DEPTH, _DEPTH_OVER_FEEDS = 0.3, 2.5
"""Further reports of the same outlets: 0.3 for each doubling, less from 8 feeds on."""
_FRESHNESS = 0.15
_HALF_LIFE = timedelta(hours=24)
_FEW_FEEDS = 5
_POSITION_FEW, _POSITION_MANY = 0.5, 0.1
_POSITION_HALVES = 5.0
"""Each so many places further down its feed halve what the place is worth."""
_UPDATE, _ONGOING = -0.3, -1.5
_FORM_POINTS = {"opinion": -0.75, "live blog": -0.5, "round-up": -1.5}
_FEED_TEXT_ONLY, _NO_TEXT = -0.2, -0.75
_LEAST_WEIGHT = 1 / 16
_NAMED = 6
_COPY_WORDS = 30
"""So many equal words at the start make two texts of different outlets one agency's report."""


def rank(stories: Sequence[Story], *, recipe: Recipe, now: datetime) -> list[RankedStory]:
    """The stories, best first; equal scores by id. A story's score is the sum of its reasons' points.

    Points: log2(1 + outlets that tell it, copies counted once), what the outlets' weights and further reports add,
    0.15 halved each 24 hours since the newest report, its place in its feed, the section's weight; less where it was
    told before, for opinion, live blogs and round-ups, and where only the feed's own summary, or nothing, could be
    read.
    """
    feeds = len({article.source for story in stories for article in story.articles})
    ranked = [RankedStory(story=story, reasons=tuple(_reasons(story, recipe, now, feeds))) for story in stories]
    return sorted(ranked, key=lambda entry: (-entry.score, entry.story.id))


def muted(story: Story, recipe: Recipe) -> str | None:
    """The first of the recipe's muted words or phrases that the story's headline or opening has, else None.

    Case and accents are ignored; whole words only, except in scripts written without blanks between words.
    """
    lead = story.lead
    words = ["", *tokens(lead.title), "", *opening(lead.text), ""]
    spoken = " ".join(words)
    plain = fold(f"{lead.title}\n{lead.text[:400]}")
    for phrase in recipe.mute:
        sought = tokens(phrase)
        if _unspaced(phrase):
            if fold(phrase).strip() in plain:
                return phrase
        elif sought and f" {' '.join(sought)} " in spoken:
            return phrase
    return None


def _unspaced(phrase: str) -> bool:
    """Whether a phrase is of a script in which blanks do not mark words, or particles are joined on (Korean)."""
    return any(char >= "\u0e00" and char.isalpha() and not "\u10a0" <= char <= "\u2fff" for char in phrase)


def _reasons(story: Story, recipe: Recipe, now: datetime, feeds: int) -> Iterator[Reason]:
    yield from _coverage(story, feeds)
    yield _freshness(story, now)
    yield _position(story, feeds)
    yield from _section(story, recipe)
    yield from _novelty(story)
    yield from _text(story)


def _coverage(story: Story, feeds: int) -> Iterator[Reason]:
    """How many tell it in their own words, how much the user trusts them, and how often each reports."""
    outlets: dict[str, list[Article]] = defaultdict(list)
    for article in sorted(story.articles, key=lambda article: (article.when, article.id)):
        outlets[_outlet(article)].append(article)
    weights: list[float] = []
    copies: list[str] = []
    reports = 0
    told: set[tuple[str, ...]] = set()
    for articles in outlets.values():
        texts = {text for article in articles if (text := _wording(article))}
        if texts and texts <= told:
            copies.append(articles[0].item.source_name)
            continue
        told |= texts
        reports += len(texts) or len(articles)
        weights.append(max(0.0, *(article.item.weight for article in articles)))
    names = [articles[0].item.source_name for articles in outlets.values()]
    because = f"told by {len(names)} outlets: {_listed(names)}" if len(names) > 1 else f"told by {names[0]}"
    if copies:
        because += f" (the same text in {_listed(copies)}: not counted again)"
    plain = math.log2(1 + len(weights))
    yield Reason(name="coverage", points=_round(plain), because=because)
    if extra := _round(math.log2(1 + sum(weights)) - plain):
        yield Reason(name="weight", points=extra, because=f"your weights for them sum to {sum(weights):g}")
    if further := reports - len(weights):
        most = min(_DEPTH, _DEPTH_OVER_FEEDS / feeds)
        because = f"{_many(further, 'further report')} by the same {'outlets' if len(weights) > 1 else 'outlet'}"
        yield Reason(name="depth", points=_round(most * math.log2(reports / len(weights))), because=because)


def _outlet(article: Article) -> str:
    """Who speaks: two feeds of one site are one outlet, unless the address names a machine rather than a site."""
    name = host(article.url)
    if not name or "." not in name or name.replace(".", "").isdigit():
        return article.source
    return name.removeprefix("www.").removeprefix("m.").removeprefix("amp.")


def _wording(article: Article) -> tuple[str, ...]:
    words = tuple(opening(article.text)[:_COPY_WORDS])
    return words if len(words) == _COPY_WORDS else ()


def _freshness(story: Story, now: datetime) -> Reason:
    age = max(now - max(article.when for article in story.articles), timedelta())
    hours = round(age / timedelta(hours=1))
    ago = "less than an hour" if not hours else _many(hours, "hour") if hours < 48 else _many(hours // 24, "day")
    return Reason(
        name="freshness", points=_round(_FRESHNESS * 0.5 ** (age / _HALF_LIFE)), because=f"newest report {ago} old"
    )


def _position(story: Story, feeds: int) -> Reason:
    """The best place over its feeds, which counts for more where there are few."""
    best = min(story.articles, key=lambda article: (article.item.position, article.id)).item
    most = _POSITION_FEW if feeds <= _FEW_FEEDS else _POSITION_MANY
    points = most * 0.5 ** (max(best.position, 0) / _POSITION_HALVES)
    return Reason(
        name="position", points=_round(points), because=f"number {best.position + 1} in the feed of {best.source_name}"
    )


def _section(story: Story, recipe: Recipe) -> Iterator[Reason]:
    """The weight of the section it would be printed in: doubling it counts as doubling the coverage."""
    name = story.lead.item.section
    weight = dict(recipe.section_weights).get(name, 1.0)
    if weight != 1:
        points = _round(math.log2(max(weight, _LEAST_WEIGHT)))
        yield Reason(name="section", points=points, because=f"you gave {name} the weight {weight:g}")


def _novelty(story: Story) -> Iterator[Reason]:
    told = f"told in {story.first_told}" if story.first_told else "told before"
    if story.status == "update":
        yield Reason(
            name="novelty",
            points=_UPDATE,
            because=f"{told}; {_many(len(story.fresh), 'new report')} with something new",
        )
    elif story.status == "ongoing":
        yield Reason(name="novelty", points=_ONGOING, because=f"{told}, and nothing new since")


def _text(story: Story) -> Iterator[Reason]:
    """What is wrong with all of its articles alike: one plain report that was read whole is enough."""
    forms = [form(article) for article in story.articles]
    odd = sorted({name for name in forms if name})
    if odd and None not in forms:
        points = max(_FORM_POINTS[name] for name in odd)
        yield Reason(name="form", points=points, because=f"no plain report, only {_listed(odd)}")
    if not any(article.text.strip() for article in story.articles):
        yield Reason(name="text", points=_NO_TEXT, because="no text could be read")
    elif all(article.text_from == "feed" for article in story.articles):
        yield Reason(name="text", points=_FEED_TEXT_ONLY, because="only the feed's own summary could be read")


def _round(points: float) -> float:
    return round(points, 4)


def _many(number: int, what: str) -> str:
    return f"{number} {what}" if number == 1 else f"{number} {what}s"


def _listed(names: Sequence[str]) -> str:
    """Joined as "A, B and C"; of many, the first and how many more."""
    shown = list(dict.fromkeys(names))
    if len(shown) > _NAMED:
        shown = [*shown[: _NAMED - 1], f"{len(shown) - _NAMED + 1} more"]
    return f"{', '.join(shown[:-1])} and {shown[-1]}" if len(shown) > 1 else shown[0]
