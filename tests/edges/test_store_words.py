"""How common words were, counted a day at a time: what was counted once never changes."""

from __future__ import annotations

import sqlite3
import threading
from collections.abc import Iterable, Sequence
from contextlib import AbstractContextManager, closing
from dataclasses import replace
from datetime import UTC, datetime, timedelta, timezone
from pathlib import Path

import pytest
from sqlalchemy import Connection, event

from briefing.core import frequencies
from briefing.core.codec import edition_json
from briefing.core.frequencies import count
from briefing.core.summarize import Extractive
from briefing.edges.processes import alive
from briefing.edges.store import SqlStore, schema
from briefing.errors import StoreError
from briefing.model import NO_FREQUENCIES, Article, Edition, Frequencies, Reading, Recipe
from briefing.pipeline import publish, rebuild
from tests.builders import NOW, article, slot
from tests.edges.test_store import other_url, path, store, url
from tests.old_stores import take_back

__all__ = ["other_url", "path", "store", "url"]

DAY = timedelta(days=1)
TODAY = datetime(2026, 9, 16, tzinfo=UTC)
RECIPE = Recipe(version="test")
SUBJECTS = ("Ferries", "Bread", "Chimneys", "Otters", "Violins", "Glaciers", "Lanterns", "Meadows")


def report(subject: str, when: datetime) -> Article:
    """A report of which the subject is the only telling word, read as soon as it was published."""
    text = f"{subject} were spoken of in town number{when:%Y%m%d}, and nobody knew what would come of it."
    return article(f"{subject} in the news {when:%j %H:%M}", text, published=when, first_seen=when)


def keep(store: SqlStore, *articles: Article) -> None:
    for one in articles:
        store.news.save_reading(one.source, Reading(items=(one.item,)), one.first_seen)
        store.news.save_article(one, outcome="read", retry_at=None)


def of(articles: Iterable[Article]) -> Frequencies:
    return count(articles)


def kept_days(store: SqlStore) -> dict[str, str]:
    with store.words._transaction.read() as connection:
        return {row.day: row.counts for row in connection.execute(schema.words.select())}


def test_whole_days_before_the_moments_own_are_counted(store: SqlStore) -> None:
    inside = [TODAY - timedelta(microseconds=1), TODAY - DAY, TODAY - 2 * DAY + timedelta(hours=5), TODAY - 30 * DAY]
    outside = [TODAY, TODAY + timedelta(hours=9), TODAY - 30 * DAY - timedelta(microseconds=1)]
    counted = [report(SUBJECTS[n], when) for n, when in enumerate(inside)]
    keep(store, *counted, *(report(SUBJECTS[n + 4], when) for n, when in enumerate(outside)))
    assert store.words.before(TODAY + timedelta(hours=10)) == of(counted)
    assert store.words.before(TODAY) == of(counted)
    assert store.words.before(TODAY, days=1) == of(counted[:2])


def test_days_are_those_of_utc_wherever_the_moment_is_from(store: SqlStore) -> None:
    keep(store, *(report(SUBJECTS[n], TODAY - n * DAY) for n in range(3)))
    east = timezone(timedelta(hours=13))
    moment = TODAY.astimezone(east)
    assert moment.date() == TODAY.date()
    assert store.words.before((TODAY - timedelta(hours=1)).astimezone(east)).documents == 1
    assert store.words.before(moment) == store.words.before(TODAY)
    assert store.words.before(TODAY).documents == 2


def test_a_day_counts_as_it_was_when_it_was_first_asked_for(store: SqlStore) -> None:
    early = report("Ferries", TODAY - 2 * DAY)
    keep(store, early)
    assert store.words.before(TODAY) == of([early])
    late, of_an_empty_day = report("Otters", TODAY - 2 * DAY + timedelta(hours=1)), report("Bread", TODAY - 5 * DAY)
    keep(store, late, of_an_empty_day, replace(early, text="Altogether other words.", digest="0" * 64))
    assert store.words.before(TODAY) == of([early])
    assert store.words.before(TODAY - DAY) == of([early])
    # A day that nobody asked for yet has all that is known of it by then.
    today = report("Violins", TODAY)
    keep(store, today)
    assert store.words.before(TODAY + DAY) == of([early, today])


def test_days_without_news_are_kept_too_and_nothing_is_counted_twice(store: SqlStore) -> None:
    assert store.words.before(TODAY) == NO_FREQUENCIES
    assert len(kept_days(store)) == 30
    with store.words._transaction.read() as connection:
        written: list[str] = []
        event.listen(connection.engine, "before_cursor_execute", lambda *a: written.append(a[2].split()[0]))
    keep(store, report("Ferries", TODAY - DAY))
    written.clear()
    assert store.words.before(TODAY) == NO_FREQUENCIES
    assert set(written) <= {"SELECT", "BEGIN", "PRAGMA"}


def test_what_is_counted_outlives_the_program(store: SqlStore, url: str) -> None:
    keep(store, report("Ferries", TODAY - DAY))
    before = store.words.before(TODAY)
    keep(store, report("Otters", TODAY - DAY + timedelta(hours=1)))
    again = SqlStore(url, alive)
    assert again.words.before(TODAY) == before
    again.close()


def test_of_many_who_count_a_day_while_news_arrives_all_get_one_answer(store: SqlStore, url: str) -> None:
    days = 12
    others = [SqlStore(url, alive) for _ in range(4)]
    together = threading.Barrier(len(others) + 1)
    found: list[Frequencies] = []

    def ask(of_one: SqlStore) -> None:
        together.wait()
        found.append(of_one.words.before(TODAY, days=days))

    threads = [threading.Thread(target=ask, args=(other,)) for other in others]
    for thread in threads:
        thread.start()
    together.wait()
    for number in range(3 * days):
        when = TODAY - (1 + number % days) * DAY + timedelta(minutes=number)
        keep(store, report(SUBJECTS[number % len(SUBJECTS)], when))
    for thread in threads:
        thread.join()
    for other in others:
        other.close()
    assert found == [store.words.before(TODAY, days=days)] * 4


def test_a_count_that_another_process_kept_meanwhile_stands(
    store: SqlStore, url: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    early, other = report("Ferries", TODAY - DAY), SqlStore(url, alive)
    keep(store, early)
    waiting, write = [report("Otters", TODAY - DAY + timedelta(hours=1))], store.words._transaction.write

    def overtaken() -> AbstractContextManager[Connection]:
        while waiting:
            late = waiting.pop()
            assert other.words.before(TODAY) == of([early])
            keep(other, late)
        return write()

    monkeypatch.setattr(store.words._transaction, "write", overtaken)
    assert store.words.before(TODAY) == other.words.before(TODAY) == of([early])
    assert not waiting
    other.close()


def test_who_writes_does_not_wait_while_days_are_counted(
    store: SqlStore, path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    keep(store, report("Ferries", TODAY - DAY))
    counted: list[Frequencies] = []

    def slowly(articles: Sequence[Article]) -> Frequencies:
        with closing(sqlite3.connect(path, timeout=0)) as other:
            other.execute("BEGIN IMMEDIATE")
        counted.append(count(articles))
        return counted[-1]

    monkeypatch.setattr(frequencies, "count", slowly)
    assert store.words.before(TODAY) == counted[0]


def test_a_damaged_day_is_a_plain_error(store: SqlStore) -> None:
    store.words.before(TODAY)
    with store.words._transaction.write() as connection:
        connection.execute(schema.words.update().where(schema.words.c.day == "2026-09-10").values(counts='{"a":'))
    with pytest.raises(StoreError, match="2026-09-10"):
        store.words.before(TODAY)
    assert store.words.before(TODAY - 10 * DAY) == NO_FREQUENCIES


def test_a_store_of_before_counts_what_it_has(url: str) -> None:
    """Taken back to the form without counts."""
    opened = SqlStore(url, alive)
    early = report("Ferries", TODAY - DAY)
    keep(opened, early)
    opened.close()
    take_back(url, 3)
    for _ in range(2):
        again = SqlStore(url, alive)
        assert again.words.before(TODAY) == of([early])
        again.close()


# --- editions ---


def two_votes(closes: datetime) -> list[Article]:
    """Two reports that are one story only where their common words are rare."""
    return [
        article(title, text, source=f"https://{name}.example/feed", published=closes - timedelta(hours=hours),
                first_seen=closes - timedelta(hours=hours))
        for name, hours, title, text in (
            ("meridian", 5, "Parliament votes on harbour levy",
             "Parliament voted on the harbour levy late on Monday. Shipping lines had asked for a delay of a year."),
            ("tidewater", 4, "Parliament votes on school meals",
             "Parliament voted on free school meals late on Monday. Teachers had asked for them since the spring."),
        )
    ]  # fmt: skip


def past(days: Iterable[int]) -> list[Article]:
    """Each day's share of years in which parliament votes on Mondays."""
    said = "Parliament voted late on Monday, as had been asked for, on matter"
    return [
        article(f"Parliament votes, {day}-{n}", f"{said} {day}-{n}.", published=TODAY - day * DAY,
                first_seen=TODAY - day * DAY)
        for day in days
        for n in range(8)
    ]  # fmt: skip


def published(store: SqlStore, closes: datetime, recipe: Recipe = RECIPE) -> Edition:
    return publish(slot(closes), recipe, store, Extractive(), now=closes)


def test_an_edition_can_be_made_again_whatever_came_after_it(store: SqlStore, other_url: str) -> None:
    keep(store, *two_votes(NOW))
    first = published(store, NOW)
    keep(store, *past(range(4, 30)))
    published(store, NOW + DAY, replace(RECIPE, lookback=timedelta(days=1)))
    keep(store, *two_votes(NOW + 2 * DAY))
    published(store, NOW + 2 * DAY, replace(RECIPE, lookback=timedelta(days=9)))
    rebuilt = rebuild(first.id, store, Extractive())
    assert rebuilt is not None
    assert edition_json(rebuilt) == edition_json(first)

    # So much hangs on it: with what came late there from the start, the edition would have been another.
    other = SqlStore(other_url, alive)
    keep(other, *two_votes(NOW), *past(range(4, 30)))
    assert edition_json(published(other, NOW)) != edition_json(first)
    other.close()


def test_every_edition_of_a_week_can_be_made_again_with_the_recipe_that_it_had(store: SqlStore) -> None:
    made = []
    for day in range(7):
        closes = NOW + day * DAY
        keep(store, *two_votes(closes))
        made.append(published(store, closes, replace(RECIPE, lookback=timedelta(days=1 + day % 3))))
        keep(store, *past([3 - day, 9 - day, 20]))
    for edition in made:
        rebuilt = rebuild(edition.id, store, Extractive())
        assert rebuilt is not None
        assert edition_json(rebuilt) == edition_json(edition)
