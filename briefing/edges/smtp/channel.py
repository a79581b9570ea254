"""Mails an edition over SMTP: one message a recipient, any number of them over one connection, several of these."""

from __future__ import annotations

import re
import threading
from collections import OrderedDict
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import contextmanager
from datetime import date, datetime

from briefing.core.letter import Letter, Signer
from briefing.core.links import Links
from briefing.core.message import feedback_id_header, list_id_header, parse_address, unsubscribe_headers
from briefing.edges.smtp.pace import Pace
from briefing.edges.smtp.roll import Readers, Roll, Taste, read_address
from briefing.edges.smtp.session import MailServer, Session
from briefing.edges.smtp.words import setting
from briefing.errors import RejectedError, SkippedError
from briefing.model import Document, Edition
from briefing.ports import Conversation

_MOST_LETTERS = 256
"""That are kept, one for each choice of readers."""


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
        more: Sequence[str] = (),
        list_id: str | None = None,
        feedback_id: str | None = None,
        readers: Readers | None = None,
        signers: Sequence[Signer] = (),
        links: Links | None = None,
        day: date | None = None,
        everyone: bool = True,
        draw: Callable[[Taste], Document | None] | None = None,
        lanes: int = 1,
        per_second: float = 0,
        clock: Callable[[], datetime],
    ) -> None:
        """`to` gets it, and with `everyone` the active `readers`. `unsubscribe` is an https: or mailto: address, or one
        of each; it and `more` addresses that stand in the mail may have {reader} in them. `list_id` is "label.domain"
        or "Name <label.domain>", `feedback_id` whoever sends, as Gmail's reports are to name them. With `links` {leave}
        and {settings} are known, too. `day` is the edition's; `draw` makes what those get who chose something of it,
        None where that is nothing.

        Raises ConfigError.
        """
        self.name = name
        self.lanes = lanes
        self._clock = clock
        self._roll = Roll(to, readers, clock, links=links, day=day, everyone=everyone)
        self._draw = draw
        self._signers = tuple(signers)
        leave = (unsubscribe,) if isinstance(unsubscribe, str) else tuple(unsubscribe or ())
        self._personal = [url for url in dict.fromkeys((*leave, *more)) if "{" in url]
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
        self._document: Document | None = None
        self._letters = OrderedDict[Taste, Letter | None]()
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

        Raises SkippedError, RejectedError (5xx, no address, too large), UncertainError when all went out and no answer
        came, UnreachableError, and DeliveryError for all else that kept it from being taken.
        """
        message = self.message(document, recipient, message_id)
        self._pace.wait()
        if self._roll.gone(recipient):
            raise SkippedError("they left while it was being sent")
        return session.send(read_address(recipient), message)

    def message(self, document: Document, recipient: str, message_id: str) -> bytes:
        """The message for one recipient, dot-stuffed. Raises RejectedError where that is no address."""
        try:
            to = read_address(recipient)
        except ValueError as error:
            raise RejectedError(f"{recipient!r} is no mail address: {error}") from error
        if not (self._personal or self._draw):
            return self._letter(document, Taste()).join(to, message_id, self._clock())
        entry = self._roll.entry(recipient)
        return self._letter(document, entry.taste).join(to, message_id, self._clock(), entry.words)

    def file(self, document: Document, recipient: str, message_id: str) -> bytes:
        """The same as a file (.eml) has it. Raises RejectedError."""
        return re.sub(rb"(?m)^\.\.", b".", self.message(document, recipient, message_id))

    def _letter(self, document: Document, taste: Taste) -> Letter:
        with self._building:
            if self._document is not document:
                self._document = document
                self._letters.clear()
            if taste not in self._letters:
                drawn = self._draw(taste) if self._draw and taste != Taste() else document
                self._letters[taste] = self._build(drawn) if drawn else None
                if len(self._letters) > _MOST_LETTERS:
                    self._letters.popitem(last=False)
            self._letters.move_to_end(taste)
            letter = self._letters[taste]
        if letter is None:
            raise SkippedError("it has nothing in the sections that they chose")
        return letter

    def _build(self, document: Document) -> Letter:
        headers = list(self._headers)
        if self._feedback:
            headers.append(feedback_id_header(document.edition, self._list, self._feedback))
        return Letter(headers, document, personal=self._personal, signers=self._signers)


class _Mailing:
    """One connection of the channel (ports.Conversation)."""

    def __init__(self, channel: SmtpChannel, session: Session) -> None:
        self._channel, self._session = channel, session

    def send(self, edition: Edition, document: Document, recipient: str, message_id: str) -> str:  # noqa: ARG002 - port
        return self._channel.deliver(document, recipient, message_id, self._session)
