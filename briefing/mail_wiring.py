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
    from briefing.core.dkim import Key, Signer
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


def dkim_records(config: Config) -> list[tuple[str, tuple[str, ...]]]:
    """(name, its strings) of the TXT record of each key that mail is signed with. Raises ConfigError."""
    from briefing.core.dkim import dns_record, record_name

    return [
        (record_name(entry.domain, entry.selector), dns_record(_key(config, number)))
        for number, entry in enumerate(config.mail.dkim)
    ]


def _signer(config: Config, number: int) -> Signer:
    from briefing.core.dkim import Signer

    entry = config.mail.dkim[number]
    return Signer(entry.domain, entry.selector, _key(config, number))


def _key(config: Config, number: int) -> Key:
    from briefing.core.dkim import read_key

    entry, where = config.mail.dkim[number], f"{config.path}: mail.dkim[{number}]"
    path = config.resolve(entry.key)
    try:
        return read_key(path.read_text("ascii"))
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
