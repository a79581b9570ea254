"""As a user runs it, with worker processes that read pages: killed at any time, and with slow feeds."""

from __future__ import annotations

import random
import signal
import time
from pathlib import Path

import pytest

from tests.crash.site import NOW
from tests.crash.touches import Touch
from tests.crash.world import LANES, Left, World, stored
from tests.processes import Running, running, until

pytestmark = [pytest.mark.long, pytest.mark.filterwarnings("ignore::DeprecationWarning:aiosmtpd")]
KILLS = 2


def gone(run: Running) -> None:
    until(lambda: not run.others(), what="the end of its workers")


def test_killed_at_any_time_with_its_workers(
    world: World, whole: tuple[list[Touch], Left], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("BRIEFING_HOOK", world.hook.url)
    folder = world.folder(tmp_path / "x")
    command = ("run", "-q", "--now", NOW.isoformat())
    draw = random.Random(11)
    said = ""
    for _ in range(KILLS):
        with running(folder, *command) as run:
            until(run.others, what="its workers")
            time.sleep(draw.uniform(0.0, 1.0))
            assert run.end(signal.SIGKILL) in (-signal.SIGKILL, 0, 1)
            gone(run)
    with running(folder, *command) as run:
        assert run.process.wait(60) in (0, 1), run.said
    for path in folder.glob("said-*"):
        said += path.read_text()
        path.unlink()
    assert "Traceback" not in said
    assert world.wrong(folder, whole[1], uncertain=LANES * KILLS, sources=False) == []


def test_an_article_is_the_first_feeds_whichever_answers_first(world: World, tmp_path: Path) -> None:
    feeds = [f"{world.site.odd}/late", f"{world.site.odd}/early"]
    folder = world.folder(tmp_path / "x", feeds=feeds)
    world.run(folder, command="gather")
    rows = stored(folder)
    assert [row["source"] for row in rows["items"]] == feeds[:1] * 3
    assert sorted(row["title"] for row in rows["articles"]) == [f"Page {n}, as the first feed has it" for n in range(3)]
