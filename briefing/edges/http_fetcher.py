"""Fetching over HTTP: polite, bounded, and safe against hostile servers.

One request to a host at a time. Every answer is bounded in time (a watchdog shuts the socket down, so that neither
slow headers nor a slow body outlast it) and in size (before and after decompression, piece by piece). A name is
resolved here, its addresses are judged, and the connection goes to the very address that was judged, at each redirect
anew: a name that resolves differently a moment later gains nothing. Cookies are not kept; proxies are not used.
"""

from __future__ import annotations

import re
import socket
import ssl
import threading
import time
import zlib
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from datetime import UTC, datetime
from http.client import HTTPException, RemoteDisconnected
from typing import Self
from urllib.parse import urlsplit, urlunsplit

from urllib3 import exceptions
from urllib3.connection import HTTPConnection, HTTPSConnection
from urllib3.response import HTTPResponse

from briefing.core.http import basic_credentials, retry_after, status_line, unpacked
from briefing.core.urls import absolute, is_public
from briefing.errors import FetchError
from briefing.model import Page, Validators

_PIECE = 65_536
_IDLE_CONNECTIONS = 32
_IDLE_SECONDS = 30.0
_ADDRESSES_TRIED = 3
_REDIRECTS = frozenset((301, 302, 303, 307, 308))
_WHOLE = frozenset((200, 203))
_PASSING = frozenset((429, 500, 502, 503, 504))
_SECOND_TRY, _SOON = 1.0, 5.0
"""Seconds to a second try where the server names none, and how long it may make us wait for one."""
_PORTS = {"http": 80, "https": 443}
_ACCEPT = (
    "text/html, application/xhtml+xml, application/rss+xml, application/atom+xml, application/feed+json, "
    "application/xml;q=0.9, application/json;q=0.8, */*;q=0.5"
)
_SENDABLE = re.compile(r"[\x20-\x7e]{1,1000}")
_TRANSPORT_ERRORS = (OSError, HTTPException, exceptions.HTTPError, zlib.error, EOFError)

Origin = tuple[str, str, int]
"""Scheme, host, port."""


def _utc_now() -> datetime:
    return datetime.now(UTC)


class HttpFetcher:
    """Implements `ports.Fetcher`; may be used from many threads.

    trusted_hosts: the hosts ("name" or "name:port") that may be at private or loopback addresses. Times are seconds;
    total_timeout is for one fetch with all its redirects, without the wait for the host's turn. max_bytes counts the
    body after decompression. per_host: how many requests may be under way to one host. clock: for a Retry-After that
    names a date.
    """

    def __init__(
        self,
        *,
        user_agent: str,
        trusted_hosts: frozenset[str] = frozenset(),
        connect_timeout: float = 5.0,
        read_timeout: float = 10.0,
        total_timeout: float = 20.0,
        max_bytes: int = 5_000_000,
        max_redirects: int = 5,
        per_host: int = 1,
        ssl_context: ssl.SSLContext | None = None,
        clock: Callable[[], datetime] = _utc_now,
        sleep: Callable[[float], None] = time.sleep,
    ) -> None:
        self._user_agent = user_agent
        self._trusted = frozenset(name.lower().strip("[]") for name in trusted_hosts)
        self._connect_timeout, self._read_timeout, self._total_timeout = connect_timeout, read_timeout, total_timeout
        self._max_bytes, self._max_redirects, self._per_host = max_bytes, max_redirects, per_host
        self._ssl_context = ssl_context
        self._clock, self._sleep = clock, sleep
        self._lock = threading.Lock()
        self._turns: dict[str, threading.Semaphore] = {}
        self._idle: dict[Origin, tuple[HTTPConnection, float]] = {}

    def fetch(self, url: str, *, validators: Validators | None = None) -> Page:
        """The page behind an http(s) address, redirects followed. Raises FetchError in plain words.

        A server that is busy for the moment is asked once more when it says, if it says soon.
        """
        try:
            return self._fetch(url, validators)
        except FetchError as error:
            wait = _SECOND_TRY if error.retry_after is None else error.retry_after
            if error.status not in _PASSING or wait > _SOON:
                raise
        self._sleep(wait)
        return self._fetch(url, validators)

    def _fetch(self, url: str, validators: Validators | None) -> Page:
        address = absolute(url)
        if not address:
            raise FetchError("not an http(s) address", hint="Write it in full, as in https://news.example/feed.")
        credentials, home = basic_credentials(address), _origin(address)
        seen: set[str] = set()
        left = self._total_timeout
        while True:
            address = _bare(address)
            if address in seen:
                raise FetchError("redirected in a circle")
            if len(seen) > self._max_redirects:
                raise FetchError(f"redirected more than {self._max_redirects} times")
            seen.add(address)
            origin = _origin(address)
            headers = self._headers(origin, validators)
            if credentials and origin == home:
                headers["Authorization"] = credentials
            with self._turn(origin[1]):
                begun = time.monotonic()
                found = self._hop(address, origin, headers, left)
                left -= time.monotonic() - begun
            if isinstance(found, Page):
                return found
            address = found

    def close(self) -> None:
        """Close the connections kept for reuse."""
        with self._lock:
            idle, self._idle = self._idle, {}
        for connection, _ in idle.values():
            connection.close()

    # --- one request and its answer ----------------------------------------------------------------------------------

    def _hop(self, address: str, origin: Origin, headers: dict[str, str], left: float) -> Page | str:
        """A page, or the address to go on to."""
        with _Watchdog(left) as watchdog:
            try:
                if kept := self._take(origin):
                    try:
                        return self._exchange(kept, address, origin, headers, watchdog)
                    except ConnectionError:
                        # The server gave up the idle connection just now: that says nothing about a new one.
                        if watchdog.bit:
                            raise
                return self._exchange(self._connect(origin, watchdog), address, origin, headers, watchdog)
            except _TRANSPORT_ERRORS as error:
                if watchdog.bit:
                    raise FetchError(f"no answer within {self._total_timeout:g} s") from error
                raise FetchError(self._plain_words(error)) from error

    def _exchange(
        self, connection: HTTPConnection, address: str, origin: Origin, headers: dict[str, str], watchdog: _Watchdog
    ) -> Page | str:
        keep = False
        try:
            connection.timeout = self._read_timeout
            watchdog.guard(connection.sock)
            parts = urlsplit(address)
            target = urlunsplit(("", "", parts.path, parts.query, ""))
            connection.request("GET", target, headers=headers, preload_content=False, decode_content=False)
            with connection.getresponse() as answer:
                found = self._judge(answer, address, headers)
            watchdog.release()
            # A redirect's body was not read, so its connection can't be used again.
            keep = connection.sock is not None and isinstance(found, Page)
            return found
        finally:
            if keep:
                self._keep(origin, connection)
            else:
                connection.close()

    def _judge(self, answer: HTTPResponse, address: str, asked: dict[str, str]) -> Page | str:
        headers = {name.lower(): value for name, value in answer.headers.items()}
        status = answer.status
        if status in _REDIRECTS:
            return _target(headers.get("location"), address)
        etag, modified = _sendable(headers.get("etag")), _sendable(headers.get("last-modified"))
        if status == 304 and ("If-None-Match" in asked or "If-Modified-Since" in asked):
            answer.read(_PIECE, decode_content=False)
            known = Validators(
                etag=etag or asked.get("If-None-Match"), last_modified=modified or asked.get("If-Modified-Since")
            )
            return Page(url=address, unchanged=True, validators=known, headers=headers)
        if status not in _WHOLE:
            wait = retry_after(headers.get("retry-after"), self._clock())
            raise FetchError(f"the server said {status_line(status)}", status=status, retry_after=wait)
        return Page(
            url=address,
            body=self._body(answer, headers.get("content-encoding", "")),
            content_type=headers.get("content-type"),
            validators=Validators(etag=etag, last_modified=modified),
            headers=headers,
        )

    def _body(self, answer: HTTPResponse, coding: str) -> bytes:
        coding = coding.strip().lower()
        packed = coding in ("gzip", "x-gzip", "deflate")
        if not packed and coding not in ("", "identity"):
            raise FetchError(f"the answer is packed in a way that was not asked for ({coding[:40]!r})")
        body, received = bytearray(), 0

        def pieces() -> Iterator[bytes]:
            nonlocal received
            while piece := answer.read(_PIECE, decode_content=False):
                received += len(piece)
                if received > self._max_bytes:
                    raise FetchError(f"more than {self._max_bytes / 1e6:g} MB")
                yield piece

        for piece in unpacked(pieces()) if packed else pieces():
            body += piece
            if len(body) > self._max_bytes:
                raise FetchError(f"more than {self._max_bytes / 1e6:g} MB, unpacked")
        return bytes(body)

    # --- connections and turns ---------------------------------------------------------------------------------------

    def _connect(self, origin: Origin, watchdog: _Watchdog) -> HTTPConnection:
        """A connection to the first of the host's addresses that is allowed and answers."""
        failure = "no address left to try"
        cause: Exception | None = None
        for ip in self._addresses(origin, watchdog.left(self._connect_timeout))[:_ADDRESSES_TRIED]:
            connection = self._prepared(origin, ip)
            connection.timeout = watchdog.left(self._connect_timeout)
            try:
                connection.connect()
            except (OSError, exceptions.HTTPError) as error:
                connection.close()
                failure, cause = self._no_connection(error), error
            else:
                return connection
        raise FetchError(failure) from cause

    def _prepared(self, origin: Origin, ip: str) -> HTTPConnection:
        scheme, name, port = origin
        if scheme == "http":
            return HTTPConnection(ip, port)
        with self._lock:
            self._ssl_context = self._ssl_context or ssl.create_default_context()
        return HTTPSConnection(ip, port, server_hostname=name, ssl_context=self._ssl_context)

    def _addresses(self, origin: Origin, timeout: float) -> list[str]:
        _, name, port = origin
        loopback = name == "localhost" or name.endswith(".localhost")  # RFC 6761, section 6.3: nobody is asked
        found = ["127.0.0.1"] if loopback else _resolve(name, port, timeout)
        if name in self._trusted or f"{name}:{port}" in self._trusted:
            return found
        if allowed := [ip for ip in found if is_public(ip)]:
            return allowed
        raise FetchError(
            f"refused: {name} is at {found[0]}, which is no public address",
            hint=f"If that is meant, add {name} to the trusted hosts.",
        )

    def _headers(self, origin: Origin, validators: Validators | None) -> dict[str, str]:
        scheme, name, port = origin
        name = f"[{name}]" if ":" in name else name
        headers = {
            "Host": name if port == _PORTS[scheme] else f"{name}:{port}",
            "User-Agent": self._user_agent,
            "Accept": _ACCEPT,
            "Accept-Encoding": "gzip, deflate",
        }
        if validators and (etag := _sendable(validators.etag)):
            headers["If-None-Match"] = etag
        if validators and (modified := _sendable(validators.last_modified)):
            headers["If-Modified-Since"] = modified
        return headers

    @contextmanager
    def _turn(self, name: str) -> Iterator[None]:
        with self._lock:
            turn = self._turns.setdefault(name, threading.Semaphore(self._per_host))
        with turn:
            yield

    def _take(self, origin: Origin) -> HTTPConnection | None:
        with self._lock:
            connection, since = self._idle.pop(origin, (None, 0.0))
        if connection is None:
            return None
        if time.monotonic() - since < _IDLE_SECONDS and connection.is_connected:
            return connection
        connection.close()
        return None

    def _keep(self, origin: Origin, connection: HTTPConnection) -> None:
        with self._lock:
            surplus = [self._idle.pop(origin)] if origin in self._idle else []
            if len(self._idle) >= _IDLE_CONNECTIONS:
                surplus.append(self._idle.pop(next(iter(self._idle))))
            self._idle[origin] = (connection, time.monotonic())
        for old, _ in surplus:
            old.close()

    # --- what went wrong, in plain words -----------------------------------------------------------------------------

    def _no_connection(self, error: Exception) -> str:
        refused = isinstance(error, exceptions.NewConnectionError)  # a kind of ConnectTimeoutError, for old times' sake
        if isinstance(error, TimeoutError | exceptions.ConnectTimeoutError) and not refused:
            return f"no connection within {self._connect_timeout:g} s"
        if isinstance(error, ssl.SSLCertVerificationError):
            return f"the server's certificate is not valid: {error.verify_message}"
        if isinstance(error, ssl.SSLError | exceptions.SSLError):
            return "no secure connection could be made (TLS)"
        cause = error.__cause__ if isinstance(error.__cause__, OSError) else error
        return f"no connection: {(getattr(cause, 'strerror', None) or 'the server can not be reached').lower()}"

    def _plain_words(self, error: Exception) -> str:
        if isinstance(error, TimeoutError | exceptions.ReadTimeoutError):
            return f"no answer within {self._read_timeout:g} s"
        if isinstance(error, RemoteDisconnected):
            return "the server closed the connection without an answer"
        if isinstance(error, zlib.error):
            return "the answer can't be unpacked: what was to be gzip or deflate is not"
        if isinstance(error, EOFError | exceptions.IncompleteRead) or "IncompleteRead" in str(error):
            return "the answer was cut off"
        if isinstance(error, OSError | exceptions.ProtocolError):
            return "the connection broke off"
        return f"the server's answer makes no sense ({type(error).__name__})"


class _Watchdog:
    """Shuts a socket down when time is up, whatever another thread is waiting for on it."""

    def __init__(self, seconds: float) -> None:
        self._deadline = time.monotonic() + seconds
        self._lock = threading.Lock()
        self._socket: socket.socket | None = None
        self._timer = threading.Timer(max(0.0, seconds), self._bite)
        self._timer.daemon = True
        self.bit = False

    def __enter__(self) -> Self:
        self._timer.start()
        return self

    def __exit__(self, *_: object) -> None:
        self.release_quietly()
        self._timer.cancel()

    def left(self, most: float) -> float:
        """Seconds until it bites, at most so many; a little where there are none, as a socket can't wait for 0 s."""
        return max(0.01, min(most, self._deadline - time.monotonic()))

    def guard(self, connection: socket.socket | None) -> None:
        with self._lock:
            self._socket = connection
            if self.bit:
                raise TimeoutError

    def release(self) -> None:
        """Call it off. Raises TimeoutError where it has bitten, as then what was read may have ended too early."""
        self.release_quietly()
        if self.bit:
            raise TimeoutError

    def release_quietly(self) -> None:
        with self._lock:
            self._socket = None

    def _bite(self) -> None:
        with self._lock:
            self.bit = True
            if self._socket is None:
                return
            try:
                # The plain socket's method: that of a TLS socket would take its TLS state from under the reader.
                socket.socket.shutdown(self._socket, socket.SHUT_RDWR)
            except OSError:
                return  # closed already


def _resolve(name: str, port: int, timeout: float) -> list[str]:
    """The addresses of a name, in the system's order. Raises FetchError. The system's resolver knows no timeout, so a
    thread waits for it, and is left to itself when it takes too long."""
    found: list[str] = []
    failure: list[OSError | UnicodeError] = []

    def ask() -> None:
        try:
            found.extend(str(info[4][0]) for info in socket.getaddrinfo(name, port, type=socket.SOCK_STREAM))
        except (OSError, UnicodeError) as error:
            failure.append(error)

    thread = threading.Thread(target=ask, daemon=True)
    thread.start()
    thread.join(timeout)
    if found:
        return list(dict.fromkeys(found))
    if not failure or (isinstance(failure[0], socket.gaierror) and failure[0].errno == socket.EAI_AGAIN):
        raise FetchError(f"not found: no name server could tell the address of {name}")
    raise FetchError(f"not found: the name {name} has no address")


def _origin(address: str) -> Origin:
    parts = urlsplit(address)
    return parts.scheme, (parts.hostname or "").rstrip("."), parts.port or _PORTS[parts.scheme]


def _bare(address: str) -> str:
    parts = urlsplit(address)
    return urlunsplit((parts.scheme, parts.netloc.rpartition("@")[2], parts.path, parts.query, ""))


def _target(location: str | None, address: str) -> str:
    if not location:
        raise FetchError("redirected without being told where")
    with suppress(UnicodeError):  # UTF-8 sent raw, which the header's parser took for Latin-1
        location = location.encode("latin-1").decode("utf-8")
    target = absolute(location, address)
    if not target:
        raise FetchError("redirected to what is no http(s) address")
    return target


def _sendable(value: str | None) -> str | None:
    return value if value and _SENDABLE.fullmatch(value) else None
