"""Run a command and write what it and all its descendants took: `python -m tests.bench.cost COST.json COMMAND…`."""

from __future__ import annotations

import ctypes
import json
import os
import resource
import subprocess
import sys
import time
from pathlib import Path

_PR_SET_CHILD_SUBREAPER = 36


def main(result: Path, command: list[str]) -> None:
    if sys.platform == "linux":
        # Worker processes hang off a fork server, which outlives the command for a moment: it shall come to us to be
        # waited for, or their time would be counted nowhere (prctl(2)).
        ctypes.CDLL(None).prctl(_PR_SET_CHILD_SUBREAPER, 1, 0, 0, 0)
    began = time.perf_counter()
    code = subprocess.run(command, check=False).returncode
    wall = time.perf_counter() - began
    try:
        while True:
            os.wait()
    except ChildProcessError:
        used = resource.getrusage(resource.RUSAGE_CHILDREN)
    cost = {"code": code, "wall": wall, "cpu": used.ru_utime + used.ru_stime, "peak": used.ru_maxrss * 1024}
    result.write_text(json.dumps(cost), encoding="utf-8")


if __name__ == "__main__":
    main(Path(sys.argv[1]), sys.argv[2:])
