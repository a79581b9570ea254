"""Gathering against a captured news web as far away as the real one: time, memory, and what the next round asks.

What it is compared with is the CPU that trafilatura alone takes for the same pages, in the same minutes, over as many
processes as Briefing reads pages with: a program that reads them with trafilatura can't be done sooner.
"""

from __future__ import annotations

import json
import re
import time
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import ExitStack
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from multiprocessing import get_context
from pathlib import Path
from urllib.request import urlopen

from tests.bench.newsroom import BRIEFING, Cost, Served, prepared, run, served
from tests.bench.plots import Plot, columns
from tests.bench.report import Table
from tests.watch import cpu

ALL = ("--days", "1")
FAR = ("--latency", "0.15")
SIZES = (20, 80, 1000)
"""Publishers; the last means all."""
PROCESSES = 2
"""As many as `fetch.workers` says by default."""
LONG_AFTER = timedelta(days=10)
"""By then nearly all entries are too old for their pages to be read: many feeds can be followed quickly."""
COMMANDS = (
    "python ../shared/newsroom/newsroom.py --port 8808 --days 1 --latency 0.15   # --publishers N, --faults",
    "briefing init day && cd day && briefing feeds import http://127.0.0.1:8808/feeds.opml --replace",
    "briefing gather",
)


# --- the floor -----------------------------------------------------------------------------------------------------


def pages(*arguments: str) -> list[bytes]:
    """Of every article that a newsroom with these arguments serves."""
    with served(*arguments) as room, ThreadPoolExecutor(16) as threads:
        with urlopen(f"{room.base}/_newsroom/truth") as answer:
            urls = [str(json.loads(line)["url"]) for line in answer]
        return list(threads.map(_body, urls))


def _body(url: str) -> bytes:
    with urlopen(url) as answer:
        return bytes(answer.read())


def floor(bodies: Sequence[bytes], read: Callable[[bytes], float]) -> float:
    """Seconds of CPU that `read` takes for all, divided by PROCESSES, with all of these at work at once."""
    with get_context("spawn").Pool(PROCESSES) as pool:
        pool.map(read, bodies[: 20 * PROCESSES])  # what is loaded with the first pages does not count
        return sum(pool.map(read, bodies, chunksize=8)) / PROCESSES


def text_only(body: bytes) -> float:
    from trafilatura import extract

    return _cpu_of(lambda: extract(body))


def with_fields(body: bytes) -> float:
    """With title, authors, date and picture, as an edition needs them."""
    from trafilatura import bare_extraction

    return _cpu_of(lambda: bare_extraction(body, with_metadata=True))


def _cpu_of(work: Callable[[], object]) -> float:
    began = time.process_time()
    work()
    return time.process_time() - began


# --- a round -------------------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True, kw_only=True)
class Round:
    """What one `briefing gather` took, and the newsrooms meanwhile, which share the machine."""

    cost: Cost
    web: float
    """Seconds of CPU of the newsrooms."""
    asked: Counter[str]
    """What was asked of them: see `Served.totals`."""

    def said(self, noun: str) -> int:
        """What it says of itself, such as 12 for "12 pages read"."""
        found = re.search(rf"(\d+) (?:of \d+ )?{noun}", self.cost.output)
        return int(found[1]) if found else 0


def gather(folder: Path, *rooms: Served, now: datetime | None = None) -> Round:
    before, busy = _asked(rooms), sum(cpu(room.pid) for room in rooms)
    cost = run([BRIEFING, "gather", *(["--now", now.isoformat()] if now else [])], folder)
    web = sum(cpu(room.pid) for room in rooms) - busy
    if cost.code not in (0, 1):
        raise SystemExit(cost.output)
    asked = _asked(rooms) - before
    asked["requests"] -= len(rooms)  # our own question
    return Round(cost=cost, web=web, asked=asked)


def _asked(rooms: Sequence[Served]) -> Counter[str]:
    return sum((room.totals() for room in rooms), Counter[str]())


# --- the tables ----------------------------------------------------------------------------------------------------


def rounds(folder: Path, *, quick: bool) -> Iterator[Table]:
    yield from _first_and_next(folder, (5, 10) if quick else SIZES)
    yield _many_feeds(folder, 10 if quick else SIZES[-1])
    yield _faults(folder, 10 if quick else SIZES[-1])


def _first_and_next(folder: Path, sizes: Sequence[int]) -> Iterator[Table]:
    first, memory, again = [], [], []
    for size in sizes:
        few = (*ALL, "--publishers", f"{size}")
        bodies = pages(*few)
        place = folder / f"gather-{size}"
        text = [floor(bodies, text_only)]
        fields = [floor(bodies, with_fields)]
        with served(*few, *FAR) as room:
            prepared(place, room)
            took = gather(place, room)
            later = gather(place, room, now=datetime.now(UTC) + timedelta(hours=2))
        fields.append(floor(bodies, with_fields))
        text.append(floor(bodies, text_only))
        least, fair = sum(text) / 2, sum(fields) / 2
        cost, feeds = took.cost, f"{room.publishers}"
        if took.said("pages? read") != len(bodies):
            raise SystemExit(f"{took.said('pages? read')} of {len(bodies)} pages were read:\n{cost.output}")
        first.append((feeds, f"{len(bodies)}", f"{cost.wall:.1f}", f"{least:.1f}", f"{cost.wall / least:.2f}",
                      f"{fair:.1f}", f"{cost.wall / fair:.2f}", f"{cost.cpu - cost.cpu_main:.1f}",
                      f"{cost.cpu_main:.1f}", f"{took.web:.1f}",
                      f"{(cost.cpu + took.web) / PROCESSES:.1f}"))  # fmt: skip
        memory.append((feeds, f"{len(bodies)}", f"{cost.peak_main / 1e6:.0f}", f"{cost.peak / 1e6:.0f}",
                       f"{later.cost.peak / 1e6:.0f}"))  # fmt: skip
        again.append(_next_round(later, room.publishers))
    yield Table(
        title="Gathering: how long it takes",
        commands=COMMANDS,
        reading="Everything at once, each answer 150 ms away, configured by `briefing init`. Seconds. Floor: the "
        f"CPU of `trafilatura.extract(page)` for the same pages, divided by {PROCESSES} processes, measured before and "
        "after in the same minutes; with fields: of `bare_extraction(page, with_metadata=True)`, as title, authors and "
        "date are needed too. Workers read pages, main fetches, reads feeds and stores, web is the newsroom itself. "
        f"Least: the CPU of all of these over {PROCESSES} cores, which no wall time on this machine can go below.",
        head=_FIRST,
        rows=first,
        plot=Plot(
            x="pages", y="seconds", curves=columns(_FIRST, first, "pages", "wall", "with fields", "floor"), log=""
        ),
    )
    yield Table(
        title="Gathering: memory",
        commands=COMMANDS,
        reading="MB resident at most: of the process that fetches and stores, of the largest of all processes, and of "
        "the largest in the next round.",
        head=("feeds", "pages", "main", "largest", "next round"),
        rows=memory,
    )
    yield Table(
        title="Gathering again when nothing is new",
        commands=(*COMMANDS, "briefing gather   # two hours later (--now)"),
        reading="Feeds a second of CPU, the start of the program included; see the next table.",
        head=_AGAIN,
        rows=again,
    )


_FIRST = ("feeds", "pages", "wall", "floor", "× floor", "with fields", "× with fields", "CPU workers", "CPU main",
          "CPU web", "least")  # fmt: skip
_AGAIN = ("feeds", "requests", "of them 304", "wall", "CPU", "CPU web", "feeds/CPU s")


def _next_round(took: Round, feeds: int) -> tuple[str, ...]:
    return (f"{feeds}", f"{took.asked['requests']}", f"{took.asked['not_modified']}", f"{took.cost.wall:.1f}",
            f"{took.cost.cpu:.2f}", f"{took.web:.2f}", f"{feeds / took.cost.cpu:.0f}")  # fmt: skip


def _many_feeds(folder: Path, size: int) -> Table:
    """One newsroom and four, so that the start of the program can be told from what a feed takes."""
    rows, cpus = [], {}
    for many in (1, 4):
        place = folder / f"again-{many}"
        with ExitStack() as stack:
            rooms = [stack.enter_context(served(*ALL, *FAR, "--publishers", f"{size}")) for _ in range(many)]
            prepared(place, *rooms)
            now = datetime.now(UTC) + LONG_AFTER
            gather(place, *rooms, now=now)
            rounds = [gather(place, *rooms, now=now + timedelta(hours=2 * n)) for n in (1, 2, 3)]
        feeds = sum(room.publishers for room in rooms)
        best = min(rounds, key=lambda took: took.cost.cpu)
        cpus[feeds] = best.cost.cpu
        rows.append(_next_round(best, feeds))
    (fewer, less), (more, most) = cpus.items()
    each = (most - less) / (more - fewer)
    rows.append((f"each of {more - fewer}", "", "", "", f"{each:.4f}", "", f"{1 / each:.0f}"))
    return Table(
        title="Gathering again: what a feed takes",
        commands=(
            *COMMANDS[:2],
            "briefing gather --now …   # ten days later, so that few pages are read; then thrice more",
        ),
        reading="One newsroom, and four on ports of their own. The round of least CPU of three. The last line is the "
        "difference between the two: what feeds take without the start of the program, of its libraries and of the "
        f"store, which is {less - fewer * each:.2f} s.",
        head=_AGAIN,
        rows=rows,
    )


def _faults(folder: Path, size: int) -> Table:
    rows = []
    with served(*ALL, *FAR, "--publishers", f"{size}", "--faults") as room:
        place = folder / "gather-faults"
        prepared(place, room)
        began = datetime.now(UTC)
        for name, now in (("first", began), ("at once again", began), ("an hour later", began + timedelta(hours=1)),
                          ("a day later", began + timedelta(days=1))):  # fmt: skip
            took = gather(place, room, now=now)
            cost = took.cost
            feeds_failed, pages_failed = took.said("feeds? could not be read"), took.said("pages? could not be read")
            rows.append((name, f"{room.publishers}", f"{took.asked['requests']}", f"{took.asked['not_modified']}",
                         f"{feeds_failed}", f"{took.said('pages? read')}", f"{pages_failed}", f"{cost.code}",
                         f"{cost.wall:.1f}", f"{cost.cpu:.1f}", f"{cost.peak_main / 1e6:.0f}",
                         f"{cost.peak / 1e6:.0f}"))  # fmt: skip
    return Table(
        title="Gathering on a bad day",
        commands=COMMANDS,
        reading="Every sixth feed and every twelfth page misbehaves: hangs, drips, is a bomb, leads in circles, is cut "
        "off, asks for a password … Failed: in that round; what fails is asked again ever more rarely. A round's bound "
        "is `fetch.round`, ten minutes, and what was under way then: 20 seconds an answer.",
        head=("round", "feeds", "requests", "304", "feeds failed", "pages read", "pages failed", "exit", "wall", "CPU",
              "MB main", "MB largest"),
        rows=rows,
    )  # fmt: skip
