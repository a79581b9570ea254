"""What publish fills: editions, each with its recipe and the decisions behind it. See `ports.Editions`."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import func, select, true

from briefing.core import codec
from briefing.edges.store import archive, schema
from briefing.edges.store.database import Transactions, changed, insert_into, upsert
from briefing.edges.store.rows import cited_by
from briefing.errors import StoreError
from briefing.model import Decision, Edition, Override, Recipe, Told


class EditionStore:
    def __init__(self, transaction: Transactions) -> None:
        self._transaction = transaction

    def _one(self, column: Any, *conditions: Any) -> Any:
        query = select(column).where(*conditions).order_by(schema.editions.c.key.desc()).limit(1)
        with self._transaction.read() as connection:
            return connection.execute(query).scalar()

    def get(self, key: str) -> Edition | None:
        found = self._one(schema.editions.c.document, schema.editions.c.key == key)
        return found and _edition(found)

    def add(self, edition: Edition, recipe: Recipe, decisions: Sequence[Decision], now: datetime) -> Edition:
        row = {
            "key": edition.id,
            "briefing": edition.slot.briefing,
            "date": edition.slot.date.isoformat(),
            "closes": edition.slot.closes,
            "document": codec.edition_json(edition),
            "recipe": codec.recipe_json(recipe),
            "decisions": codec.decisions_json(list(decisions)),
            "made_at": now,
        }
        table = schema.editions
        with self._transaction.write() as connection:
            if changed(connection, insert_into(connection, table).values(row).on_conflict_do_nothing()):
                archive.keep(connection, edition)
                if cited := cited_by(edition):
                    connection.execute(insert_into(connection, schema.cited).on_conflict_do_nothing(), cited)
            kept = connection.execute(select(table.c.document).where(table.c.key == edition.id)).scalar_one()
        return _edition(kept)

    def keys(self, briefing: str | None = None) -> Sequence[str]:
        table = schema.editions
        query = select(table.c.key).order_by(table.c.date, table.c.key)
        if briefing is not None:
            query = query.where(table.c.briefing == briefing)
        with self._transaction.read() as connection:
            return list(connection.execute(query).scalars())

    def latest(self, briefing: str) -> Edition | None:
        table = schema.editions
        found = self._one(table.c.document, table.c.briefing == briefing)
        return found and _edition(found)

    def before(self, key: str) -> Edition | None:
        table = schema.editions
        found = self._one(table.c.document, table.c.briefing == key.rsplit("/", 1)[0], table.c.key < key)
        return found and _edition(found)

    def told(self, briefing: str, before: str, since: datetime) -> Sequence[Told]:
        table = schema.editions
        made = select(table.c.made_at).where(table.c.key == before).scalar_subquery()
        query = (
            select(table.c.document)
            .where(table.c.briefing == briefing, table.c.key < before, table.c.closes > since)
            .where(func.coalesce(table.c.made_at <= made, true()))
            .order_by(table.c.key)
        )
        with self._transaction.read() as connection:
            documents = connection.execute(query).scalars().all()
        return [
            Told(
                story=brief.story,
                articles=frozenset(article.id for article in brief.articles),
                edition=edition.id,
                closes=edition.slot.closes,
            )
            for edition in map(_edition, documents)
            for brief in edition.briefs
        ]

    def decisions(self, key: str) -> Sequence[Decision]:
        return codec.decisions_from_json(self._one(schema.editions.c.decisions, schema.editions.c.key == key) or "[]")

    def recipe(self, key: str) -> Recipe:
        found = self._one(schema.editions.c.recipe, schema.editions.c.key == key)
        if found is None:
            raise StoreError(f"{key}: no such edition")
        return codec.recipe_from_json(found)

    def override(self, key: str, findings: Sequence[str], now: datetime) -> None:
        row = {"edition": key, "at": now, "findings": [schema.clean(finding) for finding in findings]}
        with self._transaction.write() as connection:
            upsert(connection, schema.overrides, row, keys=("edition", "at"))

    def overrides(self, key: str) -> Sequence[Override]:
        table = schema.overrides
        with self._transaction.read() as connection:
            rows = connection.execute(select(table).where(table.c.edition == key).order_by(table.c.at)).all()
        return [Override(edition=row.edition, at=row.at, findings=tuple(row.findings)) for row in rows]


def _edition(document: str) -> Edition:
    try:
        return codec.edition_from_json(document)
    except ValueError as error:
        raise StoreError(
            f"a kept edition can't be read: {error}", hint="Put a backup of the store in its place."
        ) from error
