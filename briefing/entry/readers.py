"""What `briefing subscribers` does: readers in and out, and what their mail that came back means."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Iterable, Iterator
from datetime import datetime
from itertools import islice
from pathlib import Path

from briefing import readership
from briefing.core.bounces import Report, concerns, read_reply, read_report
from briefing.core.message import parse_address
from briefing.core.readers import STOPPED
from briefing.core.subscribers_csv import BadLine, Row, read_csv, write_csv
from briefing.entry.console import Console, counted
from briefing.errors import BriefingError
from briefing.model import Standing, State, Subscriber
from briefing.ports import Store

_PAGE = 2_000
_MOST_NAMED = 200
"""Bad lines of an import that are named; all are counted."""
_FAILED: tuple[State, ...] = ("failed",)
_WHY_IMPORTED = {
    "unsubscribed": "the list that was imported says that they left",
    "bounced": "the list that was imported says that nobody is there",
    "complained": "the list that was imported says that they complained",
}


def address_of(text: str) -> str:
    """Raises BriefingError."""
    try:
        return parse_address(text).spec
    except ValueError as error:
        hint = "Write it as name@example.org."
        raise BriefingError(f"{text!r} is no mail address: {error}", hint=hint) from error


def add(store: Store, text: str, name: str, now: datetime, *, again: bool) -> str:
    """Add a reader; says what was done. With `again` one who was set aside gets mail once more."""
    address = address_of(text)
    known = store.subscribers.get(address)
    if known is None:
        reader = Subscriber(address=address, name=name, since=now, why="added by hand")
        store.subscribers.save([reader], now)
        return f"{address} is on the list."
    if known.state == "active":
        return f"{known.address} is on the list already, since {known.since.date()}."
    if not again:
        raise BriefingError(
            f"{known.address} is {standing(known)}", hint="If they asked for it: briefing subscribers add … --again"
        )
    store.subscribers.set_state(address, "active", "put back by hand", now)
    return f"{known.address} is on the list again."


def remove(store: Store, text: str, now: datetime) -> str:
    address = address_of(text)
    found = store.subscribers.set_state(address, "unsubscribed", "taken off by hand", now)
    if found is None:
        raise BriefingError(f"{address} is not on the list", hint="`briefing subscribers list` says who is.")
    return f"{found.address} gets no more mail."


def standing(reader: Subscriber) -> str:
    """In plain words: "active since 2026-08-23", "bounced since …: mail came back 2 times"."""
    since = reader.since if reader.state == "active" else reader.changed or reader.since
    why = f": {reader.why}" if reader.why and reader.state in STOPPED else ""
    return f"{reader.state} since {since.date()}{why}"


def import_csv(store: Store, path: Path, now: datetime, console: Console) -> int:
    """Take in the readers of a file; names every line that can't be used, and returns how many these are."""
    totals, bad = Counter[str](), 0
    rows = read_csv(_pieces(path))
    while page := list(islice(rows, _PAGE)):
        good = [row for row in page if isinstance(row, Row)]
        for row in page:
            if isinstance(row, BadLine):
                bad += 1
                if bad <= _MOST_NAMED:
                    console.warn(f"{path}:{row.line}: {row.why}")
        totals.update(store.subscribers.save([_reader(row, now) for row in good], now))
    if bad > _MOST_NAMED:
        console.warn(f"and {counted(bad - _MOST_NAMED, 'line')} more that can't be used")
    console.note(
        f"{path}: {totals['added']:,} added, {totals['changed']:,} changed, {totals['known']:,} known before"
        + (f"; {counted(bad, 'line')} not used." if bad else ".")
    )
    return bad


def _pieces(path: Path) -> Iterator[bytes]:
    try:
        with path.open("rb") as file:
            while piece := file.read(1 << 16):
                yield piece
    except OSError as error:
        raise BriefingError(f"{path}: {error.strerror}", hint="Name a CSV file, as mail tools export it.") from error


def _reader(row: Row, now: datetime) -> Subscriber:
    return Subscriber(
        address=row.address.spec,
        name=row.name,
        state=row.state,
        since=row.since or now,
        changed=now if row.state != "active" else None,
        why=_WHY_IMPORTED.get(row.state, "imported"),
    )


def exported(store: Store, *states: Standing) -> Iterator[str]:
    """The lines of a CSV file."""
    readers = store.subscribers.stream(*states)
    return write_csv(Row(address=parse_address(r.address), name=r.name, state=r.state, since=r.since) for r in readers)


# --- mail that came back ---------------------------------------------------------------------------------------------


def note_refusals(store: Store, edition: str, channel: str, limit: int, now: datetime) -> list[Subscriber]:
    """Whose server said, when the edition was handed over, that nobody is there; returns who is set aside now."""
    aside = []
    for receipt in store.ledger.receipts(edition, channel=channel, states=_FAILED):
        if receipt.retry_at is None and receipt.recipient:
            report = read_reply(receipt.reply)
            if report.kind == "hard" and (
                reader := _came_back(store, receipt.recipient, receipt.message_id, report.why, now, limit)
            ):
                aside.append(reader)
    return aside


def read_bounces(
    store: Store, mails: Iterable[bytes], limit: int, now: datetime, console: Console, *, listed: Collection[str] = ()
) -> None:
    """Count what came back, and set aside whose address is dead, who complained or asked to leave.

    `listed`: addresses that get mail without being on the list."""
    kinds, mails, read = Counter[str](), iter(mails), 0
    while page := [read_report(mail) for mail in islice(mails, _PAGE)]:
        read += len(page)
        ours = store.ledger.by_message([report.message_id for report in page if report.message_id])
        recipients = {message_id: receipt.recipient for message_id, receipt in ours.items()}
        for report in page:
            if report.kind == "leave":
                kinds[_left(store, report, now, listed, console)] += 1
                continue
            recipient = concerns(report, recipients.get)
            kinds[_noted(store, report, recipient, limit, now, console)] += 1
    told = ", ".join(f"{count:,} {kind}" for kind, count in kinds.most_common())
    console.note(f"{counted(read, 'mail')} read{': ' + told if told else ''}.")


def _noted(store: Store, report: Report, recipient: str | None, limit: int, now: datetime, console: Console) -> str:
    if report.kind in ("unknown", "auto-reply"):
        return "automatic replies" if report.kind == "auto-reply" else "that are no reports"
    if recipient is None:
        console.detail(f"not about a mail of ours: {report.address or 'nobody named'}: {report.why}")
        return "about no mail of ours"
    if report.kind == "soft":
        console.detail(f"{recipient}: {report.why}")
        return "about mail that may yet arrive"
    if report.kind == "complaint":
        reader = store.subscribers.set_state(recipient, "complained", report.why, now)
        console.say(f"{recipient}: set aside: {report.why}" if reader else f"{recipient}: {report.why}")
        return "complaints"
    if reader := _came_back(store, recipient, report.message_id, report.why, now, limit):
        console.say(f"{recipient}: set aside: {reader.why}")
    return "about addresses where nobody is"


def _left(store: Store, report: Report, now: datetime, listed: Collection[str], console: Console) -> str:
    reader = readership.leave(store, report.reader, report.why, now, listed=listed)
    if reader is None:
        return "about nobody on the list"
    console.say(f"{reader.address}: {reader.state}: {reader.why}")
    return "of readers who leave"


def _came_back(store: Store, address: str, message_id: str, why: str, now: datetime, limit: int) -> Subscriber | None:
    """The reader, where this set them aside."""
    before = store.subscribers.get(address)
    reader = store.subscribers.bounced(address, message_id, why, now, limit=limit)
    return reader if reader and before and reader.state == "bounced" != before.state else None
