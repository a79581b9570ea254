"""Runs the two loops by the clock until it is told to stop: gather every so often, publish at each slot.

    gather     at once, then every `every`
    publish    at each slot of `core.schedule`, and once after the first gather, in case today's is still to be made
    deliver    every `retry_every`: what a channel did not take the first time

Gather and publish may run at the same time, so that a slow website never holds up the morning's edition: the store
keeps them apart. Publish and deliver take turns, because both send; of each there is never more than one.
"""

from __future__ import annotations

import logging
import signal
import threading
import time as monotonic_time
import traceback
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from datetime import UTC, datetime, time, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from apscheduler.events import EVENT_JOB_MAX_INSTANCES
from apscheduler.executors.base import BaseExecutor, run_job
from apscheduler.jobstores.base import JobLookupError
from apscheduler.schedulers.background import BackgroundScheduler
from apscheduler.triggers.base import BaseTrigger
from apscheduler.triggers.interval import IntervalTrigger

from briefing.core.schedule import upcoming
from briefing.errors import BriefingError

Job = Callable[[], None]
Log = Callable[[str], None]

_STOP_SIGNALS = (signal.SIGTERM, signal.SIGINT)


def run_schedule(
    *,
    gather: Job,
    publish: Job,
    deliver: Job | None,
    at: time,
    zone: ZoneInfo,
    every: timedelta,
    clock: Callable[[], datetime],
    log: Log,
    retry_every: timedelta = timedelta(minutes=5),
    stop: threading.Event | None = None,
    grace: float = 9.0,
) -> bool:
    """Blocks until SIGTERM, SIGINT (in the main thread) or `stop`; then starts nothing more.

    Jobs that run get `grace` seconds to end. Returns False where one did not: it ends with the process, as in a crash,
    which the store is made for. A job that raises is logged (with its traceback, unless it is a BriefingError) and
    runs again at its next time. A second signal does what it did before.
    """
    stop = stop or threading.Event()
    executor = _DaemonExecutor()
    scheduler = BackgroundScheduler(timezone=UTC, executors={"default": executor}, job_defaults=_JOB_DEFAULTS)
    sending = threading.Lock()
    gathered = threading.Event()

    def first_gather_then_publish() -> None:
        _logged("gather", gather, log)
        if not gathered.is_set() and not stop.is_set():
            gathered.set()
            with suppress(JobLookupError):  # stopped this moment
                scheduler.modify_job("publish", next_run_time=clock())

    def one_sender(name: str, job: Job) -> Job:
        def run() -> None:
            with sending:
                if not stop.is_set():
                    _logged(name, job, log)

        return run

    def add(name: str, job: Job, trigger: Any, **options: Any) -> None:
        scheduler.add_job(job, trigger, id=name, name=name, **options)

    add("gather", first_gather_then_publish, _interval(every), next_run_time=clock())
    # A second instance waits for its turn: a slot that begins while the one before is still being sent is not lost.
    add("publish", one_sender("publish", publish), SlotTrigger(at, zone), max_instances=2)
    if deliver:
        add("deliver", one_sender("deliver", deliver), _interval(retry_every))
    scheduler.add_listener(lambda event: log(f"{event.job_id}: still running, one turn left out"), _LEFT_OUT)

    logging.getLogger("apscheduler").setLevel(logging.ERROR)  # what it warns of is said here, in plain words

    with _signals(stop):
        scheduler.start()
        day, begins = upcoming(clock(), at, zone, 1)[0]
        log(f"scheduler: gathering every {every}; the edition of {day} is due at {begins.astimezone(zone):%H:%M %Z}")
        stop.wait()
        scheduler.shutdown(wait=False)
        running = executor.wait(grace)
    log(f"scheduler: stopped while {' and '.join(running)} ran" if running else "scheduler: stopped")
    return not running


# However late (a laptop that slept), a turn is made up for, once.
_JOB_DEFAULTS = {"coalesce": True, "max_instances": 1, "misfire_grace_time": None}
_LEFT_OUT = EVENT_JOB_MAX_INSTANCES


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

    def __init__(self, at: time, zone: ZoneInfo) -> None:
        self._at, self._zone = at, zone

    def get_next_fire_time(self, previous_fire_time: datetime | None, now: datetime) -> datetime:
        """The first slot after the run before, or after now: what was missed in between is coalesced into one."""
        return upcoming(previous_fire_time or now, self._at, self._zone, 1)[0][1]


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
def _signals(stop: threading.Event) -> Iterator[None]:
    """SIGTERM and SIGINT set `stop`, the first time; only the main thread may say so."""
    if threading.current_thread() is not threading.main_thread():
        yield
        return
    before = {number: signal.getsignal(number) for number in _STOP_SIGNALS}

    def told(number: int, _frame: object) -> None:
        stop.set()
        signal.signal(number, before[signal.Signals(number)])

    for number in _STOP_SIGNALS:
        signal.signal(number, told)
    try:
        yield
    finally:
        for number, handler in before.items():
            signal.signal(number, handler)
