"""Who tells a story: outlets, the houses that own them, and which of them say it in words of their own."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache

from briefing.core.agencies import agency
from briefing.core.terms import opening
from briefing.core.text import fold
from briefing.core.urls import host, without_door
from briefing.model import Article, Story

Owners = tuple[tuple[str, tuple[str, ...]], ...]
"""Houses and the hosts of their outlets, as `Recipe.owners` has them."""
_COPY_WORDS, _COPY_CHARACTERS = 30, 500
"""So many equal words at the start make two texts of different outlets one agency's report."""
_NAMED = 6


@dataclass(frozen=True, slots=True, kw_only=True)
class Voice:
    """One house's, or one outlet's, share in a story."""

    outlets: tuple[str, ...]
    """Names, that of the earliest report first."""
    house: str | None
    weight: float
    """The greatest that the user gave one of its feeds; 0 or more."""
    reports: int
    """Different texts."""
    copied: bool
    """All that it has is what another voice had before."""
    fresh: bool
    """It has a text, or another repeats one of its texts, that the edition before did not have."""


def outlet(article: Article) -> str:
    """Who speaks: two feeds of one site are one outlet, unless the address names a machine rather than a site."""
    return _site(_origin(article.url)) or article.source


def named(article: Article) -> str:
    """What to call its outlet."""
    return article.item.source_name or outlet(article)


def house(article: Article, owners: Owners) -> str | None:
    """The house that owns the article's outlet, by the host of its page or else of its feed."""
    owned = _owned(owners)
    if owned:
        for address in (article.url, article.source):
            for name in _domains(_origin(address)):
                if name in owned:
                    return owned[name]
    return None


def voice(article: Article, owners: Owners = ()) -> str:
    """The house that owns its outlet, else the outlet."""
    return house(article, owners) or outlet(article)


def is_of(article: Article, names: Collection[str]) -> bool:
    """Whether the article's outlet is among the folded names: by its own name, or the host of its page or feed."""
    hosts = (name for address in (article.url, article.source) for name in _domains(_origin(address)))
    return fold(article.item.source_name) in names or any(name in names for name in hosts)


def voices(
    articles: Collection[Article],
    owners: Owners = (),
    copies: Mapping[str, str] | None = None,
    known: Collection[tuple[str, str]] = frozenset(),
) -> list[Voice]:
    """The voices that tell a story, that of the earliest report first.

    `copies` says which article repeats another's text, by their ids; without it texts that begin alike are copies.
    `known` are ids and digests of the articles that the edition before had.
    """
    alone = len(articles) == 1
    found: dict[tuple[bool, str], list[Article]] = defaultdict(list)
    wording: dict[tuple[str, str], object] = {}
    fresh = set[object]()
    for article in sorted(articles, key=lambda article: (article.when, article.id, article.digest)):
        owner, version = house(article, owners), (article.id, article.digest)
        found[owner is not None, owner or outlet(article)].append(article)
        wording[version] = article.id if alone else _wording(article, copies)
        if version not in known:
            fresh.add(wording[version])
    told: set[object] = set()
    made = []
    for (owned, name), reports in found.items():
        texts = {wording[article.id, article.digest] for article in reports}
        made.append(
            Voice(
                outlets=tuple(dict.fromkeys(map(named, reports))),
                house=name if owned else None,
                weight=max(0.0, *(article.item.weight for article in reports)),
                reports=len(texts),
                copied=texts <= told,
                fresh=not texts.isdisjoint(fresh),
            )
        )
        told |= texts
    return made


def who_speaks(story: Story, copies: Mapping[str, str]) -> list[str]:
    """For each article who speaks in it: the outlet or the agency that had its text first."""
    by_id = {article.id: article for article in story.articles}
    found = []
    for article in story.articles:
        name = first_told(article.id, copies)
        original = by_id.get(name)
        found.append(agency(original) or outlet(original) if original else name)
    return found


def first_told(name: str, copies: Mapping[str, str]) -> str:
    """The id of the article whose text the one with this id repeats; the same id where it repeats none."""
    seen = {name}
    while (before := copies.get(name, name)) not in seen:
        seen.add(name := before)
    return name


def _wording(article: Article, copies: Mapping[str, str] | None) -> object:
    """Equal for all copies of one text, and its own where a text is too short to tell."""
    if copies is not None:
        return first_told(article.id, copies)
    words = tuple(opening(article.text[:_COPY_CHARACTERS])[:_COPY_WORDS])
    return words if len(words) == _COPY_WORDS else article.id


@lru_cache(maxsize=16)
def _owned(owners: Owners) -> Mapping[str, str]:
    return {name.lower().removeprefix("www."): owner for owner, names in owners for name in names}


def _origin(url: str) -> str:
    """The address without its path: so many pages, so few sites."""
    end = url.find("/", url.find("//") + 2)
    return url if end < 0 else url[:end]


@lru_cache(maxsize=1 << 12)
def _site(origin: str) -> str:
    """Its host without the doors to it; empty where that is the name of a machine."""
    name = host(origin)
    if "." not in name or name.replace(".", "").isdigit():
        return ""
    return without_door(name)


@lru_cache(maxsize=1 << 12)
def _domains(origin: str) -> tuple[str, ...]:
    """Its host and the domains above that, longest first."""
    name = host(origin)
    parts = name.removeprefix("www.").split(".")
    return tuple(".".join(parts[place:]) for place in range(max(len(parts) - 1, 1))) if name else ()


def listed(names: Sequence[str]) -> str:
    """Joined as "A, B and C"; of many, the first and how many more."""
    shown = list(dict.fromkeys(names))
    if len(shown) > _NAMED:
        shown = [*shown[: _NAMED - 1], f"{len(shown) - _NAMED + 1} more"]
    return f"{', '.join(shown[:-1])} and {shown[-1]}" if len(shown) > 1 else shown[0]
