"""Words: what must hold for any text."""

from __future__ import annotations

import time

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from briefing.core.text import STOP_WORDS, count_words, fold, plain, stem, tokens


@pytest.mark.parametrize("piece", [".", "a.", "「。", '"a? a a a ', "\n", "a", "1,", "’s", "— "])
def test_hostile_texts_take_linear_time(piece: str) -> None:
    text = piece * 20_000
    began = time.process_time()
    tokens(text)
    count_words(text)
    assert time.process_time() - began < 2


def test_fold_takes_case_and_accents_away() -> None:
    assert fold("Ærø, MALMÖ, İzmir, Łódź, Straße") == "aero, malmo, izmir, lodz, strasse"
    assert fold("がギ 한국 हिन्दी") == "がギ 한국 हिन्दी"


def test_tokens_are_folded_words() -> None:
    assert tokens("The Mayor’s 3.5 % cut: Zürich's players' café, 3,500 jobs") == [
        "the", "mayor", "3.5", "cut", "zurich", "players", "cafe", "3,500", "jobs",
    ]  # fmt: skip
    assert tokens("会谈结束") == ["会谈", "谈结", "结束"]
    assert tokens("हिन्दी समाचार") == ["हिन्दी", "समाचार"]


@settings(deadline=None)
@given(st.text())
def test_any_text_has_tokens_and_a_count(text: str) -> None:
    assert all(token and token == token.strip() for token in tokens(text))
    assert 0 <= count_words(text) <= len(text)
    assert fold(text) == fold(text)


def test_words_are_counted_as_read() -> None:
    assert count_words("Parliament passed the bill — by 61 votes.") == 7
    assert count_words("会谈结束了") == 3
    assert count_words(" — … ") == 0


def test_stems_join_forms_and_leave_short_words() -> None:
    assert stem("elections", "en") == stem("election", "en")
    assert stem("countries", "en") == stem("country", "en")
    assert stem("wahlen", "de") == stem("wahl", "de")
    assert stem("bus", "en") == "bus"
    assert stem("elections", "xx") == "elections"


def test_stop_words_are_folded_and_carry_no_news() -> None:
    assert {"the", "und", "les", "que", "della", "nao", "het"} <= STOP_WORDS
    assert not {"war", "police", "election"} & STOP_WORDS
    assert all(word == fold(word) for word in STOP_WORDS)


def test_typographic_marks_have_plain_stand_ins() -> None:
    assert plain("“It’s late” – so… «oui»\u00a0• é") == '"It\'s late" - so. "oui" . é'


@given(st.text(st.characters(codec="utf-8") | st.sampled_from("“”’—…\u00a0"), max_size=80))
def test_plain_text_has_the_same_words(text: str) -> None:
    simple = plain(text)
    assert len(simple) == len(text)
    assert [one if one.isalnum() else one.isspace() for one in simple] == [
        one if one.isalnum() else one.isspace() for one in text
    ]
