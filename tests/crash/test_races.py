"""Several processes that run the same briefing at the same moment: one edition, each reader once."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from tests.crash.site import NOW
from tests.crash.touches import Touch
from tests.crash.world import ALL, Left, World

pytestmark = [pytest.mark.long, pytest.mark.filterwarnings("ignore::DeprecationWarning:aiosmtpd")]
TWICE = re.compile("(sources: .*: failures|items: .*: attempts): [23], not 1|sources: .*: told_at")
"""Each may have asked for what failed, and been refused: that was twice then."""


@pytest.mark.parametrize("racers", [2, 3])
def test_one_edition_and_each_reader_once(
    world: World, whole: tuple[list[Touch], Left], tmp_path: Path, racers: int
) -> None:
    for number in range(25 if ALL else 2):
        folder = world.folder(tmp_path / f"{number}")
        runs = world.driver.race(folder, "run", "-q", now=NOW, times=racers)
        # 1: who was the first to tell of broken feeds
        assert {run.code for run in runs} <= {0, 1}, runs
        assert not [run.said for run in runs if "Traceback" in run.said]
        wrong = world.wrong(folder, whole[1], uncertain=0)
        assert [line for line in wrong if not TWICE.match(line)] == []


def test_a_second_round_of_runs_has_nothing_to_do(
    world: World, whole: tuple[list[Touch], Left], tmp_path: Path
) -> None:
    folder = world.folder(tmp_path / "x")
    world.run(folder)
    runs = world.driver.race(folder, "run", "-q", now=NOW, times=3)
    assert [(run.code, run.said) for run in runs] == 3 * [(0, "")]
    assert world.wrong(folder, whole[1], uncertain=0) == []
