"""What a source's own hosts are told, and the way there: headers, cookies, proxies."""

from __future__ import annotations

import socket
import ssl
from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from briefing.edges.http.errand import Bounds, Errand
from briefing.errors import FetchError
from briefing.model import Access
from tests.edges.web import (
    Forwarder,
    Make,
    Serve,
    Server,
    answer,
    nobody,
    refusal,
    server_side,
)

ALL = Access(
    headers=(("X-Key", "secret"), ("user-agent", "Other/1"), ("Accept-Language", "de")),
    cookies=(("id", "1"), ("lang", "a b, c")),
    hosts=("a.localhost",),
)


def sent(server: Server) -> list[dict[str, str]]:
    return [headers for _, headers in server.requests]


def test_headers_and_cookies_are_sent(serve: Serve, make: Make) -> None:
    server = serve(answer(b"x"))
    make().fetch(server.url(host="a.localhost"), access=ALL)
    (headers,) = sent(server)
    assert headers["x-key"] == "secret"
    assert headers["user-agent"] == "Other/1"
    assert headers["accept-language"] == "de"
    assert headers["cookie"] == "id=1; lang=a b, c"


def test_a_cookie_header_and_cookies_become_one(serve: Serve, make: Make) -> None:
    server = serve(answer(b"x"))
    both = Access(headers=(("Cookie", "a=1"),), cookies=(("b", "2"),), hosts=("a.localhost",))
    make().fetch(server.url(host="a.localhost"), access=both)
    assert sent(server)[0]["cookie"] == "a=1; b=2"


@pytest.mark.parametrize(
    ("hosts", "host", "told"),
    [
        (("a.localhost",), "a.localhost", True),
        (("A.LOCALHOST.",), "a.localhost", True),
        (("localhost",), "a.localhost", True),
        (("b.localhost",), "a.localhost", False),
        (("x.a.localhost",), "a.localhost", False),
        (("alhost",), "a.localhost", False),
        ((), "a.localhost", False),
        (("127.0.0.1",), "127.0.0.1", True),
    ],
)
def test_only_its_hosts_are_told(serve: Serve, make: Make, hosts: tuple[str, ...], host: str, told: bool) -> None:
    server = serve(answer(b"x"))
    make().fetch(server.url(host=host), access=replace(ALL, hosts=hosts))
    assert ("x-key" in sent(server)[0]) is told
    assert ("cookie" in sent(server)[0]) is told
    assert (sent(server)[0]["user-agent"] == "Other/1") is told


def test_redirects_tell_nobody_else_and_tell_again_on_the_way_back(serve: Serve, make: Make) -> None:
    def and_back(*_: object) -> bytes:
        return answer(status="302 Found", Location=home.url("/back", "a.localhost"))

    def handler(_: socket.socket, target: str, headers: dict[str, str]) -> bytes:
        return answer(b"x") if target == "/back" else answer(status="302 x", Location=elsewhere.url(host="b.localhost"))

    elsewhere, home = serve(and_back), serve(handler)
    make().fetch(home.url(host="a.localhost"), access=ALL)
    assert [headers.get("x-key") for headers in sent(home)] == ["secret", "secret"]
    assert "x-key" not in sent(elsewhere)[0]
    assert "cookie" not in sent(elsewhere)[0]


def test_what_went_through_tls_does_not_go_on_in_the_clear(serve: Serve, make: Make, certificate: Path) -> None:
    clear = serve(answer(b"x"))
    secure = serve(answer(status="302 x", Location=clear.url(host="a.localhost")), server_side(certificate))
    fetcher = make(ssl_context=ssl.create_default_context(cafile=str(certificate)))
    fetcher.fetch(secure.url(host="a.localhost", scheme="https"), access=ALL)
    assert sent(secure)[0]["x-key"] == "secret"
    assert "x-key" not in sent(clear)[0]


def test_what_frames_a_request_is_ours(serve: Serve, make: Make) -> None:
    server = serve(answer(b"x"))
    theirs = (("Host", "evil.example"), ("content-length", "9"), ("Connection", "x"), ("Transfer-Encoding", "chunked"),
              ("Accept-Encoding", "x"), ("If-None-Match", "x"), ("Proxy-Authorization", "x"))  # fmt: skip
    make().fetch(server.url(host="a.localhost"), access=Access(headers=theirs, hosts=("a.localhost",)))
    (headers,) = sent(server)
    assert headers["host"] == f"a.localhost:{server.port}"
    assert "gzip" in headers["accept-encoding"]
    assert headers.keys() == {"host", "user-agent", "accept", "accept-encoding"}


@pytest.mark.parametrize(
    ("access", "words"),
    [
        (Access(headers=(("X", "a\r\nY: b"),)), "its header 'X'"),
        (Access(headers=(("X\r\nY", "a"),)), "its header 'X\\r\\nY'"),
        (Access(headers=(("X", "ä"),)), "its header 'X'"),
        (Access(headers=(("", "a"),)), "its header ''"),
        (Access(cookies=(("a", "1; b=2"),)), "its cookie 'a'"),
        (Access(cookies=(("a", "1\n"),)), "its cookie 'a'"),
        (Access(cookies=(("a=b", "1"),)), "its cookie 'a=b'"),
    ],
)
def test_what_no_request_can_carry(serve: Serve, make: Make, access: Access, words: str) -> None:
    server = serve(answer(b"x"))
    error = refusal(make(), server.url(), access=replace(access, hosts=("127.0.0.1",)))
    assert error.message.startswith(words)
    assert server.requests == []


@given(
    headers=st.lists(st.tuples(st.text(max_size=8), st.text(max_size=12)), max_size=3),
    cookies=st.lists(st.tuples(st.text(max_size=8), st.text(max_size=12)), max_size=3),
)
def test_no_header_or_cookie_adds_a_line(headers: list[tuple[str, str]], cookies: list[tuple[str, str]]) -> None:
    access = Access(headers=tuple(headers), cookies=tuple(cookies), hosts=("news.example",))
    try:
        request = Errand("http://news.example/", "B/1", Bounds(body=1, redirects=1), access=access)
    except FetchError:
        return
    text = request.request("http://news.example/", None).decode("ascii")
    lines = text.split("\r\n")
    assert lines[0] == "GET / HTTP/1.1"
    assert lines[-2:] == ["", ""]
    assert len(lines) <= 4 + len(headers) + 1 + 3
    assert "\n" not in text.replace("\r\n", "")
    assert all(": " in line for line in lines[1:-2])


# --- proxies ---------------------------------------------------------------------------------------------------------


@pytest.fixture
def forwarders() -> Iterator[Callable[..., Forwarder]]:
    made: list[Forwarder] = []

    def start(password: str | None = None) -> Forwarder:
        made.append(Forwarder(password))
        return made[-1]

    yield start
    for forwarder in made:
        forwarder.close()


Forward = Callable[..., Forwarder]


def test_a_plain_request_goes_to_the_proxy_in_absolute_form(serve: Serve, make: Make, forwarders: Forward) -> None:
    server, forwarder = serve(answer(b"x", ETag='"1"')), forwarders()
    page = make(proxy=forwarder.url, is_local=nobody).fetch(server.url("/p?q=1"))
    assert (page.body, page.url) == (b"x", server.url("/p?q=1"))
    assert [target for target, _ in forwarder.seen] == [server.url("/p?q=1")]
    assert server.requests[0][1]["host"] == f"127.0.0.1:{server.port}"


def test_a_name_is_looked_up_by_the_proxy(serve: Serve, make: Make, forwarders: Forward) -> None:
    server, forwarder = serve(answer(b"x")), forwarders()

    def resolve(name: str, port: int) -> list[str]:
        raise AssertionError(name)

    fetcher = make(proxy=forwarder.url, resolve=resolve)
    assert fetcher.fetch(server.url(host="only-the-proxy-knows.example")).body == b"x"


def test_tls_goes_through_the_proxy_to_its_end(
    serve: Serve, make: Make, forwarders: Forward, certificate: Path
) -> None:
    server, forwarder = serve(answer(b"secure"), server_side(certificate)), forwarders("Basic dTpw")
    ours = ssl.create_default_context(cafile=str(certificate))
    proxy = forwarder.url.replace("//", "//u:p@")
    fetcher = make(ssl_context=ours, proxy=proxy, is_local=nobody)
    for _ in range(2):
        assert fetcher.fetch(server.url("/s", "a.localhost", "https")).body == b"secure"
    assert [target for target, _ in forwarder.seen] == [f"a.localhost:{server.port}"]  # the way through is kept
    assert "proxy-authorization" not in server.requests[0][1]
    assert "certificate is not valid" in refusal(fetcher, server.url("/", "b.localhost", "https")).message


def test_a_proxy_that_wants_a_password(serve: Serve, make: Make, forwarders: Forward) -> None:
    server, forwarder = serve(answer(b"x")), forwarders("Basic dTpw")
    fetcher = make(is_local=nobody)
    known = Access(proxy=forwarder.url.replace("//", "//u:p@"))
    assert fetcher.fetch(server.url(), access=known).body == b"x"
    unknown = Access(proxy=forwarder.url)
    assert refusal(fetcher, server.url(), access=unknown).status == 407
    error = refusal(fetcher, server.url(scheme="https"), access=unknown)
    assert error.message == "no connection: the proxy said 407 Proxy Authentication Required"
    assert error.status is None


def test_a_sources_own_proxy_wins_and_local_hosts_need_none(serve: Serve, make: Make, forwarders: Forward) -> None:
    server, general, own = serve(answer(b"x")), forwarders(), forwarders()
    fetcher = make(proxy=general.url)
    fetcher.fetch(server.url("/direct"))
    fetcher.fetch(server.url("/own"), access=Access(proxy=own.url))
    assert general.seen == []
    assert [target for target, _ in own.seen] == [server.url("/own")]


@pytest.mark.parametrize("proxy", ["https://127.0.0.1:1/", "socks5://u:secret@127.0.0.1:1", "nonsense"])
def test_what_is_no_proxy(make: Make, proxy: str) -> None:
    error = refusal(make(), "http://127.0.0.1:1/", access=Access(proxy=proxy))
    assert error.message == "its proxy is no http: address"
    assert "secret" not in error.hint


def test_a_proxy_that_nobody_answers_at(make: Make) -> None:
    with socket.create_server(("127.0.0.1", 0)) as unused:
        port = unused.getsockname()[1]
    error = refusal(make(), "http://news.example/", access=Access(proxy=f"http://u:secret@127.0.0.1:{port}"))
    assert error.message == "no connection: connection refused (by way of its proxy)"
