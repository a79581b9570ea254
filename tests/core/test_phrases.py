from __future__ import annotations

import re

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from briefing.core import boilerplate, judge
from briefing.core.phrases import Phrases, lowered

TABLES = {
    "credit": boilerplate.CREDIT_END,
    "promotion": boilerplate.PROMOTION_INSIDE,
    "affiliate": boilerplate.AFFILIATE,
    "consent": boilerplate.CONSENT,
    "copyright": boilerplate.COPYRIGHT,
    "code": boilerplate.CODE,
    "consent page": judge._CONSENT,
}
FRUIT = Phrases(
    r"""
    apple,pear  \b(?:apple|pear)s? (?:pie|tart)\b
    kiwi        kiwi\d?
    """,
    end=r"\W*",
)


def test_phrases_are_found_anywhere_or_at_the_start() -> None:
    text = "One Apple PIE, and two kiwis"
    assert FRUIT.search(text, lowered(text))
    assert not FRUIT.match(text, lowered(text))
    assert FRUIT.match("pears tart", "pears tart")
    assert list(FRUIT.find(text)) == ["Apple PIE, ", "kiwi"]
    assert list(FRUIT.find("apples and pears")) == []


@pytest.mark.parametrize("text", ["KİWİ", "kıwı", "KIWI", "apples tart".replace("s", "ſ")])
def test_letters_that_patterns_take_for_the_same_are_the_same(text: str) -> None:
    assert re.search("kiwi|apples tart", text, re.IGNORECASE)
    assert FRUIT.search(text, lowered(text))


ROWS = [(name, words, pattern) for name, table in TABLES.items() for words, pattern in table.rows]


@pytest.mark.parametrize(("name", "words", "pattern"), ROWS, ids=[f"{name}: {words[0]}" for name, words, _ in ROWS])
def test_nothing_matches_without_one_of_its_words(name: str, words: tuple[str, ...], pattern: re.Pattern[str]) -> None:
    # An inline flag is all that hypothesis can't read; without it the pattern only matches more.
    loose = re.compile(pattern.pattern.replace("(?-i:", "(?:"), pattern.flags)

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
