"""What is done for a briefing at the scheduler's times."""

from __future__ import annotations

import threading
from collections.abc import Callable, Sequence
from contextlib import AbstractContextManager
from datetime import date, datetime, timedelta
from typing import TYPE_CHECKING

from briefing import logs
from briefing.core.schedule import Planned
from briefing.entry import jobs, watch
from briefing.entry.scheduler import Work, run_schedule

if TYPE_CHECKING:
    from briefing.config import Config
    from briefing.entry.console import Console
    from briefing.model import Edition
    from briefing.ports import Store

ON_TIME = timedelta(minutes=2)
"""No start is in the very moment of the slot: up to this much later the edition was not missed."""
PATIENCE = timedelta(minutes=5)
"""So long an edition waits for a round of gathering that is under way."""


def run_services(
    briefings: Sequence[tuple[Config, Store]],
    console: Console,
    reload: Callable[[], Sequence[tuple[Config, Store]]] | None = None,
    *,
    grace: float = 7.0,
) -> bool:
    """Until stopped; False where a job still runs then (see `scheduler.run_schedule`)."""

    stopped = threading.Event()

    def works(briefings: Sequence[tuple[Config, Store]]) -> list[Work]:
        return [Service(config, store, console, stopped.is_set).work for config, store in briefings]

    return run_schedule(
        works(briefings),
        stopped=stopped,
        clock=jobs.clock,
        log=lambda line: console.timed(jobs.clock(), line, "scheduler"),
        reload=reload and (lambda: works(reload())),
        grace=grace,
    )


class Service:
    """Gathers, publishes at the slot, delivers, and tries again what failed. Its methods may run at the same time.

    An edition is made once and stands, so it must not be made from yesterday's news: not while a machine that slept or
    was offline is still reading this morning's.
    """

    def __init__(
        self, config: Config, store: Store, console: Console, stop: Callable[[], bool] = lambda: False
    ) -> None:
        """stop: whether it was told to stop; then what is under way is brought to its end, and no more."""
        self._config = config
        self._store = store
        self._console = console
        self._stop = stop
        self._gathering = threading.Lock()
        self._publishing = threading.Lock()
        self._gathered: datetime | None = None
        """When the last round ended that could read anything."""
        self._unpublished = False
        """An edition is due that could not be made."""

    @property
    def work(self) -> Work:
        """For the scheduler."""
        return Work(
            name=self._config.briefing,
            timetable=self._config.timetable,
            every=self._config.schedule.gather_every,
            gather=self._one_run(self.gather),
            publish=self._one_run(self.publish),
            deliver=self._one_run(self.deliver),
            prune=self._one_run(self.prune),
        )

    def _one_run(self, job: Callable[[], None]) -> Callable[[], None]:
        """With an id of its own in the log, also of what is said when it fails: its thread ends with it."""

        def run() -> None:
            logs.start_run(briefing=self._config.briefing)
            job()

        return run

    def gather(self) -> None:
        """Read what is new; then make the edition that could not be made before."""
        with self._gathering:
            self._round()
        if self._unpublished and self._up_to_date() and not self._stop():
            self.publish()

    def publish(self) -> None:
        """The edition that is due, unless it was missed by more than the configuration lets be made up for."""
        with self._publishing:
            now = jobs.clock()
            planned = self._config.timetable.due(now)
            if planned is None or jobs.made_ahead(self._store, self._config.briefing, now) or self._missed(planned):
                return
            self._unpublished = True
            named = planned.day, planned.number
            with self._watched(named) as watched:
                self._wait_for_news()
                edition = jobs.publish(self._config, self._store, named, jobs.clock(), self._console)
                self._unpublished = False
                watched.took(edition, self._delivered(edition))

    def deliver(self) -> None:
        """What could not be delivered before."""
        edition = self._store.editions.latest(self._config.briefing)
        if edition and jobs.waiting(self._store, edition, jobs.clock()):
            with self._watched((edition.slot.date, edition.slot.number)) as watched:
                watched.took(edition, self._delivered(edition))

    def _delivered(self, edition: Edition) -> jobs.Delivered:
        return jobs.deliver(self._config, self._store, edition, self._console, stop=self._stop)

    def _watched(self, named: tuple[date, int]) -> AbstractContextManager[watch.Watched]:
        return watch.over(self._config, self._store, named, jobs.clock(), self._console, again=True)

    def prune(self) -> None:
        """What is older than the configuration keeps."""
        jobs.prune(self._config, self._store, jobs.clock(), self._console)

    def _missed(self, planned: Planned) -> bool:
        late = jobs.clock() - planned.begins
        made = self._store.editions.get(f"{self._config.briefing}/{planned.label}") is not None
        if made or late <= max(self._config.schedule.catch_up, ON_TIME):
            return False
        by = timedelta(seconds=round(late.total_seconds()))
        said = f"The edition of {planned.label} was missed by {by}: more than schedule.catch_up allows; skipped."
        self._console.note(said, "skipped", edition=f"{self._config.briefing}/{planned.label}")
        watch.skipped(self._config, self._store, (planned.day, planned.number), jobs.clock(), self._console)
        self._unpublished = False
        return True

    def _wait_for_news(self) -> None:
        if self._up_to_date() or not self._gathering.acquire(timeout=PATIENCE.total_seconds()):
            return
        try:
            if not self._up_to_date():
                self._round()
        finally:
            self._gathering.release()

    def _up_to_date(self) -> bool:
        return self._gathered is not None and jobs.clock() - self._gathered <= 2 * self._config.schedule.gather_every

    def _round(self) -> None:
        gathered, _ = jobs.gather(self._config, self._store, jobs.clock(), self._console, stop=self._stop)
        if gathered.feeds_read or not gathered.feeds_asked:
            self._gathered = jobs.clock()
