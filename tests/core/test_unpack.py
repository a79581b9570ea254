from __future__ import annotations

import gzip
import time
import tracemalloc
import zlib
from collections.abc import Callable, Iterator
from contextlib import suppress

import brotli  # type: ignore[import-untyped]  # its wheels carry no stubs
import pytest
from backports import zstd
from hypothesis import given
from hypothesis import strategies as st

from briefing.core.unpack import PIECE, UnpackError, unpacked

PACK: dict[str, Callable[[bytes], bytes]] = {
    "gzip": gzip.compress,
    "x-gzip": gzip.compress,
    "deflate": zlib.compress,
    "br": lambda data: bytes(brotli.compress(data, quality=3)),
    "zstd": zstd.compress,
}
codings = pytest.mark.parametrize("coding", PACK)


def cut(data: bytes, sizes: list[int]) -> Iterator[bytes]:
    at = 0
    for size in sizes:
        yield data[at : at + size]
        at += size
    yield data[at:]


@codings
@given(st.binary(max_size=2000), st.integers(1, 60), st.lists(st.integers(1, 400), max_size=12))
def test_what_was_packed_comes_back_however_it_is_cut(coding: str, data: bytes, times: int, sizes: list[int]) -> None:
    body = data * times
    assert b"".join(unpacked(cut(PACK[coding](body), sizes), coding)) == body


@pytest.mark.parametrize("wbits", [-15, 15, 31])
def test_servers_mix_the_forms_of_deflate_up(wbits: int) -> None:
    pack = zlib.compressobj(wbits=wbits)
    body = pack.compress(b"The harbour." * 99) + pack.flush()
    for coding in ("gzip", "deflate"):
        assert b"".join(unpacked(cut(body, [1] * 20), coding)) == b"The harbour." * 99


def test_several_members_are_one_and_what_follows_is_ignored() -> None:
    body = gzip.compress(b"One, ") + gzip.compress(b"two.")
    assert b"".join(unpacked([body + b"\0" * 10])) == b"One, two."
    frames = zstd.compress(b"One, ") + zstd.compress(b"two.")
    assert b"".join(unpacked(cut(frames, [3, 9]), "zstd")) == b"One, two."


@pytest.mark.parametrize("size", [1, 2, 7, 29, 30, 1000])
def test_what_follows_the_end_is_treated_alike_however_it_is_cut(size: int) -> None:
    def outcome(coding: str) -> bytes | type[Exception]:
        body = PACK[coding](b"One, two.") + b"junk\x1f\x8b"
        try:
            return b"".join(unpacked([body[at : at + size] for at in range(0, len(body), size)], coding))
        except UnpackError as error:
            return type(error)

    assert [outcome(coding) for coding in ("gzip", "br", "zstd")] == [b"One, two.", UnpackError, UnpackError]


def test_what_is_not_packed_passes() -> None:
    assert list(unpacked([b"a", b"b"], "")) == [b"a", b"b"]
    assert list(unpacked([b"a"], "identity")) == [b"a"]


@codings
def test_what_is_cut_off_is_no_whole(coding: str) -> None:
    body = PACK[coding](b"The harbour was closed. " * 500)
    with pytest.raises(EOFError):
        list(unpacked([body[:-3]], coding))


@codings
@given(st.binary(min_size=1, max_size=300))
def test_what_is_something_else_is_said_to_be(coding: str, data: bytes) -> None:
    try:
        list(unpacked([data], coding))
    except (UnpackError, EOFError):
        return


def test_a_coding_that_was_not_asked_for() -> None:
    with pytest.raises(UnpackError, match="not asked for"):
        list(unpacked([b"x"], "compress"))


def zstd_frame(blocks: bytes, window: int) -> bytes:
    """window: a power of two from 1 kB (RFC 8878, section 3.1.1.1.2)."""
    return b"\x28\xb5\x2f\xfd\x00" + bytes([(window - 10) << 3]) + blocks


REPEATED = ((131_072 << 3) | 2).to_bytes(3, "little") + b"x"
"""A block of 128 kB in four bytes."""
LAST = b"\x01\x00\x00"


def test_what_zstd_remembers_has_a_bound() -> None:
    assert b"".join(unpacked([zstd_frame(LAST, 23)], "zstd")) == b""
    with pytest.raises(UnpackError):
        list(unpacked([zstd_frame(LAST, 24)], "zstd"))


@pytest.mark.parametrize(
    ("coding", "body"),
    [
        ("gzip", gzip.compress(b"") * 50_000),
        ("gzip", gzip.compress(b"\0" * 30_000_000, 9) * 50),
        ("br", brotli.compress(b"\0" * 10_000_000, quality=1)),
        ("zstd", zstd.compress(b"") * 20_000),
        ("zstd", b"\x50\x2a\x4d\x18\0\0\0\0" * 20_000),  # frames to be skipped (RFC 8878, section 3.1.2)
        ("zstd", zstd_frame(REPEATED * 100_000 + LAST, 17)),
    ],
)
def test_a_hostile_body_in_one_piece_takes_little(coding: str, body: bytes) -> None:
    tracemalloc.start()
    begun, taken = time.process_time(), 0
    with suppress(UnpackError, EOFError):
        for piece in unpacked([body], coding):
            assert len(piece) <= PIECE
            taken += len(piece)
            if taken > 5_000_000:
                break
    seconds, peak = time.process_time() - begun, tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    assert peak < 10_000_000
    assert seconds < 3


@codings
def test_a_bomb_is_taken_a_little_at_a_time(coding: str) -> None:
    body = PACK[coding](b"\0" * 30_000_000)
    assert len(body) < 100_000
    tracemalloc.start()
    taken = 0
    for piece in unpacked([body], coding):
        assert len(piece) <= PIECE
        taken += len(piece)
        if taken > 5_000_000:
            break
    peak = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    assert taken > 5_000_000
    assert peak < 12_000_000
