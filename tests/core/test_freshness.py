from __future__ import annotations

from datetime import timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from briefing.core.freshness import longest, of_answer, of_feed

MINUTE, HOUR = timedelta(minutes=1), timedelta(hours=1)


@pytest.mark.parametrize(
    ("headers", "expected"),
    [
        ({}, None),
        ({"cache-control": "public, max-age=600"}, 10 * MINUTE),
        ({"cache-control": "max-age=600", "age": "60"}, 9 * MINUTE),
        ({"cache-control": "max-age=600", "age": "9999"}, 0 * MINUTE),
        ({"cache-control": "no-cache, max-age=600"}, 0 * MINUTE),
        ({"cache-control": "No-Store"}, 0 * MINUTE),
        ({"cache-control": "private"}, None),
        ({"expires": "Sun, 22 Nov 2026 11:00:00 GMT", "date": "Sun, 22 Nov 2026 10:00:00 GMT"}, HOUR),
        ({"expires": "0", "date": "Sun, 22 Nov 2026 10:00:00 GMT"}, 0 * MINUTE),
        ({"expires": "Thu, 19 Nov 1981 08:52:00 GMT", "date": "Sun, 22 Nov 2026 10:00:00 GMT"}, 0 * MINUTE),
        ({"cache-control": "max-age=999999999"}, timedelta(days=30)),
    ],
)
def test_what_an_answer_allows(headers: dict[str, str], expected: timedelta | None) -> None:
    assert of_answer(headers) == expected


@pytest.mark.parametrize(
    ("ttl", "period", "frequency", "expected"),
    [
        ("", "", "", None),
        ("60", "", "", HOUR),
        (" 15 ", "hourly", "1", HOUR),
        ("", "daily", "", 24 * HOUR),
        ("", "Daily", "4", 6 * HOUR),
        ("", "daily", "0", 24 * HOUR),
        ("soon", "now and then", "x", None),
        ("-5", "", "", None),
    ],
)
def test_what_a_feed_asks(ttl: str, period: str, frequency: str, expected: timedelta | None) -> None:
    assert of_feed(ttl, period, frequency) == expected


@given(st.text(max_size=40), st.text(max_size=40), st.text(max_size=40))
def test_nonsense_asks_nothing_impossible(one: str, two: str, three: str) -> None:
    for found in (of_feed(one, two, three), of_answer({"cache-control": one, "expires": two, "date": three})):
        assert found is None or timedelta() <= found <= timedelta(days=30)


def test_the_longest_of_several() -> None:
    assert longest(None, MINUTE, HOUR) == HOUR
    assert longest(None, None) is None
