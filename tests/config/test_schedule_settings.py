"""`schedule:`, as it is written and as it is understood; and several configurations in one folder."""

from __future__ import annotations

from datetime import date, time
from pathlib import Path

import pytest

from briefing.config import load_config
from briefing.config.folder import load_configs
from briefing.config.settings import Config
from briefing.core.schedule import EVERY_DAY, HOLIDAY
from briefing.errors import ConfigError

SOURCES = 'sources: [{feed: "https://a.example/feed"}]\n'


def loaded(folder: Path, schedule: str, more: str = "") -> Config:
    path = folder / "config.yaml"
    path.write_text(f"schedule:\n{schedule}\n{more}{SOURCES}")
    return load_config(path, {})


def mistakes(folder: Path, schedule: str) -> list[str]:
    with pytest.raises(ConfigError) as caught:
        loaded(folder, schedule)
    return [problem.partition("config.yaml:")[2] for problem in caught.value.problems]


@pytest.mark.parametrize(
    ("written", "days"),
    [
        ("daily", EVERY_DAY),
        ("weekdays", {0, 1, 2, 3, 4}),
        ("[mon, Wednesday, FRI]", {0, 2, 4}),
        ("[weekend, holidays]", {5, 6, HOLIDAY}),
    ],
)
def test_days_have_short_and_whole_names_and_names_for_several(written: str, days: set[int], tmp_path: Path) -> None:
    (slot,) = loaded(tmp_path, f"  days: {written}").timetable.appointments
    assert slot.days == days
    assert slot.at == time(6, 30)


def test_holidays_are_dates_days_of_every_year_and_those_of_a_country_or_a_part_of_it(tmp_path: Path) -> None:
    holiday = loaded(tmp_path, "  holidays: [DE-BY, 12-24, 2026-11-27]").timetable.holiday
    assert holiday(date(2026, 1, 6)) == "Epiphany"  # in Bavaria
    assert holiday(date(2031, 12, 24)) == holiday(date(2026, 11, 27)) == "a holiday of your own"
    assert not holiday(date(2027, 11, 27))
    assert not holiday(date(2026, 7, 4))
    assert "Independence Day" in loaded(tmp_path, "  holidays: [us]").timetable.holiday(date(2026, 7, 4))


def test_a_pause_is_a_day_or_from_one_day_to_another(tmp_path: Path) -> None:
    pauses = loaded(tmp_path, "  pauses: [2026-08-01/2026-08-14, 2026-12-24]").timetable.pauses
    assert pauses == ((date(2026, 8, 1), date(2026, 8, 14)), (date(2026, 12, 24), date(2026, 12, 24)))


def test_what_is_said_of_one_slot_is_its_own_and_the_rest_is_as_for_all(tmp_path: Path) -> None:
    config = loaded(
        tmp_path,
        '  slots:\n    - {at: "06:30", days: weekdays}\n'
        '    - {at: "09:00", days: weekend, words: 500, full_stories: 2, title: Weekend}',
        "length: {minutes: 8, one_liners: 7}\n",
    )
    plain, light = (config.recipe("1", slot) for slot in config.schedule.entries)
    assert (plain.title, plain.words, plain.full_stories) == ("Daily Briefing", 8 * 238, 5)
    assert (light.title, light.words, light.full_stories, light.one_liners) == ("Weekend", 500, 2, 7)
    assert plain == config.recipe("1")


@pytest.mark.parametrize(
    ("schedule", "said"),
    [
        ("  days: mondays", '2: schedule.days: "mondays" is no day; did you mean monday?'),
        ("  days: []", "2: schedule.days: a list names no days"),
        ("  days: 3", "2: schedule.days: 3 names no days"),
        ("  holidays: [XQ]", '2: schedule.holidays[0]: no holidays are known of "XQ"'),
        ("  holidays: [US-ZZ]", '2: schedule.holidays[0]: no holidays are known of "US-ZZ"; there are AK,'),
        ("  holidays: [02-30]", '2: schedule.holidays[0]: "02-30" is no day of a year'),
        ("  holidays: [Christmas]", '2: schedule.holidays[0]: "Christmas" names no holidays'),
        ("  pauses: [2026-08-14/2026-08-01]", "2: schedule.pauses[0]: "),
        ("  pauses: [soon]", '2: schedule.pauses[0]: "soon" is no pause'),
        ('  at: "06:30"\n  slots: [{at: "07:00"}]', "2: schedule.at: schedule.slots says when"),
        ('  slots: [{at: "07:00", days: [fri]}, {at: "07:00"}]', "2: schedule.slots: two editions are due at 07:00"),
        ("  slots: [{days: [fri]}]", "2: schedule.slots[0].at: "),
        ('  slots: [{at: "07:00", word: 5}]', "2: schedule.slots[0].word: no such setting"),
    ],
)  # fmt: skip
def test_mistakes_are_said_with_line_and_key(schedule: str, said: str, tmp_path: Path) -> None:
    (problem,) = mistakes(tmp_path, schedule)
    assert problem.startswith(said)


def test_ten_editions_on_one_day_are_too_many(tmp_path: Path) -> None:
    slots = "\n".join(f'    - {{at: "{hour:02}:00"}}' for hour in range(10))
    (problem,) = mistakes(tmp_path, f"  slots:\n{slots}")
    assert "10 editions are due on one day (mon); at most 9 can be" in problem


# --- a folder of configurations ------------------------------------------------------------------------------------


def written(folder: Path, name: str, text: str) -> Path:
    path = folder / name
    path.write_text(text + SOURCES)
    return path


def test_a_folder_has_a_briefing_for_each_file_but_for_rules_of_sites(tmp_path: Path) -> None:
    written(tmp_path, "uk.yaml", "briefing: uk\nstore: uk.db\noutput: {folder: uk}\nreading: {sites: sites.yaml}\n")
    written(tmp_path, "de.yml", "briefing: de\nstore: de.db\noutput: {folder: de}\n")
    (tmp_path / "sites.yaml").write_text("harbour.example: {report: [main]}\n")
    (tmp_path / "notes.txt").write_text("none of ours")
    assert [config.briefing for config in load_configs(tmp_path, {})] == ["de", "uk"]
    (one,) = load_configs(tmp_path / "uk.yaml", {})
    assert one.briefing == "uk"


def test_what_two_briefings_may_not_share_is_said_of_the_later_file(tmp_path: Path) -> None:
    written(tmp_path, "de.yaml", "briefing: de\n")
    written(tmp_path, "uk.yaml", "briefing: uk\n")
    written(tmp_path, "us.yaml", "briefing: de\nstore: us.db\noutput: {folder: us, odd: 1}\n")
    written(tmp_path, "zz.yaml", "briefing: de\nstore: zz.db\noutput: {folder: ./out/../zz}\n")
    with pytest.raises(ConfigError) as caught:
        load_configs(tmp_path, {})
    assert [problem.removeprefix(f"{tmp_path}/") for problem in caught.value.problems] == [
        "us.yaml:3: output.odd: no such setting; there are folder, forms, url",
        'zz.yaml: briefing: "de" is that of de.yaml, too; give it one of its own, such as "zz"',
        'uk.yaml: store: "briefing.db" is that of de.yaml, too; give it one of its own, such as "uk.db"',
        'uk.yaml: output.folder: "out" is that of de.yaml, too; give it one of its own, such as "uk"',
    ]


def test_a_folder_without_configurations_says_what_to_do(tmp_path: Path) -> None:
    with pytest.raises(ConfigError, match="no configuration is in this folder; `briefing init` writes one"):
        load_configs(tmp_path, {})
