"""Ready lists of public feeds by country and by topic, read from packs.toml when somebody asks for them."""

from __future__ import annotations

import tomllib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from types import MappingProxyType

from briefing.config.values import close_to, shown
from briefing.errors import ConfigError
from briefing.model import Feed

_FILE = Path(__file__).with_name("packs.toml")


@dataclass(frozen=True, slots=True, kw_only=True)
class Listed:
    """One feed of a pack."""

    feed: Feed
    language: str
    """ISO 639-1."""
    country: str
    """Where its house sits (ISO 3166-1), empty for an international one."""
    owner: str
    hosts: tuple[str, ...]
    """Those of the owner's outlets."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Pack:
    """Feeds that go together: those on a country, a part of the world or a topic."""

    name: str
    title: str
    language: str
    zones: frozenset[str]
    """Time zones whose people probably want it."""
    feeds: tuple[Listed, ...]


@lru_cache(maxsize=1)
def packs() -> Mapping[str, Pack]:
    """All packs by name, in the order of the file."""
    data = tomllib.loads(_FILE.read_text(encoding="utf-8"))
    owners = data.pop("owners")
    return MappingProxyType(
        {
            name: Pack(
                name=name,
                title=told["title"],
                language=told["language"],
                zones=frozenset(told.get("zones", ())),
                feeds=tuple(
                    Listed(
                        feed=Feed(url=each["feed"], name=each["name"], section=told["section"]),
                        language=each.get("language", told["language"]),
                        country=each.get("country", told["country"]),
                        owner=each["owner"],
                        hosts=tuple(owners[each["owner"]]),
                    )
                    for each in told["feeds"]
                ),
            )
            for name, told in data.items()
        }
    )


def packs_named(names: Iterable[str]) -> list[Pack]:
    """Packs by name, each once. Raises ConfigError for a name that none has."""
    found, problems = dict[str, Pack](), list[str]()
    for name in names:
        key = name.strip().lower().replace(" ", "-")
        if key in packs():
            found[key] = packs()[key]
        else:
            meant = close_to(key, packs())
            problems.append(f"{shown(name)} is no pack of feeds" + (f"; did you mean {meant}?" if meant else ""))
    if problems:
        raise ConfigError(problems, hint="`briefing feeds packs` lists them all.")
    return list(found.values())


def pack_for(zone: str) -> Pack | None:
    """The pack for people whose clocks go by that time zone."""
    return next((pack for pack in packs().values() if zone in pack.zones), None)


def owners_of(chosen: Iterable[Pack]) -> dict[str, tuple[str, ...]]:
    """The houses of the packs' feeds with the hosts of their outlets, as the setting `owners` has them.

    A house of one host is left out: its outlet is one voice anyway.
    """
    houses = {each.owner: each.hosts for pack in chosen for each in pack.feeds if len(each.hosts) > 1}
    return {house: houses[house] for house in sorted(houses, key=str.casefold)}
