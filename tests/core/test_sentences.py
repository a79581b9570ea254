"""Sentences: tricky news sentences in many languages, and what must hold for any text."""

from __future__ import annotations

import time
from collections import defaultdict
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from briefing.core.sentences import sentences


def _cases() -> dict[str, list[str]]:
    """The lines of sentences.txt by language: ‖ stands where a sentence begins, ⏎ for a newline."""
    found: dict[str, list[str]] = defaultdict(list)
    language = ""
    for line in Path(__file__).with_name("sentences.txt").read_text(encoding="utf-8").splitlines():
        if line.startswith("# "):
            language = line.removeprefix("# ")
        else:
            found[language].append(line.replace("⏎", "\n"))
    return found


CASES = _cases()


def split(text: str, language: str | None = None) -> list[str]:
    return [text[start:end] for start, end in sentences(text, language)]


@pytest.mark.parametrize("language", CASES)
def test_a_sentence_ends_where_a_reader_would_end_it(language: str) -> None:
    for case in CASES[language]:
        assert split(case.replace("‖", ""), language) == [part.strip() for part in case.split("‖") if part.strip()]


def test_english_needs_no_language() -> None:
    for case in CASES["en"]:
        assert split(case.replace("‖", "")) == split(case.replace("‖", ""), "en")


@pytest.mark.parametrize("language", ["de-AT", "de_CH", "DE"])
def test_a_language_may_name_its_region(language: str) -> None:
    assert split("Am 3. Oktober kam die 1. Mannschaft.", language) == ["Am 3. Oktober kam die 1. Mannschaft."]


def test_an_abbreviation_that_is_a_word_elsewhere_counts_in_its_language_only() -> None:
    text = "It goes on. Hale left years ago. 12 stayed."
    assert split(text, "en") == ["It goes on.", "Hale left years ago.", "12 stayed."]
    assert split("L’on. Ferri tace.", "it") == ["L’on. Ferri tace."]


@pytest.mark.parametrize("initial", "CNPRSZ")
def test_an_initial_in_a_name_ends_no_sentence(initial: str) -> None:
    assert len(split(f"It was announced by Attorney General Orson {initial}. Hale. He left early.")) == 2


def test_newlines_separate_paragraphs() -> None:
    text = "Harbour bill\nThe bill passed\r\n\n It takes effect. "
    assert split(text) == ["Harbour bill", "The bill passed", "It takes effect."]


PIECES = [
    *"aB9. \n\"'!?()“”«»…。？「」汉\u00a0\u0301éß;։۔।[]—•",
    *("U.S.", "Mr. ", "No. ", " the ", "\r\n", "\u2028", "1) ", " 2) ", ": 1. ", " 2. "),
    *("Z. B. ", ". . .", " a.m. ", "[1]", "д.", 'ד"ר'),
]
NEWSY = st.lists(st.sampled_from(PIECES), max_size=60).map("".join)


@settings(max_examples=300, deadline=None)
@given(st.one_of(st.text(), NEWSY), st.sampled_from([None, "en", "de", "zh", "ru", "xx", ""]))
def test_spans_are_ordered_disjoint_and_cover_every_character(text: str, language: str | None) -> None:
    covered = 0
    for start, end in sentences(text, language):
        assert covered <= start < end <= len(text)
        assert not text[covered:start].strip()
        assert text[start:end] == text[start:end].strip()
        assert "\n" not in text[start:end]
        covered = end
    assert not text[covered:].strip()


HOSTILE = [
    *(".", ". ", "a.", "A. ", "A.B.C. ", "Z. B. ", ". . ", "   .", ".[1]", ".)", "!a", "\n", "a", "    "),
    *('"', "“", '"?', '"a? a a a ', "a.’", '." — A', "… I ", "1. ", "• ", ": 1) 2) "),
    *("「。", "“。", "あ。", "۔a"),
]


@pytest.mark.parametrize("piece", HOSTILE)
def test_hostile_texts_take_linear_time(piece: str) -> None:
    text = piece * (200_000 // len(piece))
    began = time.process_time()
    sentences(text)
    assert time.process_time() - began < 2


def test_a_long_list_in_one_line_takes_linear_time() -> None:
    text = "".join(f"{number}) Item " for number in range(1, 30_000))
    began = time.process_time()
    assert len(sentences(text)) == 29_999
    assert time.process_time() - began < 2
