from __future__ import annotations

import gzip
import json
import sys
import time
import zipfile
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any
from urllib.parse import urljoin

import pytest
from hypothesis import given
from hypothesis import strategies as st

from briefing.core.urls import identity
from briefing.edges.feed_source import FeedSource, parse_feed
from briefing.errors import FetchError, SourceError
from briefing.model import Access, Bookmark, Feed, Item, Page, Reading, Validators

URL = "https://meridian.example/world/feed.xml"


def rss(items: str, head: str = "", start: str = '<?xml version="1.0" encoding="UTF-8"?>') -> bytes:
    return f'{start}<rss version="2.0"><channel><title>Meridian</title>{head}{items}</channel></rss>'.encode()


def entry(inside: str = "", title: str = "Harbour bill passes", link: str = "https://meridian.example/1") -> str:
    linked = f"<link>{link}</link>" if link else ""
    return f"<item><title>{title}</title>{linked}{inside}</item>"


def items(body: bytes, content_type: str | None = None) -> tuple[Item, ...]:
    return parse_feed(body, URL, content_type).items


def only(body: bytes, content_type: str | None = None) -> Item:
    (item,) = items(body, content_type)
    return item


# --- the formats -----------------------------------------------------------------------------------------------------

ATOM = """<feed xmlns="http://www.w3.org/2005/Atom" xml:lang="pt-BR" xml:base="https://meridian.example/">
  <title type="html">Meridian &amp;amp; Co</title>
  <entry xml:base="world/"><id>tag:1</id><title type="html">Two &lt;em&gt;parties&lt;/em&gt; agree</title>
    <link rel="enclosure" href="x.mp3"/><link href="../a?utm_source=f&amp;b=1"/><author><name>Ada Lo</name></author>
    <author><name>Bo Ri</name></author><updated>2026-09-15T08:00:00+02:00</updated>
    <summary>Short.</summary><content type="xhtml"><div xmlns="http://www.w3.org/1999/xhtml"><p>Much longer.</p>
    <p>Indeed.</p></div></content></entry></feed>"""

RDF = """<rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#" xmlns="http://purl.org/rss/1.0/"
  xmlns:dc="http://purl.org/dc/elements/1.1/"><channel><title>Meridian</title></channel>
  <item rdf:about="https://meridian.example/1"><title>One</title><link>https://meridian.example/1</link>
  <dc:date>2026-09-15</dc:date><dc:creator>Ada Lo</dc:creator></item></rdf:RDF>"""

JSON = {
    "version": "https://jsonfeed.org/version/1.1",
    "title": "Meridian",
    "language": "de-AT",
    "items": [
        {"id": 7, "url": "/1", "title": "One", "content_html": "<p>Long <b>text</b>.</p>", "summary": "Short",
         "date_published": "2026-09-15T08:00:00Z", "authors": [{"name": "Ada Lo"}, {"url": "x"}, 3]},
        {"id": "b", "external_url": "https://other.example/2", "content_text": "No title here",
         "author": {"name": "Bo"}},
        {"id": "c", "url": ["hostile"], "title": {"x": 1}, "date_published": 5, "authors": 3, "summary": "Only this"},
        "no entry",
    ],
}  # fmt: skip


def test_rss() -> None:
    body = rss(
        entry(
            "<guid isPermaLink='false'>g1</guid><pubDate>Tue, 15 Sep 2026 08:00:00 +0200</pubDate>"
            "<description><![CDATA[<p>Passed by <b>61</b> votes.</p><p>More.</p>]]></description>"
            "<dc:creator xmlns:dc='http://purl.org/dc/elements/1.1/'>Ada Lo</dc:creator>"
        ),
        head="<language>en-us</language>",
    )
    feed = Feed(url="https://meridian.example/feed", section="World", weight=2.0)
    reading = parse_feed(body, URL, feed=feed)
    assert reading.title == "Meridian"
    assert reading.items == (
        Item(
            id=identity("https://meridian.example/1"),
            source="https://meridian.example/feed",
            source_name="Meridian",
            section="World",
            url="https://meridian.example/1",
            title="Harbour bill passes",
            published=datetime(2026, 9, 15, 6, 0, tzinfo=UTC),
            excerpt="Passed by 61 votes.\nMore.",
            guid="g1",
            authors=("Ada Lo",),
            language="en",
            position=0,
            weight=2.0,
        ),
    )


def test_atom_with_its_bases_and_languages() -> None:
    reading = parse_feed(ATOM.encode(), URL)
    (item,) = reading.items
    assert reading.title == "Meridian & Co"
    assert item.url == "https://meridian.example/a?b=1"
    assert item.title == "Two parties agree"
    assert item.authors == ("Ada Lo", "Bo Ri")
    assert item.published == datetime(2026, 9, 15, 6, 0, tzinfo=UTC)
    assert item.excerpt == "Much longer.\nIndeed."
    assert item.language == "pt"


def test_rdf() -> None:
    item = only(RDF.encode())
    assert (item.title, item.authors, item.published) == ("One", ("Ada Lo",), datetime(2026, 9, 15, tzinfo=UTC))


def test_json_feed() -> None:
    first, second, third = items(json.dumps(JSON).encode(), "application/feed+json")
    assert first.url == "https://meridian.example/1"
    assert (first.title, first.excerpt, first.authors, first.language) == ("One", "Long text.", ("Ada Lo",), "de")
    assert first.published == datetime(2026, 9, 15, 8, 0, tzinfo=UTC)
    assert (second.title, second.url, second.authors) == ("No title here", "https://other.example/2", ("Bo",))
    assert (third.title, third.url, third.published) == ("Only this", "", None)
    assert third.id == identity(f"{URL}\nc")


def test_name_is_the_configurations_then_the_feeds_then_the_hosts() -> None:
    assert parse_feed(rss(entry()), URL, feed=Feed(url=URL, name="Mine")).items[0].source_name == "Mine"
    assert only(rss(entry())).source_name == "Meridian"
    assert only(rss(entry()).replace(b"<title>Meridian</title>", b"")).source_name == "meridian.example"


# --- titles, links, ids, dates ---------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("title", "expected"),
    [
        ("A &lt;b&gt;bold&lt;/b&gt; move", "A bold move"),
        ("Q&amp;amp;A &amp;#8217;s", "Q&A ’s"),
        ("<![CDATA[AT&T &amp; co]]>", "AT&T & co"),
        ("AT&T and &eacute;t&eacute; &nbsp;x", "AT&T and été x"),
        ("two\n  lines\t here ", "two lines here"),
        ("\u202eevil\u0007", "evil"),
    ],
)
def test_titles_are_plain_and_in_one_line(title: str, expected: str) -> None:
    assert only(rss(entry(title=title))).title == expected


def test_entry_without_title_is_called_by_its_first_words() -> None:
    words = " ".join(f"w{n}" for n in range(20))
    assert only(rss(entry(f"<description>{words}</description>", title=""))).title == " ".join(words.split()[:12]) + "…"


def test_entry_with_neither_title_text_nor_link_is_dropped_and_positions_close_up() -> None:
    found = items(rss(entry(title="", link="") + entry(link="/1") + entry(link="/2", title="Two")))
    assert [(item.title, item.position) for item in found] == [("Harbour bill passes", 0), ("Two", 1)]


@pytest.mark.parametrize(
    ("inside", "link", "expected"),
    [
        ("", "/a b?utm_medium=rss&amp;id=1#x", "https://meridian.example/a%20b?id=1"),
        ("", "https://Meridian.example?a=1&amp;b=ü&amp;fbclid=3#part-2", "https://Meridian.example?a=1&b=ü#part-2"),
        ("", "\n   https://meridian.example/a\n   /b\n", "https://meridian.example/a/b"),
        ("", "<![CDATA[ https://meridian.example/a?x=1&copy=2 ]]>", "https://meridian.example/a?x=1&copy=2"),
        ("", "https://meridian.example/a?x=1&copy=2", "https://meridian.example/a?x=1&copy=2"),
        ("", "www.meridian.example/a", "http://www.meridian.example/a"),
        ("", "http://https://meridian.example/a", "https://meridian.example/a"),
        ("<link/><guid>https://meridian.example/g</guid>", "", "https://meridian.example/g"),
        ("<guid>https://meridian.example/g</guid><link> </link>", "", "https://meridian.example/g"),
        ("<guid isPermaLink='false'>https://meridian.example/g</guid><link/>", "", ""),
        ("<guid>2026-11-22-abc</guid>", "", ""),
        ("<guid>/g</guid>", "", "https://meridian.example/g"),
        ("<enclosure url='https://meridian.example/a.mp3' type='audio/mpeg' length='1'/>", "", ""),
        (
            "<a:link xmlns:a='http://www.w3.org/2005/Atom' rel='via' href='https://other.example/a'/>",
            "",
            "https://other.example/a",
        ),
        (
            "<m:content xmlns:m='http://search.yahoo.com/mrss/' url='https://meridian.example/a.jpg'/>",
            "https://meridian.example/1",
            "https://meridian.example/1",
        ),
        ("<guid>https://meridian.example/g</guid>", "", "https://meridian.example/g"),
        ("<guid isPermaLink='false'>https://meridian.example/g</guid>", "", ""),
        ("", "javascript:alert(1)", ""),
        ("", "http://[broken", ""),
        (
            "<f:origLink xmlns:f='http://rssnamespace.org/feedburner/ext/1.0'>https://meridian.example/o</f:origLink>",
            "https://redirect.example/~r/1",
            "https://meridian.example/o",
        ),
    ],
)
def test_links(inside: str, link: str, expected: str) -> None:
    assert only(rss(entry(inside, link=link))).url == expected


def test_ids_do_not_change_with_tracking_or_address_of_the_feed_and_come_once() -> None:
    first = only(rss(entry(link="https://meridian.example/1?utm_source=rss")))
    assert first.id == only(rss(entry(link="https://MERIDIAN.example:443/1#top", title="Renamed"))).id
    assert len(items(rss(entry() + entry(link="https://meridian.example/1?utm_source=x", title="Again")))) == 1


@pytest.mark.parametrize(
    ("one", "other", "number"),
    [
        (("A", "https://m.example/live#1", ""), ("B", "https://m.example/live#2", ""), 2),
        (("A", "https://m.example/#!/1", ""), ("A", "https://m.example/#!/2", ""), 2),
        (("A", "https://m.example/l", "1"), ("B", "https://m.example/l", "2"), 2),
        (("A", "https://m.example/l", "1"), ("A", "https://m.example/l", "2"), 1),
        (("A", "https://m.example/l", "1"), ("Renamed A", "https://m.example/l", "1"), 1),
        (("A", "https://m.example/l#ref=rss", ""), ("A", "https://m.example/l", ""), 1),
        (("A", "https://m.example/a", "same"), ("B", "https://m.example/b", "same"), 2),
        (("A", "", "same"), ("B", "", "same"), 2),
        (("A", "", "same"), ("A", "", "same"), 1),
        (("A", "", ""), ("B", "", ""), 2),
    ],
)
def test_which_entries_are_one(one: tuple[str, str, str], other: tuple[str, str, str], number: int) -> None:
    body = "".join(
        entry(f"<guid isPermaLink='false'>{guid}</guid>" if guid else "", title=title, link=link)
        for title, link, guid in (one, other)
    )
    assert len({item.id for item in items(rss(body))}) == len(items(rss(body))) == number


def test_link_that_many_entries_share_does_not_swallow_them() -> None:
    found = items(rss("".join(entry(f"<guid>g{n}</guid>", title=f"Story {n}") for n in range(3))))
    assert len({item.id for item in found}) == 3


@pytest.mark.parametrize(
    ("inside", "expected"),
    [
        ("<pubDate>Tue, 15 Sep 2026 08:00:00 GMT</pubDate>", datetime(2026, 9, 15, 8, tzinfo=UTC)),
        ("<pubDate>Tue, 15 Sep 2026 08:00:00 EST</pubDate>", datetime(2026, 9, 15, 13, tzinfo=UTC)),
        ("<pubDate>Tue, 15 Sep 2026 08:00:00 MSK</pubDate>", datetime(2026, 9, 15, 5, tzinfo=UTC)),
        ("<pubDate>Tue, 15 Sep 2026 8:00 PM</pubDate>", datetime(2026, 9, 15, 20, tzinfo=UTC)),
        ("<pubDate>1789459200</pubDate>", datetime(2026, 9, 15, 8, tzinfo=UTC)),
        (
            "<pubDate>0000-00-00</pubDate><d:date xmlns:d='http://purl.org/dc/elements/1.1/'>2026-09-15</d:date>",
            datetime(2026, 9, 15, tzinfo=UTC),
        ),
        ("<pubDate>Fri, 15 Sep 2126 08:00:00 GMT</pubDate>", datetime(2126, 9, 15, 8, tzinfo=UTC)),
        ("<pubDate>0001-01-01T00:00:00Z</pubDate>", None),
        ("<pubDate>Thu, 01 Jan 1970 00:00:00 GMT</pubDate>", None),
        ("<pubDate>Seg, 24 Set 99999</pubDate>", None),
        ("<pubDate>yesterday</pubDate>", None),
        ("", None),
    ],
)
def test_dates(inside: str, expected: datetime | None) -> None:
    assert only(rss(entry(inside))).published == expected


# --- damaged and hostile ---------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "body",
    [
        gzip.compress(rss(entry())),
        b"\xef\xbb\xbf" + rss(entry()),
        b"\n\n  " + rss(entry()),
        b"<!-- an <rss> feed -->\n <!-- made today -->" + rss(entry()),
        b"<br />\n<b>Warning</b>: foo in <b>/x.php</b><br />\n" + rss(entry()),
        rss(entry()) + b"<!-- cached --><script>alert(1)</script>",
        rss(entry()).decode().encode("utf-16"),
        rss(entry() * 3)[:-60],
        rss(entry("<x:y>unknown</x:y>")),
        rss(entry("<description>a & b < c</description>")),
        rss(entry("\x00\x0b&#0;&#x1f;")),
        rss(entry(), start='<?xml version="1.0" encoding="nonsense"?>'),
        rss(entry(), start=""),
    ],
)
def test_damage_is_read_through(body: bytes) -> None:
    assert items(body)[0].title == "Harbour bill passes"


def test_one_bad_byte_and_a_wrong_header_do_not_garble_a_feed() -> None:
    body = rss(entry(title="Größe – “été”") + entry("<description>X</description>", link="/2"))
    assert items(body.replace(b">X<", b">\x93<"), "text/xml; charset=iso-8859-1")[0].title == "Größe – “été”"


FOREIGN = {
    "cp1251": "Парламент принял закон о порте", "koi8-r": "Правительство объявило новые меры",
    "cp1253": "Το κοινοβούλιο ψήφισε το νόμο για το λιμάνι", "shift_jis": "国会は港湾法案を可決した",
    "euc-kr": "국회가 항만 법안을 통과시켰다", "gb18030": "国会通过了港口法案", "cp1256": "أقر البرلمان قانون الميناء",
}  # fmt: skip


@pytest.mark.parametrize("encoding", FOREIGN)
def test_an_encoding_that_is_not_named_or_named_wrong_is_found(encoding: str) -> None:
    title = FOREIGN[encoding]
    body = rss("".join(entry(title=f"{title} {n}", link=f"/{n}") for n in range(5))).decode()
    assert items(body.encode(encoding))[0].title == f"{title} 0"
    named = body.replace("UTF-8", encoding).encode(encoding)
    assert items(named, "text/xml; charset=utf-8")[0].title == f"{title} 0"
    assert items(named.replace(b"</channel>", b"\xff</channel>"))[0].title == f"{title} 0"


def test_external_entities_are_not_read(tmp_path: Path) -> None:
    secret = tmp_path / "secret"
    secret.write_text("the secret")
    doctype = f'<!DOCTYPE rss [<!ENTITY x SYSTEM "{secret.as_uri()}">]>'
    item = only(rss(entry(title="A &x; b"), start=f'<?xml version="1.0"?>{doctype}'))
    assert item.title == "A b"


NOT_FEEDS = [
    (b"", "the feed is empty"),
    (b" \n ", "the feed is empty"),
    (b"<!DOCTYPE html><html><title>Shop &amp; co</title><body>x</body></html>", "it is an HTML page “Shop & co”"),
    (b"<html><title>Hi</title><form><input type=password></form></html>", "it is an HTML page “Hi” (a login page?)"),
    (b"<?xml version='1.0'?><prices><url/></prices>", "it is XML, but neither RSS, Atom nor RDF"),
    (b"<?xml version='1.0'?><opml version='2.0'><body><outline/></body></opml>", "it is an OPML file"),
    (b"<urlset xmlns='http://www.sitemaps.org/schemas/sitemap/0.9'><url/></urlset>", "it is a sitemap"),
    (b'{"status": "ok"}', "it is JSON, but no JSON Feed"),
    (b'{"version": "https://jsonfeed.org/version/1", "items": 3}', "it is JSON, but no JSON Feed"),
    (b'{"version": ', "it begins as JSON and is broken"),
    (b'{"a":' * 100_000, "it begins as JSON and is broken"),
    (b"%PDF-1.4 " + bytes(range(256)) * 20, "neither XML nor JSON"),
    (b"\x1f\x8bnot gzip", "it begins as gzip and is broken"),
    (gzip.compress(bytes(50_000_000)), "too big for a feed"),
    (rss("x" * 5_000_001), "too big for a feed"),
    (rss(entry("<b>" * 5_000)), "nested more than 1,000 deep"),
    (rss(entry("<b/>" * 300_000)), "too much for a feed"),
    (rss(entry("<b " + " ".join(f"a{n}='1'" for n in range(200_000)) + "/>")), "more than 500 attributes"),
    (rss(entry("<b a='>' " + " ".join(f"a{n}='1'" for n in range(20_000)) + "/>")), "more than 500 attributes"),
    (
        rss(entry(title="&big;" * 20_000), start=f"<!DOCTYPE rss [<!ENTITY big '{'x' * 10_000}'>]>"),
        "they unpack to too much",
    ),
    (rss("", start="<!DOCTYPE rss [" + "<!ENTITY a 'b'>" * 50_000 + "]>"), "more than 500 entities"),
    (rss(entry("&" * 600_000)), "too much for a feed"),
    (
        rss(
            entry(title="&c9;"),
            start="<!DOCTYPE rss [<!ENTITY c0 'ha'>"
            + "".join(f"<!ENTITY c{n} '{f'&c{n - 1};' * 10}'>" for n in range(1, 10))
            + "]>",
        ),
        "it defines entities by entities",
    ),
    (rss("<item/><item/>"), "its entries have neither titles, texts nor links"),
]


@pytest.mark.parametrize(("body", "words"), NOT_FEEDS, ids=[words for _, words in NOT_FEEDS])
def test_what_is_no_feed_is_said_in_plain_words_and_at_once(body: bytes, words: str) -> None:
    begun = time.process_time()
    with pytest.raises(SourceError) as caught:
        parse_feed(body, URL)
    assert words in caught.value.message
    assert time.process_time() - begun < 3


@pytest.mark.parametrize(
    "inside",
    [
        "<description>" + "a\n" * 2_000_000 + "</description>",
        "<description>" + "&lt;!-- " * 400_000 + "</description>",
        "<link>https://meridian.example/" + " " * 4_000_000 + "x</link>",
        "<pubDate>" + "1 " * 2_000_000 + "</pubDate>",
    ],
    ids=["lines", "comments", "blanks", "numbers"],
)
def test_what_takes_long_elsewhere_does_not_here(inside: str) -> None:
    begun = time.process_time()
    assert only(rss(entry(inside))).title == "Harbour bill passes"
    assert time.process_time() - begun < 3


def test_feed_with_no_entries_yet_is_a_feed() -> None:
    assert parse_feed(rss(""), URL) == Reading(items=(), title="Meridian")


def test_number_of_items_and_size_of_excerpts_are_bounded() -> None:
    found = items(rss("".join(entry(title=f"T{n}", link=f"/{n}") for n in range(1_100))))
    assert len(found) == 1_000
    assert len(only(rss(entry(f"<description>{'word ' * 100_000}</description>"))).excerpt) <= 100_000


SEEDS = [rss(entry("<description>x &amp; y</description>") * 2), ATOM.encode(), RDF.encode(), json.dumps(JSON).encode()]
junk = st.one_of(
    st.binary(max_size=12),
    st.sampled_from(
        [b"<", b"<![CDATA[", b"]]>", b"&#", b"9" * 5000, b"</item>", b"\x00", b"<!ENTITY a '",
         b"xml:base='::'", b"null",
         b"<link>http://[</link>", b"<pubDate>99999999999999</pubDate>", b"&#xd800;", b"<!--", b"{"]
    ),
)  # fmt: skip


@given(st.sampled_from(SEEDS), st.lists(st.tuples(st.floats(0, 1), st.integers(0, 20), junk), max_size=6))
def test_nothing_but_source_errors(seed: bytes, cuts: list[tuple[float, int, bytes]]) -> None:
    for where, length, what in cuts:
        at = int(where * len(seed))
        seed = seed[:at] + what + seed[at + length :]
    try:
        found = items(seed)
    except SourceError:
        return
    assert all((item.title or item.url) and "\n" not in item.title for item in found)
    str(found).encode()
    assert len({item.id for item in found}) == len(found)


def test_an_entry_without_a_title_goes_by_its_pages() -> None:
    one = only(rss("<item><link>https://meridian.example/1</link></item>"))
    assert (one.title, one.url) == ("", "https://meridian.example/1")
    with pytest.raises(SourceError, match="neither titles, texts nor links"):
        items(rss("<item><guid isPermaLink='false'>7</guid></item>"))


def test_an_entrys_own_id_is_kept() -> None:
    assert only(rss(entry("<guid isPermaLink='false'>tag:1</guid>"))).guid == "tag:1"
    assert only(rss(entry("<guid> /own </guid>"), "application/rss+xml")).guid == "/own"


def test_an_episode_goes_by_its_own_title() -> None:
    tune = "xmlns:i='http://www.itunes.com/dtds/podcast-1.0.dtd'"
    assert only(rss(f"<item><i:title {tune}>Episode 7</i:title></item>")).title == "Episode 7"


@pytest.mark.parametrize(
    ("base", "expected"),
    [
        ("", "https://meridian.example/world/a"),
        ("xml:base=''", "https://meridian.example/world/a"),
        ("xml:base='sub/'", "https://meridian.example/world/sub/a"),
        ("xml:base='https://other.example/x/'", "https://other.example/x/a"),
        ("xml:base='javascript:x'", "https://meridian.example/world/a"),
    ],
)
def test_bases_of_links(base: str, expected: str) -> None:
    body = f"<feed xmlns='http://www.w3.org/2005/Atom' {base}><entry><title>A</title><link href='a'/></entry></feed>"
    assert only(body.encode()).url == expected


RDF_090 = """<rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#"
  xmlns="http://my.netscape.com/rdf/simple/0.9/"><channel><title>M</title></channel>
  <item><title>One</title><link>/1</link></item></rdf:RDF>"""
RSS_091 = """<!DOCTYPE rss PUBLIC "-//Netscape Communications//DTD RSS 0.91//EN" "http://n.example/rss-0.91.dtd">
  <rss version="0.91"><channel><item><title>One</title><link>/1</link></item></channel></rss>"""
ATOM_03 = """<feed version="0.3" xmlns="http://purl.org/atom/ns#"><entry><title mode="escaped">One</title>
  <link rel="alternate" type="text/html" href="/1"/></entry></feed>"""
OLD = [
    RDF_090,
    RSS_091,
    ATOM_03,
    "<rss version=0.92><channel><item><title>One</title><link>/1</link></item></channel></rss>",
    "<RSS><CHANNEL><ITEM><TITLE>One</TITLE><LINK>/1</LINK></ITEM></CHANNEL></RSS>",
    "<feed><entry><title>One</title><link href='/1'/></entry></feed>",
    "<CHANNEL HREF='/'><ITEM HREF='/1'><TITLE>One</TITLE></ITEM></CHANNEL>",
]


@pytest.mark.parametrize("body", OLD)
def test_formats_of_old(body: str) -> None:
    one = only(body.encode())
    assert (one.title, one.url) == ("One", "https://meridian.example/1")


@pytest.mark.parametrize(
    ("written", "day"),
    [
        ("Mi., 3. Dezember 2025 14:05", 3),
        ("Вт, 22 ноября 2026 10:00:00 +0300", 22),
        ("2026年11月22日", 22),
        ("Fri, 31 Dec 2100 10:00:00 GMT", 31),
    ],
)
def test_dates_that_the_parser_of_feeds_can_not_read(written: str, day: int) -> None:
    published = only(rss(entry(f"<pubDate>{written}</pubDate>"))).published
    assert published is not None
    assert published.day == day


def test_a_feed_that_was_encoded_twice_is_put_right() -> None:
    sound = rss(entry(title="Über „Größe“ entschied das Parlament – später"))
    twice = sound.decode().encode("utf-8").decode("cp1252").encode("utf-8")
    assert only(twice).title == only(sound).title == "Über „Größe“ entschied das Parlament – später"
    quoted = rss(entry(title="„Spaß“, schön, früh"))
    assert only(quoted).title == "„Spaß“, schön, früh"


# --- the source ------------------------------------------------------------------------------------------------------


class Web:
    """A Fetcher over pages by address."""

    def __init__(self, *pages: Page) -> None:
        self.pages = {page.url: page for page in pages}
        self.asked: list[tuple[str, Validators | None]] = []
        self.access: list[Access | None] = []

    def fetch(
        self,
        url: str,
        *,
        validators: Validators | None = None,
        access: Access | None = None,
        robots: bool = False,
    ) -> Page:
        assert not robots, "a feed is meant for programs"
        self.asked.append((url, validators))
        self.access.append(access)
        if url not in self.pages:
            raise FetchError("the server said 404 Not Found", status=404)
        return self.pages[url]


def test_source_reads_what_the_fetcher_brings() -> None:
    access = Access(cookies=(("a", "b"),), hosts=("meridian.example",))
    feed = Feed(url=URL, name="Mine", access=access)
    web = Web(Page(url=URL, body=rss(entry(link="/a")), validators=Validators(etag='"2"')))
    source = FeedSource(feed)
    reading = source.read(web, Bookmark(validators=Validators(etag='"1"')))
    assert source.feed is feed
    assert web.asked == [(feed.url, Validators(etag='"1"'))]
    assert web.access == [access]
    assert reading.validators == Validators(etag='"2"')
    assert (reading.unchanged, reading.address, reading.fresh_for) == (False, None, None)
    assert [(item.source, item.source_name, item.url) for item in reading.items] == [
        (feed.url, "Mine", urljoin(URL, "/a"))
    ]


def test_source_that_has_not_changed() -> None:
    known = Validators(etag='"1"')
    headers = {"cache-control": "max-age=600"}
    web = Web(Page(url=URL, unchanged=True, validators=known, headers=headers))
    reading = FeedSource(Feed(url=URL)).read(web, Bookmark(validators=known))
    assert reading == Reading(unchanged=True, validators=known, fresh_for=timedelta(minutes=10))


def test_source_that_can_not_be_fetched() -> None:
    with pytest.raises(FetchError, match="404"):
        FeedSource(Feed(url=URL)).read(Web(), Bookmark())


def test_source_that_moved_is_asked_where_it_is() -> None:
    new = "https://new.example/feed"
    page = Page(url=new, body=rss(entry()), moved=new)
    web = Web()
    web.pages = {URL: page, new: replace(page, moved=None)}
    reading = FeedSource(Feed(url=URL)).read(web, Bookmark())
    assert reading.address == new
    again = FeedSource(Feed(url=URL)).read(web, Bookmark(address=new))
    assert [url for url, _ in web.asked] == [URL, new]
    assert again.address is None
    assert again.items == reading.items


def test_a_page_stands_for_the_feed_that_it_names() -> None:
    home = "https://meridian.example/"
    html = b"""<html><head><title>Meridian</title>
        <link rel="alternate" type="application/rss+xml" href="/comments/feed" title="Comments">
        <link rel="alternate" type="application/rss+xml" href="/rss.xml" title="All the news"></head>"""
    web = Web(Page(url=home, body=html, validators=Validators(etag='"page"')),
              Page(url=home + "rss.xml", body=rss(entry()), validators=Validators(etag='"feed"')))  # fmt: skip
    reading = FeedSource(Feed(url=home)).read(web, Bookmark())
    assert (reading.address, reading.validators.etag, len(reading.items)) == (home + "rss.xml", '"feed"', 1)
    assert web.asked == [(home, Validators()), (home + "rss.xml", None)]


def test_a_feed_that_a_page_names_and_that_is_gone_does_not_end_the_page() -> None:
    home = "https://meridian.example/"
    html = b"<html><head><link rel='alternate' type='application/rss+xml' href='/rss.xml'></head>"

    class Gone(Web):
        def fetch(self, url: str, **more: Any) -> Page:
            if url != home:
                raise FetchError("the server said 410 Gone", status=410)
            return super().fetch(url, **more)

    with pytest.raises(
        FetchError, match=r"names the feed https://meridian\.example/rss\.xml: the server said 410"
    ) as e:
        FeedSource(Feed(url=home)).read(Gone(Page(url=home, body=html)), Bookmark())
    assert e.value.status == 404


def test_a_page_that_names_no_feed_is_said_to_be_one() -> None:
    page = Page(url=URL, body=b"<html><head><title>Sign in</title></head><body><input type=password></body></html>")
    with pytest.raises(SourceError, match="HTML page “Sign in”"):
        FeedSource(Feed(url=URL)).read(Web(page), Bookmark())


def test_how_long_a_feed_asks_to_be_left_alone() -> None:
    slow = rss(entry(), head="<ttl>90</ttl>")
    assert parse_feed(slow, URL).fresh_for == timedelta(minutes=90)
    page = Page(url=URL, body=slow, headers={"cache-control": "public, max-age=7200"})
    assert FeedSource(Feed(url=URL)).read(Web(page), Bookmark()).fresh_for == timedelta(hours=2)
    period = """<rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#" xmlns="http://purl.org/rss/1.0/"
        xmlns:sy="http://purl.org/rss/1.0/modules/syndication/"><channel><title>M</title>
        <sy:updatePeriod>daily</sy:updatePeriod><sy:updateFrequency>4</sy:updateFrequency></channel>
        <item><title>One</title><link>https://meridian.example/1</link></item></rdf:RDF>"""
    assert parse_feed(period.encode(), URL).fresh_for == timedelta(hours=6)


def test_feedparser_is_imported_only_when_a_feed_is_read() -> None:
    import subprocess

    code = "import sys, briefing.edges.feed_source; sys.exit('feedparser' in sys.modules)"
    assert subprocess.run([sys.executable, "-c", code], check=False, timeout=20).returncode == 0


# --- captured feeds --------------------------------------------------------------------------------------------------


def test_captured_feeds_against_the_reference(shared: Path) -> None:
    bench = shared / "bench"
    counts = dates = entries = feeds = 0
    for line in (bench / "feeds/open/expected.jsonl").read_text(encoding="utf-8").splitlines():
        expected = json.loads(line)
        found = items((bench / expected["file"]).read_bytes())
        feeds += 1
        if len(found) != expected["n"]:
            continue
        counts += 1
        for (_, _, published, _), item in zip(expected["entries"], found, strict=False):
            entries += 1
            dates += published == (item.published and item.published.timestamp())
    assert counts / feeds > 0.97
    assert dates / entries > 0.999


def test_parser_suites_crash_nothing(shared: Path) -> None:
    with zipfile.ZipFile(shared / "bench/feeds/open/edge.zip") as suites:
        bodies = [suites.read(name) for name in suites.namelist()]
    bodies += [path.read_bytes() for path in sorted((shared / "bench/feeds/hostile").iterdir())]
    read = 0
    for body in bodies:
        try:
            read += bool(parse_feed(body, URL).items)
        except SourceError:
            continue
    assert read > len(bodies) / 4
