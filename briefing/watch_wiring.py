"""Settings -> the parts by which others watch: see `wiring`."""

from __future__ import annotations

import os
from collections.abc import Callable
from contextlib import closing
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

from briefing import __version__, logs
from briefing.core.heartbeat import address
from briefing.errors import ConfigError, FetchError

if TYPE_CHECKING:
    from briefing.config import Config
    from briefing.core.heartbeat import Signal

_BEAT_SECONDS = 4.0
"""Whoever listens for the heartbeat must not hold up the edition."""
_SHORTEST_TOKEN = 16


def heartbeat_address(config: Config) -> str | None:
    """Raises ConfigError where it is to come from a variable that is not set, or holds no web address."""
    from briefing.config.values import check_web_address

    name = config.alerts.heartbeat_from
    if not name:
        return config.alerts.heartbeat
    where = f"alerts.heartbeat_from: the environment variable {name}"
    if not (value := os.environ.get(name)):
        raise ConfigError([f"{where} is not set"])
    logs.hide(value)
    try:
        return check_web_address(value)
    except ValueError:
        raise ConfigError([f"{where} holds no web address"]) from None


def heartbeat(config: Config) -> Callable[[Signal, str], None] | None:
    """(signal, run) -> it is said at the heartbeat's address, within seconds; None where the configuration names none.

    Raises FetchError, ConfigError.
    """
    from briefing.edges.http import HttpFetcher

    url = heartbeat_address(config)
    if url is None:
        return None

    def ask(signal: Signal, run: str) -> None:
        where = address(url, signal, run, config.alerts.heartbeat_shape)
        if where is None:
            return
        fetcher = HttpFetcher(
            user_agent=f"Briefing/{__version__}",
            trusted_hosts=frozenset({urlsplit(url).netloc}),
            connect_timeout=_BEAT_SECONDS,
            read_timeout=_BEAT_SECONDS,
            total_timeout=_BEAT_SECONDS,
            max_bytes=100_000,
            proxy=config.fetch.proxy,
            obey_robots=False,
        )
        with closing(fetcher):
            try:
                fetcher.fetch(where)
            except FetchError as error:
                if error.status is not None:  # it answered; what passes the fetcher has tried twice
                    raise
                fetcher.fetch(where)

    return ask


def metrics_token(config: Config) -> str | None:
    """What /metrics is read with; None where nobody may. Raises ConfigError."""
    name = config.web.metrics_from
    if not name:
        return None
    token = os.environ.get(name, "")
    if len(token) < _SHORTEST_TOKEN:
        where = f"web.metrics_from: the environment variable {name}"
        raise ConfigError(
            [f"{where} has less than {_SHORTEST_TOKEN} letters" if token else f"{where} is not set"],
            hint="`openssl rand -hex 24` makes a good one.",
        )
    return token
