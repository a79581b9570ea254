"""`schedule:`, the settings that say when editions are due."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable
from datetime import date
from functools import lru_cache
from typing import TYPE_CHECKING, Annotated

from pydantic import AfterValidator, BeforeValidator, Field, PlainSerializer, WithJsonSchema

from briefing.config.base import Settings, setting
from briefing.config.values import Clock, Duration, DurationOrNone, Line, Minutes, Whole, close_to, shown
from briefing.core.schedule import EVERY_DAY, HOLIDAY, Appointment
from briefing.model import MOST_A_DAY

if TYPE_CHECKING:
    from holidays import HolidayBase

_WEEKDAYS = ("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday")
_DAYS = {
    **{name[:3]: frozenset({number}) for number, name in enumerate(_WEEKDAYS)},
    "weekdays": frozenset(range(5)), "weekend": frozenset({5, 6}), "daily": EVERY_DAY, "holidays": frozenset({HOLIDAY}),
}  # fmt: skip
_SPELLED = {**_DAYS, **{name: _DAYS[name[:3]] for name in _WEEKDAYS}}
_YEARLY = re.compile(r"(\d{2})-(\d{2})")
_COUNTRY = re.compile(r"([A-Z]{2})(?:-(\w{1,10}))?")
_LEAP = 2024


def read_days(value: object) -> frozenset[int]:
    """`weekdays`, or a list such as [mon, wed, fri], as numbers from Monday (0) on; HOLIDAY stands for holidays."""
    if isinstance(value, frozenset):
        return value
    names = [value] if isinstance(value, str) else value
    if not isinstance(names, list | tuple) or not names:
        raise ValueError(f"{shown(value)} names no days; write weekdays, weekend, or a list such as [mon, wed, fri]")
    found: set[int] = set()
    for name in names:
        days = _SPELLED.get(name.strip().lower()) if isinstance(name, str) else None
        if days is None:
            meant = close_to(str(name), _SPELLED)
            hint = f"did you mean {meant}?" if meant else f"there are {', '.join(_DAYS)}"
            raise ValueError(f"{shown(name)} is no day; {hint}")
        found |= days
    return frozenset(found)


def check_holiday(text: str) -> str:
    """A date, a day of every year (12-24), or the code of a country (US) or a part of one (US-CA, ISO 3166-2)."""
    text = text.strip()
    if yearly := _YEARLY.fullmatch(text):
        try:
            date(_LEAP, int(yearly[1]), int(yearly[2]))
        except ValueError as error:
            raise ValueError(f"{shown(text)} is no day of a year; write it as 12-24") from error
    elif country := _COUNTRY.fullmatch(text.upper()):
        text = text.upper()
        _check_country(country[1], country[2])
    else:
        try:
            date.fromisoformat(text)
        except ValueError:
            example = "write a date as 2026-12-24, a day of every year as 12-24, or a country as US"
            raise ValueError(f"{shown(text)} names no holidays; {example}") from None
    return text


def _check_country(code: str, part: str | None) -> None:
    from holidays import list_supported_countries

    known = list_supported_countries()
    if code not in known:
        raise ValueError(f"no holidays are known of {shown(code)}; write the dates themselves")
    if part and part not in known[code]:
        parts = f"there are {', '.join(known[code])}" if known[code] else f"write {code}"
        raise ValueError(f"no holidays are known of {shown(f'{code}-{part}')}; {parts}")


def read_pause(value: object) -> tuple[date, date]:
    """`2026-08-01/2026-08-14` (both included, ISO 8601), or a single date."""
    if isinstance(value, tuple):
        return value
    first, _, last = value.partition("/") if isinstance(value, str) else ("", "", "")
    try:
        pause = date.fromisoformat(first.strip()), date.fromisoformat((last or first).strip())
    except ValueError:
        raise ValueError(f"{shown(value)} is no pause; write it as 2026-08-01/2026-08-14, or one date") from None
    if pause[0] > pause[1]:
        raise ValueError(f"{shown(value)} ends before it begins")
    return pause


Days = Annotated[
    frozenset[int],
    BeforeValidator(read_days),
    PlainSerializer(sorted),
    WithJsonSchema(
        {
            "title": "days",
            "anyOf": [{"enum": sorted(_DAYS)}, {"type": "array", "minItems": 1, "items": {"enum": sorted(_DAYS)}}],
            "type": "string",
        }
    ),
]
Holiday = Annotated[
    str, AfterValidator(check_holiday), WithJsonSchema({"title": "date, or country", "type": "string", "minLength": 2})
]
Pause = Annotated[
    tuple[date, date], BeforeValidator(read_pause),
    WithJsonSchema({"title": "date, or two", "type": "string", "pattern": r"^\d{4}-\d{2}-\d{2}(/\d{4}-\d{2}-\d{2})?$"}),
]  # fmt: skip


class SlotEntry(Settings):
    """One of a day's editions. What it does not say is as for all editions."""

    at: Clock = Field(description="When it is due, on the clocks of `timezone`.", examples=["18:00"])
    days: Days = setting(
        "daily", "On which days: mon to sun, weekdays, weekend, daily, holidays; or a list of them.", "weekend"
    )
    title: Line | None = setting(None, "What stands at its head, in place of `title`.", "The Evening Paper")
    words: Whole | None = setting(None, "Its budget of words, as `length.words`.", 500, ge=50, le=50_000)
    minutes: Minutes | None = setting(None, "The same in minutes of reading.", 3)
    full_stories: Whole | None = setting(None, "As `length.full_stories`.", 3, ge=1, le=100)
    one_liners: Whole | None = setting(None, "As `length.one_liners`.", 5, ge=0, le=200)
    quiet_below: Whole | None = setting(None, "As `length.quiet_below`.", 1, ge=0, le=100)


def check_slots(slots: tuple[SlotEntry, ...]) -> tuple[SlotEntry, ...]:
    """Each day's at different times, and not too many."""
    for name, days in _DAYS.items():
        times = [slot.at for slot in slots if days & slot.days] if len(days) == 1 else []
        if twice := {at for at in times if times.count(at) > 1}:
            raise ValueError(f"two editions are due at {min(twice):%H:%M} ({name}); give each a time of its own")
        if len(times) > MOST_A_DAY:
            raise ValueError(f"{len(times)} editions are due on one day ({name}); at most {MOST_A_DAY} can be")
    return slots


class Schedule(Settings):
    """When editions are made."""

    at: Clock = setting("06:30", "When the edition is due, on the clocks of `timezone`.", "06:30")
    days: Days = setting(
        "daily", "On which days: mon to sun, weekdays, weekend, daily, holidays; or a list of them.", "weekdays"
    )
    slots: Annotated[tuple[SlotEntry, ...], AfterValidator(check_slots)] = setting(
        (),
        "In place of `at` and `days`: several editions a day, or others at weekends.",
        [{"at": "06:30", "days": "weekdays"}, {"at": "09:00", "days": "weekend", "words": 500}],
    )
    holidays: tuple[Holiday, ...] = setting(
        (),
        "Days without an edition, unless one is appointed for `holidays`: dates, days of every year, countries or their"
        " parts.",
        ["US", "12-24", "2026-11-27"],
    )
    pauses: tuple[Pause, ...] = setting(
        (), "Days, or from one day to another, on which nothing is made.", ["2026-08-01/2026-08-14"]
    )
    gather_every: Duration = setting("30m", "How often the scheduler reads the feeds.", "30m")
    catch_up: DurationOrNone = setting(
        "6h", "A missed edition is still made when no more than this has passed since it was due; `0s` never.", "3h"
    )

    @property
    def entries(self) -> tuple[SlotEntry, ...]:
        """As `slots`, whichever way they are written."""
        return self.slots or (SlotEntry(at=self.at, days=self.days),)

    @property
    def appointments(self) -> tuple[Appointment, ...]:
        return tuple(Appointment(at=each.at, days=each.days) for each in self.entries)

    @property
    def holiday(self) -> Callable[[date], str]:
        """(day) -> its name where it is one of `holidays`, else nothing."""
        return _holiday_of(self.holidays)


def _holiday_of(entries: Iterable[str]) -> Callable[[date], str]:
    """Names of holidays by date. A country's own are looked up a year at a time, when first asked for."""
    dates = {text for text in entries if text[0].isdigit()}
    countries = [text for text in entries if not text[0].isdigit()]
    if not countries and not dates:
        return lambda _: ""

    @lru_cache(maxsize=4096)
    def name(day: date) -> str:
        if day.isoformat() in dates or f"{day:%m-%d}" in dates:
            return "a holiday of your own"
        for calendar in calendars():
            if found := calendar.get(day):
                return str(found)
        return ""

    @lru_cache(maxsize=1)
    def calendars() -> list[HolidayBase]:
        from holidays import country_holidays

        parts = [text.partition("-") for text in countries]
        return [country_holidays(code, subdiv=part or None, language="en_US") for code, _, part in parts]

    return name
