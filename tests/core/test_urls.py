from __future__ import annotations

import re
from urllib.parse import quote, urlsplit

import pytest
from hypothesis import given
from hypothesis import strategies as st

from briefing.core.urls import (
    absolute,
    canonical,
    host,
    identity,
    same_page,
    site,
    spelled,
    without_credentials,
)

BASE = "https://user:secret@news.example/world/feed.xml?x=1"

hostile = st.one_of(
    st.text(max_size=60),
    st.builds("http://{}".format, st.text(max_size=40)),
    st.text(alphabet="htps:/@[]%?#&=\\.:-٠é。 \t\nx1", max_size=40).map("http://".__add__),
)


@pytest.mark.parametrize(
    ("url", "expected"),
    [
        ("http://News.EXAMPLE:80/A", "http://news.example/A"),
        ("HTTPS://news.example:443", "https://news.example/"),
        ("https://news.example:8443/a#top", "https://news.example:8443/a"),
        ("  https://news.example/a b\n", "https://news.example/a%20b"),
        ("https://münchen.example/straße?q=ü", "https://xn--mnchen-3ya.example/stra%C3%9Fe?q=%C3%BC"),
        ("https://xn--mnchen-3ya.example/", "https://xn--mnchen-3ya.example/"),
        ("https://user:pw@news.example/a", "https://news.example/a"),
        ("https://[2001:DB8::1]:443/a", "https://[2001:db8::1]/a"),
        ("http://good.example\\@evil.example/", "http://good.example/@evil.example/"),
        ("https://n.example/a?id=7&utm_source=rss&b=&utm_medium=x&a=1", "https://n.example/a?id=7&b=&a=1"),
        ("https://n.example/a?wt_mc=1&at_medium=2&at_campaign=3&ns_mchannel=4&ito=5&xtor=RSS-6", "https://n.example/a"),
        ("https://n.example/a?fbclid=1&GCLID=2&cmpid=3&WT.mc_id=4&at_large=yes", "https://n.example/a?at_large=yes"),
        ("https://n.example/?p=12&attachment=2", "https://n.example/?p=12&attachment=2"),
        ("https://www.google.com/url?rct=j&url=https://n.example/a%3Futm_source%3Dx&ct=ga", "https://n.example/a"),
        ("https://www.google.com/url?rct=j", "https://www.google.com/url?rct=j"),
        ("https://news.google.com/rss/articles/CBMiE2h0dHBzOi8vbi5leGFtcGxlL2HSAQA?oc=5", "https://n.example/a"),
        ("https://news.google.com/rss/articles/CBMiAFVfeXFMTXBzb21ldGhpbmcgZWxzZQ", None),
        ("http://www.bing.com/news/apiclick.aspx?url=https%3a%2f%2fn.example%2fa&c=1", "https://n.example/a"),
        ("https://l.facebook.com/l.php?u=https%3A%2F%2Fn.example%2Fa%3Fx%3D1&h=y", "https://n.example/a?x=1"),
        (
            "https://eur01.safelinks.protection.outlook.com/?url=https%3A%2F%2Fn.example%2Fa&data=x",
            "https://n.example/a",
        ),
        (
            "https://r.search.yahoo.com/_ylt=x/RV=2/RO=10/RU=https%3a%2f%2fn.example%2fa/RK=0/RS=x-",
            "https://n.example/a",
        ),
        (
            "http://rss.feedsportal.com/c/2/f/3/s/1/l/0L0Sn0Bexample0Ca0E10Bhtml/story01.htm",
            "http://www.n.example/a-1.html",
        ),
        (
            "https://www.google.com/url?url=https%3A%2F%2Fl.facebook.com%2Fl.php%3Fu%3Dhttps%253A%252F%252Fn.example%252Fa",
            "https://n.example/a",
        ),
        ("https://n.example/sharer.php?u=https://x.example/a", None),
        ("https://n.example/go?url=/local", None),
        ("https://n.example/out?url=javascript://x", None),
        ("https://n.example/#!/a", None),
        ("https://n.example/app#/a/b?x=1", None),
        ("https://n.example/a#!", "https://n.example/a"),
        ("//cdn.example/x", "https://cdn.example/x"),
        ("../sport/1.html", "https://news.example/sport/1.html"),
        ("?p=2", "https://news.example/world/feed.xml?p=2"),
    ],
)
def test_canonical(url: str, expected: str | None) -> None:
    expected = url if expected is None else expected
    assert canonical(url, BASE) == expected
    assert canonical(expected) == expected


@pytest.mark.parametrize(
    "url",
    ["", "news.example/a", "ftp://news.example/", "javascript:alert(1)", "data:text/html,x", "mailto:a@b.example",
     "http://", "http:///a", "http://[::1", "http://a:99999/", "http://a:port/", "http://a b/", "http://a\x00b/", "http://<b>/",
     "http://..", "http://[fe80::1%25eth0]/", "http://" + "a" * 300 + "/", "http://a.example/" + "x" * 9000],
)  # fmt: skip
def test_what_is_no_web_address(url: str) -> None:
    assert canonical(url) == absolute(url) == host(url) == ""


@given(hostile, st.one_of(st.none(), hostile))
def test_canonical_never_raises_and_is_settled(url: str, base: str | None) -> None:
    once = canonical(url, base)
    assert canonical(once) == once
    assert once == "" or re.fullmatch(r"https?://[!-~]+", once)
    assert "@" not in urlsplit(once).netloc


@pytest.mark.parametrize(
    ("url", "expected"),
    [
        ("https://n.example", None),
        ("http://N.example:80/Straße/格?q=ü&&x", None),
        ("https://n.example/a?id=7&utm_source=rss&a=1", "https://n.example/a?id=7&a=1"),
        ("https://n.example/a?utm_source=rss#part-2", "https://n.example/a#part-2"),
        ("https://n.example/a#ref=rss", "https://n.example/a"),
        ("https://n.example/a#utm_source=x&utm_medium=y", "https://n.example/a"),
        ("https://n.example/a#:~:text=x", "https://n.example/a"),
        ("https://n.example/@me/a", None),
        (" https://n.example/a b ", "https://n.example/a%20b"),
        ("https://me:secret@n.example/a#b", "https://n.example/a"),
        ("/a#b", "https://news.example/a"),
        ("https://münchen.example/a", "https://xn--mnchen-3ya.example/a"),
        ("https://n.example/a\u202eb", "https://n.example/a%E2%80%AEb"),
        ("https://www.google.com/url?q=https://n.example/a", "https://n.example/a"),
        ("https://n.example/out?url=https://n.example/a", "https://n.example/a"),
    ],
)
def test_a_link_stays_as_it_is_spelled_but_for_what_tracks(url: str, expected: str | None) -> None:
    assert spelled(url, canonical(url, BASE)) == (url if expected is None else expected)


@given(hostile)
def test_a_spelling_leads_to_the_same_page(url: str) -> None:
    known = canonical(url)
    shown = spelled(url, known)
    assert canonical(shown) == known
    assert not re.search(r"[\s<>\"\\\x00-\x20]", shown)
    assert "@" not in urlsplit(shown).netloc


@given(hostile)
def test_absolute_is_settled_and_sendable(url: str) -> None:
    once = absolute(url)
    assert absolute(once) == once
    assert once.isascii()
    assert not re.search(r"\s", once)


def test_absolute_keeps_what_a_request_needs() -> None:
    assert absolute("https://u:p@N.example:443/a?utm_source=x#f") == "https://u:p@n.example/a?utm_source=x#f"


def test_host() -> None:
    assert host("https://u:p@News.Example:8443/a") == "news.example"
    assert host("http://[::1]/") == "::1"


def test_identity_is_sixteen_hexadecimal_digits_of_sha256() -> None:
    assert identity("abc") == "ba7816bf8f01cfea"
    assert identity("\ud800") != identity("\ud801")


@pytest.mark.parametrize(
    ("url", "shown"),
    [
        ("https://me:secret@a.example/feed?x=a@b", "https://a.example/feed?x=a@b"),
        ("https://me@x:se@a.example", "https://a.example"),
        ("https://a.example/@me", "https://a.example/@me"),
        ("https://a.example?at=//b@c", "https://a.example?at=//b@c"),
        ("Meridian", "Meridian"),
    ],
)
def test_an_address_is_shown_without_its_password(url: str, shown: str) -> None:
    assert without_credentials(url) == shown


@pytest.mark.parametrize(
    "way",
    [
        "http://n.example/a/b", "https://www.n.example/a/b/", "https://m.n.example/a/b?utm_source=x#top",
        "https://amp.n.example/a/b", "https://n.example/a/b/amp/", "https://n.example/a/b?amp=1",
        "https://n.example/a/b/index.html", "https://N.example:443/a/b?outputType=amp", "https://www.m.n.example/a/b",
    ],
)  # fmt: skip
def test_one_page_however_its_address_is_written(way: str) -> None:
    assert same_page(way) == "n.example/a/b"


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("https://n.example/a", "https://n.example/b"),
        ("https://n.example/a?id=1", "https://n.example/a?id=2"),
        ("https://n.example/a", "https://n.example:8443/a"),
        ("https://news.n.example/a", "https://sport.n.example/a"),
        ("https://n.example/amphibians", "https://n.example/hibians"),
        ("https://n.example/A", "https://n.example/a"),
        ("https://m.example/a", "https://example/a"),
        ("https://n.example/index.html?p=1", "https://n.example/index.html?p=2"),
        ("https://n.example/#!/a", "https://n.example/#!/b"),
    ],
)
def test_pages_that_may_differ_stay_apart(one: str, other: str) -> None:
    assert same_page(one) != same_page(other)


@given(st.text(max_size=80), st.text(alphabet="abm./?=&#w1", max_size=40))
def test_one_page_is_named_alike_again(start: str, end: str) -> None:
    name = same_page(f"https://n.example/{start}{end}")
    assert same_page("https://" + name) == name
    assert same_page(start) == "" or start.strip().lower().startswith("http")


@pytest.mark.parametrize(
    ("url", "expected"),
    [
        ("https://news.bbc.co.uk/a", "bbc.co.uk"),
        ("https://rss.meridian.example/feed", "meridian.example"),
        ("https://meridian.example/feed", "meridian.example"),
        ("http://127.0.0.1:8811/feed", "127.0.0.1"),
        ("http://meridian.localhost:8811/feed", "meridian.localhost"),
        ("https://[2001:db8::1]/", "2001:db8::1"),
        ("plugin:town-hall", ""),
    ],
)
def test_what_hosts_of_one_publisher_share(url: str, expected: str) -> None:
    assert site(url) == expected


def test_redirectors_are_followed_so_far_and_no_further() -> None:
    within = "https://news.example/a"
    for _ in range(3):
        within = f"https://go.example/redirect?url={quote(within, safe='')}"
    assert canonical(within) == "https://news.example/a"
    assert canonical(f"https://go.example/redirect?url={quote(within, safe='')}").startswith("https://go.example/")


def test_a_redirector_with_a_flood_of_parameters_is_no_redirector() -> None:
    flood = "https://go.example/redirect?" + "a=1&" * 200 + "url=https://news.example/a"
    assert canonical(flood).startswith("https://go.example/")
