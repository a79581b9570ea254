"""Settings and owners are put into a config.yaml that stays its owner's: comments, order and line ends."""

from __future__ import annotations

import difflib

import pytest
from hypothesis import given
from hypothesis import strategies as st

from briefing.assets import default_config
from briefing.config.edit_values import set_owners, set_values
from briefing.config.yaml_file import read_yaml
from briefing.errors import ConfigError

SHIPPED = default_config()


def changed(before: str, after: str) -> list[str]:
    """The lines that came and went."""
    lines = difflib.ndiff(before.splitlines(keepends=True), after.splitlines(keepends=True))
    return [line.rstrip("\r\n") for line in lines if line[0] in "+-"]


def test_only_the_lines_of_the_settings_change() -> None:
    after = set_values(SHIPPED, {"title": "Der Morgen: Nr. 1", "language": "de", "timezone": "Europe/Berlin"})
    assert changed(SHIPPED, after) == [
        "- title: Daily Briefing",
        '+ title: "Der Morgen: Nr. 1"',
        "- language: en",
        "+ language: de",
        "- timezone: America/New_York",
        "+ timezone: Europe/Berlin",
    ]
    assert set_values(SHIPPED, {"title": "Daily Briefing"}) == SHIPPED


@given(st.text(min_size=1, max_size=40))
def test_any_title_comes_back_as_it_was_or_is_refused(title: str) -> None:
    try:
        after = set_values("a: 1\ntitle: x  # mine\nb: [1]\n", {"title": title})
    except ConfigError:
        return
    assert read_yaml(after).data == {"a": 1, "title": title, "b": [1]}
    assert after.endswith("  # mine\nb: [1]\n")


def test_a_setting_that_has_no_line_is_not_made_up() -> None:
    with pytest.raises(ConfigError, match="title: can't be edited safely"):
        set_values("a: 1\n", {"title": "x"})


def test_owners_are_replaced_as_a_whole() -> None:
    after = set_owners(SHIPPED, {"ARD": ("tagesschau.de", "ndr.de"), "A: b": ("x.example",)}, replace=True)
    assert read_yaml(after).data["owners"] == {"ARD": ["tagesschau.de", "ndr.de"], "A: b": ["x.example"]}
    assert read_yaml(after).data | {"owners": 0} == read_yaml(SHIPPED).data | {"owners": 0}
    assert {line[0] for line in changed(SHIPPED, after) if "example" not in line and "ARD" not in line} == {"-"}
    assert after.count("# Who owns whom") == 1
    assert "# --- Where it is kept" in after


def test_owners_are_added_without_hosts_that_have_a_house() -> None:
    after = set_owners(
        SHIPPED, {"Comcast": ("nbcnews.com", "msn.example"), "Other": ("bbc.com",), "ARD": ("tagesschau.de", "ndr.de")}
    )
    assert changed(SHIPPED, after) == [
        "-   Comcast: [nbcnews.com, news.sky.com]",
        "+   Comcast: [nbcnews.com, news.sky.com, msn.example]",
        "+   ARD: [tagesschau.de, ndr.de]",
    ]
    assert set_owners(after, {"ARD": ("ndr.de",)}) == after


@pytest.mark.parametrize("text", ["a: 1\n", "a: 1\nowners: {}\n", "a: 1\nowners:\n", "a: 1\r\nowners: {}\r\nb: 2\r\n"])
def test_where_there_are_no_owners_they_begin(text: str) -> None:
    after = set_owners(text, {"ARD": ("tagesschau.de", "ndr.de")})
    assert read_yaml(after).data == {**read_yaml(text).data, "owners": {"ARD": ["tagesschau.de", "ndr.de"]}}
    assert ("\r\n" in after) == ("\r\n" in text)


def test_what_is_written_in_another_way_is_left_to_its_owner() -> None:
    with pytest.raises(ConfigError, match="owners: can't be edited safely"):
        set_owners("owners:\n  ARD:\n    - ndr.de\n", {"ARD": ("tagesschau.de",)})
    with pytest.raises(ConfigError, match=r"config\.yaml:1: "):
        set_owners("owners: [", {"ARD": ("tagesschau.de",)})
