"""Real SMTP servers on loopback: one that works (aiosmtpd), and one that says and does what a test tells it to."""

from __future__ import annotations

import socket
import ssl
import subprocess
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from email import message_from_bytes, policy
from email.message import EmailMessage
from pathlib import Path
from typing import Any

from aiosmtpd.controller import Controller
from aiosmtpd.smtp import SMTP, AuthResult, LoginPassword


@dataclass
class MailServer:
    """What a server took in, raw, in the order in which it came; every recipient is welcome."""

    port: int = 0
    raw: list[bytes] = field(default_factory=list)
    recipients: list[str] = field(default_factory=list)
    options: list[list[str]] = field(default_factory=list)
    encrypted: list[bool] = field(default_factory=list)
    logins: list[bytes | None] = field(default_factory=list)
    connections: int = 0
    per_connection: int = 0
    """After so many messages a connection is closed with 421; 0 is without end."""
    refusals: list[str] = field(default_factory=list)
    """What the next messages are answered with instead of being taken, one after the other."""

    @property
    def messages(self) -> list[EmailMessage]:
        return [message_from_bytes(raw, policy=policy.default) for raw in self.raw]

    async def handle_DATA(self, server: Any, session: Any, envelope: Any) -> str:  # noqa: N802 - aiosmtpd's name
        if self.refusals:
            return self.refusals.pop(0)
        self.raw.append(envelope.original_content)
        self.recipients += envelope.rcpt_tos
        self.options.append(envelope.mail_options)
        self.encrypted.append(session.ssl is not None)
        self.logins.append(session.auth_data)
        server.taken += 1
        return f"250 2.0.0 queued as {len(self.raw)}"


class _Smtp(SMTP):
    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        self.taken = 0

    async def smtp_EHLO(self, hostname: str) -> None:  # noqa: N802 - aiosmtpd's name
        self.event_handler.connections += self.taken == 0
        await super().smtp_EHLO(hostname)

    async def smtp_MAIL(self, arg: str) -> None:  # noqa: N802 - aiosmtpd's name
        if 0 < self.event_handler.per_connection <= self.taken:
            await self.push("421 4.7.0 too many messages on this connection")
            if self.transport:
                self.transport.close()
            return
        await super().smtp_MAIL(arg)


@contextmanager
def mail_server(
    *,
    tls: ssl.SSLContext | None = None,
    implicit_tls: bool = False,
    login: tuple[str, str] | None = None,
    size: int = 33_554_432,
    utf8: bool = False,
    per_connection: int = 0,
) -> Iterator[MailServer]:
    """A server that works: with STARTTLS or TLS, with a login, with a SIZE, with SMTPUTF8, as is asked."""
    taken = MailServer(per_connection=per_connection)

    def authenticate(_server: Any, _session: Any, _envelope: Any, _mechanism: str, data: Any) -> Any:
        right = isinstance(data, LoginPassword) and (data.login.decode(), data.password.decode()) == login
        return AuthResult(success=right, handled=False, auth_data=data.login if right else None)

    # Without a name of its own it asks the DNS for one at each connection.
    options: dict[str, Any] = {"hostname": "localhost", "data_size_limit": size, "enable_SMTPUTF8": utf8, "timeout": 20}
    if tls and not implicit_tls:
        options |= {"tls_context": tls, "require_starttls": True}
    if login:  # aiosmtpd does not know that a connection which began with TLS is encrypted
        needs_tls = tls is not None and not implicit_tls
        options |= {"authenticator": authenticate, "auth_required": True, "auth_require_tls": needs_tls}

    class Local(Controller):
        def factory(self) -> _Smtp:
            return _Smtp(taken, **options)

    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        taken.port = free.getsockname()[1]
    controller = Local(
        taken, hostname="127.0.0.1", port=taken.port, ssl_context=tls if implicit_tls else None, ready_timeout=10
    )
    controller.start()
    try:
        yield taken
    finally:
        controller.stop()


# --- a server that follows a script ----------------------------------------------------------------------------------

Answer = Callable[["Talk", str], str | None]
"""Gets each command line; returns the reply, or None where it has dealt with it itself."""


@dataclass
class Talk:
    """One connection to a scripted server."""

    sock: socket.socket
    number: int
    """Which connection this is, from 1."""
    said: list[str] = field(default_factory=list)
    data: bytes = b""
    closed: bool = False

    def reply(self, text: str) -> None:
        self.sock.sendall(text.encode() + b"\r\n")

    def line(self) -> str:
        line = b""
        while not line.endswith(b"\n"):
            piece = self.sock.recv(1)
            if not piece:
                raise ConnectionError
            line += piece
        return line.decode("utf-8", "replace").rstrip("\r\n")

    def message(self) -> None:
        """Read up to the final dot."""
        while not self.data.endswith(b"\r\n.\r\n"):
            piece = self.sock.recv(65536)
            if not piece:
                raise ConnectionError
            self.data += piece

    def close(self, *, reset: bool = False) -> None:
        """End the connection; with reset at once, unread bytes and all."""
        if reset:
            self.sock.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, b"\1\0\0\0\0\0\0\0")
        self.closed = True
        self.sock.close()


def ordinary(talk: Talk, line: str) -> str | None:
    """What a server that works says."""
    verb = line[:4].upper()
    if verb == "DATA":
        talk.reply("354 go ahead")
        talk.message()
        return "250 2.0.0 taken"
    if verb == "QUIT":
        talk.reply("221 bye")
        talk.close()
        return None
    return "250 ok"


@dataclass
class ScriptedServer:
    port: int
    talks: list[Talk] = field(default_factory=list)

    @property
    def commands(self) -> list[str]:
        return [line for talk in self.talks for line in talk.said]


@contextmanager
def scripted_server(answer: Answer, *, greeting: str = "220 test") -> Iterator[ScriptedServer]:
    """A raw socket that follows `answer`."""
    listener = socket.socket()
    listener.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, 4096)  # so that a large message can't hide in buffers
    listener.bind(("127.0.0.1", 0))
    listener.listen()
    server = ScriptedServer(listener.getsockname()[1])

    def talk_to(talk: Talk) -> None:
        with suppress(OSError, ConnectionError), talk.sock:
            talk.sock.settimeout(10)
            talk.reply(greeting)
            while not talk.closed:
                line = talk.line()
                talk.said.append(line)
                reply = answer(talk, line)
                if reply is not None:
                    talk.reply(reply)

    def accept() -> None:
        with suppress(OSError):
            while True:
                sock, _ = listener.accept()
                talk = Talk(sock, len(server.talks) + 1)
                server.talks.append(talk)
                threading.Thread(target=talk_to, args=(talk,), daemon=True).start()

    threading.Thread(target=accept, daemon=True).start()
    try:
        yield server
    finally:
        with suppress(OSError):
            listener.shutdown(socket.SHUT_RDWR)
        listener.close()
        for talk in server.talks:
            with suppress(OSError):
                talk.sock.shutdown(socket.SHUT_RDWR)


# --- certificates ----------------------------------------------------------------------------------------------------


def certificate(folder: Path, openssl: str) -> tuple[ssl.SSLContext, ssl.SSLContext]:
    """A server's context with a certificate made for "localhost" and 127.0.0.1, and a client's that trusts it."""
    key, cert = folder / "key.pem", folder / "cert.pem"
    subprocess.run(
        [openssl, "req", "-x509", "-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:prime256v1", "-nodes", "-days", "2",
         "-keyout", str(key), "-out", str(cert), "-subj", "/CN=localhost",
         "-addext", "subjectAltName=DNS:localhost,IP:127.0.0.1"],
        check=True,
        capture_output=True,
    )  # fmt: skip
    server = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    server.load_cert_chain(cert, key)
    return server, ssl.create_default_context(cafile=str(cert))
