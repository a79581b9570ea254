from __future__ import annotations

import time
from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from briefing.core.actors import actors
from briefing.core.saying_words import sound
from briefing.core.speakers import Name, meant, people, speakers
from briefing.model import Account, Article, Story
from tests.builders import article

HARBOUR = (
    "The harbour of Lormont will close in March, and the ferries to Velbridge will stop with it. Dockers marched "
    "through the old town on Tuesday, and shops along the quay stayed shut until the evening. "
)
REST = HARBOUR * 6


def story(*texts: str, language: str = "en", rest: str = REST) -> Story:
    """One report of each of "a", "b", "c" …"""
    return Story(id="s", articles=tuple(report(chr(97 + nth), text + rest, language) for nth, text in enumerate(texts)))


def report(name: str, text: str, language: str = "en") -> Article:
    return article(
        f"Report of {name}", text, id=name, source=f"https://{name}.example/feed", source_name=f"The {name} Paper",
        language=language,
    )  # fmt: skip


def told(found: tuple[Account, ...]) -> list[str]:
    """Each telling, as "Ann Lee (a, c)"."""
    return [
        f"{telling.text} ({', '.join(dict.fromkeys(place.article for place in telling.places))})"
        for account in found
        for telling in account.tellings
    ]


def said(text: str) -> list[str]:
    """Who is quoted in the text, each with the role."""
    return [text[name.role : name.span.end] for name in speakers(text, "en")]


def test_those_whom_many_quote_come_first_then_those_whom_one_does() -> None:
    found = actors(
        story(
            "“It is over,” said Mayor Ann Lee. “We lost the port,” union leader Bo Cho told reporters.\n",
            "Ann Lee said on Tuesday that ships must leave.\n“Never again,” Lee added.\n",
        ),
        {},
    )
    assert told(found) == ["Mayor Ann Lee (a, b)", "union leader Bo Cho (a)"]
    assert found[0].what == "quoted"


def test_last_names_are_those_of_whom_the_report_names_in_full() -> None:
    one = "“It is over,” said Mayor Ann Lee. Bo Cho said ships must go. "
    assert told(actors(story(one, "Ann Lee came late. “It is over,” Ms. Lee said. "), {}))[0] == "Mayor Ann Lee (a, b)"
    assert not actors(story(one, "Ann Lee and her son Tom Lee came late. “It is over,” Lee said. "), {})


def test_who_is_named_first_in_full_is_so_called() -> None:
    texts = ("Ann Lee came late. Lee said it was over. Bo Cho said no. ", "Ann Lee came. Lee told reporters the same. ")
    (account,) = actors(story(*texts), {})
    lee = account.tellings[0]
    assert [(place.text, place.article, place.start) for place in lee.places] == [
        ("Ann Lee", "a", 0), ("Lee", "a", 19), ("Lee", "b", 14),
    ]  # fmt: skip


@pytest.mark.parametrize(
    "other",
    [
        "Bo Cho wanted none of it. ",
        "“No,” Cho’s son told reporters. ",
        "The minister had met Cho before. ",
    ],
)
def test_nobody_is_listed_who_is_named_in_a_further_report(other: str) -> None:
    one = "Ann Lee said it was over. Bo Cho said it was not. "
    two = "Ann Lee said nobody was to blame. "
    assert told(actors(story(one, two), {})) == ["Ann Lee (a, b)", "Bo Cho (a)"]
    assert not actors(story(one, two + other), {})


def test_those_whom_all_quote_alone_are_no_news() -> None:
    text = "Ann Lee said it was over. Bo Cho said it was not. "
    assert not actors(story(text, text), {})
    assert not actors(story("Ann Lee said it was over. ", "Bo Cho said it was not. "), {})


def test_silence_of_a_short_text_or_of_one_not_read_whole_says_nothing() -> None:
    one, two = "Ann Lee said it was over. Bo Cho said it was not. ", "Ann Lee said it was over. "
    whole = story(one, two)
    assert actors(whole, {})
    assert not actors(story(one, two, rest=""), {})
    cut = replace(whole, articles=(whole.articles[0], replace(whole.articles[1], partial=True)))
    assert not actors(cut, {})


def test_copies_are_one_voice() -> None:
    one, two = "Ann Lee said it was over. Bo Cho said it was not. ", "Ann Lee said it was over. "
    assert actors(story(one, two), {})
    assert not actors(story(one, two), {"b": "a"})


def test_spellings_of_one_name_are_one() -> None:
    found = actors(
        story(
            "Boris Zalenskiy said it was over. Bo Cho said it was not. ",
            "“Over,” said President Boris Zalensky. ",
            "“Over,” Borys Zalenskyy told reporters. ",
        ),
        {},
    )
    assert told(found) == ["President Boris Zalensky (b, a, c)", "Bo Cho (a)"]
    assert sound("zalenskyy") == sound("zalensky") != sound("zalewski")


def test_persons_of_one_last_name_are_apart() -> None:
    texts = ("Ann Lee said it was over. ", "Bo Lee said it was over. Tom Cho said no. ", "Tom Cho said nothing new. ")
    assert not actors(story(*texts), {})


def test_of_other_languages_nothing_is_said() -> None:
    one, two = "Ann Lee said it was over. Bo Cho said it was not. ", "Ann Lee said it was over. "
    english = story(one, two)
    assert actors(english, {})
    assert not actors(replace(english, articles=(*english.articles, report("c", "Lormont: " + REST, "de"))), {})
    assert not actors(story(one, two, language="de"), {})
    assert not actors(story("李安说：“结束了。”", "李安说结束了。", language="zh"), {})


@pytest.mark.parametrize(
    ("text", "who"),
    [
        ("Ann Lee said it was over.", "Ann Lee"),
        ("On Tuesday, Ann Lee also said it was over.", "Ann Lee"),
        ("On Tuesday Sen. Ann Lee (D-Norland) said it was over.", "Sen. Ann Lee"),
        ("Ann Lee, the mayor of Lormont, told reporters it was over.", "Ann Lee"),
        ("On Tuesday Senator Ann Lee of Norland said it was over.", "Senator Ann Lee"),
        ("“It is over,” said Ann Lee of Lormont.", "Ann Lee"),
        ("“It is over,” said former mayor Ann Lee, who left.", "former mayor Ann Lee"),
        ("“It is over,” Lormont Mayor Ann de Lee said.", "Lormont Mayor Ann de Lee"),
        ('"It is over," chief of staff Ann Lee said.', "chief of staff Ann Lee"),
        ("It was over, according to Norland Foreign Minister Ann Lee.", "Norland Foreign Minister Ann Lee"),
        ("It was over, according to the Norland Navy.", "Norland Navy"),
        ("The ferry sank, but Ann Lee Jr. said all were safe.", "Ann Lee Jr."),
        ("“It is over,” Lee’s lawyer Bo Cho said.", "Lee’s lawyer Bo Cho"),
        ("“It is over,” Ann Lee added.", "Ann Lee"),
        ("Ann Lee added that it was over.", "Ann Lee"),
        ("The FBI said it was over.", "The FBI"),
    ],
)
def test_who_is_quoted(text: str, who: str) -> None:
    assert said(text) == [who]


@pytest.mark.parametrize(
    "text",
    [
        "A spokesman for Ann Lee said it was over.",
        "Aides to Ann Lee said it was over.",
        "“She knew that Ann Lee said so,” he told them.",
        "Critics of Bo Cho and Ann Lee said it was over.",
        "In 2014 Ann Lee said it was over.",
        "Years ago, Ann Lee said it was over.",
        "Ann Lee added an egg to the bowl.",
        "It was over, according to Ann Lee aides.",
        "It was over, according to a friend of Ann Lee.",
        "“It is over,” said a friend of Ann Lee.",
        "What Ann Lee said was no news.",
        "Whatever Ann Lee said, it was over.",
        "It was unclear what Ann Lee told them.",
        "He repeated a word Lee said was wrong.",
        "The Norland Federation of Dockers said it was over.",
        "Fox host Ann Lee said it was over.",
    ],
)
def test_who_is_not(text: str) -> None:
    assert not said(text)


def test_who_is_meant() -> None:
    text = "Will Ann Lee go? Lormont Mayor Bo Cho came. Cho said no. Mr. Rao said so. Dock said so. The Court said no."
    found = speakers(text, "en")
    named = people(text, {name.last for name in found})
    assert named.given == {"cho": {"bo"}}
    assert [meant(name, named) for name in found] == [Name("bo", "cho"), Name("", "rao"), None, None]


PIECES = [
    "Ann Lee", "Lee", "Sen.", "Bo", "Cho", "the FBI", "said", "told", "added that", "according to", "“No,”", '"Yes,"',
    ".", ",", "\n", "Jr.", "’s", "of", "and", "Mr.", "The", "(D-N.)", "who", "2014", "White House", "İ", "ǅ",
]  # fmt: skip


@given(st.lists(st.lists(st.sampled_from(PIECES), max_size=25).map(" ".join) | st.text(max_size=60), max_size=4))
def test_every_place_stands_in_its_report(texts: list[str]) -> None:
    given_story = story(*texts)
    by_id = {article.id: article for article in given_story.articles}
    for account in actors(given_story, {}):
        assert len(account.tellings) > 1
        for telling in account.tellings:
            assert telling.text == telling.places[0].text
            for place in telling.places:
                assert by_id[place.article].text[place.start : place.end] == place.text != ""


@pytest.mark.parametrize(
    "piece",
    ["A", "Aa ", "Aa-", "A.", "de ", "said ", "Ann Lee said ", "according to ", '"', "“", "Aa said, ", "Jr ", ", "],
)
def test_time_grows_with_the_text_only(piece: str) -> None:
    text = "Ann Lee said no. " + piece * (1_000_000 // len(piece))
    began = time.process_time()
    actors(story(text, text, rest=""), {})
    assert time.process_time() - began < 10
