"""What a mail server says, and what kept it from being reached, in plain words."""

from __future__ import annotations

import smtplib
import socket
import ssl
from collections.abc import Callable
from typing import Literal, TypeVar

from briefing.core.message import Address
from briefing.errors import ConfigError, DeliveryError, RejectedError, UnreachableError

_Value = TypeVar("_Value")
Security = Literal["starttls", "tls", "none"]

AUTHENTICATION = frozenset({530, 534, 535, 538})  # RFC 4954, section 6: the fault of the settings, not of an address
LOGIN_HINT = "Check mail.user and the environment variable BRIEFING_SMTP_PASSWORD."


def said(code: int, text: bytes | str) -> str:
    """A reply in one line that is safe to print."""
    if isinstance(text, bytes):
        text = text.decode("utf-8", "replace")
    words = (text if text.isprintable() else "".join(c if c.isprintable() else " " for c in text)).split()
    return " ".join([str(code), *words])[:500]


def unreachable(where: str, error: OSError, security: Security) -> UnreachableError:
    """What kept a connection from being opened, in plain words."""
    code, hint = None, ""
    match error:
        case smtplib.SMTPAuthenticationError():
            code, hint = error.smtp_code, LOGIN_HINT
            why = f"the login was refused: {said(code, error.smtp_error)}"
        case smtplib.SMTPResponseException():
            code = error.smtp_code
            why = f"it said {said(code, error.smtp_error)}"
        case smtplib.SMTPServerDisconnected():
            why, hint = f"it does not talk ({error})", "Do mail.port and mail.security belong together?"
        case smtplib.SMTPException():
            why, hint = str(error), "Check mail.security, and whether the server asks for a login (mail.user) at all."
        case ssl.SSLCertVerificationError():
            why = f"its certificate can't be trusted ({error.verify_message})"
            hint = "mail.host must be the name in the certificate."
        case ssl.SSLError():
            why = f"no encrypted connection ({error.reason or error})"
            hint = f"Perhaps mail.security should be {'starttls' if security == 'tls' else 'tls'}."
        case socket.gaierror():
            why = f"there is no such name, or no network ({error.strerror})"
        case TimeoutError():
            why = "no answer in time"
        case _:
            why = f"it can't be reached ({error.strerror or error})"
    return UnreachableError(f"{where}: {why}", code=code, hint=hint)


def ascii_only(to: Address, sender: Address) -> DeliveryError:
    if not sender.local.isascii():
        return UnreachableError(f"the mail server can't send from {sender.spec}: before the @ it takes only ASCII")
    return RejectedError(f"{to.spec}: before the @ the mail server takes only ASCII (it lacks SMTPUTF8, RFC 6531)")


def setting(key: str, text: str, read: Callable[[str], _Value]) -> _Value:
    """What `read` makes of the text of a setting. Raises ConfigError where it raises ValueError."""
    try:
        return read(text)
    except ValueError as error:
        raise ConfigError([f"{key}: {text!r}: {error}"]) from error
