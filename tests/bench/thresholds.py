"""Does one threshold fit all? Figures of grouping by threshold, for each set of ../shared, whole and in halves.

python -m tests.bench.thresholds            two minutes
python -m tests.bench.thresholds --week     and editions of a week, two minutes more

The stories of a set are dealt to two halves; the best threshold of one half, used on the other, shows what choosing it
on data at hand is worth on data that is not.
"""

from __future__ import annotations

import argparse
import importlib.util
import statistics
import zlib
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from tests.bench import adapters, scores, week
from tests.bench.report import Table

THRESHOLDS = (0.14, 0.15, 0.16, 0.165, 0.17, 0.18, 0.19, 0.20)
SETS = ("batch150", "stream", "all3", "uci", "basil", "day")
HALVES = (0, 1)

Batch = tuple[list[adapters.Row], list[adapters.Row]]
"""Articles with their true stories, and those of before."""


def _scorer() -> Any:
    spec = importlib.util.spec_from_file_location("evalcluster", scores.HOME / scores.EVAL / "evalcluster.py")
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def batches(name: str, scorer: Any) -> Iterator[Batch]:
    """The batches of a set, as the scorer makes them."""
    folder = scores.HOME / scores.EVAL.parent / "cluster/open"
    roundups = [row for row in scorer.load(folder / "allsides.jsonl") if row.get("published")]
    known = [{"title": row["title"], "text": row.get("text", "")} for row in roundups]
    if name == "day":
        yield scorer.load(*folder.glob("day_*")), scorer.load(*folder.glob("history_*"))
    elif name == "batch150":
        yield from ((batch, known) for batch in scorer.batches(roundups))
    elif name == "stream":
        yield scorer.mix(roundups), known
    else:
        yield (roundups if name == "all3" else scorer.load(folder / f"{name}.jsonl")), known


def half(story: str) -> int:
    return zlib.crc32(story.encode()) % len(HALVES)


class Figure:
    """A measure over many articles or pairs, of all and of each half."""

    def __init__(self) -> None:
        self._sums: dict[int, list[float]] = {side: [0.0] * 4 for side in HALVES}

    def add(self, side: int, precise: float, of: float, recalled: float, wanted: float) -> None:
        self._sums[side] = [a + b for a, b in zip(self._sums[side], (precise, of, recalled, wanted), strict=True)]

    def f1(self, sides: Sequence[int] = HALVES) -> float:
        precise, of, recalled, wanted = (sum(column) for column in zip(*(self._sums[s] for s in sides), strict=True))
        precision, recall = precise / max(of, 1), recalled / max(wanted, 1)
        f1: float = 2 * precision * recall / max(precision + recall, 1e-9)
        return f1


def b_cubed(figure: Figure, rows: Sequence[adapters.Row], found: Sequence[int]) -> None:
    true = [row["story"] for row in rows]
    both, stories, groups = Counter(zip(true, found, strict=True)), Counter(true), Counter(found)
    for story, group in zip(true, found, strict=True):
        shared = both[story, group]
        figure.add(half(story), shared / groups[group], 1, shared / stories[story], 1)


def cross_feed(figure: Figure, rows: Sequence[adapters.Row], found: Sequence[int]) -> None:
    """Pairs of reports from different feeds; those that may or may not be one story count neither way."""
    for at, row in enumerate(rows):
        for other in range(at):
            theirs = rows[other]
            if row.get("source") == theirs.get("source"):
                continue
            same, joined = row["story"] == theirs["story"], found[at] == found[other]
            if same or (joined and not set(row.get("maybe", ())) & set(theirs.get("maybe", ()))):
                figure.add(half(row["story"]), same and joined, joined, same and joined, same)


def measured(name: str, scorer: Any) -> Mapping[float, Figure]:
    figures = {threshold: Figure() for threshold in THRESHOLDS}
    for rows, history in batches(name, scorer):
        plain = [scorer.strip(row) for row in rows]
        for threshold, figure in figures.items():
            found = adapters.stories(plain, history, threshold)
            (cross_feed if name == "day" else b_cubed)(figure, rows, found)
    return figures


def by_threshold() -> Iterator[Table]:
    scorer, rows = _scorer(), []
    for name in SETS:
        figures = measured(name, scorer)
        for label, sides in (("all", HALVES), ("half A", HALVES[:1]), ("half B", HALVES[1:])):
            values = {threshold: figure.f1(sides) for threshold, figure in figures.items()}
            best = max(values, key=lambda threshold: values[threshold])
            others = [side for side in HALVES if side not in sides] or list(HALVES)
            lost = max(figure.f1(others) for figure in figures.values()) - figures[best].f1(others)
            cells = (f"{value:.3f}" for value in values.values())
            rows.append((name, label, *cells, f"{best:g}", f"{lost:.3f}" if label != "all" else ""))
    yield Table(
        title="Grouping by threshold",
        commands=["python -m tests.bench.thresholds"],
        reading="F1 by B-cubed, of the day that of pairs from different feeds. Best: the threshold that is best for "
        "this half; lost: what the other half loses against its own best when it is given that one.",
        head=("set", "of it", *(f"{threshold:g}" for threshold in THRESHOLDS), "best", "lost"),
        rows=rows,
    )


def weeks_by_threshold() -> Iterator[Table]:
    rows = []
    for threshold in THRESHOLDS[::2]:
        with TemporaryDirectory() as folder:
            days = list(week.in_turn(Path(folder), recipe=replace(week.RECIPE, threshold=threshold)))
        total = {name: sum(day.scores[name] for day in days) for name in ("briefs", "mixed", "told_twice")}
        again = sum(day.statuses[name] for day in days for name in ("new, told before", "again without news"))
        means = (statistics.mean(day.scores[name] for day in days) for name in ("coverage", "ndcg"))
        cells = (*(f"{value:g}" for value in total.values()), f"{again}", *(f"{value:.3f}" for value in means))
        rows.append((f"{threshold:g}", *cells))
    yield Table(
        title="A week's editions by threshold",
        commands=["python -m tests.bench.thresholds --week"],
        reading="Sums over seven days; again: told before, as new or without news. Means of coverage and NDCG.",
        head=("threshold", "briefs", "mixed", "told twice", "again", "coverage", "ndcg"),
        rows=rows,
    )


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--week", action="store_true")
    for table in (*by_threshold(), *(weeks_by_threshold() if parser.parse_args().week else ())):
        print(table.markdown(), flush=True)


if __name__ == "__main__":
    main()
