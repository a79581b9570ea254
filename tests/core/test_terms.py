from __future__ import annotations

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from briefing.core.terms import body, in_lead, in_title, listed, terms
from tests.builders import article


@pytest.mark.parametrize(
    ("title", "language", "expected"),
    [
        ("The ferries’ owner didn't pay €1,250.50", "en", ["ferr", "owner", "pay", "1,250.50"]),
        ("Überschwemmungen in Köln", "de", ["uberschwemm", "koln"]),
        ("ØRSTED’s İzmir deal", "en", ["orst", "izmir", "deal"]),
        ("Паромы затонули", "ru", ["паром", "затон"]),
        ("지진으로 사망", "ko", ["지진", "사망"]),
        ("والميناء", "ar", ["ميناء"]),
        ("東京で地震", "ja", ["東京", "京で", "で地", "地震"]),
        ("snake_case – a_b", "en", ["snak", "case"]),
        ("", "en", []),
    ],
)
def test_the_terms_of_a_title(title: str, language: str, expected: list[str]) -> None:
    assert in_title(article(title, language=language)) == expected


def test_a_word_is_one_term_however_its_accents_are_written() -> None:
    composed, apart = "Mal\u00e9 ferry caf\u00e9s", "Male\u0301 ferry cafe\u0301s"
    assert in_title(article(composed)) == in_title(article(apart)) == ["male", "ferr", "cafe"]


def test_quotation_marks_make_no_other_terms() -> None:
    assert in_lead(article(text="“Merrin” – the ferry’s loss…")) == in_lead(
        article(text='"Merrin" - the ferry\'s loss...')
    )


def test_the_title_counts_twice_and_four_times_beside_the_body() -> None:
    told = article("Ferry sinks", "The harbour was shut.")
    assert sorted(listed(told)) == ["ferr", "ferr", "harbour", "shut", "sink", "sink"]
    assert listed(told, lead=False) == ["ferr", "sink"] * 2
    assert sorted(body(told)) == [*["ferr"] * 4, "harbour", "shut", *["sink"] * 4]
    assert terms(told).title == {"ferr": 1, "sink": 1}


@given(st.text(max_size=80), st.text(max_size=80), st.sampled_from(["en", "tr", "ja", "", "x-none", "EN-gb"]))
def test_terms_are_words_without_blanks(title: str, text: str, language: str) -> None:
    told = replace(article(language=language), title=title, text=text)
    for term in (*in_title(told), *in_lead(told), *body(told)):
        assert term
        assert len(term.split()) == 1
