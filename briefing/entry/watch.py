"""Who watches the editions come: the operator, by mail and once for each cause, and a heartbeat's listener.

    over       around the making and delivering of an edition: the start, what failed, and what follows
               from it: late, thin, undelivered? all well? then the mails that wait
    skipped    an edition that is not made any more
    without_store   a store that can't be opened

Nothing here may hold up or break an edition: what fails is said in the log. A mail that could not be handed over waits
in the store and is tried again with the next delivery, whoever makes it.
"""

from __future__ import annotations

import shlex
import socket
import threading
import time
import traceback
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager, suppress
from contextvars import copy_context
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from itertools import groupby
from typing import TYPE_CHECKING

from briefing import logs, watch_wiring, wiring
from briefing.core import alarm
from briefing.core.alarm import Situation
from briefing.errors import BriefingError, BusyError, CheckError, StoreError, UncertainError
from briefing.model import Alarm, Edition, State, from_label, label

if TYPE_CHECKING:
    from briefing.config import Config
    from briefing.core.heartbeat import Signal
    from briefing.core.schedule import Planned
    from briefing.entry.console import Console
    from briefing.entry.jobs import Delivered
    from briefing.ports import Store

MAIL_AGAIN = (timedelta(minutes=5), timedelta(minutes=15), timedelta(hours=1), timedelta(hours=6))
_MOST_TRIES = 12
_USUAL = timedelta(days=21)
"""So far back goes what is usual."""
_BEAT = "beat "
"""The causes under which the store keeps what the heartbeat's listener was told."""
_JOIN_SECONDS = 10.0
_LOST: tuple[State, ...] = ("failed", "uncertain")
_STALE = timedelta(days=3)


@dataclass(slots=True)
class Watched:
    """What came of it."""

    edition: Edition | None = None
    down: Sequence[str] = ()

    def took(self, edition: Edition, delivered: Delivered) -> None:
        """It was delivered; by another process, where that is busy with it, which then watches over it."""
        if not delivered.busy:
            self.edition, self.down = edition, delivered.down


def overdue(config: Config, store: Store, now: datetime) -> bool:
    """Whether the edition that is due has not come, although one came before."""
    due = config.timetable.due(now)
    if due is None or now - due.begins <= config.alerts.late:
        return False
    _, latest = store.archive.state(config.briefing)
    return latest != "" and latest < due.label


@contextmanager
def over(
    config: Config, store: Store, named: tuple[date, int] | None, now: datetime, console: Console, *,
    again: bool = False,
) -> Iterator[Watched]:  # fmt: skip
    """Around the making and delivering of an edition, that of a date and number or the one that is due. again: what
    fails is tried again by itself."""
    watch = _Watch(config, store, now, console)
    watched, wanted = Watched(), label(*named) if named else watch.due
    key = f"{config.briefing}/{wanted}"
    if wanted < watch.due:  # made up for by hand: nobody waits for it
        yield watched
        return
    made_before = _quietly(console, lambda: store.editions.get(key)) is not None
    if not made_before:
        watch.beat_aside("start")
    try:
        yield watched
    except BusyError:
        raise
    except Exception as error:
        watch.failed(key, error, again=again)
        raise
    if watched.edition:
        watch.settle(watched.edition, watched.down)
        watch.look_back(key)
    watch.mail_waiting()


def skipped(config: Config, store: Store, named: tuple[date, int], now: datetime, console: Console) -> None:
    """The edition of a slot was missed by more than may be made up for."""
    watch = _Watch(config, store, now, console)
    key = f"{config.briefing}/{label(*named)}"
    situation = watch.situation(key)
    watch.say([alarm.skipped(situation, now - situation.due, config.schedule.catch_up)])
    watch.beat("fail", key)
    watch.mail_waiting()


def without_store(config: Config, error: BriefingError, now: datetime, console: Console) -> None:
    """The store can't even be opened: nothing can be made, or kept."""
    voice = _Voice(config, now, console)
    voice.mail_at_once(voice.failure(f"{config.briefing}/{voice.due}", error, made=False, again=False))
    voice.ask("fail")


class _Voice:
    """What can be said of a briefing's editions without its store."""

    def __init__(self, config: Config, now: datetime, console: Console) -> None:
        self._config, self._console = config, console
        self._began, self._clock = now, time.monotonic()
        self._timetable = config.timetable
        due = self._timetable.due(now)
        self.due = due.label if due else label(now.astimezone(config.zone).date())

    @property
    def _now(self) -> datetime:
        return self._began + timedelta(seconds=time.monotonic() - self._clock)

    def situation(self, key: str) -> Situation:
        planned = self._planned(key)
        return Situation(
            edition=key,
            due=planned.begins if planned else self._began,
            zone=self._config.zone,
            command=f"--config {shlex.quote(str(self._config.path.absolute()))}",
            run=logs.run_id() if logs.form() == "json" else "",
        )

    def _planned(self, key: str) -> Planned | None:
        return self._timetable.planned(*from_label(key.rpartition("/")[2]))

    def failure(self, key: str, error: Exception, *, made: bool, again: bool) -> Alarm:
        expected = isinstance(error, BriefingError)
        said = error.message if isinstance(error, BriefingError) else traceback.format_exception_only(error)[-1].strip()
        said = logs.scrubbed(said)
        hint = error.hint if isinstance(error, BriefingError) else ""
        situation = self.situation(key)
        if made and isinstance(error, CheckError):
            return alarm.held(situation, said)
        return alarm.failed(situation, said, hint, expected=expected, made=made, again=again)

    def ask(self, signal: Signal) -> bool:
        """Whether it was heard."""
        with self._said():
            try:
                ask = watch_wiring.heartbeat(self._config)
                if ask:
                    ask(signal, logs.run_id())
                return ask is not None
            except BriefingError as error:
                said = f"The heartbeat could not be told ({signal}): {error.message}"
                self._console.warn(said, "heartbeat", signal=signal)
        return False

    def mail_at_once(self, found: Alarm) -> None:
        """Where the store can't keep it: at most once in the life of this process."""
        if (found.edition, found.cause) in _told_without_store:
            return
        _told_without_store.add((found.edition, found.cause))
        self._console.warn(found.subject, "alarm", edition=found.edition, cause=found.cause)
        with self._said():
            if mail := wiring.operator_mail(self._config, lambda: self._now):
                mail(*alarm.letter([found], socket.gethostname()))

    @contextmanager
    def _said(self) -> Iterator[None]:
        """What goes wrong in here is said, and no more."""
        try:
            yield
        except BriefingError as error:
            self._console.warn(f"Watching over the edition failed: {error.message}", "watch")
        except Exception:  # noqa: BLE001 - a fault in here must not cost anybody their edition
            self._console.warn(f"Watching over the edition failed:\n{traceback.format_exc()}", "watch")


class _Watch(_Voice):
    """One briefing, watched from `now` on."""

    def __init__(self, config: Config, store: Store, now: datetime, console: Console) -> None:
        super().__init__(config, now, console)
        self._store = store
        self._aside: threading.Thread | None = None

    # --- what happened ------------------------------------------------------------------------------------------------

    def failed(self, key: str, error: Exception, *, again: bool) -> None:
        made = _quietly(self._console, lambda: self._store.editions.get(key)) is not None
        self.say([self.failure(key, error, made=made, again=again)])
        self.beat("fail", key)
        self.mail_waiting()

    def settle(self, edition: Edition, down: Sequence[str]) -> None:
        if edition.slot.label < self.due:
            return
        with self._said():
            situation = self.situation(edition.id)
            if not {"late", "thin"} & self._store.alarms.known(edition.id):
                # The first of all was due to nobody.
                late = edition.previous and alarm.late(situation, edition.slot.closes, self._config.alerts.late)
                thin = alarm.thin(situation, edition, self._past(edition))
                self.say([each for each in (late, thin) if each])
            if self._delivered(situation, edition, down):
                self.beat("ok", edition.id)

    def look_back(self, key: str) -> None:
        """Where nothing tried again what failed of the edition before, nobody has said so yet."""
        with self._said():
            before = self._store.editions.before(key)
            if before is None or self._now - before.slot.closes > _STALE:
                return
            tally = self._store.ledger.tally(before.id)
            reached = {channel for channel, state in tally if state == "sent"}
            lost = self._store.ledger.receipts(before.id, recipient="", states=_LOST)
            down = sorted({line.channel for line in lost} - reached)
            self._delivered(self.situation(before.id), before, down)

    def _past(self, edition: Edition) -> list[int]:
        """How many stories the editions before had that were of the same appointment: a weekend's are shorter."""
        since = label(edition.slot.date - _USUAL)
        found = self._store.archive.contents(edition.slot.briefing, since, edition.slot.label, headlines=0)
        this = self._planned(edition.id)
        past = [(each.stories, self._planned(each.label)) for each in found if each.label != edition.slot.label]
        return [stories for stories, that in past if (that and that.appointment) == (this and this.appointment)]

    def _delivered(self, situation: Situation, edition: Edition, down: Sequence[str]) -> bool:
        ledger = self._store.ledger
        again, since = ledger.next_try(edition.id) is not None, self._now - edition.slot.closes
        how, bad = alarm.outcome(ledger.tally(edition.id), down, again=again, since=since)
        if how == "failed":
            why = {channel: self._why(edition.id, channel) for channel in bad}
            self.say([alarm.undelivered(situation, bad, why, again=again)])
            if edition.slot.label >= self.due:
                self.beat("fail", edition.id)
        return how == "done"

    def _why(self, edition: str, channel: str) -> str:
        lost = self._store.ledger.receipts(edition, channel=channel, states=_LOST, most=1)
        return logs.impersonal(lost[0].reply) if lost else ""

    # --- telling ------------------------------------------------------------------------------------------------------

    def say(self, alarms: Sequence[Alarm]) -> None:
        """In the log, and kept to be mailed: those that this edition had not before."""
        mailed = self._config.alerts.mail is not None
        for each in alarms:
            try:
                new = self._store.alarms.add(each, self._now if mailed else None)
            except StoreError:
                self.mail_at_once(each)
                continue
            if new:
                log = self._console.warn if mailed else self._console.note  # nobody asked to be told
                log(each.subject, "alarm", edition=each.edition, cause=each.cause)

    def beat_aside(self, signal: Signal) -> None:
        """Say it while the work goes on."""
        work = copy_context().run
        self._aside = threading.Thread(target=work, args=(self.ask, signal), name="heartbeat", daemon=True)
        self._aside.start()

    def beat(self, signal: Signal, key: str) -> None:
        """Say it, once for each edition."""
        if self._aside:
            self._aside.join(_JOIN_SECONDS)  # the end must not overtake the start
        known = frozenset[str]()
        with suppress(StoreError):
            known = self._store.alarms.known(key)
        if {_BEAT + "ok", _BEAT + signal} & known or not self.ask(signal):
            return
        with suppress(StoreError):
            self._store.alarms.add(Alarm(edition=key, cause=_BEAT + signal, subject="", text=""), None)

    def mail_waiting(self) -> None:
        """The mails that are due, one for each edition."""
        with self._said():
            due = self._store.alarms.due(self._now)
            for _, alarms in groupby(due, key=lambda each: each.edition):
                self._mail(list(alarms))

    def _mail(self, alarms: list[Alarm]) -> None:
        mail = wiring.operator_mail(self._config, lambda: self._now)
        if mail is None:  # taken out of the configuration meanwhile
            self._store.alarms.told(alarms)
            return
        ours = [
            each
            for each in alarms
            if self._store.alarms.claim(each, self._now + MAIL_AGAIN[min(each.attempts, len(MAIL_AGAIN) - 1)])
        ]
        if not ours:
            return
        try:
            mail(*alarm.letter(ours, socket.gethostname()))
        except UncertainError as error:
            self._console.warn(f"The mail about {ours[0].edition} may not have arrived: {error.message}")
        except BriefingError as error:
            given_up = ours[0].attempts + 1 >= _MOST_TRIES
            then = "given up" if given_up else "it is tried again"
            self._console.warn(f"The mail about {ours[0].edition} was not sent; {then}: {error.message}")
            if not given_up:
                return
        self._store.alarms.told(ours)


_told_without_store = set[tuple[str, str]]()


def _quietly(console: Console, look: Callable[[], Edition | None]) -> Edition | None:
    try:
        return look()
    except StoreError as error:
        console.detail(error.message)
        return None


# --- for programs that watch ------------------------------------------------------------------------------------------

BUCKETS = (0.1, 0.5, 1.0, 2.5, 5.0, 10.0, 30.0, 60.0, 120.0, 300.0, 600.0, 1800.0, 3600.0)
"""Seconds."""


@dataclass(slots=True)
class Took:
    began: float

    @property
    def seconds(self) -> float:
        """So far."""
        return round(time.monotonic() - self.began, 3)


@contextmanager
def timed(store: Store, job: str) -> Iterator[Took]:
    """Count a job, how long it took, and whether it failed: in the store, where all processes' jobs are counted."""
    took, failed = Took(time.monotonic()), 0.0
    try:
        yield took
    except Exception as error:
        failed = 0.0 if isinstance(error, BusyError) else 1.0
        raise
    finally:
        seconds = took.seconds
        bucket = next((f"{each:g}" for each in BUCKETS if seconds <= each), "+Inf")
        count(store, {f"{job} failed": failed, f"{job} seconds": seconds, f"{job} le {bucket}": 1.0})


def count(store: Store, sums: dict[str, float]) -> None:
    with suppress(StoreError):  # a store that can't be written says so where it matters
        store.tallies.add(sums)
