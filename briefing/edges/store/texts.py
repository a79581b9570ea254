"""Texts of the web, kept for a while. See `ports.Texts`."""

from __future__ import annotations

from datetime import datetime, timedelta

from sqlalchemy import select

from briefing.edges.store import schema
from briefing.edges.store.database import Transactions, upsert

KEPT = timedelta(days=7)
"""Beyond their time."""


class TextStore:
    def __init__(self, transaction: Transactions) -> None:
        self._transaction = transaction

    def get(self, name: str, now: datetime) -> str | None:
        table = schema.texts
        with self._transaction.read() as connection:
            query = select(table.c.text).where(table.c.name == name, table.c.until > now)
            return connection.execute(query).scalar()

    def put(self, name: str, text: str, until: datetime) -> None:
        table = schema.texts
        with self._transaction.write(lasting=False) as connection:
            upsert(connection, table, {"name": name, "text": text, "until": until}, keys=("name",))
            # What ended a week before this one ends has ended: nothing is kept for longer.
            connection.execute(table.delete().where(table.c.until < until - KEPT))
