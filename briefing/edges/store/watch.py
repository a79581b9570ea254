"""What the operator is told, and sums for whoever watches. See `ports.Alarms` and `ports.Tallies`."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from datetime import datetime

from sqlalchemy import func, select

from briefing.edges.store import schema
from briefing.edges.store.database import Transactions, changed, insert_into
from briefing.model import Alarm

_ALARMS, _TALLIES = schema.alarms, schema.tallies


class AlarmStore:
    def __init__(self, transaction: Transactions) -> None:
        self._transaction = transaction

    def add(self, alarm: Alarm, now: datetime | None) -> bool:
        row = {"edition": alarm.edition, "cause": alarm.cause, "subject": alarm.subject, "text": alarm.text}
        with self._transaction.write() as connection:
            new = insert_into(connection, _ALARMS).values(**row, due=now, attempts=0)
            return changed(connection, new.on_conflict_do_nothing())

    def known(self, edition: str) -> frozenset[str]:
        with self._transaction.read() as connection:
            query = select(_ALARMS.c.cause).where(_ALARMS.c.edition == edition)
            return frozenset(connection.execute(query).scalars())

    def due(self, now: datetime) -> list[Alarm]:
        with self._transaction.read() as connection:
            query = select(_ALARMS).where(_ALARMS.c.due <= now).order_by(_ALARMS.c.edition, _ALARMS.c.cause)
            return [
                Alarm(edition=row.edition, cause=row.cause, subject=row.subject, text=row.text, attempts=row.attempts)
                for row in connection.execute(query)
            ]

    def claim(self, alarm: Alarm, again: datetime) -> bool:
        one = (_ALARMS.c.edition == alarm.edition) & (_ALARMS.c.cause == alarm.cause)
        same = one & (_ALARMS.c.attempts == alarm.attempts) & _ALARMS.c.due.is_not(None)
        with self._transaction.write() as connection:
            return changed(connection, _ALARMS.update().where(same).values(attempts=alarm.attempts + 1, due=again))

    def told(self, alarms: Collection[Alarm]) -> None:
        with self._transaction.write() as connection:
            for alarm in alarms:
                one = (_ALARMS.c.edition == alarm.edition) & (_ALARMS.c.cause == alarm.cause)
                connection.execute(_ALARMS.update().where(one).values(due=None))

    def waiting(self) -> int:
        with self._transaction.read() as connection:
            query = select(func.count()).select_from(_ALARMS).where(_ALARMS.c.due.is_not(None))
            return connection.execute(query).scalar_one()


class TallyStore:
    def __init__(self, transaction: Transactions) -> None:
        self._transaction = transaction

    def add(self, more: Mapping[str, float]) -> None:
        rows = [{"name": name, "value": value} for name, value in sorted(more.items()) if value]
        if not rows:
            return
        with self._transaction.write(lasting=False) as connection:
            insert = insert_into(connection, _TALLIES)
            value = _TALLIES.c.value + insert.excluded.value
            connection.execute(insert.on_conflict_do_update(index_elements=["name"], set_={"value": value}), rows)

    def all(self) -> Mapping[str, float]:
        with self._transaction.read() as connection:
            return {row.name: row.value for row in connection.execute(select(_TALLIES))}
