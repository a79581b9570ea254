from __future__ import annotations

import subprocess
import sys
import threading
import time
from collections import Counter, deque
from collections.abc import Iterator

import pytest

from briefing.edges.threads import Threads


def lane(thing: object) -> str:
    return str(thing)


def test_everything_is_done_few_at_a_time_and_no_sooner_than_it_is_wanted() -> None:
    begun: list[int] = []
    at_work: list[int] = []
    most: list[int] = []

    def work(n: int) -> int:
        begun.append(n)
        at_work.append(n)
        most.append(len(at_work))
        time.sleep(0.005)
        at_work.remove(n)
        return n * n

    results = Threads(3, lambda _: 3)(work, range(20), lane=lane)
    assert begun == []
    first = next(results)
    assert len(begun) == 3
    assert sorted([first, *results]) == [(n, n * n) for n in range(20)]
    assert max(most) <= 3


def test_a_lane_that_is_full_keeps_the_others_from_nothing() -> None:
    order: list[str] = []
    slow = threading.Event()

    def work(name: str) -> None:
        if name == "a1":
            assert slow.wait(10), "the others waited for it"
        order.append(name)

    results = Threads(2, lambda _: 1)(work, ["a1", "a2", "a3", "b1", "b2", "c1"], lane=lambda name: name[0])
    for _ in range(3):
        next(results)
    assert sorted(order) == ["b1", "b2", "c1"]
    slow.set()
    assert len(list(results)) == 3
    assert order[3:] == ["a1", "a2", "a3"]


def test_lanes_have_limits_of_their_own_and_take_turns() -> None:
    at_work: Counter[str] = Counter()
    most: Counter[str] = Counter()
    lock = threading.Lock()

    def work(name: str) -> None:
        with lock:
            at_work[name[0]] += 1
            most[name[0]] = max(most[name[0]], at_work[name[0]])
        time.sleep(0.003)
        with lock:
            at_work[name[0]] -= 1

    names = [f"{letter}{n}" for letter in "ab" for n in range(15)]
    limits = {"a": 1, "b": 4}
    done = [name for name, _ in Threads(8, limits.__getitem__)(work, names, lane=lambda name: name[0])]
    assert sorted(done) == sorted(names)
    assert most["a"] == 1
    assert 1 < most["b"] <= 4
    assert "b0" in done[:6]


def test_what_is_added_while_results_are_taken_is_done_as_well() -> None:
    queue = deque([3])

    class Growing:
        def __iter__(self) -> Iterator[int]:
            return self

        def __next__(self) -> int:
            if not queue:
                raise StopIteration
            return queue.popleft()

    done = []
    for n, _ in Threads(2, lambda _: 1)(lambda n: n, Growing(), lane=lane):
        done.append(n)
        queue.extend(range(n))
    assert sorted(done) == [0, 0, 0, 0, 1, 1, 2, 3]


def test_a_call_that_never_ends_is_given_up_and_its_lane_is_free_again() -> None:
    forever = threading.Event()

    def work(name: str) -> str:
        if name == "stuck":
            forever.wait(20)
        return name

    began = time.monotonic()
    results = list(Threads(2, lambda _: 1, patience=0.2)(work, ["stuck", "next"], lane=lambda _: "one host"))
    forever.set()
    assert results == [("stuck", None), ("next", "next")]
    assert time.monotonic() - began < 10


def test_an_error_reaches_the_one_who_takes_the_result() -> None:
    with pytest.raises(ZeroDivisionError):
        list(Threads(2, lambda _: 2)(lambda n: 1 // n, [1, 0], lane=lane))


def test_an_interrupted_program_does_not_wait_for_what_still_runs() -> None:
    program = (
        "import time; from briefing.edges.threads import Threads\n"
        "for _ in Threads(4, lambda _: 4)(lambda n: time.sleep(n), [0, 60, 60, 60], lane=str): raise KeyboardInterrupt"
    )
    begun = time.monotonic()
    done = subprocess.run([sys.executable, "-c", program], capture_output=True, timeout=50, check=False)
    assert b"KeyboardInterrupt" in done.stderr
    assert time.monotonic() - begun < 20
