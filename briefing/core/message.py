"""An edition as a mail message (RFC 5322, MIME): addresses, headers, and both texts encoded once for all recipients.

    what is the same for all:    From, Subject, List-*, the texts     `shared_part`, built once an edition
    what is a recipient's own:   To, Message-ID, Date                 `own_part`, joined before it

`Auto-Submitted: auto-generated` (RFC 3834, section 5) stands only on mail without List- headers, where nothing else
keeps out-of-office replies away; list mail has these headers for that, and its readers asked for it. `Precedence` is no
standard and is not sent.
"""

from __future__ import annotations

import hashlib
import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from email import policy
from email.header import Header
from email.message import EmailMessage
from email.utils import format_datetime, quote

import idna

from briefing.model import Document

_LONGEST_ADDRESS = 254  # RFC 5321, section 4.5.3.1.3, less the angle brackets
_LONGEST_URL = 900  # a header line ends at 998 octets (RFC 5322, section 2.1.1)
_LOCAL = re.compile(r"[A-Za-z0-9!#$%&'*+/=?^_`{|}~.\u0080-\U0010ffff-]+")
_NAMED = re.compile(r"\s*(.*?)\s*<([^<>]*)>\s*")


@dataclass(frozen=True, slots=True)
class Address:
    """A mail address: `domain` is ASCII and lower case, `local` may be any letters (RFC 6531)."""

    name: str
    local: str
    domain: str

    @property
    def spec(self) -> str:
        return f"{self.local}@{self.domain}"

    @property
    def header(self) -> str:
        return f"{_phrase(self.name)} <{self.spec}>" if self.name else self.spec


def parse_address(text: str) -> Address:
    """Reads "a@b" or "Name <a@b>". Raises ValueError that says what is wrong with it."""
    if not text.isprintable():
        raise ValueError("it has control characters")
    named = _NAMED.fullmatch(text)
    name, spec = named.groups() if named else ("", text.strip())
    local, at, domain = spec.rpartition("@")
    if not at:
        raise ValueError("it has no @")
    if not _LOCAL.fullmatch(local) or re.search(r"\s", local):
        raise ValueError("what is before the @ can't be there")
    if name.startswith('"') and name.endswith('"'):
        name = re.sub(r"\\(.)", r"\1", name[1:-1])
    address = Address(name, local, ascii_domain(domain))
    if len(address.spec.encode()) > _LONGEST_ADDRESS:
        raise ValueError(f"it is longer than {_LONGEST_ADDRESS} bytes")
    return address


def ascii_domain(text: str) -> str:
    """A domain name as ASCII in lower case (IDNA 2008, mapped by UTS 46). Raises ValueError."""
    try:
        domain = text.lower() if text.isascii() else idna.encode(text, uts46=True).decode()
    except UnicodeError as error:
        raise ValueError(f"{text!r} is no domain name") from error
    labels = domain.split(".")
    if len(domain) > 253 or not all(re.fullmatch(r"(?!-)[a-z0-9_-]{1,63}(?<!-)", label) for label in labels):
        raise ValueError(f"{text!r} is no domain name")
    return domain


def message_id(edition_id: str, channel: str, recipient: str, domain: str) -> str:
    """The Message-ID (RFC 5322, section 3.6.4) of an edition for a recipient: the same whenever it is asked for.

    A SHA-256 of the three, so that it does not show the address. Raises ValueError when domain is no domain name.
    """
    digest = hashlib.sha256("\0".join((edition_id, channel, recipient)).encode()).hexdigest()
    return f"<{digest[:40]}@{ascii_domain(domain)}>"


def list_id_header(text: str) -> str:
    """The value of List-Id (RFC 2919) for "label.domain" or "Name <label.domain>". Raises ValueError."""
    named = _NAMED.fullmatch(text)
    name, label = named.groups() if named else ("", text.strip())
    if not text.isprintable() or not re.fullmatch(r"[A-Za-z0-9_-]+(\.[A-Za-z0-9_-]+)+", label):
        raise ValueError('it must look like "daily.example.org" or "Daily Briefing <daily.example.org>"')
    return f"{_phrase(name)} <{label}>" if name else f"<{label}>"


def unsubscribe_headers(url: str) -> list[str]:
    """List-Unsubscribe (RFC 2369) and, for an https address, one click (RFC 8058). Raises ValueError."""
    if not re.fullmatch(r"(https://|mailto:)[!-;=?-~]+", url) or len(url) > _LONGEST_URL:
        raise ValueError("it must be an https:// or mailto: address in ASCII")
    header = [f"List-Unsubscribe: <{url}>"]
    return [*header, "List-Unsubscribe-Post: List-Unsubscribe=One-Click"] if url.startswith("https:") else header


def own_part(to: Address, message_id: str, at: datetime) -> bytes:
    """The headers of one recipient. Raises ValueError for a Message-ID that is none."""
    if not re.fullmatch(r"<[!-;=?A-~]+@[!-;=?A-~]+>", message_id):
        raise ValueError(f"not a Message-ID: {message_id!r}")
    return f"To: {to.spec}\r\nMessage-ID: {message_id}\r\nDate: {format_datetime(at)}\r\n".encode()


def shared_part(headers: Sequence[str], document: Document) -> bytes:
    """The rest of the message: these headers, the subject, the texts; dot-stuffed (RFC 5321, section 4.5.2)."""
    head = "".join(f"{line}\r\n" for line in (*headers, f"Subject: {_subject(document.subject)}"))
    return re.sub(rb"(?m)^\.", b"..", head.encode() + _body(document))


def _phrase(name: str) -> str:
    """A display name: bare, quoted or encoded (RFC 5322, section 3.2.5; RFC 2047, section 5)."""
    if not name.isascii() or "=?" in name:
        return Header(name, "utf-8", header_name="Reply-To").encode(linesep="\r\n")
    return name if re.fullmatch(r"[A-Za-z0-9 !#$%&'*+/=?^_`{|}~-]+", name) else f'"{quote(name)}"'


def _subject(text: str) -> str:
    """A subject in one line: whatever could end the header is a space, what is not ASCII is encoded (RFC 2047)."""
    line = " ".join("".join(c if c.isprintable() else " " for c in text).split()) or "(no subject)"
    plain = line.isascii() and "=?" not in line and max(map(len, line.split())) < 60
    header = Header(line, "us-ascii" if plain else "utf-8", maxlinelen=76, header_name="Subject")
    return header.encode(linesep="\r\n")


def _body(document: Document) -> bytes:
    """multipart/alternative (RFC 2046, section 5.1.4) with its own headers: the text, then the HTML."""
    message = EmailMessage(policy=policy.SMTP)
    message.set_content(document.text, cte=_encoding(document.text))
    message.add_alternative(document.html, subtype="html", cte=_encoding(document.html))
    # "=_" can't occur in quoted-printable or base64; the digest makes the same document the same bytes.
    message.set_boundary("=_" + hashlib.sha256((document.text + document.html).encode()).hexdigest()[:32])
    return message.as_bytes()


def _encoding(text: str) -> str:
    """The shorter of the two for this text: quoted-printable takes three bytes for one outside ASCII, base64 4/3."""
    data = text.encode()
    special = len(data.translate(None, bytes(range(127)))) + data.count(b"=")
    return "base64" if 2 * special > len(data) / 3 else "quoted-printable"
