"""Answers to "why": why this story, why not that page, and how things stand."""

from __future__ import annotations

import json
import re
from collections.abc import Sequence
from dataclasses import asdict, replace
from datetime import UTC, datetime
from typing import TYPE_CHECKING

from briefing.core.duplicates import once
from briefing.core.urls import canonical, without_credentials
from briefing.entry import health
from briefing.entry.console import Console
from briefing.entry.extract import PARTIAL, moment, shown, taken_away, ways
from briefing.entry.jobs import clock
from briefing.errors import BriefingError, StoreError
from briefing.model import Decision, Edition, Trace
from briefing.ports import Store

if TYPE_CHECKING:
    from briefing.config import Config

_BEGINNING = datetime(2000, 1, 1, tzinfo=UTC)


def edition_named(store: Store, config: Config, name: str | None) -> Edition:
    """An edition by its key or date, the latest when unnamed. Raises StoreError when there is none."""
    keys = store.editions.keys(config.briefing)
    wanted = name if name and "/" in name else f"{config.briefing}/{name}" if name else (keys[-1] if keys else None)
    found = store.editions.get(wanted) if wanted else None
    if found is None:
        have = f"There are {', '.join(keys[-5:])}." if keys else "`briefing run` makes the first."
        raise StoreError(f"{wanted or config.briefing}: no such edition", hint=have)
    return found


def why(store: Store, edition: Edition, wanted: str, console: Console, *, as_json: bool = False) -> None:
    """Print the decision on the stories that the words name."""
    found = _matching(store.editions.decisions(edition.id), wanted)
    if not found:
        raise BriefingError(
            f'{edition.id} weighed no story "{wanted}"', hint="`briefing trace URL` tells what became of a page."
        )
    if as_json:
        console.say(json.dumps([asdict(decision) for decision in found], ensure_ascii=False, indent=2))
        return
    printed = {brief.story: brief for brief in edition.briefs}
    for decision in found:
        console.say(f"{decision.headline}")
        console.say(f"  story {decision.story}, {len(decision.articles)} articles, in {edition.id}")
        console.say(f"  {'printed' if decision.printed else 'left out'}: {decision.because}")
        console.say(f"  score {decision.score:.2f}")
        for reason in sorted(decision.reasons, key=lambda r: -abs(r.points)):
            console.say(f"    {reason.points:+.2f}  {reason.name}: {reason.because}")
        if brief := printed.get(decision.story):
            for article in brief.articles:
                console.say(f"  {article.source}: {article.title}\n    {article.url}")


def _matching(decisions: Sequence[Decision], wanted: str) -> list[Decision]:
    exact = [d for d in decisions if wanted == d.story or wanted in d.articles]
    if exact:
        return exact
    words = re.findall(r"\w+", wanted.casefold())
    return [d for d in decisions if words and all(word in d.headline.casefold() for word in words)]


def trace(
    store: Store, config: Config, url: str, console: Console, *, explain: bool = False, as_json: bool = False
) -> None:
    """Print what is known of an address, how its page was read, and what the editions made of it; with explain, every
    line that was taken away."""
    found = store.news.trace(canonical(url) or url) or store.news.trace(url)
    if found is None:
        raise BriefingError(
            f"{url}: no feed has named this address", hint="`briefing feeds check` reads the feeds now."
        )
    told = [
        (key, decision)
        for key in store.editions.keys(config.briefing)
        for decision in store.editions.decisions(key)
        if found.item.id in decision.articles
    ]
    # What is shown may be sent on: a feed's address may have its password in front.
    found = replace(found, item=replace(found.item, source=without_credentials(found.item.source)))
    if as_json:
        body = {
            **asdict(found),
            "editions": [{"edition": key, **asdict(decision)} for key, decision in told],
        }
        console.say(json.dumps(body, ensure_ascii=False, indent=2, default=str))
        return
    say_trace(found, console, explain=explain)
    if twin := _same_article(store, config, found):
        console.say(f"the same article as {twin}, which stands for both")
    for key, decision in told:
        console.say(f"{key}: {'printed' if decision.printed else 'left out'} in story {decision.story}")
        console.say(f"  {decision.because}")
    if not told:
        console.say("no edition has weighed it yet")


def _same_article(store: Store, config: Config, found: Trace) -> str:
    """The address under which the last edition that had this article knew it; empty where that is its own."""
    for key in reversed(store.editions.keys(config.briefing)):
        edition = store.editions.get(key)
        if edition and any(found.item.id == name for name, _ in edition.inputs):
            articles = store.news.versions(edition.inputs)
            twin = once(articles)[1].get(found.item.id)
            return next((article.url for article in articles if article.id == twin), "")
    return ""


def say_trace(found: Trace, console: Console, *, explain: bool = False) -> None:
    """Print what is known of an address by itself."""
    console.say(found.item.title)
    console.say(f"from {found.item.source_name} ({found.item.source}), section {found.item.section}")
    published = f", published {found.item.published:%Y-%m-%d %H:%M} UTC" if found.item.published else ""
    console.say(f"first seen {found.first_seen:%Y-%m-%d %H:%M} UTC{published}")
    console.say(f"page: {found.outcome or 'not asked for yet'}; asked {found.attempts} times")
    if found.retry_at:
        console.say(f"asked again after {found.retry_at:%Y-%m-%d %H:%M} UTC")
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
    last = store.editions.get(keys[-1]) if keys else None
    receipts = list(store.ledger.receipts(keys[-1]).values()) if keys else []
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
            "deliveries": [asdict(receipt) for receipt in receipts],
            "failures": [asdict(failure) for failure in failures],
            "feeds": health.health_data(healths, now, after),
        }
        console.say(json.dumps(body, ensure_ascii=False, indent=2, default=str))
        return
    health.show_health(healths, now, after, config.zone, console)
    console.say(health.health_counts(healths, now, after))
    if last:
        console.say(f"last edition {last.id}: {len(last.briefs)} stories, closed {last.slot.closes:%Y-%m-%d %H:%M} UTC")
    else:
        console.say("no edition yet: `briefing run` makes the first")
    for receipt in receipts:
        again = f", again after {receipt.retry_at:%H:%M} UTC" if receipt.retry_at else ""
        console.say(f"  {receipt.channel}: {receipt.recipient}: {receipt.state} ({receipt.reply}){again}")
    # The feeds that fail stand in the table.
    if pages := [failure for failure in failures if failure.stage != "feed"]:
        console.say("failing:")
        for failure in pages:
            console.say(f"  {failure.stage}: {failure.subject}: {failure.message}")
