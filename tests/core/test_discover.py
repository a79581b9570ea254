from __future__ import annotations

import time
from urllib.parse import urlsplit

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from briefing.core.discover import Announced, announced, by_rule, guesses, linked

HOME = "https://www.harbour.example/"
RSS = 'rel="alternate" type="application/rss+xml"'


def urls(found: list[Announced]) -> list[str]:
    return [feed.url for feed in found]


def of_page(markup: str, url: str = HOME) -> list[str]:
    return urls(announced(markup.encode(), url))


def links(markup: str, url: str = HOME) -> list[str]:
    return urls(linked(markup.encode(), url))


# --- what a page announces ---


@pytest.mark.parametrize(
    "markup",
    [
        f'<link {RSS} href="/feed.xml">',
        "<LINK REL=Alternate TYPE=Application/RSS+XML HREF=/feed.xml>",
        "<link href='/feed.xml' type='application/rss+xml' rel='home alternate'/>",
        '<link\nrel="feed alternate"\n\ttype="application/atom+xml; charset=utf-8"\nhref="\n/feed.xml\n">',
        '<link rel="alternate" type="application/feed+json" href="//www.harbour.example/feed.xml"/>',
        '<link rel="alternate" type="application/rdf+xml" href="feed.xml#top">',
        '<link rel="alternate" type="application/x.atom+xml" href="https://www.HARBOUR.example:443/feed.xml">',
        '<link rel="alternate" type="text/xml" href="/feed.xml">',
        '<link rel="feed" href="/feed.xml">',
        '<link rel="alternate" type="application/json" href="/feed.xml">',
        f'<link {RSS} href="feed:https://www.harbour.example/feed.xml">',
        f'<body><p title="it\'s"><a {RSS} href="/feed.xml">Follow</a>',
        f'<title>An <link {RSS} href="/not.xml"></title><link {RSS} href="/feed.xml">',
    ],
)
def test_a_feed_is_announced_in_many_spellings(markup: str) -> None:
    assert of_page(markup) == [HOME + "feed.xml"]


@pytest.mark.parametrize(
    "markup",
    [
        '<link rel="stylesheet" type="text/css" href="/feed.css">',
        '<link rel="alternate stylesheet" type="application/rss+xml" href="/feed.xml">',
        '<link rel="alternate" hreflang="de" href="https://www.harbour.example/de/">',
        '<link rel="alternate" type="text/html" href="/amp">',
        '<link rel="alternate" type="application/json+oembed" href="/wp-json/oembed/1.0/embed?url=x">',
        '<link rel="alternate" type="application/json" href="/wp-json/wp/v2/pages/12">',
        '<link rel="search" type="application/opensearchdescription+xml" href="/opensearch.xml">',
        f'<!-- <link {RSS} href="/old.xml"> -->',
        f"<script>const s = '<link {RSS} href=\"/old.xml\">';</script>",
        f'<template><link {RSS} href="/old.xml"></template>',
        f'<link {RSS} href="javascript:alert(1)">',
        f'<link {RSS} href="file:///etc/passwd">',
        f'<link {RSS} href="https://user:secret@harbour.example/feed">',
        f'<link {RSS} href="{HOME}">',
        f'<link {RSS} href="">',
        f"<link {RSS}>",
        f'<linker {RSS} href="/feed.xml">',
    ],
)
def test_what_is_no_feed_is_passed_over(markup: str) -> None:
    assert of_page(markup) == []


def test_links_are_meant_from_the_base_or_the_page() -> None:
    assert of_page(f'<link {RSS} href="feed">', "https://h.example/a/b?c#d") == ["https://h.example/a/feed"]
    based = f'<base href="/news/"><base href="/no/"><link {RSS} href="feed?a=1&amp;b=2">'
    assert of_page(based) == ["https://www.harbour.example/news/feed?a=1&b=2"]
    assert of_page(f'<base href="data:x"><link {RSS} href="feed">') == [HOME + "feed"]


def test_titles_are_one_line_of_plain_text() -> None:
    page = f'<link {RSS} title="Fish &amp; Ships\n  &raquo; Feed" href=/feed>'
    assert announced(page.encode(), HOME) == [Announced(HOME + "feed", "Fish & Ships » Feed", "news")]
    french = f'<meta charset=iso-8859-1><link {RSS} title="Économie" href=/feed>'.encode("latin-1")
    assert announced(french, HOME)[0].title == "Économie"
    assert announced(french, HOME, "text/html; charset=latin-1")[0].title == "Économie"


def test_the_sites_news_come_before_all_else_and_comments_last() -> None:
    page = "".join(
        f'<link {RSS} title="{title}" href="{href}">'
        for title, href in [
            ("Harbour » Kommentar-Feed", "/comments/feed/"),
            ("Comments on: A ship", "/2026/a-ship/feed/"),
            ("The Harbour Podcast", "/show.xml"),
            ("Partner news", "https://partner.example/feed"),
            ("Category: Sport", "/category/sport/feed"),
            ("News", "https://feeds.harbour.example/news"),
            ("Harbour", "/feed/"),
        ]
    )
    found = announced(page.encode(), HOME)
    assert [urlsplit(feed.url).path for feed in found] == [
        "/feed/", "/news", "/feed", "/category/sport/feed", "/show.xml", "/comments/feed/", "/2026/a-ship/feed/",
    ]  # fmt: skip
    assert [feed.kind for feed in found] == ["news"] * 3 + ["topic", "podcast"] + ["comments"] * 2


def test_a_sections_page_means_that_sections_feed_and_an_articles_page_the_sites() -> None:
    page = f'<link {RSS} href="/feed">' + f'<link {RSS} href="%s">'
    sport = "https://www.harbour.example/category/sport/feed"
    assert of_page(page % sport, "https://www.harbour.example/category/sport")[0] == sport
    article = "https://www.harbour.example/2026/09/ship"
    assert of_page(page % f"{article}/feed", article)[0] == HOME + "feed"


def test_a_feed_is_named_once() -> None:
    assert of_page(f'<link {RSS} href="/feed"><link {RSS} href="/feed#x"><link {RSS} href="{HOME}feed">') == [
        HOME + "feed"
    ]


# --- what it links to ---


@pytest.mark.parametrize(
    ("markup", "path"),
    [
        ('<a href="/rss">x</a>', "rss"),
        ('<a href="/news/feed/">x</a>', "news/feed/"),
        ('<a href="/index.rdf">x</a>', "index.rdf"),
        ('<a href="/news.atom">x</a>', "news.atom"),
        ('<a href="/all/index.xml">x</a>', "all/index.xml"),
        ('<a href="/rss/world.xml">x</a>', "rss/world.xml"),
        ('<a href="/x?format=rss&amp;a=1">x</a>', "x?format=rss&a=1"),
        ('<a href="/subscribe/7"><img src="i.png" alt="RSS"></a>', "subscribe/7"),
        ('<a href="/subscribe/8"><span>News feed</span></a>', "subscribe/8"),
        ('<a href="/subscribe/9" title="Atom"></a>', "subscribe/9"),
        ('<a href="https://feedly.com/i/subscription/feed/https://www.harbour.example/f7">Follow</a> RSS', None),
        ('<a href="https://feedly.com/i/subscription/feed/https%3A%2F%2Fwww.harbour.example%2Ff7">RSS</a>', "f7"),
    ],
)
def test_links_that_look_like_feeds(markup: str, path: str | None) -> None:
    assert links(f"<p>{markup}</p>") == ([HOME + path] if path else [HOME + "f7"])


@pytest.mark.parametrize(
    "markup",
    [
        '<a href="/news">News</a>',
        '<a href="/feedback">Feedback</a>',
        '<a href="/feeding-the-ducks.html">Feeding the ducks</a>',
        '<a href="/sitemap.xml">Site map</a>',
        '<a href="/rss.png">RSS</a>',
        '<a href="mailto:rss@harbour.example">RSS</a>',
        '<a href="/help/what-is-rss">x</a>',
        '<a href="/atomic-energy">Atomic energy</a>',
        "<a>RSS</a>",
        '<a href="https://www.facebook.com/dialog/feed?link=x">Share</a>',
        f'<a href="/2026/ship">{"How RSS came to the harbour, and what it left behind there " * 2}</a>',
    ],
)
def test_links_that_do_not(markup: str) -> None:
    assert links(markup) == []


# --- where feeds are by custom and by rule ---


def test_guesses_start_at_the_page_where_it_is_a_section() -> None:
    below = guesses("https://harbour.example/blog/index.php?x=1#y")
    assert below[0] == "https://harbour.example/blog/feed"
    assert "https://harbour.example/feed" in below
    assert guesses("harbour") == []
    root = guesses("https://harbour.example/2026/09/14/a-ship-comes-in.html")
    assert root[:4] == [f"https://harbour.example/{name}" for name in ("feed", "rss", "rss.xml", "feed.xml")]
    assert all(urlsplit(url).netloc == "harbour.example:8080" for url in guesses("http://u:p@harbour.example:8080/"))


@pytest.mark.parametrize(
    ("page", "feed"),
    [
        (
            "https://www.youtube.com/channel/UC1-a_b/videos",
            "https://www.youtube.com/feeds/videos.xml?channel_id=UC1-a_b",
        ),
        ("https://youtube.com/user/harbour", "https://www.youtube.com/feeds/videos.xml?user=harbour"),
        ("https://m.youtube.com/playlist?a=b&list=PL1", "https://www.youtube.com/feeds/videos.xml?playlist_id=PL1"),
        ("https://old.reddit.com/r/harbours/top/?t=day", "https://www.reddit.com/r/harbours/.rss"),
        ("https://github.com/harbour/ship", "https://github.com/harbour/ship/releases.atom"),
        ("https://github.com/harbour/ship/releases", "https://github.com/harbour/ship/releases.atom"),
        ("https://github.com/harbour/ship/commits/main", "https://github.com/harbour/ship/commits/main.atom"),
        ("https://social.example/@harbour", "https://social.example/@harbour.rss"),
        ("http://127.0.0.1:3000/@harbour/", "http://127.0.0.1:3000/@harbour.rss"),
        ("https://bsky.app/profile/harbour.example", "https://bsky.app/profile/harbour.example/rss"),
        ("https://medium.com/@harbour/a-ship-1f", "https://medium.com/feed/@harbour"),
        ("https://harbour.substack.com/p/a-ship", "https://harbour.substack.com/feed"),
        ("https://harbour.wordpress.com", "https://harbour.wordpress.com/feed"),
        ("https://harbour.blogspot.co.uk/2026/", "https://harbour.blogspot.co.uk/feeds/posts/default"),
        ("https://harbour.tumblr.com/", "https://harbour.tumblr.com/rss"),
        ("https://news.google.com/search?q=ships&hl=en", "https://news.google.com/rss/search?q=ships&hl=en"),
        ("https://stackoverflow.com/questions/tagged/ships", "https://stackoverflow.com/feeds/tag/ships"),
        ("https://arxiv.org/list/cs.CL/recent", "https://rss.arxiv.org/rss/cs.CL"),
    ],
)
def test_some_sites_feeds_follow_from_the_address(page: str, feed: str) -> None:
    assert by_rule(page) == [feed]
    assert guesses(page) == [feed]


@pytest.mark.parametrize(
    "page",
    [
        "https://harbour.example/", "https://www.youtube.com/@harbour", "https://evil.example/youtube.com/channel/UC1",
        "https://notgithub.com/a/b", "https://social.example/@harbour/1138", "https://github.com/", "mailto:x@y.ex",
        "https://www.youtube.com/feeds/videos.xml?channel_id=UC1", "https://harbour.substack.com/feed",
    ],
)  # fmt: skip
def test_others_do_not(page: str) -> None:
    assert by_rule(page) == []


# --- hostile pages ---

PIECES = st.sampled_from([
    "<", ">", "</", "<link ", "<a ", "</a>", "<base ", "<!--", "-->", "<script>", "</script", "<title>",
    "rel=alternate ", "rel='feed'", "type=application/rss+xml ", 'href="', "href=/rss ", "href=https://", '"', "'", "=",
    "/", " ", "\n", "\0", "&#x", "&amp;", "RSS", "[::1", "%", "\\", "@", "é", "feed:", "https://feedly.com/",
    "x.example/feed",
])  # fmt: skip


@given(st.lists(PIECES, max_size=60).map("".join) | st.text(max_size=200), st.sampled_from([HOME, "", "ftp://x", "//"]))
@settings(deadline=None)
def test_whatever_comes_out_can_be_asked_for(markup: str, url: str) -> None:
    for found in (announced(markup.encode(), url), linked(markup.encode("utf-16"), url), linked(markup.encode(), url)):
        for feed in found:
            parts = urlsplit(feed.url)
            assert parts.scheme in ("http", "https")
            assert parts.hostname
            assert not parts.fragment
            assert "@" not in parts.netloc
            assert "\n" not in feed.title
        assert len(set(urls(found))) == len(found)


@given(st.text(max_size=80) | st.text("/@.?&=#:%aé", max_size=40).map(lambda rest: f"https://youtube.com{rest}"))
@settings(deadline=None)
def test_no_address_upsets_the_guesses(url: str) -> None:
    for guess in guesses(url):
        assert urlsplit(guess).scheme in ("http", "https")


SIZE = 2_000_000


@pytest.mark.parametrize(
    "piece",
    [
        "<", "<a ", '<a href="x', "<!--", "<script>", "<link a=b ", "<a =", "<a  ", "<a href='&#x", "<a href=/rss>",
        "</a", "<link /", "<a ='\"", "<a rel=alternate href=/rss/>", "<title>", '<a href=/rss alt="', "<base href=/a>",
    ],
)  # fmt: skip
def test_a_hostile_page_takes_little_time(piece: str) -> None:
    page = (piece * (SIZE // len(piece))).encode()
    began = time.process_time()
    announced(page, HOME)
    linked(page, HOME)
    assert time.process_time() - began < 3.0
