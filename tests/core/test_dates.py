from __future__ import annotations

from datetime import UTC, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from briefing.core.dates import read_date


def at(*parts: int) -> datetime:
    return datetime(*parts, tzinfo=UTC)  # type: ignore[arg-type, misc]  # numbers in the order of a date


@pytest.mark.parametrize(
    ("text", "moment"),
    [
        ("Sa, 22 Nov 2026 10:00:00 +0100", at(2026, 11, 22, 9)),
        ("Mi., 3. Dezember 2025 14:05", at(2025, 12, 3, 14, 5)),
        ("3 de mayo de 2026 10:00", at(2026, 5, 3, 10)),
        ("Lunes, 5 de Octubre del 2026 09:10:11 -0500", at(2026, 10, 5, 14, 10, 11)),
        ("vendredi 3 août 2026 à 10h30", at(2026, 8, 3, 10, 30)),
        ("3 février 2026", at(2026, 2, 3)),
        ("segunda-feira, 9 de março de 2026", at(2026, 3, 9)),
        ("lunedì 7 settembre 2026, 08:15", at(2026, 9, 7, 8, 15)),
        ("ma 4 mei 2026 07:00 CEST", at(2026, 5, 4, 5)),
        ("Вт, 22 ноября 2026 10:00:00 MSK", at(2026, 11, 22, 7)),
        ("22 листопада 2026", at(2026, 11, 22)),
        ("Sun, 22 listopada 2026 10:00:00 +0100", at(2026, 11, 22, 9)),
        ("22 Kasım 2026 10:00", at(2026, 11, 22, 10)),
        ("Thu, 01 Oca 2026 08:00:00 +0300", at(2026, 1, 1, 5)),
        ("22 Μαρτίου 2026 10:00", at(2026, 3, 22, 10)),
        ("2026年11月22日 10時30分", at(2026, 11, 22, 10, 30)),
        ("2026年11月22日 23:59", at(2026, 11, 22, 23, 59)),
        ("2026년 11월 22일 오후 3시 5분", at(2026, 11, 22, 15, 5)),
        ("22 Nov 26 10:00 EST", at(2026, 11, 22, 15)),
        ("Nov 22, 2026 3:05 pm PST", at(2026, 11, 22, 23, 5)),
        ("November 2, 2026, 12:30 a.m.", at(2026, 11, 2, 0, 30)),
        ("11/22/2026 10:00", at(2026, 11, 22, 10)),
        ("03/04/2026", at(2026, 4, 3)),
        ("22.11.26", at(2026, 11, 22)),
        ("1700000000", at(2023, 11, 14, 22, 13, 20)),
        ("1700000000000", at(2023, 11, 14, 22, 13, 20)),
        ("2026-11-22T24:00:00Z", at(2026, 11, 23)),
        ("2026/11/22 10:00:00 GMT+5", at(2026, 11, 22, 5)),
        ("Sat, 22 Nov 2026 10:00:00 +01:00 (CET)", at(2026, 11, 22, 9)),
        ("２０２６年１１月２２日", at(2026, 11, 22)),
        ("", None),
        ("yesterday", None),
        ("May 2026", None),
        ("2026-13-45", None),
        ("31 Feb 2026", None),
        ("22 Nov 2026 10:75", None),
        ("99999999999999", None),
    ],
)
def test_dates_as_feeds_write_them(text: str, moment: datetime | None) -> None:
    assert read_date(text) == moment


@given(st.text(max_size=300) | st.text(alphabet="0123456789:-/.+ TZnov年月日pm", max_size=60))
def test_no_text_is_too_odd(text: str) -> None:
    moment = read_date(text)
    assert moment is None or moment.tzinfo is UTC
