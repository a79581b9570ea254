"""From what a feed says to items: each entry once, by a name that stays."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import UTC, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from briefing.core.entries import Entry, Found, first_date, first_link, items_of, language_of, people, string
from briefing.core.urls import canonical
from briefing.model import Feed, Item

FEED = Feed(url="https://a.example/feed", name="A", section="World", weight=2)


def entry(link: str = "", title: str = "", guid: str = "", summary: str = "", content: str = "") -> Entry:
    return Entry(link=link, page=canonical(link) or "", guid=guid, title=title, summary=summary, content=content,
                 published=None, authors=(), language=None)  # fmt: skip


def items(*entries: Entry) -> list[Item]:
    return list(items_of(Found(title="A", language="en", entries=entries), FEED, "A Daily"))


def test_an_entry_goes_by_its_page_however_often_it_is_listed() -> None:
    one, two = items(
        entry("https://a.example/1", "One"),
        entry("https://a.example/1?utm_source=feed", "One"),
        entry("https://a.example/2", "Two"),
    )
    assert (one.title, two.title) == ("One", "Two")
    assert (one.position, two.position) == (0, 1)
    assert (one.source_name, one.section, one.weight, one.language) == ("A Daily", "World", 2, "en")
    assert one.id == items(entry("https://a.example/1", "Renamed"))[0].id


def test_entries_that_share_a_page_go_by_their_own_ids_or_titles() -> None:
    live = "https://a.example/live"
    with_ids = items(*(entry(f"{live}#{n}", f"Turn {n}", guid=f"turn-{n}") for n in range(3)))
    assert len({item.id for item in with_ids}) == 3
    same_id = items(*(entry(live, f"Turn {n}", guid="never changes") for n in range(3)))
    assert len({item.id for item in same_id}) == 3
    renamed = items(entry(live, "Turn", guid="x"), entry(live, "Turn, corrected", guid="x"))
    assert len(renamed) == 1


def test_what_has_no_title_goes_by_its_first_words_and_what_says_nothing_is_passed_over() -> None:
    told = items(
        entry("https://a.example/1", summary="<p>" + "word " * 20 + "</p>"),
        entry(summary="Three words here"),
        entry(),
        entry(guid="only an id"),
    )
    assert [item.title for item in told] == ["word " * 11 + "word…", "Three words here"]
    assert [item.url for item in told] == ["https://a.example/1", ""]


def test_the_longer_of_summary_and_content_is_the_excerpt() -> None:
    [item] = items(entry("https://a.example/1", "One", summary="Short.", content="<p>Much longer than that.</p>"))
    assert item.excerpt == "Much longer than that."


@pytest.mark.parametrize(
    ("links", "found"),
    [
        (["https://a.example/1"], "https://a.example/1"),
        (["", None, 5, " \n", "/2"], "https://a.example/2"),
        (["https://https://a.example/3"], "https://a.example/3"),
        (["http:/https://a.example/3"], "https://a.example/3"),
        (["www.a.example/4"], "http://www.a.example/4"),
        (["https://a.example/lo\n  ng"], "https://a.example/long"),
        (["javascript:alert(1)", "mailto:a@a.example", "https://a.example/5"], "https://a.example/5"),
        (["tag:a.example,2026:1"], ""),
        ([], ""),
    ],
)
def test_the_first_link_that_is_an_address(links: list[object], found: str) -> None:
    assert first_link(links, "https://a.example/feed")[0] == found


def test_a_placeholder_is_no_date() -> None:
    assert first_date(None, "", 5, "soon", "1970-01-01T00:00:00Z", "2026-09-16T06:30:00Z") == datetime(
        2026, 9, 16, 6, 30, tzinfo=UTC
    )
    assert first_date("1970-01-01T00:00:00Z") is None


@pytest.mark.parametrize(
    ("said", "tag"),
    [("pt-BR", "pt"), (" EN ", "en"), ("zh_Hans", "zh"), ("English", None), ("", None), (None, None), (7, None)],
)
def test_a_language_is_its_primary_subtag(said: object, tag: str | None) -> None:
    assert language_of(said) == tag


def test_people_are_names_each_once() -> None:
    said = ["Ann Lee", "ann@home.example", "https://a.example/ann", " Ann  Lee ", "<b>Bo Cho</b>", None, ""]
    assert people(said) == ("Ann Lee", "Bo Cho")


def test_numbers_are_text_and_nothing_else_is() -> None:
    holder: dict[str, object] = {"a": "x", "b": 7, "c": 1.5, "d": True, "e": None, "f": ["x"]}
    assert [string(holder, key) for key in "abcdefg"] == ["x", "7", "1.5", "", "", "", ""]


TEXTS = st.text(max_size=30)
LINKS = st.sampled_from(["", "https://a.example/1", "https://a.example/2#a", "https://a.example/2#b"])


@given(st.lists(st.builds(entry, LINKS, TEXTS, TEXTS, TEXTS, TEXTS), max_size=12))
def test_ids_are_different_and_do_not_hang_on_the_others_order(entries: Iterable[Entry]) -> None:
    given_ = list(entries)
    forwards, backwards = items(*given_), items(*reversed(given_))
    assert len({item.id for item in forwards}) == len(forwards)
    assert {item.id for item in forwards} == {item.id for item in backwards}
