"""The character encoding of a page, told from its bytes."""

from __future__ import annotations

import codecs
import re

_CHARSET = re.compile(rb"charset\s*=\s*[\"']?\s*([\w:.-]{2,30})", re.IGNORECASE)
_KNOWN = re.compile(
    r"utf-?8|utf-?16(?:-?[lb]e)?|(?:iso-?)?8859-\d+|latin-?\d|windows-?\d+|cp\d+|gb\w+|big5\w*|euc-\w+|shift[-_]?jis|"
    r"sjis|x-sjis|koi8-\w|iso-2022-jp|tis-?620|us-ascii|ascii|macintosh|ks_c_5601-1987",
    re.IGNORECASE,
)
_MEANT = {
    "iso8859-1": "cp1252", "ascii": "cp1252", "iso8859-9": "cp1254", "iso8859-11": "cp874", "tis-620": "cp874",
    "shift_jis": "cp932", "gb2312": "gb18030", "gbk": "gb18030", "euc_kr": "cp949", "utf-16": "utf-16-le",
}  # fmt: skip
"""What browsers read under a name (WHATWG Encoding Standard, section 4.2), by Python's name for it."""

_LOOKS_LIKE_ASCII = frozenset({"iso2022_jp", "utf-16-le", "utf-16-be"})
"""Their bytes may be valid UTF-8, and mean something else."""
_LEAST_FOREIGN = 10
"""Bytes above ASCII. Of fewer nothing can be told."""

_MARKS = ((codecs.BOM_UTF8, "utf-8"), (codecs.BOM_UTF16_LE, "utf-16-le"), (codecs.BOM_UTF16_BE, "utf-16-be"))


def decode(body: bytes, content_type: str | None = None) -> str:
    """A page's text: by its byte order mark, else as UTF-8 where it is valid, else as declared, else as guessed."""
    for mark, name in _MARKS:
        if body.startswith(mark):
            return body[len(mark) :].decode(name, "replace")
    declared = _declared(body, content_type)
    if declared not in _LOOKS_LIKE_ASCII:
        try:
            return body.decode("utf-8")
        except UnicodeDecodeError:
            pass
    if declared and declared != "utf-8":
        return body.decode(declared, "replace")
    if declared == "utf-8" and _damaged_utf8(body):
        return body.decode("utf-8", "replace")
    return body.decode(guessed(body), "replace")


def guessed(body: bytes) -> str:
    """The encoding of a text that says nothing of it and is no UTF-8: Windows-1252 where most letters are ASCII, else
    what its bytes look like."""
    text = re.sub(rb"<[^<>]*>", b"", body[:200_000])
    high = sum(byte > 127 for byte in text)
    if high < max(_LEAST_FOREIGN, 0.2 * (high + len(re.findall(rb"[A-Za-z]", text)))):
        return "cp1252"
    from charset_normalizer import from_bytes

    best = from_bytes(text[:20_000]).best()
    return best.encoding if best else "cp1252"


def _declared(body: bytes, content_type: str | None) -> str | None:
    header = (content_type or "").encode("ascii", "replace")
    for place in (header, body[:4096]):
        if (match := _CHARSET.search(place)) and _KNOWN.fullmatch(label := match[1].decode("ascii", "replace")):
            try:
                name = codecs.lookup(label).name
            except LookupError:
                continue
            # UTF-16 has a zero byte in each letter of a tag: a page without any is not what it says.
            return "utf-8" if name.startswith("utf-16") and b"\0" not in body else _MEANT.get(name, name)
    return None


def _damaged_utf8(body: bytes) -> bool:
    """Most of the bytes above ASCII form characters: UTF-8 with a few broken places."""
    broken = body.decode("utf-8", "replace").count("\ufffd")
    return broken < 0.1 * sum(byte > 127 for byte in body)
