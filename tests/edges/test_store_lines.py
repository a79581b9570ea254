"""Lines that stand on several pages of a site: learned from what was read, and taken out."""

from __future__ import annotations

import random
from collections.abc import Sequence
from dataclasses import replace
from datetime import timedelta

import pytest

from briefing.core import repeats
from briefing.edges.store import SqlStore
from briefing.model import Article, Notes, Opinion, Reading, Removal
from tests.builders import NOW, article
from tests.edges.test_store import path, store, url

__all__ = ["path", "store", "url"]

SITE = "meridian.example"
BOX = "Get the Meridian’s morning letter"
OPENINGS = ("The council voted", "A ferry was sold", "Bread prices fell", "The strike ended", "Snow closed the pass")


def report(number: int, *lines: str) -> Article:
    """One of several reports that have nothing in common but these lines."""
    opening = OPENINGS[number % len(OPENINGS)]
    told = f"{opening} on day {number}, after long talks of which nobody had thought that they would lead to anything."
    return article(f"{opening} {number}", "\n".join([told, *lines, f"Item {number} was the last on the list."]))


def keep(store: SqlStore, *articles: Article, notes: Notes | None = None) -> None:
    store.news.save_reading(articles[0].source, Reading(items=tuple(a.item for a in articles)), articles[0].first_seen)
    for one in articles:
        store.news.save_article(one, outcome="read", retry_at=None, notes=notes or Notes())


def texts(store: SqlStore) -> list[str]:
    return [one.text for one in store.news.articles(NOW - timedelta(days=1), NOW)]


def test_a_line_of_three_reports_is_the_sites_and_taken_out_of_all(store: SqlStore) -> None:
    keep(store, report(1, BOX), report(2, BOX))
    assert store.lines.learn(NOW) == 0
    assert store.lines.repeated(SITE) == frozenset()
    keep(store, report(3, BOX.upper() + "!"), report(4))
    assert store.lines.learn(NOW) == 3
    assert store.lines.repeated(SITE) == {repeats.key(BOX)}
    assert not any("morning letter" in text.lower() for text in texts(store))
    assert all("Item" in text and "long talks" in text for text in texts(store))
    trace = store.news.trace(report(3).url)
    assert trace is not None
    assert trace.notes.removed == (Removal(rule="repeated", line=BOX.upper() + "!", after=1),)
    assert store.lines.learn(NOW) == 0


def test_what_was_made_of_the_old_text_can_be_made_again(store: SqlStore) -> None:
    before = [report(number, BOX) for number in (1, 2, 3)]
    keep(store, *before)
    store.lines.learn(NOW)
    names = [(one.id, one.digest) for one in before]
    assert store.news.versions(names) == sorted(before, key=lambda one: one.id)


def test_lines_that_were_taken_out_while_reading_are_still_seen(store: SqlStore) -> None:
    keep(store, report(1, BOX), report(2, BOX), report(3, BOX))
    store.lines.learn(NOW)
    later = NOW + timedelta(days=50)
    keep(store, *map(report, (4, 5, 6)), notes=Notes(removed=(Removal(rule="repeated", line=BOX),)))
    store.lines.learn(later)
    keep(store, report(7))
    store.lines.learn(later + timedelta(days=15))
    assert store.lines.repeated(SITE) == {repeats.key(BOX)}


def test_what_was_not_seen_for_long_is_forgotten(store: SqlStore) -> None:
    keep(store, report(1, BOX), report(2, BOX), report(3, BOX))
    store.lines.learn(NOW)
    store.lines.learn(NOW + timedelta(days=61))
    assert store.lines.repeated(SITE) == frozenset()


@pytest.mark.parametrize(
    ("line", "why"),
    [
        ("word " * 21, "a paragraph of background"),
        ("…", "no word in it"),
    ],
)
def test_lines_that_do_not_count(store: SqlStore, line: str, why: str) -> None:
    keep(store, *(report(number, line) for number in range(4)))
    assert store.lines.learn(NOW) == 0, why


def test_copies_of_one_report_are_one(store: SqlStore) -> None:
    copies = [replace(article(f"Copy {n}", report(1, "“We will not give in.”").text)) for n in range(4)]
    keep(store, *copies)
    assert store.lines.learn(NOW) == 0


def test_what_few_of_many_pages_share_is_a_storys_not_the_sites(store: SqlStore) -> None:
    quote = "“We will not give in,” said the mayor."
    keep(store, *(report(number, *[quote] * (number < 3)) for number in range(100)))
    assert store.lines.learn(NOW) == 0
    assert sum(quote in text for text in texts(store)) == 3


def test_another_sites_lines_stay(store: SqlStore) -> None:
    keep(store, report(1, BOX), report(2, BOX), report(3, BOX))
    other = article("Elsewhere", report(9, BOX).text, source="https://herald.example/feed")
    keep(store, other)
    store.lines.learn(NOW)
    assert store.lines.repeated("herald.example") == frozenset()
    assert sum(BOX in text for text in texts(store)) == 1


def test_a_text_that_would_lose_too_much_stays_whole(store: SqlStore) -> None:
    short = "Reply to the editor by mail or on paper"
    keep(store, *(article(f"Page {n}", f"Word{n} is out.\n{short}") for n in range(4)))
    assert store.lines.learn(NOW) == 0


def state(store: SqlStore) -> Sequence[object]:
    found = store.news.articles(NOW - timedelta(days=1), NOW)
    return [(one.id, one.digest) for one in found], sorted(store.lines.repeated(SITE))


@pytest.mark.parametrize("seed", range(3))
def test_the_order_of_reading_changes_nothing(tmp_path_factory: pytest.TempPathFactory, seed: int) -> None:
    from briefing.edges.processes import alive

    reports = [report(number, *[BOX] * (number % 2), *["More from us"] * (number % 3 == 0)) for number in range(9)]
    states = []
    for order in (reports, random.Random(seed).sample(reports, len(reports))):
        opened = SqlStore(f"sqlite:///{tmp_path_factory.mktemp('store') / 'briefing.db'}", alive)
        keep(opened, *order)
        opened.lines.learn(NOW)
        states.append(state(opened))
        opened.close()
    assert states[0] == states[1]
    assert len(states[0][1]) == 2  # type: ignore[arg-type]


def test_a_page_that_is_read_again_loses_its_lines_again(store: SqlStore) -> None:
    """Two processes may have read it, and one may have learned already."""
    again = report(1, BOX)
    keep(store, again, report(2, BOX), report(3, BOX))
    store.lines.learn(NOW)
    store.news.save_article(again, outcome="read", retry_at=None, notes=Notes())
    assert sum(BOX in text for text in texts(store)) == 1
    assert store.lines.learn(NOW) == 1
    assert not any(BOX in text for text in texts(store))


def test_what_was_taken_out_before_keeps_its_place(store: SqlStore) -> None:
    notes = Notes(removed=(Removal(rule="caption", line="Photo", after=1), Removal(rule="tags", line="Ferry", after=3)))
    keep(store, report(1, BOX), report(2, BOX), report(3, BOX), notes=notes)
    store.lines.learn(NOW)
    trace = store.news.trace(report(1).url)
    assert trace is not None
    assert [(removal.line, removal.after) for removal in trace.notes.removed] == [("Photo", 1), (BOX, 1), ("Ferry", 2)]


def test_how_a_page_was_read_is_kept(store: SqlStore) -> None:
    read = replace(report(1), genre="opinion", partial=True, modified=NOW)
    notes = Notes(
        opinions=(Opinion(name="trafilatura, careful", words=20, score=0.5),),
        removed=(Removal(rule="caption", line="Photo: A. Nother"),),
    )
    keep(store, read, notes=notes)
    trace = store.news.trace(read.url)
    assert trace is not None
    assert (trace.article, trace.notes) == (read, notes)
    assert store.news.versions([(read.id, read.digest)]) == [read]
