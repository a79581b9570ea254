"""What opens a door: headers, cookies, proxies, and the variables that their secrets come from."""

from __future__ import annotations

from contextlib import suppress
from pathlib import Path
from typing import Any

import jsonschema
import pytest
from hypothesis import given
from hypothesis import strategies as st

from briefing.config import Config, parse_config
from briefing.config.source_settings import OpmlSource, PluginSource
from briefing.errors import ConfigError
from briefing.model import Access, Feed
from tests.config.test_config_reference import SCHEMA

SECRET = "open-sesame-0123456789"
PATH = Path("config.yaml")


def read(text: str, **environ: str) -> Config:
    return parse_config(text, PATH, environ)


def entry(access: str, source: str = 'feed: "https://www.harbour.example:8443/feed"') -> str:
    return f"sources:\n  - {source}\n    access:\n" + "".join(f"      {line}\n" for line in access.splitlines())


def problem(text: str, **environ: str) -> str:
    """The one problem that a text has."""
    with pytest.raises(ConfigError) as caught:
        read(text, **environ)
    (message,) = caught.value.problems
    return message


def test_a_feed_gets_what_it_needs_and_shows_it_to_its_own_host() -> None:
    text = entry('headers: {X-Key: "a ${K} b", Accept-Language: en}\ncookies: {session: "${S}", consent: "1"}')
    (feed,) = read(text, K=SECRET, S="abc").feeds()
    assert feed.access == Access(
        headers=(("X-Key", f"a {SECRET} b"), ("Accept-Language", "en")),
        cookies=(("session", "abc"), ("consent", "1")),
        hosts=("www.harbour.example",),
    )


def test_other_hosts_and_a_proxy_may_be_named() -> None:
    text = entry(
        'cookies: {s: "${S}"}\nhosts: [Harbour.example, "[::1]"]\nproxy: "http://${U}:${P}@proxy.example:3128/"'
    )
    (feed,) = read(text, S="x", U="me", P=SECRET).feeds()
    assert feed.access.hosts == ("harbour.example", "::1")
    assert feed.access.proxy == f"http://me:{SECRET}@proxy.example:3128"
    (plain,) = read(entry("proxy: http://proxy.example:3128")).feeds()
    assert plain.access == Access(proxy="http://proxy.example:3128")
    (none,) = read('sources: [{feed: "https://a.example/f"}]').feeds()
    assert none.access == Access()


def test_the_feeds_of_a_list_get_it_each_for_its_own_host_and_its_weight_is_multiplied() -> None:
    source = 'opml: "https://a.example/list.opml"\n    weight: 2'
    (listed,) = read(entry('headers: {X-Key: "${K}"}', source), K=SECRET).sources
    assert isinstance(listed, OpmlSource)
    feed = listed.apply(Feed(url="http://b.example/f", name="B", section="World", weight=1.5))
    access = Access(headers=(("X-Key", SECRET),), hosts=("b.example",))
    assert feed == Feed(url="http://b.example/f", name="B", section="World", weight=3.0, access=access)


def test_a_plugins_source_names_its_hosts() -> None:
    text = entry("cookies: {a: b}", "kind: townhall")
    assert "access: needs hosts" in problem(text)
    (source,) = read(text + "      hosts: [town.example]\n").sources
    assert isinstance(source, PluginSource)
    assert source.access.at("plugin:townhall") == Access(cookies=(("a", "b"),), hosts=("town.example",))
    assert source.options == {}


def test_a_proxy_for_all_and_other_new_settings() -> None:
    feeds = 'sources: [{feed: "https://a.example/f"}]\n'
    config = read(feeds + 'fetch: {proxy: "${P}", pace: 0s, round: 90s, robots: no}\n', P="http://proxy.example:1")
    assert config.fetch.proxy == "http://proxy.example:1"
    assert (config.fetch.pace.total_seconds(), config.fetch.round.total_seconds()) == (0, 90)
    assert not config.fetch.robots
    told = read(feeds + "alerts: {mail: me@a.example, after: 2d}\nmail: {sender: news@a.example}\n")
    assert (told.alerts.mail, told.alerts.after.days) == ("me@a.example", 2)
    assert "alerts.mail: needs mail.sender" in problem(feeds + "alerts: {mail: me@a.example}\n")


@pytest.mark.parametrize(
    ("access", "where", "said"),
    [
        ('headers: {X-Key: "${NOPE}"}', "headers.X-Key", "the variable NOPE is not set"),
        ('headers: {X-Key: "${EMPTY}"}', "headers.X-Key", "the variable EMPTY is not set"),
        ('proxy: "${NOPE}"', "proxy", "the variable NOPE is not set"),
        ('headers: {X: "${1}"}', "headers.X", "write it as ${NAME}"),
        ('headers: {X: "${SET} ${"}', "headers.X", "write it as ${NAME}"),
        (f"headers: {{Authorization: Bearer {SECRET}}}", "headers.Authorization", "a secret does not belong"),
        (f"headers: {{x-api-key: {SECRET}}}", "headers.x-api-key", "a secret does not belong"),
        ("cookies: {PHPSESSID: ab12}", "cookies.PHPSESSID", "a secret does not belong"),
        (f"cookies: {{u: {SECRET}}}", "cookies.u", "a secret does not belong"),
        (f"proxy: http://me:{SECRET}@proxy.example:1", "proxy", "a secret does not belong"),
        ("headers: {Cookie: a=b}", "headers.Cookie", "cookies have a group of their own"),
        ("headers: {host: a.example}", "headers.host", "is set by Briefing itself"),
        ("headers: {If-None-Match: x}", "headers.If-None-Match", "is set by Briefing itself"),
        ("headers: {Transfer-Encoding: chunked}", "headers.Transfer-Encoding", "is set by Briefing itself"),
        ('headers: {"X Y": z}', "headers.X Y", "can't be a header's name"),
        ('headers: {"X:": z}', "headers.X:", "can't be a header's name"),
        ('headers: {X: "${LINES}"}', "headers.X", "has a line end"),
        ("headers: {X: ümlaut}", "headers.X", "plain ASCII"),
        ('headers: {X: ""}', "headers.X", "is empty"),
        ("headers: {X: 5}", "headers.X", "is not text; put it in quotes"),
        ("headers: {X: a, x: b}", "headers", "X and x are the same header"),
        ("headers: [X]", "headers", "is not a group of settings"),
        ('cookies: {a: "b; c=d"}', "cookies.a", "has a space, semicolon"),
        ('cookies: {a: "${LINES}"}', "cookies.a", "has a space, semicolon"),
        ("cookies: {a=b: c}", "cookies.a=b", "can't be a cookie's name"),
        ("hosts: [https://a.example]", "hosts[0]", "is not a host's name"),
        ("hosts: ['*']", "hosts[0]", "is not a host's name"),
        ("proxy: socks5://a.example:1", "proxy", "is not a proxy's address"),
        ("proxy: http://a.example", "proxy", "is not a proxy's address"),
        ("proxy: http://a.example:x", "proxy", "is not a proxy's address"),
        ("proxy: http://a.example:80/x", "proxy", "is not a proxy's address"),
        ("header: {X: y}", "header", "did you mean headers?"),
        ("", "", "has no value"),
    ],
)
def test_what_is_wrong_is_said_at_its_line_and_without_the_secret(access: str, where: str, said: str) -> None:
    message = problem(entry(access), SET="x", EMPTY="", LINES=f"{SECRET}\r\nX-Other: y")
    line = 4 if access else 3
    assert message.startswith(f"config.yaml:{line}: sources[0].access{'.' * bool(where)}{where}: ")
    assert said in message
    assert SECRET not in message


def test_every_mistake_is_said_at_once() -> None:
    with pytest.raises(ConfigError) as caught:
        read(entry('headers: {A: "${ONE}", Host: x}\ncookies: {b: "${TWO} x"}') + 'fetch: {proxy: "${THREE}"}\n')
    assert [message.split(": ")[1] for message in caught.value.problems] == [
        "sources[0].access.headers.A", "sources[0].access.headers.Host", "sources[0].access.cookies.b", "fetch.proxy",
    ]  # fmt: skip


def test_nothing_shows_a_secret() -> None:
    text = entry('headers: {X-Key: "${K}"}\ncookies: {s: "${K}"}\nproxy: "http://${K}:x@a.example:1"')
    config = read(text + 'fetch: {proxy: "http://${K}@a.example:1"}\n', K=SECRET)
    assert SECRET not in repr(config)
    assert SECRET not in repr(config.feeds())
    assert SECRET not in str(config.sources[0])


@given(st.text(max_size=30))
def test_no_value_of_a_variable_gets_a_second_line_into_a_request(value: str) -> None:
    with suppress(ConfigError):
        (feed,) = parse_config(entry('headers: {X: "a${K}"}\ncookies: {c: "a${K}"}'), PATH, {"K": value}).feeds()
        for _, sent in feed.access.headers + feed.access.cookies:
            assert sent.isascii()
            assert "\r" not in sent
            assert "\n" not in sent


@pytest.mark.parametrize(
    ("access", "good"),
    [
        ({"headers": {"Authorization": "Bearer ${T}"}, "cookies": {"a": "b"}, "hosts": ["a.example"]}, True),
        ({"proxy": "http://proxy.example:3128"}, True),
        ({"proxy": "${PROXY}"}, True),
        ({"proxy": None}, True),
        ({"headers": {"a b": "c"}}, False),
        ({"headers": {"a": 1}}, False),
        ({"hosts": ["https://a.example"]}, False),
        ({"proxy": "socks5://a.example:1"}, False),
        ({"header": {}}, False),
    ],
)
def test_editors_know_it_too(access: dict[str, Any], good: bool) -> None:
    data = {"sources": [{"feed": "https://a.example/f", "access": access}]}
    if good:
        jsonschema.validate(data, SCHEMA)
    else:
        with pytest.raises(jsonschema.ValidationError):
            jsonschema.validate(data, SCHEMA)
