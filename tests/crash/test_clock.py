"""The clock jumps back by an hour, between runs and during one: one edition, nobody gets it twice, and what failed is
still tried again."""

from __future__ import annotations

from collections import Counter
from datetime import timedelta
from pathlib import Path

import pytest

from tests.crash.site import NOW
from tests.crash.touches import Touch, kinds
from tests.crash.world import ALL, READERS, Left, World, ledger

BACK = NOW - timedelta(hours=1)
MINUTE = timedelta(minutes=1)
pytestmark = [pytest.mark.long, pytest.mark.filterwarnings("ignore::DeprecationWarning:aiosmtpd")]


def test_back_between_two_runs(world: World, whole: tuple[list[Touch], Left], tmp_path: Path) -> None:
    folder = world.folder(tmp_path / "x")
    for now in (NOW, BACK, BACK + 30 * MINUTE, NOW):
        assert world.run(folder, now=now).code in (0, 1)
        assert world.wrong(folder, whole[1], uncertain=0, sources=False) == []
    assert world.run(folder, now=NOW + timedelta(days=1)).code in (0, 1)
    assert Counter(world.mail.recipients) == Counter(2 * READERS)
    assert len(list((folder / "out").glob("20*"))) == 2


def test_back_during_a_run(world: World, whole: tuple[list[Touch], Left], tmp_path: Path) -> None:
    touches, wanted = whole
    points = [*kinds(touches)]
    first = next(number for number, point in enumerate(points) if "news.py" in point.name)  # it has looked at the clock
    for number, point in enumerate(points[first :: 1 if ALL else 16]):
        folder = world.folder(tmp_path / f"{number}")
        runs = [world.run(folder, point, "back")]
        runs += [world.run(folder, now=now) for now in (BACK, NOW)]
        assert {run.code for run in runs} <= {0, 1}, runs
        assert world.wrong(folder, wanted, uncertain=0, sources=False) == [], point


def test_back_after_a_kill_the_lease_is_free(world: World, whole: tuple[list[Touch], Left], tmp_path: Path) -> None:
    point = next(touch for touch in whole[0] if touch.name.startswith("MAIL in edges/smtp"))
    folder = world.folder(tmp_path / "x")
    assert world.run(folder, point).code == -9
    assert "claimed" in ledger(folder).values()
    assert world.run(folder, now=BACK).code in (0, 1)
    assert world.wrong(folder, whole[1], sources=False) == []


def test_what_failed_for_now_is_tried_again_when_its_time_has_come(
    world: World, whole: tuple[list[Touch], Left], tmp_path: Path
) -> None:
    folder = world.folder(tmp_path / "x")
    world.hook.answers.append(503)
    assert world.run(folder).code == 1
    assert ledger(folder)["webhook", "127.0.0.1"] == "failed"
    assert world.run(folder, now=BACK + 2 * MINUTE).code == 0
    assert len(world.hook.posts) == 1
    assert world.run(folder, now=NOW + 2 * MINUTE).code == 0
    assert ledger(folder)["webhook", "127.0.0.1"] == "sent"
    assert len(world.hook.posts) == 2
    assert Counter(world.mail.recipients) == Counter(READERS)
