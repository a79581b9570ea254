"""The jobs that the command line, the scheduler and the demo share: gather, publish, deliver, each said in words."""

from __future__ import annotations

import time
from collections.abc import Callable, Mapping
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

from briefing import delivery, gathering, wiring
from briefing.core.check import stops
from briefing.delivery import Delivery
from briefing.entry import checking, health, readers, watch
from briefing.entry.console import Console, counted
from briefing.errors import BriefingError, BusyError, CheckError
from briefing.gathering import Gathered
from briefing.model import Document, Edition, Failure, Pruned, Recipe, Slot, State, label
from briefing.ports import Channel, Store

if TYPE_CHECKING:
    from briefing.config import Config


_MOST_NAMED = 7
_GATHERING = "gather"
"""The lease's name."""
_LOOK_AGAIN = 0.5
"""Seconds."""
_NOTHING = Gathered(
    feeds=0, feeds_asked=0, feeds_read=0, items_new=0, pages_read=0, left=0, offline=False, failures=()
)  # fmt: skip


def clock() -> datetime:
    """The one place where Briefing looks at the clock."""
    return datetime.now(UTC)


class Delivered(NamedTuple):
    failures: list[Failure]
    reached: int
    """How many recipients have the edition, by now or since earlier."""
    down: tuple[str, ...] = ()
    """Channels that could not be reached."""
    busy: bool = False
    """Another process is delivering it, or will: this one was told to stop."""


class Round(NamedTuple):
    gathered: Gathered
    worth_a_look: bool
    """Most pages failed, no feed could be read, or the operator was told of a feed that stays broken."""


def gather(
    config: Config, store: Store, now: datetime, console: Console, *, stop: Callable[[], bool] = lambda: False
) -> Round:
    """One round of gathering, and what the operator should know of it; one of another process is waited for instead.

    stop: once it says so, nothing more is asked for."""
    with store.ledger.hold(_GATHERING, wiring.holder(), now) as ours:
        if ours:
            return _round(config, store, now, console, stop)
    console.note("Another process is reading the feeds: its round is waited for.", "busy")
    ends = time.monotonic() + config.fetch.round.total_seconds()
    while not ours and time.monotonic() < ends and not stop():
        time.sleep(_LOOK_AGAIN)
        with store.ledger.hold(_GATHERING, wiring.holder(), now) as ours:
            pass
    return Round(_NOTHING, worth_a_look=False)


def _round(config: Config, store: Store, now: datetime, console: Console, stop: Callable[[], bool]) -> Round:
    ends = time.monotonic() + config.fetch.round.total_seconds()
    with (
        watch.timed(store, "gather") as took,
        wiring.gatherers(config, store, now) as parts,
        console.progress() as progress,
    ):
        gathered = gathering.gather(
            parts.sources,
            store,
            parts.fetcher,
            parts.extractor,
            parts.workers,
            parts.spread,
            now=now,
            keep=config.stories.lookback,
            progress=progress,
            in_time=lambda: time.monotonic() < ends and not stop(),
        )
    pages_failed = sum(failure.stage == "page" for failure in gathered.failures)
    watch.count(store, {"pages read": gathered.pages_read, "pages failed": pages_failed})
    _say_gathered(gathered, console, took.seconds)
    told = not gathered.offline and health.tell_of(config, store, now, console, wiring.operator_mail(config, clock))
    none = gathered.feeds_asked > 0 and not gathered.feeds_read
    return Round(gathered, gathered.worth_a_look or told or none)


def _say_gathered(gathered: Gathered, console: Console, seconds: float) -> None:
    resting = gathered.feeds - gathered.feeds_asked
    console.note(
        f"Read {gathered.feeds_read} of {counted(gathered.feeds, 'feed')}"
        + (f", {resting} not due yet" if resting else "")
        + f": {counted(gathered.items_new, 'new entry')}, {counted(gathered.pages_read, 'page')} read.",
        "gathered", seconds=seconds, feeds=gathered.feeds, feeds_asked=gathered.feeds_asked,
        feeds_read=gathered.feeds_read, entries_new=gathered.items_new, pages_read=gathered.pages_read,
        left=gathered.left, offline=gathered.offline,
    )  # fmt: skip
    if gathered.left:
        console.warn(
            f"{counted(gathered.left, 'address')} had to wait for the next round: this one took its `fetch.round`."
        )
    if gathered.offline:
        console.warn("No feed could be reached: is this machine online?")
    feeds = [failure for failure in gathered.failures if failure.stage == "feed"]
    pages = [failure for failure in gathered.failures if failure.stage == "page"]
    # A log that cries each morning is not read any more: a feed that fails now and then is no news, and on any day some
    # pages are paywalled or gone.
    if feeds:
        say = console.note if gathered.feeds_read else console.warn
        say(f"{counted(len(feeds), 'feed')} could not be read:")
        console.failures(feeds, say=say)
    if pages:
        say = console.warn if gathered.worth_a_look else console.note
        say(f"{counted(len(pages), 'page')} could not be read; for these the feed's own summary stands:")
        console.failures(pages, say=say)


def publish(config: Config, store: Store, named: tuple[date, int] | None, now: datetime, console: Console) -> Edition:
    """The edition of a date and number, by default of the slot that is due; made now unless it exists.

    Raises BriefingError where none is due.
    """
    timetable = config.timetable
    if named is None:
        if ahead := made_ahead(store, config.briefing, now):
            console.note(f"{ahead.id} was made before the clock went back: {in_words(ahead)}.")
            return ahead
        due = timetable.due(now)
        if due is None:
            raise BriefingError("no edition is due", hint="`briefing schedule next --count 10` says when one will be.")
        named = due.day, due.number
    key = f"{config.briefing}/{label(*named)}"
    if kept := store.editions.get(key):
        console.note(f"{key} was made before: {in_words(kept)}.", "published before", edition=key)
        return kept
    from briefing import pipeline  # its arithmetic takes a while to load, and most of a day nothing is published

    slot = slot_of(config, store, named, now)
    recipe = recipe_of(config, named)
    with watch.timed(store, "publish") as took:
        edition = pipeline.publish(slot, recipe, store, wiring.summarizer(recipe.summarizer), now=now)
    console.note(
        f"{edition.id}: {in_words(edition)}.", "published", edition=edition.id, seconds=took.seconds,
        stories=len(edition.briefs), words=edition.words, articles=edition.counts.articles, quiet=edition.quiet,
    )  # fmt: skip
    if previous := store.editions.before(key):
        missed = timetable.missed((previous.slot.date, previous.slot.number), named)
        _say_missed([each.label for each in missed if each.begins > previous.slot.closes], console)
    return edition


def made_ahead(store: Store, briefing: str, now: datetime) -> Edition | None:
    """The latest edition where it closed after now, by less than a day: it is still the one that is due, and the slot
    before it, which the clock names, is over."""
    latest = store.editions.latest(briefing)
    return latest if latest and timedelta() < latest.slot.closes - now < timedelta(days=1) else None


def slot_of(config: Config, store: Store, named: tuple[date, int], now: datetime) -> Slot:
    """The slot of a date and number, for an edition that is made now."""
    previous = store.editions.before(f"{config.briefing}/{label(*named)}")
    closes = previous.slot.closes if previous else None
    return config.timetable.slot(config.briefing, *named, now=now, previous_closes=closes)


def recipe_of(config: Config, named: tuple[date, int]) -> Recipe:
    """With what is said of that slot alone."""
    planned = config.timetable.planned(*named)
    return wiring.recipe(config, config.schedule.entries[planned.appointment] if planned else None)


def _say_missed(labels: list[str], console: Console) -> None:
    """The editions between this one and the one before that there should have been."""
    if labels:
        more = f" and {len(labels) - _MOST_NAMED} more" if len(labels) > _MOST_NAMED else ""
        console.warn(f"Missed since the edition before: {', '.join(labels[:_MOST_NAMED])}{more}.")


def in_words(edition: Edition) -> str:
    stories, articles = counted(len(edition.briefs), "story"), counted(edition.counts.articles, "article")
    said = f"{stories}, {edition.words} words, {edition.minutes:g} min, from {articles}"
    return f"a quiet day, {said}" if edition.quiet else said


def deliver(
    config: Config,
    store: Store,
    edition: Edition,
    console: Console,
    *,
    out: Path | None = None,
    files_only: bool = False,
    again: frozenset[State] = frozenset(),
    force: bool = False,
    stop: Callable[[], bool] = lambda: False,
    clock: Callable[[], datetime] = clock,
) -> Delivered:
    """Bring an edition to everybody who has not got it yet; what can't be repeated only where the check lets it, or
    with force, which is kept. Raises CheckError when it was held back.

    stop: once it says so, nobody else is sent to for now."""
    document = wiring.renderer(config).render(edition)
    channels = wiring.channels(config, out, clock, store, edition)
    resend: frozenset[State] = frozenset({"uncertain"}) if config.delivery.uncertain == "resend" else frozenset()
    again |= resend
    held = [channel for channel in channels if not channel.repeatable]
    if held and not files_only and edition.quiet and not config.mail.send_quiet_days:
        console.note("It is a quiet day: nothing is mailed (`mail.send_quiet_days: true` would).")
        files_only = True
    due = not files_only and any(
        next(delivery.waiting(edition.id, channel, store.ledger, again, clock), None) for channel in held
    )
    unfit: list[str] = []
    if due or files_only or not held:  # else everybody has got it: nothing is left to hold back
        unfit = _unfit(config, store, edition, document, console, due=due, force=force, clock=clock)
    if files_only or unfit:
        channels = [channel for channel in channels if channel.repeatable]
    work = Delivery(
        edition=edition,
        document=document,
        message_id=wiring.message_ids(config, store),
        again=again,
        window=config.delivery.retry_for,
        stop=stop,
    )
    try:
        with watch.timed(store, "deliver") as took:
            failures = delivery.deliver(work, channels, store.ledger, wiring.holder(), clock=clock)
    except BusyError as busy:
        console.note(busy.message, "busy", edition=edition.id)
        return Delivered([], 0, busy=True)
    tally = store.ledger.tally(edition.id)
    for channel in channels:
        states: dict[str, int] = {state: count for (name, state), count in tally.items() if name == channel.name}
        _say_delivered(edition, channel, states, console, took.seconds, waited=due)
        if not channel.repeatable:
            for reader in readers.note_refusals(store, edition.id, channel.name, config.mail.bounces, clock()):
                console.note(f"{reader.address} gets no more mail: {reader.why}", "set aside", reader=reader.id)
    if failures:
        console.warn(f"Not delivered ({len(failures)}):")
        console.failures(failures)
    if unfit:
        more = f" (and {len(unfit) - 1} more)" if len(unfit) > 1 else ""
        raise CheckError(
            f"{edition.id} was written but not sent: {unfit[0]}{more}",
            hint="`briefing check` lists what is to be mended; `briefing deliver --force` sends it as it is.",
        )
    named, names = {failure.subject for failure in failures}, [channel.name for channel in channels]
    reached = sum(tally.get((name, "sent"), 0) for name in names)
    return Delivered(failures, reached, tuple(name for name in names if name in named), busy=stop())


def _say_delivered(
    edition: Edition, channel: Channel, states: Mapping[str, int], console: Console, seconds: float, *, waited: bool
) -> None:
    if channel.repeatable:
        where = f"{', '.join(channel.recipients())}/{edition.slot.label}"
        console.note(f"Written: {where}", "written", edition=edition.id, channel=channel.name)
        return
    told = ", ".join(f"{count:,} {state}" for state, count in states.items()) or "nobody to send to"
    if states and not waited:
        told += " before; nobody was waiting"
    said = f"By {channel.name}: {told}."
    console.note(said, "delivered", edition=edition.id, channel=channel.name, seconds=seconds, **states)


def _unfit(
    config: Config, store: Store, edition: Edition, document: Document, console: Console, *, due: bool, force: bool,
    clock: Callable[[], datetime],
) -> list[str]:  # fmt: skip
    """What holds an edition back and was not passed over, by force now or when it was sent to others. The web is asked
    only where there is somebody to send to, and nothing else holds it back."""
    findings = checking.examine(store, edition, document)
    passed = {finding for override in store.editions.overrides(edition.id) for finding in override.findings}
    if due and (force or all(finding.message in passed for finding in stops(findings))):
        urls, now = checking.links(edition, document), clock()
        answers = checking.asked_before(store, edition, urls, now)
        if answers is None:
            console.note(checking.asking(urls))
            answers = checking.asked(config, store, urls)
            checking.keep_answers(store, edition, answers, now)
        findings = checking.examine(store, edition, document, answers)
    for finding in findings:
        console.warn(f"{edition.id}: {checking.sentence(finding)}")
    unfit = [finding.message for finding in stops(findings) if finding.message not in passed]
    if not (unfit and force):
        return unfit
    if due:
        store.editions.override(edition.id, unfit, clock())
        console.warn(f"{edition.id}: {counted(len(unfit), 'finding')} passed over, as --force says; it is kept.")
    return []


def prune(config: Config, store: Store, now: datetime, console: Console, *, vacuum: bool = False) -> Pruned:
    """Throw away what is older than `keep:` says, in short transactions. Raises StoreError.

    vacuum: also make a file smaller that can be made so only as a whole, while others wait."""
    keep = config.keep
    pruned = store.keeping.prune(
        now,
        # An edition that is late is still made of all there was.
        articles=now - max(keep.articles, config.stories.lookback + timedelta(days=2)) if keep.articles else None,
        deliveries=now - keep.deliveries if keep.deliveries else None,
        vacuum=vacuum,
    )
    if pruned == Pruned():
        console.note("Nothing is old enough to be thrown away.")
        return pruned
    console.note(
        f"Thrown away: {counted(pruned.articles, 'article')} that no edition cites, "
        f"{counted(pruned.deliveries, 'line')}"
        f" of the ledger, now counted, {counted(pruned.rows, 'other row')}; {pruned.freed / 1e6:,.1f} MB given back."
    )
    return pruned


def waiting(store: Store, edition: Edition, now: datetime) -> bool:
    """Whether a delivery of this edition failed for now and may be tried again."""
    again = store.ledger.next_try(edition.id)
    return again is not None and again <= now
