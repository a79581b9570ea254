"""Tells of an edition by any of the services that Apprise knows (Telegram, Matrix, ntfy …): its headlines, and where to
read it. The addresses are secrets: none stands in a message, log or ledger."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Sequence
from contextlib import nullcontext

from briefing.errors import ConfigError, DeliveryError
from briefing.model import Document, Edition


class AppriseChannel:
    """Some addresses (ports.Channel). A recipient is an address's scheme and a part of its hash."""

    repeatable = False
    lanes = 1

    def __init__(self, *, urls: str | Sequence[str], text: Callable[[Edition], str], name: str = "apprise") -> None:
        """text: what is said of an edition, as plain text. Raises ConfigError."""
        try:
            from apprise import Apprise
        except ImportError as error:
            hint = 'pip install "daily-briefing[apprise]"'
            raise ConfigError([f"channels: {name}: Apprise is not installed"], hint=hint) from error
        self.name = name
        self._text = text
        self._ways: dict[str, Callable[[str, str], bool]] = {}
        for url in urls.split() if isinstance(urls, str) else urls:
            way = Apprise()
            if not way.add(url):
                raise ConfigError([f"channels: {name}: Apprise does not know an address that begins {url[:6]!r}"])
            digest = hashlib.sha256(url.encode()).hexdigest()[:8]
            self._ways[f"{url.partition(':')[0]} {digest}"] = _notify(way.notify)
        if not self._ways:
            raise ConfigError([f"channels: {name}: needs urls"])

    def recipients(self) -> Sequence[str]:
        return list(self._ways)

    def session(self) -> nullcontext[AppriseChannel]:
        return nullcontext(self)

    def send(self, edition: Edition, document: Document, recipient: str, message_id: str) -> str:  # noqa: ARG002 - port
        """Raises DeliveryError: Apprise says that it failed, not why."""
        if not self._ways[recipient](document.subject, self._text(edition)):
            raise DeliveryError(f"{recipient}: it was not taken")
        return "taken"


def _notify(notify: Callable[..., object]) -> Callable[[str, str], bool]:
    return lambda title, body: bool(notify(title=title, body=body, body_format="text"))
