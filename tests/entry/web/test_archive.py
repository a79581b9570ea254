"""The archive as whoever asks over HTTP sees it."""

from __future__ import annotations

import gzip
import json
import re
import time
from base64 import b64encode
from collections.abc import Iterator
from dataclasses import replace
from datetime import date, timedelta
from hashlib import sha256
from html import unescape
from urllib.parse import quote, urlsplit
from xml.etree import ElementTree as ET

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from briefing.core import codec
from briefing.entry.web.archive_pages import _policy
from briefing.entry.web.kept_pages import LOOK
from briefing.model import Brief, Edition, Recipe, Section, Slot
from briefing.ports import Store
from tests import editions
from tests.website import Answer, Website, website

pytestmark = pytest.mark.filterwarnings("ignore::DeprecationWarning:aiosmtpd")
LATEST = date(2026, 9, 16)
FERRY = "s-ferry/1"
"""Ids of stories are ours, but a plugin's may be anything."""
HOSTILE = date(2026, 8, 31)
ATOM = "{http://www.w3.org/2005/Atom}"


def keep(store: Store, day: date, *briefs: Brief, briefing: str = "daily") -> Edition:
    pattern, _ = editions.edition()
    closes = pattern.slot.closes + (day - LATEST)
    made = replace(
        pattern,
        slot=Slot(briefing=briefing, date=day, opens=closes - timedelta(days=1), closes=closes),
        sections=(Section(name="Top <stories>", briefs=briefs),) if briefs else (),
        quiet=not briefs,
        subject=briefs[0].headline if briefs else "No news",
        preferences="https://old.example/settings/{settings}",
    )
    return store.editions.add(made, Recipe(version="1"), [], closes)


def ferry(number: int) -> Brief:
    brief, _ = editions.told(f"Ferry strike, day {number}", ("Quayside Daily", "Talks broke off — über Nacht."),
                             status="update" if number else "new")  # fmt: skip
    return replace(brief, story=FERRY)


def fill(store: Store) -> None:
    """A year with gaps: fifteen days of a strike, a quiet day, a day of hostile headlines, another briefing's day."""
    for number in range(15):
        keep(store, date(2026, 8, 1) + timedelta(days=number), ferry(number))
    keep(store, date(2026, 8, 20))
    keep(store, HOSTILE, *(brief for brief, _ in editions.hostile()))
    keep(store, date(2025, 12, 31), editions.told("東京の天気は晴れ", ("朝日", "明日は雨。"), language="ja")[0])
    keep(store, date(2026, 9, 1), editions.told("Not for everybody", ("Lantern", "A secret."))[0], briefing="weekly")


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Website]:
    with website(tmp_path_factory.mktemp("site"), base="https://news.example.org/paper", made=fill) as running:
        yield running


def get(site: Website, path: str, **headers: str) -> Answer:
    """Of a path below the public one, as a page links to it."""
    return site.visitor().get(f"/paper{path}", {name.replace("_", "-"): value for name, value in headers.items()})


def links(answer: Answer) -> list[str]:
    return [unescape(each) for each in re.findall(r'<a [^>]*?href="([^"]*)"', answer.text)]


def words(answer: Answer) -> str:
    return unescape(re.sub(r"<[^>]+>", "", answer.text))


# --- by date ---


def test_an_edition_is_at_its_address_with_the_ones_beside_it(site: Website) -> None:
    page = get(site, "/2026-08-02/edition.html")
    assert page.status == 200
    assert "Ferry strike, day 1" in page.text
    assert 'rel="prev" href="/paper/2026-08-01/edition.html"' in page.text
    assert 'rel="next" href="/paper/2026-08-03/edition.html"' in page.text
    assert '<link rel="canonical" href="https://news.example.org/paper/2026-08-02/edition.html">' in page.text
    assert '<meta property="og:title" content="Ferry strike, day 1">' in page.text
    assert f"/paper/stories/{quote(FERRY, safe='/')}" in links(page)
    assert "This story in 15 editions" in page.text
    first, last = get(site, "/2025-12-31/edition.html"), get(site, "/2026-09-16/edition.html")
    assert 'rel="prev"' not in first.text
    assert 'rel="next"' not in last.text
    assert "/paper/settings" in "".join(links(page))
    assert "{settings}" not in page.text


def test_an_edition_comes_in_every_form(site: Website) -> None:
    kinds = {"md": "text/markdown", "txt": "text/plain", "json": "application/json", "epub": "application/epub+zip"}
    for form, kind in kinds.items():
        answer = get(site, f"/2026-08-02/edition.{form}")
        assert answer.status == 200
        assert answer.headers["Content-Type"].startswith(kind)
    assert codec.edition_from_json(get(site, "/2026-08-02/edition.json").text).slot.date == date(2026, 8, 2)
    assert get(site, "/2026-08-02/edition.epub").body.startswith(b"PK")
    assert "Ferry strike, day 1" in get(site, "/2026-08-02/edition.txt").text


def test_short_addresses_lead_to_an_edition_that_is_there(site: Website) -> None:
    for path in ("/2026-08-02", "/2026-08-02/"):
        answer = get(site, path, Host="evil.example")
        assert (answer.status, answer.location) == (308, "/paper/2026-08-02/edition.html")
    assert get(site, "/latest").location == "/paper/2026-09-16/edition.html"
    assert get(site, "/latest/edition.json").location == "/paper/2026-09-16/edition.json"


@pytest.mark.parametrize(
    "path",
    [
        "/2026-08-17/edition.html", "/2026-02-30/edition.html", "/2026-8-1/edition.html", "/2026-08-17", "/0000-00-00/",
        "/2026-08-02/edition.pdf", "/2026-08-02/../2026-08-02/edition.html", "/archive/2024", "/archive/2026-13",
        "/archive/2026-07", "/archive/٢٠٢٦", "/archive/", "/stories/none", "/stories/s-ferry%2F1?page=4",
        "/stories/s-ferry%2F1?page=x", "/search?q=ferry&page=0", "/search?q=ferry&page=99", "/2026-09-01/edition.html",
    ],
)  # fmt: skip
def test_what_is_not_there_is_not_found(site: Website, path: str) -> None:
    assert get(site, quote(path, safe="/%?=&")).status == 404


def test_the_archive_lists_latest_editions_and_every_month(site: Website) -> None:
    page = get(site, "/archive")
    assert page.status == 200
    there = links(page)
    assert {"/paper/archive/2026", "/paper/archive/2025", "/paper/archive/2026-08", "/paper/archive/2025-12"} <= {
        *there
    }
    assert "/paper/archive/2026-07" not in there
    assert "/paper/2026-09-16/edition.html" in there
    assert "Not for everybody" not in page.text


def test_a_month_is_a_calendar_of_its_editions(site: Website) -> None:
    page = get(site, "/archive/2026-08")
    assert page.heading == "August 2026"
    days = {path.split("/")[2] for path in links(page) if path.endswith("edition.html")}
    assert days == {f"2026-08-{day:02}" for day in (*range(1, 16), 20, 31)}
    assert re.search(r'<th scope="col" abbr="Monday">Mo</th>', page.text)
    assert 'rel="prev" href="/paper/archive/2025-12"' in page.text
    assert 'rel="next" href="/paper/archive/2026-09"' in page.text
    assert "A quiet day" in page.text
    assert "17 editions" in page.text
    year = get(site, "/archive/2026")
    assert year.text.count('class="month"') == 2
    assert 'rel="prev" href="/paper/archive/2025"' in year.text


# --- by story, by words ---


def test_a_story_is_followed_through_its_editions(site: Website) -> None:
    page = get(site, f"/stories/{FERRY}")
    assert page.heading == "Ferry strike, day 14"
    assert "Told in 15 editions" in page.text
    dates = re.findall(r'<time datetime="([^"]+)"', page.text)
    assert dates == [f"2026-08-{day:02}" for day in range(15, 9, -1)]
    assert "https://quayside-daily.example/" in page.text
    second, third = (get(site, f"/stories/{FERRY}?page={number}") for number in (2, 3))
    assert re.findall(r'<time datetime="([^"]+)"', third.text) == ["2026-08-03", "2026-08-02", "2026-08-01"]
    assert f"/paper/stories/{FERRY}?page=2" in links(page)
    assert f"/paper/stories/{FERRY}" in links(second)


def test_search_marks_what_it_finds_and_leads_to_its_place(site: Website) -> None:
    page = get(site, "/search?q=UBER+nach")
    assert "15 stories found" in page.text
    assert "<mark>über</mark> <mark>Nacht</mark>" in page.text
    assert f"/paper/2026-08-15/edition.html#{FERRY}" in links(page)
    newest = get(site, "/search?q=ferry&order=newest")
    assert re.findall(r'<time datetime="([^"]+)"', newest.text)[:2] == ["2026-09-16", "2026-08-15"]
    assert "<mark>天気</mark>" in get(site, f"/search?q={quote('天気')}").text
    assert "0 stories found" in get(site, "/search?q=zzz").text
    assert get(site, "/search").status == 200
    assert "secret" not in get(site, "/search?q=secret").text.split("</form>")[1]
    assert page.headers["X-Robots-Tag"] == "noindex"


def test_what_feeds_and_strangers_wrote_is_only_ever_text(site: Website) -> None:
    paths = [f"/{HOSTILE}/edition.html", "/archive/2026-08", "/archive"]
    paths += [f"/search?q={quote(text)}" for text in editions.HOSTILE]
    for path in paths:
        page = get(site, path)
        assert page.status == 200
        assert not any(bad in page.text for bad in ("<script", "<img src=x", "<stories>", "<i>")), path
        assert all(link.startswith(("/paper/", "https://", "#main")) for link in links(page)), path
    assert "<mark>" in get(site, "/search?q=alert").text


@settings(max_examples=60, deadline=None)
@given(
    asked=st.text(max_size=50) | st.lists(st.sampled_from(['"', "*", "NEAR(", "a b", ")", ":", "^", "-"])).map("".join)
)
def test_whatever_is_asked_is_answered(site: Website, asked: str) -> None:
    words = quote(asked.encode("utf-8", "surrogatepass"))
    answer = get(site, f"/search?q={words}&order={words}")
    assert answer.status == 200
    assert get(site, f"/search?q=a&page={words}").status in (200, 404)
    assert get(site, f"/stories/{words}").status == 404
    assert get(site, f"/archive/{words}").status in (200, 404)  # an empty one is the archive's own


# --- caching ---


@pytest.mark.parametrize(
    "path",
    ["/2026-08-02/edition.html", "/2026-08-02/edition.txt", "/archive", "/archive/2026-08", "/feed.atom", "/feed.json",
     "/sitemap.xml", "/robots.txt", "/search?q=ferry", "/stories/s-ferry/1"],
)  # fmt: skip
def test_who_has_a_page_is_told_so(site: Website, path: str) -> None:
    page, again = get(site, path), get(site, path)
    tag = page.headers["ETag"]
    assert (again.headers["ETag"], again.body) == (tag, page.body)
    for known in (tag, f"W/{tag}", f'"other", {tag}', "*"):
        answer = get(site, path, If_None_Match=known)
        assert (answer.status, answer.body, answer.headers["ETag"]) == (304, b"", tag)
        assert answer.headers["Cache-Control"] == page.headers["Cache-Control"]
        assert answer.headers["Content-Security-Policy"] == page.headers["Content-Security-Policy"]
    assert get(site, path, If_None_Match='"other"').status == 200
    assert get(site, path, If_None_Match="").status == 200
    head = site.visitor().get(f"/paper{path}", method="HEAD")
    assert (head.status, head.body, head.headers["ETag"]) == (200, b"", tag)


def test_a_page_is_packed_for_who_takes_it(site: Website) -> None:
    plain = get(site, "/2026-08-02/edition.html")
    packed = get(site, "/2026-08-02/edition.html", Accept_Encoding="br, gzip")
    assert packed.headers["Content-Encoding"] == "gzip"
    assert gzip.decompress(packed.body) == plain.body
    assert packed.headers["ETag"] != plain.headers["ETag"]
    assert packed.headers["Vary"] == plain.headers["Vary"] == "Accept-Encoding"
    assert get(site, "/2026-08-02/edition.html", Accept_Encoding="gzip;q=0").headers["Content-Encoding"] is None
    known = get(site, "/2026-08-02/edition.html", If_None_Match=packed.headers["ETag"], Accept_Encoding="gzip")
    assert (known.status, known.headers["ETag"]) == (304, packed.headers["ETag"])


def test_old_editions_are_kept_longer_than_what_grows(site: Website) -> None:
    assert get(site, "/2026-08-02/edition.html").headers["Cache-Control"] == "public, max-age=3600"
    for path in ("/2026-09-16/edition.html", "/archive", "/archive/2026-09", "/feed.atom", "/search?q=ferry"):
        assert get(site, path).headers["Cache-Control"] == "public, max-age=60"
    assert get(site, "/archive").headers["Set-Cookie"] is None


def test_a_new_edition_shows_within_a_moment(tmp_path_factory: pytest.TempPathFactory) -> None:
    with website(tmp_path_factory.mktemp("grows")) as site:
        visitor = site.visitor()
        tag = visitor.get("/archive").headers["ETag"]
        assert visitor.get("/2026-09-17/edition.html").status == 404
        assert 'rel="next"' not in visitor.get("/2026-09-16/edition.html").text
        keep(site.store, date(2026, 9, 17), ferry(1))
        time.sleep(LOOK + 0.05)
        assert visitor.get("/2026-09-17/edition.html").status == 200
        assert 'rel="next"' in visitor.get("/2026-09-16/edition.html").text
        assert visitor.get("/archive", {"If-None-Match": tag}).status == 200


def test_pages_are_quick_once_they_were_drawn(site: Website) -> None:
    paths = ["/2026-08-02/edition.html", "/archive", "/archive/2026-08", f"/stories/{FERRY}"]
    for path in paths:
        get(site, path)
    began = time.perf_counter()
    for _ in range(25):
        for path in paths:
            get(site, path)
    assert (time.perf_counter() - began) / 100 < 0.025, "generous: it is one millisecond"


# --- for programs ---


def test_feeds_tell_of_the_latest_editions(site: Website) -> None:
    atom = get(site, "/feed.atom")
    assert atom.headers["Content-Type"].startswith("application/atom+xml")
    entries = ET.fromstring(atom.text).findall(f"{ATOM}entry")
    assert len(entries) == 19
    first = entries[0].find(f"{ATOM}link")
    assert first is not None
    assert first.get("href") == "https://news.example.org/paper/2026-09-16/edition.html"
    told = get(site, "/feed.json")
    assert told.headers["Content-Type"].startswith("application/feed+json")
    assert len(json.loads(told.text)["items"]) == 19
    assert "{settings}" not in atom.text + told.text


def test_the_sitemap_has_what_is_there(site: Website) -> None:
    root = ET.fromstring(get(site, "/sitemap.xml").text)
    found = [urlsplit(each.text or "") for each in root.iter("{http://www.sitemaps.org/schemas/sitemap/0.9}loc")]
    assert {each.netloc for each in found} == {"news.example.org"}
    assert len(found) == 2 + 3 + 19
    for each in found:
        assert site.visitor().get(each.path).status == 200, each.path
    assert "Sitemap: https://news.example.org/paper/sitemap.xml" in get(site, "/robots.txt").text


def test_an_archive_that_is_not_to_be_listed_says_so(tmp_path_factory: pytest.TempPathFactory) -> None:
    with website(tmp_path_factory.mktemp("unlisted"), web=", listed: false") as site:
        visitor = site.visitor()
        for path in ("/archive", "/2026-09-16/edition.html", "/2026-09-16/edition.txt", "/feed.atom"):
            assert visitor.get(path).headers["X-Robots-Tag"] == "noindex"
        assert visitor.get("/sitemap.xml").status == 404
        robots = visitor.get("/robots.txt").text
        assert "Sitemap" not in robots
        assert "Disallow: /search" not in robots, "a page that may not be read can't say that it is not to be listed"


def test_every_link_of_the_archive_leads_somewhere(site: Website) -> None:
    seen, waiting = set[str](), ["/paper/archive"]
    while waiting:
        path = waiting.pop()
        if path in seen or not path.startswith("/paper/"):
            continue
        seen.add(path)
        answer = site.visitor().get(path)
        assert answer.status in (200, 302, 308), path
        if answer.status == 200 and answer.headers["Content-Type"].startswith("text/html"):
            waiting += [link.partition("#")[0] for link in links(answer)]
    assert len(seen) > 25


# --- safe ---


def test_an_edition_may_have_its_own_styles_and_no_other(site: Website) -> None:
    page = get(site, "/2026-08-02/edition.html")
    policy = page.headers["Content-Security-Policy"]
    assert "unsafe" not in policy
    assert "default-src 'none'" in policy
    assert policy.count("'sha256-") == page.text.count("<style")
    quiet = get(site, "/2026-08-20/edition.html")
    assert " style=" in quiet.text
    assert "'unsafe-hashes'" in quiet.headers["Content-Security-Policy"]
    hashed = b64encode(sha256(b"a{}").digest()).decode()
    assert f"'sha256-{hashed}'" in _policy("<style>a{}</style>")
