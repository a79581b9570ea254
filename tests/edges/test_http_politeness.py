"""A host's turns, its pace, and when it is left alone."""

from __future__ import annotations

import socket
import threading
import time
from concurrent.futures import ThreadPoolExecutor

import pytest

from tests.edges.web import Make, Serve, Time, answer, nobody, refusal


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
        fetcher = make(per_host=allowed, is_local=nobody)
        with ThreadPoolExecutor(8) as pool:
            pages = list(pool.map(fetcher.fetch, [server.url(f"/{n}") for n in range(12)]))
        assert len(pages) == 12
        assert most == allowed


def test_the_operators_own_hosts_are_asked_whatever_and_whenever(serve: Serve, make: Make, times: Time) -> None:
    together = threading.Barrier(6, timeout=5)

    def handler(_: socket.socket, target: str, headers: dict[str, str]) -> bytes:
        together.wait()
        return answer(b"", "429 Slow", Retry_After="600") if target == "/busy" else answer(b"x")

    server, fetcher = serve(handler), make(per_host=1, pace=5.0)
    with ThreadPoolExecutor(6) as pool:
        busy = pool.submit(refusal, fetcher, server.url("/busy"))
        assert len(list(pool.map(fetcher.fetch, [server.url(f"/{n}") for n in range(5)]))) == 5
        assert busy.result().status == 429
    assert times.slept == []


def test_a_dead_host_does_not_hold_up_the_others(serve: Serve, make: Make) -> None:
    dead, alive = serve(lambda *_: time.sleep(5)), serve(answer(b"x"))
    fetcher = make(read_timeout=0.6, is_local=nobody)
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

    server, fetcher = serve(slow), make(total_timeout=0.5, is_local=nobody)
    with ThreadPoolExecutor(6) as pool:
        assert len(list(pool.map(fetcher.fetch, [server.url(f"/{n}") for n in range(6)]))) == 6


def test_waiting_for_the_hosts_turn_ends(serve: Serve, make: Make) -> None:
    begun, go_on = threading.Event(), threading.Event()

    def slow(*_: object) -> bytes:
        begun.set()
        go_on.wait(5)
        return answer(b"x")

    server, fetcher = serve(slow), make(turn_timeout=0.2, is_local=nobody)
    with ThreadPoolExecutor(2) as pool:
        first = pool.submit(fetcher.fetch, server.url("/1"))
        begun.wait(5)
        assert "was busy" in refusal(fetcher, server.url("/2")).message
        go_on.set()
        assert first.result().body == b"x"
    assert fetcher.fetch(server.url("/3")).body == b"x"
    assert server.targets == ["/1", "/3"]


def test_redirects_between_two_hosts_block_nobody(serve: Serve, make: Make) -> None:
    there = {"a.localhost": "b.localhost", "b.localhost": "a.localhost"}

    def handler(_: socket.socket, target: str, headers: dict[str, str]) -> bytes:
        time.sleep(0.01)
        if target.count("x") == 4:
            return answer(b"x")
        return answer(status="302 x", Location=server.url(target + "x", there[headers["host"].partition(":")[0]]))

    server = serve(handler)
    fetcher = make(is_local=nobody)
    urls = [server.url(f"/{n}", host) for n in range(4) for host in there]
    with ThreadPoolExecutor(8) as pool:
        assert [page.body for page in pool.map(fetcher.fetch, urls)] == [b"x"] * 8


# --- pace ------------------------------------------------------------------------------------------------------------


def test_requests_to_a_host_begin_at_a_pace(serve: Serve, make: Make, times: Time) -> None:
    server, fetcher = serve(answer(b"x")), make(pace=2.0, is_local=nobody)
    for n in range(3):
        fetcher.fetch(server.url(f"/{n}", "a.localhost"))
    fetcher.fetch(server.url(host="b.localhost"))
    assert times.slept == [2.0, 2.0]
    times.now += 1.5
    fetcher.fetch(server.url(host="a.localhost"))
    assert times.slept == [2.0, 2.0, 0.5]
    times.now += 60
    fetcher.fetch(server.url(host="a.localhost"))
    assert len(times.slept) == 3


def test_the_pace_holds_for_many_threads(serve: Serve, make: Make, times: Time) -> None:
    started: list[float] = []

    def handler(*_: object) -> bytes:
        started.append(times.now)
        return answer(b"x")

    server, fetcher = serve(handler), make(pace=2.0, is_local=nobody)
    with ThreadPoolExecutor(4) as pool:
        list(pool.map(fetcher.fetch, [server.url(f"/{n}") for n in range(8)]))
    assert started == [1000.0 + 2 * n for n in range(8)]


# --- hosts that want to be left alone --------------------------------------------------------------------------------


@pytest.mark.parametrize("status", ["429 Too Many Requests", "503 Service Unavailable"])
def test_a_host_is_left_alone_for_as_long_as_it_asks(serve: Serve, make: Make, times: Time, status: str) -> None:
    answers = iter([answer(b"", status, Retry_After="600"), answer(b"news")])
    server, other = serve(lambda *_: next(answers)), serve(answer(b"x"))
    fetcher = make(is_local=nobody)
    first = refusal(fetcher, server.url("/1", "a.localhost"))
    assert (first.message, first.retry_after) == (f"the server said {status}", 600.0)
    times.now += 60
    second = refusal(fetcher, server.url("/2", "a.localhost"))
    assert second.message == f"not asked: a.localhost said {status} and is left alone for another 9 min"
    assert (second.status, second.retry_after) == (int(status[:3]), 540.0)
    assert fetcher.fetch(other.url(host="b.localhost")).body == b"x"
    assert server.targets == ["/1"]
    times.now += 541
    assert fetcher.fetch(server.url("/3", "a.localhost")).body == b"news"
    assert times.slept == []


def test_what_a_host_asks_for_a_moment_is_waited_for(serve: Serve, make: Make, times: Time) -> None:
    answers = iter([answer(b"", "429 Slow", Retry_After="2"), answer(b"news"), answer(b"more")])
    server, fetcher = serve(lambda *_: next(answers)), make(is_local=nobody)
    assert fetcher.fetch(server.url()).body == b"news"
    assert times.slept == [2.0]
    assert fetcher.fetch(server.url()).body == b"more"


def test_who_says_429_again_without_a_time_is_left_alone_for_a_minute(serve: Serve, make: Make, times: Time) -> None:
    server, fetcher = serve(answer(b"", "429 Slow")), make(is_local=nobody)
    assert refusal(fetcher, server.url()).message == "the server said 429 Too Many Requests"
    assert times.slept == [1.0]
    error = refusal(fetcher, server.url())
    assert error.message.startswith("not asked: 127.0.0.1 said 429 Too Many Requests")
    assert error.retry_after == 60.0
    assert len(server.requests) == 2


def test_who_waits_for_a_turn_hears_that_the_host_wants_to_be_left_alone(serve: Serve, make: Make) -> None:
    def handler(*_: object) -> bytes:
        time.sleep(0.1)
        return answer(b"", "429 Slow", Retry_After="600")

    server, fetcher = serve(handler), make(is_local=nobody)
    with ThreadPoolExecutor(5) as pool:
        errors = list(pool.map(lambda n: refusal(fetcher, server.url(f"/{n}")), range(5)))
    assert len(server.requests) == 1
    assert {error.status for error in errors} == {429}


def test_a_503_without_a_time_is_no_wish(serve: Serve, make: Make) -> None:
    server, fetcher = serve(answer(b"", "503 Busy")), make(is_local=nobody)
    for _ in range(2):
        assert refusal(fetcher, server.url()).message == "the server said 503 Service Unavailable"
    assert len(server.requests) == 4


# --- hosts that do not answer ----------------------------------------------------------------------------------------


def test_a_host_that_does_not_answer_is_soon_not_asked_any_more(serve: Serve, make: Make) -> None:
    server, fetcher = serve(lambda *_: None), make(is_local=nobody)
    with ThreadPoolExecutor(4) as pool:
        messages = list(pool.map(lambda n: refusal(fetcher, server.url(f"/{n}")).message, range(20)))
    silence = "the server closed the connection without an answer"
    assert sorted(messages) == [f"not asked: it did not answer 3 times just now ({silence})"] * 17 + [silence] * 3
    assert len(server.requests) == 3


def test_any_answer_shows_that_a_host_is_there(serve: Serve, make: Make) -> None:
    def handler(_: socket.socket, target: str, headers: dict[str, str]) -> bytes | None:
        return answer(b"no", "404 x") if target == "/there" else None

    server, fetcher = serve(handler), make(is_local=nobody)
    for _ in range(3):
        for path in ("/1", "/2", "/there"):
            assert "not asked" not in refusal(fetcher, server.url(path)).message


def test_names_that_nobody_knows_are_not_looked_up_for_ever(make: Make) -> None:
    asked: list[str] = []

    def resolve(name: str, port: int) -> list[str]:
        asked.append(name)
        raise socket.gaierror(socket.EAI_NONAME, "unknown")

    fetcher = make(resolve=resolve)
    messages = [refusal(fetcher, f"http://gone.example/{n}").message for n in range(5)]
    assert messages[2] == "not found: the name gone.example has no address"
    assert messages[4].startswith("not asked: it did not answer 3 times")
    assert len(asked) == 3


def test_an_interrupted_wait_gives_the_turn_back(serve: Serve, make: Make) -> None:
    interrupt = [True]

    def sleep(seconds: float) -> None:
        if interrupt.pop():
            raise KeyboardInterrupt

    server = serve(answer(b"x"))
    fetcher = make(pace=1.0, is_local=nobody, sleep=sleep, monotonic=lambda: 5.0, turn_timeout=0.5)
    fetcher.fetch(server.url("/1"))
    with pytest.raises(KeyboardInterrupt):
        fetcher.fetch(server.url("/2"))
    interrupt.append(False)
    assert fetcher.fetch(server.url("/3")).body == b"x"
