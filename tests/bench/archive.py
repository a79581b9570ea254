"""The archive of a thousand editions, as its pages are asked for: how long each kind takes, and how many a second."""

from __future__ import annotations

import http.client
import os
import random
import re
import shutil
import statistics
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import closing
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from urllib.parse import urlsplit

from briefing import wiring
from briefing.config import load_config
from briefing.model import Brief, Recipe, Section, Slot
from briefing.ports import Store
from tests import editions
from tests.bench.report import Table

FIRST = date(2024, 1, 1)
EDITIONS = 1_000
_COMMAND = "python -m tests.bench --only archive   # the second part needs wrk (Debian: wrk)"
_SYLLABLES = (
    "har",
    "bour",
    "ven",
    "tal",
    "mi",
    "ko",
    "ster",
    "ran",
    "del",
    "qui",
    "so",
    "lem",
    "bri",
    "ton",
    "fa",
    "wick",
)
_VOCABULARY = 8_000
_ASKED = 300


def vocabulary() -> tuple[list[str], list[float]]:
    """Words, the commonest first, and how common each is (Zipf)."""
    chance = random.Random(6)
    words = dict.fromkeys(
        "".join(chance.choices(_SYLLABLES, k=chance.choice((2, 3, 4)))) for _ in range(3 * _VOCABULARY)
    )
    return list(words)[:_VOCABULARY], [1 / (rank + 2.7) for rank in range(_VOCABULARY)]


WORDS, COMMON = vocabulary()


def fill(store: Store, number: int) -> list[str]:
    """So many daily editions, whose stories go on for one to nine days; returns the ids of the stories."""
    chance = random.Random(7)
    pattern, _ = editions.edition(*editions.running())
    running: list[list[object]] = []
    ids: list[str] = []
    for after in range(number):
        day = FIRST + timedelta(days=after)
        while len(running) < len(pattern.briefs):
            ids.append(f"s-{len(ids):08x}")
            running.append([ids[-1], chance.choice((1, 1, 1, 2, 3, 5, 9))])
        told = iter(running)
        sections = tuple(
            Section(
                name=section.name, briefs=tuple(_brief(brief, str(next(told)[0]), chance) for brief in section.briefs)
            )
            for section in pattern.sections
        )
        closes = datetime(day.year, day.month, day.day, 4, 30, tzinfo=UTC)
        slot = Slot(briefing="daily", date=day, opens=closes - timedelta(days=1), closes=closes)
        store.editions.add(replace(pattern, slot=slot, sections=sections), Recipe(version="1"), [], closes)
        running = [[story, left - 1] for story, left in running if isinstance(left, int) and left > 1]
    return ids


def _brief(pattern: Brief, story: str, chance: random.Random) -> Brief:
    def words(count: int) -> str:
        return " ".join(chance.choices(WORDS, COMMON, k=count))

    quotes = tuple(replace(quote, text=f"{words(18).capitalize()}.") for quote in pattern.quotes)
    return replace(pattern, story=story, headline=words(9).capitalize(), quotes=quotes)


def ask_all(ids: list[str], base: str, count: int) -> Iterator[tuple[str, list[float]]]:
    """Milliseconds, as whoever asks sees them, of pages of each kind that nobody asked for before."""
    chance = random.Random(8)
    days = [(FIRST + timedelta(days=after)).isoformat() for after in range(count)]
    asked = min(_ASKED, count)
    kinds = {
        "editions": [f"/{day}/edition.html" for day in chance.sample(days, asked)],
        "months": [f"/archive/{month}" for month in sorted({day[:7] for day in days})],
        "years": [f"/archive/{year}" for year in sorted({day[:4] for day in days})],
        "overview": ["/archive"],
        "stories": [f"/stories/{story}" for story in chance.sample(ids, asked)],
        "search, one word": [f"/search?q={word}" for word in chance.choices(WORDS, COMMON, k=_ASKED)],
        "search, three words": [f"/search?q={'+'.join(chance.choices(WORDS, COMMON, k=3))}" for _ in range(_ASKED)],
        "feeds": ["/feed.atom", "/feed.json"],
        "sitemap": ["/sitemap.xml"],
    }
    client = http.client.HTTPConnection(urlsplit(base).netloc, timeout=60)
    with closing(client):
        for path in ("/archive/2024-01", f"/{days[0]}/edition.html", f"/stories/{ids[0]}", "/search?q=a"):
            ask(client, path)  # templates are read at first use
        for kind, paths in kinds.items():
            yield kind, timed(client, paths)
        client.close()
        time.sleep(count * 0.06)  # meanwhile every edition is drawn
        yield "editions, a minute later", timed(client, [f"/{day}/edition.html" for day in chance.sample(days, asked)])
        again = [path for kind, paths in kinds.items() if "search" not in kind for path in paths]
        yield "all but search, asked again", timed(client, again)


def ask(client: http.client.HTTPConnection, path: str) -> http.client.HTTPMessage:
    """The headers of a page, which is read to its end."""
    client.request("GET", path)
    answer = client.getresponse()
    answer.read()
    assert answer.status == 200, path
    return answer.headers


def timed(client: http.client.HTTPConnection, paths: list[str]) -> list[float]:
    """Milliseconds for each."""
    took = []
    for path in paths:
        began = time.perf_counter()
        ask(client, path)
        took.append((time.perf_counter() - began) * 1000)
    return took


def p95(took: list[float]) -> float:
    return sorted(took)[min(len(took) - 1, int(len(took) * 0.95))]


def requests_a_second(base: str, path: str, header: str = "X: x") -> float:
    """By one process of wrk over sixteen connections."""
    command = ["wrk", "-t1", "-c16", "-d4s", "-H", header, base + path]
    said = subprocess.run(command, capture_output=True, text=True, check=True).stdout
    found = re.search(r"Requests/sec:\s+([\d.]+)", said)
    assert found, said
    return float(found[1])


def archive(folder: Path, *, quick: bool) -> Iterator[Table]:
    folder = folder / "archive"
    folder.mkdir()
    count = 60 if quick else EDITIONS
    (folder / "config.yaml").write_text('timezone: UTC\nsources:\n  - {feed: "https://a.example/feed"}\n')
    config = load_config(folder / "config.yaml", {})
    with wiring.opened_store(config) as store:
        began = time.perf_counter()
        ids = fill(store, count)
        took = (time.perf_counter() - began) / count * 1000
    print(f"filled: {took:.1f} ms an edition", file=sys.stderr)
    command = [sys.executable, "-m", "briefing", "serve", "--no-schedule", "--port", "0", "--config", "config.yaml"]
    server = subprocess.Popen(
        command,
        cwd=folder,
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
        text=True,
        env=os.environ | {"PYTHONPATH": str(Path(__file__).resolve().parents[2])},
    )
    try:
        assert server.stdout
        base = server.stdout.readline().strip().rstrip("/")
        rows = [
            (kind, str(len(took)), f"{statistics.median(took):.1f}", f"{p95(took):.1f}", f"{max(took):.1f}")
            for kind, took in ask_all(ids, base, count)
        ]
        yield Table(
            title=f"Archive of {count:,} editions: milliseconds for a page",
            commands=[_COMMAND],
            head=("pages", "asked", "median", "p95", "most"),
            rows=rows,
            reading="One client on the same machine; each page is drawn for it, but for those of the last two lines.",
        )
        if shutil.which("wrk"):
            page = f"/{FIRST.isoformat()}/edition.html"
            with closing(http.client.HTTPConnection(urlsplit(base).netloc, timeout=60)) as client:
                tag = ask(client, page)["ETag"]
            many = [
                ("an edition, packed", requests_a_second(base, page, "Accept-Encoding: gzip")),
                ("an edition, plain", requests_a_second(base, page)),
                ("an edition that is there already (304)", requests_a_second(base, page, f"If-None-Match: {tag}")),
                ("a month", requests_a_second(base, "/archive/2024-02", "Accept-Encoding: gzip")),
                ("the overview", requests_a_second(base, "/archive", "Accept-Encoding: gzip")),
                ("search, one word", requests_a_second(base, f"/search?q={WORDS[50]}")),
            ]
            yield Table(
                title="Requests a second, one process",
                commands=[_COMMAND],
                head=("pages", "requests/s"),
                rows=[(name, f"{rate:,.0f}") for name, rate in many],
            )
    finally:
        server.terminate()
        server.wait(20)
