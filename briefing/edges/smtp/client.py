"""smtplib's client, made cheap enough for a million messages: as few calls into the system as will do."""

from __future__ import annotations

import fcntl
import select
import smtplib
import socket
import ssl
import struct
import sys
import termios
import time
from contextlib import suppress
from typing import Any

_LONGEST_REPLY = 64 * 1024


class Client(smtplib.SMTP):
    """A connection without encryption, or with STARTTLS. Its errors are those of smtplib."""

    _left = b""
    """What was read and is the beginning of the next reply."""
    _patience: float | None = None
    """Seconds; None while smtplib's own timeout holds."""
    _enough = 0
    _poll: select.poll | None = None

    def getreply(self) -> tuple[int, bytes]:
        """The code, -1 where it is no reply, and its lines."""
        lines, size = list[bytes](), 0
        while True:
            line = self._line()
            size += len(line)
            if size > _LONGEST_REPLY:
                self.close()
                raise smtplib.SMTPResponseException(500, "the reply does not end")
            lines.append(line[4:].strip(b" \t\r\n"))
            if not line[:3].isdigit():
                return -1, b"\n".join(lines)
            if line[3:4] != b"-":
                return int(line[:3]), b"\n".join(lines)

    def _line(self) -> bytes:
        while (end := self._left.find(b"\n")) < 0:
            if len(self._left) > _LONGEST_REPLY:
                self.close()
                raise smtplib.SMTPResponseException(500, "the reply does not end")
            if self.sock is None:
                raise smtplib.SMTPServerDisconnected("not connected")
            why = "it was closed"
            try:
                piece = self.sock.recv(8192)
            except BlockingIOError:
                why, piece = "timed out", b""
            except OSError as error:
                why, piece = str(error), b""
            if not piece:
                self.close()
                raise smtplib.SMTPServerDisconnected(f"Connection unexpectedly closed: {why}")
            self._left += piece
        line, self._left = self._left[:end], self._left[end + 1 :]
        return line

    def starttls(self, *args: Any, **options: Any) -> tuple[int, bytes]:
        """As smtplib does, and what was said before the encryption is not believed after it (RFC 3207, section 4.2)."""
        answer = super().starttls(*args, **options)
        self._left = b""
        return answer

    def wait(self, seconds: float) -> None:
        """How long from now on to wait for the other side to take or say something."""
        if self.sock is None or seconds == self._patience:
            return
        if isinstance(self.sock, ssl.SSLSocket):
            self.sock.settimeout(seconds)
        else:
            # By the kernel: the timeout of Python's socket costs a poll, and a fight for the interpreter, each time.
            span = struct.pack("@ll", int(seconds), int(seconds % 1 * 1e6))
            if self._patience is None:
                self.sock.settimeout(None)
                self.sock.setsockopt(socket.SOL_SOCKET, socket.SO_SNDTIMEO, span)
            self.sock.setsockopt(socket.SOL_SOCKET, socket.SO_RCVTIMEO, span)
        self._patience = seconds

    def no_delay(self) -> None:
        """Without this the final dot, a packet of its own, waits for the one before it."""
        if self.sock:
            self.sock.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)

    def has_spoken(self, patience: float) -> bool:
        """Wait until the other machine has acknowledged what was sent; True as soon as the server says something.

        Without this a message lost on the way (a route that swallows large packets) would count as uncertain: the
        socket takes the final dot while what is before it still lies there. Raises SMTPServerDisconnected when nothing
        moves for `patience` seconds.
        """
        sock = self.sock
        if sock is None or self._left or (isinstance(sock, ssl.SSLSocket) and sock.pending()):
            return True
        if self._poll is None:
            self._poll = select.poll()
            self._poll.register(sock, select.POLLIN)
            # It may keep back its word on the last two segments for a while (RFC 5681, section 4.2): that is not
            # waited for.
            self._enough = 2 * sock.getsockopt(socket.IPPROTO_TCP, socket.TCP_MAXSEG)
        least, since, pause = 0, 0.0, 0
        while not self._poll.poll(pause):
            left = _unacknowledged(sock)
            if left <= self._enough:
                return False
            if not least or left < least:
                least, since = left, time.monotonic()
            elif time.monotonic() - since > patience:
                raise smtplib.SMTPServerDisconnected(f"nothing was taken for {patience:g} seconds")
            pause = min(pause * 2 + 1, 50)
        return True

    def part(self, patience: float) -> None:
        """Say goodbye and close; a server that won't part politely changes nothing."""
        self.wait(patience)
        with suppress(OSError):
            self.docmd("QUIT")
        self.close()


class TlsClient(Client, smtplib.SMTP_SSL):
    """A connection that is encrypted from the start."""


def _unacknowledged(sock: socket.socket) -> int:
    """Bytes that the socket still holds (tcp(7), SIOCOUTQ); 0 where the system can't say."""
    try:
        return int.from_bytes(fcntl.ioctl(sock, termios.TIOCOUTQ, b"\0" * 4), sys.byteorder)
    except OSError:
        return 0
