"""Answers in plain words: fitted to a terminal's width, uncut lines elsewhere, and no colours anywhere."""

from __future__ import annotations

import shutil
import sys
from collections.abc import Sequence

from briefing.entry.console import Console
from briefing.entry.table import one_line

_LEAST_WIDTH = 24
_BELOW = " " * 4


def say(console: Console, text: str, *, lead: str = "") -> None:
    """Print a text after what leads it; on a terminal further lines of it begin below its first, or, where that leaves
    too little room, all of them below what leads it. Addresses are never broken."""
    text = one_line(text)
    width = shutil.get_terminal_size().columns if sys.stdout.isatty() else None
    if width is None:
        console.say((lead + text).rstrip())
        return
    if lead.strip() and width - len(lead) < _LEAST_WIDTH:
        console.say(lead.rstrip())
        lead = _BELOW
    if "://" in text and " " not in text:
        console.say(lead + text)
        return
    from rich.console import Console as Terminal
    from rich.text import Text

    for part in Text(text).wrap(Terminal(width=width), max(width - len(lead), 1)):
        console.say((lead + part.plain).rstrip())
        lead = " " * len(lead)


def rows(console: Console, cells: Sequence[tuple[str, ...]], *, indent: int = 2) -> None:
    """Print rows whose last cell is a text; those before it are short and stand in columns."""
    widths = [max(map(len, column)) for column in zip(*(row[:-1] for row in cells), strict=True)]
    for row in cells:
        short = (cell.ljust(width) for cell, width in zip(row, widths, strict=False))
        say(console, row[-1], lead=" " * indent + "  ".join(short) + "  ")


def ordinal(number: int) -> str:
    """ "1st", "2nd", "11th"."""
    ending = "th" if 10 < number % 100 < 14 else {1: "st", 2: "nd", 3: "rd"}.get(number % 10, "th")
    return f"{number}{ending}"


def digits(points: Sequence[float], total: float) -> int:
    """How many decimals points must be shown with for the sum to be seen to be right: from two to four."""
    return next((n for n in (2, 3) if round(sum(round(p, n) for p in points), n) == round(total, n)), 4)
