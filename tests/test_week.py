"""A week without anybody there: a clock that is set, a site on loopback, an edition each morning.

Afterwards each of them is made again from what was kept."""

from __future__ import annotations

import json
import shutil
import sqlite3
from collections.abc import Iterator, Sequence
from contextlib import closing
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import NamedTuple

import pytest
from typer.testing import CliRunner

from briefing import wiring
from briefing.config import Config, parse_config
from briefing.core.codec import edition_json
from briefing.entry import cli, jobs
from briefing.entry.console import Console
from briefing.model import Edition
from briefing.sample import site, world
from briefing.sample.server import SampleServer
from briefing.sample.site import opml

DAYS = 7
FIRST = datetime(2026, 9, 10, 6, 30, tzinfo=UTC)
DAY = timedelta(days=1)
MISSED = 5
"""The day, from 0, on which the second store's machine was off at half past six."""
CONFIG = """\
briefing: week
timezone: UTC
schedule: {at: "06:30"}
sources:
  - opml: feeds.opml
output: {folder: out}
fetch: {pace: 0s, workers: 1}
"""


class Week(NamedTuple):
    folder: Path
    """Its store is `briefing.db`, and `missed.db` that of a machine which was off once."""
    editions: Sequence[Edition]


def spread(article: world.SampleArticle, place: int, count: int) -> world.SampleArticle:
    """The sample's two days, made seven: stories that are told by several run on for days."""
    after = timedelta(minutes=DAYS * 24 * 60 * place // count)
    return replace(article, published=FIRST - DAY + timedelta(minutes=5) + after)


@pytest.fixture(scope="module")
def week(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Week]:
    folder, console = tmp_path_factory.mktemp("week"), Console(quiet=True)
    sample = sorted(world.articles(), key=lambda article: (article.published, article.id))
    spread_out = tuple(spread(article, place, len(sample)) for place, article in enumerate(sample))
    with pytest.MonkeyPatch.context() as patch, SampleServer(0, FIRST) as server:
        patch.setattr(site, "articles", lambda: spread_out)
        (folder / "feeds.opml").write_bytes(opml(server.base))
        (folder / "config.yaml").write_text(CONFIG)
        config = parse_config(CONFIG, folder / "config.yaml", {})
        editions = []
        for number in range(DAYS):
            for hours in (-12, 0) if number == MISSED else (0,):
                now = server.until = FIRST + number * DAY + timedelta(hours=hours)
                with wiring.opened_store(config) as store:
                    jobs.gather(config, store, now, console)
            with wiring.opened_store(config) as store:
                if number == MISSED:
                    store.backup(folder / "missed.db")
                editions.append(jobs.publish(config, store, None, now, console))
                jobs.deliver(config, store, editions[-1], console, clock=lambda: now)  # noqa: B023 - called at once
        yield Week(folder, editions)


def configured(folder: Path, store: str) -> Config:
    return parse_config(f"{CONFIG}store: {store}\n", folder / "config.yaml", {})


def told_again_without_news(editions: Sequence[Edition]) -> list[str]:
    """Stories that an edition tells although an earlier one did, and that have nothing which that one had not."""
    wrong = []
    for number, edition in enumerate(editions):
        before = editions[:number]
        stories = {brief.story for each in before for brief in each.briefs}
        named = {article.id for each in before for brief in each.briefs for article in brief.articles}
        inputs = {id_ for id_, _ in before[-1].inputs} if before else set()
        for brief in edition.briefs:
            ids = {article.id for article in brief.articles}
            if brief.status == "new" and (brief.story in stories or ids & named):
                wrong.append(f"{edition.id}: {brief.headline}: called new")
            if brief.story in stories and (brief.status not in ("update", "ongoing") or ids <= inputs):
                wrong.append(f"{edition.id}: {brief.headline}: {brief.status}, without a new report")
    return wrong


def run(*words: object) -> tuple[int, str]:
    done = CliRunner().invoke(cli.app, [str(word) for word in words])
    error = done.exception if done.exception and not isinstance(done.exception, SystemExit) else ""
    return done.exit_code, done.output + str(error)


def rows(path: Path) -> list[str]:
    """All that a store has."""
    with closing(sqlite3.connect(path)) as connection:
        return list(connection.iterdump())


def test_every_morning_of_a_week_has_its_edition(week: Week) -> None:
    assert [edition.slot.date for edition in week.editions] == [(FIRST + n * DAY).date() for n in range(DAYS)]
    assert [edition.slot.closes for edition in week.editions] == [FIRST + n * DAY for n in range(DAYS)]
    assert all(edition.briefs for edition in week.editions)
    assert not [failure for edition in week.editions for failure in edition.failures if failure.stage == "feed"]
    days = sorted(path.name for path in (week.folder / "out").iterdir() if path.name.startswith("2026"))
    assert days == [edition.slot.date.isoformat() for edition in week.editions]


def test_no_story_of_a_week_is_told_twice_without_news(week: Week) -> None:
    assert told_again_without_news(week.editions) == []
    again = [brief for edition in week.editions for brief in edition.briefs if brief.status == "update"]
    assert again, "no story ran on, so nothing was tested"
    for edition in week.editions:
        assert len({brief.story for brief in edition.briefs}) == len(edition.briefs)


def test_each_edition_of_a_week_is_made_again_to_the_same_bytes(week: Week, tmp_path: Path) -> None:
    config, out = week.folder / "config.yaml", tmp_path / "out"
    before = rows(week.folder / "briefing.db")
    for edition in week.editions:
        day = edition.slot.date.isoformat()
        code, said = run("editions", "rebuild", day, "--config", config)
        assert (code, "the same, byte for byte" in said) == (0, True), said
    for edition in (week.editions[0], week.editions[-1]):
        day = edition.slot.date.isoformat()
        code, said = run("run", "--replay", "--date", day, "--out", out, "--config", config)
        assert (code, "the same as the one that was made, byte for byte" in said) == (0, True), said
        assert (out / day / "edition.json").read_text() == edition_json(edition)
        for name in ("edition.json", "edition.html", "edition.md", "edition.txt"):
            assert (out / day / name).read_bytes() == (week.folder / "out" / day / name).read_bytes()
    assert rows(week.folder / "briefing.db") == before


def test_a_missed_edition_is_what_it_would_have_been(week: Week, tmp_path: Path) -> None:
    """The store goes on without that day; what is made of it later is what the other machine made in time."""
    shutil.copy(week.folder / "missed.db", tmp_path / "missed.db")
    shutil.copy(week.folder / "feeds.opml", tmp_path)
    config = configured(tmp_path, "missed.db")
    (tmp_path / "config.yaml").write_text(f"{CONFIG}store: missed.db\n")
    missed = week.editions[MISSED]
    with wiring.opened_store(config) as store:
        assert store.editions.get(missed.id) is None
    before = rows(tmp_path / "missed.db")
    words = ("run", "--replay", "--date", missed.slot.date, "--now", FIRST + 9 * DAY)
    code, said = run(*words, "--config", tmp_path / "config.yaml")
    assert code == 0, said
    assert "was never made: this is what would have been made then, by today's settings" in said
    written = tmp_path / "replay" / missed.slot.date.isoformat() / "edition.json"
    assert json.loads(written.read_text()) == json.loads(edition_json(missed))
    assert rows(tmp_path / "missed.db") == before
    assert not (tmp_path / "out").exists()


def test_what_is_still_to_come_can_not_be_made_again(week: Week) -> None:
    code, said = run("run", "--replay", "--date", date(2026, 9, 20), "--now", FIRST, "--config",
                     week.folder / "config.yaml")  # fmt: skip
    assert code != 0
    assert "still to come" in said


def test_when_the_rest_is_thrown_away_every_sentence_can_still_be_proved(week: Week, tmp_path: Path) -> None:
    shutil.copytree(week.folder, tmp_path / "week", symlinks=True)
    config = ("--config", tmp_path / "week" / "config.yaml")
    last, later = week.editions[-1], FIRST + 64 * DAY
    code, said = run("prune", "--now", later, *config)
    assert code == 0, said
    assert "Thrown away: " in said
    for edition in (*week.editions[3:5], last):
        day = edition.slot.date.isoformat()
        assert run("editions", "verify", day, *config)[0] == 0
        assert run("why", 1, "--edition", day, *config)[0] == 0
        young = edition.slot.closes >= later - 60 * DAY
        for words in (("editions", "rebuild", day), ("run", "--replay", "--date", day, "--out", tmp_path / "out")):
            code, said = run(*words, *config)
            if young:
                assert (code, "byte for byte" in said) == (0, True), said
            else:
                assert code != 0
                assert "is kept from" in said
    assert last.slot.closes >= later - 60 * DAY
    # Feeds that list what was thrown away bring nothing new.
    with wiring.opened_store(parse_config(CONFIG, tmp_path / "week" / "config.yaml", {})) as store:
        assert store.faults() == []
        assert store.news.pending(later) == []
