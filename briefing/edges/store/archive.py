"""Past editions, looked up by date, story and words. See `ports.Archive`.

Words are in `brief_words`: an FTS5 table without a text of its own in SQLite, a tsvector in PostgreSQL. Both get terms
that `core.search` has cut and folded, and so find the same; what strangers look for reaches them as such terms alone.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from itertools import groupby
from typing import Any

from sqlalchemy import Connection, Row, TextClause, func, insert, select, text

from briefing.core.search import terms
from briefing.edges.store import schema
from briefing.edges.store.database import Transactions
from briefing.edges.store.rows import parts
from briefing.model import Clipping, Contents, Edition, from_label
from briefing.ports import MOST_FOUND, Phrase

_TABLE = schema.briefs
_COLUMNS = [_TABLE.c[name] for name in ("edition", "section", "story", "status", "headline", "text", "language")]
_HEADLINE = 4.0
"""How much more a word counts in the headline, in SQLite; PostgreSQL has classes, A and D."""


def keep(connection: Connection, edition: Edition) -> None:
    """Make an edition that is new to be found."""
    place = 0
    for section in edition.sections:
        for brief in section.briefs:
            said = " ".join(quote.text for quote in brief.quotes)
            row = {
                "edition": edition.id, "briefing": edition.slot.briefing, "date": edition.slot.date.isoformat(),
                "place": place, "section": section.name, "story": brief.story, "status": brief.status,
                "headline": brief.headline, "text": said,
                "language": brief.articles[0].language if brief.articles else edition.language,
            }  # fmt: skip
            number = connection.execute(insert(_TABLE).values(row).returning(_TABLE.c.id)).scalar_one()
            _keep_words(connection, number, terms(brief.headline), terms(said))
            place += 1


def _keep_words(connection: Connection, number: int, headline: Sequence[str], body: Sequence[str]) -> None:
    if connection.dialect.name == "postgresql":
        # A position between them stays free, so that no phrase begins in the one and ends in the other.
        after = len(headline) + 2
        lexemes = [f"'{term}':{place}A" for place, term in enumerate(headline, 1)]
        lexemes += [f"'{term}':{place}" for place, term in enumerate(body, after)]
        statement = "INSERT INTO brief_words (id, terms) VALUES (:id, CAST(:terms AS tsvector))"
        connection.execute(text(statement), {"id": number, "terms": " ".join(lexemes)})
    else:
        statement = "INSERT INTO brief_words (rowid, headline, text) VALUES (:id, :headline, :text)"
        values = {"id": number, "headline": " ".join(headline), "text": " ".join(body)}
        connection.execute(text(statement), values)


class ArchiveStore:
    def __init__(self, transaction: Transactions) -> None:
        self._transaction = transaction

    def state(self, briefing: str) -> tuple[int, str]:
        table = schema.editions
        query = select(func.count(), func.max(table.c.key)).where(table.c.briefing == briefing)
        with self._transaction.read() as connection:
            count, latest = connection.execute(query).one()
        return count, _label(latest or "")

    def labels(self, briefing: str) -> Sequence[str]:
        table = schema.editions
        query = select(table.c.key).where(table.c.briefing == briefing).order_by(table.c.date, table.c.key)
        with self._transaction.read() as connection:
            return [_label(key) for key in connection.execute(query).scalars()]

    def contents(self, briefing: str, first: str, last: str, *, headlines: int = 3) -> Sequence[Contents]:
        table = schema.editions
        query = (
            select(table.c.key, _TABLE.c.place, *_COLUMNS)
            .join_from(table, _TABLE, _TABLE.c.edition == table.c.key, isouter=True)
            .where(table.c.briefing == briefing, table.c.key.between(f"{briefing}/{first}", f"{briefing}/{last}"))
            .order_by(table.c.key.desc(), _TABLE.c.place)
        )
        with self._transaction.read() as connection:
            rows = connection.execute(query).all()
        return [_contents(_label(key), list(of), headlines) for key, of in groupby(rows, key=lambda row: str(row.key))]

    def story(self, briefing: str, story: str, *, start: int = 0, most: int = 20) -> tuple[int, Sequence[Clipping]]:
        of = (_TABLE.c.briefing == briefing, _TABLE.c.story == schema.clean(story))
        order = (_TABLE.c.date.desc(), _TABLE.c.edition.desc(), _TABLE.c.place)
        query = select(*_COLUMNS).where(*of).order_by(*order).offset(start).limit(most)
        with self._transaction.read() as connection:
            total = connection.execute(select(func.count()).where(*of)).scalar_one()
            return total, [_clipping(row) for row in connection.execute(query)]

    def told(self, briefing: str, stories: Collection[str]) -> Mapping[str, int]:
        found: dict[str, int] = {}
        with self._transaction.read() as connection:
            for some in parts(sorted(stories)):
                query = select(_TABLE.c.story, func.count().label("editions")).group_by(_TABLE.c.story)
                of = (_TABLE.c.briefing == briefing, _TABLE.c.story.in_(some))
                found |= {row.story: row.editions for row in connection.execute(query.where(*of))}
        return found

    def search(
        self, briefing: str, wanted: Sequence[Phrase], *, newest: bool = False, start: int = 0, most: int = 20
    ) -> tuple[int, Sequence[Clipping]]:
        if not wanted:
            return 0, []
        with self._transaction.read() as connection:
            postgres = connection.dialect.name == "postgresql"
            given = {"briefing": briefing, "wanted": _tsquery(wanted) if postgres else _match(wanted),
                     "bound": MOST_FOUND, "most": most, "start": start}  # fmt: skip
            rows = connection.execute(_SEARCH[postgres, newest], given).all()
        return (rows[0].total if rows else 0), [_clipping(row) for row in rows]


def _search(*, postgres: bool, newest: bool) -> TextClause:
    if postgres:
        number, matches = "w.id", "w.terms @@ CAST(:wanted AS tsquery)"
        score = "-ts_rank(w.terms, CAST(:wanted AS tsquery))"
    else:
        number, matches = "w.rowid", "brief_words MATCH :wanted"
        score = f"bm25(brief_words, {_HEADLINE}, 1.0)"
    order = "day DESC, whose DESC, at" if newest else "score, day DESC, whose DESC, at"
    columns = ", ".join(f"b.{column.name}" for column in _COLUMNS)
    # A cross join: SQLite takes it in this order, and would otherwise ask for the words of each brief in turn.
    return text(
        f"""
        WITH found AS (
            SELECT b.id, b.date AS day, b.edition AS whose, b.place AS at, {score} AS score
            FROM brief_words w CROSS JOIN briefs b
            WHERE b.id = {number} AND {matches} AND b.briefing = :briefing ORDER BY {number} DESC LIMIT :bound
        ), page AS (
            SELECT *, count(*) OVER () AS total FROM found ORDER BY {order} LIMIT :most OFFSET :start
        )
        SELECT total, {columns} FROM page JOIN briefs b ON b.id = page.id ORDER BY {order}
        """  # noqa: S608 - no word of a stranger's
    )


_SEARCH = {
    (postgres, newest): _search(postgres=postgres, newest=newest)
    for postgres in (False, True)
    for newest in (False, True)
}


def _match(wanted: Sequence[Phrase]) -> str:
    """As FTS5 has it: strings, one beside the other."""
    return " ".join(f'"{" ".join(phrase)}"' for phrase in wanted) + "*"


def _tsquery(wanted: Sequence[Phrase]) -> str:
    quoted = [[f"'{term}'" for term in phrase] for phrase in wanted]
    quoted[-1][-1] += ":*"
    return " & ".join(f"({' <-> '.join(phrase)})" for phrase in quoted)


def _label(key: str) -> str:
    return key.rpartition("/")[2]


def _contents(label: str, rows: Sequence[Row[Any]], headlines: int) -> Contents:
    told = [row for row in rows if row.place is not None]  # of an edition without stories there is one row
    first = tuple(_clipping(row) for row in told[:headlines])
    return Contents(label=label, date=from_label(label)[0], stories=len(told), headlines=first)


def _clipping(row: Row[Any]) -> Clipping:
    label = _label(row.edition)
    values = {column.name: getattr(row, column.name) for column in _COLUMNS[1:]}
    return Clipping(label=label, date=from_label(label)[0], **values)
