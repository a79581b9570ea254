"""A terminal with somebody at it: what a program shows there, and what is typed."""

from __future__ import annotations

import os
import pty
import select
import signal
import time
from collections.abc import Mapping, Sequence
from pathlib import Path


class Terminal:
    """A program that believes it is used by a person."""

    def __init__(self, command: Sequence[str], cwd: Path, env: Mapping[str, str]) -> None:
        self.said = ""
        self._read_up_to = 0
        self.pid, self._line = pty.fork()
        if self.pid == 0:  # pragma: no cover - another process
            os.chdir(cwd)
            signal.signal(signal.SIGINT, signal.SIG_DFL)  # a shell has its background ignore it
            os.execvpe(command[0], list(command), dict(env))

    def sees(self, text: str, seconds: float = 60) -> str:
        """Wait for a text after the one seen before; what was said until then."""
        end = time.monotonic() + seconds
        while (at := self.said.find(text, self._read_up_to)) < 0:
            assert time.monotonic() < end, f"{text!r} was not said:\n{self.said}"
            self._take()
        seen = self.said[self._read_up_to : at]
        self._read_up_to = at + len(text)
        return seen

    def types(self, text: str) -> None:
        os.write(self._line, text.encode())

    def ends(self, seconds: float = 60) -> int:
        """Its exit code."""
        end = time.monotonic() + seconds
        while (found := os.waitpid(self.pid, os.WNOHANG))[0] == 0:
            assert time.monotonic() < end, f"did not end:\n{self.said}"
            self._take()
        self._take()
        os.close(self._line)
        return os.waitstatus_to_exitcode(found[1])

    def killed(self) -> None:
        os.kill(self.pid, signal.SIGKILL)
        self.ends()

    def _take(self) -> None:
        if select.select([self._line], [], [], 0.05)[0]:
            try:
                self.said += os.read(self._line, 65536).decode(errors="replace").replace("\r\n", "\n")
            except OSError:  # the program has closed its side
                time.sleep(0.02)
