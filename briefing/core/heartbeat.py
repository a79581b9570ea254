"""The addresses of a heartbeat: asked when an edition is out, so that somebody else misses it when it is not.

"healthchecks" is the API of healthchecks.io, which others have as well: the address itself for success, with /start and
/fail behind it for the start and for a failure, and the run's id as `rid` (https://healthchecks.io/docs/http_api/).
"""

from __future__ import annotations

from typing import Literal
from urllib.parse import urlsplit, urlunsplit

Signal = Literal["start", "ok", "fail"]
Shape = Literal["healthchecks", "plain"]


def address(url: str, signal: Signal, run: str, shape: Shape = "healthchecks") -> str | None:
    """Where to say it; None where this shape has no way to. run: a UUID."""
    if shape == "plain":
        return url if signal == "ok" else None
    parts = urlsplit(url)
    path = parts.path.rstrip("/") + ("" if signal == "ok" else f"/{signal}")
    query = "&".join(filter(None, (parts.query, f"rid={run}")))
    return urlunsplit((parts.scheme, parts.netloc, path, query, ""))
