"""What HTTP answers say, read without touching the network."""

from __future__ import annotations

import re
from base64 import b64encode
from datetime import UTC, datetime
from email.utils import parsedate_to_datetime
from http import HTTPStatus
from urllib.parse import unquote, urlsplit


def retry_after(value: str | None, now: datetime) -> float | None:
    """Seconds to wait from Retry-After, which is a number of seconds or a date (RFC 9110, section 10.2.3); None where
    it says nothing that can be read."""
    if value is None:
        return None
    if re.fullmatch(r"[0-9]{1,9}", value.strip()):
        return float(value)
    try:
        when = parsedate_to_datetime(value[:100])
        return max(0.0, (when.replace(tzinfo=when.tzinfo or UTC) - now).total_seconds())
    except (ValueError, TypeError, IndexError, OverflowError):
        return None


def status_line(status: int) -> str:
    """ "404 Not Found": the number with its registered phrase, never the server's own words."""
    try:
        return f"{status} {HTTPStatus(status).phrase}"
    except ValueError:
        return str(status)


def basic_credentials(url: str) -> str | None:
    """The value of Authorization (Basic, RFC 7617) for an address that has a user in it."""
    parts = urlsplit(url)
    if parts.username is None:
        return None
    pair = f"{unquote(parts.username)}:{unquote(parts.password or '')}"
    return "Basic " + b64encode(pair.encode()).decode()
