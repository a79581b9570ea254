"""When a source is asked again: after a success not before it wishes, after failures ever more rarely."""

from __future__ import annotations

from datetime import timedelta

FIRST_WAIT = timedelta(minutes=15)
LONGEST_WAIT = timedelta(hours=6)
"""So that a source that has recovered is back in the next day's edition."""
LONGEST_REST = timedelta(hours=1)
"""Many a feed says `ttl` 1440 and has news every hour; asking hourly, for changes only, is no burden."""
LONGEST_BAN = timedelta(days=2)


def rest(fresh_for: timedelta | None) -> timedelta:
    """How long a source that was read is left alone."""
    return min(max(fresh_for or timedelta(), timedelta()), LONGEST_REST)


def wait(failures: int, retry_after: float | None) -> timedelta:
    """How long a source is left alone after so many failures in a row: twice as long with each. retry_after: seconds
    that the server asked for (RFC 9110, section 10.2.3), kept to, though not for ever."""
    growing = min(FIRST_WAIT * (1 << min(failures - 1, 10)), LONGEST_WAIT)
    asked = timedelta(seconds=min(retry_after or 0.0, LONGEST_BAN.total_seconds()))
    return max(growing, asked)
