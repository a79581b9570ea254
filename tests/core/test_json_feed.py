from __future__ import annotations

import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from briefing.core.json_feed import read_json_feed
from briefing.errors import SourceError

URL = "https://meridian.example/feed.json"
VERSION = "https://jsonfeed.org/version/1.1"
ONE = {"id": "1", "url": "/1", "title": "One"}
TWO = {"id": "2", "url": "/2", "title": 'Two ["x"]'}


def feed(*items: object, **more: object) -> str:
    return json.dumps({"version": VERSION, "title": "Meridian", **more, "items": items})


def test_an_entry() -> None:
    found = read_json_feed(
        feed({"id": 7, "url": "/1", "title": "A <T> & b", "content_text": "x < y <b>z", "date_published": 1789459200},
             language="de-AT"),
        URL,
    )  # fmt: skip
    (one,) = found.entries
    assert (found.title, found.language) == ("Meridian", "de")
    assert (one.guid, one.link, one.title) == ("7", "https://meridian.example/1", "A <T> & b")
    assert one.content == "x &lt; y &lt;b>z"
    assert one.published is not None
    assert one.published.isoformat() == "2026-09-15T08:00:00+00:00"


@pytest.mark.parametrize(
    ("entry", "link"),
    [
        ({"url": "/1", "external_url": "https://other.example/"}, "https://meridian.example/1"),
        ({"external_url": "https://other.example/"}, "https://other.example/"),
        ({"id": "https://meridian.example/i"}, "https://meridian.example/i"),
        ({"id": "i"}, ""),
        ({"url": 3, "attachments": [{"url": "https://meridian.example/a.mp3"}]}, ""),
    ],
)
def test_links(entry: dict[str, object], link: str) -> None:
    assert read_json_feed(feed(entry), URL).entries[0].link == link


@pytest.mark.parametrize(
    ("broken", "titles"),
    [
        (feed(ONE, TWO)[:-2] + ",]}", 2),
        (feed(ONE, TWO)[:-12], 1),
        (feed(ONE, TWO)[:-2], 2),
        (feed(ONE, TWO).replace("}, {", "} {"), 2),
        (feed(ONE, TWO).replace("One", "O\nne"), 2),
    ],
)
def test_of_a_broken_feed_what_is_whole_is_read(broken: str, titles: int) -> None:
    assert [entry.guid for entry in read_json_feed(broken, URL).entries] == ["1", "2"][:titles]


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("{", "begins as JSON and is broken"),
        (feed()[:-2], "begins as JSON and is broken"),
        ('{"items": [{"id": 1}, ', "no JSON Feed"),
        ("{}", "no JSON Feed"),
        ('{"a":' * 100_000, "begins as JSON and is broken"),
        ('{"version": "jsonfeed.org", "items": [' + "[" * 100_000, "begins as JSON and is broken"),
    ],
)
def test_what_is_none(text: str, words: str) -> None:
    with pytest.raises(SourceError, match=words):
        read_json_feed(text, URL)


@given(st.text(max_size=200), st.integers(0, 120), st.integers(0, 20))
def test_nothing_but_source_errors(junk: str, at: int, length: int) -> None:
    text = feed(ONE, TWO)
    try:
        found = read_json_feed("{" + text[1:at] + junk + text[at + length :], URL)
    except SourceError:
        return
    assert len(found.entries) <= 1_000


def test_of_a_broken_feed_no_more_is_read_than_of_a_whole_one() -> None:
    start = '{"version": "https://jsonfeed.org/version/1.1", "items": ['
    assert len(read_json_feed(start + '{"id": "a", "title": "A"},' * 1500, "https://a.example/feed").entries) == 1000
