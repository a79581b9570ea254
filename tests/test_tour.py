"""docs/tour.md names what is there, and shows what the demonstration really prints."""

from __future__ import annotations

import importlib
import os
import re
import shlex
import sys
from functools import reduce
from pathlib import Path

import pytest
from pydantic import BaseModel

from briefing.config import Config
from briefing.edges.store.schema import metadata
from briefing.entry import cli
from tests.blocks import blocks
from tests.conftest import ROOT

PAGE = ROOT / "docs" / "tour.md"
TEXT = re.sub(r"^```.*?^```", "", PAGE.read_text(encoding="utf-8"), flags=re.MULTILINE | re.DOTALL)
NAMES = sorted(set(re.findall(r"`([^`\n]+)`", TEXT)))
WORDS = {"claimed", "sent", "failed", "uncertain", "demo/", "python -m briefing.config.reference docs"}
"""States of a delivery, a folder that the demonstration makes, a command that another test runs."""


def is_path(name: str) -> bool:
    """A path of the project, with a test's name behind it where one is meant."""
    path, _, test = name.partition("::")
    found = ROOT / path
    return found.exists() and (not test or f"def {test}(" in found.read_text(encoding="utf-8"))


def is_code(name: str) -> bool:
    """A module of Briefing, or something in one; the nouns and the ports go by their own names."""
    parts = name.split(".")
    for home in ("briefing", "briefing.model", "briefing.ports"):
        for length in range(len(parts), -1, -1):
            try:
                found: object = importlib.import_module(".".join([home, *parts[:length]]))
            except ModuleNotFoundError:
                continue
            try:
                reduce(getattr, parts[length:], found)
            except AttributeError:
                break
            return True
    return False


def is_stored(name: str) -> bool:
    table, _, column = name.partition(".")
    return table in metadata.tables and (not column or column in metadata.tables[table].columns)


def is_setting(name: str) -> bool:
    at: type[BaseModel] | None = Config
    for part in name.removesuffix(":").split("."):
        if at is None or part not in at.model_fields:
            return False
        kind = at.model_fields[part].annotation
        at = kind if isinstance(kind, type) and issubclass(kind, BaseModel) else None
    return True


def is_command(name: str) -> bool:
    """Of Briefing (another test knows them all), or one of make's."""
    if name.startswith("make "):
        return f"\n{name.removeprefix('make ')}:" in (ROOT / "Makefile").read_text(encoding="utf-8")
    return name.startswith("briefing ")


def is_there(name: str) -> bool:
    return any(knows(name) for knows in (is_path, is_code, is_stored, is_setting, is_command))


def test_what_the_tour_names_is_there() -> None:
    assert [name for name in NAMES if name not in WORDS and not is_there(name)] == []
    assert len(NAMES) > 80


@pytest.mark.parametrize(
    "name",
    ["core.cluster.Groupings", "core.none", "Item.none", "Itemx", "items.none", "stories.none", "make none",
     "tests/test_none.py", "tests/test_tour.py::test_none"],
)  # fmt: skip
def test_what_is_not_there_would_be_found_out(name: str) -> None:
    assert not is_there(name)


def pattern(shown: str) -> str:
    """What a line that is shown stands for: "…" for the rest of it or, alone, for any number of lines."""
    return "".join(
        r"(?:.*\n)*?" if line == "…" else re.escape(line).replace("…", ".*") + r"\n" for line in shown.splitlines()
    )


@pytest.mark.long
def test_what_the_tour_shows_is_what_is_printed(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    for name in [name for name in os.environ if name.startswith("BRIEFING_")]:
        monkeypatch.delenv(name)
    monkeypatch.chdir(tmp_path)

    def said(command: str) -> str:
        monkeypatch.setattr(sys, "argv", shlex.split(command))
        capsys.readouterr()
        with pytest.raises(SystemExit) as ended:
            cli.main()
        assert ended.value.code == 0, command
        return capsys.readouterr().out

    assert [block.text for block in blocks(PAGE, "sh")] == ["briefing demo\n"]
    said("briefing demo --port 0")
    found = re.search(r"localhost:(\d+)/", (tmp_path / "demo" / "latest" / "edition.txt").read_text(encoding="utf-8"))
    assert found
    shown = "".join(block.text for block in blocks(PAGE, "console"))
    parts = re.findall(r"^\$ (.+)\n((?:(?!\$ ).*\n)*)", shown, re.MULTILINE)
    assert len(parts) >= 5
    for command, output in parts:
        printed = said(command.replace("PORT", found[1])).replace(f":{found[1]}", ":PORT")
        assert re.fullmatch(pattern(output), printed), f"{command}\n{printed}"
