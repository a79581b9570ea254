"""Every channel of ours does what `briefing.contracts` says of channels."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import nullcontext
from datetime import UTC, datetime
from pathlib import Path

import pytest

from briefing.contracts import ChannelContract
from briefing.edges.file_channel import FileChannel
from briefing.edges.maildir_channel import MaildirChannel
from briefing.edges.smtp import MailServer, SmtpChannel
from briefing.edges.webhook_channel import WebhookChannel
from briefing.model import Document, Edition
from briefing.ports import Channel
from tests.hooks import listening
from tests.smtp_servers import mail_server


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
