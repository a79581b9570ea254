"""What an edition says of itself: what is inside, what has become of yesterday's, what was read."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

import pytest

from briefing.core.wording import Wording
from briefing.edges.babel_locale import locale_for
from briefing.model import Edition, Section
from tests import editions

ENGLISH = Wording(locale_for("en"))
MADE = editions.edition()[0]


def having(*kinds: str, status: str = "new") -> Edition:
    brief = MADE.briefs[0]
    briefs = tuple(replace(brief, kind=kind, status=status) for kind in kinds)  # type: ignore[arg-type]
    return replace(MADE, sections=(Section(name="World", briefs=briefs),))


@pytest.mark.parametrize(
    ("edition", "said"),
    [
        (MADE, "Good morning. Inside: 5 stories in full and 8 in a line each; 3 are updates."),
        (having("lead"), "Good morning. Inside: 1 story in full."),
        (having("lead", "brief"), "Good morning. Inside: 1 story in full and 1 in a line."),
        (having("lead", status="update"), "Good morning. Inside: 1 story in full; 1 is an update."),
        (having(), ""),
    ],
)
def test_the_greeting_says_what_is_inside(edition: Edition, said: str) -> None:
    assert ENGLISH.greeting(edition) == said


@pytest.mark.parametrize(
    ("hours", "hello"),
    [(0, "Good morning."), (6, "Good afternoon."), (12, "Good evening."), (20, "Good evening."), (22, "Good morning.")],
)
def test_it_greets_by_the_reader_s_clock(hours: int, hello: str) -> None:
    slot = replace(MADE.slot, closes=MADE.slot.closes + timedelta(hours=hours))
    assert ENGLISH.greeting(replace(MADE, slot=slot)).startswith(hello)


@pytest.mark.parametrize(
    ("before", "moved", "previous", "said"),
    [
        (13, 3, "daily/2026-09-15",
         "Since the edition of Tuesday, 15 September 2026: 3 of its 13 stories have moved on, 10 stories are new."),
        (13, 1, "daily/2026-09-15",
         "Since the edition of Tuesday, 15 September 2026: 1 of its 13 stories has moved on, 10 stories are new."),
        (1, 0, "daily/2026-09-15",
         "Since the edition of Tuesday, 15 September 2026: nothing new of its 1 story, 10 stories are new."),
        (4, 4, "the-last", "Since the last edition: 4 of its 4 stories have moved on, 10 stories are new."),
        (0, 0, "daily/2026-09-15", ""),
        (3, 0, None, ""),
    ],
)  # fmt: skip
def test_the_look_back_says_what_became_of_the_last_edition(
    before: int, moved: int, previous: str | None, said: str
) -> None:
    counts = replace(MADE.counts, told_before=before, moved_on=moved)
    assert ENGLISH.look_back(replace(MADE, counts=counts, previous=previous)) == said


def test_the_dateline_says_how_long_it_takes() -> None:
    assert ENGLISH.dateline(MADE) == ["Wednesday, 16 September 2026", "4½ min", "1,034 words", "13 stories"]
    assert ENGLISH.dateline(replace(MADE, sections=())) == ["Wednesday, 16 September 2026"]


def test_a_half_stays_behind_its_number_from_right_to_left() -> None:
    assert Wording(locale_for("ar")).reading_time(4.5) == "\u200e4½\u200e د"


def test_only_the_section_that_is_ours_is_translated() -> None:
    german = Wording(locale_for("de"))
    assert german.section_name("Top stories") == "Das Wichtigste"
    assert german.section_name("New") == "New"
