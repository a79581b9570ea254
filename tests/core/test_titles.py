from __future__ import annotations

import pytest

from briefing.core import metadata
from briefing.core.metadata import Head
from briefing.core.titles import title_of, without_site


def head(title: str = "", *headings: str, headline: object = None, **metas: str) -> Head:
    named = {name.replace("__", ":"): (value,) for name, value in metas.items()}
    nodes = tuple(metadata.flatten({"@type": "NewsArticle", "headline": headline} if headline else None))
    return Head(
        url="https://www.meridian.example/news/harbour", title=title, headings=headings, metas=named, nodes=nodes
    )


@pytest.mark.parametrize(
    ("page", "title"),
    [
        (head("Harbour bill passes - The Meridian", og__site_name="The Meridian"), "Harbour bill passes"),
        (head("Harbour bill passes | meridian.example"), "Harbour bill passes"),
        (head("x", og__title="The Meridian | Harbour bill passes", og__site_name="The Meridian"),
         "Harbour bill passes"),
        (head("x", "Harbour bill passes after long night", og__title="Harbour bill passes after long"),
         "Harbour bill passes after long night"),
        (head("x", "Politics Harbour bill passes at last", og__title="Harbour bill passes at last"),
         "Harbour bill passes at last"),
        (head("x", "Most read", og__title="Harbour bill passes"), "Harbour bill passes"),
        (head("", "Harbour bill passes after night"), "Harbour bill passes after night"),
        (head("Meridian", headline="Harbour &amp; port bill"), "Harbour & port bill"),
        (head("War - and what comes after"), "War - and what comes after"),
        (head("港湾法案が可決された_政治_経済"), "港湾法案が可決された"),
        (head(""), None),
        (head("x" * 100_000), None),
        (head("x" * 100_000, "Harbour bill passes"), "Harbour bill passes"),
    ],
)  # fmt: skip
def test_the_title_is_the_headline_without_the_site(page: Head, title: str | None) -> None:
    assert title_of(page) == title


def test_the_heading_counts_more_than_one_other_title_but_not_more_than_two() -> None:
    heading = "Harbour bill passes after a long night"
    assert title_of(head("x", heading, headline="All you need to know about the bill")) == heading
    assert title_of(head("x", heading, headline="Bill on harbour passes", og__title="Bill on harbour passes")) == (
        "Bill on harbour passes"
    )


def test_a_heading_that_goes_on_where_others_stop_is_the_whole_title() -> None:
    heading = "Harbour bill passes after a long night: “No regrets”"
    short = "Harbour bill passes after a long night"
    assert title_of(head(short, heading, headline=short, og__title=short)) == heading


def test_the_spelling_whose_parts_are_apart_is_taken() -> None:
    page = head("x", "CoastHarbour bill passes after a night", og__title="Coast: Harbour bill passes after a night")
    assert title_of(page) == "Coast: Harbour bill passes after a night"


def test_the_feed_decides_between_titles_and_stands_in_for_them() -> None:
    page = head("x", headline="Harbour bill passes", og__title="What the harbour bill means")
    assert title_of(page) == "Harbour bill passes"
    assert title_of(page, "What the harbour bill means - Meridian") == "What the harbour bill means"
    assert title_of(head(), "Harbour bill passes") == "Harbour bill passes"


def test_only_what_is_set_apart_is_taken_for_the_site() -> None:
    names = frozenset({"meridian"})
    assert without_site("Meridian wins prize", names) == "Meridian wins prize"
    assert without_site("Port wins prize - Meridian - Coast", names) == "Port wins prize - Meridian - Coast"
    assert without_site("Port wins prize - Coast | Meridian", names) == "Port wins prize - Coast"
    assert without_site("Prize - with the Meridian at the fair of the year 2018", names).startswith("Prize - with")
