"""How a feed is doing, in plain words, and whether that is worth a word to the operator.

Times are said on the clocks of `zone`, and ever more roughly the longer ago they are.
"""

from __future__ import annotations

from collections.abc import Collection
from datetime import datetime, timedelta, tzinfo
from itertools import pairwise
from typing import Literal

from briefing.model import Health

State = Literal["ok", "new", "silent", "failing", "broken", "gone"]

ATTENTION: tuple[State, ...] = ("gone", "broken", "failing", "silent")
"""What an operator should see, the worst first."""

_DAY = timedelta(days=1)
_SILENCE = timedelta(days=30)
_LONGER_THAN_USUAL = 5
_TIMES = {1: "once", 2: "twice"}
# As %b and %A would be in English; those follow the machine's language.
_MONTHS = ("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec")
_WEEKDAYS = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")


def state(health: Health, now: datetime, after: timedelta) -> State:
    """after: how long a feed must have been failing to count as broken; one that was never read is so at once."""
    if health.gone:
        return "gone"
    if health.failures:
        # A single failure proves nothing, however long ago it was: perhaps nobody has asked since.
        lasts = health.failures > 1 and health.failing_since is not None and health.failing_since <= now - after
        return "broken" if lasts or health.read_at is None else "failing"
    if health.read_at is None:
        return "new"
    return "ok" if health.daily else "silent"


def worth_telling(health: Health, now: datetime, after: timedelta) -> bool:
    """Whether the operator is to be told: of what lasts, and once."""
    return health.told_at is None and state(health, now, after) in ("gone", "broken")


def is_silent(dates: Collection[datetime], now: datetime) -> bool:
    """Whether a feed with entries of these dates has had nothing new for a month, and for far longer than it uses to.

    Such a feed answers well and is dead all the same.
    """
    past = sorted({when for when in dates if when <= now})
    if not past:
        return False
    gaps = sorted(later - earlier for earlier, later in pairwise(past))
    usual = gaps[len(gaps) // 2] if gaps else timedelta()
    return now - past[-1] > max(_SILENCE, _LONGER_THAN_USUAL * usual)


def newest(dates: Collection[datetime], now: datetime) -> datetime:
    """The latest of the dates, at least one, that is not in the future, if there is such a one."""
    return max([when for when in dates if when <= now] or dates)


# --- in words ------------------------------------------------------------------------------------------------------


def ago(then: datetime, now: datetime, zone: tzinfo) -> str:
    """ "just now", "25 min ago", "3 h ago", "2 days ago", "17 Nov", "17 Nov 2025"; a date for what is to come."""
    passed = now - then
    if timedelta() <= passed < timedelta(minutes=1):
        return "just now"
    for most, size, unit in (
        (timedelta(hours=1), timedelta(minutes=1), "min"),
        (_DAY, timedelta(hours=1), "h"),
        (7 * _DAY, _DAY, "day"),
    ):
        if timedelta() <= passed < most:
            number = passed // size
            return f"{number} {unit}{'s' if unit == 'day' and number > 1 else ''} ago"
    return _date(then, now, zone)


def streak(health: Health, now: datetime, zone: tzinfo) -> str:
    """How often it failed up to now, and since when: "once, at 14:30", "5 times since Monday", "" where it did not."""
    if not health.failures or health.failing_since is None:
        return ""
    local, today = health.failing_since.astimezone(zone), now.astimezone(zone)
    days = (today.date() - local.date()).days
    if days <= 0:
        at, when = "at", f"{local:%H:%M}"
    elif days < 7:
        at, when = "on", _WEEKDAYS[local.weekday()]
    else:
        at, when = "on", _date(local, now, zone)
    if health.failures == 1:
        return f"once, {at} {when}"
    return f"{_TIMES.get(health.failures, f'{health.failures} times')} since {when}"


def habit(daily: float) -> str:
    """How much comes: "12 a day", "3 a week", "2 a month"."""
    for period, unit in ((1, "day"), (7, "week"), (30, "month")):
        if round(daily * period) >= 1 and (daily >= 0.95 or period > 1):
            return f"{round(daily * period)} a {unit}"
    return "nothing" if daily <= 0 else "less than 1 a month"


def upcoming(ask_at: datetime | None, now: datetime, zone: tzinfo) -> str:
    """When it is asked again: "now", "at 14:30", "tomorrow 06:30", "Tuesday 06:30"."""
    if ask_at is None or ask_at <= now:
        return "now"
    local = ask_at.astimezone(zone)
    days = (local.date() - now.astimezone(zone).date()).days
    if days == 0:
        return f"at {local:%H:%M}"
    day = "tomorrow" if days == 1 else _WEEKDAYS[local.weekday()] if days < 7 else _date(local, now, zone)
    return f"{day} {local:%H:%M}"


def _date(then: datetime, now: datetime, zone: tzinfo) -> str:
    local = then.astimezone(zone)
    year = f" {local.year}" if local.year != now.astimezone(zone).year else ""
    return f"{local.day} {_MONTHS[local.month - 1]}{year}"
