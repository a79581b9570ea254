"""Bringing an edition to everyone who has not got it: the last step of the pipeline.

The ledger has one line for each (edition, channel, recipient): `claimed` before the first byte, then `sent`, or
`uncertain` when nobody can know whether it arrived, or `failed`. A line that says sent is never sent again; what became
of a message that was being sent when the program died is uncertain, and is left to the user: at most one message a
session.

Sessions run side by side, each in a thread; one more writes for all into the ledger. While one of its transactions is
under way the next one fills up, so that a disk which takes long to write holds up all once, not each in its turn.
"""

from __future__ import annotations

import threading
import time
from collections.abc import Callable, Iterator, Sequence
from contextvars import copy_context
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from itertools import chain, islice
from queue import SimpleQueue
from typing import NamedTuple, cast

from briefing.errors import BusyError, DeliveryError, RejectedError, SkippedError, UncertainError, UnreachableError
from briefing.model import Document, Edition, Failure, Receipt, State
from briefing.ports import Channel, Ledger

DELIVER_AGAIN = (timedelta(minutes=1), timedelta(minutes=5), timedelta(minutes=15))
"""When a delivery that failed for now is tried again; the last one repeats until the window closes."""
MOST_NAMED = 100
"""Failures of one channel that are returned one by one; the ledger has them all."""
_GATHER_SECONDS, _GATHER_TIMES = 0.001, 5
"""How long the first session that asks waits for others that have something to write, too: so long, so many times."""
_PAGE = 500
"""Recipients whose lines are looked up at once."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Delivery:
    """How an edition is to be delivered."""

    edition: Edition
    document: Document
    message_id: Callable[[str, str, str], str]
    """(edition, channel, recipient) -> the id that its message carries, the same at every try."""
    again: frozenset[State] = frozenset()
    """What else is tried again: "uncertain" at the risk of a second mail, "failed" though it was given up."""
    window: timedelta = timedelta(hours=2)
    """How long a passing failure is tried again, counted from the first try."""
    stop: Callable[[], bool] = lambda: False
    """Whether nobody else is sent to for now: what is under way is brought to its end, the rest goes on waiting."""


def deliver(
    work: Delivery, channels: Sequence[Channel], ledger: Ledger, holder: str, *, clock: Callable[[], datetime]
) -> list[Failure]:
    """Bring an edition to everyone who has not got it; what goes wrong with one address or channel is returned.

    Raises StoreError, and BusyError when another process is sending it: then only what can be repeated was done.
    """
    failures: list[Failure] = []
    for channel in channels:
        if channel.repeatable:
            failures += _Desk(work, channel, ledger, clock).send_all()
    once = [channel for channel in channels if not channel.repeatable]
    if not once:
        return failures
    with ledger.hold(f"deliver {work.edition.id}", holder, clock()) as ours:
        if not ours:
            raise BusyError(f"Another process is delivering {work.edition.id}; it is left to that one.")
        for channel in once:
            # We hold the lease, so whoever claimed these is dead; what it had sent of them nobody knows.
            ledger.abandon(work.edition.id, channel.name, "the program ended while sending it", clock())
            failures += _Desk(work, channel, ledger, clock).send_all()
    return failures


def waiting(
    edition: str, channel: Channel, ledger: Ledger, again: frozenset[State], clock: Callable[[], datetime]
) -> Iterator[tuple[str, Receipt | None]]:
    """A channel's recipients who have not got an edition and may be sent to now, with their line so far."""
    recipients = iter(channel.recipients())
    while page := list(islice(recipients, _PAGE)):
        lines, now = ledger.lines(edition, channel.name, page), clock()
        for recipient in page:
            line = lines.get(recipient)
            if channel.repeatable or line is None or line.state in again or line.waits(now):
                yield recipient, line


class _Job(NamedTuple):
    """A recipient that is ours."""

    recipient: str
    message_id: str
    before: Receipt | None
    """Its line so far."""


class _Turn:
    """A session's word to the ledger: what became of its last message, and that it wants the next one, or goes."""

    __slots__ = ("_answered", "error", "leaves", "next", "settled")

    def __init__(self, settled: Receipt | None = None, *, leaves: bool = False) -> None:
        self.settled, self.leaves = settled, leaves
        self.next: _Job | None = None
        """None where there is nobody left."""
        self.error: BaseException | None = None
        self._answered = threading.Lock()
        self._answered.acquire()

    def answer(self) -> None:
        self._answered.release()

    def wait(self) -> _Job | None:
        """Whom to send to next. Raises what kept the ledger from being written."""
        self._answered.acquire()
        if self.error:
            raise self.error
        return self.next


@dataclass(slots=True)
class _Desk:
    """Hands out one channel's recipients to its sessions, and alone writes into the ledger."""

    work: Delivery
    channel: Channel
    ledger: Ledger
    clock: Callable[[], datetime]
    failures: list[Failure] = field(default_factory=list)
    unnamed: int = 0
    down: UnreachableError | None = None
    error: BaseException | None = None
    """What ends the whole delivery: a store that can't be written, a channel with a fault."""
    _waiting: Iterator[_Job] = field(init=False)
    _asked: SimpleQueue[_Turn] = field(default_factory=SimpleQueue)
    _noting: threading.Lock = field(default_factory=threading.Lock)

    def __post_init__(self) -> None:
        self._waiting = self._find_waiting()

    def send_all(self) -> list[Failure]:
        """Send to everyone who waits; returns what went wrong. Raises StoreError, and what a faulty channel raises."""
        first = list(islice(self._waiting, self.channel.lanes))
        self._waiting = chain(first, self._waiting)
        threads = [threading.Thread(target=copy_context().run, args=(self._lane,), daemon=True) for _ in first]
        for thread in threads:
            thread.start()
        self._serve(len(threads))
        for thread in threads:
            thread.join()
        if self.error:
            raise self.error
        if self.down and next(self._waiting, None):
            self._leave_the_rest(self.down)
        if self.unnamed:
            self.failures.append(self._failure(f"{self.unnamed:,} more", "see `briefing deliveries list`"))
        return self.failures

    def _lane(self) -> None:
        """One session, from its first recipient to the last."""
        last = None
        try:
            with self.channel.session() as session:
                job = self._ask(None)
                while job and not self.error:
                    try:
                        result: str | DeliveryError = session.send(
                            self.work.edition, self.work.document, job.recipient, job.message_id
                        )
                    except DeliveryError as error:
                        result = error
                    settled = self._receipt(job, result)
                    if isinstance(result, UnreachableError):
                        self.down, last = result, settled
                        break
                    job = self._ask(settled)
        except DeliveryError as error:
            self.down = (
                error if isinstance(error, UnreachableError) else UnreachableError(error.message, hint=error.hint)
            )
        except BaseException as error:  # noqa: BLE001 - raised where all sessions have ended
            self.error = self.error or error
        finally:
            self._asked.put(_Turn(last, leaves=True))

    # --- the ledger --------------------------------------------------------------------------------------------------

    def _ask(self, settled: Receipt | None) -> _Job | None:
        """Settle and be given the next recipient."""
        turn = _Turn(settled)
        self._asked.put(turn)
        return turn.wait()

    def _serve(self, sessions: int) -> None:
        """Answer the sessions until the last has gone."""
        while sessions:
            asked = list[_Turn]()
            try:
                asked.append(self._asked.get())
                for _ in range(_GATHER_TIMES):
                    # A transaction costs as much as ten messages: better many of them in one.
                    if (self._asked.qsize() + 1) * 4 >= sessions * 3:
                        break
                    time.sleep(_GATHER_SECONDS)
                while not self._asked.empty():
                    asked.append(self._asked.get())
            except BaseException as error:  # noqa: BLE001 - Ctrl-C: what is under way is still brought to its end
                self.error = self.error or error
            self._answer(asked)
            sessions -= sum(turn.leaves for turn in asked)

    def _answer(self, asked: Sequence[_Turn]) -> None:
        try:
            settled = [turn.settled for turn in asked if turn.settled]
            hungry = [turn for turn in asked if not turn.leaves]
            while settled or hungry:
                ends = self.error or self.work.stop()
                found = list(islice(self._waiting, len(hungry))) if not ends else []
                ours = self._write(settled, {job.recipient: job.message_id for job in found})
                settled = []
                for job in found:
                    if job.recipient in ours:
                        hungry.pop().next = job
                if not found:
                    break
        except BaseException as error:  # noqa: BLE001 - raised where all sessions have ended
            self.error = self.error or error
            for turn in asked:
                turn.error = error
        finally:
            for turn in asked:
                turn.answer()

    def _write(self, settled: Sequence[Receipt], wanted: dict[str, str]) -> frozenset[str]:
        if not settled and not wanted:
            return frozenset()
        claims = {} if self.channel.repeatable else wanted
        ours = self.ledger.turn(
            self.work.edition.id,
            self.channel.name,
            settled=settled,
            wanted=claims,
            now=self.clock(),
            again=self.work.again,
        )
        return frozenset(wanted) if self.channel.repeatable else ours

    def _find_waiting(self) -> Iterator[_Job]:
        for recipient, line in waiting(self.work.edition.id, self.channel, self.ledger, self.work.again, self.clock):
            yield _Job(recipient, self._message_id(recipient), line)

    def _leave_the_rest(self, down: UnreachableError) -> None:
        """Note of the channel itself why nobody else was tried."""
        edition, channel = self.work.edition.id, self.channel.name
        before = self.ledger.lines(edition, channel, [""]).get("")
        receipt = self._receipt(_Job("", "", before), down)
        self.ledger.turn(edition, channel, settled=[receipt], now=receipt.at)

    # --- what became of it -------------------------------------------------------------------------------------------

    def _receipt(self, job: _Job, result: str | DeliveryError) -> Receipt:
        now = self.clock()
        attempts = job.before.attempts + 1 if job.before else 1
        retry_at = None
        if isinstance(result, str):
            state, reply = "sent", result
        elif isinstance(result, SkippedError):
            state, reply = "skipped", result.message
        elif isinstance(result, UncertainError):
            state, reply = "uncertain", result.message
        else:
            state, reply = "failed", f"{result.message}. {result.hint}" if result.hint else result.message
            waits = [DELIVER_AGAIN[min(n, len(DELIVER_AGAIN) - 1)] for n in range(attempts)]
            if not isinstance(result, RejectedError) and sum(waits, timedelta()) <= self.work.window:
                retry_at = now + waits[-1]
        if state not in ("sent", "skipped"):
            self._note(job.recipient or self.channel.name, f"{state}: {reply}")
        return Receipt(
            edition=self.work.edition.id,
            channel=self.channel.name,
            recipient=job.recipient,
            state=cast(State, state),
            at=now,
            attempts=attempts,
            message_id=job.message_id,
            reply=reply,
            retry_at=retry_at,
        )

    def _note(self, subject: str, message: str) -> None:
        with self._noting:
            if len(self.failures) < MOST_NAMED:
                self.failures.append(self._failure(subject, message))
            else:
                self.unnamed += 1

    def _failure(self, subject: str, message: str) -> Failure:
        return Failure(stage="deliver", subject=subject, message=message)

    def _message_id(self, recipient: str) -> str:
        return self.work.message_id(self.work.edition.id, self.channel.name, recipient)
