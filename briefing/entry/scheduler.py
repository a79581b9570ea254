"""Runs briefings by the clock until it is told to stop: for each, gather every so often, publish at each slot.

    gather     at once, then every `every`
    publish    at each slot of `core.schedule`, and once after the first gather, in case one is still to be made
    deliver    every `retry_every`: what a channel did not take the first time
    prune      four times a day: what is older than is kept

Gather and publish may run at the same time, so that a slow website never holds up the morning's edition: the store
keeps them apart. Publish and deliver take turns, because both send; of each there is never more than one.

SIGHUP has the configuration read again: what runs ends as it began, what begins after it goes by the new one.
"""

from __future__ import annotations

import logging
import signal
import sys
import threading
import time as monotonic_time
import traceback
from collections import defaultdict
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from queue import Empty, SimpleQueue
from typing import Any, Literal

from apscheduler.events import EVENT_JOB_MAX_INSTANCES
from apscheduler.executors.base import BaseExecutor, run_job
from apscheduler.jobstores.base import JobLookupError
from apscheduler.schedulers.background import BackgroundScheduler
from apscheduler.triggers.base import BaseTrigger
from apscheduler.triggers.interval import IntervalTrigger

from briefing.core.schedule import Timetable
from briefing.errors import BriefingError

Job = Callable[[], None]
Log = Callable[[str], None]
Order = Literal["stop", "reload"]

_STOP_SIGNALS = (signal.SIGTERM, signal.SIGINT)
_LOOK_UP = 1.0
"""Seconds."""
_DAY = timedelta(days=1)
# However late (a laptop that slept), a turn is made up for, once.
_JOB_DEFAULTS = {"coalesce": True, "max_instances": 1, "misfire_grace_time": None}
_LEFT_OUT = EVENT_JOB_MAX_INSTANCES


@dataclass(frozen=True, slots=True, kw_only=True)
class Work:
    """What is done for one briefing, and when."""

    name: str
    timetable: Timetable
    every: timedelta
    gather: Job
    publish: Job
    deliver: Job | None = None
    prune: Job | None = None


def run_schedule(
    works: Sequence[Work],
    *,
    clock: Callable[[], datetime],
    log: Log,
    reload: Callable[[], Sequence[Work]] | None = None,
    retry_every: timedelta = timedelta(minutes=5),
    orders: SimpleQueue[Order] | None = None,
    stopped: threading.Event | None = None,
    grace: float = 7.0,
) -> bool:
    """Blocks until SIGTERM, SIGINT (in the main thread) or the order "stop"; then starts nothing more.

    Jobs that run get `grace` seconds to end. Returns False where one did not: it ends with the process, as in a crash,
    which the store is made for. A job that raises is logged (with its traceback, unless it is a BriefingError) and
    runs again at its next time. A second signal does what it did before. stopped: set when jobs should end.

    reload: the works anew, at SIGHUP or the order "reload"; where it raises a BriefingError all goes on as before.
    """
    orders = orders or SimpleQueue()
    rounds = _Rounds(clock, log, retry_every, stopped or threading.Event())
    logging.getLogger("apscheduler").setLevel(logging.ERROR)  # what it warns of is said here, in plain words
    with _signals(orders, reloads=reload is not None):
        rounds.begin(works)
        while _next(orders) == "reload":
            if reload is None:
                continue
            try:
                works = reload()
            except BriefingError as error:
                log(f"reload: the settings stay as they were: {error.message}")
            else:
                log("reload: the settings were read again")
                rounds.begin(works)
        running = rounds.end(grace)
    log(f"scheduler: stopped while {' and '.join(running)} ran" if running else "scheduler: stopped")
    return not running


def _next(orders: SimpleQueue[Order]) -> Order:
    """The next order. Python's handlers run in the main thread alone, and a signal that came just before that began to
    wait, or to another thread, does not wake it: so it looks up every second."""
    while True:
        with suppress(Empty):
            return orders.get(timeout=_LOOK_UP)


class _Rounds:
    """The jobs of all works in one scheduler."""

    def __init__(
        self, clock: Callable[[], datetime], log: Log, retry_every: timedelta, stopped: threading.Event
    ) -> None:
        self._clock, self._log, self._retry_every = clock, log, retry_every
        self._executor = _DaemonExecutor()
        self._scheduler = BackgroundScheduler(
            timezone=UTC, executors={"default": self._executor}, job_defaults=_JOB_DEFAULTS
        )
        self._scheduler.add_listener(lambda event: log(f"{event.job_id}: still running, one turn left out"), _LEFT_OUT)
        self._stopped = stopped
        self._sending: defaultdict[str, threading.Lock] = defaultdict(threading.Lock)
        """By work, for good: one that sends when the settings are read again holds up its successor."""

    def begin(self, works: Sequence[Work]) -> None:
        """These from now on, in place of those before."""
        self._scheduler.remove_all_jobs()
        for work in works:
            self._add(work, f"{work.name}: " if len(works) > 1 else "")
        if not self._scheduler.running:
            self._scheduler.start()

    def end(self, grace: float) -> list[str]:
        """Nothing more begins; the names of what still runs after so many seconds."""
        self._stopped.set()
        self._scheduler.shutdown(wait=False)
        return self._executor.wait(grace)

    def _add(self, work: Work, prefix: str) -> None:
        gathered, sending, publish_id = threading.Event(), self._sending[work.name], f"{prefix}publish"

        def first_gather_then_publish() -> None:
            _logged(f"{prefix}gather", work.gather, self._log)
            if not gathered.is_set() and not self._stopped.is_set():
                gathered.set()
                with suppress(JobLookupError):  # stopped this moment
                    self._scheduler.modify_job(publish_id, next_run_time=self._clock())

        def one_sender(name: str, job: Job) -> Job:
            def run() -> None:
                with sending:
                    if not self._stopped.is_set():
                        _logged(name, job, self._log)

            return run

        def add(name: str, job: Job, trigger: Any, **options: Any) -> None:
            self._scheduler.add_job(job, trigger, id=name, name=name, **options)

        add(f"{prefix}gather", first_gather_then_publish, _interval(work.every), next_run_time=self._clock())
        # A second instance waits for its turn: a slot that begins while the one before is still being sent is not lost.
        add(publish_id, one_sender(publish_id, work.publish), SlotTrigger(work.timetable), max_instances=2)
        if work.deliver:
            name = f"{prefix}deliver"
            add(name, one_sender(name, work.deliver), _interval(self._retry_every))
        if work.prune:
            prune = work.prune
            add(f"{prefix}prune", lambda: _logged(f"{prefix}prune", prune, self._log), _interval(_DAY / 4))
        self._log(f"{prefix}scheduler: gathering every {work.every}; {self._next(work)}")

    def _next(self, work: Work) -> str:
        planned = next(work.timetable.upcoming(self._clock()), None)
        if planned is None:
            return "no edition is due any more"
        begins = planned.begins.astimezone(work.timetable.zone)
        return f"the edition of {planned.label} is due at {begins:%H:%M %Z}"


def _interval(every: timedelta) -> IntervalTrigger:
    """With up to a tenth of jitter, so that a thousand installations don't ask a website in the same second."""
    seconds = every.total_seconds()
    return IntervalTrigger(seconds=seconds, jitter=min(seconds / 10, 60.0), timezone=UTC)


def _logged(name: str, job: Job, log: Log) -> None:
    try:
        job()
    except BriefingError as error:
        log(f"{name}: {error.message}" + (f" ({error.hint})" if error.hint else ""))
    except Exception:  # noqa: BLE001 - the outermost frame of a job: the others go on
        log(f"{name}: unexpected error\n{traceback.format_exc()}")


class SlotTrigger(BaseTrigger):  # type: ignore[misc] # apscheduler has no types
    """Fires at each slot exactly once. On the nights when the clocks change CronTrigger is late for a time that they
    skip, and fires twice for one that they show twice."""

    def __init__(self, timetable: Timetable) -> None:
        self._timetable = timetable

    def get_next_fire_time(self, previous_fire_time: datetime | None, now: datetime) -> datetime | None:
        """The first slot after the run before, or after now: what was missed in between is coalesced into one."""
        planned = next(self._timetable.upcoming(previous_fire_time or now), None)
        return planned and planned.begins


class _DaemonExecutor(BaseExecutor):  # type: ignore[misc] # apscheduler has no types
    """A daemon thread for each run: with a pool's threads, a job that hangs would keep a stopped process alive."""

    def __init__(self) -> None:
        super().__init__()
        self._threads: set[threading.Thread] = set()

    def _do_submit_job(self, job: Any, run_times: list[datetime]) -> None:
        def work() -> None:
            self._run_job_success(job.id, run_job(job, "default", run_times, "apscheduler.executors"))
            self._threads.discard(threading.current_thread())

        thread = threading.Thread(target=work, name=job.id, daemon=True)
        self._threads.add(thread)
        thread.start()

    def wait(self, seconds: float) -> list[str]:
        """Wait for what runs, so many seconds in all; the names of what still runs then."""
        end = monotonic_time.monotonic() + seconds
        threads = sorted(self._threads, key=lambda thread: thread.name)
        for thread in threads:
            thread.join(max(0.0, end - monotonic_time.monotonic()))
        return [thread.name for thread in threads if thread.is_alive()]


@contextmanager
def _signals(orders: SimpleQueue[Order], *, reloads: bool) -> Iterator[None]:
    """SIGTERM and SIGINT order "stop", the first time, and SIGHUP "reload"; only the main thread may say so."""
    if threading.current_thread() is not threading.main_thread():
        yield
        return
    before = {number: signal.getsignal(number) for number in _STOP_SIGNALS}

    def told(number: int, _frame: object) -> None:
        orders.put("stop")
        signal.signal(number, before[signal.Signals(number)])

    for number in _STOP_SIGNALS:
        signal.signal(number, told)
    # On a terminal the signal says that the terminal is gone.
    if reloads and not (sys.stdin and sys.stdin.isatty()):
        before[signal.SIGHUP] = signal.signal(signal.SIGHUP, lambda *_: orders.put("reload"))
    try:
        yield
    finally:
        for number, handler in before.items():
            signal.signal(number, handler)
