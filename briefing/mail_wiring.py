"""Settings -> the parts that mail: see `wiring`."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING

from briefing.errors import ConfigError
from briefing.ports import Subscribers

if TYPE_CHECKING:
    from briefing.config import Config
    from briefing.core.dkim import Signer
    from briefing.edges.smtp import MailServer, SmtpChannel


def mail_channel(
    config: Config,
    clock: Callable[[], datetime],
    *,
    to: Sequence[str] | None = None,
    readers: Subscribers | None = None,
) -> SmtpChannel:
    """Mail to those whom the configuration names, or to others, and to `readers`. Raises ConfigError."""
    from briefing.edges.smtp import SmtpChannel

    mail = config.mail
    leave = [mail.unsubscribe] if mail.unsubscribe else []
    if mail.unsubscribe_mail:
        leave.append(f"mailto:{mail.unsubscribe_mail}?subject=unsubscribe%20{{reader}}")
    return SmtpChannel(
        mail_server(config),
        sender=mail.sender or "",
        to=mail.to if to is None else to,
        readers=readers,
        reply_to=mail.reply_to,
        unsubscribe=leave,
        preferences=mail.preferences,
        list_id=mail.list_id,
        feedback_id=mail.feedback_id,
        signers=[_signer(config, number) for number in range(len(mail.dkim))],
        lanes=mail.connections,
        per_second=mail.per_second,
        clock=clock,
    )


def _signer(config: Config, number: int) -> Signer:
    from briefing.core.dkim import Signer, read_key

    entry, where = config.mail.dkim[number], f"{config.path}: mail.dkim[{number}]"
    path = config.resolve(entry.key)
    try:
        return Signer(entry.domain, entry.selector, read_key(path.read_text("ascii")))
    except OSError as error:
        raise ConfigError([f"{where}.key: {path}: {error.strerror}"]) from error
    except ValueError as error:
        raise ConfigError([f"{where}: {path}: {error}"]) from error


def mail_server(config: Config) -> MailServer:
    from briefing.edges.smtp import MailServer

    mail = config.mail
    password = mail.password.get_secret_value() if mail.password else None
    return MailServer(
        host=mail.host,
        port=mail.port,
        security=mail.security,
        user=mail.user,
        password=password,
        auth=mail.auth,
        per_connection=mail.per_connection,
    )


def stored_mail(places: Sequence[Path], mailbox: str | None, password: str) -> Iterator[bytes]:
    """The mails of files and folders, then the unread ones of a mailbox on a server. Raises BriefingError."""
    from briefing.edges.stored_mail import mailbox_on_server, stored_mail

    for place in places:
        yield from stored_mail(place)
    if mailbox:
        yield from mailbox_on_server(mailbox, password)
