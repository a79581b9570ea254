"""The store's tests over PostgreSQL: a cluster of its own, made for the run and thrown away."""

from __future__ import annotations

import os
import shlex
import shutil
import subprocess
import tempfile
import threading
from collections.abc import Iterator
from importlib import import_module
from itertools import count
from pathlib import Path

import pytest

from briefing.edges.processes import alive
from briefing.edges.store import SqlStore, restore
from briefing.errors import StoreError
from tests.conftest import missing
from tests.edges.test_store import ledger_of, store

__all__ = ["ledger_of", "store"]

SUITES = ("", "_archive", "_keeping", "_lines", "_news", "_overrides", "_tokens", "_watch", "_words")
SQLITE_ONLY = ("newer_store", "no_store_is_refused", "folder_that", "full_disk", "may_not_be_written",
               "order_in_which", "power_cut", "who_writes", "no_database")  # fmt: skip
for _suite in SUITES:
    for _name, _test in vars(import_module(f"tests.edges.test_store{_suite}")).items():
        if _name.startswith("test_") and not any(part in _name for part in SQLITE_ONLY):
            globals()[_name] = _test

_numbers = count()


@pytest.fixture(scope="session")
def cluster() -> Iterator[str]:
    """Where a server listens: a folder with its socket."""
    found = sorted(Path("/usr/lib/postgresql").glob("*/bin")) or [Path(p).parent for p in [shutil.which("initdb")] if p]
    if not found:
        missing("PostgreSQL (Debian: apt install postgresql)")
    owner = "postgres" if os.geteuid() == 0 else None  # the server refuses to run as root
    memory = Path("/dev/shm")  # thousands of small files, which nobody needs on a disk
    roomy = memory.is_dir() and shutil.disk_usage(memory).free > 1_000_000_000
    folder = Path(tempfile.mkdtemp(prefix="pg-", dir=memory if roomy else None))
    if owner:
        shutil.chown(folder, owner)
    data = str(folder / "data")

    def command(name: str, *arguments: str) -> None:
        subprocess.run(
            [found[-1] / name, *arguments], user=owner, check=True, cwd="/", stdout=subprocess.DEVNULL, timeout=60
        )

    command("initdb", "-D", data, "-U", "postgres", "--auth=trust", "--no-sync", "-E", "UTF8")
    options = f"-k {folder} -c listen_addresses= -c fsync=off"
    command("pg_ctl", "-D", data, "-o", options, "-l", str(folder / "log"), "-w", "start")
    yield str(folder)
    command("pg_ctl", "-D", data, "-m", "immediate", "stop")
    shutil.rmtree(folder)


@pytest.fixture
def url(cluster: str) -> str:
    """Of a schema of its own for each test: a database takes as long to make as most tests to run."""
    return schema(cluster)


@pytest.fixture
def other_url(cluster: str) -> str:
    return schema(cluster)


def schema(cluster: str) -> str:
    psycopg = pytest.importorskip("psycopg")
    name = f"test{next(_numbers)}"
    with psycopg.connect(host=cluster, user="postgres", autocommit=True) as connection:
        connection.execute(f"CREATE SCHEMA {name}")
    return f"postgresql+psycopg://postgres@/postgres?host={cluster}&options=-csearch_path%3D{name}"


def test_many_open_a_new_store_at_the_same_moment(url: str) -> None:
    opened: list[SqlStore] = []
    threads = [threading.Thread(target=lambda: opened.append(SqlStore(url, alive))) for _ in range(6)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len(opened) == 6
    for each in opened:
        assert each.editions.keys() == []
        each.close()


def test_copies_are_the_server_s_and_its_command_is_named(url: str, tmp_path: Path) -> None:
    store = SqlStore(url, alive)
    with pytest.raises(StoreError, match="no file") as refused:
        store.backup(tmp_path / "briefing-2026-08-23.db")
    store.close()
    said = refused.value.hint.removeprefix("Run: ")
    dumped = subprocess.run(shlex.split(said), cwd=tmp_path, capture_output=True, text=True, check=False)
    if "server version" not in dumped.stderr:  # its tools may be older than the server
        assert dumped.returncode == 0, dumped.stderr
        assert (tmp_path / "briefing-2026-08-23.dump").stat().st_size > 1000
    with pytest.raises(StoreError, match="can be restored"):
        restore(url, tmp_path / "briefing-2026-08-23.dump", tmp_path / "aside.db")
