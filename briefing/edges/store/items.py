"""Which items are known, under whatever name, and whose they are.

An item goes by its id, by its address however it is written, and by its entry's own id with its title: feeds change
links, and sites name one page in several ways. A name that several entries of one reading share (the front page's
address, a guid that never changes) is nobody's from then on. Of an item that is kept no more (see `keeping`) the names
are still known, so that a feed that lists it yet brings nothing new.

An item that several sources list is the one's that stands first in the configuration, whichever was read first, until
its page is read: from then on nothing changes but `listed_by`, and that only when the source is followed no more.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import Connection, bindparam, select

from briefing.core.text import fold
from briefing.core.urls import identity, same_page, site
from briefing.edges.store import schema
from briefing.edges.store.database import insert_into
from briefing.edges.store.rows import parts, row_of_item
from briefing.edges.store.sources import LAST
from briefing.model import Item, Pending

_LISTED = timedelta(days=30)
"""How exactly it is known since when an item that is kept no more is not listed either."""


def page_name(url: str) -> str:
    """The name that all ways to write an address have in common; empty for what is no address."""
    page = same_page(url)
    return f"page {identity(page)}" if page else ""


def names_of(item: Item) -> list[str]:
    """The id first."""
    names = [item.id]
    if page := page_name(item.url):
        names.append(page)
    if item.guid:
        title = " ".join(fold(item.title).split())
        names.append("entry " + identity("\n".join((item.source, item.guid, title))))
    return names


@dataclass(slots=True)
class _Known:
    """An item of the store."""

    id: str
    first_seen: datetime
    read: bool
    source: str
    """The one through which it counts."""
    place: int
    followed: bool


def keep(connection: Connection, source: str, items: Sequence[Item], now: datetime) -> list[Pending]:
    """Write down what a source lists; returns the items that were not known, and those that are this source's now."""
    listed: dict[str, Item] = {}
    for item in items:
        id_ = schema.clean(item.id)
        listed.setdefault(id_, replace(item, id=id_, source=source))
    names = {id_: names_of(item) for id_, item in listed.items()}
    times = Counter(name for each in names.values() for name in each)
    shared = {name for name, n in times.items() if n > 1}
    known, forgotten = _look_up(connection, list(times))
    ours = _standing(connection, source)
    # Entries of one reading that differ are different items: what one of them is known to be by its id, no other is.
    claimed = {found.id for id_ in listed if (found := known.get(id_))}
    new: list[Item] = []
    taken: list[Pending] = []
    aliases: dict[str, str] = {}
    listed_again: list[str] = []
    for id_, item in listed.items():
        own = [name for name in names[id_] if name not in shared]
        owner = known.get(id_) or next((k for name in own if (k := known.get(name)) and k.id not in claimed), None)
        if owner is None:
            if again := [name for name in own if name in forgotten]:
                listed_again += again
                continue
            new.append(item)
        else:
            same = owner.id == id_
            if _hand_over(connection, owner, item, ours) and same and not owner.read:
                taken.append(Pending(item=item, first_seen=owner.first_seen))
            claimed.add(owner.id)
        aliases |= {name: owner.id if owner else id_ for name in own if name not in known}
    if new:
        rows = [{**row_of_item(item, now), "first_seen": now, "state": "pending"} for item in new]
        connection.execute(insert_into(connection, schema.items).on_conflict_do_nothing(), rows)
    add_names(connection, aliases)
    _forget(connection, [name for name in sorted(shared) if known.get(name, True)])
    _remember(connection, [name for name in listed_again if forgotten[name] < now - _LISTED], now)
    return [Pending(item=item, first_seen=now) for item in new] + taken


_BY_NAME = (
    select(*schema.aliases.c["name", "item", "forgotten"], *schema.items.c["first_seen", "digest", "listed_by"],
           *schema.sources.c["place", "followed"])
    .select_from(schema.aliases)
    .outerjoin(schema.items, schema.items.c.id == schema.aliases.c.item)
    .outerjoin(schema.sources, schema.sources.c.url == schema.items.c.listed_by)
    .where(schema.aliases.c.name.in_(bindparam("names", expanding=True)))
)  # fmt: skip


def _look_up(
    connection: Connection, names: Sequence[str]
) -> tuple[Mapping[str, _Known | None], Mapping[str, datetime]]:
    """By name; None for a name that is nobody's. And the names of items that are kept no more, with when they were
    last known to be listed."""
    forgotten: dict[str, datetime] = {}
    by_id: dict[str, _Known] = {}
    found: dict[str, _Known | None] = {}
    for part in parts(names):
        for row in connection.execute(_BY_NAME, {"names": part}):
            if row.item and row.item not in by_id:
                by_id[row.item] = _Known(
                    id=row.item,
                    first_seen=row.first_seen,
                    read=row.digest is not None,
                    source=row.listed_by,
                    place=LAST if row.place is None else row.place,
                    followed=bool(row.followed),
                )
            found[row.name] = by_id[row.item] if row.item else None
            if row.forgotten:
                forgotten[row.name] = row.forgotten
    return found, forgotten


def _standing(connection: Connection, source: str) -> tuple[int, bool]:
    """A source's place, and whether it is followed."""
    table = schema.sources
    row = connection.execute(select(table.c.place, table.c.followed).where(table.c.url == source)).one()
    return LAST if row.place is None else row.place, bool(row.followed)


def _hand_over(connection: Connection, known: _Known, item: Item, standing: tuple[int, bool]) -> bool:
    """Make a known item this source's, where it should be; whether it was done."""
    table = schema.items
    place, followed = standing
    values: dict[str, Any] = {}
    if known.read:
        if followed and not known.followed:
            values = {"listed_by": item.source}
    elif (_foreign(item.url, item.source), place, item.source) < (
        _foreign(item.url, known.source),
        known.place,
        known.source,
    ):
        values = row_of_item(item, known.first_seen)  # with its id: the one that was found first is an alias now
    if values:
        connection.execute(table.update().where(table.c.id == known.id).values(values))
        known.id, known.source, known.place, known.followed = values.get("id", known.id), item.source, place, followed
    return bool(values)


def _foreign(url: str, source: str) -> bool:
    """An article is its publisher's before it is that of one who lists other people's."""
    return site(url) != site(source)


def add_names(connection: Connection, names: Mapping[str, str]) -> None:
    """Names for items, each where it is free."""
    if names:
        rows = [{"name": name, "item": item} for name, item in names.items()]
        connection.execute(insert_into(connection, schema.aliases).on_conflict_do_nothing(), rows)


def _forget(connection: Connection, names: Collection[str]) -> None:
    """These names are nobody's."""
    if names:
        insert = insert_into(connection, schema.aliases)
        statement = insert.on_conflict_do_update(index_elements=["name"], set_={"item": None, "forgotten": None})
        connection.execute(statement, [{"name": name, "item": None} for name in names])


def _remember(connection: Connection, names: Sequence[str], now: datetime) -> None:
    """These names of items that are kept no more are still listed."""
    table = schema.aliases
    for part in parts(names):
        connection.execute(table.update().where(table.c.name.in_(part), table.c.item.is_(None)).values(forgotten=now))
