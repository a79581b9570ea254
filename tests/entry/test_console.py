from __future__ import annotations

import io
import sys

import pytest

from briefing.entry.console import Console


class Terminal(io.StringIO):
    def isatty(self) -> bool:
        return True


def test_the_bar_shows_any_address_as_it_is(monkeypatch: pytest.MonkeyPatch) -> None:
    terminal = Terminal()
    monkeypatch.setattr(sys, "stderr", terminal)
    monkeypatch.setenv("TERM", "xterm")
    with Console().progress() as progress:
        for done in range(3):
            progress("pages", done, 2, "http://a.example/[/b]?x=[red]")
    assert "http://a.example/[/b]?x=[red]" in terminal.getvalue()
