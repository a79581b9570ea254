"""Mail over real sockets: a server that works, and servers that fail at every step of the conversation."""

from __future__ import annotations

import re
import socket
import ssl
import threading
import time
from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path
from typing import Any, cast

import pytest

from briefing.edges.smtp import MailServer, SmtpChannel
from briefing.errors import ConfigError, DeliveryError, RejectedError, UncertainError, UnreachableError
from briefing.model import Document, Edition
from tests.editions import edition
from tests.smtp_servers import Answer, ScriptedServer, Talk, mail_server, ordinary, scripted_server

NOW = datetime(2026, 9, 16, 4, 31, 5, tzinfo=UTC)
READER = "reader@home.example"
EDITION, _ = edition()


def document(text: str = "Good morning\n", html: str = "<html><p>Good morning</p></html>\n") -> Document:
    return Document(
        edition=EDITION.id, subject="Harbour bill passed", preheader="", html=html, text=text, markdown="", json="{}"
    )


LARGE = document(html="é" * 2_000_000)
"""More than the sockets hold."""


def channel(port: int, **changes: Any) -> SmtpChannel:
    settings: dict[str, Any] = {
        "sender": "Daily Briefing <news@brief.example>",
        "to": [READER],
        "clock": lambda: NOW,
    }
    of_server = {key: changes.pop(key) for key in list(changes) if key in MailServer.__dataclass_fields__}
    return SmtpChannel(server(port, **of_server), **settings | changes)


def server(port: int, **changes: Any) -> MailServer:
    settings: dict[str, Any] = {"host": "127.0.0.1", "security": "none", "timeout": 5, "answer_timeout": 5}
    return MailServer(**settings | {"port": port} | changes)


def post(to: SmtpChannel, *recipients: str, of: Edition = EDITION, what: Document | None = None) -> list[str]:
    """Send to each in one session; the answers, or what went wrong: the error's name and code."""
    answers = []
    with to.session() as session:
        for number, recipient in enumerate(recipients or to.recipients()):
            try:
                answers.append(session.send(of, what or document(), recipient, f"<{number}@brief.example>"))
            except DeliveryError as error:
                answers.append(f"{type(error).__name__} {error.code}")
    return answers


def failing(answer: Answer, **changes: Any) -> tuple[DeliveryError, ScriptedServer]:
    """The error of one message to a server that follows a script."""
    with scripted_server(answer) as server:
        to = channel(server.port, **changes)
        with to.session() as session, pytest.raises(DeliveryError) as caught:
            session.send(EDITION, document(), READER, "<1@brief.example>")
    return caught.value, server


# --- what arrives ----------------------------------------------------------------------------------------------------


def test_each_recipient_gets_a_message_of_their_own_over_one_connection() -> None:
    with mail_server() as server:
        answers = post(channel(server.port, to=["a@home.example", "b@home.example", "A <a@HOME.example>"]))
    assert answers == ["250 2.0.0 queued as 1", "250 2.0.0 queued as 2"]
    assert server.recipients == ["a@home.example", "b@home.example"]
    assert server.connections == 1
    first, second = server.messages
    assert (first["To"], second["To"]) == ("a@home.example", "b@home.example")
    assert (first["Message-ID"], second["Message-ID"]) == ("<0@brief.example>", "<1@brief.example>")
    assert first["Date"] == "Wed, 16 Sep 2026 04:31:05 +0000"
    assert first["From"] == "Daily Briefing <news@brief.example>"
    assert server.raw[0].split(b"\r\nSubject", 1)[1] == server.raw[1].split(b"\r\nSubject", 1)[1]


def test_both_texts_arrive_as_they_were_written() -> None:
    text = "Guten Morgen, Ærø\n.\n..\n.hidden\nFrom here on\n" + "long " * 400 + "\n=3D trailing \n"
    html = "<p>“quotes” — 你好 &amp; 🌊</p>\n" + "x" * 3000 + "\n.\n"
    with mail_server() as server:
        post(channel(server.port), what=document(text, html))
    (message,) = server.messages
    assert message.get_content_type() == "multipart/alternative"
    plain, rich = message.iter_parts()
    assert [plain.get_content_type(), rich.get_content_type()] == ["text/plain", "text/html"]
    assert [part.get_content().replace("\r\n", "\n") for part in (plain, rich)] == [text, html]
    assert max(map(len, server.raw[0].split(b"\r\n"))) <= 998


def test_a_new_document_of_the_same_edition_is_sent_as_it_is() -> None:
    with mail_server() as server:
        to = channel(server.port)
        post(to, what=document(text="first\n"))
        post(to, what=document(text="second\n"))
    bodies = [message.get_body(("plain",)) for message in server.messages]
    assert [body.get_content().strip() for body in bodies if body] == ["first", "second"]


@pytest.mark.parametrize("recipient", ["leser@bücher.example", "Ein Leser <leser@BÜCHER.example>"])
def test_a_domain_in_other_letters_is_sent_as_idna(recipient: str) -> None:
    with mail_server() as server:
        to = channel(server.port, to=[recipient], sender="news@zürich.example")
        assert list(to.recipients()) == ["leser@xn--bcher-kva.example"]
        post(to, recipient)
    assert server.recipients == ["leser@xn--bcher-kva.example"]
    assert server.messages[0]["From"] == "news@xn--zrich-kva.example"


def test_a_name_in_other_letters_needs_a_server_that_takes_it() -> None:
    with mail_server(utf8=True) as server:
        post(channel(server.port), "jürgen@home.example", READER)
    assert server.recipients == ["jürgen@home.example", READER]
    assert "SMTPUTF8" in server.options[0]
    assert "SMTPUTF8" not in server.options[1]
    assert "To: jürgen@home.example\r\n".encode() in server.raw[0]
    with mail_server(utf8=False) as server:
        to = channel(server.port)
        with to.session() as session, pytest.raises(RejectedError, match="takes only ASCII"):
            session.send(EDITION, document(), "jürgen@home.example", "<1@brief.example>")
        assert post(to) == ["250 2.0.0 queued as 1"]


@pytest.mark.parametrize(
    "recipient",
    ["reader", "@home.example", "a b@home.example", "a@home.example\r\nRCPT TO:<b@x.example>", "a@home.example\nBcc: b",
     "a@ho me.example", "a@-home.example", "a@home..example", "a@" + "x" * 260, "a@b.example, c@d.example",
     "<a@b.example> SIZE=1", "a>@b.example", "a\u2028b@home.example", ""],
)  # fmt: skip
def test_what_is_no_address_is_rejected_and_never_reaches_the_server(recipient: str) -> None:
    with mail_server() as server:
        assert post(channel(server.port), recipient, READER) == ["RejectedError None", "250 2.0.0 queued as 1"]
    assert server.recipients == [READER]


@pytest.mark.parametrize("bad", ["", "1@brief.example", "<1@brief.example>\r\nBcc: x@y.example", "<a b@c>", "<1@é.x>"])
def test_a_message_id_that_is_none_is_a_bug(bad: str) -> None:
    with mail_server() as server:
        to = channel(server.port)
        with to.session() as session, pytest.raises(ValueError, match="Message-ID"):
            session.send(EDITION, document(), READER, bad)


@pytest.mark.parametrize(
    ("key", "value"),
    [
        ("sender", "nobody"),
        ("sender", "News\r\nBcc: x@y.example <news@brief.example>"),
        ("reply_to", "desk"),
        ("list_id", "daily"),
        ("list_id", "daily.brief.example>\r\nX: y"),
        ("unsubscribe", "http://brief.example/leave"),
        ("unsubscribe", "https://brief.example/leave>, <mailto:x@y"),
        ("unsubscribe", "https://brief.example/\r\nX: y"),
    ],
)
def test_a_setting_that_makes_no_header_is_a_mistake_of_the_configuration(key: str, value: str) -> None:
    with pytest.raises(ConfigError, match=rf"mail\.{key}"):
        channel(25, **{key: value})


# --- the connection --------------------------------------------------------------------------------------------------


@pytest.mark.filterwarnings("ignore:Requiring AUTH while not requiring TLS:UserWarning")  # the test server's own
@pytest.mark.parametrize("security", ["starttls", "tls"])
def test_it_logs_in_over_an_encrypted_connection(
    security: str, contexts: tuple[ssl.SSLContext, ssl.SSLContext]
) -> None:
    server_side, client_side = contexts
    secret = ("news", "s3cret")
    with mail_server(tls=server_side, implicit_tls=security == "tls", login=secret) as server:
        settings = {"security": security, "ssl_context": client_side, "host": "localhost"}
        assert post(channel(server.port, **settings, user="news", password="s3cret")) == ["250 2.0.0 queued as 1"]
        if security == "starttls":
            assert server.encrypted == [True]
        assert server.logins == [b"news"]
        with (
            pytest.raises(DeliveryError, match="login was refused") as caught,
            channel(server.port, **settings, user="news", password="wrong").session(),
        ):
            pass
        assert caught.value.code == 535
        assert "BRIEFING_SMTP_PASSWORD" in caught.value.hint
        assert "wrong" not in f"{caught.value} {caught.value.hint}"
        assert post(channel(server.port, **settings)) == ["UnreachableError 530"]
        with (
            pytest.raises(DeliveryError, match="ASCII"),
            channel(server.port, **settings, user="news", password="pässword").session(),
        ):
            pass


@pytest.mark.parametrize("security", ["starttls", "tls"])
def test_a_certificate_that_nobody_vouches_for_is_not_trusted(
    security: str, contexts: tuple[ssl.SSLContext, ssl.SSLContext]
) -> None:
    with mail_server(tls=contexts[0], implicit_tls=security == "tls") as server:
        to = channel(server.port, security=security)
        with pytest.raises(DeliveryError, match="certificate can't be trusted"), to.session():
            pass
    assert not server.raw


def refused_port() -> int:
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        return int(free.getsockname()[1])


@pytest.mark.parametrize(
    ("changes", "why"),
    [
        ({}, "can't be reached"),
        ({"host": "mail.invalid"}, "no such name"),
        ({"host": "a..b"}, "can't be sent"),
    ],
)
def test_a_server_that_cannot_be_reached_is_named(changes: dict[str, str], why: str) -> None:
    with pytest.raises(DeliveryError, match=why) as caught, channel(refused_port(), **changes).session():
        pass
    assert not isinstance(caught.value, RejectedError)


@pytest.mark.parametrize(
    ("security", "greeting", "why", "code"),
    [
        ("none", "554 go away", "554 go away", 554),
        ("none", "421 too busy", "421 too busy", 421),
        ("none", "HTTP/1.1 400 Bad Request", "it said", -1),
        ("starttls", "220 hello", "STARTTLS", None),
        ("tls", "220 hello", "encrypted", None),
    ],
)
def test_a_server_that_does_not_fit_the_settings_is_described(
    security: str, greeting: str, why: str, code: int | None
) -> None:
    with scripted_server(ordinary, greeting=greeting) as server:
        to = channel(server.port, security=security, user="news", password="s3cret")
        with pytest.raises(DeliveryError, match=why) as caught, to.session():
            pass
    assert caught.value.code == code
    assert not any("s3cret" in line or line.startswith(("AUTH", "MAIL")) for line in server.commands)


def test_a_server_that_never_greets_is_not_waited_for() -> None:
    with socket.create_server(("127.0.0.1", 0)) as silent:
        began = time.monotonic()
        with (
            pytest.raises(DeliveryError, match="does not talk"),
            channel(silent.getsockname()[1], timeout=0.2).session(),
        ):
            pass
    assert time.monotonic() - began < 2


def test_a_connection_that_the_server_closes_between_messages_is_opened_anew() -> None:
    with mail_server(per_connection=2) as server:
        answers = post(channel(server.port), *(f"r{n}@home.example" for n in range(7)))
    assert answers == [f"250 2.0.0 queued as {n}" for n in range(1, 8)]
    assert server.recipients == [f"r{n}@home.example" for n in range(7)]
    assert server.connections == 4


def test_an_idle_connection_that_was_cut_is_opened_anew() -> None:
    def cut_after_each(talk: Talk, line: str) -> str | None:
        reply = ordinary(talk, line)
        if line == "DATA" or line == "data":
            talk.reply(reply or "")
            talk.close()
            return None
        return reply

    with scripted_server(cut_after_each) as server:
        assert post(channel(server.port), "a@home.example", "b@home.example") == ["250 2.0.0 taken"] * 2
    assert len(server.talks) == 2


def test_a_server_that_turns_everybody_away_is_not_asked_for_ever() -> None:
    error, server = failing(lambda talk, line: "421 not now" if line.lower().startswith("mail") else "250 ok")
    assert error.code == 421
    assert len(server.talks) == 1


def test_when_the_server_is_gone_nobody_else_need_be_tried() -> None:
    def last_words(talk: Talk, line: str) -> str | None:
        reply = ordinary(talk, line)
        if line.lower() == "data":
            talk.reply(reply or "")
            talk.close()
            return None
        return reply

    with scripted_server(last_words) as server:
        to = channel(server.port, timeout=0.5)
        with to.session() as session:
            session.send(EDITION, document(), READER, "<1@brief.example>")
            inner = cast(Any, session)._session
            inner._server = replace(inner._server, host="mail.invalid")  # the name is gone from now on
            with pytest.raises(UnreachableError, match="no such name"):
                session.send(EDITION, document(), READER, "<1@brief.example>")


# --- what fails, step by step ----------------------------------------------------------------------------------------


def says(step: str, reply: str) -> Answer:
    """An ordinary server but for its reply to one command; "." is the final dot."""

    def answer(talk: Talk, line: str) -> str | None:
        verb = line[:4].upper()
        if step == "." and verb == "DATA":
            talk.reply("354 go ahead")
            talk.message()
            return reply
        return reply if verb == step else ordinary(talk, line)

    return answer


@pytest.mark.parametrize("step", ["MAIL", "RCPT", "DATA", "."])
@pytest.mark.parametrize(
    ("reply", "kind"),
    [
        ("451 4.7.1 later", DeliveryError),
        ("452 4.2.2 full", DeliveryError),
        ("550 5.1.1 no such user", RejectedError),
        ("554-5.7.1 refused\r\n554 by policy", RejectedError),
        ("530 5.7.0 login first", UnreachableError),
    ],
)
def test_a_refusal_is_for_now_or_for_good_and_the_connection_lives_on(
    step: str, reply: str, kind: type[DeliveryError]
) -> None:
    error, server = failing(says(step, reply))
    # A sender that is refused is a wrong setting, which must not give up every reader for good.
    assert type(error) is (UnreachableError if step == "MAIL" and reply[0] == "5" else kind)
    assert error.code == int(reply[:3])
    assert reply[4:12] in str(error)
    assert [line.lower() for line in server.commands][-2:] == ["rset", "quit"]


def test_one_bad_recipient_among_good_ones_changes_nothing_for_them() -> None:
    def choosy(talk: Talk, line: str) -> str | None:
        for name, reply in (("tmp", "451 later"), ("hard", "550 no"), ("odd", "999 what"), ("bye", "421 closing")):
            if line.lower().startswith(f"rcpt to:<{name}"):
                return reply
        return ordinary(talk, line)

    with scripted_server(choosy) as server:
        answers = post(channel(server.port), *(f"{n}@home.example" for n in ("ok", "tmp", "hard", "odd", "bye", "ok2")))
    assert answers == [
        "250 2.0.0 taken", "DeliveryError 451", "RejectedError 550", "DeliveryError None", "DeliveryError 421",
        "250 2.0.0 taken",
    ]  # fmt: skip
    assert sum(line.lower().startswith("rcpt to:<ok") for line in server.commands) == 2


@pytest.mark.parametrize("step", ["MAIL", "RCPT", "DATA"])
@pytest.mark.parametrize("how", ["close", "reset", "hang", "garbage", "half a reply"])
def test_a_conversation_lost_before_the_message_delivered_nothing(step: str, how: str) -> None:
    def answer(talk: Talk, line: str) -> str | None:
        if line[:4].upper() != step:
            return ordinary(talk, line)
        return lose(talk, how)

    error, _ = failing(answer, timeout=0.3)
    assert type(error) is DeliveryError


def lose(talk: Talk, how: str) -> str | None:
    if how == "hang":
        return None
    if how == "garbage":
        return "xyzzy"
    if how == "half a reply":
        talk.reply("250-one of two")
    talk.close(reset=how == "reset")
    return None


def test_a_drop_in_the_middle_of_the_message_delivered_nothing() -> None:
    def answer(talk: Talk, line: str) -> str | None:
        if line.lower() != "data":
            return ordinary(talk, line)
        talk.reply("354 go ahead")
        talk.sock.recv(500)
        talk.close(reset=True)
        return None

    with scripted_server(answer) as server:
        to = channel(server.port)
        with to.session() as session, pytest.raises(DeliveryError, match="before the message was whole") as caught:
            session.send(EDITION, LARGE, READER, "<1@brief.example>")
    assert type(caught.value) is DeliveryError


def test_a_message_that_is_stuck_on_the_way_was_not_delivered() -> None:
    over = threading.Event()

    def unread(talk: Talk, line: str) -> str | None:
        if line.lower() != "data":
            return ordinary(talk, line)
        talk.reply("354 go ahead")
        over.wait(5)  # and reads no more than its small buffer holds
        return None

    with scripted_server(unread) as server:
        to = channel(server.port, timeout=0.3)
        text = document(html="é" * 300_000)  # the sender's socket takes all of it
        with to.session() as session, pytest.raises(DeliveryError, match=r"was taken for 0\.3 seconds") as caught:
            session.send(EDITION, text, READER, "<1@brief.example>")
        over.set()
    assert type(caught.value) is DeliveryError


@pytest.mark.parametrize(
    ("interjection", "kind", "code"),
    [("421 shutting down", DeliveryError, 421), ("552 too much", RejectedError, 552), (None, DeliveryError, None)],
)
def test_the_final_dot_is_kept_back_where_the_server_breaks_in(
    interjection: str | None, kind: type[DeliveryError], code: int | None
) -> None:
    over = threading.Event()

    def answer(talk: Talk, line: str) -> str | None:
        if line.lower() != "data":
            return ordinary(talk, line)
        talk.reply("354 go ahead")
        talk.data = talk.sock.recv(65536)
        if interjection:
            talk.reply(interjection)
        talk.sock.shutdown(socket.SHUT_WR)  # it says no more, and still reads
        with pytest.raises(ConnectionError):
            talk.message()
        over.set()
        return None

    with scripted_server(answer) as server:
        to = channel(server.port)
        with to.session() as session, pytest.raises(DeliveryError) as caught:
            session.send(EDITION, LARGE, READER, "<1@brief.example>")
        assert over.wait(10)
    assert (type(caught.value), caught.value.code) == (kind, code)
    assert server.talks[0].data.endswith(b"--\r\n")


@pytest.mark.parametrize("how", ["close", "reset", "hang", "garbage", "half a reply"])
def test_no_answer_after_the_final_dot_is_uncertain(how: str) -> None:
    def answer(talk: Talk, line: str) -> str | None:
        if line.lower() != "data":
            return ordinary(talk, line)
        talk.reply("354 go ahead")
        talk.message()
        return lose(talk, how)

    error, server = failing(answer, answer_timeout=0.3)
    assert type(error) is UncertainError
    assert READER in str(error)
    assert len(server.talks) == 1  # and not tried again


def test_an_answer_that_takes_longer_than_other_replies_is_waited_for() -> None:
    def slow(talk: Talk, line: str) -> str | None:
        reply = ordinary(talk, line)
        if line.lower() == "data":
            time.sleep(0.5)
        return reply

    with scripted_server(slow) as server:
        assert post(channel(server.port, timeout=0.2)) == ["250 2.0.0 taken"]


def test_421_after_the_message_means_that_it_was_not_taken() -> None:
    error, _ = failing(says(".", "421 4.3.2 shutting down"))
    assert type(error) is DeliveryError
    assert error.code == 421


def test_after_an_uncertain_message_the_others_go_on() -> None:
    def answer(talk: Talk, line: str) -> str | None:
        if line.lower() == "data" and talk.number == 1:
            talk.reply("354 go ahead")
            talk.message()
            talk.close()
            return None
        return ordinary(talk, line)

    with scripted_server(answer) as server:
        answers = post(channel(server.port), "a@home.example", "b@home.example")
    assert answers == ["UncertainError None", "250 2.0.0 taken"]


def test_a_message_that_is_too_large_is_not_sent() -> None:
    with mail_server(size=2000) as server:
        to = channel(server.port)
        with to.session() as session, pytest.raises(RejectedError, match="the mail server takes 2000") as caught:
            session.send(EDITION, document(html="x" * 3000), READER, "<1@brief.example>")
        assert caught.value.code == 552
        assert post(to) == ["250 2.0.0 queued as 1"]
    assert re.match(r"SIZE=\d+", server.options[0][0])


def test_a_reply_of_two_hundred_lines_with_escapes_is_safe_to_print() -> None:
    long = "\r\n".join([*(f"250-\x1b[31mline {n}" for n in range(200)), "250 end"])
    with scripted_server(says(".", long)) as server:
        (answer,) = post(channel(server.port))
    assert answer.startswith("250 [31mline 0")
    assert answer.isprintable()
    assert len(answer) <= 500


def test_what_is_unexpected_ends_the_connection_instead_of_leaving_it_half_way() -> None:
    def broken() -> datetime:
        raise ZeroDivisionError

    clocks: list[Callable[[], datetime]] = [broken]
    with mail_server() as server:
        to = channel(server.port, clock=lambda: clocks[0]())
        with to.session() as session:
            with pytest.raises(ZeroDivisionError):
                session.send(EDITION, document(), READER, "<1@brief.example>")
            clocks[0] = lambda: NOW
            session.send(EDITION, document(), READER, "<1@brief.example>")
    assert len(server.raw) == 1


def test_nothing_of_a_message_is_left_in_the_repr(tmp_path: Path) -> None:
    assert "s3cret" not in repr(channel(25, user="news", password="s3cret"))
