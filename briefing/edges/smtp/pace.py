"""So many messages a second, over all connections together."""

from __future__ import annotations

import threading
import time
from collections.abc import Callable


class Pace:
    """Lets callers through one by one, evenly; any number of threads."""

    def __init__(
        self,
        per_second: float,
        *,
        clock: Callable[[], float] = time.monotonic,
        sleep: Callable[[float], None] = time.sleep,
    ) -> None:
        """per_second: 0 holds up nobody."""
        self._step = 1 / per_second if per_second else 0.0
        self._clock, self._sleep = clock, sleep
        self._lock = threading.Lock()
        self._next = clock()

    def wait(self) -> None:
        """Come back when it is the caller's turn."""
        if not self._step:
            return
        with self._lock:
            now = self._clock()
            at = max(now, self._next)
            self._next = at + self._step
        if at > now:
            self._sleep(at - now)
