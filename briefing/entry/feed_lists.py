"""Feeds from an OPML list, fit to stand in a configuration."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from briefing.core.urls import without_credentials
from briefing.entry.console import Console
from briefing.errors import SourceError

if TYPE_CHECKING:
    from briefing.model import Feed


def bytes_of(path: Path) -> bytes:
    """A list's file. Raises SourceError."""
    try:
        return path.read_bytes()
    except OSError as error:
        hint = "Name an OPML file, as feed readers export it."
        raise SourceError(f"{path}: {error.strerror}", hint=hint) from error


def feeds_of(opml: bytes, name: str, config: Path, console: Console) -> list[Feed]:
    """The feeds of the list of that name, without those whose address has a password in it: each is said. Raises
    SourceError for what is no OPML."""
    from briefing import source_wiring

    try:
        listed = source_wiring.read_opml(opml)
    except SourceError as error:
        raise SourceError(f"{name}: {error.message}", hint=error.hint) from error
    feeds: list[Feed] = []
    for feed in listed:
        if (shown := without_credentials(feed.url)) == feed.url:
            feeds.append(feed)
        else:
            console.warn(f"left out: {shown}: its password does not belong in {config}")
    return feeds
