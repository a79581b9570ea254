from __future__ import annotations

import time

from hypothesis import given
from hypothesis import strategies as st

from briefing.core.opinions import (
    Line,
    Reading,
    agreed,
    bare,
    claims_of,
    held,
    is_dense,
    lines_of,
    ranked,
    score,
    weight,
)

CLAIMS = claims_of("Harbour bill passes after a night of talks", "Parliament passed the harbour bill by 61 votes.")
PARAGRAPHS = (
    "Parliament passed the harbour bill on Tuesday by 61 votes to 44, ending months of dispute over the cost.",
    "The law lets the harbour of Valmere borrow up to 40 million crowns over six years, says the bill.",
    "Opponents of the harbour bill want the court to look at the law before any contract can be signed.",
    "The bill gives the dockers two seats on the board of the harbour, which they had asked for since spring.",
    "Work on the harbour will start in March, the minister said after the bill had passed late at night.",
    "Nobody in parliament expects that the bill will be the last word on the harbour or on its future.",
)
REPORT = tuple(Line(text) for text in PARAGRAPHS)
OTHER = tuple(
    Line(f"In town {n} a cook has won a prize for a soup that nobody there had tasted before.") for n in range(9)
)


def best(*readings: tuple[Line, ...]) -> str:
    return ranked([Reading(str(place), lines) for place, lines in enumerate(readings)], CLAIMS)[0][0].name


def test_a_text_about_something_else_is_worth_less_than_a_shorter_one_about_the_claims() -> None:
    assert score(OTHER, CLAIMS) < score(REPORT, CLAIMS)
    assert best(OTHER, REPORT) == "1"


def test_more_of_the_same_is_worth_more() -> None:
    assert score(REPORT[:2], CLAIMS) < score(REPORT, CLAIMS)
    assert best(REPORT[:1], REPORT) == "1"


def test_in_doubt_the_reading_that_was_asked_first_is_taken() -> None:
    assert best(REPORT[:5], REPORT) == "0"
    assert best(REPORT, REPORT[:5]) == "0"


def test_all_opinions_are_told_the_one_taken_first() -> None:
    readings = [Reading("a", REPORT[:1]), Reading("b", REPORT), Reading("c", ())]
    told = [opinion for _, opinion in ranked(readings, CLAIMS)]
    assert [opinion.name for opinion in told] == ["b", "a", "c"]
    assert told[0].words > told[1].words > told[2].words == 0
    assert told[2].score == 0.0


def test_without_claims_only_the_length_counts() -> None:
    assert score(REPORT[:1], frozenset()) < score(OTHER, frozenset()) <= 1.0


def test_letters_of_dense_scripts_count_three_times() -> None:
    assert weight("harbour") == 7
    assert weight("港口") == 6
    assert is_dense("日本企業5月信心")
    assert not is_dense("Harbour bill 港")


def test_a_body_of_structured_data_comes_out_as_its_paragraphs() -> None:
    body = "&lt;p&gt;Ships &amp;amp; docks.&lt;/p&gt;&lt;p&gt;One <b>more</b> line<br/>and the last.</p>"
    assert [line.text for line in lines_of(body)] == ["Ships & docks.", "One more line", "and the last."]
    assert lines_of("3 < 4 and 5 > 2")[0].text == "3 < 4 and 5 > 2"


def test_how_much_of_a_text_is_in_another() -> None:
    text = "\n".join(PARAGRAPHS)
    assert held(text, bare(text)) == 1.0
    assert held(text, bare(text.replace("\n", "   "))) == 1.0
    assert held("\n".join(line.text for line in OTHER), bare(text)) == 0.0
    assert 0.3 < held(text, bare(text[: len(text) // 2])) < 0.7


def test_paragraphs_that_the_pages_own_body_does_not_have_go() -> None:
    body = " ".join(PARAGRAPHS)
    box = Line("You are reading this on another device, so tell us which of the two you want to go on with.")
    item = Line("A list of what the newsroom holds for the most important points of it all", kind="item")
    assert agreed((*REPORT, item, box), body) == (*REPORT, item)


def test_a_body_that_is_something_else_or_only_a_part_changes_nothing() -> None:
    box = Line("You are reading this on another device, so tell us which of the two you want to go on with.")
    lines = (*REPORT, box)
    assert agreed(lines, " ".join(line.text for line in OTHER)) == lines
    assert agreed(lines, PARAGRAPHS[0]) == lines
    assert agreed((*REPORT, *OTHER), " ".join(PARAGRAPHS)) == (*REPORT, *OTHER)


@given(st.text(max_size=300), st.text(max_size=300))
def test_any_text_can_be_compared(one: str, other: str) -> None:
    lines = lines_of(one)
    assert 0.0 <= score(lines, claims_of(other)) <= 1.0
    assert 0.0 <= held(one, bare(other)) <= 1.0
    assert set(agreed(lines, other)) <= set(lines)


def test_long_texts_take_no_longer_than_they_are() -> None:
    start = time.process_time()
    for text in ("<p " * 200_000, "&" * 500_000, "a" * 1_000_000, "<p><" * 100_000, "港" * 500_000):
        lines = lines_of(text)
        score(lines, claims_of(text))
        agreed(lines, text)
    assert time.process_time() - start < 3.0
