"""What is thrown away when it is old, a little at a time: see `ports.Keeping`.

Each step is a short transaction, so that nobody who writes meanwhile waits for long, and may be the last: whoever goes
on after a kill finds what is left. First of all `meta` says from when on all is still there.
"""

from __future__ import annotations

import sqlite3
from collections import Counter
from collections.abc import Iterator
from datetime import UTC, datetime, time, timedelta
from typing import Any

from sqlalchemy import Connection, Engine, Table, and_, delete, exists, select, tuple_

from briefing.core import codec
from briefing.edges.store import lines, schema
from briefing.edges.store.database import Transactions, insert_into, upsert
from briefing.edges.store.texts import KEPT as TEXTS_KEPT
from briefing.edges.store.tokens import LONGEST_SPAN
from briefing.edges.store.words import WordStore
from briefing.errors import StoreError
from briefing.model import Pruned

NAMES_KEPT = timedelta(days=400)
"""How long after it was last listed an item's names are known: an entry is then taken for new again."""
_WORDS_BEFORE = timedelta(days=31)
_AT_ONCE = 200
_LEDGER_AT_ONCE = 2_000
_PAGES_AT_ONCE = 500
_MUCH, _LITTLE = 0.2, 0.05
"""Of a file's pages: from how many free ones on it is made smaller, and how many are left for what comes."""
_SINCE = "articles kept since"
_items, _articles, _cited, _deliveries = schema.items, schema.articles, schema.cited, schema.deliveries


class KeepingStore:
    def __init__(self, transaction: Transactions, engine: Engine) -> None:
        self._transaction = transaction
        self._engine = engine

    def since(self) -> datetime | None:
        query = select(schema.meta.c.value).where(schema.meta.c.name == _SINCE)
        with self._transaction.read() as connection:
            found = connection.execute(query).scalar()
        return datetime.fromisoformat(found) if found else None

    def prune(
        self, now: datetime, *, articles: datetime | None, deliveries: datetime | None, vacuum: bool = False
    ) -> Pruned:
        done = Counter[str]()
        for name, count in self._steps(now, articles, deliveries):
            done[name] += count
        freed = self._give_back(vacuum=vacuum) if self._engine.dialect.name == "sqlite" else 0
        return Pruned(**done, freed=freed)

    def _steps(
        self, now: datetime, articles: datetime | None, deliveries: datetime | None
    ) -> Iterator[tuple[str, int]]:
        if articles:
            since = self._begin(articles)
            yield from self._forget_items(since, now)
            yield from self._delete(schema.words, schema.words.c.day < (since - _WORDS_BEFORE).date().isoformat())
        if deliveries:
            yield from self._count_deliveries(deliveries)
            yield from self._delete(schema.bounces, schema.bounces.c.at < deliveries)
        names = schema.aliases
        yield from self._delete(names, names.c.forgotten < now - NAMES_KEPT, names.c.item.is_(None))
        yield from self._delete(schema.lines, schema.lines.c.seen < now - lines.KEPT)
        yield from self._delete(schema.texts, schema.texts.c.until < now - TEXTS_KEPT)
        yield from self._delete(schema.tokens, schema.tokens.c.until <= now)
        yield from self._delete(schema.limits, schema.limits.c.begun < now - LONGEST_SPAN)

    # --- articles ---

    def _begin(self, before: datetime) -> datetime:
        """From when on all stays: what an edition was made of that closed after `before` is not older. A whole day,
        whose words, and those of the days before, are counted while they are there."""
        editions = schema.editions
        query = select(editions.c.closes, editions.c.recipe).where(editions.c.closes >= before)
        with self._transaction.read() as connection:
            made = connection.execute(query).all()
        first = min((row.closes - codec.recipe_from_json(row.recipe).lookback for row in made), default=before)
        since = datetime.combine(min(first, before).astimezone(UTC).date(), time.min, UTC)
        if (known := self.since()) and known >= since:
            return known
        WordStore(self._transaction).before(since)
        with self._transaction.write() as connection:
            upsert(connection, schema.meta, {"name": _SINCE, "value": since.isoformat()}, keys=("name",))
        return since

    def _forget_items(self, since: datetime, now: datetime) -> Iterator[tuple[str, int]]:
        """Items that no edition cites, with their articles, and other versions of cited ones."""
        uncited = ~exists().where(_cited.c.item == _items.c.id)
        old = select(*_items.c["id", "first_seen"]).where(_items.c.first_seen < since, uncited)
        old = old.order_by(_items.c.first_seen).limit(_AT_ONCE)
        names, looked_at = schema.aliases, datetime.min.replace(tzinfo=UTC)
        while True:
            with self._transaction.read() as connection:
                # From where it was left off: all that stays before it need not be looked at again and again.
                found = connection.execute(old.where(_items.c.first_seen >= looked_at)).all()
            if not found:
                break
            ids, looked_at = [row.id for row in found], found[-1].first_seen
            with self._transaction.write(lasting=False) as connection:
                still = select(_items.c.id).where(
                    _items.c.id.in_(ids), uncited
                )  # an edition may have been made meanwhile
                ids = list(connection.execute(still).scalars())
                connection.execute(delete(_articles).where(_articles.c.id.in_(ids)))
                connection.execute(names.update().where(names.c.item.in_(ids)).values(item=None, forgotten=now))
                count = connection.execute(delete(_items).where(_items.c.id.in_(ids))).rowcount
            yield "articles", count
        version = and_(_cited.c.item == _articles.c.id, _cited.c.digest == _articles.c.digest)
        stale = (_articles.c.id == _items.c.id) & (_articles.c.digest != _items.c.digest)
        earlier = exists().where(_items.c.first_seen < since, stale)
        yield from self._delete(_articles, earlier, ~exists().where(version))

    # --- deliveries ---

    def _count_deliveries(self, before: datetime) -> Iterator[tuple[str, int]]:
        editions, table = schema.editions, schema.delivered
        there = exists().where(_deliveries.c.edition == editions.c.key)
        query = select(editions.c.key).where(editions.c.closes < before, there).order_by(editions.c.closes)
        with self._transaction.read() as connection:
            keys = connection.execute(query).scalars().all()
        for key in keys:
            of = select(*_deliveries.c["channel", "recipient", "state"]).where(_deliveries.c.edition == key)
            page = of.order_by(_deliveries.c.channel, _deliveries.c.recipient).limit(_LEDGER_AT_ONCE)
            rows: Any = [None]
            while rows:
                with self._transaction.write() as connection:
                    rows = connection.execute(page).all()
                    counts = Counter((row.channel, row.state) for row in rows if row.recipient)
                    for (channel, state), count in counts.items():
                        insert = insert_into(connection, table)
                        more = {"lines": table.c.lines + insert.excluded.lines}
                        values = {"edition": key, "channel": channel, "state": state, "lines": count}
                        statement = insert.on_conflict_do_update(
                            index_elements=["edition", "channel", "state"], set_=more
                        )
                        connection.execute(statement, values)
                    _delete_lines(connection, key, rows)
                yield "deliveries", len(rows)

    def _delete(self, table: Table, *where: Any) -> Iterator[tuple[str, int]]:
        """Delete rows, so many in a transaction, which are looked for before it."""
        names = table.primary_key.columns
        some = select(*names).where(*where).limit(_AT_ONCE)
        while True:
            with self._transaction.read() as connection:
                keys = connection.execute(some).all()
            if not keys:
                return
            with self._transaction.write(lasting=False) as connection:
                found = tuple_(*names).in_([tuple(key) for key in keys])
                count = connection.execute(delete(table).where(found, *where)).rowcount
            yield "rows", count

    # --- the file ---

    def _give_back(self, *, vacuum: bool) -> int:
        """Make the file smaller where much of it is free; returns how many bytes that gave. All at once, with vacuum,
        where it was made by a Briefing that did not ask for little pieces: then who writes waits till it is done."""
        size, free, whole = self._pages()
        before = size
        if free > size * _MUCH and whole and vacuum:
            self._outside("PRAGMA auto_vacuum=INCREMENTAL", "VACUUM")
        elif free > size * _MUCH and not whole:
            while free > size * _LITTLE:
                self._outside(f"PRAGMA incremental_vacuum({_PAGES_AT_ONCE})")
                size, free, _ = self._pages()
        freed = before - self._pages()[0]
        with self._transaction.write(lasting=False) as connection:
            connection.exec_driver_sql("PRAGMA analysis_limit=400")
            connection.exec_driver_sql("PRAGMA optimize")
            return freed * int(connection.exec_driver_sql("PRAGMA page_size").scalar_one())

    def _outside(self, *statements: str) -> None:
        """Run statements each in a transaction of its own, to the end: SQLite frees a page for each row that is asked
        for, and SQLAlchemy asks for none where there are no columns."""
        raw = self._engine.raw_connection()
        try:
            for statement in statements:
                raw.cursor().execute(statement).fetchall()
        except sqlite3.Error as error:
            raise StoreError(f"its file can't be made smaller: {error}", hint="Nothing is lost; try again.") from error
        finally:
            raw.close()

    def _pages(self) -> tuple[int, int, bool]:
        """How many there are, how many of them are free, and whether they can be given back only all at once."""
        with self._transaction.read() as connection:
            names = ("page_count", "freelist_count", "auto_vacuum")
            size, free, mode = (connection.exec_driver_sql(f"PRAGMA {name}").scalar_one() for name in names)
        return int(size), int(free), not mode


def _delete_lines(connection: Connection, edition: str, rows: Any) -> None:
    for channel in dict.fromkeys(row.channel for row in rows):
        named = [row.recipient for row in rows if row.channel == channel]
        between = _deliveries.c.recipient.between(named[0], named[-1])
        mine = (_deliveries.c.edition == edition) & (_deliveries.c.channel == channel)
        connection.execute(delete(_deliveries).where(mine, between))
