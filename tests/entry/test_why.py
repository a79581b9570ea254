"""What `why`, `why-not` and `trace` answer, from what an edition recorded and nothing else."""

from __future__ import annotations

import json
import re
import sys
from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

import pytest

from briefing import wiring
from briefing.config import parse_config
from briefing.core import caps, matching
from briefing.core.rank import floor, rank
from briefing.entry import cli, jobs
from briefing.entry.console import Console
from briefing.entry.prose import digits, ordinal, rows
from briefing.entry.record import Cause, cause, differences
from briefing.model import Article, Decision, Reading, Reason, Recipe, Story
from tests.builders import NOW, article, edition, story

TODAY, TOMORROW = NOW, NOW + timedelta(days=1)
FEEDS = ("meridian", "tidewater", "courier", "lantern")
CONFIG = (
    "timezone: UTC\nsources:\n"
    + "".join(f"  - {{feed: 'https://{name}.example/feed', name: {name.title()}}}\n" for name in FEEDS)
    + "length: {full_stories: 1, one_liners: 0, quiet_below: 0}\n"
    "stories: {mute: [chess], most_per_source: 40}\n"
    "owners: {Quay Media: [courier.example, lantern.example]}\n"
)

HARBOUR = (
    "Parliament in Harrowgate passed the harbour bill by 61 votes to 44 on Tuesday after a debate of nine hours. "
    "The harbour law lets dredging begin in March and moves 400 dock workers to a new harbour authority.\n"
    "Transport minister Ada Quill said the dredging of the Harrowgate harbour would cost 90 million crowns.\n"
    "The dock union said it would study the harbour bill before it decides on strikes at the quays."
)
HARBOUR_AGAIN = (
    "Lawmakers approved the Harrowgate harbour bill on Tuesday, 61 to 44, clearing the way for dredging in March.\n"
    "Ada Quill, the transport minister, put the price of dredging the harbour at 90 million crowns, and 400 dock "
    "workers will move to the new harbour authority.\n"
    "The union of dock workers has yet to say whether the harbour law will bring strikes."
)
NEWS = (
    "Three lawmakers who voted for the Harrowgate harbour bill were arrested on Wednesday over bribes of 7 million "
    "crowns, police said.\n"
    "The arrests put the harbour law in doubt, and transport minister Ada Quill offered to resign.\n"
    "Dredging in the harbour, due in March, may be put off, a spokeswoman for the harbour authority said."
)
TRAMS = (
    "Night trams will run every 20 minutes in Oldcastle from October, the city council decided on Monday.\n"
    "The council's transport chief Bruno Hale said the trams would carry 12,000 riders a night.\n"
    "Taxi drivers in Oldcastle protested against the night trams outside the town hall."
)
TRAMS_AGAIN = (
    "Oldcastle is to have night trams every 20 minutes from October after a vote of the city council on Monday.\n"
    "Transport chief Bruno Hale expects the trams to carry 12,000 riders each night; taxi drivers protested outside "
    "the town hall of Oldcastle."
)
DRUMS = (
    "A museum in Marendia has returned 212 sacred drums to the island of Toaluva after forty years of talks.\n"
    "Elders of Toaluva welcomed the drums with songs when the ship came in on Sunday."
)
CHESS = (
    "Grandmaster Ilse Varga won the chess title in Brennia on Monday, beating the champion in eleven games.\n"
    "The chess federation said half a million people watched the last game."
)
GLACIER = "The Hanoru glacier has lost a fifth of its ice since 2009, geologists said on Monday."


def told(name: str, title: str, text: str, path: str = "", *, after: int = 0, **changes: Any) -> Article:
    """Published so many minutes after the first."""
    return article(
        title, text, source=f"https://{name}.example/feed", url=f"https://{name}.example/{path or title.split()[0]}",
        first_seen=TODAY - timedelta(hours=3), published=TODAY - timedelta(minutes=240 - after), **changes,
    )  # fmt: skip


BILL = told("meridian", "Parliament passes the harbour bill", HARBOUR, "bill")
BILL_TWIN = told("meridian", "Parliament passes the harbour bill", HARBOUR, "politics/bill-2", after=9, position=4)
BILL_COPY = told("courier", "Harbour bill is passed in Harrowgate", HARBOUR, "copied", after=30)
BILL_OWN = told("tidewater", "Lawmakers approve Harrowgate harbour bill, 61 to 44", HARBOUR_AGAIN, "vote", after=20)
TRAM = told("meridian", "Oldcastle to have night trams from October", TRAMS, "trams", position=5)
TRAM_OWN = told("tidewater", "Night trams to run every 20 minutes in Oldcastle", TRAMS_AGAIN, "night", position=6)
DRUM = told("tidewater", "Museum in Marendia returns 212 sacred drums", DRUMS, "drums", position=2)
GAME = told("lantern", "Varga wins chess title in Brennia", CHESS, "chess")
ICE = told("lantern", "Hanoru glacier has lost a fifth of its ice", GLACIER, "ice", text_from="feed", position=9)
DAY = (BILL, BILL_TWIN, BILL_COPY, BILL_OWN, TRAM, TRAM_OWN, DRUM, GAME, ICE)
LATE = told("courier", "Lighthouse keeper retires", "The last lighthouse keeper of Vell retired on Tuesday.", "late")
ARREST = replace(told("meridian", "Three lawmakers arrested over harbour bill", NEWS, "arrest"),
                 first_seen=TOMORROW - timedelta(hours=2), published=TOMORROW - timedelta(hours=3))  # fmt: skip


@dataclass
class Ended:
    code: int
    out: str
    err: str


Run = Callable[..., Ended]


def keep(folder: Path, now: datetime, *articles: Article, outcome: str = "read") -> None:
    """As gathering would have kept them, had it read their feeds and pages then."""
    config = parse_config(CONFIG, folder / "config.yaml", {})
    with wiring.opened_store(config) as store:
        store.news.follow(config.feeds())
        for each in articles:
            store.news.save_reading(each.source, Reading(items=(each.item,)), now)
            failed = each.text_from == "feed"
            store.news.save_article(
                each,
                outcome="the server said 403 Forbidden" if failed else outcome,
                failed=failed,
                retry_at=now + timedelta(hours=2) if failed else None,
            )


def publish(folder: Path, now: datetime, text: str = CONFIG) -> None:
    (folder / "config.yaml").write_text(text)
    config = parse_config(text, folder / "config.yaml", {})
    with wiring.opened_store(config) as store:
        jobs.publish(config, store, None, now, Console(quiet=True))


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Two days: on the second three lawmakers are arrested, and nothing else is new but a lighthouse keeper."""
    folder = tmp_path_factory.mktemp("why")
    keep(folder, TODAY - timedelta(hours=3), *(each for each in DAY if each is not BILL_TWIN))
    keep(folder, TODAY - timedelta(hours=2), BILL_TWIN)
    publish(folder, TODAY)
    keep(folder, TODAY + timedelta(hours=2), LATE)
    keep(folder, TOMORROW - timedelta(hours=2), ARREST)
    publish(folder, TOMORROW)
    return folder


@pytest.fixture
def briefing(folder: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> Run:
    """Runs a command on that folder, on the first day's edition unless another is named, and says how it ended."""

    def run(command: str, *arguments: str, day: str = "2026-09-16", config: Path = folder / "config.yaml") -> Ended:
        edition = () if command == "trace" or not day else ("--edition", day)
        monkeypatch.setattr(sys, "argv", ["briefing", command, *arguments, *edition, "--config", str(config)])
        capsys.readouterr()
        with pytest.raises(SystemExit) as ended:
            cli.main()
        said = capsys.readouterr()
        assert "Traceback" not in said.err
        assert "\x1b" not in said.out + said.err
        return Ended(ended.value.code if isinstance(ended.value.code, int) else 99, said.out, said.err)

    return run


def one(ended: Ended) -> dict[str, Any]:
    (answer,) = json.loads(ended.out)
    assert isinstance(answer, dict)
    return answer


# --- why -----------------------------------------------------------------------------------------------------------


def test_the_first_item_is_explained_whole(briefing: Run) -> None:
    said = briefing("why", "1").out
    assert briefing("why", "1").code == 0
    assert re.search(r"place +1st of 2 items, it leads the edition", said)
    assert re.search(r"rank +1st of \d stories weighed", said)
    assert "NEW: no earlier edition told it" in said
    reasons = re.findall(r"^ +([+-][\d.]+)  (\w+) +\S", said, re.MULTILINE)
    *points, total = [float(number) for number, _ in reasons]
    assert points == sorted(points, key=abs, reverse=True)
    assert sum(points) == pytest.approx(total)
    assert reasons[0][1] == "coverage"
    assert "told by 3 reports" in said
    assert re.search(r"Courier: Harbour bill is passed in Harrowgate\n +\S+\n +repeats the text of Meridian", said)
    assert "the same report in Courier" in said
    assert "of the house Quay Media" in said
    assert f"found at another address too: {BILL_TWIN.url}" in said
    assert re.search(r"above it +nothing that was printed", said)
    assert re.search(r"below it +“[^”]*rams[^”]*” \(item 2\), [\d.]+ points; this one has [\d.]+ more: ", said)


def test_each_sentence_is_where_it_is_said_to_be(briefing: Run) -> None:
    texts = {each.id: each.text for each in DAY}
    answer = one(briefing("why", "1", "--json"))
    assert answer["sentences"]
    for sentence in answer["sentences"]:
        text = texts[sentence["article"]]
        assert text[sentence["start"] : sentence["end"]] == sentence["text"]
        assert sentence["text"] in text.split("\n")[sentence["paragraph"] - 1]
        assert sentence["paragraphs"] == len(text.split("\n"))
    said = briefing("why", "1").out
    first = answer["sentences"][0]
    assert f"“{first['text']}”" in said
    assert f"paragraph {first['paragraph']} of {first['paragraphs']}, characters {first['start']} to" in said


def test_a_story_can_be_named_in_every_way(briefing: Run) -> None:
    answer = one(briefing("why", "1", "--json"))
    for name in (answer["story"], BILL_OWN.url, BILL_TWIN.url, BILL.url + "?utm_source=x", "HARBOUR bill", BILL.id):
        assert one(briefing("why", name, "--json")) == answer, name
    assert one(briefing("why", "is passed in", "--json")) == answer  # a headline further down
    assert (answer["printed"], answer["place"], answer["kind"]) == (True, 1, "lead")
    assert answer["score"] == pytest.approx(sum(reason["points"] for reason in answer["reasons"]), abs=1e-4)


def test_a_story_that_was_left_out_says_which_setting_would_let_it_in(briefing: Run) -> None:
    said = briefing("why", "sacred drums").out
    assert "left out: the edition has its 2 stories; this one ranks below them" in said
    assert re.search(r"last one in +“[^”]*rams[^”]*” \(item 2\), .* this one has [\d.]+ less: coverage -", said)
    assert re.search(r"length.one_liners +is how many more get one line; it was 0", said)
    muted = briefing("why", "chess title").out
    assert 'left out: muted: the headline has "chess"' in muted
    assert "stories.mute " in muted
    assert "last one in" not in muted


def test_an_update_says_when_it_was_first_told_and_what_is_new(briefing: Run) -> None:
    answer = one(briefing("why", "2", "--json", day="2026-09-17"))
    assert (answer["status"], answer["first_told"]) == ("update", "daily/2026-09-16")
    said = briefing("why", "2", day="2026-09-17").out
    assert re.search(r"status +UPDATE: first told in daily/2026-09-16; new since: \S", said)
    assert "told before: the update names only what is new since daily/2026-09-16" in said
    assert {each["named"] for each in answer["reports"] if each["url"] != ARREST.url} == {False}
    first = briefing("why", "1", day="2026-09-17").out
    assert re.search(r"above it +nothing that was printed\nbelow it +“Three lawmakers ", first)
    assert any(set(sentence["news"]) & set(answer["news"]) for sentence in answer["sentences"])
    assert "it has what is new: " in said


def test_nothing_is_computed_anew_with_other_settings(briefing: Run, folder: Path, tmp_path: Path) -> None:
    before = [briefing(command, what).out for command, what in (("why", "1"), ("why-not", GAME.url))]
    other = tmp_path / "config.yaml"
    other.write_text(CONFIG.replace("chess", "harbour").replace("Quay", "Other") + f"store: {folder / 'briefing.db'}\n")
    after = [briefing(command, what, config=other).out for command, what in (("why", "1"), ("why-not", GAME.url))]
    assert after == before


def test_of_many_stories_the_best_is_explained_and_the_others_are_named(briefing: Run) -> None:
    said = briefing("why", "a").out  # in every headline
    assert "place   1st of 2" in said
    assert said.count("score\n") == 1
    assert re.search(r"others with these words.*\n +s-\w+ +(item 2|left out) +\S", said)
    assert len(json.loads(briefing("why", "a", "--json").out)) > 3


@pytest.mark.parametrize(
    ("wanted", "said"), [("zebra", "place from 1 to 2"), ("99", "1 to 2"), ("https://x.example/?a&b", "why-not 'https")]
)
def test_a_story_that_is_not_there_is_answered_with_what_to_do(briefing: Run, wanted: str, said: str) -> None:
    ended = briefing("why", wanted)
    assert (ended.code, ended.out) == (1, "")
    assert f'daily/2026-09-16 has no story "{wanted}"' in ended.err
    assert said in ended.err
    assert json.loads(briefing("why", wanted, "--json").out) == []
    assert briefing("why", wanted, day="1999-01-01").code == 2


def test_stories_that_were_merged_and_split_are_named_by_their_headlines(briefing: Run, tmp_path: Path) -> None:
    first = article()
    keep(tmp_path, NOW - timedelta(hours=5), first)
    (tmp_path / "config.yaml").write_text(CONFIG)
    earlier = edition(NOW)
    inputs = ((first.id, first.digest),)
    later = edition(TOMORROW, previous=earlier.id, inputs=inputs, sections=())
    decision = replace(decided("told in daily/2026-09-16, and nothing new since", 1.0), articles=(first.id,),
                       absorbed=("s-1", "s-gone"), split_from="s-1", status="ongoing",
                       first_told=earlier.id)  # fmt: skip
    with wiring.opened_store(parse_config(CONFIG, tmp_path / "config.yaml", {})) as store:
        store.editions.add(earlier, Recipe(version="1"), [], NOW)
        store.editions.add(later, Recipe(version="1"), [decision], TOMORROW)
    said = briefing("why", "s", day="", config=tmp_path / "config.yaml").out
    assert f"merged  “{first.title}” (s-1) has become part of it" in said
    assert "merged  s-gone has become part of it" in said
    assert f"split   it was part of “{first.title}” (s-1) and goes by itself now" in said
    assert "status  ongoing: first told in daily/2026-09-16, and nothing new since" in said


def test_a_twin_is_found_in_editions_that_did_not_record_twins(briefing: Run, folder: Path) -> None:
    with wiring.opened_store(parse_config(CONFIG, folder / "config.yaml", {})) as store:
        kept, recipe = store.editions.get("daily/2026-09-16"), store.editions.recipe("daily/2026-09-16")
        decisions = [replace(decision, twins=()) for decision in store.editions.decisions("daily/2026-09-16")]
        assert kept is not None
        old = replace(kept, slot=replace(kept.slot, briefing="old"))
        store.editions.add(old, recipe, decisions, NOW)
    answer = one(briefing("why-not", BILL_TWIN.url, "--json", day="old/2026-09-16"))
    assert answer["ended"] == "printed"
    assert answer["standing"]["twin_of"] == BILL.id


# --- why not -------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("page", "day", "ended", "because"),
    [
        (BILL, "2026-09-16", "printed", "(its headline is that of|also covered in) item 1"),
        (BILL_COPY, "2026-09-16", "printed", "also covered in item 1 of 2, “"),
        (BILL_TWIN, "2026-09-16", "printed", "item 1"),
        (DRUM, "2026-09-16", "left out", "ranks below them"),
        (GAME, "2026-09-16", "left out", 'muted: the headline has "chess"'),
        (LATE, "2026-09-16", "late", "named at 2026-09-16 08:30 UTC, after the edition had closed at 2026-09-16 06:30"),
        (BILL, "2026-09-17", "told", "its story is an update, item 2 .* told in daily/2026-09-16"),
        (TRAM, "2026-09-17", "left out", "told in daily/2026-09-16, and nothing new since"),
        (ARREST, "2026-09-17", "printed", "its headline is that of item 2"),
    ],
)
def test_where_the_way_of_a_page_ended(briefing: Run, page: Article, day: str, ended: str, because: str) -> None:
    answer = one(briefing("why-not", page.url, "--json", day=day))
    assert (answer["ended"], answer["edition"]) == (ended, f"daily/{day}")
    assert re.search(because, answer["because"])
    said = briefing("why-not", page.url, day=day)
    assert said.code == 0
    assert f"{'Printed' if ended == 'printed' else 'Not printed'} in daily/{day}: {answer['because']}." in said.out


def test_a_page_that_ranks_below_is_set_beside_the_last_one_printed(briefing: Run) -> None:
    answer = one(briefing("why-not", DRUM.url, "--json"))
    last = answer["last_printed"]
    assert (last["place"], last["printed"]) == (2, True)
    assert last["score"] > answer["standing"]["score"]
    by = {each["name"]: each["points"] for each in last["differences"]}
    assert by["coverage"] < 0
    assert answer["standing"]["score"] - last["score"] == pytest.approx(sum(by.values()), abs=1e-3)
    assert abs(last["differences"][0]["points"]) == max(map(abs, by.values()))
    assert {"length.one_liners", "stories.interests", "stories.threshold"} <= {s["name"] for s in answer["settings"]}
    assert "The last one printed is “" in briefing("why-not", DRUM.url).out


def test_a_page_that_could_not_be_read_says_so_and_when_it_is_tried_again(briefing: Run) -> None:
    said = briefing("why-not", ICE.url).out
    assert re.search(
        r"✗ +read +no: the server said 403 Forbidden; asked for 1 time, again after 2026-09-16 05:30", said
    )
    assert "its feed's own summary stands for it" in said


def test_a_twin_names_the_address_that_stands_for_it(briefing: Run) -> None:
    assert f"same as  {BILL.url}, which stands for both" in briefing("why-not", BILL_TWIN.url).out
    assert f"as the same article as {BILL.url}" in briefing("trace", BILL_TWIN.url).out


def test_words_of_a_headline_name_pages_those_not_printed_first(briefing: Run) -> None:
    answers = json.loads(briefing("why-not", "harbour bill", "--json", day="2026-09-17").out)
    assert len(answers) > 3
    assert [each["ended"] for each in answers] == sorted((each["ended"] for each in answers), key="printed".__eq__)
    said = briefing("why-not", "harbour bill", day="2026-09-17").out
    assert "others with these words" in said
    assert one(briefing("why-not", "lighthouse keeper", "--json"))["ended"] == "late"  # no edition had it then
    none = briefing("why-not", "zebra crossing")
    assert (none.code, none.out) == (1, "")
    assert "zebra crossing" in none.err


def test_an_address_that_no_feed_has_named(briefing: Run, tmp_path: Path) -> None:
    config = parse_config(CONFIG, tmp_path / "config.yaml", {})
    (tmp_path / "config.yaml").write_text(CONFIG)
    own, foreign = "https://www.tidewater.example/none", "https://stranger.example/a?b=1&c=2"

    def asked(url: str) -> str:
        ended = briefing("why-not", url, day="", config=tmp_path / "config.yaml")
        assert ended.code == 1
        assert one(briefing("why-not", url, "--json", day="", config=tmp_path / "config.yaml"))["ended"] == "unnamed"
        return ended.out

    with wiring.opened_store(config) as store:
        store.news.follow(config.feeds())
    assert "none of your 4 feeds is of stranger.example" in asked(foreign)
    assert f"`briefing feeds find '{foreign}'` looks for one" in asked(foreign)
    assert "the feed of Tidewater has not been read yet" in asked(own)
    with wiring.opened_store(config) as store:
        store.news.save_failure("https://tidewater.example/feed", "the server said 503", NOW)
    assert "the feed of Tidewater can't be read: the server said 503 (once, " in asked(own)
    with wiring.opened_store(config) as store:
        store.news.save_failure("https://tidewater.example/feed", "the server said 410", NOW, gone=True)
    assert "said that it is gone for good" in asked(own)
    assert "this is the address of a feed" in asked("https://tidewater.example/feed")


def test_pages_that_never_came_as_far_as_an_edition(briefing: Run, tmp_path: Path) -> None:
    """No edition yet; too old; not read in time; a feed that is followed no more."""
    at = tmp_path / "config.yaml"
    keep(tmp_path, TODAY - timedelta(hours=3), BILL, DRUM)
    at.write_text(CONFIG)

    def asked(page: Article) -> dict[str, Any]:
        assert briefing("why-not", page.url, day="", config=at).code == 0
        return one(briefing("why-not", page.url, "--json", day="", config=at))

    answer = asked(BILL)
    assert (answer["ended"], answer["edition"]) == ("no edition", None)
    assert "`briefing run` makes the first" in answer["hint"]
    old = replace(BILL_OWN, published=TODAY - timedelta(days=9))
    old = replace(old, item=replace(old.item, published=old.published))
    keep(tmp_path, TODAY - timedelta(hours=3), old)
    config = parse_config(CONFIG, at, {})
    with wiring.opened_store(config) as store:
        store.news.save_reading(ICE.source, Reading(items=(ICE.item, GAME.item)), TODAY - timedelta(hours=3))
        store.news.set_aside([GAME.id], "older than 2026-09-13 06:30 UTC when first seen")
        store.news.follow(config.feeds()[:1] + config.feeds()[3:])
    publish(tmp_path, TODAY)
    assert asked(BILL)["ended"] == "printed"
    for each in (old, GAME):
        answer = asked(each)
        assert answer["ended"] == "old"
        assert [(setting["name"], setting["was"]) for setting in answer["settings"]] == [("stories.lookback", "3d")]
    assert asked(DRUM)["ended"] == "unfollowed"
    answer = asked(ICE)
    assert (answer["ended"], answer["hint"]) == ("unread", "`briefing gather` reads what waits.")


# --- trace ---------------------------------------------------------------------------------------------------------


def test_trace_says_where_a_page_stood_in_each_edition(briefing: Run) -> None:
    said = briefing("trace", BILL_COPY.url)
    story = one(briefing("why", "1", "--json"))["story"]
    assert f"daily/2026-09-16: printed in story {story}: also covered in item 1 of 2, “" in said.out
    assert re.search(
        rf"daily/2026-09-17: printed in story {story}: told before; item 2 of \d, “.*”, names newer", said.out
    )
    assert f"`briefing why {story} --edition daily/2026-09-17`" in said.out
    assert f"`briefing why-not {BILL_COPY.url}`" in said.out
    raw = json.loads(briefing("trace", BILL_COPY.url, "--json").out)
    stood = [(each["edition"], each["place"], each["role"], each["story"]) for each in raw["editions"]]
    assert stood == [("daily/2026-09-16", 1, "covered", story), ("daily/2026-09-17", 2, "earlier", story)]
    assert raw["item"]["url"] == BILL_COPY.url


def test_trace_of_what_no_feed_has_named(briefing: Run) -> None:
    ended = briefing("trace", "https://nowhere.example/")
    assert (ended.code, ended.out) == (1, "")
    assert "no feed has named this address" in ended.err
    assert "`briefing why-not" in ended.err


# --- the parts -----------------------------------------------------------------------------------------------------


def decided(because: str, *points: float, printed: bool = False) -> Decision:
    reasons = tuple(Reason(name=name, points=p, because="") for name, p in zip("abc", points, strict=False))
    return Decision(story="s", headline="H", articles=("1",), score=sum(points), reasons=reasons, printed=printed,
                    because=because)  # fmt: skip


def test_every_way_to_be_left_out_is_known_by_its_words() -> None:
    """As the code says them that decides."""
    first, other = (story(article(title), id=title) for title in ("Harbour bill passes", "Chess title for Varga"))
    one_each = Recipe(version="1", most_per_source=1, most_per_section=1, most_per_topic=1)
    apart = Story(id="x", articles=(article("Elsewhere", source="https://quay.example/feed"),))
    low = rank([story(article(position=90, published=NOW - timedelta(days=3)))], recipe=Recipe(version="1"), now=NOW)
    words: dict[Cause, str] = {
        "source": caps.refusal(first, [other], one_each),
        "section": caps.refusal(apart, [other], one_each),
        "topic": caps.refusal(first, [first], replace(one_each, most_per_source=9, most_per_section=9)),
        "floor": floor(low[0], Recipe(version="1")),
        "muted": f"muted: {matching.muted(other, Recipe(version='1', mute=('chess',)))}",
        "muted-source": f"muted: {matching.muted(other, Recipe(version='1', mute_sources=('Meridian',)))}",
    }
    assert {name: cause(decided(because)) for name, because in words.items()} == {name: name for name in words}
    assert cause(decided("printed as lead", printed=True)) == ""
    assert cause(decided("a way of some later version")) == "other"


def test_differences_are_by_reason_and_add_up() -> None:
    found = differences(decided("", 2.0, 0.5, 0.1), decided("", 1.0, 0.75))
    assert [(each.name, each.points) for each in found] == [("a", 1.0), ("b", -0.25), ("c", 0.1)]
    assert differences(decided("", 1.0), decided("", 1.0)) == ()


def test_points_are_shown_as_exactly_as_their_sum_needs() -> None:
    assert digits([1.0, 0.5], 1.5) == 2
    assert digits([1.585, 0.2105, 0.15], 1.9455) == 4
    assert digits([], 0.0) == 2


def test_ordinals() -> None:
    assert [ordinal(n) for n in (1, 2, 3, 4, 11, 12, 13, 21, 102, 111)] == [
        "1st", "2nd", "3rd", "4th", "11th", "12th", "13th", "21st", "102nd", "111th",
    ]  # fmt: skip


@pytest.mark.parametrize("width", [24, 40, 100])
def test_a_terminal_is_never_written_beyond_but_for_an_address(
    width: int, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(sys.stdout, "isatty", lambda: True)
    monkeypatch.setenv("COLUMNS", str(width))
    url = "https://meridian.example/" + "a" * 90
    text = "told by three outlets: Meridian, Tidewater and Courier 新聞が伝えた港の法案について議会で\x1b[31m"
    rows(Console(), [("+1.00", "coverage", text), ("", "", url)])
    said = capsys.readouterr().out
    assert url in said
    assert "\x1b" not in said
    assert all(len(line) <= width for line in said.splitlines() if url not in line)
    assert "".join(text.replace("\x1b", "").split()) in "".join(said.split())
