"""The database: an engine, a transaction around every use of it, and its errors in plain words."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from sqlalchemy import Connection, Engine, create_engine, event
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.engine import make_url
from sqlalchemy.exc import ArgumentError, DBAPIError, SQLAlchemyError

from briefing.errors import StoreError


class Transactions:
    """Connections with a transaction around them, and the database's errors in plain words."""

    def __init__(self, engine: Engine) -> None:
        self._engine = engine
        self._name = engine.url.database or str(engine.url)

    @contextmanager
    def read(self) -> Iterator[Connection]:
        with self._translated(), self._engine.begin() as connection:
            yield connection

    @contextmanager
    def write(self, *, lasting: bool = True) -> Iterator[Connection]:
        """lasting: what was written outlives a power cut, not only the end of the process."""
        options = {"write": True, "lasting": lasting}
        with self._translated(), self._engine.connect().execution_options(**options) as connection, connection.begin():
            yield connection

    @contextmanager
    def _translated(self) -> Iterator[None]:
        try:
            yield
        except DBAPIError as error:
            raise _plain_words(self._name, error) from error
        except SQLAlchemyError as error:
            raise StoreError(f"{self._name}: {error}") from error


def _plain_words(name: str, error: DBAPIError) -> StoreError:
    said = str(error.orig).lower()
    for sign, message, hint in (
        ("disk is full", "the disk is full", "Make room, then run again: nothing that was kept is lost."),
        ("disk i/o", "the disk can't be read or written", "Check the disk and its free space, then run again."),
        ("readonly", "it may not be written", "Check who owns it and its folder, and that the disk is not read-only."),
        ("unable to open", "it can't be opened", "Check that its folder is there, and that the disk is not read-only."),
        ("not a database", "it is not a Briefing store", "Name another file in the configuration: `store:`."),
        ("malformed", "it is damaged", "Put a backup in its place."),
        ("locked", "another program holds it", "Wait for the other program to end, then run again."),
    ):
        if sign in said:
            return StoreError(f"{name}: {message} ({error.orig})", hint=hint)
    return StoreError(f"{name}: {error.orig}")


def file_of(engine: Engine) -> Path | None:
    """The file that it is; None for one in memory, and for a server."""
    name = engine.url.database
    if engine.dialect.name != "sqlite" or not name or name == ":memory:" or name.startswith("file:"):
        return None
    return Path(name)


def open_engine(url: str) -> Engine:
    """Of a database's address as SQLAlchemy writes it. Raises StoreError where it is none, or there is no driver."""
    try:
        parsed = make_url(url)
        file_based = parsed.get_backend_name() == "sqlite"
        engine = create_engine(parsed, connect_args={"timeout": 30} if file_based else {})
    except (
        ArgumentError,
        ValueError,
    ) as error:  # a port, or an option, that is no number; its words may have parts of a password
        hint = "Write it as in postgresql+psycopg://user@host:5432/name, or name a file."
        raise StoreError("store: it is no address of a database", hint=hint) from error
    except (SQLAlchemyError, ImportError) as error:
        raise StoreError(f"{parsed}: {error}", hint="Install the database's driver, or use a file.") from error
    if not file_based:
        return engine
    if file := file_of(engine):
        try:
            file.parent.mkdir(parents=True, exist_ok=True)
        except OSError as error:
            raise StoreError(f"{file}: {error.strerror}", hint="Check who owns the folder.") from error

    @event.listens_for(engine, "connect")
    def _connected(connection: sqlite3.Connection, record: object) -> None:  # noqa: ARG001 - SQLAlchemy's signature
        # The driver's own BEGIN comes late and only before some statements; ours comes from "begin" below.
        connection.isolation_level = None
        if not connection.execute("PRAGMA page_count").fetchone()[0]:
            # Only a file that is still empty learns to give back room a little at a time.
            connection.execute("PRAGMA auto_vacuum=INCREMENTAL")
        for pragma in ("journal_mode=WAL", "foreign_keys=ON", "busy_timeout=30000"):
            connection.execute(f"PRAGMA {pragma}")

    @event.listens_for(engine, "begin")
    def _begun(connection: Connection) -> None:
        # A reader that turns into a writer in mid-transaction would fail at once instead of waiting for its turn.
        options = connection.get_execution_options()
        if options.get("write", False):
            # FULL: a claim in the ledger must survive a power cut, or a reader gets an edition twice. With NORMAL, WAL
            # loses the last transactions at worst, whole, and a later FULL one makes them last.
            lasting = options.get("lasting", True)
            if connection.info.get("lasting") != lasting:
                connection.exec_driver_sql(f"PRAGMA synchronous={'FULL' if lasting else 'NORMAL'}")
                connection.info["lasting"] = lasting
        connection.exec_driver_sql("BEGIN IMMEDIATE" if options.get("write", False) else "BEGIN")

    return engine


def upsert(connection: Connection, table: Any, row: Mapping[str, Any], *, keys: Sequence[str]) -> None:
    insert = insert_into(connection, table).values(**row)
    changed = {name: insert.excluded[name] for name in row if name not in keys}
    connection.execute(insert.on_conflict_do_update(index_elements=list(keys), set_=changed))


def changed(connection: Connection, statement: Any, values: Mapping[str, Any] | None = None) -> bool:
    """Whether a statement wrote a row. Unless asked, SQLAlchemy does not keep the count for every driver's INSERT."""
    return connection.execute(statement, values, execution_options={"preserve_rowcount": True}).rowcount > 0


def insert_into(connection: Connection, table: Any) -> Any:
    # The same "on conflict" clause in both dialects, from two modules.
    return (postgresql if connection.dialect.name == "postgresql" else sqlite).insert(table)
