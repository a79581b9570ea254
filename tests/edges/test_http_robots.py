"""What sites ask programs not to read."""

from __future__ import annotations

import gzip
import socket
import time
from concurrent.futures import ThreadPoolExecutor
from datetime import datetime, timedelta

import pytest

from briefing.edges.http.robots import RobotsMemory
from briefing.model import Access
from tests.edges.web import NOW, Forwarder, Handler, Make, Serve, Time, answer, nobody, refusal

RULES = b"User-agent: *\nDisallow: /private\n"
ASKED = "its site's robots.txt asks programs not to read it"


def site(rules: bytes | None, **pages: bytes) -> Handler:
    """Serves a robots.txt (None: it hangs up), and x for every page."""

    def handler(_: socket.socket, target: str, headers: dict[str, str]) -> bytes | None:
        return rules if target == "/robots.txt" else answer(b"x")

    return handler


def test_what_a_site_asks_not_to_be_read_is_not_read(serve: Serve, make: Make) -> None:
    server, fetcher = serve(site(answer(RULES))), make()
    assert fetcher.fetch(server.url("/news"), robots=True).body == b"x"
    error = refusal(fetcher, server.url("/private/1"), robots=True)
    assert (error.message, error.status) == (ASKED, None)
    assert server.targets == ["/robots.txt", "/news"]
    assert fetcher.fetch(server.url("/private/1")).body == b"x"  # who does not ask is not told


def test_it_is_not_asked_for_unless_wanted(serve: Serve, make: Make) -> None:
    server = serve(site(answer(RULES)))
    make().fetch(server.url("/private"))
    make(obey_robots=False).fetch(server.url("/private"), robots=True)
    assert server.targets == ["/private", "/private"]


def test_rules_are_for_the_programs_own_name(serve: Serve, make: Make) -> None:
    rules = b"User-agent: briefing\nDisallow: /a\n\nUser-agent: *\nDisallow: /b\n"
    server = serve(site(answer(rules)))
    for agent in ("Briefing/0 (+https://briefing.example)", "Briefing (x)", "Briefing"):
        fetcher = make(user_agent=agent)
        assert refusal(fetcher, server.url("/a"), robots=True).message == ASKED
        assert fetcher.fetch(server.url("/b"), robots=True).body == b"x"


@pytest.mark.parametrize(
    ("rules", "words"),
    [
        (answer(b"", "404 x"), None),
        (answer(b"", "410 x"), None),
        (answer(b"", "403 x"), None),
        (answer(status="302 x", Location="/robots.txt?"), None),
        (answer(status="302 x", Location="ftp://x.example/"), None),
        (answer(b"x", Content_Encoding="compress"), None),
        (answer(b"\xff\xfe\0\0" * 100), None),
        (answer(b"", "500 x"), "its site's robots.txt could not be read: the server said 500 Internal Server Error"),
        (answer(b"", "503 x"), "its site's robots.txt could not be read: the server said 503 Service Unavailable"),
        (None, "its site's robots.txt could not be read: the server closed the connection without an answer"),
    ],
)
def test_a_site_without_a_file_allows_all_and_one_in_trouble_nothing(
    serve: Serve, make: Make, rules: bytes | None, words: str | None
) -> None:
    server, fetcher = serve(site(rules)), make()
    for path in ("/1", "/2"):
        if words is None:
            assert fetcher.fetch(server.url(path), robots=True).body == b"x"
        else:
            error = refusal(fetcher, server.url(path), robots=True)
            assert (error.message, error.status) == (words, None)
    assert server.targets.count("/robots.txt") == 1


def test_trouble_is_not_remembered_by_the_next_fetcher(serve: Serve, make: Make) -> None:
    answers = iter([answer(b"", "500 x"), answer(RULES)])
    server = serve(lambda _, target, headers: next(answers) if target == "/robots.txt" else answer(b"x"))
    files = Files()
    assert "could not be read" in refusal(make(robots_files=files), server.url("/1"), robots=True).message
    assert files.kept == {}
    assert make(robots_files=files).fetch(server.url("/1"), robots=True).body == b"x"


class Files:
    """Implements `ports.Texts` in the open."""

    def __init__(self) -> None:
        self.kept: dict[str, tuple[str, datetime]] = {}

    def get(self, origin: str, now: datetime) -> str | None:
        text, until = self.kept.get(origin, ("", now))
        return text if until > now else None

    def put(self, origin: str, text: str, until: datetime) -> None:
        self.kept[origin] = text, until


def test_a_file_is_kept_for_a_day(serve: Serve, make: Make) -> None:
    server, files = serve(site(answer(RULES))), Files()
    now = [NOW]
    for hours, asked in ((0, 1), (23, 1), (25, 2)):
        now[0] = NOW + timedelta(hours=hours)
        fetcher = make(robots_files=files, clock=lambda: now[0])
        assert refusal(fetcher, server.url("/private"), robots=True).message == ASKED
        assert server.targets.count("/robots.txt") == asked
    assert list(files.kept) == [f"http://127.0.0.1:{server.port}"]
    assert files.kept[f"http://127.0.0.1:{server.port}"][0] == RULES.decode()


def test_a_fetcher_that_lives_long_looks_again(serve: Serve, make: Make) -> None:
    server, now = serve(site(answer(RULES))), [NOW]
    fetcher = make(clock=lambda: now[0])
    for hours, asked in ((0, 1), (12, 1), (25, 2)):
        now[0] = NOW + timedelta(hours=hours)
        fetcher.fetch(server.url("/1"), robots=True)
        assert server.targets.count("/robots.txt") == asked


def test_each_origin_has_its_own_and_redirects_are_checked_too(serve: Serve, make: Make) -> None:
    other = serve(site(answer(RULES)))

    def handler(_: socket.socket, target: str, headers: dict[str, str]) -> bytes:
        return answer(b"", "404 x") if target == "/robots.txt" else answer(status="302 x", Location=other.url(target))

    server, fetcher = serve(handler), make()
    assert fetcher.fetch(server.url("/news"), robots=True).body == b"x"
    assert refusal(fetcher, server.url("/private"), robots=True).message == ASKED
    assert other.targets == ["/robots.txt", "/news"]


def test_the_file_itself_may_be_elsewhere(serve: Serve, make: Make) -> None:
    elsewhere = serve(answer(RULES))

    def hops(_: socket.socket, target: str, headers: dict[str, str]) -> bytes:
        if target in ("/private", "/private2"):
            return answer(b"x")
        step = int(target.partition("?")[2] or 0)
        return answer(status="301 x", Location=elsewhere.url("/r") if step == most else f"/robots.txt?{step + 1}")

    most = 4
    assert refusal(make(), serve(hops).url("/private"), robots=True).message == ASKED
    most = 5  # too far: as if there were none
    assert make().fetch(serve(hops).url("/private"), robots=True).body == b"x"


def test_only_the_first_500_kb_count(serve: Serve, make: Make) -> None:
    comments = (b"# " + b"x" * 97 + b"\n") * 4_900
    long = b"User-agent: *\n" + comments + b"Disallow: /a\n" + comments * 4 + b"Disallow: /b\n"
    for body in (answer(long), answer(gzip.compress(long), Content_Encoding="gzip")):
        server, files = serve(site(body)), Files()
        fetcher = make(robots_files=files)
        assert refusal(fetcher, server.url("/a"), robots=True).message == ASKED
        assert fetcher.fetch(server.url("/b"), robots=True).body == b"x"
        assert len(files.kept[server.url("")][0]) == 512_000


def test_many_threads_ask_once(serve: Serve, make: Make) -> None:
    def handler(_: socket.socket, target: str, headers: dict[str, str]) -> bytes:
        if target == "/robots.txt":
            time.sleep(0.1)
            return answer(RULES)
        return answer(b"x")

    server, fetcher = serve(handler), make(is_local=nobody)
    with ThreadPoolExecutor(12) as pool:
        list(pool.map(lambda n: fetcher.fetch(server.url(f"/{n}"), robots=True), range(12)))
    assert server.targets.count("/robots.txt") == 1
    assert len(server.targets) == 13


def test_a_file_that_never_comes_shares_the_time_of_the_fetch(serve: Serve, make: Make) -> None:
    server = serve(lambda *_: time.sleep(5))
    begun = time.monotonic()
    error = refusal(make(total_timeout=0.3), server.url("/1"), robots=True)
    assert error.message == "its site's robots.txt could not be read: no answer within 0.3 s"
    assert time.monotonic() - begun < 2


def test_a_crawl_delay_sets_the_pace_up_to_ten_seconds(serve: Serve, make: Make, times: Time) -> None:
    for delay, pace in ((3, 3.0), (600, 10.0)):
        server, fetcher = serve(site(answer(b"User-agent: *\nCrawl-delay: %d\n" % delay))), make(is_local=nobody)
        times.slept.clear()
        for n in range(3):
            fetcher.fetch(server.url(f"/{n}"), robots=True)
        assert times.slept[-2:] == [pace, pace]


def test_the_operators_own_hosts_know_no_crawl_delay(serve: Serve, make: Make, times: Time) -> None:
    server, fetcher = serve(site(answer(b"User-agent: *\nCrawl-delay: 3\n"))), make()
    for n in range(3):
        fetcher.fetch(server.url(f"/{n}"), robots=True)
    assert times.slept == []


def test_a_site_is_asked_for_its_file_by_the_way_of_the_source_and_told_nothing(serve: Serve, make: Make) -> None:
    server, forwarder = serve(site(answer(RULES))), Forwarder()
    access = Access(headers=(("X-Key", "secret"),), hosts=("127.0.0.1",), proxy=forwarder.url)
    assert make().fetch(server.url("/1"), access=access, robots=True).body == b"x"
    forwarder.close()
    assert [target for target, _ in forwarder.seen] == [server.url("/robots.txt"), server.url("/1")]
    assert [headers.get("x-key") for _, headers in server.requests] == [None, "secret"]


def test_the_files_kept_in_memory_are_bounded() -> None:
    files = RobotsMemory()
    for n in range(40):
        files.put(f"https://{n}.example", "x" * 500_000, NOW + timedelta(hours=1))
    kept = [n for n in range(40) if files.get(f"https://{n}.example", NOW) is not None]
    assert kept == list(range(8, 40))
    assert files.get("https://39.example", NOW + timedelta(hours=2)) is None
    files.put("https://39.example", "y", NOW + timedelta(hours=3))
    assert files.get("https://39.example", NOW + timedelta(hours=2)) == "y"


def test_a_private_site_is_not_asked_for_its_file(serve: Serve, make: Make) -> None:
    server, files = serve(site(answer(RULES))), Files()
    fetcher = make(trusted_hosts=frozenset(), robots_files=files)
    assert refusal(fetcher, server.url("/1"), robots=True).message.startswith("refused: 127.0.0.1")
    assert (server.connections, files.kept) == (0, {})
