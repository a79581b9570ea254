"""When a feed's failure is worth a word, and in which words: tables of cases."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from briefing.core.health import State, ago, habit, is_silent, newest, state, streak, upcoming, worth_telling
from briefing.model import Health

NOW = datetime(2026, 9, 16, 6, 30, tzinfo=UTC)  # a Wednesday
BERLIN = ZoneInfo("Europe/Berlin")
AFTER = timedelta(days=3)

WELL = Health(
    url="https://harbour.example/feed",
    name="Harbour Times",
    read_at=NOW - timedelta(hours=1),
    failures=0,
    failing_since=None,
    failure="",
    gone=False,
    ask_at=None,
    address=None,
    told_at=None,
    daily=4.0,
)


def failing(since: timedelta, times: int = 5, **changes: Any) -> Health:
    return replace(WELL, failures=times, failing_since=NOW - since, failure="no answer within 10 s", **changes)


@pytest.mark.parametrize(
    ("health", "expected", "worth"),
    [
        (WELL, "ok", False),
        (replace(WELL, read_at=None, daily=0.0), "new", False),
        (replace(WELL, daily=0.0), "silent", False),
        (failing(timedelta(minutes=5), 1), "failing", False),
        (failing(timedelta(days=3) - timedelta(seconds=1)), "failing", False),
        (failing(timedelta(days=3)), "broken", True),
        (failing(timedelta(days=3), 2), "broken", True),
        (failing(timedelta(days=30), 1), "failing", False),
        (failing(timedelta(days=30), daily=0.0), "broken", True),
        (failing(timedelta(minutes=5), 1, read_at=None), "broken", True),
        (failing(timedelta(minutes=5), 1, gone=True), "gone", True),
        (failing(timedelta(days=9), told_at=NOW - timedelta(days=6)), "broken", False),
        (failing(timedelta(days=9), gone=True, told_at=NOW), "gone", False),
    ],
)
def test_a_failure_is_worth_telling_once_and_when_it_lasts(health: Health, expected: State, worth: bool) -> None:
    assert (state(health, NOW, AFTER), worth_telling(health, NOW, AFTER)) == (expected, worth)


def days_ago(*numbers: float) -> list[datetime]:
    return [NOW - timedelta(days=number) for number in numbers]


@pytest.mark.parametrize(
    ("dates", "silent"),
    [
        ([], False),
        (days_ago(0.1, 0.2, 0.3), False),
        (days_ago(29, 30, 31, 32), False),
        (days_ago(31, 32, 33), True),
        (days_ago(31), True),
        (days_ago(100, 130, 161, 191), False),  # a monthly, a few months late
        (days_ago(160, 190, 221, 251), True),
        (days_ago(-400, 60, 61), True),  # a date in the future is no sign of life
        (days_ago(-400), False),
        (days_ago(60, 60, 60), True),
    ],
)
def test_silent_is_what_has_had_nothing_new_for_far_longer_than_it_uses_to(dates: list[datetime], silent: bool) -> None:
    assert is_silent(dates, NOW) is silent


def test_the_newest_entry_is_none_of_the_future_where_there_is_another() -> None:
    assert newest(days_ago(-400, 2, 3), NOW) == NOW - timedelta(days=2)
    assert newest(days_ago(-400), NOW) == NOW + timedelta(days=400)


@pytest.mark.parametrize(
    ("passed", "words"),
    [
        (timedelta(), "just now"),
        (timedelta(seconds=59), "just now"),
        (timedelta(seconds=60), "1 min ago"),
        (timedelta(minutes=59, seconds=59), "59 min ago"),
        (timedelta(hours=1), "1 h ago"),
        (timedelta(hours=23, minutes=59), "23 h ago"),
        (timedelta(days=1), "1 day ago"),
        (timedelta(days=6, hours=23), "6 days ago"),
        (timedelta(days=7), "9 Sep"),
        (timedelta(days=7, hours=8), "9 Sep"),  # 22:30 in UTC on the 8th, already the 9th in Berlin
        (timedelta(days=300), "20 Nov 2025"),
        (-timedelta(seconds=1), "16 Sep"),
        (-timedelta(days=400), "21 Oct 2027"),
    ],
)
def test_how_long_ago(passed: timedelta, words: str) -> None:
    assert ago(NOW - passed, NOW, BERLIN) == words


@pytest.mark.parametrize(
    ("health", "words"),
    [
        (WELL, ""),
        (failing(timedelta(minutes=10), 1), "once, at 08:20"),
        (failing(timedelta(hours=7), 2), "twice since 01:30"),
        (failing(timedelta(hours=9), 3), "3 times since Tuesday"),
        (failing(timedelta(days=2), 1), "once, on Monday"),
        (failing(timedelta(days=6), 24), "24 times since Thursday"),
        (failing(timedelta(days=7), 24), "24 times since 9 Sep"),
        (failing(timedelta(days=400), 900), "900 times since 12 Aug 2025"),
    ],
)
def test_a_streak_of_failures(health: Health, words: str) -> None:
    assert streak(health, NOW, BERLIN) == words


@pytest.mark.parametrize(
    ("daily", "words"),
    [
        (0.0, "nothing"),
        (0.01, "less than 1 a month"),
        (1 / 14, "2 a month"),
        (1 / 7, "1 a week"),
        (3 / 7, "3 a week"),
        (0.9, "6 a week"),
        (1.0, "1 a day"),
        (12.4, "12 a day"),
        (1200.0, "1200 a day"),
    ],
)
def test_how_much_comes(daily: float, words: str) -> None:
    assert habit(daily) == words


@pytest.mark.parametrize(
    ("wait", "words"),
    [
        (None, "now"),
        (timedelta(), "now"),
        (-timedelta(hours=1), "now"),
        (timedelta(hours=6), "at 14:30"),
        (timedelta(hours=16), "tomorrow 00:30"),
        (timedelta(days=2), "Friday 08:30"),
        (timedelta(days=7), "23 Sep 08:30"),
    ],
)
def test_when_it_is_asked_again(wait: timedelta | None, words: str) -> None:
    assert upcoming(None if wait is None else NOW + wait, NOW, BERLIN) == words


@given(st.timedeltas(min_value=timedelta(days=-15_000), max_value=timedelta(days=15_000)), st.floats(0, 1e6))
def test_any_moment_has_short_words(later: timedelta, daily: float) -> None:
    then = NOW + later
    for zone in (UTC, BERLIN, ZoneInfo("Pacific/Apia")):
        assert 0 < len(ago(then, NOW, zone)) <= 11
        assert 0 < len(upcoming(then, NOW, zone)) <= 17
    assert 0 < len(habit(daily)) <= 19
