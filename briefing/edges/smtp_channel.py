"""Mails an edition over SMTP (RFC 5321): one message a recipient, one connection for all.

MAIL, RCPT, DATA     lost here: nothing was delivered; over a used connection it is tried once more on a new one
the message          lost here: nothing was delivered
the final dot        from here on no answer means "uncertain": it may have arrived
"""

from __future__ import annotations

import fcntl
import select
import smtplib
import socket
import ssl
import sys
import termios
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager, suppress
from datetime import datetime
from typing import Literal, TypeVar

from briefing.core.message import (
    Address,
    list_id_header,
    message_id,
    own_part,
    parse_address,
    shared_part,
    unsubscribe_headers,
)
from briefing.errors import BriefingError, ConfigError, DeliveryError, RejectedError, UncertainError
from briefing.model import Document, Edition

__all__ = ["Security", "SmtpChannel", "message_id"]

Security = Literal["starttls", "tls", "none"]
_Value = TypeVar("_Value")

_AUTHENTICATION = frozenset({530, 534, 535, 538})  # RFC 4954, section 6: the fault of the settings, not of an address
_LOGIN_HINT = "Check mail.user and the environment variable BRIEFING_SMTP_PASSWORD."


class SmtpChannel:
    """Readers by mail (ports.Channel). One thread at a time; `send` belongs inside `session`."""

    repeatable = False

    def __init__(
        self,
        *,
        name: str = "mail",
        host: str,
        port: int,
        security: Security = "starttls",
        user: str | None = None,
        password: str | None = None,
        sender: str,
        to: Sequence[str],
        reply_to: str | None = None,
        unsubscribe: str | None = None,
        list_id: str | None = None,
        timeout: float = 30.0,
        answer_timeout: float = 600.0,
        ssl_context: ssl.SSLContext | None = None,
        clock: Callable[[], datetime],
    ) -> None:
        """`unsubscribe` is an https: or mailto: address, `list_id` "label.domain" or "Name <label.domain>".

        Times are in seconds. `answer_timeout` is for the answer to a whole message: ten minutes by RFC 5321, section
        4.5.3.2.6, for to give up sooner makes uncertain deliveries. Raises ConfigError.
        """
        self.name = name
        self._host, self._port, self._security = host, port, security
        self._user, self._password = user, password
        self._timeout, self._answer_timeout = timeout, answer_timeout
        self._ssl_context = ssl_context
        self._clock = clock
        self._sender = _setting("sender", sender, parse_address)
        self._recipients = tuple(dict.fromkeys(_normal(recipient) for recipient in to))
        self._headers = [f"From: {self._sender.header}"]
        if reply_to:
            self._headers.append(f"Reply-To: {_setting('reply_to', reply_to, parse_address).header}")
        if list_id:
            self._headers.append(f"List-Id: {_setting('list_id', list_id, list_id_header)}")
        if unsubscribe:
            self._headers += _setting("unsubscribe", unsubscribe, unsubscribe_headers)
        if not (list_id or unsubscribe):
            self._headers.append("Auto-Submitted: auto-generated")
        self._built: tuple[Document, bytes] | None = None
        self._client: smtplib.SMTP | None = None
        self._used = False
        """Over this connection a message was taken or refused."""
        self._down: DeliveryError | None = None

    def recipients(self) -> Sequence[str]:
        """Each address once, its domain in ASCII and lower case; what is no address stands as it was given."""
        return self._recipients

    @contextmanager
    def session(self) -> Iterator[None]:
        """One connection for all recipients, opened anew where the server closes it between two messages."""
        self._down = None
        self._connect()
        try:
            yield
        finally:
            self._quit()

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
            self._built = (document, shared_part(self._headers, document))
        data = own_part(to, message_id, self._clock()) + self._built[1]
        try:
            client = self._envelope(to, len(data))
            self._message(client, to, data)
            return self._answer(client, to)
        except BriefingError:
            raise
        except BaseException:
            self._drop()  # in the middle of who knows what
            raise

    # --- the conversation --------------------------------------------------------------------------------------------

    def _envelope(self, to: Address, size: int) -> smtplib.SMTP:
        """Say for whom the message is, until the server asks for it; once more where a used connection was closed."""
        client = self._client or self._connect()
        try:
            return self._ask(client, to, size)
        except _LostError as lost:
            again = self._used
            self._drop()
            if not again:
                raise lost.told(to) from lost
        try:
            return self._ask(self._connect(), to, size)
        except _LostError as lost:
            self._drop()
            raise lost.told(to) from lost

    def _ask(self, client: smtplib.SMTP, to: Address, size: int) -> smtplib.SMTP:
        options = []
        if client.has_extn("size"):
            most = client.esmtp_features["size"]
            if most.isdecimal() and 0 < int(most) < size:
                raise RejectedError(f"{to.spec}: the message has {size} bytes, the mail server takes {most}", code=552)
            options.append(f"SIZE={size}")
        if not (to.local.isascii() and self._sender.local.isascii()):
            if not client.has_extn("smtputf8"):
                raise _ascii_only(to, self._sender)
            options += ["SMTPUTF8", "BODY=8BITMIME"]
        try:
            self._check(client.mail(self._sender.spec, options), to, "2", about_sender=True)
            self._check(client.rcpt(to.spec), to, "2")
            self._check(client.docmd("DATA"), to, "354")
        except smtplib.SMTPException as error:
            raise _LostError(f"the mail server ended the connection ({error})") from error
        return client

    def _message(self, client: smtplib.SMTP, to: Address, data: bytes) -> None:
        """Send the message and its final dot, which does not go out where anything is wrong before it."""
        try:
            client.send(data)
            if _has_spoken(client, self._timeout):
                code, text = client.getreply()
                raise _LostError(f"the mail server broke in: {_said(code, text)}", code=code)
            client.send(b".\r\n")
        except _LostError as lost:
            self._drop()
            raise lost.told(to) from lost
        except smtplib.SMTPException as error:
            self._drop()
            why = f"{to.spec}: the mail server ended the connection before the message was whole ({error})"
            raise DeliveryError(why) from error

    def _answer(self, client: smtplib.SMTP, to: Address) -> str:
        """The server's word on the message, after its final dot."""
        try:
            _patience(client, self._answer_timeout)
            reply = client.getreply()
            _patience(client, self._timeout)
            self._check(reply, to, "2")
        except smtplib.SMTPException as error:
            self._drop()
            raise UncertainError(f"{to.spec}: the message went out and no answer came ({error})") from error
        except _LostError as lost:
            self._drop()
            if lost.code is None:
                raise UncertainError(f"{to.spec}: the message went out, and then {lost}") from lost
            raise lost.told(to) from lost
        self._used = True
        return _said(*reply)

    def _check(self, reply: tuple[int, bytes], to: Address, wanted: str, *, about_sender: bool = False) -> None:
        """Nothing where the reply's code begins as wanted; otherwise raises what it means.

        After a refusal (DeliveryError, RejectedError) the connection is ready for the next message; after 421 and what
        is no SMTP (_LostError) it is not.
        """
        code = reply[0]
        if 200 <= code < 400 and str(code).startswith(wanted):
            return
        why = f"the mail server said {_said(*reply)}"
        if code == 421 or not 400 <= code < 600:
            raise _LostError(why, code=code if code == 421 else None)
        self._used = True
        self._reset()
        if code in _AUTHENTICATION:
            raise DeliveryError(f"{to.spec}: {why}", code=code, hint=_LOGIN_HINT)
        if about_sender and code >= 500:
            # One wrong setting must not give up every reader for good.
            raise DeliveryError(f"{to.spec}: {why}", code=code, hint=f"Check mail.sender: {self._sender.spec}.")
        raise (DeliveryError if code < 500 else RejectedError)(f"{to.spec}: {why}", code=code)

    def _reset(self) -> None:
        if self._client:
            with suppress(smtplib.SMTPException):
                if self._client.rset()[0] == 250:
                    return
            self._drop()

    # --- the connection ----------------------------------------------------------------------------------------------

    def _connect(self) -> smtplib.SMTP:
        """A connection that is greeted, encrypted and logged in.

        After one failure the session gives up at once: to wait for a dead server once a recipient would take hours.
        """
        if self._down:
            raise DeliveryError(self._down.message, code=self._down.code, hint=self._down.hint)
        try:
            self._client = self._open()
        except OSError as error:
            self._down = _unreachable(f"mail server {self._host}:{self._port}", error, self._security)
            raise self._down from error
        except UnicodeError as error:
            self._down = DeliveryError(
                "the mail server's name, the user or the password can't be sent: each must be ASCII"
            )
            raise self._down from error
        self._used = False
        return self._client

    def _open(self) -> smtplib.SMTP:
        context = self._ssl_context or (None if self._security == "none" else ssl.create_default_context())
        # The sender's domain greets: to find the machine's own full name asks a DNS server, and tells it to all.
        me = self._sender.domain
        if self._security == "tls":
            client: smtplib.SMTP = smtplib.SMTP_SSL(self._host, self._port, me, timeout=self._timeout, context=context)
        else:
            client = smtplib.SMTP(self._host, self._port, me, timeout=self._timeout)
        try:
            if client.sock:  # without this the final dot, a packet of its own, waits for the one before it
                client.sock.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
            client.ehlo_or_helo_if_needed()
            if self._security == "starttls":
                client.starttls(context=context)
                client.ehlo_or_helo_if_needed()
            if self._user:
                client.login(self._user, self._password or "")
        except BaseException:
            client.close()
            raise
        return client

    def _quit(self) -> None:
        if self._client:
            with suppress(OSError):  # all is said; a server that won't part politely changes nothing
                _patience(self._client, min(self._timeout, 5.0))
                self._client.docmd("QUIT")
            self._drop()

    def _drop(self) -> None:
        if self._client:
            self._client.close()
            self._client = None


class _LostError(Exception):
    """The conversation can't go on over this connection; `code` where the server said why."""

    def __init__(self, message: str, *, code: int | None = None) -> None:
        super().__init__(message)
        self.code = code

    def told(self, to: Address) -> DeliveryError:
        kind = RejectedError if self.code and 500 <= self.code < 600 else DeliveryError
        return kind(f"{to.spec}: {self}", code=self.code)


def _has_spoken(client: smtplib.SMTP, patience: float) -> bool:
    """Wait until the other machine has acknowledged what was sent; True as soon as the server says something.

    Without this a message lost on the way (a route that swallows large packets) would count as uncertain: the socket
    takes the final dot while what is before it still lies there. Raises SMTPServerDisconnected when nothing moves for
    `patience` seconds.
    """
    sock = client.sock
    if sock is None or (isinstance(sock, ssl.SSLSocket) and sock.pending()):
        return True
    poll = select.poll()
    poll.register(sock, select.POLLIN)
    # It may keep back its word on the last two segments for a while (RFC 5681, section 4.2): that is not waited for.
    enough = 2 * sock.getsockopt(socket.IPPROTO_TCP, socket.TCP_MAXSEG)
    least, since, pause = 0, time.monotonic(), 0
    while not poll.poll(pause):
        left = _unacknowledged(sock)
        if left <= enough:
            return False
        if not least or left < least:
            least, since = left, time.monotonic()
        elif time.monotonic() - since > patience:
            raise smtplib.SMTPServerDisconnected(f"nothing was taken for {patience:g} seconds")
        pause = min(pause * 2 + 1, 50)
    return True


def _unacknowledged(sock: socket.socket) -> int:
    """Bytes that the socket still holds (tcp(7), SIOCOUTQ); 0 where the system can't say."""
    try:
        return int.from_bytes(fcntl.ioctl(sock, termios.TIOCOUTQ, b"\0" * 4), sys.byteorder)
    except OSError:
        return 0


def _patience(client: smtplib.SMTP, seconds: float) -> None:
    if client.sock:
        client.sock.settimeout(seconds)


def _said(code: int, text: bytes | str) -> str:
    """A reply in one line that is safe to print."""
    if isinstance(text, bytes):
        text = text.decode("utf-8", "replace")
    words = "".join(c if c.isprintable() else " " for c in text).split()
    return " ".join([str(code), *words])[:500]


def _unreachable(where: str, error: OSError, security: Security) -> DeliveryError:
    """What kept a connection from being opened, in plain words."""
    code, hint = None, ""
    match error:
        case smtplib.SMTPAuthenticationError():
            code, hint = error.smtp_code, _LOGIN_HINT
            why = f"the login was refused: {_said(code, error.smtp_error)}"
        case smtplib.SMTPResponseException():
            code = error.smtp_code
            why = f"it said {_said(code, error.smtp_error)}"
        case smtplib.SMTPServerDisconnected():
            why, hint = f"it does not talk ({error})", "Do mail.port and mail.security belong together?"
        case smtplib.SMTPException():
            why, hint = str(error), "Check mail.security, and whether the server asks for a login (mail.user) at all."
        case ssl.SSLCertVerificationError():
            why = f"its certificate can't be trusted ({error.verify_message})"
            hint = "mail.host must be the name in the certificate."
        case ssl.SSLError():
            why = f"no encrypted connection ({error.reason or error})"
            hint = f"Perhaps mail.security should be {'starttls' if security == 'tls' else 'tls'}."
        case socket.gaierror():
            why = f"there is no such name, or no network ({error.strerror})"
        case TimeoutError():
            why = "no answer in time"
        case _:
            why = f"it can't be reached ({error.strerror or error})"
    return DeliveryError(f"{where}: {why}", code=code, hint=hint)


def _ascii_only(to: Address, sender: Address) -> DeliveryError:
    if not sender.local.isascii():
        return DeliveryError(f"the mail server can't send from {sender.spec}: before the @ it takes only ASCII")
    return RejectedError(f"{to.spec}: before the @ the mail server takes only ASCII (it lacks SMTPUTF8, RFC 6531)")


def _normal(recipient: str) -> str:
    try:
        return parse_address(recipient).spec
    except ValueError:
        return recipient.strip()  # kept, so that `send` can say of it what is wrong


def _setting(key: str, text: str, read: Callable[[str], _Value]) -> _Value:
    try:
        return read(text)
    except ValueError as error:
        raise ConfigError([f"mail.{key}: {text!r}: {error}"]) from error
