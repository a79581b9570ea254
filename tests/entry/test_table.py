"""Tables on terminals of any width."""

from __future__ import annotations

import io
import re
import sys

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from rich.cells import cell_len

from briefing.entry.table import Column, Row, Tone, show

COLUMNS = [
    Column(title="Feed"),
    Column(title="Entries", right=True, rank=1),
    Column(title="Newest"),
    Column(title="Last read", rank=2),
]
LONG = "Harbour Times and Northern Gazette, Evening Edition"
NOTES: tuple[tuple[str, Tone], ...] = (
    ("the server said 404 Not Found", "bad"),
    ("It is gone or has moved. 港灣時報 " * 4, "plain"),
)
ROWS = [
    Row(mark="✓", tone="good", cells=(LONG, "3", "1 h ago", "2 h ago")),
    Row(mark="✗", tone="bad", cells=("港灣時報國際新聞與財經週刊電子版早晨版", "-", "-", "never"), notes=NOTES),
]


class Terminal(io.StringIO):
    def isatty(self) -> bool:
        return True


def on_terminal(monkeypatch: pytest.MonkeyPatch, width: int, rows: list[Row]) -> str:
    terminal = Terminal()
    with monkeypatch.context() as patched:
        patched.setattr(sys, "stdout", terminal)
        patched.setenv("COLUMNS", str(width))
        patched.setenv("TERM", "xterm-256color")
        patched.delenv("NO_COLOR", raising=False)
        show(COLUMNS, rows)
    return terminal.getvalue()


def bare(text: str) -> list[str]:
    return re.sub(r"\x1b\[[0-9;]*m", "", text).splitlines()


@pytest.mark.parametrize(
    ("width", "titles"),
    [
        (120, ["Feed", "Entries", "Newest", "Last read"]),
        (80, ["Feed", "Entries", "Newest", "Last read"]),
        (50, ["Feed", "Entries", "Newest"]),
        (36, ["Feed", "Newest"]),
        (12, ["Feed", "Newest"]),
    ],
)
def test_the_columns_that_do_not_fit_are_left_out(
    monkeypatch: pytest.MonkeyPatch, width: int, titles: list[str]
) -> None:
    lines = bare(on_terminal(monkeypatch, width, ROWS))
    if width >= 36:
        assert re.split(r"\s{2,}", lines[0].strip()) == titles
        assert max(map(cell_len, lines)) <= width
    assert sum(line.startswith(("✓", "✗")) for line in lines) == 2


def test_a_terminal_gets_colours_and_a_pipe_gets_none(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    assert "\x1b[31m✗" in on_terminal(monkeypatch, 80, ROWS)
    show(COLUMNS, ROWS)
    plain = capsys.readouterr().out.splitlines()
    assert "\x1b" not in "".join(plain)
    assert len(plain) == 5
    assert [cell_len(line[: line.index(word)]) for line, word in zip(plain, ("Newest", "1 h ago"), strict=False)] == [
        61,
        61,
    ]


@settings(max_examples=60)
@given(st.lists(st.text(max_size=80), min_size=4, max_size=4), st.text(max_size=200), st.integers(1, 200))
def test_any_text_stays_in_its_line_at_any_width(cells: list[str], note: str, width: int) -> None:
    with pytest.MonkeyPatch.context() as monkeypatch:
        row = Row(mark="✗", tone="bad", cells=tuple(cells), notes=((note, "plain"),))
        lines = bare(on_terminal(monkeypatch, width, [row]))
    assert len(lines) >= 2
    assert not re.search("[\x00-\x1f\x7f-\x9f\u202a-\u202e]", "".join(lines))
