"""What HTTP answers say, read without touching the network."""

from __future__ import annotations

import re
import zlib
from base64 import b64encode
from collections.abc import Iterable, Iterator
from datetime import UTC, datetime
from email.utils import parsedate_to_datetime
from http import HTTPStatus
from urllib.parse import unquote, urlsplit

_PIECE = 65_536


def unpacked(pieces: Iterable[bytes]) -> Iterator[bytes]:
    """Inflate gzip (RFC 1952), zlib (RFC 1950) or bare deflate (RFC 1951), told apart by their first bytes, as servers
    mix them up. Yields at most 64 kB at a time, however much a small input would unpack to.

    Raises zlib.error for what is none of these and EOFError where the end is missing.
    """
    unpack = None
    for piece in pieces:
        data = piece
        while data:
            if unpack is None:
                unpack = zlib.decompressobj(_window_bits(data))
            elif unpack.eof:
                if not data.startswith(b"\x1f"):
                    break  # what follows the end is ignored, as browsers do
                unpack = zlib.decompressobj(31)  # another member
            part = unpack.decompress(data, _PIECE)
            while part:
                yield part
                part = unpack.decompress(unpack.unconsumed_tail, _PIECE)
            data = unpack.unused_data
    if unpack is not None and not unpack.eof:
        raise EOFError


def _window_bits(data: bytes) -> int:
    head = int.from_bytes(data[:2], "big")
    if head == 0x1F8B:
        return 31
    return 15 if head >> 8 & 0x0F == 8 and head % 31 == 0 else -15


def retry_after(value: str | None, now: datetime) -> float | None:
    """Seconds to wait from Retry-After, which is a number of seconds or a date (RFC 9110, section 10.2.3); None where
    it says nothing that can be read."""
    if value is None:
        return None
    if re.fullmatch(r"[0-9]{1,9}", value.strip()):
        return float(value)
    try:
        when = parsedate_to_datetime(value[:100])
        return max(0.0, (when.replace(tzinfo=when.tzinfo or UTC) - now).total_seconds())
    except (ValueError, TypeError, IndexError, OverflowError):
        return None


def status_line(status: int) -> str:
    """ "404 Not Found": the number with its registered phrase, never the server's own words."""
    try:
        return f"{status} {HTTPStatus(status).phrase}"
    except ValueError:
        return str(status)


def basic_credentials(url: str) -> str | None:
    """The value of Authorization (Basic, RFC 7617) for an address that has a user in it."""
    parts = urlsplit(url)
    if parts.username is None:
        return None
    pair = f"{unquote(parts.username)}:{unquote(parts.password or '')}"
    return "Basic " + b64encode(pair.encode()).decode()
