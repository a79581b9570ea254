"""DKIM signatures (RFC 6376; with Ed25519 RFC 8463) for many messages that have most of their headers in common.

    read_key(PEM) -> Key              once a run
    Signer(domain, selector, key)     once a run
    Signer.seal(shared headers)       once an edition: what is the same for all readers is folded and hashed here
    Seal.header(a reader's own)       once a message: a few short lines, and the signature itself

Both header and body are canonicalised "relaxed". A signature says when it was made (t=) and not when it ends (x=): mail
that waits for its reader must not go stale.
"""

from __future__ import annotations

import base64
import hashlib
import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Literal

from briefing.core.message import ascii_domain

FIELDS = (
    "from", "reply-to", "subject", "date", "to", "message-id", "list-id", "list-unsubscribe", "list-unsubscribe-post",
    "feedback-id", "mime-version", "content-type",
)  # fmt: skip
"""The headers that are signed where a message has them (RFC 6376, section 5.4.1; RFC 8058, section 4)."""
_ONCE_MORE = ("from", "reply-to", "subject", "date", "to")
"""Named once more than they stand in the message (RFC 6376, section 8.15): one more of these breaks the signature, so
that nobody can send the mail on with another sender or subject before the true one."""
_LEAST, _ADVISED, _MOST = 1024, 2048, 4096  # RFC 8301, section 3.2


@dataclass(frozen=True, slots=True)
class Key:
    """A private key: `public` is what p= in the DNS says, `bits` an RSA key's length."""

    algorithm: Literal["rsa", "ed25519"]
    public: bytes
    bits: int
    sign: Callable[[bytes], bytes] = field(repr=False, compare=False)
    """Signs a SHA-256."""

    @property
    def advice(self) -> str:
        """What would make it better, in plain words; empty where nothing would."""
        if self.algorithm == "rsa" and self.bits < _ADVISED:
            return f"the key has {self.bits} bits; {_ADVISED} are advised"
        return ""


def read_key(pem: str) -> Key:
    """Reads an RSA or Ed25519 private key, PEM, not encrypted. Raises ValueError that says what is wrong with it."""
    from cryptography.exceptions import UnsupportedAlgorithm
    from cryptography.hazmat.primitives import hashes, serialization
    from cryptography.hazmat.primitives.asymmetric import ed25519, padding, rsa, utils

    if "PRIVATE KEY-----" not in pem:
        hint = "it is a public key; the private one is needed" if "PUBLIC KEY-----" in pem else "it is no key in PEM"
        raise ValueError(f'{hint} ("-----BEGIN PRIVATE KEY-----" and so on)')
    if "ENCRYPTED" in pem:
        raise ValueError("it is encrypted; a key without a password is needed")
    try:
        key = serialization.load_pem_private_key(pem.encode(), password=None)
    except (ValueError, TypeError, UnsupportedAlgorithm) as error:
        raise ValueError("it can't be read: cut off, changed, or of a kind that is not known") from error
    public = key.public_key()
    if isinstance(key, ed25519.Ed25519PrivateKey):
        raw = public.public_bytes(serialization.Encoding.Raw, serialization.PublicFormat.Raw)
        return Key("ed25519", raw, 256, key.sign)
    if not isinstance(key, rsa.RSAPrivateKey):
        raise ValueError("it is neither RSA nor Ed25519")
    if not _LEAST <= key.key_size <= _MOST:
        raise ValueError(f"it has {key.key_size} bits; receivers take {_LEAST} to {_MOST}, and {_ADVISED} are advised")
    der = public.public_bytes(serialization.Encoding.DER, serialization.PublicFormat.SubjectPublicKeyInfo)
    scheme, digest = padding.PKCS1v15(), utils.Prehashed(hashes.SHA256())
    return Key("rsa", der, key.key_size, lambda data: key.sign(data, scheme, digest))


def record_name(domain: str, selector: str) -> str:
    """Where in the DNS a key's record stands. Raises ValueError."""
    if not re.fullmatch(r"[A-Za-z0-9](?:[A-Za-z0-9_.-]{0,61}[A-Za-z0-9])?", selector):
        raise ValueError(f"{selector!r} is no selector; letters and digits make one")
    return f"{selector}._domainkey.{ascii_domain(domain)}"


def dns_record(key: Key) -> tuple[str, ...]:
    """The TXT record for a key, in strings of at most 255 bytes (RFC 1035, section 3.3.14), which are one text."""
    text = f"v=DKIM1; k={key.algorithm}; p={base64.b64encode(key.public).decode()}"
    return tuple(text[start : start + 255] for start in range(0, len(text), 255))


class Signer:
    """Signs for a domain with one key. A message may have several signatures: RSA for all receivers, Ed25519 beside."""

    def __init__(self, domain: str, selector: str, key: Key, *, fields: Sequence[str] = FIELDS) -> None:
        """`fields` leaves out what a relay writes anew (some do with Date and Message-ID). Raises ValueError."""
        record_name(domain, selector)
        if "from" not in fields:
            raise ValueError("From must be signed")
        self._key, self._fields = key, frozenset(fields)
        self._about = f"v=1; a={key.algorithm}-sha256; c=relaxed/relaxed;\r\n d={ascii_domain(domain)}; s={selector};"

    def seal(self, shared: Sequence[str], own: Sequence[str]) -> Seal:
        """`shared` are the header lines that are the same for all, `own` the names of the others, in their order."""
        chosen = [line for line in shared if _name(line) in self._fields]
        indexes = [number for number, name in enumerate(own) if name.lower() in self._fields]
        names = [*map(_name, chosen), *(own[number].lower() for number in indexes)]
        names += [name for name in _ONCE_MORE if name in self._fields]
        return Seal(self._key, self._about, _folded(names), "".join(map(relaxed_header, chosen)), indexes)


class Seal:
    """Signs the messages of one edition."""

    def __init__(self, key: Key, about: str, names: str, shared: str, own: Sequence[int]) -> None:
        self._sign, self._own = key.sign, own
        self._about, self._names = f"DKIM-Signature: {about} t=", f";\r\n h={names};\r\n bh="
        self._hash = hashlib.sha256(shared.encode())

    def header(self, own: Sequence[str], body_hash: bytes, at: datetime) -> str:
        """The signature's header line, folded, without its line end; `body_hash` is the SHA-256 of the body, relaxed.

        `own` are the lines whose names were given to `Signer.seal`.
        """
        body = base64.b64encode(body_hash).decode()
        line = f"{self._about}{int(at.timestamp())}{self._names}{body};\r\n b="
        digest = self._hash.copy()
        digest.update(
            "".join([*(relaxed_header(own[number]) for number in self._own), relaxed_header(line)[:-2]]).encode()
        )
        signature = base64.b64encode(self._sign(digest.digest())).decode()
        return line + "\r\n ".join(signature[start : start + 72] for start in range(0, len(signature), 72))


def relaxed_header(line: str) -> str:
    """A header line, folded or not, canonicalised with its line end (RFC 6376, section 3.4.2)."""
    name, _, value = line.partition(":")
    return f"{name.strip(_BLANKS).lower()}:{_RUN.sub(' ', value.replace(_END, '')).strip(_BLANKS)}{_END}"


def relaxed_lines(data: bytes) -> bytes:
    """Whole lines of a body, canonicalised (RFC 6376, section 3.4.4); lines without text at the body's end stay."""
    return re.sub(rb"[ \t]+", b" ", data).replace(b" \r\n", b"\r\n")


_END, _BLANKS, _RUN = "\r\n", " \t", re.compile(r"[ \t]+")


def _name(line: str) -> str:
    return line.partition(":")[0].strip(_BLANKS).lower()


def _folded(names: Sequence[str]) -> str:
    """Names with colons between, in lines of at most 76."""
    lines = [""]
    for name in names:
        if len(lines[-1]) + len(name) > 70:
            lines.append("")
        lines[-1] += f"{name}:"
    return "\r\n ".join(lines).removesuffix(":")
