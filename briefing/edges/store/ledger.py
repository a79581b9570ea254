"""Who got what, and who is at work: receipts and leases. See `ports.Ledger`."""

from __future__ import annotations

import hmac
import secrets
import threading
import time
from collections import Counter
from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from contextlib import contextmanager, nullcontext, suppress
from datetime import datetime, timedelta
from functools import lru_cache

from sqlalchemy import func, select, union_all

from briefing.edges.store import schema
from briefing.edges.store.database import Transactions, changed, insert_into
from briefing.errors import StoreError
from briefing.model import Receipt, State

LEASE = timedelta(minutes=15)
"""How long a lease holds whose holder nobody can look at, since it was last renewed. One that is seen to run keeps it,
however long it takes."""
_AT_ONCE = 100
"""Rows of one statement: SQLite takes 32,766 values, older ones 999."""


class DeliveryLedger:
    def __init__(
        self, transaction: Transactions, alive: Callable[[str], bool | None], *, lease: timedelta = LEASE
    ) -> None:
        self._transaction = transaction
        self._alive = alive
        self._lease = lease
        self._held: set[str] = set()
        self._holding = threading.Lock()

    def turn(
        self,
        edition: str,
        channel: str,
        *,
        settled: Sequence[Receipt] = (),
        wanted: Mapping[str, str] | None = None,
        now: datetime,
        again: frozenset[State] = frozenset(),
    ) -> frozenset[str]:
        ours = list[str]()
        with self._transaction.write() as connection:
            mark = "?" if connection.dialect.paramstyle == "qmark" else "%s"
            if settled:
                connection.exec_driver_sql(_settle(mark), [_row(receipt) for receipt in settled])
            at, where = schema.moment(now), (edition, schema.clean(channel))
            # Where it is not known any more who got it, nobody may be sent it: some would get it twice.
            closed = wanted and connection.exec_driver_sql(_closed(mark), where).first()
            rows = [] if closed else list((wanted or {}).items())
            for start in range(0, len(rows), _AT_ONCE):
                page = rows[start : start + _AT_ONCE]
                values = list[object]()
                for recipient, message_id in page:
                    values += (*where, schema.clean(recipient), at, message_id)
                values += ("failed" in again, "uncertain" in again)
                ours += connection.exec_driver_sql(_claim(len(page), mark), tuple(values)).scalars()
        return frozenset(ours)

    def lines(self, edition: str, channel: str, recipients: Collection[str]) -> Mapping[str, Receipt]:
        table = schema.deliveries
        query = select(table).where(
            table.c.edition == edition, table.c.channel == channel, table.c.recipient.in_(list(recipients))
        )
        with self._transaction.read() as connection:
            return {row["recipient"]: Receipt(**row) for row in connection.execute(query).mappings()}

    def abandon(self, edition: str, channel: str, reply: str, now: datetime) -> int:
        table = schema.deliveries
        left = (table.c.edition == edition) & (table.c.channel == channel) & (table.c.state == "claimed")
        with self._transaction.write() as connection:
            done = connection.execute(table.update().where(left).values(state="uncertain", at=now, reply=reply))
            return done.rowcount

    def tally(self, edition: str) -> Mapping[tuple[str, State], int]:
        table, counted = schema.deliveries, schema.delivered
        there = (
            select(table.c.channel, table.c.state, func.count().label("lines"))
            .where(table.c.edition == edition, table.c.recipient != "")
            .group_by(table.c.channel, table.c.state)
        )
        counts = select(*counted.c["channel", "state", "lines"]).where(counted.c.edition == edition)
        found = Counter[tuple[str, State]]()
        with self._transaction.read() as connection:
            for channel, state, lines in connection.execute(union_all(there, counts)):
                found[channel, state] += lines
        return dict(sorted(found.items()))

    def next_try(self, edition: str) -> datetime | None:
        table = schema.deliveries
        query = select(func.min(table.c.retry_at)).where(table.c.edition == edition, table.c.state == "failed")
        with self._transaction.read() as connection:
            found: datetime | None = connection.execute(query).scalar()
            return found

    def receipts(
        self,
        edition: str | None = None,
        *,
        channel: str | None = None,
        recipient: str | None = None,
        states: Collection[State] = (),
        most: int | None = None,
    ) -> Sequence[Receipt]:
        table = schema.deliveries
        query = select(table).order_by(table.c.edition, table.c.channel, table.c.recipient).limit(most)
        for column, value in ((table.c.edition, edition), (table.c.channel, channel), (table.c.recipient, recipient)):
            if value is not None:
                query = query.where(column == value)
        if states:
            query = query.where(table.c.state.in_(sorted(states)))
        with self._transaction.read() as connection:
            return [Receipt(**row) for row in connection.execute(query).mappings()]

    def secret(self) -> bytes:
        table = schema.meta
        query = select(table.c.value).where(table.c.name == "secret")
        with self._transaction.read() as connection:  # made once; after that nobody waits for who writes
            kept = connection.execute(query).scalar()
        if kept is None:
            with self._transaction.write() as connection:
                new = insert_into(connection, table).values(name="secret", value=secrets.token_hex(32))
                connection.execute(new.on_conflict_do_nothing())
                kept = connection.execute(query).scalar_one()
        return bytes.fromhex(kept)

    def by_message(self, ids: Collection[str]) -> Mapping[str, Receipt]:
        table, wanted, found = schema.deliveries, sorted(set(ids)), dict[str, Receipt]()
        with self._transaction.read() as connection:
            for start in range(0, len(wanted), _AT_ONCE):
                query = select(table).where(table.c.message_id.in_(wanted[start : start + _AT_ONCE]))
                found |= {row["message_id"]: Receipt(**row) for row in connection.execute(query).mappings()}
        return found

    def forget(self, recipient: str) -> None:
        table = schema.deliveries
        nobody = "deleted-" + hmac.digest(self.secret(), recipient.encode("utf-8", "replace"), "sha256").hex()[:20]
        with self._transaction.write() as connection:
            mine = table.c.recipient == schema.clean(recipient)
            connection.execute(
                table.update().where(mine, table.c.state != "claimed").values(recipient=nobody, reply="")
            )

    @contextmanager
    def hold(self, name: str, holder: str, now: datetime) -> Iterator[bool]:
        with self._one_thread(name) as alone:
            ours = alone and self._take(name, holder, now)
            try:
                with self._renewed(name, holder, now) if ours else nullcontext():
                    yield ours
            finally:
                if ours:
                    table = schema.leases
                    with self._transaction.write() as connection:
                        connection.execute(table.delete().where(table.c.name == name, table.c.holder == holder))

    @contextmanager
    def _one_thread(self, name: str) -> Iterator[bool]:
        """Whether no other thread has it: to the database all threads of a process are one holder."""
        with self._holding:
            ours = name not in self._held
            self._held.add(name)
        try:
            yield ours
        finally:
            if ours:
                with self._holding:
                    self._held.discard(name)

    @contextmanager
    def _renewed(self, name: str, holder: str, now: datetime) -> Iterator[None]:
        """Its end is put off again and again, so that who can't look at us sees that we live."""
        table, over, began = schema.leases, threading.Event(), time.monotonic()

        def renew() -> None:
            while not over.wait(self._lease.total_seconds() / 3):
                until = now + timedelta(seconds=time.monotonic() - began) + self._lease
                ours = (table.c.name == name, table.c.holder == holder)
                # A disk that is full now may have room before the lease ends.
                with suppress(StoreError), self._transaction.write(lasting=False) as connection:
                    connection.execute(table.update().where(*ours).values(expires=until))

        thread = threading.Thread(target=renew, name="lease", daemon=True)
        thread.start()
        try:
            yield
        finally:
            over.set()
            thread.join()

    def _take(self, name: str, holder: str, now: datetime) -> bool:
        table = schema.leases
        with self._transaction.write() as connection:
            row = connection.execute(select(table).where(table.c.name == name)).first()
            if row and row.holder != holder:
                runs = self._alive(row.holder)
                if runs or (runs is None and row.expires > now):
                    return False
            ours = {"holder": holder, "expires": now + self._lease}
            return changed(
                connection,
                insert_into(connection, table)
                .values(name=name, **ours)
                .on_conflict_do_update(
                    index_elements=["name"],
                    set_=ours,
                    # Where another process took it since we looked (PostgreSQL lets both look at once), it is theirs.
                    where=table.c.holder == (row.holder if row else holder),
                ),
            )


# Written out for the driver: SQLAlchemy's compiled statements take five times as long, and a large list has a million.
_COLUMNS = "edition, channel, recipient, state, at, attempts, message_id, reply, retry_at"


@lru_cache
def _settle(mark: str) -> str:
    values = ", ".join([mark] * 9)
    return (
        f"INSERT INTO deliveries ({_COLUMNS}) VALUES ({values})"  # noqa: S608
        " ON CONFLICT (edition, channel, recipient) DO UPDATE SET state = excluded.state, at = excluded.at,"
        " attempts = excluded.attempts, message_id = excluded.message_id, reply = excluded.reply,"
        " retry_at = excluded.retry_at"
    )


@lru_cache
def _closed(mark: str) -> str:
    return f"SELECT 1 FROM delivered WHERE edition = {mark} AND channel = {mark} LIMIT 1"  # noqa: S608


@lru_cache
def _claim(rows: int, mark: str) -> str:
    values = ", ".join([f"({mark}, {mark}, {mark}, 'claimed', {mark}, 1, {mark}, '', NULL)"] * rows)
    return (
        f"INSERT INTO deliveries ({_COLUMNS}) VALUES {values} ON CONFLICT (edition, channel, recipient) DO UPDATE SET"  # noqa: S608
        " state = 'claimed', at = excluded.at, attempts = deliveries.attempts + 1, retry_at = NULL"
        f" WHERE (deliveries.state = 'failed' AND ({mark} OR deliveries.retry_at IS NOT NULL))"
        f" OR (deliveries.state = 'uncertain' AND {mark}) RETURNING recipient"
    )


def _row(receipt: Receipt) -> tuple[object, ...]:
    return (
        receipt.edition,
        schema.clean(receipt.channel),
        schema.clean(receipt.recipient),
        receipt.state,
        schema.moment(receipt.at),
        receipt.attempts,
        receipt.message_id,
        schema.clean(receipt.reply),
        receipt.retry_at and schema.moment(receipt.retry_at),
    )
