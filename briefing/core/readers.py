"""What is known of a reader, and what a list that is imported says of them."""

from __future__ import annotations

import hashlib
from dataclasses import replace
from datetime import date, datetime
from typing import get_args

from briefing.core.links import Links
from briefing.core.message import address_key
from briefing.model import Standing, Subscriber

STANDINGS: tuple[Standing, ...] = get_args(Standing)
STOPPED = frozenset[Standing]({"unsubscribed", "bounced", "complained"})
"""These want no mail, or can't get any, whoever asks for it."""


def merged(known: Subscriber, given: Subscriber, now: datetime) -> Subscriber:
    """What is known, with what a list adds to it: a name, an earlier beginning, and whatever stops mail."""
    reader = replace(known, name=known.name or given.name, since=min(known.since, given.since))
    if STANDINGS.index(given.state) > STANDINGS.index(known.state):
        reader = replace(reader, state=given.state, changed=now, why=given.why)
    return reader


def bounced(reader: Subscriber, why: str, now: datetime, limit: int) -> Subscriber:
    """One more message came back for good."""
    reader = replace(reader, bounces=reader.bounces + 1)
    if reader.bounces >= limit and STANDINGS.index("bounced") > STANDINGS.index(reader.state):
        times = "once" if reader.bounces == 1 else f"{reader.bounces} times"
        reader = replace(reader, state="bounced", changed=now, why=f"mail came back {times}: {why}")
    return reader


def wants(reader: Subscriber, day: date) -> bool:
    """Whether they want the edition of a day."""
    if reader.paused_until and day < reader.paused_until:
        return False
    return not reader.days or day.weekday() in reader.days


def words(reader: Subscriber, links: Links | None = None) -> dict[str, str]:
    """What stands for {reader} and {name} in their mail, and, where there are web pages, {leave} and {settings}."""
    return {"reader": reader.id, "name": reader.name, **(_signed(reader.id, links) if links else {})}


def words_of_listed(address: str, links: Links | None = None) -> dict[str, str]:
    """The same for an address that is named by the configuration alone."""
    reader = id_of_listed(address)
    return {"reader": reader, "name": "", **(_signed(reader, links) if links else {})}


def id_of_listed(address: str) -> str:
    """What stands for an address that is not on the list; the same at every try."""
    return hashlib.sha256(address_key(address).encode()).hexdigest()[:20]


def _signed(reader: str, links: Links) -> dict[str, str]:
    return {"leave": links.sign("leave", reader), "settings": links.sign("settings", reader)}
