"""Copies of a store that is one SQLite file, taken and put back while others may be at work (SQLite's backup API)."""

from __future__ import annotations

import os
import shutil
import sqlite3
import tempfile
from collections.abc import Callable, Iterable, Iterator
from contextlib import closing, contextmanager, suppress
from pathlib import Path
from typing import Any

from briefing.errors import StoreError


def take(store: Path, target: Path) -> None:
    """Write a copy of the store as it stands at this moment; a file of that name is replaced, whole or not at all.

    Who writes meanwhile goes on, and is not in it. Raises StoreError; then there is no new file.
    """
    try:
        with _put_in_place(target) as part:
            # All pages in one step: a reader's snapshot, which no writer disturbs and which is never begun anew.
            with closing(sqlite3.connect(store)) as source, closing(sqlite3.connect(part)) as copy:
                source.backup(copy)
                copy.execute("PRAGMA journal_mode=DELETE")  # no second file belongs to it
            if found := faults_of(part):
                raise StoreError(f"{store}: its copy is damaged: {found[0]}", hint="`briefing doctor` looks at it.")
            shutil.copymode(store, part)
    except OSError as error:
        raise StoreError(
            f"{error.filename or target}: {error.strerror}", hint="Name a file in a folder that may be written."
        ) from error
    except sqlite3.Error as error:
        raise StoreError(f"{target}: it can't be written ({error})", hint="Check the free space there.") from error


@contextmanager
def _put_in_place(target: Path) -> Iterator[Path]:
    """A file beside the target that takes its name at the end, when all of it is on the disk."""
    number, name = tempfile.mkstemp(dir=target.parent, prefix=f".{target.name}.", suffix=".part")
    os.close(number)
    part = Path(name)
    try:
        yield part
        _sync(part)
        part.replace(target)
        _sync(target.parent)
    finally:
        part.unlink(missing_ok=True)


def _sync(path: Path) -> None:
    number = os.open(path, os.O_RDONLY)
    try:
        os.fsync(number)
    finally:
        os.close(number)


def faults(execute: Callable[[str], Iterable[Any]]) -> list[str]:
    """What is wrong with a database, in its own words. execute: runs a statement there, and gives its rows."""
    found = [str(row[0]) for row in execute("PRAGMA integrity_check(10)")]
    found += [f"{row[0]}: a row without its {row[2]}" for row in execute("PRAGMA foreign_key_check")]
    return [each for each in found if each != "ok"]


def _opened(path: Path) -> closing[sqlite3.Connection]:
    """To be read alone."""
    return closing(sqlite3.connect(f"{path.resolve().as_uri()}?mode=ro", uri=True))


def faults_of(path: Path) -> list[str]:
    with _opened(path) as connection:
        return faults(connection.execute)


def schema_of(path: Path) -> int:
    """The schema of the store that a file is. Raises StoreError for one that is none, or is damaged."""
    try:
        if not path.is_file():
            raise StoreError(f"{path}: there is no such file", hint="Name a copy that `briefing backup` made.")
        with _opened(path) as connection:
            found = connection.execute("SELECT value FROM meta WHERE name = 'schema'").fetchone()
            wrong = faults(connection.execute) if found else []
    except sqlite3.Error as error:
        raise StoreError(f"{path}: it is no Briefing store ({error})", hint="Name another file.") from error
    if found and not wrong:
        return int(found[0])
    what = f"is damaged ({wrong[0]})" if wrong else "is no Briefing store"
    raise StoreError(f"{path}: it {what}", hint="Name another file.")


def _is_damaged(store: Path) -> bool:
    try:
        return bool(faults_of(store))
    except sqlite3.DatabaseError as error:
        return "locked" not in str(error)


def put_back(copy: Path, store: Path, aside: Path) -> None:
    """Make the store what the copy is, in one transaction; the one that is there becomes the file aside.

    Raises StoreError, also where another program has it open; then it is as it was. One that is damaged, which no
    program can work with, is moved away first.
    """
    try:
        if store.exists() and _is_damaged(store):
            for end in ("", "-wal", "-shm"):
                if (part := store.with_name(store.name + end)).exists():
                    part.rename(aside.with_name(aside.name + end))
        with closing(sqlite3.connect(store, timeout=1)) as target:
            # Nobody may leave WAL while another connection is open, idle or not: so this is how to learn of one.
            mode = None
            with suppress(sqlite3.OperationalError):
                mode = target.execute("PRAGMA journal_mode=DELETE").fetchone()[0]
            if mode != "delete":
                raise StoreError(f"{store}: another program uses it", hint="Stop it, then restore again.")
            if target.execute("PRAGMA page_count").fetchone()[0]:
                take(store, aside)
            with _opened(copy) as source:
                source.backup(target)
    except (OSError, sqlite3.Error) as error:
        raise StoreError(f"{store}: it can't be restored ({error})", hint="It is as it was; try again.") from error
