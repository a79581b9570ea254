"""What the store knows of the sources: which are followed, when each may be asked, and how it has been doing."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import Connection, case, func, null, select

from briefing.core.urls import without_credentials
from briefing.edges.store import schema
from briefing.edges.store.database import insert_into
from briefing.edges.store.rows import parts
from briefing.model import Bookmark, Failure, Feed, Health, Reading, Validators

_RECENT = timedelta(days=14)
LAST = 1_000_000_000
"""The place of what has none."""


def follow(connection: Connection, feeds: Sequence[Feed]) -> None:
    """One look, and no write where nothing changed."""
    table = schema.sources
    wanted: dict[str, dict[str, Any]] = {}
    for place, feed in enumerate(feeds):
        wanted.setdefault(feed.url, {"url": feed.url, "name": feed.name, "place": place, "followed": 1})
    columns = (table.c.url, table.c.name, table.c.place, table.c.followed)
    there = {row.url: row._asdict() for row in connection.execute(select(*columns).where(table.c.followed == 1))}
    for part in parts(sorted(there.keys() - wanted.keys())):
        connection.execute(table.update().where(table.c.url.in_(part)).values(followed=0, place=None))
    if different := [row for url, row in wanted.items() if there.get(url) != row]:
        insert = insert_into(connection, table)
        back = table.c.followed == 0  # whoever names a source anew wants it asked, even one that said it was gone
        connection.execute(
            insert.on_conflict_do_update(
                index_elements=["url"],
                set_={
                    "name": insert.excluded.name,
                    "place": insert.excluded.place,
                    "followed": 1,
                    "gone": case((back, 0), else_=table.c.gone),
                    "ask_at": case((back, null()), else_=table.c.ask_at),
                },
            ),
            different,
        )


def due(connection: Connection, now: datetime) -> Mapping[str, Bookmark]:
    table = schema.sources
    rows = connection.execute(
        select(table.c.url, table.c.etag, table.c.last_modified, table.c.address, table.c.failures)
        .where(table.c.followed == 1, table.c.gone == 0, table.c.ask_at.is_(None) | (table.c.ask_at <= now))
        .order_by(*_in_order())
    )
    return {
        row.url: Bookmark(
            validators=Validators(etag=row.etag, last_modified=row.last_modified),
            address=row.address,
            failures=row.failures,
        )
        for row in rows
    }


def was_read(connection: Connection, source: str, reading: Reading, now: datetime, ask_at: datetime | None) -> None:
    table, validators = schema.sources, reading.validators
    row: dict[str, Any] = {
        "read_at": now, "ask_at": ask_at, "failed_at": None, "failures": 0, "failure": "", "failing_since": None,
        "told_at": None, "gone": 0,
    }  # fmt: skip
    # Validators are kept with the items they stand for or not at all: else a crash in between would make the server
    # answer "unchanged" to items that nobody has. An answer of "unchanged" may bring newer ones for the same items.
    if validators.etag is not None or not reading.unchanged:
        row["etag"] = validators.etag
    if validators.last_modified is not None or not reading.unchanged:
        row["last_modified"] = validators.last_modified
    if reading.title:
        row["title"] = reading.title
    if reading.address:
        row["address"] = reading.address
    insert = insert_into(connection, table).values(url=source, **row)
    connection.execute(insert.on_conflict_do_update(index_elements=["url"], set_=row))


def was_not_read(
    connection: Connection, source: str, message: str, now: datetime, ask_at: datetime | None, *, gone: bool
) -> None:
    table = schema.sources
    row = {"failed_at": now, "failure": message, "ask_at": ask_at} | ({"gone": 1} if gone else {})
    insert = insert_into(connection, table).values(url=source, failures=1, failing_since=now, **row)
    there = table.c.address.is_(None)
    connection.execute(
        insert.on_conflict_do_update(
            index_elements=["url"],
            set_={
                **row,
                "failures": table.c.failures + 1,
                "failing_since": func.coalesce(table.c.failing_since, insert.excluded.failing_since),
                "address": None,
                # They stand for what was at that address; elsewhere they could make another page say "unchanged".
                "etag": case((there, table.c.etag), else_=null()),
                "last_modified": case((there, table.c.last_modified), else_=null()),
            },
        )
    )


def health(connection: Connection, now: datetime) -> Sequence[Health]:
    table, items = schema.sources, schema.items
    of_it = items.c.listed_by == table.c.url
    recent = select(func.count()).where(of_it, items.c.first_seen > now - _RECENT).scalar_subquery()
    first = select(func.min(items.c.first_seen)).where(of_it).scalar_subquery()
    query = select(table, recent.label("recent"), first.label("first")).where(table.c.followed == 1)
    return [
        Health(
            url=row.url,
            name=row.name or row.title or without_credentials(row.url),
            read_at=row.read_at,
            failures=row.failures,
            failing_since=row.failing_since,
            failure=row.failure,
            gone=bool(row.gone),
            ask_at=row.ask_at,
            address=row.address,
            told_at=row.told_at,
            daily=row.recent / (min(max(now - row.first, timedelta(days=1)), _RECENT) / timedelta(days=1))
            if row.recent
            else 0.0,
        )
        for row in connection.execute(query.order_by(*_in_order()))
    ]


def told(connection: Connection, sources: Collection[str], now: datetime) -> None:
    table = schema.sources
    for part in parts(sorted(sources)):
        # One that was read meanwhile is broken no more: when it breaks again, that is news.
        connection.execute(table.update().where(table.c.url.in_(part), table.c.failures > 0).values(told_at=now))


def failures(connection: Connection, until: datetime | None = None) -> Sequence[Failure]:
    table = schema.sources
    name = func.coalesce(table.c.name, table.c.title, table.c.url).label("name")
    query = select(name, table.c.failure).where(table.c.failures > 0, table.c.followed == 1).order_by(table.c.url)
    if until:
        query = query.where(table.c.failing_since <= until)
    return [
        Failure(stage="feed", subject=without_credentials(row.name), message=row.failure)
        for row in connection.execute(query)
    ]


def _in_order() -> tuple[Any, Any]:
    table = schema.sources
    return func.coalesce(table.c.place, LAST), table.c.url
