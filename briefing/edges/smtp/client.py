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
    _patience = 0.0
    """Seconds; 0 while smtplib's own timeout holds."""
    _step = 0.0
    """After so many seconds the kernel gives back an attempt to read, to be made again while there is patience."""
    _enough = 0
    _poll: select.poll | None = None

    def put(self, data: bytes) -> None:
        """Send it all, as smtplib's `send` does, which asks and tells too much for what is done this often."""
        if self.sock is None:
            raise smtplib.SMTPServerDisconnected("please run connect() first")
        try:
            self.sock.sendall(data)
        except OSError as error:
            raise self._lost(error) from error

    def getreply(self) -> tuple[int, bytes]:
        """The code, -1 where it is no reply, and its lines."""
        line = self._line()
        if line[3:4] == b" " and line[:3].isdigit():  # nearly all there are
            return int(line[:3]), line[4:].strip()
        lines, size = [line[4:].strip()], len(line)
        while line[:3].isdigit() and line[3:4] == b"-":
            line = self._line()
            size += len(line)
            if size > _LONGEST_REPLY:
                self.close()
                raise smtplib.SMTPResponseException(500, "the reply does not end")
            lines.append(line[4:].strip())
        return (int(line[:3]) if line[:3].isdigit() else -1), b"\n".join(lines)

    def _line(self) -> bytes:
        line, end, left = self._left.partition(b"\n")
        while not end:
            if len(line) > _LONGEST_REPLY:
                self.close()
                raise smtplib.SMTPResponseException(500, "the reply does not end")
            line, end, left = (line + self._read()).partition(b"\n")
        self._left = left
        return line

    def _read(self) -> bytes:
        began = 0.0
        while self.sock is not None:
            try:
                if piece := self.sock.recv(8192):
                    return piece
            except BlockingIOError as error:
                began = began or time.monotonic() - self._step
                if time.monotonic() - began < self._patience - 0.01:
                    continue
                raise self._lost(error) from error
            except OSError as error:
                raise self._lost(error) from error
            raise self._lost("it was closed")
        raise smtplib.SMTPServerDisconnected("not connected")

    def _lost(self, why: OSError | str) -> smtplib.SMTPServerDisconnected:
        self.close()
        why = "timed out" if isinstance(why, BlockingIOError) else why  # by the kernel, see `time_out`
        return smtplib.SMTPServerDisconnected(f"Connection unexpectedly closed: {why}")

    def starttls(self, *args: Any, **options: Any) -> tuple[int, bytes]:
        """As smtplib does, and what was said before the encryption is not believed after it (RFC 3207, section 4.2)."""
        answer = super().starttls(*args, **options)
        self._left = b""
        return answer

    def wait(self, seconds: float) -> None:
        """How long from now on to wait for the other side to say something."""
        self._patience = seconds
        if isinstance(self.sock, ssl.SSLSocket):
            self.sock.settimeout(seconds)

    def time_out(self, seconds: float, step: float) -> None:
        """How long from now on to wait for the other side to take or say something; `step`: the shortest wait that
        will be asked for.

        By the kernel: the timeout of Python's socket costs a poll, and a fight for the interpreter, each time.
        """
        if self.sock is not None and not isinstance(self.sock, ssl.SSLSocket):
            self._step = min(seconds, step)
            self.sock.settimeout(None)
            for option, span in ((socket.SO_SNDTIMEO, seconds), (socket.SO_RCVTIMEO, self._step)):
                self.sock.setsockopt(socket.SOL_SOCKET, option, struct.pack("@ll", int(span), int(span % 1 * 1e6)))
        self.wait(seconds)

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
