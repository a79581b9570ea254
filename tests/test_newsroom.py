"""The whole job against a captured news web, as `briefing init` sets it up, and what the web's own truth says of it."""

from __future__ import annotations

import json
import re
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any
from urllib.request import urlopen

from tests.smtp_servers import MailServer, mail_server

HEALED = {"429", "500-once", "moved", "broken-xml", "latin1", "deep", "paywall", "huge"}
"""Faults that end with the second request, or that a good reader reads through or may: no failure is expected."""


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


def begun(folder: Path, base: str, mail: MailServer) -> None:
    """What a user does first: init, the feeds of the reader used so far, the mail server."""
    assert briefing(folder, "init").returncode == 0
    imported = briefing(folder, "feeds", "import", f"{base}/feeds.opml", "--replace")
    assert imported.returncode == 0, imported.stderr
    path = folder / "config.yaml"
    text = path.read_text()
    for key, value in {
        "timeout": "3s",
        "per_host": "8",
        "enabled": "true",
        "host": "127.0.0.1",
        "port": str(mail.port),
        "security": "none",
        "sender": '"Daily Briefing <daily@example.org>"',
        "to": "[ann@example.org, bob@example.org]",
    }.items():
        text, changed = re.subn(rf"^(  {key}:).*$", rf"\1 {value}", text, flags=re.MULTILINE)
        assert changed == 1, key
    path.write_text(text)


def test_a_day_of_news_is_told_truly_and_once(shared: Path, tmp_path: Path) -> None:
    with mail_server() as mail, newsroom(shared, "--publishers", "12", "--days", "7", "--day", "1") as base:
        begun(tmp_path, base, mail)
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
        assert mail.recipients == ["ann@example.org", "bob@example.org"]

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
        begun(tmp_path, base, mail)
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
        assert [url for url in sorted(named) if f": {names.get(url, url)}: " not in told] == []

        edition = json.loads((tmp_path / "out" / "latest" / "edition.json").read_text())
        failed = {failure["subject"] for failure in edition["failures"] if failure["stage"] == "feed"}
        assert failed == {names[url] for url in named & names.keys()}
        assert edition["counts"]["feeds_failed"] == len(failed)
        scores = score(shared, tmp_path / "out" / "latest" / "edition.json", base)
        assert (scores["quotes_true"], scores["told_twice"]) == (1, 0)
        assert scores["briefs"] >= 8
        assert briefing(tmp_path, "editions", "verify").returncode == 0
        assert len(mail.recipients) == 2


def test_feeds_can_be_checked_before_anything_is_kept(shared: Path, tmp_path: Path) -> None:
    with mail_server() as mail, newsroom(shared, "--publishers", "12", "--faults", "--latency", "0.1") as base:
        begun(tmp_path, base, mail)
        ended = briefing(tmp_path, "feeds", "check")
        assert ended.returncode == 1
        faults = {row["publisher"]: row["feed_fault"] for row in truth(base)}
        assert 0 < ended.stdout.count("✗") <= sum(fault is not None for fault in faults.values())
        assert ended.stdout.count("✓") + ended.stdout.count("✗") == 12
        assert not (tmp_path / "briefing.db").exists()
