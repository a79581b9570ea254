"""`briefing feeds find`, `add`, `remove` and `list`, against a real site on loopback."""

from __future__ import annotations

import json
import re
import sys
import threading
from collections.abc import Callable, Iterator
from contextlib import suppress
from dataclasses import dataclass
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from briefing.config import load_config
from briefing.core.urls import absolute
from briefing.entry import cli
from briefing.entry.find_feeds import MOST_REQUESTS, web_address
from briefing.errors import BriefingError
from briefing.model import Feed

START = '# mine\nsources:\n  - {feed: "https://a.example/f", name: A, section: World}   # keep\n'


def rss(title: str, entries: int = 2) -> str:
    items = "".join(
        f"<item><title>Ship {n} comes in</title><link>http://harbour.example/{n}</link>"
        f"<pubDate>Wed, 16 Sep 2026 0{n}:00:00 GMT</pubDate></item>"
        for n in range(1, entries + 1)
    )
    return (
        f'<?xml version="1.0"?><rss version="2.0"><channel><title>{title}</title><language>en-gb</language>'
        f"<link>http://harbour.example/</link>{items}</channel></rss>"
    )


def alternate(href: str, title: str) -> str:
    return f'<link rel="alternate" type="application/rss+xml" title="{title}" href="{href}">'


@dataclass(frozen=True)
class Answer:
    body: str = ""
    content_type: str = "text/html"
    status: int = 200
    location: str = ""


class Site:
    """Pages by path; what is not there is a 404 page. Remembers what it was asked for."""

    def __init__(self, base: str) -> None:
        self.base = base
        self.pages: dict[str, Answer] = {}
        self.asked: list[str] = []

    @property
    def host(self) -> str:
        return self.base.partition("://")[2]

    def feed(self, path: str, title: str = "Harbour Times", entries: int = 2) -> None:
        self.pages[path] = Answer(rss(title, entries), "application/rss+xml")

    def page(self, path: str, body: str) -> None:
        self.pages[path] = Answer(f"<!doctype html><html><head>{body}</head></html>")


@pytest.fixture
def site() -> Iterator[Site]:
    class Handler(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            here.asked.append(self.path)
            answer = here.pages.get(self.path, Answer("<h1>Not found</h1>", status=404))
            self.send_response(answer.status)
            self.send_header("Content-Type", answer.content_type)
            if answer.location:
                self.send_header("Location", answer.location)
            body = answer.body.encode()
            self.send_header("Content-Length", str(len(body)))
            self.end_headers()
            self.wfile.write(body)

        def log_message(self, format: str, *args: object) -> None:  # noqa: A002 - the library's name
            pass

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    here = Site(f"http://127.0.0.1:{server.server_address[1]}")
    thread = threading.Thread(target=server.serve_forever, args=(0.02,), daemon=True)
    thread.start()
    yield here
    server.shutdown()
    server.server_close()
    thread.join()


@dataclass
class Ended:
    code: int
    out: str
    err: str


class Feeds:
    """Runs `briefing feeds …` in this process with a configuration of its own."""

    def __init__(self, config: Path, run: Callable[[list[str]], Ended]) -> None:
        self.config = config
        self.run = run

    def __call__(self, *arguments: object) -> Ended:
        return self.run(["feeds", *map(str, arguments), "--config", str(self.config)])

    @property
    def text(self) -> str:
        return self.config.read_text(encoding="utf-8")

    @property
    def now(self) -> list[Feed]:
        return load_config(self.config, {}).feeds()

    @property
    def added(self) -> list[str]:
        return [feed.url for feed in self.now][1:]


@pytest.fixture
def feeds(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> Feeds:
    def run(arguments: list[str]) -> Ended:
        monkeypatch.setattr(sys, "argv", ["briefing", *arguments])
        capsys.readouterr()
        with pytest.raises(SystemExit) as ended:
            cli.main()
        said = capsys.readouterr()
        assert "Traceback" not in said.err
        return Ended(ended.value.code if isinstance(ended.value.code, int) else 99, said.out, said.err)

    config = tmp_path / "config.yaml"
    config.write_text(START)
    return Feeds(config, run)


# --- add ---


def test_a_feeds_own_address_is_added_and_all_else_in_the_file_stays(feeds: Feeds, site: Site) -> None:
    site.feed("/all.xml")
    ended = feeds("add", f"{site.base}/all.xml", "--section", "world", "--weight", "1.5")
    assert ended.code == 0
    assert "Added Harbour Times: 2 entries, newest 2026-09-16 02:00 UTC, in en" in ended.out
    assert f"to section World of {feeds.config}: {site.base}/all.xml" in ended.out
    assert feeds.text.startswith(START)
    (_, new) = feeds.now
    assert new == Feed(url=f"{site.base}/all.xml", name="Harbour Times", section="World", weight=1.5)
    assert site.asked == ["/all.xml"]


def test_a_sites_address_leads_to_its_news_and_not_to_its_comments(feeds: Feeds, site: Site) -> None:
    site.page("/", alternate("/comments/feed", "Comments on Harbour") + alternate("/all.xml", "Harbour"))
    site.feed("/comments/feed", "Comments")
    site.feed("/all.xml")
    ended = feeds("add", site.base)
    assert ended.code == 0
    assert feeds.added == [f"{site.base}/all.xml"]
    assert site.asked == ["/", "/all.xml"]
    assert "2  Comments on Harbour" in " ".join(ended.out.split("\n"))
    picked = feeds("add", site.base, "--pick", "2", "--name", "Letters")
    assert picked.code == 0
    assert feeds.now[-1].name == "Letters"
    assert feeds.added == [f"{site.base}/all.xml", f"{site.base}/comments/feed"]


def test_without_a_scheme_the_site_is_found_as_well(feeds: Feeds, site: Site) -> None:
    site.page("/news/", alternate("rss", "Harbour"))
    site.feed("/news/rss")
    assert feeds("add", f"{site.host}/news/").code == 0
    assert feeds.added == [f"{site.base}/news/rss"]


def test_a_page_that_announces_nothing_has_links_or_a_feed_in_the_usual_place(feeds: Feeds, site: Site) -> None:
    site.page("/linked", '<body><a href="/by-mail">By mail</a> <a href="/out/7">RSS</a>')
    site.feed("/out/7", "By link")
    site.page("/", "<body>Ships")
    site.feed("/feed.xml", "By guess")
    ended = feeds("add", f"{site.base}/linked", site.base)
    assert ended.code == 0
    assert feeds.added == [f"{site.base}/out/7", f"{site.base}/feed.xml"]
    assert "By link" in ended.out
    assert "By guess" in ended.out


def test_a_page_that_lists_feeds_is_opened(feeds: Feeds, site: Site) -> None:
    site.page("/", '<body><a href="/rss/">RSS</a>')
    site.page("/rss/", '<body><a href="/rss/">RSS</a><a href="/rss/world.xml">World</a><a href="/rss/sea.xml">Sea</a>')
    site.feed("/rss/world.xml", "World")
    site.feed("/rss/sea.xml", "Sea")
    ended = feeds("find", site.base)
    assert "World: 2 entries" in ended.out
    assert "Sea: 2 entries" in ended.out
    assert feeds("add", site.base, "--pick", "3").code == 0
    assert feeds.added == [f"{site.base}/rss/sea.xml"]


def test_the_first_that_is_a_feed_with_entries_is_taken(feeds: Feeds, site: Site) -> None:
    names = ("gone", "page", "empty", "good")
    site.page("/", "".join(alternate(f"/{name}.xml", name) for name in names))
    site.page("/page.xml", "no feed")
    site.feed("/empty.xml", "Nothing", entries=0)
    site.feed("/good.xml", "Good")
    ended = feeds("add", site.base)
    assert feeds.added == [f"{site.base}/good.xml"]
    assert "/gone.xml" not in ended.out
    found = json.loads(feeds("find", "--json", site.base).out)
    assert [(each["pick"], each["title"], bool(each["found"])) for each in found[0]["named"]] == [
        (1, "gone", False), (2, "page", False), (3, "empty", True), (4, "good", True),
    ]  # fmt: skip
    assert found[0]["best"]["url"] == f"{site.base}/good.xml"


def test_a_feed_without_entries_is_added_where_there_is_no_other(feeds: Feeds, site: Site) -> None:
    site.feed("/new.xml", entries=0)
    ended = feeds("add", f"{site.base}/new.xml")
    assert "no entries yet" in ended.out
    assert feeds.added == [f"{site.base}/new.xml"]


def test_a_feed_that_moved_for_good_is_added_where_it_is_now(feeds: Feeds, site: Site) -> None:
    site.pages["/old"] = Answer(status=301, location="/new.xml")
    site.pages["/for-now"] = Answer(status=302, location="/new.xml")
    site.feed("/new.xml")
    assert feeds("add", f"{site.base}/for-now").code == 0
    assert feeds("add", f"{site.base}/old").code == 0
    assert feeds.added == [f"{site.base}/for-now", f"{site.base}/new.xml"]


def test_what_is_there_already_is_said_and_not_asked(feeds: Feeds, site: Site) -> None:
    ended = feeds("add", "http://A.example/f/")
    assert (ended.code, "A is there already, in section World" in ended.out) == (0, True)
    site.page("/", alternate("/all.xml", "Harbour"))
    site.feed("/all.xml")
    feeds("add", site.base)
    before = feeds.text
    again = feeds("add", site.base, f"{site.base}/all.xml")
    assert (again.code, again.out.count("there already")) == (0, 2)
    assert feeds.text == before


def test_a_dry_run_says_what_it_would_do(feeds: Feeds, site: Site) -> None:
    site.feed("/all.xml")
    ended = feeds("add", f"{site.base}/all.xml", "--dry-run")
    assert (ended.code, feeds.text) == (0, START)
    assert "Would add Harbour Times" in ended.out


def test_where_nothing_is_found_it_says_what_was_tried(feeds: Feeds, site: Site) -> None:
    site.page("/", alternate("/gone.xml", "Gone"))
    site.feed("/all.xml")
    ended = feeds("add", site.base)
    assert (ended.code, feeds.text) == (3, START)
    assert f"{site.base}/gone.xml: the server said 404" in ended.err
    assert len(site.asked) == len(set(site.asked)) == MOST_REQUESTS
    both = feeds("add", f"{site.base}/all.xml", site.base)
    assert (both.code, feeds.added) == (1, [f"{site.base}/all.xml"])
    none = feeds("add", f"{site.base}/", "--pick", "4")
    assert none.code == 3
    assert "there is no number 4" in none.err


def test_a_page_that_asks_for_a_login_or_lists_feeds_gets_a_hint(feeds: Feeds, site: Site) -> None:
    site.page("/login", '<body><form><input name=p type="password"></form>')
    assert "access" in feeds("add", f"{site.base}/login").err
    site.pages["/list"] = Answer('<opml version="2.0"><body><outline xmlUrl="http://a.example/"/></body></opml>')
    assert f"briefing feeds import {site.base}/list" in feeds("add", f"{site.base}/list").err


def test_a_site_that_gives_no_answer_is_asked_once(feeds: Feeds) -> None:
    ended = feeds("add", "http://127.0.0.1:9/")
    assert ended.code == 3
    assert ended.err.count("http://127.0.0.1:9/") == 2


@pytest.mark.parametrize(
    ("address", "said"),
    [
        ("http://user:hidden@127.0.0.1/feed", "name or password"),
        ("ftp://harbour.example/feed", "https://"),
        ("https://", "names no site"),
        ("https://user@harbour.example?x", "name or password"),
        ("two words", "has a space"),
    ],
)
def test_an_address_that_is_none_is_refused(feeds: Feeds, address: str, said: str) -> None:
    ended = feeds("add", address)
    assert (ended.code, feeds.text) == (2, START)
    assert said in ended.err
    assert "hidden" not in ended.err


def test_an_impossible_weight_or_an_ambiguous_name_is_refused(feeds: Feeds, site: Site) -> None:
    site.feed("/all.xml")
    assert feeds("add", f"{site.base}/all.xml", "--weight", "11").code == 2
    assert site.asked == []
    ended = feeds("add", f"{site.base}/all.xml", "--name", "a\x07b")
    assert (ended.code, ended.out) == (2, "")
    assert feeds("add", "a.example", "b.example", "--name", "Both").code == 2
    assert feeds.text == START


@given(st.text(max_size=40) | st.sampled_from(["http://", "feed:", "//", "@", "[::1]", "a.example"]))
def test_whatever_is_pasted_becomes_an_address_or_a_plain_refusal(text: str) -> None:
    with suppress(BriefingError):
        url = web_address(text)
        assert url == absolute(url)
        assert url.startswith(("http://", "https://"))


@pytest.mark.parametrize(
    ("pasted", "url"),
    [
        ("harbour.example", "https://harbour.example/"),
        (" <https://Harbour.example/feed> ", "https://harbour.example/feed"),
        ("feed://harbour.example/x", "http://harbour.example/x"),
        ("feed:https://harbour.example/x#top", "https://harbour.example/x"),
        ("//harbour.example/x", "https://harbour.example/x"),
        ("social.example/@harbour?a=@b", "https://social.example/@harbour?a=@b"),
        ("bücher.example", "https://xn--bcher-kva.example/"),
    ],
)
def test_addresses_are_taken_as_they_are_pasted(pasted: str, url: str) -> None:
    assert web_address(pasted) == url


# --- find, remove, list ---


def test_find_reads_all_that_the_page_names_and_adds_none(feeds: Feeds, site: Site) -> None:
    site.page("/", alternate("/all.xml", "All") + alternate("/sea.xml", "Sea") + alternate("/gone.xml", "Gone"))
    site.feed("/all.xml", "All")
    site.feed("/sea.xml", "Sea", entries=1)
    ended = feeds("find", site.base)
    assert (ended.code, feeds.text) == (0, START)
    assert "1  All: 2 entries" in ended.out
    assert "2  Sea: 1 entry, newest 2026-09-16 01:00 UTC" in ended.out
    assert "/gone.xml" not in ended.out
    assert feeds("find", f"{site.base}/nowhere").code == 3


def test_a_feed_is_removed_by_its_address_or_its_name(feeds: Feeds) -> None:
    more = '  - {feed: "https://b.example/f", name: Bee}\n  - {feed: "https://c.example/f", name: BEE}\n'
    feeds.config.write_bytes((START + more).replace("\n", "\r\n").encode())
    twice = feeds("remove", "bee")
    assert twice.code == 2
    assert "https://c.example/f" in twice.err
    assert feeds("remove", "c.example/f").code == 0
    ended = feeds("remove", "bee")
    assert ended.out == "Removed Bee from section News: https://b.example/f\n"
    assert feeds.config.read_bytes() == START.replace("\n", "\r\n").encode()


def test_what_can_not_be_removed_is_said(feeds: Feeds) -> None:
    wrong = feeds("remove", "https://a.example/ff")
    assert (wrong.code, "did you mean https://a.example/f?" in wrong.err) == (2, True)
    last = feeds("remove", "A")
    assert (last.code, "the last" in last.err) == (2, True)
    assert feeds.text == START


def test_the_list_keeps_what_opens_a_door_to_itself(feeds: Feeds, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("HARBOUR_TOKEN", "open-sesame")
    secret = '  - {feed: "https://h.example/f", access: {headers: {Authorization: "Bearer ${HARBOUR_TOKEN}"}}}\n'
    feeds.config.write_text(START + secret)
    for ended in (feeds("list"), feeds("list", "--json")):
        assert ended.code == 0
        assert "https://h.example/f" in ended.out
        assert "sesame" not in ended.out + ended.err
        assert "Authorization" not in ended.out


@pytest.mark.parametrize("command", ["add", "find", "remove"])
def test_each_command_explains_itself(feeds: Feeds, command: str) -> None:
    ended = feeds.run(["feeds", command, "--help"])
    assert ended.code == 0
    assert f"Example: briefing feeds {command}" in " ".join(ended.out.split())


# --- packs ---


def test_a_pack_is_added_once_with_its_houses_and_all_else_stays(feeds: Feeds) -> None:
    feeds.config.write_text(START + '  - {feed: "https://www.vg.no/rss/feed/", name: VG, section: Mine}\n')
    before = feeds.text
    told = feeds("add", "--pack", "norway", "--dry-run").out
    assert told.splitlines() == [f"Would add 4 feeds of norway to {feeds.config}", "  there already: 1 feed of it"]
    assert feeds.text == before
    assert feeds("add", "--pack", "norway", "--weight", "0.5").code == 0
    after = feeds.text
    assert after.startswith(before + "\n  # Norway\n")
    assert [feed.section for feed in feeds.now] == ["World", "Mine", *["Norge"] * 4]
    assert feeds.now[-1].weight == 0.5
    assert "aftenposten.no" in load_config(feeds.config, {}).owners["Schibsted"]
    assert "0 feeds of norway" in feeds("add", "-p", "norway").out
    assert feeds.text == after


@pytest.mark.parametrize(
    ("arguments", "complaint"),
    [
        (["--pack", "norwey"], "did you mean norway"),
        (["--pack", "norway", "a.example"], "--pack brings its own addresses"),
        ([], "name an address, or a pack with --pack"),
    ],
)
def test_what_is_no_pack_changes_nothing(feeds: Feeds, arguments: list[str], complaint: str) -> None:
    ended = feeds("add", *arguments)
    assert ended.code == 2
    assert complaint in " ".join(ended.err.split())
    assert feeds.text == START


def test_packs_are_listed_without_a_configuration(feeds: Feeds) -> None:
    feeds.config.unlink()
    assert re.search(r"^  germany +11  de  Germany$", feeds.run(["feeds", "packs"]).out, re.MULTILINE)
    shown = feeds.run(["feeds", "packs", "japan", "uk"]).out
    assert "Nippon.com  (JP, en, Nippon Communications Foundation)" in shown
    (told,) = json.loads(feeds.run(["feeds", "packs", "japan", "--json"]).out)
    assert told["pack"] == "japan"
    assert {each["language"] for each in told["feeds"]} == {"en"}
