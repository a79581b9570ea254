"""A store that a year of news went through: what an edition, a round of gathering and a day's tidying take by then."""

from __future__ import annotations

import statistics
import sys
import threading
import time
from collections.abc import Iterator, Sequence
from contextlib import closing
from dataclasses import replace
from datetime import datetime, timedelta
from itertools import groupby
from pathlib import Path

from briefing.core.summarize import Extractive
from briefing.edges.store import SqlStore
from briefing.model import Article, Edition, Notes, Reading, Recipe, Reference, Section
from briefing.pipeline import publish
from tests.bench import wire
from tests.bench.plots import Plot, columns
from tests.bench.report import Table
from tests.builders import slot

FEEDS, ARTICLES, DAYS = 33, 274, 365
MARKS = (30, 91, 182, 365)
KEPT = timedelta(days=60)
_LISTED = 30
"""Entries that a feed has, new and old."""
_REAL = 4
"""Days before a mark whose editions are made and not only filled in: a story goes on for as long."""
_RECIPE = Recipe(version="bench")
_COMMAND = "python -m tests.bench --only year"


class Year:
    """A store, and how long each kind of work takes."""

    def __init__(self, path: Path, *, feeds: int = FEEDS, articles: int = ARTICLES) -> None:
        self.path = path
        self.store = SqlStore(f"sqlite:///{path}", lambda _: False)
        self.feeds, self.articles = wire.feeds(feeds), articles
        self.store.news.follow(self.feeds)
        self.listed: dict[str, list[Article]] = {feed.url: [] for feed in self.feeds}
        self.pattern: Edition | None = None
        self.first_reading: list[float] = []
        self.second_reading: list[float] = []
        self.reading: list[float] = []
        self.recent: dict[int, list[Article]] = {}

    def gather(self, number: int, *, twice: bool = False) -> None:
        """A day's round: what each feed lists, and the pages of what is new; twice: and another, with nothing new."""
        today = list(wire.day(number, feeds=len(self.feeds), articles=self.articles))
        self.recent = {day: read for day, read in self.recent.items() if day > number - 3} | {number: today}
        now = wire.FIRST + timedelta(days=number) - timedelta(minutes=5)
        by_feed = sorted(today, key=lambda article: article.source)
        self.first_reading, self.second_reading, self.reading = [], [], []
        news = self.store.news
        for source, new in groupby(by_feed, key=lambda article: article.source):
            self.listed[source] = ([*new] + self.listed[source])[:_LISTED]
            reading = Reading(items=tuple(article.item for article in self.listed[source]))
            for took in (self.first_reading, self.second_reading)[: 1 + twice]:
                began = time.perf_counter()
                news.save_reading(source, reading, now)
                took.append(time.perf_counter() - began)
        for article in today:
            began = time.perf_counter()
            news.save_article(replace(article, first_seen=now), outcome="read", retry_at=None, notes=Notes())
            self.reading.append(time.perf_counter() - began)
        self.store.lines.learn(now)

    def publish(self, number: int) -> tuple[float, float]:
        """Seconds, and seconds of CPU."""
        closes = wire.FIRST + timedelta(days=number)
        began, cpu = time.perf_counter(), time.process_time()
        self.pattern = publish(slot(closes), _RECIPE, self.store, Extractive(), now=closes)
        return time.perf_counter() - began, time.process_time() - cpu

    def fill_in(self, number: int) -> None:
        """An edition of the day's news that takes no time to make: as large as a real one, with as many references."""
        if self.pattern is None:
            self.publish(number)
            return
        closes = wire.FIRST + timedelta(days=number)
        named = map(_named, self.recent[number])
        sections = tuple(
            Section(
                name=section.name,
                briefs=tuple(
                    replace(brief, story=f"s-{number}-{at}", articles=tuple(next(named) for _ in brief.articles))
                    for at, brief in enumerate(section.briefs)
                ),
            )
            for section in self.pattern.sections
        )
        inputs = sorted((article.id, article.digest) for day in self.recent.values() for article in day)
        filled = replace(self.pattern, slot=slot(closes), sections=sections, inputs=tuple(inputs))
        decisions = self.store.editions.decisions(self.pattern.id)
        self.store.editions.add(filled, _RECIPE, decisions, closes)
        self.store.words.before(closes - _RECIPE.lookback)

    def prune(self, now: datetime) -> tuple[float, float, int]:
        """Seconds, the longest that somebody else who writes meanwhile had to wait, and how many articles went."""
        ended, waits = threading.Event(), [0.0]

        def write() -> None:
            with closing(SqlStore(f"sqlite:///{self.path}", lambda _: False)) as other:
                while not ended.wait(0.002):
                    began = time.perf_counter()
                    other.limits.give_back("somebody")
                    waits.append(time.perf_counter() - began)

        beside = threading.Thread(target=write)
        beside.start()
        began = time.perf_counter()
        done = self.store.keeping.prune(now, articles=now - KEPT, deliveries=now - 3 * KEPT)
        took = time.perf_counter() - began
        ended.set()
        beside.join()
        return took, max(waits), done.articles

    @property
    def size(self) -> float:
        """Megabytes."""
        return self.path.stat().st_size / 1e6


def _named(article: Article) -> Reference:
    return Reference(
        id=article.id, url=article.url, title=article.title, source=article.item.source_name,
        published=article.published, language="en", text_from="page", digest=article.digest,
    )  # fmt: skip


def _ms(took: Sequence[float], per: int = 1) -> str:
    return f"{statistics.median(took) * 1000 / per:.2f}"


def year(folder: Path, *, quick: bool) -> Iterator[Table]:
    days, marks, articles = (12, (6, 12), 60) if quick else (DAYS, MARKS, ARTICLES)
    folder = folder / "year"
    folder.mkdir()
    whole = _year(Year(folder / "whole.db", articles=articles), days, marks, prune=False)
    tidy = _year(Year(folder / "tidy.db", articles=articles), marks[1], marks[:2], prune=True)
    head = ("days", "kept", "articles", "file, MB", "publish, s", "its CPU, s", "a feed's reading, ms",
            "with nothing new, ms", "an article, ms", "prune, s", "others wait, ms", "thrown away")  # fmt: skip
    rows = [*whole, *tidy]
    kept = [row for row in rows if row[1] == "all"]
    yield Table(
        title=f"A year in one store: {FEEDS} feeds, {articles * days:,} articles, {days} editions",
        commands=[_COMMAND],
        head=head,
        rows=rows,
        plot=Plot(x="days", y="seconds", curves=columns(head, kept, "days", "publish, s", "its CPU, s"), log=""),
        reading="What was stored was read through the store's own functions; the articles are the sample's, told anew "
        "of other people and places, 3 kB each. Of the editions before each line four were made, the others filled in. "
        "A reading lists 30 entries, some 8 of them new. Kept 60 days: pruned once a day, as is the default. Pruned "
        "now: a year that was kept, thrown away at once. Others wait: the longest that somebody else who wrote "
        "meanwhile had to.",
    )


def _year(of: Year, days: int, marks: Sequence[int], *, prune: bool) -> Iterator[list[str]]:
    with closing(of.store):
        total = 0
        for number in range(days):
            of.gather(number, twice=number + 1 in marks)
            total += of.articles
            near = next(mark for mark in marks if mark > number)
            took = 0.0, 0.0
            if near - number <= _REAL:
                took = of.publish(number)
            else:
                of.fill_in(number)
            now = wire.FIRST + timedelta(days=number, hours=1)
            pruned = of.prune(now) if prune else None
            if number + 1 in marks:
                yield _row(of, number + 1, "60 days" if prune else "all", total, took, pruned)
        if not prune:
            pruned = of.prune(now)
            of.gather(days, twice=True)
            took = of.publish(days)
            yield _row(of, days, "pruned now", total, took, pruned)
            yield _row(of, days + 1, "60 days", total + of.articles, took, of.prune(now + timedelta(days=1)))


def _row(
    of: Year, days: int, kept: str, articles: int, took: tuple[float, float], pruned: tuple[float, float, int] | None
) -> list[str]:
    more = (f"{pruned[0]:.2f}", f"{pruned[1] * 1000:.0f}", f"{pruned[2]:,}") if pruned else ("", "", "")
    times = [_ms(of.first_reading), _ms(of.second_reading), _ms(of.reading)]
    row = [f"{days}", kept, f"{articles:,}", f"{of.size:,.0f}", f"{took[0]:.2f}", f"{took[1]:.2f}", *times, *more]
    print(" | ".join(row), file=sys.stderr, flush=True)
    return row
