"""`briefing backup`, `restore` and `prune`, as they are typed."""

from __future__ import annotations

import json
import sys
from collections.abc import Callable
from contextlib import closing
from datetime import timedelta
from pathlib import Path

import pytest

from briefing.edges.processes import alive
from briefing.edges.store import SqlStore
from briefing.entry import cli
from briefing.model import Reading
from tests.builders import NOW, item

AT = ("--now", NOW.isoformat())
Run = Callable[..., tuple[object, str]]
CONFIG = "timezone: Pacific/Auckland\nsources:\n  - {feed: 'https://meridian.example/feed'}\n"


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    (tmp_path / "config.yaml").write_text(CONFIG)
    monkeypatch.chdir(tmp_path)
    return tmp_path


@pytest.fixture
def briefing(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> Run:
    """Runs a command in this process: the exit code, and all that was said."""

    def run(*words: object) -> tuple[object, str]:
        monkeypatch.setattr(sys, "argv", ["briefing", *map(str, words)])
        capsys.readouterr()
        with pytest.raises(SystemExit) as ended:
            cli.main()
        said = capsys.readouterr()
        return ended.value.code, said.out + said.err

    return run


def opened(folder: Path) -> SqlStore:
    return SqlStore(f"sqlite:///{folder / 'briefing.db'}", alive)


def test_a_copy_is_named_by_the_day_never_replaced_unasked_and_put_back(briefing: Run, folder: Path) -> None:
    code, said = briefing("backup", *AT)
    assert (code, "there is no store yet" in said) == (2, True), said
    assert not (folder / "briefing.db").exists()
    with closing(opened(folder)) as store:
        store.news.save_reading(item().source, Reading(items=(item(),)), NOW)
    code, said = briefing("backup", *AT)
    copy = folder / "briefing-2026-09-16.db"  # half past six in the evening in Auckland
    assert (code, f"{copy}: " in said, "checked" in said) == (0, True, True), said
    before = copy.read_bytes()
    code, said = briefing("backup", *AT)
    assert (code, "--force" in said, copy.read_bytes() == before) == (2, True, True), said
    assert briefing("backup", "--force", *AT)[0] == 0
    (folder / "copies").mkdir()
    assert briefing("backup", "copies", *AT)[0] == 0
    assert [path.name for path in (folder / "copies").iterdir()] == [copy.name]

    with closing(opened(folder)) as store:
        store.news.save_reading(item().source, Reading(items=(item("Another"),)), NOW)
        code, said = briefing("restore", copy.name, *AT)
        assert (code, "another program uses it" in said) == (2, True), said
    code, said = briefing("restore", copy.name, *AT)
    assert code == 0, said
    assert "briefing-2026-09-16-before-restore.db" in said
    with closing(opened(folder)) as store:
        assert [pending.item.title for pending in store.news.pending(NOW)] == [item().title]
    code, said = briefing("restore", copy.name, *AT)
    assert (code, "is there already" in said) == (2, True), said
    code, said = briefing("restore", "config.yaml", "--now", (NOW + timedelta(days=2)).isoformat())
    assert (code, "no Briefing store" in said) == (2, True), said


def test_what_is_old_is_thrown_away_and_said(briefing: Run, folder: Path) -> None:
    with closing(opened(folder)) as store:
        store.news.save_reading(item().source, Reading(items=(item(), item("Another"))), NOW)
    code, said = briefing("prune", *AT)
    assert (code, said) == (0, "Nothing is old enough to be thrown away.\n")
    later = ("--now", (NOW + timedelta(days=100)).isoformat())
    (folder / "config.yaml").write_text(f"{CONFIG}keep: {{articles: 0s}}\n")
    assert json.loads(briefing("prune", "--json", *later)[1])["articles"] == 0
    (folder / "config.yaml").write_text(CONFIG)
    code, said = briefing("prune", *later)
    assert (code, "Thrown away: 2 articles that no edition cites" in said) == (0, True), said
