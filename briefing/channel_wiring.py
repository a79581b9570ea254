"""Settings -> what `channels:` names."""

from __future__ import annotations

import os
from collections.abc import Callable
from datetime import datetime
from typing import TYPE_CHECKING, Any

from briefing import logs, plugins
from briefing.core.wording import Wording
from briefing.errors import ConfigError
from briefing.model import Edition
from briefing.ports import Channel

if TYPE_CHECKING:
    from briefing.config import Config
    from briefing.config.delivery_settings import Channel as ChannelEntry

CHANNELS = {
    "apprise": "briefing.edges.apprise_channel:AppriseChannel",
    "maildir": "briefing.edges.maildir_channel:MaildirChannel",
    "webhook": "briefing.edges.webhook_channel:WebhookChannel",
}


def further_channel(config: Config, entry: ChannelEntry, clock: Callable[[], datetime]) -> Channel:
    """What `channels:` names: one of ours, or a plugin's."""
    name, options = entry.name or entry.kind, _with_secrets(entry)
    factory = plugins.load("channels", entry.kind, CHANNELS)
    if entry.kind in CHANNELS:
        options |= _drawn(config, entry.kind, options, clock)
    made: Channel = plugins.make(factory, entry.kind, name=name, **options)
    return made


def _with_secrets(entry: ChannelEntry) -> dict[str, Any]:
    """Its options; of `url_from: NAME` the value of that environment variable becomes `url`."""
    options = dict(entry.options)
    for key in [key for key in options if key.endswith("_from")]:
        variable = str(options.pop(key))
        if not (value := os.environ.get(variable)):
            where = f"channels: {entry.name or entry.kind}: {key}"
            raise ConfigError([f"{where}: the environment variable {variable} is not set"])
        logs.hide(value)
        options[key.removesuffix("_from")] = value
    return options


def _drawn(config: Config, kind: str, options: dict[str, Any], clock: Callable[[], datetime]) -> dict[str, Any]:
    """What our own channels are given beside the options of the file."""
    from briefing.core import chat
    from briefing.edges.babel_locale import locale_for

    def words(edition: Edition) -> Wording:
        return Wording(locale_for(edition.language))

    if kind == "maildir":
        sender = {"sender": config.mail.sender} if config.mail.sender else {}
        path = {"path": config.resolve(str(options["path"]))} if "path" in options else {}
        return {"clock": clock, **sender, **path}
    if kind == "apprise":
        return {"text": lambda edition: chat.headlines(edition, words(edition))}
    shape = options.pop("shape", "json")
    if shape not in chat.shapes():
        raise ConfigError([f"channels: webhook: there is no shape {shape!r}; there are {', '.join(chat.shapes())}"])
    return {"payload": lambda edition: chat.payload(edition, shape, words(edition))}
