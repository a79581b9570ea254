"""A socket to listen on, or plain words about why there is none."""

from __future__ import annotations

import errno
import os
import socket

from briefing.errors import BriefingError

_ANOTHER_PORT = "Name another: --port 0 takes a free one."
_ANOTHER_HOST = "Name an address of this machine: 127.0.0.1 for itself alone, 0.0.0.0 for whoever can reach it."


def listening(host: str, port: int) -> socket.socket:
    """port: 0 takes a free one. Raises BriefingError where it can't be had."""
    where = f"{host}, port {port}"
    if not 0 <= port <= 65535:
        raise BriefingError(f"{where}: there is no such port", hint=_ANOTHER_PORT)
    try:
        host.encode("idna")
        listener = socket.create_server((host, port), family=socket.AF_INET6 if ":" in host else socket.AF_INET)
    except UnicodeError as error:
        raise BriefingError(f"{where}: there is no such host", hint=_ANOTHER_HOST) from error
    except OSError as error:
        number = error.errno or 0
        what = os.strerror(number) if number > 0 else "there is no such host"  # getaddrinfo counts below 0
        hint = _ANOTHER_HOST if number < 0 or number == errno.EADDRNOTAVAIL else _ANOTHER_PORT
        raise BriefingError(f"{where}: {what}", hint=hint) from error
    # Else a body waits 40 ms until its head is acknowledged: asyncio sees to it only for sockets that name their
    # protocol. What is accepted has it from here.
    listener.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
    return listener
