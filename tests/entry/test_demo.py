"""What the demonstration does with a folder and a port; the editions it makes are looked at in test_cli.py."""

from __future__ import annotations

import socket
from pathlib import Path

import pytest

from briefing.entry import demo
from briefing.entry.console import Console
from briefing.errors import BriefingError


def test_it_begins_anew_in_a_folder_that_an_earlier_version_made(tmp_path: Path) -> None:
    for name in ("briefing.db", "briefing.db-wal", "notes.txt"):
        (tmp_path / name).write_text("old")
    (tmp_path / "config.yaml").write_text(demo.CONFIG.replace("title: The Morning Briefing", "title: Before"))
    assert demo._fresh(tmp_path).read_text() == demo.CONFIG
    assert {path.name for path in tmp_path.iterdir()} == {"config.yaml", "notes.txt"}


@pytest.mark.parametrize("text", ["", "title: Mine\n", "\ufeff", "# " + "ä" * 9])
def test_it_leaves_a_briefing_of_somebody_s_own_alone(tmp_path: Path, text: str) -> None:
    (tmp_path / "config.yaml").write_bytes(text.encode("latin-1", "replace"))
    (tmp_path / "briefing.db").write_text("mine")
    with pytest.raises(BriefingError, match="holds a briefing of its own"):
        demo.run(tmp_path, Console(quiet=True), open_browser=False, port=0)
    assert (tmp_path / "briefing.db").read_text() == "mine"


def test_a_port_that_is_taken_does_not_matter_and_one_that_is_none_is_said(tmp_path: Path) -> None:
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = taken.getsockname()[1]
        with demo._server(port) as server:
            assert server.base != f"http://127.0.0.1:{port}"
    with pytest.raises(BriefingError, match="port 99999: there is no such port"):
        demo.run(tmp_path, Console(quiet=True), open_browser=False, port=99999)


def test_a_folder_that_can_not_be_made_is_named(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("")
    with pytest.raises(BriefingError, match="file: File exists"):
        demo.run(tmp_path / "file", Console(quiet=True), open_browser=False, port=0)
