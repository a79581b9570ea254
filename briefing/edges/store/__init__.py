"""The store: what was gathered, decided and delivered, in SQLite beside the configuration, or PostgreSQL by URL.

Every method is one transaction. A method returns the nouns of `model`, never rows. SQLAlchemy's errors become
StoreErrors in `database` and nowhere else.
"""

from __future__ import annotations

import shlex
from collections.abc import Callable
from pathlib import Path

from briefing.edges.store import backup
from briefing.edges.store.archive import ArchiveStore
from briefing.edges.store.database import Transactions, file_of, open_engine
from briefing.edges.store.editions import EditionStore
from briefing.edges.store.keeping import KeepingStore
from briefing.edges.store.ledger import DeliveryLedger
from briefing.edges.store.lines import LineStore
from briefing.edges.store.news import NewsStore
from briefing.edges.store.steps import STEPS, migrate
from briefing.edges.store.subscribers import SubscriberStore
from briefing.edges.store.texts import TextStore
from briefing.edges.store.tokens import ErrandStore, LimitStore, TokenStore
from briefing.edges.store.watch import AlarmStore, TallyStore
from briefing.edges.store.words import WordStore
from briefing.errors import StoreError


def restore(url: str, copy: Path, aside: Path) -> None:
    """Make the store what a copy of it is; the one that was there is kept as the file aside.

    Raises StoreError where the copy is none, or damaged, or from a newer Briefing, where there is a file aside already,
    and where the store is in use.
    """
    store = file_of(open_engine(url))
    if store is None:
        raise StoreError("only a store that is a file can be restored by Briefing", hint="Use pg_restore.")
    if backup.schema_of(copy) > len(STEPS):
        raise StoreError(f"{copy}: it was written by a newer Briefing", hint="Upgrade Briefing first.")
    if aside.exists():
        raise StoreError(f"{aside} is there already", hint="Move it away, so that it is not lost.")
    backup.put_back(copy, store, aside)


class SqlStore:
    """Opens the store and keeps it at today's schema. Parts as in `ports.Store`."""

    def __init__(self, url: str, alive: Callable[[str], bool | None]) -> None:
        """`url` as SQLAlchemy writes it; `alive` says whether the holder of a lease still runs, None: nobody knows.

        Raises StoreError when it can't be opened or was written by a newer Briefing.
        """
        self._engine = open_engine(url)
        self._transaction = Transactions(self._engine)
        try:
            with self._transaction.write() as connection:
                migrate(connection, keep_copy=self._keep_copy)
        except BaseException:
            self.close()
            raise
        self.news = NewsStore(self._transaction)
        self.editions = EditionStore(self._transaction)
        self.archive = ArchiveStore(self._transaction)
        self.ledger = DeliveryLedger(self._transaction, alive)
        self.subscribers = SubscriberStore(self._transaction)
        self.texts = TextStore(self._transaction)
        self.lines = LineStore(self._transaction)
        self.words = WordStore(self._transaction)
        self.tokens = TokenStore(self._transaction)
        self.limits = LimitStore(self._transaction)
        self.keeping = KeepingStore(self._transaction, self._engine)
        self.errands = ErrandStore(self._transaction)
        self.alarms = AlarmStore(self._transaction)
        self.tallies = TallyStore(self._transaction)

    def _keep_copy(self, schema: int) -> None:
        """Of a store that is to be changed; the lock that its writer holds keeps it as it is meanwhile."""
        if store := file_of(self._engine):
            backup.take(store, store.with_name(f"{store.name}.schema-{schema}"))

    def faults(self) -> list[str]:
        if self._engine.dialect.name != "sqlite":
            return []
        with self._transaction.read() as connection:
            return backup.faults(connection.exec_driver_sql)

    def backup(self, target: Path) -> None:
        store = file_of(self._engine)
        if store is None:
            raise StoreError("this store is no file: its database makes the copies", hint=self._own_tools(target))
        backup.take(store, target)

    def _own_tools(self, target: Path) -> str:
        if self._engine.dialect.name != "postgresql":
            return "Use its own tools."
        # libpq's own form of the address; its password comes from PGPASSWORD or ~/.pgpass here as there.
        address = self._engine.url.set(drivername="postgresql", password=None).render_as_string()
        command = ["pg_dump", "--format=custom", f"--file={target.with_suffix('.dump').name}", address]
        return f"Run: {shlex.join(command)}"

    def size(self) -> int:
        with self._transaction.read() as connection:
            if self._engine.dialect.name != "sqlite":
                size: int = connection.exec_driver_sql("SELECT pg_database_size(current_database())").scalar_one()
                return size
            pages, each = (connection.exec_driver_sql(f"PRAGMA page_{name}").scalar_one() for name in ("count", "size"))
            return int(pages) * int(each)

    def close(self) -> None:
        self._engine.dispose()
