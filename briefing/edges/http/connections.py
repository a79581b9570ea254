"""Where connections go: names resolved, addresses judged, and the very address that was judged connected to.

A name that resolves differently a moment later gains nothing, as it is not resolved again. Behind a proxy it is the
proxy that resolves names: then only what the name itself tells can be judged, such as an IP address in any spelling.
"""

from __future__ import annotations

import socket
import ssl
import threading
import time
from collections.abc import Callable, Sequence

from briefing.core.http import status_line
from briefing.core.networks import bad_port, is_local, is_public, spelled_address
from briefing.edges.http.connection import Connection, seconds_left
from briefing.edges.http.errand import Origin, Proxy
from briefing.edges.http.words import TRANSPORT_ERRORS, NoAnswerError, NotAskedError, OutOfTimeError, no_connection

_ADDRESSES_TRIED = 3
_IDLE_CONNECTIONS = 64
_IDLE_SECONDS = 30.0
_INSIDE = (".internal", ".local", ".home.arpa")
"""Names that are never public (RFC 6762, RFC 8375, and ICANN's reservation of .internal)."""

Resolve = Callable[[str, int], Sequence[str]]
"""The IP addresses of a name, for a port. Raises OSError or UnicodeError."""
Route = tuple[Origin, Proxy | None]


def system_addresses(name: str, port: int) -> list[str]:
    """What the system's resolver says (`Resolve`), in its order."""
    return [str(info[4][0]) for info in socket.getaddrinfo(name, port, type=socket.SOCK_STREAM)]


class Connector:
    """Makes connections to where they are allowed. Times are seconds."""

    def __init__(
        self,
        *,
        trusted: frozenset[str],
        resolve: Resolve,
        ssl_context: ssl.SSLContext | None,
        connect_timeout: float,
        read_timeout: float,
    ) -> None:
        self._trusted = frozenset(name.lower().strip("[]") for name in trusted)
        self._resolve, self._ssl_context = resolve, ssl_context
        self._connect_timeout, self._read_timeout = connect_timeout, read_timeout
        self._lock = threading.Lock()

    def connect(self, origin: Origin, proxy: Proxy | None, deadline: float) -> Connection:
        """A connection to the first of a host's addresses that is allowed and answers, or to the proxy and through it.

        Raises NotAskedError where that is not allowed, NoAnswerError where nobody answers, OutOfTimeError in the end.
        """
        if proxy:
            self._judge_name(origin)
            addresses = self._look_up(proxy.origin, deadline)
        else:
            addresses = self._addresses(origin, deadline)
        failure = "no address left to try"
        cause: Exception | None = None
        for ip in addresses[:_ADDRESSES_TRIED]:
            try:
                return self._connect(ip, origin, proxy, deadline)
            except OutOfTimeError:
                raise
            except (*TRANSPORT_ERRORS, UnicodeError) as error:  # UnicodeError: a name that TLS can't carry
                failure, cause = no_connection(error, self._connect_timeout), error
        raise NoAnswerError(f"{failure} (by way of its proxy)" if proxy else failure) from cause

    def _connect(self, ip: str, origin: Origin, proxy: Proxy | None, deadline: float) -> Connection:
        port = proxy.origin.port if proxy else origin.port
        sock = socket.socket(socket.AF_INET6 if ":" in ip else socket.AF_INET, socket.SOCK_STREAM)
        connection = Connection(sock, self._read_timeout)
        try:
            sock.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
            sock.settimeout(seconds_left(deadline, self._connect_timeout))
            sock.connect((ip, port))
            if origin.scheme == "http":
                return connection
            if proxy:
                _tunnel(connection, origin, proxy, deadline)
            return connection.secure(self._tls(), origin.host, seconds_left(deadline, self._connect_timeout))
        except BaseException as error:
            connection.close()
            if isinstance(error, TimeoutError):
                seconds_left(deadline, 1.0)
            raise

    def _tls(self) -> ssl.SSLContext:
        with self._lock:
            if self._ssl_context is None:
                self._ssl_context = ssl.create_default_context()
                self._ssl_context.set_alpn_protocols(["http/1.1"])
            return self._ssl_context

    def _addresses(self, origin: Origin, deadline: float) -> list[str]:
        """Raises NotAskedError unless all of a host's addresses are public, or it is trusted."""
        self._judge_port(origin)
        found = self._look_up(origin, deadline)
        if not self._trusts(origin):
            for ip in found:
                if not is_public(ip):
                    raise _refused(origin.host, f"is at {ip}, which is no public address")
        return found

    def _judge_name(self, origin: Origin) -> None:
        """What can be judged of a host that a proxy will look up. Raises NotAskedError."""
        self._judge_port(origin)
        if self._trusts(origin):
            return
        name = origin.host
        if is_local(name) or name.endswith(_INSIDE) or not ("." in name or ":" in name):
            raise _refused(origin.host, "is no public host")

    def _judge_port(self, origin: Origin) -> None:
        if bad_port(origin.port) and f"{origin.host}:{origin.port}" not in self._trusted:
            raise NotAskedError(f"refused: no web server is to be asked at port {origin.port}")

    def _trusts(self, origin: Origin) -> bool:
        return origin.host in self._trusted or f"{origin.host}:{origin.port}" in self._trusted

    def _look_up(self, origin: Origin, deadline: float) -> list[str]:
        """The addresses of a host, in the resolver's order. Raises NoAnswerError, OutOfTimeError.

        The system's resolver knows no timeout, so a thread waits for it, and is left to itself when it takes too long.
        """
        if ip := _literal(origin.host):
            return [ip]
        found: list[str] = []
        failure: list[OSError | UnicodeError] = []

        def ask() -> None:
            try:
                found.extend(self._resolve(origin.host, origin.port))
            except (OSError, UnicodeError) as error:
                failure.append(error)

        thread = threading.Thread(target=ask, name="resolve", daemon=True)
        thread.start()
        thread.join(seconds_left(deadline, self._connect_timeout))
        if found:
            return list(dict.fromkeys(found))
        if not failure or (isinstance(failure[0], socket.gaierror) and failure[0].errno == socket.EAI_AGAIN):
            raise NoAnswerError(f"not found: no name server could tell the address of {origin.host}")
        raise NoAnswerError(f"not found: the name {origin.host} has no address")


class Pool:
    """Connections kept for reuse, several to a host: at most _IDLE_CONNECTIONS, each for _IDLE_SECONDS."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._idle: dict[Route, list[tuple[float, Connection]]] = {}
        self._count = 0
        self._closed = False

    def take(self, route: Route) -> Connection | None:
        """The one that was used last, if it still stands."""
        while True:
            with self._lock:
                idle = self._idle.get(route)
                if not idle:
                    return None
                since, connection = idle.pop()
                self._count -= 1
                if not idle:
                    del self._idle[route]
            if time.monotonic() - since < _IDLE_SECONDS and connection.is_alive():
                return connection
            connection.close()

    def keep(self, route: Route, connection: Connection) -> None:
        with self._lock:
            surplus: Connection | None = connection
            if not self._closed:
                surplus = self._oldest() if self._count >= _IDLE_CONNECTIONS else None
                self._idle.setdefault(route, []).append((time.monotonic(), connection))
                self._count += 1
        if surplus:
            surplus.close()

    def close(self) -> None:
        """Close all, and from now on each that would be kept."""
        with self._lock:
            idle, self._idle, self._count, self._closed = self._idle, {}, 0, True
        for connections in idle.values():
            for _, connection in connections:
                connection.close()

    def _oldest(self) -> Connection:
        """Taken out: the one that has been idle longest."""
        route = min(self._idle, key=lambda route: self._idle[route][0][0])
        _, connection = self._idle[route].pop(0)
        self._count -= 1
        if not self._idle[route]:
            del self._idle[route]
        return connection


def _tunnel(connection: Connection, origin: Origin, proxy: Proxy, deadline: float) -> None:
    """Ask the proxy for a way through (RFC 9110, section 9.3.6). Raises NoAnswerError and TRANSPORT_ERRORS."""
    name = f"[{origin.host}]" if ":" in origin.host else origin.host
    target = f"{name}:{origin.port}"
    request = f"CONNECT {target} HTTP/1.1\r\nHost: {target}\r\n{proxy.header()}\r\n"
    answer = connection.ask(request.encode("latin-1"), deadline, method="CONNECT")
    if not 200 <= answer.status < 300:
        raise NoAnswerError(f"no connection: the proxy said {status_line(answer.status)}")


def _literal(host: str) -> str | None:
    """The IP address that a host is by its very name; else None."""
    if host == "localhost" or host.endswith(".localhost"):  # RFC 6761, section 6.3: nobody is asked
        return "127.0.0.1"
    return spelled_address(host)


def _refused(host: str, why: str) -> NotAskedError:
    return NotAskedError(f"refused: {host} {why}", hint=f"If that is meant, add {host} to the trusted hosts.")
