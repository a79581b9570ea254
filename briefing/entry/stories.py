"""What became of a page, and how things stand."""

from __future__ import annotations

import json
import shlex
from dataclasses import asdict, replace
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any

from briefing.config.values import close_to
from briefing.core.urls import without_credentials
from briefing.entry import health
from briefing.entry.console import Console, counted
from briefing.entry.deliveries import NOT_ARRIVED, whose
from briefing.entry.extract import PARTIAL, moment, shown, taken_away, ways
from briefing.entry.jobs import clock
from briefing.entry.record import Standing, page_named, standings
from briefing.entry.table import one_line
from briefing.errors import StoreError
from briefing.model import Edition, Trace
from briefing.ports import Store

if TYPE_CHECKING:
    from briefing.config import Config

_MOST_TROUBLES = 20
"""Recipients that have not got the last edition and are named."""
_BEGINNING = datetime(2000, 1, 1, tzinfo=UTC)


def edition_named(store: Store, config: Config, name: str | None) -> Edition:
    """An edition by its key or date, the latest when unnamed. Raises StoreError when there is none."""
    keys = store.editions.keys(config.briefing)
    wanted = name if name and "/" in name else f"{config.briefing}/{name}" if name else (keys[-1] if keys else None)
    found = store.editions.get(wanted) if wanted else None
    if found is None:
        have = f"There are {', '.join(keys[-5:])}." if keys else "`briefing run` makes the first."
        if wanted is None:
            raise StoreError(f"{config.briefing} has no edition yet", hint=have)
        meant = close_to(wanted, keys)
        raise StoreError(f"{wanted}: no such edition", hint=f"Did you mean {meant}? {have}" if meant else have)
    return found


def trace(
    store: Store, config: Config, url: str, console: Console, *, explain: bool = False, as_json: bool = False
) -> bool:
    """Print what is known of an address, how its page was read, and where it stood in each edition; with explain, every
    line that was taken away. Whether anything is known of it.

    As JSON, an object with the fields of `Trace`, and "editions": of each that weighed it, oldest first, its key as
    "edition", "place", "items", "role" and "twin_of" as in `record.Standing`, and the fields of its story's `Decision`.
    """
    found = page_named(store, url)
    if found is None:
        console.warn(f"{url}: no feed has named this address.")
        console.warn("`briefing why-not ADDRESS` says which feed could have; `briefing feeds check` reads all now.")
        return False
    stood = list(standings(store, config.briefing, found, {}))
    # What is shown may be sent on: a feed's address may have its password in front.
    found = replace(found, item=replace(found.item, source=without_credentials(found.item.source)))
    if as_json:
        console.say(json.dumps({**asdict(found), "editions": [standing_data(each) for each in stood]},
                               ensure_ascii=False, indent=2, default=str))  # fmt: skip
        return True
    say_trace(found, console, explain=explain)
    for each in stood:
        console.say(standing_words(store, each))
    address = found.item.url or found.item.id
    if stood:
        last = stood[-1]
        console.say(f"`briefing why {last.decision.story} --edition {last.edition}` gives the reasons")
    else:
        console.say("no edition has weighed it yet")
    if not stood or stood[-1].role != "headline":
        console.say(f"`briefing why-not {shlex.quote(address)}` says why it is not printed")
    return True


def standing_data(standing: Standing) -> dict[str, Any]:
    """Where a page stood in an edition, and the decision on its story, for programs."""
    raw = asdict(standing)
    return {**raw, **raw.pop("decision")}


def standing_words(store: Store, standing: Standing) -> str:
    """The same in a line: "daily/2026-08-23: printed in story s-…: item 3 of 16, “Headline”"."""
    decision = standing.decision
    said = f"{standing.edition}: {'left out' if standing.role == 'left out' else 'printed'} in story {decision.story}"
    if standing.twin_of:
        twin = store.news.trace(standing.twin_of)
        said += f" as the same article as {twin.item.url if twin else standing.twin_of}"
    item = f"item {standing.place} of {standing.items}, “{one_line(decision.headline)}”"
    return (
        said
        + {
            "headline": f": {item}",
            "covered": f": also covered in {item}",
            "earlier": f": told before; {item}, names newer reports only",
            "left out": f": {decision.because}",
        }[standing.role]
    )


def say_trace(found: Trace, console: Console, *, explain: bool = False) -> None:
    """Print what is known of an address by itself."""
    console.say(one_line(found.item.title))
    console.say(f"from {found.item.source_name} ({found.item.source}), section {found.item.section}")
    published = f", published {moment(found.item.published)}" if found.item.published else ""
    console.say(f"first seen {moment(found.first_seen)}{published}")
    console.say(f"page: {found.outcome.rstrip('.') or 'not asked for yet'}; asked {counted(found.attempts, 'time')}")
    if found.retry_at:
        console.say(f"asked again after {moment(found.retry_at)}")
    if article := found.article:
        console.say(
            f"text: {len(article.text.split())} words from the {article.text_from}, sha256 {article.digest[:16]}"
        )
        told = (
            article.genre != "report" and f"genre: {article.genre}",
            article.partial and f"partial: {PARTIAL}",
            article.modified and f"modified: {moment(article.modified)}",
            ways(found.notes),
            taken_away(found.notes.removed),
        )
        for line in filter(None, told):
            console.say(str(line))
        for removal in found.notes.removed if explain else ():
            console.say(f"  - [{removal.rule}] {shown(removal.line)}")


def status(
    store: Store, config: Config, console: Console, *, now: datetime | None = None, as_json: bool = False
) -> None:
    """Print which feeds deserve a look, the last edition, its deliveries and what fails now."""
    now = now or clock()
    keys = store.editions.keys(config.briefing)
    last = store.editions.latest(config.briefing)
    tally = store.ledger.tally(last.id) if last else {}
    troubles = store.ledger.receipts(last.id, states=NOT_ARRIVED, most=_MOST_TROUBLES) if last else ()
    # As far back as the last edition looked; before the first one, everything.
    since = last.slot.closes - config.stories.lookback if last else _BEGINNING
    failures = store.news.failures(since)
    healths, after = store.news.health(now), config.alerts.after
    if as_json:
        body = {
            "sources": len(healths),
            "editions": len(keys),
            "last": last
            and {"id": last.id, "closes": last.slot.closes, "stories": len(last.briefs), "quiet": last.quiet},
            "deliveries": [{"channel": c, "state": state, "count": count} for (c, state), count in tally.items()],
            "not_sent": [asdict(receipt) for receipt in troubles],
            "failures": [asdict(failure) for failure in failures],
            "feeds": health.health_data(healths, now, after),
        }
        console.say(json.dumps(body, ensure_ascii=False, indent=2, default=str))
        return
    health.show_health(healths, now, after, config.zone, console)
    console.say(health.health_counts(healths, now, after) if healths else "no feed was read yet: `briefing gather`")
    if last:
        console.say(f"last edition {last.id}: {len(last.briefs)} stories, closed {moment(last.slot.closes)}")
    else:
        console.say("no edition yet: `briefing run` makes the first")
    for (channel, state), count in tally.items():
        console.say(f"  {channel}: {count:,} {state}")
    for receipt in troubles:
        again = f", again after {receipt.retry_at:%H:%M} UTC" if receipt.retry_at else ""
        console.say(f"  {receipt.channel}: {whose(receipt)}: {receipt.state} ({receipt.reply}){again}")
    # The feeds that fail stand in the table.
    if pages := [failure for failure in failures if failure.stage != "feed"]:
        console.say("failing:")
        for failure in pages:
            console.say(f"  {failure.stage}: {failure.subject}: {failure.message}")
