"""The whole job against a captured news web on loopback: ../shared/newsroom serves it and scores the editions."""

from __future__ import annotations

import json
import math
import re
import socket
import subprocess
import sys
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path
from urllib.parse import urlsplit
from urllib.request import urlopen

from tests.bench import at, cost
from tests.bench.report import Table
from tests.watch import watched

ROOM = Path("../shared/newsroom").resolve()
BRIEFING = str(Path(sys.executable).with_name("briefing"))
DAYS = 7
FIRST_DAY = datetime.fromisoformat("2026-09-14T12:00:00+00:00")
"""The present of the days in sequence, so that these are the same whenever they are measured."""
COMMANDS = (
    "python ../shared/newsroom/newsroom.py --port 8808   # and --faults, --days 1",
    "briefing init day && cd day && briefing feeds import http://127.0.0.1:8808/feeds.opml --replace",
    "briefing run --out out",
    "python ../shared/newsroom/score.py out/latest/edition.json http://127.0.0.1:8808",
)
SCORES = (
    "briefs",
    "quotes",
    "quotes_true",
    "articles_unknown",
    "mixed",
    "told_twice",
    "coverage",
    "ndcg",
    "words",
    "minutes",
)
AGAIN = "again without news"
STATUSES = ("new, not told before", "new, told before", "update, told before", "update, not told before", AGAIN)
SAID = (
    "Quotes true: the share that stands, word for word, in the true text; articles unknown: linked "
    "under an address that was not served; mixed: stories whose reports tell more than "
    "one true story; told twice: stories beyond the first for one true story; coverage: of a story's reports that "
    "were served, the share listed; NDCG: do the stories that most publishers tell come first?"
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Served:
    """A newsroom that is up."""

    base: str
    articles: int
    publishers: int
    pid: int

    def totals(self) -> Counter[str]:
        """How many requests, answers of 304 (not_modified), bytes … since it began."""
        with urlopen(f"{self.base}/_newsroom/stats") as answer:
            return Counter(json.load(answer)["totals"])


@contextmanager
def served(*arguments: str) -> Iterator[Served]:
    command = [sys.executable, str(ROOM / "newsroom.py"), *arguments]
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True) as process:
        assert process.stdout is not None
        try:
            told = json.loads(process.stdout.readline())
            yield Served(base=told["base"], articles=told["articles"], publishers=told["publishers"], pid=process.pid)
        finally:
            process.terminate()


def score(edition: Path, base: str) -> Mapping[str, str]:
    """What the scorer says, by name."""
    command = [sys.executable, str(ROOM / "score.py"), str(edition), base]
    done = subprocess.run(command, capture_output=True, text=True, check=True)
    return dict(line.split("\t") for line in done.stdout.splitlines())


def free_port() -> str:
    """One for all days: a feed's address is its key in the store."""
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        return str(free.getsockname()[1])


@dataclass(frozen=True, slots=True, kw_only=True)
class Cost:
    """What a command and its children took."""

    code: int
    wall: float
    cpu: float
    peak: int
    """Resident bytes of the largest of its processes."""
    cpu_main: float
    """Of the command itself, without what it started."""
    peak_main: int
    output: str


def run(command: Sequence[str], folder: Path) -> Cost:
    """Run a command in a folder and measure it from outside, all its processes together (see `cost`)."""
    result, log = folder / "cost.json", folder / "log"
    measured = [sys.executable, str(Path(cost.__file__)), str(result), *command]
    with log.open("w", encoding="utf-8") as out:
        process = subprocess.Popen(measured, cwd=folder, stdout=out, stderr=out)
        with watched(process.pid) as seen:
            process.wait()
    if process.returncode:
        raise SystemExit(log.read_text(encoding="utf-8"))
    main = seen.largest(depth=1)
    return Cost(
        **json.loads(result.read_text(encoding="utf-8")),
        cpu_main=main.cpu,
        peak_main=main.peak,
        output=log.read_text(encoding="utf-8"),
    )


def prepared(folder: Path, *rooms: Served) -> None:
    """A configuration in an empty folder that reads the newsrooms' feeds, otherwise as `briefing init` writes it."""
    folder.mkdir(parents=True)
    lists = [["feeds", "import", f"{room.base}/feeds.opml"] for room in rooms]
    lists[0].append("--replace")
    for command in (["init", "."], *lists):
        done = run([BRIEFING, *command], folder)
        if done.code:
            raise SystemExit(done.output)


def one_day(folder: Path, *, quick: bool) -> Iterator[Table]:
    few = ("--publishers", "10") if quick else ()
    costs, scores = [], []
    for name, arguments in (
        ("one day", ()),
        ("one day, faults", ("--faults",)),
        ("all at once", ("--days", "1")),
    ):
        place = folder / name.replace(",", "").replace(" ", "-")
        with served(*arguments, *few) as room:
            prepared(place, room)
            before = room.totals()
            took = run([BRIEFING, "run", "--out", "out"], place)
            requests = room.totals()["requests"] - before["requests"]
            edition = place / "out/latest/edition.json"
            if not edition.exists():
                raise SystemExit(f"no edition ({name}):\n{took.output}")
            given = score(edition, room.base)
        read = re.search(r"(\d+) pages? read", took.output)
        pages = int(read[1]) if read else 0
        costs.append((name, f"{room.publishers}", f"{room.articles}", f"{requests}", f"{pages}", f"{took.code}",
                      f"{took.wall:.1f}", f"{took.cpu:.1f}", f"{took.peak / 1e6:.0f}",
                      f"{pages / took.wall:.0f}"))  # fmt: skip
        scores.append((name, *(given[key] for key in SCORES)))
    yield Table(
        title="The whole run: what it takes",
        commands=COMMANDS,
        reading="Wall and CPU in seconds, all processes together; MB: the largest process; exit 1 is “done, with "
        "failures worth a look”.",
        head=("served", "feeds", "reports", "requests", "pages read", "exit", "wall", "CPU", "MB", "pages/s"),
        rows=costs,
    )
    yield Table(
        title="The whole run: what it gives",
        commands=COMMANDS[-1:],
        reading=SAID,
        head=("served", *(key.replace("_", " ") for key in SCORES)),
        rows=scores,
    )


class Past:
    """What is true of all days so far, and which true stories the editions of the days before told."""

    def __init__(self, folder: Path) -> None:
        self._truth = folder / "_newsroom" / "truth"  # where the scorer looks for it
        self._truth.parent.mkdir(parents=True)
        self._folder = folder
        self._stories: dict[str, str] = {}
        self._publishers: dict[str, set[str]] = {}
        self._today: set[str] = set()
        self._told: set[str] = set()

    def add(self, room: Served) -> None:
        self._today.clear()
        with urlopen(f"{room.base}/_newsroom/truth") as answer, self._truth.open("ab") as file:
            for line in answer:
                file.write(line)
                row = json.loads(line)
                story = self._stories[urlsplit(row["url"]).path] = row["story"] or row["id"]
                self._publishers.setdefault(story, set()).add(row["publisher"])
                self._today.add(story)

    def score(self, edition: Path) -> Mapping[str, str]:
        return score(edition, self._folder.as_uri())

    def judge(self, edition: Path) -> tuple[Counter[str], float]:
        """How often stories called new, and updates, were told before or not: keys such as "new, told before"; and how
        often one that was told names no news. Then NDCG, as the scorer has it, of the day's stories that were not told
        before: the others are in no edition if all is well."""
        found: Counter[str] = Counter()
        told: list[str] = []
        for section in json.loads(edition.read_text(encoding="utf-8"))["sections"]:
            for brief in section["briefs"]:
                # A page may name another address as its own, of which the truth knows nothing: it stands for itself.
                names = [self._stories.get(urlsplit(a["url"]).path, a["id"]) for a in brief["articles"]]
                ((story, _),) = Counter(names).most_common(1)
                found[f"{brief['status']}, {'told' if story in self._told else 'not told'} before"] += 1
                found[AGAIN] += story in self._told and not brief["news"]
                told.append(story)
        gains = {story: len(self._publishers[story]) - 1 for story in self._today - self._told}
        fresh = list(dict.fromkeys(story for story in told if story not in self._told))
        got = _discounted(gains.get(story, 0) for story in fresh)
        ideal = _discounted(sorted(gains.values(), reverse=True)[: len(fresh)])
        self._told |= set(told)
        return found, got / ideal if ideal else 1.0


def _discounted(gains: Iterable[int]) -> float:
    return sum(gain / math.log2(place + 2) for place, gain in enumerate(gains))


def days_in_turn(folder: Path, *, quick: bool) -> Iterator[Table]:
    """Seven days on one store, each with a present of its own."""
    few, days = (("--publishers", "20"), 2) if quick else ((), DAYS)
    place, rows, port = folder / "days", [], free_port()
    past = Past(folder / "days-truth")
    for day in range(1, days + 1):
        now = (FIRST_DAY + timedelta(days=day - 1)).isoformat()
        with served("--port", port, "--now", now, "--day", f"{day}", "--days", f"{DAYS}", *few) as room:
            past.add(room)
            source = folder / f"days-{day}"  # each day has other publishers
            prepared(source, room)
            place.mkdir(exist_ok=True)
            (source / "config.yaml").replace(place / "config.yaml")
            made = run([sys.executable, str(Path(at.__file__)), str(place), now, f"day-{day}"], place)
            if made.code:
                raise SystemExit(made.output)
            edition = place / f"day-{day}" / "edition.json"
            today = score(edition, room.base)
        known, (status, ndcg) = past.score(edition), past.judge(edition)
        rows.append(
            (f"{day}", f"{room.articles}", *(f"{status[key]}" for key in STATUSES), known["quotes_true"],
             known["mixed"], known["told_twice"], today["coverage"], today["ndcg"], f"{ndcg:.4f}", known["words"])
        )  # fmt: skip
    yield Table(
        title="Seven days in turn on one store",
        commands=(
            f"python ../shared/newsroom/newsroom.py --port 8808 --day 1 --now {FIRST_DAY.isoformat()}   # then 2 to 7",
            f"python -m tests.bench.at day {FIRST_DAY.isoformat()} day-1   # briefing.make_edition at that time",
            "python ../shared/newsroom/score.py day/day-1/edition.json http://127.0.0.1:8808",
        ),
        reading="“Told before” asks the truth whether an earlier edition told that story: a new story should not have "
        "been, an update should. Few stories of this wire run on, and the truth counts a further turn of an affair as "
        "another story, so that an update “not told before” is often one that an editor would call so too. Again "
        "without news: stories that were told, and in which nothing is named that readers were not told. Coverage "
        "and NDCG speak of the reports of the day, the rest of all days so far. NDCG untold is that of the stories "
        "that no earlier edition told: the other one wants the widest told first although readers had them yesterday.",
        head=(
            "day",
            "reports",
            *STATUSES,
            "quotes true",
            "mixed",
            "told twice",
            "coverage",
            "ndcg",
            "ndcg untold",
            "words",
        ),
        rows=rows,
    )
