"""Commands that run until they are told to stop, as a user runs them: in a session of their own, watched in /proc."""

from __future__ import annotations

import os
import re
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import TypeVar

T = TypeVar("T")


def until(look: Callable[[], T | None], seconds: float = 120.0, *, what: str = "it") -> T:
    """Ask again and again; returns the first answer that is true."""
    end = time.monotonic() + seconds
    while not (found := look()):
        assert time.monotonic() < end, f"{what} did not happen within {seconds:g} s"
        time.sleep(0.02)
    return found


class Running:
    """`briefing …` with all that it says, on standard output and standard error, in one file.

    `program` is what Python is given before the arguments.
    """

    def __init__(self, folder: Path, *arguments: object, program: Sequence[str] = ("-m", "briefing")) -> None:
        self._log = folder / f"said-{time.monotonic_ns()}.txt"
        with self._log.open("wb") as log:
            self.process = subprocess.Popen(
                [sys.executable, *program, *map(str, arguments)],
                stdin=subprocess.DEVNULL,
                stdout=log,
                stderr=subprocess.STDOUT,
                cwd=folder,
                start_new_session=True,
            )

    @property
    def said(self) -> str:
        return self._log.read_text()

    def says(self, pattern: str, seconds: float = 120.0) -> re.Match[str]:
        """Wait until a line matches; it must not end before."""

        def look() -> re.Match[str] | None:
            ended = self.process.poll() is not None
            found = re.search(pattern, self.said, re.MULTILINE)
            assert found or not ended, f"ended without saying {pattern!r}:\n{self.said}"
            return found

        return until(look, seconds, what=f"saying {pattern!r}")

    def end(self, number: signal.Signals = signal.SIGTERM, *, group: bool = False, seconds: float = 10.0) -> int:
        """Send a signal (to all its processes, as Ctrl-C does, with group), wait, return the exit code."""
        if group:
            os.killpg(self.process.pid, number)
        else:
            self.process.send_signal(number)
        return self.process.wait(seconds)

    def others(self) -> list[str]:
        """Command lines of the other processes of its session, orphans among them."""
        found = []
        for folder in Path("/proc").glob("[0-9]*"):
            with suppress(OSError):
                # proc(5): after the name, which is in brackets, come state, parent, group and session.
                state, _, _, session = (folder / "stat").read_text().rsplit(")", 1)[1].split()[:4]
                if int(session) == self.process.pid != int(folder.name) and state != "Z":
                    found.append((folder / "cmdline").read_text().replace("\0", " "))
        return found


@contextmanager
def running(folder: Path, *arguments: object, program: Sequence[str] = ("-m", "briefing")) -> Iterator[Running]:
    """A command that is gone at the end, with all the processes it has started."""
    command = Running(folder, *arguments, program=program)
    try:
        yield command
    finally:
        with suppress(ProcessLookupError):
            os.killpg(command.process.pid, signal.SIGKILL)
        command.process.wait(10)
