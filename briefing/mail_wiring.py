"""Settings -> the parts that mail: see `wiring`."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from datetime import date, datetime
from pathlib import Path
from typing import TYPE_CHECKING

from briefing.errors import ConfigError
from briefing.model import Document
from briefing.ports import Subscribers

if TYPE_CHECKING:
    from briefing.config import Config
    from briefing.core.dkim import Key, Signer
    from briefing.core.links import Links
    from briefing.edges.smtp import MailServer, SmtpChannel, Taste


def mail_channel(
    config: Config,
    clock: Callable[[], datetime],
    *,
    to: Sequence[str] | None = None,
    readers: Subscribers | None = None,
    links: Links | None = None,
    day: date | None = None,
    everyone: bool = True,
    draw: Callable[[Taste], Document | None] | None = None,
) -> SmtpChannel:
    """Mail to those whom the configuration names, or to others, and to `readers`. Raises ConfigError."""
    from briefing.edges.smtp import SmtpChannel

    mail = config.mail
    # Where the pages are tried out on this machine there is no https, and mail programs offer nothing else.
    ways = [way for way in (config.leave_address, config.leave_by_mail) if way and not way.startswith("http:")]
    leave = list(dict.fromkeys(ways))
    return SmtpChannel(
        mail_server(config),
        sender=mail.sender or "",
        to=mail.to if to is None else to,
        readers=readers,
        reply_to=mail.reply_to,
        unsubscribe=leave,
        more=[address for address in (config.leave_address, config.settings_address) if "{" in address],
        list_id=mail.list_id or (_list_id(config) if leave else None),
        feedback_id=mail.feedback_id,
        signers=[_signer(config, number) for number in range(len(mail.dkim))],
        links=links,
        day=day,
        everyone=everyone,
        draw=draw,
        lanes=mail.connections,
        per_second=mail.per_second,
        clock=clock,
    )


def _list_id(config: Config) -> str:
    """A list that can be left has a name (RFC 2919): the briefing's, under the sender's domain."""
    domain = (config.mail.sender or "").rpartition("@")[2].strip("> ") or "localhost"
    return f"{config.briefing}.{domain}"


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


def send_words(config: Config, *, to: str, subject: str, text: str, html: str, now: datetime) -> str:
    """Mail a few words of ours to a reader; returns the server's answer. Raises DeliveryError, ConfigError."""
    from briefing.edges.smtp import send_note

    sender = config.mail.sender or ""
    return send_note(mail_server(config), sender=sender, to=to, subject=subject, text=text, html=html, now=now)


def greet(config: Config) -> tuple[str, float] | None:
    """Open a connection to the mail server as for sending, log in, and part; returns how it was encrypted (see
    `Session.encryption`). Raises UnreachableError."""
    from briefing.core.message import parse_address
    from briefing.edges.smtp.session import Session

    session = Session(mail_server(config), parse_address(config.mail.sender or "briefing@localhost"))
    with session.opened():
        return session.encryption()


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
