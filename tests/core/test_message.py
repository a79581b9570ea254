"""A message is read back as it was meant, whatever its words are."""

from __future__ import annotations

import re
from datetime import UTC, datetime
from email import message_from_bytes, policy
from email.header import decode_header, make_header
from email.message import EmailMessage
from email.utils import parseaddr

import pytest
from hypothesis import given
from hypothesis import strategies as st

from briefing.core.letter import Letter
from briefing.core.message import list_id_header, message_id, parse_address, unsubscribe_headers
from briefing.model import Document

hostile = st.text(st.characters(exclude_categories=["Cs"])) | st.text('aé=?_ \r\n\t"<>@,.:;\u2028\x00', max_size=200)
words = st.lists(st.text(st.characters(exclude_categories=["Cs"]), min_size=1, max_size=90), max_size=30).map(" ".join)


def document(subject: str = "News", text: str = "Good morning\n", html: str = "<p>Good morning</p>\n") -> Document:
    return Document(
        edition="daily/2026-09-16", subject=subject, preheader="", html=html, text=text, markdown="", json=""
    )


def whole(of: Document, headers: tuple[str, ...] = ("From: a@b.example",)) -> bytes:
    return re.sub(rb"(?m)^\.", b"", joined(of, headers))  # the dots as a server takes them off


def joined(of: Document, headers: tuple[str, ...] = ()) -> bytes:
    at = datetime(2026, 9, 16, tzinfo=UTC)
    return Letter(headers, of).join(parse_address("r@home.example"), "<1@b.example>", at)


def parsed(raw: bytes) -> EmailMessage:
    return message_from_bytes(raw, policy=policy.default)


@given(hostile | words)
def test_a_subject_is_one_header_that_says_what_was_meant(subject: str) -> None:
    raw = whole(document(subject))
    head = raw.split(b"\r\n\r\n", 1)[0]
    names = [line.split(b":")[0] for line in head.split(b"\r\n") if not line.startswith(b" ")]
    expected = [b"To", b"Message-ID", b"Date", b"From", b"Subject", b"Content-Type", b"MIME-Version"]
    assert sorted(names) == sorted(expected)
    assert all(32 <= byte < 127 or byte in b"\r\n" for byte in head)
    assert all(len(line) <= 78 for line in head.split(b"\r\n"))
    meant = " ".join("".join(c if c.isprintable() else " " for c in subject).split()) or "(no subject)"
    field = re.search(rb"(?s)\r\nSubject: (.*?)\r\n(?! )", raw)
    assert field is not None
    assert str(make_header(decode_header(re.sub(r"\r\n", "", field[1].decode())))) == meant


@given(st.text(st.characters(exclude_categories=["Cs"])), st.text(st.characters(exclude_categories=["Cs"])))
def test_texts_survive_and_no_line_is_too_long(text: str, html: str) -> None:
    text, html = text + "\n", html + "\n"
    raw = whole(document(text=text, html=html))
    assert b"\n" not in raw.replace(b"\r\n", b"")
    assert max(map(len, raw.split(b"\r\n"))) <= 78
    parts = [part.get_payload(decode=True) for part in parsed(raw).iter_parts()]
    assert [_lines(part) for part in parts if isinstance(part, bytes)] == [_lines(text.encode()), _lines(html.encode())]


def _lines(data: bytes) -> list[bytes]:
    return data.splitlines()


@given(st.lists(st.sampled_from([".", "..", ".a", "", "-- ", "From x", "=.", "…"])).map("\n".join))
def test_a_line_never_begins_with_a_bare_dot(text: str) -> None:
    data = joined(document(text=text, html=text))
    assert all(line[:2] == b".." for line in data.split(b"\r\n") if line.startswith(b"."))


@pytest.mark.parametrize(
    ("text", "encoding"),
    [("Plain words\n", "quoted-printable"), ("Ein paar Umlaute: äöü und viel mehr Text als das\n", "quoted-printable"),
     ("今日のニュース\n", "base64"), ("Новости дня\n", "base64")],
)  # fmt: skip
def test_a_text_takes_the_shorter_encoding(text: str, encoding: str) -> None:
    first = next(iter(parsed(whole(document(text=text))).iter_parts()))
    assert first["Content-Transfer-Encoding"] == encoding


def test_the_same_document_is_the_same_bytes() -> None:
    assert whole(document()) == whole(document())


@given(hostile)
def test_an_address_is_read_or_refused_and_never_breaks_a_header(text: str) -> None:
    try:
        address = parse_address(text)
    except ValueError:
        return
    assert not re.search(r"[\r\n\x00<>]", address.spec)
    assert "\n" not in address.header.replace("\r\n ", "")


@given(st.text(st.characters(categories=["L", "N", "P", "S", "Zs"], exclude_characters="<>\\"), max_size=80))
def test_the_name_of_an_address_is_kept(name: str) -> None:
    address = parse_address(f"{name} <news@brief.example>") if name.isprintable() else None
    if address is None or address.name != name:  # quotes and blanks around it are no part of it
        return
    header = re.sub(r"\r\n", "", address.header)
    found, spec = parseaddr(header)
    assert spec == "news@brief.example"
    if name.isascii() and "=?" not in name:
        assert found == name
    else:
        assert str(make_header(decode_header(found))) == name


@pytest.mark.parametrize(
    ("text", "header"),
    [
        ("Daily Briefing <news@brief.example>", "Daily Briefing <news@brief.example>"),
        ('"Briefing, Daily" <news@Brief.Example>', '"Briefing, Daily" <news@brief.example>'),
        ("Briefing (daily) <news@brief.example>", '"Briefing (daily)" <news@brief.example>'),
        ("Tägliches <news@bücher.example>", "=?utf-8?q?T=C3=A4gliches?= <news@xn--bcher-kva.example>"),
        (" news@brief.example ", "news@brief.example"),
        ("news@straße.example", "news@xn--strae-oqa.example"),  # another domain than strasse.example
    ],
)
def test_an_address_as_a_header(text: str, header: str) -> None:
    assert parse_address(text).header == header


def test_a_message_id_depends_on_all_that_it_is_made_from_and_shows_none_of_it() -> None:
    arguments = ("daily/2026-09-16", "mail", "reader@home.example", "brief.example")
    ids = {message_id(*arguments)} | {
        message_id(*(value if i != n else "other.example" for i, value in enumerate(arguments))) for n in range(4)
    }
    assert len(ids) == 5
    assert message_id(*arguments) == message_id(*arguments)
    assert all(re.fullmatch(r"<[0-9a-f]{40}@[a-z.]+>", found) for found in ids)
    assert message_id("a", "b", "c", "Zürich.example").endswith("@xn--zrich-kva.example>")
    with pytest.raises(ValueError, match="domain"):
        message_id("a", "b", "c", "brief.example>\r\nBcc: x")


def test_list_headers() -> None:
    assert list_id_header("daily.brief.example") == "<daily.brief.example>"
    assert list_id_header("Daily Briefing <daily.brief.example>") == "Daily Briefing <daily.brief.example>"
    assert unsubscribe_headers("mailto:leave@brief.example?subject=leave") == [
        "List-Unsubscribe: <mailto:leave@brief.example?subject=leave>"
    ]
    assert unsubscribe_headers("https://brief.example/leave/t0ken") == [
        "List-Unsubscribe: <https://brief.example/leave/t0ken>",
        "List-Unsubscribe-Post: List-Unsubscribe=One-Click",
    ]


@pytest.mark.parametrize(
    ("text", "why"),
    [
        ("nobody", "no @"),
        ("Ann <ann>", "no @"),
        ("ann b@home.example", "before the @"),
        ("ann@home..example", "no domain name"),
        (f"ann@{'home.' * 60}example", "at most 253"),
        (f"{'n' * 250}@home.example", "longer than 254"),
    ],
)
def test_what_is_wrong_with_an_address_is_said(text: str, why: str) -> None:
    with pytest.raises(ValueError, match=why):
        parse_address(text)


@pytest.mark.parametrize("text", ["daily", "daily brief.example", "Daily <daily>", "daily.brief.example\r\nBcc: x"])
def test_what_is_no_list_id_is_refused(text: str) -> None:
    with pytest.raises(ValueError, match="look like"):
        list_id_header(text)
