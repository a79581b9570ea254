"""Many slow calls at once: threads, for work that waits for the network."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from itertools import islice
from queue import SimpleQueue
from threading import Thread
from typing import Any, TypeVar

A = TypeVar("A")
B = TypeVar("B")


class Threads:
    """See `ports.Spread`. Takes the next thing only when one is done, so few results are in memory at a time.

    A daemon thread for each call: a pool's threads would keep an interrupted program alive until the last server that
    does not answer has been waited for.
    """

    def __init__(self, at_once: int) -> None:
        self._at_once = at_once

    def __call__(self, work: Callable[[A], B], things: Iterable[A]) -> Iterator[tuple[A, B]]:
        done: SimpleQueue[tuple[A, Any, BaseException | None]] = SimpleQueue()

        def call(thing: A) -> None:
            try:
                result = work(thing)
            except BaseException as error:  # noqa: BLE001 - raised again where the result is taken
                done.put((thing, None, error))
            else:
                done.put((thing, result, None))

        left = iter(things)
        under_way = 0
        while True:
            for thing in islice(left, self._at_once - under_way):
                Thread(target=call, args=(thing,), name="fetch", daemon=True).start()
                under_way += 1
            if not under_way:
                return
            thing, result, error = done.get()
            under_way -= 1
            if error:
                raise error
            yield thing, result
