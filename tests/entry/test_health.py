"""What the operator is told of the feeds: every fault by its name, in a table, and once."""

from __future__ import annotations

import gzip
import json
import re
import socket
import sys
import time
from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from briefing import source_wiring, wiring
from briefing.config import Config, parse_config
from briefing.edges.smtp import MailServer, send_note
from briefing.entry import cli, health
from briefing.entry.console import Console
from briefing.errors import DeliveryError, UncertainError
from briefing.model import Feed, Health, Item, Reading
from briefing.ports import Store
from tests.edges.web import Server, answer, drip, fetchers, serving
from tests.fakes import Items, Pages, serial, silent
from tests.smtp_servers import mail_server

NOW = datetime(2026, 9, 16, 6, 30, tzinfo=UTC)
LATER = NOW + timedelta(days=4)
RSS = (
    b'<?xml version="1.0"?><rss version="2.0"><channel><title>Harbour Times</title>'
    + b"".join(
        b"<item><title>Ship %d comes in</title><link>http://harbour.example/%d</link>"
        b"<pubDate>Wed, 16 Sep 2026 0%d:00:00 GMT</pubDate></item>" % (n, n, n)
        for n in (1, 2, 3)
    )
    + b"</channel></rss>"
)
LOGIN = b"<html><title>Log in</title><body><form><input type=password></form></body></html>"
ENTITIES = (
    b'<?xml version="1.0"?><!DOCTYPE rss [<!ENTITY a0 "ha">'
    + b"".join(b'<!ENTITY a%d "%s">' % (n, b"&a%d;" % (n - 1) * 10) for n in range(1, 12))
    + b']><rss version="2.0"><channel><title>&a11;</title></channel></rss>'
)

# Where, what the server does there, what is said of it, and what to do. A drip and a hang are bounded by time.
FAULTS: dict[str, tuple[bytes | None, str, str]] = {
    "/401": (answer(b"no", "401 Unauthorized"), "the server said 401", "wants a login"),
    "/403": (answer(b"no", "403 Forbidden"), "the server said 403 Forbidden", "refuses programs"),
    "/404": (answer(b"no", "404 Not Found"), "the server said 404 Not Found", "`briefing feeds add http://127"),
    "/410": (answer(b"no", "410 Gone"), "the server said 410 Gone", "`briefing feeds remove http://127.0.0.1"),
    "/503": (answer(b"no", "503 Service Unavailable", Retry_After="900"), "the server said 503", "has trouble"),
    "/hang": (None, "no answer within 0.4 s", "slow, or down"),
    "/drip": (None, "no answer within 0.6 s", "slow, or down"),
    "/closed": (None, "closed the connection without an answer", "fault on its side"),
    "/cut": (None, "the answer was cut off", "fault on its side"),
    "/speech": (b"what do you want?\r\n\r\n", "it is not HTTP", "fault on its side"),
    "/loop": (answer(b"", "302 Found", Location="/loop"), "redirected in a circle", "wants cookies"),
    "/huge": (answer(RSS + b" " * 90_000), "more than 0.08 MB", "No feed is that large"),
    "/bomb": (answer(gzip.compress(b"<a>" * 300_000), Content_Encoding="gzip"), "MB, unpacked", "No feed is that"),
    "/entities": (answer(ENTITIES), "a broken feed: it defines entities", "validator.w3.org"),
    "/broken": (answer(b'<?xml version="1.0"?><rss version="2.0"><channel><ti'), "a broken feed", "validator.w3.org"),
    "/empty": (answer(b""), "the feed is empty", "that passes"),
    "/login": (answer(LOGIN, Content_Type="text/html"), "(a login page?)", "wants a login"),
    "/page": (answer(b"<html><title>Home</title><p>Hi</p></html>"), "it is an HTML page “Home”", "feeds find http://127"),
    "/binary": (answer(bytes(range(256)) * 20, Content_Type="application/pdf"), "not a feed", "address is wrong"),
}  # fmt: skip


@pytest.fixture(scope="module")
def faulty() -> Iterator[Server]:
    def handle(connection: socket.socket, target: str, headers: dict[str, str]) -> bytes | None:
        if target in FAULTS and (said := FAULTS[target][0]) is not None:
            return said
        if target == "/hang":
            time.sleep(0.8)
        elif target == "/drip":
            drip(connection, b"HTTP/1.1 200 OK\r\nContent-Length: 9999\r\n\r\n", b"x")
        elif target == "/cut":
            connection.sendall(b"HTTP/1.1 200 OK\r\nContent-Length: 9999\r\n\r\n" + RSS)
        elif target == "/moved":
            return answer(b"", "301 Moved Permanently", Location="/good")
        elif target == "/good":
            return answer(RSS, Content_Type="application/rss+xml")
        return None

    with serving() as serve:
        yield serve(handle)


def no_such_name(name: str, port: int) -> list[str]:
    raise socket.gaierror(socket.EAI_NONAME, name)


def closed_port() -> int:
    with socket.create_server(("127.0.0.1", 0)) as free:
        port: int = free.getsockname()[1]
        return port


@pytest.fixture(scope="module")
def checked(faulty: Server) -> dict[str, health.Checked]:
    """Every fault, read once."""
    names = [*FAULTS, "/moved", "/good"]
    urls = [faulty.url(path) for path in names]
    urls += [
        f"http://127.0.0.1:{closed_port()}/closed",
        "http://127.0.0.1:25/port",
        "http://nobody.example/feed",
        "http://192.168.7.7/feed",
        "nonsense",
    ]
    with fetchers() as make:
        fetcher = make(read_timeout=0.4, total_timeout=0.6, max_bytes=80_000, resolve=no_such_name)
        found = health.check([source_wiring.feed_source(Feed(url=url)) for url in urls], fetcher, serial, {}, silent)
    return {each.feed.url.replace(faulty.url(""), ""): each for each in found}


@pytest.mark.parametrize("path", FAULTS)
def test_every_fault_is_called_by_its_name_and_has_a_remedy(checked: dict[str, health.Checked], path: str) -> None:
    _, failure, hint = FAULTS[path]
    assert failure in checked[path].failure
    assert checked[path].reading is None
    assert hint in checked[path].hint


def test_addresses_that_lead_nowhere_are_called_so(checked: dict[str, health.Checked]) -> None:
    told = [(each.failure, each.hint) for url, each in checked.items() if not url.startswith("/")]
    expected = [
        ("no connection: connection refused", "Its server is down"),
        ("refused: no web server", "Perhaps the address is wrong"),
        ("not found: ", "spelled right"),
        ("refused: 192.168.7.7", "add 192.168.7.7 to the trusted hosts"),
        ("not an http(s) address", "Write it in full"),
    ]
    for (failure, hint), (cause, advice) in zip(told, expected, strict=True):
        assert cause in failure
        assert advice in hint


def test_a_move_for_good_is_told_and_what_works_is_left_in_peace(checked: dict[str, health.Checked]) -> None:
    assert str(checked["/moved"].moved_to).endswith("/good")
    assert checked["/moved"].entries == checked["/good"].entries == 3
    assert checked["/good"].moved_to is None


def test_an_odd_feed_that_breaks_its_reader_hides_no_other() -> None:
    odd = Items(Feed(url="https://odd.example/feed"), KeyError("title"))
    good = Items(Feed(url="https://good.example/feed"), Reading(title="Good"))
    found = health.check([odd, good], Pages(), serial, {}, silent)
    assert [each.failure for each in found] == ["reading it failed: KeyError: 'title'", ""]


# --- the tables ------------------------------------------------------------------------------------------------------

WELL = Health(
    url="https://harbour.example/feed", name="Harbour Times", read_at=NOW - timedelta(hours=2), failures=0,
    failing_since=None, failure="", gone=False, ask_at=NOW + timedelta(hours=1), address=None, told_at=None, daily=12.0,
)  # fmt: skip
DOWN = replace(
    WELL, url="https://me:secret@down.example/feed", name="港灣時報", failures=5, failing_since=NOW - timedelta(days=5),
    failure="the server said 404 Not Found", read_at=NOW - timedelta(days=5),
)  # fmt: skip
GONE = replace(DOWN, url="https://gone.example/feed", name="Gone", gone=True, failure="the server said 410 Gone")
ONCE = replace(DOWN, url="https://once.example/feed", name="Once", failures=1, failing_since=NOW - timedelta(hours=1))
QUIET = replace(WELL, url="https://quiet.example/feed", name="Quiet", daily=0.0)
MOVED = replace(ONCE, url="https://moved.example/feed", name="Moved", address="https://new.example/feed")
NEW = replace(WELL, url="https://new.example/feed", name="New", read_at=None, daily=0.0)


def entries(url: str, *hours: float) -> tuple[Item, ...]:
    times = [NOW - timedelta(hours=h) for h in hours]
    return tuple(
        Item(id=str(when), source=url, source_name="x", section="News", url=url, title="t", published=when)
        for when in times
    )


def result(of: Health, failure: str = "", *hours: float, known: bool = True) -> health.Checked:
    return health.Checked(
        feed=Feed(url=of.url, name=of.name),
        reading=None if failure else Reading(items=entries(of.url, *hours), address=of.address),
        failure=failure,
        status=None,
        hint="Do something." if failure else "",
        health=of if known else None,
    )


def table(capsys: pytest.CaptureFixture[str], *found: health.Checked) -> list[str]:
    health.show_checked(found, NOW, UTC, Console())
    return capsys.readouterr().out.splitlines()


def test_the_table_is_aligned_and_in_the_given_order(capsys: pytest.CaptureFixture[str]) -> None:
    lines = table(capsys, result(WELL, "", 1, 2), result(DOWN, "the server said 404 Not Found"), result(QUIET, "", 5))
    assert lines == [
        "  Feed           Entries  Newest   Last read   New",
        "✓ Harbour Times        2  1 h ago  2 h ago     12 a day",
        "✗ 港灣時報             -  -        5 days ago  12 a day",
        "    https://down.example/feed: the server said 404 Not Found (gathering failed 5 times since Friday)",
        "    Do something.",
        "✓ Quiet                1  5 h ago  2 h ago     nothing",
        "2 of 3 feeds can be read.",
    ]


def test_without_a_store_the_columns_of_the_past_are_left_out(capsys: pytest.CaptureFixture[str]) -> None:
    lines = table(capsys, result(WELL, "", 1, 2, known=False), result(DOWN, "no answer within 10 s", known=False))
    assert lines[0] == "  Feed           Entries  Newest"
    assert lines[3] == "    https://down.example/feed: no answer within 10 s"


def test_what_is_odd_about_a_feed_that_can_be_read_is_told(capsys: pytest.CaptureFixture[str]) -> None:
    found = [result(MOVED, "", 3), result(GONE, "", 3), result(WELL), result(QUIET, "", 24 * 90, 24 * 91)]
    text = "\n".join(table(capsys, *found))
    assert "it can be read again; gathering failed once, at 05:30" in text
    assert "moved to https://new.example/feed: write that in config.yaml" in text
    assert "it is back, but gathering has given it up" in text
    assert "it has no entries" in text
    assert "silent: nothing new since 18 Jun" in text
    assert text.endswith("4 of 4 feeds can be read, 1 moved, 1 silent.")


def test_a_hostile_name_stays_in_its_line(capsys: pytest.CaptureFixture[str]) -> None:
    evil = replace(WELL, name="A\x1b[31m\nB\u202e" + "long " * 40)
    lines = table(capsys, result(evil, "", 1), result(evil, "the server said\r\n\x1b[2J" + "x" * 300))
    assert len(lines) == 6
    assert not re.search("[\x00-\x1f\u202e]", "".join(lines))
    assert lines[1].startswith("✓ A [31m B long long")
    assert "…" in lines[1]


def test_data_for_programs_has_everything_but_passwords() -> None:
    good, bad = health.checked_data([result(MOVED, "", 3, 1), result(DOWN, "no answer", known=True)], NOW)
    assert (good["ok"], good["entries"], good["moved_to"]) == (True, 2, "https://new.example/feed")
    assert good["newest"] == NOW - timedelta(hours=1)
    assert (bad["ok"], bad["failure"], bad["hint"], bad["entries"]) == (False, "no answer", "Do something.", None)
    assert bad["history"]["failures"] == 5
    assert "secret" not in json.dumps([good, bad, health.health_data([DOWN], NOW, timedelta(days=3))], default=str)


def test_status_shows_the_worst_first_and_what_is_well_not_at_all(capsys: pytest.CaptureFixture[str]) -> None:
    healths = [WELL, QUIET, ONCE, DOWN, NEW, GONE]
    health.show_health(healths, NOW, timedelta(days=3), UTC, Console())
    assert capsys.readouterr().out.splitlines() == [
        "  Feed      State             Last read   Next",
        "✗ Gone      gone              5 days ago  never",
        "    https://gone.example/feed: the server said 410 Gone (5 times since Friday)",
        "    It has ended and is not asked any more: `briefing feeds remove https://gone.example/feed` takes it out.",
        "✗ 港灣時報  broken            5 days ago  at 07:30",
        "    https://down.example/feed: the server said 404 Not Found (5 times since Friday)",
        "    It is gone or has moved: `briefing feeds add down.example` looks for its new address.",
        "! Once      failing           5 days ago  at 07:30",
        "    https://once.example/feed: the server said 404 Not Found (once, at 05:30)",
        "! Quiet     silent for weeks  2 h ago     at 07:30",
        "",
    ]
    counts = health.health_counts(healths, NOW, timedelta(days=3))
    assert counts == "6 sources, 3 of them failing (1 gone, 1 broken), 1 silent for weeks, 1 not read yet"
    assert health.health_counts([WELL], NOW, timedelta(days=3)) == "1 source, 0 of them failing"
    health.show_health([WELL, NEW], NOW, timedelta(days=3), UTC, Console())
    assert capsys.readouterr().out == ""


def test_more_than_a_screen_of_troubles_is_counted(capsys: pytest.CaptureFixture[str]) -> None:
    many = [replace(QUIET, url=f"https://quiet.example/{n}") for n in range(50)]
    health.show_health(many, NOW, timedelta(days=3), UTC, Console())
    assert "and 30 more (`briefing status --json` has them all)" in capsys.readouterr().out


# --- the commands ----------------------------------------------------------------------------------------------------

Run = Callable[..., tuple[int, str, str]]


@pytest.fixture
def run(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], tmp_path: Path) -> Run:
    def command(*arguments: str) -> tuple[int, str, str]:
        monkeypatch.setattr(sys, "argv", ["briefing", *arguments, "--config", str(tmp_path / "config.yaml")])
        capsys.readouterr()
        with pytest.raises(SystemExit) as ended:
            cli.main()
        said = capsys.readouterr()
        return int(ended.value.code or 0), said.out, said.err

    return command


def configure(folder: Path, *feeds: str) -> Config:
    text = "timezone: UTC\nsources:\n" + "".join(
        f'  - {{feed: "{url}", name: "Feed {n}"}}\n' for n, url in enumerate(feeds)
    )
    (folder / "config.yaml").write_text(text)
    return parse_config(text, folder / "config.yaml", {})


def test_check_asks_whatever_the_store_says_and_changes_nothing_in_it(faulty: Server, tmp_path: Path, run: Run) -> None:
    urls = [faulty.url("/404"), faulty.url("/good"), faulty.url("/moved")]
    config = configure(tmp_path, *urls)
    code, out, _ = run("feeds", "check")
    assert code == 1
    assert [line[:8] for line in out.splitlines() if line[0] in "✗✓"] == ["✗ Feed 0", "✓ Feed 1", "✓ Feed 2"]
    assert "Last read" not in out
    assert not (tmp_path / "briefing.db").exists()

    with wiring.opened_store(config) as store:
        store.news.follow(config.feeds())
        store.news.save_failure(urls[1], "the server said 410 Gone", NOW, ask_at=None, gone=True)
        before = store.news.health(NOW)
    code, out, _ = run("feeds", "check")
    assert code == 1
    assert "Last read" in out
    assert "it is back, but gathering has given it up" in out
    with wiring.opened_store(config) as store:
        assert store.news.health(NOW) == before
    assert run("feeds", "check", urls[1])[0] == 0
    code, out, _ = run("feeds", "check", urls[0], urls[0], "--json")
    assert code == 3
    (told,) = json.loads(out)
    assert (told["name"], told["status"], told["history"]["failures"]) == ("Feed 0", 404, 0)


# --- word of what lasts ----------------------------------------------------------------------------------------------


FOLLOWED = {DOWN.url: "Down", ONCE.url: "Once", WELL.url: "Well"}


@pytest.fixture
def kept(tmp_path: Path) -> Iterator[tuple[Config, Store]]:
    """A store in which one feed has been failing for four days at LATER, another for a moment, a third not at all."""
    config = configure(tmp_path, WELL.url)
    with wiring.opened_store(config) as store:
        store.news.follow([Feed(url=url, name=name) for url, name in FOLLOWED.items()])
        for url in FOLLOWED:
            store.news.save_reading(url, Reading(title="x"), NOW - timedelta(days=1))
        for when in (NOW, NOW + timedelta(days=1)):
            store.news.save_failure(DOWN.url, "the server said 404 Not Found", when)
        store.news.save_failure(ONCE.url, "no answer within 10 s", LATER)
        yield config, store


def test_what_stays_broken_is_told_once_and_anew_when_it_breaks_anew(
    kept: tuple[Config, Store], capsys: pytest.CaptureFixture[str]
) -> None:
    config, store = kept
    with mail_server() as server:
        at = MailServer(host="127.0.0.1", port=server.port, security="none", timeout=5, answer_timeout=5)

        def mail(subject: str, text: str) -> None:
            send_note(at, sender="news@brief.example", to="me@brief.example", subject=subject, text=text, now=LATER)

        assert not health.tell_of(config, store, NOW + timedelta(days=2), Console(), mail)
        assert health.tell_of(config, store, LATER, Console(quiet=True), mail)
        told = capsys.readouterr().err
        assert told.splitlines() == [
            "1 feed stays broken:",
            "  Down (https://down.example/feed)",
            "    the server said 404 Not Found: twice since Wednesday, last read 5 days ago",
            "    It is gone or has moved: `briefing feeds add down.example` looks for its new address.",
        ]
        assert not health.tell_of(config, store, LATER + timedelta(hours=1), Console(), mail)
        store.news.save_failure(DOWN.url, "the server said 404 Not Found", LATER + timedelta(hours=2))
        assert not health.tell_of(config, store, LATER + timedelta(hours=3), Console(), mail)
        store.news.save_reading(DOWN.url, Reading(title="x"), LATER + timedelta(hours=4))
        store.news.save_failure(DOWN.url, "the server said 404 Not Found", LATER + timedelta(hours=5))
        assert not health.tell_of(config, store, LATER + timedelta(hours=6), Console(), mail)
        for url in (DOWN.url, ONCE.url):
            store.news.save_failure(url, "no answer within 10 s", LATER + timedelta(days=9))
        assert health.tell_of(config, store, LATER + timedelta(days=9), Console(), mail)
    first, second = server.messages
    assert first["Subject"] == "Briefing: 1 feed stays broken"
    assert second["Subject"] == "Briefing: 2 feeds stay broken"
    text = first.get_content().replace("\r\n", "\n")
    assert text.startswith(told.replace(":\n", ":\n\n", 1))
    assert "briefing feeds check" in text
    assert "secret" not in text + told


@pytest.mark.parametrize(
    ("error", "again"),
    [
        (DeliveryError("mail server mail.example:25: it can't be reached", hint="Check mail.host."), True),
        (UncertainError("me@brief.example: the message went out and no answer came"), False),
    ],
)
def test_a_mail_that_surely_did_not_go_out_is_tried_again(
    kept: tuple[Config, Store], capsys: pytest.CaptureFixture[str], error: DeliveryError, again: bool
) -> None:
    def mail(subject: str, text: str) -> None:
        raise error

    assert health.tell_of(*kept, LATER, Console(), mail)
    assert error.message in capsys.readouterr().err
    assert health.tell_of(*kept, LATER, Console(), mail) is again


def test_without_a_way_to_mail_the_log_says_it(kept: tuple[Config, Store], capsys: pytest.CaptureFixture[str]) -> None:
    assert health.tell_of(*kept, LATER, Console(quiet=True))
    assert "1 feed stays broken" in capsys.readouterr().err
    assert not health.tell_of(*kept, LATER, Console(quiet=True))


def test_what_could_never_be_read_is_told_at_once(
    kept: tuple[Config, Store], capsys: pytest.CaptureFixture[str]
) -> None:
    config, store = kept
    store.news.follow([Feed(url="https://typo.example/feed", name="Typo")])
    store.news.save_failure("https://typo.example/feed", "not found: the name typo.example has no address", NOW)
    assert health.tell_of(config, store, NOW, Console())
    assert capsys.readouterr().err.splitlines() == [
        "1 feed is broken:",
        "  Typo (https://typo.example/feed)",
        "    not found: the name typo.example has no address: once, at 06:30, never read so far",
        "    Is the address spelled right? Else the site has ended, or this machine finds no names.",
    ]
