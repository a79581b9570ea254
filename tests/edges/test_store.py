from __future__ import annotations

import os
import sqlite3
import subprocess
import sys
import threading
from collections.abc import Iterator
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest

from briefing.edges.processes import _started, alive, this_process
from briefing.edges.store import SqlStore
from briefing.errors import StoreError
from briefing.model import Decision, Feed, Reading, Receipt, Recipe, Validators
from tests.builders import NOW, article, edition, item

FEED = "https://meridian.example/feed"
LATER = NOW + timedelta(minutes=1)


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "briefing.db"


@pytest.fixture
def url(path: Path) -> str:
    return f"sqlite:///{path}"


@pytest.fixture
def store(url: str) -> Iterator[SqlStore]:
    opened = SqlStore(url, alive)
    yield opened
    opened.close()


# --- news ---


def test_items_are_kept_once_and_wait_for_their_pages(store: SqlStore) -> None:
    reading = Reading(items=(item("One"), item("Two")), validators=Validators(etag='"a"'), title="Meridian")
    assert store.news.save_reading(FEED, reading, NOW) == 2
    assert store.news.save_reading(FEED, reading, LATER) == 0
    assert {p.item for p in store.news.pending(NOW)} == set(reading.items)
    assert all(p.first_seen == NOW and p.attempts == 0 for p in store.news.pending(NOW))
    assert store.news.validators(FEED) == Validators(etag='"a"')
    assert store.news.validators("https://other.example/feed") is None


def test_an_unchanged_feed_keeps_its_validators(store: SqlStore) -> None:
    store.news.save_reading(FEED, Reading(items=(item(),), validators=Validators(etag='"a"')), NOW)
    store.news.save_reading(FEED, Reading(unchanged=True), LATER)
    assert store.news.validators(FEED) == Validators(etag='"a"')


def test_a_passing_failure_marks_nothing_and_is_named_until_it_heals(store: SqlStore) -> None:
    store.news.save_reading(FEED, Reading(items=(item(),), validators=Validators(etag='"a"')), NOW)
    store.news.save_failure(FEED, "the server said 500", LATER)
    assert store.news.validators(FEED) == Validators(etag='"a"')
    assert [(f.stage, f.subject, f.message) for f in store.news.failures(NOW)] == [
        ("feed", FEED, "the server said 500")
    ]
    store.news.save_reading(FEED, Reading(unchanged=True), LATER)
    assert store.news.failures(NOW) == []


def test_a_feed_that_is_followed_no_more_is_not_counted(store: SqlStore) -> None:
    store.news.follow([Feed(url=FEED, name="Meridian"), Feed(url="https://b.example/feed")])
    store.news.save_failure(FEED, "the server said 500", NOW)
    assert [f.subject for f in store.news.failures(NOW)] == ["Meridian"]
    store.news.follow([Feed(url="https://b.example/feed")])
    assert store.news.failures(NOW) == []
    assert store.news.followed() == ["https://b.example/feed"]


def test_a_page_read_later_is_another_version_and_the_first_stays(store: SqlStore) -> None:
    first, second = article(text="From the feed.", text_from="feed"), article(text="From the page. More.")
    store.news.save_reading(FEED, Reading(items=(first.item,)), first.first_seen)
    store.news.save_article(first, outcome="403", failed=True, retry_at=LATER)
    assert store.news.articles(NOW - timedelta(days=1), NOW) == [first]
    assert store.news.pending(NOW) == []
    (again,) = store.news.pending(LATER)
    assert again.attempts == 1
    store.news.save_article(second, outcome="read", retry_at=None)
    assert store.news.articles(NOW - timedelta(days=1), NOW) == [second]
    assert store.news.versions([(first.id, first.digest)]) == [first]
    assert store.news.pending(LATER) == []


def test_articles_are_those_of_the_window_seen_by_then(store: SqlStore) -> None:
    inside = article("In time")
    late = article("Late", first_seen=NOW + timedelta(hours=1), published=NOW + timedelta(hours=1))
    found_late = article("Found late", first_seen=NOW + timedelta(hours=1), published=NOW - timedelta(hours=1))
    for one in (inside, late, found_late):
        store.news.save_reading(FEED, Reading(items=(one.item,)), one.first_seen)
        store.news.save_article(one, outcome="read", retry_at=None)
    assert store.news.articles(NOW - timedelta(days=1), NOW) == [inside]
    assert len(store.news.articles(NOW - timedelta(days=1), NOW + timedelta(hours=1))) == 3


def test_many_versions_are_found_and_a_lost_one_is_named(store: SqlStore) -> None:
    many = [article(f"Story number {n}") for n in range(450)]
    store.news.save_reading(FEED, Reading(items=tuple(a.item for a in many)), many[0].first_seen)
    for one in many:
        store.news.save_article(one, outcome="read", retry_at=None)
    assert len(store.news.versions([(a.id, a.digest) for a in many])) == 450
    with pytest.raises(StoreError, match="lost 1 articles, among them nowhere"):
        store.news.versions([("nowhere", "0")])


def test_an_address_can_be_traced(store: SqlStore) -> None:
    one = replace(article(), url="https://meridian.example/canonical")
    store.news.save_reading(FEED, Reading(items=(one.item,)), NOW)
    store.news.save_article(one, outcome="read", retry_at=None)
    for name in (one.item.url, one.id, "https://meridian.example/canonical"):
        trace = store.news.trace(name)
        assert trace is not None
        assert trace.outcome == "read"
        assert trace.article is not None
        assert trace.article.text == one.text
    assert store.news.trace("https://nowhere.example/") is None


def test_what_is_set_aside_waits_no_more(store: SqlStore) -> None:
    store.news.save_reading(FEED, Reading(items=(item(),)), NOW)
    store.news.set_aside([item().id], "too old")
    assert store.news.pending(LATER) == []
    trace = store.news.trace(item().id)
    assert trace is not None
    assert trace.outcome == "too old"


def test_a_failure_does_not_undo_what_another_process_read_meanwhile(store: SqlStore) -> None:
    read, failed = article(text="From the page."), article(text="From the feed.", text_from="feed")
    store.news.save_reading(FEED, Reading(items=(read.item,)), read.first_seen)
    store.news.save_article(read, outcome="read", retry_at=None)
    store.news.save_article(failed, outcome="no answer", failed=True, retry_at=LATER)
    assert store.news.articles(NOW - timedelta(days=1), NOW) == [read]
    assert store.news.pending(LATER) == []


def test_what_no_database_takes_is_left_out_and_stops_nothing(store: SqlStore) -> None:
    bad = replace(item("One"), title="nul \0 half \ud800", source="https://another.example/feed")
    validators = Validators(etag='"a\0"')
    assert store.news.save_reading(FEED, Reading(items=(bad, bad, item("Two")), validators=validators), NOW) == 2
    assert {(p.item.title, p.item.source) for p in store.news.pending(NOW)} == {("nul  half ?", FEED), ("Two", FEED)}
    assert store.news.trace("https://meridian.example/\ud800\0") is None
    assert store.editions.get("daily/\udcff") is None


# --- editions ---


def test_the_first_edition_of_a_key_wins(store: SqlStore) -> None:
    first, second = edition(), edition(subject="Another")
    decision = Decision(story="s-1", headline="h", articles=("a",), score=1.0, reasons=(), printed=True, because="")
    assert store.editions.add(first, Recipe(version="1"), [decision], NOW) == first
    assert store.editions.add(second, Recipe(version="2"), [], NOW) == first
    assert store.editions.get(first.id) == first
    assert store.editions.recipe(first.id) == Recipe(version="1")
    assert store.editions.decisions(first.id) == [decision]
    assert store.editions.get("daily/1999-01-01") is None
    assert store.editions.decisions("daily/1999-01-01") == []
    with pytest.raises(StoreError, match="no such edition"):
        store.editions.recipe("daily/1999-01-01")


def test_earlier_editions_are_found_with_what_they_told(store: SqlStore) -> None:
    days = [edition(NOW + timedelta(days=n)) for n in (2, 0, 1)]
    for one in days:
        store.editions.add(one, Recipe(version="1"), [], NOW)
    keys = ["daily/2026-09-16", "daily/2026-09-17", "daily/2026-09-18"]
    assert store.editions.keys() == keys
    before = store.editions.before(keys[2])
    assert before is not None
    assert before.id == keys[1]
    assert store.editions.before(keys[0]) is None
    told = store.editions.told("daily", keys[2], NOW - timedelta(hours=1))
    assert [t.edition for t in told] == keys[:2]
    assert told[0].story == "s-1"
    assert told[0].articles == frozenset({article().id})
    assert store.editions.told("daily", keys[2], NOW + timedelta(hours=1))[0].edition == keys[1]
    assert store.editions.told("weekly", keys[2], NOW - timedelta(days=9)) == []


def test_a_damaged_edition_is_a_plain_error(store: SqlStore) -> None:
    store.editions.add(edition(), Recipe(version="1"), [], NOW)
    with store.editions._transaction.write() as connection:
        connection.exec_driver_sql("UPDATE editions SET document = '{}'")
    with pytest.raises(StoreError, match="can't be read"):
        store.editions.get(edition().id)


# --- ledger ---


@pytest.fixture
def ledger_of(store: SqlStore) -> SqlStore:
    store.editions.add(edition(), Recipe(version="1"), [], NOW)
    return store


def receipt(**changes: object) -> Receipt:
    plain: dict[str, object] = {"edition": edition().id, "channel": "mail", "recipient": "ann@example.org",
                                "state": "sent", "at": NOW, "message_id": "<1@x>"}  # fmt: skip
    return Receipt(**plain | changes)  # type: ignore[arg-type]  # a test's shorthand


def claim(store: SqlStore, **more: object) -> bool:
    return store.ledger.claim(edition().id, "mail", "ann@example.org", "<1@x>", NOW, **more)  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("line", "again", "may"),
    [
        (None, frozenset(), True),
        (receipt(state="claimed"), frozenset(), False),
        (receipt(state="sent"), frozenset({"uncertain", "failed"}), False),
        (receipt(state="uncertain"), frozenset(), False),
        (receipt(state="uncertain"), frozenset({"uncertain"}), True),
        (receipt(state="failed"), frozenset(), False),
        (receipt(state="failed"), frozenset({"failed"}), True),
        (receipt(state="failed", retry_at=NOW), frozenset(), True),
    ],
)
def test_who_may_be_claimed(ledger_of: SqlStore, line: Receipt | None, again: frozenset[str], may: bool) -> None:
    if line:
        ledger_of.ledger.settle(line)
    assert claim(ledger_of, again=again) is may
    assert claim(ledger_of, again=again) is False
    found = ledger_of.ledger.receipts(edition().id)["mail", "ann@example.org"]
    assert found.state == ("claimed" if may else line and line.state)
    assert found.attempts == (2 if may and line else 1)


def test_of_many_claims_at_once_one_wins(ledger_of: SqlStore, url: str) -> None:
    others = [SqlStore(url, alive) for _ in range(4)]
    won: list[bool] = []
    threads = [threading.Thread(target=lambda s=s: won.append(claim(s))) for s in others]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    for other in others:
        other.close()
    assert sorted(won) == [False, False, False, True]


def test_a_lease_is_held_by_one_and_falls_to_the_next_when_its_holder_died(ledger_of: SqlStore) -> None:
    ledger, dead = ledger_of.ledger, this_process().rsplit("/", 2)[0] + "/99999999/1"
    with ledger.hold("x", this_process(), NOW) as ours:
        assert ours
        with ledger.hold("x", "elsewhere/1/1", NOW) as theirs:
            assert not theirs
        with ledger.hold("y", "elsewhere/1/1", NOW) as other:
            assert other
    with ledger.hold("x", "elsewhere/1/1", NOW) as theirs:
        assert theirs
        with ledger.hold("x", this_process(), NOW + timedelta(hours=1)) as expired:
            assert expired
    with ledger.hold("z", dead, NOW), ledger.hold("z", this_process(), NOW) as ours:
        assert ours


def test_a_lease_whose_holder_is_seen_to_run_does_not_end_by_the_clock(ledger_of: SqlStore) -> None:
    ledger, later = ledger_of.ledger, NOW + timedelta(days=1)
    with ledger.hold("x", this_process(), NOW), ledger.hold("x", "elsewhere/1/1", later) as theirs:
        assert not theirs


def test_a_process_that_ended_and_was_not_waited_for_holds_nothing() -> None:
    child = subprocess.Popen([sys.executable, "-c", "pass"])
    holder = f"{this_process().split('/')[0]}/{child.pid}/{_started(child.pid)}"
    os.waitid(os.P_PID, child.pid, os.WEXITED | os.WNOWAIT)
    assert alive(holder) is False
    child.wait()
    assert alive(holder) is False
    assert alive(this_process()) is True
    assert alive("elsewhere/1/1") is None


# --- trouble ---


def test_a_newer_store_is_refused_in_plain_words(store: SqlStore, path: Path) -> None:
    with sqlite3.connect(path) as raw:
        raw.execute("UPDATE meta SET value = '99' WHERE name = 'schema'")
    with pytest.raises(StoreError, match="newer Briefing"):
        SqlStore(f"sqlite:///{path}", alive)


def test_a_file_that_is_no_store_is_refused_and_left_alone(path: Path) -> None:
    path.write_text("Dear diary, this is no database at all, and it is longer than a header.\n" * 20)
    before = path.read_bytes()
    with pytest.raises(StoreError, match="not a Briefing store"):
        SqlStore(f"sqlite:///{path}", alive)
    assert path.read_bytes() == before


def test_a_folder_that_can_not_be_made_is_named(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("")
    with pytest.raises(StoreError, match="file"):
        SqlStore(f"sqlite:///{tmp_path}/file/sub/briefing.db", alive)


def test_a_full_disk_is_a_plain_error_and_what_was_kept_stays(store: SqlStore, path: Path) -> None:
    store.news.save_reading(FEED, Reading(items=(item("Kept"),)), NOW)
    with sqlite3.connect(path) as raw:
        pages = raw.execute("PRAGMA page_count").fetchone()[0]
    full = SqlStore(f"sqlite:///{path}", alive)
    with full.news._transaction.read() as connection:
        connection.exec_driver_sql(f"PRAGMA max_page_count={pages + 1}")
    many = Reading(items=tuple(item(f"Story {n}", excerpt="word " * 500) for n in range(50)))
    with pytest.raises(StoreError, match="disk is full"):
        full.news.save_reading(FEED, many, NOW)
    full.close()
    assert [p.item.title for p in store.news.pending(NOW)] == ["Kept"]


def test_a_store_that_may_not_be_written_says_so(store: SqlStore, path: Path) -> None:
    reader = SqlStore(f"sqlite:///file:{path}?mode=ro&uri=true", alive)
    with pytest.raises(StoreError, match="may not be written"):
        reader.news.save_failure(FEED, "the server said 500", NOW)
    reader.close()
