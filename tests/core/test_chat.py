"""An edition as a message for a chat: sentences word for word, within its limits, and nothing that calls people."""

from __future__ import annotations

import json
import re
from dataclasses import replace
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from briefing.core import chat
from briefing.core.wording import Wording
from briefing.edges.babel_locale import locale_for
from briefing.model import Edition
from tests import editions

WORDS = Wording(locale_for("en"))
ONLINE = "https://daily.example/2026-09-16/edition.html"


def large(stories: int) -> Edition:
    """With so many more stories, each told at length."""
    made, _ = editions.edition(online=ONLINE)
    (lead,) = made.sections[0].briefs[:1]
    more = [replace(lead, story=f"s-{number}", headline=f"{lead.headline} {number}") for number in range(stories)]
    first = replace(made.sections[0], briefs=(*made.sections[0].briefs, *more))
    return replace(made, sections=(first, *made.sections[1:]))


def texts(data: Any) -> str:
    return json.dumps(data, ensure_ascii=False)


def test_slack_has_every_sentence_with_its_link() -> None:
    made, _ = editions.edition(online=ONLINE)
    data = chat.payload(made, "slack", WORDS)
    said = "\n".join(block["text"]["text"] for block in data["blocks"] if block["type"] == "section")
    for brief in made.briefs:
        for quote in brief.quotes:
            shown = " ".join(quote.text.split()).replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")
            assert shown in said
    assert data["text"] == made.subject
    assert f"<{ONLINE}|Read online>" in texts(data)


@pytest.mark.parametrize("stories", [0, 20, 200])
def test_each_chat_gets_what_it_takes_and_says_what_is_left_out(stories: int) -> None:
    made = large(stories)
    slack = chat.payload(made, "slack", WORDS)
    assert len(slack["blocks"]) <= 50
    assert all(len(block["text"]["text"]) <= 3_000 for block in slack["blocks"] if "text" in block)
    discord = chat.payload(made, "discord", WORDS)
    assert len(discord["embeds"]) <= 10
    assert sum(len(embed["title"]) + len(embed["description"]) for embed in discord["embeds"]) <= 6_000
    assert len(discord["content"]) <= 2_000
    mattermost = chat.payload(made, "mattermost", WORDS)
    assert len(mattermost["text"]) <= 16_383
    if stories == 200:
        told = sum(block["type"] == "section" for block in slack["blocks"])
        assert f"{len(made.briefs) - told} more stories are told online" in texts(slack)
        assert f"{len(made.briefs) - len(discord['embeds'])} more stories are told online" in texts(discord)
        assert "more stories are told online" in mattermost["text"]


def test_json_is_the_edition_itself() -> None:
    made, _ = editions.edition(online=ONLINE)
    data = chat.payload(made, "json", WORDS)
    assert data["edition"]["id"] == made.id
    assert data["online"] == ONLINE


@pytest.mark.parametrize("shape", chat.shapes())
def test_nothing_in_the_news_calls_people_or_becomes_a_link(shape: chat.Shape) -> None:
    bad = "@everyone <!channel> <@U123> @here [x](https://evil.example) *b* <https://evil.example|y> `c` # d"
    made, _ = editions.edition(subject=bad)
    first = made.sections[0]
    made = replace(made, sections=(replace(first, briefs=(replace(first.briefs[0], headline=bad),)),))
    data = chat.payload(made, shape, WORDS)
    if shape == "json":
        return  # programs read it: nothing in it is marked up
    said = texts({key: value for key, value in data.items() if key != "text" or shape != "slack"})
    if shape == "slack":
        assert not re.search(r"<[!@]", said)
        assert "<https://evil.example|" not in said
    else:
        assert not re.search(r"@(?:everyone|here)", said)
        assert "[x](" not in said
    if shape == "discord":
        assert data["allowed_mentions"] == {"parse": []}


@settings(max_examples=80, deadline=None)
@given(st.text(max_size=120), st.sampled_from(chat.shapes()))
def test_any_headline_can_be_told(headline: str, shape: chat.Shape) -> None:
    made, _ = editions.edition()
    first = made.sections[0]
    made = replace(made, sections=(replace(first, briefs=(replace(first.briefs[0], headline=headline),)),))
    json.dumps(chat.payload(made, shape, WORDS), ensure_ascii=False).encode("utf-8", "replace")
    chat.headlines(made, WORDS)
