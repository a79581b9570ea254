"""What a host may be asked for, and when: its turns, its pace, and when to leave it alone.

Nobody waits for ever: a turn is held for one exchange, which is bounded, and who does not get one in time gives up.
No thread that holds a turn waits here for another thread, so that none wait in a circle.
"""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager

from briefing.core.http import status_line
from briefing.edges.http.words import NoAnswerError, NotAskedError, duration
from briefing.errors import FetchError

LONGEST_PACE = 10.0
"""Seconds between two requests that a site's Crawl-delay can bring about at most."""
_TRIES = 3
"""So many times in a row without an answer, and a host is not asked again."""
_SOON, _LATER = 1.0, 60.0
"""Seconds for which a host is left alone that says 429 but not for how long: at first, and when it says so again."""


class _Host:
    """One host's state; `changed` guards it."""

    def __init__(self, pace: float) -> None:
        self.changed = threading.Condition()
        self.pace = pace
        self.under_way = 0
        self.next_start = float("-inf")
        self.left_alone_until = float("-inf")
        self.status = 0
        self.complaints = 0
        self.silences = 0
        self.silence = ""


class Politeness:
    """Looks after the hosts of one fetcher, for its life; local ones may be asked whatever and whenever.

    per_host: how many requests may be under way to a host. pace: seconds between the starts of two. longest_wait:
    seconds after which who waits for a turn gives up.
    """

    def __init__(
        self,
        *,
        per_host: int,
        pace: float,
        longest_wait: float,
        is_local: Callable[[str], bool],
        monotonic: Callable[[], float],
        sleep: Callable[[float], None],
    ) -> None:
        self._per_host, self._pace, self._longest_wait = per_host, pace, longest_wait
        self._is_local, self._monotonic, self._sleep = is_local, monotonic, sleep
        self._lock = threading.Lock()
        self._hosts: dict[str, _Host] = {}

    @contextmanager
    def turn(self, name: str) -> Iterator[None]:
        """Inside, one request may go to the host. Raises NotAskedError where it is to be left alone.

        A NoAnswerError that leaves the block, or a FetchError with the host's wish, is remembered of the host.
        """
        if self._is_local(name):
            yield
            return
        host = self._host(name)
        pause = self._begin(name, host)
        try:
            if pause > 0:
                self._sleep(pause)
                with host.changed:
                    if refusal := self._refusal(name, host):
                        raise refusal
            yield
        except NotAskedError:
            raise
        except FetchError as error:
            self._heard(host, error)
            raise
        else:
            self._heard(host, None)
        finally:
            with host.changed:
                host.under_way -= 1
                host.changed.notify()

    def slow_down(self, name: str, seconds: float) -> None:
        """What a site asks for as its Crawl-delay."""
        host = self._host(name)
        with host.changed:
            host.pace = max(self._pace, min(seconds, LONGEST_PACE))

    def _host(self, name: str) -> _Host:
        with self._lock:
            return self._hosts.setdefault(name, _Host(self._pace))

    def _begin(self, name: str, host: _Host) -> float:
        """Take a turn; returns the seconds to wait until it begins. Raises NotAskedError."""
        with host.changed:
            host.changed.wait_for(
                lambda: self._refusal(name, host) or host.under_way < self._per_host, self._longest_wait
            )
            if refusal := self._refusal(name, host):
                host.changed.notify()  # it may have been this thread's turn, and it is another's now
                raise refusal
            if host.under_way >= self._per_host:
                raise NotAskedError(f"not asked: {name} was busy for {duration(self._longest_wait)}")
            host.under_way += 1
            now = self._monotonic()
            begin = max(now, host.next_start)
            host.next_start = begin + host.pace
            return begin - now

    def _refusal(self, name: str, host: _Host) -> NotAskedError | None:
        if host.silences >= _TRIES:
            return NotAskedError(f"not asked: it did not answer {_TRIES} times just now ({host.silence})")
        left = host.left_alone_until - self._monotonic()
        if left <= 0:
            return None
        return NotAskedError(
            f"not asked: {name} said {status_line(host.status)} and is left alone for another {duration(left)}",
            status=host.status,
            retry_after=left,
        )

    def _heard(self, host: _Host, error: FetchError | None) -> None:
        """Note how a host answered: with an error, or with what it was asked for."""
        with host.changed:
            if isinstance(error, NoAnswerError):
                host.silences += 1
                host.silence = error.message
                if host.silences == _TRIES:
                    host.changed.notify_all()
                return
            host.silences = 0
            status = error.status if error else None
            wait = error.retry_after if error else None
            if status == 429:
                wait = (_LATER if host.complaints else _SOON) if wait is None else wait
                host.complaints += 1
            elif status != 503:
                host.complaints = 0
                return
            if wait:
                host.status = status
                host.left_alone_until = max(host.left_alone_until, self._monotonic() + wait)
                host.changed.notify_all()
