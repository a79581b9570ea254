"""A message that is joined from pieces says what one would say that was made for its reader alone."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from datetime import UTC, datetime
from email import message_from_bytes, policy
from email.message import EmailMessage
from html import escape

import pytest
from hypothesis import given
from hypothesis import strategies as st

from briefing.core.letter import Letter
from briefing.core.message import (
    feedback_id_header,
    list_id_header,
    message_id,
    parse_address,
    unsubscribe_headers,
)
from briefing.model import Document

AT = datetime(2026, 9, 16, 4, 30, tzinfo=UTC)
LEAVE, PREFERENCES = "https://brief.example/leave/{reader}", "https://brief.example/preferences?of={reader}&at=mail"
HELLO = "Good morning, {name}"
PERSONAL = (LEAVE, PREFERENCES, HELLO)
TOKEN = "k3Jx0pWqAbCdEfGhIjKl_-"

anything = st.text(st.characters(exclude_categories=["Cs"]))
scraps = st.lists(
    st.sampled_from([LEAVE, PREFERENCES, HELLO, "{name}", "{reader}", "\n", "\r\n", " ", "  ", ".", "..", "="])
    | st.sampled_from(["é", "новости ", "ニュース", "&", "<b>", '"', "plain words ", "x", "a" * 77])
).map("".join)  # fmt: skip
names = st.text(st.characters(exclude_categories=["Cs"]), max_size=60) | st.sampled_from(
    ["", ".", "..", "Ann", "Ann  Smith ", "=C3", "<b>&amp;", "a\r\n.\r\nb", "Ж" * 80, "{reader}", LEAVE]
)


def document(text: str = "Good morning\n", html: str = "<p>Good morning</p>\n", subject: str = "News") -> Document:
    return Document(edition="daily/1", subject=subject, preheader="", html=html, text=text, markdown="", json="")


def joined(letter: Letter, words: Mapping[str, str] | None = None) -> bytes:
    return letter.join(parse_address("r@home.example"), "<1@b.example>", AT, words)


def received(data: bytes) -> EmailMessage:
    return message_from_bytes(re.sub(rb"(?m)^\.", b"", data), policy=policy.default)


def texts(data: bytes) -> list[str]:
    parts = [part.get_payload(decode=True) for part in received(data).iter_parts()]
    return [_lines(part.decode()) for part in parts if isinstance(part, bytes)]


def _lines(text: str) -> str:
    return re.sub(r"\r\n?", "\n", text).removesuffix("\n")


def meant(text: str, words: Mapping[str, str], personal: Sequence[str] = PERSONAL) -> str:
    """By replacing in the plain text, in one pass."""
    pattern = "|".join(map(re.escape, personal))
    return re.sub(pattern, lambda found: re.sub(r"\{(\w+)\}", lambda name: words[name[1]], found[0]), text)


def in_one_line(word: str) -> str:
    return "".join(char if char.isprintable() else " " for char in word)


@given(anything | scraps, anything | scraps)
def test_without_personal_words_it_is_what_the_email_package_makes(text: str, html: str) -> None:
    data = joined(Letter(["From: a@b.example"], document(text, html)))
    first, second = received(data).iter_parts()
    whole = EmailMessage(policy=policy.SMTP.clone(max_line_length=76))
    whole.set_content(text, cte=first["Content-Transfer-Encoding"])
    whole.add_alternative(html, subtype="html", cte=second["Content-Transfer-Encoding"])
    boundary = received(data).get_boundary()
    assert boundary
    whole.set_boundary(boundary)
    assert data[data.index(b"MIME-Version") :] == re.sub(rb"(?m)^\.", b"..", whole.as_bytes())


@given(anything | scraps, scraps, names)
def test_words_stand_where_the_braces_stood_and_nowhere_else(text: str, html: str, name: str) -> None:
    html = escape(html, quote=False)
    data = joined(Letter([], document(text, html), personal=PERSONAL), {"reader": TOKEN, "name": name})
    words = {"reader": TOKEN, "name": in_one_line(name)}
    escaped = {key: escape(word) for key, word in words.items()}
    want_html = meant(html, escaped, [escape(one, quote=False) for one in PERSONAL])
    want_text = meant(re.sub(r"\r\n?", "\n", text), words)
    assert texts(data) == [_lines(want_text), _lines(want_html)]


@given(scraps, names)
def test_lines_are_short_and_dots_are_stuffed_at_every_border(text: str, name: str) -> None:
    data = joined(Letter([], document(text, text), personal=PERSONAL), {"reader": ".start", "name": name})
    lines = data.split(b"\r\n")
    assert b"\n" not in data.replace(b"\r\n", b"")
    body = lines[lines.index(b"") :]
    assert max(map(len, lines)) <= 78
    assert max(map(len, body)) <= 77  # 76 (RFC 2045, section 6.7) and a dot
    assert all(line.startswith(b"..") for line in lines if line.startswith(b"."))
    assert all(byte < 127 for byte in data)


@pytest.mark.parametrize("language", ["words and more words ", "слова и ещё слова ", "言葉とさらに多くの言葉"])
@pytest.mark.parametrize("before", range(4))
def test_every_number_of_bytes_before_a_word_is_right_in_both_encodings(language: str, before: int) -> None:
    text = language * 9 + "x" * before + LEAVE + "ж" * before + HELLO + HELLO + language * 9 + LEAVE
    letter = Letter([], document(text, text), personal=PERSONAL)
    for name in ("", "A", "Жы", "Ann Smith"):
        words = {"reader": TOKEN, "name": name}
        assert texts(joined(letter, words)) == [meant(text, words)] * 2
    assert "base64" in {part["Content-Transfer-Encoding"] for part in received(joined(letter, words)).iter_parts()} or (
        language.isascii()
    )


def test_links_in_headers_are_a_readers_own() -> None:
    headers = [
        "From: Daily Briefing <news@brief.example>",
        f"List-Id: {list_id_header('Daily Briefing <daily.brief.example>')}",
        *unsubscribe_headers("mailto:leave+{reader}@brief.example?subject=100%25", LEAVE),
        feedback_id_header("daily/2026-09-16", "daily.brief.example", "brief.example"),
    ]
    letter = Letter(headers, document(), personal=(*PERSONAL, "mailto:leave+{reader}@brief.example?subject=100%25"))
    message = received(joined(letter, {"reader": TOKEN}))
    assert message["List-Unsubscribe"] == (
        f"<https://brief.example/leave/{TOKEN}>, <mailto:leave+{TOKEN}@brief.example?subject=100%25>"
    )
    assert message["List-Unsubscribe-Post"] == "List-Unsubscribe=One-Click"
    assert message["Feedback-ID"] == "daily-2026-09-16:daily.brief.example:news:briefexample"
    assert message["To"] == "r@home.example"
    assert [name for name in message if message.get_all(name) != [message[name]]] == []


@pytest.mark.parametrize("word", ["", "a b", "a\r\nBcc: x@y.example", "a>", "a/../b", "é", "x" * 101])
def test_what_would_change_an_address_is_refused(word: str) -> None:
    letter = Letter(unsubscribe_headers(LEAVE), document(), personal=[LEAVE])
    with pytest.raises(ValueError, match=r"can't be in an address as \{reader\}"):
        joined(letter, {"reader": word})


def test_a_missing_word_is_named() -> None:
    with pytest.raises(ValueError, match=r"no word for \{name\}"):
        joined(Letter([], document(HELLO), personal=[HELLO]))


def test_braces_that_nobody_asked_to_fill_stay() -> None:
    text = "The template says {name}, and https://other.example/{reader}\n"
    assert texts(joined(Letter([], document(text), personal=[LEAVE]), {"reader": TOKEN}))[0] == text.rstrip()


def test_a_subject_takes_no_words() -> None:
    assert received(joined(Letter([], document(subject=HELLO), personal=[HELLO]), {"name": "x"}))["Subject"] == HELLO


def test_an_address_beyond_ascii_is_written_as_rfc_6532_has_it() -> None:
    data = Letter([], document()).join(parse_address("jürgen@bücher.example"), "<1@b.example>", AT)
    assert data.startswith("To: jürgen@xn--bcher-kva.example\r\n".encode())


@pytest.mark.parametrize("wrong", ["1@b.example", "<1>", "<1@b.example>\r\nBcc: x@y.example", "<a b@c.example>"])
def test_a_message_id_that_is_none_is_refused(wrong: str) -> None:
    with pytest.raises(ValueError, match="not a Message-ID"):
        Letter([], document()).join(parse_address("r@home.example"), wrong, AT)


def test_a_message_id_with_a_key_can_not_be_made_without_it() -> None:
    arguments = ("daily/2026-09-16", "mail", "reader@home.example", "brief.example")
    made = {message_id(*arguments), message_id(*arguments, key=b"a"), message_id(*arguments, key=b"b")}
    assert len(made) == 3
    assert message_id(*arguments, key=b"a") in made


@pytest.mark.parametrize(
    "urls",
    [(), ("http://brief.example/leave",), (LEAVE, LEAVE + "2"), (LEAVE, "mailto:a@b.example", "mailto:c@b.example"),
     ("https://brief.example/le ave",), ("https://brief.example/a>,<b",), ("https://brief.example/\r\nBcc: x",)],
)  # fmt: skip
def test_ways_out_that_no_mail_program_would_take_are_refused(urls: tuple[str, ...]) -> None:
    with pytest.raises(ValueError, match="it must be"):
        unsubscribe_headers(*urls)


@given(anything, anything, anything)
def test_a_feedback_id_is_one_short_line(edition: str, name: str, sender: str) -> None:
    line = feedback_id_header(edition, name, sender)
    assert re.fullmatch(r"Feedback-ID: [A-Za-z0-9._-]*:[A-Za-z0-9._-]*:news:[A-Za-z0-9]{0,15}", line)
    assert len(line) < 200
