from __future__ import annotations

from datetime import UTC, datetime, timedelta, timezone

import pytest

from briefing.core import metadata
from briefing.core.metadata import Head
from briefing.core.moments import modified_of, parse_date, published_of

EAST = timezone(timedelta(hours=9))
WEST = timezone(timedelta(hours=-5))


def head(node: object = None, url: str = "https://www.meridian.example/news/harbour", **metas: str) -> Head:
    named = {name.replace("__", ":"): (value,) for name, value in metas.items()}
    return Head(url=url, metas=named, nodes=tuple(metadata.flatten(node)))


def article(published: object, **more: object) -> dict[str, object]:
    return {"@type": "NewsArticle", "datePublished": published, **more}


@pytest.mark.parametrize(
    ("value", "moment"),
    [
        ("2026-03-12T10:15:00+02:00", datetime(2026, 3, 12, 8, 15, tzinfo=UTC)),
        ("2026-03-12T10:15:00.1234567Z", datetime(2026, 3, 12, 10, 15, 0, 123456, tzinfo=UTC)),
        ("2026-03-12 10:15:00 -0500", datetime(2026, 3, 12, 15, 15, tzinfo=UTC)),
        ("2026-03-12", datetime(2026, 3, 12, tzinfo=UTC)),
        ("Thu, 12 Mar 2026 10:15:00 +0100", datetime(2026, 3, 12, 9, 15, tzinfo=UTC)),
        ("March 12, 2026 10:15 PM", datetime(2026, 3, 12, 22, 15, tzinfo=UTC)),
        ("12. März 2026, 10:15 Uhr", datetime(2026, 3, 12, 10, 15, tzinfo=UTC)),
        ("yesterday", None),
        ("0001-01-01T00:00:00+05:00", None),
        ("99999-01-01", None),
        ("2026-02-30", None),
        (20260312, None),
        (["2026-03-12"], None),
    ],
)
def test_dates_become_moments(value: object, moment: datetime | None) -> None:
    assert parse_date(value) == moment


def test_the_local_day_is_kept() -> None:
    moment = published_of(head(article("2026-03-13T00:30:00+09:00")))
    assert moment == datetime(2026, 3, 12, 15, 30, tzinfo=UTC)
    assert moment.day == 13


@pytest.mark.parametrize("other", ["2026-03-12T20:41:07-05:00", "2026-03-12 20:41:07", "March 12, 2026 at 8:41 p.m."])
def test_a_moment_in_utc_is_put_on_the_clock_that_the_page_shows(other: str) -> None:
    moment = published_of(head(article("2026-03-13T01:41:07Z")), lambda: ["", "2026-03-13T01:41:07Z", other])
    assert moment == datetime(2026, 3, 13, 1, 41, 7, tzinfo=UTC)
    assert moment.day == 12


@pytest.mark.parametrize(
    "other", ["2026-03-12T20:42:30-05:00", "2026-03-12 20:44:00", "March 12, 2026", "2026-03-11 01:41:07", "20:41"]
)
def test_another_moment_tells_nothing_of_the_clock(other: str) -> None:
    moment = published_of(head(article("2026-03-13T01:41:07Z")), lambda: [other])
    assert moment is not None
    assert moment.utcoffset() == timedelta()


def test_a_round_time_is_compared_with_the_first_that_is_shown() -> None:
    page = head(article("2026-03-13T01:00:00Z"))
    near = published_of(page, lambda: ["March 12, 2026 8:00 PM", "March 12, 2026 9:30 PM"])
    far = published_of(page, lambda: ["March 12, 2026 8:07 PM", "March 12, 2026 9:30 PM"])
    assert near is not None
    assert far is not None
    assert (near.day, far.day) == (12, 13)


def test_structured_dates_come_before_tags_addresses_and_what_is_shown() -> None:
    url = "https://www.meridian.example/2026/03/10/harbour"
    assert published_of(head({"@graph": [article("2026-03-12")]}, url, date="2020-01-01")) == datetime(
        2026, 3, 12, tzinfo=UTC
    )
    assert published_of(head(None, url, article__published_time="2026-03-11T00:00Z")) == datetime(
        2026, 3, 11, tzinfo=UTC
    )
    assert published_of(head(None, url), lambda: ["2026-03-09"]) == datetime(2026, 3, 10, tzinfo=UTC)
    assert published_of(head(None, "https://a.example/2026/mar/08/x")) == datetime(2026, 3, 8, tzinfo=UTC)
    assert published_of(head(), lambda: ["Sport", "9 March 2026"]) == datetime(2026, 3, 9, tzinfo=UTC)
    assert published_of(head(None, "https://a.example/1234/56/78/x")) is None


def test_a_report_that_appeared_anew_has_its_new_date_if_the_page_shows_it() -> None:
    page = head(article("2024-03-12T08:00:00-05:00"), date="March 3, 2026")
    again = published_of(page, lambda: ["Mar 3, 2026 7:41 am"])
    assert again is not None
    assert again.date().isoformat() == "2026-03-03"
    assert published_of(page, list) == datetime(2024, 3, 12, 8, tzinfo=WEST)


def test_changes_come_after_publication() -> None:
    published = datetime(2026, 3, 12, 9, tzinfo=EAST)
    later, earlier = "2026-03-12T10:00:00+09:00", "2026-03-12T08:00:00+09:00"
    assert modified_of(head({"@type": "NewsArticle", "dateModified": later}), published) == datetime(
        2026, 3, 12, 10, tzinfo=EAST
    )
    assert modified_of(head(article__modified_time=later), published) is not None
    assert modified_of(head(article__modified_time=earlier), published) is None
    assert modified_of(head(article__modified_time=earlier), None) is not None
    assert modified_of(head(), published) is None
