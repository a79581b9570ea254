from __future__ import annotations

import os
import sqlite3
import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from contextlib import ExitStack, closing, contextmanager
from dataclasses import replace
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import Connection, create_engine, inspect, text

from briefing.core.urls import canonical, identity
from briefing.edges.processes import _started, alive, this_process
from briefing.edges.store import SqlStore, schema
from briefing.edges.store.database import Transactions, open_engine
from briefing.edges.store.ledger import LEASE, DeliveryLedger
from briefing.edges.store.steps import STEPS
from briefing.errors import StoreError
from briefing.model import Bookmark, Decision, Item, Reading, Receipt, Recipe, Validators
from tests.builders import NOW, article, edition, item
from tests.old_stores import make

FEED = "https://meridian.example/feed"
OTHER = "https://harbour.example/feed"
THIRD = "https://quarry.example/feed"
LATER = NOW + timedelta(minutes=1)
HOUR, DAY = timedelta(hours=1), timedelta(days=1)


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


@pytest.fixture
def other_url(tmp_path: Path) -> str:
    return f"sqlite:///{tmp_path}/other.db"


def entry(title: str, url: str, *, source: str = FEED, guid: str = "", **more: Any) -> Item:
    return replace(item(title, source=source, url=url, **more), id=identity(canonical(url) or guid), guid=guid)


def listed(store: SqlStore, source: str, *items: Item) -> list[str]:
    """The titles of those that are new."""
    return [p.item.title for p in store.news.save_reading(source, Reading(items=items), NOW)]


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
    ours = store.ledger.turn(edition().id, "mail", wanted={"ann@example.org": "<1@x>"}, now=NOW, **more)  # type: ignore[arg-type]
    return ours == {"ann@example.org"}


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
        ledger_of.ledger.turn(line.edition, line.channel, settled=[line], now=NOW)
    assert claim(ledger_of, again=again) is may
    assert claim(ledger_of, again=again) is False
    found = ledger_of.ledger.receipts(edition().id)[0]
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


@contextmanager
def machines(count: int, folder: Path, lease: timedelta = LEASE) -> Iterator[list[DeliveryLedger]]:
    """Ledgers of one store, each of a process of its own."""
    url = f"sqlite:///{folder / 'leases.db'}"
    with ExitStack() as stack:
        for _ in range(count):
            stack.callback(SqlStore(url, alive).close)
        engines = [open_engine(url) for _ in range(count)]
        for engine in engines:
            stack.callback(engine.dispose)
        yield [DeliveryLedger(Transactions(engine), alive, lease=lease) for engine in engines]


def test_a_lease_is_held_by_one_and_falls_to_the_next_when_its_holder_died(tmp_path: Path) -> None:
    dead = this_process().rsplit("/", 2)[0] + "/99999999/1"
    with machines(2, tmp_path) as (here, there):
        with here.hold("x", this_process(), NOW) as ours:
            assert ours
            with there.hold("x", "elsewhere/1/1", NOW) as theirs:
                assert not theirs
            with there.hold("y", "elsewhere/1/1", NOW) as other:
                assert other
        with there.hold("x", "elsewhere/1/1", NOW) as theirs:
            assert theirs
            with here.hold("x", this_process(), NOW + timedelta(hours=1)) as expired:
                assert expired
        with there.hold("z", dead, NOW), here.hold("z", this_process(), NOW) as ours:
            assert ours


def test_the_stores_secret_is_read_without_waiting_for_who_writes(store: SqlStore, path: Path) -> None:
    secret = store.ledger.secret()
    with closing(sqlite3.connect(path)) as other:
        other.execute("BEGIN IMMEDIATE")
        began = time.monotonic()
        assert store.ledger.secret() == secret
        assert time.monotonic() - began < 10


def test_a_lease_is_one_threads_alone(ledger_of: SqlStore) -> None:
    ledger = ledger_of.ledger
    with ledger.hold("x", this_process(), NOW) as ours, ledger.hold("x", this_process(), NOW) as again:
        assert (ours, again) == (True, False)
    with ledger.hold("x", this_process(), NOW) as afterwards:
        assert afterwards


def test_a_lease_whose_holder_is_seen_to_run_does_not_end_by_the_clock(tmp_path: Path) -> None:
    later = NOW + timedelta(days=1)
    with (
        machines(2, tmp_path) as (here, there),
        here.hold("x", this_process(), NOW),
        there.hold("x", "elsewhere/1/1", later) as theirs,
    ):
        assert not theirs


def test_a_lease_is_renewed_while_its_holder_works_so_that_another_machine_leaves_it_alone(tmp_path: Path) -> None:
    lease = timedelta(seconds=0.6)
    with machines(2, tmp_path, lease) as (here, there), here.hold("x", "machine-a/1/1", NOW):
        for passed in (0.5, 1.0, 1.5):
            time.sleep(0.5)
            with there.hold("x", "machine-b/1/1", NOW + timedelta(seconds=passed)) as theirs:
                assert not theirs
    with (
        machines(2, tmp_path, lease) as (here, there),
        here.hold("y", "machine-a/1/1", NOW),
        there.hold("y", "machine-b/1/1", NOW + timedelta(seconds=5)) as theirs,
    ):
        assert theirs  # as if machine-a had been silent for all that time


def test_a_process_that_ended_and_was_not_waited_for_holds_nothing() -> None:
    child = subprocess.Popen([sys.executable, "-c", "pass"])
    holder = f"{this_process().split('/')[0]}/{child.pid}/{_started(child.pid)}"
    os.waitid(os.P_PID, child.pid, os.WEXITED | os.WNOWAIT)
    assert alive(holder) is False
    child.wait()
    assert alive(holder) is False
    assert alive(this_process()) is True
    assert alive("elsewhere/1/1") is None


# --- older stores ---


def form(connection: Connection) -> dict[str, Any]:
    """The tables as the database describes them."""
    found = inspect(connection)
    return {
        name: {
            "columns": {c["name"]: (str(c["type"]), c["nullable"]) for c in found.get_columns(name)},
            "key": found.get_pk_constraint(name)["constrained_columns"],
            "references": sorted((f["constrained_columns"], f["referred_table"], f["options"].get("onupdate"))
                                 for f in found.get_foreign_keys(name)),
            "indexes": sorted((i["name"], i["column_names"], str(sorted(_said(i.get("dialect_options", {})))))
                              for i in found.get_indexes(name)),
        }
        for name in sorted(found.get_table_names())
    }  # fmt: skip


def _said(options: dict[str, Any]) -> list[tuple[str, str]]:
    return [(name, str(value)) for name, value in options.items()]


def test_a_new_store_and_an_old_one_have_the_form_that_the_code_describes(url: str, other_url: str) -> None:
    make(url, 1)
    forms = []
    for each in (url, other_url):
        opened = SqlStore(each, alive)
        with opened.news._transaction.read() as connection:
            forms.append(form(connection))
        opened.close()
    engine = create_engine(other_url)
    with engine.begin() as connection:
        schema.metadata.drop_all(connection)
        schema.metadata.create_all(connection)
        forms.append(form(connection))
    engine.dispose()
    assert forms[0] == forms[1] == forms[2]


def test_a_store_of_the_first_release_opens_and_loses_nothing(url: str) -> None:
    make(url, 1)
    SqlStore(url, alive).close()
    store = SqlStore(url, alive)
    read = article()
    assert [a.id for a in store.news.articles(NOW - DAY, NOW)] == [read.id, "a62951b1ea55ee76"]
    assert store.news.versions([(read.id, read.digest)]) == [read]
    assert len(store.news.pending(NOW)) == 3
    assert store.editions.get(edition().id) == edition()
    assert store.ledger.receipts(edition().id)[0].state == "sent"
    validators = Validators(etag='"a"', last_modified="Tue, 15 Sep 2026 09:00:00 GMT")
    assert store.news.due(NOW) == {
        FEED: Bookmark(validators=validators), OTHER: Bookmark(failures=2), THIRD: Bookmark(),
    }  # fmt: skip
    broken = next(h for h in store.news.health(NOW) if h.failures)
    assert (broken.url, broken.failing_since, broken.failure) == (OTHER, NOW - HOUR, "the server said 502")
    front = replace(entry("Ferry sold", "https://meridian.example/"), id=identity("Ferry sold"))
    again = entry("Bread prices fall", "http://www.meridian.example/bread-prices-fall-again/")
    assert listed(store, FEED, again, read.item, front) == ["Ferry sold"]
    store.close()


@pytest.mark.parametrize("schema", range(1, len(STEPS)))
def test_a_store_of_every_schema_there_was_keeps_its_rows(url: str, schema: int) -> None:
    make(url, schema)
    before = rows(url)
    opened = SqlStore(url, alive)
    after = rows(url)
    # What a table had is there, whatever was added to it; only its own schema's number changes.
    assert all(len(found) == len(after[name]) for name, found in before.items())
    assert all(row.items() <= now.items() for name in before if name not in ("meta", "sources", "items")
               for row, now in zip(before[name], after[name], strict=True))  # fmt: skip
    assert opened.faults() == []
    assert opened.editions.get(edition().id) == edition()
    assert len(opened.news.articles(NOW - DAY, NOW)) == 2
    if schema >= 6:
        found = opened.subscribers.get("ann@example.org")
        assert found
        assert (found.name, found.bounces, found.sections) == ("Ann", 1, ())
    opened.close()


def rows(url: str) -> dict[str, list[dict[str, Any]]]:
    """What stands in the tables."""
    engine = create_engine(url)
    with engine.begin() as connection:
        names = [name for name in inspect(connection).get_table_names() if not name.startswith("brief_words")]
        found = {name: connection.execute(text(f'SELECT * FROM "{name}" ORDER BY 1, 2')) for name in names}
        read = {name: [dict(row) for row in each.mappings()] for name, each in found.items()}
    engine.dispose()
    return read


# --- trouble ---


def test_a_newer_store_is_refused_in_plain_words(store: SqlStore, path: Path) -> None:
    with closing(sqlite3.connect(path, isolation_level=None)) as raw:
        raw.execute("UPDATE meta SET value = '99' WHERE name = 'schema'")
    store.close()
    with pytest.raises(StoreError, match="newer Briefing"):
        SqlStore(f"sqlite:///{path}", alive)
    with closing(sqlite3.connect(path)) as raw:  # nobody may leave WAL while another connection is open
        assert raw.execute("PRAGMA journal_mode=DELETE").fetchone() == ("delete",)


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


@pytest.mark.parametrize("url", ["s3cret", "postgresql://me:s3cret@host:port/db", "sqlite:///b.db?timeout=s3cret"])
def test_an_address_of_no_database_is_a_plain_error_without_what_it_says(url: str) -> None:
    with pytest.raises(StoreError, match="no address of a database") as caught:
        SqlStore(url, alive)
    assert "s3cret" not in f"{caught.value.message} {caught.value.hint}"


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


def test_only_what_can_be_had_again_may_be_lost_in_a_power_cut(store: SqlStore) -> None:
    """PRAGMA synchronous: 1 syncs at checkpoints alone, 2 at each commit."""
    for lasting, level in ((True, 2), (False, 1), (True, 2)):
        with store.news._transaction.write(lasting=lasting) as connection:
            assert connection.exec_driver_sql("PRAGMA synchronous").scalar() == level


def test_a_store_that_may_not_be_written_says_so(store: SqlStore, path: Path) -> None:
    reader = SqlStore(f"sqlite:///file:{path}?mode=ro&uri=true", alive)
    with pytest.raises(StoreError, match="may not be written"):
        reader.news.save_failure(FEED, "the server said 500", NOW)
    reader.close()
