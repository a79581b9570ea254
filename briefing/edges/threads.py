"""Many slow calls at once: threads, for work that waits for the network."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import FIRST_COMPLETED, Future, ThreadPoolExecutor, wait
from itertools import islice
from typing import TypeVar

A = TypeVar("A")
B = TypeVar("B")


class Threads:
    """See `ports.Spread`. Takes the next thing only when one is done, so few results are in memory at a time."""

    def __init__(self, at_once: int) -> None:
        self._at_once = at_once

    def __call__(self, work: Callable[[A], B], things: Iterable[A]) -> Iterator[tuple[A, B]]:
        left = iter(things)
        pool = ThreadPoolExecutor(self._at_once, thread_name_prefix="fetch")
        under_way: dict[Future[B], A] = {}
        try:
            while True:
                for thing in islice(left, self._at_once - len(under_way)):
                    under_way[pool.submit(work, thing)] = thing
                if not under_way:
                    return
                for future in wait(under_way, return_when=FIRST_COMPLETED).done:
                    yield under_way.pop(future), future.result()
        finally:
            pool.shutdown(wait=False, cancel_futures=True)
