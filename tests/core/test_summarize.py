"""Key sentences and headlines of invented news, and what must hold for any text."""

from __future__ import annotations

import random
import time
from dataclasses import replace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from briefing.core.headline import headline_order
from briefing.core.readable import balanced, dateline_end, leans, readability
from briefing.core.summarize import Extractive, one_liner, summarize, summarize_story
from briefing.core.text import count_words
from briefing.model import Story
from tests.builders import article, story

BRIDGE = """HARROWGATE, Sept 15 (Reuters) - A cargo ship struck the Tarn bridge on Tuesday, closing the main road.
Sign up for our newsletter to get stories like this every morning.
It happened shortly before dawn. But nobody was hurt. "I heard a bang," said Ola Brandt, who lives nearby.
The ship, the 190-metre Meridian Star, had lost power in strong winds, the port authority said.
Why was it sailing at all? Engineers found cracks in two of the bridge's six pillars, the transport ministry said.
The Tarn bridge carries 40,000 vehicles a day and repairs to the pillars will take until November, the ministry said.
Photo: The Meridian Star is pictured under the Tarn bridge.
Read more: Ten ships that hit bridges"""

AGAIN = """The Tarn bridge in Harrowgate was closed on Tuesday after a cargo ship struck it.
Engineers found cracks in two of the six pillars of the bridge, the transport ministry said.
Ferries will carry commuters free of charge from Wednesday, the mayor of Harrowgate announced."""


def harbour_story() -> Story:
    return story(
        article("Cargo ship strikes Tarn bridge, closing Harrowgate's main road", BRIDGE),
        article("What we know about the Tarn bridge", AGAIN, source="https://ledger.example/feed"),
    )


def test_quotes_are_verbatim_and_the_first_says_what_happened() -> None:
    told = harbour_story()
    quotes = Extractive().summarize(told, sentences=3)
    texts = {a.id: a.text for a in told.articles}
    assert 2 <= len(quotes) <= 3
    assert all(texts[q.article][q.start : q.end] == q.text for q in quotes)
    assert quotes[0].text.startswith("A cargo ship struck the Tarn bridge")
    assert quotes[0].trimmed
    assert not any(q.trimmed for q in quotes[1:])


def test_nothing_is_printed_that_cannot_stand_alone() -> None:
    for sentences in range(1, 9):
        printed = [q.text for q in Extractive().summarize(harbour_story(), sentences=sentences)]
        for line in printed:
            assert not any(bad in line for bad in ("Sign up", "Photo", "Read more", "Why was it"))
        assert "But nobody was hurt." not in printed


def test_the_same_fact_is_said_once() -> None:
    printed = [q.text for q in Extractive().summarize(harbour_story(), sentences=8)]
    assert sum("cracks" in line for line in printed) == 1
    assert sum("struck" in line for line in printed) == 1
    assert any("Ferries" in line for line in printed)


def test_a_pronoun_may_start_a_sentence_only_after_the_one_before_it() -> None:
    text = (
        "The council of Oster approved a 30 million crown tram line to the harbour on Monday. "
        "It will link the harbour to the council offices and carry 9,000 passengers a day from 2028. "
        "Snow fell in the hills. They melted quickly, a farmer said."
    )
    for words in range(20, 80, 5):
        printed = summarize(text, words=words)
        assert not printed or printed[0].startswith("The council")
        assert "They melted quickly, a farmer said." not in printed or "Snow fell in the hills." in printed


def test_budgets_are_kept() -> None:
    for words in (0, 5, 20, 40, 60, 100):
        printed = Extractive().summarize(harbour_story(), sentences=9, words=words)
        assert sum(count_words(q.text) for q in printed) <= words
    assert Extractive().summarize(harbour_story(), sentences=0) == ()


def test_an_update_prefers_what_is_new() -> None:
    old, new = harbour_story().articles
    new = replace(new, text="The Tarn bridge in Harrowgate reopens on Friday, weeks early, the mayor said. " + new.text)
    update = Story(id="s", articles=(old, new), status="update", fresh=frozenset({new.id}))
    quotes = Extractive().summarize(update, sentences=2)
    assert quotes[0].article == new.id
    assert "reopens" in quotes[0].text
    assert headline_order(update)[0] == new
    line = one_liner(update)
    assert line is not None
    assert line.article == new.id


def test_order_of_the_articles_does_not_matter() -> None:
    told = harbour_story()
    turned = replace(told, articles=told.articles[::-1])
    assert Extractive().summarize(told, sentences=4) == Extractive().summarize(turned, sentences=4)
    assert one_liner(told) == one_liner(turned)
    assert headline_order(told) == headline_order(turned)
    texts = [a.text for a in told.articles]
    assert summarize_story(texts) == summarize_story(texts[::-1])


def test_one_liner_says_what_happened_in_few_words() -> None:
    line = one_liner(harbour_story())
    assert line is not None
    assert "struck" in line.text
    assert count_words(line.text) <= 30


def test_one_liner_takes_a_long_sentence_where_there_is_no_short_one() -> None:
    long = "The assembly of Vall passed a law on " + "nets and boats and quotas and " * 6 + "fines on Monday."
    line = one_liner(story(article("Vall passes a fishing law", long)))
    assert line is not None
    assert line.text == long


def test_a_text_of_furniture_gives_nothing() -> None:
    told = story(article("Newsletter", "Sign up for our newsletter. Read more. Follow us on social media."))
    assert Extractive().summarize(told, sentences=3) == ()
    assert one_liner(told) is None
    assert one_liner(story(article(text=""))) is None


def test_a_lone_weak_sentence_is_better_than_nothing() -> None:
    assert summarize("It rained on the parade in Oster on Sunday.") == ["It rained on the parade in Oster on Sunday."]


def test_the_title_is_not_said_again() -> None:
    title = "Oster opens its harbour tram line"
    text = title + "\nThe first tram left the harbour of Oster on Monday morning with 200 passengers aboard."
    assert summarize(text, title=title, sentences=1) == [text.splitlines()[1]]


GOOD = "Parliament passes the harbour bill by 61 votes"


@pytest.mark.parametrize(
    "worse",
    [
        "Has parliament passed the harbour bill?",
        "PARLIAMENT PASSES THE HARBOUR BILL BY 61 VOTES",
        "LIVE: Parliament votes on the harbour bill",
        "Opinion: Parliament passes the harbour bill in haste",
        "Watch: Parliament passes the harbour bill",
        "Here's what you need to know about the harbour bill",
        "Parliament passes the harbour bill by 61 votes - Ledger",
        "Parliament passes the harbour bill by 61 votes | World",
        "Harbour bill",
        "Five gardens to see this spring in the north",
    ],
)
def test_the_best_headline_comes_first(worse: str) -> None:
    text = "Parliament passed the harbour bill on Tuesday by 61 votes to 44. The law takes effect in March."
    weak = article(worse, text, source="https://ledger.example/feed", weight=9.0)
    assert headline_order(story(weak, article(GOOD, text)))[0].title == GOOD


def test_pages_come_before_feed_excerpts_and_empty_texts() -> None:
    page = article("Watch: harbour bill", source="https://ledger.example/feed")
    excerpt = article(GOOD, text_from="feed")
    empty = article(GOOD, "", source="https://herald.example/feed")
    assert headline_order(story(empty, excerpt, page)) == (page, excerpt, empty)


def test_equal_titles_are_ordered_by_weight() -> None:
    heavy = article(GOOD, source="https://b.example/feed", weight=2.0)
    light = article(GOOD, source="https://a.example/feed", weight=1.0)
    assert headline_order(story(light, heavy)) == (heavy, light)


@pytest.mark.parametrize(
    ("sentence", "news"),
    [
        ("KYIV (AP) — The army left.", "The army left."),
        ("(CNN)Two men left.", "Two men left."),
        ("Boston, 3 May (Reuters) - Two men left.", "Two men left."),
        ("NEW YORK — Two men left.", "Two men left."),
        ("Washington (NPA) President Hale left.", "President Hale left."),
        ("MARLOW, Upland/HARROWGATE (NPA) - Two men left.", "Two men left."),
        ("President Hale (R) Wins again.", "President Hale (R) Wins again."),
        ("NATO (the alliance) left.", "NATO (the alliance) left."),
        ("BP - the oil firm - left.", "BP - the oil firm - left."),
        ("US-China talks ended.", "US-China talks ended."),
    ],
)
def test_datelines_are_cut_and_names_are_not(sentence: str, news: str) -> None:
    assert sentence[dateline_end(sentence) :] == news


def test_what_leans_depends_on_the_language() -> None:
    assert leans("“It is over,” he said.")
    assert leans("On the other hand, prices fell.")
    assert not leans("On Monday prices fell.", "en")
    assert leans("On wrócił do domu.", "pl")
    assert not leans("Die Regierung tagt.", "de")


@pytest.mark.parametrize(
    ("sentence", "fair"),
    [
        ('He called it "a good day" in Oster.', True),
        ('He called it "a good day in Oster.', False),
        ("It’s a ‘hard year’ for the workers’ union.", True),
        ("‘We lost a hard year for all.", False),
        ("This is it.”", False),
        ("Bus (line 4 ended.", False),
    ],
)
def test_quotations_must_be_whole(sentence: str, fair: bool) -> None:
    assert balanced(sentence) is fair


def test_readability_ranks_news_above_furniture() -> None:
    news = readability("The council of Oster approved a tram line on Monday.")
    assert news == 1.0
    for worse in (
        "We think that the council of Oster was right.",
        "Was the council of Oster right to approve it?",
        "The council of Oster (pictured) met on Monday.",
        "The council of Oster met on Monday",
        "Oster agreed.",
        "THE COUNCIL OF OSTER APPROVED A TRAM LINE.",
    ):
        assert readability(worse) < news


WORDS = [
    "The ship",
    " struck",
    " 61",
    " votes",
    ". ",
    ".",
    "\n",
    '"',
    " He",
    " said",
    "?",
    " (AP) - ",
    "汉。",
    "É ",
    "“",
    "—",
]
TEXTS = st.one_of(st.text(max_size=200), st.lists(st.sampled_from(WORDS), max_size=60).map("".join))


@settings(max_examples=150, deadline=None)
@given(
    st.lists(TEXTS, min_size=1, max_size=4), st.integers(0, 5), st.one_of(st.none(), st.integers(0, 60)), st.randoms()
)
def test_any_texts_give_verbatim_quotes_within_budget(
    texts: list[str], sentences: int, words: int | None, shuffle: random.Random
) -> None:
    articles = [article(text[:40], text, source=f"https://s{n}.example/feed") for n, text in enumerate(texts)]
    told = story(*articles, id="s")
    quotes = Extractive().summarize(told, sentences=sentences, words=words)
    by_id = {a.id: a.text for a in articles}
    assert len(quotes) <= sentences
    assert words is None or sum(count_words(q.text) for q in quotes) <= words
    for quote in quotes:
        assert by_id[quote.article][quote.start : quote.end] == quote.text == quote.text.strip() != ""
    shuffle.shuffle(articles)
    turned = replace(told, articles=tuple(articles))
    assert Extractive().summarize(turned, sentences=sentences, words=words) == quotes
    assert one_liner(turned) == one_liner(told)
    doors = summarize_story(texts, words=words)
    shuffle.shuffle(texts)
    assert summarize_story(texts, words=words) == doors
    assert all(any(line in text for text in texts) for line in doors)


@pytest.mark.parametrize(
    "piece", ["A ship struck 61 bridges. ", "ship ", '"', "A. ", "‘a ", "KYIV ", "(", "汉。", "He said it.\n"]
)
def test_a_huge_text_is_done_in_time(piece: str) -> None:
    began = time.process_time()
    summarize(piece * 10_000, words=60)
    assert time.process_time() - began < 4


def test_titles_must_match_texts() -> None:
    with pytest.raises(ValueError):
        summarize_story(["One text.", "Another."], titles=["One"])


def test_a_vote_is_not_told_again_in_another_outlet_s_words() -> None:
    one = article(
        "Parliament raises the pension age",
        "Parliament voted 77 to 73 on Tuesday to raise the pension age, keeping the government in office.\n"
        "Three rebels returned to the coalition hours before the roll call.",
    )
    two = article(
        "People will have to work longer after pension vote",
        "Millions will work for two more years after deputies backed the bill by 77 votes to 73.\n"
        "The unions called a general strike for the last week of September.",
        source="https://lantern.example/feed",
    )
    told = [quote.text for quote in Extractive().summarize(story(one, two), sentences=3)]
    assert sum("77" in sentence for sentence in told) == 1
    assert any("strike" in sentence for sentence in told)
