"""sites.yaml: what a user knows of single sites, and the rules that may be switched off."""

from __future__ import annotations

from pathlib import Path
from typing import get_args

import pytest

from briefing.config import Config, load_config
from briefing.config.source_settings import RuleName
from briefing.core import clean
from briefing.errors import ConfigError
from briefing.model import ReadingRules, SiteRules

CONFIG = 'sources: [{feed: "https://meridian.example/feed"}]\n'


def load(folder: Path, sites: str | None, reading: str = "{sites: sites.yaml}") -> Config:
    (folder / "config.yaml").write_text(f"{CONFIG}reading: {reading}\n", encoding="utf-8")
    if sites is not None:
        (folder / "sites.yaml").write_text(sites, encoding="utf-8")
    return load_config(folder / "config.yaml", {})


def problems(folder: Path, sites: str | None, reading: str = "{sites: sites.yaml}") -> list[str]:
    with pytest.raises(ConfigError) as caught:
        load(folder, sites, reading)
    return [problem.replace(f"{folder}/", "") for problem in caught.value.problems]


def test_a_sites_rules_are_read(tmp_path: Path) -> None:
    text = """
harbour.example:
  report: [div.story-body, article]
  drop: ["#comments", .teaser > li]
  lines: ["^Tide table for"]
  off: [caption]
meridian.example: {}
"""
    assert load(tmp_path, text, "{sites: sites.yaml, off: [tags, menu]}").reading_rules == ReadingRules(
        off=frozenset({"tags", "menu"}),
        sites=(
            SiteRules(
                host="harbour.example",
                report=("div.story-body", "article"),
                drop=("#comments", ".teaser > li"),
                lines=("^Tide table for",),
                off=frozenset({"caption"}),
            ),
            SiteRules(host="meridian.example"),
        ),
    )


@pytest.mark.parametrize("text", ["", "# nothing yet\n", "{}\n"])
def test_a_file_that_says_nothing(tmp_path: Path, text: str) -> None:
    assert load(tmp_path, text).reading_rules == ReadingRules()


@pytest.mark.parametrize(
    ("text", "problem"),
    [
        ("a.example:\n  drop: ['div[']\n", 'sites.yaml:2: a.example.drop[0]: "div[" is not a CSS selector'),
        ("a.example:\n  lines: ['(tide']\n", 'sites.yaml:2: a.example.lines[0]: "(tide" is not a regular expression'),
        ("a.example:\n  dropp: [nav]\n", "sites.yaml:2: a.example.dropp: no such setting; did you mean drop?"),
        ("a.example:\n  off: [captoin]\n", "did you mean caption?"),
        ("a.example:\n  drop: nav\n", 'sites.yaml:2: a.example.drop: "nav" is not a list; write it in brackets: [nav]'),
        ("https://a.example/x: {}\n", "sites.yaml:1: https://a.example/x"),
        ("- a.example\n", "sites.yaml:1: "),
        ("a.example: [\n", "is not YAML"),
    ],
)
def test_a_mistake_is_named_with_its_line(tmp_path: Path, text: str, problem: str) -> None:
    found = problems(tmp_path, text)
    assert any(problem in each for each in found), found


def test_a_file_that_is_not_there(tmp_path: Path) -> None:
    assert problems(tmp_path, None) == ['config.yaml:2: reading.sites: there is no file "sites.yaml" beside this file']


def test_a_rule_that_is_not_there(tmp_path: Path) -> None:
    (problem,) = problems(tmp_path, "", "{off: [captions]}")
    assert problem.startswith('config.yaml:2: reading.off[0]: "captions" is not one of')
    assert problem.endswith("did you mean caption?")


def test_every_rule_of_cleaning_can_be_named() -> None:
    assert set(get_args(get_args(RuleName)[0])) == set(clean.RULES)
