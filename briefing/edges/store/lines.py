"""Which lines stand on several pages of a site: learned from what was read, whatever the order it was read in.

A line is known by its key, a report by the key of its longest line, so that copies of one report at several addresses
count once. What was learned is forgotten when it was not seen for a while: sites change.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator
from datetime import datetime, timedelta

from sqlalchemy import Connection, bindparam, distinct, func, select

from briefing.core import repeats
from briefing.core.urls import site
from briefing.edges.store import schema
from briefing.edges.store.articles import insert_article, with_text
from briefing.edges.store.database import Transactions, insert_into
from briefing.edges.store.rows import article_of, notes_of, parts
from briefing.model import Article, Notes

KEPT = timedelta(days=60)
_PAGE = ""
"""Stands for the page itself among the keys of its lines."""
_table, _texts, _items = schema.lines, schema.articles, schema.items
_COUNTS = (
    select(_table.c.line, func.count(distinct(_table.c.report)).label("reports"))
    .where(_table.c.site == bindparam("site_"))
    .group_by(_table.c.line)
    .having(func.count(distinct(_table.c.report)) >= repeats.LEAST_PAGES)
)
_NEW_TEXT = _items.update().where(_items.c.id == bindparam("id_")).values(digest=bindparam("digest_"))


class LineStore:
    """The part of the store that remembers them (see `ports.Lines`)."""

    def __init__(self, transaction: Transactions) -> None:
        self._transaction = transaction

    def repeated(self, of: str) -> frozenset[str]:
        with self._transaction.read() as connection:
            return _known(connection, of)

    def learn(self, now: datetime) -> int:
        with self._transaction.write(lasting=False) as connection:
            rows = connection.execute(with_text(current=False).where(_texts.c.learned == 0)).all()
            read = [(article_of(row), notes_of(row.a_notes)) for row in rows]
            sites: dict[str, set[str]] = {}
            for article, _ in read:
                sites.setdefault(site(article.url), set()).add(article.id)
            before = {of: _known(connection, of) for of in sites}
            _count(connection, read, now)
            connection.execute(_texts.update().where(_texts.c.learned == 0).values(learned=1))
            tidied = 0
            for of, ids in sorted(sites.items()):
                if known := _known(connection, of):
                    wanted = ids | _holding(connection, of, known - before[of])
                    tidied += sum(_tidy(connection, part, known) for part in parts(sorted(wanted)))
            connection.execute(_table.delete().where(_table.c.seen < now - KEPT))
        return tidied


def _known(connection: Connection, of: str) -> frozenset[str]:
    counts = {row.line: row.reports for row in connection.execute(_COUNTS, {"site_": of})}
    pages = counts.pop(_PAGE, 0)
    return frozenset(line for line, reports in counts.items() if repeats.is_repeated(reports, pages))


def _count(connection: Connection, read: Iterable[tuple[Article, Notes]], now: datetime) -> None:
    rows = list(_rows(read, now))
    for part in parts(rows):
        connection.execute(insert_into(connection, _table).on_conflict_do_nothing(), part)


def _rows(read: Iterable[tuple[Article, Notes]], now: datetime) -> Iterator[dict[str, object]]:
    for article, notes in read:
        told = article.text.splitlines()
        gone = (removal.line for removal in notes.removed if removal.rule == repeats.RULE)
        report = repeats.key(max(told, key=len, default=""))
        named = {"site": site(article.url), "item": article.id, "report": report, "seen": now}
        yield from ({**named, "line": line} for line in (_PAGE, *sorted(repeats.keys((*told, *gone)))))


def _holding(connection: Connection, of: str, lines: Collection[str]) -> frozenset[str]:
    """Ids of a site's articles that had one of these lines when it was counted."""
    found = set[str]()
    for part in parts(sorted(lines)):
        query = select(_table.c.item).where(_table.c.site == of, _table.c.line.in_(part))
        found.update(connection.execute(query).scalars())
    return frozenset(found)


def _tidy(connection: Connection, ids: Collection[str], known: frozenset[str]) -> int:
    """Keep these articles without the lines; how many had some."""
    tidied = 0
    for row in connection.execute(with_text().where(_items.c.id.in_(ids))).all():
        article, notes = repeats.without(article_of(row), notes_of(row.a_notes), known)
        if article.digest != row.a_digest:
            insert_article(connection, article, notes, learned=True)
            connection.execute(_NEW_TEXT, {"id_": article.id, "digest_": article.digest})
            tidied += 1
    return tidied
