"""The readers. See `ports.Subscribers`."""

from __future__ import annotations

import secrets
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import asdict, replace
from datetime import date, datetime
from typing import Any

from sqlalchemy import Connection, String, bindparam, cast, func, insert, select, update

from briefing.core import readers as rules
from briefing.core.message import address_key
from briefing.edges.store import schema
from briefing.edges.store.database import Transactions, changed, insert_into
from briefing.model import Standing, Subscriber

_PAGE = 500
"""Rows of one statement."""


class SubscriberStore:
    def __init__(self, transaction: Transactions) -> None:
        self._transaction = transaction

    def save(self, readers: Sequence[Subscriber], now: datetime) -> Mapping[str, int]:
        counts = {"added": 0, "changed": 0, "known": 0}
        with self._transaction.write() as connection:
            for start in range(0, len(readers), _PAGE):
                page = {address_key(reader.address): reader for reader in readers[start : start + _PAGE]}
                counts["known"] += len(readers[start : start + _PAGE]) - len(page)
                known = _found(connection, list(page))
                changes = {key: rules.merged(known[key], page[key], now) for key in known}
                changes = {key: reader for key, reader in changes.items() if reader != known[key]}
                added = {key: reader for key, reader in page.items() if key not in known}
                if added:
                    connection.execute(insert(_TABLE), [_row(key, _new(reader)) for key, reader in added.items()])
                if changes:
                    connection.execute(_CHANGE, [_change(reader) for reader in changes.values()])
                counts["added"] += len(added)
                counts["changed"] += len(changes)
                counts["known"] += len(known) - len(changes)
        return counts

    def set_state(self, address: str, state: Standing, why: str, now: datetime) -> Subscriber | None:
        with self._transaction.write() as connection:
            reader = _one(connection, address)
            if reader is None or reader.state == state:
                return reader
            reader = replace(reader, state=state, changed=now, why=why)
            if state == "active":
                reader = replace(reader, bounces=0)
                connection.execute(schema.bounces.delete().where(schema.bounces.c.subscriber == reader.id))
            connection.execute(_CHANGE, _change(reader))
            return reader

    def bounced(self, address: str, message_id: str, why: str, now: datetime, *, limit: int) -> Subscriber | None:
        with self._transaction.write() as connection:
            reader = _one(connection, address)
            if reader is None:
                return None
            note = insert_into(connection, schema.bounces).values(subscriber=reader.id, message_id=message_id, at=now)
            if changed(connection, note.on_conflict_do_nothing()):
                reader = rules.bounced(reader, why, now, limit)
                connection.execute(_CHANGE, _change(reader))
            return reader

    def get(self, address: str) -> Subscriber | None:
        with self._transaction.read() as connection:
            return _one(connection, address)

    def by_id(self, reader: str) -> Subscriber | None:
        with self._transaction.read() as connection:
            row = connection.execute(select(_TABLE).where(_TABLE.c.id == reader)).mappings().one_or_none()
        return _reader(row) if row else None

    def choose(
        self, reader: str, *, sections: Sequence[str], days: Sequence[int], paused_until: date | None, language: str
    ) -> Subscriber | None:
        values = {"sections": list(sections), "days": sorted(set(days)), "paused_until": paused_until}
        with self._transaction.write() as connection:
            connection.execute(update(_TABLE).where(_TABLE.c.id == reader).values(values | {"language": language}))
        return self.by_id(reader)

    def forget(self, reader: str) -> bool:
        with self._transaction.write() as connection:
            for table in (schema.bounces, schema.errands):
                connection.execute(table.delete().where(table.c.subscriber == reader))
            return changed(connection, _TABLE.delete().where(_TABLE.c.id == reader))

    def forget_unconfirmed(self, before: datetime) -> int:
        old = select(_TABLE.c.id).where(_TABLE.c.state == "pending", _TABLE.c.since < before)
        with self._transaction.write() as connection:
            for table in (schema.bounces, schema.errands):
                connection.execute(table.delete().where(table.c.subscriber.in_(old)))
            return connection.execute(_TABLE.delete().where(_TABLE.c.id.in_(old))).rowcount

    def stopped_since(self, moment: datetime) -> Sequence[str]:
        query = select(_TABLE.c.key).where(_TABLE.c.changed >= moment, _TABLE.c.state.in_(rules.STOPPED))
        with self._transaction.read() as connection:
            return list(connection.execute(query).scalars())

    def stream(self, *states: Standing) -> Iterator[Subscriber]:
        """A page is a transaction of its own: whoever reads slowly holds up nobody."""
        last = ""
        while True:
            query = select(_TABLE).where(_TABLE.c.id > last).order_by(_TABLE.c.id).limit(_PAGE)
            if states:
                query = query.where(_TABLE.c.state.in_(states))
            with self._transaction.read() as connection:
                page = list(map(_quickly, connection.execute(query)))
            yield from page
            if len(page) < _PAGE:
                return
            last = page[-1].id

    def counts(self) -> Mapping[Standing, int]:
        query = select(_TABLE.c.state, func.count()).group_by(_TABLE.c.state)
        with self._transaction.read() as connection:
            found = {row[0]: row[1] for row in connection.execute(query)}
        return {state: found.get(state, 0) for state in rules.STANDINGS}

    def by_day(self) -> tuple[Mapping[date, int], Mapping[date, int]]:
        came, left = (func.substr(cast(column, String), 1, 10) for column in (_TABLE.c.since, _TABLE.c.changed))
        ever = select(came, func.count()).where(_TABLE.c.state != "pending").group_by(came)
        gone = select(left, func.count()).where(_TABLE.c.state.in_(rules.STOPPED), _TABLE.c.changed.is_not(None))
        with self._transaction.read() as connection:
            found = [connection.execute(query).all() for query in (ever, gone.group_by(left))]
        first, second = ({date.fromisoformat(day): count for day, count in rows} for rows in found)
        return first, second


_TABLE = schema.subscribers
_CHANGES = (
    "name", "state", "since", "changed", "why", "bounces", "language", "sections", "days", "paused_until",
)  # fmt: skip
_CHANGE = update(_TABLE).where(_TABLE.c.id == bindparam("of")).values({name: bindparam(name) for name in _CHANGES})


def _new(reader: Subscriber) -> Subscriber:
    return replace(reader, id=secrets.token_urlsafe(15))


def _found(connection: Connection, keys: Sequence[str]) -> dict[str, Subscriber]:
    rows = connection.execute(select(_TABLE).where(_TABLE.c.key.in_(keys))).mappings()
    return {row["key"]: _reader(row) for row in rows}


def _one(connection: Connection, address: str) -> Subscriber | None:
    key = schema.clean(address_key(address))
    return _found(connection, [key]).get(key)


def _reader(row: Mapping[Any, Any]) -> Subscriber:
    lists = {name: tuple(row[name]) for name in ("sections", "days")}
    return Subscriber(**{name: value for name, value in row.items() if name != "key"} | lists)


def _quickly(row: Any) -> Subscriber:
    """The same by place: a large list has a million."""
    id_, _, address, name, state, since, changed, why, bounces, language, sections, days, paused_until = row
    return Subscriber(
        id=id_, address=address, name=name, state=state, since=since, changed=changed, why=why, bounces=bounces,
        language=language, sections=tuple(sections), days=tuple(days), paused_until=paused_until,
    )  # fmt: skip


def _row(key: str, reader: Subscriber) -> dict[str, Any]:
    return {"key": key, **asdict(reader)}


def _change(reader: Subscriber) -> dict[str, Any]:
    return {"of": reader.id, **{name: getattr(reader, name) for name in _CHANGES}}
