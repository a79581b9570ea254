"""Colours, and whether words in one can be read on another (WCAG 2.2, success criterion 1.4.3)."""

from __future__ import annotations

import re

AA = 4.5
"""The contrast that words of ordinary size need."""

Colour = tuple[int, int, int]
_HEX = re.compile(r"#([0-9a-f]{3}|[0-9a-f]{6})", re.IGNORECASE)
_STEPS = 50


def parse(text: str) -> Colour:
    """Red, green and blue, 0 to 255, of #rgb or #rrggbb. Raises ValueError."""
    found = _HEX.fullmatch(text.strip())
    if not found:
        raise ValueError(f"{text!r} is no colour such as #9a2a1f")
    digits = found[1] if len(found[1]) == 6 else "".join(digit * 2 for digit in found[1])
    return int(digits[:2], 16), int(digits[2:4], 16), int(digits[4:], 16)


def luminance(colour: Colour) -> float:
    """Relative luminance, 0 (black) to 1 (white)."""
    red, green, blue = (_linear(part / 255) for part in colour)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def contrast(one: Colour, other: Colour) -> float:
    """1 (the same) to 21 (black on white)."""
    darker, lighter = sorted((luminance(one), luminance(other)))
    return (lighter + 0.05) / (darker + 0.05)


def readable(colour: str, ground: str, ratio: float = AA) -> str:
    """The colour, made darker on light ground or lighter on dark ground as far as it must be to be read there.

    Both as #rrggbb. Raises ValueError.
    """
    own, under = parse(colour), parse(ground)
    black, white = (0, 0, 0), (255, 255, 255)
    end = black if contrast(black, under) > contrast(white, under) else white
    for step in range(_STEPS + 1):
        mixed = _mixed(own, end, step / _STEPS)
        if contrast(mixed, under) >= ratio:
            break
    return written(mixed)


def written(colour: Colour) -> str:
    """As #rrggbb."""
    return "#{:02x}{:02x}{:02x}".format(*colour)


def _mixed(one: Colour, other: Colour, share: float) -> Colour:
    red, green, blue = (round(a + (b - a) * share) for a, b in zip(one, other, strict=True))
    return red, green, blue


def _linear(part: float) -> float:
    return part / 12.92 if part <= 0.04045 else float(((part + 0.055) / 1.055) ** 2.4)
