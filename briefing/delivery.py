"""Bringing an edition to everyone who has not got it: the last step of the pipeline.

The ledger has one line for each (edition, channel, recipient): `claimed` before the first byte, then `sent`, or
`uncertain` when nobody can know whether it arrived, or `failed`. A line that says sent is never sent again; what became
of a message that was being sent when the program died is uncertain, and is left to the user.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from typing import cast

from briefing.errors import BusyError, DeliveryError, RejectedError, UncertainError
from briefing.model import Document, Edition, Failure, Receipt, State
from briefing.ports import Channel, Ledger

DELIVER_AGAIN = (timedelta(minutes=1), timedelta(minutes=5), timedelta(minutes=15))
"""When a delivery that failed for now is tried again; the last one repeats until the window closes."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Delivery:
    """How an edition is to be delivered."""

    edition: Edition
    document: Document
    message_id: Callable[[str, str, str], str]
    """(edition, channel, recipient) -> the id that its message carries, the same at every try."""
    again: frozenset[State] = frozenset()
    """What else is tried again: "uncertain" at the risk of a second mail, "failed" though it was given up."""
    window: timedelta = timedelta(hours=2)
    """How long a passing failure is tried again, counted from the first try."""


def deliver(
    work: Delivery, channels: Sequence[Channel], ledger: Ledger, holder: str, *, clock: Callable[[], datetime]
) -> list[Failure]:
    """Bring an edition to everyone who has not got it; what goes wrong with one address or channel is returned.

    Raises StoreError, and BusyError when another process is sending it: then only what can be repeated was done.
    """
    failures: list[Failure] = []
    for channel in channels:
        if channel.repeatable:
            failures += _deliver_by(work, channel, ledger, clock)
    once = [channel for channel in channels if not channel.repeatable]
    if not once:
        return failures
    with ledger.hold(f"deliver {work.edition.id}", holder, clock()) as ours:
        if not ours:
            raise BusyError(f"Another process is delivering {work.edition.id}; it is left to that one.")
        for channel in once:
            _settle_orphans(work, channel, ledger, clock())
            failures += _deliver_by(work, channel, ledger, clock)
    return failures


def _settle_orphans(work: Delivery, channel: Channel, ledger: Ledger, now: datetime) -> None:
    # We hold the lease, so whoever claimed these is dead; what it had sent of them nobody knows.
    for receipt in ledger.receipts(work.edition.id, channel.name).values():
        if receipt.state == "claimed":
            ledger.settle(replace(receipt, state="uncertain", at=now, reply="the program ended while sending it"))


def _deliver_by(work: Delivery, channel: Channel, ledger: Ledger, clock: Callable[[], datetime]) -> list[Failure]:
    receipts = ledger.receipts(work.edition.id, channel.name)
    lines = {recipient: receipts.get((channel.name, recipient)) for recipient in channel.recipients()}
    waiting = {recipient: line for recipient, line in lines.items() if channel.repeatable or _open(line, work, clock())}
    if not waiting:
        return []
    tried: dict[str, Receipt | None] = {}
    try:
        with channel.session():
            for recipient, line in waiting.items():
                tried[recipient] = _deliver_to(recipient, line, work, channel, ledger, clock)
    except DeliveryError as error:
        for recipient, line in waiting.items():
            if recipient not in tried:
                tried[recipient] = receipt = _receipt(recipient, line, work, channel, error, clock())
                ledger.settle(receipt)
    return [
        Failure(stage="deliver", subject=recipient, message=f"{receipt.state}: {receipt.reply}")
        for recipient, receipt in tried.items()
        if receipt and receipt.state != "sent"
    ]


def _open(receipt: Receipt | None, work: Delivery, now: datetime) -> bool:
    """Whether this recipient may be sent to now."""
    return receipt is None or receipt.state in work.again or receipt.waits(now)


def _deliver_to(
    recipient: str,
    before: Receipt | None,
    work: Delivery,
    channel: Channel,
    ledger: Ledger,
    clock: Callable[[], datetime],
) -> Receipt | None:
    """Send to one and write down how it went; None when somebody else has claimed it."""
    edition = work.edition
    message_id = work.message_id(edition.id, channel.name, recipient)
    if not channel.repeatable and not ledger.claim(
        edition.id, channel.name, recipient, message_id, clock(), again=work.again
    ):
        return None
    try:
        result: str | DeliveryError = channel.send(edition, work.document, recipient, message_id)
    except DeliveryError as error:
        result = error
    receipt = _receipt(recipient, before, work, channel, result, clock())
    ledger.settle(receipt)
    return receipt


def _receipt(
    recipient: str, before: Receipt | None, work: Delivery, channel: Channel, result: str | DeliveryError, now: datetime
) -> Receipt:
    attempts = before.attempts + 1 if before else 1
    retry_at = None
    if isinstance(result, str):
        state, reply = "sent", result
    elif isinstance(result, UncertainError):
        state, reply = "uncertain", result.message
    else:
        state, reply = "failed", f"{result.message} {result.hint}".strip()
        waits = [DELIVER_AGAIN[min(n, len(DELIVER_AGAIN) - 1)] for n in range(attempts)]
        if not isinstance(result, RejectedError) and sum(waits, timedelta()) <= work.window:
            retry_at = now + waits[-1]
    return Receipt(
        edition=work.edition.id,
        channel=channel.name,
        recipient=recipient,
        state=cast(State, state),
        at=now,
        attempts=attempts,
        message_id=work.message_id(work.edition.id, channel.name, recipient),
        reply=reply,
        retry_at=retry_at,
    )
