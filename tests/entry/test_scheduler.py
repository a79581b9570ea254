"""A real scheduler with intervals of fractions of a second, and a real process that is told to stop."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import textwrap
import threading
import time as real_time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import UTC, datetime, time, timedelta
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

import pytest

from briefing.entry.scheduler import SlotTrigger, run_schedule
from briefing.errors import SourceError, StoreError

BERLIN = ZoneInfo("Europe/Berlin")
FAR_AWAY = (datetime.now(UTC) + timedelta(hours=11)).time().replace(tzinfo=None)
"""A time of day that does not come while the test runs."""


def nothing() -> None:
    pass


class Running:
    """A schedule in a thread of its own."""

    def __init__(self, **changes: Any) -> None:
        self.logged: list[str] = []
        self.stop = threading.Event()
        self.ended: bool | None = None
        settings: dict[str, Any] = {
            "gather": nothing,
            "publish": nothing,
            "deliver": None,
            "at": FAR_AWAY,
            "zone": ZoneInfo("UTC"),
            "every": timedelta(hours=1),
            "clock": lambda: datetime.now(UTC),
            "log": self.logged.append,
            "stop": self.stop,
            "grace": 3.0,
        }
        self._thread = threading.Thread(target=self._run, kwargs=settings | changes)

    def _run(self, **settings: Any) -> None:
        self.ended = run_schedule(**settings)

    def start(self) -> None:
        self._thread.start()

    def end(self) -> None:
        self.stop.set()
        self._thread.join(10)
        assert not self._thread.is_alive()


@contextmanager
def running(**changes: Any) -> Iterator[Running]:
    schedule = Running(**changes)
    schedule.start()
    try:
        yield schedule
    finally:
        schedule.end()


def until(condition: Callable[[], object], seconds: float = 8.0) -> None:
    end = real_time.monotonic() + seconds
    while not condition():
        assert real_time.monotonic() < end, "it did not happen in time"
        real_time.sleep(0.01)


def test_gather_runs_at_once_and_again_and_again_and_publish_follows_the_first() -> None:
    ran: list[str] = []
    with running(
        gather=lambda: ran.append("gather"), publish=lambda: ran.append("publish"), every=timedelta(seconds=0.1)
    ) as schedule:
        until(lambda: ran.count("gather") >= 4 and "publish" in ran)
    assert ran[0] == "gather"
    assert ran.count("publish") == 1
    assert schedule.ended is True
    assert schedule.logged[-1] == "scheduler: stopped"
    count = len(ran)
    real_time.sleep(0.3)
    assert len(ran) == count


def test_publish_catches_up_even_when_the_first_gather_fails() -> None:
    published = threading.Event()

    def offline() -> None:
        raise SourceError("no network")

    with running(gather=offline, publish=published.set):
        assert published.wait(8)


def test_publish_runs_when_the_slot_begins() -> None:
    published: list[datetime] = []
    begins = datetime.now(BERLIN) + timedelta(seconds=1.2)
    with running(
        publish=lambda: published.append(datetime.now(UTC)), at=begins.time().replace(tzinfo=None), zone=BERLIN
    ) as schedule:
        until(lambda: len(published) == 2)  # once after the first gather, once at the slot
    assert timedelta() <= published[1] - begins < timedelta(seconds=2)
    assert f"{begins:%H:%M}" in schedule.logged[0]


def test_deliver_tries_again_by_its_own_interval() -> None:
    ran: list[str] = []
    with running(deliver=lambda: ran.append("deliver"), retry_every=timedelta(seconds=0.1)):
        until(lambda: len(ran) >= 3)


def test_a_job_that_fails_is_logged_and_runs_again() -> None:
    ran: list[str] = []

    def fails() -> None:
        ran.append("gather")
        if len(ran) == 1:
            raise StoreError("the disk is full", hint="Make room.")
        if len(ran) == 2:
            raise ZeroDivisionError("a bug")

    with running(gather=fails, every=timedelta(seconds=0.1)) as schedule:
        until(lambda: len(ran) >= 4)
    assert "gather: the disk is full (Make room.)" in schedule.logged
    (bug,) = [line for line in schedule.logged if "a bug" in line]
    assert bug.startswith("gather: unexpected error\nTraceback")
    assert "in fails" in bug


def test_a_slow_gather_never_holds_up_publish_and_never_runs_twice_at_once() -> None:
    inside: list[int] = []
    most: list[int] = []
    published = threading.Event()
    release = threading.Event()

    def slow() -> None:
        inside.append(1)
        most.append(len(inside))
        if len(most) > 1:
            release.wait(5)
        inside.pop()

    begins = datetime.now(UTC) + timedelta(seconds=1)
    with running(
        gather=slow, publish=lambda: published.set() if len(most) > 1 else None, every=timedelta(seconds=0.1),
        at=begins.time().replace(tzinfo=None),
    ) as schedule:  # fmt: skip
        assert published.wait(8)  # while the second gather hangs
        until(lambda: any("gather: still running" in line for line in schedule.logged))
        release.set()
    assert max(most) == 1


def test_publish_and_deliver_take_turns_and_a_slot_that_begins_meanwhile_is_not_lost() -> None:
    inside: list[str] = []
    overlaps: list[list[str]] = []
    published: list[datetime] = []

    def job(name: str, seconds: float) -> None:
        inside.append(name)
        if len(inside) > 1:
            overlaps.append(list(inside))
        real_time.sleep(seconds)
        inside.remove(name)

    def publish() -> None:
        job("publish", 0.8)  # the first still runs when the slot begins
        published.append(datetime.now(UTC))

    begins = datetime.now(UTC) + timedelta(seconds=0.5)
    with running(
        publish=publish, deliver=lambda: job("deliver", 0.05), retry_every=timedelta(seconds=0.1),
        at=begins.time().replace(tzinfo=None),
    ):  # fmt: skip
        until(lambda: len(published) == 2)
    assert not overlaps


def test_a_job_that_does_not_end_is_not_waited_for_longer_than_the_grace() -> None:
    started, release = threading.Event(), threading.Event()

    def hangs() -> None:
        started.set()
        release.wait(20)

    with running(gather=hangs, grace=0.2) as schedule:
        assert started.wait(8)
        began = real_time.monotonic()
        schedule.end()
        assert real_time.monotonic() - began < 2
    assert schedule.ended is False
    assert schedule.logged[-1] == "scheduler: stopped while gather ran"
    release.set()


def test_a_job_that_ends_in_time_is_let_end() -> None:
    started, done = threading.Event(), threading.Event()

    def slow() -> None:
        started.set()
        real_time.sleep(0.5)
        done.set()

    with running(gather=slow) as schedule:
        assert started.wait(8)
    assert done.is_set()
    assert schedule.ended is True


@pytest.mark.parametrize(
    ("at", "now", "fires"),
    [
        ("06:30", "2026-09-16 04:29", ["2026-09-16 04:30", "2026-09-17 04:30"]),
        ("06:30", "2026-09-16 04:30", ["2026-09-17 04:30", "2026-09-18 04:30"]),
        ("02:30", "2026-03-28 12:00", ["2026-03-29 01:00", "2026-03-30 00:30"]),  # skipped by the clocks
        ("02:30", "2026-10-24 12:00", ["2026-10-25 00:30", "2026-10-26 01:30"]),  # shown twice by the clocks
    ],
)
def test_the_trigger_fires_once_a_slot(at: str, now: str, fires: list[str]) -> None:
    trigger = SlotTrigger(time.fromisoformat(at), BERLIN)
    previous, found = None, []
    moment = datetime.fromisoformat(now).replace(tzinfo=UTC)
    for _ in fires:
        previous = moment = trigger.get_next_fire_time(previous, moment)
        found.append(f"{previous:%Y-%m-%d %H:%M}")
    assert found == fires


# --- a process -------------------------------------------------------------------------------------------------------

PROGRAM = """
    import sys, time
    from datetime import UTC, datetime, time as time_of_day, timedelta
    from zoneinfo import ZoneInfo
    from briefing.entry.scheduler import run_schedule

    def gather():
        print("gather begins", flush=True)
        time.sleep(float(sys.argv[1]))
        print("gather ends", flush=True)

    ended = run_schedule(
        gather=gather, publish=lambda: None, deliver=None, at=time_of_day(6, 30), zone=ZoneInfo("Europe/Berlin"),
        every=timedelta(hours=1), clock=lambda: datetime.now(UTC), log=lambda line: print(line, flush=True),
        grace=float(sys.argv[2]),
    )
    print("ended", ended, flush=True)
"""


@contextmanager
def process(job_seconds: float, grace: float) -> Iterator[subprocess.Popen[str]]:
    root = str(Path(__file__).parents[2])
    started = subprocess.Popen(
        [sys.executable, "-c", textwrap.dedent(PROGRAM), str(job_seconds), str(grace)],
        stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True, env=os.environ | {"PYTHONPATH": root},
    )  # fmt: skip
    try:
        assert started.stdout is not None
        while "gather begins" not in started.stdout.readline():
            assert started.poll() is None
        yield started
    finally:
        started.kill()
        started.communicate()


@pytest.mark.parametrize("number", [signal.SIGTERM, signal.SIGINT])
def test_a_signal_lets_the_running_job_end_and_then_the_process(number: signal.Signals) -> None:
    with process(job_seconds=0.6, grace=9) as started:
        started.send_signal(number)
        output, _ = started.communicate(timeout=9)
    assert "gather ends" in output
    assert output.endswith("scheduler: stopped\nended True\n")
    assert started.returncode == 0


def test_a_job_that_hangs_does_not_keep_the_process_alive() -> None:
    with process(job_seconds=600, grace=0.3) as started:
        began = real_time.monotonic()
        started.send_signal(signal.SIGTERM)
        output, _ = started.communicate(timeout=9)
    assert real_time.monotonic() - began < 5
    assert output.endswith("scheduler: stopped while gather ran\nended False\n")
    assert started.returncode == 0


def test_a_second_signal_ends_the_process_at_once() -> None:
    with process(job_seconds=600, grace=600) as started:
        started.send_signal(signal.SIGTERM)
        real_time.sleep(0.3)
        started.send_signal(signal.SIGTERM)
        started.communicate(timeout=9)
    assert started.returncode == -signal.SIGTERM
