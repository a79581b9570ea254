from __future__ import annotations

import re
import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from briefing.core.markup import decode, inline, mended, note_html, once_decoded, plain, xml_text

soup = st.lists(
    st.one_of(
        st.sampled_from(
            ["<", ">", "<p>", "</p>", "<b>", "<script>", "</script>", "<!--",
             "-->", "<![CDATA[", "]]>", "&", "&amp;", "&lt;", "&#", "&#x", "99999", ";", '"', "'",
             "<a href=", "&nbsp;", "<style", "<svg>", "<?", "\ud800", "\x00", "\u202e"]
        ),
        st.text(max_size=8),
    ),
    max_size=30,
).map("".join)  # fmt: skip


@pytest.mark.parametrize(
    ("markup", "expected"),
    [
        ("<p>One <b>bold</b>\n word.</p><p>Two<br/>Three</p>", "One bold word.\nTwo\nThree"),
        ("AT&amp;T &#8217;s &#x201c;q&#x201D; caf&eacute;", "AT&T ’s “q” café"),
        ("Q&amp;amp;A &amp;#8217; &amp;nbsp;x", "Q&A ’ x"),
        ("&lt;p&gt;Escaped &lt;b&gt;twice&lt;/b&gt;&lt;/p&gt;", "Escaped twice"),
        ("Use the &lt;main&gt; element", "Use the <main> element"),
        ("a < b, 3<4 and I <3 you", "a < b, 3<4 and I <3 you"),
        ("x<script>if (a<b) {}</script>y<STYLE>p{}</style >z", "xyz"),
        ("x<script>never closed", "x"),
        ("x<svg><text>no</text></svg>y<svg>never closed", "xynever closed"),
        ('<img alt="a > b" src=x>text', "text"),
        ('<img alt="never closed>text <b>bold</b>', "text bold"),
        ("a<!-- hidden > -->b<![CDATA[c & d]]>e", "abc & de"),
        ("<table><tr><td>1</td><td>2</td></tr><tr><td>3</td></tr></table>", "1 2\n3"),
        ("<ul><li>one</li><li>two</li></ul>", "one\ntwo"),
        ("one\ntwo\n\nthree", "one\ntwo\nthree"),
        ("<p>one\ntwo</p>\n<p>three", "one two\nthree"),
        ("a\u00a0 \t b\u200b\u00ad\u202ec\x07", "a bc"),
        ("&#0;&#99999999;&#x110000000;x&#xD800;", "\ufffd\ufffd\ufffdx\ufffd"),
        ("\r\n\u2028", ""),
        ("", ""),
    ],
)
def test_plain(markup: str, expected: str) -> None:
    assert plain(markup) == expected


def test_inline_is_one_line() -> None:
    assert inline("<h1>Two</h1>\n<p>lines &amp;amp; more</p>") == "Two lines & more"


@pytest.mark.parametrize(
    ("title", "expected"),
    [
        ("A List<String> of vector<T>s", "A List<String> of vector<T>s"),
        ("The <b> element", "The <b> element"),
        ("The <T>, in <b>bold</b>", "The <T>, in bold"),
        ("Use &lt;T&gt; <em>now</em>", "Use <T> now"),
        ("I <3 AT&amp;T &lt;3", "I <3 AT&T <3"),
        ("One<br>two <img src=x>", "One two"),
        ("<a href=x>Linked, never closed", "Linked, never closed"),
        ("<o:p></o:p>Office", "Office"),
        ("<![CDATA[Twice]]>", "Twice"),
    ],
)
def test_titles_may_be_html_or_not(title: str, expected: str) -> None:
    assert inline(title) == expected


@given(soup)
def test_inline_never_raises_and_takes_nothing_for_markup_that_is_none(text: str) -> None:
    assert "\n" not in inline(text)
    bare = text.replace("<", "").replace("&", "").replace("\x00", "")
    assert inline(f"{bare} < 3") == inline(f"{bare} &lt; 3")


@given(soup)
def test_plain_never_raises_and_leaves_clean_lines(markup: str) -> None:
    text = plain(markup)
    text.encode()
    assert not re.search("[\x00-\x09\x0b-\x1f\u00a0\u202e]", text)
    assert all(line and line == line.strip() and "  " not in line for line in text.split("\n") if text)


@given(st.text(alphabet=st.characters(blacklist_categories=["C", "Z"], blacklist_characters="<&\u00ad"), max_size=50))
def test_plain_leaves_plain_words_alone(word: str) -> None:
    assert plain(word) == word


@pytest.mark.parametrize(
    "unit",
    ["<", "<!--", '<a "', '<a ">"', "<a b='", "&", "&#", "&#9", "</", "<![CDATA[", "<b>", "<script>", "<svg>", "<svg/>",
     "<p ",
     "&lt;p", "&lt;p&gt;", "&amp;", "<?", "<a b='\">", "</p", "<iframe>", "<style></style"],
)  # fmt: skip
def test_plain_takes_linear_time(unit: str) -> None:
    begun = time.process_time()
    plain(unit * (200_000 // len(unit)) + "'\"")
    assert time.process_time() - begun < 2  # quadratic would take a minute and more


# --- Markdown --------------------------------------------------------------------------------------------------------


def test_note_keeps_simple_markdown() -> None:
    html = note_html("# Hello\n\nSome *words*, **more** and [a link](https://n.example/?a=1&b=2).\n\n- one\n- two\n")
    assert "<h3>Hello</h3>" in html
    assert "<em>words</em>" in html
    assert '<a href="https://n.example/?a=1&amp;b=2" rel="noopener noreferrer">a link</a>' in html
    assert "<li>one</li>" in html
    assert 'href="mailto:ed@n.example"' in note_html("[mail](mailto:ed@n.example)")


@pytest.mark.parametrize(
    "source",
    ["<script>alert(1)</script>", "[x](javascript:alert(1))", "[x](JaVaScRiPt:alert(1))", "[x](data:text/html,1)",
     '<a href="//evil.example" onclick="x()">x</a>', "[x](/relative)", "[x](relative)",
     '<img src=x onerror="alert(1)">', "![x](https://n.example/pixel.gif)",
     '<p style="position:fixed" class=x id=y>x</p>',
     "<iframe src=x></iframe>",
     "<svg onload=alert(1)>", "[x](<java\nscript:alert(1)>)", "<form action=x><input></form>", "<style>*{}</style>"],
)  # fmt: skip
def test_note_lets_nothing_else_through(source: str) -> None:
    html = note_html(source)
    assert not re.search(r"script:|href|src|on\w+=|style|class|id=|<(?!/?(?:p|a|em|strong)\b)|alert\(1\)</s", html)


@given(soup)
def test_note_has_only_allowed_tags_and_addresses(source: str) -> None:
    html = note_html(source)
    tags = set(re.findall(r"</?([a-z0-9]+)", html))
    assert tags <= {
        "a",
        "blockquote",
        "br",
        "code",
        "em",
        "h3",
        "h4",
        "h5",
        "h6",
        "hr",
        "li",
        "ol",
        "p",
        "pre",
        "strong",
        "ul",
    }
    assert all(re.match(r"https?://|mailto:", href) for href in re.findall(r'href="([^"]*)"', html))


# --- bytes to text ---------------------------------------------------------------------------------------------------

RUSSIAN = "Парламент принял закон о портах"
DECLARED = '<?xml version="1.0" encoding="{}"?><t>{}</t>'


@pytest.mark.parametrize(
    ("body", "content_type", "expected"),
    [
        ("é".encode(), "text/xml; charset=iso-8859-1", "é"),
        (DECLARED.format("iso-8859-1", "é").encode(), None, DECLARED.format("iso-8859-1", "é")),
        (DECLARED.format("windows-1251", RUSSIAN).encode("cp1251"), "text/xml; charset=utf-8", None),
        (DECLARED.format("utf-8", RUSSIAN).encode("koi8-r"), "text/xml; charset=KOI8-R", None),
        (DECLARED.format("Shift_JIS", "港の法案").encode("cp932"), None, None),
        (DECLARED.format("iso-2022-jp", "港の法案").encode("iso2022_jp"), None, None),
        (DECLARED.format("gb2312", "港口法案").encode("gb18030"), None, None),
        (b"caf\xe9 \x93quoted\x94", None, "café “quoted”"),
        (b"\xef\xbb\xbfx", "text/xml; charset=utf-16", "x"),
        ("x".encode("utf-16"), None, "x"),
        ("<é".encode("utf-16-le"), None, "<é"),
        ("<é".encode("utf-16-be"), None, "<é"),
        ('{"é"'.encode("utf-16-le"), None, '{"é"'),
        ('{"é"'.encode("utf-16-be"), None, '{"é"'),
        ("x".encode("utf-32"), None, "x"),
        ("<é".encode("utf-32-le"), None, "<é"),
        ("<é".encode("utf-32-be"), None, "<é"),
        (DECLARED.format("windows-1251", RUSSIAN).encode("cp1251") + b"\x98", None, None),
        (DECLARED.format("gb2312", "港口法案" * 20).encode("gb18030") + b"\xff", None, None),
        (DECLARED.format("utf-8", f"<title>{RUSSIAN}</title>" * 9).encode("cp1251"), None, None),
        (
            DECLARED.format("utf-8", f"<title>{RUSSIAN}</title><link>https://n.example/a/b/c/d</link>" * 9).encode(
                "koi8-r"
            ),
            None,
            None,
        ),
        (b"x", "text/xml; charset=unicode_escape", "x"),
        (b"\xff\\u0041", "text/xml; charset=unicode_escape", "ÿ\\u0041"),
        (b"", None, ""),
    ],
)
def test_decode(body: bytes, content_type: str | None, expected: str | None) -> None:
    text = decode(body, content_type)
    if expected is None:
        assert any(words in text for words in (RUSSIAN, "港の法案", "港口法案"))
    else:
        assert text == expected


def test_one_bad_byte_does_not_garble_utf8() -> None:
    body = (RUSSIAN + " – ").encode() + b"\x93caf\xe9" + RUSSIAN.encode()
    assert decode(body, "text/xml; charset=iso-8859-1") == RUSSIAN + " – “café" + RUSSIAN
    assert decode((RUSSIAN * 3).encode()[:-1]).startswith(RUSSIAN * 2)


@given(st.binary(max_size=300), st.one_of(st.none(), st.text(max_size=60).map("text/xml; charset=".__add__)))
def test_decode_never_raises(body: bytes, content_type: str | None) -> None:
    decode(body, content_type)


@given(st.text())
def test_utf8_survives(text: str) -> None:
    clean = xml_text(text).lstrip("\ufeff")
    assert decode(b"\xef\xbb\xbf" + clean.encode()) == clean


# --- XML -------------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("broken", "whole"),
    [
        ("AT&T &amp; &lt;b&gt; &#233; &#x1F600;", "AT&amp;T &amp; &lt;b&gt; &#233; &#x1F600;"),
        ("&nbsp;&eacute;&unknown;", "&#160;&#233;&amp;unknown;"),
        ("?a=1&b=2&copy=3", "?a=1&amp;b=2&amp;copy=3"),
        ("a&#0;b&#x1f;c&#xFFFE;d", "abcd"),
        ("<![CDATA[a & b &nbsp;]]> & <!-- & -->", "<![CDATA[a & b &nbsp;]]> &amp; <!-- & -->"),
        ("&" + "&#" + "9" * 5000 + ";", "&amp;&amp;#" + "9" * 5000 + ";"),
    ],
)
def test_mended(broken: str, whole: str) -> None:
    assert mended(broken) == whole
    assert mended(whole) == whole


@pytest.mark.parametrize("text", ["Über die Brücke fährt die Straßenbahn", "Ещё одна заметка", "«Où ça ?» – à l’été"])
def test_a_text_that_was_encoded_twice_is_put_right(text: str) -> None:
    twice = text.encode().decode("latin-1")
    assert once_decoded(twice) == text
    assert once_decoded(text) == text


@pytest.mark.parametrize("text", ["Ã¼", "Ã¼ Ã¤ ö Ã¶ ß", "Ã¼ Ã¤ Ã¶ 港", "plain"])
def test_a_text_that_may_have_been_meant_so_stays(text: str) -> None:
    assert once_decoded(text) == text
