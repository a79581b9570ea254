from __future__ import annotations

import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from briefing.core.clean import clean

TITLE = "Harbour bill passes after a night of talks"
BODY = [
    "VALMERE (NPA) - Parliament passed the harbour bill on Tuesday by 61 votes to 44, ending months of dispute.",
    "The law lets the port of Valmere borrow up to 40 million crowns for new quays, the finance ministry said.",
    "“We waited ten years for this,” said Ines Dahl, who leads the dockers’ union. Work starts in March.",
    "Opponents want the constitutional court to look at it. A ruling is expected by the end of the year.",
]


def cleaned(*junk: str, authors: tuple[str, ...] = ()) -> tuple[list[str], tuple[tuple[str, str], ...]]:
    answer = clean("\n".join([*BODY[:2], *junk, *BODY[2:]]), title=TITLE, authors=authors)
    return answer.text.splitlines(), answer.removed


@pytest.mark.parametrize(
    ("rule", "line"),
    [
        ("title", TITLE),
        ("title", f"{TITLE}. Source: Port of Valmere, Public domain, via Wikimedia Commons"),
        ("caption", "The quay at dawn. Photo: O. Brandt/AFP"),
        ("caption", "Dockers cheer as the result is read out on Tuesday (AP Photo/Lena Moor)"),
        ("caption", "Dockers outside parliament. Lena Moor/Getty Images"),
        ("caption", "FILE PHOTO: A crane stands idle in the port of Valmere"),
        ("caption", "Ein Kran im Hafen. Foto: dpa"),
        ("byline", "By Ann Lee and Tomas Berg"),
        ("byline", "Ann Lee, Staff reporter"),
        ("byline", "Von Anna Lehmann"),
        ("stamp", "Published 12 March 2026, 10:15"),
        ("stamp", "3 min read"),
        ("related", "Read more: What the bill changes for the islands"),
        ("related", "(MORE: Ferries to run on Sundays again)"),
        ("related", "Lesen Sie auch: Was sich für die Inseln ändert"),
        ("related", "À lire aussi : Ce que change la loi pour les îles"),
        ("related", "Lea también: Qué cambia la ley para las islas"),
        ("advert", "ADVERTISEMENT"),
        ("advert", "Werbung"),
        ("affiliate", "If you buy through our links, we may earn a commission."),
        ("promotion", "Sign up for daily updates"),
        ("promotion", "Subscribe today to get the best of our reporting for less than a crown a week."),
        ("promotion", "Follow us on Instagram for pictures from the harbour"),
        ("promotion", "Download our app for breaking news"),
        ("promotion", "Abonnez-vous à notre lettre du matin"),
        ("consent", "We use cookies to make this website work better for you."),
        ("consent", "The Meridian and 214 partners store or access information on your device, such as cookies."),
        ("consent", "You can reject all or manage your choices whenever you like."),
        ("copyright", "© 2026 The Valmere Meridian. All rights reserved."),
        ("tags", "Tags: harbour, parliament, budget"),
        ("share", "Share this article on Facebook"),
        ("code", "window.ads = window.ads || []; function() { show(); }"),
        ("repeat", BODY[0]),
    ],
)
def test_a_line_of_this_kind_goes_and_is_named(rule: str, line: str) -> None:
    lines, removed = cleaned(line)
    assert lines == BODY
    assert removed == ((rule, line),)


@pytest.mark.parametrize(
    "line",
    [
        "The government will sign up to the treaty next week, the minister told reporters in Valmere.",
        "Investigators want the company to share its records, and follow the money through four banks.",
        "Website owners must ask before they set cookies, the court ruled, and fines reach two million crowns.",
        "Photos of the accident show the crane lying across the track, and police took them as evidence.",
        "The newsletter, which 4,000 dockers read, called the vote a “late victory” for the union.",
        "Read the room, she told her party: nobody wants another vote this year.",
        "The police may not access information on a suspect’s phone without a warrant, the court held.",
        "Voters will accept your choices, she told the party, only if they can see them.",
        "Related charges against the port’s former director were dropped in May.",
        "By Tuesday evening, 14 ships were waiting outside the harbour.",
        "Ann Lee of the opposition said she would vote against it.",
        "What the bill says",
    ],
)
def test_a_sentence_of_the_report_stays(line: str) -> None:
    lines, removed = cleaned(line, authors=("Tomas Berg",))
    assert line in lines
    assert removed == ()


def test_an_authors_line_and_biography_go() -> None:
    lines, removed = cleaned(
        "Tomas Berg in Valmere", "Tomas Berg is a reporter for the Meridian and covers ports.", authors=("Tomas Berg",)
    )
    assert lines == BODY
    assert [rule for rule, _ in removed] == ["byline", "bio"]


def test_menus_go_from_both_ends_only() -> None:
    answer = clean("\n".join(["Politics", "World", BODY[0], "What comes next", BODY[1], "Most read today", "Contact"]))
    assert answer.text.splitlines() == [BODY[0], "What comes next", BODY[1]]
    assert {rule for rule, _ in answer.removed} <= {"menu", "related"}


def test_it_is_undone_where_it_would_take_too_much() -> None:
    text = "\n".join(
        [BODY[0], *(f"Read more: story number {n} about the harbour and its many ships" for n in range(9))]
    )
    assert clean(text).text == text
    assert clean(text).removed == ()


@given(st.text(alphabet=st.characters(codec="utf-8"), max_size=400), st.text(max_size=60))
def test_what_stays_is_lines_of_the_text_in_their_order(text: str, title: str) -> None:
    answer = clean(text, title=title)
    remaining = iter(text.splitlines())
    assert all(line in remaining for line in answer.text.split("\n") if line)
    assert clean(text, title=title) == answer


@pytest.mark.parametrize("unit", ["yA", "(photo", "a b ", "A-", "©", "<a ", "By A and ", "#a,", "1/1", "\u00a0", "{"])
def test_hostile_lines_take_little_time(unit: str) -> None:
    start = time.process_time()
    clean("\n".join([unit * 600, "By " + unit * 400, "Photo: " + unit * 400]), title=unit * 50)
    assert time.process_time() - start < 1.0
