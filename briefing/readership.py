"""How readers come, choose and leave. What is mailed to them for it is an errand (see `ports.Errands`).

    sign_up    somebody asks for it, whoever that is     -> pending, errand "confirm"
    confirm    they have the mail                        -> active, errand "welcome"
    leave      with their own link, any number of times  -> unsubscribed
    rejoin     they did not mean it                      -> active

What a stranger is answered never depends on who is on the list.
"""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime, timedelta

from briefing.core import readers
from briefing.core.message import Address, address_key
from briefing.model import Subscriber
from briefing.ports import Store

CONFIRM = "confirm"
"""The purpose of a token by which somebody confirms."""
CONFIRM_WITHIN = timedelta(days=3)
FORGET_AFTER = timedelta(days=30)
"""Who never confirmed is deleted then."""
_HOUR, _DAY = timedelta(hours=1), timedelta(days=1)


@dataclass(frozen=True, slots=True, kw_only=True)
class Bounds:
    """How often sign-up answers with a mail, so that nobody's mailbox can be flooded by it."""

    per_visitor: int = 5
    """In an hour, from one network address."""
    in_all: int = 500
    """In an hour."""


def sign_up(store: Store, address: Address, visitor: str, bounds: Bounds, now: datetime) -> bool:
    """Somebody asks that an address gets the briefing. False where there was too much asking to go on.

    An address gets one mail a day for it. `visitor`: the network address that asks.
    """
    if not store.limits.take(f"sign-up from {visitor}", now, most=bounds.per_visitor, span=_HOUR):
        return False
    known = store.subscribers.get(address.spec)
    if known and known.state == "complained":
        return True  # they said that our mail is spam: nobody else can make us write to them
    if not store.limits.take(f"sign-up of {address_key(address.spec)}", now, most=1, span=_DAY):
        return True
    if not store.limits.take("sign-up", now, most=bounds.in_all, span=_HOUR):
        store.limits.give_back(f"sign-up of {address_key(address.spec)}")
        return False
    if known is None:
        reader = Subscriber(address=address.spec, name=address.name, state="pending", since=now, why="signed up")
        store.subscribers.save([reader], now)
        known = store.subscribers.get(address.spec)
    if known:
        store.errands.add("known" if known.state == "active" else CONFIRM, known.id, now)
    return True


def confirm(store: Store, token: str, now: datetime) -> Subscriber | None:
    """They want it; None for a token that is used or too old."""
    reader = store.tokens.use(CONFIRM, token, now)
    found = store.subscribers.by_id(reader) if reader else None
    if found is None:
        return None
    changed = store.subscribers.set_state(found.address, "active", "confirmed by mail", now)
    store.tokens.revoke(CONFIRM, found.id)
    if found.state != "active":
        store.errands.add("welcome", found.id, now)
    return changed


def leave(store: Store, reader: str, why: str, now: datetime, *, listed: Collection[str] = ()) -> Subscriber | None:
    """They get no more mail, from now on. `listed`: addresses that get mail without being on the list (`mail.to`)."""
    found = store.subscribers.by_id(reader)
    if found is None:
        named = next((each for each in listed if readers.id_of_listed(each) == reader), None)
        if named is None:
            return None
        # An address that the configuration names is taken in, so that it is known to have left.
        store.subscribers.save([Subscriber(address=named, state="unsubscribed", since=now, why=why)], now)
        return store.subscribers.get(named)
    if found.state in ("bounced", "complained"):
        return found
    return store.subscribers.set_state(found.address, "unsubscribed", why, now)


def rejoin(store: Store, reader: str, now: datetime) -> Subscriber | None:
    """They left and take it back; None where they can't."""
    found = store.subscribers.by_id(reader)
    if found is None or found.state not in ("unsubscribed", "active"):
        return None
    return store.subscribers.set_state(found.address, "active", "took back that they left", now)


def ask_for_link(store: Store, text: str, visitor: str, bounds: Bounds, now: datetime) -> bool:
    """Who has lost the way to their settings gets it by mail; whoever asks learns nothing. False as for `sign_up`."""
    if not store.limits.take(f"sign-up from {visitor}", now, most=bounds.per_visitor, span=_HOUR):
        return False
    known = store.subscribers.get(text.strip())
    if known and known.state != "pending" and store.limits.take(f"link for {known.id}", now, most=1, span=_DAY):
        store.errands.add("known", known.id, now)
    return True


def forget(store: Store, reader: Subscriber) -> None:
    """Delete somebody, their name from the record of deliveries, too."""
    store.tokens.revoke(CONFIRM, reader.id)
    store.ledger.forget(reader.address)
    store.subscribers.forget(reader.id)
