"""What `briefing deliveries` says: who got an edition, and what became of one reader's."""

from __future__ import annotations

import calendar
from datetime import tzinfo
from itertools import islice
from typing import TYPE_CHECKING

from briefing.core.message import parse_address
from briefing.core.readers import STOPPED, wants
from briefing.entry.readers import standing
from briefing.model import Edition, Receipt, State, Subscriber
from briefing.ports import Store

if TYPE_CHECKING:
    from briefing.config import Config

NOT_ARRIVED: tuple[State, ...] = ("failed", "uncertain", "claimed")
_EDITIONS = 30
"""So many of the latest are looked through for a reader."""


def whose(receipt: Receipt) -> str:
    """The recipient; a channel that can't be reached has one line for all of them."""
    return receipt.recipient or f"(all of {receipt.channel})"


def in_words(receipt: Receipt, zone: tzinfo) -> str:
    """ "sent 2026-08-23 06:31:02: 250 2.0.0 Ok"."""
    at = f"{receipt.at.astimezone(zone):%Y-%m-%d %H:%M:%S}"
    tries = f" after {receipt.attempts} tries" if receipt.attempts > 1 else ""
    reply = f": {receipt.reply}" if receipt.reply else ""
    match receipt.state:
        case "sent":
            return f"sent {at}{tries}{reply}"
        case "uncertain":
            return f"uncertain since {at}, it may have arrived{reply}"
        case "skipped":
            return f"not sent: {receipt.reply}"
        case "claimed":
            return f"being sent since {at}"
    if receipt.retry_at:
        return f"not yet{tries or ' after 1 try'}, tried again from {receipt.retry_at.astimezone(zone):%H:%M:%S}{reply}"
    return f"failed {at}{tries}, given up{reply}"


def of_reader(config: Config, store: Store, address: str) -> tuple[str, list[tuple[str, str]]]:
    """What is known of a reader, and for each edition and channel what became of theirs, the latest first."""
    try:
        spec = parse_address(address).spec
    except ValueError:
        spec = address.strip()  # the ledger may well have a line for what is no address
    reader = store.subscribers.get(spec)
    names = dict.fromkeys([spec, reader.address if reader else spec, *_as_configured(config, spec)])
    channels = ["mail", *(entry.name or entry.kind for entry in config.channels)]
    found = list[tuple[str, str]]()
    for key in islice(reversed(store.editions.keys(config.briefing)), _EDITIONS):
        edition = store.editions.get(key)
        if edition is None:
            continue
        before = len(found)
        for channel in channels:
            lines = store.ledger.lines(key, channel, list(names))
            found += [(_named(key, channel), in_words(line, config.zone)) for line in lines.values()]
        if len(found) == before:
            found.append((key, _why_not(config, store, edition, reader, in_list=_listed(config, spec))))
    return (f"{reader.address}: {standing(reader)}" if reader else _unknown(config, spec)), found


def _named(key: str, channel: str) -> str:
    return key if channel == "mail" else f"{key} by {channel}"


def _why_not(config: Config, store: Store, edition: Edition, reader: Subscriber | None, *, in_list: bool) -> str:
    """Why there is no line of this reader."""
    if reader and reader.state in STOPPED:
        return f"not sent: set aside, {standing(reader)}"
    if reader and reader.state == "pending" and not in_list:
        return "not sent: they have not confirmed that they want it"
    if reader and reader.since > edition.slot.closes and not in_list:
        return f"not sent: they joined after it, {reader.since.astimezone(config.zone):%Y-%m-%d %H:%M}"
    if reader and reader.paused_until and edition.slot.date < reader.paused_until:
        return f"not sent: they want none before {reader.paused_until}"
    if reader and not wants(reader, edition.slot.date):
        return f"not sent: they chose other days ({', '.join(calendar.day_name[day] for day in reader.days)})"
    if not reader and not in_list:
        return "not sent: nobody of this address is on the list"
    if down := store.ledger.lines(edition.id, "mail", [""]).get(""):
        return f"not tried: {down.reply}"
    if not config.mail.enabled:
        return "not sent: mail is not enabled (mail.enabled)"
    if edition.quiet and not config.mail.send_quiet_days:
        return "not sent: it was a quiet day (mail.send_quiet_days)"
    return "not sent yet: `briefing deliver` sends it"


def _as_configured(config: Config, spec: str) -> list[str]:
    return [known for known in map(_spec, config.mail.to) if known.casefold() == spec.casefold()]


def _listed(config: Config, spec: str) -> bool:
    return bool(_as_configured(config, spec))


def _spec(address: str) -> str:
    try:
        return parse_address(address).spec
    except ValueError:
        return address


def _unknown(config: Config, spec: str) -> str:
    return f"{spec}: named in mail.to" if _listed(config, spec) else f"{spec}: not on the list"
