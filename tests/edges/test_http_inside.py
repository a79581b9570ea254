"""No way inside: what is no public web server is not asked. And TLS, which says who is."""

from __future__ import annotations

import json
import socket
import ssl
import threading
import time
from contextlib import suppress
from pathlib import Path

import pytest

from briefing.errors import FetchError
from tests.edges.web import (
    Forwarder,
    Make,
    Serve,
    answer,
    drip,
    nobody,
    refusal,
    server_side,
    timed,
)


@pytest.fixture
def dialled(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """The addresses that somebody wanted to connect to, apart from loopback's; nobody gets through to them."""
    found: list[str] = []
    connect = socket.socket.connect

    def watched(self: socket.socket, address: tuple[str, int]) -> None:
        if address[0] == "127.0.0.1":
            return connect(self, address)
        found.append(address[0])
        raise ConnectionRefusedError

    monkeypatch.setattr(socket.socket, "connect", watched)
    return found


class Names:
    """A name server."""

    def __init__(self, **names: list[str]) -> None:
        self.names = {"example.com": ["93.184.215.14"], "metadata.google.internal": ["169.254.169.254"]} | names
        self.asked: list[str] = []

    def __call__(self, name: str, port: int) -> list[str]:
        self.asked.append(name)
        if name == "rebind.test":
            return ["93.184.215.14" if self.asked.count(name) == 1 else "127.0.0.1"]
        if name == "multi.test":
            return ["93.184.215.14", "127.0.0.1"]
        if name not in self.names:
            raise socket.gaierror(socket.EAI_NONAME, "unknown")
        return self.names[name]


@pytest.mark.parametrize(
    "host",
    ["127.0.0.1", "localhost", "x.localhost", "127.1", "2130706433", "0x7f.0.0.1", "0177.1", "[::1]", "0",
     "[::ffff:127.0.0.1]", "0.0.0.0", "169.254.169.254", "10.0.0.1", "[fe80::1]", "[fec0::1]", "[64:ff9b::7f00:1]",
     "[2002:7f00:1::]", "192.0.0.192"],
)  # fmt: skip
def test_private_addresses_are_refused_without_a_connection(serve: Serve, make: Make, host: str) -> None:
    server = serve(answer(b"secret"))
    error = refusal(make(trusted_hosts=frozenset(), resolve=Names()), f"http://{host}:{server.port}/")
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


def test_ports_of_other_services_are_refused_unless_named(make: Make, dialled: list[str]) -> None:
    for port in (22, 25, 6379):
        for host in ("example.com", "127.0.0.1"):
            message = refusal(make(resolve=Names()), f"http://{host}:{port}/").message
            assert message == f"refused: no web server is to be asked at port {port}"
    assert (
        "refused: no web"
        not in refusal(make(trusted_hosts=frozenset({"127.0.0.1:25"})), "http://127.0.0.1:25/").message
    )
    assert dialled == []


def test_one_address_that_is_not_public_is_enough(make: Make, dialled: list[str]) -> None:
    fetcher = make(resolve=Names(**{"two.example": ["93.184.215.14", "192.168.0.1"]}))
    assert "two.example is at 192.168.0.1" in refusal(fetcher, "http://two.example/").message
    assert dialled == []


def test_the_address_that_was_judged_is_the_one_connected_to(make: Make, dialled: list[str]) -> None:
    names = Names()
    fetcher = make(trusted_hosts=frozenset(), resolve=names)
    assert "no connection" in refusal(fetcher, "http://rebind.test/").message
    assert (names.asked, dialled) == (["rebind.test"], ["93.184.215.14"])
    assert "no public address" in refusal(fetcher, "http://rebind.test/").message
    assert dialled == ["93.184.215.14"]


def test_addresses_are_tried_in_turn(serve: Serve, make: Make, dialled: list[str]) -> None:
    server = serve(answer(b"x"))
    names = Names(**{"home.example": ["10.0.0.1", "127.0.0.2", "127.0.0.1"]})
    fetcher = make(trusted_hosts=frozenset({"home.example"}), resolve=names)
    assert fetcher.fetch(server.url(host="home.example")).body == b"x"
    assert dialled == ["10.0.0.1", "127.0.0.2"]


def test_name_server_that_never_answers(make: Make) -> None:
    def silent(name: str, port: int) -> list[str]:
        time.sleep(1)
        return []

    message, seconds = timed(make(connect_timeout=0.2, resolve=silent), "http://slow-name.example/")
    assert message.startswith("not found: no name server")
    assert seconds < 0.9


def test_every_address_that_leads_inside_is_refused(serve: Serve, make: Make, dialled: list[str], shared: Path) -> None:
    cases = json.loads((shared / "bench/mail/data/ssrf_cases.json").read_text("utf-8"))
    behind: dict[str, bytes] = {}
    server = serve(lambda _, target, headers: behind[target])
    names = Names(**{"redirect.test": ["127.0.0.1"]})
    fetcher = make(trusted_hosts=frozenset({f"redirect.test:{server.port}"}), resolve=names)

    def led_to(target: str) -> str:
        """An address of ours that redirects there."""
        behind[f"/{len(behind)}"] = answer(status="302 Found", Location=target)
        return server.url(f"/{len(behind) - 1}", "redirect.test")

    hosts = [f"http://{host}/" for host, _ in cases["hosts"]]
    urls = [url for url in cases["urls"] if " -> " not in url]
    with suppress(FetchError):
        fetcher.fetch("http://rebind.test/")  # its first answer is public
    dialled.clear()
    for url in hosts + urls:
        for message in (refusal(fetcher, url).message, refusal(fetcher, led_to(url)).message):
            assert message.startswith(("refused: ", "not an http(s) address", "redirected ")), (url, message)
    assert dialled == []
    assert len(server.requests) == len(behind)


def test_every_redirect_that_leads_inside_is_refused(
    serve: Serve, make: Make, dialled: list[str], shared: Path
) -> None:
    cases = json.loads((shared / "bench/mail/data/ssrf_cases.json").read_text("utf-8"))
    chains = [url.partition(" -> ")[2] for url in cases["urls"] if " -> " in url]
    assert chains
    for chain in chains:
        status, _, target = chain.partition(" ")
        if target == "hops":
            reply = lambda _, path, headers: answer(status="302 Found", Location=path + "x")  # noqa: E731
        elif status == "meta":
            page = f'<meta http-equiv="refresh" content="0; url=http://{target.split()[1]}/">'.encode()
            assert make().fetch(serve(answer(page)).url()).body == page
            continue
        else:
            reply = lambda *_, status=status, target=target: answer(status=f"{status} x", Location=target)  # noqa: E731
        server = serve(reply)
        fetcher = make(trusted_hosts=frozenset({f"127.0.0.1:{server.port}"}))
        assert refusal(fetcher, server.url()).message.startswith(("refused: ", "redirected ")), chain
    assert dialled == []


def test_a_proxy_is_not_asked_for_what_leads_inside(make: Make, shared: Path) -> None:
    cases = json.loads((shared / "bench/mail/data/ssrf_cases.json").read_text("utf-8"))
    forwarder = Forwarder()
    fetcher = make(trusted_hosts=frozenset(), proxy=forwarder.url, is_local=nobody)
    by_name = ("rebind.test", "multi.test")  # what such a name stands for the proxy alone knows
    for host, _ in cases["hosts"]:
        if host not in by_name:
            for scheme in ("http", "https"):
                message = refusal(fetcher, f"{scheme}://{host}/").message
                assert message.startswith(("refused: ", "not an http(s) address")), (host, message)
    assert refusal(fetcher, "http://example.com:25/").message.startswith("refused: ")
    forwarder.close()
    assert forwarder.seen == []


# --- TLS -------------------------------------------------------------------------------------------------------------


def test_tls_is_checked_against_the_name_though_the_address_is_pinned(
    serve: Serve, make: Make, certificate: Path
) -> None:
    ours = ssl.create_default_context(cafile=str(certificate))
    server = serve(answer(b"secure"), server_side(certificate))
    assert make(ssl_context=ours).fetch(server.url(host="a.localhost", scheme="https")).body == b"secure"
    wrong_name = refusal(make(ssl_context=ours), server.url(host="b.localhost", scheme="https"))
    assert "certificate is not valid: Hostname mismatch" in wrong_name.message
    unknown = refusal(make(), server.url(host="a.localhost", scheme="https"))
    assert "certificate is not valid: self" in unknown.message


def test_drip_inside_tls_ends_in_time(serve: Serve, make: Make, certificate: Path) -> None:
    def dripping(connection: socket.socket, *_: object) -> None:
        drip(connection, b"HTTP/1.1 200 OK\r\n\r\n", b"x")

    server = serve(dripping, server_side(certificate))
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
