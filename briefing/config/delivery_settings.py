"""`output:`, `look:`, `web:`, `mail:`, `channels:` and what else says how editions go out."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType
from typing import Annotated, Any, Literal

from pydantic import (
    ConfigDict,
    Field,
    SecretStr,
)
from pydantic.json_schema import SkipJsonSchema

from briefing.config.access import HostName
from briefing.config.base import Settings, setting
from briefing.config.values import (
    Address,
    Colour,
    Duration,
    DurationOrNone,
    FolderAddress,
    ImageAddress,
    Kind,
    Line,
    ListId,
    NamedAddress,
    Number,
    PathName,
    PersonalAddress,
    Truth,
    Unsubscribe,
    WebAddress,
    Whole,
)
from briefing.model import Image, Look


class Channel(Settings):
    """A further way to readers: `maildir`, `webhook`, `apprise`, or one that a plugin makes.

    Keys that are not listed here are handed to it; `url_from: NAME` hands it the environment variable NAME as `url`, so
    that no secret stands in this file. maildir: path. webhook: url, shape (slack, discord, mattermost or json).
    apprise: urls.
    """

    model_config = ConfigDict(extra="allow")

    kind: Kind = Field(description="The channel's name, or `package.module:Class`.", examples=["webhook"])
    name: Line | None = setting(
        None, "Its name in the ledger of deliveries: keep it for ever. The kind when left out.", "team chat"
    )

    @property
    def options(self) -> Mapping[str, Any]:
        """What the entry says beyond the settings that Briefing knows."""
        return MappingProxyType(self.model_extra or {})


class Logo(Settings):
    """A picture in place of the title at the head of the edition."""

    url: ImageAddress = Field(description="Its address.", examples=["https://example.org/logo.png"])
    width: Whole = Field(description="In pixels, as it is shown.", examples=[180], ge=1, le=600)
    height: Whole = Field(description="In pixels, as it is shown.", examples=[40], ge=1, le=400)


class LookSettings(Settings):
    """How the HTML forms look. `briefing preview` shows it, and the next edition has it."""

    theme: Literal["paper", "signal"] = setting(
        "paper", "paper looks as a newspaper does, signal as a screen does.", "signal"
    )
    accent: Colour | None = setting(
        None, "The colour of section names, outlets and marks; the theme's own when left out.", "#9a2a1f"
    )
    accent_dark: Colour | None = setting(None, "The same on dark ground; made of `accent` when left out.", "#f0917f")
    logo: Logo | None = setting(
        None,
        "A picture in place of the title.",
        {"url": "https://example.org/logo.png", "width": 180, "height": 40},
    )
    images: Truth = setting(
        False, "Whether the first story has its picture. It is loaded from its publisher when the mail is read.", True
    )

    def look(self, title: str) -> Look:
        """As a renderer takes it; the title is what the logo stands for."""
        logo = self.logo
        return Look(
            theme=self.theme,
            accent=self.accent or "",
            accent_dark=self.accent_dark or "",
            logo=Image(url=logo.url, alt=title, width=logo.width, height=logo.height) if logo else None,
            images=self.images,
        )


class Output(Settings):
    """The files of an edition."""

    folder: PathName = setting("out", "Where editions are written, each in a folder named by its date.", "out")
    forms: tuple[Literal["html", "markdown", "text", "epub", "atom", "json_feed", "index"], ...] = setting(
        ("html", "markdown", "text"),
        "Which forms are written; edition.json always is. `atom`, `json_feed` and `index` are of all editions.",
        ["html", "epub", "atom"],
    )
    url: FolderAddress | None = setting(
        None,
        "Where the folder stands on the web: readers are linked to it. Without it feeds have no links.",
        "https://example.org/briefing/",
    )


class Web(Settings):
    """What `briefing serve` shows: sign-up, each reader's choices, the archive, and the desk for whoever runs it."""

    url: FolderAddress | None = setting(
        None,
        "The pages' address for the world. With it mails have links for leaving and choosing.",
        "https://news.example.org/briefing/",
    )
    host: Line = setting(
        "127.0.0.1", "Where the server listens; leave it behind a proxy on this machine.", "192.0.2.10"
    )
    port: Whole = setting(8765, "The port it listens on.", 8765, ge=0, le=65_535)
    proxies: tuple[Line, ...] = setting(
        ("127.0.0.1", "::1"), "Whose word is taken for who is asking (X-Forwarded-For).", ["127.0.0.1", "10.0.0.0/8"]
    )
    sign_up: Truth = setting(True, "Whether readers can sign up.", True)
    listed: Truth = setting(True, "Whether search engines may list the archive.", True)
    metrics_from: Line | None = setting(
        None,
        "The environment variable with a token of 16 letters or more: whoever sends it reads /metrics (Prometheus); "
        "without it nobody does.",
        "BRIEFING_METRICS",
    )
    log_readers: Truth = setting(
        False, "Whether the log names who asks; without it only the list's ids stand there.", False
    )
    sign_ups_per_visitor: Whole = setting(5, "The most sign-ups in an hour from one network address.", 5, ge=1)
    sign_ups: Whole = setting(500, "The most sign-ups in an hour in all; above it nobody is mailed.", 500, ge=1)


class Alerts(Settings):
    """Who is told when something is wrong: a feed that stays broken; an edition that was late, thin, failed, skipped,
    or reached too few. Once for each."""

    mail: Address | None = setting(
        None,
        "Whom to write to, by the server of `mail`; nobody when left out: then only the log says so.",
        "operator@example.org",
    )
    after: Duration = setting("3d", "How long a feed must have been failing.", "3d")
    late: Duration = setting("15m", "An edition that is made so long after it was due is late.", "15m")
    heartbeat: WebAddress | None = setting(
        None,
        "An address that is asked when an edition is out; whoever waits for it there (healthchecks.io and the like) "
        "sees when this machine says nothing any more.",
        "https://hc-ping.com/3fdd11d0-0000-4000-8000-000000000000",
        repr=False,
    )
    heartbeat_from: Line | None = setting(
        None, "The environment variable that has this address, so that it does not stand here.", "BRIEFING_HEARTBEAT"
    )
    heartbeat_shape: Literal["healthchecks", "plain"] = setting(
        "healthchecks",
        "healthchecks: it is told of the start (/start) and of failures (/fail), too; plain: only of success.",
        "plain",
    )


class Dkim(Settings):
    """A signature by which receivers know that the mail is yours (RFC 6376).

    `briefing deliveries dns` prints what the DNS has to say.
    """

    domain: HostName = Field(description="The sender's domain.", examples=["example.org"])
    selector: Line = Field(description="The name that the key has in the DNS.", examples=["briefing"])
    key: PathName = Field(
        description="A file with the private key, in PEM: RSA with 2048 bits, or Ed25519.", examples=["dkim.pem"]
    )


class Mail(Settings):
    """The edition by mail, to `to` and to the readers that `briefing subscribers` keeps.

    The password comes from the variable `BRIEFING_SMTP_PASSWORD`, never from the file.
    """

    enabled: Truth = setting(False, "Whether the edition is mailed.", True)
    host: Line = setting("localhost", "The mail server that takes your mail.", "smtp.example.org")
    port: Whole = setting(587, "Its port: 587 with starttls, 465 with tls, 25 with none.", 587, ge=1, le=65535)
    security: Literal["starttls", "tls", "none"] = setting(
        "starttls", "How the connection is encrypted; none is for a server on this machine.", "starttls"
    )
    user: Line | None = setting(None, "The name to log in with; no login when left out.", "briefing@example.org")
    auth: Literal["login", "xoauth2"] = setting(
        "login", "What BRIEFING_SMTP_PASSWORD is: a password to log in with, or an access token.", "xoauth2"
    )
    sender: NamedAddress | None = setting(
        None, "Whom the mail is from; needed when mail is enabled.", "Daily Briefing <briefing@example.org>"
    )
    to: tuple[Address, ...] = setting(
        (),
        "Who gets it beside the list's readers; each gets a mail of their own.",
        ["reader@example.org", "editor@example.org"],
    )
    reply_to: NamedAddress | None = setting(None, "Where answers go; to the sender when left out.", "desk@example.org")
    unsubscribe: Unsubscribe | None = setting(
        None,
        "How a reader leaves the list: a mailto: or https: address; {reader} in it stands for the reader.",
        "https://example.org/leave/{reader}",
    )
    unsubscribe_mail: Address | None = setting(
        None, "Where they may write to as well, or instead where there is no address on the web.", "leave@example.org"
    )
    preferences: PersonalAddress | None = setting(
        None,
        "A page where readers change what they get; {reader} in it stands for the reader.",
        "https://example.org/preferences/{reader}",
    )
    list_id: ListId | None = setting(
        None, "The list's name for mail programs that sort by it (RFC 2919).", "daily.example.org"
    )
    feedback_id: Line | None = setting(
        None, "Your name in Gmail's reports about complaints (Feedback-ID); 5 to 15 letters.", "examplenews"
    )
    dkim: tuple[Dkim, ...] = setting(
        (),
        "Signatures, of one key or two (RSA for all receivers, Ed25519 beside it); none where your server signs.",
        [{"domain": "example.org", "selector": "briefing", "key": "dkim.pem"}],
        max_length=2,
    )
    connections: Whole = setting(4, "How many connections to the server are open at once.", 4, ge=1, le=100)
    per_second: Number = setting(0, "The most messages in a second, over all connections; 0 for any.", 10, ge=0)
    per_connection: Whole = setting(
        100, "After so many messages a new connection is opened; 0 keeps it for all.", 20, ge=0
    )
    bounces: Whole = setting(
        2, "After so many messages that came back, as nobody is there, a reader is set aside.", 2, ge=1, le=100
    )
    postal_address: str = setting(
        "", "Your postal address for the foot of the edition, where the law asks for one.", "1 Main Street, Springfield"
    )
    send_quiet_days: Truth = setting(
        False, "Whether an edition with too few stories (`length.quiet_below`) is mailed as well.", False
    )
    password: Annotated[SecretStr | None, SkipJsonSchema()] = Field(default=None, repr=False, exclude=True)


class Keep(Settings):
    """How long what was read and sent is kept. Editions, and the reports that they cite, stay for ever."""

    articles: DurationOrNone = setting(
        "60d",
        "How long an edition can be made again from all that was read for it; of an older one only the reports stay "
        "that it cites. At least `stories.lookback` and two days; `0s` keeps all.",
        "60d",
    )
    deliveries: DurationOrNone = setting(
        "180d", "How long the ledger says who got an edition; then only how many did. `0s` keeps all.", "180d"
    )


class Delivery(Settings):
    """What happens when a delivery fails."""

    uncertain: Literal["leave", "resend"] = setting(
        "leave",
        "A mail that may or may not have gone out: leave it, or send it again at the risk of sending it twice.",
        "leave",
    )
    retry_for: DurationOrNone = setting("2h", "How long a delivery that failed for now is tried again.", "2h")
