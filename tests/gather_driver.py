"""Runs `briefing gather` over and over in forks of one process that has loaded all it needs, and kills some of them.

Each line of standard input is one run, as JSON: {"folder", "arguments", "kill_at": the touch of the world that is its
last (see `crash_driver`; 0: none)}. Each line of standard output is how that run ended: {"code": its exit code, or
minus the signal that ended it; "said"}. Loading takes ten times as long as gathering from a small site; for the same
reason pages are read without worker processes.
"""

from __future__ import annotations

import json
import os
import sys
import traceback
from pathlib import Path
from typing import Any

from briefing.edges import extraction_pool
from tests import crash_driver


class InProcess(extraction_pool.ExtractionPool):
    def __init__(self, *args: object, **named: object) -> None:
        super().__init__(workers=0)


def run(job: dict[str, Any]) -> dict[str, Any]:
    said = Path(job["folder"]) / "said.txt"
    pid = os.fork()
    if pid == 0:
        _child(job, said)
    _, status = os.waitpid(pid, 0)
    return {"code": os.waitstatus_to_exitcode(status), "said": said.read_text(encoding="utf-8")}


def _child(job: dict[str, Any], said: Path) -> None:
    code = 70
    try:
        out = os.open(said, os.O_WRONLY | os.O_CREAT | os.O_TRUNC)
        os.dup2(out, 1)
        os.dup2(out, 2)
        os.chdir(job["folder"])
        sys.argv = ["crash_driver", str(job["kill_at"]), *job["arguments"]]
        crash_driver.main()
        code = 0
    except BaseException:  # noqa: BLE001 - whatever it is, the parent says it, and the fork must end here
        traceback.print_exc()
    finally:
        sys.stdout.flush()
        sys.stderr.flush()
        os._exit(code)


def main() -> None:
    for line in sys.stdin:
        print(json.dumps(run(json.loads(line))), flush=True)


if __name__ == "__main__":
    # Loaded once, for all runs. No thread may have been started by then: a fork has only the thread that forked.
    import feedparser  # noqa: F401
    import trafilatura  # noqa: F401

    import briefing.config
    import briefing.edges.feed_source
    import briefing.edges.store
    import briefing.edges.trafilatura_extractor
    import briefing.entry.jobs  # noqa: F401

    extraction_pool.ExtractionPool = InProcess  # type: ignore[misc]  # the wiring looks it up by this name
    main()
