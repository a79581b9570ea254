"""Feeds from an OPML list, fit to stand in a configuration."""

from __future__ import annotations

from typing import TYPE_CHECKING

from briefing.core.urls import without_credentials
from briefing.entry.console import Console

if TYPE_CHECKING:
    from briefing.model import Feed


def feeds_of(opml: bytes, config: object, console: Console) -> list[Feed]:
    """The feeds that the list names, without those whose address has a password in it: each is named. Raises
    SourceError for what is no OPML."""
    from briefing import source_wiring

    feeds: list[Feed] = []
    for feed in source_wiring.read_opml(opml):
        if without_credentials(feed.url) == feed.url:
            feeds.append(feed)
        else:
            console.warn(f"left out: {without_credentials(feed.url)}: its password does not belong in {config}")
    return feeds
