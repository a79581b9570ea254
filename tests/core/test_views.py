"""What a brief's readers are told beside its sentences: who tells it too, who copies whom, what is new in it."""

from __future__ import annotations

import re
from dataclasses import replace

import markdown
import pytest
from hypothesis import given
from hypothesis import strategies as st

from briefing.core.check import MANY_BYTES, check, encoded_size
from briefing.core.views import NEWS, news
from briefing.core.wording import Wording
from briefing.edges.babel_locale import locale_for
from briefing.model import Account, Brief, Edition, Quote, Telling
from tests import editions
from tests.edges.test_jinja_renderer import parsed, renderer

ENGLISH = Wording(locale_for("en"))


def brief(*quoted: str, also: list[str], agency: str = "", copies: tuple[tuple[str, ...], ...] = ()) -> Brief:
    sentences = [(outlet, f"A sentence by {outlet}.") for outlet in quoted]
    return editions.copied(editions.told("Dam gives way", *sentences, also=also), *copies, agency=agency)[0]


def line(of: Brief) -> list[str]:
    """What is said of the outlets, without what joins it."""
    return [
        f"{outlets.label} {', '.join(article.source for article in outlets.named)}"
        + (f" +{len(outlets.counted)}" if outlets.counted else "")
        for outlets in ENGLISH.coverage(of)
    ]


# --- who tells it too -----------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("quoted", "also", "copies", "said"),
    [
        (["A"], [], [], []),
        (["A"], ["B"], [], ["Also covered by B"]),
        ([], ["A", "B"], [], ["Covered by A, B"]),
        (["A"], ["B", "C", "D"], ["A C D"], ["Also covered by B", "the same AFP report in C, D"]),
        (["A"], ["B", "C"], ["A B C"], ["The same AFP report in B, C"]),
        (["A", "B"], ["C", "D"], ["B D"], ["Also covered by C", "B’s AFP report also in D"]),
        (["A"], ["B", "C", "D"], ["B C"], ["Also covered by D", "one AFP report in B, C"]),
        (["A"], ["B", "C"], ["B C"], ["Also covered by one AFP report in B, C"]),
        # Quoted is a copy, and the others have the report from elsewhere.
        (["A"], ["B", "C"], ["B A C"], ["The same AFP report in B, C"]),
        # Nobody is left to have the other's report: it is one more outlet.
        (["A", "B"], ["C"], ["A B"], ["Also covered by C"]),
        # The widest two are told apart.
        (["A"], list("BCDEFGHI"), ["B C", "D E F", "G H I"],
         ["Also covered by B, C", "one AFP report in D, E, F", "one AFP report in G, H, I"]),
        (["A"], list("BCDEFGH"), [], ["Also covered by B, C, D, E, F, G, H"]),
        (["A"], list("BCDEFGHI"), [], ["Also covered by B, C, D, E, F, G +2"]),
        (["A"], list("BCDEF"), ["A B C D E F"], ["The same AFP report in B, C +3"]),
    ],
)  # fmt: skip
def test_copies_are_told_as_one_report(quoted: list[str], also: list[str], copies: list[str], said: list[str]) -> None:
    families = tuple(tuple(names.split()) for names in copies)
    assert line(brief(*quoted, also=also, agency="AFP", copies=families)) == said
    assert line(brief(*quoted, also=also, copies=families)) == [words.replace("AFP ", "") for words in said]


def test_an_outlet_with_words_of_its_own_is_not_told_as_a_copy() -> None:
    made = brief("A", also=["B", "C", "D"], copies=(("A", "B", "C"),))
    own = replace(made.articles[3], id="own", source="B")
    assert line(replace(made, articles=(*made.articles, own))) == ["Also covered by D, B", "the same report in C"]


def test_one_outlet_s_report_at_two_addresses_is_no_copy() -> None:
    made = brief("A", also=["B", "C"], copies=(("B", "C"),))
    twice = tuple(replace(article, source=article.source.replace("C", "B")) for article in made.articles)
    assert line(replace(made, articles=twice)) == ["Also covered by B"]


def test_a_report_that_one_outlet_is_left_to_have_is_one_more() -> None:
    made = brief("A", also=["B", "C"])
    again = replace(made.articles[0], id="again", repeats=made.articles[2].id)
    assert line(replace(made, articles=(*made.articles, again))) == ["Also covered by B, C"]


def test_an_agency_s_own_report_is_not_said_to_be_the_agency_s_twice() -> None:
    made = brief("Reuters", "A", also=["C"], agency="Reuters", copies=(("Reuters", "C"),))
    assert line(made) == ["Reuters’s report also in C"]
    assert [ENGLISH.origin(article) for article in made.articles] == ["", "", "Reuters"]


@pytest.mark.parametrize(
    ("source", "agency", "said"),
    [("Associated Press", "AP", ""), ("The Associated Press", "AP", ""), ("Agence France-Presse", "AFP", ""),
     ("AP: World news", "AP", ""), ("Paper", "AP", "AP"), ("Lantern", "dpa", "dpa")],
)  # fmt: skip
def test_an_agency_is_named_where_the_outlet_is_another(source: str, agency: str, said: str) -> None:
    (report,) = brief(source, also=[]).articles
    assert ENGLISH.origin(replace(report, agency=agency)) == said


def test_a_report_s_agency_stands_with_what_else_is_known_of_it() -> None:
    (report,) = brief("A", also=[]).articles
    credited = replace(report, agency="dpa")
    assert ENGLISH.origin(report) == ""
    assert ENGLISH.origin(replace(credited, text_from="feed", partial=True)) == "dpa, from the feed’s summary"
    assert ENGLISH.origin(replace(credited, partial=True)) == "dpa, from its beginning; the rest is for subscribers"


@given(st.lists(st.tuples(st.integers(0, 6), st.integers(-1, 12)), max_size=14), st.integers(0, 14))
def test_each_outlet_is_named_once_whoever_repeats_whom(reports: list[tuple[int, int]], quoted: int) -> None:
    made = brief("A", also=["B"])
    articles = tuple(
        replace(made.articles[1], id=f"r{n}", source=f"Outlet {outlet}", repeats="" if of < 0 else f"r{of}")
        for n, (outlet, of) in enumerate(reports)
    )
    quotes = (*made.quotes, *(replace(made.quotes[0], article=f"r{n}") for n in range(len(reports)) if n == quoted))
    made = replace(made, quotes=quotes, articles=(made.articles[0], *articles))
    told = {article.source for article in made.articles if article.id in {quote.article for quote in quotes}}
    found = [article for outlets in ENGLISH.coverage(made) for article in (*outlets.named, *outlets.counted)]
    assert sorted(article.source for article in found) == sorted({a.source for a in made.articles} - told)
    assert all(outlets.named and len(outlets.counted) != 1 for outlets in ENGLISH.coverage(made))
    assert {article.id for outlets in ENGLISH.coverage(made) for article in outlets.named} <= {
        a.id for a in ENGLISH.sources(made)
    }


# --- what is new ----------------------------------------------------------------------------------------------------


def test_news_is_told_of_updates_alone_and_in_whole_pieces() -> None:
    pieces = ("15 dead", "Minister Jane Roe", "resigns")
    made = replace(brief("A", also=[]), news=pieces)
    assert news(replace(made, status="update")) == pieces
    assert news(made) == news(replace(made, status="ongoing")) == ()
    assert news(replace(made, status="update", news=("gives way", "15 dead"))) == ("15 dead",)  # "Dam gives way"
    assert news(replace(made, status="update", news=("x" * (NEWS + 1), " two\n words ", " ", "—"))) == ("two words",)


@given(st.lists(st.text(max_size=2 * NEWS), max_size=8))
def test_news_fits_its_line_and_keeps_its_order(pieces: list[str]) -> None:
    update = replace(brief("A", also=[]), status="update", news=tuple(pieces))
    shown = news(update)
    assert len("; ".join(shown)) <= NEWS
    whole = iter(" ".join(piece.split()) for piece in pieces)
    assert all(piece in whole for piece in shown)
    says = (" ".join(piece.split()) for piece in pieces if any(map(str.isalnum, piece)))
    assert shown[:1] == tuple(piece for piece in says if len(piece) <= NEWS and piece not in update.headline)[:1]


# --- in each form ---------------------------------------------------------------------------------------------------


@pytest.fixture(scope="module")
def running() -> Edition:
    return editions.edition(*editions.running())[0]


SAID = (
    "New: 15 dead; Minister Jane Roe; offers to resign",
    "New: mediator Ada Wren; Ferries sail again; €1.2 million; in the town hall of Torrin on Thursday",
    "The Tribune (AFP)",
    "Fairhaven Post and 24 more; the same AFP report in Aske Tribune, Brennholm Tribune and 14 more",
    "Also covered by Daily Post; Coastal Wire’s Reuters report also in Herald and Courier; one Reuters report in",
    "The same report in Herald and Courier",
)


def test_every_form_says_the_same(running: Edition) -> None:
    document = renderer().render(running)
    page = parsed(document.html.replace("</div><div>", "</div> <div>"))
    for hidden in page.find_class("unfolded"):
        hidden.drop_tree()
    forms = {
        "html": page.text_content(),
        "markdown": parsed(markdown.markdown(document.markdown)).text_content(),
        "text": re.sub(r"\s\[\d+\]", "", document.text),
    }
    for form, text in forms.items():
        spaced = " ".join(text.replace("— ", "").split())
        assert [words for words in SAID if words not in spaced] == [], form
        assert "crews’ union" not in spaced, form
        assert "Gullport Post" not in spaced, form
        assert spaced.count("New: ") == 3, form


def test_every_outlet_that_is_named_is_linked(running: Edition) -> None:
    document = renderer().render(running)
    links = {link.get("href"): link.text_content() for link in parsed(document.html).iter("a")}
    drawn = {a.get("href"): a.text_content() for a in parsed(markdown.markdown(document.markdown)).iter("a")}
    spaced = " ".join(document.text.split())
    numbers = {url: f"[{number}]" for number, url in re.findall(r"^\[(\d+)\] <(\S+)>$", document.text, re.MULTILINE)}
    for brief_ in running.briefs:
        for outlets in ENGLISH.coverage(brief_):
            for article in outlets.named:
                assert links[article.url] == drawn[article.url] == article.source
                assert f"{article.source} {numbers[article.url]}" in spaced
            for article in outlets.counted:
                assert links[article.url] == article.source
                assert article.url not in drawn
                assert article.url not in numbers


def test_where_a_mail_would_be_too_long_outlets_are_counted_and_do_not_unfold() -> None:
    day = [
        editions.told(f"Story {n} of a long day in the valley", ("Lantern", f"Cause {n} is not known."),
                      also=editions.crowd(50))
        for n in range(12)
    ]  # fmt: skip
    few, many = editions.edition(*day[:2])[0], editions.edition(*day)[0]
    assert renderer().render(few).html.count("<summary") == 3
    long = renderer().render(many)
    assert "<summary" not in long.html
    assert "and 44\u00a0more" in parsed(long.html).text_content()
    assert encoded_size(long.html) < MANY_BYTES
    assert check(many, long) == []


def test_hostile_news_and_outlets_are_shown_as_they_are() -> None:
    script, image = "<script>alert(1)</script>", "**15** [dead](javascript:alert(1)) <img src=x onerror=alert(1)>"
    made = brief("A", also=["B", "C", script, "D & <i>E</i>"], agency="<b>AFP</b>", copies=(("A", "B", script),))
    made = replace(made, status="update", news=(image, script))
    whole = editions.edition(note="")[0]
    whole = replace(whole, sections=(replace(whole.sections[0], briefs=(made,)),))
    document = renderer().render(whole)
    page, drawn = parsed(document.html), parsed(markdown.markdown(document.markdown))
    for form in (page, drawn):
        assert form.xpath("//script | //img | //i | //b | //*[@onerror] | //a[starts-with(@href, 'javascript')]") == []
        shown = " ".join(form.text_content().split())
        assert f"New: {image}; {script}" in shown
        assert f"Also covered by C and D & <i>E</i>; the same <b>AFP</b> report in B and {script}" in shown
    assert script in document.text


def test_numbers_are_lined_up_with_the_outlets_that_give_them() -> None:
    made, articles = editions.told("Dam gives way", ("Post", "The dam killed 15."), also=["Herald", "Courier"])

    def places(*outlets: int) -> tuple[Quote, ...]:
        return tuple(Quote(text="The dam", article=articles[outlet].id, start=0, end=7) for outlet in outlets)

    dead = Account(
        what="dead", tellings=(Telling(text="15 dead", places=places(0)), Telling(text="12 dead", places=places(1, 2)))
    )
    assert ENGLISH.figures(replace(made, accounts=(dead,))) == ("15 dead (Post), 12 dead (Herald and Courier)",)
    whole, _ = editions.edition((replace(made, kind="full", accounts=(dead,)), articles))
    drawn = renderer().render(whole)
    for form in (parsed(drawn.html).text_content(), drawn.text, drawn.markdown):
        assert "In numbers: 15 dead (Post), 12 dead (Herald and Courier)." in " ".join(form.split())


def test_what_one_voice_says_and_what_is_no_quotation_is_marked_in_every_form() -> None:
    made, articles = editions.told("Dam gives way", ("Post", "The dam burst."), ("Herald", "It was old."))
    alone, written = made.quotes
    story = replace(
        made,
        quotes=(
            replace(alone, sole=True),
            Quote(text="Nobody knew.", article=written.article, start=0, end=0, by="llm"),
        ),
    )
    whole, _ = editions.edition((story, articles))
    drawn = renderer().render(whole)
    for form in (parsed(drawn.html).text_content(), drawn.text, drawn.markdown):
        said = " ".join(form.split())
        assert "(no other report says so)" in said
        assert "(in words of llm, not a quotation)" in said
        assert "Every sentence but those marked otherwise is quoted word for word" in said
