from __future__ import annotations

import subprocess
import sys
import time
from collections.abc import Iterator

import pytest

from briefing.edges.threads import Threads


def test_everything_is_done_few_at_a_time_and_no_sooner_than_it_is_wanted() -> None:
    taken: list[int] = []
    at_work: list[int] = []
    most: list[int] = []

    def things() -> Iterator[int]:
        for n in range(20):
            taken.append(n)
            yield n

    def work(n: int) -> int:
        at_work.append(n)
        most.append(len(at_work))
        time.sleep(0.005)
        at_work.remove(n)
        return n * n

    results = Threads(3)(work, things())
    assert taken == []
    first = next(results)
    assert len(taken) == 3
    assert sorted([first, *results]) == [(n, n * n) for n in range(20)]
    assert max(most) <= 3


def test_an_error_reaches_the_one_who_takes_the_result() -> None:
    with pytest.raises(ZeroDivisionError):
        list(Threads(2)(lambda n: 1 // n, [1, 0]))


def test_an_interrupted_program_does_not_wait_for_what_still_runs() -> None:
    program = (
        "import time; from briefing.edges.threads import Threads\n"
        "for _ in Threads(4)(lambda n: time.sleep(n), [0, 60, 60, 60]): raise KeyboardInterrupt"
    )
    begun = time.monotonic()
    done = subprocess.run([sys.executable, "-c", program], capture_output=True, timeout=50, check=False)
    assert b"KeyboardInterrupt" in done.stderr
    assert time.monotonic() - begun < 20
