"""Knows a story again from one edition to the next, and what it has that readers were not told.

A group of articles is the story that an earlier edition told when they share articles. Whether it is worth telling
again is decided by what its fresh articles say (see `novelty`): a further report that repeats what was told is no news.
"""

from __future__ import annotations

import hashlib
from collections import Counter, defaultdict
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from itertools import count

from briefing.core.novelty import gained, what_is_new
from briefing.model import Article, Status, Story, Told


@dataclass(frozen=True, slots=True)
class _Past:
    """A story over all editions that told it."""

    story: str
    articles: frozenset[str]
    edition: str
    closes: datetime
    """Of the first edition that told it."""


def follow(groups: Sequence[tuple[Article, ...]], told: Sequence[Told]) -> list[Story]:
    """The groups as stories, in the order of their ids.

    A group takes the id of the told story with which it shares most articles, then of that told earliest, then the
    smaller id; one group for each id: where two claim one, the larger overlap has it, then the larger group. Any other
    gets a new id, made from its earliest article; where it shares articles with a told story, it was split from that.
    Told stories that share articles with a group and go by no group's id are absorbed by the one with which they
    share most.

    `fresh` are the articles that no earlier edition had. A group without told articles is "new"; one whose fresh
    articles say something new, or come from many more outlets, is an "update"; else it is "ongoing": so a piece split
    off from a told story is not told as new.
    """
    pasts = _pasts(told)
    ordered = sorted(
        (tuple(sorted(group, key=lambda article: (article.when, article.id, article.digest))) for group in groups),
        key=lambda group: [(article.id, article.digest) for article in group],
    )
    known = {article.id: article for group in ordered for article in group}
    overlaps = _overlaps(ordered, pasts)
    claimed = _claims(overlaps, pasts, [len(group) for group in ordered])
    absorbed = _absorbed(overlaps, claimed)
    taken = set(pasts)
    stories = []
    for place, group in enumerate(ordered):
        shared = [pasts[name] for name in overlaps[place]]
        name = claimed.get(place) or _new_id(group[0], taken)
        taken.add(name)
        source = pasts.get(name) or _largest(overlaps[place], pasts)
        seen = frozenset[str]().union(*(past.articles for past in shared))
        fresh = [article for article in group if article.id not in seen]
        old = [known[id_] for id_ in sorted(seen) if id_ in known]
        status, news = _status(old, fresh, told=len(seen))
        stories.append(
            Story(
                id=name,
                articles=group,
                status=status,
                fresh=frozenset(article.id for article in fresh),
                first_told=source.edition if source else None,
                news=news,
                absorbed=tuple(sorted(absorbed[place])),
                split_from=source.story if source and source.story != name else None,
            )
        )
    return sorted(stories, key=lambda story: story.id)


def _status(old: Sequence[Article], fresh: Sequence[Article], *, told: int) -> tuple[Status, tuple[str, ...]]:
    """The status of a story, `told` of whose articles readers know, and its news."""
    if not told:
        return "new", ()
    if not fresh:
        return "ongoing", ()
    news = what_is_new(old, fresh)
    return ("update" if news or gained(old, fresh) else "ongoing"), news


def _pasts(told: Sequence[Told]) -> dict[str, _Past]:
    by_story: dict[str, list[Told]] = defaultdict(list)
    for telling in told:
        by_story[telling.story].append(telling)
    pasts = {}
    for story, tellings in by_story.items():
        first = min(tellings, key=lambda telling: (telling.closes, telling.edition))
        articles = frozenset[str]().union(*(telling.articles for telling in tellings))
        pasts[story] = _Past(story, articles, first.edition, first.closes)
    return pasts


_Overlap = Mapping[str, int]
"""Told story -> how many articles a group shares with it."""


def _overlaps(groups: Sequence[tuple[Article, ...]], pasts: Mapping[str, _Past]) -> list[_Overlap]:
    tellers: dict[str, list[str]] = defaultdict(list)
    for past in pasts.values():
        for article in past.articles:
            tellers[article].append(past.story)
    return [Counter(story for name in {article.id for article in group} for story in tellers[name]) for group in groups]


def _claims(overlaps: Sequence[_Overlap], pasts: Mapping[str, _Past], sizes: Sequence[int]) -> dict[int, str]:
    """Which group takes which told id: the largest overlaps first."""
    claims = sorted(
        (-number, pasts[story].closes, story, -sizes[place], place)
        for place, shared in enumerate(overlaps)
        for story, number in shared.items()
    )
    claimed: dict[int, str] = {}
    taken = set[str]()
    for _, _, story, _, place in claims:
        if place not in claimed and story not in taken:
            claimed[place] = story
            taken.add(story)
    return claimed


def _absorbed(overlaps: Sequence[_Overlap], claimed: Mapping[int, str]) -> Mapping[int, list[str]]:
    """For each group the told stories that it is now the only home of: those that no group goes by."""
    alive = set(claimed.values())
    homes: dict[str, tuple[int, int]] = {}
    for place, shared in enumerate(overlaps):
        for story, number in shared.items():
            if story not in alive:
                homes[story] = max(homes.get(story, (0, 0)), (number, -place))
    absorbed: dict[int, list[str]] = defaultdict(list)
    for story, (_, place) in homes.items():
        absorbed[-place].append(story)
    return absorbed


def _largest(shared: _Overlap, pasts: Mapping[str, _Past]) -> _Past | None:
    """The told story that a group was part of: most of its told articles were in that."""
    best = min(shared, key=lambda story: (-shared[story], pasts[story].closes, story), default=None)
    return None if best is None else pasts[best]


def _new_id(first: Article, taken: Collection[str]) -> str:
    """An id made from a story's earliest article, other than those taken."""
    for attempt in count():
        text = f"{first.id}\n{attempt}" if attempt else first.id
        name = "s-" + hashlib.sha256(text.encode("utf-8", "surrogatepass")).hexdigest()[:12]
        if name not in taken:
            return name
    raise AssertionError
