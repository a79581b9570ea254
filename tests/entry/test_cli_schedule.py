"""What `briefing schedule cron` prints, as cron and the shell read it; for the hours see core/test_schedule.py."""

from __future__ import annotations

import re
import shlex
import sys
from pathlib import Path

import pytest

from briefing.entry import cli_schedule
from briefing.errors import BriefingError


def config_in(folder: Path) -> Path:
    folder.mkdir()
    path = folder / "config.yaml"
    path.write_text('timezone: UTC\nsources:\n  - {feed: "https://a.example/feed"}\n')
    return path


def commands(printed: str) -> list[list[str]]:
    """The words of each line's command, after cron has put % for \\% (a bare % would end it)."""
    found = []
    for line in printed.splitlines():
        if re.match(r"[\d*]", line):
            command = line.split(" ", 5)[5]
            assert not re.search(r"(?<!\\)%", command)
            found.append(shlex.split(command.replace(r"\%", "%")))
    return found


def test_both_lines_of_a_crontab_name_program_and_file_for_any_folder(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    config = config_in(tmp_path / "it's 50% news")
    installed = tmp_path / "briefing"
    installed.write_text("")
    for started, program in ((str(installed), [str(installed)]), ("-c", [sys.executable, "-m", "briefing"])):
        monkeypatch.setattr(sys, "argv", [started])
        cli_schedule.cron(config)
        assert commands(capsys.readouterr().out) == [
            [*program, "run", "-q", "--config", str(config)],
            [*program, "deliver", "-q", "--config", str(config)],
        ]


def test_a_folder_that_cron_can_not_be_told_is_said_in_plain_words(tmp_path: Path) -> None:
    config = config_in(tmp_path / "two\nlines")
    for command in (cli_schedule.cron, cli_schedule.systemd):
        with pytest.raises(BriefingError, match="a line break in a path"):
            command(config)
