"""A short word to one reader, or to whoever runs this, by the server that mails the edition."""

from __future__ import annotations

import hashlib
import re
from datetime import datetime
from email import policy
from email.message import EmailMessage
from email.utils import format_datetime

from briefing.core.message import parse_address
from briefing.edges.smtp.session import MailServer, Session
from briefing.edges.smtp.words import setting


def send_note(
    server: MailServer, *, sender: str, to: str, subject: str, text: str, html: str = "", now: datetime
) -> str:
    """Mail a note, and the same as HTML; returns the server's answer. Raises DeliveryError (see `Session.send`),
    ConfigError.

    `Auto-Submitted` keeps out-of-office replies away (RFC 3834, section 5). The Message-ID depends on the note alone:
    one that is sent twice is one for mail programs.
    """
    author, reader = setting("mail.sender", sender, parse_address), setting("alerts.mail", to, parse_address)
    message = EmailMessage(policy=policy.SMTPUTF8 if not reader.local.isascii() else policy.SMTP)
    digest = hashlib.sha256("\0".join((reader.spec, subject, text)).encode()).hexdigest()
    message["From"] = author.header
    message["To"] = reader.spec
    message["Subject"] = " ".join("".join(c if c.isprintable() else " " for c in subject).split())
    message["Date"] = format_datetime(now)
    message["Message-ID"] = f"<{digest[:40]}@{author.domain}>"
    message["Auto-Submitted"] = "auto-generated"
    message.set_content(text, cte="7bit" if _short(text) else "quoted-printable")
    if html:
        message.add_alternative(html, subtype="html", cte="quoted-printable")
    session = Session(server, author)
    with session.opened():
        return session.send(reader, re.sub(rb"(?m)^\.", b"..", message.as_bytes()))


def _short(text: str) -> bool:
    """Nothing has to be encoded: ASCII, in lines of 78 characters at most (RFC 5322, section 2.1.1)."""
    return text.isascii() and max(map(len, text.splitlines()), default=0) <= 78
