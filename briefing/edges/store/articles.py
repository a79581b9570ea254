"""The versions of articles, beside the items that they are of."""

from __future__ import annotations

from typing import Any

from sqlalchemy import Connection, Select, select

from briefing.edges.store import schema
from briefing.edges.store.database import insert_into
from briefing.edges.store.rows import row_of_article, row_of_notes
from briefing.model import Article, Notes


def insert_article(connection: Connection, article: Article, notes: Notes | None, *, learned: bool) -> None:
    """Keep a version, unless it is there. learned: nothing is to be learned of it (any more), see `lines`."""
    row = {"id": article.id, **row_of_article(article), "learned": int(learned)}
    insert = insert_into(connection, schema.articles)
    if learned:
        insert = insert.on_conflict_do_nothing()
    else:  # another process may have read the page too, and have kept it without the lines that are repeated
        insert = insert.on_conflict_do_update(index_elements=["id", "digest"], set_={"learned": 0})
    connection.execute(insert, {**row, "notes": notes and row_of_notes(notes)})


def with_text(*, current: bool = True) -> Select[Any]:
    """Items with their articles' columns beside them: of the current version, or of all."""
    table, texts = schema.items, schema.articles
    joined = texts.c.id == table.c.id
    if current:
        joined &= texts.c.digest == table.c.digest
    columns = (column.label(f"a_{column.name}") for column in texts.c)
    return select(table, *columns).select_from(table.join(texts, joined))
