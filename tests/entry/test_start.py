from __future__ import annotations

import shlex
from pathlib import Path

import pytest

from briefing.assets import templates_dir
from briefing.entry import start
from briefing.entry.console import Console
from briefing.errors import BriefingError


def test_what_is_to_be_typed_next_can_be_typed(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    folder = tmp_path / "my briefing; $(rm)"
    start.init(folder, Console(), templates=False)
    said = capsys.readouterr().err.splitlines()[-1].removeprefix("Next: ")
    assert shlex.split(said) == ["cd", str(folder), "&&", "briefing", "run"]
    assert [path.name for path in folder.iterdir()] == ["config.yaml"]


def test_templates_are_copied_once_and_then_left_alone(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    start.init(tmp_path, Console(), templates=True)
    shipped = {*(path.name for path in templates_dir().glob("*.j2")), "themes"}
    assert {path.name for path in (tmp_path / "templates").iterdir()} == shipped
    assert (tmp_path / "templates" / "themes" / "paper.css.j2").is_file()
    (tmp_path / "templates" / "digest.txt.j2").write_text("mine")
    start.init(tmp_path, Console(), templates=True)
    assert (tmp_path / "templates" / "digest.txt.j2").read_text() == "mine"
    assert capsys.readouterr().err.count("stays as it is") == 2


def test_a_folder_that_can_not_be_made_is_named(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("")
    with pytest.raises(BriefingError, match="deeper: Not a directory") as raised:
        start.init(tmp_path / "file" / "deeper", Console(), templates=False)
    assert raised.value.hint
