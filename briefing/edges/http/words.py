"""What went wrong, in plain words: the one place where the errors of sockets, TLS and HTTP are translated."""

from __future__ import annotations

import ssl
from http.client import BadStatusLine, HTTPException, IncompleteRead, LineTooLong, RemoteDisconnected, UnknownProtocol

from briefing.errors import FetchError

TRANSPORT_ERRORS = (OSError, HTTPException)


class NoAnswerError(FetchError):
    """No whole answer came: not reached, too late, cut off, or nothing that makes sense."""


class NotAskedError(FetchError):
    """No request was sent: the host is left alone, or may not be asked at all."""


class OutOfTimeError(TimeoutError):
    """The time for the whole fetch is used up, not only that for one step of it."""


class OverrunError(HTTPException):
    """More bytes came than may be read."""


def no_connection(error: Exception, connect_timeout: float) -> str:
    """Why nobody could be connected to."""
    if isinstance(error, TimeoutError):
        return f"no connection within {connect_timeout:g} s"
    if isinstance(error, ssl.SSLCertVerificationError):
        return f"the server's certificate is not valid: {error.verify_message}"
    if isinstance(error, ssl.SSLError):
        return "no secure connection could be made (TLS)"
    strerror = error.strerror if isinstance(error, OSError) else None
    return f"no connection: {(strerror or 'the server can not be reached').lower()}"


def no_answer(error: Exception, read_timeout: float) -> str:
    """Why what came over a connection is no answer."""
    if isinstance(error, TimeoutError):
        return f"no answer within {read_timeout:g} s"
    if isinstance(error, RemoteDisconnected):
        return "the server closed the connection without an answer"
    if isinstance(error, IncompleteRead):
        return "the answer was cut off"
    if isinstance(error, OSError):
        return "the connection broke off"
    if isinstance(error, OverrunError | LineTooLong):
        return "the server's answer makes no sense (its headers have no end)"
    if isinstance(error, BadStatusLine | UnknownProtocol):
        return "the server's answer makes no sense (it is not HTTP)"
    return f"the server's answer makes no sense ({error})"


def duration(seconds: float) -> str:
    """ "40 s", "12 min", "3 h": rounded up."""
    for unit, size in (("h", 3600), ("min", 60)):
        if seconds > 2 * size:
            return f"{-int(-seconds // size)} {unit}"
    return f"{-int(-seconds // 1)} s"
