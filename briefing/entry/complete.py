"""What a shell offers when a word is begun: names from the configuration, the store and the packs.

Nothing is said here and no command fails for it: what can't be read is not offered.
"""

from __future__ import annotations

import os
import re
from collections.abc import Callable, Iterable
from contextlib import suppress
from pathlib import Path
from typing import TYPE_CHECKING

import typer

if TYPE_CHECKING:
    from briefing.config import Config

Offer = tuple[str, str]
"""A word, and what it stands for."""


def packs() -> list[Offer]:
    from briefing.config.packs import packs as known

    return _offered(((name, pack.title) for name, pack in known().items()))


def editions(ctx: typer.Context) -> list[Offer]:
    """Dates of editions, the latest first."""

    def read(config: Config) -> list[Offer]:
        from briefing.entry.cli_shared import has_store
        from briefing.wiring import opened_store

        if not has_store(config):
            return []
        with opened_store(config) as store:
            keys = store.editions.keys(config.briefing)
        return [(key.rpartition("/")[2], key) for key in reversed(keys)]

    return _offered(_known(ctx, read))


def feeds(ctx: typer.Context) -> list[Offer]:
    """Feeds of the configuration by name, by address where several have the name."""

    def read(config: Config) -> list[Offer]:
        all_feeds = config.feeds()
        named = [feed.name for feed in all_feeds]
        return [
            (feed.name, feed.section) if feed.name and named.count(feed.name) == 1 else (feed.url, feed.name or "")
            for feed in all_feeds
        ]

    return _offered(_known(ctx, read))


def sections(ctx: typer.Context) -> list[Offer]:
    return _offered(_known(ctx, lambda config: [(section, "") for section in config.sections]))


def _known(ctx: typer.Context, read: Callable[[Config], list[Offer]]) -> list[Offer]:
    from briefing.config import load_config
    from briefing.entry.cli_shared import DEFAULT
    from briefing.errors import BriefingError

    with suppress(BriefingError, OSError):
        return read(load_config(Path(ctx.params.get("config") or DEFAULT), os.environ))
    return []


def _offered(offers: Iterable[Offer]) -> list[Offer]:
    """The offers as the shell can take them; typer leaves out those that begin otherwise."""
    if os.environ.get("_BRIEFING_COMPLETE") == "complete_bash":  # the others put quotes where they are needed
        return [(re.sub(r"([ '\"&()!;])", r"\\\1", word), about) for word, about in offers]
    return list(offers)
