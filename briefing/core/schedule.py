"""When editions are due: appointments at local times on weekdays, less holidays and pauses, in one time zone.

A slot's time that the clocks skip (a DST gap) is the first moment after the gap; one that they show twice is the first
of the two. A date that the zone skips altogether has no slot.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from typing import NamedTuple
from zoneinfo import ZoneInfo

from briefing.model import Slot, label

HOLIDAY = 7
"""Stands beside Monday (0) to Sunday (6) among the days of an appointment."""
EVERY_DAY = frozenset(range(7))
_DAY = timedelta(days=1)
_SECOND = timedelta(seconds=1)
_BACK, _AHEAD = 400, 1500
"""Days: so far a slot is looked for where none is (a long pause)."""
_LAST_DAY = date(9990, 1, 1)


@dataclass(frozen=True, slots=True, kw_only=True)
class Appointment:
    """An edition at a time of day, on some weekdays. With HOLIDAY among them it takes the others' place on holidays."""

    at: time
    days: frozenset[int] = EVERY_DAY


class Planned(NamedTuple):
    """A slot as the timetable has it."""

    day: date
    number: int
    """Of the date's slots, from 1."""
    begins: datetime
    """UTC."""
    appointment: int
    """Whose it is: its place in `Timetable.appointments`."""
    skipped: str
    """Why there is no edition; empty where there is one."""

    @property
    def label(self) -> str:
        return label(self.day, self.number)


def _no_holiday(day: date) -> str:  # noqa: ARG001 - as a calendar is asked
    return ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Timetable:
    zone: ZoneInfo
    appointments: tuple[Appointment, ...]
    holiday: Callable[[date], str] = _no_holiday
    """A holiday's name, or nothing."""
    pauses: tuple[tuple[date, date], ...] = ()
    """First and last day of each."""

    def of(self, day: date) -> list[Planned]:
        """The slots of a local date, in the order in which they begin."""
        if not _exists(day, self.zone):
            return []
        holiday = self.holiday(day)
        ours = [place for place, each in enumerate(self.appointments) if holiday and HOLIDAY in each.days]
        skipped = "" if ours else holiday
        ours = ours or [place for place, each in enumerate(self.appointments) if day.weekday() in each.days]
        for first, last in self.pauses:
            if first <= day <= last:
                skipped = f"paused until {last}" if last > first else "paused"
        times = {place: self.appointments[place].at for place in ours}
        begin = {place: slot_time(day, at, self.zone) for place, at in times.items()}
        ours.sort(key=lambda place: (begin[place], times[place]))
        return [Planned(day, number, begin[place], place, skipped) for number, place in enumerate(ours, 1)]

    def planned(self, day: date, number: int) -> Planned | None:
        """The slot of that name, skipped or not."""
        return next((each for each in self.of(day) if each.number == number), None)

    def due(self, now: datetime) -> Planned | None:
        """The latest slot that has begun; None where there was none for a year."""
        day = now.astimezone(self.zone).date() + _DAY
        for _ in range(_BACK):
            for planned in reversed(self.of(day)):
                if planned.begins <= now and not planned.skipped:
                    return planned
            day -= _DAY
        return None

    def upcoming(self, after: datetime, *, skipped: bool = False) -> Iterator[Planned]:
        """The slots that begin after a moment, soonest first; with `skipped` those without an edition among them.

        Ends where none is for four years.
        """
        day = after.astimezone(self.zone).date() - _DAY
        last = day + _AHEAD * _DAY
        while day < min(last, _LAST_DAY):
            for planned in self.of(day):
                if planned.begins > after and (skipped or not planned.skipped):
                    last = day + _AHEAD * _DAY
                    yield planned
            day += _DAY

    def missed(self, previous: tuple[date, int], this: tuple[date, int]) -> list[Planned]:
        """The slots between two editions, each by date and number, that should have had one."""
        day, found = previous[0], list[Planned]()
        while day <= this[0]:
            found += [each for each in self.of(day) if previous < (day, each.number) < this and not each.skipped]
            day += _DAY
        return found

    def slot(
        self,
        briefing: str,
        day: date,
        number: int = 1,
        *,
        now: datetime,
        previous_closes: datetime | None,
        window: timedelta = _DAY,
    ) -> Slot:
        """The slot of that name: it closes now where it is due or still to come, at its own time where it is past.

        It opens where the edition before it closed, or `window` before it closes.
        """
        planned, due = self.planned(day, number), self.due(now)
        begins = planned.begins if planned else slot_time(day, self.appointments[0].at, self.zone)
        past = begins < now and due is not None and (day, number) < (due.day, due.number)
        closes = begins if past else now
        opens = closes - window if previous_closes is None else min(previous_closes, closes)
        return Slot(briefing=briefing, date=day, number=number, opens=opens, closes=closes)


def slot_time(day: date, at: time, zone: ZoneInfo) -> datetime:
    """When the slot of a local date begins, in UTC. `at` has no zone of its own."""
    local = datetime.combine(day, at, tzinfo=zone)
    first, second = local.astimezone(UTC), local.replace(fold=1).astimezone(UTC)
    # fold=1 reads the time with the offset that is valid later: earlier in UTC only where the clocks went forward.
    return first if second >= first else _end_of_gap(second, first, zone)


def _end_of_gap(before: datetime, after: datetime, zone: ZoneInfo) -> datetime:
    """The change of offset in (before, after], found by halving: zone data has whole seconds."""
    offset = after.astimezone(zone).utcoffset()
    low, high = 0, (after - before) // _SECOND
    while high - low > 1:
        middle = (low + high) // 2
        if (after - middle * _SECOND).astimezone(zone).utcoffset() == offset:
            low = middle
        else:
            high = middle
    return (after - low * _SECOND).replace(microsecond=0)


def _exists(day: date, zone: ZoneInfo) -> bool:
    """Whether the zone has this date: Samoa had no 30 December 2011."""
    return slot_time(day, time(), zone).astimezone(zone).date() == day


STALE = timedelta(hours=36)
"""From when news is old, unless no edition was made since."""


def of_the_day(published: Iterable[datetime | None], slot: Slot) -> bool:
    """Whether one of these moments lies within STALE, or since the edition before."""
    since = min(slot.opens, slot.closes - STALE)
    return any(moment is not None and moment >= since for moment in published)
