"""The tables of the store, and the steps that bring an older store to today's form.

A step is a small named function that runs once, in its own transaction; `meta` remembers how many were taken. A store
with more steps than this code knows was written by a newer Briefing and is refused.
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime
from typing import Any

from sqlalchemy import (
    JSON,
    Column,
    Connection,
    Dialect,
    Float,
    ForeignKey,
    Index,
    Integer,
    MetaData,
    String,
    Table,
    Text,
    TypeDecorator,
)


class Moment(TypeDecorator[datetime]):
    """An aware time, kept as text of one width in UTC: it sorts as it reads, in every database alike."""

    impl = String(27)
    cache_ok = True

    def process_bind_param(self, value: datetime | None, dialect: Dialect) -> str | None:  # noqa: ARG002
        return None if value is None else value.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%S.%fZ")

    def process_result_value(self, value: Any, dialect: Dialect) -> datetime | None:  # noqa: ARG002
        return None if value is None else datetime.fromisoformat(value)


metadata = MetaData()

meta = Table("meta", metadata, Column("name", String(40), primary_key=True), Column("value", Text, nullable=False))

sources = Table(
    "sources",
    metadata,
    Column("url", Text, primary_key=True),
    Column("name", Text),
    Column("title", Text),
    Column("followed", Integer, nullable=False, default=1),
    Column("etag", Text),
    Column("last_modified", Text),
    Column("read_at", Moment),
    Column("failed_at", Moment),
    Column("failures", Integer, nullable=False, default=0),
    Column("failure", Text, nullable=False, default=""),
)

items = Table(
    "items",
    metadata,
    Column("id", String(64), primary_key=True),
    Column("source", Text, ForeignKey("sources.url"), nullable=False),
    Column("source_name", Text, nullable=False),
    Column("section", Text, nullable=False),
    Column("url", Text, nullable=False, index=True),
    Column("title", Text, nullable=False),
    Column("published", Moment),
    Column("excerpt", Text, nullable=False),
    Column("authors", JSON, nullable=False),
    Column("language", Text),
    Column("position", Integer, nullable=False),
    Column("weight", Float, nullable=False),
    Column("first_seen", Moment, nullable=False),
    Column("state", String(8), nullable=False),
    Column("attempts", Integer, nullable=False, default=0),
    Column("retry_at", Moment),
    Column("failed", Integer, nullable=False, default=0),
    Column("outcome", Text, nullable=False, default=""),
    Column("digest", String(64)),
    Column("moment", Moment, nullable=False),
    Index("items_by_state", "state", "retry_at"),
    Index("items_by_moment", "moment"),
)

articles = Table(
    "articles",
    metadata,
    Column("id", String(64), ForeignKey("items.id"), primary_key=True),
    Column("digest", String(64), primary_key=True),
    Column("url", Text, nullable=False),
    Column("title", Text, nullable=False),
    Column("text", Text, nullable=False),
    Column("text_from", String(4), nullable=False),
    Column("authors", JSON, nullable=False),
    Column("published", Moment),
    Column("language", Text, nullable=False),
    Column("image", JSON),
)

editions = Table(
    "editions",
    metadata,
    Column("key", String(200), primary_key=True),
    Column("briefing", String(180), nullable=False),
    Column("date", String(10), nullable=False),
    Column("closes", Moment, nullable=False),
    Column("document", Text, nullable=False),
    Column("recipe", Text, nullable=False),
    Column("decisions", Text, nullable=False),
    Column("made_at", Moment, nullable=False),
    Index("editions_by_date", "briefing", "date"),
)

deliveries = Table(
    "deliveries",
    metadata,
    Column("edition", String(200), ForeignKey("editions.key"), primary_key=True),
    Column("channel", String(200), primary_key=True),
    Column("recipient", String(1000), primary_key=True),
    Column("state", String(10), nullable=False),
    Column("at", Moment, nullable=False),
    Column("attempts", Integer, nullable=False),
    Column("message_id", Text, nullable=False),
    Column("reply", Text, nullable=False),
    Column("retry_at", Moment),
)

leases = Table(
    "leases",
    metadata,
    Column("name", String(200), primary_key=True),
    Column("holder", Text, nullable=False),
    Column("expires", Moment, nullable=False),
)


def first_tables(connection: Connection) -> None:
    metadata.create_all(connection)


STEPS: tuple[Callable[[Connection], None], ...] = (first_tables,)
