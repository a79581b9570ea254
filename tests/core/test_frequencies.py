from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from briefing.core.frequencies import count, from_json, summed, to_json
from briefing.model import NO_FREQUENCIES, Frequencies
from tests.builders import article

WORDS = st.text(alphabet="abé東ж9", min_size=1, max_size=4)
PARTS = st.builds(
    lambda documents, counts: Frequencies(documents=documents, counts=counts),
    st.integers(0, 9),
    st.dictionaries(WORDS, st.integers(1, 9), max_size=8),
)


def test_each_text_counts_a_term_once() -> None:
    found = count(
        [
            article("Ferry sinks", "The ferry sank. The ferry had left Merrin.", id="a"),
            article("Merrin mourns", "Merrin is in mourning.", id="b"),
        ]
    )
    assert found.documents == 2
    assert (found.counts["sank"], found.counts["merrin"]) == (1, 2)
    assert "the" not in found.counts


def test_one_text_in_many_papers_is_one_document() -> None:
    text = "The ferry Star of Merrin sank off Kessan before dawn on Monday."
    papers = [article(title, text, id=title) for title in ("Ferry sinks", "Merrin ferry lost", "Ferry goes down")]
    assert count(papers).counts["kessan"] == count(papers).documents == 1


def test_reports_without_a_text_are_documents_of_their_own() -> None:
    assert count([article(title, "", id=title) for title in ("Ferry sinks", "Rates rise")]).documents == 2


def test_nothing_is_no_frequencies() -> None:
    assert count([]) == summed([]) == NO_FREQUENCIES


def test_the_sum_of_days_is_the_count_of_all() -> None:
    days = [[article(f"Ferry {n} sinks", f"Ferry {n} sank off Kessary.", id=f"{d}{n}") for n in (d, 7)] for d in (1, 2)]
    found = summed(map(count, days))
    assert (found.documents, found.counts["sank"]) == (4, 4)


@given(PARTS)
def test_json_gives_back_what_it_was_given(part: Frequencies) -> None:
    assert from_json(to_json(part)) == part
    turned = Frequencies(documents=part.documents, counts=dict(sorted(part.counts.items(), reverse=True)))
    assert to_json(turned) == to_json(part)


@given(st.lists(PARTS, max_size=4))
def test_the_order_of_parts_is_irrelevant(parts: list[Frequencies]) -> None:
    assert to_json(summed(parts)) == to_json(summed(reversed(parts)))


@pytest.mark.parametrize("text", ["", "[]", "{}", '{"documents":1,"counts":[]}', '{"documents":1,"counts":{"x":"a"}}'])
def test_what_is_no_frequencies_is_refused(text: str) -> None:
    with pytest.raises(ValueError):
        from_json(text)
