"""From an address to its page, and why there is none."""

from __future__ import annotations

import gzip
import socket
import threading
import zlib
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor

import brotli  # type: ignore[import-untyped]  # its wheels carry no stubs
import pytest
from backports import zstd

from briefing.errors import FetchError
from briefing.model import Validators
from tests.edges.web import Make, Serve, Time, answer, refusal

# --- what goes well --------------------------------------------------------------------------------------------------


def test_page_with_its_type_and_validators(serve: Serve, make: Make) -> None:
    server = serve(answer(b"<p>hi</p>", Content_Type="text/html; charset=utf-8", ETag='"v1"', Last_Modified="Tue"))
    page = make().fetch(server.url("/news?b=2&a=1#top"))
    assert page.body == b"<p>hi</p>"
    assert page.url == server.url("/news?b=2&a=1")
    assert page.content_type == "text/html; charset=utf-8"
    assert page.validators == Validators(etag='"v1"', last_modified="Tue")
    assert not page.unchanged
    assert page.headers["etag"] == '"v1"'
    target, headers = server.requests[0]
    assert target == "/news?b=2&a=1"
    assert headers["host"] == f"127.0.0.1:{server.port}"
    assert headers["user-agent"] == "Briefing/0 (+https://briefing.example)"


def test_unchanged_page_keeps_its_validators(serve: Serve, make: Make) -> None:
    def handler(_: socket.socket, target: str, headers: dict[str, str]) -> bytes:
        known = headers.get("if-none-match") == '"v1"' and headers.get("if-modified-since") == "Tue"
        return b'HTTP/1.1 304 Not Modified\r\nETag: "v2"\r\n\r\n' if known else answer(b"new")

    page = make().fetch(serve(handler).url(), validators=Validators(etag='"v1"', last_modified="Tue"))
    assert page.unchanged
    assert page.body == b""
    assert page.validators == Validators(etag='"v2"', last_modified="Tue")


def test_304_that_was_not_asked_for_is_an_error(serve: Serve, make: Make) -> None:
    assert refusal(make(), serve(b"HTTP/1.1 304 Not Modified\r\n\r\n").url()).status == 304


def test_validators_that_no_header_can_carry_are_not_sent(serve: Serve, make: Make) -> None:
    server = serve(answer(b"x"))
    make().fetch(server.url(), validators=Validators(etag='"a\r\nX-Evil: 1"', last_modified="Дата"))
    assert "if-none-match" not in server.requests[0][1]
    assert "x-evil" not in server.requests[0][1]


@pytest.mark.parametrize(
    ("coding", "pack"),
    [
        ("gzip", gzip.compress),
        ("x-gzip", gzip.compress),
        ("GZIP", lambda data: gzip.compress(data[:10]) + gzip.compress(data[10:])),
        ("gzip", lambda data: gzip.compress(data) + b"\0\0trailing"),
        ("deflate", zlib.compress),
        ("deflate", lambda data: zlib.compress(data)[2:-4]),
        ("br", brotli.compress),
        ("zstd", zstd.compress),
        ("identity", bytes),
    ],
)
def test_content_codings_are_undone(serve: Serve, make: Make, coding: str, pack: Callable[[bytes], bytes]) -> None:
    body = b"".join(b"<p>paragraph %d</p>" % n for n in range(20_000))
    assert make().fetch(serve(answer(pack(body), Content_Encoding=coding)).url()).body == body


def test_chunked_answers_and_those_ended_by_closing(serve: Serve, make: Make) -> None:
    chunked = serve(
        b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n3\r\nabc\r\n2;x=y\r\nde\r\n0\r\nT: 1\r\n\r\n"
    )

    def closing(connection: socket.socket, *_: object) -> None:
        connection.sendall(b"HTTP/1.0 200 OK\r\n\r\nabcde")

    fetcher = make()
    assert fetcher.fetch(chunked.url()).body == b"abcde"
    assert fetcher.fetch(serve(closing).url()).body == b"abcde"


def test_connection_is_used_again_and_a_dead_one_is_replaced(serve: Serve, make: Make) -> None:
    dying = threading.Event()

    def handler(connection: socket.socket, *_: object) -> bytes | None:
        if dying.is_set():
            dying.clear()
            return None
        return answer(b"x")

    server, fetcher = serve(handler), make()
    fetcher.fetch(server.url("/1"))
    fetcher.fetch(server.url("/2"))
    assert server.connections == 1
    dying.set()  # the server now closes the kept connection as the request arrives
    assert fetcher.fetch(server.url("/3")).body == b"x"
    assert server.connections == 2


def test_credentials_go_to_their_own_host_alone_and_never_into_the_address(serve: Serve, make: Make) -> None:
    other = serve(answer(b"other"))

    def handler(_: socket.socket, target: str, headers: dict[str, str]) -> bytes:
        to = "/2" if target == "/1" else f"http://spy:spy@b.localhost:{other.port}/3"
        return answer(status="302 Found", Location=to)

    server = serve(handler)
    page = make().fetch(f"http://us%40er:p%3Ass@127.0.0.1:{server.port}/1")
    assert page.url == other.url("/3", "b.localhost")
    assert [headers.get("authorization") for _, headers in server.requests] == ["Basic dXNAZXI6cDpzcw=="] * 2
    assert "authorization" not in other.requests[0][1]


def test_cookies_are_not_kept(serve: Serve, make: Make) -> None:
    server, fetcher = serve(answer(b"x", Set_Cookie="id=1")), make()
    fetcher.fetch(server.url())
    fetcher.fetch(server.url())
    assert "cookie" not in server.requests[1][1]


def test_redirect_with_raw_letters_in_it(serve: Serve, make: Make) -> None:
    def handler(_: socket.socket, target: str, headers: dict[str, str]) -> bytes:
        if target == "/":
            return answer(status="301 Moved Permanently", Location="caf\u00c3\u00a9 1?q=ä".encode().decode("latin-1"))
        return answer(target.encode())

    assert b"%20" in make().fetch(serve(handler).url()).body


# --- what the server refuses -----------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("status", "words"),
    [
        ("403 Go <b>away</b>", "the server said 403 Forbidden"),
        ("404 Nope", "the server said 404 Not Found"),
        ("410 x", "the server said 410 Gone"),
        ("500 x", "the server said 500 Internal Server Error"),
        ("202 x", "the server said 202 Accepted"),
        ("206 x", "the server said 206 Partial Content"),
        ("799 x", "the server said 799"),
    ],
)
def test_refusals_in_plain_words(serve: Serve, make: Make, status: str, words: str) -> None:
    error = refusal(make(), serve(answer(b"no", status)).url())
    assert error.message == words
    assert error.status == int(status[:3])


@pytest.mark.parametrize(
    ("value", "seconds"),
    [
        ("120", 120.0),
        ("Wed, 16 Sep 2026 06:01:30 GMT", 90.0),
        ("Wed, 16 Sep 2026 05:00:00 GMT", 0.0),
        ("-5", None),
        ("9" * 5000, None),
        ("soon", None),
        ("Wed, 99 Sep 99999999 25:61:61 GMT", None),
    ],
)
def test_retry_after_in_both_forms(serve: Serve, make: Make, value: str, seconds: float | None) -> None:
    assert refusal(make(), serve(answer(b"", "429 Slow", Retry_After=value)).url()).retry_after == seconds


def test_redirects_are_bounded(serve: Serve, make: Make) -> None:
    def circle(_: socket.socket, target: str, headers: dict[str, str]) -> bytes:
        return answer(status="302 Found", Location="/b" if target == "/a" else "/a#again")

    def endless(_: socket.socket, target: str, headers: dict[str, str]) -> bytes:
        return answer(status="302 Found", Location=target + "x")

    server = serve(endless)
    assert refusal(make(), serve(circle).url("/a")).message == "redirected in a circle"
    assert refusal(make(max_redirects=5), server.url()).message == "redirected more than 5 times"
    assert len(server.requests) == 6


@pytest.mark.parametrize("location", ["ftp://x.example/", "file:///etc/passwd", "http://[", "javascript:alert(1)", ""])
def test_redirect_to_what_is_no_web_address(serve: Serve, make: Make, location: str) -> None:
    assert "redirected" in refusal(make(), serve(answer(status="302 Found", Location=location)).url()).message


@pytest.mark.parametrize("url", ["", "news", "ftp://x.example/a", "http://", "file:///etc/passwd", "http://a b/"])
def test_what_is_no_web_address(make: Make, url: str) -> None:
    assert refusal(make(), url).message == "not an http(s) address"


def test_nobody_listens(make: Make) -> None:
    with socket.create_server(("127.0.0.1", 0)) as unused:
        port = unused.getsockname()[1]
    assert refusal(make(), f"http://127.0.0.1:{port}/").message == "no connection: connection refused"


def test_name_without_address(make: Make) -> None:
    assert refusal(make(connect_timeout=1.0), "http://no-such-host.invalid/").message.startswith("not found: ")


@pytest.mark.parametrize(
    ("first", "wait", "requests"),
    [
        (answer(b"", "429 Slow", Retry_After="2"), 2.0, 2),
        (answer(b"", "503 Busy"), 1.0, 2),
        (answer(b"", "429 Slow", Retry_After="3600"), None, 1),
        (answer(b"", "403 No"), None, 1),
    ],
)
def test_a_server_that_is_busy_for_the_moment_is_asked_once_more(
    serve: Serve,
    make: Make,
    times: Time,
    first: bytes,
    wait: float | None,
    requests: int,
) -> None:
    answers = iter([first, answer(b"news")])
    server = serve(lambda *_: next(answers))
    if wait is None:
        with pytest.raises(FetchError):
            make().fetch(server.url())
    else:
        assert make().fetch(server.url()).body == b"news"
    assert times.slept == ([] if wait is None else [wait])
    assert len(server.requests) == requests


# --- redirects that are for good -------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("chain", "moved"),
    [
        ((), None),
        ((301,), "/1"),
        ((308, 301), "/2"),
        ((301, 302, 301), "/1"),
        ((302, 301), None),
        ((307,), None),
        ((308, 303, 308, 301), "/1"),
    ],
)
def test_moved_is_as_far_as_redirects_are_for_good(
    serve: Serve, make: Make, chain: tuple[int, ...], moved: str | None
) -> None:
    def handler(_: socket.socket, target: str, headers: dict[str, str]) -> bytes:
        step = int(target[1:])
        return answer(status=f"{chain[step]} x", Location=f"/{step + 1}#there") if step < len(chain) else answer(b"x")

    server = serve(handler)
    page = make().fetch(server.url("/0"))
    assert page.url == server.url(f"/{len(chain)}")
    assert page.moved == (server.url(moved) if moved else None)


def test_moved_comes_with_an_unchanged_page_and_not_with_a_password(serve: Serve, make: Make) -> None:
    def handler(_: socket.socket, target: str, headers: dict[str, str]) -> bytes:
        if target == "/old":
            return answer(status="301 x", Location="/new")
        return b'HTTP/1.1 304 Not Modified\r\nETag: "v1"\r\n\r\n' if "if-none-match" in headers else answer(b"x")

    server, fetcher = serve(handler), make()
    page = fetcher.fetch(server.url("/old"), validators=Validators(etag='"v1"'))
    assert (page.unchanged, page.moved) == (True, server.url("/new"))
    assert fetcher.fetch(f"http://user:pass@127.0.0.1:{server.port}/old").moved is None


# --- connections kept for reuse --------------------------------------------------------------------------------------


def test_several_connections_to_one_host_are_kept(serve: Serve, make: Make) -> None:
    together = threading.Barrier(4, timeout=5)

    def handler(*_: object) -> bytes:
        together.wait()
        return answer(b"x")

    server, fetcher = serve(handler), make()
    for _ in range(3):
        with ThreadPoolExecutor(4) as pool:
            assert len(list(pool.map(fetcher.fetch, [server.url(f"/{n}") for n in range(4)]))) == 4
    assert server.connections == 4


@pytest.mark.parametrize(
    ("first", "connections"),
    [
        (answer(b"moved, see there", "302 Found", Location="/2"), 1),
        (answer(b"x" * 100_000, "302 Found", Location="/2"), 2),
        (answer(b"moved, see there", "302 Found", Location="/2", Connection="close"), 2),
        (b"HTTP/1.1 302 F\r\nLocation: /2\r\nTransfer-Encoding: chunked\r\n\r\n2\r\nhi\r\n0\r\n\r\n", 1),
        (b"HTTP/1.1 302 F\r\nLocation: /2\r\nTransfer-Encoding: chunked\r\n\r\n-2\r\nhi\r\n0\r\n\r\n", 2),
        (answer(b"x", "302 Found", Location="/2") + b"HTTP/1.1 200 OK\r\n\r\nforged", 2),
        (b"HTTP/1.1 302 F\r\nLocation: /2\r\n\r\n", 2),
    ],
)
def test_a_connection_is_used_again_only_where_the_answer_has_ended(
    serve: Serve, make: Make, first: bytes, connections: int
) -> None:
    server = serve(lambda _, target, headers: first if target == "/1" else answer(b"there"))
    assert make().fetch(server.url("/1")).body == b"there"
    assert server.connections == connections


def test_closed_fetcher_keeps_no_connection(serve: Serve, make: Make) -> None:
    server, fetcher = serve(answer(b"x")), make()
    fetcher.fetch(server.url())
    fetcher.close()
    for _ in range(2):
        assert fetcher.fetch(server.url()).body == b"x"
    assert server.connections == 3


def test_interim_answers_are_passed_over(serve: Serve, make: Make) -> None:
    early = b"HTTP/1.1 100 Continue\r\n\r\nHTTP/1.1 103 Early Hints\r\nLink: </x.css>\r\n\r\n"
    assert make().fetch(serve(early + answer(b"x")).url()).body == b"x"
