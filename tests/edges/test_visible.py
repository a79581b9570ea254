"""The fields of whole pages: what they show where they claim nothing."""

from __future__ import annotations

import json
import time
from datetime import UTC, datetime

import pytest

from briefing.edges.trafilatura_extractor import page, visible
from briefing.edges.trafilatura_extractor.tree import drop_all, parse
from briefing.model import NO_HINTS, Hints

URL = "https://www.meridian.example/news/harbour"


def fields(body: str, head: str = "", hints: Hints = NO_HINTS) -> page.Fields:
    tree = parse(f"<html lang='en'><head>{head}</head><body>{body}</body></html>")
    found = page.head_of(tree, URL)
    drop_all(tree, "script", "style")
    return page.fields_of(tree, found, hints)


def data(**more: object) -> str:
    return f"<script type='application/ld+json'>{json.dumps({'@type': 'NewsArticle', **more})}</script>"


def test_everything_a_page_claims_is_found() -> None:
    claims = data(
        headline="Harbour bill passes", author={"@type": "Person", "name": "Ann Lee"}, articleSection="Coast",
        datePublished="2026-03-12T23:30:00-05:00", dateModified="2026-03-13T08:00:00-05:00",
        image="https://cdn.example/quay.jpg", publisher={"name": "The Meridian"},
    )  # fmt: skip
    found = fields("<h1>Harbour bill passes</h1><img src='/i/quay-300x200.jpg' alt='The quay at dawn'>", claims)
    assert (found.title, found.authors, found.section, found.site_name, found.genre) == (
        "Harbour bill passes", ("Ann Lee",), "Coast", "The Meridian", "report",
    )  # fmt: skip
    assert found.published is not None
    assert found.modified is not None
    assert (found.published.day, found.modified.day) == (12, 13)
    assert found.image is not None
    assert (found.image.url, found.image.alt) == ("https://cdn.example/quay.jpg", "The quay at dawn")


@pytest.mark.parametrize(
    "byline",
    [
        "<p class='byline'>By <a href='/a'>Ann Lee</a>, Political Editor</p>",
        "<div class='ArticleHeader-authName'>Ann Lee</div>",
        "<a rel='author' href='/a'>Ann Lee</a>",
        "<span itemprop='author'><span itemprop='name'>ANN LEE</span></span>",
        "<p>By <a href='/a'>Ann Lee</a></p>",
        "<div><span>Von Ann Lee</span></div>",
        "<aside class='author'>Tomas Berg</aside><div class='author'>Ann Lee</div>",
        "<div class='related'><p class='author'>Tomas Berg</p></div><p class='author'>Ann Lee</p>",
        f"<div class='author-box'>Tomas Berg writes {'on harbours ' * 30}</div><p class='author'>Ann Lee</p>",
    ],
)
def test_bylines_are_read_where_they_are_shown(byline: str) -> None:
    assert fields(f"<p class='author'>Zoe Early</p><h1>Harbour bill passes</h1>{byline}").authors == ("Ann Lee",)


@pytest.mark.parametrize(
    "shown",
    [
        "<time datetime='2026-03-12T08:15:00Z'>today</time>",
        "<time>12 March 2026, 8:15</time>",
        "<span class='publish-date'>March 12, 2026 8:15 am</span>",
        "<div>Thu 12.03.26 | 08:15 | Coast</div>",
        "<p itemprop='datePublished'>12 Mar 2026 08:15</p>",
        "<aside><time datetime='2020-01-01'>x</time></aside><span class='date'>12 March 2026 08:15</span>",
    ],
)
def test_dates_are_read_where_they_are_shown(shown: str) -> None:
    assert fields(f"<h1>Harbour bill passes</h1>{shown}").published == datetime(2026, 3, 12, 8, 15, tzinfo=UTC)


def test_the_feed_s_title_is_a_title() -> None:
    assert fields("<p>Text.</p>", hints=Hints(title="Harbour bill passes")).title == "Harbour bill passes"
    assert fields("<p>Text.</p>").title is None


def test_broken_data_is_passed_over() -> None:
    scripts = "<script type='application/ld+json'>{'broken</script>" + data(headline="Harbour bill passes")
    assert fields("<h1>x</h1>", scripts).title == "Harbour bill passes"


@pytest.mark.parametrize(
    "body",
    [
        "<h1>x</h1>" + "<p class='author date'>1 2026</p>" * 15_000,
        "<h1>x</h1>" + "<div class='author date' itemprop='datePublished'>" * 200 + "x" * 1_000_000,
        "<h1>" * 200 + "x " * 500_000,
        "<h1>x</h1>" + "<time>12:00</time>" * 15_000,
        "<h1>x</h1><div class='" + "comment-author " * 50_000 + "'>" + "<p class='date'>By 2026</p>" * 5000,
        "<img src='quay.jpg' alt='x'>" * 15_000,
        "<p>By " * 15_000,
    ],
)
def test_fields_of_huge_pages_take_no_long_time(body: str) -> None:
    meta = "<meta name='date' content='12:00'><meta name='author' content='x y'>" * 1500
    image = "<meta property='og:image' content='https://cdn.example/quay.jpg'>"
    tree = parse(f"<html><head>{meta}{image}</head><body>{body}</body></html>")
    start = time.process_time()
    page.fields_of(tree, page.head_of(tree, URL), NO_HINTS)
    assert time.process_time() - start < 5
    assert sum(1 for _ in visible.dates(tree)) < 1000
