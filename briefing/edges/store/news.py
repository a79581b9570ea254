"""What gather fills: sources, items and articles. See `ports.News`."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import replace
from datetime import datetime
from typing import Any

from sqlalchemy import Select, bindparam, select, tuple_

from briefing.edges.store import items, schema, sources
from briefing.edges.store.articles import insert_article, with_text
from briefing.edges.store.database import Transactions, changed
from briefing.edges.store.rows import article_of, item_of, notes_of, parts
from briefing.errors import StoreError
from briefing.model import Article, Bookmark, Failure, Feed, Health, Notes, Pending, Reading, Trace

# Made once: to put such statements together takes longer than to run them.
_ITEM_OF_NAME = select(schema.aliases.c.item).where(schema.aliases.c.name == bindparam("name_"))
_READ = (
    schema.items.update()
    # A try that failed counts for nothing where another process has read the page meanwhile.
    .where(
        schema.items.c.id == bindparam("id_"),
        schema.items.c.source == bindparam("source_"),
        (bindparam("final") == 1) | (schema.items.c.state == "pending"),
    )
    .values(
        digest=bindparam("digest_"),
        moment=bindparam("moment_"),
        state=bindparam("state_"),
        attempts=schema.items.c.attempts + 1,
        retry_at=bindparam("retry_at_"),
        failed=bindparam("failed_"),
        outcome=bindparam("outcome_"),
    )
)
_OTHERS = select(schema.items).where(
    schema.items.c.id == bindparam("id_"), schema.items.c.source != bindparam("source_")
)


class NewsStore:
    """The transactions around what `sources` and `items` do, and the articles.

    What gather writes need not outlive a power cut at once: validators are kept with the items they stand for, so
    that what was lost is asked for and read again. An edition's transaction makes all before it last.
    """

    def __init__(self, transaction: Transactions) -> None:
        self._transaction = transaction

    # --- sources ---

    def follow(self, feeds: Sequence[Feed]) -> None:
        with self._transaction.write() as connection:
            sources.follow(connection, feeds)

    def followed(self) -> Sequence[str]:
        table = schema.sources
        with self._transaction.read() as connection:
            query = select(table.c.url).where(table.c.followed == 1).order_by(table.c.url)
            return list(connection.execute(query).scalars())

    def due(self, now: datetime) -> Mapping[str, Bookmark]:
        with self._transaction.read() as connection:
            return sources.due(connection, now)

    def save_reading(
        self, source: str, reading: Reading, now: datetime, *, ask_at: datetime | None = None
    ) -> Sequence[Pending]:
        with self._transaction.write(lasting=False) as connection:
            sources.was_read(connection, source, reading, now, ask_at)
            return items.keep(connection, source, reading.items, now) if reading.items else []

    def save_failure(
        self, source: str, message: str, now: datetime, *, ask_at: datetime | None = None, gone: bool = False
    ) -> None:
        with self._transaction.write(lasting=False) as connection:
            sources.was_not_read(connection, source, message, now, ask_at, gone=gone)

    def health(self, now: datetime) -> Sequence[Health]:
        with self._transaction.read() as connection:
            return sources.health(connection, now)

    def told(self, sources_: Collection[str], now: datetime) -> None:
        with self._transaction.write() as connection:
            sources.told(connection, sources_, now)

    def failures(self, since: datetime, until: datetime | None = None) -> Sequence[Failure]:
        table = schema.items
        query = select(table.c.url, table.c.outcome).where(table.c.failed == 1, table.c.moment > since)
        if until:
            query = query.where(table.c.moment <= until, table.c.first_seen <= until)
        with self._transaction.read() as connection:
            feeds = sources.failures(connection, until)
            pages = sorted((row.url, row.outcome) for row in connection.execute(_of_followed(query)))
        return [*feeds, *(Failure(stage="page", subject=url, message=outcome) for url, outcome in pages)]

    # --- items and articles ---

    def pending(self, now: datetime) -> Sequence[Pending]:
        table = schema.items
        query = (
            select(table)
            .where(table.c.state == "pending", (table.c.retry_at.is_(None)) | (table.c.retry_at <= now))
            .order_by(table.c.moment.desc(), table.c.id)
        )
        with self._transaction.read() as connection:
            rows = connection.execute(_of_followed(query)).all()
        return [Pending(item=item_of(row), first_seen=row.first_seen, attempts=row.attempts) for row in rows]

    def save_article(
        self,
        article: Article,
        *,
        outcome: str,
        failed: bool = False,
        retry_at: datetime | None,
        notes: Notes | None = None,
    ) -> Pending | None:
        with self._transaction.write(lasting=False) as connection:
            # Its item may have become another source's meanwhile, and go by that one's id, or have been thrown away.
            named = connection.execute(_ITEM_OF_NAME, {"name_": article.id}).first()
            if named is None:
                raise StoreError(f"{article.url}: no source ever listed it")
            id_ = named.item
            if id_ is None:
                return None
            values = {
                "id_": id_,
                "source_": article.source,
                "final": int(not failed),
                "digest_": article.digest,
                "moment_": article.when,
                "state_": "pending" if retry_at else "done",
                "retry_at_": retry_at,
                "failed_": int(failed),
                "outcome_": outcome,
            }
            if not changed(connection, _READ, values):
                row = connection.execute(_OTHERS, values).first()
                return Pending(item=item_of(row), first_seen=row.first_seen, attempts=row.attempts) if row else None
            insert_article(connection, replace(article, id=id_), notes, learned=notes is None)
            if page := items.page_name(article.url):
                items.add_names(connection, {page: id_})
        return None

    def set_aside(self, ids: Collection[str], outcome: str) -> None:
        table, aliases = schema.items, schema.aliases
        with self._transaction.write(lasting=False) as connection:
            for part in parts(sorted(ids)):
                named = select(aliases.c.item).where(aliases.c.name.in_(part))
                connection.execute(table.update().where(table.c.id.in_(named)).values(state="done", outcome=outcome))

    def articles(self, since: datetime, until: datetime) -> Sequence[Article]:
        table = schema.items
        within = (table.c.moment > since, table.c.moment <= until, table.c.first_seen <= until)
        return self._articles(_of_followed(with_text().where(*within)))

    def versions(self, names: Collection[tuple[str, str]], *, kept_only: bool = False) -> Sequence[Article]:
        wanted, found = sorted(names), list[Article]()
        table = schema.articles
        for part in parts(wanted):
            found += self._articles(with_text(current=False).where(tuple_(table.c.id, table.c.digest).in_(part)))
        missing = set(wanted) - {(article.id, article.digest) for article in found}
        if missing and not kept_only:
            raise StoreError(f"the store has lost {len(missing)} articles, among them {min(missing)[0]}")
        return found

    def _articles(self, query: Select[Any]) -> list[Article]:
        with self._transaction.read() as connection:
            return [article_of(row) for row in connection.execute(query.order_by(schema.items.c.id))]

    def trace(self, url: str) -> Trace | None:
        table, aliases, texts = schema.items, schema.aliases, schema.articles
        named = select(aliases.c.item).where(aliases.c.name.in_([url, items.page_name(url)]))
        read = select(texts.c.id).where(texts.c.url == url)
        with self._transaction.read() as connection:
            for where in (table.c.id == url, table.c.url == url, table.c.id.in_(named), table.c.id.in_(read)):
                row = connection.execute(select(table).where(where).order_by(table.c.id)).first()
                if row is not None:
                    break
            else:
                return None
            told = connection.execute(with_text().where(table.c.id == row.id)).first()
        return Trace(
            item=item_of(row),
            first_seen=row.first_seen,
            state=row.state,
            attempts=row.attempts,
            outcome=row.outcome,
            retry_at=row.retry_at,
            article=article_of(told) if told else None,
            notes=notes_of(told.a_notes if told else None),
        )


def _of_followed(query: Select[Any]) -> Select[Any]:
    """Those that a source lists which is followed."""
    # "IN (followed ones)" would make SQLite go through all that each source ever gave, not through the time asked for.
    unfollowed = select(schema.sources.c.url).where(schema.sources.c.followed == 0)
    return query.where(schema.items.c.listed_by.not_in(unfollowed))
