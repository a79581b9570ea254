"""`briefing feeds …`: the sources of the configuration."""

from __future__ import annotations

import json
import sys
from contextlib import closing
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from briefing.entry.cli_find import add, find, remove, replace_file, save, text_of
from briefing.entry.cli_packs import packs
from briefing.entry.cli_shared import DEFAULT, FAILURES, NOTHING, ConfigPath, Json, has_store, settings
from briefing.entry.console import Console, counted

if TYPE_CHECKING:
    from datetime import datetime

    from briefing.config import Config
    from briefing.model import Health
    from briefing.ports import Source

app = typer.Typer(help="The sources of the configuration.", no_args_is_help=True)
for command in (packs, find, add, remove):
    app.command()(command)


@app.command("list")
def list_(config: ConfigPath = DEFAULT, as_json: Json = False) -> None:
    """Name all sources by section.

    Example: briefing feeds list
    """
    from briefing import source_wiring

    settings_ = settings(config)
    with closing(source_wiring.http_fetcher(settings_)) as fetcher:
        feeds = [source.feed for source in source_wiring.sources(settings_, fetcher)]
    console = Console()
    if as_json:
        # What opens a door (`access`) is nobody's business.
        shown = [{"url": f.url, "name": f.name, "section": f.section, "weight": f.weight} for f in feeds]
        console.say(json.dumps(shown, ensure_ascii=False, indent=2))
        return
    for section in dict.fromkeys(feed.section for feed in feeds):
        console.say(section)
        for feed in feeds:
            if feed.section == section:
                weight = f"  x{feed.weight:g}" if feed.weight != 1 else ""
                console.say(f"  {feed.name or feed.url}{weight}" + (f"\n      {feed.url}" if feed.name else ""))


@app.command()
def check(
    urls: Annotated[
        list[str] | None, typer.Argument(help="Addresses to check; else those of the configuration.")
    ] = None,
    config: ConfigPath = DEFAULT,
    as_json: Json = False,
) -> None:
    """Read every feed now, keep nothing of it, and say what each gives and how it has been doing.

    Example: briefing feeds check
    """
    from briefing import source_wiring
    from briefing.entry import health
    from briefing.entry.jobs import clock
    from briefing.model import Feed

    settings_, console = settings(config), Console()
    now = clock()
    with closing(source_wiring.http_fetcher(settings_, *(urls or []))) as fetcher, console.progress() as progress:
        if urls:
            known = {feed.url: feed for feed in settings_.feeds()}
            found: list[Source] = [
                source_wiring.feed_source(known.get(url, Feed(url=url))) for url in dict.fromkeys(urls)
            ]
        else:
            found = source_wiring.sources(settings_, fetcher, lists_may_fail=True)
        checked = health.check(found, fetcher, source_wiring.threads(settings_), _healths(settings_, now), progress)
    if as_json:
        console.say(json.dumps(health.checked_data(checked, now), ensure_ascii=False, indent=2, default=str))
    else:
        health.show_checked(checked, now, settings_.zone, console)
    if failed := sum(each.reading is None for each in checked):
        raise typer.Exit(NOTHING if failed == len(checked) else FAILURES)


def _healths(settings_: Config, now: datetime) -> dict[str, Health]:
    """What the store knows of the feeds, by address; nothing where there is no store yet, and none is made."""
    from briefing import wiring

    if not has_store(settings_):
        return {}
    with wiring.opened_store(settings_) as store:
        return {health.url: health for health in store.news.health(now)}


@app.command("import")
def import_(
    opml: Annotated[str, typer.Argument(help="An OPML file, or its web address.")],
    config: ConfigPath = DEFAULT,
    replace: Annotated[bool, typer.Option("--replace", help="Put them in place of the feeds that are there.")] = False,
) -> None:
    """Add the feeds of an OPML list, as feed readers export it.

    Example: briefing feeds import feeds.opml
    """
    from briefing import source_wiring
    from briefing.config import add_feeds
    from briefing.core.urls import without_credentials
    from briefing.entry.feed_lists import bytes_of, feeds_of

    settings_ = settings(config)
    if "://" in opml:
        with closing(source_wiring.http_fetcher(settings_, opml)) as fetcher:
            body = fetcher.fetch(opml).body
    else:
        body = bytes_of(Path(opml))
    console, name = Console(), without_credentials(opml)
    feeds = feeds_of(body, name, config, console)
    save(settings_, add_feeds(text_of(settings_.path), feeds, replace=replace))
    now = len(settings(config).feeds())
    console.note(f"{counted(len(feeds), 'feed')} in {name}; {config} has {now} now.")


@app.command()
def export(
    out: Annotated[Path | None, typer.Argument(help="A file; else standard output.")] = None,
    config: ConfigPath = DEFAULT,
) -> None:
    """Write the sources as OPML, for any feed reader.

    Example: briefing feeds export feeds.opml
    """
    from briefing import source_wiring

    settings_ = settings(config)
    with closing(source_wiring.http_fetcher(settings_)) as fetcher:
        feeds = [source.feed for source in source_wiring.sources(settings_, fetcher)]
    body = source_wiring.write_opml(feeds, settings_.title)
    if out:
        replace_file(out, body.decode())
    else:
        sys.stdout.write(body.decode())
