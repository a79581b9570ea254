"""Which process holds a lease, and whether it still runs."""

from __future__ import annotations

import os
import socket
from pathlib import Path


def this_process() -> str:
    """ "host/process id/start": the start tells a process from a later one that was given the same id."""
    return f"{socket.gethostname()}/{os.getpid()}/{_started(os.getpid())}"


def alive(holder: str) -> bool:
    """Whether that process may still run. On another host nobody can tell, so yes: only the lease's end frees it."""
    host, pid, started = holder.rsplit("/", 2)
    if host != socket.gethostname():
        return True
    try:
        os.kill(int(pid), 0)
    except ProcessLookupError:
        return False
    except PermissionError:
        return True
    return _started(int(pid)) == started


def _started(pid: int) -> str:
    try:
        # Field 22 of proc(5)'s stat, counted after the name, which is in brackets and may hold anything.
        return Path(f"/proc/{pid}/stat").read_text().rsplit(")", 1)[1].split()[19]
    except (OSError, IndexError):
        return "0"
