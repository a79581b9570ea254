"""`briefing backup`, `restore` and `prune`: the store as a whole."""

from __future__ import annotations

import json
from dataclasses import asdict
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from briefing.entry.cli_shared import DEFAULT, ConfigPath, Json, Now, Quiet, moment, opened, settings, store_file
from briefing.entry.console import Console
from briefing.errors import BriefingError

if TYPE_CHECKING:
    from datetime import datetime

    from briefing.config import Config

Force = Annotated[bool, typer.Option("--force", help="Replace a file that is there.")]


def backup(
    file: Annotated[Path | None, typer.Argument(help="The copy; else beside the store, named by the date.")] = None,
    config: ConfigPath = DEFAULT,
    force: Force = False,
    now: Now = None,
) -> None:
    """Copy the store, which may be at work, into one file, and look whether the copy is sound.

    The file holds readers' addresses: keep it as safe as the store. `briefing restore` puts it back.

    Example: briefing backup
    """
    settings_ = settings(config)
    named = _beside(settings_, "", moment(now))
    target = file / named.name if file and file.is_dir() else file or named
    store = store_file(settings_)
    if store and not store.exists():
        raise BriefingError(f"{store}: there is no store yet", hint="`briefing run` makes the first edition.")
    if target.exists() and not force:
        raise BriefingError(f"{target} is there already", hint="Name another file, or replace it with --force.")
    with opened(config) as (_, opened_store):
        opened_store.backup(target)
    Console().say(f"{target}: {target.stat().st_size / 1e6:,.1f} MB, checked")


def restore(
    file: Annotated[Path, typer.Argument(help="A copy that `briefing backup` made.")],
    config: ConfigPath = DEFAULT,
    now: Now = None,
) -> None:
    """Make the store what a copy of it is, while no other program uses it; the one that is there is kept beside it.

    What was made and sent since the copy is forgotten: an edition that is still due is sent once more.

    Example: briefing restore briefing-2026-08-23.db
    """
    from briefing.wiring import restore_store

    settings_ = settings(config)
    aside = _beside(settings_, "-before-restore", moment(now))
    restore_store(settings_, file, aside)
    Console().say(f"Restored from {file}." + (f" What was there is {aside}." if aside.exists() else ""))


def prune(
    config: ConfigPath = DEFAULT,
    now: Now = None,
    quiet: Quiet = False,
    as_json: Json = False,
) -> None:
    """Throw away what is older than `keep:` says, and make the store's file smaller where that is worth it.

    `briefing schedule run` and `serve` do it every six hours. Editions stay, and so does every report that one cites.

    Example: briefing prune
    """
    from briefing.entry import jobs

    with opened(config) as (settings_, store):
        pruned = jobs.prune(settings_, store, moment(now), Console(quiet=quiet or as_json), vacuum=True)
    if as_json:
        Console().say(json.dumps(asdict(pruned)))


def _beside(config: Config, what: str, now: datetime) -> Path:
    """briefing.db -> briefing-2026-08-23.db"""
    store = store_file(config) or Path("briefing.db")
    return store.with_name(f"{store.stem}-{now.astimezone(config.zone).date().isoformat()}{what}{store.suffix}")
