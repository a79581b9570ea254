"""Proof that an edition quotes what was read, and the last look at a mail before it goes out."""

from __future__ import annotations

import email
import email.policy
from collections.abc import Callable
from dataclasses import replace
from email.message import EmailMessage

import pytest
from hypothesis import given
from hypothesis import strategies as st

from briefing.core.check import MANY_BYTES, MOST_BYTES, check, encoded_size, verify
from briefing.model import Article, Brief, Document, Edition, Image
from tests import editions

Known = dict[tuple[str, str], Article]


def known(articles: list[Article]) -> Known:
    return {(article.id, article.digest): article for article in articles}


def with_first(edition: Edition, change: Callable[[Brief], Brief]) -> Edition:
    """The edition with its lead story changed."""
    top, *rest = edition.sections
    return replace(edition, sections=(replace(top, briefs=(change(top.briefs[0]), *top.briefs[1:])), *rest))


# --- verify ----------------------------------------------------------------------------------------------------------


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


# --- check -----------------------------------------------------------------------------------------------------------


def document(made: Edition, extra: str = "", **changes: str) -> Document:
    """The plainest document that says what the edition says."""
    stories = [(brief.headline, *(quote.text for quote in brief.quotes)) for brief in made.briefs]
    words = [part for story in stories for part in story]
    html = "".join(f"<p>{part.replace('&', '&amp;').replace('<', '&lt;')}</p>\n" for part in words)
    plain = Document(
        edition=made.id,
        subject=made.subject,
        preheader=made.preheader,
        html=f"<html lang=en><style>p {{ margin: 0 }}</style><body>{html}{extra}</body></html>",
        text="\n".join(words),
        markdown="",
        json="",
    )
    return replace(plain, **changes)


def stops(edition: Edition, drawn: Document) -> list[str]:
    return [finding.message for finding in check(edition, drawn) if finding.level == "stop"]


def warnings(edition: Edition, drawn: Document) -> list[str]:
    return [finding.message for finding in check(edition, drawn) if finding.level == "warn"]


def test_a_document_in_order_has_no_finding() -> None:
    made, _ = editions.edition(*editions.hostile())
    links = '<a href="https://a.example/?b=1&amp;c=2">x</a><a href="mailto:desk@daily.example">y</a>'
    links += '<img src="https://a.example/i.png" alt="">'
    assert check(made, document(made, links)) == []


@pytest.mark.parametrize(
    ("extra", "problem"),
    [
        ('<a href="/archive">x</a>', "'/archive', which is no absolute"),
        ('<a href="">x</a>', "'', which is no absolute"),
        ('<a href="#top">x</a>', "'#top', which is no absolute"),
        ('<a href="javascript:alert(1)">x</a>', "no absolute"),
        ('<a href="mailto:">x</a>', "no absolute"),
        ('<a href="https://a.example/{{ token }}">x</a><p>{{ name }}</p>', "unfilled place of a template: "),
        ("<p>{% if x %}</p>", "unfilled place of a template"),
        ('<img src="https://a.example/i.png">', "has no alt text"),
        ("<style>" + "p { margin: 0 }" * 1_200 + "</style>", "of <style>; Gmail reads 16,000"),
        ("<p>word</p>" * 9_500, "mail programs cut off what exceeds"),
    ],
)
def test_what_would_break_in_a_mail_program_stops_it(extra: str, problem: str) -> None:
    made, _ = editions.edition()
    found = stops(made, document(made, extra))
    assert len(found) == 1
    assert problem in found[0]


@pytest.mark.parametrize(
    ("changes", "problem"),
    [
        ({"subject": " "}, "the subject is empty"),
        ({"subject": "News\r\nBcc: x@y.example"}, "a line end or another control character"),
        ({"subject": "{{ edition.subject }}"}, "the subject has an unfilled place"),
        ({"text": ""}, "the text form is empty"),
        ({"edition": "daily/2026-09-15"}, "drawn from daily/2026-09-15, not from daily/2026-09-16"),
    ],
)
def test_a_mail_without_its_parts_is_stopped(changes: dict[str, str], problem: str) -> None:
    made, _ = editions.edition()
    assert any(problem in each for each in stops(made, document(made, **changes)))


@pytest.mark.parametrize("form", ["html", "text"])
def test_a_form_that_lacks_a_sentence_is_stopped(form: str) -> None:
    made, _ = editions.edition()
    drawn = document(made)
    sentence = made.briefs[2].quotes[1].text
    less = replace(drawn, **{form: getattr(drawn, form).replace(sentence, "")})
    assert any(sentence[:30] in each for each in stops(made, less))


def test_lines_broken_elsewhere_and_odd_characters_are_no_lack() -> None:
    made, _ = editions.edition()
    drawn = document(made)
    assert check(made, replace(drawn, text=drawn.text.replace(" ", "\n"))) == []


@pytest.mark.parametrize(
    ("changes", "problem"),
    [
        ({"preheader": ""}, "there is no preheader"),
        ({"preheader": "Parliament passes the harbour bill after a night of talks"}, "repeats the subject"),
        ({"subject": "x" * 51}, "51 characters"),
        ({"subject": "PARLIAMENT PASSES BILL"}, "all capitals"),
    ],
)
def test_what_is_poor_is_said_and_does_not_stop(changes: dict[str, str], problem: str) -> None:
    made, _ = editions.edition()
    drawn = document(made, **changes)
    assert stops(made, drawn) == []
    assert [problem in each for each in warnings(made, drawn)] == [True]


def test_a_mail_that_is_nearly_too_long_is_only_warned_of() -> None:
    made, _ = editions.edition()
    drawn = document(made, "<p>word</p>\n" * 6_700)
    assert MANY_BYTES < encoded_size(drawn.html) < MOST_BYTES
    assert stops(made, drawn) == []
    assert any("from 102,000 on" in each for each in warnings(made, drawn))


@pytest.mark.parametrize("text", ["plain words " * 400, "é漢 = naïve\n" * 300, "<p style='a=b'>x</p>\r\n" * 200, ""])
def test_the_size_is_that_of_the_part_as_it_travels(text: str) -> None:
    message = EmailMessage(policy=email.policy.SMTP)
    message.set_content(text, cte="quoted-printable")
    travels = message.as_bytes().split(b"\r\n\r\n", 1)[1]
    assert encoded_size(text) == pytest.approx(len(travels), rel=0.02, abs=4)


def test_a_section_that_is_named_like_a_template_is_no_unfilled_place_even_in_capitals() -> None:
    made, _ = editions.edition(*editions.hostile())
    named = replace(made, sections=(replace(made.sections[0], name="my {{ news"), *made.sections[1:]))
    fine = document(named)
    assert stops(named, replace(fine, text=f"MY {{{{ NEWS\n{fine.text}")) == []
    assert stops(named, replace(fine, text=f"MY {{{{ VIEWS\n{fine.text}")) != []
