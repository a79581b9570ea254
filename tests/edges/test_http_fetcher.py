"""The fetcher against real servers on loopback, most of them nasty: raw sockets, so that they can say anything."""

from __future__ import annotations

import gzip
import os
import socket
import ssl
import subprocess
import threading
import time
import tracemalloc
import zlib
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from datetime import UTC, datetime
from pathlib import Path
from random import Random

import pytest

from briefing.edges.http_fetcher import HttpFetcher
from briefing.errors import FetchError
from briefing.model import Page, Validators

Handler = Callable[[socket.socket, str, dict[str, str]], object]
"""Called with the connection, the request's target and its headers; returns bytes to send, or None."""

LOCAL = frozenset({"127.0.0.1", "localhost", "a.localhost", "b.localhost"})


def answer(body: bytes = b"", status: str = "200 OK", **headers: str) -> bytes:
    lines = [f"HTTP/1.1 {status}", f"Content-Length: {len(body)}"]
    lines += [f"{name.replace('_', '-')}: {value}" for name, value in headers.items()]
    return "\r\n".join(lines).encode("latin-1") + b"\r\n\r\n" + body


class Server:
    """Listens on loopback, a thread for each connection, which is kept alive until the handler returns None."""

    def __init__(self, handler: Handler, context: ssl.SSLContext | None = None) -> None:
        self.handler, self.context = handler, context
        self.requests: list[tuple[str, dict[str, str]]] = []
        self.connections = 0
        self.listener = socket.create_server(("127.0.0.1", 0), backlog=64)
        self.port: int = self.listener.getsockname()[1]
        self.open: list[socket.socket] = []
        threading.Thread(target=self.accept, daemon=True).start()

    def url(self, path: str = "/", host: str = "127.0.0.1", scheme: str = "http") -> str:
        return f"{scheme}://{host}:{self.port}{path}"

    def accept(self) -> None:
        with suppress(OSError):
            while True:
                connection, _ = self.listener.accept()
                self.connections += 1
                self.open.append(connection)
                threading.Thread(target=self.serve, args=(connection,), daemon=True).start()

    def serve(self, connection: socket.socket) -> None:
        with suppress(OSError):
            if self.context:
                connection = self.context.wrap_socket(connection, server_side=True)
                self.open.append(connection)
            while head := self.head(connection):
                lines = head.split("\r\n")
                headers = {k.lower(): v.strip() for k, _, v in (line.partition(":") for line in lines[1:])}
                self.requests.append((lines[0].split(" ")[1], headers))
                reply = self.handler(connection, *self.requests[-1])
                if not isinstance(reply, bytes):
                    break
                connection.sendall(reply)
        connection.close()

    @staticmethod
    def head(connection: socket.socket) -> str:
        data = b""
        while not data.endswith(b"\r\n\r\n"):
            more = connection.recv(65536)
            if not more:
                return ""
            data += more
        return data.decode("latin-1").strip()

    def close(self) -> None:
        self.listener.close()
        for connection in self.open:
            connection.close()


@pytest.fixture
def serve() -> Iterator[Callable[..., Server]]:
    servers: list[Server] = []

    def start(handler: Handler | bytes, context: ssl.SSLContext | None = None) -> Server:
        call: Handler = (lambda *_: handler) if isinstance(handler, bytes) else handler
        servers.append(Server(call, context))
        return servers[-1]

    yield start
    for server in servers:
        server.close()


@pytest.fixture
def slept() -> list[float]:
    """The waits that were asked for; nobody sleeps."""
    return []


@pytest.fixture
def make(slept: list[float]) -> Iterator[Callable[..., HttpFetcher]]:
    fetchers: list[HttpFetcher] = []

    def build(
        trusted_hosts: frozenset[str] = LOCAL,
        ssl_context: ssl.SSLContext | None = None,
        connect_timeout: float = 5.0,
        read_timeout: float = 10.0,
        total_timeout: float = 20.0,
        max_bytes: int = 5_000_000,
        max_redirects: int = 5,
        per_host: int = 1,
    ) -> HttpFetcher:
        fetcher = HttpFetcher(
            user_agent="Briefing/0 (+https://briefing.example)",
            trusted_hosts=trusted_hosts,
            connect_timeout=connect_timeout,
            read_timeout=read_timeout,
            total_timeout=total_timeout,
            max_bytes=max_bytes,
            max_redirects=max_redirects,
            per_host=per_host,
            ssl_context=ssl_context,
            clock=lambda: datetime(2026, 9, 16, 6, 0, tzinfo=UTC),
            sleep=slept.append,
        )
        fetchers.append(fetcher)
        return fetcher

    yield build
    for fetcher in fetchers:
        fetcher.close()


Serve = Callable[..., Server]
Make = Callable[..., HttpFetcher]


def refusal(fetcher: HttpFetcher, url: str) -> FetchError:
    with pytest.raises(FetchError) as caught:
        fetcher.fetch(url)
    return caught.value


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


# --- time ------------------------------------------------------------------------------------------------------------


def timed(fetcher: HttpFetcher, url: str) -> tuple[str, float]:
    begun = time.monotonic()
    return refusal(fetcher, url).message, time.monotonic() - begun


def drip(connection: socket.socket, head: bytes, drop: bytes) -> None:
    connection.sendall(head)
    while True:
        connection.sendall(drop)
        time.sleep(0.02)


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


@pytest.mark.parametrize("coding", ["gzip", "deflate"])
def test_a_bomb_never_makes_memory_grow(serve: Serve, make: Make, coding: str) -> None:
    pack = zlib.compressobj(9, wbits=31 if coding == "gzip" else 15)
    bomb = b"".join(pack.compress(bytes(1_000_000)) for _ in range(200)) + pack.flush()
    server, fetcher = serve(answer(bomb, Content_Encoding=coding)), make(max_bytes=1_000_000)
    tracemalloc.start()
    message = refusal(fetcher, server.url()).message
    _, peak = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    assert message == "more than 1 MB, unpacked"
    assert peak < 4_000_000


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
        (answer(b"x", Content_Encoding="br"), "the answer is packed in a way that was not asked for ('br')"),
        (b"", "the server closed the connection without an answer"),
        (b"SSH-2.0-OpenSSH_9\r\n\r\n", "the server's answer makes no sense (BadStatusLine)"),
        (b"HTTP/1.1 200 OK\r\n" + b"X: y\r\n" * 500 + b"\r\n", "the server's answer makes no sense (HTTPException)"),
        (b"HTTP/1.1 200 OK\r\nX: " + b"y" * 99_999 + b"\r\n\r\n", "the server's answer makes no sense (LineTooLong)"),
        (b"HTTP/1.1 200 OK\r\nContent-Length: 1\r\nContent-Length: 2\r\n\r\nx", "the server's answer makes no sense"),
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


# --- private addresses -----------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "host",
    ["127.0.0.1", "localhost", "x.localhost", "127.1", "2130706433", "0x7f.0.0.1", "[::1]", "[::ffff:127.0.0.1]",
     "0.0.0.0", "169.254.169.254", "10.0.0.1", "[fe80::1]", "[fec0::1]", "[64:ff9b::7f00:1]", "[2002:7f00:1::]",
     "192.0.0.192"],
)  # fmt: skip
def test_private_addresses_are_refused_without_a_connection(serve: Serve, make: Make, host: str) -> None:
    server = serve(answer(b"secret"))
    error = refusal(make(trusted_hosts=frozenset(), connect_timeout=1.0), f"http://{host}:{server.port}/")
    assert "no public address" in error.message
    assert "trusted" in error.hint
    assert server.connections == 0


def test_redirect_into_the_private_network_is_refused(serve: Serve, make: Make) -> None:
    secret = serve(answer(b"secret"))
    server = serve(answer(status="302 Found", Location=secret.url(host="b.localhost")))
    fetcher = make(trusted_hosts=frozenset({"a.localhost"}))
    assert "b.localhost is at 127.0.0.1" in refusal(fetcher, server.url(host="a.localhost")).message
    assert secret.connections == 0


def test_trust_can_be_for_one_port(serve: Serve, make: Make) -> None:
    feed, secret = serve(answer(b"feed")), serve(answer(b"secret"))
    fetcher = make(trusted_hosts=frozenset({f"127.0.0.1:{feed.port}"}))
    assert fetcher.fetch(feed.url()).body == b"feed"
    assert "no public address" in refusal(fetcher, secret.url()).message


def test_the_address_that_was_judged_is_the_one_connected_to(
    serve: Serve, make: Make, monkeypatch: pytest.MonkeyPatch
) -> None:
    server = serve(answer(b"secret"))
    answers = iter(["198.41.0.4", "127.0.0.1", "127.0.0.1"])
    asked = []

    def rebinding(name: str, port: int, *args: object, **kwargs: object) -> list[tuple[object, ...]]:
        if name == "rebind.example":
            asked.append(name)
            return [(socket.AF_INET, socket.SOCK_STREAM, 6, "", (next(answers), port))]
        return [(socket.AF_INET, socket.SOCK_STREAM, 6, "", (name, port))]

    monkeypatch.setattr(socket, "getaddrinfo", rebinding)
    fetcher = make(trusted_hosts=frozenset(), connect_timeout=0.2, total_timeout=1.0)
    assert "no connection" in refusal(fetcher, f"http://rebind.example:{server.port}/").message
    assert asked == ["rebind.example"]
    assert "no public address" in refusal(fetcher, f"http://rebind.example:{server.port}/").message
    assert server.connections == 0


def test_name_server_that_never_answers(make: Make, monkeypatch: pytest.MonkeyPatch) -> None:
    def silent(*args: object, **kwargs: object) -> list[object]:
        time.sleep(1)
        return []

    monkeypatch.setattr(socket, "getaddrinfo", silent)
    message, seconds = timed(make(connect_timeout=0.2), "http://slow-name.example/")
    assert message.startswith("not found: no name server")
    assert seconds < 0.9


# --- turns -----------------------------------------------------------------------------------------------------------


def test_one_request_at_a_time_to_a_host(serve: Serve, make: Make) -> None:
    now, most = 0, 0
    lock = threading.Lock()

    def handler(*_: object) -> bytes:
        nonlocal now, most
        with lock:
            now += 1
            most = max(most, now)
        time.sleep(0.02)
        with lock:
            now -= 1
        return answer(b"x")

    server = serve(handler)
    for allowed in (1, 3):
        most = 0
        fetcher = make(per_host=allowed)
        with ThreadPoolExecutor(8) as pool:
            pages = list(pool.map(fetcher.fetch, [server.url(f"/{n}") for n in range(12)]))
        assert len(pages) == 12
        assert most == allowed


def test_a_dead_host_does_not_hold_up_the_others(serve: Serve, make: Make) -> None:
    dead, alive = serve(lambda *_: time.sleep(5)), serve(answer(b"x"))
    fetcher = make(read_timeout=0.6)
    with ThreadPoolExecutor(4) as pool:
        stuck = pool.submit(refusal, fetcher, dead.url(host="a.localhost"))
        begun = time.monotonic()
        list(pool.map(fetcher.fetch, [alive.url(f"/{n}", "b.localhost") for n in range(20)]))
        assert time.monotonic() - begun < 0.5
        assert not stuck.done()
        assert stuck.result().message == "no answer within 0.6 s"


def test_waiting_for_the_hosts_turn_does_not_count(serve: Serve, make: Make) -> None:
    def slow(*_: object) -> bytes:
        time.sleep(0.15)
        return answer(b"x")

    server, fetcher = serve(slow), make(total_timeout=0.5)
    with ThreadPoolExecutor(6) as pool:
        assert len(list(pool.map(fetcher.fetch, [server.url(f"/{n}") for n in range(6)]))) == 6


# --- TLS -------------------------------------------------------------------------------------------------------------


@pytest.fixture(scope="session")
def certificate(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("tls") / "both.pem"
    try:
        subprocess.run(
            ["openssl", "req", "-x509", "-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:prime256v1", "-nodes", "-days",
             "2", "-subj", "/CN=a.localhost", "-addext", "subjectAltName=DNS:a.localhost", "-keyout",
             str(path), "-out", f"{path}.crt"],
            check=True, capture_output=True, timeout=20, env={**os.environ, "OPENSSL_CONF": "/etc/ssl/openssl.cnf"},
        )  # fmt: skip
    except FileNotFoundError:
        pytest.skip("openssl is missing")
    path.write_text(path.read_text() + Path(f"{path}.crt").read_text())
    return path


def test_tls_is_checked_against_the_name_though_the_address_is_pinned(
    serve: Serve, make: Make, certificate: Path
) -> None:
    server_side = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    server_side.load_cert_chain(certificate)
    ours = ssl.create_default_context(cafile=str(certificate))
    server = serve(answer(b"secure"), server_side)
    assert make(ssl_context=ours).fetch(server.url(host="a.localhost", scheme="https")).body == b"secure"
    wrong_name = refusal(make(ssl_context=ours), server.url(host="b.localhost", scheme="https"))
    assert "certificate is not valid: Hostname mismatch" in wrong_name.message
    unknown = refusal(make(), server.url(host="a.localhost", scheme="https"))
    assert "certificate is not valid: self" in unknown.message


def test_drip_inside_tls_ends_in_time(serve: Serve, make: Make, certificate: Path) -> None:
    def dripping(connection: socket.socket, *_: object) -> None:
        drip(connection, b"HTTP/1.1 200 OK\r\n\r\n", b"x")

    server_side = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    server_side.load_cert_chain(certificate)
    server = serve(dripping, server_side)
    fetcher = make(ssl_context=ssl.create_default_context(cafile=str(certificate)), total_timeout=0.5)
    message, seconds = timed(fetcher, server.url(host="a.localhost", scheme="https"))
    assert message == "no answer within 0.5 s"
    assert seconds < 2


def test_plain_http_where_tls_is_meant(make: Make) -> None:
    def speak(listener: socket.socket) -> None:
        connection, _ = listener.accept()
        with connection:
            connection.recv(1000)
            connection.sendall(b"HTTP/1.1 400 Bad Request\r\n\r\n")

    with socket.create_server(("127.0.0.1", 0)) as listener:
        threading.Thread(target=speak, args=(listener,), daemon=True).start()
        url = f"https://127.0.0.1:{listener.getsockname()[1]}/"
        assert refusal(make(), url).message == "no secure connection could be made (TLS)"


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
    serve: Callable[..., Server],
    make: Callable[..., HttpFetcher],
    slept: list[float],
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
    assert slept == ([] if wait is None else [wait])
    assert len(server.requests) == requests
