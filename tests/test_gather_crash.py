"""Gathering that was killed at any moment and is run again leaves what a gathering leaves that nobody disturbed."""

from __future__ import annotations

import json
import random
import re
import signal
import sqlite3
import subprocess
import sys
import time
from collections.abc import Iterator, Mapping
from contextlib import closing, contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from threading import Thread
from typing import Any, ClassVar

import pytest

from briefing.sample import site
from briefing.sample.server import SampleServer
from briefing.sample.world import EDITIONS
from tests.conftest import ROOT
from tests.processes import running, until

NOW = EDITIONS[0]
PUBLISHERS = ("meridian", "herald", "post", "ledger", "sentinel")
Rows = Mapping[str, list[dict[str, Any]]]


def rss(title: str, *entries: tuple[str, str]) -> str:
    """entries: title and link."""
    items = "".join(f"<item><title>{name}</title><link>{link}</link></item>" for name, link in entries)
    return f"<rss version='2.0'><channel><title>{title}</title>{items}</channel></rss>"


class Odd(BaseHTTPRequestHandler):
    """What the sample's publishers don't do: feeds that are gone, that moved, that fail, that come late or repeat each
    other, and pages that nobody has."""

    protocol_version = "HTTP/1.1"
    ANSWERS: ClassVar = {
        "/moved": (301, ""),
        "/new": (200, rss("Moved", ("Not to be had", "/missing/1"))),
        "/gone": (410, ""),
        "/failing": (403, ""),
        "/early": (200, rss("Early", *((f"Page {n}", f"/page/{n}") for n in range(3)))),
        "/late": (200, rss("Late", *((f"Page {n}, as the first feed has it", f"/page/{n}") for n in range(3)))),
    }
    DELAYS: ClassVar = {"/late": 0.4, "/page/1": 0.8}
    shared: tuple[tuple[str, str], ...]
    """What the wire carries besides: entries of the sample's feeds, under other titles."""

    def do_GET(self) -> None:
        time.sleep(self.DELAYS.get(self.path, 0))
        wire = (200, rss("Wire", ("Not to be had, either", "/missing/2"), *self.shared))
        status, body = ({"/wire": wire} | self.ANSWERS).get(self.path, (404, ""))
        self.send_response(status)
        if status == 301:
            self.send_header("Location", "/new")
        self.send_header("Content-Type", "application/rss+xml; charset=utf-8")
        self.send_header("Content-Length", str(len(body.encode())))
        self.end_headers()
        self.wfile.write(body.encode())

    def log_message(self, format: str, *args: object) -> None:  # noqa: A002 - the name http.server gives it
        """Quiet."""


class OddServer(ThreadingHTTPServer):
    daemon_threads = True

    def handle_error(self, request: object, client_address: object) -> None:
        """Quiet, too: whoever is killed hangs up in the middle."""


@pytest.fixture(scope="module")
def sample() -> Iterator[SampleServer]:
    with SampleServer(0, NOW) as server:
        yield server


@pytest.fixture(scope="module")
def odd(sample: SampleServer) -> Iterator[str]:
    shared = tuple(
        (f"The wire has {article.id}", site.article_url(article, sample.base))
        for publisher in PUBLISHERS
        for article in site.published(publisher, NOW)[:2]
    )
    with OddServer(("127.0.0.1", 0), type("Handler", (Odd,), {"shared": shared})) as server:
        thread = Thread(target=server.serve_forever, args=(0.05,), daemon=True)
        thread.start()
        yield f"http://127.0.0.1:{server.server_address[1]}"
        server.shutdown()
        thread.join()


@pytest.fixture(scope="module")
def feeds(sample: SampleServer, odd: str) -> list[str]:
    return [
        *(sample.url_of(publisher) for publisher in PUBLISHERS),
        *(f"{odd}/{name}" for name in ("wire", "moved", "gone", "failing", "missing")),
    ]


def folder(path: Path, feeds: list[str]) -> Path:
    path.mkdir()
    sources = "".join(f'  - {{feed: "{url}"}}\n' for url in feeds)
    (path / "config.yaml").write_text(f"timezone: UTC\nsources:\n{sources}fetch: {{workers: 1}}\n")
    return path


def stored(path: Path) -> Rows:
    """Every row of the store, by table, but for how long a robots.txt is kept and how long the work took: these go by
    the clock on the wall, and all the rest by the round's own time, which is the same for the rounds here."""
    found = {}
    with closing(sqlite3.connect(path / "briefing.db")) as raw:
        raw.row_factory = sqlite3.Row
        assert raw.execute("PRAGMA integrity_check").fetchone()[0] == "ok"
        tables = [row[0] for row in raw.execute("SELECT name FROM sqlite_master WHERE type = 'table'")]
        for table in sorted({*tables} - {"tallies"}):
            rows = [dict(row) for row in raw.execute(f"SELECT * FROM {table}")]
            for row in rows if table == "texts" else ():
                del row["until"]
            found[table] = sorted(rows, key=lambda row: json.dumps(row, default=str))
    return found


def differences(got: Rows, wanted: Rows) -> list[str]:
    """In words, a line for each row that only one of two stores has and for each value that differs."""
    found = [f"table {table}" for table in got.keys() ^ wanted.keys()]
    for table in got.keys() & wanted.keys():
        ours, theirs = (_by_key(rows[table]) for rows in (got, wanted))
        found += [f"{table}: too much: {ours[key]}" for key in ours.keys() - theirs.keys()]
        found += [f"{table}: missing: {theirs[key]}" for key in theirs.keys() - ours.keys()]
        for key in ours.keys() & theirs.keys():
            found += [
                f"{table}: {key[0]}: {name}: {ours[key].get(name)!r}, not {value!r}"
                for name, value in theirs[key].items()
                if ours[key].get(name) != value
            ]
    return sorted(found)


def _by_key(rows: list[dict[str, Any]]) -> dict[tuple[Any, ...], dict[str, Any]]:
    """By the first two columns: no table has a longer key than a version's id and digest."""
    return {tuple(list(row.values())[:2]): row for row in rows}


class Driver:
    """See `gather_driver`."""

    def __init__(self, process: subprocess.Popen[str]) -> None:
        self._process = process

    def gather(self, folder: Path, kill_at: int = 0) -> int:
        """Runs it; how many touches of the world there were, where it was left to end."""
        assert self._process.stdin is not None
        assert self._process.stdout is not None
        job = {"folder": str(folder), "kill_at": kill_at, "arguments": ["gather", "-q", "--now", NOW.isoformat()]}
        self._process.stdin.write(json.dumps(job) + "\n")
        self._process.stdin.flush()
        ended = json.loads(self._process.stdout.readline())
        if kill_at and ended["code"] == -9:
            return 0
        assert ended["code"] == 0, ended["said"]
        return int(ended["said"].split()[-1])


@contextmanager
def driven() -> Iterator[Driver]:
    command = [sys.executable, "-m", "tests.gather_driver"]
    with subprocess.Popen(command, cwd=ROOT, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True) as process:
        try:
            yield Driver(process)
        finally:
            process.kill()


@pytest.fixture(scope="module")
def driver() -> Iterator[Driver]:
    with driven() as found:
        yield found


@pytest.fixture(scope="module")
def whole(driver: Driver, feeds: list[str], tmp_path_factory: pytest.TempPathFactory) -> tuple[int, Rows]:
    """Touches, and what is left, of a gathering that nobody disturbs."""
    place = folder(tmp_path_factory.mktemp("whole") / "x", feeds)
    touches = driver.gather(place)
    rows = stored(place)
    assert len(rows["articles"]) >= 15
    return touches, rows


def test_undisturbed_it_is_the_same_each_time(
    driver: Driver, feeds: list[str], whole: tuple[int, Rows], tmp_path: Path
) -> None:
    place = folder(tmp_path / "x", feeds)
    driver.gather(place)
    assert differences(stored(place), whole[1]) == []


@pytest.mark.parametrize("seed", range(3))
def test_killed_at_any_touch_of_the_world(
    driver: Driver, feeds: list[str], whole: tuple[int, Rows], tmp_path: Path, seed: int
) -> None:
    touches, rows = whole
    for point in random.Random(seed).sample(range(1, touches + 1), 5):
        place = folder(tmp_path / f"{point}", feeds)
        driver.gather(place, point)
        driver.gather(place)
        assert differences(stored(place), rows) == [], f"killed at {point} of {touches}"


def test_killed_over_and_over_it_comes_to_an_end(
    driver: Driver, feeds: list[str], whole: tuple[int, Rows], tmp_path: Path
) -> None:
    place = folder(tmp_path / "x", feeds)
    draw = random.Random(7)
    kills = 0
    while not driver.gather(place, draw.randint(60, 240)):
        kills += 1
        assert kills < 40
    assert kills >= 3
    assert differences(stored(place), whole[1]) == []


def test_killed_at_any_time_with_its_workers(feeds: list[str], whole: tuple[int, Rows], tmp_path: Path) -> None:
    place = folder(tmp_path / "x", feeds)
    command = ("gather", "-q", "--now", NOW.isoformat())
    draw = random.Random(11)
    for _ in range(4):
        with running(place, *command) as round_:
            time.sleep(draw.uniform(0.4, 1.0))
            assert round_.end(signal.SIGKILL) == -signal.SIGKILL
            until(lambda: not round_.others(), what="the end of its workers")
    with running(place, *command) as round_:
        assert round_.process.wait(30) in (0, 1), round_.said
    assert differences(stored(place), whole[1]) == []


def test_two_at_the_same_time(feeds: list[str], whole: tuple[int, Rows], tmp_path: Path) -> None:
    place = folder(tmp_path / "x", feeds)
    command = ("gather", "-q", "--now", NOW.isoformat())
    with running(place, *command) as one, running(place, *command) as other:
        for round_ in (one, other):
            assert round_.process.wait(30) in (0, 1), round_.said
    # Both may have asked for what failed, and both have been refused: that was twice then.
    counts = re.compile("sources: .*: failures: 2, not 1|items: .*: attempts: 2, not 1")
    assert [line for line in differences(stored(place), whole[1]) if not counts.match(line)] == []


def test_an_article_is_the_first_feeds_whichever_answers_first(driver: Driver, odd: str, tmp_path: Path) -> None:
    place = folder(tmp_path / "x", [f"{odd}/late", f"{odd}/early"])
    driver.gather(place)
    rows = stored(place)
    assert [row["source"] for row in rows["items"]] == [f"{odd}/late"] * 3
    assert sorted(row["title"] for row in rows["articles"]) == [f"Page {n}, as the first feed has it" for n in range(3)]
