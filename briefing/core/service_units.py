"""What makes editions come: lines for cron, units for systemd, as text to be installed."""

from __future__ import annotations

import shlex
from collections.abc import Iterator, Sequence
from zoneinfo import ZoneInfo

from briefing.core.schedule import EVERY_DAY, HOLIDAY, Appointment, Timetable

_NAMES = ("Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun")


def crontab_lines(command: str, timetable: Timetable) -> str:
    """Lines for a crontab that run a shell command at each slot.

    Holidays and pauses are for the command to know. Raises ValueError for what a crontab can't say: a line break in the
    command, seconds, a zone without a name.
    """
    if "\n" in command or "\r" in command:
        raise ValueError("a crontab's command is one line")
    if any(each.at.second or each.at.microsecond for each in timetable.appointments):
        raise ValueError("a crontab knows no seconds")
    escaped = command.replace("%", r"\%")  # a bare % ends the command (crontab(5))
    lines = [
        "# CRON_TZ is cronie's; where cron does not know it (Debian), put the hour in the machine's own time zone.",
        f"CRON_TZ={_zone_name(timetable.zone)}",
    ]
    for each in timetable.appointments:
        days = ",".join(str((day + 1) % 7) for day in _weekdays(each)) or "*"
        lines.append(f"{each.at.minute} {each.at.hour} * * {days} {escaped}")
    return "\n".join(lines) + "\n"


def timer_units(
    command: str, timetable: Timetable, *, folder: str, user: str | None = None, name: str = "briefing"
) -> dict[str, str]:
    """A service that runs once and its timer, by file name, as systemd.service(5) and systemd.timer(5) describe them.

    `command` is split as a shell would and run without one; `folder`, an absolute path, is where it starts and the only
    place where it may write. A missed run is made up for at the next start of the machine.
    """
    service = [
        *_unit("Write and deliver the briefing"),
        "[Service]",
        "Type=oneshot",
        *_process(command, folder, user),
        "# 1: done, with failures worth a look",
        "SuccessExitStatus=1",
        "TimeoutStartSec=2h",
        *_HARDENING,
    ]
    timer = [
        "[Unit]",
        "Description=When the briefing is due",
        "",
        "[Timer]",
        *(f"OnCalendar={when}" for when in _calendar(timetable)),
        "Persistent=true",
        "",
        "[Install]",
        "WantedBy=timers.target",
    ]
    return {f"{name}.service": "\n".join(service) + "\n", f"{name}.timer": "\n".join(timer) + "\n"}


def service_unit(command: str, *, folder: str, user: str | None = None, name: str = "briefing") -> dict[str, str]:
    """A service that keeps running, by file name: `command` has a scheduler of its own. Otherwise as `timer_units`."""
    service = [
        *_unit("Briefing: gathers, publishes, delivers"),
        "[Service]",
        "Type=exec",
        *_process(command, folder, user),
        "ExecReload=/bin/kill -HUP $MAINPID",
        "Restart=on-failure",
        "RestartSec=30",
        "# It stops within 10 seconds; what it leaves is taken up again.",
        "TimeoutStopSec=20",
        *_HARDENING,
        "",
        "[Install]",
        "WantedBy=multi-user.target",
    ]
    return {f"{name}.service": "\n".join(service) + "\n"}


def _unit(description: str) -> list[str]:
    return ["[Unit]", f"Description={description}", "Wants=network-online.target", "After=network-online.target", ""]


def _process(command: str, folder: str, user: str | None) -> Iterator[str]:
    if user:
        yield f"User={_systemd_word(user)}"
    yield f"WorkingDirectory={folder.replace('%', '%%')}"
    yield f"ExecStart={' '.join(_systemd_word(word.replace('$', '$$')) for word in shlex.split(command))}"
    yield f"ReadWritePaths={_systemd_word(folder)}"
    yield "UMask=0027"


def _calendar(timetable: Timetable) -> Iterator[str]:
    """As systemd.time(7) has it."""
    for each in timetable.appointments:
        days = ",".join(_NAMES[day] for day in _weekdays(each))
        at = each.at.isoformat("seconds")
        yield f"{days} *-*-* {at} {_zone_name(timetable.zone)}".lstrip()


def _weekdays(appointment: Appointment) -> Sequence[int]:
    """Empty where it may be any: a holiday may fall on each."""
    return () if HOLIDAY in appointment.days or appointment.days >= EVERY_DAY else sorted(appointment.days)


_HARDENING = (
    "AmbientCapabilities=",
    "CapabilityBoundingSet=",
    "DevicePolicy=closed",
    "KeyringMode=private",
    "LockPersonality=yes",
    "NoNewPrivileges=yes",
    "PrivateDevices=yes",
    "PrivateTmp=yes",
    "ProcSubset=pid",
    "ProtectClock=yes",
    "ProtectControlGroups=yes",
    "ProtectHome=read-only",
    "ProtectHostname=yes",
    "ProtectKernelLogs=yes",
    "ProtectKernelModules=yes",
    "ProtectKernelTunables=yes",
    "ProtectProc=invisible",
    "ProtectSystem=strict",
    "RemoveIPC=yes",
    "RestrictAddressFamilies=AF_INET AF_INET6 AF_UNIX",
    "RestrictNamespaces=yes",
    "RestrictRealtime=yes",
    "RestrictSUIDSGID=yes",
    "SystemCallArchitectures=native",
    "SystemCallErrorNumber=EPERM",
    "SystemCallFilter=@system-service",
    "SystemCallFilter=~@privileged",
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
