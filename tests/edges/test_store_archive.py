"""Past editions, looked up: by day, by story, by words."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import date, timedelta

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from briefing.core.search import phrases
from briefing.edges.processes import alive
from briefing.edges.store import SqlStore
from briefing.edges.store.steps import STEPS, briefs_of_editions
from briefing.model import Brief, Edition, Recipe, Section, Slot
from tests.builders import NOW, edition
from tests.edges.test_store import path, store, url
from tests.editions import told
from tests.old_stores import take_back

__all__ = ["path", "store", "url"]

DAY = timedelta(days=1)
FIRST = date(2026, 9, 16)


def brief(headline: str, text: str = "Nothing more is known.", *, story: str = "s-0", language: str = "en") -> Brief:
    made, _ = told("Headline", ("The Meridian", "A sentence."), language=language)
    return replace(made, headline=headline, quotes=(replace(made.quotes[0], text=text),), story=story)


def printed(store: SqlStore, after: int, *briefs: Brief, briefing: str = "daily") -> Edition:
    closes = NOW + after * DAY
    slot = Slot(briefing=briefing, date=closes.date(), opens=closes - DAY, closes=closes)
    made = edition(closes, slot=slot, sections=(Section(name="World", briefs=briefs),) if briefs else ())
    return store.editions.add(made, Recipe(version="1"), [], closes)


def found(store: SqlStore, query: str, *, newest: bool = False, briefing: str = "daily") -> list[str]:
    total, clippings = store.archive.search(briefing, phrases(query), newest=newest)
    assert total == len(clippings)
    return [each.headline for each in clippings]


def test_days_and_state_tell_which_editions_there_are(store: SqlStore) -> None:
    assert store.archive.state("daily") == (0, "")
    assert store.archive.labels("daily") == []
    for after in (2, 0):
        printed(store, after, brief("One"))
    printed(store, 1, brief("Other"), briefing="weekly")
    assert store.archive.state("daily") == (2, "2026-09-18")
    assert store.archive.labels("daily") == ["2026-09-16", "2026-09-18"]


def test_an_edition_that_was_there_first_is_the_one_that_is_found(store: SqlStore) -> None:
    printed(store, 0, brief("Harbour opens"))
    printed(store, 0, brief("Quarry closes"))
    assert found(store, "harbour") == ["Harbour opens"]
    assert found(store, "quarry") == []


def test_contents_are_of_the_days_that_were_asked_for_with_the_first_headlines(store: SqlStore) -> None:
    for after in range(4):
        printed(store, after, *(brief(f"Story {n} of day {after}") for n in range(5 if after else 0)))
    listed = store.archive.contents("daily", "2026-09-16", "2026-09-18", headlines=2)
    assert [(each.date, each.stories) for each in listed] == [(FIRST + 2 * DAY, 5), (FIRST + DAY, 5), (FIRST, 0)]
    assert [each.headline for each in listed[0].headlines] == ["Story 0 of day 2", "Story 1 of day 2"]
    assert listed[2].headlines == ()


def test_a_story_is_followed_through_its_editions(store: SqlStore) -> None:
    for after in range(5):
        printed(store, after, brief(f"Ferry, day {after}", story="s-ferry"), brief(f"Only {after}", story=f"s-{after}"))
    total, tellings = store.archive.story("daily", "s-ferry", start=1, most=2)
    assert total == 5
    assert [(each.date, each.headline) for each in tellings] == [
        (FIRST + 3 * DAY, "Ferry, day 3"), (FIRST + 2 * DAY, "Ferry, day 2"),
    ]  # fmt: skip
    assert store.archive.told("daily", ["s-ferry", "s-1", "s-none"]) == {"s-ferry": 5, "s-1": 1}
    assert store.archive.story("weekly", "s-ferry") == (0, [])
    assert store.archive.story("daily", "\ud800\0") == (0, [])


def test_all_words_must_be_there_and_the_last_may_be_unfinished(store: SqlStore) -> None:
    printed(store, 0, brief("Harbour bill passes", "The levy is €1.40 a tonne."), brief("Harbour opens"))
    assert found(store, "harbour levy") == ["Harbour bill passes"]
    assert sorted(found(store, "harb")) == ["Harbour bill passes", "Harbour opens"]
    assert found(store, "harb bill") == []
    assert found(store, '"bill passes"') == ["Harbour bill passes"]
    assert found(store, '"passes bill"') == []
    assert found(store, '"passes the"') == [], "a phrase does not go from the headline into the text"
    assert found(store, "1.40") == ["Harbour bill passes"]
    assert found(store, "harbour", briefing="weekly") == []


@pytest.mark.parametrize(
    ("headline", "query"),
    [
        ("Malmö får en bro", "malmo"),
        ("Malmo gets a bridge", "MALMÖ"),
        ("Straße nach Łódź gesperrt", "strasse lodz"),
        ("東京の天気は晴れ", "天気"),
        ("東京の天気は晴れ", "東京 晴"),
        ("北京今天下雪", "下雪"),
        ("الميناء يفتح أبوابه", "الميناء"),
        ("مُحَمَّد في المدينة", "محمد"),
        ("서울에서 만난 사람", "서울"),
        ("किसान दिल्ली में", "दिल्ली"),
        ("Путин", "путин"),
        ("The crews’ union", "crews'"),
    ],
)
def test_words_of_every_script_are_found(store: SqlStore, headline: str, query: str) -> None:
    printed(store, 0, brief(headline), brief("Something else"))
    assert found(store, query) == [headline]


def test_characters_of_a_script_without_blanks_must_stand_together(store: SqlStore) -> None:
    printed(store, 0, brief("天の気"))
    assert found(store, "天気") == []


def test_best_is_in_the_headline_and_newest_is_by_date(store: SqlStore) -> None:
    printed(store, 0, brief("Ferry strike", "The ferry waits."))
    printed(store, 1, brief("Bread prices", "One ferry brings the grain, of which there is much too little for all."))
    assert found(store, "ferry") == ["Ferry strike", "Bread prices"]
    assert found(store, "ferry", newest=True) == ["Bread prices", "Ferry strike"]
    assert store.archive.search("daily", phrases("ferry"), start=1, most=1)[0] == 2


def test_what_a_store_had_before_is_found_once_it_is_opened(url: str) -> None:
    opened = SqlStore(url, alive)
    printed(opened, 0, brief("Harbour opens", story="s-1"))
    printed(opened, 1)
    with opened.editions._transaction.write() as connection:
        connection.exec_driver_sql("UPDATE editions SET document = '{' WHERE date = '2026-09-17'")
    opened.close()
    take_back(url, STEPS.index(briefs_of_editions))
    again = SqlStore(url, alive)
    assert found(again, "harbour") == ["Harbour opens"]
    assert again.archive.told("daily", ["s-1"]) == {"s-1": 1}
    again.close()


NASTY = (
    '"', "'", "*", "^a", "a OR b", "NOT", "NEAR(a b, 2)", "headline:x", "{a b}:c", "a+b", "-a", "(", ")", "\0", "\\",
    "%", "a' OR 1=1 --", "AND AND", ":*", "<->", "!a", "&", "|", "\ud800", "½", "a" * 5000, "é" * 999, "🙂", "",
)  # fmt: skip


def searched(store: SqlStore, queries: Sequence[str]) -> None:
    for query in queries:
        for newest in (False, True):
            total, clippings = store.archive.search("daily", phrases(query), newest=newest)
            assert 0 <= len(clippings) <= total


def test_no_words_of_strangers_are_syntax(store: SqlStore) -> None:
    printed(store, 0, brief("Harbour bill passes"), *(brief(each.strip() or "-", each or "-") for each in NASTY))
    searched(store, NASTY)
    assert found(store, "") == []


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None, max_examples=80)
@given(st.text(max_size=40) | st.lists(st.sampled_from(NASTY), max_size=4).map(" ".join))
def test_whatever_is_printed_is_kept_and_whatever_is_asked_is_answered(store: SqlStore, words: str) -> None:
    searched(store, [words])
    with store.editions._transaction.write() as connection:
        for table in ("briefs", "editions"):
            connection.exec_driver_sql(f"DELETE FROM {table}")
        gone = "DELETE FROM brief_words" if connection.dialect.name == "postgresql" else (
            "INSERT INTO brief_words (brief_words) VALUES ('delete-all')")  # fmt: skip
        connection.exec_driver_sql(gone)
    printed(store, 0, brief(words, words))
    if phrases(words) and len(words) < 40:
        assert len(found(store, f'"{words.replace(chr(34), " ")}"')) == 1
