"""Fetching over HTTP: polite, bounded, and safe against hostile servers. See the package's docstring for the bounds."""

from __future__ import annotations

import ssl
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import replace
from datetime import UTC, datetime

from briefing.core import networks
from briefing.core.urls import absolute
from briefing.edges.http.answers import Redirect, read
from briefing.edges.http.connection import Connection
from briefing.edges.http.connections import Connector, Pool, Resolve, Route, system_addresses
from briefing.edges.http.errand import Bounds, Errand, Origin, Proxy, bare, origin_of
from briefing.edges.http.politeness import Politeness
from briefing.edges.http.robots import FILE, Robots
from briefing.edges.http.words import TRANSPORT_ERRORS, NoAnswerError, OutOfTimeError, no_answer
from briefing.errors import FetchError
from briefing.model import Access, Page, Validators
from briefing.ports import Texts

_PASSING = frozenset((429, 500, 502, 503, 504))
_SECOND_TRY, _SOON = 1.0, 5.0
"""Seconds to a second try where the server names none, and how long it may make us wait for one."""
_DROPPED = (ConnectionError, ssl.SSLEOFError, ssl.SSLZeroReturnError)
"""What a connection raises that the other side has given up."""


def _utc_now() -> datetime:
    return datetime.now(UTC)


class HttpFetcher:
    """Implements `ports.Fetcher`; may be used from many threads. Times are seconds.

    trusted_hosts: the hosts ("name" or "name:port") that may be at private or loopback addresses. total_timeout is for
    one fetch with all its redirects and the robots.txt files on its way, without the waits for hosts' turns, of which
    each ends after turn_timeout. max_bytes: see the package's docstring. per_host: how many requests may be under way
    to one host; pace: between the starts of two; neither binds hosts for which is_local says yes. proxy: an http:
    proxy for hosts that are not local; one in a fetch's Access is for all that it asks. robots_files: where robots.txt
    files are kept; obey_robots=False: they are never asked for. resolve: the addresses of a name, for a port. clock:
    for a Retry-After that names a date, and the age of robots.txt files. monotonic, sleep: for pace and Retry-After.
    """

    def __init__(
        self,
        *,
        user_agent: str,
        trusted_hosts: frozenset[str] = frozenset(),
        connect_timeout: float = 5.0,
        read_timeout: float = 10.0,
        total_timeout: float = 20.0,
        turn_timeout: float = 120.0,
        max_bytes: int = 5_000_000,
        max_redirects: int = 5,
        per_host: int = 1,
        pace: float = 0.0,
        proxy: str | None = None,
        robots_files: Texts | None = None,
        obey_robots: bool = True,
        is_local: Callable[[str], bool] = networks.is_local,
        resolve: Resolve | None = None,
        ssl_context: ssl.SSLContext | None = None,
        clock: Callable[[], datetime] = _utc_now,
        monotonic: Callable[[], float] = time.monotonic,
        sleep: Callable[[float], None] = time.sleep,
    ) -> None:
        self._user_agent = user_agent
        self._read_timeout, self._total_timeout = read_timeout, total_timeout
        self._bounds = Bounds(body=max_bytes, redirects=max_redirects)
        self._proxy, self._is_local = proxy, is_local
        self._clock, self._sleep = clock, sleep
        self._connector = Connector(
            trusted=trusted_hosts,
            resolve=resolve or system_addresses,
            ssl_context=ssl_context,
            connect_timeout=connect_timeout,
            read_timeout=read_timeout,
        )
        self._pool = Pool()
        self._politeness = Politeness(
            per_host=per_host,
            pace=pace,
            longest_wait=turn_timeout,
            is_local=is_local,
            monotonic=monotonic,
            sleep=sleep,
        )
        agent = user_agent.partition("/")[0].partition(" ")[0]
        self._robots = Robots(agent, robots_files, clock, turn_timeout) if obey_robots else None

    def fetch(
        self, url: str, *, validators: Validators | None = None, access: Access | None = None, robots: bool = False
    ) -> Page:
        """The page behind an http(s) address, redirects followed. Raises FetchError in plain words.

        A server that is busy for the moment is asked once more when it says, if it says soon. Headers and cookies of
        access go to its hosts alone; a user and password in the address go to its own host, port and scheme alone.
        """
        address = absolute(url)
        if not address:
            raise FetchError("not an http(s) address", hint="Write it in full, as in https://news.example/feed.")
        errand = Errand(address, self._user_agent, self._bounds, validators=validators, access=access)
        gate = self._robots if robots else None
        try:
            return self._follow(errand, _Time(self._total_timeout), gate)
        except FetchError as error:
            wait = _SECOND_TRY if error.retry_after is None else error.retry_after
            if error.status not in _PASSING or wait > _SOON:
                raise
        self._sleep(wait)
        return self._follow(errand, _Time(self._total_timeout), gate)

    def close(self) -> None:
        """Close the connections kept for reuse."""
        self._pool.close()

    def _follow(self, errand: Errand, time_left: _Time, gate: Robots | None) -> Page:
        """The page at the end of the redirects."""
        address, seen = errand.address, set[str]()
        moved: str | None = None
        for_good = errand.credentials is None
        while True:
            if address in seen:
                raise FetchError("redirected in a circle")
            if len(seen) > errand.bounds.redirects:
                raise FetchError(f"redirected more than {errand.bounds.redirects} times")
            seen.add(address)
            origin = origin_of(address)
            if gate:
                self._ask_robots(gate, address, origin, errand.proxy, time_left)
            proxy = Proxy.of(errand.proxy or (None if self._is_local(origin.host) else self._proxy))
            with self._politeness.turn(origin.host), time_left.running() as deadline:
                found = self._hop(errand, address, (origin, proxy), deadline)
                if isinstance(found, FetchError):
                    raise found
            if isinstance(found, Page):
                return replace(found, moved=moved) if moved else found
            address = bare(found.target)
            for_good = for_good and found.for_good
            if for_good:
                moved = address

    def _ask_robots(self, gate: Robots, address: str, origin: Origin, proxy: str | None, time_left: _Time) -> None:
        """Raises FetchError where the address is not to be read."""

        def get(url: str) -> bytes:
            return self._follow(Errand(url, self._user_agent, FILE, access=Access(proxy=proxy)), time_left, None).body

        if delay := gate.check(address, origin, get):
            self._politeness.slow_down(origin.host, delay)

    # --- one request and its answer ----------------------------------------------------------------------------------

    def _hop(self, errand: Errand, address: str, route: Route, deadline: float) -> Page | Redirect | FetchError:
        try:
            if kept := self._pool.take(route):
                try:
                    return self._exchange(kept, errand, address, route, deadline)
                except _DROPPED:
                    pass  # the server gave up the idle connection just now, which says nothing about a new one
            new = self._connector.connect(*route, deadline)
            return self._exchange(new, errand, address, route, deadline)
        except OutOfTimeError as error:
            raise NoAnswerError(f"no answer within {self._total_timeout:g} s") from error
        except TRANSPORT_ERRORS as error:
            raise NoAnswerError(no_answer(error, self._read_timeout)) from error

    def _exchange(
        self, connection: Connection, errand: Errand, address: str, route: Route, deadline: float
    ) -> Page | Redirect | FetchError:
        keep = False
        try:
            answer = connection.ask(errand.request(address, route[1]), deadline)
            found = read(connection, answer, address, errand.validators, errand.bounds, self._clock())
            keep = connection.finish(answer)
            return found
        finally:
            if keep:
                self._pool.keep(route, connection)
            else:
                connection.close()


class _Time:
    """What is left of the time for one fetch; it runs only inside `running`."""

    def __init__(self, seconds: float) -> None:
        self._left = seconds

    @contextmanager
    def running(self) -> Iterator[float]:
        """Gives the deadline, of the monotonic clock."""
        begun = time.monotonic()
        try:
            yield begun + self._left
        finally:
            self._left -= time.monotonic() - begun
