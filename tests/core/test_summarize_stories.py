"""A story told by many: each fact once, the freshest wording, copies counted once."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

from briefing.core.headline import headline_order
from briefing.core.summarize import Extractive, one_liner
from briefing.model import NO_FREQUENCIES, Frequencies, Story
from tests.builders import NOW, article, story

FERRY = """The ferry Alma sank off Oster on Monday night and 14 people drowned, the coast guard said.
Divers searched the wreck for three missing sailors until dawn.
The company said the ferry had passed its inspection in May.
Vall Lines has run the Alma between Oster and Marlow since 1998."""
FERRY_AGAIN = """Fourteen people died when the passenger ship Alma went down near Oster late on Monday.
Prosecutors in Marlow opened an inquiry into Vall Lines and seized the ship's papers on Tuesday.
Strong winds had closed the harbour of Marlow an hour earlier."""


def lines(told: Story, sentences: int = 3, background: Frequencies = NO_FREQUENCIES) -> list[str]:
    return [quote.text for quote in Extractive().summarize(told, sentences=sentences, background=background)]


def test_two_openings_that_tell_one_fact_are_not_both_printed() -> None:
    told = story(
        article("Ferry Alma sinks off Oster, 14 drown", FERRY),
        article("Inquiry into Vall Lines after ship sinks", FERRY_AGAIN, source="https://ledger.example/feed"),
    )
    printed = lines(told, 4)
    assert sum("14" in line or "Fourteen" in line for line in printed) == 1
    assert any("Prosecutors" in line for line in printed)


def test_what_refers_is_printed_only_after_its_report_s_other_sentences() -> None:
    told = story(article("Ferry Alma sinks off Oster, 14 drown", FERRY))
    for sentences in range(1, 5):
        printed = lines(told, sentences)
        assert not printed[0].startswith("The company")
    alone = story(article("Ferry Alma sinks off Oster", "The company said so. " + FERRY.splitlines()[0]))
    assert lines(alone, 1) == [FERRY.splitlines()[0]]
    line = one_liner(alone)
    assert line is not None
    assert line.text == FERRY.splitlines()[0]


def test_the_best_opening_is_taken_whoever_s_headline_it_is() -> None:
    scene = "On the pier of Oster the lamps burn late these days, and few people there sleep well. "
    told = story(
        article("Ferry Alma sinks off Oster, 14 drown", scene + "Gulls cry over the nets that nobody mends."),
        article("Alma", FERRY, source="https://ledger.example/feed"),
    )
    assert headline_order(told)[0].title.startswith("Ferry")
    printed = Extractive().summarize(told, sentences=2)
    assert "14 people drowned" in printed[0].text


def test_copies_are_one_voice() -> None:
    copied = [
        article("Ferry Alma sinks off Oster, 14 drown", FERRY, source=f"https://copy{n}.example/feed") for n in range(4)
    ]
    other = article("Inquiry after ship sinks", FERRY_AGAIN, source="https://ledger.example/feed")
    single = story(copied[0], other)
    many = story(*copied, other)
    assert lines(many) == lines(single)


def test_the_latest_wording_wins() -> None:
    early, late = (
        article(
            f"Ferry Alma sinks off Oster, {number} drown",
            f"The ferry Alma sank off Oster on Monday night and {number} people drowned, the coast guard said.",
            source=f"https://{name}.example/feed",
            published=NOW - timedelta(hours=hours),
            first_seen=NOW,
        )
        for number, name, hours in ((14, "b", 40), (19, "a", 1))
    )
    scene = article("Ferry Alma sinks off Oster, many drown", "", source="https://c.example/feed")
    printed = lines(story(scene, replace(early, title=late.title), late), 1)
    assert "19" in printed[0]


def test_news_of_an_update_comes_first() -> None:
    first = article("Ferry Alma sinks off Oster, 14 drown", FERRY)
    text = FERRY + "\nThe captain of the Alma was arrested in Marlow on Wednesday, prosecutors said."
    second = article("Ferry Alma: inquiry goes on", text, source="https://ledger.example/feed")
    update = Story(
        id="s", articles=(first, second), status="update", fresh=frozenset({second.id}), news=("captain", "arrested")
    )
    assert any("captain" in line for line in lines(update, 2))


def test_how_common_words_are_may_be_known() -> None:
    told = story(article("Ferry Alma sinks off Oster, 14 drown", FERRY))
    known = Frequencies(documents=1000, counts={"ferr": 3, "said": 900, "people": 700})
    assert lines(told, 2, known)[0] == FERRY.splitlines()[0]
    assert one_liner(told, background=known) == one_liner(told)
