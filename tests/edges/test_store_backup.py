"""Copies of the store: taken while others write, put back, and kept of a store that is changed."""

from __future__ import annotations

import signal
import sqlite3
import stat
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path

import pytest

from briefing.edges.processes import alive
from briefing.edges.store import SqlStore, backup, restore
from briefing.edges.store.steps import STEPS
from briefing.errors import StoreError
from briefing.model import Reading
from tests import old_stores
from tests.builders import NOW, edition, item
from tests.processes import until

FEED = "https://meridian.example/feed"
HARD = """
import sys
from dataclasses import replace
from briefing.edges.processes import alive
from briefing.edges.store import SqlStore
from briefing.model import Reading, Recipe
from tests.builders import NOW, article, edition, item
store = SqlStore(sys.argv[1], alive)
store.editions.add(edition(), Recipe(version="1"), [], NOW)
number = 0
while True:
    number += 1
    one = item(f"Story {number}", excerpt="word " * 200)
    store.news.save_reading(one.source, Reading(items=(one,)), NOW)
    text = f"Text of {number}. " * 50
    read = replace(article(one.title, text), id=one.id, item=one)
    store.news.save_article(read, outcome="read", retry_at=None)
    readers = {f"reader{number}-{n}@example.org": f"<{number}-{n}@x>" for n in range(20)}
    store.ledger.turn(edition().id, "mail", wanted=readers, now=NOW)
    print(number, flush=True)
"""
MIGRATE = """
import sys, time
from briefing.edges.processes import alive
from briefing.edges.store import SqlStore, steps
def slow(connection):
    print("under way", flush=True)
    time.sleep(60)
steps.STEPS = (*steps.STEPS[: int(sys.argv[2])], slow, *steps.STEPS[int(sys.argv[2]) :])
SqlStore(sys.argv[1], alive)
"""


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "briefing.db"


@contextmanager
def other_process(program: str, *arguments: str) -> Iterator[subprocess.Popen[str]]:
    """Killed at the end."""
    with subprocess.Popen([sys.executable, "-c", program, *arguments], stdout=subprocess.PIPE, text=True) as process:
        try:
            yield process
        finally:
            process.send_signal(signal.SIGKILL)


def count(path: Path, table: str) -> int:
    with closing(sqlite3.connect(path)) as connection:
        return int(connection.execute(f"SELECT count(*) FROM {table}").fetchone()[0])


def kept_files(folder: Path) -> list[str]:
    return sorted(path.name for path in folder.iterdir())


def test_a_copy_that_is_taken_while_another_process_writes_hard_is_whole(path: Path, tmp_path: Path) -> None:
    url = f"sqlite:///{path}"
    store = SqlStore(url, alive)
    with other_process(HARD, url) as writer:
        assert writer.stdout
        copies, before = [], 0
        for number in range(4):
            told = int(writer.stdout.readline())
            copy = tmp_path / f"copy-{number}.db"
            store.backup(copy)
            assert backup.faults_of(copy) == []
            assert count(copy, "articles") >= max(told, before)
            before = count(copy, "articles")
            assert count(copy, "deliveries") in (20 * before, 20 * (before - 1))
            copies.append(copy)
        until(lambda: count(path, "articles") > before or None, what="the writer going on")
    store.close()
    for copy in copies:
        opened = SqlStore(f"sqlite:///{copy}", alive)
        assert opened.faults() == []
        assert opened.editions.get(edition().id) == edition()
        opened.close()
    assert not [name for name in kept_files(tmp_path) if name.endswith(".part")]


def test_a_copy_is_one_file_that_those_may_read_who_may_read_the_store(path: Path, tmp_path: Path) -> None:
    store = SqlStore(f"sqlite:///{path}", alive)
    path.chmod(0o640)
    copy = tmp_path / "copies" / "copy.db"
    with pytest.raises(StoreError, match="copies"):
        store.backup(copy)
    copy.parent.mkdir()
    store.backup(copy)
    store.backup(copy)
    assert kept_files(copy.parent) == ["copy.db"]
    assert stat.S_IMODE(copy.stat().st_mode) == 0o640
    store.close()


def test_a_disk_without_room_leaves_no_half_copy(path: Path, tmp_path: Path) -> None:
    SqlStore(f"sqlite:///{path}", alive).close()
    (tmp_path / "copies").mkdir()
    program = (
        "import resource, signal, sys\n"
        "from pathlib import Path\n"
        "from briefing.edges.store import backup\n"
        "signal.signal(signal.SIGXFSZ, signal.SIG_IGN)\n"
        "resource.setrlimit(resource.RLIMIT_FSIZE, (50_000, 50_000))\n"
        "backup.take(Path(sys.argv[1]), Path(sys.argv[2]))\n"
    )
    done = subprocess.run(
        [sys.executable, "-c", program, str(path), str(tmp_path / "copies" / "copy.db")],
        capture_output=True, text=True, check=False,
    )  # fmt: skip
    assert "StoreError" in done.stderr
    assert kept_files(tmp_path / "copies") == []


def test_a_copy_is_put_back_and_what_was_there_is_kept(path: Path, tmp_path: Path) -> None:
    url, copy, aside = f"sqlite:///{path}", tmp_path / "copy.db", tmp_path / "aside.db"
    store = SqlStore(url, alive)
    store.news.save_reading(FEED, Reading(items=(item("Before"),)), NOW)
    store.backup(copy)
    store.news.save_reading(FEED, Reading(items=(item("After"),)), NOW)
    with pytest.raises(StoreError, match="another program uses it"):
        restore(url, copy, aside)
    assert not aside.exists()
    store.close()
    restore(url, copy, aside)
    for file, titles in ((path, ["Before"]), (aside, ["After", "Before"])):
        opened = SqlStore(f"sqlite:///{file}", alive)
        assert sorted(pending.item.title for pending in opened.news.pending(NOW)) == titles
        assert opened.faults() == []
        opened.close()


@pytest.mark.parametrize("left", ["nothing", "half", "other bytes"])
def test_a_copy_takes_the_place_of_a_store_that_is_lost_or_damaged(path: Path, tmp_path: Path, left: str) -> None:
    url, copy, aside = f"sqlite:///{path}", tmp_path / "copy.db", tmp_path / "aside.db"
    store = SqlStore(url, alive)
    store.news.save_reading(FEED, Reading(items=(item("Kept"),)), NOW)
    store.backup(copy)
    store.close()
    whole = path.read_bytes()
    path.unlink()
    if left != "nothing":
        path.write_bytes(whole[: len(whole) // 3] if left == "half" else b"x" * 9000)
    damaged = path.read_bytes() if path.exists() else None
    restore(url, copy, aside)
    assert (aside.read_bytes() if aside.exists() else None) == damaged
    opened = SqlStore(url, alive)
    assert [pending.item.title for pending in opened.news.pending(NOW)] == ["Kept"]
    assert opened.faults() == []
    opened.close()


def test_a_damaged_store_that_can_not_be_moved_is_a_plain_error(path: Path, tmp_path: Path) -> None:
    url, copy = f"sqlite:///{path}", tmp_path / "copy.db"
    opened = SqlStore(url, alive)
    opened.backup(copy)
    opened.close()
    path.write_bytes(b"no database at all" * 99)
    with pytest.raises(StoreError, match="can't be restored"):
        restore(url, copy, tmp_path / "no such folder" / "aside.db")
    assert path.exists()


def test_what_is_no_copy_is_not_put_back(path: Path, tmp_path: Path) -> None:
    SqlStore(f"sqlite:///{path}", alive).close()
    other, aside = tmp_path / "other.db", tmp_path / "aside.db"
    for make, said in ((lambda: None, "no such file"), (lambda: other.write_text("x" * 9000), "no Briefing store")):
        make()
        with pytest.raises(StoreError, match=said):
            restore(f"sqlite:///{path}", other, aside)
    newer = tmp_path / "newer.db"
    backup.take(path, newer)
    with closing(sqlite3.connect(newer)) as raw, raw:
        raw.execute("UPDATE meta SET value = '99' WHERE name = 'schema'")
    with pytest.raises(StoreError, match="newer Briefing"):
        restore(f"sqlite:///{path}", newer, aside)
    assert not aside.exists()


# --- older stores ---


def test_of_a_store_that_is_changed_a_copy_stays(path: Path) -> None:
    old_stores.make(f"sqlite:///{path}", 3)
    items = count(path, "items")
    for _ in range(2):
        SqlStore(f"sqlite:///{path}", alive).close()
        assert kept_files(path.parent) == ["briefing.db", "briefing.db.schema-3"]
    kept = path.with_name("briefing.db.schema-3")
    assert (backup.schema_of(kept), backup.schema_of(path), count(kept, "items")) == (3, len(STEPS), items)
    kept.rename(path)
    SqlStore(f"sqlite:///{path}", alive).close()
    assert backup.schema_of(path) == len(STEPS)


@pytest.mark.parametrize("steps", [4, 6, len(STEPS)])
def test_who_is_killed_while_changing_a_store_leaves_the_old_one(path: Path, steps: int) -> None:
    url = f"sqlite:///{path}"
    old_stores.make(url, 3)
    with other_process(MIGRATE, url, str(steps)) as process:
        assert process.stdout
        assert process.stdout.readline() == "under way\n"
    assert backup.schema_of(path) == 3
    assert backup.schema_of(path.with_name("briefing.db.schema-3")) == 3
    opened = SqlStore(url, alive)
    assert opened.faults() == []
    assert opened.editions.get(edition().id) == edition()
    opened.close()


def test_a_store_of_which_no_copy_can_be_made_stays_as_it_is(path: Path) -> None:
    old_stores.make(f"sqlite:///{path}", 3)
    path.with_name("briefing.db.schema-3").mkdir()
    with pytest.raises(StoreError, match="schema-3"):
        SqlStore(f"sqlite:///{path}", alive)
    assert backup.schema_of(path) == 3


def test_many_that_open_an_old_store_at_once_change_it_once(path: Path) -> None:
    url = f"sqlite:///{path}"
    old_stores.make(url, 1)
    program = (
        "import sys; from briefing.edges.processes import alive; from briefing.edges.store import SqlStore; "
        "SqlStore(sys.argv[1], alive)"
    )
    running = [subprocess.Popen([sys.executable, "-c", program, url]) for _ in range(3)]
    assert [process.wait(60) for process in running] == [0, 0, 0]
    assert backup.schema_of(path) == len(STEPS)
    assert backup.schema_of(path.with_name("briefing.db.schema-1")) == 1


# --- what the connections are asked for ---


def test_connections_keep_the_promise_that_nothing_is_lost(path: Path) -> None:
    store = SqlStore(f"sqlite:///{path}", alive)
    for hold in (store.news._transaction.read, store.news._transaction.write):
        with hold() as connection:
            found = {
                name: connection.exec_driver_sql(f"PRAGMA {name}").scalar()
                for name in ("journal_mode", "foreign_keys", "busy_timeout", "auto_vacuum")
            }
        assert found == {"journal_mode": "wal", "foreign_keys": 1, "busy_timeout": 30_000, "auto_vacuum": 2}
    with pytest.raises(StoreError, match="FOREIGN KEY"), store.news._transaction.write() as connection:
        connection.exec_driver_sql("INSERT INTO aliases (name, item) VALUES ('x', 'nobody')")
    store.close()


def test_one_who_writes_waits_for_another(path: Path) -> None:
    store = SqlStore(f"sqlite:///{path}", alive)
    program = (
        "import sqlite3, sys, time\n"
        "held = sqlite3.connect(sys.argv[1], isolation_level=None)\n"
        "held.execute('BEGIN IMMEDIATE')\n"
        "print('held', flush=True)\n"
        "time.sleep(1)\n"
        "held.execute('COMMIT')\n"
    )
    with other_process(program, str(path)) as process:
        assert process.stdout
        process.stdout.readline()
        began = time.monotonic()
        store.news.save_failure(FEED, "the server said 500", NOW)
        assert time.monotonic() - began > 0.5
        process.wait(10)
    store.close()
