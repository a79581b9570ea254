"""What an answer says: a page, where else to look, or that there is none."""

from __future__ import annotations

import re
from collections.abc import Iterator
from contextlib import suppress
from datetime import datetime
from http.client import HTTPException, HTTPResponse, IncompleteRead
from typing import NamedTuple

from briefing.core.http import retry_after, status_line
from briefing.core.unpack import UnpackError, unpacked
from briefing.core.urls import absolute
from briefing.edges.http.connection import Connection
from briefing.edges.http.errand import Bounds, sendable
from briefing.edges.http.words import OverrunError
from briefing.errors import FetchError
from briefing.model import Page, Validators

_PIECE = 65_536
_REDIRECTS = frozenset((301, 302, 303, 307, 308))
_WHOLE = frozenset((200, 203))
_SCHEME = re.compile(r"\s*[A-Za-z][A-Za-z0-9+.-]*:")


class Redirect(NamedTuple):
    target: str
    for_good: bool
    """301 or 308."""


def read(
    connection: Connection, answer: HTTPResponse, address: str, asked: Validators, bounds: Bounds, now: datetime
) -> Page | Redirect | FetchError:
    """Raises FetchError where what came can't be used, and one of TRANSPORT_ERRORS where it did not come whole."""
    headers = {name.lower(): " ".join(value.split()) for name, value in answer.headers.items()}
    if len(set(answer.headers.get_all("content-length", []))) > 1:
        raise HTTPException("it has two lengths")
    status = answer.status
    if status in _REDIRECTS:
        return Redirect(_target(answer.headers.get("location"), address), status in (301, 308))
    etag, modified = sendable(headers.get("etag")), sendable(headers.get("last-modified"))
    if status == 304 and asked != Validators():
        known = Validators(etag=etag or asked.etag, last_modified=modified or asked.last_modified)
        return Page(url=address, unchanged=True, validators=known, headers=headers)
    if status not in _WHOLE:
        wait = retry_after(headers.get("retry-after"), now)
        return FetchError(f"the server said {status_line(status)}", status=status, retry_after=wait)
    connection.allow(bounds.body)
    return Page(
        url=address,
        body=_body(answer, headers.get("content-encoding", ""), bounds),
        content_type=headers.get("content-type"),
        validators=Validators(etag=etag, last_modified=modified),
        headers=headers,
    )


def _body(answer: HTTPResponse, coding: str, bounds: Bounds) -> bytes:
    body = bytearray()
    try:
        for piece in unpacked(_received(answer, bounds), coding.lower()):
            body += piece
            if len(body) > bounds.body:
                if not bounds.cut:
                    raise FetchError(f"more than {bounds.body / 1e6:g} MB, unpacked")
                del body[bounds.body :]
                break
    except UnpackError as error:
        raise FetchError(f"the answer can't be unpacked: {error}") from error
    except EOFError as error:
        raise FetchError("the answer was cut off") from error
    return bytes(body)


def _received(answer: HTTPResponse, bounds: Bounds) -> Iterator[bytes]:
    """The body as it comes."""
    received = 0
    try:
        while piece := answer.read1(_PIECE):  # read would trust a chunk of a size below zero, and take all at once
            received += len(piece)
            if received > bounds.body and not bounds.cut:
                raise OverrunError
            yield piece
    except OverrunError:
        raise FetchError(f"more than {bounds.body / 1e6:g} MB") from None
    if answer.length:
        raise IncompleteRead(b"", answer.length)


def _target(location: str | None, address: str) -> str:
    if not location:
        raise FetchError("redirected without being told where")
    with suppress(UnicodeError):  # UTF-8 sent raw, which the header's parser took for Latin-1
        location = location.encode("latin-1").decode("utf-8")
    # With a scheme it is whole: joined to where it came from, http:///host/ would lead there instead of nowhere.
    target = absolute(location, None if _SCHEME.match(location) else address)
    if not target:
        raise FetchError("redirected to what is no http(s) address")
    return target
