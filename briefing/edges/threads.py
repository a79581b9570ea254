"""Many slow calls at once: threads, for work that waits for the network."""

from __future__ import annotations

from collections import deque
from collections.abc import Callable, Iterable, Iterator
from queue import SimpleQueue
from threading import Thread
from typing import Any, Generic, TypeVar

A = TypeVar("A")
B = TypeVar("B")


class Threads:
    """See `ports.Spread`. At most at_once calls are under way, of one lane at most per_lane(lane); the lanes that have
    something to do take turns. The next call begins only when a result was taken, so few are in memory at a time.

    A daemon thread for each call: a pool's threads would keep an interrupted program alive until the last server that
    does not answer has been waited for.
    """

    def __init__(self, at_once: int, per_lane: Callable[[str], int]) -> None:
        self._at_once = at_once
        self._per_lane = per_lane

    def __call__(
        self, work: Callable[[A], B], things: Iterable[A], *, lane: Callable[[A], str]
    ) -> Iterator[tuple[A, B]]:
        done: SimpleQueue[tuple[A, Any, BaseException | None]] = SimpleQueue()

        def call(thing: A) -> None:
            try:
                result = work(thing)
            except BaseException as error:  # noqa: BLE001 - raised again where the result is taken
                done.put((thing, None, error))
            else:
                done.put((thing, result, None))

        lanes: _Lanes[A] = _Lanes(self._per_lane)
        left = iter(things)
        under_way = 0
        while True:
            for thing in left:
                lanes.put(lane(thing), thing)
            while under_way < self._at_once and lanes.ready:
                Thread(target=call, args=(lanes.take(),), name="fetch", daemon=True).start()
                under_way += 1
            if not under_way:
                return
            thing, result, error = done.get()
            under_way -= 1
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
