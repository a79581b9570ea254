"""How long what was read may be taken for fresh: what feeds and servers ask of programs that read them again."""

from __future__ import annotations

import re
from collections.abc import Mapping
from datetime import UTC, datetime, timedelta
from email.utils import parsedate_to_datetime

_PERIODS = {"hourly": 1, "daily": 24, "weekly": 7 * 24, "monthly": 30 * 24, "yearly": 365 * 24}
_LONGEST = timedelta(days=30)


def of_answer(headers: Mapping[str, str]) -> timedelta | None:
    """What an answer's headers (names in lower case) allow: Cache-Control's max-age less Age, else Expires less Date
    (RFC 9111, section 4.2.1); None where they say nothing, no time for no-cache and no-store."""
    control = headers.get("cache-control", "").lower()
    if re.search(r"\bno-(?:cache|store)\b", control):
        return timedelta()
    if found := re.search(r"\bmax-age\s*=\s*\"?([0-9]{1,9})", control):
        age = re.fullmatch(r"\s*([0-9]{1,9})\s*", headers.get("age", ""))
        return _within(timedelta(seconds=int(found[1]) - (int(age[1]) if age else 0)))
    if "expires" in headers and "date" in headers:
        try:
            return _within(_moment(headers["expires"]) - _moment(headers["date"]))
        except (ValueError, TypeError, IndexError, OverflowError):
            return timedelta()  # "0" and other invalid dates mean that it is stale already (section 5.3)
    return None


def of_feed(ttl: str, period: str, frequency: str) -> timedelta | None:
    """What a feed asks: RSS's ttl in minutes, RSS 1.0's sy:updatePeriod by sy:updateFrequency; the longer of both.

    skipHours and skipDays are not kept to: news comes in those hours as well.
    """
    asked = []
    if re.fullmatch(r"\s*[0-9]{1,6}\s*", ttl):
        asked.append(timedelta(minutes=int(ttl)))
    if hours := _PERIODS.get(period.strip().lower()):
        times = int(frequency) if re.fullmatch(r"\s*[1-9][0-9]{0,3}\s*", frequency) else 1
        asked.append(timedelta(hours=hours) / times)
    return _within(max(asked)) if asked else None


def longest(*asked: timedelta | None) -> timedelta | None:
    """Of several wishes the longest; None where there is none."""
    return max((each for each in asked if each is not None), default=None)


def _within(time: timedelta) -> timedelta:
    return min(max(time, timedelta()), _LONGEST)


def _moment(value: str) -> datetime:
    when = parsedate_to_datetime(value[:100])
    return when if when.tzinfo else when.replace(tzinfo=UTC)
