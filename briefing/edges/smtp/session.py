"""One connection to a mail server (RFC 5321) for any number of messages.

MAIL, RCPT, DATA     lost here: nothing was delivered; over a used connection it is tried once more on a new one
the message          lost here: nothing was delivered
the final dot        from here on no answer means "uncertain": it may have arrived
"""

from __future__ import annotations

import smtplib
import ssl
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from typing import Literal

from briefing.core.message import Address
from briefing.edges.smtp.client import Client, TlsClient
from briefing.edges.smtp.words import AUTHENTICATION, LOGIN_HINT, Security, ascii_only, said, unreachable
from briefing.errors import BriefingError, DeliveryError, RejectedError, UncertainError, UnreachableError


@dataclass(frozen=True, slots=True, kw_only=True)
class MailServer:
    """Where mail is handed in, and how. Times are in seconds.

    `answer_timeout` is for the answer to a whole message: ten minutes by RFC 5321, section 4.5.3.2.6, for to give up
    sooner makes uncertain deliveries.
    """

    host: str
    port: int
    security: Security = "starttls"
    user: str | None = None
    password: str | None = field(default=None, repr=False)
    auth: Literal["login", "xoauth2"] = "login"
    """With xoauth2 the password is an access token."""
    timeout: float = 30.0
    answer_timeout: float = 600.0
    per_connection: int = 0
    """After so many messages a new connection is opened; 0 is without end."""
    ssl_context: ssl.SSLContext | None = None


class Session:
    """The conversation with one server, for one sender. One thread at a time; `send` belongs inside `opened`."""

    def __init__(self, server: MailServer, sender: Address) -> None:
        self._server, self._sender = server, sender
        self._client: Client | None = None
        self._used = False
        """Over this connection a message was taken or refused."""
        self._taken = 0

    @contextmanager
    def opened(self) -> Iterator[None]:
        """One connection for all recipients, opened anew where the server closes it between two messages."""
        self._connect()
        try:
            yield
        finally:
            self._quit()

    def send(self, to: Address, data: bytes) -> str:
        """Send a message, dot-stuffed and ending in a line end; returns the server's answer to it.

        Raises RejectedError (5xx, too large), UncertainError when the whole message went out and no answer came, and
        DeliveryError for all else that kept it from being taken.
        """
        try:
            client = self._envelope(to, len(data))
            self._message(client, to, data)
            return self._answer(client, to)
        except BriefingError:
            raise
        except BaseException:
            self._drop()  # in the middle of who knows what
            raise

    def encryption(self) -> tuple[str, float] | None:
        """The version of TLS, and when the server's certificate ends (seconds since 1970); None without. Inside
        `opened`."""
        sock = self._client.sock if self._client else None
        if not isinstance(sock, ssl.SSLSocket):
            return None
        ends = (sock.getpeercert() or {}).get("notAfter")
        return str(sock.version()), ssl.cert_time_to_seconds(str(ends)) if ends else float("inf")

    # --- the conversation --------------------------------------------------------------------------------------------

    def _envelope(self, to: Address, size: int) -> Client:
        """Say for whom the message is, until the server asks for it; once more where a used connection was closed."""
        if self._client and self._server.per_connection and self._taken >= self._server.per_connection:
            self._quit()
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

    def _ask(self, client: Client, to: Address, size: int) -> Client:
        options = []
        if most := client.esmtp_features.get("size"):
            if most.isdecimal() and 0 < int(most) < size:
                raise RejectedError(f"{to.spec}: the message has {size} bytes, the mail server takes {most}", code=552)
            options.append(f"SIZE={size}")
        if not (to.local.isascii() and self._sender.local.isascii()):
            if not client.has_extn("smtputf8"):
                raise ascii_only(to, self._sender)
            options += ["SMTPUTF8", "BODY=8BITMIME"]
        commands = [
            " ".join((f"MAIL FROM:<{self._sender.spec}>", *options)),
            f"RCPT TO:<{to.spec}>",
            "DATA",
        ]
        client.command_encoding = "utf-8" if "SMTPUTF8" in options else "ascii"
        try:
            if "pipelining" in client.esmtp_features:
                client.put("\r\n".join([*commands, ""]).encode(client.command_encoding))
                self._agreed(client, to)
            else:
                for number, (command, wanted) in enumerate(zip(commands, _AGREED, strict=True)):
                    client.putcmd(command)
                    self._check(client.getreply(), to, wanted, about_sender=number == 0)
        except smtplib.SMTPException as error:
            raise _LostError(f"the mail server ended the connection ({error})") from error
        return client

    def _agreed(self, client: Client, to: Address) -> None:
        """Read the answers to what was sent at once (RFC 2920): all of them, for the next message's come after them."""
        replies, refused = list[tuple[int, bytes]](), None
        for _ in _AGREED:
            replies.append(client.getreply())
            if not _as(replies[-1], _AGREED[len(replies) - 1]) and refused is None:
                refused = len(replies) - 1
            if replies[-1][0] == 421 or not 200 <= replies[-1][0] < 600:
                break  # nothing that can be relied on follows
        if refused is None:
            return
        if len(replies) == len(_AGREED) and _as(replies[-1], 354):
            # It waits for a message all the same: an empty one, for nobody.
            client.put(b".\r\n")
            client.getreply()
        self._check(replies[refused], to, _AGREED[refused], about_sender=refused == 0)

    def _message(self, client: Client, to: Address, data: bytes) -> None:
        """Send the message and its final dot, which does not go out where anything is wrong before it."""
        try:
            client.put(data)
            if client.has_spoken(self._server.timeout):
                code, text = client.getreply()
                raise _LostError(f"the mail server broke in: {said(code, text)}", code=code)
            client.put(b".\r\n")
        except _LostError as lost:
            self._drop()
            raise lost.told(to) from lost
        except smtplib.SMTPException as error:
            self._drop()
            why = f"{to.spec}: the mail server ended the connection before the message was whole ({error})"
            raise DeliveryError(why) from error

    def _answer(self, client: Client, to: Address) -> str:
        """The server's word on the message, after its final dot."""
        try:
            client.wait(self._server.answer_timeout)
            reply = client.getreply()
            client.wait(self._server.timeout)
            self._check(reply, to, 2)
        except smtplib.SMTPException as error:
            self._drop()
            raise UncertainError(f"{to.spec}: the message went out and no answer came ({error})") from error
        except _LostError as lost:
            self._drop()
            if lost.code is None:
                raise UncertainError(f"{to.spec}: the message went out, and then {lost}") from lost
            raise lost.told(to) from lost
        self._used = True
        self._taken += 1
        return said(*reply)

    def _check(self, reply: tuple[int, bytes], to: Address, wanted: int, *, about_sender: bool = False) -> None:
        """Nothing where the reply's code begins as wanted; otherwise raises what it means.

        After a refusal (DeliveryError, RejectedError) the connection is ready for the next message; after 421 and what
        is no SMTP (_LostError) it is not.
        """
        code = reply[0]
        if _as(reply, wanted):
            return
        why = f"the mail server said {said(*reply)}"
        if code == 421 or not 400 <= code < 600:
            raise _LostError(why, code=code if code == 421 else None)
        self._used = True
        self._reset()
        if code in AUTHENTICATION:
            raise UnreachableError(f"{to.spec}: {why}", code=code, hint=LOGIN_HINT)
        if about_sender and code >= 500:
            # One wrong setting must not give up every reader for good.
            raise UnreachableError(f"{to.spec}: {why}", code=code, hint=f"Check mail.sender: {self._sender.spec}.")
        raise (DeliveryError if code < 500 else RejectedError)(f"{to.spec}: {why}", code=code)

    def _reset(self) -> None:
        if self._client:
            with suppress(smtplib.SMTPException):
                if self._client.rset()[0] == 250:
                    return
            self._drop()

    # --- the connection ----------------------------------------------------------------------------------------------

    def _connect(self) -> Client:
        """A connection that is greeted, encrypted and logged in. Raises UnreachableError."""
        try:
            self._client = self._open()
        except OSError as error:
            where = f"mail server {self._server.host}:{self._server.port}"
            raise unreachable(where, error, self._server.security) from error
        except UnicodeError as error:
            what = "the mail server's name, the user or the password can't be sent: each must be ASCII"
            raise UnreachableError(what) from error
        self._used, self._taken = False, 0
        return self._client

    def _open(self) -> Client:
        server = self._server
        context = server.ssl_context or (None if server.security == "none" else ssl.create_default_context())
        # The sender's domain greets: to find the machine's own full name asks a DNS server, and tells it to all.
        here, me = (server.host, server.port), self._sender.domain
        if server.security == "tls":
            client: Client = TlsClient(*here, me, timeout=server.timeout, context=context)
        else:
            client = Client(*here, me, timeout=server.timeout)
        try:
            client.no_delay()
            client.ehlo_or_helo_if_needed()
            if server.security == "starttls":
                client.starttls(context=context)
                client.ehlo_or_helo_if_needed()
            if server.user:
                _login(client, server.user, server.password or "", server.auth)
            client.time_out(server.timeout, min(server.answer_timeout, _GOODBYE))
        except BaseException:
            client.close()
            raise
        return client

    def _quit(self) -> None:
        if self._client:
            self._client.part(min(self._server.timeout, _GOODBYE))
            self._client = None

    def _drop(self) -> None:
        if self._client:
            self._client.close()
            self._client = None


def _login(client: Client, user: str, password: str, auth: str) -> None:
    if auth == "login":
        client.login(user, password)
        return
    token = f"user={user}\1auth=Bearer {password}\1\1"
    # To a challenge, which says what is wrong with the token, the answer is empty.
    answer = client.auth("XOAUTH2", lambda challenge=None: token if challenge is None else "")
    if answer[0] not in (235, 503):
        raise smtplib.SMTPAuthenticationError(*answer)


_AGREED = (2, 2, 354)
"""The answers to MAIL, RCPT and DATA: a code, or what it begins with."""
_GOODBYE = 5.0
"""Seconds that a server is given to part politely."""


def _as(reply: tuple[int, bytes], wanted: int) -> bool:
    return reply[0] == wanted or reply[0] // 100 == wanted


class _LostError(Exception):
    """The conversation can't go on over this connection; `code` where the server said why."""

    def __init__(self, message: str, *, code: int | None = None) -> None:
        super().__init__(message)
        self.code = code

    def told(self, to: Address) -> DeliveryError:
        kind = RejectedError if self.code and 500 <= self.code < 600 else DeliveryError
        return kind(f"{to.spec}: {self}", code=self.code)
