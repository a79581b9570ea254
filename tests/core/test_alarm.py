"""What the operator is told of an edition, and when: nothing where all is well, and never without a way out."""

from __future__ import annotations

import re
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest

from briefing.core import alarm, heartbeat
from briefing.core.alarm import Situation, span
from briefing.model import Alarm, Counts, Edition, State
from tests import editions

DUE = datetime(2026, 11, 23, 5, 30, tzinfo=UTC)
AT = Situation(edition="daily/2026-11-23", due=DUE, zone=ZoneInfo("Europe/Berlin"), command="--config /srv/c.yaml")
ALLOWED = timedelta(minutes=15)
Tally = dict[tuple[str, State], int]


def edition(stories: int = 13, **counts: int) -> Edition:
    made, _ = editions.edition()
    sections = (replace(made.sections[0], briefs=(made.briefs * 3)[:stories]),)
    return replace(made, sections=sections, quiet=False, counts=replace(Counts(feeds=10, articles_new=40), **counts))


def test_what_is_a_little_later_is_not_late() -> None:
    assert alarm.late(AT, DUE + ALLOWED, ALLOWED) is None
    assert alarm.late(AT, DUE - timedelta(hours=1), ALLOWED) is None, "today's, asked for early"
    told = alarm.late(AT, DUE + timedelta(minutes=47), ALLOWED)
    assert told
    assert (told.subject, told.cause) == ("daily/2026-11-23 was 47 min late", "late")
    assert "due at 06:30 and made at 07:17" in told.text, "on the operator's own clock"
    assert "nothing has to be done" in " ".join(told.text.split())


def test_thin_is_what_is_quiet_or_half_of_what_is_usual_or_deaf() -> None:
    past = [14, 12, 15, 13, 14]
    assert alarm.thin(AT, edition(), past) is None
    assert alarm.thin(AT, edition(7), past) is None
    assert alarm.thin(AT, edition(6), past[:4]) is None, "who is new knows no habit"
    few = alarm.thin(AT, edition(6), past)
    assert few
    assert few.subject == "daily/2026-11-23 has only 6 stories (usually about 14)"
    quiet = alarm.thin(AT, replace(edition(1), quiet=True), [])
    assert quiet
    assert quiet.subject == "daily/2026-11-23 has only 1 story"
    assert alarm.thin(AT, edition(feeds_failed=5), past) is None
    deaf = alarm.thin(AT, edition(feeds_failed=6), past)
    assert deaf
    assert deaf.subject == "daily/2026-11-23 was made from few feeds"
    assert "6 of 10 feeds could not be read" in deaf.text
    stale = alarm.thin(AT, edition(2, articles_new=0), past)
    assert stale
    assert "Does gathering run" in stale.text


def test_delivery_is_judged_by_its_share_and_only_after_a_while() -> None:
    soon, later = timedelta(minutes=1), timedelta(hours=1)
    well: Tally = {("mail", "sent"): 95, ("mail", "failed"): 5}
    assert alarm.outcome(well, [], again=False, since=later) == ("done", {})
    many: Tally = {("mail", "sent"): 90, ("mail", "failed"): 6, ("mail", "uncertain"): 4, ("chat", "sent"): 1}
    assert alarm.outcome(many, [], again=True, since=soon)[0] == "waiting"
    assert alarm.outcome(many, [], again=True, since=later) == ("failed", {"mail": (10, 100)})
    assert alarm.outcome(many, [], again=False, since=soon)[0] == "failed", "nobody tries it again"
    assert alarm.outcome({}, ["mail"], again=True, since=soon)[0] == "waiting"
    assert alarm.outcome({}, ["mail"], again=True, since=later) == ("failed", {"mail": (0, 0)})
    alone: Tally = {("mail", "failed"): 1}
    assert alarm.outcome(alone, [], again=False, since=soon)[0] == "failed", "a list of one"
    assert alarm.outcome({}, [], again=False, since=soon) == ("done", {}), "files alone"
    assert alarm.outcome({("mail", "skipped"): 9}, [], again=False, since=later)[0] == "done"


ALL = [
    alarm.late(AT, DUE + timedelta(hours=2), ALLOWED),
    alarm.thin(AT, edition(2), [14] * 9),
    alarm.failed(AT, "there is nothing to publish", "Is it online?", expected=True, made=False, again=False),
    alarm.failed(AT, "KeyError: 'x'", "", expected=False, made=True, again=False),
    alarm.held(AT, "a link that leads nowhere"),
    alarm.skipped(AT, timedelta(hours=9), timedelta(hours=6)),
    alarm.undelivered(AT, {"mail": (312, 5000)}, {"mail": "550 no such user"}, again=False),
]


@pytest.mark.parametrize("told", ALL, ids=lambda told: told.cause)
def test_each_says_which_edition_what_to_do_and_a_command_to_paste(told: Alarm) -> None:
    assert told.subject.startswith("daily/2026-11-23 ")
    assert len(f"Briefing: {told.subject}") <= 78, "a telephone shows it whole"
    commands = re.findall(r"(?m)^    briefing (.+)$", told.text)
    assert commands
    assert all(command.endswith(" --config /srv/c.yaml") for command in commands)
    assert told.text.isascii(), told.text
    assert max(map(len, told.text.splitlines())) <= 78


def test_the_commands_are_there() -> None:
    """What an operator is told to type is understood."""
    from typer.testing import CliRunner

    from briefing.entry import cli

    for told in ALL:
        for command in re.findall(r"(?m)^    briefing (.+) --config", told.text if told else ""):
            words = [word for word in command.split() if not word.isdecimal() and not word.startswith("2026")]
            help_ = CliRunner().invoke(cli.app, [*(word for word in words if word[0] != "-"), "--help"])
            assert help_.exit_code == 0, command
            for option in (word for word in words if word[0] == "-"):
                assert option in help_.output, command


def test_a_fault_says_that_it_is_one_and_what_is_tried_again_says_so() -> None:
    fault = alarm.failed(AT, "KeyError: 'x'", "", expected=False, made=False, again=True)
    assert "a fault in Briefing or in a plugin" in fault.text
    assert "tried again by itself" in fault.text
    assert "briefing run" not in fault.text
    made = alarm.failed(AT, "template", "Mend it.", expected=True, made=True, again=False)
    assert "briefing deliver" in made.text
    assert "Mend it." in made.text


def test_several_of_one_edition_are_one_mail() -> None:
    late, thin = ALL[0], ALL[1]
    assert late
    assert thin
    subject, text = alarm.letter([late, thin], "news-1")
    assert subject == "Briefing: daily/2026-11-23 was 2 h late (and 1 more)"
    assert text.count("daily/2026-11-23") == 2
    assert text.endswith("Briefing on news-1 says this once, and to nobody else.\n")
    alone = alarm.letter([late], "news-1")
    assert alone == (
        f"Briefing: {late.subject}",
        f"{late.text}\nBriefing on news-1 says this once, and to nobody else.\n",
    )


def test_another_day_is_named() -> None:
    told = alarm.late(AT, DUE + timedelta(days=1), ALLOWED)
    assert told
    assert "made at 2026-11-24 06:30" in told.text


@pytest.mark.parametrize(
    ("minutes", "said"), [(0, "0 min"), (47, "47 min"), (60, "1 h"), (125, "2 h 5 min"), (3000, "2 days")]
)
def test_lengths_of_time(minutes: int, said: str) -> None:
    assert span(timedelta(minutes=minutes)) == said


RUN = "8b0f2f3e-0000-4000-8000-000000000000"


@pytest.mark.parametrize(
    ("url", "signal", "shape", "asked"),
    [
        ("https://hc.example/uuid", "ok", "healthchecks", f"https://hc.example/uuid?rid={RUN}"),
        ("https://hc.example/uuid/", "fail", "healthchecks", f"https://hc.example/uuid/fail?rid={RUN}"),
        (
            "https://hc.example/k/s?create=1",
            "start",
            "healthchecks",
            f"https://hc.example/k/s/start?create=1&rid={RUN}",
        ),
        ("https://up.example/push/x?status=up", "ok", "plain", "https://up.example/push/x?status=up"),
        ("https://up.example/push/x", "fail", "plain", None),
        ("https://up.example/push/x", "start", "plain", None),
    ],
)
def test_a_heartbeats_addresses(url: str, signal: heartbeat.Signal, shape: heartbeat.Shape, asked: str | None) -> None:
    assert heartbeat.address(url, signal, RUN, shape) == asked
