"""An edition for those who chose some of its sections, and what an inbox shows of either: subject and preheader."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence
from dataclasses import replace

from briefing.core.text import count_words, shorten
from briefing.model import WORDS_A_MINUTE, Brief, Edition, Quote, Section

SUBJECT_LENGTH = 50
"""Characters: phones show no more."""
_PREHEADER_LENGTH = 90


def only(edition: Edition, sections: Collection[str]) -> Edition | None:
    """The edition as a reader gets it who chose these sections; None where it has nothing for them.

    None chosen means all. Stories whose sources have no section are for everybody.
    """
    chosen = {*sections, ""}
    kept = [[brief for brief in section.briefs if brief.section in chosen] for section in edition.sections]
    briefs = [brief for section in kept for brief in section]
    if not sections or len(briefs) == len(edition.briefs):
        return edition
    if not briefs:
        return None
    if briefs[0].kind == "full":
        kept = [[replace(brief, kind="lead") if brief is briefs[0] else brief for brief in section] for section in kept]
    words = words_of(briefs, edition.note)
    headlines = [brief.headline for brief in briefs]
    return replace(
        edition,
        sections=tuple(
            Section(name=section.name, briefs=tuple(left))
            for section, left in zip(edition.sections, kept, strict=True)
            if left
        ),
        words=words,
        minutes=round(words / WORDS_A_MINUTE, 1),
        subject=subject_line(headlines, edition.title),
        preheader=preheader(headlines),
        counts=replace(edition.counts, printed=len(briefs)),
    )


def subject_line(headlines: Sequence[str], title: str) -> str:
    """The first headline; that there is no news where there is none."""
    return shorten(headlines[0], SUBJECT_LENGTH) if headlines else f"{title}: no news today"


def preheader(headlines: Sequence[str]) -> str:
    """What else is inside: as many of the next headlines as fit, whole where they can be."""
    if not headlines:
        return "Nothing new was found in your sources."
    if len(headlines) == 1:
        return ""
    text = "Plus: " + headlines[1]
    for headline in headlines[2:]:
        longer = f"{text}; {headline}"
        if len(longer) > _PREHEADER_LENGTH:
            break
        text = longer
    return shorten(text, _PREHEADER_LENGTH)


def length_of(headline: str, quotes: Sequence[Quote]) -> int:
    """In words."""
    return count_words(headline) + sum(count_words(quote.text) for quote in quotes)


def words_of(briefs: Iterable[Brief], note: str) -> int:
    """What there is to read in an edition of these stories with that note."""
    return count_words(note) + sum(length_of(brief.headline, brief.quotes) for brief in briefs)
