"""Aligned columns with notes below a row: coloured and fitted to a terminal, plain and uncut elsewhere."""

from __future__ import annotations

import sys
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal

Tone = Literal["good", "bad", "odd", "quiet", "plain"]

_STYLES: dict[Tone, str] = {"good": "green", "bad": "red", "odd": "yellow", "quiet": "dim", "plain": ""}
_GAP = 2
_INDENT = 4
_LONGEST = 48
_SHORTEST = 20


@dataclass(frozen=True, slots=True, kw_only=True)
class Column:
    title: str
    right: bool = False
    rank: int = 0
    """Where the width does not suffice, the columns of the highest rank are left out first; 0 always stays."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Row:
    mark: str
    tone: Tone
    cells: tuple[str, ...]
    """The first is cut where it is too long."""
    notes: tuple[tuple[str, Tone], ...] = ()


def show(columns: Sequence[Column], rows: Sequence[Row]) -> None:
    """Write a table to standard output. Texts may hold anything: they are shown in one line, as they are."""
    from rich.console import Console
    from rich.text import Text

    console = Console(highlight=False)
    fits = console.width if console.is_terminal else None
    kept, widths = _widths(columns, rows, fits)
    lines = [(Text("  " + _line([column.title for column in columns], columns, kept, widths), style="bold"), 0)]
    for row in rows:
        mark = Text().append(row.mark, style=_STYLES[row.tone])
        lines.append((mark.append(" " + _line(row.cells, columns, kept, widths)), 0))
        lines += [(Text(one_line(note), style=_STYLES[tone]), _INDENT) for note, tone in row.notes]
    for text, indent in lines:
        if fits is None:
            sys.stdout.write(" " * indent + text.plain.rstrip() + "\n")
            continue
        for part in text.wrap(console, max(fits - indent, 1)):
            part.rstrip()
            console.print(Text(" " * indent) + part, soft_wrap=True)


def one_line(text: str) -> str:
    """What a terminal may be given: without line ends, controls and marks that turn the reading direction."""
    return " ".join("".join(c if c.isprintable() else " " for c in text).split())


def _widths(columns: Sequence[Column], rows: Sequence[Row], fits: int | None) -> tuple[list[int], dict[int, int]]:
    """The columns that stay, and their widths in cells: letters of Chinese, Japanese and Korean take two."""
    from rich.cells import cell_len

    longest = {
        n: max(cell_len(column.title), *(cell_len(one_line(row.cells[n])) for row in rows), 0)
        for n, column in enumerate(columns)
    }
    longest[0] = min(longest[0], _LONGEST)
    kept = list(range(len(columns)))
    while fits is not None:
        others = sum(longest[n] + _GAP for n in kept[1:])
        room = fits - others - 2
        last = max(kept, key=lambda n: (columns[n].rank, n))
        if room >= min(longest[0], _SHORTEST) or not columns[last].rank:
            longest[0] = max(min(longest[0], room), 1)
            break
        kept.remove(last)
    return kept, longest


def _line(cells: Sequence[str], columns: Sequence[Column], kept: Sequence[int], widths: dict[int, int]) -> str:
    from rich.cells import cell_len

    parts = []
    for n in kept:
        text = _cut(one_line(cells[n]), widths[n])
        blank = " " * (widths[n] - cell_len(text))
        parts.append(blank + text if columns[n].right else text + blank)
    return (" " * _GAP).join(parts)


def _cut(text: str, width: int) -> str:
    from rich.cells import cell_len, set_cell_size

    return text if cell_len(text) <= width else set_cell_size(text, width - 1).rstrip() + "…"
