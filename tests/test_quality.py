"""How well pages are read may not fall below these floors.

They are pinned a little below what is reached on the captured pages with truth that lie beside the project, and are
raised by hand when more is reached. `make bench` shows the same figures beside those of other extractors.
"""

from __future__ import annotations

import statistics
import time
from collections.abc import Mapping
from contextlib import suppress
from itertools import chain
from pathlib import Path

import pytest

import briefing
from briefing.errors import ExtractError
from tests.bench import adapters, fields
from tests.conftest import ROOT, missing

FLOORS: Mapping[str, Mapping[str, float]] = {
    "aeb": {"text": 0.985},
    "fundus": {"text": 0.979, "title": 0.845, "authors": 0.897, "date": 0.98, "image": 0.815},
    "aed": {"text": 0.945, "title": 0.932, "authors": 0.937, "date": 0.84},
    "magic": {"text": 0.929},
}
"""F1 of the text, and shares of the fields that are exactly right."""
CEILINGS: Mapping[str, Mapping[str, float]] = {
    "aeb": {"refused": 0, "seconds": 2.0},
    "fundus": {"refused": 0, "seconds": 2.0, "captions": 0.01},
    "aed": {"refused": 1, "seconds": 2.0},
    "magic": {"refused": 1, "seconds": 2.0},
}
"""Reports that are taken for something else, CPU of the slowest page, share of the captions left in the text."""
MOST_CPU = 1.4
"""Times what one plain run of trafilatura takes for the same pages."""
SAMPLE = 30
ROUNDS = 3


@pytest.fixture(scope="module")
def bench() -> Path:
    folder = ROOT.parent / "shared/bench"
    if not folder.is_dir():
        missing("the data folder ../shared/bench")
    return folder


@pytest.mark.parametrize("name", fields.SETS)
def test_pages_are_read_as_well_as_before(name: str, bench: Path) -> None:
    score = fields.measure(name, briefing.read_page, bench)
    found = {"text": score.text, "refused": score.refused.total(), "seconds": score.slowest}
    found |= {field: score.share(field) for field in (*fields.FIELDS, "captions")}
    below = [f"{what} {found[what]:.4f} < {floor}" for what, floor in FLOORS[name].items() if found[what] < floor]
    above = [f"{what} {found[what]:.4f} > {most}" for what, most in CEILINGS[name].items() if found[what] > most]
    assert not below + above, f"{name}: {', '.join(below + above)}; refused: {dict(score.refused)}"


def test_a_page_costs_little_more_than_one_run_of_trafilatura(bench: Path) -> None:
    everything = list(chain.from_iterable(fields.pages(name, bench) for name in fields.SETS))
    sample = everything[:: len(everything) // SAMPLE][:SAMPLE]
    rounds = [(_seconds(adapters.trafilatura, sample), _seconds(briefing.read_page, sample)) for _ in range(ROUNDS)]
    # Other work on the machine only ever adds time: the least of the rounds is nearest to the truth.
    plain, ours = ([min(page) for page in zip(*times, strict=True)] for times in zip(*rounds, strict=True))
    assert statistics.median(ours) < MOST_CPU * statistics.median(plain)
    assert sum(ours) < MOST_CPU * sum(plain)


def _seconds(read: fields.Read, pages: list[tuple[fields.Row, bytes]]) -> list[float]:
    """CPU of each page."""
    taken = []
    for row, html in pages:
        began = time.process_time()
        with suppress(ExtractError):
            read(html, row["url"])
        taken.append(time.process_time() - began)
    return taken
