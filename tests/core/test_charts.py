"""Charts as SVG: what is drawn is well-formed, inside its frame, and as large as what it stands for."""

from __future__ import annotations

import math
import re
from xml.etree import ElementTree as ET

import pytest
from hypothesis import given
from hypothesis import strategies as st

from briefing.core.charts import HEIGHT, WIDTH, bars, ceiling, line

AMOUNTS = st.integers(0, 10**9)


def numbers(text: str) -> list[float]:
    return [float(found) for found in re.findall(r"-?\d+(?:\.\d+)?", text)]


@given(st.floats(0, 1e15))
def test_a_ceiling_is_the_next_round_number(value: float) -> None:
    top = ceiling(value)
    digit = top / 10 ** math.floor(math.log10(top) + 1e-9)
    assert top >= min(value, top)
    assert top >= value or math.isclose(top, value)
    assert any(math.isclose(digit, round_) for round_ in (1, 2, 5))
    assert top == 1 or top < value * 2.5 + 1e-9


@given(st.lists(AMOUNTS, min_size=1, max_size=40))
def test_a_line_stays_in_its_frame_and_goes_up_where_values_do(values: list[int]) -> None:
    labels = [f"<day {number}> & night" for number in range(len(values))]
    drawn = ET.fromstring(line('Readers & "friends"', labels, values))
    assert drawn.get("aria-label") == 'Readers & "friends"'
    curve = drawn.find("polyline")
    assert curve is not None
    points = [tuple(numbers(pair)) for pair in curve.get("points", "").split()]
    assert len(points) == len(values)
    assert all(0 <= x <= WIDTH and 0 <= y <= HEIGHT for x, y in points)
    for (_, one), (_, two), a, b in zip(points, points[1:], values, values[1:], strict=False):
        assert (one >= two) if a < b else (one <= two if a > b else one == two)
    written = [text.text for text in drawn.findall("text")]
    assert labels[0] in written
    assert labels[-1] in written


def test_bars_are_stacked_and_each_part_says_what_it_is() -> None:
    drawn = ET.fromstring(bars("Deliveries", ["1 May", "2 May"], [("sent", [30, 0]), ("<failed>", [10, 5])]))
    parts = drawn.findall("rect")
    said = [str(part.findtext("title")) for part in parts]
    assert said == ["1 May: 30 sent", "1 May: 10 <failed>", "2 May: 5 <failed>"]
    assert [part.get("class") for part in parts] == ["a", "b", "b"]
    sent, failed, _ = ({name: float(part.get(name, "")) for name in ("x", "y", "width", "height")} for part in parts)
    assert sent["height"] == pytest.approx(3 * failed["height"], abs=0.2)
    assert sent["y"] == pytest.approx(failed["y"] + failed["height"], abs=0.2)
    assert sent["x"] == failed["x"]


def test_a_single_day_has_one_label_and_a_single_point() -> None:
    assert line("Readers", ["1 May"], [3]).count("1 May") == 1
    assert bars("Mail", ["1 May"], [("sent", [3])]).count("<rect") == 1


def test_where_there_is_nothing_nothing_is_drawn() -> None:
    assert line("Readers", [], []) == ""
    assert bars("Mail", [], [("sent", [])]) == ""
    assert "<rect" not in bars("Mail", ["1 May"], [("sent", [0])])
