"""What people see while Briefing works: progress on a terminal, plain lines in a log, JSON for programs."""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager, suppress
from typing import TYPE_CHECKING

from briefing.model import Failure

if TYPE_CHECKING:
    from briefing.ports import Progress

MOST_PAGES = 12


class Console:
    """`say` is for results, `note` for what happened on the way, `warn` for what deserves a look.

    Results go to standard output, all else to standard error, so that a pipe gets results alone. quiet leaves out
    notes, verbose adds details.
    """

    def __init__(self, *, quiet: bool = False, verbose: bool = False) -> None:
        self.quiet = quiet
        self.verbose = verbose

    def say(self, line: str = "") -> None:
        sys.stdout.write(line + "\n")

    def note(self, line: str) -> None:
        if not self.quiet:
            self._err(line)

    def detail(self, line: str) -> None:
        if self.verbose:
            self._err(line)

    def warn(self, line: str) -> None:
        self._err(line)

    def failures(self, failures: Sequence[Failure], *, say: Callable[[str], None] | None = None) -> None:
        """Name each failure; pages beyond a dozen are only counted, unless verbose."""
        say = say or self.warn
        ordered = sorted(failures, key=lambda failure: failure.subject)
        most = len(ordered) if self.verbose or ordered[0].stage != "page" else MOST_PAGES
        for failure in ordered[:most]:
            say(f"  {failure.subject}: {failure.message}")
        if len(ordered) > most:
            say(f"  and {len(ordered) - most} more (-v names them, and so does `briefing status`)")

    @contextmanager
    def progress(self) -> Iterator[Progress]:
        """A bar for each stage on a terminal; elsewhere nothing, the summaries say enough."""
        if self.quiet or not sys.stderr.isatty():
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

    def _err(self, line: str) -> None:
        with suppress(OSError):  # a log on a full disk is no reason to leave anybody without the edition
            sys.stderr.write(line + "\n")


def _nothing(stage: str, done: int, total: int, subject: str = "") -> None:
    pass


def counted(number: int, noun: str) -> str:
    """ "1 page", "3 pages", "2 entries"."""
    if number == 1:
        return f"1 {noun}"
    return f"{number} {noun[:-1] + 'ies' if noun.endswith('y') else noun + ('es' if noun.endswith('s') else 's')}"
