"""Editions to be looked at, drawn by the shipped templates in every theme."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from functools import cache
from itertools import cycle
from pathlib import Path
from urllib.request import urlopen

from briefing import wiring
from briefing.config import Config, parse_config
from briefing.entry import demo, jobs
from briefing.entry.console import Console
from briefing.model import Account, Document, Edition, Image, Telling
from briefing.ports import Renderer
from tests import editions
from tests.test_newsroom import newsroom

THEMES = ("paper", "signal")
HOST = "https://pictures.example"
PLAIN = "title: Daily Briefing\nsources:\n  - {feed: 'https://a.example/feed'}\nlook:\n  theme: %s\n"
RICH = PLAIN + f"  logo: {{url: '{HOST}/logo.png', width: 180, height: 40}}\n  images: true\n"


@dataclass(frozen=True)
class Drawn:
    edition: Edition
    document: Document

    @property
    def forms(self) -> Mapping[str, str]:
        """The HTML forms that there are: what differs from the mail's is for browsers."""
        web = self.document.web
        return {"mail": self.document.html} | ({"web": web} if web and web != self.document.html else {})


def settings(theme: str, *, rich: bool = False) -> Config:
    """rich: with a logo and the lead's picture."""
    return parse_config((RICH if rich else PLAIN) % theme, Path("/nowhere/config.yaml"), {})


@cache
def renderer(theme: str, rich: bool) -> Renderer:
    """One for all that is drawn so: it compiles the templates once."""
    return wiring.renderer(settings(theme, rich=rich))


def draw(edition: Edition, theme: str, *, rich: bool = False) -> Drawn:
    return Drawn(edition, renderer(theme, rich).render(edition))


def without_styles(html: str) -> str:
    """As programs show it that drop every <style>."""
    return re.sub(r"(?is)<style.*?</style>|<meta name=\"(supported-)?color-schemes?\"[^>]*>", "", html)


def everything(**changes: object) -> Edition:
    """All that an edition can have: a note, addresses, running stories, hostile words, a picture, numbers."""
    made, _ = editions.edition(*editions.running(), *editions.hostile())
    top, *others = made.sections
    lead, *rest = top.briefs
    lead = replace(
        lead,
        image=Image(url=f"{HOST}/harbour.png", alt="The harbour of Ellery at dawn", width=1200, height=630),
        accounts=(
            Account(
                what="ships",
                tellings=(
                    Telling(text="14 ships", places=lead.quotes[:1]),
                    Telling(text="17 ships", places=lead.quotes[2:3]),
                ),
            ),
        ),
    )
    given: dict[str, object] = {
        "sections": (replace(top, briefs=(lead, *rest)), *others),
        "quiet": True,
        "online": "https://daily.example/2026-09-16/",
        "preferences": "https://daily.example/preferences",
        "unsubscribe": "https://daily.example/leave?of=8f14e45fceea167a5a36dedd4bea2543",
        "counts": replace(made.counts, told_before=9, moved_on=3),
    }
    return replace(made, **(given | changes))  # type: ignore[arg-type] # the fields of an Edition


def long(stories: int) -> Edition:
    """An edition of so many stories: those of every day, then further one-liners."""
    short, _ = editions.edition()
    number = stories - len(short.briefs)
    towns = cycle(("Aske", "Brennholm", "Corrin", "Dunmere", "Ellery", "Fairhaven", "Gullport"))
    further = [
        editions.told(
            f"Council of {town} puts off its {place}. vote on the bridge over the sound",
            (f"{town} Post", f"The council put off its vote on bridge {place} by a week, to hear the ferrymen first."),
            also=("Lantern", "Coastal Wire"),
        )
        for place, town in zip(range(number), towns, strict=False)
    ]
    made, _ = editions.edition(*further)
    assert len(made.briefs) == stories
    return made


BY_HAND: Mapping[str, Callable[[], Edition]] = {
    "everything": everything,
    "Arabic": lambda: everything(language="ar", title="موجز الصباح"),
    "Japanese": lambda: everything(language="ja", title="朝のまとめ"),
    "one story": lambda: replace(
        everything(), sections=tuple(replace(s, briefs=s.briefs[:1]) for s in everything().sections[:1])
    ),
    "no story": lambda: replace(everything(), sections=()),
    "30 stories": lambda: long(30),
    "60 stories": lambda: long(60),
}


def of_the_sample(folder: Path) -> Edition:
    return demo.run(folder / "demo", Console(quiet=True), open_browser=False, port=0)


def of_the_newsroom(folder: Path, shared: Path) -> Edition:
    """One of the third day of captured news."""
    with newsroom(shared, "--publishers", "12", "--days", "7", "--day", "3") as base:
        with urlopen(f"{base}/feeds.opml", timeout=10) as answer:
            (folder / "feeds.opml").write_bytes(answer.read())
        config = parse_config("timezone: UTC\nsources: [{opml: feeds.opml}]\n", folder / "config.yaml", {})
        with wiring.opened_store(config) as store:
            now, console = jobs.clock(), Console(quiet=True)
            jobs.gather(config, store, now, console)
            return jobs.publish(config, store, None, now, console)
