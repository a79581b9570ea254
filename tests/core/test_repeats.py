"""Lines that a site repeats: which count, from when on, and what is left without them."""

from __future__ import annotations

from dataclasses import replace

from hypothesis import given
from hypothesis import strategies as st

from briefing.core.repeats import MOST_WORDS, RULE, is_repeated, key, keys, without
from briefing.model import Article, Notes, Removal, text_digest
from tests.builders import article

LETTER = "Sign up to our morning letter"
REPORT = ["The council of Harrow voted on Tuesday to close its two oldest swimming baths.",
          "Opponents called the vote a betrayal of the town’s children and of its swimmers.",
          "The baths were built in 1911 and were last repaired when the war was over."]  # fmt: skip


def told(*lines: str) -> Article:
    text = "\n".join(lines)
    return replace(article("https://a.example/1"), text=text, digest=text_digest(text))


def test_a_line_has_one_name_however_it_is_written() -> None:
    assert key(LETTER) == key(f"  {LETTER.upper()} … ") != ""
    assert key("—") == ""
    assert keys([LETTER, "—", "word " * (MOST_WORDS + 1)]) == {key(LETTER)}


def test_three_pages_are_enough_on_a_small_site_and_not_on_a_large_one() -> None:
    assert not is_repeated(2, 3)
    assert is_repeated(3, 3)
    assert is_repeated(3, 75)
    assert not is_repeated(3, 76)
    assert is_repeated(40, 1000)


def test_what_is_known_goes_and_the_notes_say_so_at_its_place() -> None:
    before = Notes(removed=(Removal(rule="title", line="Baths to close", after=0),
                            Removal(rule="related", line="Read more", after=3)))  # fmt: skip
    page = told(REPORT[0], LETTER, REPORT[1], REPORT[2])
    left, notes = without(page, before, keys([LETTER]))
    assert left.text == "\n".join(REPORT)
    assert left.digest == text_digest(left.text)
    assert [(one.rule, one.after) for one in notes.removed] == [("title", 0), (RULE, 1), ("related", 2)]


def test_where_too_much_would_go_what_was_learned_is_held_to_be_wrong() -> None:
    page = told(REPORT[0], REPORT[1])
    assert without(page, Notes(), keys([REPORT[0]])) == (page, Notes())
    assert without(page, Notes(), keys([LETTER])) == (page, Notes())


@given(st.lists(st.sampled_from([*REPORT, LETTER, "Share this", "—"]), max_size=12), st.integers(0, 63))
def test_all_lines_are_left_or_noted_in_their_order(lines: list[str], chosen: int) -> None:
    known = keys(line for bit, line in enumerate([*REPORT, LETTER, "Share this", "—"]) if chosen >> bit & 1)
    left, notes = without(told(*lines), Notes(), known)
    again = left.text.splitlines()
    for removal in reversed(notes.removed):
        again.insert(removal.after, removal.line)
    assert sorted(again) == sorted(lines)
    assert again == lines
