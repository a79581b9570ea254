"""`briefing feeds …`: the sources of the configuration."""

from __future__ import annotations

import json
import sys
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from briefing.core.urls import without_credentials
from briefing.entry.cli_shared import DEFAULT, FAILURES, NOTHING, ConfigPath, Json, settings
from briefing.entry.console import Console

if TYPE_CHECKING:
    from briefing.model import Feed, Reading
    from briefing.ports import Fetcher, Source

app = typer.Typer(help="The sources of the configuration.", no_args_is_help=True)


@app.command("list")
def list_(config: ConfigPath = DEFAULT, as_json: Json = False) -> None:
    """Name all sources by section.

    Example: briefing feeds list
    """
    from dataclasses import asdict

    from briefing import wiring

    settings_ = settings(config)
    fetcher = wiring.http_fetcher(settings_)
    feeds = [source.feed for source in wiring.sources(settings_, fetcher)]
    console = Console()
    if as_json:
        console.say(json.dumps([asdict(feed) for feed in feeds], ensure_ascii=False, indent=2))
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
) -> None:
    """Read every feed now, keep nothing, and say what each gives.

    Example: briefing feeds check
    """
    from briefing import wiring
    from briefing.model import Feed

    settings_ = settings(config)
    fetcher = wiring.http_fetcher(settings_, *(urls or []))
    found: list[Source] = (
        [wiring.feed_source(Feed(url=url)) for url in urls] if urls else wiring.sources(settings_, fetcher)
    )
    console = Console()
    failed = 0
    for source, result in wiring.threads(settings_)(lambda s: _read(s, fetcher), found):
        name = source.feed.name or source.feed.url
        if isinstance(result, str):
            failed += 1
            console.say(f"✗ {name}: {result}")
        else:
            dates = [item.published for item in result.items if item.published]
            newest = f", newest {max(dates):%Y-%m-%d %H:%M} UTC" if dates else ", no dates"
            console.say(f"✓ {name}: {len(result.items)} entries{newest}")
    fetcher.close()
    if failed:
        raise typer.Exit(NOTHING if failed == len(found) else FAILURES)


def _read(source: Source, fetcher: Fetcher) -> Reading | str:
    from briefing.errors import SourceError

    try:
        return source.read(fetcher, None)
    except SourceError as error:
        return error.message


@app.command("import")
def import_(
    opml: Annotated[str, typer.Argument(help="An OPML file, or its web address.")],
    config: ConfigPath = DEFAULT,
    replace: Annotated[bool, typer.Option("--replace", help="Put them in place of the feeds that are there.")] = False,
) -> None:
    """Add the feeds of an OPML list, as feed readers export it.

    Example: briefing feeds import feeds.opml
    """
    from briefing import wiring
    from briefing.config import add_feeds
    from briefing.errors import SourceError

    settings_ = settings(config)
    if "://" in opml:
        fetcher = wiring.http_fetcher(settings_, opml)
        body = fetcher.fetch(opml).body
        fetcher.close()
    else:
        try:
            body = Path(opml).read_bytes()
        except OSError as error:
            raise SourceError(f"{opml}: {error.strerror}") from error
    console = Console()
    feeds: list[Feed] = []
    for feed in wiring.read_opml(body):
        if without_credentials(feed.url) == feed.url:
            feeds.append(feed)
        else:
            console.warn(f"left out: {without_credentials(feed.url)}: its password does not belong in {config}")
    _write(settings_.path, add_feeds(settings_.path.read_text(encoding="utf-8"), feeds, replace=replace))
    now = len(settings(config).feeds())
    console.note(f"{len(feeds)} feeds in {opml}; {config} has {now} now.")


def _write(path: Path, text: str) -> None:
    """Replace a file as a whole: a crash leaves the old one or the new one, never half of it."""
    from briefing.errors import BriefingError

    beside = path.with_name(path.name + ".new")
    try:
        beside.write_text(text, encoding="utf-8")
        beside.replace(path)
    except OSError as error:
        raise BriefingError(f"{path}: {error.strerror}", hint="The configuration stays as it was.") from error


@app.command()
def export(
    out: Annotated[Path | None, typer.Argument(help="A file; else standard output.")] = None,
    config: ConfigPath = DEFAULT,
) -> None:
    """Write the sources as OPML, for any feed reader.

    Example: briefing feeds export feeds.opml
    """
    from briefing import wiring

    settings_ = settings(config)
    feeds = [source.feed for source in wiring.sources(settings_, wiring.http_fetcher(settings_))]
    body = wiring.write_opml(feeds, settings_.title)
    if out:
        _write(out, body.decode())
    else:
        sys.stdout.write(body.decode())
