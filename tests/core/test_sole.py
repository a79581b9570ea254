from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from briefing.core.sole import sole
from briefing.model import Article, Quote, Story
from tests.builders import article

REST = (
    " The ferry to Lormont left Velbridge late on Tuesday with dockers and their families aboard, and came back empty. "
    "Harbour pilots watched from the mole as the crew made fast, while the owners met in an old warehouse nearby."
) * 6
EVENT = "The council of Lormont closed the old harbour to all ships after the mole gave way in a storm on Monday."


def alone(sentence: str, *others: str, language: str = "en") -> bool:
    """Whether it is marked in a story of its report and one of each of the others."""
    texts = (sentence, *others)
    reports = tuple(report(chr(97 + nth), text, language) for nth, text in enumerate(texts))
    quote = Quote(text=sentence, article="a", start=0, end=len(sentence))
    return bool(sole([quote], Story(id="s", articles=reports), {}))


def report(name: str, text: str, language: str) -> Article:
    source = f"https://{name}.example/feed"
    return article(f"Report of {name}", text + REST, id=name, source=source, language=language)


@pytest.mark.parametrize(
    "sentence",
    [
        "Repairs will cost 640 million crowns over nine winters, engineers of a rival builder reckon.",
        "“Nobody warned those fishing families about the rotten timber,” said union leader Bo Cho.",
        "Fishing families were never warned about the rotten timber, according to Bo Cho.",
    ],
)
def test_a_claim_of_one_voice_is_marked(sentence: str) -> None:
    assert alone(sentence, EVENT, EVENT)
    assert not alone(sentence, EVENT, sentence)
    assert not alone(sentence, EVENT)


@pytest.mark.parametrize(
    ("sentence", "other"),
    [
        # Its number alone is new; the rest is what all tell.
        ("The council of Lormont closed the old harbour to all 640 ships after a storm broke the mole.", EVENT),
        # Numbers of about that size, differently rounded.
        ("Repairs will cost 5 million crowns over nine winters, engineers reckon.", "Some 5.7 million are needed."),
        # Who is quoted is named elsewhere; only somebody mentioned is not.
        ("“Nobody warned us fishing families of Tom Rao,” said union leader Bo Cho.", "Cho wept."),
        ("“Nobody warned us fishing families of rot,” said union leader Boris Zalensky.", "Zalenskiy wept."),
        # It quotes nobody, though it has a name that no other has.
        ("Fishing families in Port Ostra had warned about the rotten timber since the winter.", EVENT),
    ],
)
def test_a_claim_that_others_may_share_is_not(sentence: str, other: str) -> None:
    assert not alone(sentence, EVENT, other)


@given(st.lists(st.text(max_size=60) | st.sampled_from([EVENT, "said Ann Lee", "640 ships", "“No,”"]), max_size=4))
def test_only_quotes_are_marked(texts: list[str]) -> None:
    reports = tuple(report(chr(97 + nth), text, "en") for nth, text in enumerate(texts))
    quotes = [Quote(text=text, article=chr(97 + nth), start=0, end=len(text)) for nth, text in enumerate(texts)]
    assert sole(quotes, Story(id="s", articles=reports), {}) <= set(range(len(quotes))) if reports else True
