"""An edition's message, built once and joined for each reader.

    head        DKIM-Signature, To, Message-ID, Date, headers with personal words      a reader's own
                From, Subject, List-*, Content-Type                                    the same for all
    text, HTML  pieces that are the same for all, between them a reader's words        `core.encoded_text`

A signature needs the SHA-256 of the body: what stands before the first personal word is hashed once an edition.
"""

from __future__ import annotations

import hashlib
import re
from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Protocol

from briefing.core.dkim import relaxed_lines
from briefing.core.encoded_text import Slot, encoded, split
from briefing.core.message import Address, own_headers, subject_header
from briefing.model import Document

_URL_WORD = re.compile(r"[A-Za-z0-9._~-]{1,100}")
"""What keeps its meaning anywhere in an address, and within a header line's length."""


class Seal(Protocol):
    """Signs the messages of one edition."""

    def header(self, own: Sequence[str], body_hash: bytes, at: datetime) -> str:
        """A header line: the signature over a reader's own header lines, those of all, and the body by its SHA-256."""


class Signer(Protocol):
    """Signs messages, as `core.dkim.Signer` does."""

    def seal(self, shared: Sequence[str], own: Sequence[str]) -> Seal:
        """`shared` are the header lines that are the same for all, `own` the names of the others."""


class Letter:
    """One edition's message for all its readers.

    `personal` are texts with words in braces: "https://example.org/leave/{reader}", "Good morning, {name}". Wherever
    one of them stands in a header, in the text or in the HTML, a reader's words take the place of the braces; braces
    elsewhere stay, so that news may speak of "{name}".
    """

    def __init__(
        self,
        headers: Sequence[str],
        document: Document,
        *,
        personal: Sequence[str] = (),
        signers: Sequence[Signer] = (),
    ) -> None:
        """`headers` are lines of ASCII without their line ends."""
        # "=_" can't occur in quoted-printable or base64; the digest makes the same document the same bytes.
        boundary = "=_" + hashlib.sha256((document.text + document.html).encode()).hexdigest()[:32]
        shared, self._own = list[str](), list[tuple[str, list[str]]]()
        for line in headers:
            literals, names = split(line, personal)
            if names:
                self._own.append(("%s".join(literal.replace("%", "%%") for literal in literals), names))
            else:
                shared.append(line)
        shared += [subject_header(document.subject), "MIME-Version: 1.0"]
        shared.append(f'Content-Type: multipart/alternative;\r\n boundary="{boundary}"')
        addresses = [text for text in personal if re.match(r"https?:|mailto:", text)]
        self._in_addresses = {name for text in addresses for name in split(text, [text])[1]}
        self._in_addresses.update(name for _, names in self._own for name in names)

        fixed, self._slots = _body(document, personal, boundary)
        self._head = "".join(f"{line}\r\n" for line in [*shared, ""]).encode()
        self._fixed = [re.sub(rb"(?m)^\.", b"..", piece) for piece in fixed]  # each begins a line
        own = ["To", "Message-ID", "Date", *(line.partition(":")[0] for line, _ in self._own)]
        self._seals = [signer.seal(shared, own) for signer in signers]
        first, *self._hashed = [relaxed_lines(piece) for piece in fixed] if signers else [b""]
        self._hash = hashlib.sha256(first)

    def join(self, to: Address, message_id: str, at: datetime, words: Mapping[str, str] | None = None) -> bytes:
        """The message for one reader, dot-stuffed (RFC 5321, section 4.5.2), without the final dot.

        Raises ValueError for a Message-ID that is none, and for a word that is missing or can't be in an address.
        """
        words = words or {}
        for name in self._in_addresses:
            if not _URL_WORD.fullmatch(words.get(name, "")):
                raise ValueError(f"{words.get(name, '')!r} can't be in an address as {{{name}}}")
        own = own_headers(to, message_id, at)
        try:
            own += [line % tuple([words[name] for name in names]) for line, names in self._own]
            filled = [slot(words) for slot in self._slots]
        except KeyError as error:
            raise ValueError(f"there is no word for {{{error.args[0]}}}") from error
        body = _between(self._fixed, filled)
        if self._seals:
            digest = self._hash.copy()
            if filled:
                digest.update(b"".join(_between([b"", *self._hashed], filled)))
            own = [*(seal.header(own, digest.digest(), at) for seal in self._seals), *own]
        return b"".join(["\r\n".join([*own, ""]).encode(), self._head, *body])


def _body(document: Document, personal: Sequence[str], boundary: str) -> tuple[list[bytes], list[Slot]]:
    """multipart/alternative (RFC 2046, section 5.1.4), the text before the HTML: whole lines, and what is between."""
    fixed, slots = [b""], list[Slot]()
    for kind, text, more in (("plain", document.text, ""), ("html", document.html, "MIME-Version: 1.0\r\n")):
        part = encoded(text, personal, is_html=kind == "html")
        about = f'Content-Type: text/{kind}; charset="utf-8"\r\nContent-Transfer-Encoding: {part.encoding}\r\n{more}'
        fixed[-1] += f"--{boundary}\r\n{about}\r\n".encode() + part.fixed[0]
        fixed += part.fixed[1:]
        fixed[-1] += b"\r\n"
        slots += part.slots
    fixed[-1] += f"--{boundary}--\r\n".encode()
    return fixed, slots


def _between(fixed: Sequence[bytes], filled: Sequence[bytes]) -> list[bytes]:
    """The first fixed piece, the first that was filled in, the second fixed one …"""
    pieces = [b""] * (len(fixed) + len(filled))
    pieces[::2], pieces[1::2] = fixed, filled
    return pieces
