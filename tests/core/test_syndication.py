"""Feeds of editions: read back by others' readers and our own, and held to RFC 4287's schema."""

from __future__ import annotations

import json
import re
from collections.abc import Iterable
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from typing import Any
from xml.etree import ElementTree as ET

import feedparser
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from lxml import etree

from briefing import parse_feed
from briefing.core import syndication
from briefing.core.syndication import identifier
from briefing.core.views import line
from briefing.core.wording import Wording
from briefing.edges.babel_locale import locale_for
from briefing.errors import RenderError
from briefing.model import Brief, Edition, Section
from tests import editions
from tests.editions import told

BASE = "https://news.example/daily"
A = "{http://www.w3.org/2005/Atom}"
LANG = "{http://www.w3.org/XML/1998/namespace}lang"

# RFC 4287, appendix B, as far as our feeds go, stricter in what they never have.
SCHEMA = """
<grammar xmlns="http://relaxng.org/ns/structure/1.0" ns="http://www.w3.org/2005/Atom"
         datatypeLibrary="http://www.w3.org/2001/XMLSchema-datatypes">
<start><element name="feed"><ref name="common"/><interleave>
  <oneOrMore><element name="author"><element name="name"><text/></element></element></oneOrMore>
  <ref name="id"/><ref name="title"/><ref name="updated"/><ref name="links"/>
  <zeroOrMore><ref name="entry"/></zeroOrMore>
</interleave></element></start>
<define name="entry"><element name="entry"><ref name="common"/><interleave>
  <ref name="id"/><ref name="title"/><ref name="updated"/><ref name="links"/>
  <element name="published"><ref name="moment"/></element>
  <zeroOrMore><element name="category"><attribute name="term"/></element></zeroOrMore>
  <optional><element name="summary"><ref name="common"/><text/></element></optional>
  <element name="content"><ref name="common"/><attribute name="type"><value>html</value></attribute><text/></element>
</interleave></element></define>
<define name="common"><optional><attribute name="xml:lang">
  <data type="string"><param name="pattern">[A-Za-z]{1,8}(-[A-Za-z0-9]{1,8})*</param></data></attribute></optional>
</define>
<define name="id"><element name="id"><data type="string"><param name="pattern">urn:uuid:[0-9a-f]{8}-[0-9a-f]{4}-5\
[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}</param></data></element></define>
<define name="title"><element name="title"><ref name="common"/><text/></element></define>
<define name="updated"><element name="updated"><ref name="moment"/></element></define>
<define name="moment"><data type="dateTime"><param name="pattern">.+T.+Z</param></data></define>
<define name="links"><zeroOrMore><element name="link">
  <attribute name="href"><data type="anyURI"><param name="pattern">https?://[!-~]+</param></data></attribute>
  <attribute name="rel"><choice><value>self</value><value>alternate</value></choice></attribute>
  <attribute name="type"><data type="string"><param name="pattern">.+/.+</param></data></attribute>
</element></zeroOrMore></define>
</grammar>
"""

NASTY = [
    *editions.HOSTILE, "\x00\x08\x1f", "\ud800", "\udfff\ud83d", "\u202ereversed", "\u2066\u2069", "\ufffe\uffff",
    "]]>", "\x85\x9f", "مرحبا",
    "<!-- -->", "<![CDATA[", "&#0;", "&bogus;", "\r\n\u2028", "W" * 400, " ", "</div></content>",
]  # fmt: skip
hostile_texts = st.lists(st.sampled_from(NASTY) | st.text(st.characters(), max_size=12), max_size=4).map("".join)
hostile_addresses = st.sampled_from(
    ["javascript:alert(1)", "data:text/html,x", "//x.example/", "http://a.example:99999/", "https://[::1]/", ""]
) | st.builds("{}{}".format, st.sampled_from(["https://a.example/", "HTTP://Ü.example?q=", "mailto:"]), hostile_texts)


def words(language: str) -> Wording:
    return Wording(locale_for(language))


def atom(made: Iterable[Edition], **more: Any) -> str:
    return syndication.atom(made, words, **more)


def json_feed(made: Iterable[Edition], **more: Any) -> str:
    return syndication.json_feed(made, words, **more)


@st.composite
def hostile_editions(draw: st.DrawFn) -> Edition:
    """An edition with anything wherever words may come from outside."""

    def spoilt(brief: Brief) -> Brief:
        return replace(
            brief,
            headline=draw(hostile_texts),
            status=draw(st.sampled_from(("new", "update", "ongoing"))),
            news=(draw(hostile_texts),),
            quotes=tuple(replace(quote, text=draw(hostile_texts)) for quote in brief.quotes),
            articles=tuple(
                replace(
                    article,
                    url=draw(hostile_addresses),
                    source=draw(hostile_texts),
                    language=draw(hostile_texts | st.sampled_from(("ar", "de"))),
                    agency=draw(hostile_texts),
                )
                for article in brief.articles
            ),
        )

    whole, _ = editions.edition()
    return replace(
        whole,
        title=draw(hostile_texts),
        subject=draw(hostile_texts),
        preheader=draw(hostile_texts),
        language=draw(hostile_texts | st.sampled_from(("en", "fa", "de_DE"))),
        note=draw(hostile_texts),
        postal_address=draw(hostile_texts),
        sections=(
            *(
                Section(name=draw(hostile_texts), briefs=tuple(spoilt(brief) for brief in section.briefs[:2]))
                for section in whole.sections[:2]
            ),
            *draw(st.sampled_from([(), (Section(name="empty", briefs=()),)])),
        ),
    )


def week(count: int = 7) -> list[Edition]:
    """Editions of days that follow one another, the oldest first."""
    made, _ = editions.edition(*editions.running(), *editions.hostile())
    return [
        replace(
            made,
            slot=replace(
                made.slot,
                date=date(2026, 9, 1) + timedelta(days=day),
                closes=datetime(2026, 9, 1, 4, 30, tzinfo=UTC) + timedelta(days=day),
            ),
            subject=f"Day {day}: <b>A & B</b>",
        )
        for day in range(count)
    ]


def checked(feed: str) -> ET.Element:
    """The Atom feed's root; it has the form that RFC 4287 asks for."""
    schema = etree.RelaxNG(etree.fromstring(SCHEMA.encode()))
    schema.assertValid(etree.fromstring(feed.encode()))
    return ET.fromstring(feed)


def all_text(root: ET.Element) -> str:
    return " ".join("".join(root.itertext()).split())


def follows_only_the_web(content: ET.Element) -> None:
    """Links lead to the web or to a mailbox, and nothing in it acts."""
    alien = {node.tag.rpartition("}")[2] for node in content.iter()} - {
        "div", "section", "article", "h1", "h2", "h3", "h4", "h5", "h6", "p", "a", "span", "strong", "em", "cite",
        "small", "hr", "br", "ul", "ol", "li", "blockquote", "code", "pre",
    }  # fmt: skip
    assert not alien
    names = {name for node in content.iter() for name in node.attrib}
    assert names <= {"class", "lang", "dir", "href", "id", LANG, "{http://www.idpf.org/2007/ops}type"}
    assert all(re.match("https?://|mailto:", node.attrib["href"]) for node in content.iter() if "href" in node.attrib)


def test_a_feed_reader_gets_every_edition_newest_first() -> None:
    made = week()
    found = feedparser.parse(atom(made[3:] + made[:3], title="Daily <Briefing>", base=BASE).encode())
    assert not found.bozo
    assert found.version == "atom10"
    assert found.feed.title == "Daily <Briefing>"
    assert [entry.title for entry in found.entries] == [edition.subject for edition in reversed(made)]
    assert [entry.summary for entry in found.entries] == [edition.preheader for edition in reversed(made)]
    assert found.entries[0].updated == found.feed.updated == "2026-09-07T04:30:00Z"
    assert found.entries[0].link == f"{BASE}/2026-09-07/edition.html"
    assert {link.rel: link.href for link in found.feed.links} == {"self": f"{BASE}/feed.atom", "alternate": f"{BASE}/"}
    sections = [section.name for section in made[0].sections]
    assert [tag.term for tag in found.entries[0].tags] == sections


def test_the_content_has_all_that_the_edition_tells() -> None:
    (made,) = week(1)
    entry = checked(atom([made], title="Daily")).find(f"{A}entry")
    assert entry is not None
    html = entry.findtext(f"{A}content") or ""
    content = ET.fromstring(html)
    follows_only_the_web(content)
    said = all_text(content)
    for brief in made.briefs:
        assert " ".join(brief.headline.split()) in said
        for quote in brief.quotes:
            assert " ".join(quote.text.split()) in said
    assert "Update · Norrland Line and its crews agree on a mediator" in said
    assert "New: mediator Ada Wren; Ferries sail again; €1.2 million" in said
    assert "Coastal Wire’s Reuters report also in Herald and Courier" in said
    assert "and 24 more" in said
    assert "Read 160 new articles from 31 of 33 feeds" in said
    assert "Edition daily/2026-09-01, closed at 06:30 (Europe/Berlin)." in said
    quoted = {
        all_text(cite): link.attrib["href"] for cite in content.iter("cite") if (link := cite.find("a")) is not None
    }
    assert "#:~:text=" in quoted["Orrery"]
    arabic = next(node for node in content.iter("h3") if node.get("lang") == "ar")
    assert arabic.get("dir") == "rtl"


def test_json_feed_is_read_by_our_own_reader() -> None:
    made = week()
    feed = json_feed(made, title="Daily", base=BASE)
    items = parse_feed(feed.encode(), f"{BASE}/feed.json")
    assert [item.url for item in items] == [f"{BASE}/2026-09-0{7 - day}/edition.html" for day in range(7)]
    assert [item.published for item in items] == [edition.slot.closes for edition in reversed(made)]
    assert [item.title for item in items] == [f"Day {day}: A & B" for day in range(6, -1, -1)]
    assert all(item.language == "en" and "Parliament passed the harbour bill" in item.excerpt for item in items)
    raw = json.loads(feed)
    assert raw["feed_url"] == f"{BASE}/feed.json"
    assert raw["items"][0]["title"] == made[-1].subject


def test_both_feeds_say_the_same() -> None:
    made = week(3)
    entries = checked(atom(made, title="Daily", base=BASE)).findall(f"{A}entry")
    for entry, item in zip(entries, json.loads(json_feed(made, title="Daily", base=BASE))["items"], strict=True):
        assert [entry.findtext(A + name) for name in ("id", "title", "summary", "content", "published")] == [
            item[name] for name in ("id", "title", "summary", "content_html", "date_published")
        ]
        assert [node.get("term") for node in entry.findall(f"{A}category")] == item["tags"]


def test_without_an_address_only_the_links_are_missing() -> None:
    made = week(2)
    for base in (None, "", "not an address"):
        feed = atom(made, title="Daily", base=base)
        assert not checked(feed).findall(f".//{A}link")
        raw = json.loads(json_feed(made, title="Daily", base=base))
        assert not {"home_page_url", "feed_url"} & raw.keys()
        assert "url" not in raw["items"][0]
    linked = checked(atom(made, title="Daily", base=BASE))
    assert [node.text for node in linked.iter(f"{A}id")] == [node.text for node in ET.fromstring(feed).iter(f"{A}id")]


def test_only_the_latest_and_each_once() -> None:
    made = week(9)
    entries = checked(atom([*made, *made], title="Daily", most=4)).findall(f"{A}entry")
    assert [entry.findtext(f"{A}title") for entry in entries] == [edition.subject for edition in made[:4:-1]]


def test_no_edition_yet_is_a_feed_too() -> None:
    feed = checked(atom([], title="Daily", base=BASE))
    assert feed.findtext(f"{A}updated") == "1970-01-01T00:00:00Z"
    assert json.loads(json_feed([], title="Daily"))["items"] == []


def test_the_same_editions_are_the_same_bytes_in_whatever_order() -> None:
    made = week(4)
    assert atom(made, title="Daily", base=BASE) == atom(iter(made[::-1]), title="Daily", base=BASE)
    assert json_feed(made, title="Daily") == json_feed(made[::-1], title="Daily")


def test_names_hold_for_ever() -> None:
    # These very names are in feed readers: a change would show every edition anew to everybody.
    assert identifier("daily/2026-09-16") == "urn:uuid:59c593f1-598d-504f-96b2-ac3929c05add"
    assert identifier("daily/2026-09-16", "news.example") != identifier("daily/2026-09-16")


def test_a_name_does_not_change_with_what_an_edition_says() -> None:
    (made,) = week(1)
    other = replace(made, subject="Other", sections=(), title="Other")
    ids = [
        checked(atom([each], title=each.title, base=each.title)).findtext(f"{A}entry/{A}id") for each in (made, other)
    ]
    assert ids[0] == ids[1]


def test_a_name_holds_when_the_feed_moves() -> None:
    (before,) = week(1)
    made = replace(before, online="https://old.example/2026-09-01/edition.html")
    moved = [
        checked(atom([made], title="Daily", base=base)).findtext(f"{A}entry/{A}id")
        for base in (None, "https://old.example/", "https://new.example/")
    ]
    assert set(moved) == {identifier("daily/2026-09-01", "old.example")}
    other = replace(before, online="https://other.example/2026-09-01/edition.html")
    assert checked(atom([other], title="Daily")).findtext(f"{A}entry/{A}id") != moved[0]


def test_a_quiet_day_says_so() -> None:
    made, _ = editions.edition(quiet=True, sections=(), note="")
    html = json.loads(json_feed([made], title="Daily"))["items"][0]["content_html"]
    assert "A quiet day: nothing cleared the bar." in html
    assert "word for word" not in html


def test_each_edition_speaks_its_language() -> None:
    (made,) = week(1)
    html = json.loads(json_feed([replace(made, language="de")], title="Daily"))["items"][0]["content_html"]
    assert "Es geht weiter ·" in html
    assert "<strong>Neu:</strong>" in html
    assert "</a> und <a" in html
    assert "<p>Gelesen wurden " in html
    assert "Update ·" not in html


def test_a_sentence_of_nobody_is_an_error() -> None:
    brief, _ = told("Head", ("Post", "A sentence."))
    made, _ = editions.edition((replace(brief, articles=()), []))
    with pytest.raises(RenderError, match="which the story does not have"):
        atom([made], title="Daily")


@pytest.mark.parametrize(
    ("address", "shown"),
    [
        ("http://a.example/|[x]?q=%zz%", "http://a.example/%7C%5Bx%5D?q=%25zz%25"),
        ("https://[::1]:8080/a", "https://[::1]:8080/a"),
        ("https://" + "a" * 64 + ".example/", None),
        ("javascript:alert(1)", None),
        ("//x.example/", None),
    ],
)
def test_addresses_are_strict_or_none(address: str, shown: str | None) -> None:
    brief, _ = told("Head", ("Post", "A sentence."), feed_only=True)
    brief = replace(brief, articles=tuple(replace(article, url=address) for article in brief.articles))
    made, _ = editions.edition(sections=(Section(name="News", briefs=(brief,)),), note="")
    content = ET.fromstring(json.loads(json_feed([made], title="Daily"))["items"][0]["content_html"])
    assert {node.get("href") for node in content.iter() if node.text in ("Head", "Post")} == {shown}


@settings(max_examples=40, deadline=None, suppress_health_check=list(HealthCheck))
@given(hostile_editions(), hostile_texts)
def test_hostile_words_stay_words(made: Edition, title: str) -> None:
    feed = atom([made], title=title, base=BASE)
    entry = checked(feed).find(f"{A}entry")
    assert entry is not None
    assert (entry.findtext(f"{A}title") or "") == line(made.subject)
    assert not feedparser.parse(feed.encode()).bozo
    raw: dict[str, Any] = json.loads(json_feed([made], title=title, base=BASE).encode())
    item = raw["items"][0]
    assert item["content_html"] == entry.findtext(f"{A}content")
    content = ET.fromstring(item["content_html"])
    follows_only_the_web(content)
    said = all_text(content)
    assert all(" ".join(line(quote.text).split()) in said for brief in made.briefs for quote in brief.quotes)
