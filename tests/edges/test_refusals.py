"""What is no report is refused by name; what is one is read, however much it looks like something else."""

from __future__ import annotations

import time

import pytest

from briefing.edges.trafilatura_extractor import TrafilaturaExtractor, tree
from briefing.errors import ExtractError
from briefing.model import Extract
from tests.pages.chrome import article, page, teasers
from tests.pages.kinds import Refused
from tests.pages.refused import REFUSED
from tests.pages.reports import PARTIAL, REPORTS, WHOLE, Report


def _extract(html: bytes, url: str = "https://www.meridian.example/world/2026/03/a-report") -> Extract:
    return TrafilaturaExtractor().extract(html, url, "text/html; charset=utf-8")


@pytest.mark.parametrize("refused", REFUSED, ids=[refused.name for refused in REFUSED])
def test_what_is_no_report_is_refused_by_name(refused: Refused) -> None:
    with pytest.raises(ExtractError) as caught:
        _extract(refused.html, refused.url)
    assert caught.value.reason in refused.reasons
    assert caught.value.message.endswith(".")


@pytest.mark.parametrize("report", REPORTS, ids=[report.name for report in REPORTS])
def test_a_report_is_read(report: Report) -> None:
    found = _extract(report.html, report.url)
    assert report.told in found.text
    assert not found.partial


@pytest.mark.parametrize("report", PARTIAL, ids=[report.name for report in PARTIAL])
def test_the_beginning_of_a_report_is_read_and_marked(report: Report) -> None:
    found = _extract(report.html, report.url)
    assert report.told in found.text
    assert found.partial


@pytest.mark.parametrize("report", WHOLE, ids=[report.name for report in WHOLE])
def test_a_whole_report_is_not_taken_for_a_beginning(report: Report) -> None:
    found = _extract(report.html, report.url)
    assert report.told in found.text
    assert not found.partial


_LINES = "".join(
    f"<p>Line {n} of the report tells that crane {n} of the port has stood still since the summer of that year.</p>"
    for n in range(1, 5)
)


def _told(main: str, **claims: object) -> bytes:
    head = article("The cranes", **claims)
    return page("The cranes", f"<main><article><h1>The cranes</h1>{main}</article></main>", head=head)


@pytest.mark.parametrize(
    ("words", "partial"), [(70, False), (400, True)], ids=["as many words as it says", "fewer words than it says"]
)
def test_the_number_of_words_decides_where_the_page_tells_it(words: int, partial: bool) -> None:
    assert _extract(_told(_LINES, wordCount=words, isAccessibleForFree=False)).partial == partial


@pytest.mark.parametrize(("inside", "partial"), [(_LINES, False), ("", True)], ids=["there", "missing"])
def test_the_part_that_is_kept_back_decides_where_the_page_names_it(inside: str, partial: bool) -> None:
    part = {"@type": "WebPageElement", "isAccessibleForFree": False, "cssSelector": ".for-members"}
    main = f'{_LINES}<div class="for-members">{inside.replace("Line", "Row")}</div>'
    assert _extract(_told(main, isAccessibleForFree=False, hasPart=part)).partial == partial


def test_what_pages_name_their_parts_is_not_remembered() -> None:
    def read(number: int) -> int:
        part = {"isAccessibleForFree": False, "cssSelector": f".part-{number}"}
        _extract(_told(_LINES, isAccessibleForFree=False, hasPart=part))
        return tree.xpath.cache_info().currsize

    assert read(1) == read(2)


_WALL = "<p>Subscribe to continue reading this story. Already a subscriber? Log in.</p>"


@pytest.mark.parametrize(
    ("main", "partial"),
    [
        (f'{_LINES}<div class="paywall-box">{_WALL}</div>', True),
        (f'{_LINES}<div class="paywall-box" hidden>{_WALL}</div>', False),
        (f'{_LINES}<div class="paywall-box" style="display: none">{_WALL}</div>', False),
        (f'{_LINES}<div class="paywall-box">{_WALL}</div>{_LINES.replace("Line", "Row")}', False),
    ],
    ids=["behind the text", "hidden", "hidden by style", "in the middle"],
)
def test_a_wall_counts_where_it_is_seen_and_nothing_follows(main: str, partial: bool) -> None:
    assert _extract(_told(main)).partial == partial


_HOSTILE = {
    "wall-names": "<div class='paywall'>" * 200 + "x" * 100_000 + "</div>" * 200,
    "class": f"<div class='{'pay' * 200_000}wall'>Subscribe to continue reading</div>",
    "title": f"<title>{'page ' * 100_000}not found</title>",
    "heading": f"<h1>{'404 - ' * 50_000}</h1>",
    "consent": "<p>" + "we and our partners " * 50_000 + "</p>",
    "accept": "<button>accept all</button>" * 6_000,
    "blanks": "<p>the page" + " " * 500_000 + "</p>",
    "letters": "<p>" + "адрес" * 200_000 + "</p>",
    "teasers": teasers("en", 3_000),
    "json-ld": article("x", hasPart=[{"cssSelector": "." + "a" * 100_000, "isAccessibleForFree": False}] * 100),
}


@pytest.mark.parametrize("inside", _HOSTILE.values(), ids=_HOSTILE.keys())
def test_pages_made_to_take_long_do_not(inside: str) -> None:
    html = page("The Meridian", inside)
    start = time.process_time()
    try:
        _extract(html)
    except ExtractError as error:
        assert error.message  # noqa: PT017
    assert time.process_time() - start < 5.0
