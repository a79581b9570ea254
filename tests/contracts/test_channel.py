"""What every Channel does. The author of a plugin runs it over a channel of their own:

from tests.contracts.test_channel import ChannelContract

class TestMine(ChannelContract):
    @pytest.fixture
    def channel(self): return MyChannel(...)
"""

from __future__ import annotations

import inspect
from collections.abc import Iterator, Sequence
from contextlib import ExitStack, nullcontext
from datetime import UTC, datetime
from pathlib import Path

import pytest

from briefing.edges.file_channel import FileChannel
from briefing.edges.maildir_channel import MaildirChannel
from briefing.edges.smtp import MailServer, SmtpChannel
from briefing.edges.webhook_channel import WebhookChannel
from briefing.model import Document, Edition
from briefing.ports import Channel
from tests.editions import edition
from tests.hooks import listening
from tests.smtp_servers import mail_server


def document(of: Edition, html: str = "<html lang=en><p>Good morning</p></html>") -> Document:
    return Document(
        edition=of.id,
        subject="News",
        preheader="",
        html=html,
        text="Good morning",
        markdown="Good morning",
        json="{}\n",
    )


class ChannelContract:
    """Needs a fixture `channel` with at least one recipient that can be reached."""

    def test_its_name_says_the_same_in_every_run(self, channel: Channel) -> None:
        assert channel.name
        assert channel.name == channel.name.strip()
        assert channel.name.isprintable()
        assert isinstance(channel.repeatable, bool)
        assert channel.lanes >= 1

    def test_it_names_each_recipient_once_and_in_the_same_order(self, channel: Channel) -> None:
        recipients = list(channel.recipients())
        assert recipients
        assert all(recipient.isprintable() for recipient in recipients)
        assert len(set(recipients)) == len(recipients)
        assert list(channel.recipients()) == recipients

    def test_it_sends_to_each_recipient_in_one_session_and_says_what_was_answered(self, channel: Channel) -> None:
        of, _ = edition()
        with channel.session() as session:
            for number, recipient in enumerate(channel.recipients()):
                answer = session.send(of, document(of), recipient, f"<{number}@brief.example>")
                assert answer.isprintable()

    def test_a_session_can_be_opened_again(self, channel: Channel) -> None:
        of, _ = edition()
        recipient = next(iter(channel.recipients()))
        for html in ("<html lang=en><p>one</p></html>", "<html lang=en><p>two</p></html>"):
            with channel.session() as session:
                session.send(of, document(of, html), recipient, "<1@brief.example>")

    def test_a_session_with_nothing_to_send_does_no_harm(self, channel: Channel) -> None:
        with channel.session():
            pass

    def test_as_many_sessions_as_it_says_may_be_open_at_once(self, channel: Channel) -> None:
        of, _ = edition()
        recipient = next(iter(channel.recipients()))
        with ExitStack() as stack:
            for number in range(channel.lanes):
                session = stack.enter_context(channel.session())
                session.send(of, document(of), recipient, f"<{number}@brief.example>")

    def test_an_error_inside_a_session_comes_out_as_it_is(self, channel: Channel) -> None:
        with pytest.raises(ZeroDivisionError), channel.session():
            raise ZeroDivisionError

    def test_send_takes_what_the_port_says(self, channel: Channel) -> None:
        with channel.session() as session:
            taken = list(inspect.signature(session.send).parameters)
        assert taken == ["edition", "document", "recipient", "message_id"]


class TestFileChannel(ChannelContract):
    @pytest.fixture
    def channel(self, tmp_path: Path) -> Channel:
        return FileChannel(tmp_path / "out", ("html", "markdown", "text"))


class TestSmtpChannel(ChannelContract):
    @pytest.fixture
    def channel(self) -> Iterator[Channel]:
        with mail_server() as server:
            yield SmtpChannel(
                MailServer(host="127.0.0.1", port=server.port, security="none", timeout=5, answer_timeout=5),
                sender="Daily Briefing <news@brief.example>",
                to=["reader@home.example", "Other Reader <other@home.example>"],
                lanes=3,
                clock=lambda: datetime.now(UTC),
            )


class TestMaildirChannel(ChannelContract):
    @pytest.fixture
    def channel(self, tmp_path: Path) -> Channel:
        return MaildirChannel(path=tmp_path / "Mail", clock=lambda: datetime.now(UTC))


class TestWebhookChannel(ChannelContract):
    @pytest.fixture
    def channel(self) -> Iterator[Channel]:
        with listening() as hook:
            yield WebhookChannel(url=hook.url, payload=lambda edition: {"subject": edition.subject})


class Shout:
    """A channel of one's own: two names, two facts, two methods."""

    name, repeatable, lanes = "shout", False, 1

    def recipients(self) -> Sequence[str]:
        return ["everybody"]

    def session(self) -> nullcontext[Shout]:
        return nullcontext(self)

    def send(self, edition: Edition, document: Document, recipient: str, message_id: str) -> str:
        return f"shouted {edition.subject}"


class TestAChannelOfOnesOwn(ChannelContract):
    @pytest.fixture
    def channel(self) -> Channel:
        return Shout()
