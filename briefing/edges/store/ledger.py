"""Who got what, and who is at work: receipts and leases. See `ports.Ledger`."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from datetime import datetime, timedelta

from sqlalchemy import select

from briefing.edges.store import schema
from briefing.edges.store.database import Transactions, changed, insert_into, upsert
from briefing.model import Receipt, State

LEASE = timedelta(minutes=15)
"""How long a lease holds whose holder nobody can look at. One that is seen to run keeps it, however long it takes."""


class DeliveryLedger:
    def __init__(self, transaction: Transactions, alive: Callable[[str], bool | None]) -> None:
        self._transaction = transaction
        self._alive = alive

    def claim(
        self,
        edition: str,
        channel: str,
        recipient: str,
        message_id: str,
        now: datetime,
        *,
        again: frozenset[State] = frozenset(),
    ) -> bool:
        table = schema.deliveries
        row = {"edition": edition, "channel": channel, "recipient": recipient, "state": "claimed", "at": now,
               "attempts": 1, "message_id": message_id, "reply": "", "retry_at": None}  # fmt: skip
        may_claim = table.c.state.in_(sorted(again)) | ((table.c.state == "failed") & table.c.retry_at.is_not(None))
        with self._transaction.write() as connection:
            claimed = insert_into(connection, table).values(row)
            return changed(
                connection,
                claimed.on_conflict_do_update(
                    index_elements=["edition", "channel", "recipient"],
                    set_={"state": "claimed", "at": now, "attempts": table.c.attempts + 1, "retry_at": None},
                    where=may_claim,
                ),
            )

    def settle(self, receipt: Receipt) -> None:
        row = {name: getattr(receipt, name) for name in schema.deliveries.c.keys()}  # noqa: SIM118 - not a mapping
        with self._transaction.write() as connection:
            upsert(connection, schema.deliveries, row, keys=("edition", "channel", "recipient"))

    def receipts(self, edition: str, channel: str | None = None) -> Mapping[tuple[str, str], Receipt]:
        table = schema.deliveries
        query = select(table).where(table.c.edition == edition).order_by(table.c.channel, table.c.recipient)
        if channel is not None:
            query = query.where(table.c.channel == channel)
        with self._transaction.read() as connection:
            rows = connection.execute(query).mappings().all()
        return {(row["channel"], row["recipient"]): Receipt(**row) for row in rows}

    @contextmanager
    def hold(self, name: str, holder: str, now: datetime) -> Iterator[bool]:
        ours = self._take(name, holder, now)
        try:
            yield ours
        finally:
            if ours:
                table = schema.leases
                with self._transaction.write() as connection:
                    connection.execute(table.delete().where(table.c.name == name, table.c.holder == holder))

    def _take(self, name: str, holder: str, now: datetime) -> bool:
        table = schema.leases
        with self._transaction.write() as connection:
            row = connection.execute(select(table).where(table.c.name == name)).first()
            if row and row.holder != holder:
                runs = self._alive(row.holder)
                if runs or (runs is None and row.expires > now):
                    return False
            ours = {"holder": holder, "expires": now + LEASE}
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
