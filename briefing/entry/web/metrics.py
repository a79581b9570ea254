"""/metrics in Prometheus' text format, for whoever sends the token.

What it tells is looked up in the store when it is asked for, so that it is true whoever did the work: this process,
cron, or another machine. Nothing tells one reader from another.
"""

from __future__ import annotations

import secrets
import threading
import time
from collections import Counter
from collections.abc import Callable, Iterator, Mapping
from typing import TYPE_CHECKING, Any

from prometheus_client import CollectorRegistry, ProcessCollector, generate_latest
from prometheus_client.core import CounterMetricFamily, GaugeMetricFamily, HistogramMetricFamily, Metric
from prometheus_client.registry import Collector
from starlette.responses import PlainTextResponse, Response
from starlette.routing import Route

from briefing import __version__
from briefing.core import health
from briefing.entry import watch

if TYPE_CHECKING:
    from datetime import datetime

    from starlette.requests import Request

    from briefing.entry.web.site import Site

TYPE = "text/plain; version=0.0.4; charset=utf-8"
JOBS = ("gather", "publish", "deliver")
FEEDS: tuple[health.State, ...] = ("ok", "new", "silent", "failing", "broken", "gone")
_RESTS = 60.0
"""What took long to count is not counted anew until so many times as long have passed."""


def route(site: Site, token: str) -> Route:
    registry = CollectorRegistry()
    registry.register(_FromStore(site))
    ProcessCollector(registry=registry)
    wanted = f"Bearer {token}".encode()

    def metrics(request: Request) -> Response:
        given = request.headers.get("authorization", "").encode("utf-8", "replace")
        if not secrets.compare_digest(given, wanted):
            return PlainTextResponse("A token is needed.\n", 401, {"WWW-Authenticate": "Bearer"})
        return Response(generate_latest(registry), headers={"Content-Type": TYPE, "Cache-Control": "no-store"})

    return Route("/metrics", metrics)


class _FromStore(Collector):
    def __init__(self, site: Site) -> None:
        self._site = site
        self._deliveries = _Rested(lambda edition: site.store.ledger.tally(edition))
        self._edition: tuple[str, datetime, int] | None = None
        self._readers = _Rested(lambda _: site.store.subscribers.counts())

    def describe(self) -> Iterator[Metric]:
        """Nothing: what there is is seen when it is asked for."""
        yield from ()

    def collect(self) -> Iterator[Metric]:
        site, now = self._site, self._site.clock()
        yield _one("briefing_info", "Which Briefing this is.", 1, version=__version__, briefing=site.config.briefing)
        yield from self._editions(now)
        yield from self._feeds(now)
        sums = site.store.tallies.all()
        pages = CounterMetricFamily("briefing_pages", "Pages of articles that were asked for.", labels=["outcome"])
        for outcome in ("read", "failed"):
            pages.add_metric([outcome], sums.get(f"pages {outcome}", 0))
        yield pages
        yield from _jobs(sums)
        yield _many("briefing_subscribers", "Readers of the list.", "state", self._readers.of(""))
        yield _one(
            "briefing_errands_waiting", "Mails to single readers still to be sent.", site.store.errands.waiting()
        )
        yield _one("briefing_alarms_waiting", "Mails to the operator still to be sent.", site.store.alarms.waiting())
        yield _one("briefing_store_bytes", "How large the store is.", site.store.size())

    def _editions(self, now: datetime) -> Iterator[Metric]:
        site, config = self._site, self._site.config
        made, latest = site.store.archive.state(config.briefing)
        yield _one("briefing_editions", "Editions in the store.", made)
        overdue = watch.overdue(config, site.store, now)
        yield _one("briefing_edition_overdue", "1 where the edition that is due has not come.", overdue)
        if planned := next(config.timetable.upcoming(now), None):
            yield _time("briefing_next_edition", "When the next edition is due.", planned.begins)
        edition = self._latest(f"{config.briefing}/{latest}") if latest else None
        if edition is None:
            return
        key, closed, stories = edition
        yield _time("briefing_last_edition", "When the latest edition was made.", closed)
        yield _one("briefing_last_edition_stories", "How many stories it has.", stories)
        deliveries = GaugeMetricFamily(
            "briefing_deliveries", "Recipients of the latest edition.", labels=["channel", "state"]
        )
        for (channel, state), count in self._deliveries.of(key).items():
            deliveries.add_metric([channel, state], count)
        yield deliveries

    def _latest(self, key: str) -> tuple[str, datetime, int] | None:
        if self._edition is None or self._edition[0] != key:
            found = self._site.store.editions.get(key)
            self._edition = (key, found.slot.closes, len(found.briefs)) if found else None
        return self._edition

    def _feeds(self, now: datetime) -> Iterator[Metric]:
        known = self._site.store.news.health(now)
        states = Counter(health.state(each, now, self._site.config.alerts.after) for each in known)
        yield _many("briefing_feeds", "Feeds that are followed.", "state", {each: states[each] for each in FEEDS})
        if read := [each.read_at for each in known if each.read_at]:
            yield _time("briefing_last_reading", "When gathering last could read a feed.", max(read))


class _Rested:
    """Counts that may take long: kept for a while that grows with the time they took."""

    def __init__(self, count: Callable[[str], Mapping[Any, int]]) -> None:
        self._count, self._lock = count, threading.Lock()
        self._kept: tuple[str, float, Mapping[Any, int]] = ("", 0.0, {})

    def of(self, name: str) -> Mapping[Any, int]:
        with self._lock:
            kept, until, found = self._kept
            began = time.monotonic()
            if kept != name or began >= until:
                found = self._count(name)
                took = time.monotonic() - began
                self._kept = name, began + (took * _RESTS if took > 0.01 else 0.0), found
            return found


def _jobs(sums: Mapping[str, float]) -> Iterator[Metric]:
    seconds = HistogramMetricFamily("briefing_job_seconds", "How long the work took.", labels=["job"])
    failed = CounterMetricFamily("briefing_jobs_failed", "Work that ended with an error.", labels=["job"])
    for job in JOBS:
        so_far, buckets = 0.0, []
        for name in (*(f"{each:g}" for each in watch.BUCKETS), "+Inf"):
            so_far += sums.get(f"{job} le {name}", 0)
            buckets.append((name, so_far))
        seconds.add_metric([job], buckets, sums.get(f"{job} seconds", 0))
        failed.add_metric([job], sums.get(f"{job} failed", 0))
    yield seconds
    yield failed


def _one(name: str, meaning: str, value: float, **labels: str) -> Metric:
    gauge = GaugeMetricFamily(name, meaning, labels=list(labels))
    gauge.add_metric(list(labels.values()), value)
    return gauge


def _many(name: str, meaning: str, label: str, values: Mapping[Any, int]) -> Metric:
    gauge = GaugeMetricFamily(name, meaning, labels=[label])
    for each, value in values.items():
        gauge.add_metric([str(each)], value)
    return gauge


def _time(name: str, meaning: str, at: datetime) -> Metric:
    return _one(f"{name}_timestamp_seconds", f"{meaning} Seconds since 1970.", at.timestamp())
