"""A text encoded for mail (RFC 2045, section 6) in pieces, around the words that differ from reader to reader.

    "…leave/{reader}\\n"     split before it is encoded, as to replace in finished lines would break them
    b"…leave/=\\r\\n"         what is the same for all, quoted-printable, ended by a soft line break
    b"k3Jx0pWq=\\r\\n"        a reader's word, on lines of its own
    b"\\r\\n"                 what is the same for all

Base64 has no soft line breaks: there what follows the first word is kept in three forms, one for each number of bytes
that the word before it may leave over.
"""

from __future__ import annotations

import re
from binascii import b2a_base64
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from email.quoprimime import body_encode
from html import escape

Slot = Callable[[Mapping[str, str]], bytes]
"""Encodes a reader's words; raises KeyError for one that is missing."""

_LONGEST_LINE = 76
"""RFC 2045, section 6.7 (5): less than a header line may have."""
_BASE64_LINE = 57
_NAME = re.compile(r"\{([a-z_]+)\}")
_PLAIN = re.compile(r"[A-Za-z0-9_-]{1,70}")
_BARE = frozenset(b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789_-")


@dataclass(frozen=True, slots=True)
class EncodedText:
    """`fixed` pieces are whole lines and one more than there are `slots`, each of which stands between two."""

    encoding: str
    fixed: list[bytes]
    slots: list[Slot]


def encoded(text: str, personal: Sequence[str] = (), *, is_html: bool = False) -> EncodedText:
    """Encode a text; `personal` as for `split`."""
    lines = re.sub(r"\r\n?", "\n", text)
    literals, names = split(lines if lines.endswith("\n") else lines + "\n", personal, is_html=is_html)
    if _is_shorter_as_base64(text):
        data = [literal.replace("\n", "\r\n").encode() for literal in literals]
        if not names:
            return EncodedText("base64", [_base64(data[0])], [])
        whole = len(data[0]) // _BASE64_LINE * _BASE64_LINE
        rest = _Base64Rest(data[0][whole:], names, data[1:], is_html=is_html)
        return EncodedText("base64", [_base64(data[0][:whole]), b""], [rest])
    fixed = [_quoted(literal, is_last=number == len(names)) for number, literal in enumerate(literals)]
    return EncodedText("quoted-printable", fixed, [_slot(name, is_html=is_html) for name in names])


def split(text: str, personal: Sequence[str], *, is_html: bool = False) -> tuple[list[str], list[str]]:
    """The text around the words in braces of each of these texts, wherever it stands in it; and the words' names.

    In HTML each is looked for as it stands there, escaped. Braces that are in none of them are part of the text.
    """
    forms = [form for one in personal for form in ((escape(one), escape(one, quote=False)) if is_html else (one,))]
    literals, names, end = [""], list[str](), 0
    if forms:
        for found in re.finditer("|".join(map(re.escape, sorted(forms, key=len, reverse=True))), text):
            pieces = _NAME.split(found[0])
            literals[-1] += text[end : found.start()] + pieces[0]
            literals += pieces[2::2]
            names += pieces[1::2]
            end = found.end()
    literals[-1] += text[end:]
    return literals, names


def _shown(word: str, *, is_html: bool) -> str:
    """A reader's word in one line, as text or HTML."""
    line = word if word.isprintable() else "".join(char if char.isprintable() else " " for char in word)
    return escape(line) if is_html else line


def _is_shorter_as_base64(text: str) -> bool:
    """Quoted-printable takes three bytes for one outside ASCII, base64 four for three of any."""
    data = text.encode()
    special = len(data.translate(None, bytes(range(127)))) + data.count(b"=")
    return 2 * special > len(data) / 3


# --- quoted-printable ------------------------------------------------------------------------------------------------


def _quoted(text: str, *, is_last: bool) -> bytes:
    """Whole lines; one that does not end here gets a soft break, for which the encoder has to leave room."""
    lines = body_encode(text.encode().decode("latin-1"), _LONGEST_LINE - (not is_last))
    if lines and not lines.endswith("\n"):
        lines += "=\n"
    return lines.replace("\n", "\r\n").encode("ascii")


def _slot(name: str, *, is_html: bool) -> Slot:
    def slot(words: Mapping[str, str]) -> bytes:
        word = words[name]
        if _PLAIN.fullmatch(word):
            return word.encode() + b"=\r\n"
        return _quoted_word(_shown(word, is_html=is_html).encode())

    return slot


def _quoted_word(data: bytes) -> bytes:
    """Neither dots nor blanks stay: nothing of it has to be stuffed, nor changes where blanks are folded (DKIM)."""
    chars = [b"%c" % byte if byte in _BARE else b"=%02X" % byte for byte in data]
    return b"".join(b"".join(chars[start : start + 24]) + b"=\r\n" for start in range(0, len(chars), 24))


# --- base64 ----------------------------------------------------------------------------------------------------------


class _Base64Rest:
    """From a text's first word on: bytes left over from before it, then words and the texts that follow them."""

    def __init__(self, before: bytes, names: list[str], texts: list[bytes], *, is_html: bool) -> None:
        self._before, self._is_html = before, is_html
        self._texts = [(name, [_cut(text, at) for at in range(3)]) for name, text in zip(names, texts, strict=True)]

    def __call__(self, words: Mapping[str, str]) -> bytes:
        left, lines = self._before, []
        for name, cuts in self._texts:
            left += _shown(words[name], is_html=self._is_html).encode()
            head, encoded_text, tail = cuts[-len(left) % 3]
            left += head
            if len(left) % 3 == 0:  # otherwise the text was too short for it, and all of it is head
                lines += [_base64(left), encoded_text]
                left = tail
        return b"".join([*lines, _base64(left)])


def _cut(text: bytes, at: int) -> tuple[bytes, bytes, bytes]:
    """The first bytes, as many whole lines as follow them, encoded, and the bytes that are left."""
    end = at + max(len(text) - at, 0) // _BASE64_LINE * _BASE64_LINE
    return text[:at], _base64(text[at:end]), text[end:]


def _base64(data: bytes) -> bytes:
    lines = (data[start : start + _BASE64_LINE] for start in range(0, len(data), _BASE64_LINE))
    return b"".join(b2a_base64(line, newline=False) + b"\r\n" for line in lines)
