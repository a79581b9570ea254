"""What HTTP answers say."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from briefing.core.http import basic_credentials, retry_after, status_line

NOW = datetime(2026, 9, 16, 6, 30, tzinfo=UTC)


@pytest.mark.parametrize(
    ("value", "seconds"),
    [
        (None, None),
        ("120", 120),
        (" 0 ", 0),
        ("Wed, 16 Sep 2026 06:31:00 GMT", 60),
        ("Wed, 16 Sep 2026 06:31:00", 60),  # no zone: GMT, as HTTP has no other
        ("Wed, 16 Sep 2026 08:31:00 +0200", 60),
        ("Tue, 15 Sep 2026 06:31:00 GMT", 0),  # over
        ("-5", None),
        ("1e9", None),
        ("soon", None),
        ("", None),
        ("9999999999", None),
        ("Wed, 99 Sep 2026 06:31:00 GMT", None),
    ],
)
def test_how_long_to_wait(value: str | None, seconds: float | None) -> None:
    assert retry_after(value, NOW) == seconds


@given(st.text(max_size=200))
def test_whatever_a_server_says_is_a_wait_or_nothing(value: str) -> None:
    wait = retry_after(value, NOW)
    assert wait is None or wait >= 0


def test_a_status_has_its_registered_phrase() -> None:
    assert status_line(404) == "404 Not Found"
    assert status_line(999) == "999"


@pytest.mark.parametrize(
    ("url", "header"),
    [
        ("https://news.example/feed", None),
        ("https://ann:secret@news.example/feed", "Basic YW5uOnNlY3JldA=="),
        ("https://ann@news.example/feed", "Basic YW5uOg=="),
        ("https://ann%40home:p%3Aw@news.example/", "Basic YW5uQGhvbWU6cDp3"),
    ],
)
def test_a_user_in_an_address(url: str, header: str | None) -> None:
    assert basic_credentials(url) == header
