"""Notes to the operator, over a real server."""

from __future__ import annotations

from datetime import UTC, datetime
from email import message_from_bytes, policy

import pytest

from briefing.edges.smtp import MailServer, send_note
from briefing.errors import ConfigError, DeliveryError
from tests.smtp_servers import mail_server, ordinary, scripted_server

NOW = datetime(2026, 9, 16, 4, 31, 5, tzinfo=UTC)
ME = "operator@brief.example"
TEXT = "Harbour Times: the server said 404 Not Found\n\n.\n.hidden\nFrom here on\n"


def note(port: int, subject: str = "Briefing: 1 feed stays broken", text: str = TEXT, to: str = ME) -> str:
    at = MailServer(host="127.0.0.1", port=port, security="none", timeout=5, answer_timeout=5)
    return send_note(at, sender="Daily Briefing <news@brief.example>", to=to, subject=subject, text=text, now=NOW)


def test_a_note_arrives_as_plain_text_with_the_headers_of_a_machine() -> None:
    with mail_server() as server:
        assert note(server.port) == "250 2.0.0 queued as 1"
    (message,) = server.messages
    assert dict(message.items()) == {
        "From": "Daily Briefing <news@brief.example>",
        "To": ME,
        "Subject": "Briefing: 1 feed stays broken",
        "Date": "Wed, 16 Sep 2026 04:31:05 +0000",
        "Message-ID": message["Message-ID"],
        "Auto-Submitted": "auto-generated",
        "MIME-Version": "1.0",
        "Content-Type": 'text/plain; charset="utf-8"',
        "Content-Transfer-Encoding": "7bit",
    }
    assert message["Message-ID"].endswith("@brief.example>")
    assert message.get_content() == TEXT.replace("\n", "\r\n")


def test_the_same_note_has_the_same_message_id_and_another_one_another() -> None:
    with mail_server() as server:
        for text in (TEXT, TEXT, "another\n"):
            note(server.port, text=text)
    first, again, other = (message["Message-ID"] for message in server.messages)
    assert first == again != other


@pytest.mark.parametrize("text", ["港灣時報: вчера — “404”\n", "long " * 400 + "\n", "a\x00b\x1b[31m\n"])
def test_any_text_arrives(text: str) -> None:
    with mail_server() as server:
        note(server.port, "港灣時報\r\nBcc: all@home.example", text)
    raw = server.raw[0]
    message = message_from_bytes(raw, policy=policy.default)
    assert message.get_content().replace("\r\n", "\n") == text
    assert message["Subject"] == "港灣時報 Bcc: all@home.example"
    assert message["Bcc"] is None
    assert max(map(len, raw.split(b"\r\n"))) <= 998


def test_an_operator_whose_name_has_other_letters_needs_a_server_that_takes_it() -> None:
    with mail_server(utf8=True) as server:
        note(server.port, to="jürgen@bücher.example")
    assert server.recipients == ["jürgen@xn--bcher-kva.example"]
    assert "To: jürgen@xn--bcher-kva.example\r\n".encode() in server.raw[0]


def test_what_keeps_it_from_arriving_is_said() -> None:
    with pytest.raises(DeliveryError, match="can't be reached"):
        note(9)
    refuse = lambda talk, line: "550 who?" if line.lower().startswith("rcpt") else ordinary(talk, line)  # noqa: E731
    with scripted_server(refuse) as server, pytest.raises(DeliveryError, match="550 who"):
        note(server.port)
    with pytest.raises(ConfigError, match=r"alerts\.mail"):
        note(9, to="nobody")
