from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from briefing.core.charset import decode

GERMAN = "<p>Über die Brücke fährt heute – zum „letzten Mal“ – die Straßenbahn nach Großdorf.</p>"
RUSSIAN = "<p>Парламент во вторник принял закон о порте после долгих споров между фракциями.</p>"


@pytest.mark.parametrize(
    ("body", "content_type", "text"),
    [
        (GERMAN.encode(), None, GERMAN),
        (b"\xef\xbb\xbf" + GERMAN.encode(), "text/html; charset=iso-8859-1", GERMAN),
        (GERMAN.encode("utf-16"), None, GERMAN),
        (GERMAN.encode("cp1252"), None, GERMAN),
        (GERMAN.encode("cp1252"), "text/html; charset=ISO-8859-1", GERMAN),
        (GERMAN.encode("cp1252"), "text/html; charset=utf-8", GERMAN),
        (GERMAN.encode(), "text/html; charset=iso-8859-1", GERMAN),
        (RUSSIAN.encode("koi8-r"), "text/html; charset=koi8-r", RUSSIAN),
        (RUSSIAN.encode("cp1251"), None, RUSSIAN),
        ("<p>港の火災</p>".encode("shift_jis"), "text/html; charset=Shift_JIS", "<p>港の火災</p>"),
        (RUSSIAN.encode("utf-16-le"), "text/html; charset=utf-16", RUSSIAN),
        ("<p>Hello".encode("utf-16-le"), "text/html; charset=UTF-16", "<p>Hello"),
        ("<p>Hello".encode("utf-16-be"), "text/html; charset=utf-16be", "<p>Hello"),
        ("<p>港の火災</p>".encode("iso-2022-jp"), "text/html; charset=iso-2022-jp", "<p>港の火災</p>"),
    ],
)
def test_the_encoding_is_found(body: bytes, content_type: str | None, text: str) -> None:
    assert decode(body, content_type) == text


def test_a_meta_declaration_is_read() -> None:
    page = '<meta charset="windows-1251">' + RUSSIAN
    assert decode(page.encode("cp1251")) == page


@pytest.mark.parametrize("name", ["utf-16", "utf-16le", "utf-16be"])
def test_a_page_that_says_in_ascii_that_it_is_utf_16_is_not(name: str) -> None:
    page = f'<meta charset="{name}">{GERMAN}'
    assert decode(page.encode()) == page
    assert decode(page.encode(), f"text/html; charset={name}") == page


def test_one_broken_byte_does_not_spoil_utf8() -> None:
    body = b'<meta charset="utf-8">' + GERMAN.encode() * 5 + b"\xff"
    assert decode(body).count("Brücke") == 5


@given(
    st.binary(max_size=300),
    st.sampled_from([None, "text/html; charset=idna", "charset=utf-7", "charset=hex", "charset=\ud800"]),
)
def test_any_bytes_become_text(body: bytes, content_type: str | None) -> None:
    assert isinstance(decode(body, content_type), str)
