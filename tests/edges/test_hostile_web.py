"""The whole of a hostile web, read by the real client: each way ends in time, in plain words or with the right page."""

from __future__ import annotations

import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from briefing.edges.http import HttpFetcher
from briefing.errors import FetchError
from briefing.model import Validators
from tests.edges.hostile_web import LATE, PAGE, WAYS, fetcher, hostile_web
from tests.edges.web import Server

SOON, LONG = 0.4, 5.0
MOST_MEMORY = 45_000_000
"""Bytes for four fetches at a time, each with max_bytes of 1 MB. No bomb would fit."""


@pytest.fixture(scope="module")
def server() -> Iterator[Server]:
    with hostile_web() as server:
        yield server


@pytest.fixture(scope="module")
def client() -> Iterator[HttpFetcher]:
    client = fetcher(LONG)
    yield client
    client.close()


@pytest.fixture(scope="module")
def hasty() -> Iterator[HttpFetcher]:
    hasty = fetcher(SOON)
    yield hasty
    hasty.close()


def outcome(client: HttpFetcher, url: str) -> tuple[bytes, str]:
    """The page's body, or what is told of it."""
    try:
        return client.fetch(url).body, ""
    except FetchError as error:
        return b"", error.message


@pytest.mark.parametrize("name", WAYS)
def test_each_way_ends_in_time_and_is_told_in_plain_words(
    server: Server, client: HttpFetcher, hasty: HttpFetcher, name: str
) -> None:
    expected = WAYS[name].told
    slow = expected == LATE
    begun = time.monotonic()
    body, told = outcome(hasty if slow else client, server.url(f"/{name}"))
    assert time.monotonic() - begun < (SOON + 1.0 if slow else LONG)
    if expected is None:
        assert (body, told) == (PAGE, "")
    else:
        assert expected in told
        assert told.isprintable()
        assert len(told) < 200


def test_nothing_that_was_hostile_spoils_what_comes_after(server: Server, client: HttpFetcher) -> None:
    for name in ("smuggled", "length-too-short", "length-and-chunks", "204", "304", "bomb-gzip", "lengths-different"):
        first = outcome(client, server.url(f"/{name}"))
        assert outcome(client, server.url(f"/{name}")) == first
        assert outcome(client, server.url("/page")) == (PAGE, "")


@pytest.mark.parametrize(("hops", "arrives"), [(1, True), (5, True), (6, False), (9999, False)])
def test_redirects_come_to_an_end(server: Server, client: HttpFetcher, hops: int, *, arrives: bool) -> None:
    expected = (PAGE, "") if arrives else (b"", "redirected more than 5 times")
    assert outcome(client, server.url(f"/hop/{hops}")) == expected


@pytest.mark.parametrize(("name", "moved"), [("moved", "/page"), ("moved-then-found", "/found"), ("found", None)])
def test_a_feed_moves_as_far_as_it_moved_for_good(
    server: Server, client: HttpFetcher, name: str, moved: str | None
) -> None:
    page = client.fetch(server.url(f"/{name}"))
    assert page.url == server.url("/page")
    assert page.moved == (server.url(moved) if moved else None)


@pytest.mark.parametrize(
    ("name", "seconds"),
    [("429-seconds", 120.0), ("429-past", 0.0), ("429-nonsense", None), ("503-for-ages", None)],
)
def test_what_a_busy_server_asks_for(server: Server, client: HttpFetcher, name: str, seconds: float | None) -> None:
    with pytest.raises(FetchError) as caught:
        client.fetch(server.url(f"/{name}"))
    assert caught.value.retry_after == seconds


def test_a_validator_that_changes_is_the_new_one(server: Server, client: HttpFetcher) -> None:
    first = client.fetch(server.url("/etag-changes")).validators
    assert first.etag == '"a"'
    second = client.fetch(server.url("/etag-changes"), validators=first)
    assert second.unchanged
    assert second.validators.etag == '"b"'
    assert client.fetch(server.url("/etag-changes"), validators=second.validators).body == PAGE


def test_a_validator_too_long_to_be_sent_back_is_none(server: Server, client: HttpFetcher) -> None:
    assert client.fetch(server.url("/etag-huge")).validators == Validators()


def test_a_bound_of_memory_holds_for_all_of_it(server: Server) -> None:
    if not Path("/proc/self/status").exists():
        pytest.skip("the system does not tell how much memory a process takes")
    reader = [sys.executable, "-m", "tests.edges.hostile_web", str(server.port)]
    grown = int(subprocess.run(reader, check=True, capture_output=True, timeout=60, text=True).stdout)
    assert 0 <= grown < MOST_MEMORY
