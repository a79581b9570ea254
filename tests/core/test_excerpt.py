"""A reader's choice of sections is a view of the edition: fewer stories, each as it was."""

from __future__ import annotations

from dataclasses import replace

from hypothesis import given
from hypothesis import strategies as st

from briefing.core.excerpt import only
from briefing.core.text import count_words
from briefing.model import Edition
from tests import editions

MADE, _ = editions.edition()
NAMES = ("World", "Politics", "Economy", "")


def sorted_into(names: list[str]) -> Edition:
    """The edition, its stories from these sections in turn."""
    turns = (names[at % len(names)] for at in range(len(MADE.briefs)))
    sections = tuple(
        replace(section, briefs=tuple(replace(brief, section=next(turns)) for brief in section.briefs))
        for section in MADE.sections
    )
    return replace(MADE, sections=sections)


def test_who_chose_nothing_or_everything_gets_the_edition_itself() -> None:
    made = sorted_into(["World", "Politics"])
    assert only(made, ()) is made
    assert only(made, ("World", "Politics")) is made


def test_what_has_no_section_is_for_everybody_and_who_is_left_with_nothing_gets_nothing() -> None:
    assert only(sorted_into(["World"]), ("Sport",)) is None
    assert only(sorted_into([""]), ("Sport",)) is not None
    left = only(sorted_into(["World", ""]), ("Sport",))
    assert left is not None
    assert {brief.section for brief in left.briefs} == {""}


def test_the_first_story_that_is_left_leads_and_gives_the_subject() -> None:
    made = sorted_into(["World", "Politics"])
    left = only(made, ("Politics",))
    assert left is not None
    first = left.briefs[0]
    assert (made.briefs[1].kind, first.kind) == ("full", "lead")
    assert replace(first, kind="full") == made.briefs[1]
    assert left.subject.rstrip("…").strip() in first.headline


@given(st.lists(st.sampled_from(NAMES), min_size=1, max_size=5), st.sets(st.sampled_from(NAMES[:3])))
def test_a_choice_keeps_stories_whole_and_in_order(names: list[str], chosen: set[str]) -> None:
    made = sorted_into(names)
    left = only(made, chosen)
    wanted = [brief for brief in made.briefs if not chosen or brief.section in {*chosen, ""}]
    assert [brief.story for brief in (left.briefs if left else ())] == [brief.story for brief in wanted]
    if left:
        assert all(section.briefs for section in left.sections)
        assert [brief.quotes for brief in left.briefs] == [brief.quotes for brief in wanted]
        told = " ".join(text for brief in wanted for text in (brief.headline, *(q.text for q in brief.quotes)))
        if left is not made:
            assert left.words == count_words(made.note) + count_words(told)
