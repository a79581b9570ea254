"""A disk that is full, read-only or forbidden, from any write on: said in plain words, nothing lost, and the next run
completes the work. BRIEFING_KILLS=all lets each of the three befall each kind of write."""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import sys
from collections import Counter
from datetime import timedelta
from pathlib import Path

import pytest

from tests.conftest import ROOT
from tests.crash.driver import Ended
from tests.crash.site import NOW
from tests.crash.touches import FILES, WRITES, Deed, Touch, kinds
from tests.crash.world import ALL, READERS, Left, World

DEEDS: tuple[Deed, ...] = ("full", "read-only", "forbidden")
SAID = re.compile("the disk is (full|read-only)|no permission to write there|it may not be written")
pytestmark = [pytest.mark.long, pytest.mark.filterwarnings("ignore::DeprecationWarning:aiosmtpd")]


@pytest.mark.parametrize("shift", range(3))
def test_nothing_can_be_written_from_any_write_on(
    world: World, whole: tuple[list[Touch], Left], tmp_path: Path, shift: int
) -> None:
    touches, wanted = whole
    points = [touch for touch in kinds(touches) if touch.name.startswith((*FILES, *WRITES))]
    deeds = [DEEDS[(number + shift) % 3] for number, _ in enumerate(points)]
    chosen = list(zip(points, deeds, strict=True)) if ALL else list(zip(points, deeds, strict=True))[shift::3]

    def met(folder: Path, ended: Ended) -> list[str]:
        lines = [line for line in ended.said.splitlines() if str(folder) in line and SAID.search(line)]
        well = ended.code in (1, 2, 3) and lines and "Traceback" not in ended.said
        return [] if well else [f"exit code {ended.code}: {ended.said}"]

    def end(folder: Path, _: int) -> list[str]:
        # What a channel could not write is tried again in a minute.
        runs = world.run(folder), world.run(folder, now=NOW + timedelta(minutes=2), command="deliver")
        wrong = [f"exit code {run.code}: {run.said}" for run in runs if run.code not in (0, 1)]
        return wrong or world.wrong(folder, wanted)

    came, wrong = world.chain(tmp_path, chosen, met=met, end=end)
    assert wrong == []
    assert came > 0.9 * len(chosen)


# In a namespace of its own, where anybody may mount a disk of any size; no other process sees it.
SMALL_DISK = """
    set -e
    mount -t tmpfs -o size=$1 none "$2"
    cp config.yaml "$2"
    cd "$2"
    run() { set +e; "$PYTHON" -m briefing run -q --now $NOW; echo "exit code $?"; set -e; }
    run
    mount -o remount,size=64m "$2"
    run
    mount -o remount,ro "$2"
    run
    mount -o remount,rw "$2"
    run
    ls -A
"""


@pytest.mark.parametrize("size", ["40k", "340k", "520k"] if ALL else ["340k"])
def test_a_disk_that_is_really_full_and_then_read_only(world: World, tmp_path: Path, size: str) -> None:
    private = ["unshare", "--user", "--map-root-user", "--mount"]
    if not shutil.which("unshare") or subprocess.run([*private, "true"], capture_output=True, check=False).returncode:
        pytest.skip("this system lets nobody make a namespace (unshare)")
    folder = world.folder(tmp_path / "x")
    (tmp_path / "disk").mkdir()
    environment = os.environ | {"PYTHON": sys.executable, "PYTHONPATH": str(ROOT), "BRIEFING_HOOK": world.hook.url}
    done = subprocess.run(
        [*private, "sh", "-c", SMALL_DISK, "sh", size, str(tmp_path / "disk")],
        cwd=folder, env=environment | {"NOW": NOW.isoformat()}, capture_output=True, text=True, timeout=120, check=True,
    )  # fmt: skip
    codes = [int(line.split()[-1]) for line in done.stdout.splitlines() if line.startswith("exit code")]
    assert codes[0] == codes[2] == 2, done
    assert codes[1] in (0, 1), done
    assert codes[3] == 0, done
    assert "Traceback" not in done.stderr
    assert len(re.findall(f"briefing: {tmp_path}/disk/briefing.db: ", done.stderr)) == 2
    assert "the disk" in done.stderr
    assert Counter(world.mail.recipients) == Counter(READERS)
    assert set(done.stdout.split("exit code")[-1].split()[1:]) == {"briefing.db", "config.yaml", "maildir", "out"}


def test_a_log_on_a_full_disk_keeps_nobody_from_the_edition(world: World, tmp_path: Path) -> None:
    folder = world.folder(tmp_path / "x")
    command = [sys.executable, "-m", "briefing", "--config", str(folder / "config.yaml"), "--now", NOW.isoformat()]
    environment = os.environ | {"BRIEFING_HOOK": world.hook.url, "PYTHONPATH": str(ROOT)}
    with Path("/dev/full").open("w") as full:
        command[3:3] = ["run"]
        done = subprocess.run(command, stdout=full, stderr=full, env=environment, timeout=60, check=False)
        assert done.returncode == 1  # feeds are broken
        assert Counter(world.mail.recipients) == Counter(READERS)
        command[3:4] = ["status"]
        asked = subprocess.run(command, stdout=full, stderr=subprocess.PIPE, env=environment, text=True, check=False)
    assert asked.returncode == 2
    assert asked.stderr == "briefing: output: the disk is full\nMake room; it is written the next time.\n"
