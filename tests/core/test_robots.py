from __future__ import annotations

import time
import tracemalloc

import pytest
from hypothesis import given
from hypothesis import strategies as st

from briefing.core.robots import MOST, parse, verdict_for_status

SITE = "https://news.example"


@pytest.mark.parametrize(
    ("text", "path", "allowed"),
    [
        ("", "/a", True),
        ("User-agent: *\nDisallow: /private/", "/private/a", False),
        ("User-agent: *\nDisallow: /private/", "/public", True),
        ("User-agent: *\nDisallow: /\nAllow: /news/", "/news/a", True),
        ("User-agent: *\nDisallow: /*?print=", "/a?print=1", False),
        ("User-agent: *\nDisallow: /*.pdf$", "/a.pdf?x", True),
        ("User-agent: *\nDisallow:", "/a", True),
        ("User-agent: Briefing\nDisallow: /\n\nUser-agent: *\nDisallow:", "/a", False),
        ("User-agent: *\nDisallow: /\n\nUser-agent: briefing\nAllow: /", "/a", True),
        ("User-agent: OtherBot\nDisallow: /", "/a", True),
        ("User-agent: OtherBot\nDisallow: /b\nUser-agent: *\nDisallow: /a", "/a", False),
        ("User-agent: OtherBot\nUser-agent: *\nUser-agent: Third\nDisallow: /a", "/a", False),
        ("User-agent: BRIEFING/2.1\nDisallow: /", "/a", False),
        ("user-agent: briefing # and others\nDisallow: /", "/a", False),
        ("User agent Briefing*\nDisallow: /", "/a", False),
        ("User-agent: Brief\nDisallow: /", "/a", True),
        ("User-agent: Briefing-Images\nDisallow: /", "/a", True),
        ("User-agent: Briefing\nUser-agent: *\nDisallow: /a", "/a", False),
        ("User-agent: Briefing\nDisallow: /b\nUser-agent: *\nDisallow: /a\nUser-agent: briefing\nAllow: /", "/a", True),
        ("User-agent: *\n\nSitemap: https://news.example/map.xml\nDisallow: /a", "/a", False),
        ("Disallow: /\nUser-agent: *\nDisallow: /b", "/a", True),
        ("User-agent: *\nDisallow: /caf%C3%A9", "/café", False),
        ("User-agent: *\nDisallow: /café", "/caf%c3%a9", False),
        ("User-agent: *\nDisallow: /\nAllow: /$", "/", True),
        ("User-agent: *\nDisallow: /", "/robots.txt", True),
        ("User-agent: *\nDisallow: /" + "x" * 5000, "/" + "x" * 5001, True),
        ("User-agent: *\nDisallow: /b\nUser-agent: Third " + "x" * 5000 + "\nDisallow: /a", "/a", True),
        (b"\xff\xfe".decode("utf-8", "replace") + "User-agent: *\nDisallow: /a".replace("", "\0"), "/a", False),
        ("\ufeffUser-agent: *\rDisallow: /x\r\n", "/x", False),
        ("<!DOCTYPE html><title>Not found</title>User-agent: *\nDisallow: /", "/a", True),
    ],
)
def test_what_a_site_asks_is_kept_to(text: str, path: str, *, allowed: bool) -> None:
    assert parse(text, "Briefing").allows(SITE + path) is allowed


@pytest.mark.parametrize(
    ("text", "delay"),
    [
        ("User-agent: *\nCrawl-delay: 5", 5.0),
        ("User-agent: *\nCrawl-delay: 0", None),
        ("User-agent: *\nCrawl-delay: soon", None),
        ("User-agent: *\nCrawl-delay: 999999", None),
        ("User-agent: *\nRequest-rate: 1/30s", 30.0),
        ("User-agent: *\nRequest-rate: 1/" + "9" * 1900, None),
        ("User-agent: *\nRequest-rate: 0/10", None),
        ("User-agent: *\nCrawl-delay: 2\nRequest-rate: 1/5", 5.0),
        ("User-agent: *\nCrawl-delay: 5\nUser-agent: Briefing\nDisallow: /x", None),
        ("User-agent: *\nCrawl-delay: inf", None),
        ("User-agent: *\nDisallow: /x", None),
        ("", None),
    ],
)
def test_the_delay_that_a_site_asks_for(text: str, delay: float | None) -> None:
    assert parse(text, "Briefing").delay == delay


def test_an_answer_without_a_file() -> None:
    missing = verdict_for_status(404)
    assert missing is not None
    assert missing.allows(SITE + "/a")
    assert all(verdict_for_status(status) is not None for status in (401, 403, 410, 451))
    assert verdict_for_status(503) is None
    assert verdict_for_status(429) is None


@given(st.text(max_size=2000))
def test_no_file_stops_a_reader(text: str) -> None:
    rules = parse("User-agent: *\n" + text, "Briefing")
    assert rules.allows(SITE + "/a") in (True, False)
    assert rules.delay is None or rules.delay > 0


@pytest.mark.parametrize(
    "text",
    [
        "User-agent: *\n" + "Disallow: /" + "*a" * 100_000 + "$\n",
        "User-agent: *\n" + "Disallow: /*a*a*a*a*a*a*b$\n" * 40_000,
        "User-agent: *\n" * 60_000,
        "\n" * 2_000_000,
        "User-agent: *\n" + "Disallow: /x\x0b\u2028" * 100_000,
        "\n".join(f"User-agent: bot{n}" for n in range(9000)) + "\nDisallow: /a" * 9000,
    ],
)
def test_a_hostile_file_takes_little_time(text: str) -> None:
    begun = time.process_time()
    rules = parse(text, "Briefing")
    for n in range(10):
        rules.allows(f"{SITE}/{'a' * 500}{n}")
    assert time.process_time() - begun < 3


def test_rules_for_many_programs_take_little_memory() -> None:
    text = "".join(f"User-agent: bot{n}\n" for n in range(500)) + "User-agent: Briefing\nUser-agent: *\n"
    text += "".join(f"Allow: /{n}*/index.html$\n" for n in range(2000))
    tracemalloc.start()
    parse(text, "Briefing").allows(SITE)
    peak = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    assert peak < 70 * len(text)


def test_the_verdict_on_a_long_address_takes_little_time() -> None:
    rules = parse("User-agent: *\n" + "".join(f"Disallow: /*aaaaaaaab{n}$\n" for n in range(10_000)), "Briefing")
    begun = time.process_time()
    rules.allows(f"{SITE}/{'a' * 7900}")
    assert time.process_time() - begun < 2


def test_no_more_is_read_than_the_bound() -> None:
    assert not parse("#" * (MOST - 30) + "\nUser-agent: *\nDisallow: /", "Briefing").allows(SITE + "/a")
    assert parse("#" * MOST + "\nUser-agent: *\nDisallow: /", "Briefing").allows(SITE + "/a")
