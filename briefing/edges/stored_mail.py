"""Mails that lie somewhere: files, mbox files, Maildir folders, a mailbox on a server."""

from __future__ import annotations

import imaplib
import re
import ssl
from collections.abc import Iterator, Sequence
from contextlib import suppress
from pathlib import Path
from typing import Any
from urllib.parse import unquote, urlsplit

from briefing.errors import BriefingError

_MOST = 1024 * 1024
"""Of one mail no more is read: what a report says stands before that."""


def stored_mail(path: Path) -> Iterator[bytes]:
    """Each mail of a file, an mbox file, a Maildir or a folder of files. Raises BriefingError."""
    try:
        if not path.is_dir():
            yield from _of_file(path)
            return
        folders = [path / part for part in ("new", "cur")]
        inside = [folder for folder in folders if folder.is_dir()] or [path]
        for folder in inside:
            for file in sorted(file for file in folder.iterdir() if file.is_file() and file.name[:1] != "."):
                yield from _of_file(file)
    except OSError as error:
        raise BriefingError(f"{error.filename or path}: {error.strerror}") from error


def _of_file(path: Path) -> Iterator[bytes]:
    """The file is one mail, unless it begins as an mbox file does."""
    with path.open("rb") as file:
        mail, size, is_mbox, after_blank = list[bytes](), 0, False, True
        while line := file.readline(_MOST):
            if after_blank and line.startswith(b"From ") and (is_mbox or not mail):
                if mail:
                    yield b"".join(mail)
                mail, size, is_mbox = [], 0, True
            elif size < _MOST:
                mail.append(line[1:] if is_mbox and re.match(rb">+From ", line) else line)
                size += len(line)
            after_blank = not line.strip()
        if mail:
            yield b"".join(mail)


def mailbox_on_server(
    address: str, password: str, *, context: ssl.SSLContext | None = None, timeout: float = 60.0
) -> Iterator[bytes]:
    """Each unread mail of "imaps://user@host:993/INBOX"; one counts as read once the next is asked for.

    Raises BriefingError.
    """
    host, port, user, folder = _read_address(address)
    where = f"{host}:{port}"
    try:
        client = imaplib.IMAP4_SSL(host, port, ssl_context=context or ssl.create_default_context(), timeout=timeout)
    except (OSError, imaplib.IMAP4.error) as error:
        raise BriefingError(f"{where}: {_said(error)}") from error
    try:
        client.login(user, password)
        quoted = '"' + folder.replace("\\", "\\\\").replace('"', '\\"') + '"'
        _done(client.select(quoted), f"{where}: there is no folder {folder}")
        found = _done(client.uid("SEARCH", "UNSEEN"), f"{where}: it can't be searched")
        for uid in (found[0] or b"").decode("ascii", "replace").split():
            answer = _done(client.uid("FETCH", uid, f"(BODY.PEEK[]<0.{_MOST}>)"), f"{where}: a mail can't be read")
            yield from (part[1] for part in answer if isinstance(part, tuple))
            client.uid("STORE", uid, "+FLAGS", r"(\Seen)")
    except UnicodeError as error:
        what = "the user, the password or the folder can't be sent: each must be ASCII"
        raise BriefingError(f"{where}: {what}") from error
    except (OSError, imaplib.IMAP4.error) as error:
        hint = "Check the user and BRIEFING_IMAP_PASSWORD." if client.state == "NONAUTH" else ""
        raise BriefingError(f"{where}: {_said(error)}", hint=hint) from error
    finally:
        with suppress(OSError, imaplib.IMAP4.error):
            client.logout()
        with suppress(OSError):
            client.shutdown()


def _read_address(address: str) -> tuple[str, int, str, str]:
    """Host, port, user and folder. Raises BriefingError."""
    with suppress(ValueError):
        parts = urlsplit(address)
        if parts.scheme == "imaps" and parts.hostname and parts.username:
            return parts.hostname, parts.port or 993, unquote(parts.username), unquote(parts.path.strip("/")) or "INBOX"
    raise BriefingError(f"{address}: write it as imaps://user@host/INBOX")


def _said(error: Exception) -> str:
    """What went wrong, in words; imaplib hands over bytes."""
    if isinstance(error, ssl.SSLCertVerificationError):
        return f"its certificate can't be trusted ({error.verify_message})"
    first = error.args[0] if error.args and len(error.args) == 1 else str(error)
    text = first.decode("utf-8", "replace") if isinstance(first, bytes) else str(first)
    return "".join(c if c.isprintable() else " " for c in text)[:300]


def _done(answer: tuple[str, Any], otherwise: str) -> Sequence[Any]:
    if answer[0] != "OK":
        raise BriefingError(otherwise)
    parts: Sequence[Any] = answer[1]
    return parts
