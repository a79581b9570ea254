"""`sources:`, `fetch:` and `reading:`, the settings of how news comes in."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from types import MappingProxyType
from typing import Annotated, Any, Literal
from urllib.parse import urlsplit

from pydantic import (
    ConfigDict,
    Discriminator,
    Field,
    Tag,
)

from briefing.config.access import CookieFields, HeaderFields, HostName, Proxy
from briefing.config.base import Settings, setting
from briefing.config.values import (
    Duration,
    DurationOrNone,
    HeaderText,
    Kind,
    Line,
    PathName,
    PathOrAddress,
    Size,
    Truth,
    WebAddress,
    Weight,
    Whole,
)
from briefing.model import Access, Feed


class AccessSettings(Settings):
    """What a source needs beyond its address. `${NAME}` in a value is the variable NAME of the environment; passwords,
    tokens and session cookies must be written so."""

    headers: HeaderFields = setting(
        {},
        "Headers that are sent to `hosts` with each request.",
        {"Authorization": "Bearer ${HARBOUR_TOKEN}"},
        repr=False,
    )
    cookies: CookieFields = setting(
        {}, "Cookies that are sent to `hosts` with each request.", {"session": "${HARBOUR_SESSION}"}, repr=False
    )
    hosts: tuple[HostName, ...] = setting(
        (),
        "Who may see headers and cookies: these hosts and those below them; the feed's own when left out.",
        ["harbour.example"],
    )
    proxy: Proxy | None = setting(
        None,
        "A proxy that requests of this source go through; `fetch.proxy` when left out.",
        "http://proxy.example.org:3128",
        repr=False,
    )

    def at(self, url: str) -> Access:
        """What is needed at the address of a feed."""
        own = (urlsplit(url).hostname or "") if "://" in url else ""
        return Access(
            headers=tuple(self.headers.items()),
            cookies=tuple(self.cookies.items()),
            hosts=(self.hosts or ((own,) if own else ())) if self.headers or self.cookies else (),
            proxy=self.proxy,
        )


class FeedSource(Settings):
    """One feed (RSS, Atom or JSON Feed)."""

    feed: WebAddress = Field(
        description="The feed's address.", examples=["https://feeds.bbci.co.uk/news/world/rss.xml"]
    )
    name: Line | None = setting(None, "What to call it; the feed's own title when left out.", "BBC")
    section: Line = setting("News", "The section its stories are printed in.", "World")
    weight: Weight = setting(1, "How much you trust it: 1 is ordinary, 2 counts double, 0.5 half.", 1.5)
    access: AccessSettings = Field(default_factory=AccessSettings)


class OpmlSource(Settings):
    """A list of feeds, as feed readers export it."""

    opml: PathOrAddress = Field(description="An OPML file, or its web address.", examples=["feeds.opml"])
    section: Line | None = setting(None, "The section of all its feeds; the list's own when left out.", "World")
    weight: Weight = setting(
        1, "How much you trust its feeds; a weight that the list gives a feed is multiplied by it.", 1.5
    )
    access: AccessSettings = Field(default_factory=AccessSettings)

    def apply(self, feed: Feed) -> Feed:
        """A feed of the list as this entry wants it."""
        return replace(feed, weight=round(feed.weight * self.weight, 6), access=self.access.at(feed.url))


class PluginSource(Settings):
    """A source that a plugin makes; keys that are not listed here are handed to it."""

    model_config = ConfigDict(extra="allow")

    kind: Kind = Field(description="The plugin's name, or `package.module:Class`.", examples=["mastodon"])
    name: Line | None = setting(None, "What to call it.", "Town hall")
    section: Line = setting("News", "The section its stories are printed in.", "World")
    weight: Weight = setting(1, "How much you trust it: 1 is ordinary, 2 counts double, 0.5 half.", 1.5)
    access: AccessSettings = Field(default_factory=AccessSettings)

    @property
    def options(self) -> Mapping[str, Any]:
        """What the entry says beyond the settings that Briefing knows."""
        return MappingProxyType(self.model_extra or {})


def _sort_of_source(entry: Any) -> str | None:
    keys = ("feed", "opml", "kind")
    named = [key for key in keys if (key in entry if isinstance(entry, dict) else hasattr(entry, key))]
    return f"<{named[0]}>" if named else None


AnySource = Annotated[
    Annotated[FeedSource, Tag("<feed>")]
    | Annotated[OpmlSource, Tag("<opml>")]
    | Annotated[PluginSource, Tag("<kind>")],
    Discriminator(_sort_of_source),
]


class Fetch(Settings):
    """How feeds and pages are asked for."""

    round: Duration = setting(
        "10m", "How long one round of gathering may take in all; what is left is read in the next.", "10m"
    )
    timeout: Duration = setting("20s", "How long one answer may take in all.", "20s")
    max_bytes: Size = setting("5MB", "The most that is read of one answer.", "5MB")
    at_once: Whole = setting(32, "How many requests are under way at the same time.", 32, ge=1, le=200)
    per_host: Whole = setting(1, "How many of them may go to the same site.", 1, ge=1, le=16)
    pace: DurationOrNone = setting(
        "1s",
        "The least time between two requests to one site; `0s` for none. This machine and private networks are exempt.",
        "1s",
    )
    robots: Truth = setting(True, "Whether pages are left alone that robots.txt asks programs not to read.", True)
    workers: Whole = setting(2, "How many processes read pages; 1 reads them one by one.", 2, ge=1, le=64)
    user_agent: HeaderText | None = setting(
        None, "How Briefing names itself to sites; its name, version and `contact` when left out.", "ExampleNews/1.0"
    )
    contact: HeaderText | None = setting(
        None, "A page or mail address where a site's owner can reach you.", "https://example.org/about"
    )
    trusted_hosts: tuple[Line, ...] = setting(
        (),
        "Hosts that may lie on this machine or a private network, which are refused otherwise.",
        ["127.0.0.1", "intranet.example.org"],
    )
    proxy: Proxy | None = setting(
        None,
        "A proxy that all requests go through; a name and password in it are written `${NAME}`.",
        "http://proxy.example.org:3128",
        repr=False,
    )


RuleName = Annotated[
    Literal[
        "site", "repeated", "title", "byline", "bio", "contact", "dateline", "stamp", "origin", "copyright",
        "disclaimer", "caption", "embed", "player", "related", "headlines", "promotion", "advert", "affiliate",
        "consent", "comments", "tags", "share", "code", "repeat", "menu", "marks",
    ],
    Field(title="name of a cleaning rule"),
]  # fmt: skip
"""The names of `core.clean.RULES`; a test holds them together."""


class ReadingSettings(Settings):
    """How pages are read. `briefing extract ADDRESS --explain` shows which rule took which line away."""

    off: tuple[RuleName, ...] = setting((), "Cleaning rules that are not used.", ["caption"])
    sites: PathName | None = setting(
        None, "A file with rules for single sites (see below); none when left out.", "sites.yaml"
    )
