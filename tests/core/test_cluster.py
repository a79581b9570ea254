from __future__ import annotations

import itertools
import random
import time
from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from briefing.core.cluster import Grouping, group
from briefing.core.forms import form
from briefing.core.frequencies import count, summed
from briefing.core.terms import opening
from briefing.model import NO_FREQUENCIES, Article, Frequencies
from tests.builders import NOW, article

HARBOUR = "Parliament passed the harbour bill on Tuesday by 61 votes to 44. The port of Veld may now be dredged."
QUAKE = "An earthquake of magnitude 6.1 shook the Korrin valley before dawn, killing nine and burying a school."


def outlet(name: str) -> str:
    return f"https://{name}.example/feed"


def ids(groups: list[tuple[Article, ...]]) -> list[set[str]]:
    return [{member.id for member in members} for members in groups]


def test_reports_of_one_event_come_together() -> None:
    told = [
        article("Parliament passes harbour bill", HARBOUR, source=outlet("a"), id="a"),
        article("Korrin earthquake kills nine", QUAKE, source=outlet("a"), id="b"),
        article("Harbour bill passes, 61 to 44", "The harbour bill passed parliament.", source=outlet("b"), id="c"),
        article("Nine dead as quake shakes Korrin valley", QUAKE[:70], source=outlet("c"), id="d"),
        article("Chess: Lindqvist wins in Oslo", "Grandmaster Lindqvist won with the black pieces.", id="e"),
    ]
    assert ids(group(told)) == [{"a", "c"}, {"b", "d"}, {"e"}]


def test_nothing_gives_nothing() -> None:
    assert group([]) == []


def test_members_are_in_order_of_time_and_groups_by_first_id() -> None:
    late = article("Parliament passes harbour bill", HARBOUR, id="a", published=NOW - timedelta(hours=6))
    early = article("Parliament passes harbour bill today", HARBOUR, id="b", published=NOW - timedelta(hours=9))
    quake = article("Korrin earthquake kills nine", QUAKE, id="c")
    assert [[one.id for one in members] for members in group([quake, late, early])] == [["b", "a"], ["c"]]


def test_the_same_words_weeks_apart_are_two_events() -> None:
    now = article("Korrin earthquake kills nine", QUAKE, id="a")
    then = article("Korrin earthquake kills nine in valley", QUAKE[:80], id="b", published=NOW - timedelta(days=9))
    assert len(group([now, then])) == 2


def test_a_copy_word_for_word_belongs_to_the_first_however_late() -> None:
    text = " ".join([HARBOUR, QUAKE, HARBOUR])
    first = article("Korrin earthquake kills nine", text, id="a", published=NOW - timedelta(days=9))
    again = article("Korrin earthquake kills nine", text, id="b", url="https://meridian.example/again")
    assert ids(group([first, again])) == [{"a", "b"}]


def test_one_notice_under_many_titles_is_not_what_they_report() -> None:
    notice = "Subscribe to go on reading. Our journalism is paid for by readers like you. " * 4
    titles = [
        "Parliament passes harbour bill",
        "Korrin earthquake kills nine",
        "Lindqvist wins chess title",
        "Rates rise",
    ]
    assert len(group([article(title, notice) for title in titles])) == 4


def test_a_live_blog_does_not_glue_two_events() -> None:
    bill = [article("Parliament passes harbour bill", HARBOUR, source=outlet(name)) for name in "ab"]
    quake = [article("Korrin earthquake kills nine", QUAKE, source=outlet(name)) for name in "ab"]
    both = "Korrin earthquake death toll; parliament votes on harbour bill"
    told = [*bill, *quake, article(f"{both} – live updates", "", id="live")]
    apart = [{one.title for one in members if one.id != "live"} for members in group(told)]
    assert all(len(titles) <= 1 for titles in apart)


def test_with_earlier_news_a_topic_that_rules_the_days_separates_no_less() -> None:
    """Words common in earlier news weigh little, so two reports that share the topic alone stay apart."""
    places = ["Arvik", "Belmar", "Corvo", "Dunmore", "Elsin", "Farrow", "Galt", "Holm", "Ister", "Jorvik"]
    earlier = [
        article(
            f"Storm Petra: {places[n % 10]} braces for flooding",
            f"Storm Petra neared {places[(n * 3) % 10]} {n}.",
            id=f"h{n}",
        )
        for n in range(600)
    ]
    one = article("Storm Petra: ferry runs aground near lighthouse", "Storm Petra drove a ferry aground.", id="a")
    two = article("Storm Petra: schools to stay shut, minister says", "Storm Petra keeps pupils at home.", id="b")
    assert len(group([one, two], background=count(earlier), threshold=0.2)) == 2


@pytest.mark.parametrize(
    ("first", "second", "other"),
    [
        ("北海道で地震、9人死亡", "地震で9人が死亡 北海道", "国会が港湾法案を可決"),
        ("Парламент принял закон о портах", "Закон о портах принят парламентом", "Землетрясение: девять погибших"),
        ("지진으로 아홉 명 사망", "아홉 명 사망한 지진", "국회 항만 법안 통과"),
        ("Erdbeben in Köln: neun Tote", "Neun Tote nach Erdbeben in Köln", "Bundestag beschließt Hafengesetz"),
    ],
)  # fmt: skip
def test_scripts_and_languages(first: str, second: str, other: str) -> None:
    language = {"北": "ja", "П": "ru", "지": "ko", "E": "de"}[first[0]]
    told = [
        article(title, "", id=name, url=f"https://meridian.example/{name}", language=language)
        for name, title in (("a", first), ("b", second), ("c", other))
    ]
    assert ids(group(told)) == [{"a", "b"}, {"c"}]


@pytest.mark.parametrize(
    ("title", "path", "expected"),
    [
        ("Storm Petra: live updates", "x", "live blog"),
        ("Storm Petra LIVE: ferries stopped", "x", "live blog"),
        ("Budget day – live", "x", "live blog"),
        ("Budget day", "politics/live/2026/sep/1/budget", "live blog"),
        ("How people live with floods", "x", None),
        ("Thousands live in tents", "culture/livelihood/x", None),
        ("Your Monday Briefing", "x", "round-up"),
        ("Business round-up", "x", "round-up"),
        ("Minister leaves briefing early", "x", None),
        ("Opinion: The harbour was a mistake", "x", "opinion"),
        ("The harbour was a mistake | Letters", "x", "opinion"),
        ("The harbour was a mistake", "commentisfree/2026/x", "opinion"),
        ("Public opinion turns against harbour", "x", None),
        ("", "", None),
    ],
)
def test_form(title: str, path: str, expected: str | None) -> None:
    assert form(article(title, url=f"https://meridian.example/{path}")) == expected


@pytest.mark.parametrize("dateline", ["VELD (Wire) - ", "VELD, March 3 (Wire) — ", "Veld (Wire) – ", "VELD – ", ""])
def test_an_opening_leaves_out_the_dateline(dateline: str) -> None:
    assert opening(dateline + "The dam broke.") == ["the", "dam", "broke"]


def test_an_opening_keeps_what_is_no_dateline() -> None:
    assert opening("The vote – held at dawn – failed.")[:2] == ["the", "vote"]


def test_particles_and_articles_joined_to_words_do_not_hide_them() -> None:
    korean = [
        article(title, "", id=title, language="ko") for title in ("지진으로 아홉 명 사망", "아홉 명이 지진에 사망했다")
    ]
    arabic = [article(title, "", id=title, language="ar") for title in ("زلزال في الميناء", "الزلزال دمر ميناء")]
    assert sorted(len(members) for members in group([*korean, *arabic])) == [2, 2]


def test_the_outlets_name_behind_headlines_is_not_what_they_tell() -> None:
    titles = ["Harbour bill passes", "Earthquake kills nine", "Rates rise again", "Lindqvist wins in Oslo"]
    told = [article(f"{title} | Meridian Morning Post", "", source_name="Meridian Morning Post") for title in titles]
    assert len(group(told)) == 4


def long_report(event: int, name: int) -> Article:
    """One of many long reports of an event: some of its facts, in an order and with words of its own."""
    topic, facts, own = (random.Random(seed) for seed in (0, f"event {event}", f"{event} {name}"))
    syllables = ["".join(pair) for pair in ((c, v) for c in "bdfgklmnprst" for v in "aeiou")]

    def words(chance: random.Random, count: int) -> list[str]:
        return ["".join(chance.choices(syllables, k=4)) for _ in range(count)]

    shared, told = words(topic, 40), words(facts, 60)
    text = own.choices(shared, k=60) + own.choices(told, k=160) + words(own, 60)
    own.shuffle(text)
    return article(
        " ".join([*own.sample(shared, 2), *own.sample(told, 5), *words(own, 2)]),
        " ".join(text) + ".",
        id=f"{event}-{name}",
        source=outlet(f"o{name}"),
        url=f"https://o{name}.example/{event}",
    )


def test_what_thirty_outlets_tell_at_length_is_one_story_beside_others_on_its_topic() -> None:
    told = [long_report(0, name) for name in range(30)]
    others = [long_report(event, 0) for event in range(1, 300)]
    for background in (count(long_report(event, 0) for event in range(400, 700)), count([])):
        largest = max(group([*told, *others], background=background), key=len)
        assert [one.id.split("-")[0] for one in largest] == ["0"] * 30


def seconds(articles: list[Article], background: Frequencies = NO_FREQUENCIES) -> float:
    began = time.process_time()
    assert sum(map(len, group(articles, background=background))) == len(articles)
    return time.process_time() - began


def plain_news(many: int) -> list[Article]:
    """Reports that have hardly anything to do with each other: what grouping costs at least."""
    chance = random.Random(5)
    words = ["".join(chance.choices("bdfgklmnprstv", k=3) + chance.choices("aeiou", k=3)) for _ in range(20_000)]
    return [
        article(" ".join(chance.choices(words, k=8)), " ".join(chance.choices(words, k=40)), id=f"{n}")
        for n in range(many)
    ]


def equal(n: int) -> Article:
    return article("Korrin earthquake kills nine", QUAKE, id=f"{n}", source=outlet(f"o{n}"))


def untold(n: int) -> Article:
    return article("Korrin earthquake kills nine", "", id=f"{n}", source=outlet(f"o{n}"))


def numbered(n: int) -> Article:
    return article(f"Korrin earthquake kills {n}", f"{QUAKE} Number {n}.", id=f"{n}", source=outlet(f"o{n}"))


def untitled(n: int) -> Article:
    return article("", "", id=f"{n}", url=f"https://meridian.example/{n}")


@pytest.mark.parametrize(("report", "stories"), [(equal, 1), (untold, 1), (numbered, 10), (untitled, 2000)])
def test_thousands_that_say_the_same_are_few_stories_soon(report: Callable[[int], Article], stories: int) -> None:
    told, background = [report(n) for n in range(2000)], summed([count(plain_news(2000))] * 5)
    assert len(group(told, background=background)) <= stories
    assert seconds(told, background) < 10 * seconds(plain_news(2000), background) + 2


@pytest.mark.parametrize(
    ("title", "text"),
    [
        ("Korrin earthquake kills nine" * 10_000, "a b. ( - | " * 200_000),
        ("a" * 1_000_000, "a" * 1_000_000),
        ("LONDON, " * 100_000, "VELD (" * 300_000),
        ("–" * 1_000_000, "\u0301" * 1_000_000),
        ("地" * 1_000_000, "１．" * 500_000),
        ("\ud800\x00\x1b[0m", "\udfff" * 2000),
        ("\u200f\u202e\ufeff", "\n" * 1_000_000),
    ],
)
def test_no_single_article_costs_much(title: str, text: str) -> None:
    hostile = replace(article("x", id="huge"), title=title, text=text, digest="d")
    told = [*plain_news(2000), hostile]
    assert ids(group([hostile])) == [{"huge"}]
    assert seconds(told) < 3 * seconds(plain_news(2000)) + 0.5
    assert {"huge"} in ids(group(told))


@pytest.mark.parametrize(
    ("language", "first", "second", "other"),
    [
        ("ka", "მიწისძვრამ კორინის ხეობაში ცხრა ადამიანი იმსხვერპლა", "ცხრა ადამიანი იმსხვერპლა მიწისძვრამ კორინში",
         "პარლამენტმა ნავსადგურის კანონპროექტი მიიღო"),
        ("am", "በኮሪን ሸለቆ የመሬት መንቀጥቀጥ ዘጠኝ ሰዎችን ገደለ", "የመሬት መንቀጥቀጥ ዘጠኝ ሰዎችን ገደለ", "ፓርላማው የወደብ ረቂቅ ሕጉን አጸደቀ"),
        ("th", "แผ่นดินไหวคร่าชีวิตเก้าคนในหุบเขา", "เก้าคนเสียชีวิตจากแผ่นดินไหวในหุบเขา", "รัฐสภาผ่านร่างกฎหมายท่าเรือ"),
        ("km", "រញ្ជួយដីសម្លាប់មនុស្សប្រាំបួននាក់", "មនុស្សប្រាំបួននាក់ស្លាប់ដោយរញ្ជួយដី", "សភាអនុម័តច្បាប់កំពង់ផែ"),
        ("xx", "zorbat krelim ufastan dovik", "krelim zorbat dovik", "halvet punorik sa demba"),
    ],
)  # fmt: skip
def test_a_language_that_nothing_is_known_of(language: str, first: str, second: str, other: str) -> None:
    told = [
        article(title, "", id=name, url=f"https://meridian.example/{name}", language=language)
        for name, title in (("a", first), ("b", second), ("c", other))
    ]
    assert ids(group(told)) == [{"a", "b"}, {"c"}]


def test_dates_that_are_missing_or_all_one_are_no_obstacle() -> None:
    undated = [replace(one, published=None, first_seen=NOW) for one in plain_news(200)]
    assert len(group([*undated, replace(equal(201), published=None), replace(equal(202), published=None)])) == 201
    ages = [NOW - timedelta(days=days) for days in (0, 200, 20_000)]
    assert len(group([replace(equal(n), published=when, first_seen=when) for n, when in enumerate(ages)])) == 3


TEXT = st.text(max_size=60) | st.sampled_from(
    ["", "地震で9人が死亡", "🎉🎉 🎊", HARBOUR, QUAKE, "\x00", "ＦＵＬＬ", "ß İ ŉ", "a" * 50]
)


@st.composite
def batches(draw: st.DrawFn) -> list[Article]:
    made = []
    for number in range(draw(st.integers(0, 12))):
        hours = draw(st.integers(-5, 24 * 8))
        made.append(
            article(
                draw(TEXT),
                draw(TEXT),
                id=f"i{number}",
                url=f"https://meridian.example/{number}",
                published=NOW - timedelta(hours=hours),
                first_seen=NOW,
                language=draw(st.sampled_from(["en", "de", "xx", ""])),
            )
        )
    return made


@settings(max_examples=60, deadline=None)
@given(batches(), batches(), st.randoms(use_true_random=False), st.sampled_from([0.05, 0.2, 1.0]))
def test_each_article_is_in_one_group_whatever_the_order(
    told: list[Article], earlier: list[Article], shuffler: random.Random, threshold: float
) -> None:
    groups = group(told, background=count(earlier), threshold=threshold)
    assert sorted(member.id for members in groups for member in members) == sorted(one.id for one in told)
    shuffled = list(told)
    shuffler.shuffle(shuffled)
    shuffler.shuffle(earlier)
    assert group(shuffled, background=count(earlier), threshold=threshold) == groups


def followed(told: list[Article], earlier: list[Article], cuts: list[int], threshold: float = 0.165) -> None:
    """What comes of adding piece by piece must be what comes of all at once."""
    background = summed([count(earlier)] * 20)
    grouping = Grouping(background=background, threshold=threshold)
    for start, end in itertools.pairwise([0, *sorted(cuts), len(told)]):
        grouping.add(told[start:end])
    assert grouping.groups() == group(told, background=background, threshold=threshold)
    assert grouping.groups({"i1"}) == group(told, background=background, told={"i1"}, threshold=threshold)


@settings(max_examples=60, deadline=None)
@given(batches(), batches(), st.lists(st.integers(0, 12), max_size=3), st.sampled_from([0.05, 0.2, 1.0]))
def test_added_one_after_the_other_gives_what_all_at_once_gives(
    told: list[Article], earlier: list[Article], cuts: list[int], threshold: float
) -> None:
    followed(told, earlier, cuts, threshold=threshold)
    followed(told, [article(f"{n} a", "", id=f"e{n}") for n in range(600)], cuts, threshold=threshold)


def test_news_on_one_topic_with_late_originals_and_notices_can_be_added_piece_by_piece() -> None:
    chance = random.Random(11)
    topic = ["".join(chance.choices("bdfgklmnprstv", k=3) + chance.choices("aeiou", k=3)) for _ in range(120)]
    texts = [" ".join(chance.choices(topic, k=chance.choice((5, 30, 250)))) for _ in range(220)]
    told = [
        article(
            " ".join(chance.choices(topic, k=6)),
            chance.choice(texts),
            id=f"{n}",
            source=outlet(f"o{n % 9}"),
            published=NOW - timedelta(hours=chance.randrange(96)),
        )
        for n in range(900)
    ]
    earlier = [article(" ".join(chance.choices(topic, k=6)), "", id=f"e{n}") for n in range(600)]
    for cuts in ([450], [100, 880], [1, 2, 899]):
        followed(told, earlier, cuts)


def test_an_hour_costs_less_than_the_day() -> None:
    day, background = plain_news(8000), summed([count(plain_news(3000))] * 4)

    def share() -> float:
        grouping = Grouping(background=background)
        times = [time.process_time()]
        for articles in (day[:7700], day[7700:]):
            grouping.add(articles)
            times.append(time.process_time())
        return (times[2] - times[1]) / (times[1] - times[0])

    # Processor time, too, is longer where others share the core.
    assert any(share() < 1 / 2 for _ in range(4))


def test_five_thousand_articles_take_seconds() -> None:
    chance = random.Random(7)
    words = ["".join(chance.choices("bdfgklmnprstv", k=3) + chance.choices("aeiou", k=3)) for _ in range(30000)]
    told = []
    for event in range(3000):
        theme = chance.choices(words, k=12)
        for report in range(1 if event % 3 else 3):
            noise = chance.choices(words[:400], k=40)
            told.append(
                article(
                    " ".join(chance.sample(theme, 7)),
                    " ".join(theme + noise),
                    id=f"{event}-{report}",
                    url=f"https://meridian.example/{event}/{report}",
                    published=NOW - timedelta(minutes=chance.randrange(3 * 24 * 60)),
                )
            )
    began = time.process_time()
    groups = group(told)
    assert time.process_time() - began < 12
    assert 2900 < len(groups) < 3100


def test_the_next_turn_of_a_told_story_joins_it_and_another_event_does_not() -> None:
    day = timedelta(days=1)
    first = [
        article(
            "Ferry Star of Merrin sinks off Kessary",
            "The ferry Star of Merrin sank in the Strait of Corrin off Kessary before dawn on Monday. "
            "The coastguard of Kessary is looking for 40 passengers, who had left Merrin for Port Ansel on the ferry.",
            published=NOW - 2 * day,
        ),
        article(
            "Dozens missing after the Merrin ferry goes down",
            "Dozens of passengers are missing in the Strait of Corrin after the ferry Star of Merrin went down off "
            "Kessary. The ferry had left the island of Merrin for Port Ansel, the coastguard said.",
            source="https://lantern.example/feed",
            published=NOW - 2 * day,
        ),
    ]
    turn = article(
        "Police in Kessary arrest the captain of the sunken ferry",
        "Police in Port Ansel arrested the captain of the Star of Merrin on suspicion of manslaughter. He had warned "
        "Blue Passage Line by radio that the ferry was overloaded, prosecutors in Kessary said.",
        source="https://courier.example/feed",
        published=NOW,
    )
    other = article(
        "Police in Harrowgate arrest a former minister",
        "Police in Harrowgate arrested the former transport minister over the contract for a bridge, prosecutors said.",
        source="https://herald.example/feed",
        published=NOW,
    )
    alone = group([*first, turn, other], threshold=0.3)
    assert sorted(map(len, alone)) == [1, 1, 2]
    joined = group([*first, turn, other], told={a.id for a in first}, threshold=0.3)
    assert {frozenset(a.id for a in found) for found in joined} == {
        frozenset(a.id for a in (*first, turn)),
        frozenset({other.id}),
    }
