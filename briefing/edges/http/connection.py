"""One connection: requests out, answers in, each wait until a deadline and each answer within a bound of bytes.

The deadline is looked at before every read, so that neither slow headers nor a slow body outlast it, and no other
thread has to watch. `http.client` reads the answers, out of a buffer that only the bounded tap here can fill.
"""

from __future__ import annotations

import io
import select
import socket
import ssl
import time
from contextlib import suppress
from http.client import HTTPException, HTTPResponse
from typing import TYPE_CHECKING, cast

from briefing.edges.http.words import TRANSPORT_ERRORS, OutOfTimeError, OverrunError

if TYPE_CHECKING:
    from _typeshed import WriteableBuffer

HEAD_BYTES = 131_072
"""All that may come before a body: status lines and headers, those of interim answers included."""
_INTERIM = 8
"""Interim answers (102, 103) in a row; 100s are bounded by HEAD_BYTES alone."""
_REST_BYTES, _REST_SECONDS = 16_384, 0.5
"""What is worth reading of an unwanted body to use its connection again."""


def seconds_left(deadline: float, most: float) -> float:
    """Seconds until the deadline (of the monotonic clock), at most so many. Raises OutOfTimeError."""
    left = deadline - time.monotonic()
    if left <= 0:
        raise OutOfTimeError
    return min(left, most)


class Connection:
    """May be used by one thread at a time."""

    def __init__(self, sock: socket.socket, read_timeout: float) -> None:
        self._socket = sock
        self._tap = _Tap(sock, read_timeout)
        self._buffer = _Buffer(self._tap)

    def ask(self, request: bytes, deadline: float, method: str = "GET") -> HTTPResponse:
        """Send a request; returns its answer, of which the head was read. Raises one of TRANSPORT_ERRORS."""
        self._tap.deadline, self._tap.budget = deadline, HEAD_BYTES
        self._socket.settimeout(seconds_left(deadline, self._tap.read_timeout))
        self._socket.sendall(request)
        for _ in range(_INTERIM):
            answer = HTTPResponse(cast("socket.socket", self), method=method)
            answer.begin()
            if not 102 <= answer.status < 200:
                return answer
        raise HTTPException("it has interim answers without end")

    def makefile(self, *_: object) -> io.BufferedReader:
        """All that `HTTPResponse` wants of a socket."""
        return self._buffer

    def allow(self, body: int) -> None:
        """So many bytes of body may follow, and what carries them in chunks; then it is an OverrunError."""
        self._tap.budget = body + body // 4 + 65_536

    def finish(self, answer: HTTPResponse) -> bool:
        """Whether the connection may carry another request. A short rest of the answer's body is read for that."""
        if answer.will_close or self._tap.broken:
            return False
        with suppress(*TRANSPORT_ERRORS, ValueError):
            if not answer.isclosed() and (answer.length or 0) <= _REST_BYTES:
                self._tap.deadline = min(self._tap.deadline, time.monotonic() + _REST_SECONDS)
                answer.read(_REST_BYTES)
            return answer.isclosed() and self._buffer.is_empty()
        return False

    def is_alive(self) -> bool:
        """Nothing has come since the last answer: neither an end nor what nobody asked for."""
        poll = select.poll()
        poll.register(self._socket, select.POLLIN)
        return not poll.poll(0) and not (isinstance(self._socket, ssl.SSLSocket) and self._socket.pending())

    def secure(self, context: ssl.SSLContext, name: str, timeout: float) -> Connection:
        """The same connection inside TLS. Raises OSError."""
        self._socket.settimeout(timeout)
        return Connection(context.wrap_socket(self._socket, server_hostname=name), self._tap.read_timeout)

    def close(self) -> None:
        self._socket.close()


class _Tap(io.RawIOBase):
    """Lets a socket's bytes through until the deadline, within the budget."""

    def __init__(self, sock: socket.socket, read_timeout: float) -> None:
        self._socket = sock
        self.read_timeout = read_timeout
        self.deadline = 0.0
        self.budget = 0
        self.open = True
        self.broken = False

    def readable(self) -> bool:
        return True

    def readinto(self, buffer: WriteableBuffer) -> int | None:
        if not self.open:
            return None
        try:
            if self.budget <= 0:
                raise OverrunError
            self._socket.settimeout(seconds_left(self.deadline, self.read_timeout))
            try:
                count = self._socket.recv_into(buffer, min(memoryview(buffer).nbytes, self.budget))
            except TimeoutError:
                seconds_left(self.deadline, 1.0)
                raise
        except (OSError, OverrunError):
            self.broken = True
            raise
        self.budget -= count
        return count


class _Buffer(io.BufferedReader):
    """Stays when an `HTTPResponse` closes it at its answer's end: the next answer comes through it too."""

    def __init__(self, tap: _Tap) -> None:
        super().__init__(tap)
        self._tap = tap

    def close(self) -> None:
        return

    def is_empty(self) -> bool:
        self._tap.open = False
        try:
            return not self.peek(1)
        finally:
            self._tap.open = True
