"""Posts an edition to a chat's incoming webhook, or to any address that takes JSON.

The address is a secret: whoever has it can post. It stands in no message, log or ledger; its host does.
"""

from __future__ import annotations

import http.client
import json
import socket
import ssl
import threading
from collections.abc import Callable, Sequence
from contextlib import nullcontext, suppress
from typing import Any
from urllib.parse import urlsplit

from briefing.core.networks import is_local
from briefing.errors import ConfigError, DeliveryError, RejectedError, UncertainError, UnreachableError
from briefing.model import Document, Edition

_LONGEST_ANSWER = 2_000


class WebhookChannel:
    """One address (ports.Channel); its host is the recipient."""

    repeatable = False
    lanes = 1

    def __init__(
        self,
        *,
        url: str,
        payload: Callable[[Edition], dict[str, Any]],
        name: str = "webhook",
        timeout: float = 30,
        context: ssl.SSLContext | None = None,
    ) -> None:
        """payload: draws what is posted. timeout: seconds to connect in, and for all that comes after it. Raises
        ConfigError."""
        try:
            parts = urlsplit(url.strip())
            port = parts.port
        except ValueError as error:
            raise ConfigError([f"channels: {name}: url is no web address"]) from error
        if parts.scheme not in ("http", "https") or not parts.hostname:
            raise ConfigError([f"channels: {name}: url must be an https:// address"])
        if parts.scheme == "http" and not is_local(parts.hostname):
            raise ConfigError([f"channels: {name}: url must begin with https://; else all on the way can read it"])
        self.name = name
        self._payload, self._timeout = payload, timeout
        self._host, self._port, self._encrypted = parts.hostname, port, parts.scheme == "https"
        self._target = (parts.path or "/") + (f"?{parts.query}" if parts.query else "")
        self._context = context

    def recipients(self) -> Sequence[str]:
        return [self._host]

    def session(self) -> nullcontext[WebhookChannel]:
        return nullcontext(self)

    def send(self, edition: Edition, document: Document, recipient: str, message_id: str) -> str:  # noqa: ARG002 - port
        """Post it; returns the status. Redirects are not followed.

        Raises UnreachableError where nobody answers, RejectedError (4xx), DeliveryError (429, 5xx), and UncertainError
        when it went out and no answer came.
        """
        body = json.dumps(self._payload(edition), ensure_ascii=False).encode("utf-8", "replace")
        connection = self._connection()
        try:
            connection.connect()
        except (OSError, UnicodeError) as error:
            why = getattr(error, "verify_message", "") or getattr(error, "strerror", "") or str(error)
            raise UnreachableError(f"{self._host}: {why}", hint="It is tried again later.") from error
        # The socket's own timeout is for each piece: an answer that comes in drops would be waited for all day.
        end = threading.Timer(self._timeout, _hang_up, [connection.sock])
        end.start()
        try:
            headers = {"Content-Type": "application/json; charset=utf-8", "User-Agent": "Briefing"}
            connection.request("POST", self._target, body, headers)
            with connection.getresponse() as answer:
                said = answer.read(_LONGEST_ANSWER).decode("utf-8", "replace")
        except (OSError, http.client.HTTPException) as error:
            raise UncertainError(f"{self._host}: it was sent and no answer came ({type(error).__name__})") from error
        finally:
            end.cancel()
            connection.close()
        return self._judged(answer.status, answer.reason, " ".join(said.split())[:200])

    def _connection(self) -> http.client.HTTPConnection:
        if not self._encrypted:
            return http.client.HTTPConnection(self._host, self._port, timeout=self._timeout)
        context = self._context or ssl.create_default_context()
        return http.client.HTTPSConnection(self._host, self._port, timeout=self._timeout, context=context)

    def _judged(self, status: int, reason: str, said: str) -> str:
        line = " ".join("".join(c if c.isprintable() else " " for c in f"{status} {reason} {said}").split())
        if 200 <= status < 300:
            return line
        if status == 429 or status >= 500:
            raise DeliveryError(f"{self._host}: {line}", code=status)
        hint = "Is the address still that of the webhook?" if status in (301, 302, 401, 403, 404, 410) else ""
        raise RejectedError(f"{self._host}: {line}", hint=hint, code=status)


def _hang_up(sock: socket.socket) -> None:
    with suppress(OSError):  # it was closed just now
        sock.shutdown(socket.SHUT_RDWR)
