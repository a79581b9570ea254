"""Mails an edition over SMTP: one message a recipient, any number of them over one connection, several of these."""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from datetime import datetime
from functools import lru_cache

from briefing.core.letter import Letter
from briefing.core.message import list_id_header, parse_address, unsubscribe_headers
from briefing.edges.smtp.pace import Pace
from briefing.edges.smtp.session import MailServer, Session
from briefing.edges.smtp.words import setting
from briefing.errors import RejectedError
from briefing.model import Document, Edition
from briefing.ports import Conversation


class SmtpChannel:
    """Readers by mail (ports.Channel)."""

    repeatable = False

    def __init__(
        self,
        server: MailServer,
        *,
        name: str = "mail",
        sender: str,
        to: Iterable[str],
        reply_to: str | None = None,
        unsubscribe: str | None = None,
        list_id: str | None = None,
        lanes: int = 1,
        per_second: float = 0,
        clock: Callable[[], datetime],
    ) -> None:
        """`unsubscribe` is an https: or mailto: address, `list_id` "label.domain" or "Name <label.domain>".

        Raises ConfigError.
        """
        self.name = name
        self.lanes = lanes
        self._clock = clock
        self._recipients = tuple(dict.fromkeys(_normal(recipient) for recipient in to))
        author = setting("mail.sender", sender, parse_address)
        self._headers = [f"From: {author.header}"]
        if reply_to:
            self._headers.append(f"Reply-To: {setting('mail.reply_to', reply_to, parse_address).header}")
        if list_id:
            self._headers.append(f"List-Id: {setting('mail.list_id', list_id, list_id_header)}")
        if unsubscribe:
            self._headers += setting("mail.unsubscribe", unsubscribe, unsubscribe_headers)
        if not (list_id or unsubscribe):
            self._headers.append("Auto-Submitted: auto-generated")
        self._server, self._author = server, author
        self._pace = Pace(per_second)
        self._built: tuple[Document, Letter] | None = None
        self._building = threading.Lock()

    def recipients(self) -> Iterable[str]:
        """Each address once, its domain in ASCII and lower case; what is no address stands as it was given."""
        return self._recipients

    @contextmanager
    def session(self) -> Iterator[Conversation]:
        """One connection, opened anew where the server closes it between two messages. Raises UnreachableError."""
        session = Session(self._server, self._author)
        with session.opened():
            yield _Mailing(self, session)

    def deliver(self, document: Document, recipient: str, message_id: str, session: Session) -> str:
        """Mail one recipient; returns the server's answer to the message.

        Raises RejectedError (5xx, no address, too large), UncertainError when the whole message went out and no answer
        came, UnreachableError, and DeliveryError for all else that kept it from being taken.
        """
        try:
            to = _address(recipient)
        except ValueError as error:
            raise RejectedError(f"{recipient!r} is no mail address: {error}") from error
        message = self._letter(document).join(to, message_id, self._clock())
        self._pace.wait()
        return session.send(to, message)

    def _letter(self, document: Document) -> Letter:
        with self._building:
            if self._built is None or self._built[0] is not document:
                self._built = (document, Letter(self._headers, document))
            return self._built[1]


class _Mailing:
    """One connection of the channel (ports.Conversation)."""

    def __init__(self, channel: SmtpChannel, session: Session) -> None:
        self._channel, self._session = channel, session

    def send(self, edition: Edition, document: Document, recipient: str, message_id: str) -> str:  # noqa: ARG002 - port
        return self._channel.deliver(document, recipient, message_id, self._session)


_address = lru_cache(maxsize=2048)(parse_address)
"""A page of recipients is read before they are sent to."""


def _normal(recipient: str) -> str:
    try:
        return _address(recipient).spec
    except ValueError:
        return recipient.strip()  # kept, so that `send` can say of it what is wrong
