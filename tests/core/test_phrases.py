from __future__ import annotations

import re

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from briefing.core import attribution, boilerplate, judge, notices, walls
from briefing.core.phrases import Openings, Phrases, lowered

MODULES = (attribution, boilerplate, notices, judge, walls)
TABLES = {
    name.lower(): table for module in MODULES for name, table in vars(module).items() if isinstance(table, Phrases)
}
STARTS = {
    name.lower(): table for module in MODULES for name, table in vars(module).items() if isinstance(table, Openings)
}
FRUIT = Phrases(
    r"""
    apple,pear  \b(?:apple|pear)s? (?:pie|tart)\b
    kiwi        kiwi\d?
    """,
    end=r"\W*",
)
TREES = Openings(
    r"""
    (?:the )?oak|(?:old|young)? ?pines?|\d+ elms|[ab]sh (?:tree|wood)
    x?mas tree|\(?fir|i̇?ncir|birch(?:es| wood)
    """,
    end=r"\b",
)


def test_phrases_are_found_anywhere_or_at_the_start() -> None:
    text = "One Apple PIE, and two kiwis"
    assert FRUIT.search(text, lowered(text))
    assert not FRUIT.match(text, lowered(text))
    assert FRUIT.match("pears tart", "pears tart")
    assert list(FRUIT.find(text)) == ["Apple PIE, ", "kiwi"]
    assert list(FRUIT.find("apples and pears")) == []


@pytest.mark.parametrize(
    "text",
    [
        "Oak",
        "the oak",
        "THE OAK stood",
        "pine",
        "old pines",
        "12 elms",
        "bsh wood",
        "xmas tree",
        "mas tree",
        "(fir",
        "fir",
        "İncir",
        "incir",
        "birches",
    ],
)
def test_openings_are_found_at_the_start(text: str) -> None:
    assert TREES.match(text, lowered(text))
    assert not TREES.match("no " + text, lowered("no " + text))


@pytest.mark.parametrize("text", ["", "oaks", "theoak", "elms", "birch", "x", "(", "wood"])
def test_openings_are_not_found_in_other_texts(text: str) -> None:
    assert not TREES.match(text, lowered(text))


@pytest.mark.parametrize("text", ["KİWİ", "kıwı", "KIWI", "apples tart".replace("s", "ſ")])
def test_letters_that_patterns_take_for_the_same_are_the_same(text: str) -> None:
    assert re.search("kiwi|apples tart", text, re.IGNORECASE)
    assert FRUIT.search(text, lowered(text))


ROWS = [(name, words, pattern) for name, table in TABLES.items() for words, pattern in table.rows]


def loosened(pattern: re.Pattern[str]) -> re.Pattern[str]:
    """An inline flag is all that hypothesis can't read; without it the pattern only matches more."""
    return re.compile(pattern.pattern.replace("(?-i:", "(?:"), pattern.flags)


@pytest.mark.parametrize(("name", "words", "pattern"), ROWS, ids=[f"{name}: {words[0]}" for name, words, _ in ROWS])
def test_nothing_matches_without_one_of_its_words(name: str, words: tuple[str, ...], pattern: re.Pattern[str]) -> None:
    loose = loosened(pattern)

    @settings(max_examples=6, deadline=None, suppress_health_check=list(HealthCheck))
    @given(st.from_regex(loose))
    def check(text: str) -> None:
        match = loose.search(text)
        assert match is not None
        assert any(word in lowered(match[0]) for word in words)

    assert all(word == lowered(word) for word in words)
    check()


@settings(max_examples=60, deadline=None)
@given(st.lists(st.sampled_from([word for _, words, _ in ROWS for word in words]) | st.text(max_size=12), max_size=9))
def test_a_table_finds_what_its_patterns_find(words: list[str]) -> None:
    text = " ".join(words)
    low = lowered(text)
    for table in TABLES.values():
        patterns = [pattern for _, pattern in table.rows]
        assert table.search(text, low) == any(pattern.search(text) for pattern in patterns)
        assert table.match(text, low) == any(pattern.match(text) for pattern in patterns)
        assert bool(list(table.find(text))) == table.search(text, low)


@pytest.mark.parametrize("table", [*STARTS.values(), TREES], ids=[*STARTS, "trees"])
def test_openings_find_what_their_alternatives_find(table: Openings) -> None:
    patterns = [re.compile(f"(?:{row}){table.end}", re.IGNORECASE) for row in table.rows]

    @settings(max_examples=60, deadline=None, suppress_health_check=list(HealthCheck))
    @given(st.sampled_from(patterns).flatmap(lambda pattern: st.from_regex(loosened(pattern))))
    def check(text: str) -> None:
        assert table.match(text, lowered(text)) == any(pattern.match(text) for pattern in patterns)

    check()
