"""What people see while Briefing works: progress on a terminal, plain lines in a log, JSON for programs."""

from __future__ import annotations

import logging
import sys
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from datetime import datetime
from typing import TYPE_CHECKING, Protocol

from briefing import logs

if TYPE_CHECKING:
    from briefing.model import Failure
    from briefing.ports import Progress

MOST_PAGES = 12


class Log(Protocol):
    """Takes a line for people, and for programs the word for what happened, with its numbers and names."""

    def __call__(self, line: str, event: str = "", **fields: object) -> None: ...


class Console:
    """`say` is for results, `note` for what happened on the way, `warn` for what deserves a look.

    Results go to standard output, all else to standard error, so that a pipe gets results alone. quiet leaves out
    notes, verbose adds details. What else a line is given (`Log`) stands in the log for programs, see `logs`.
    """

    def __init__(self, *, quiet: bool = False, verbose: bool = False) -> None:
        self.quiet = quiet
        self.verbose = verbose

    def say(self, line: str = "") -> None:
        sys.stdout.write(line + "\n")

    def note(self, line: str, event: str = "", **fields: object) -> None:
        if not self.quiet:
            logs.write(logging.INFO, line, event, **fields)

    def timed(self, at: datetime, line: str, event: str = "", **fields: object) -> None:
        """A note of a service, which shows its time to people, too."""
        self.note(line if logs.form() == "json" else f"{at:%Y-%m-%d %H:%M:%S} {line}", event, **fields)

    def detail(self, line: str, event: str = "", **fields: object) -> None:
        if self.verbose:
            logs.write(logging.DEBUG, line, event, **fields)

    def warn(self, line: str, event: str = "", **fields: object) -> None:
        logs.write(logging.WARNING, line, event, **fields)

    def failures(self, failures: Sequence[Failure], *, say: Log | None = None) -> None:
        """Name each failure; pages beyond a dozen are only counted, unless verbose or for programs."""
        say = say or self.warn
        ordered = sorted(failures, key=lambda failure: failure.subject)
        if logs.form() == "json":
            for failure in ordered:
                line = f"{failure.subject}: {failure.message}"
                say(line, "failure", stage=failure.stage, subject=failure.subject, failure=failure.message)
            return
        most = len(ordered) if self.verbose or ordered[0].stage != "page" else MOST_PAGES
        for failure in ordered[:most]:
            say(f"  {failure.subject}: {failure.message}")
        if len(ordered) > most:
            say(f"  and {len(ordered) - most} more (-v names them, and so does `briefing status`)")

    @contextmanager
    def progress(self) -> Iterator[Progress]:
        """A bar for each stage on a terminal; elsewhere nothing, the summaries say enough."""
        if self.quiet or logs.form() == "json" or not sys.stderr.isatty():
            yield _nothing
            return
        from rich.console import Console as RichConsole
        from rich.progress import BarColumn, MofNCompleteColumn, TextColumn
        from rich.progress import Progress as Bars

        columns = (
            TextColumn("{task.description:<6}"),
            BarColumn(),
            MofNCompleteColumn(),
            TextColumn("{task.fields[at]}", markup=False),  # an address may well hold [/b]
        )
        with Bars(*columns, console=RichConsole(stderr=True), transient=True) as bars:
            tasks: dict[str, int] = {}

            def show(stage: str, done: int, total: int, subject: str = "") -> None:
                if stage not in tasks:
                    tasks[stage] = bars.add_task(stage, total=total, at="")
                bars.update(tasks[stage], completed=done, total=total, at=subject[:60])  # type: ignore[arg-type]

            yield show


def _nothing(stage: str, done: int, total: int, subject: str = "") -> None:
    pass


def counted(number: int, noun: str) -> str:
    """ "1 page", "3 pages", "2 entries"."""
    if number == 1:
        return f"1 {noun}"
    return f"{number} {noun[:-1] + 'ies' if noun.endswith('y') else noun + ('es' if noun.endswith('s') else 's')}"
