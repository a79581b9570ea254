"""`briefing editions …`: what was made, shown, drawn, made again and proved."""

from __future__ import annotations

import json
import sys
from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from briefing.entry.cli_shared import CANNOT, DEFAULT, ConfigPath, EditionName, Json, opened
from briefing.entry.console import Console
from briefing.errors import BriefingError

if TYPE_CHECKING:
    from briefing.config import Config
    from briefing.model import Edition
    from briefing.ports import Store

app = typer.Typer(help="The editions that were made.", no_args_is_help=True)


class Form(StrEnum):
    """The forms an edition can be drawn in."""

    HTML = "html"
    MAIL = "mail"
    MARKDOWN = "markdown"
    TEXT = "text"
    JSON = "json"
    EPUB = "epub"
    ATOM = "atom"
    JSON_FEED = "json_feed"


@app.command("list")
def list_(config: ConfigPath = DEFAULT, as_json: Json = False) -> None:
    """Name all editions, the latest last.

    Example: briefing editions list
    """
    with opened(config) as (_, store):
        keys = store.editions.keys()
        console = Console()
        if as_json:
            console.say(json.dumps(list(keys)))
            return
        for key in keys:
            if edition := store.editions.get(key):
                quiet = " (quiet day)" if edition.quiet else ""
                console.say(
                    f"{key}  {len(edition.briefs):2} stories  {edition.words:5} words  {edition.subject}{quiet}"
                )
        if not keys:
            console.note("There is no edition yet: `briefing run` makes the first.")


@app.command()
def show(edition: EditionName = None, config: ConfigPath = DEFAULT) -> None:
    """Print an edition as text.

    Example: briefing editions show 2026-08-23
    """
    _draw(edition, config, Form.TEXT)


@app.command()
def render(
    edition: EditionName = None,
    config: ConfigPath = DEFAULT,
    form: Annotated[
        Form,
        typer.Option("--form", help="The page for browsers, or which other form; feeds end with this edition."),
    ] = Form.HTML,
    out: Annotated[Path | None, typer.Option("--out", help="The file to write; else it is printed.")] = None,
) -> None:
    """Draw an edition with today's templates.

    Example: briefing editions render 2026-08-23 --form epub --out edition.epub
    """
    _draw(edition, config, form, out)


def _draw(edition: str | None, config: ConfigPath, form: Form, out: Path | None = None) -> None:
    from briefing.entry.checking import forced
    from briefing.entry.stories import edition_named

    with opened(config) as (settings_, store):
        found = edition_named(store, settings_, edition)
        drawn = _drawn(found, settings_, store, form)
        if out:
            try:
                out.write_bytes(drawn.encode() if isinstance(drawn, str) else drawn)
            except OSError as error:
                raise BriefingError(f"{out}: {error.strerror}", hint="Name another file.") from error
        elif isinstance(drawn, str):
            Console().say(drawn.rstrip("\n"))
        elif sys.stdout.isatty():
            raise BriefingError(f"{form.value} is no text to be printed", hint="Name a file: --out edition.epub")
        else:
            sys.stdout.buffer.write(drawn)
        for override in store.editions.overrides(found.id):
            Console().note(forced(override))


def _drawn(edition: Edition, config: Config, store: Store, form: Form) -> str | bytes:
    from briefing.core.syndication import MOST
    from briefing.wiring import book, feeds, renderer

    if form is Form.EPUB:
        return book(edition)
    if form is Form.ATOM or form is Form.JSON_FEED:
        keys = store.editions.keys(edition.slot.briefing)
        upto = keys[: keys.index(edition.id) + 1][-MOST:]
        drawn = feeds(config)["atom" if form is Form.ATOM else "json_feed"]
        return drawn([found for found in map(store.editions.get, upto) if found])
    document = renderer(config).render(edition)
    if form is Form.HTML:
        return document.web or document.html
    return document.html if form is Form.MAIL else str(getattr(document, form.value))


@app.command()
def rebuild(edition: EditionName = None, config: ConfigPath = DEFAULT) -> None:
    """Make an edition again from its recorded input and say whether it is the same, byte for byte.

    Example: briefing editions rebuild 2026-08-23
    """
    from briefing import pipeline
    from briefing.core.codec import edition_json
    from briefing.entry.stories import edition_named
    from briefing.wiring import summarizer

    with opened(config) as (settings_, store):
        kept = edition_named(store, settings_, edition)
        again = pipeline.rebuild(kept.id, store, summarizer(store.editions.recipe(kept.id).summarizer))
        same = again is not None and edition_json(again) == edition_json(kept)
    if same:
        Console().say(f"{kept.id}: the same, byte for byte")
        return
    Console().say(f"{kept.id}: differs; it was made by another version of Briefing, and the kept one stands")
    raise typer.Exit(1)


@app.command()
def verify(edition: EditionName = None, config: ConfigPath = DEFAULT, as_json: Json = False) -> None:
    """Prove that every headline and sentence stands in a page that was read, and show where.

    Example: briefing editions verify
    """
    from briefing.core.verify import verify as proved
    from briefing.entry import proof
    from briefing.entry.stories import edition_named

    with opened(config) as (settings_, store):
        found = edition_named(store, settings_, edition)
        wanted = {(article.id, article.digest) for brief in found.briefs for article in brief.articles}
        articles = {(article.id, article.digest): article for article in store.news.versions(wanted)}
    problems, console = proved(found, articles), Console()
    proof.say(found, articles, problems, console, as_json=as_json)
    if problems:
        raise typer.Exit(CANNOT)
