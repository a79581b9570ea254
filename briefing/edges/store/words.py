"""How common words are, counted a day at a time and kept: see `ports.Words`."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import UTC, date, datetime, time, timedelta

from sqlalchemy import Connection, select

from briefing.core import frequencies
from briefing.edges.store import schema
from briefing.edges.store.articles import with_text
from briefing.edges.store.database import Transactions, insert_into
from briefing.edges.store.rows import article_of
from briefing.errors import StoreError
from briefing.model import NO_FREQUENCIES, Frequencies

_table, _items = schema.words, schema.items


class WordStore:
    def __init__(self, transaction: Transactions) -> None:
        self._transaction = transaction

    def before(self, moment: datetime, *, days: int = 30, keep: bool = True) -> Frequencies:
        last = moment.astimezone(UTC).date()
        wanted = [last - timedelta(days=back) for back in range(days, 0, -1)]
        kept = self._kept(wanted, keep=keep)
        return frequencies.summed(_read(day, kept[day.isoformat()]) for day in wanted)

    def _kept(self, days: Sequence[date], *, keep: bool) -> dict[str, str]:
        """The counts of each day, those not counted before counted now."""
        within = _table.c.day.between(days[0].isoformat(), days[-1].isoformat())
        with self._transaction.read() as connection:
            kept = {row.day: row.counts for row in connection.execute(select(_table).where(within))}
        missing = [day for day in days if day.isoformat() not in kept]
        if missing:
            with self._transaction.read() as connection:  # a month takes long to count: who writes need not wait for it
                counts = {day.isoformat(): _count(connection, day) for day in missing}
            if keep:
                with self._transaction.write() as connection:
                    counts = _keep(connection, counts)
            kept |= counts
        return kept


def _read(day: date, counts: str) -> Frequencies:
    try:
        return frequencies.from_json(counts) if counts else NO_FREQUENCIES
    except ValueError as error:
        raise StoreError(
            f"the words of {day} can't be read: {error}", hint="Put a backup of the store in its place."
        ) from error


def _count(connection: Connection, day: date) -> str:
    """The counts of a day's reports as they stand now."""
    start = datetime.combine(day, time.min, UTC)
    query = with_text().where(_items.c.moment >= start, _items.c.moment < start + timedelta(days=1))
    articles = [article_of(row) for row in connection.execute(query.order_by(_items.c.id))]
    return frequencies.to_json(frequencies.count(articles)) if articles else ""


def _keep(connection: Connection, counts: Mapping[str, str]) -> dict[str, str]:
    """Keep the counts of days, unless another process was first; returns those kept."""
    rows = [{"day": day, "counts": of} for day, of in counts.items()]
    connection.execute(insert_into(connection, _table).on_conflict_do_nothing(), rows)
    found = connection.execute(select(_table).where(_table.c.day.in_(list(counts))))
    return {row.day: row.counts for row in found}
