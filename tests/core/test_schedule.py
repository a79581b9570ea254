"""One slot for each local date, whatever the clocks do."""

from __future__ import annotations

from datetime import UTC, date, datetime, time, timedelta
from itertools import pairwise
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from briefing.core.schedule import crontab_line, due, slot_for, slot_time, systemd_units, upcoming

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
    slots = upcoming(now, at, zone, 5)
    dates, begins = [d for d, _ in slots], [t for _, t in slots]
    assert len(slots) == 5
    assert begins[0] > now
    assert all(a < b for a, b in pairwise(begins))
    assert all(a < b for a, b in pairwise(dates))
    for this, begin in slots:
        assert due(begin, at, zone) == this
        assert due(begin - timedelta(microseconds=1), at, zone) < this
    skipped = (dates[-1] - dates[0]).days - 4
    assert skipped == (1 if zone.key == "Pacific/Apia" and dates[0] < date(2011, 12, 30) < dates[-1] else 0)


def test_a_date_that_a_zone_skips_has_no_slot() -> None:
    apia = ZoneInfo("Pacific/Apia")
    slots = upcoming(utc("2011-12-29 00:00"), time(0, 0), apia, 3)
    assert [day.isoformat() for day, _ in slots] == ["2011-12-29", "2011-12-31", "2012-01-01"]
    assert due(utc("2011-12-30 20:00"), time(6, 30), apia) == date(2011, 12, 31)
    assert due(utc("2011-12-30 10:30"), time(6, 30), apia) == date(2011, 12, 29)


def test_the_slot_of_yesterday_is_due_until_todays_begins() -> None:
    at = time(6, 30)
    assert due(utc("2026-09-16 04:29"), at, BERLIN) == date(2026, 9, 15)
    assert due(utc("2026-09-16 04:30"), at, BERLIN) == date(2026, 9, 16)
    assert due(utc("2026-09-16 23:00"), at, BERLIN) == date(2026, 9, 16)  # already the 17th in Berlin


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
    slot = slot_for(
        "daily",
        date.fromisoformat(day),
        now=utc("2026-09-16 06:00"),
        at=time(6, 30),
        zone=BERLIN,
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
    slot = slot_for("daily", day + timedelta(days=off), now=now, at=at, zone=zone, previous_closes=previous)
    assert slot.opens <= slot.closes <= now


def test_a_crontab_line_names_its_zone_and_escapes_percent_signs() -> None:
    lines = crontab_line('briefing run --out "$HOME/%Y"', time(6, 30), BERLIN).splitlines()
    assert "CRON_TZ=Europe/Berlin" in lines
    assert lines[-1] == r'30 6 * * * briefing run --out "$HOME/\%Y"'


@pytest.mark.parametrize(
    ("command", "at"), [("briefing run\nrm -rf /", time(6, 30)), ("briefing run", time(6, 30, 15))]
)
def test_what_a_crontab_cannot_say_is_refused(command: str, at: time) -> None:
    with pytest.raises(ValueError, match="crontab"):
        crontab_line(command, at, BERLIN)


def test_systemd_units_run_the_command_at_the_slot_and_nothing_else() -> None:
    units = systemd_units(
        "/opt/my\\ venv/bin/briefing run --config '/srv/a b/100% $HOME.yaml'",
        time(6, 30),
        BERLIN,
        folder="/srv/briefing",
        user="news",
    )
    assert set(units) == {"briefing.service", "briefing.timer"}
    service, timer = units["briefing.service"].splitlines(), units["briefing.timer"].splitlines()
    assert 'ExecStart="/opt/my venv/bin/briefing" run --config "/srv/a b/100%% $$HOME.yaml"' in service
    assert {"User=news", "WorkingDirectory=/srv/briefing", "ReadWritePaths=/srv/briefing"} <= set(service)
    assert {"NoNewPrivileges=yes", "ProtectSystem=strict"} <= set(service)
    assert {"OnCalendar=*-*-* 06:30:00 Europe/Berlin", "Persistent=true"} <= set(timer)
    assert "User=" not in systemd_units("x", time(6), BERLIN, folder="/srv")["briefing.service"]


def test_a_unit_file_takes_no_line_breaks() -> None:
    with pytest.raises(ValueError, match="one line"):
        systemd_units("briefing 'run\nExecStartPost=rm'", time(6, 30), BERLIN, folder="/srv")
    with pytest.raises(ValueError, match="one line"):
        systemd_units("briefing run", time(6, 30), BERLIN, folder="/srv\nUser=root")
