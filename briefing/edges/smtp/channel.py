"""Mails an edition over SMTP: one message a recipient, any number of them over one connection, several of these."""

from __future__ import annotations

import re
import threading
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import contextmanager
from datetime import datetime

from briefing.core.letter import Letter, Signer
from briefing.core.message import feedback_id_header, list_id_header, parse_address, unsubscribe_headers
from briefing.edges.smtp.pace import Pace
from briefing.edges.smtp.roll import Readers, Roll, read_address
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
        unsubscribe: str | Sequence[str] | None = None,
        preferences: str | None = None,
        list_id: str | None = None,
        feedback_id: str | None = None,
        readers: Readers | None = None,
        signers: Sequence[Signer] = (),
        lanes: int = 1,
        per_second: float = 0,
        clock: Callable[[], datetime],
    ) -> None:
        """`to` and the active `readers` get it. `unsubscribe` is an https: or mailto: address, or one of each; it and
        `preferences` may have {reader} in them. `list_id` is "label.domain" or "Name <label.domain>", `feedback_id`
        whoever sends, as Gmail's reports are to name them.

        Raises ConfigError.
        """
        self.name = name
        self.lanes = lanes
        self._clock = clock
        self._roll = Roll(to, readers)
        self._signers = tuple(signers)
        leave = (unsubscribe,) if isinstance(unsubscribe, str) else tuple(unsubscribe or ())
        self._personal = [url for url in (*leave, preferences or "") if "{" in url]
        author = setting("mail.sender", sender, parse_address)
        self._headers = [f"From: {author.header}"]
        if reply_to:
            self._headers.append(f"Reply-To: {setting('mail.reply_to', reply_to, parse_address).header}")
        if list_id:
            self._headers.append(f"List-Id: {setting('mail.list_id', list_id, list_id_header)}")
        if leave:
            self._headers += setting("mail.unsubscribe", leave[0], lambda _: unsubscribe_headers(*leave))
        self._list, self._feedback = (list_id or author.domain).rstrip(">").rpartition("<")[2], feedback_id
        if not (list_id or leave):
            self._headers.append("Auto-Submitted: auto-generated")
        self._server, self._author = server, author
        self._pace = Pace(per_second)
        self._built: tuple[Document, Letter] | None = None
        self._building = threading.Lock()

    def recipients(self) -> Iterable[str]:
        """Each address once, its domain in ASCII and lower case; what is no address stands as it was given."""
        return self._roll

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
        message = self.message(document, recipient, message_id)
        self._pace.wait()
        return session.send(read_address(recipient), message)

    def message(self, document: Document, recipient: str, message_id: str) -> bytes:
        """The message for one recipient, dot-stuffed. Raises RejectedError where that is no address."""
        try:
            to = read_address(recipient)
        except ValueError as error:
            raise RejectedError(f"{recipient!r} is no mail address: {error}") from error
        letter = self._letter(document)
        return letter.join(to, message_id, self._clock(), self._roll.words(recipient) if self._personal else None)

    def file(self, document: Document, recipient: str, message_id: str) -> bytes:
        """The same as a file (.eml) has it. Raises RejectedError."""
        return re.sub(rb"(?m)^\.\.", b".", self.message(document, recipient, message_id))

    def _letter(self, document: Document) -> Letter:
        with self._building:
            if self._built is None or self._built[0] is not document:
                headers = list(self._headers)
                if self._feedback:
                    headers.append(feedback_id_header(document.edition, self._list, self._feedback))
                self._built = (document, Letter(headers, document, personal=self._personal, signers=self._signers))
            return self._built[1]


class _Mailing:
    """One connection of the channel (ports.Conversation)."""

    def __init__(self, channel: SmtpChannel, session: Session) -> None:
        self._channel, self._session = channel, session

    def send(self, edition: Edition, document: Document, recipient: str, message_id: str) -> str:  # noqa: ARG002 - port
        return self._channel.deliver(document, recipient, message_id, self._session)
