"""The last look before an edition goes out: as a mail, as a page, and as news."""

from __future__ import annotations

import email
import email.policy
from dataclasses import replace
from datetime import timedelta
from email.message import EmailMessage
from typing import Any

import pytest

from briefing.core.check import MANY_BYTES, MOST_BYTES, Finding, check, encoded_size
from briefing.core.verify import verify
from briefing.edges.jinja_renderer import markdown
from briefing.model import Brief, Document, Edition
from tests import editions
from tests.core.test_verify import known, with_first

# --- as a mail -------------------------------------------------------------------------------------------------------


def document(made: Edition, extra: str = "", **changes: Any) -> Document:
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
        markdown="\n\n".join(map(markdown, words)),
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
    links += '<img src="https://a.example/i.png" alt="" width="40" height="40">'
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
        ('<img src="https://a.example/i.png" width="40" height="40">', "has no alt text"),
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
        ({"markdown": "\n"}, "the Markdown form is empty"),
        ({"web": "<p></p>"}, "the web page's form is empty"),
        ({"edition": "daily/2026-09-15"}, "drawn from daily/2026-09-15, not from daily/2026-09-16"),
    ],
)
def test_a_mail_without_its_parts_is_stopped(changes: dict[str, str], problem: str) -> None:
    made, _ = editions.edition()
    assert any(problem in each for each in stops(made, document(made, **changes)))


@pytest.mark.parametrize("form", ["html", "text", "markdown", "web"])
@pytest.mark.parametrize("part", ["headline", "sentence"])
def test_a_form_that_lacks_a_headline_or_sentence_is_stopped(form: str, part: str) -> None:
    made, _ = editions.edition()
    drawn = document(made, web=document(made).html)
    brief = made.briefs[2]
    text = brief.headline if part == "headline" else brief.quotes[0].text
    assert stops(made, drawn) == []
    less = replace(drawn, **{form: getattr(drawn, form).replace(markdown(text) if form == "markdown" else text, "")})
    (found,) = stops(made, less)
    assert text[:30] in found


def test_only_the_html_of_the_mail_may_leave_out_what_the_renderer_left_out() -> None:
    made, _ = editions.edition()
    last = made.briefs[-1]
    parts = (last.headline, *(quote.text for quote in last.quotes))

    def without(form: str) -> str:
        return form.replace(parts[0], "").replace(parts[1], "")

    drawn = document(made)
    shorter = replace(drawn, html=without(drawn.html), left_out=(last.story,))
    assert stops(made, shorter) == []
    assert warnings(made, shorter) == [
        "the HTML of the mail leaves 1 story to the other forms: mail programs would cut it off with it"
    ]
    assert len(stops(made, replace(shorter, left_out=(made.briefs[0].story,)))) == 2
    assert len(stops(made, replace(shorter, text=without(drawn.text)))) == 2


def test_so_much_is_lacking_that_it_is_counted() -> None:
    made, _ = editions.edition()
    found = stops(made, document(made, text="Something else."))
    assert sum("the text form lacks" in each for each in found) == 20
    assert found[-1].endswith("more of this kind")


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


# --- leftovers -------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("nothing", ["None", "undefined"])
def test_what_templates_print_for_nothing_is_found_unless_a_feed_says_it(nothing: str) -> None:
    made, _ = editions.edition()
    node = f"<p><b> {nothing} </b></p>"
    assert stops(made, document(made, node)) == [f"the HTML form says “{nothing}” where something is missing"]
    assert stops(made, document(made, f"<p>{nothing} of them came.</p>")) == []
    plain = document(made)
    (found,) = stops(made, replace(plain, text=f"{plain.text}\n{nothing}\n"))
    assert found.startswith("the text form says")
    said = replace(made, sections=(replace(made.sections[0], name=nothing), *made.sections[1:]))
    assert stops(said, document(said, node)) == []


@pytest.mark.parametrize("form", ["text", "markdown", "web"])
def test_an_unfilled_place_is_found_in_every_form(form: str) -> None:
    made, _ = editions.edition(*editions.hostile())
    drawn = document(made, web=document(made).html)
    assert stops(made, drawn) == []
    (found,) = stops(made, replace(drawn, **{form: getattr(drawn, form) + "\n\nHello {{ name }}"}))
    assert "{{name}}" in found


# --- pictures and the web page ---------------------------------------------------------------------------------------


def test_a_picture_of_unknown_size_is_only_warned_of() -> None:
    made, _ = editions.edition()
    drawn = document(made, '<img src="https://a.example/i.png" alt="The quay" width="40">')
    assert stops(made, drawn) == []
    (found,) = warnings(made, drawn)
    assert "no width and height" in found


def test_a_web_page_may_link_within_its_site_but_not_into_a_program() -> None:
    made, _ = editions.edition()
    fine = '<a href="#top">x</a><a href="../atom.xml">y</a><a href="mailto:a@b.example">z</a>'
    plain = document(made)
    assert check(made, replace(plain, web=document(made, fine).html)) == []
    for wrong in ("javascript:alert(1)", "data:text/html,x", "file:///etc/passwd"):
        (found,) = stops(made, replace(plain, web=document(made, f'<a href="{wrong}">x</a>').html))
        assert wrong in found


def test_faint_words_are_stopped_and_told_with_both_colours() -> None:
    made, _ = editions.edition()
    (found,) = stops(made, document(made, '<p style="color: #999">hard to read</p>'))
    assert found == (
        "'hard to read' in the HTML is #999999 on #ffffff (light and dark), a contrast of 2.84:1; "
        "4.5:1 is the least that all can read"
    )
    (found,) = stops(made, document(made, web=document(made, '<p style="color: #999">hard to read</p>').html))
    assert "in the web page" in found


# --- as news ---------------------------------------------------------------------------------------------------------


def news(edition: Edition) -> list[Finding]:
    return check(edition, document(edition))


def dated(*hours: float | None) -> Edition:
    """The edition, the reports of its lead published so many hours before it closed."""
    made, _ = editions.edition()

    def change(brief: Brief) -> Brief:
        given = [None if each is None else made.slot.closes - timedelta(hours=each) for each in hours]
        dates = given + [given[-1]] * len(brief.articles)
        return replace(
            brief,
            articles=tuple(
                replace(article, published=when) for article, when in zip(brief.articles, dates, strict=False)
            ),
        )

    return with_first(made, change)


@pytest.mark.parametrize("hours", [(2,), (35.9,), (80, 3), (None, 3), (3, None)])
def test_a_lead_is_of_the_day_where_one_of_its_reports_is(hours: tuple[float | None, ...]) -> None:
    assert news(dated(*hours)) == []


def test_an_old_lead_and_one_without_a_date_are_stopped() -> None:
    (old,) = news(dated(36.5))
    assert (old.level, old.rule) == ("stop", "lead")
    assert "is old: it was published 2026-09-14 16:00 UTC, 36 hours before the edition closed" in old.message
    assert old.advice
    (undated,) = news(dated(None))
    assert (undated.level, undated.rule) == ("stop", "lead")
    assert "has no date" in undated.message


def test_after_days_without_an_edition_news_of_those_days_is_not_old() -> None:
    late = dated(60)
    longer = replace(late, slot=replace(late.slot, opens=late.slot.closes - timedelta(days=3)))
    assert [finding.rule for finding in news(late)] == ["lead"]
    assert news(longer) == []


def test_a_lead_from_the_future_is_only_warned_of() -> None:
    (found,) = news(dated(-5))
    assert (found.level, found.rule) == ("warn", "lead")


def test_an_edition_without_stories_has_no_lead_to_be_old() -> None:
    made, _ = editions.edition()
    assert [finding for finding in news(replace(made, sections=())) if finding.rule == "lead"] == []


@pytest.mark.parametrize(
    ("one", "other", "level"),
    [
        ("Ferry sails again", "FERRY  sails\tagain", "stop"),
        ("Straße gesperrt", "STRASSE gesperrt", "stop"),
        ("Northern ferry sails again after nine days", "The northern ferry sails again after nine days", "warn"),
        ("渡船九天后恢复航行，码头工人返回岗位", "渡船九天后恢复航行：码头工人返回岗位", "warn"),
        ("Northern ferry sails again after nine days", "Northern ferry stays in port for a ninth day", ""),
        ("Northern ferry told at length on this day", "Northern trams told at length on this day", ""),
        ("Ferry", "Ferry sails again", ""),
        ("Round 3 of the talks on the harbour ends", "Round 4 of the talks on the harbour ends", ""),
        ("", "", "warn"),
        ("ok", "no", ""),
    ],
)
def test_two_headlines_that_say_the_same(one: str, other: str, level: str) -> None:
    made, _ = editions.edition(*(editions.told(text, ("Post", f"Told {n}.")) for n, text in enumerate((one, other))))
    found = [finding.level for finding in news(made) if finding.rule == "headlines"]
    assert found == ([level] if level else [])


def test_what_stops_comes_first_and_says_what_to_do() -> None:
    made, articles = editions.edition()
    changed = known(articles)
    name = (made.briefs[0].articles[0].id, made.briefs[0].articles[0].digest)
    changed[name] = replace(changed[name], text="Another text.")
    found = check(made, document(made, '<img src="x">', preheader=""), unproved=verify(made, changed))
    levels = [finding.level for finding in found]
    assert levels == sorted(levels)
    assert {"quote", "alt", "link"} <= {finding.rule for finding in found if finding.level == "stop"}
    assert all(finding.advice for finding in found if finding.level == "stop")
