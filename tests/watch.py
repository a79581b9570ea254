"""What a command and the processes it starts take, each by itself, read from /proc while they run (proc(5))."""

from __future__ import annotations

import os
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path
from threading import Event, Thread

INTERVAL = 0.1
_TICK = os.sysconf("SC_CLK_TCK")


@dataclass(frozen=True, slots=True, kw_only=True)
class Process:
    depth: int
    """0 is the command itself, 1 what it started, and so on."""
    cpu: float
    """Seconds, its own."""
    peak: int
    """Bytes resident at most."""


class Watch:
    """What was seen so far; the last moments of a process, shorter than INTERVAL, are not."""

    def __init__(self, pid: int) -> None:
        self.processes: dict[int, Process] = {pid: Process(depth=0, cpu=0.0, peak=0)}

    def largest(self, *, depth: int) -> Process:
        """The largest of those that are so far from the command."""
        none = Process(depth=depth, cpu=0.0, peak=0)
        return max((p for p in self.processes.values() if p.depth == depth), key=lambda p: p.peak, default=none)

    def look(self) -> None:
        parents = {}
        for folder in Path("/proc").glob("[0-9]*"):
            with suppress(OSError):
                parents[int(folder.name)] = int(_stat(int(folder.name))[1])
        for pid in sorted(parents):  # whose parents ended hang off another process by now, but were seen before
            with suppress(OSError, KeyError):
                depth = self._depth(pid, parents)
                before = self.processes.get(pid)
                most = max(peak(pid), before.peak if before else 0)  # one that has ended has none
                self.processes[pid] = Process(depth=depth, cpu=cpu(pid), peak=most)

    def _depth(self, pid: int, parents: dict[int, int]) -> int:
        """Raises KeyError for a process that is none of them."""
        if pid in self.processes:
            return self.processes[pid].depth
        return 1 + self._depth(parents[pid], parents)


@contextmanager
def watched(pid: int) -> Iterator[Watch]:
    """Looks at a process and its descendants, over and over."""
    watch, ended = Watch(pid), Event()

    def over_and_over() -> None:
        while not ended.wait(INTERVAL):
            watch.look()

    thread = Thread(target=over_and_over, daemon=True)
    thread.start()
    try:
        yield watch
    finally:
        ended.set()
        thread.join()


def cpu(pid: int) -> float:
    """Seconds of CPU of a running process, without its children."""
    fields = _stat(pid)
    return (int(fields[11]) + int(fields[12])) / _TICK


def _stat(pid: int) -> list[str]:
    """From state, the third, on: the name before it is in brackets and may hold anything."""
    return Path(f"/proc/{pid}/stat").read_text().rsplit(")", 1)[1].split()


def peak(pid: int) -> int:
    """Bytes resident at most. (What getrusage says counts what started the process, too: exec(2) keeps its peak.)"""
    lines = Path(f"/proc/{pid}/status").read_text().splitlines()
    return next((int(line.split()[1]) * 1024 for line in lines if line.startswith("VmHWM:")), 0)
