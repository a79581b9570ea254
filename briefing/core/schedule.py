"""Which slot is due, and when the next one is: one slot for each local date, at one local time, in one time zone.

A slot's time that the clocks skip (a DST gap) is the first moment after the gap; one that they show twice is the first
of the two. A date that the zone skips altogether has no slot.
"""

from __future__ import annotations

import shlex
from collections.abc import Iterable
from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from briefing.model import Slot

_DAY = timedelta(days=1)
_SECOND = timedelta(seconds=1)


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


def due(now: datetime, at: time, zone: ZoneInfo) -> date:
    """The local date of the latest slot that has begun."""
    day = now.astimezone(zone).date() + _DAY
    while not _exists(day, zone) or slot_time(day, at, zone) > now:
        day -= _DAY
    return day


def upcoming(now: datetime, at: time, zone: ZoneInfo, count: int) -> list[tuple[date, datetime]]:
    """The next slots that begin after now, as (local date, UTC time), soonest first."""
    slots: list[tuple[date, datetime]] = []
    day = due(now, at, zone)
    while len(slots) < count:
        day += _DAY
        if _exists(day, zone):
            slots.append((day, slot_time(day, at, zone)))
    return slots


def _exists(day: date, zone: ZoneInfo) -> bool:
    """Whether the zone has this date: Samoa had no 30 December 2011."""
    return slot_time(day, time(), zone).astimezone(zone).date() == day


def slot_for(
    briefing: str,
    day: date,
    *,
    now: datetime,
    at: time,
    zone: ZoneInfo,
    previous_closes: datetime | None,
    window: timedelta = _DAY,
) -> Slot:
    """The slot of a date: it closes now where the date is due or still to come, at its own time where it is past.

    It opens where the edition before it closed, or `window` before it closes.
    """
    closes = now if day >= due(now, at, zone) else slot_time(day, at, zone)
    opens = closes - window if previous_closes is None else min(previous_closes, closes)
    return Slot(briefing=briefing, date=day, opens=opens, closes=closes)


def crontab_line(command: str, at: time, zone: ZoneInfo) -> str:
    """Lines for a crontab that run a shell command at each slot.

    Raises ValueError for what a crontab can't say: a line break in the command, seconds, a zone without a name.
    """
    if "\n" in command or "\r" in command:
        raise ValueError("a crontab's command is one line")
    if at.second or at.microsecond:
        raise ValueError("a crontab knows no seconds")
    escaped = command.replace("%", r"\%")  # a bare % ends the command (crontab(5))
    return (
        "# CRON_TZ is cronie's; where cron does not know it (Debian), put the hour in the machine's own time zone.\n"
        f"CRON_TZ={_zone_name(zone)}\n"
        f"{at.minute} {at.hour} * * * {escaped}\n"
    )


def systemd_units(
    command: str, at: time, zone: ZoneInfo, *, folder: str, user: str | None = None, name: str = "briefing"
) -> dict[str, str]:
    """A service and its timer, by file name, as systemd.service(5) and systemd.timer(5) describe them.

    `command` is split as a shell would and run without one; `folder`, an absolute path, is where it starts and the only
    place where it may write. A missed run is made up for at the next start of the machine.
    """
    when = at.replace(microsecond=0).isoformat("seconds")
    service = [
        "[Unit]",
        "Description=Write and deliver the daily briefing",
        "Wants=network-online.target",
        "After=network-online.target",
        "",
        "[Service]",
        "Type=oneshot",
        *([f"User={_systemd_word(user)}"] if user else []),
        f"WorkingDirectory={folder.replace('%', '%%')}",
        f"ExecStart={' '.join(_systemd_word(word.replace('$', '$$')) for word in shlex.split(command))}",
        "# 1: done, with failures worth a look",
        "SuccessExitStatus=1",
        "TimeoutStartSec=1h",
        f"ReadWritePaths={_systemd_word(folder)}",
        *_HARDENING,
    ]
    timer = [
        "[Unit]",
        "Description=When the daily briefing is due",
        "",
        "[Timer]",
        f"OnCalendar=*-*-* {when} {_zone_name(zone)}",
        "Persistent=true",
        "",
        "[Install]",
        "WantedBy=timers.target",
    ]
    return {f"{name}.service": "\n".join(service) + "\n", f"{name}.timer": "\n".join(timer) + "\n"}


_HARDENING = (
    "CapabilityBoundingSet=",
    "LockPersonality=yes",
    "NoNewPrivileges=yes",
    "PrivateDevices=yes",
    "PrivateTmp=yes",
    "ProtectClock=yes",
    "ProtectControlGroups=yes",
    "ProtectHome=read-only",
    "ProtectHostname=yes",
    "ProtectKernelLogs=yes",
    "ProtectKernelModules=yes",
    "ProtectKernelTunables=yes",
    "ProtectSystem=strict",
    "RestrictAddressFamilies=AF_INET AF_INET6 AF_UNIX",
    "RestrictNamespaces=yes",
    "RestrictRealtime=yes",
    "RestrictSUIDSGID=yes",
    "SystemCallArchitectures=native",
    "SystemCallFilter=@system-service",
)


def _systemd_word(word: str) -> str:
    """One word of a unit file, quoted where it must be; % would be a specifier."""
    if "\n" in word:
        raise ValueError("a word of a unit file is one line")
    escaped = word.replace("\\", "\\\\").replace('"', '\\"')
    plain = escaped == word and word and not any(c.isspace() or c in "';" for c in word)
    return (word if plain else f'"{escaped}"').replace("%", "%%")


def _zone_name(zone: ZoneInfo) -> str:
    if not zone.key:
        raise ValueError("the time zone has no name")
    return zone.key


STALE = timedelta(hours=36)
"""From when news is old, unless no edition was made since."""


def of_the_day(published: Iterable[datetime | None], slot: Slot) -> bool:
    """Whether one of these moments lies within STALE, or since the edition before."""
    since = min(slot.opens, slot.closes - STALE)
    return any(moment is not None and moment >= since for moment in published)
