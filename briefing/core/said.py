"""Do two sentences say the same thing? Those of one report seldom do; those of two begin by telling the event anew."""

from __future__ import annotations

from briefing.core.concepts import Sentence
from briefing.core.figures import Heard

_SAME, _SAME_ELSEWHERE = 0.6, 0.45
"""Share of the shorter sentence's words from which two sentences say the same: of one report, and of two."""
_SAME_WITH_FIGURE = 0.25
_SAME_OPENING = 0.34
_SAME_NUMBERS = 2
"""So many equal numbers make two sentences of different reports one fact: a vote of 77 to 73, told again."""


def same_fact(one: Sentence, other: Sentence) -> bool:
    """They share most of their words; of two reports, also two numbers, or a figure (but for rounding: "1.2 million")
    and some words."""
    shared, alike = _alike(one, other)
    if one.report == other.report:
        return alike > _SAME
    if alike > _SAME_ELSEWHERE or sum(word[0] == "#" for word in shared) >= _SAME_NUMBERS:
        return True
    return alike > _SAME_WITH_FIGURE and _same_figures(one, other)


def same_opening(one: Sentence, other: Sentence) -> bool:
    """They open two reports of one event, and so share the event where they share a few words or a figure."""
    if one.report == other.report:
        return False
    _, alike = _alike(one, other)
    return alike > _SAME_OPENING or _same_figures(one, other)


def _alike(one: Sentence, other: Sentence) -> tuple[set[str], float]:
    shared = one.content.keys() & other.content.keys()
    return shared, len(shared) / (min(len(one.content), len(other.content)) or 1)


def _same_figures(one: Sentence, other: Sentence) -> bool:
    heard = Heard()
    for figure in one.figures:
        heard.add(figure)
    return any(figure in heard for figure in other.figures)
