from __future__ import annotations

import os
import shlex
import subprocess
import sys
from dataclasses import fields
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest
import tzlocal

from briefing.assets import default_config, templates_dir
from briefing.config import Config, load_config
from briefing.entry import start
from briefing.entry.console import Console
from briefing.entry.start import Wish
from briefing.errors import BriefingError
from tests.terminal import Terminal

OPML = """<opml version="2.0"><body><outline text="Town">
<outline type="rss" text="Harbour" xmlUrl="https://harbour.example/feed"/>
<outline type="rss" text="Secret" xmlUrl="https://ann:word@secret.example/feed"/>
</outline></body></opml>"""


def begun(folder: Path, **wish: object) -> Config:
    start.init(folder, Console(), templates=False, wish=Wish(**wish))  # type: ignore[arg-type]
    return load_config(folder / "config.yaml", {})


@pytest.fixture(autouse=True)
def in_berlin(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("TZ", "Europe/Berlin")
    tzlocal.reload_localzone()


def test_what_is_to_be_typed_next_can_be_typed(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    folder = tmp_path / "my briefing; $(rm)"
    start.init(folder, Console(), templates=False)
    said = capsys.readouterr().err.partition("Next:\n")[2].splitlines()
    assert shlex.split(said[0]) == ["cd", str(folder)]
    assert [shlex.split(line, comments=True) for line in said[1:]] == [
        ["briefing", "feeds", "check"],
        ["briefing", "run"],
        ["briefing", "schedule", "run"],
    ]
    assert [path.name for path in folder.iterdir()] == ["config.yaml"]


def test_unasked_it_is_the_shipped_configuration_by_this_machine_s_clocks(tmp_path: Path) -> None:
    start.init(tmp_path, Console(), templates=False)
    expected = default_config().replace("timezone: America/New_York", "timezone: Europe/Berlin")
    assert (tmp_path / "config.yaml").read_text(encoding="utf-8") == expected


@pytest.mark.parametrize("zone", ["Nowhere/Atall", ":/etc/nothing", "X5"])
def test_a_machine_that_names_no_zone_has_one_all_the_same(zone: str) -> None:
    program = "from briefing.entry.start import machine_zone; print(machine_zone())"
    done = subprocess.run(
        [sys.executable, "-c", program], capture_output=True, text=True, check=True, env={**os.environ, "TZ": zone}
    )
    assert ZoneInfo(done.stdout.strip()).key


def test_packs_make_a_configuration_as_good_as_the_shipped_one(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    config = begun(tmp_path, packs=("germany", "Climate"), title="Guten Morgen")
    assert (config.title, config.language, config.timezone) == ("Guten Morgen", "de", "Europe/Berlin")
    assert list(config.sections) == ["Deutschland", "Climate"]
    assert {"Tagesschau", "Grist"} <= {feed.name for feed in config.feeds()}
    assert "tagesschau.de" in config.owners["ARD"]
    assert "nbcnews.com" not in {host for hosts in config.owners.values() for host in hosts}
    said = capsys.readouterr().err
    assert "germany in de, Climate in en" not in said
    assert "germany in de, climate in en" in said
    assert "in 2 sections (Deutschland, Climate), language de; due at 06:30, Europe/Berlin" in said
    text = (tmp_path / "config.yaml").read_text(encoding="utf-8")
    assert "  # Germany\n" in text
    assert "US politics" not in text.split("length:")[1].replace("Example", "")
    kept = [line for line in default_config().splitlines() if line.lstrip().startswith("#")]
    gone = set(kept) - set(text.splitlines())
    assert gone == {"  # US politics", "  # World", "  # Defence", "  # Economy", "  # Asia-Pacific"}


def test_feeds_of_one_s_own_are_taken_without_passwords(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (tmp_path / "feeds.opml").write_text(OPML)
    config = begun(tmp_path / "a", opml=tmp_path / "feeds.opml")
    assert [(feed.name, feed.section) for feed in config.feeds()] == [("Harbour", "Town")]
    said = capsys.readouterr().err
    assert "left out: https://secret.example/feed" in said
    assert "ann:word" not in said
    both = begun(tmp_path / "b", opml=tmp_path / "feeds.opml", packs=("japan",))
    assert list(both.sections) == ["Japan", "Town"]
    assert both.owners == {}


@pytest.mark.parametrize(
    ("wish", "complaint"),
    [
        ({"packs": ("germny",)}, "did you mean germany"),
        ({"language": "German!"}, "is not a language tag"),
        ({"timezone": "Europe/Berln"}, "did you mean Europe/Berlin"),
        ({"title": " "}, "is empty"),
        ({"opml": Path("none.opml")}, "No such file"),
    ],
)
def test_what_can_not_be_had_is_refused_before_anything_is_written(
    tmp_path: Path, wish: dict[str, object], complaint: str
) -> None:
    with pytest.raises(BriefingError, match=complaint):
        begun(tmp_path / "new", **wish)
    assert not (tmp_path / "new").exists()


def test_a_configuration_that_is_there_stays(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (tmp_path / "config.yaml").write_text("mine")
    start.init(tmp_path, Console(), templates=False, wish=Wish(packs=("japan",)))
    assert (tmp_path / "config.yaml").read_text() == "mine"
    assert "briefing feeds add --pack" in capsys.readouterr().err


def test_templates_are_copied_once_and_then_left_alone(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    start.init(tmp_path, Console(), templates=True)
    shipped = {*(path.name for path in templates_dir().glob("*.j2")), "themes"}
    assert {path.name for path in (tmp_path / "templates").iterdir()} == shipped
    assert (tmp_path / "templates" / "themes" / "paper.css.j2").is_file()
    (tmp_path / "templates" / "digest.txt.j2").write_text("mine")
    start.init(tmp_path, Console(), templates=True)
    assert (tmp_path / "templates" / "digest.txt.j2").read_text() == "mine"
    assert capsys.readouterr().err.count("stays as it is") == 2


def test_a_folder_that_can_not_be_made_is_named(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("")
    with pytest.raises(BriefingError, match="deeper: Not a directory") as raised:
        start.init(tmp_path / "file" / "deeper", Console(), templates=False)
    assert raised.value.hint


# --- the questions ---


def test_four_questions_at_most_each_until_it_is_answered(tmp_path: Path) -> None:
    assert len(fields(Wish)) - 1 == 4, "feeds (packs or a list), language, time zone, title"
    terminal = Terminal([sys.executable, "-m", "briefing", "init", "mine"], tmp_path, os.environ)
    assert "switzerland" in terminal.sees("What shall it read? [germany]: ")
    terminal.types("germny\n")
    terminal.sees("did you mean germany?")
    terminal.sees("What shall it read? [germany]: ")
    terminal.types("switzerland, europe\n")
    terminal.sees("In which language is it written? [de]: ")
    terminal.types("\n")
    terminal.sees("Whose clocks does it follow? [Europe/Berlin]: ")
    terminal.types("Zurich\n")
    terminal.sees("did you mean Europe/Zurich?")
    terminal.types("Europe/Zurich\n")
    terminal.sees("What is it called? [Daily Briefing]: ")
    terminal.types("Zmorge\n")
    assert "?" not in terminal.sees("briefing schedule run")
    assert terminal.ends() == 0
    config = load_config(tmp_path / "mine" / "config.yaml", {})
    assert (config.title, config.language, config.timezone) == ("Zmorge", "de", "Europe/Zurich")
    assert list(config.sections) == ["Schweiz", "Europe"]


def test_a_list_of_one_s_own_is_an_answer_and_options_are_not_asked_again(tmp_path: Path) -> None:
    (tmp_path / "feeds.opml").write_text(OPML)
    command = ["init", "--language", "en", "--title", "Mine", "--timezone", "UTC"]
    terminal = Terminal([sys.executable, "-m", "briefing", *command], tmp_path, os.environ)
    terminal.sees("What shall it read? [world]: ")  # by the clocks of UTC no country is the likely one
    terminal.types("nothing.opml\n")
    terminal.sees("nothing.opml: No such file")
    terminal.sees("What shall it read? [world]: ")
    terminal.types("feeds.opml, japan\n")
    assert "?" not in terminal.sees("Wrote config.yaml")
    assert terminal.ends() == 0
    assert list(load_config(tmp_path / "config.yaml", {}).sections) == ["Japan", "Town"]


def test_who_leaves_in_the_middle_leaves_nothing_behind(tmp_path: Path) -> None:
    terminal = Terminal([sys.executable, "-m", "briefing", "init", "mine"], tmp_path, os.environ)
    terminal.sees("What shall it read?")
    terminal.types("\x03")
    assert terminal.ends() != 0
    assert not (tmp_path / "mine").exists()
    assert "Traceback" not in terminal.said


def test_nobody_is_asked_who_said_yes(tmp_path: Path) -> None:
    terminal = Terminal([sys.executable, "-m", "briefing", "init", "--yes"], tmp_path, os.environ)
    assert "?" not in terminal.sees("briefing schedule run")
    assert terminal.ends() == 0
