"""`briefing extract`: what Briefing reads on one page."""

from __future__ import annotations

import json
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from briefing.entry.cli_shared import DEFAULT, FAILURES, Json, settings
from briefing.entry.console import Console

if TYPE_CHECKING:
    from briefing.config import Config

_FILE = Path("extract.html")


def extract(
    source: Annotated[
        str, typer.Argument(metavar="URL|FILE", help="A page's address, a file, or - for standard input.")
    ],
    url: Annotated[str | None, typer.Option("--url", help="The address that a file's page came from.")] = None,
    explain: Annotated[
        bool, typer.Option("--explain", help="Say how it was read, and show what was taken away, with the rule.")
    ] = False,
    html: Annotated[
        bool, typer.Option("--html", help="Write an HTML file: the report as it was read, beside the page.")
    ] = False,
    out: Annotated[Path | None, typer.Option("--out", help=f"That file; else {_FILE} in this folder.")] = None,
    open_: Annotated[bool, typer.Option("--open", help="Open that file in the browser.")] = False,
    images: Annotated[
        bool, typer.Option("--images", help="Let the page in it load its pictures and styles; else nothing is fetched.")
    ] = False,
    config: Annotated[
        Path | None,
        typer.Option("--config", "-c", help="The configuration file; config.yaml where there is one."),
    ] = None,
    as_json: Json = False,
) -> None:
    """Read one page and print the report that is found on it; exit code 1: the page is no article.

    Example: briefing extract https://news.example/story --explain
    """
    from briefing.entry import extract as job
    from briefing.entry import extract_page
    from briefing.errors import ExtractError

    if html and as_json:
        raise typer.BadParameter("--html and --json are two forms; choose one")
    if (out or open_ or images) and not html:
        raise typer.BadParameter("--out, --open and --images go with --html")
    if url and "://" in source:
        raise typer.BadParameter("--url is for a file; an address is its own")
    console = Console()
    look = job.read_page(source, url, _settings(config))
    if as_json:
        data = job.as_data(look.found)
        console.say(json.dumps(data, ensure_ascii=False, indent=2, default=lambda value: value.isoformat()))
    elif isinstance(look.found, ExtractError):
        job.say_refused(look, look.found, console, explain=explain)
    elif not html:
        job.say(look, look.found, console, explain=explain)
    if html:
        path = out or _FILE
        extract_page.write(extract_page.as_page(look, online=images), path)
        console.say(str(path))
        if open_:
            extract_page.show_in_browser(path, console)
    if isinstance(look.found, ExtractError):
        raise typer.Exit(FAILURES)


def _settings(path: Path | None) -> Config:
    """The configuration that is named or lies here; else what holds without one."""
    import os

    from briefing.assets import default_config
    from briefing.config import parse_config

    if path or DEFAULT.exists():
        return settings(path or DEFAULT)
    return parse_config(default_config(), DEFAULT, os.environ)
