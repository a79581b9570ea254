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
from queue import SimpleQueue
from typing import Any
from zoneinfo import ZoneInfo

import pytest

from briefing.core.schedule import Appointment, Timetable
from briefing.entry.scheduler import Order, SlotTrigger, Work, run_schedule
from briefing.errors import ConfigError, SourceError, StoreError

BERLIN = ZoneInfo("Europe/Berlin")
UTC_ZONE = ZoneInfo("UTC")
FAR_AWAY = (datetime.now(UTC) + timedelta(hours=11)).time().replace(tzinfo=None)
"""A time of day that does not come while the test runs."""


def nothing() -> None:
    pass


def daily(at: time, zone: ZoneInfo = UTC_ZONE) -> Timetable:
    return Timetable(zone=zone, appointments=(Appointment(at=at),))


def work(**changes: Any) -> Work:
    plain: dict[str, Any] = {
        "name": "daily",
        "timetable": daily(FAR_AWAY),
        "every": timedelta(hours=1),
        "gather": nothing,
        "publish": nothing,
    }
    return Work(**plain | changes)


class Running:
    """A schedule in a thread of its own."""

    def __init__(self, *works: Work, **changes: Any) -> None:
        self.logged: list[str] = []
        self.orders: SimpleQueue[Order] = SimpleQueue()
        self.ended: bool | None = None
        of_works = {name: changes.pop(name) for name in list(changes) if name in Work.__dataclass_fields__}
        settings: dict[str, Any] = {
            "clock": lambda: datetime.now(UTC),
            "log": self.logged.append,
            "orders": self.orders,
            "grace": 3.0,
        }
        self._works = works or (work(**of_works),)
        self._thread = threading.Thread(target=self._run, kwargs=settings | changes)

    def _run(self, **settings: Any) -> None:
        self.ended = run_schedule(self._works, **settings)

    def start(self) -> None:
        self._thread.start()

    def end(self) -> None:
        self.orders.put("stop")
        self._thread.join(10)
        assert not self._thread.is_alive()


@contextmanager
def running(*works: Work, **changes: Any) -> Iterator[Running]:
    schedule = Running(*works, **changes)
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
        publish=lambda: published.append(datetime.now(UTC)),
        timetable=daily(begins.time().replace(tzinfo=None), BERLIN),
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
        timetable=daily(begins.time().replace(tzinfo=None)),
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
        timetable=daily(begins.time().replace(tzinfo=None)),
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
    trigger = SlotTrigger(daily(time.fromisoformat(at), BERLIN))
    previous, found = None, []
    moment = datetime.fromisoformat(now).replace(tzinfo=UTC)
    for _ in fires:
        previous = trigger.get_next_fire_time(previous, moment)
        assert previous
        moment = previous
        found.append(f"{previous:%Y-%m-%d %H:%M}")
    assert found == fires


def test_a_clock_that_is_put_back_by_an_hour_does_not_bring_the_slot_again() -> None:
    trigger = SlotTrigger(daily(time(6, 30), BERLIN))
    fired = datetime(2026, 9, 16, 4, 30, tzinfo=UTC)
    assert trigger.get_next_fire_time(fired, fired - timedelta(hours=1)) == fired + timedelta(days=1)


# --- several briefings, other settings -------------------------------------------------------------------------------


def test_several_briefings_run_beside_each_other_and_are_told_apart() -> None:
    ran: list[str] = []
    hangs = threading.Event()
    works = [
        work(name=name, gather=lambda: hangs.wait(8), publish=lambda name=name: ran.append(name)) if name == "uk"
        else work(name=name, publish=lambda name=name: ran.append(name))
        for name in ("de", "uk")
    ]  # fmt: skip
    with running(*works) as schedule:
        until(lambda: ran == ["de"])
        hangs.set()
        until(lambda: ran == ["de", "uk"])
    assert schedule.logged[0].startswith("de: scheduler: gathering every 1:00:00; the edition of")
    assert schedule.logged[1].startswith("uk: scheduler: ")


def test_with_new_settings_what_runs_ends_as_it_began_and_then_new_jobs_begin() -> None:
    ran: list[str] = []
    release = threading.Event()

    def slow() -> None:
        ran.append("old begins")
        release.wait(8)
        ran.append("old ends")

    def reload() -> list[Work]:
        return [work(gather=lambda: ran.append("new"), every=timedelta(seconds=0.1))]

    with running(gather=slow, every=timedelta(seconds=0.1), reload=reload) as schedule:
        until(lambda: "old begins" in ran)
        schedule.orders.put("reload")
        until(lambda: any(line.startswith("reload:") for line in schedule.logged))
        assert ran == ["old begins"]
        release.set()
        until(lambda: ran.count("new") >= 2)
        assert ran[:2] == ["old begins", "old ends"]
        assert ran.count("old begins") == 1
    assert "reload: the settings were read again" in schedule.logged
    assert schedule.ended is True


def test_settings_with_a_mistake_change_nothing() -> None:
    ran: list[int] = []

    def reload() -> list[Work]:
        raise ConfigError(["config.yaml:3: mail.prot: no such setting"])

    with running(gather=lambda: ran.append(1), every=timedelta(seconds=0.1), reload=reload) as schedule:
        until(lambda: ran)
        schedule.orders.put("reload")
        until(lambda: any("mail.prot" in line for line in schedule.logged))
        count = len(ran)
        until(lambda: len(ran) > count + 2)
    (said,) = [line for line in schedule.logged if "mail.prot" in line]
    assert said.startswith("reload: the settings stay as they were: config.yaml:3")


def test_one_that_sends_holds_up_its_successor_with_other_settings() -> None:
    inside: list[str] = []
    overlaps: list[list[str]] = []
    release = threading.Event()

    def send(name: str) -> None:
        inside.append(name)
        if len(inside) > 1:
            overlaps.append(list(inside))
        if name == "old":
            release.wait(8)
        inside.remove(name)

    done = threading.Event()

    def new() -> None:
        send("new")
        done.set()

    with running(publish=lambda: send("old"), reload=lambda: [work(publish=new)]) as schedule:
        until(lambda: inside == ["old"])
        schedule.orders.put("reload")
        assert not done.wait(0.5)
        release.set()
        assert done.wait(8)
    assert not overlaps


# --- a process -------------------------------------------------------------------------------------------------------

PROGRAM = """
    import signal, sys, threading, time
    from datetime import UTC, datetime, time as time_of_day, timedelta
    from zoneinfo import ZoneInfo
    from briefing.core.schedule import Appointment, Timetable
    from briefing.entry.scheduler import Work, run_schedule

    def gather():
        print("gather begins", flush=True)
        time.sleep(float(sys.argv[1]))
        if sys.argv[3:] == ["elsewhere"]:
            signal.pthread_kill(threading.get_ident(), signal.SIGTERM)
        print("gather ends", flush=True)

    timetable = Timetable(zone=ZoneInfo("Europe/Berlin"), appointments=(Appointment(at=time_of_day(6, 30)),))
    work = Work(name="daily", timetable=timetable, every=timedelta(hours=1), gather=gather, publish=lambda: None)
    ended = run_schedule(
        [work], clock=lambda: datetime.now(UTC), log=lambda line: print(line, flush=True), grace=float(sys.argv[2])
    )
    print("ended", ended, flush=True)
"""


@contextmanager
def process(job_seconds: float, grace: float, *more: str) -> Iterator[subprocess.Popen[str]]:
    root = str(Path(__file__).parents[2])
    started = subprocess.Popen(
        [sys.executable, "-c", textwrap.dedent(PROGRAM), str(job_seconds), str(grace), *more],
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


def test_a_signal_that_wakes_another_thread_than_the_one_that_waits_is_heard() -> None:
    with process(0.6, 9, "elsewhere") as started:
        output, _ = started.communicate(timeout=9)
    assert output.endswith("scheduler: stopped\nended True\n")


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
