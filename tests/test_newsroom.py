"""The whole job against a captured news web, as `briefing init` sets it up, and what the web's own truth says of it."""

from __future__ import annotations

import json
import re
import subprocess
import sys
import time
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit
from urllib.request import urlopen

import pytest

from briefing import wiring
from briefing.config import load_config
from briefing.model import Trace
from tests.smtp_servers import MailServer, mail_server

HEALED = {"429", "500-once", "moved", "broken-xml", "latin1", "deep", "paywall", "huge"}
"""Faults that end with the second request, or that a good reader reads through or may: no failure is expected."""
NAMED = {
    "403": "403|forbid|refus",
    "404": "404|not found",
    "410": "410|gone",
    "429": "429|too many|busy|later",
    "500-once": "500|server",
    "hang": "time|seconds|answer",
    "drip": "time|seconds|answer|slow",
    "cut": "cut|broke|ended|whole|half|incomplete|closed",
    "loop": "redirect|circle",
    "login-page": "page|HTML",
    "huge": "MB|bytes|large|big",
    "bomb": "MB|bytes|large|big",
    "entity-bomb": "entit|no feed|not a feed|no entries|neither|DTD",
    "empty": "empty|nothing|no bytes",
    "broken-xml": "XML",
}
"""A word at least of what is said of a feed with this fault; "moved" is none, as it can be followed."""
MAY_HEAL = {"429", "500-once", "broken-xml", "huge"}


@contextmanager
def newsroom(shared: Path, *arguments: str) -> Iterator[str]:
    """Serves it; the address."""
    command = [sys.executable, str(shared / "newsroom" / "newsroom.py"), *arguments]
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True) as process:
        assert process.stdout is not None
        try:
            yield str(json.loads(process.stdout.readline())["base"])
        finally:
            process.terminate()


def truth(base: str) -> list[dict[str, Any]]:
    with urlopen(f"{base}/_newsroom/truth", timeout=10) as answer:
        return [json.loads(line) for line in answer.read().decode().splitlines()]


def score(shared: Path, edition: Path, base: str) -> dict[str, float]:
    command = [sys.executable, str(shared / "newsroom" / "score.py"), str(edition), base]
    done = subprocess.run(command, capture_output=True, text=True, timeout=30, check=True)
    return {name: float(value) for name, value in (line.split("\t") for line in done.stdout.splitlines())}


def briefing(folder: Path, *arguments: str) -> subprocess.CompletedProcess[str]:
    command = [sys.executable, "-m", "briefing", *arguments]
    done = subprocess.run(command, capture_output=True, text=True, timeout=60, check=False, cwd=folder)
    assert "Traceback" not in done.stderr, done.stderr
    return done


def begun(folder: Path, base: str, **changes: str) -> None:
    """What a user does first: init, the feeds of the reader used so far, a few lines of the configuration."""
    assert briefing(folder, "init", "--timezone", "America/New_York").returncode == 0
    imported = briefing(folder, "feeds", "import", f"{base}/feeds.opml", "--replace")
    assert imported.returncode == 0, imported.stderr
    path = folder / "config.yaml"
    text = path.read_text()
    for key, value in {"timeout": "3s", **changes}.items():
        text, changed = re.subn(rf"^(  {key}:).*$", rf"\1 {value}", text, count=1, flags=re.MULTILINE)
        assert changed == 1, key
    path.write_text(text)


def by(mail: MailServer) -> dict[str, str]:
    """The lines that have the edition mailed to two readers."""
    return {
        "enabled": "true",
        "host": "127.0.0.1",
        "port": str(mail.port),
        "security": "none",
        "sender": '"Daily Briefing <daily@example.org>"',
        "to": "[ann@example.org, bob@example.org]",
    }


def traces(folder: Path, urls: list[str]) -> dict[str, Trace | None]:
    """What the store knows of these addresses."""
    with wiring.opened_store(load_config(folder / "config.yaml", {})) as store:
        return {url: store.news.trace(url) for url in urls}


def asked(base: str) -> Counter[str]:
    """How often the newsroom was asked for what, by path."""
    with urlopen(f"{base}/_newsroom/stats", timeout=10) as answer:
        return Counter(json.load(answer)["paths"])


def test_a_day_of_news_is_told_truly_and_once(shared: Path, tmp_path: Path) -> None:
    with mail_server() as mail, newsroom(shared, "--publishers", "12", "--days", "7", "--day", "1") as base:
        begun(tmp_path, base, **by(mail))
        first = briefing(tmp_path, "run", "--out", "out")
        assert first.returncode == 0, first.stderr
        assert "Read 12 of 12 feeds" in first.stderr
        scores = score(shared, tmp_path / "out" / "latest" / "edition.json", base)
        assert (scores["quotes_true"], scores["told_twice"], scores["articles_unknown"]) == (1, 0, 0)
        assert scores["briefs"] >= 8
        assert scores["quotes"] >= scores["briefs"]
        proved = briefing(tmp_path, "editions", "verify")
        assert proved.returncode == 0
        assert f"{scores['briefs']:g} headlines and {scores['quotes']:g} sentences, each word for word" in proved.stdout
        assert sorted(mail.recipients) == ["ann@example.org", "bob@example.org"]

        files = {path: path.read_bytes() for path in (tmp_path / "out" / "latest").iterdir()}
        second = briefing(tmp_path, "run", "--out", "out")
        assert second.returncode == 0, second.stderr
        assert "0 new entries, 0 pages read" in second.stderr
        assert "was made before" in second.stderr
        assert {path: path.read_bytes() for path in (tmp_path / "out" / "latest").iterdir()} == files
        assert len(mail.recipients) == 2
        assert "the same, byte for byte" in briefing(tmp_path, "editions", "rebuild").stdout


def test_on_a_bad_day_what_is_broken_is_named_and_the_rest_is_told(shared: Path, tmp_path: Path) -> None:
    arguments = ("--publishers", "20", "--days", "7", "--day", "1", "--faults")
    with mail_server() as mail, newsroom(shared, *arguments) as base:
        begun(tmp_path, base, **by(mail))
        ended = briefing(tmp_path, "run", "--out", "out", "-v")
        assert ended.returncode == 1, ended.stderr
        rows = truth(base)
        feeds = {f"{base}/{row['publisher']}/feed": row["feed_fault"] for row in rows}
        pages = {row["url"]: row["page_fault"] for row in rows if not row["feed_fault"]}
        named = set(re.findall(r"^  (http\S+): ", ended.stderr, re.MULTILINE))
        assert sum(fault is not None for fault in feeds.values()) >= 3
        for url, fault in (feeds | pages).items():
            if fault is None:
                assert url not in named
            elif fault not in HEALED:
                assert url in named, f"{fault}: {url}"
        names = {feed["url"]: feed["name"] for feed in json.loads(briefing(tmp_path, "feeds", "list", "--json").stdout)}
        told = briefing(tmp_path, "status").stdout
        assert [url for url in sorted(named) if names.get(url, url) not in told] == []

        edition = json.loads((tmp_path / "out" / "latest" / "edition.json").read_text())
        failed = {failure["subject"] for failure in edition["failures"] if failure["stage"] == "feed"}
        assert failed == {names[url] for url in named & names.keys()}
        assert edition["counts"]["feeds_failed"] == len(failed)
        scores = score(shared, tmp_path / "out" / "latest" / "edition.json", base)
        assert (scores["quotes_true"], scores["told_twice"]) == (1, 0)
        assert scores["briefs"] >= 8
        assert briefing(tmp_path, "editions", "verify").returncode == 0
        assert len(mail.recipients) == 2


def test_feeds_can_be_checked_before_anything_is_kept_and_each_fault_is_named(shared: Path, tmp_path: Path) -> None:
    with newsroom(shared, "--days", "1", "--faults") as base:
        begun(tmp_path, base)
        ended = briefing(tmp_path, "feeds", "check", "--json")
        assert ended.returncode == 1, ended.stderr
        said = {row["url"]: row for row in json.loads(ended.stdout)}
        faults = {f"{base}/{row['publisher']}/feed": row["feed_fault"] for row in truth(base)}
        assert said.keys() == faults.keys()
        assert len(NAMED.keys() & set(faults.values())) >= 13
        for url, fault in faults.items():
            failure = said[url]["failure"]
            if fault in (None, "moved"):
                assert not failure, url
                assert said[url]["entries"] > 0, url
            elif failure or fault not in MAY_HEAL:
                assert re.search(NAMED[fault], failure, re.IGNORECASE), f"{fault}: {failure!r}"
        assert not (tmp_path / "briefing.db").exists()


@pytest.mark.long
def test_over_hours_of_faults_every_good_feed_is_whole_and_no_site_is_pestered(shared: Path, tmp_path: Path) -> None:
    with newsroom(shared, "--days", "7", "--day", "2", "--faults") as base:
        begun(tmp_path, base, timeout="2s")
        start = datetime.now(UTC)

        def gather(after: timedelta) -> Counter[str]:
            """What a round at that time asks for."""
            before = asked(base)
            ended = briefing(tmp_path, "gather", "-q", "--now", (start + after).isoformat())
            assert ended.returncode in (0, 1), ended.stderr
            return asked(base) - before

        rows = truth(base)
        feeds = {f"/{row['publisher']}/feed": row["feed_fault"] for row in rows}
        moved = {path for path, fault in feeds.items() if fault == "moved"}
        gone = {path for path, fault in feeds.items() if fault == "410"}
        broken = {path for path, fault in feeds.items() if fault and fault not in HEALED} - gone
        assert moved
        assert gone
        assert len(broken) >= 5

        first = gather(timedelta())
        assert all(first[path] for path in feeds)
        soon = gather(timedelta(minutes=5))
        assert not [path for path in broken | gone if soon[path]]
        hour = gather(timedelta(hours=1))
        assert [path for path in broken if not hour[path]] == []
        assert not [path for path in gone if hour[path]]
        assert [hour[path] for path in moved] == [0] * len(moved)
        assert [hour[f"{path}-new"] for path in moved] == [1] * len(moved)
        later = gather(timedelta(hours=1, minutes=20))  # twice failed is left alone for longer
        assert not [path for path in broken | gone if later[path]]
        assert first["/robots.txt"] + soon["/robots.txt"] + hour["/robots.txt"] + later["/robots.txt"] == 1

        # A failure that passes loses nothing: neither the entries of a feed nor the page of an entry.
        passing = {"429", "500-once"}
        good = [
            row["url"]
            for row in rows
            if row["feed_fault"] in {None, "moved", *passing} and row["page_fault"] in {None, *passing}
        ]
        assert {row["feed_fault"] for row in rows} >= {"500-once", "moved"}
        assert {row["page_fault"] for row in rows} >= passing
        found = traces(tmp_path, good)
        assert [url for url, trace in found.items() if not (trace and trace.article)] == []
        assert {trace.article.text_from for trace in found.values() if trace and trace.article} == {"page"}

        status = briefing(tmp_path, "status").stdout
        names = {feed["url"]: feed["name"] for feed in json.loads(briefing(tmp_path, "feeds", "list", "--json").stdout)}
        for path in broken | gone:
            assert names[base + path] in status


@pytest.mark.long
def test_a_round_ends_in_its_time_and_the_next_one_does_the_rest(shared: Path, tmp_path: Path) -> None:
    with newsroom(shared, "--publishers", "16", "--faults", "--latency", "0.5") as base:
        begun(tmp_path, base, timeout="2s", round="5s", at_once="4")
        began = time.monotonic()
        cut = briefing(tmp_path, "gather")
        assert time.monotonic() - began < 5 + 2 + 10  # the round, what was under way, and starting the program
        assert "next round" in cut.stderr
        first = asked(base)
        config = tmp_path / "config.yaml"
        config.write_text(config.read_text().replace("round: 5s", "round: 1m"))
        rest = briefing(tmp_path, "gather", "--now", (datetime.now(UTC) + timedelta(minutes=1)).isoformat())
        assert rest.returncode in (0, 1), rest.stderr
        assert "next round" not in rest.stderr
        rows = truth(base)
        good = [row["url"] for row in rows if not row["feed_fault"] and not row["page_fault"]]
        assert [url for url, trace in traces(tmp_path, good).items() if not (trace and trace.article)] == []
        again = asked(base) - first
        pages = {urlsplit(url).path for url in good}
        assert pages & first.keys()
        assert [path for path in pages & first.keys() if again[path]] == []
