"""Slots on local dates, whatever the clocks do, and what is installed to keep them."""

from __future__ import annotations

import re
import shutil
import subprocess
from datetime import UTC, date, datetime, time, timedelta
from itertools import islice, pairwise
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from briefing.core.schedule import HOLIDAY, Appointment, Planned, Timetable, slot_time
from briefing.core.service_units import crontab_lines, service_unit, timer_units
from briefing.model import from_label, label

BERLIN = ZoneInfo("Europe/Berlin")
ZONES = [
    "UTC", "Europe/Berlin", "Europe/London", "America/New_York", "America/Sao_Paulo", "America/St_Johns",
    "Australia/Lord_Howe", "Asia/Kathmandu", "Asia/Tehran", "Africa/Cairo", "Pacific/Apia", "Pacific/Kiritimati",
    "Antarctica/Troll", "America/Asuncion", "Asia/Beirut", "Africa/Casablanca",
]  # fmt: skip
zones = st.sampled_from([ZoneInfo(name) for name in ZONES])
days = st.dates(date(1975, 1, 1), date(2036, 12, 31))
times = st.one_of(
    st.times(max_value=time(3, 59)), st.times(), st.builds(time, st.integers(0, 23), st.sampled_from([0, 30]))
)


def daily(at: time, zone: ZoneInfo) -> Timetable:
    return Timetable(zone=zone, appointments=(Appointment(at=at),))


def first(timetable: Timetable, now: datetime, count: int, *, skipped: bool = False) -> list[Planned]:
    return list(islice(timetable.upcoming(now, skipped=skipped), count))


def due(timetable: Timetable, now: datetime) -> date:
    found = timetable.due(now)
    assert found
    return found.day


def utc(text: str) -> datetime:
    return datetime.fromisoformat(text).replace(tzinfo=UTC)


@pytest.mark.parametrize(
    ("zone", "day", "at", "expected"),
    [
        ("Europe/Berlin", "2026-01-15", "06:30", "2026-01-15 05:30"),
        ("Europe/Berlin", "2026-07-15", "06:30", "2026-07-15 04:30"),
        ("Europe/Berlin", "2026-03-29", "02:30", "2026-03-29 01:00"),  # skipped: 03:00 is the first moment after
        ("Europe/Berlin", "2026-03-29", "02:00", "2026-03-29 01:00"),
        ("Europe/Berlin", "2026-03-29", "01:59", "2026-03-29 00:59"),
        ("Europe/Berlin", "2026-03-29", "03:00", "2026-03-29 01:00"),
        ("Europe/Berlin", "2026-10-25", "02:30", "2026-10-25 00:30"),  # shown twice: the first
        ("Australia/Lord_Howe", "2026-10-04", "02:15", "2026-10-03 15:30"),  # a gap of half an hour
        ("America/Sao_Paulo", "2018-11-04", "00:20", "2018-11-04 03:00"),  # a gap at midnight
        ("Antarctica/Troll", "2026-03-29", "01:40", "2026-03-29 01:00"),  # a gap of two hours
        ("Asia/Kathmandu", "2026-09-16", "06:30", "2026-09-16 00:45"),
    ],
)
def test_a_slot_begins_at_its_local_time(zone: str, day: str, at: str, expected: str) -> None:
    found = slot_time(date.fromisoformat(day), time.fromisoformat(at), ZoneInfo(zone))
    assert found == utc(expected)
    assert found.tzinfo is UTC


@given(days, times, zones)
def test_a_time_that_exists_is_kept_and_one_that_is_skipped_moves_to_the_end_of_the_gap(
    day: date, at: time, zone: ZoneInfo
) -> None:
    found = slot_time(day, at, zone)
    local, wanted = found.astimezone(zone).replace(tzinfo=None), datetime.combine(day, at)
    if local != wanted:
        assert local > wanted
        a_moment_before = found - timedelta(microseconds=1)
        assert a_moment_before.astimezone(zone).replace(tzinfo=None) < wanted
    else:
        assert found.astimezone(zone).fold == 0


@given(days, times, zones)
def test_slots_follow_each_other_one_a_local_date(day: date, at: time, zone: ZoneInfo) -> None:
    now = datetime.combine(day, time(12), tzinfo=UTC)
    timetable = daily(at, zone)
    slots = first(timetable, now, 5)
    dates, begins = [slot.day for slot in slots], [slot.begins for slot in slots]
    assert len(slots) == 5
    assert begins[0] > now
    assert all(a < b for a, b in pairwise(begins))
    assert all(a < b for a, b in pairwise(dates))
    for slot in slots:
        assert due(timetable, slot.begins) == slot.day
        assert due(timetable, slot.begins - timedelta(microseconds=1)) < slot.day
    skipped = (dates[-1] - dates[0]).days - 4
    assert skipped == (1 if zone.key == "Pacific/Apia" and dates[0] < date(2011, 12, 30) < dates[-1] else 0)


def test_a_date_that_a_zone_skips_has_no_slot() -> None:
    apia = ZoneInfo("Pacific/Apia")
    slots = first(daily(time(0, 0), apia), utc("2011-12-29 00:00"), 3)
    assert [slot.label for slot in slots] == ["2011-12-29", "2011-12-31", "2012-01-01"]
    assert due(daily(time(6, 30), apia), utc("2011-12-30 20:00")) == date(2011, 12, 31)
    assert due(daily(time(6, 30), apia), utc("2011-12-30 10:30")) == date(2011, 12, 29)


def test_the_slot_of_yesterday_is_due_until_todays_begins() -> None:
    timetable = daily(time(6, 30), BERLIN)
    assert due(timetable, utc("2026-09-16 04:29")) == date(2026, 9, 15)
    assert due(timetable, utc("2026-09-16 04:30")) == date(2026, 9, 16)
    assert due(timetable, utc("2026-09-16 23:00")) == date(2026, 9, 16)  # already the 17th in Berlin


@pytest.mark.parametrize(
    ("day", "previous", "opens", "closes"),
    [
        ("2026-09-16", None, "2026-09-15 06:00", "2026-09-16 06:00"),  # due: closes now
        ("2026-09-16", "2026-09-15 04:31", "2026-09-15 04:31", "2026-09-16 06:00"),
        ("2026-09-17", "2026-09-16 05:00", "2026-09-16 05:00", "2026-09-16 06:00"),  # made ahead of its time
        ("2026-09-10", None, "2026-09-09 04:30", "2026-09-10 04:30"),  # past: its own time
        ("2026-09-10", "2026-09-10 05:00", "2026-09-10 04:30", "2026-09-10 04:30"),  # the one before was made late
    ],
)
def test_a_slot_takes_up_where_the_edition_before_it_closed(
    day: str, previous: str | None, opens: str, closes: str
) -> None:
    slot = daily(time(6, 30), BERLIN).slot(
        "daily",
        date.fromisoformat(day),
        now=utc("2026-09-16 06:00"),
        previous_closes=utc(previous) if previous else None,
    )
    assert (slot.opens, slot.closes) == (utc(opens), utc(closes))
    assert slot.key == f"daily/{day}"


@given(days, st.integers(-3, 3), st.integers(-100, 100), st.booleans(), zones, times)
def test_a_slot_never_opens_after_it_closes(
    day: date, off: int, hours: int, first: bool, zone: ZoneInfo, at: time
) -> None:
    now = datetime.combine(day, time(12), tzinfo=UTC)
    previous = None if first else now + timedelta(hours=hours)
    slot = daily(at, zone).slot("daily", day + timedelta(days=off), now=now, previous_closes=previous)
    assert slot.opens <= slot.closes <= now


# --- several a day, weekdays, holidays, pauses ---------------------------------------------------------------------

WEEKDAYS, WEEKEND = frozenset(range(5)), frozenset({5, 6})
OFFICE = Timetable(
    zone=BERLIN,
    appointments=(
        Appointment(at=time(18, 0), days=WEEKDAYS),
        Appointment(at=time(6, 30), days=WEEKDAYS),
        Appointment(at=time(9, 0), days=WEEKEND | {HOLIDAY}),
    ),
    holiday=lambda day: "New Year" if (day.month, day.day) == (1, 1) else "",
    pauses=((date(2026, 8, 3), date(2026, 8, 14)), (date(2026, 9, 17), date(2026, 9, 17))),
)


def test_each_day_s_slots_are_numbered_as_they_begin_whatever_their_order_in_the_settings() -> None:
    slots = first(OFFICE, utc("2026-09-18 00:00"), 4)
    assert [(slot.label, f"{slot.begins.astimezone(BERLIN):%a %H:%M}", slot.appointment) for slot in slots] == [
        ("2026-09-18", "Fri 06:30", 1),
        ("2026-09-18-2", "Fri 18:00", 0),
        ("2026-09-19", "Sat 09:00", 2),
        ("2026-09-20", "Sun 09:00", 2),
    ]
    assert sorted(slot.label for slot in slots) == [slot.label for slot in slots]


def test_what_is_appointed_for_holidays_takes_the_place_of_what_is_not() -> None:
    (slot,) = OFFICE.of(date(2027, 1, 1))  # a Friday
    assert (slot.label, slot.appointment, slot.skipped) == ("2027-01-01", 2, "")
    plain = Timetable(zone=BERLIN, appointments=OFFICE.appointments[:2], holiday=OFFICE.holiday)
    assert [slot.skipped for slot in plain.of(date(2027, 1, 1))] == ["New Year", "New Year"]
    found = plain.due(utc("2027-01-01 23:00"))
    assert found
    assert found.label == "2026-12-31-2"


def test_slots_of_a_pause_are_left_out_and_shown_with_the_reason_where_that_is_asked() -> None:
    assert [slot.label for slot in first(OFFICE, utc("2026-08-01 12:00"), 2)] == ["2026-08-02", "2026-08-15"]
    shown = first(OFFICE, utc("2026-08-02 12:00"), 3, skipped=True)
    assert [(slot.label, slot.skipped) for slot in shown] == [
        ("2026-08-03", "paused until 2026-08-14"),
        ("2026-08-03-2", "paused until 2026-08-14"),
        ("2026-08-04", "paused until 2026-08-14"),
    ]
    assert [slot.skipped for slot in OFFICE.of(date(2026, 9, 17))] == ["paused", "paused"]


def test_a_timetable_without_end_of_pause_ends() -> None:
    never = Timetable(
        zone=BERLIN, appointments=(Appointment(at=time(6)),), pauses=((date(2000, 1, 1), date(2999, 1, 1)),)
    )
    assert first(never, utc("2026-09-16 00:00"), 1) == []
    assert never.due(utc("2026-09-16 00:00")) is None
    rare = Timetable(zone=BERLIN, appointments=(Appointment(at=time(6), days=frozenset({HOLIDAY})),),
                     holiday=OFFICE.holiday)  # fmt: skip
    assert [slot.label for slot in first(rare, utc("2026-09-16 00:00"), 3)] == [
        "2027-01-01", "2028-01-01", "2029-01-01",
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("previous", "this", "missed"),
    [
        ("2026-09-15", "2026-09-15-2", []),
        ("2026-09-15", "2026-09-16-2", ["2026-09-15-2", "2026-09-16"]),
        ("2026-09-16-2", "2026-09-19", ["2026-09-18", "2026-09-18-2"]),  # the 17th is paused
        ("2026-09-19", "2026-09-15", []),
    ],
)
def test_missed_are_those_between_two_editions_that_should_have_been(
    previous: str, this: str, missed: list[str]
) -> None:
    assert [slot.label for slot in OFFICE.missed(from_label(previous), from_label(this))] == missed


def test_two_slots_that_fall_into_one_gap_of_the_clocks_begin_together_and_the_later_is_due() -> None:
    both = Timetable(zone=BERLIN, appointments=(Appointment(at=time(2, 45)), Appointment(at=time(2, 15))))
    one, two = both.of(date(2026, 3, 29))
    assert one.begins == two.begins == utc("2026-03-29 01:00")
    assert both.due(one.begins) == two


@given(days, st.integers(1, 9))
def test_a_label_says_its_date_and_number(day: date, number: int) -> None:
    assert from_label(label(day, number)) == (day, number)


@pytest.mark.parametrize(
    "text", ["", "2026-8-23", "20260823", "2026-08-23-1", "2026-08-23-10", "2026-08-23x", "2026-W01-1"]
)
def test_what_is_no_label_is_refused(text: str) -> None:
    with pytest.raises(ValueError, match=r"label|isoformat"):
        from_label(text)


# --- cron and systemd ----------------------------------------------------------------------------------------------


def test_crontab_lines_name_their_zone_and_days_and_escape_percent_signs() -> None:
    lines = crontab_lines('briefing run --out "$HOME/%Y"', OFFICE).splitlines()
    assert "CRON_TZ=Europe/Berlin" in lines
    command = r'briefing run --out "$HOME/\%Y"'
    assert lines[-3:] == [f"0 18 * * 1,2,3,4,5 {command}", f"30 6 * * 1,2,3,4,5 {command}", f"0 9 * * * {command}"]
    sunday = Timetable(zone=BERLIN, appointments=(Appointment(at=time(9), days=WEEKEND),))
    assert crontab_lines("x", sunday).splitlines()[-1] == "0 9 * * 6,0 x"


@pytest.mark.parametrize(
    ("command", "at"), [("briefing run\nrm -rf /", time(6, 30)), ("briefing run", time(6, 30, 15))]
)
def test_what_a_crontab_cannot_say_is_refused(command: str, at: time) -> None:
    with pytest.raises(ValueError, match="crontab"):
        crontab_lines(command, daily(at, BERLIN))


def test_a_timer_runs_the_command_at_the_slots_and_nothing_else() -> None:
    units = timer_units(
        "/opt/my\\ venv/bin/briefing run --config '/srv/a b/100% $HOME.yaml'",
        OFFICE,
        folder="/srv/briefing",
        user="news",
    )
    assert set(units) == {"briefing.service", "briefing.timer"}
    service, timer = units["briefing.service"].splitlines(), units["briefing.timer"].splitlines()
    assert 'ExecStart="/opt/my venv/bin/briefing" run --config "/srv/a b/100%% $$HOME.yaml"' in service
    assert {"User=news", "WorkingDirectory=/srv/briefing", "ReadWritePaths=/srv/briefing"} <= set(service)
    assert {"NoNewPrivileges=yes", "ProtectSystem=strict"} <= set(service)
    assert {"OnCalendar=Mon,Tue,Wed,Thu,Fri *-*-* 06:30:00 Europe/Berlin", "Persistent=true"} <= set(timer)
    assert "OnCalendar=*-*-* 09:00:00 Europe/Berlin" in timer
    assert "User=" not in timer_units("x", daily(time(6), BERLIN), folder="/srv")["briefing.service"]


def test_a_service_that_keeps_running_is_told_to_reload_and_to_stop() -> None:
    (service,) = (unit.splitlines() for unit in service_unit("briefing serve", folder="/srv", user="news").values())
    assert {"ExecStart=briefing serve", "ExecReload=/bin/kill -HUP $MAINPID", "Restart=on-failure"} <= set(service)
    assert {"TimeoutStopSec=20", "WantedBy=multi-user.target", "ProtectSystem=strict"} <= set(service)


def test_systemd_takes_the_units(tmp_path: Path) -> None:
    if not (analyze := shutil.which("systemd-analyze")):
        pytest.skip("systemd is not here")
    units = timer_units("/bin/true run", OFFICE, folder=str(tmp_path))
    units |= service_unit("/bin/true serve", folder=str(tmp_path), name="briefing-web")
    for name, text in units.items():
        (tmp_path / name).write_text(text)
    told = subprocess.run(
        [analyze, "verify", *(str(tmp_path / name) for name in units)], capture_output=True, text=True, check=False
    )
    about_ours = [line for line in told.stderr.splitlines() if str(tmp_path) in line or "briefing" in line]
    assert about_ours == []
    for name in ("briefing.service", "briefing-web.service"):
        rated = subprocess.run(
            [analyze, "security", "--offline=true", "--no-pager", str(tmp_path / name)],
            capture_output=True, text=True, check=False,
        )  # fmt: skip
        level = re.search(r"Overall exposure level for \S+: ([\d.]+)", rated.stdout)
        assert level, rated.stderr
        assert float(level[1]) < 4.0  # 9.6 without hardening; root, as no user is named


def test_a_unit_file_takes_no_line_breaks() -> None:
    with pytest.raises(ValueError, match="one line"):
        timer_units("briefing 'run\nExecStartPost=rm'", OFFICE, folder="/srv")
    with pytest.raises(ValueError, match="one line"):
        timer_units("briefing run", OFFICE, folder="/srv\nUser=root")
