"""Hostile servers: none holds a fetch up for longer, or makes it take more memory, than is allowed."""

from __future__ import annotations

import gzip
import socket
import time
import tracemalloc
import zlib
from collections.abc import Callable
from random import Random

import brotli  # type: ignore[import-untyped]  # its wheels carry no stubs
import pytest
from backports import zstd

from briefing.errors import FetchError
from briefing.model import Page
from tests.edges.web import Make, Serve, answer, drip, refusal, timed

NONSENSE = "the server's answer makes no sense "
CHUNKED = b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n"


# --- time ------------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("head", "drop"),
    [
        (b"", b"H"),
        (b"HTTP/1.1 200 OK\r\n", b"X: 1\r\n"),
        (b"HTTP/1.1 200 OK\r\nX: ", b"x"),
        (b"HTTP/1.1 200 OK\r\nContent-Length: 100000\r\n\r\n", b"x"),
        (b"HTTP/1.1 200 OK\r\n\r\n", b"x"),
        (b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n", b"1\r\nx\r\n"),
        (b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n", b"0"),
        (b"", b"HTTP/1.1 100 Continue\r\n\r\n"),
    ],
)
def test_slow_drip_ends_in_time(serve: Serve, make: Make, head: bytes, drop: bytes) -> None:
    server = serve(lambda connection, *_: drip(connection, head, drop))
    message, seconds = timed(make(total_timeout=0.4, read_timeout=5.0), server.url())
    assert message in ("no answer within 0.4 s", "the server's answer makes no sense (HTTPException)")
    assert seconds < 2


def test_hang_ends_at_the_read_timeout(serve: Serve, make: Make) -> None:
    message, seconds = timed(make(read_timeout=0.3), serve(lambda *_: time.sleep(5)).url())
    assert message == "no answer within 0.3 s"
    assert seconds < 2


def test_slow_redirects_share_one_budget(serve: Serve, make: Make) -> None:
    def handler(_: socket.socket, target: str, headers: dict[str, str]) -> bytes:
        time.sleep(0.2)
        return answer(status="302 Found", Location=target + "x")

    message, seconds = timed(make(total_timeout=0.5, max_redirects=50), serve(handler).url())
    assert message == "no answer within 0.5 s"
    assert seconds < 2


def test_silence_in_the_tls_handshake(serve: Serve, make: Make) -> None:
    listener = socket.create_server(("127.0.0.1", 0))
    with listener:
        fetcher = make(connect_timeout=0.3)
        message, seconds = timed(fetcher, f"https://127.0.0.1:{listener.getsockname()[1]}/")
    assert message == "no connection within 0.3 s"
    assert seconds < 2


# --- size ------------------------------------------------------------------------------------------------------------


def test_too_big_a_body_is_not_read_to_its_end(serve: Serve, make: Make) -> None:
    sent = 0

    def flood(connection: socket.socket, *_: object) -> None:
        nonlocal sent
        connection.sendall(b"HTTP/1.1 200 OK\r\n\r\n")
        for _n in range(1000):
            sent += connection.send(b"x" * 100_000)

    assert refusal(make(max_bytes=1_000_000), serve(flood).url()).message == "more than 1 MB"
    assert sent < 20_000_000


BOMBS: dict[str, Callable[[bytes], bytes]] = {
    "gzip": lambda data: gzip.compress(data, 9),
    "deflate": lambda data: zlib.compress(data, 9),
    "br": lambda data: bytes(brotli.compress(data, quality=5)),
    "zstd": lambda data: zstd.compress(data, 3),
}


@pytest.mark.parametrize("coding", BOMBS)
def test_a_bomb_never_makes_memory_grow(serve: Serve, make: Make, coding: str) -> None:
    bomb = BOMBS[coding](bytes(100_000_000))
    server, fetcher = serve(answer(bomb, Content_Encoding=coding)), make(max_bytes=1_000_000)
    tracemalloc.start()
    message = refusal(fetcher, server.url()).message
    _, peak = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    assert message == "more than 1 MB, unpacked"
    assert peak < 4_000_000 + (8 * 2**20 if coding == "zstd" else 0)  # its window


def test_exactly_the_bound_is_allowed(serve: Serve, make: Make) -> None:
    assert len(make(max_bytes=100_000).fetch(serve(answer(b"x" * 100_000)).url()).body) == 100_000


@pytest.mark.parametrize(
    ("reply", "words"),
    [
        (b"HTTP/1.1 200 OK\r\nContent-Length: 100\r\n\r\nabc", "the answer was cut off"),
        (b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n64\r\nabc", "the answer was cut off"),
        (b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\nzz\r\nabc", "the answer was cut off"),
        (answer(gzip.compress(b"abc" * 999)[:-9], Content_Encoding="gzip"), "the answer was cut off"),
        (answer(b"not gzip at all", Content_Encoding="gzip"), "the answer can't be unpacked"),
        (answer(b"not brotli", Content_Encoding="br"), "the answer can't be unpacked"),
        (answer(b"not zstd", Content_Encoding="zstd"), "the answer can't be unpacked"),
        (
            answer(b"x", Content_Encoding="lzw"),
            "the answer can't be unpacked: it is packed in a way",
        ),
        (b"", "the server closed the connection without an answer"),
        (b"SSH-2.0-OpenSSH_9\r\n\r\n", NONSENSE + "(it is not HTTP)"),
        (
            b"HTTP/1.1 200 OK\r\n" + b"X: y\r\n" * 500 + b"\r\n",
            NONSENSE + "(got more than 100 headers)",
        ),
        (
            b"HTTP/1.1 200 OK\r\nX: " + b"y" * 99_999 + b"\r\n\r\n",
            NONSENSE + "(its headers have no end)",
        ),
        (b"HTTP/1.1 200 OK\r\nContent-Length: 1\r\nContent-Length: 2\r\n\r\nx", NONSENSE + "(it has two lengths)"),
    ],
)
def test_broken_answers(serve: Serve, make: Make, reply: bytes, words: str) -> None:
    def handler(connection: socket.socket, *_: object) -> None:
        connection.sendall(reply)

    assert refusal(make(), serve(handler).url()).message.startswith(words)


def test_no_answer_however_mangled_raises_anything_but_fetch_error(serve: Serve, make: Make) -> None:
    random = Random(7)
    junk = (b"\0", b"\r\n", b"\xff\xfe", b":", b"9" * 5000, b" ", b"")
    seed = answer(
        gzip.compress(b"<p>text</p>" * 50), Content_Encoding="gzip", Retry_After="1", ETag='"x"', Location="/y"
    )

    def handler(connection: socket.socket, *_: object) -> None:
        data = bytearray(seed)
        for _n in range(random.randrange(1, 12)):
            at = random.randrange(len(data))
            data[at : at + random.randrange(3)] = random.choice(junk)
        connection.sendall(data)

    server, fetcher = serve(handler), make(read_timeout=1.0)
    outcomes = []
    for n in range(300):
        try:
            outcomes.append(isinstance(fetcher.fetch(server.url(f"/{n}")), Page))
        except FetchError:
            outcomes.append(False)
    assert len(outcomes) == 300
    assert not all(outcomes)


@pytest.mark.parametrize(
    ("head", "more", "words"),
    [
        (b"", b"HTTP/1.1 100 Continue\r\n\r\n", "its headers have no end"),
        (b"", b"HTTP/1.1 103 Early Hints\r\n\r\n", "it has interim answers without end"),
        (b"", b"HTTP/1.1 103 Early Hints\r\n" + b"X: y\r\n" * 500, "got more than 100 headers"),
        (b"HTTP/1.1 200 OK\r\n", b"X: " + b"y" * 10_000 + b"\r\n", "its headers have no end"),
        (b"HTTP/1.1 200 OK\r\nX: ", b"y" * 1000, "its headers have no end"),
        (CHUNKED, b"1;" + b"x" * 60_000 + b"\r\ny\r\n", "more than 1 MB"),
        (CHUNKED, b"1\r\ny\r\n", "more than 1 MB"),
        (CHUNKED + b"0\r\n", b"X: " + b"y" * 9000 + b"\r\n", "more than 1 MB"),
        (CHUNKED, b"fffffffffffffff\r\n" + b"y" * 9000, "more than 1 MB"),
        (CHUNKED + b"-1\r\n", b"y" * 9000, "more than 1 MB"),
        (b"HTTP/1.1 200 OK\r\nContent-Length: 99999999999999999999\r\n\r\n", b"y" * 9000, "more than 1 MB"),
        (b"HTTP/1.1 404 Gone\r\nTransfer-Encoding: chunked\r\n\r\n", b"1\r\ny\r\n", "the server said 404 Not Found"),
    ],
)  # fmt: skip
def test_no_flood_makes_memory_grow(serve: Serve, make: Make, head: bytes, more: bytes, words: str) -> None:
    def flood(connection: socket.socket, *_: object) -> None:
        connection.sendall(head)
        while True:
            connection.sendall(more * (1 + 60_000 // len(more)))

    server, fetcher = serve(flood), make(max_bytes=1_000_000)
    tracemalloc.start()
    message = refusal(fetcher, server.url()).message
    _, peak = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    assert words in message
    assert peak < 4_000_000


def test_a_refusal_whose_body_drips_is_told_soon(serve: Serve, make: Make) -> None:
    head = b"HTTP/1.1 404 Not Found\r\nContent-Length: 1000\r\n\r\n"
    message, seconds = timed(make(), serve(lambda connection, *_: drip(connection, head, b"x")).url())
    assert message == "the server said 404 Not Found"
    assert seconds < 2
