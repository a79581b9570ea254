"""What is known of a reader, and what a list that is imported says of them."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime
from typing import get_args

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


def words(reader: Subscriber) -> dict[str, str]:
    """What stands for {reader} and {name} in their mail."""
    return {"reader": reader.id, "name": reader.name}
