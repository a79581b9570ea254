"""Lays each edition's mail into a Maildir (maildir(5)): what a mail program on this machine, or dovecot, shows.

Written whole into tmp/, flushed to the disk, then linked into new/ under a name that its Message-ID makes: what lies
there, or was read meanwhile and lies in cur/, is not laid down twice.
"""

from __future__ import annotations

import hashlib
import os
import re
from collections.abc import Callable, Sequence
from contextlib import nullcontext, suppress
from datetime import datetime
from pathlib import Path

from briefing.core.disk import refused
from briefing.core.letter import Letter
from briefing.core.message import parse_address
from briefing.errors import ConfigError, DeliveryError
from briefing.model import Document, Edition


class MaildirChannel:
    """One Maildir (ports.Channel); its path is the recipient."""

    repeatable = False
    lanes = 1

    def __init__(
        self,
        *,
        path: Path,
        clock: Callable[[], datetime],
        name: str = "maildir",
        sender: str = "Briefing <briefing@localhost>",
        to: str = "reader@localhost",
    ) -> None:
        """Raises ConfigError."""
        self.name = name
        self._path, self._clock = path, clock
        try:
            self._sender, self._to = parse_address(sender), parse_address(to)
        except ValueError as error:
            raise ConfigError([f"channels: {name}: {error}"]) from error

    def recipients(self) -> Sequence[str]:
        return [str(self._path)]

    def session(self) -> nullcontext[MaildirChannel]:
        return nullcontext(self)

    def send(self, edition: Edition, document: Document, recipient: str, message_id: str) -> str:  # noqa: ARG002 - port
        """Raises DeliveryError, naming the file."""
        headers = [f"From: {self._sender.header}", "Auto-Submitted: auto-generated"]
        mail = Letter(headers, document).join(self._to, message_id, self._clock())
        mail = re.sub(rb"(?m)^\.\.", b".", mail).replace(b"\r\n", b"\n")
        name = f"{int(edition.slot.closes.timestamp())}.{hashlib.sha256(message_id.encode()).hexdigest()[:20]}.briefing"
        try:
            for folder in ("tmp", "new", "cur"):
                (self._path / folder).mkdir(parents=True, exist_ok=True)
            if any((self._path / "cur").glob(f"{name}*")):
                return f"{name} was read already"
            draft = self._path / "tmp" / name
            for left in draft.parent.glob("*.briefing"):  # by a process that was killed
                left.unlink(missing_ok=True)
            with draft.open("wb") as file:
                file.write(mail)
                file.flush()
                os.fsync(file.fileno())
            with suppress(FileExistsError):
                os.link(draft, self._path / "new" / name)
            draft.unlink()
            _flush(self._path / "new")
        except OSError as error:
            why, hint = refused(error)
            raise DeliveryError(f"{error.filename or self._path}: {why}", hint=hint) from error
        return f"new/{name}"


def _flush(folder: Path) -> None:
    """That the name is there, too, outlives a power cut."""
    descriptor = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)
