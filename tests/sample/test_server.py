"""The sample's sites as a reader of feeds meets them: over real HTTP on loopback."""

from __future__ import annotations

import gzip
import html
import http.client
import json
import re
from collections.abc import Iterator
from datetime import UTC, datetime
from typing import Any
from urllib.parse import urlsplit
from xml.etree import ElementTree

import feedparser
import pytest
import trafilatura

from briefing.sample import site
from briefing.sample.server import SampleServer
from briefing.sample.world import EDITIONS, PUBLISHERS, SampleArticle, articles

BASE = "http://127.0.0.1:8123"


@pytest.fixture(scope="module")
def server() -> Iterator[SampleServer]:
    with SampleServer(until=EDITIONS[1]) as running:
        yield running


def get(url: str, method: str = "GET", **headers: str) -> tuple[int, dict[str, str], bytes]:
    """Ask loopback for an address of a name under localhost, which not every resolver knows."""
    at = urlsplit(url)
    connection = http.client.HTTPConnection("127.0.0.1", at.port, timeout=5)
    try:
        target = at.path + (f"?{at.query}" if at.query else "")
        given = {name.replace("_", "-"): value for name, value in headers.items()}
        connection.request(method, target, headers={"Host": at.netloc} | given)
        answer = connection.getresponse()
        return answer.status, {k.lower(): v for k, v in answer.getheaders()}, answer.read()
    finally:
        connection.close()


def entries(publisher: str, body: bytes, url: str, content_type: str) -> list[dict[str, Any]]:
    if PUBLISHERS[publisher].form == "json":
        read = json.loads(body)
        assert read["version"] == "https://jsonfeed.org/version/1.1"
        return [
            {"title": i["title"], "link": i["url"], "id": i["id"], "text": i.get("content_text", i.get("content_html"))}
            for i in read["items"]
        ]
    parsed = feedparser.parse(body, response_headers={"content-location": url, "content-type": content_type})
    assert not parsed.bozo
    return [{"title": e.title, "link": e.link, "id": e.get("id"), "text": e.summary} for e in parsed.entries]


@pytest.mark.parametrize("publisher", PUBLISHERS)
def test_each_feed_is_read_with_all_its_entries(server: SampleServer, publisher: str) -> None:
    url = server.url_of(publisher)
    status, headers, body = get(url)
    assert status == 200
    assert "xml" in headers["content-type"] or "json" in headers["content-type"]
    read = entries(publisher, body, url, headers["content-type"])
    wanted = site.published(publisher, EDITIONS[1])
    assert [e["title"] for e in read] == [a.title for a in wanted]
    assert [e["link"].partition("?")[0] for e in read] == [site.article_url(a, server.base) for a in wanted]
    assert all(a.summary in html.unescape(e["text"]) for e, a in zip(read, wanted, strict=True))


def test_some_feeds_have_full_text_tracking_and_relative_links(server: SampleServer) -> None:
    herald = feedparser.parse(get(server.url_of("herald"))[2])
    for entry, article in zip(herald.entries, site.published("herald", EDITIONS[1]), strict=True):
        assert all(p in html.unescape(entry.content[0].value) for p in article.paragraphs)
    assert "?utm_source=" in herald.entries[0].link
    assert b'xml:base="http://tidewater.localhost' in get(server.url_of("tidewater"))[2]
    assert b'href="/2026/' in get(server.url_of("tidewater"))[2]


@pytest.mark.parametrize("article", articles(), ids=lambda article: article.id)
def test_each_page_holds_each_paragraph_and_much_else(server: SampleServer, article: SampleArticle) -> None:
    status, headers, body = get(site.article_url(article, server.base) + "?utm_source=test")
    assert status == 200
    charset = PUBLISHERS[article.publisher].charset
    assert headers["content-type"] == f"text/html; charset={charset}"
    shown = html.unescape(re.sub(r"<script.*?</script>", "", body.decode(charset), flags=re.DOTALL))
    assert all(paragraph in shown for paragraph in article.paragraphs)
    assert article.title in shown
    around = re.sub(r"<[^>]+>|\s+", " ", shown)
    assert len(around.split()) > len(article.text.split()) + 60


def test_the_pages_can_be_read_but_not_without_effort() -> None:
    """trafilatura finds the text of every report; what it brings along shows that the pages aren't too tidy."""
    missed, extra = [], 0
    for article in articles():
        if article.kind == "report":
            found = trafilatura.extract(site.page(article, BASE), include_comments=False) or ""
            missed += [(article.id, p) for p in article.paragraphs if p not in found]
            extra += len(found.split()) - len(article.text.split())
    assert missed == []
    assert extra > 1000


def test_layouts_differ() -> None:
    first = {p: next(a for a in articles() if a.publisher == p) for p in PUBLISHERS}
    ways = {
        tuple(re.findall(r"<(\w+)", site.page(a, BASE).decode(PUBLISHERS[p].charset).split(lead)[0]))[-4:]
        for p, a in first.items()
        for lead in [str(html.escape(a.paragraphs[1], quote=False))]
    }
    assert len(ways) >= 6


def test_the_list_of_feeds_names_all_under_their_sections(server: SampleServer) -> None:
    status, _, body = get(server.base + "/feeds.opml")
    assert status == 200
    found = {
        (section.get("text"), feed.get("text"), feed.get("xmlUrl"))
        for section in ElementTree.fromstring(body).findall("./body/outline")
        for feed in section
    }
    assert found == {(p.section, p.name, server.url_of(p.id)) for p in PUBLISHERS.values()}


@pytest.mark.parametrize("publisher", PUBLISHERS)
def test_what_is_unchanged_is_not_sent_again(server: SampleServer, publisher: str) -> None:
    url = server.url_of(publisher)
    _, headers, body = get(url)
    assert get(url, If_None_Match=headers["etag"])[::2] == (304, b"")
    assert get(url, If_Modified_Since=headers["last-modified"])[::2] == (304, b"")
    assert get(url, If_None_Match='"other"', If_Modified_Since=headers["last-modified"])[::2] == (200, body)
    assert get(url, If_Modified_Since="yesterday")[0] == 200


def test_pages_are_compressed_for_who_accepts_it(server: SampleServer) -> None:
    url = site.article_url(articles()[0], server.base)
    _, headers, body = get(url, Accept_Encoding="br, gzip")
    assert headers["content-encoding"] == "gzip"
    assert gzip.decompress(body) == get(url)[2]
    assert get(url, "HEAD")[::2] == (200, b"")


def test_what_is_later_than_until_is_not_there_yet() -> None:
    early, late = articles()[0], articles()[-1]
    with SampleServer(until=datetime(2026, 9, 15, 6, 30, tzinfo=UTC)) as server:
        before = get(server.url_of(late.publisher))
        assert late.title not in html.unescape(before[2].decode())
        assert get(site.article_url(late, server.base))[0] == 404
        assert get(site.article_url(early, server.base))[0] == 200
        server.until = EDITIONS[1]
        after = get(server.url_of(late.publisher), If_None_Match=before[1]["etag"])
        assert after[0] == 200
        assert late.title in html.unescape(after[2].decode())
        assert get(site.article_url(late, server.base))[0] == 200
        assert server.requests == 5


def test_everything_linked_from_a_front_page_is_there(server: SampleServer) -> None:
    for publisher in PUBLISHERS:
        _, _, body = get(site.origin(publisher, server.base) + "/")
        links = re.findall(r'href="(http[^"]+)"', body.decode())
        assert len(links) == len(site.published(publisher, EDITIONS[1]))
        assert {get(link)[0] for link in links} == {200}


def test_pictures_are_there(server: SampleServer) -> None:
    article = next(a for a in articles() if a.caption)
    status, headers, body = get(site.picture_url(article, server.base))
    assert (status, headers["content-type"]) == (200, "image/svg+xml")
    assert ElementTree.fromstring(body).tag.endswith("svg")


def test_robots_may_come_and_strangers_get_404(server: SampleServer) -> None:
    assert b"Allow: /" in get(server.url_of("meridian").replace("/feed.xml", "/robots.txt"))[2]
    assert get(server.base + "/meridian/feed.xml")[0] == 404
    assert get(server.url_of("meridian").replace("meridian", "nobody"))[0] == 404
    assert get(server.url_of("meridian") + "/nothing")[0] == 404


def test_the_same_base_gives_the_same_bytes() -> None:
    for article in articles():
        assert site.page(article, BASE) == site.page(article, BASE)
    for publisher in PUBLISHERS:
        assert site.feed(publisher, EDITIONS[0], BASE) == site.feed(publisher, EDITIONS[0], BASE)
