"""What programs of others say of an edition's bytes: the Nu HTML checker, caniemail's tables, SpamAssassin."""

from __future__ import annotations

import re
import time
from collections.abc import Callable
from datetime import UTC, datetime
from itertools import product
from pathlib import Path

import pytest

from briefing import wiring
from briefing.core import letter, message
from briefing.core.check import MOST_BYTES, check, encoded_size, stops
from tests.edges.test_jinja_renderer import parsed
from tests.look import checkers, mail_clients, pages
from tests.look.conftest import Given

MOST_SPAM = 1.0
MANY = 80_000
MOST_CPU = 4
"""Times what `_yardstick` takes: 45 ms where that takes 11, which no busy or slow machine turns into a failure."""
CHECKED = ("sample", "newsroom", "everything", "Arabic", "Japanese", "one story", "no story")
MAILS_OWN = re.compile(
    r"The “(align|border|cellpadding|cellspacing|width|valign)” attribute on the “(table|td)” element is obsolete"
    r"|Attribute “xmlns:[ov]” not allowed here|Attribute with the local name “xmlns:[ov]” is not serializable"
    r"|CSS: “mso-[a-z-]+”: Property"
)
"""What programs of today and of long ago need together, and no page for browsers has."""


def test_the_html_is_valid(given: Given, tmp_path: Path) -> None:
    for name, theme in product(CHECKED, pages.THEMES):
        for form, html in pages.draw(given(name), theme, rich=True).forms.items():
            (tmp_path / f"{name}.{theme}.{form}.html").write_text(html, encoding="utf-8")
    said = checkers.nu(sorted(tmp_path.iterdir()))
    assert len(said) == 2 * len(CHECKED) * len(pages.THEMES)
    wrong = {
        file: rest
        for file, what in said.items()
        if (rest := [one for one in what if not (".mail." in file and MAILS_OWN.search(one))])
    }
    assert wrong == {}


@pytest.mark.parametrize("theme", pages.THEMES)
@pytest.mark.parametrize("name", ["sample", "newsroom", "everything", "Arabic"])
def test_no_mail_program_lacks_what_the_layout_needs(name: str, theme: str, given: Given) -> None:
    page = parsed(pages.draw(given(name), theme, rich=True).document.html)
    known = checkers.support()
    lacking: dict[str, set[str]] = {}
    used = set()
    for feature, element in mail_clients.features(page):
        used.add(feature)
        for program, word in known.get(feature, {}).items():
            if word == "n" and feature not in mail_clients.SAFE and program.startswith(mail_clients.PROGRAMS):
                lacking.setdefault(f"{feature} of <{element.tag} class={element.get('class')}>", set()).add(program)
    assert len(used & set(known)) > 25
    assert lacking == {}
    assert list(mail_clients.misplaced(page)) == []


def test_a_mail_is_no_spam(given: Given) -> None:
    mails = [
        _mail(pages.draw(given(name), theme), f"<{name}.{theme}@daily.example>")
        for name, theme in product(("sample", "newsroom", "everything", "Arabic"), pages.THEMES)
    ]
    said = checkers.spam_points(mails)
    assert len(said) == len(mails)
    assert {mail: what for mail, what in said.items() if what[0] >= MOST_SPAM} == {}


@pytest.mark.parametrize("theme", pages.THEMES)
def test_thirty_stories_are_far_from_being_cut_off_and_sixty_fit(theme: str, given: Given) -> None:
    thirty, sixty = (pages.draw(given(f"{stories} stories"), theme) for stories in (30, 60))
    assert encoded_size(thirty.document.html) < MANY
    assert thirty.document.left_out == ()
    for drawn in (thirty, sixty):
        assert encoded_size(drawn.document.html) <= MOST_BYTES
        assert stops(check(drawn.edition, drawn.document)) == []


@pytest.mark.parametrize("theme", pages.THEMES)
def test_all_forms_of_an_edition_are_drawn_at_once(theme: str, given: Given) -> None:
    config = pages.settings(theme)
    renderer = wiring.renderer(config)
    edition = given("everything")
    renderer.render(edition)
    rounds = [(_cpu(lambda: renderer.render(edition)), _cpu(_yardstick)) for _ in range(10)]
    taken, yardstick = zip(*rounds, strict=True)
    assert min(taken) < MOST_CPU * min(yardstick)


def _yardstick() -> None:
    """Plain work on plain text, for what a machine is worth at this moment."""
    "".join(sorted(str(number * 7_919 % 100_003) for number in range(50_000)))


def _cpu(work: Callable[[], object]) -> float:
    began = time.process_time()
    work()
    return time.process_time() - began


def _mail(drawn: pages.Drawn, message_id: str) -> bytes:
    """A whole message, as it reaches a reader."""
    leave = drawn.edition.unsubscribe or "https://daily.example/leave?of=8f14e45fceea167a5a36dedd4bea2543"
    headers = [
        "From: Daily Briefing <daily@daily.example>",
        f"List-Id: {message.list_id_header('Daily Briefing <daily.daily.example>')}",
        *message.unsubscribe_headers(leave),
    ]
    made = letter.Letter(headers, drawn.document).join(
        message.parse_address("ann@reader.example"), message_id, datetime.now(UTC)
    )
    return re.sub(rb"(?m)^\.\.", b".", made)
