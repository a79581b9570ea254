"""`briefing run --replay`: the edition of a date, made again from what was gathered; nothing is kept or sent."""

from __future__ import annotations

from datetime import date, datetime
from pathlib import Path
from typing import TYPE_CHECKING

from briefing import pipeline, wiring
from briefing.core.codec import edition_json
from briefing.entry import jobs
from briefing.entry.console import Console
from briefing.errors import BriefingError
from briefing.model import Edition, Slot, label
from briefing.ports import Store

if TYPE_CHECKING:
    from briefing.config import Config

FOLDER = "replay"
"""Where editions are written unless somebody says where."""


def replay(
    config: Config,
    store: Store,
    named: tuple[date, int] | None,
    now: datetime,
    console: Console,
    *,
    out: Path | None = None,
) -> bool:
    """Write the edition of a date, the one that is due by default, into a folder; nothing is asked for, sent or kept.

    False where there is one, and another version of Briefing made it differently. Raises StoreError where what it was
    made of is kept no more, CheckError, DeliveryError where the folder can't be written.
    """
    due = config.timetable.due(now)
    latest = (due.day, due.number) if due else None
    if latest is None or (named and named > latest):
        said = f"{label(*named)}: this edition is still to come" if named else "no edition has been due"
        raise BriefingError(said, hint="Name a date that has been.")
    slot = jobs.slot_of(config, store, named or latest, now)
    kept = store.editions.get(slot.key)
    edition = _again(kept, store) if kept else _missed(config, store, slot)
    same = kept is None or edition_json(edition) == edition_json(kept)
    console.note(f"{edition.id}: {jobs.in_words(edition)}.")
    if kept is None:
        console.say(f"{edition.id} was never made: this is what would have been made then, by today's settings")
    elif same:
        console.say(f"{edition.id}: the same as the one that was made, byte for byte")
    else:
        console.warn(f"{edition.id}: differs from the one that was made, by another version of Briefing")
    document = wiring.renderer(config).render(edition)
    channel = wiring.files(config, out or config.resolve(FOLDER))
    with channel.session() as folder:
        for name in channel.recipients():
            folder.send(edition, document, name, "")
            console.note(f"Written: {name}/{edition.slot.label}")
    return same


def _again(kept: Edition, store: Store) -> Edition:
    by = store.editions.recipe(kept.id).summarizer
    return pipeline.rebuild(kept.id, store, wiring.summarizer(by)) or kept


def _missed(config: Config, store: Store, slot: Slot) -> Edition:
    recipe = jobs.recipe_of(config, (slot.date, slot.number))
    return pipeline.replay(slot, recipe, store, wiring.summarizer(recipe.summarizer))
