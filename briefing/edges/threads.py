"""Many slow calls at once: threads, for work that waits for the network."""

from __future__ import annotations

from collections import deque
from collections.abc import Callable, Iterable, Iterator
from contextvars import copy_context
from itertools import count
from queue import Empty, SimpleQueue
from threading import Thread
from time import monotonic
from typing import Any, Generic, TypeVar

A = TypeVar("A")
B = TypeVar("B")


class Threads:
    """See `ports.Spread`. At most at_once calls are under way, of one lane at most per_lane(lane); the lanes that have
    something to do take turns. The next call begins only when a result was taken, so few are in memory at a time. One
    that takes longer than patience (seconds) is left to itself, and the others go on.

    A daemon thread for each call: a pool's threads would keep an interrupted program alive until the last server that
    does not answer has been waited for.
    """

    def __init__(self, at_once: int, per_lane: Callable[[str], int], patience: float = 600.0) -> None:
        self._at_once = at_once
        self._per_lane = per_lane
        self._patience = patience

    def __call__(
        self, work: Callable[[A], B], things: Iterable[A], *, lane: Callable[[A], str]
    ) -> Iterator[tuple[A, B | None]]:
        done: SimpleQueue[tuple[int, Any, BaseException | None]] = SimpleQueue()

        def call(number: int, thing: A) -> None:
            try:
                result = work(thing)
            except BaseException as error:  # noqa: BLE001 - raised again where the result is taken
                done.put((number, None, error))
            else:
                done.put((number, result, None))

        lanes: _Lanes[A] = _Lanes(self._per_lane)
        left = iter(things)
        numbers = count()
        under_way: dict[int, tuple[A, float]] = {}
        while True:
            for thing in left:
                lanes.put(lane(thing), thing)
            while len(under_way) < self._at_once and lanes.ready:
                thing = lanes.take()
                number = next(numbers)
                under_way[number] = thing, monotonic() + self._patience
                carried = copy_context().run  # what is logged there names the run that it belongs to
                Thread(target=carried, args=(call, number, thing), name="fetch", daemon=True).start()
            if not under_way:
                return
            result: B | None = None
            first = next(iter(under_way))
            try:
                number, result, error = done.get(timeout=max(0.0, under_way[first][1] - monotonic()))
            except Empty:
                number, error = first, None
            if number not in under_way:
                continue  # the result of a call that was given up
            thing, _ = under_way.pop(number)
            lanes.free(lane(thing))
            if error:
                raise error
            yield thing, result


class _Lanes(Generic[A]):
    """Queues, one a lane, and whose turn it is: of the lanes that have both something waiting and room."""

    def __init__(self, limit: Callable[[str], int]) -> None:
        self._limit = limit
        self._waiting: dict[str, deque[A]] = {}
        self._busy: dict[str, int] = {}
        self.ready: deque[str] = deque()

    def put(self, lane: str, thing: A) -> None:
        queue = self._waiting.setdefault(lane, deque())
        queue.append(thing)
        if len(queue) == 1 and self._has_room(lane):
            self.ready.append(lane)

    def take(self) -> A:
        lane = self.ready.popleft()
        thing = self._waiting[lane].popleft()
        self._busy[lane] = self._busy.get(lane, 0) + 1
        if self._waiting[lane] and self._has_room(lane):
            self.ready.append(lane)
        return thing

    def free(self, lane: str) -> None:
        had_room = self._has_room(lane)
        self._busy[lane] -= 1
        if self._waiting[lane] and not had_room:
            self.ready.append(lane)

    def _has_room(self, lane: str) -> bool:
        return self._busy.get(lane, 0) < self._limit(lane)
