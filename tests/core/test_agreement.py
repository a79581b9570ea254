from __future__ import annotations

import time
from datetime import timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from briefing.core.agreement import accounts
from briefing.core.counts import READ
from briefing.core.sole import sole
from briefing.model import Account, Article, Quote, Story
from tests.builders import NOW, article

REST = " Rescuers from Lormont and Velbridge searched the valley of the Ostra through the night."


def story(*texts: str, language: str = "en") -> Story:
    """One report of each of "a", "b", "c" …, each an hour after the one before."""
    return Story(id="s", articles=tuple(report(chr(97 + nth), text, nth, language) for nth, text in enumerate(texts)))


def report(name: str, text: str, hours: float = 0, language: str = "en") -> Article:
    return article(
        f"Report of {name}", text, id=name, source=f"https://{name}.example/feed", language=language,
        published=NOW - timedelta(hours=10 - hours),
    )  # fmt: skip


def told(found: tuple[Account, ...]) -> list[list[str]]:
    """Each account's tellings, as "15 dead (a, c)"."""
    return [
        [f"{telling.text} ({', '.join(place.article for place in telling.places)})" for telling in account.tellings]
        for account in found
    ]


def test_tolls_that_differ_are_lined_up_the_newest_first() -> None:
    flood = story(
        "A flood in Lormont left 12 dead on Tuesday." + REST,
        "At a flood in Lormont 12 people were killed, police in Velbridge said." + REST,
        "The flood in Lormont killed 15 people, the mayor of Velbridge said." + REST,
    )
    found = accounts(flood, {})
    assert told(found) == [["killed 15 people (c)", "12 dead (a, b)"]]
    texts = {article.id: article.text for article in flood.articles}
    for telling in found[0].tellings:
        for place in telling.places:
            assert texts[place.article][place.start : place.end] == place.text


@pytest.mark.parametrize(
    ("language", "one", "other"),
    [
        ("en", "The storm injured 31 people in Lormont near Velbridge.", "In Lormont near Velbridge 33 were injured."),
        ("de", "Unwetter in Lormont bei Velbrück: Es gab 12 Tote.", "Das Unwetter in Lormont bei Velbrück: 15 Tote."),
        ("fr", "L'orage à Lormont, près de Velbourg, a fait 12 morts.", "À Lormont et Velbourg : 15 morts."),
        ("es", "La tormenta en Lormont y Velburgo dejó 12 muertos.", "En Lormont y Velburgo, la tormenta: 15 muertos."),
    ],
)  # fmt: skip
def test_tolls_of_many_languages(language: str, one: str, other: str) -> None:
    (account,) = accounts(story(one, other, language=language), {})
    assert [len(telling.places) for telling in account.tellings] == [1, 1]
    assert account.what in ("injured", "Tote", "morts", "muertos")


def test_of_other_languages_nothing_is_said() -> None:
    text = "Наводнение в Лормонте: 12 dead, 4300 passengers." + REST
    assert accounts(story(text, text, language="ru"), {}) == ()
    assert accounts(story("東京で12人死亡、4300人避難。", "東京で12人死亡、4300人避難。", language="ja"), {}) == ()


def test_equal_numbers_of_one_thing_are_lined_up() -> None:
    found = accounts(
        story(
            "Ministers agreed on Tuesday to spend $1.5 million. Weekly the ferry carries 4,300 passengers.",
            "The harbour ferry is to get $1.5 million. The ferry carries 4,300 passengers each week.",
        ),
        {},
    )
    assert told(found) == [["4,300 passengers (a, b)"]]
    assert found[0].what == "passengers"


def test_results_of_votes_are_lined_up() -> None:
    found = accounts(
        story(
            "Parliament passed the harbour bill by 61 votes to 44 on Tuesday.",
            "The harbour bill passed 61-44 in parliament. The ferry's crew won 61-44 at football.",
        ),
        {},
    )
    assert told(found) == [["61 votes to 44 (a, b)"]]


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("12 people were killed in the north of Lormont, 15 people were killed in all.", "The flood killed 13 people."),
        ("The flood killed 12 people.", "The flood killed three more people."),
        ("The flood killed 12 people.", "Another 15 people were killed by the flood."),
        ("The flood killed 12 people.", "The flood killed 14 soldiers."),
        ("The flood killed 12 people.", "In 2009 a flood killed 15 people."),
        ("The flood killed 12 people.", "The last flood, years ago, killed 15 people."),
        ("The flood killed 12 people.", "Such a flood could kill 15 people, or 15 dead might be found."),
        ("The flood killed 12 people.", "The flood killed 10 to 15 people."),
        ("The flood killed at least 12 people.", "The flood killed 15 people."),
        ("The flood killed more than 10 people.", "The flood killed 12 people."),
        ("The flood killed up to 20 people.", "The flood killed 12 people."),
        ("The flood killed about 100 people.", "The flood killed 96 people."),
        ("The gunman killed 12 people.", "Some 13 people were killed, including the gunman."),
        ("The flood killed 12 people.", "The flood killed 120 people."),
        ("A girl, 12, was killed.", "A boy, 15, was killed."),
        ("Two of the three bridges fell.", "Three of the bridges fell."),
        ("One in 20 people fled the flood.", "Some 20 people fled the flood."),
        ("The S&P 500 lost ground on the flood.", "The S&P 500 lost ground after the flood."),
        ("Call 911 operators in the flood.", "The 911 operators took calls in the flood."),
        ("Tickets cost $30 each in Lormont.", "Coffee costs $30 in Lormont."),
        ("The flood cost 15 million dollars in Lormont.", "In Lormont 15 million dollars were lost in the flood."),
        ("Seit dem 22. April vermisst Lormont einen Mann.", "Am 22. April vermisste Lormont einen Mann."),
        ("The flood came at 12:30 on 15 May.", "The flood came at 12:45 on 16 May."),
    ],
)  # fmt: skip
def test_what_may_not_be_the_same_is_left_out(one: str, other: str) -> None:
    assert accounts(story(one + REST, other + REST), {}) == ()


def test_a_bound_agrees_with_its_own_number() -> None:
    found = accounts(story("The flood killed at least 12 people." + REST, "The flood killed 12 people." + REST), {})
    assert told(found) == [["killed 12 people (b, a)"]]


def test_copies_and_reports_of_one_agency_or_outlet_are_one_voice() -> None:
    text = "The flood in Lormont killed 12 people on Tuesday." + REST
    assert accounts(story(text, text), {"b": "a"}) == ()
    assert accounts(story(text, text), {"a": "gone", "b": "gone"}) == ()
    assert accounts(story(f"LORMONT (Reuters) - {text}", f"LORMONT (Reuters) - {text}"), {}) == ()
    assert accounts(story(text), {}) == ()
    assert len(accounts(story(text, text), {})) == 1


def test_of_one_voice_the_newest_report_counts() -> None:
    first = report("a", "The flood in Lormont killed 9 people on Tuesday." + REST)
    later = article(
        "Again", "The flood in Lormont killed 12 people on Tuesday." + REST, id="a2", source="https://a.example/feed",
        published=NOW - timedelta(hours=1),
    )  # fmt: skip
    other = report("b", "A flood killed 12 people in Lormont." + REST, 1)
    assert told(accounts(Story(id="s", articles=(first, later, other)), {})) == [["killed 12 people (a2, b)"]]


FILLER = " ".join(
    f"Rescuers searched the valley of the Ostra, and the ferry went to the {n}th quay." for n in "abcdefghijklmn"
)
SHARED = "The flood in Lormont killed 12 people on Tuesday, the mayor of the town said. "


def quotes(article: Article, *sentences: str) -> list[Quote]:
    at = [(sentence, article.text.index(sentence)) for sentence in sentences]
    return [Quote(text=text, article=article.id, start=start, end=start + len(text)) for text, start in at]


def test_a_claim_that_no_other_voice_has_is_marked() -> None:
    number = "Insurers expect damages of 340 million crowns, a record for the whole province."
    speech = "Fishmonger Odile Farrant said she lost her shop, two boats and all her savings."
    first = report("a", f"{SHARED}{number} {speech} {FILLER}")
    shown = quotes(first, SHARED.strip(), number, speech)
    others = [report(name, f"{SHARED}{FILLER}") for name in "bc"]
    assert sole(shown, Story(id="s", articles=(first, *others)), {}) == {1, 2}
    knowing = report("d", f"{SHARED}{FILLER} Damages may reach 340 million. Mrs Farrant wept.")
    assert sole(shown, Story(id="s", articles=(first, *others, knowing)), {}) == frozenset()
    assert sole(shown, Story(id="s", articles=(first, others[0])), {}) == frozenset()
    assert sole(shown, Story(id="s", articles=(first, *others)), {"c": "b"}) == frozenset()
    short = report("c", SHARED)
    assert sole(shown, Story(id="s", articles=(first, others[0], short)), {}) == frozenset()


PIECES = [
    "12", "15", "dead", "killed", "people", "at least", "$", "%", "percent of", "the", "of", "voters", "61-44", "voted",
    "death toll", "to", ".", "\n", "million", "S&P", "“", "tote", "morts", "東京", "12人", "-", ",", "two", "three",
]  # fmt: skip


@given(st.lists(st.lists(st.sampled_from(PIECES), max_size=25).map(" ".join) | st.text(max_size=60), max_size=4))
def test_every_place_stands_in_its_report(texts: list[str]) -> None:
    given_story = story(*texts)
    by_id = {article.id: article for article in given_story.articles}
    for account in accounts(given_story, {}):
        places = [place for telling in account.tellings for place in telling.places]
        assert len({place.article for place in places}) == len(places) >= 2
        assert account.what
        assert all(telling.text == telling.places[0].text for telling in account.tellings)
        for place in places:
            assert by_id[place.article].text[place.start : place.end] == place.text


@pytest.mark.parametrize(
    "piece",
    ["12 dead ", "1 ", "killed at least ", "death toll ", "5", "$5 million of the ", "Ann ", "61-44 voted "],
)
def test_time_stays_linear_and_ends_where_no_more_is_read(piece: str) -> None:
    def cost(characters: int) -> float:
        text = (piece * (characters // len(piece) + 1))[:characters]
        began = time.process_time()
        accounts(story(text, text), {})
        return time.process_time() - began

    whole = cost(READ)
    assert whole < 3 * cost(READ // 2) + 0.3
    assert cost(10 * READ) < 2 * whole + 0.3


def test_hundreds_of_reports_are_no_matter() -> None:
    text = SHARED + FILLER + " ".join(f"About {number},300 houses of the quarter fell." for number in range(20, 60))
    many = Story(
        id="s", articles=tuple(report(f"a{n}", text.replace("12", str(10 + n % 9)), n / 60) for n in range(300))
    )
    began = time.process_time()
    assert accounts(many, {})
    assert time.process_time() - began < 8
