"""What gather fills: sources, items and articles. See `ports.News`."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Sequence
from dataclasses import asdict
from datetime import datetime
from typing import Any, TypeVar

from sqlalchemy import Connection, Row, func, select, true, tuple_

from briefing.core.urls import without_credentials
from briefing.edges.store import schema
from briefing.edges.store.database import Transactions, insert_into, upsert
from briefing.errors import StoreError
from briefing.model import Article, Failure, Feed, Image, Item, Pending, Reading, Trace, Validators

A = TypeVar("A")


class NewsStore:
    def __init__(self, transaction: Transactions) -> None:
        self._transaction = transaction

    def follow(self, feeds: Sequence[Feed]) -> None:
        table = schema.sources
        with self._transaction.write() as connection:
            connection.execute(table.update().values(followed=0))
            for feed in feeds:
                upsert(connection, table, {"url": feed.url, "name": feed.name, "followed": 1}, keys=("url",))

    def followed(self) -> Sequence[str]:
        table = schema.sources
        with self._transaction.read() as connection:
            query = select(table.c.url).where(table.c.followed == 1).order_by(table.c.url)
            return list(connection.execute(query).scalars())

    def validators(self, source: str) -> Validators | None:
        table = schema.sources
        with self._transaction.read() as connection:
            row = connection.execute(
                select(table.c.etag, table.c.last_modified).where(table.c.url == source, table.c.read_at.is_not(None))
            ).first()
        return row and Validators(etag=row.etag, last_modified=row.last_modified)

    def save_reading(self, source: str, reading: Reading, now: datetime) -> int:
        with self._transaction.write() as connection:
            row: dict[str, Any] = {"url": source, "read_at": now, "failed_at": None, "failures": 0, "failure": ""}
            if not reading.unchanged:
                # Validators are kept with the items they stand for or not at all: else a crash in between would
                # make the server answer "unchanged" to items that nobody has.
                row |= {"title": reading.title, **asdict(reading.validators)}
            upsert(connection, schema.sources, row, keys=("url",))
            known = _known(connection, [item.id for item in reading.items])
            new = {item.id: _item_row(item, source, now) for item in reversed(reading.items) if item.id not in known}
            if new:
                insert = insert_into(connection, schema.items).on_conflict_do_nothing()
                connection.execute(insert, list(new.values()))
        return len(new)

    def save_failure(self, source: str, message: str, now: datetime) -> None:
        with self._transaction.write() as connection:
            table = schema.sources
            failures = connection.execute(select(table.c.failures).where(table.c.url == source)).scalar() or 0
            row = {"url": source, "failed_at": now, "failures": failures + 1, "failure": message}
            upsert(connection, table, row, keys=("url",))

    def failures(self, since: datetime) -> Sequence[Failure]:
        feeds, pages = schema.sources, schema.items
        name = func.coalesce(feeds.c.name, feeds.c.title, feeds.c.url).label("name")
        bad_feeds = select(name, feeds.c.failure).where(feeds.c.failures > 0, feeds.c.followed == 1)
        bad_pages = (
            select(pages.c.url, pages.c.outcome)
            .join(feeds, feeds.c.url == pages.c.source)
            .where(pages.c.failed == 1, pages.c.moment > since, feeds.c.followed == 1)
        )
        with self._transaction.read() as connection:
            found = [
                Failure(stage="feed", subject=without_credentials(row.name), message=row.failure)
                for row in connection.execute(bad_feeds.order_by(feeds.c.url))
            ]
            found += [
                Failure(stage="page", subject=row.url, message=row.outcome)
                for row in connection.execute(bad_pages.order_by(pages.c.url))
            ]
        return found

    def pending(self, now: datetime) -> Sequence[Pending]:
        table = schema.items
        with self._transaction.read() as connection:
            rows = connection.execute(
                select(table)
                .where(table.c.state == "pending", (table.c.retry_at.is_(None)) | (table.c.retry_at <= now))
                .order_by(table.c.moment.desc(), table.c.id)
            ).all()
        return [Pending(item=_item(row), first_seen=row.first_seen, attempts=row.attempts) for row in rows]

    def save_article(self, article: Article, *, outcome: str, failed: bool = False, retry_at: datetime | None) -> None:
        with self._transaction.write() as connection:
            connection.execute(
                insert_into(connection, schema.articles).values(_article_row(article)).on_conflict_do_nothing()
            )
            table = schema.items
            still = table.c.state == "pending" if failed else true()  # another process may have read it meanwhile
            connection.execute(
                table.update()
                .where(table.c.id == article.id, still)
                .values(
                    digest=article.digest,
                    moment=article.when,
                    state="pending" if retry_at else "done",
                    attempts=table.c.attempts + 1,
                    retry_at=retry_at,
                    failed=int(failed),
                    outcome=outcome,
                )
            )

    def set_aside(self, ids: Collection[str], outcome: str) -> None:
        table = schema.items
        with self._transaction.write() as connection:
            for id_ in sorted(ids):
                connection.execute(table.update().where(table.c.id == id_).values(state="done", outcome=outcome))

    def articles(self, since: datetime, until: datetime) -> Sequence[Article]:
        table = schema.items
        return self._articles(table.c.moment > since, table.c.moment <= until, table.c.first_seen <= until)

    def versions(self, names: Collection[tuple[str, str]]) -> Sequence[Article]:
        wanted, found = sorted(names), list[Article]()
        table = schema.articles
        for part in _parts(wanted):
            found += self._articles(tuple_(table.c.id, table.c.digest).in_(part), current=False)
        if missing := set(wanted) - {(article.id, article.digest) for article in found}:
            raise StoreError(f"the store has lost {len(missing)} articles, among them {min(missing)[0]}")
        return found

    def _articles(self, *conditions: Any, current: bool = True) -> Sequence[Article]:
        items, texts = schema.items, schema.articles
        joined = texts.c.id == items.c.id
        if current:
            joined &= texts.c.digest == items.c.digest
        query = (
            select(items, *(column.label(f"a_{column.name}") for column in texts.c))
            .select_from(items.join(texts, joined))
            .where(*conditions)
            .order_by(items.c.id)
        )
        with self._transaction.read() as connection:
            return [_article(row) for row in connection.execute(query)]

    def trace(self, url: str) -> Trace | None:
        table = schema.items
        with self._transaction.read() as connection:
            row = connection.execute(select(table).where((table.c.url == url) | (table.c.id == url))).first()
            if row is None:
                of = select(schema.articles.c.id).where(schema.articles.c.url == url)
                row = connection.execute(select(table).where(table.c.id.in_(of))).first()
        if row is None:
            return None
        articles = self._articles(table.c.id == row.id)
        return Trace(
            item=_item(row),
            first_seen=row.first_seen,
            state=row.state,
            attempts=row.attempts,
            outcome=row.outcome,
            retry_at=row.retry_at,
            article=articles[0] if articles else None,
        )


def _known(connection: Connection, ids: Sequence[str]) -> set[str]:
    table = schema.items
    queries = (select(table.c.id).where(table.c.id.in_(part)) for part in _parts(ids))
    return {id_ for query in queries for id_ in connection.execute(query).scalars()}


def _parts(things: Sequence[A]) -> Iterator[Sequence[A]]:
    """SQLite counts the variables of a statement."""
    return (things[start : start + 400] for start in range(0, len(things), 400))


def _item_row(item: Item, source: str, now: datetime) -> dict[str, Any]:
    moment = item.published if item.published and item.published <= now else now
    ours = {"source": source, "first_seen": now, "moment": moment, "state": "pending"}
    return {**asdict(item), "authors": list(item.authors), **ours}


def _item(row: Row[Any]) -> Item:
    return Item(
        id=row.id,
        source=row.source,
        source_name=row.source_name,
        section=row.section,
        url=row.url,
        title=row.title,
        published=row.published,
        excerpt=row.excerpt,
        authors=tuple(row.authors),
        language=row.language,
        position=row.position,
        weight=row.weight,
    )


def _article_row(article: Article) -> dict[str, Any]:
    return {
        "id": article.id,
        "digest": article.digest,
        "url": article.url,
        "title": article.title,
        "text": article.text,
        "text_from": article.text_from,
        "authors": list(article.authors),
        "published": article.published,
        "language": article.language,
        "image": article.image and asdict(article.image),
    }


def _article(row: Row[Any]) -> Article:
    return Article(
        id=row.id,
        item=_item(row),
        url=row.a_url,
        title=row.a_title,
        text=row.a_text,
        text_from=row.a_text_from,
        digest=row.a_digest,
        first_seen=row.first_seen,
        authors=tuple(row.a_authors),
        published=row.a_published,
        language=row.a_language,
        image=Image(**row.a_image) if row.a_image else None,
    )
