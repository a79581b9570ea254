"""A real edition, from the templates to the letter that a reader gets: signed, with links of their own."""

from __future__ import annotations

import re
from email import message_from_bytes, policy
from itertools import count

import markdown
import nh3
import pytest

from briefing.core.codec import edition_json
from briefing.core.letter import Letter
from briefing.core.message import (
    feedback_id_header,
    list_id_header,
    message_id,
    parse_address,
    unsubscribe_headers,
)
from briefing.edges.babel_locale import locale_for
from briefing.edges.jinja_renderer import JinjaRenderer
from briefing.model import Look
from tests import editions
from tests.conftest import ROOT
from tests.core.test_dkim import DOMAIN, good_to_dkimpy, signers

LEAVE, MAILTO = "https://brief.example/leave/{reader}", "mailto:leave+{reader}@brief.example?subject=leave"


@pytest.fixture(scope="module")
def letter() -> Letter:
    edition, _ = editions.edition(*editions.hostile(), unsubscribe=LEAVE, subject="{reader}, the news")
    renderer = JinjaRenderer(
        [ROOT / "templates"],
        lambda note: nh3.clean(markdown.markdown(note)),
        edition_json,
        look=Look(),
        locale_for=locale_for,
    )
    document = renderer.render(edition)
    headers = [
        f"From: {parse_address('Tägliches <news@brief.example>').header}",
        f"List-Id: {list_id_header('Daily <daily.brief.example>')}",
        *unsubscribe_headers(LEAVE, MAILTO),
        feedback_id_header(edition.id, "daily", DOMAIN),
    ]
    return Letter(headers, document, personal=[LEAVE, MAILTO], signers=signers())


def test_every_reader_has_links_of_their_own_and_a_signature_that_holds(letter: Letter) -> None:
    seen = set()
    for number, token in zip(count(), ("k3Jx0pWqAbCdEfGhIjKl_-", "0123456789abcdefghijkl"), strict=False):
        to = parse_address(f"reader{number}@home.example")
        name = message_id("daily/1", "mail", to.spec, DOMAIN, key=b"secret")
        raw = letter.join(to, name, editions.CLOSES, {"reader": token})
        raw = re.sub(rb"(?m)^\.", b"", raw)  # as the server takes it in
        message = message_from_bytes(raw, policy=policy.default)
        own = LEAVE.format(reader=token)
        text, html = (part.get_content() for part in message.iter_parts())
        assert message["Subject"] == "{reader}, the news"
        assert message["List-Unsubscribe"] == f"<{own}>, <{MAILTO.format(reader=token)}>"
        assert message["List-Unsubscribe-Post"] == "List-Unsubscribe=One-Click"
        assert own in text
        assert f'href="{own}"' in html
        assert "leave/{" not in text + html
        assert good_to_dkimpy(raw) == [True, True]
        seen.add(raw.split(b"\r\n\r\n", 1)[1].replace(token.encode(), b""))
    assert len(seen) == 1
