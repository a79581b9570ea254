"""Servers for the tests of the HTTP client: raw sockets on loopback, so that they can say anything."""

from __future__ import annotations

import os
import socket
import ssl
import subprocess
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest

from briefing.edges.http import HttpFetcher
from briefing.errors import FetchError
from tests.conftest import missing

NOW = datetime(2026, 9, 16, 6, 0, tzinfo=UTC)
LOCAL = frozenset({"127.0.0.1", "localhost", "a.localhost", "b.localhost", "c.localhost"})

Handler = Callable[[socket.socket, str, dict[str, str]], object]
"""Called with the connection, the request's target and its headers; returns bytes to send, or None to hang up."""
Serve = Callable[..., "Server"]
"""(handler or the bytes of each answer, TLS context or None) -> a running server."""
Make = Callable[..., HttpFetcher]
"""HttpFetcher with what tests want; more keywords are passed on."""


def answer(body: bytes = b"", status: str = "200 OK", **headers: str) -> bytes:
    lines = [f"HTTP/1.1 {status}", f"Content-Length: {len(body)}"]
    lines += [f"{name.replace('_', '-')}: {value}" for name, value in headers.items()]
    return "\r\n".join(lines).encode() + b"\r\n\r\n" + body


class Server:
    """Listens on loopback, a thread for each connection, which is kept alive until the handler returns None."""

    def __init__(self, handler: Handler, context: ssl.SSLContext | None = None) -> None:
        self.handler, self.context = handler, context
        self.requests: list[tuple[str, dict[str, str]]] = []
        self.connections = 0
        self.listener = socket.create_server(("127.0.0.1", 0), backlog=64)
        self.port: int = self.listener.getsockname()[1]
        self.open: list[socket.socket] = []
        threading.Thread(target=self.accept, daemon=True).start()

    @property
    def targets(self) -> list[str]:
        return [target for target, _ in self.requests]

    def url(self, path: str = "/", host: str = "127.0.0.1", scheme: str = "http") -> str:
        return f"{scheme}://{host}:{self.port}{path}"

    def accept(self) -> None:
        with suppress(OSError):
            while True:
                connection, _ = self.listener.accept()
                self.connections += 1
                self.open.append(connection)
                threading.Thread(target=self.serve, args=(connection,), daemon=True).start()

    def serve(self, connection: socket.socket) -> None:
        with suppress(OSError):
            if self.context:
                connection = self.context.wrap_socket(connection, server_side=True)
                self.open.append(connection)
            while head := self.head(connection):
                lines = head.split("\r\n")
                headers = {k.lower(): v.strip() for k, _, v in (line.partition(":") for line in lines[1:])}
                self.requests.append((lines[0].split(" ")[1], headers))
                reply = self.handler(connection, *self.requests[-1])
                if not isinstance(reply, bytes):
                    break
                connection.sendall(reply)
                if headers.get("connection") == "close":
                    break
        connection.close()

    @staticmethod
    def head(connection: socket.socket) -> str:
        data = b""
        while not data.endswith(b"\r\n\r\n"):
            more = connection.recv(65536)
            if not more:
                return ""
            data += more
        return data.decode("latin-1").strip()

    def close(self) -> None:
        self.listener.close()
        for connection in self.open:
            connection.close()


@contextmanager
def serving() -> Iterator[Serve]:
    servers: list[Server] = []

    def start(handler: Handler | bytes, context: ssl.SSLContext | None = None) -> Server:
        call: Handler = (lambda *_: handler) if isinstance(handler, bytes) else handler
        servers.append(Server(call, context))
        return servers[-1]

    yield start
    for server in servers:
        server.close()


class Time:
    """A clock that only moves when somebody sleeps."""

    def __init__(self) -> None:
        self.now = 1000.0
        self.slept: list[float] = []

    def monotonic(self) -> float:
        return self.now

    def sleep(self, seconds: float) -> None:
        self.slept.append(seconds)
        self.now += seconds


@contextmanager
def fetchers(times: Time | None = None) -> Iterator[Make]:
    """Makes fetchers on a clock of their own, and closes them."""
    made: list[HttpFetcher] = []
    times = times or Time()

    def make(trusted_hosts: frozenset[str] = LOCAL, **settings: Any) -> HttpFetcher:
        defaults: dict[str, Any] = {
            "user_agent": "Briefing/0 (+https://briefing.example)",
            "clock": lambda: NOW,
            "monotonic": times.monotonic,
            "sleep": times.sleep,
        }
        made.append(HttpFetcher(trusted_hosts=trusted_hosts, **(defaults | settings)))
        return made[-1]

    yield make
    for fetcher in made:
        fetcher.close()


def refusal(fetcher: HttpFetcher, url: str, **how: Any) -> FetchError:
    with pytest.raises(FetchError) as caught:
        fetcher.fetch(url, **how)
    return caught.value


def timed(fetcher: HttpFetcher, url: str) -> tuple[str, float]:
    begun = time.monotonic()
    return refusal(fetcher, url).message, time.monotonic() - begun


def drip(connection: socket.socket, head: bytes, drop: bytes) -> None:
    connection.sendall(head)
    while True:
        connection.sendall(drop)
        time.sleep(0.02)


def nobody(host: str) -> bool:
    """For is_local: loopback is treated as the wide world is."""
    return False


def make_certificate(folder: Path) -> Path:
    """A certificate of a.localhost with its key."""
    path = folder / "both.pem"
    try:
        subprocess.run(
            ["openssl", "req", "-x509", "-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:prime256v1", "-nodes", "-days",
             "2", "-subj", "/CN=a.localhost", "-addext", "subjectAltName=DNS:a.localhost", "-keyout",
             str(path), "-out", f"{path}.crt"],
            check=True, capture_output=True, timeout=20, env={**os.environ, "OPENSSL_CONF": "/etc/ssl/openssl.cnf"},
        )  # fmt: skip
    except FileNotFoundError:
        missing("openssl")
    path.write_text(path.read_text() + Path(f"{path}.crt").read_text())
    return path


def server_side(certificate: Path) -> ssl.SSLContext:
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(certificate)
    return context


class Forwarder:
    """A real little proxy: CONNECT and absolute form, to loopback whatever the host is called."""

    def __init__(self, password: str | None = None) -> None:
        self.seen: list[tuple[str, dict[str, str]]] = []
        self.password = password
        self.server = Server(self.handle)
        self.url = self.server.url()

    def handle(self, connection: socket.socket, target: str, headers: dict[str, str]) -> bytes | None:
        self.seen.append((target, headers))
        if self.password and headers.get("proxy-authorization") != self.password:
            return answer(b"who are you?", "407 Proxy Authentication Required")
        absolute = target.startswith("http://")
        place, _, path = target.removeprefix("http://").partition("/")
        there = socket.create_connection(("127.0.0.1", int(place.rpartition(":")[2])))
        self.server.open.append(there)
        if absolute:
            lines = [f"GET /{path} HTTP/1.1", *(f"{k}: {v}" for k, v in headers.items()), "Connection: close", "", ""]
            there.sendall("\r\n".join(lines).encode("latin-1"))
        else:
            connection.sendall(b"HTTP/1.1 200 Connection established\r\nVia: test\r\n\r\n")
            threading.Thread(target=pump, args=(connection, there), daemon=True).start()
        pump(there, connection)
        return None

    def close(self) -> None:
        self.server.close()


def pump(source: socket.socket, sink: socket.socket) -> None:
    with suppress(OSError):
        while data := source.recv(65536):
            sink.sendall(data)
        sink.shutdown(socket.SHUT_WR)
