from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from briefing.core.colours import AA, contrast, parse, readable

colours = st.integers(0, 0xFFFFFF).map("#{:06x}".format)


def test_contrast_is_the_one_of_the_guidelines() -> None:
    assert contrast(parse("#000"), parse("#ffffff")) == pytest.approx(21)
    assert contrast(parse("#777777"), parse("#ffffff")) == pytest.approx(4.48, abs=0.005)
    assert contrast(parse("#9a2a1f"), parse("#9a2a1f")) == 1


def test_what_can_be_read_stays_as_it_is() -> None:
    assert readable("#9a2a1f", "#ffffff") == "#9a2a1f"


@pytest.mark.parametrize("ground", ["#fffefb", "#1b1a18", "#777777"])
@given(colour=colours)
def test_any_colour_can_be_read_afterwards(ground: str, colour: str) -> None:
    made = parse(readable(colour, ground))
    best = max(contrast((0, 0, 0), parse(ground)), contrast((255, 255, 255), parse(ground)))
    assert contrast(made, parse(ground)) >= min(AA, best)


@pytest.mark.parametrize("text", ["", "red", "#12", "#12345g", "rgb(1,2,3)", "#1234567"])
def test_what_is_no_colour_is_refused(text: str) -> None:
    with pytest.raises(ValueError, match="no colour"):
        parse(text)


@pytest.mark.parametrize(("ground", "best"), [("#ffffff", "#000000"), ("#202020", "#ffffff")])
def test_a_contrast_that_no_colour_has_is_come_as_near_as_can_be(ground: str, best: str) -> None:
    assert readable("#777777", ground, 30) == best
