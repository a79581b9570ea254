"""Content codings undone piece by piece, so that a small answer can't unpack to more than its reader takes."""

from __future__ import annotations

import sys
import zlib
from collections.abc import Callable, Iterable, Iterator

ACCEPT_ENCODING = "gzip, deflate, br, zstd"
PIECE = 65_536
"""Bytes that are given at a time, about."""
_WINDOW_LOG = 23
"""zstd may ask to remember 8 MB at most (RFC 9659)."""
_SLICE = 16_384
"""Bytes that are taken in at a time: what is left over is copied at each step, so a long input would take for ever."""
_BROTLI_STEP = 32_000
"""It gives 32 kB, then pieces twice as big, and does not begin another once it has so much."""


class UnpackError(ValueError):
    """The bytes are not what their coding says, or the coding is none that was asked for."""


def unpacked(pieces: Iterable[bytes], coding: str = "gzip") -> Iterator[bytes]:
    """The content of a body that comes in pieces, at most 64 kB at a time, however much a small input unpacks to.

    coding: the value of Content-Encoding in lower case; "" and identity give the pieces as they are. gzip (RFC 1952),
    zlib (RFC 1950) and bare deflate (RFC 1951) are told apart by their first bytes, as servers mix them up; br is RFC
    7932, zstd RFC 8878. Raises UnpackError, and EOFError where the end is missing.
    """
    coding = coding.removeprefix("x-")
    if coding in ("", "identity"):
        return iter(pieces)
    if coding in ("gzip", "deflate"):
        return _inflated(pieces)
    if coding == "br":
        return _brotli(pieces)
    if coding == "zstd":
        return _zstd(pieces)
    raise UnpackError(f"it is packed in a way that was not asked for ({coding[:40]!r})")


def _inflated(pieces: Iterable[bytes]) -> Iterator[bytes]:
    unpack = None
    try:
        for data in _sliced(_at_least_two(pieces), _SLICE):
            while data:
                if unpack is None:
                    unpack = zlib.decompressobj(_window_bits(data))
                elif unpack.eof:
                    if not data.startswith(b"\x1f"):
                        return  # what follows the end is ignored, as browsers do
                    unpack = zlib.decompressobj(31)  # another member
                part = unpack.decompress(data, PIECE)
                while part:
                    yield part
                    part = unpack.decompress(unpack.unconsumed_tail, PIECE)
                data = unpack.unused_data
    except zlib.error as error:
        raise UnpackError("what was to be gzip or deflate is not") from error
    if unpack is not None and not unpack.eof:
        raise EOFError


def _at_least_two(pieces: Iterable[bytes]) -> Iterator[bytes]:
    """The first piece has two bytes or more, by which the form is told."""
    held: bytes | None = b""
    for piece in pieces:
        if held is None:
            yield piece
        elif len(held := held + piece) > 1:
            yield held
            held = None
    if held:
        yield held


def _sliced(pieces: Iterable[bytes], size: int) -> Iterator[bytes]:
    for piece in pieces:
        for start in range(0, len(piece), size):
            yield piece[start : start + size]


def _window_bits(data: bytes) -> int:
    head = int.from_bytes(data[:2], "big")
    if head == 0x1F8B:
        return 31
    return 15 if head >> 8 & 0x0F == 8 and head % 31 == 0 else -15


def _brotli(pieces: Iterable[bytes]) -> Iterator[bytes]:
    import brotli  # type: ignore[import-untyped]  # its wheels carry no stubs

    unpack = brotli.Decompressor()
    step: Callable[..., bytes] = unpack.process
    began = False
    try:
        for piece in _sliced(pieces, _SLICE):
            began = True
            if unpack.is_finished():
                raise UnpackError("something follows the end of its brotli")
            part = step(piece, output_buffer_limit=_BROTLI_STEP)
            while part:
                yield part
                part = b"" if unpack.is_finished() else step(b"", output_buffer_limit=_BROTLI_STEP)
    except brotli.error as error:
        raise UnpackError("what was to be brotli is not") from error
    if began and not unpack.is_finished():
        raise EOFError


def _zstd(pieces: Iterable[bytes]) -> Iterator[bytes]:
    if sys.version_info >= (3, 14):
        from compression import zstd
    else:
        from backports import zstd

    options: dict[int, int] = {zstd.DecompressionParameter.window_log_max: _WINDOW_LOG}
    unpack = None
    try:
        for data in _sliced(pieces, _SLICE):
            while data:
                unpack = zstd.ZstdDecompressor(options=options) if unpack is None or unpack.eof else unpack
                part = unpack.decompress(data, PIECE)
                while part:
                    yield part
                    part = b"" if unpack.eof or unpack.needs_input else unpack.decompress(b"", PIECE)
                data = unpack.unused_data if unpack.eof else b""
    except zstd.ZstdError as error:
        raise UnpackError("what was to be zstd is not") from error
    if unpack is not None and not unpack.eof:
        raise EOFError
