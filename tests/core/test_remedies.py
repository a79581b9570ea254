"""What to do, told from the words of a failure."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from briefing.core.remedies import remedy

FEED = "https://ann:hush@harbour.example:8443/news/feed"


@pytest.mark.parametrize(
    ("failure", "part"),
    [
        ("the server said 401 Unauthorized", "It wants a login"),
        ("the server said 403 Forbidden", "It refuses programs"),
        ("the server said 404 Not Found", "`briefing feeds add harbour.example:8443` looks for its new address"),
        ("the server said 410 Gone", "`briefing feeds remove https://harbour.example:8443/news/feed`"),
        ("the server said 418 I'm a Teapot", "Perhaps the address is wrong"),
        ("the server said 429 Too Many Requests", "asked too often"),
        ("the server said 503 Service Unavailable", "Its server has trouble"),
        ("not asked: harbour.example said 429 and is left alone for another 40 s", "asked too often"),
        ("refused: intranet.example is at a private address (10.0.0.1)", "write intranet.example under"),
        ("refused: no web server is to be asked at port 25", "Perhaps the address is wrong"),
        ("no connection: the proxy said 403 Forbidden", "Check the proxy"),
        ("reading it failed: KeyError: 'title'", ""),
        ("", ""),
    ],
)
def test_a_failure_has_its_remedy(failure: str, part: str) -> None:
    told = remedy(failure, FEED)
    assert part in told if part else not told
    assert "hush" not in told


@given(st.text(), st.text())
def test_no_failure_and_no_address_breaks_it(failure: str, url: str) -> None:
    assert isinstance(remedy(failure, url), str)


@given(st.text(alphabet="{}[]0a!"))
def test_braces_stay_what_they_are(host: str) -> None:
    assert "trusted_hosts" in remedy(f"refused: {host}x is at a private address", "https://[{0}/")
