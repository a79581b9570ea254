from __future__ import annotations

from datetime import UTC, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from briefing.core.figures import Figure, Heard, days, figures

TUESDAY = datetime(2026, 9, 15, 6, 30, tzinfo=UTC)


def said(text: str, language: str = "en") -> list[tuple[float, str]]:
    return [(figure.value, text[figure.start : figure.end]) for figure in figures(text, language)]


@pytest.mark.parametrize(
    ("text", "language", "wanted"),
    [
        ("Two dead, 12 injured as train hits freight", "en", [(2, "Two dead"), (12, "12 injured")]),
        ("some 1,200 people and twenty-three boats", "en", [(1200, "1,200 people"), (23, "twenty-three boats")]),
        ("4.4 million crowns, or 44mn crowns", "en", [(4.4e6, "4.4 million crowns"), (44e6, "44mn crowns")]),
        ("Rund 1.200 Menschen und drei Tote", "de", [(1200, "1.200 Menschen"), (3, "drei Tote")]),
        ("ein Plus von 2,5 Prozent", "de", [(2.5, "2,5 Prozent")]),
        ("1 200 personnes et deux morts", "fr", [(1200, "1 200 personnes"), (2, "deux morts")]),
        ("Al menos 15 muertos y tres heridos", "es", [(15, "15 muertos"), (3, "tres heridos")]),
        ("Погибли 15 человек", "ru", [(15, "15 человек")]),
        ("地震で9人が死亡", "ja", [(9, "9人")]),
        ("造成15人死亡", "zh", [(15, "15人")]),
        ("지진으로 9명이 숨졌다", "ko", [(9, "9명")]),
        ("مقتل 15 شخصا", "ar", [(15, "15 شخصا")]),
        ("prices rose 5% and then 7 percent", "en", [(5, "5%"), (7, "7 percent")]),
    ],
)  # fmt: skip
def test_a_number_comes_with_what_it_counts(text: str, language: str, wanted: list[tuple[float, str]]) -> None:
    assert said(text, language) == wanted


@pytest.mark.parametrize(
    "text",
    [
        "on 14 September 2026",
        "on May 3rd of 2027",
        "at 6:18 and 5pm",
        "won 3-1 at home",
        "after three years and 15 months",
        "nach zwei Jahren um 17 Uhr",
        "9月12日15時",
        "12월 3일",
    ],
)
def test_dates_times_spans_and_scores_are_no_figures(text: str) -> None:
    assert not [figure for figure in figures(text, "de" if "nach" in text else "en") if figure.units]


def test_a_closing_quotation_mark_is_no_unit() -> None:
    assert figures("“there were 12” he said")[0].units == frozenset()


def figure(value: float, *units: str) -> Figure:
    return Figure(value, frozenset(units), 0, 0)


def test_small_numbers_are_known_by_what_they_count_and_large_ones_but_for_rounding() -> None:
    heard = Heard()
    for known in (figure(4, "rebel"), figure(77, "vote"), figure(26.4e6, "people")):
        heard.add(known)
    assert figure(4, "rebel") in heard
    assert figure(4) in heard
    assert figure(4, "vote") not in heard
    assert figure(77, "seat") in heard
    assert figure(26e6) in heard
    assert figure(27.5e6) not in heard
    assert figure(78, "vote") not in heard


@given(st.floats(1000, 1e15), st.floats(0, 0.015))
def test_rounding_never_makes_a_large_number_new(value: float, off: float) -> None:
    heard = Heard()
    heard.add(figure(value))
    assert figure(value * (1 + off)) in heard


@pytest.mark.parametrize(
    ("text", "wanted"),
    [
        ("It sank on Monday.", {"0": -1}),
        ("Deputies will vote on Wednesday’s bill on Friday", {"2": 1, "4": 3}),
        ("On Saturday", {"5": -3}),
        ("am Dienstag", {"1": 0}),
        ("le mardi", {"1": 0}),
        ("el miércoles", {"2": 1}),
        ("во вторник", {"1": 0}),
        ("周二", {"1": 0}),
        ("14日に", {"14.": -1}),
        ("16일", {"16.": 1}),
        ("14日間", {}),
        ("no day", {}),
    ],
)
def test_days_have_their_distance(text: str, wanted: dict[str, int]) -> None:
    assert days(text, TUESDAY) == wanted


@given(
    st.text(st.characters(codec="utf-8") | st.sampled_from("0123456789٣५１,.- %人 ")),
    st.sampled_from(["en", "de", "fr", "es", "xx", ""]),
)
def test_any_text_has_figures_that_stand_in_it(text: str, language: str) -> None:
    for found in figures(text, language):
        assert 0 <= found.start < found.end <= len(text)
        assert found.value >= 0
    days(text, TUESDAY)


@pytest.mark.parametrize("text", ["1" * 1_000_000, "1," * 500_000, "1 " * 100_000, "٣" * 1_000_000, "two-" * 100_000])
def test_endless_digits_take_no_time(text: str) -> None:
    figures(text)
    days(text, TUESDAY)
