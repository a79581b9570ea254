"""An edition as a message for a chat: Slack's blocks, Discord's embeds, Mattermost's Markdown, or plain JSON.

Sentences stand word for word and link to their place, as in every form. A chat takes only so much: stories that do not
fit are left out whole, from the end, and their number is said. Nothing that news says can call people (@everyone).

Limits and escapes: https://docs.slack.dev/reference/block-kit, https://discord.com/developers/docs/resources/message,
https://developers.mattermost.com/integrate/webhooks/incoming.
"""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any, Literal

from briefing.core.views import line, outlet, runs, sentence_url
from briefing.core.wording import Wording
from briefing.model import Brief, Edition

Shape = Literal["slack", "discord", "mattermost", "json"]

_SLACK_BLOCKS, _SLACK_TEXT, _SLACK_HEADER = 50, 3_000, 150
_DISCORD_EMBEDS, _DISCORD_TITLE, _DISCORD_TEXT, _DISCORD_ALL = 10, 256, 4_096, 6_000
_MATTERMOST_TEXT = 16_383
_MARKDOWN = re.compile(r"([\\`*_{}\[\]()<>#+\-!|~>])")
_CALLS = re.compile(r"@(?=\w)")


def payload(edition: Edition, shape: Shape, words: Wording) -> dict[str, Any]:
    """What is posted."""
    return _SHAPES[shape](edition, words)


@dataclass(frozen=True, slots=True)
class _Dialect:
    """How a chat writes."""

    escape: Callable[[str], str]
    link: Callable[[str, str], str]
    """(text that is escaped, address)"""
    bold: Callable[[str], str]


def _slack_escape(text: str) -> str:
    return line(text).replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")


def _markdown_escape(text: str) -> str:
    # A zero-width joiner keeps @here from being one, and is not seen.
    return _CALLS.sub("@\u200d", _MARKDOWN.sub(r"\\\1", line(text)))


def _slack_link(text: str, url: str) -> str:
    for sign, code in (("|", "%7C"), (">", "%3E"), ("<", "%3C")):
        url = url.replace(sign, code)
    return f"<{url.replace('&', '&amp;')}|{text}>" if url else text


def _markdown_link(text: str, url: str) -> str:
    for sign, code in (("(", "%28"), (")", "%29"), (" ", "%20"), ("<", "%3C"), (">", "%3E")):
        url = url.replace(sign, code)
    return f"[{text}]({url})" if url else text


_SLACK = _Dialect(_slack_escape, _slack_link, lambda text: f"*{text}*")
_MARKDOWN_CHAT = _Dialect(_markdown_escape, _markdown_link, lambda text: f"**{text}**")


def _headline(brief: Brief, dialect: _Dialect) -> str:
    return dialect.bold(dialect.link(dialect.escape(brief.headline), brief.articles[0].url))


def _sentences(brief: Brief, dialect: _Dialect, words: Wording) -> str:
    """Its sentences, each run with the outlet that it links to."""
    said = []
    for run in runs(brief):
        text = " ".join(dialect.escape(quote.text) for quote in run.quotes)
        source = dialect.escape(outlet(run.article))
        notes = dialect.escape(words.notes(run))
        said.append(f"{text} ({dialect.link(source, sentence_url(run.first, run.article))}{notes and ', ' + notes})")
    return " ".join(said)


def _more(edition: Edition, left_out: int, words: Wording, dialect: _Dialect) -> str:
    """The last line: how many more there are, and where."""
    ngettext, said = words.locale.ngettext, ""
    if left_out and edition.online:
        said = ngettext("%(num)s more story is told online.", "%(num)s more stories are told online.", left_out)
    said = dialect.escape(said % {"num": words.number(left_out)}) if said else words.more(left_out) if left_out else ""
    online = dialect.link(dialect.escape(words.locale.gettext("Read online")), edition.online) if edition.online else ""
    return " · ".join(filter(None, (said, online)))


def _slack(edition: Edition, words: Wording) -> dict[str, Any]:
    head: list[dict[str, Any]] = [
        {"type": "header", "text": {"type": "plain_text", "text": line(edition.title)[:_SLACK_HEADER], "emoji": False}},
        {"type": "context", "elements": [_mrkdwn(_slack_escape(" · ".join(words.dateline(edition))))]},
    ]
    stories = [
        {"type": "section", "text": _mrkdwn(text)}
        for brief in edition.briefs
        if len(text := f"{_headline(brief, _SLACK)}\n{_sentences(brief, _SLACK, words)}") <= _SLACK_TEXT
    ][: _SLACK_BLOCKS - len(head) - 1]
    more = _more(edition, len(edition.briefs) - len(stories), words, _SLACK)
    foot = [{"type": "context", "elements": [_mrkdwn(more)]}] if more else []
    return {"text": _slack_escape(edition.subject), "blocks": [*head, *stories, *foot], "unfurl_links": False,
            "unfurl_media": False}  # fmt: skip


def _mrkdwn(text: str) -> dict[str, Any]:
    return {"type": "mrkdwn", "text": text[:_SLACK_TEXT]}


def _discord(edition: Edition, words: Wording) -> dict[str, Any]:
    dialect, embeds = _MARKDOWN_CHAT, list[dict[str, Any]]()
    head = f"{dialect.bold(dialect.escape(edition.title))} · {dialect.escape(' · '.join(words.dateline(edition)))}"
    room = _DISCORD_ALL
    for brief in edition.briefs:
        embed = {
            "title": dialect.escape(brief.headline)[:_DISCORD_TITLE],
            "url": brief.articles[0].url,
            "description": _sentences(brief, dialect, words),
        }
        size = len(embed["title"]) + len(embed["description"])
        if len(embeds) == _DISCORD_EMBEDS or size > room or len(embed["description"]) > _DISCORD_TEXT:
            break
        room -= size
        embeds.append(embed)
    more = _more(edition, len(edition.briefs) - len(embeds), words, dialect)
    content = "\n".join(filter(None, (head, more)))[:2_000]
    return {"content": content, "embeds": embeds, "allowed_mentions": {"parse": []}}


def _mattermost(edition: Edition, words: Wording) -> dict[str, Any]:
    dialect = _MARKDOWN_CHAT
    text = f"#### {dialect.escape(edition.title)}\n{dialect.escape(' · '.join(words.dateline(edition)))}\n\n"
    told, longest_more = 0, len(_more(edition, len(edition.briefs), words, dialect))
    for brief in edition.briefs:
        story = f"{_headline(brief, dialect)}\n{_sentences(brief, dialect, words)}\n\n"
        if len(text) + len(story) + longest_more > _MATTERMOST_TEXT:
            break
        text += story
        told += 1
    return {"text": (text + _more(edition, len(edition.briefs) - told, words, dialect)).rstrip()}


def _json(edition: Edition, words: Wording) -> dict[str, Any]:
    from briefing.core.codec import edition_json

    return {
        "title": edition.title,
        "subject": edition.subject,
        "dateline": list(words.dateline(edition)),
        "online": edition.online,
        "edition": json.loads(edition_json(edition)),
    }


_SHAPES: dict[Shape, Callable[[Edition, Wording], dict[str, Any]]] = {
    "slack": _slack,
    "discord": _discord,
    "mattermost": _mattermost,
    "json": _json,
}


def headlines(edition: Edition, words: Wording) -> str:
    """The shortest form, for what takes plain text alone: a phone's notice."""
    lines = [line(brief.headline) for brief in edition.briefs]
    return "\n".join(
        [" · ".join(words.dateline(edition)), "", *(f"• {each}" for each in lines), "", edition.online]
    ).strip()


def shapes() -> Sequence[str]:
    return tuple(_SHAPES)
