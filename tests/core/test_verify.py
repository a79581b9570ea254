"""Proof that an edition quotes what was read, to the very characters."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from briefing.core.verify import verify
from briefing.model import Account, Article, Brief, Edition, Image, Telling
from tests import editions

Known = dict[tuple[str, str], Article]


def known(articles: list[Article]) -> Known:
    return {(article.id, article.digest): article for article in articles}


def with_first(edition: Edition, change: Callable[[Brief], Brief]) -> Edition:
    """The edition with its lead story changed."""
    top, *rest = edition.sections
    return replace(edition, sections=(replace(top, briefs=(change(top.briefs[0]), *top.briefs[1:])), *rest))


def test_an_edition_that_quotes_what_was_read_is_proved() -> None:
    made, articles = editions.edition(*editions.hostile())
    assert verify(made, known(articles)) == []


def quote_changed(**changes: object) -> Callable[[Brief], Brief]:
    return lambda brief: replace(brief, quotes=(replace(brief.quotes[0], **changes), *brief.quotes[1:]))  # type: ignore[arg-type] # Quote's own fields


def reference_changed(**changes: object) -> Callable[[Brief], Brief]:
    return lambda brief: replace(brief, articles=(replace(brief.articles[0], **changes), *brief.articles[1:]))  # type: ignore[arg-type] # Reference's own fields


@pytest.mark.parametrize(
    ("change", "problem"),
    [
        (quote_changed(text="Parliament passed the harbour bill by 62 votes."), "the article says 'Parliament passed"),
        (quote_changed(start=1), "the article says 'arliament"),
        (quote_changed(end=100_000), "the article has"),
        (quote_changed(start=-5), "the article has"),
        (quote_changed(start=5, end=5, text=""), "an empty quotation"),
        (quote_changed(article="elsewhere"), "which the story does not name"),
        (quote_changed(trimmed=True, text="Parliament never passed the harbour bill."), "the article says"),
        (lambda brief: replace(brief, headline="Parliament rejects the harbour bill"), "is not the title of its first"),
        (lambda brief: replace(brief, articles=()), "it names no article"),
        (lambda brief: replace(brief, articles=brief.articles[::-1]), "is not the title of its first"),
        (lambda brief: replace(brief, image=Image(url="file:///etc/passwd")), "is no http(s) address"),
        (reference_changed(digest="0" * 64), "is not known in the version 000000000000"),
        (reference_changed(title="Another"), "but its title is"),
        (reference_changed(url="https://elsewhere.example/"), "but it was read at"),
        (reference_changed(url="javascript:alert(1)"), "is no http(s) address"),
        (reference_changed(text_from="feed"), "but its text is from the page"),
    ],
)
def test_each_untruth_is_found_and_its_story_named(change: Callable[[Brief], Brief], problem: str) -> None:
    made, articles = editions.edition()
    problems = verify(with_first(made, change), known(articles))
    assert problems
    assert any(problem in each for each in problems)
    assert all(each.startswith(f"story {made.briefs[0].story}: ") for each in problems)


def test_news_stands_in_a_report_that_the_story_names() -> None:
    made, articles = editions.edition()
    lead = made.briefs[0].articles[0]
    told = known(articles)[lead.id, lead.digest].text.split()[0]
    assert verify(with_first(made, lambda brief: replace(brief, news=(told,))), known(articles)) == []
    (problem,) = verify(with_first(made, lambda brief: replace(brief, news=("9,999 dead",))), known(articles))
    assert "its news '9,999 dead' stands in no report" in problem


@pytest.mark.parametrize(
    ("change", "problem"),
    [
        ({}, ""),
        ({"text": "seven hundred"}, "the article says"),
        ({"article": "elsewhere"}, "is from article elsewhere, which the story does not name"),
        ({"url": "https://elsewhere.example/"}, "but it was read at"),
    ],
)
def test_what_is_lined_up_stands_where_it_is_said_to(change: dict[str, str], problem: str) -> None:
    made, articles = editions.edition()
    quote = made.briefs[0].quotes[0]
    place = replace(quote, text=quote.text[:9], end=quote.start + 9)
    forged = replace(place, **change)  # type: ignore[arg-type] # Quote's own fields
    account = Account(what="dead", tellings=(Telling(text=quote.text[:9], places=(place, forged)),))
    found = verify(with_first(made, lambda brief: replace(brief, accounts=(account,))), known(articles))
    assert bool(found) is bool(problem)
    assert all(problem in each for each in found)


def test_a_stored_text_that_was_changed_is_found() -> None:
    made, articles = editions.edition()
    forged = known(articles)
    name = (made.briefs[0].articles[0].id, made.briefs[0].articles[0].digest)
    forged[name] = replace(forged[name], text=forged[name].text + " Or so they say.")
    assert any("not the text that the edition was made of" in problem for problem in verify(made, forged))


def test_a_trim_may_cut_at_an_end_and_nowhere_else() -> None:
    made, articles = editions.edition()
    text = made.briefs[0].quotes[0].text
    cut = quote_changed(trimmed=True, text=text[4:], start=made.briefs[0].quotes[0].start + 4)
    assert verify(with_first(made, cut), known(articles)) == []
    inside = quote_changed(trimmed=True, text=text[:10] + text[14:])
    assert verify(with_first(made, inside), known(articles)) != []


@given(st.data())
def test_any_change_to_any_quoted_text_is_found(data: st.DataObject) -> None:
    made, articles = editions.edition()
    lead = made.briefs[0]
    text = lead.quotes[0].text
    place = data.draw(st.integers(0, len(text) - 1))
    other = data.draw(st.characters(exclude_characters=text[place]))
    forged = quote_changed(text=text[:place] + other + text[place + 1 :])
    assert verify(with_first(made, forged), known(articles)) != []
