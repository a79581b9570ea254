"""A web server that misbehaves in every way worth testing: each has its path, and what a reader is to be told of it.

`python -m tests.edges.hostile_web PORT` reads all of it, a few ways at a time, and says how much memory that took.
"""

from __future__ import annotations

import gzip
import socket
import struct
import sys
import time
import zlib
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import NamedTuple

import brotli  # type: ignore[import-untyped]  # its wheels carry no stubs
from backports import zstd

from briefing.edges.http import HttpFetcher
from briefing.errors import FetchError
from tests.edges.web import Server, answer

PAGE = b"<p>The harbour is open again.</p>"
MAX_BYTES = 1_000_000
OK = b"HTTP/1.1 200 OK\r\n"
CHUNKED = OK + b"Transfer-Encoding: chunked\r\n\r\n"

Speak = Callable[[socket.socket, dict[str, str]], bytes | None]


class Way(NamedTuple):
    speak: Speak
    """Given the connection and the request's headers: what to send and go on, or None to hang up."""
    told: str | None
    """What the error's words hold; None where PAGE is to come."""


def says(what: bytes) -> Speak:
    """These bytes, and the end."""

    def speak(connection: socket.socket, _: dict[str, str]) -> None:
        connection.sendall(what)

    return speak


def floods(head: bytes, more: bytes) -> Speak:
    """These bytes, and more for ever."""

    def speak(connection: socket.socket, _: dict[str, str]) -> None:
        connection.sendall(head)
        block = more * (1 + 65_536 // len(more))
        while True:
            connection.sendall(block)

    return speak


def drips(head: bytes, drop: bytes) -> Speak:
    """These bytes, and a little more now and then, for ever."""

    def speak(connection: socket.socket, _: dict[str, str]) -> None:
        connection.sendall(head)
        while True:
            connection.sendall(drop)
            time.sleep(0.1)

    return speak


def resets(head: bytes) -> Speak:
    """These bytes, and the connection is reset."""

    def speak(connection: socket.socket, _: dict[str, str]) -> None:
        connection.sendall(head)
        time.sleep(0.05)
        connection.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
        connection.close()

    return speak


def says_and_hangs(head: bytes) -> Speak:
    def speak(connection: socket.socket, _: dict[str, str]) -> None:
        connection.sendall(head)
        connection.recv(1)  # until the other side goes

    return speak


def packed(body: bytes, coding: str) -> Speak:
    return says(answer(body, Content_Encoding=coding))


def sent_to(location: str, status: str = "302 Found") -> Speak:
    return says(answer(status=status, Location=location))


def of_length(length: str, body: bytes = PAGE) -> Speak:
    return says(OK + f"Content-Length: {length}\r\n\r\n".encode() + body)


def busy(status: str, wait: str) -> Speak:
    return says(answer(status=status, Retry_After=wait))


def unless_known(etag: bytes, told: bytes) -> Speak:
    """304 where the reader knows this ETag; the answer carries another."""

    def speak(_: socket.socket, headers: dict[str, str]) -> bytes:
        if headers.get("if-none-match", "").encode() == etag:
            return b"HTTP/1.1 304 Not Modified\r\nETag: " + told + b"\r\n\r\n"
        return OK + b"ETag: " + etag + b"\r\nContent-Length: %d\r\n\r\n" % len(PAGE) + PAGE

    return speak


def zstd_frame(blocks: bytes, window: int) -> bytes:
    """window: a power of two from 1 kB (RFC 8878, section 3.1.1.1.2)."""
    return b"\x28\xb5\x2f\xfd\x00" + bytes([(window - 10) << 3]) + blocks


ZEROS = b"\0" * 50_000_000
RUN = ((131_072 << 3) | 2).to_bytes(3, "little") + b"x"
"""A block of zstd: 128 kB in four bytes."""
LAST = b"\x01\0\0"

NONSENSE, NO_HTTP = "makes no sense", "it is not HTTP"
NO_END, CUT = "its headers have no end", "cut off"
TOO_BIG, LATE = "more than 1 MB", "no answer within"
NO_WEB, PRIVATE = "redirected to what is no http(s) address", "which is no public address"

WAYS: dict[str, Way] = {
    # --- heads
    "headers-endless": Way(floods(OK, b"X: y\r\n"), "more than 100 headers"),
    "header-endless": Way(floods(OK + b"X: ", b"y" * 1000), NO_END),
    "header-of-1-gb": Way(floods(OK + b"Content-Length: ", b"1" * 1000), NO_END),
    "status-line-endless": Way(floods(b"HTTP/1.1 200 ", b"OK"), NO_END),
    "folded-endless": Way(floods(OK + b"X: y\r\n", b" " + b"z" * 1000 + b"\r\n"), "more than 100 headers"),
    "cookies": Way(floods(OK, b"Set-Cookie: a=" + b"b" * 4000 + b"\r\n"), NO_END),
    "interim-100": Way(floods(b"", b"HTTP/1.1 100 Continue\r\n\r\n"), NO_END),
    "interim-103": Way(floods(b"", b"HTTP/1.1 103 Early Hints\r\nLink: </a>\r\n\r\n"), "interim answers without end"),
    "interim-101": Way(says(b"HTTP/1.1 101 Switching Protocols\r\nUpgrade: h2c\r\n\r\n\0\0\0"), "101 Switching"),
    "interim-few": Way(says(b"HTTP/1.1 103 Early Hints\r\nLink: </a>\r\n\r\n" + answer(PAGE)), None),
    "header-without-colon": Way(says(OK + b"nonsense\r\n\r\n" + PAGE), None),
    "header-with-nul": Way(says(OK + b"X: a\0b\r\nContent-Length: %d\r\n\r\n" % len(PAGE) + PAGE), None),
    "lines-end-in-lf": Way(says(OK[:-2] + b"\nContent-Length: %d\n\n" % len(PAGE) + PAGE), None),
    "no-headers": Way(says(OK + b"\r\n" + PAGE), None),
    # --- time
    "drip-status": Way(drips(b"", b"H"), LATE),
    "drip-headers": Way(drips(OK, b"X: y\r\n"), LATE),
    "drip-header": Way(drips(OK + b"X: ", b"y"), LATE),
    "drip-interim": Way(drips(b"", b"HTTP/1.1 100 Continue\r\n\r\n"), LATE),
    "drip-body": Way(drips(OK + b"Content-Length: 1000\r\n\r\n", b"y"), LATE),
    "drip-chunks": Way(drips(CHUNKED, b"1\r\ny\r\n"), LATE),
    "drip-chunk-size": Way(drips(CHUNKED, b"0"), LATE),
    "drip-trailer": Way(drips(CHUNKED + b"0\r\nX: ", b"y"), LATE),
    "silence": Way(says_and_hangs(b""), LATE),
    "silence-in-headers": Way(says_and_hangs(OK), LATE),
    "silence-in-body": Way(says_and_hangs(CHUNKED + b"9\r\nab"), LATE),
    # --- bodies
    "body-endless": Way(floods(OK + b"\r\n", b"y"), TOO_BIG),
    "chunks-endless": Way(floods(CHUNKED, b"400\r\n" + b"y" * 1024 + b"\r\n"), TOO_BIG),
    "chunks-tiny": Way(floods(CHUNKED, b"1\r\ny\r\n"), TOO_BIG),
    "chunk-extensions": Way(floods(CHUNKED, b"1;" + b"x" * 60_000 + b"\r\ny\r\n"), TOO_BIG),
    "chunk-extension-endless": Way(floods(CHUNKED + b"1;", b"x"), NO_END),
    "chunk-of-1-gb": Way(floods(CHUNKED + b"40000000\r\n", b"y"), TOO_BIG),
    "chunk-beyond-all": Way(floods(CHUNKED + b"f" * 30 + b"\r\n", b"y"), TOO_BIG),
    "chunk-negative": Way(floods(CHUNKED + b"-5\r\n", b"y"), TOO_BIG),
    "chunk-of-no-number": Way(says(CHUNKED + b"many\r\n" + PAGE), CUT),
    "trailers-endless": Way(floods(CHUNKED + b"1\r\ny\r\n0\r\n", b"X: " + b"y" * 900 + b"\r\n"), TOO_BIG),
    "chunks-cut": Way(says(CHUNKED + b"64\r\nabc"), CUT),
    "chunks-without-end": Way(says(CHUNKED + b"3\r\nabc\r\n"), CUT),
    # --- lengths: one that is none is passed over, and the body ends with the connection
    "length-too-long": Way(of_length("1000"), CUT),
    "length-too-short": Way(of_length(str(len(PAGE)), PAGE + b"and more" * 9000), None),
    "length-negative": Way(of_length("-1"), None),
    "length-of-no-number": Way(of_length("many"), None),
    "length-huge": Way(of_length("9" * 40), CUT),
    "lengths-different": Way(of_length(f"{len(PAGE)}\r\nContent-Length: 5"), "two lengths"),
    "lengths-in-a-list": Way(of_length(f"{len(PAGE)}, 5"), None),
    "length-and-chunks": Way(of_length("5\r\nTransfer-Encoding: chunked", b"21\r\n" + PAGE + b"\r\n0\r\n\r\n"), None),
    # --- codings
    "bomb-gzip": Way(packed(gzip.compress(ZEROS), "gzip"), TOO_BIG),
    "bomb-deflate": Way(packed(zlib.compress(ZEROS), "deflate"), TOO_BIG),
    "bomb-br": Way(packed(brotli.compress(ZEROS, quality=1), "br"), TOO_BIG),
    "bomb-zstd": Way(packed(zstd.compress(ZEROS), "zstd"), TOO_BIG),
    "bomb-zstd-runs": Way(packed(zstd_frame(RUN * 100_000 + LAST, 23), "zstd"), TOO_BIG),
    "bomb-zstd-window": Way(packed(zstd_frame(RUN * 9 + LAST, 31), "zstd"), "can't be unpacked"),
    "bomb-in-bomb": Way(packed(gzip.compress(gzip.compress(ZEROS)), "gzip, gzip"), "can't be unpacked"),
    "members-empty": Way(packed(gzip.compress(b"") * 40_000 + gzip.compress(PAGE), "gzip"), None),
    "packed-otherwise": Way(packed(PAGE, "sdch"), "can't be unpacked"),
    "packed-not-at-all": Way(packed(PAGE, "gzip"), "can't be unpacked"),
    "packed-and-cut": Way(packed(gzip.compress(PAGE)[:-9], "gzip"), CUT),
    "packed-otherwise-than-said": Way(packed(gzip.compress(PAGE), "deflate"), None),
    # --- no HTTP
    "http-0.9": Way(says(PAGE), NO_HTTP),
    "garbage": Way(says(bytes(range(256)) * 40), NONSENSE),
    "garbage-endless": Way(floods(b"", b"\xff\xfe\0"), NO_END),
    "status-of-no-number": Way(says(b"HTTP/1.1 two OK\r\n\r\n" + PAGE), NO_HTTP),
    "status-1000": Way(says(b"HTTP/1.1 1000 OK\r\n\r\n" + PAGE), NO_HTTP),
    "status-099": Way(says(b"HTTP/1.1 099 OK\r\n\r\n" + PAGE), NO_HTTP),
    "ssh": Way(says(b"SSH-2.0-OpenSSH_9.6\r\n"), NO_HTTP),
    "tls-alert": Way(says(b"\x15\x03\x01\0\x02\x02\x16"), NO_HTTP),
    "nothing": Way(says(b""), "without an answer"),
    "reset-at-once": Way(resets(b""), "the connection broke off"),
    "reset-in-headers": Way(resets(OK + b"X: y"), "the connection broke off"),
    "reset-in-body": Way(resets(OK + b"Content-Length: 1000\r\n\r\nabc"), "the connection broke off"),
    # --- statuses that were not asked for
    "204": Way(says(b"HTTP/1.1 204 No Content\r\n\r\n"), "204 No Content"),
    "205": Way(says(answer(status="205 Reset Content")), "205 Reset Content"),
    "206": Way(says(answer(PAGE, "206 Partial Content", Content_Range="bytes 0-9/10")), "206 Partial Content"),
    "300": Way(says(answer(PAGE, "300 Multiple Choices", Location="/page")), "300 Multiple Choices"),
    "304": Way(says(b"HTTP/1.1 304 Not Modified\r\n\r\n"), "304 Not Modified"),
    "status-words": Way(says(answer(status="404 \x1b[2J<script>")), "404 Not Found"),
    # --- ways on
    "loop": Way(sent_to("/loop"), "in a circle"),
    "loop-of-two": Way(sent_to("/loop-back"), "in a circle"),
    "loop-back": Way(sent_to("/loop-of-two"), "in a circle"),
    "to-nowhere": Way(says(answer(status="302 Found")), "without being told where"),
    "to-file": Way(sent_to("file:///etc/passwd"), NO_WEB),
    "to-gopher": Way(sent_to("gopher://127.0.0.1:70/x"), NO_WEB),
    "to-data": Way(sent_to("data:text/html,x"), NO_WEB),
    "to-script": Way(sent_to("javascript:alert(1)"), NO_WEB),
    "to-no-host": Way(sent_to("http:///etc"), NO_WEB),
    "to-private": Way(sent_to("http://10.0.0.1/"), PRIVATE),
    "to-metadata": Way(sent_to("http://169.254.169.254/latest/meta-data/"), PRIVATE),
    "to-private-in-hex": Way(sent_to("http://0x0a000001/"), PRIVATE),
    "to-private-in-ipv6": Way(sent_to("http://[::ffff:10.0.0.1]/"), PRIVATE),
    "to-mail": Way(sent_to("http://127.0.0.1:25/"), "no web server is to be asked at port 25"),
    "to-a-flood": Way(sent_to("/body-endless"), TOO_BIG),
    "moved": Way(sent_to("/page", "301 Moved Permanently"), None),
    "moved-then-found": Way(sent_to("/found", "308 Permanent Redirect"), None),
    "found": Way(sent_to("/page"), None),
    # --- not now
    "429-seconds": Way(busy("429 Too Many Requests", "120"), "429"),
    "429-date": Way(busy("429 Too Many Requests", "Wed, 16 Sep 2026 06:02:00 GMT"), "429"),
    "429-past": Way(busy("429 Too Many Requests", "Wed, 16 Sep 1998 06:02:00 GMT"), "429"),
    "429-nonsense": Way(busy("429 Too Many Requests", "\x1b soon -1"), "429"),
    "503-for-ages": Way(busy("503 Service Unavailable", "9" * 40), "503"),
    # --- validators
    "etag-changes": Way(unless_known(b'"a"', b'"b"'), None),
    "etag-huge": Way(says(answer(PAGE, ETag="x" * 60_000)), None),
    # --- two answers at once: the second is nobody's
    "smuggled": Way(lambda *_: answer(PAGE) + answer(b"<p>Nobody asked for this.</p>"), None),
    "page": Way(says(answer(PAGE)), None),
}


@contextmanager
def hostile_web() -> Iterator[Server]:
    """Listens on loopback. "/hop/N" redirects N times to get to /page."""
    server = Server(_speak)
    try:
        yield server
    finally:
        server.close()


def _speak(connection: socket.socket, target: str, headers: dict[str, str]) -> bytes | None:
    name = target.strip("/")
    if name.startswith("hop/"):
        left = int(name.removeprefix("hop/")) - 1
        return answer(status="302 Found", Location=f"/hop/{left}" if left else "/page")
    return WAYS[name].speak(connection, headers)


def fetcher(seconds: float) -> HttpFetcher:
    """seconds: for each fetch."""
    return HttpFetcher(
        user_agent="Briefing/0 (+https://briefing.example)",
        trusted_hosts=frozenset({"127.0.0.1"}),
        read_timeout=seconds / 2,
        total_timeout=seconds,
        max_bytes=MAX_BYTES,
        sleep=lambda _: None,
    )


def main(port: str) -> None:
    """Prints by how many bytes the memory of this process grew at most."""
    client = fetcher(0.6)

    def read(name: str) -> None:
        with suppress(FetchError):
            client.fetch(f"http://127.0.0.1:{port}/{name}")

    for name in ("packed-and-cut", "bomb-br", "bomb-zstd"):  # what is loaded once is no growth
        read(name)
    Path("/proc/self/clear_refs").write_text("5")  # the most that was taken so far is forgotten: see proc(5)
    before = _memory("VmRSS")
    with ThreadPoolExecutor(4) as threads:
        list(threads.map(read, list(WAYS)))
    print(_memory("VmHWM") - before)


def _memory(which: str) -> int:
    for line in Path("/proc/self/status").read_text().splitlines():
        if line.startswith(which):
            return int(line.split()[1]) * 1024
    raise LookupError(which)


if __name__ == "__main__":
    main(sys.argv[1])
