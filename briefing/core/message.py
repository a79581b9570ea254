"""Addresses and headers of mail (RFC 5322). `core.letter` makes messages of them.

`Auto-Submitted: auto-generated` (RFC 3834, section 5) stands only on mail without List- headers, where nothing else
keeps out-of-office replies away; list mail has these headers for that, and its readers asked for it. `Precedence` is no
standard and is not sent.
"""

from __future__ import annotations

import hashlib
import hmac
import re
import unicodedata
from dataclasses import dataclass
from datetime import datetime
from email.header import Header
from email.utils import format_datetime, quote
from functools import lru_cache

import idna

_LONGEST_ADDRESS = 254  # RFC 5321, section 4.5.3.1.3, less the angle brackets
_LONGEST_DOMAIN = 253
_LONGEST_URL = 900  # a header line ends at 998 octets (RFC 5322, section 2.1.1)
_LOCAL = re.compile(r"[A-Za-z0-9!#$%&'*+/=?^_`{|}~.\u0080-\U0010ffff-]+")
# What need not be looked at twice, as nearly all addresses of a list.
_PLAIN = re.compile(
    r"([a-zA-Z0-9_+.-]{1,64})@((?=[a-z0-9.-]{1,180}\Z)(?!xn--)[a-z0-9]+(?:-[a-z0-9]+)*(?:\.[a-z]{2,10})+)"
)
_MESSAGE_ID = re.compile(r"<[!-;=?A-~]+@[!-;=?A-~]+>")


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
    if plain := _PLAIN.fullmatch(text):
        return Address("", plain[1], plain[2])
    if not text.isprintable():
        raise ValueError("it has control characters")
    name, spec = _named(text)
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


def address_key(spec: str) -> str:
    """What an address is known by: who wrote it as Ann@ will once write it as ann@. Not to be sent to."""
    return unicodedata.normalize("NFC", spec).casefold()


@lru_cache(maxsize=1024)
def ascii_domain(text: str) -> str:
    """A domain name as ASCII in lower case (IDNA 2008, mapped by UTS 46). Raises ValueError."""
    if len(text) > _LONGEST_DOMAIN:
        raise ValueError(f"a domain name has at most {_LONGEST_DOMAIN} characters")
    try:
        domain = text.lower() if text.isascii() else idna.encode(text, uts46=True).decode()
    except UnicodeError as error:
        raise ValueError(f"{text!r} is no domain name") from error
    are_labels = all(re.fullmatch(r"(?!-)[a-z0-9_-]{1,63}(?<!-)", label) for label in domain.split("."))
    if len(domain) > _LONGEST_DOMAIN or not are_labels:
        raise ValueError(f"{text!r} is no domain name")
    return domain


def message_id(edition_id: str, channel: str, recipient: str, domain: str, *, key: bytes = b"") -> str:
    """The Message-ID (RFC 5322, section 3.6.4) of an edition for a recipient: the same whenever it is asked for.

    A SHA-256 of the three, so that it does not show the address. With a secret key it is an HMAC: then only who has
    seen a recipient's mail can name it, and a report that does is to be believed (see `core.bounces`). Raises
    ValueError when domain is no domain name.
    """
    named = "\0".join((edition_id, channel, recipient)).encode()
    digest = hmac.digest(key, named, "sha256").hex() if key else hashlib.sha256(named).hexdigest()
    return f"<{digest[:40]}@{ascii_domain(domain)}>"


def list_id_header(text: str) -> str:
    """The value of List-Id (RFC 2919) for "label.domain" or "Name <label.domain>". Raises ValueError."""
    name, label = _named(text)
    if not text.isprintable() or not re.fullmatch(r"[A-Za-z0-9_-]+(\.[A-Za-z0-9_-]+)+", label):
        raise ValueError('it must look like "daily.example.org" or "Daily Briefing <daily.example.org>"')
    return f"{_phrase(name)} <{label}>" if name else f"<{label}>"


def unsubscribe_headers(*urls: str) -> list[str]:
    """List-Unsubscribe (RFC 2369) and, with an https address, one click (RFC 8058).

    One https: address, one mailto: address, or one of each; with words in braces they are for `core.letter`. Raises
    ValueError.
    """
    for url in urls:
        if not re.fullmatch(r"(https://|mailto:)[!-;=?-~]+", url) or len(url) > _LONGEST_URL:
            raise ValueError("it must be an https:// or mailto: address in ASCII")
    urls = tuple(sorted(urls))
    schemes = [url.partition(":")[0] for url in urls]
    if schemes not in (["https"], ["mailto"], ["https", "mailto"]):
        raise ValueError("it must be one https:// address, one mailto: address, or one of each")
    header = "List-Unsubscribe: " + ",\r\n ".join(f"<{url}>" for url in urls)
    return [header, "List-Unsubscribe-Post: List-Unsubscribe=One-Click"] if "https" in schemes else [header]


def feedback_id_header(edition_id: str, list_name: str, sender: str) -> str:
    """Feedback-ID, by which Gmail's reports tell kinds of mail apart: the edition, the list, and who sends."""
    edition, named = (re.sub(r"[^A-Za-z0-9._-]+", "-", part)[:60].strip("-") for part in (edition_id, list_name))
    return f"Feedback-ID: {edition}:{named}:news:{re.sub(r'[^A-Za-z0-9]+', '', sender)[:15]}"


def subject_header(text: str) -> str:
    """A subject in one header: whatever could end it is a space, what is not ASCII is encoded (RFC 2047)."""
    line = " ".join("".join(c if c.isprintable() else " " for c in text).split()) or "(no subject)"
    plain = line.isascii() and "=?" not in line and max(map(len, line.split())) < 60
    header = Header(line, "us-ascii" if plain else "utf-8", maxlinelen=76, header_name="Subject")
    return "Subject: " + header.encode(linesep="\r\n")


def own_headers(to: Address, message_id: str, at: datetime) -> list[str]:
    """The header lines of one recipient. Raises ValueError for a Message-ID that is none."""
    if not _MESSAGE_ID.fullmatch(message_id):
        raise ValueError(f"not a Message-ID: {message_id!r}")
    return [f"To: {to.spec}", f"Message-ID: {message_id}", f"Date: {_date(at.replace(microsecond=0))}"]


@lru_cache(maxsize=4)
def _date(at: datetime) -> str:
    return format_datetime(at)


def _named(text: str) -> tuple[str, str]:
    """What stands before angle brackets, and what in them; all of it where there are none."""
    text = text.strip()
    if not text.endswith(">"):
        return "", text
    name, _, inside = text[:-1].rpartition("<")
    return name.strip(), inside


def _phrase(name: str) -> str:
    """A display name: bare, quoted or encoded (RFC 5322, section 3.2.5; RFC 2047, section 5)."""
    if not name.isascii() or "=?" in name:
        return Header(name, "utf-8", header_name="Reply-To").encode(linesep="\r\n")
    return name if re.fullmatch(r"[A-Za-z0-9 !#$%&'*+/=?^_`{|}~-]+", name) else f'"{quote(name)}"'
