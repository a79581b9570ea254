"""What happens around a store while it throws away what is old: kills, others who write, the size of its file."""

from __future__ import annotations

import os
import shutil
import signal
import sqlite3
import threading
from collections.abc import Iterator
from contextlib import closing, contextmanager
from datetime import timedelta
from pathlib import Path

import pytest
from sqlalchemy import event

from briefing.edges.processes import alive
from briefing.edges.store import SqlStore, keeping
from briefing.model import Pruned, Receipt, Recipe
from tests.bench import wire
from tests.bench.year import Year
from tests.builders import edition

DAYS, ARTICLES = 5, 50
NOW = wire.FIRST + timedelta(days=DAYS)
KEPT = timedelta(days=1)


@pytest.fixture(scope="module")
def pattern(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A store of some days, with an edition that many got; nobody has it open."""
    path = tmp_path_factory.mktemp("keeping") / "briefing.db"
    year = Year(path, feeds=9, articles=ARTICLES)
    for number in range(DAYS):
        year.gather(number)
    told = edition(wire.FIRST)
    year.store.editions.add(told, Recipe(version="1"), [], wire.FIRST)
    receipts = [Receipt(edition=told.id, channel="mail", recipient=f"reader{n}@example.org", state="sent", at=NOW)
                for n in range(5000)]  # fmt: skip
    year.store.ledger.turn(told.id, "mail", settled=receipts, now=NOW)
    year.store.close()
    return path


@pytest.fixture
def path(pattern: Path, tmp_path: Path) -> Path:
    return Path(shutil.copy(pattern, tmp_path / "briefing.db"))


def opened(path: Path) -> SqlStore:
    return SqlStore(f"sqlite:///{path}", alive)


def prune(store: SqlStore, *, vacuum: bool = False) -> Pruned:
    return store.keeping.prune(NOW, articles=NOW - KEPT, deliveries=NOW - KEPT, vacuum=vacuum)


def rows(path: Path) -> list[str]:
    """All that a store has but what SQLite notes of its indices."""
    with closing(sqlite3.connect(path)) as connection:
        return [line for line in connection.iterdump() if "sqlite_stat" not in line]


def killed(path: Path, statement: int) -> bool:
    """Prune in a process that kills itself before its n-th statement; whether it came to that."""
    child = os.fork()
    if child == 0:
        try:
            store, left = opened(path), iter(range(statement - 1))

            @event.listens_for(store._engine, "before_cursor_execute")
            def _count(*_: object) -> None:
                if next(left, None) is None:
                    os.kill(os.getpid(), signal.SIGKILL)

            prune(store)
        finally:
            os._exit(0)
    _, status = os.waitpid(child, 0)
    return os.WIFSIGNALED(status)


def test_who_is_killed_at_any_moment_leaves_the_rest_to_the_next(
    pattern: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(keeping, "_AT_ONCE", 20)
    monkeypatch.setattr(keeping, "_LEDGER_AT_ONCE", 1000)
    whole = Path(shutil.copy(pattern, tmp_path / "whole.db"))
    with closing(opened(whole)) as store:
        done = prune(store)
    assert done.articles >= 150
    assert done.deliveries == 5000
    wanted, statement, kills = rows(whole), 1, 0
    path = tmp_path / "briefing.db"
    while True:
        shutil.copy(pattern, path)
        if not killed(path, statement):
            break
        kills += 1
        with closing(opened(path)) as store:
            assert store.faults() == []
            prune(store)
        assert rows(path) == wanted, f"killed before statement {statement}"
        statement += max(1, statement * 3 // 4)
    assert kills >= 6


@contextmanager
def somebody_else(path: Path) -> Iterator[list[str]]:
    """Writes as often as can be; what was written."""
    ended, written = threading.Event(), list[str]()

    def write() -> None:
        with closing(opened(path)) as store:
            while not ended.is_set():
                name = f"https://{len(written)}.example"
                store.texts.put(name, "User-agent: *", NOW + KEPT)
                written.append(name)

    thread = threading.Thread(target=write)
    thread.start()
    try:
        yield written
    finally:
        ended.set()
        thread.join()


def test_others_write_while_it_is_done_and_lose_nothing(path: Path) -> None:
    with closing(opened(path)) as store, somebody_else(path) as written:
        while not written:
            pass
        before = len(written)
        prune(store)
        assert len(written) - before >= 5
    with closing(opened(path)) as store:
        assert [name for name in written if not store.texts.get(name, NOW)] == []
        assert store.faults() == []


def test_a_file_of_which_much_is_free_becomes_smaller(path: Path) -> None:
    before = path.stat().st_size
    with closing(opened(path)) as store:
        done = prune(store)
        assert prune(store).freed == 0
    assert done.freed > before / 5
    assert path.stat().st_size < before * 0.8


def test_a_file_that_an_older_release_made_becomes_smaller_only_as_a_whole(path: Path) -> None:
    with closing(sqlite3.connect(path)) as raw:
        raw.execute("PRAGMA auto_vacuum=NONE")
        raw.execute("VACUUM")
    before = path.stat().st_size
    with closing(opened(path)) as store:
        assert prune(store).freed == 0
        assert prune(store, vacuum=True).freed > before / 5
        with store.news._transaction.read() as connection:
            assert connection.exec_driver_sql("PRAGMA auto_vacuum").scalar() == 2
        assert store.faults() == []
    assert path.stat().st_size < before * 0.8
