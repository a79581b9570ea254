"""Runs the command line and kills it without warning (SIGKILL) at its n-th touch of the world.

    python -m tests.crash_driver N ARGUMENTS…      N = 0 never kills and prints how many touches there were

A touch is a statement to the store, a commit, a request, an SMTP command or answer, and a file that is put in place.
"""

from __future__ import annotations

import os
import signal
import smtplib
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

from sqlalchemy import Engine, event

from briefing.edges.http import HttpFetcher
from briefing.edges.smtp.client import Client
from briefing.entry import cli

touches = 0


def touch(*args: Any, **kwargs: Any) -> None:
    global touches
    touches += 1
    if touches >= int(sys.argv[1]) > 0:  # several threads count, so that a number may be passed over
        os.kill(os.getpid(), signal.SIGKILL)


def touching(kind: type, name: str) -> None:
    """Let a method count as a touch before and after it does its work."""
    original: Callable[..., Any] = getattr(kind, name)

    def touched(*args: Any, **kwargs: Any) -> Any:
        touch()
        result = original(*args, **kwargs)
        touch()
        return result

    setattr(kind, name, touched)


def main() -> None:
    for name in ("before_cursor_execute", "after_cursor_execute", "commit"):
        event.listen(Engine, name, touch)
    touching(HttpFetcher, "fetch")
    touching(smtplib.SMTP, "putcmd")
    touching(Client, "getreply")
    touching(smtplib.SMTP, "send")
    touching(Path, "replace")
    original = os.replace

    def replaced(*args: Any, **kwargs: Any) -> None:
        touch()
        original(*args, **kwargs)
        touch()

    os.replace = replaced
    sys.argv[0], arguments = "briefing", sys.argv[2:]
    try:
        sys.argv[1:] = [sys.argv[1], *arguments]
        cli.app(args=arguments, standalone_mode=False)
    finally:
        sys.stdout.write(f"touches {touches}\n")
        sys.stdout.flush()


if __name__ == "__main__":
    main()
