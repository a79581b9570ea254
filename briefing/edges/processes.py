"""Which process holds a lease, and whether it still runs."""

from __future__ import annotations

import os
import socket
from pathlib import Path

_UNKNOWN = "0"


def this_process() -> str:
    """ "host/process id/start": the start tells a process from a later one that was given the same id."""
    return f"{socket.gethostname()}/{os.getpid()}/{_started(os.getpid())}"


def alive(holder: str) -> bool | None:
    """Whether that process still runs; None where nobody can tell, as on another host: the lease's end frees it."""
    host, pid, started = holder.rsplit("/", 2)
    if host != socket.gethostname():
        return None
    try:
        os.kill(int(pid), 0)
    except ProcessLookupError:
        return False
    except PermissionError:
        pass
    now = _started(int(pid))
    return None if _UNKNOWN in (now, started) else now == started


def _started(pid: int) -> str:
    try:
        # Fields 3 and 22 of proc(5)'s stat, counted after the name, which is in brackets and may hold anything.
        fields = Path(f"/proc/{pid}/stat").read_text().rsplit(")", 1)[1].split()
        return "ended" if fields[0] in "ZX" else fields[19]
    except (OSError, IndexError):
        return _UNKNOWN
