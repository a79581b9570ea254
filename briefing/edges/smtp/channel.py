"""Mails an edition over SMTP: one message a recipient, one connection for all."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from contextlib import AbstractContextManager
from datetime import datetime

from briefing.core.letter import Letter
from briefing.core.message import list_id_header, parse_address, unsubscribe_headers
from briefing.edges.smtp.session import MailServer, Session
from briefing.edges.smtp.words import setting
from briefing.errors import RejectedError
from briefing.model import Document, Edition


class SmtpChannel:
    """Readers by mail (ports.Channel). One thread at a time; `send` belongs inside `session`."""

    repeatable = False

    def __init__(
        self,
        server: MailServer,
        *,
        name: str = "mail",
        sender: str,
        to: Sequence[str],
        reply_to: str | None = None,
        unsubscribe: str | None = None,
        list_id: str | None = None,
        clock: Callable[[], datetime],
    ) -> None:
        """`unsubscribe` is an https: or mailto: address, `list_id` "label.domain" or "Name <label.domain>".

        Raises ConfigError.
        """
        self.name = name
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
        self._built: tuple[Document, Letter] | None = None
        self._session = Session(server, author)

    def recipients(self) -> Sequence[str]:
        """Each address once, its domain in ASCII and lower case; what is no address stands as it was given."""
        return self._recipients

    def session(self) -> AbstractContextManager[None]:
        """One connection for all recipients, opened anew where the server closes it between two messages."""
        return self._session.opened()

    def send(self, edition: Edition, document: Document, recipient: str, message_id: str) -> str:  # noqa: ARG002 - port
        """Mail one recipient; returns the server's answer to the message.

        Raises RejectedError (5xx, no address, too large), UncertainError when the whole message went out and no answer
        came, and DeliveryError for all else that kept it from being taken.
        """
        try:
            to = parse_address(recipient)
        except ValueError as error:
            raise RejectedError(f"{recipient!r} is no mail address: {error}") from error
        if self._built is None or self._built[0] != document:
            self._built = (document, Letter(self._headers, document))
        return self._session.send(to, self._built[1].join(to, message_id, self._clock()))


def _normal(recipient: str) -> str:
    try:
        return parse_address(recipient).spec
    except ValueError:
        return recipient.strip()  # kept, so that `send` can say of it what is wrong
