"""The store: what was gathered, decided and delivered, in SQLite beside the configuration, or PostgreSQL by URL.

Every method is one transaction. A method returns the nouns of `model`, never rows. SQLAlchemy's errors become
StoreErrors in `database` and nowhere else.
"""

from __future__ import annotations

from collections.abc import Callable

from briefing.edges.store.archive import ArchiveStore
from briefing.edges.store.database import Transactions, open_engine
from briefing.edges.store.editions import EditionStore
from briefing.edges.store.ledger import DeliveryLedger
from briefing.edges.store.lines import LineStore
from briefing.edges.store.news import NewsStore
from briefing.edges.store.steps import migrate
from briefing.edges.store.subscribers import SubscriberStore
from briefing.edges.store.texts import TextStore
from briefing.edges.store.tokens import ErrandStore, LimitStore, TokenStore
from briefing.edges.store.watch import AlarmStore, TallyStore
from briefing.edges.store.words import WordStore

_PAGES = ("page_count", "page_size")


class SqlStore:
    """Opens the store and keeps it at today's schema. Parts as in `ports.Store`."""

    def __init__(self, url: str, alive: Callable[[str], bool | None]) -> None:
        """`url` as SQLAlchemy writes it; `alive` says whether the holder of a lease still runs, None: nobody knows.

        Raises StoreError when it can't be opened or was written by a newer Briefing.
        """
        self._engine = open_engine(url)
        self._transaction = Transactions(self._engine, url)
        with self._transaction.write() as connection:
            migrate(connection)
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
        self.errands = ErrandStore(self._transaction)
        self.alarms = AlarmStore(self._transaction)
        self.tallies = TallyStore(self._transaction)

    def faults(self) -> list[str]:
        if self._engine.dialect.name != "sqlite":
            return []
        with self._transaction.read() as connection:
            found = [str(row[0]) for row in connection.exec_driver_sql("PRAGMA integrity_check(10)")]
            found += [
                f"{row[0]}: a row without its {row[2]}"
                for row in connection.exec_driver_sql("PRAGMA foreign_key_check")
            ]
        return [each for each in found if each != "ok"]

    def size(self) -> int:
        with self._transaction.read() as connection:
            if self._engine.dialect.name != "sqlite":
                size: int = connection.exec_driver_sql("SELECT pg_database_size(current_database())").scalar_one()
                return size
            pages, each = (connection.exec_driver_sql(f"PRAGMA {name}").scalar_one() for name in _PAGES)
            return int(pages) * int(each)

    def close(self) -> None:
        self._engine.dispose()
