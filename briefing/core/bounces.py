"""What a mail that came back says: a delivery report, a complaint, an automatic reply.

    read_report(bytes) -> Report           what it claims, and about which of our messages
    concerns(report, recipient_of)         whose mail it truly is about: only then may it count

    delivery-status in multipart/report    RFC 3464     hard, soft
    feedback-report in multipart/report    RFC 5965     complaint
    qmail's own form, and Exim's older     no standard  hard, soft
    Auto-Submitted: auto-replied           RFC 3834     auto-reply
    all else                                            unknown

Anybody can write such a mail and name any address in it, so an address never decides. The Message-ID of the returned
message does: made with a secret key (`core.message.message_id`) it is known to nobody but those who had the message.
Or the address to which the report went, where each message has an envelope sender of its own (VERP): `Report.sent_to`.
"""

from __future__ import annotations

import re
from binascii import Error as Base64Error
from binascii import a2b_base64, a2b_qp
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import islice
from typing import Literal

_MOST_BYTES, _MOST_HEAD, _MOST_PARTS, _DEEPEST = 512 * 1024, 64 * 1024, 40, 4
_LONGEST_VALUE = 2000

_ID = re.compile(r"<[!-;=?A-~]{1,200}@[!-;=?A-~]{1,200}>")
_ADDRESS = re.compile(r"[^\s<>@\"(),:;\[\]]{1,64}@[^\s<>@\"(),:;\[\]]{1,255}")
_STATUS = re.compile(r"(?<!\d)(?<!\d\.)([245]\.\d{1,3}\.\d{1,3})(?!\.?\d)")
_REFUSED = re.compile(r"(?<![\d.])5\d\d(?=[ -])")
_NOBODY = re.compile(
    r"\b(?:no such (?:user|recipient|mailbox|address|person)"
    r"|unknown (?:user|recipient|mailbox|address)"
    r"|(?:user|recipient|mailbox|address|account) (?:(?:is |was )?(?:unknown|not found)|does not exist|doesn't exist)"
    r"|unrouteable address)\b",
    re.IGNORECASE,
)
_EXIM = "This message was created automatically by mail delivery software."
_QMAIL = "Hi. This is the qmail-send program at "
_QMAIL_FAILURE = re.compile(r"(?m)^<([^<>\s@]{1,64}@[^<>\s@]{1,255})>:[ \t]*\n((?:[^\n]+\n){1,20})")
_QMAIL_COPY = "--- Below this line is a copy of the message."

_WHY = {
    "1": "there is no such address",
    "1.2": "there is no such mail domain",
    "1.7": "the sender's address was refused",
    "1.8": "the sender's address was refused",
    "1.9": "the message could not be passed on",
    "1.10": "the domain takes no mail",
    "2": "there is a fault with the mailbox",
    "2.1": "the mailbox is closed",
    "2.2": "the mailbox is full",
    "2.3": "the message is too large",
    "3": "there is a fault with the receiver's mail system",
    "3.4": "the message is too large",
    "4": "the mail could not be brought there",
    "4.7": "the mail was not taken in time",
    "5": "the two mail systems did not understand each other",
    "6": "the form of the message was not taken",
    "7": "the mail was refused by a rule",
    "7.13": "the mailbox is closed",
}
"""By the subject, or subject and detail, of an enhanced status code (RFC 3463 and its registry)."""
_GONE = re.compile(r"5\.(?:1\.(?!(?:0|7|8|9)$)\d+|2\.1|7\.13)")
"""These say that there is nobody at the address; 5.1.7 to 5.1.9 are about the sender's, 5.1.0 about either."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Report:
    """What a mail claims; empty is what it does not say.

    hard         nobody is at the address, for good
    soft         it did not arrive, or is late, for now or for a reason that is not the address's
    complaint    the reader called it spam
    leave        the reader's mail program asks that they are taken off (RFC 2369), naming them
    """

    kind: Literal["hard", "soft", "complaint", "leave", "auto-reply", "unknown"]
    why: str
    """In plain words, with what the other server said."""
    address: str = ""
    """Whom it names, which proves nothing."""
    status: str = ""
    """An enhanced status code such as 5.1.1 (RFC 3463)."""
    message_id: str = ""
    """Of the message that came back or was answered, in angle brackets."""
    sent_to: str = ""
    """Where the report itself went."""
    reader: str = ""
    """The id of whoever leaves, which nobody else knows."""


def concerns(report: Report, recipient_of: Callable[[str], str | None]) -> str | None:
    """The reader to whom the message with the report's Message-ID went; None where nobody got such a message.

    The address in the report may well be another, as mail is forwarded.
    """
    return recipient_of(report.message_id) if report.message_id else None


def read_reply(reply: str) -> Report:
    """What a server's refusal comes to."""
    return _failure("", "", reply)


def read_report(data: bytes) -> Report:
    """Reads a mail as it came. Never raises; looks at its first 512 kB."""
    parts = list(islice(_parts(data[:_MOST_BYTES].replace(b"\r\n", b"\n"), 0), _MOST_PARTS))
    head = parts[0].fields
    report = _complaint(parts) or _delivery(parts) or _qmail(parts) or _exim(parts) or _wish(head) or _other(head)
    sent_to = next((found for name in ("x-original-to", "delivered-to", "to") if (found := _address(head, name))), "")
    return replace(report, message_id=_message_id(parts), sent_to=sent_to)


def _wish(head: Mapping[str, str]) -> Report | None:
    asked = re.fullmatch(r"\s*unsubscribe\s+([A-Za-z0-9_-]{16,64})\s*", head.get("subject", ""), re.IGNORECASE)
    return Report(kind="leave", why="they asked to leave by mail", reader=asked[1]) if asked else None


# --- the mail's parts ------------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class _Part:
    """One part of a mail (RFC 2045): names of `fields` are in lower case, of several the first counts."""

    kind: str
    fields: Mapping[str, str]
    text: str


def _parts(data: bytes, depth: int) -> Iterator[_Part]:
    """The mail itself, then what is in it; mails that are enclosed are one part each."""
    head, body = _divided(data)
    fields = _fields(head)
    about = fields.get("content-type", "text/plain")
    kind = about.partition(";")[0].strip().lower()
    inside = re.search(r';\s*boundary\s*=\s*(?:"([^"]{1,200})"|([^\s;"]{1,200}))', about, re.IGNORECASE)
    if not kind.startswith("multipart/") or not inside or depth == _DEEPEST:
        yield _Part(kind, fields, _decoded(body, fields.get("content-transfer-encoding", "")))
        return
    yield _Part(kind, fields, "")
    boundary = re.escape((inside[1] or inside[2]).encode())
    pieces = re.split(rb"\n--%b(?:--)?[ \t]*(?:\n|\Z)" % boundary, b"\n" + body, maxsplit=_MOST_PARTS)
    for piece in pieces[1:]:
        yield from _parts(piece, depth + 1)


def _divided(data: bytes) -> tuple[bytes, bytes]:
    """Head and body; mbox files put a line before the head."""
    if data.startswith(b"From "):
        data = data.partition(b"\n")[2]
    if data.startswith(b"\n"):
        return b"", data[1:]
    head, _, body = data.partition(b"\n\n")
    return head[:_MOST_HEAD], body


def _fields(head: bytes | str) -> dict[str, str]:
    text = head if isinstance(head, str) else head.decode("utf-8", "replace")
    found = dict[str, str]()
    for line in re.sub(r"\n[ \t]+", " ", text[:_MOST_HEAD]).split("\n"):
        name, colon, value = line.partition(":")
        if colon:
            found.setdefault(name.strip().lower(), value.strip()[:_LONGEST_VALUE])
    return found


def _decoded(body: bytes, encoding: str) -> str:
    if encoding.lower() == "quoted-printable":
        body = a2b_qp(body)
    elif encoding.lower() == "base64":
        try:
            body = a2b_base64(body)
        except Base64Error:
            body = b""
    return body.decode("utf-8", "replace").replace("\r\n", "\n")


def _first(parts: Sequence[_Part], *kinds: str) -> _Part | None:
    return next((part for part in parts if part.kind in kinds), None)


def _address(fields: Mapping[str, str], name: str) -> str:
    found = _ADDRESS.search(fields.get(name, ""))
    return found[0] if found and found[0].isprintable() else ""


def _message_id(parts: Sequence[_Part]) -> str:
    """Of the message that came back; where it did not, of the one that the report says it answers."""
    whole = _first(parts, "message/rfc822", "message/global", "text/rfc822-headers", "message/global-headers")
    status = _first(parts, "message/delivery-status", "message/global-delivery-status")
    head, copy = parts[0].fields, parts[0].text.partition(_QMAIL_COPY)[2]
    returned = [_fields(whole.text.lstrip("\n").partition("\n\n")[0])] if whole else []
    returned += [_fields(copy.lstrip("\n").partition("\n\n")[0])] if copy else []
    values = [fields.get("message-id", "") for fields in returned]
    values += [_fields(status.text).get("x-original-message-id", "")] if status else []
    values += [head.get("in-reply-to", ""), head.get("references", "")]
    return next((found[-1] for value in values if (found := _ID.findall(value))), "")


# --- what they say ---------------------------------------------------------------------------------------------------


def _complaint(parts: Sequence[_Part]) -> Report | None:
    part = _first(parts, "message/feedback-report")
    if not part:
        return None
    fields = _fields(part.text)
    kind = fields.get("feedback-type", "").lower()
    address = _address(fields, "original-rcpt-to")
    if kind in ("abuse", "fraud", "other") or kind.startswith("opt-out"):
        return Report(kind="complaint", why=f"the reader complained about it ({kind})", address=address)
    return Report(
        kind="unknown", why=f"a report that is no complaint ({_plain(kind) or 'without a type'})", address=address
    )


def _delivery(parts: Sequence[_Part]) -> Report | None:
    part = _first(parts, "message/delivery-status", "message/global-delivery-status")
    if not part:
        return None
    blocks = [_fields(block) for block in re.split(r"\n[ \t]*\n", part.text[:_MOST_HEAD])]
    about = [fields for fields in blocks if "final-recipient" in fields or "action" in fields]
    about.sort(key=lambda fields: not fields.get("action", "").lower().startswith("failed"))
    if not about:
        return Report(kind="unknown", why="a delivery report that names nobody")
    fields = about[0]
    address = _address(fields, "original-recipient") or _address(fields, "final-recipient")
    action = fields.get("action", "").lower()
    if action.startswith(("delivered", "relayed", "expanded")):
        return Report(kind="unknown", why=f"the mail was {action.split()[0]}", address=address)
    report = _failure(address, fields.get("status", ""), fields.get("diagnostic-code", ""))
    if action.startswith("delayed"):
        return replace(report, kind="soft", why=f"it is late, and still tried: {report.why}")
    return report


def _qmail(parts: Sequence[_Part]) -> Report | None:
    text = parts[0].text.lstrip()
    failure = _QMAIL_FAILURE.search(text) if text.startswith(_QMAIL) else None
    return _failure(_address({"of": failure[1]}, "of"), "", failure[2]) if failure else None


def _exim(parts: Sequence[_Part]) -> Report | None:
    """Of one recipient; in the text what was said of it stands in lines below, which are further in."""
    head, text = parts[0].fields, parts[0].text
    address = _address(head, "x-failed-recipients")
    if not address or _EXIM not in text:
        return None
    said = text.partition(f"\n  {address}\n")[2].partition("\n\n")[0]
    return _failure(address, "", said)


def _other(head: Mapping[str, str]) -> Report:
    submitted = head.get("auto-submitted", "").lower()
    is_reply = submitted.startswith("auto-replied") or head.get("precedence", "").lower() == "auto_reply"
    if is_reply or any(name in head for name in ("x-autoreply", "x-autorespond", "x-autoresponder")):
        return Report(kind="auto-reply", why="an automatic reply", address=_address(head, "from"))
    return Report(kind="unknown", why="no report that can be read")


def _failure(address: str, status: str, said: str) -> Report:
    """What a status code and the other server's words come to."""
    said = said[:_LONGEST_VALUE]
    codes = [found[1] for text in (status, said) if (found := _STATUS.search(text))]
    # A code that says nothing is often put before one that does.
    code = next((one for one in codes if not one.endswith(".0.0")), codes[0] if codes else "")
    is_for_good = code.startswith("5") if code else bool(_REFUSED.search(said))
    is_plain = code.partition(".")[2] in ("", "0.0", "1.0")
    is_gone = bool(_GONE.fullmatch(code)) or (is_for_good and is_plain and bool(_NOBODY.search(said)))
    subject, _, detail = code.partition(".")[2].partition(".")
    why = _WHY.get(f"{subject}.{detail}") or _WHY.get(subject, "it was not delivered")
    if is_plain:
        why = _WHY["1"] if is_gone else "it was not delivered"
    words = _plain(re.sub(r"^[\w-]+;", "", said.strip()))
    return Report(
        kind="hard" if is_gone else "soft",
        why=f"{why} ({words})" if words else why,
        address=address,
        status=code,
    )


def _plain(text: str) -> str:
    """In one line that is safe to print."""
    return " ".join("".join(char if char.isprintable() else " " for char in text).split())[:300]
