"""The sample's texts: as many as promised, consistent, and fit to be printed."""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from datetime import UTC, datetime, timedelta
from itertools import pairwise

import pytest

from briefing.sample.world import EDITIONS, PUBLISHERS, SampleArticle, articles, parse

SECTIONS = {"Politics", "World", "Defence", "Economy", "Pacific"}
REPORTS = tuple(a for a in articles() if a.kind == "report")
FIRST_DAY = (datetime(2026, 9, 14, 8, tzinfo=UTC), datetime(2026, 9, 15, 6, tzinfo=UTC))
SECOND_DAY = (datetime(2026, 9, 15, 7, tzinfo=UTC), datetime(2026, 9, 16, 6, tzinfo=UTC))


def day(article: SampleArticle) -> int:
    return 1 if article.published <= EDITIONS[0] else 2


def sentences(text: str) -> list[str]:
    marked = re.sub(r"\b(Mr|Mrs|Ms|Dr|Sept|Aug|Oct|St|a\.m|p\.m)\.", r"\1", text)
    return [s for line in marked.split("\n") for s in re.split(r"(?<=[.!?])\s+|(?<=[.!?]”)\s+", line)]


def each(of: tuple[SampleArticle, ...]) -> pytest.MarkDecorator:
    return pytest.mark.parametrize("article", of, ids=lambda article: article.id)


def test_there_are_as_many_articles_publishers_and_stories_as_promised() -> None:
    told = defaultdict(set)
    for article in REPORTS:
        told[article.story].add(article.publisher)
    assert len(REPORTS) >= 42
    assert {a.publisher for a in REPORTS} == set(PUBLISHERS)
    assert len(PUBLISHERS) == 9
    assert len(told) >= 14
    assert sum(2 <= len(by) <= 5 for by in told.values()) >= 8
    assert sum(len(by) == 1 for by in told.values()) >= 6
    assert {a.section for a in REPORTS} == SECTIONS
    assert {p.section for p in PUBLISHERS.values()} == SECTIONS
    assert Counter(p.form for p in PUBLISHERS.values()) == {
        "rss": 3, "rss-full": 1, "rdf": 1, "atom": 1, "atom-base": 1, "json": 2,
    }  # fmt: skip


def test_some_stories_go_on_over_both_days() -> None:
    days = defaultdict(set)
    for article in REPORTS:
        days[article.story].add(day(article))
    assert sum(of == {1, 2} for of in days.values()) >= 2


def test_the_awkward_kinds_are_there() -> None:
    assert {a.kind for a in articles()} == {"report", "live", "opinion", "paywall", "gallery"}


def test_addresses_are_unique() -> None:
    places = Counter((a.publisher, a.path) for a in articles())
    assert max(places.values()) == 1


def test_a_publisher_tells_a_story_once_a_day() -> None:
    told = Counter((a.publisher, a.story, day(a)) for a in REPORTS)
    assert [key for key, count in told.items() if count > 1] == []


@each(articles())
def test_it_is_published_on_one_of_the_two_days(article: SampleArticle) -> None:
    assert any(opens <= article.published <= closes for opens, closes in (FIRST_DAY, SECOND_DAY))
    if stamp := re.search(r", Sept (\d+) \(", article.dateline):
        assert article.published.day - int(stamp[1]) in (0, 1)


@each(REPORTS)
def test_a_report_has_the_length_of_one(article: SampleArticle) -> None:
    assert 180 <= len(article.text.split()) <= 450
    assert 5 <= len(article.paragraphs) <= 12
    assert article.authors


@each(articles())
def test_the_text_is_typographically_clean(article: SampleArticle) -> None:
    for text in (article.title, article.summary, article.caption, *article.paragraphs):
        assert not re.search(r"""["'`<>*_]|\s{2}|\s[,.;:!?]|\.\.|--|,,""", text)
        assert text.count("“") == text.count("”")
        assert text == text.strip()
    assert article.text.count("—") <= 1
    for text in (article.summary, *article.paragraphs):
        assert text.rstrip("”")[-1] in ".!?"


@each(articles())
def test_no_sentence_is_too_long(article: SampleArticle) -> None:
    assert [s for s in sentences(article.text) + sentences(article.summary) if len(s.split()) > 45] == []
    assert len(sentences(article.summary)) <= 3


def test_no_sentence_is_printed_twice() -> None:
    where: dict[str, set[str]] = defaultdict(set)
    for article in articles():
        for sentence in sentences(article.text):
            where[sentence].add(article.id)
    assert {s: ids for s, ids in where.items() if len(ids) > 1} == {}


def test_reports_of_one_event_are_written_independently() -> None:
    """Sharing a run of eight words would betray one text turned into another."""
    runs: dict[tuple[str, ...], set[str]] = defaultdict(set)
    for article in REPORTS:
        words = re.findall(r"\w+", article.text.lower())
        for start in range(len(words) - 7):
            runs[tuple(words[start : start + 8])].add(article.id)
    assert {" ".join(run): ids for run, ids in runs.items() if len(ids) > 1} == {}


def test_openings_of_one_story_share_names_as_real_reports_do() -> None:
    """Headline and first two paragraphs of each report share at least two names or figures with a sibling's."""
    by_story = defaultdict(list)
    for article in REPORTS:
        opening = " ".join((article.title, article.summary, *article.paragraphs[:2]))
        names = set(re.findall(r"[A-Z][a-z]{3,}|\d+", opening))
        by_story[article.story, day(article)].append((article.id, names))
    lonely = [
        name
        for of in by_story.values()
        if len(of) > 1
        for name, names in of
        if max(len(names & others) for other, others in of if other != name) < 2
    ]
    assert lonely == []


def test_articles_come_in_the_order_of_publication() -> None:
    assert all(a.published <= b.published for a, b in pairwise(articles()))
    assert articles()[-1].published - articles()[0].published < timedelta(days=2)


@pytest.mark.parametrize("head", ["title: Only a title", "title: A\nsubtitle: B", "no colon here", "publisher: nobody"])
def test_a_head_out_of_order_is_named(head: str) -> None:
    with pytest.raises(ValueError, match=r"^broken: "):
        parse("broken", f"---\n{head}\n---\n\nText.\n")
