"""Runs `briefing` over and over, each time in a fork of one process that has loaded all it needs.

Each line of standard input is a job, as JSON: {"folder", "arguments", "now", "at": the touch at which something happens
or null, "deed": what (see `touches`), "times": how many run at once}. Each line of standard output is how they ended:
[{"code": the exit code, or minus the signal that ended it; "said"; "touches"}]. Loading and compiling take ten times as
long as the work on a small site; for the same reason pages are read without worker processes.
"""

from __future__ import annotations

import gc
import json
import os
import subprocess
import sys
import threading
import traceback
from collections.abc import Iterator, Sequence
from contextlib import contextmanager, redirect_stderr, redirect_stdout
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Any

from tests.conftest import ROOT
from tests.crash.touches import Deed, Touch, Watch, install


@dataclass(frozen=True, slots=True)
class Ended:
    code: int
    said: str
    touches: list[Touch]
    """None where it was killed."""


class Driver:
    def __init__(self, process: subprocess.Popen[str]) -> None:
        self._process = process

    def run(self, folder: Path, *arguments: str, now: datetime, at: Touch | None = None, deed: Deed = "kill") -> Ended:
        return self._runs(folder, arguments, now=now, at=at, deed=deed, times=1)[0]

    def practise(self, folder: Path, *, now: datetime) -> None:
        """One run in the process that the others are forked from: what it has loaded and compiled serves all."""
        self._runs(folder, ["run", "-q"], now=now, at=None, deed="kill", times=0)

    def race(self, folder: Path, *arguments: str, now: datetime, times: int) -> list[Ended]:
        """So many at the same moment."""
        return self._runs(folder, arguments, now=now, at=None, deed="kill", times=times)

    def _runs(self, folder: Path, arguments: Sequence[str], *, now: datetime, **job: object) -> list[Ended]:
        assert self._process.stdin is not None
        assert self._process.stdout is not None
        words = {"folder": str(folder), "arguments": arguments, "now": now.isoformat(), **job}
        self._process.stdin.write(json.dumps(words) + "\n")
        self._process.stdin.flush()
        return [
            Ended(each["code"], each["said"], [Touch(*touch) for touch in each["touches"]])
            for each in json.loads(self._process.stdout.readline())
        ]


@contextmanager
def driven(**environment: str) -> Iterator[Driver]:
    command = [sys.executable, "-m", "tests.crash.driver"]
    with subprocess.Popen(
        command, cwd=ROOT, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True, env=os.environ | environment
    ) as process:
        try:
            yield Driver(process)
        finally:
            process.kill()


# --- in the other process --------------------------------------------------------------------------------------------


def _answer(job: dict[str, Any]) -> list[dict[str, Any]]:
    if not job["times"]:
        os.chdir(job["folder"])
        with Path(os.devnull).open("w") as nowhere, redirect_stdout(nowhere), redirect_stderr(nowhere):
            _run(job["arguments"])
        assert threading.active_count() == 1, "a fork has only the thread that forked"
        gc.freeze()  # or each fork would copy what it looks at
        return []
    files = [Path(f"{job['folder']}.said{n}") for n in range(job["times"])]
    go, gate = os.pipe()
    pids = [_fork(job, said, go, gate) for said in files]
    os.close(go)
    os.close(gate)  # now all begin
    ended = []
    for pid, said in zip(pids, files, strict=True):
        _, status = os.waitpid(pid, 0)
        touches = Path(f"{said}.touches")
        words = said.read_text(encoding="utf-8", errors="replace")
        seen = json.loads(touches.read_text()) if touches.exists() else []
        ended.append({"code": os.waitstatus_to_exitcode(status), "said": words, "touches": seen})
        said.unlink()
        touches.unlink(missing_ok=True)
    return ended


def _fork(job: dict[str, Any], said: Path, go: int, gate: int) -> int:
    pid = os.fork()
    if pid:
        return pid
    code = 70
    try:
        os.close(gate)
        out = os.open(said, os.O_WRONLY | os.O_CREAT | os.O_TRUNC)
        os.dup2(out, 1)
        os.dup2(out, 2)
        os.chdir(job["folder"])
        os.read(go, 1)
        watch = Watch(Touch(*job["at"]) if job["at"] else None, job["deed"])
        install(watch, datetime.fromisoformat(job["now"]))
        code = _run(job["arguments"])
        seen = json.dumps(watch.seen)
        handle = os.open(Path(f"{said}.touches"), os.O_WRONLY | os.O_CREAT)
        os.write(handle, seen.encode())
    except BaseException:  # noqa: BLE001 - whatever it is, the parent says it, and the fork must end here
        traceback.print_exc()
    finally:
        sys.stdout.flush()
        sys.stderr.flush()
        os._exit(code)


def _run(arguments: list[str]) -> int:
    from briefing.entry import cli

    sys.argv = ["briefing", *arguments]
    try:
        cli.main()
    except SystemExit as ended:
        return ended.code if isinstance(ended.code, int) else 0
    return 0


def main() -> None:
    import jinja2

    from briefing.edges import extraction_pool

    class InProcess(extraction_pool.ExtractionPool):
        def __init__(self, *_: object, **__: object) -> None:
            super().__init__(workers=0)

    extraction_pool.ExtractionPool = InProcess  # type: ignore[misc]  # the wiring looks it up by this name
    original, known = jinja2.Environment.compile, dict[tuple[str, str | None], Any]()

    def compiled(self: jinja2.Environment, source: str, name: str | None = None, *more: Any) -> Any:
        if (source, name) not in known:
            known[source, name] = original(self, source, name, *more)
        return known[source, name]

    jinja2.Environment.compile = compiled  # type: ignore[assignment, method-assign]
    for line in sys.stdin:
        print(json.dumps(_answer(json.loads(line))), flush=True)


if __name__ == "__main__":
    main()
