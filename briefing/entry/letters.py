"""An edition's mail without delivering it: as files, as a test, as the demonstration's example."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from briefing import wiring
from briefing.entry.console import Console, counted
from briefing.entry.jobs import clock
from briefing.errors import BriefingError, DeliveryError, RejectedError
from briefing.model import Edition
from briefing.ports import Store

if TYPE_CHECKING:
    from briefing.config import Config

_SENDER, _READER = "Daily Briefing <news@briefing.example>", "reader@briefing.example"
_MOST_NAMED = 20


def write_all(
    config: Config, store: Store, edition: Edition, out: Path, to: Sequence[str] | None, console: Console
) -> None:
    """Write each reader's mail as a file under `<out>/<date>/mail`. Raises BriefingError."""
    if not config.mail.sender:
        console.warn(f"mail.sender is not set; {_SENDER} stands in for it.")
        config = _with_example(config)
    document = wiring.renderer(config).render(edition)
    channel = wiring.mail(config, clock, store, edition, to=to or None)
    message_id = wiring.message_ids(config, store)
    folder, written, bad = out / edition.slot.label / "mail", 0, 0
    for recipient in channel.recipients():
        try:
            mail = channel.file(document, recipient, message_id(edition.id, channel.name, recipient))
        except RejectedError as error:
            bad += 1
            if bad <= _MOST_NAMED:
                console.warn(error.message)
            continue
        _write(folder / f"{_file_name(recipient)}.eml", mail)
        written += 1
    if bad > _MOST_NAMED:
        console.warn(f"and {counted(bad - _MOST_NAMED, 'address')} more that can't be written to")
    if written or bad:
        console.note(f"{counted(written, 'mail')} written to {folder}; nothing was sent.")
    else:
        console.note("There is nobody to mail to: mail.to, or `briefing subscribers add`, names readers.")


def send_test(config: Config, store: Store, edition: Edition, to: Sequence[str], console: Console) -> None:
    """Mail an edition to a few, beside the ledger. Raises DeliveryError."""
    if not config.mail.sender:
        raise DeliveryError("nobody is named whom the mail is from", hint="Set mail.sender in the configuration.")
    document = wiring.renderer(config).render(edition)
    channel = wiring.mail(config, clock, store, edition, to=to)
    # A Message-ID of its own: who has one mail of an id is often not shown another.
    make_id, test = wiring.message_ids(config, store), f"test {clock().isoformat()}"
    with channel.session() as session:
        for recipient in channel.recipients():
            answer = session.send(edition, document, recipient, make_id(edition.id, test, recipient))
            console.note(f"A test went to {recipient}: {answer}")


def write_example(config: Config, store: Store, edition: Edition, path: Path) -> None:
    """The mail as an invented reader would get it."""
    channel = wiring.mail(_with_example(config), clock, store, edition, to=[_READER])
    document = wiring.renderer(config).render(edition)
    made = channel.file(document, _READER, wiring.message_ids(config, store)(edition.id, channel.name, _READER))
    _write(path, made)


def _with_example(config: Config) -> Config:
    """With a sender, invented where none is named, and unsigned."""
    mail = config.mail.model_copy(update={"sender": config.mail.sender or _SENDER, "dkim": ()})
    return config.model_copy(update={"mail": mail})


def _file_name(recipient: str) -> str:
    """The address where it can be a file's name; two never get the same."""
    plain = re.sub(r"[^A-Za-z0-9@._+-]", "_", recipient)[:100].lstrip(".")
    if plain == recipient == recipient.lower():
        return plain
    return f"{plain}-{hashlib.sha256(recipient.encode('utf-8', 'replace')).hexdigest()[:8]}"


def _write(path: Path, data: bytes) -> None:
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(data)
    except OSError as error:
        raise BriefingError(f"{path}: {error.strerror}", hint="Name another folder: --out DIR.") from error
