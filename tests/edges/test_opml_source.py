from __future__ import annotations

import time
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from briefing.edges.opml_source import read_opml, write_opml
from briefing.errors import SourceError
from briefing.model import Feed

OPML = """<?xml version="1.0" encoding="utf-8"?>
<opml version="1.0"><head><title>Mine</title></head><body>
  <outline text="News" title="News">
    <outline type="rss" text="Meridian" title="Meridian &amp; Co" xmlUrl="https://meridian.example/feed?a=1&b=2"/>
    <outline text="Europe">
      <outline TEXT="Caf&eacute;" XMLURL=" https://cafe.example/rss "/>
    </outline>
    <outline type="rss" xmlUrl="http://bare.example/"/>
  </outline>
  <outline text="https://same.example/" xmlUrl="https://same.example/"/>
  <outline text="again" xmlUrl="https://same.example/"/>
  <outline text="evil" xmlUrl="javascript:alert(1)"/>
  <outline text="file" xmlUrl="file:///etc/passwd"/>
</body></opml>"""

letters = st.one_of(st.characters(categories=["L", "N"]), st.sampled_from(" .,'\"-–>(%/"))
names = st.text(letters, max_size=20).map(lambda text: " ".join(f"x {text}".split()))


feeds = st.lists(
    st.builds(
        Feed,
        url=st.text(alphabet="abc123/?&=\"'<é-", max_size=12).map("https://f.example/".__add__),
        name=st.one_of(st.none(), names),
        section=names,
        weight=st.sampled_from([1.0, 0.5, 2.25]),
    ),
    min_size=1,
    max_size=8,
    unique_by=lambda feed: feed.url,
)


def test_sections_come_from_the_nearest_outline() -> None:
    assert read_opml(OPML.encode()) == [
        Feed(url="https://meridian.example/feed?a=1&b=2", name="Meridian & Co", section="News"),
        Feed(url="https://cafe.example/rss", name="Café", section="Europe"),
        Feed(url="http://bare.example/", name=None, section="News"),
        Feed(url="https://same.example/", name=None),
    ]


def test_section_can_be_given() -> None:
    assert {feed.section for feed in read_opml(OPML.encode(), section="All")} == {"All"}


@given(feeds, names)
def test_round_trip(listed: list[Feed], title: str) -> None:
    assert read_opml(write_opml(listed, title)) == listed


@given(st.text(max_size=20), st.text(max_size=20))
def test_whatever_the_names_what_is_written_can_be_read(name: str, section: str) -> None:
    assert len(read_opml(write_opml([Feed(url="https://f.example/", name=name, section=section)], name))) == 1


@pytest.mark.parametrize(
    ("body", "words"),
    [
        (b"", "not an OPML file"),
        (b"<html><body>Log in</body></html>", "not an OPML file: its outermost element is not <opml>"),
        (b'{"feeds": []}', "not an OPML file"),
        (b"<opml><body/></opml>", "no feeds in it"),
        (b"<opml>\n<body>\n<outline></body></opml>", "broken: mismatched tag in line 3"),
        (b"<opml>" + b" " * 5_000_000, "too big"),
        (b'<!DOCTYPE o [<!ENTITY a "ha"><!ENTITY b "&a;&a;">]><opml><outline text="&b;"/></opml>', "defines an entity"),
        (b'<!DOCTYPE o [<!ENTITY a SYSTEM "file:///etc/passwd">]><opml>&a;</opml>', "defines an entity"),
    ],
)
def test_what_is_wrong_is_said(body: bytes, words: str) -> None:
    with pytest.raises(SourceError) as caught:
        read_opml(body)
    assert words in caught.value.message


def test_deep_nesting_is_refused_at_once() -> None:
    begun = time.process_time()
    with pytest.raises(SourceError, match="nested more than 100 deep"):
        read_opml(b"<opml>" + b"<outline>" * 100_000)
    assert time.process_time() - begun < 2


@given(st.binary(max_size=200), st.binary(max_size=200))
def test_nothing_but_source_errors(start: bytes, end: bytes) -> None:
    whole = OPML.encode()
    for body in (start, whole[:90] + start + whole[90:] + end, whole[: len(start) * 3]):
        try:
            read_opml(body)
        except SourceError:
            continue


def test_real_lists(shared: Path) -> None:
    lists = sorted((shared / "bench/feeds/lists").glob("*.opml"))
    assert lists
    for path in lists:
        found = read_opml(path.read_bytes())
        assert found
        assert read_opml(write_opml(found, path.stem)) == found
