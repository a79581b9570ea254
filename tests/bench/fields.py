"""What is told of a report besides its text, beside truth; captions that stayed in the text; reports that were refused.

`measure` reads a set of pages once and tells all that is known of the result: for the tables here, and for the floors
of `tests/test_quality.py`.
"""

from __future__ import annotations

import gzip
import importlib.util
import json
import time
from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from functools import cache
from itertools import islice
from pathlib import Path
from typing import Any

import briefing
from tests.bench import adapters
from tests.bench.report import Table, is_installed, not_installed

BENCH = Path("../shared/bench")
SETS = ("aeb", "fundus", "aed", "magic")
FIELDS = ("title", "authors", "date", "image")
Row = dict[str, Any]
Read = Callable[[bytes, str], object]
"""A page's bytes and address to its text and fields (see `adapters`). It may raise: it is no report."""


@dataclass(slots=True)
class Score:
    """How one set of pages was read."""

    pages: int = 0
    text: float = 0.0
    """F1 of the text."""
    known: Counter[str] = field(default_factory=Counter)
    """Pages of which the truth of a field is known; captions that should not be in a text."""
    right: Counter[str] = field(default_factory=Counter)
    """Those exactly right; captions that are in a text."""
    refused: Counter[str] = field(default_factory=Counter)
    """Pages by the reason for which they are no report: all of them are."""
    slowest: float = 0.0
    """Seconds of CPU."""

    def share(self, name: str) -> float:
        return self.right[name] / self.known[name] if self.known[name] else 0.0


def pages(name: str, bench: Path = BENCH, most: int | None = None) -> Iterator[tuple[Row, bytes]]:
    """Each page's truth and its bytes."""
    folder = bench / "extract/open"
    with (folder / f"{name}.jsonl").open(encoding="utf-8") as lines:
        for line in islice(lines, most):
            row = json.loads(line)
            yield row, gzip.decompress((folder / name / f"{row['id']}.html.gz").read_bytes())


def measure(name: str, read: Read, bench: Path = BENCH, most: int | None = None) -> Score:
    """Read a set's pages, at most so many, and compare with truth by the measures of the bench."""
    judge = _scorer(bench)
    score, texts = Score(), []
    for row, html in pages(name, bench, most):
        began = time.process_time()
        try:
            found = read(html, row["url"])
        except Exception as error:  # noqa: BLE001 - others fail in ways of their own; for all of them it is a page lost
            score.refused[getattr(error, "reason", type(error).__name__)] += 1
            found = None
        score.slowest = max(score.slowest, time.process_time() - began)
        text = judge.part(found, "text") or ""
        texts.append(judge.metrics.body_page(row, text))
        _compare(score, row, _fields(found, judge), judge.metrics)
        _look_for_captions(score, row, text, judge.fold)
    score.pages, score.text = len(texts), judge.metrics.aggregate(texts)["f1"]
    return score


@cache
def _scorer(bench: Path) -> Any:
    """The bench's evalextract.py, and in it its metrics.py: modules, which no package has."""
    spec = importlib.util.spec_from_file_location("evalextract", bench / "eval/evalextract.py")
    if spec is None or spec.loader is None:
        raise FileNotFoundError(bench)
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def _fields(found: object, judge: Any) -> Row:
    told = {name: judge.part(found, name) for name in FIELDS}
    told["date"] = told["date"] or judge.part(found, "published")
    told["image"] = getattr(told["image"], "url", told["image"])
    return told


def _compare(score: Score, row: Row, told: Row, metrics: Any) -> None:
    same = (metrics.title_ok, metrics.author_exact, metrics.date_ok, metrics.image_ok)
    for name, is_same in zip(FIELDS, same, strict=True):
        if row.get(name):
            score.known[name] += 1
            score.right[name] += bool(is_same(row[name], told[name]))


def _look_for_captions(score: Score, row: Row, text: str, fold: Callable[[str], str]) -> None:
    """As evalextract.py counts them: long ones that are not part of the report's own words."""
    truth, said = fold(row["text"]), fold(text)
    for caption in map(fold, (one for one in row.get("captions") or () if len(one) > 30)):
        if caption not in truth:
            score.known["captions"] += 1
            score.right["captions"] += caption in said


def fields(*, quick: bool) -> Iterator[Table]:
    readers: dict[str, Read] = {
        "trafilatura": adapters.trafilatura, "newspaper4k": adapters.newspaper4k, "Briefing": briefing.read_page
    }  # fmt: skip
    scores = {
        (name, reader): measure(name, read, most=4 if quick else None)
        for name in SETS
        for reader, read in readers.items()
        if reader == "Briefing" or (name in ("fundus", "aed") and is_installed(reader))
    }
    command = "python -m tests.bench --only fields"
    columns = (*FIELDS, "captions")
    yield Table(
        title="What is told besides the text",
        commands=[command],
        reading="Title, authors and day of publication exactly right (all names and no other; case and punctuation "
        "aside) and the same picture, as shares of the pages whose truth is known; captions: the share of picture "
        f"captions that is left in the text, where less is better.{not_installed(readers)}",
        head=("set", "pages", "extractor", "title", "authors", "date", "picture", "captions"),
        rows=[
            (name, str(score.pages), reader, *(f"{score.share(c):.3f}" if score.known[c] else "-" for c in columns))
            for (name, reader), score in scores.items()
            if score.known
        ],
    )
    yield Table(
        title="Reports that are refused",
        commands=[command],
        reading="Every page of these sets is a report; this is how many of them Briefing takes for something else.",
        head=("set", "pages", "refused", "share", "reasons"),
        rows=[
            (name, str(score.pages), str(score.refused.total()), f"{score.refused.total() / score.pages:.3f}",
             ", ".join(f"{reason} {count}" for reason, count in score.refused.most_common()) or "-")
            for (name, reader), score in scores.items()
            if reader == "Briefing"
        ],
    )  # fmt: skip
