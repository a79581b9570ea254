"""robots.txt (RFC 9309): each site is asked once a day what programs may read, however many threads want to know."""

from __future__ import annotations

import threading
from collections.abc import Callable
from datetime import datetime, timedelta
from typing import NamedTuple

from briefing.core.robots import Rules, parse, verdict_for_status
from briefing.edges.http.errand import Bounds, Origin
from briefing.edges.http.words import NoAnswerError, NotAskedError, duration
from briefing.errors import FetchError
from briefing.ports import Texts

FILE = Bounds(body=512_000, redirects=5, cut=True)
"""What is read of a robots.txt (sections 2.3.1.2 and 2.5)."""
_KEPT = timedelta(hours=24)
_LOOK_AGAIN = timedelta(hours=1)
"""For so long rules are kept parsed, and a site that did not give its file for now is not asked for it."""
_MEMORY = 16_000_000
"""Characters of files that RobotsMemory keeps."""
_PARSED = 1_000_000
"""Characters of files whose rules are kept parsed, which takes up to sixty times as many bytes."""


class RobotsMemory:
    """Implements `ports.Texts` for the life of a process, within _MEMORY: the oldest are forgotten."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._files: dict[str, tuple[str, datetime]] = {}
        self._size = 0

    def get(self, origin: str, now: datetime) -> str | None:
        with self._lock:
            text, until = self._files.get(origin, ("", now))
            return text if until > now else None

    def put(self, origin: str, text: str, until: datetime) -> None:
        with self._lock:
            self._size += len(text) - len(self._files.pop(origin, ("", until))[0])
            self._files[origin] = text, until
            while self._size > _MEMORY:
                self._size -= len(self._files.pop(next(iter(self._files)))[0])


class _Known(NamedTuple):
    rules: Rules | str
    """Or why they can't be had for now."""
    until: datetime
    size: int


class Robots:
    """What sites ask of the program whose product token is `agent`.

    Rules are looked up in memory, then in `files`, then on the site. A site whose file can't be had for now (5xx, no
    answer) is not read by this fetcher; the next one asks again.
    """

    def __init__(self, agent: str, files: Texts | None, clock: Callable[[], datetime], patience: float) -> None:
        """patience: seconds to wait for another thread that is reading the same file."""
        self._agent = agent
        self._files = files or RobotsMemory()
        self._clock, self._patience = clock, patience
        self._lock = threading.Lock()
        self._parsing = threading.Lock()  # one at a time: it takes much memory for a while
        self._reading: dict[Origin, threading.Lock] = {}
        self._known: dict[Origin, _Known] = {}
        self._size = 0

    def check(self, address: str, origin: Origin, get: Callable[[str], bytes]) -> float | None:
        """Raises FetchError where the address is not to be read; returns the Crawl-delay, in seconds.

        get: gives the body behind an address, or raises FetchError.
        """
        with self._lock:
            reading = self._reading.setdefault(origin, threading.Lock())
        if not reading.acquire(timeout=self._patience):
            raise NotAskedError(f"not asked: its site's robots.txt could not be read in {duration(self._patience)}")
        try:
            rules = self._rules(origin, get)
        finally:
            reading.release()
        if isinstance(rules, str):
            raise FetchError(f"its site's robots.txt could not be read: {rules}")
        if not rules.allows(address):
            raise FetchError("its site's robots.txt asks programs not to read it")
        return rules.delay

    def _rules(self, origin: Origin, get: Callable[[str], bytes]) -> Rules | str:
        """An origin's rules, or why they can't be had for now. One thread at a time for each origin."""
        now = self._clock()
        with self._lock:
            known = self._known.get(origin)
        if known and known.until > now:
            return known.rules
        name = f"{origin.scheme}://{origin.authority}"
        text = self._files.get(name, now)
        if text is None:
            text, trouble = self._read(name, get)
            if trouble:
                return self._keep(origin, _Known(trouble, now + _LOOK_AGAIN, 0))
            self._files.put(name, text, now + _KEPT)
        with self._parsing:
            return self._keep(origin, _Known(parse(text, self._agent), now + _LOOK_AGAIN, len(text)))

    def _keep(self, origin: Origin, new: _Known) -> Rules | str:
        with self._lock:
            before = self._known.pop(origin, None)
            self._known[origin] = new
            self._size += new.size - (before.size if before else 0)
            while self._size > _PARSED:
                self._size -= self._known.pop(next(iter(self._known))).size
        return new.rules

    def _read(self, name: str, get: Callable[[str], bytes]) -> tuple[str, str]:
        """The text, and why it can't be had for now."""
        try:
            return get(f"{name}/robots.txt").decode("utf-8", "replace"), ""
        except NotAskedError:
            raise
        except NoAnswerError as error:
            return "", error.message
        except FetchError as error:
            if error.status is not None and not verdict_for_status(error.status):
                return "", error.message
            return "", ""  # none, or nothing that could be one: nothing is asked
