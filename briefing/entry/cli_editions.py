"""`briefing editions …`: what was made, shown, drawn, made again and proved."""

from __future__ import annotations

import json
from enum import StrEnum
from typing import Annotated

import typer

from briefing.entry.cli_shared import CANNOT, DEFAULT, ConfigPath, Json, opened
from briefing.entry.console import Console

app = typer.Typer(help="The editions that were made.", no_args_is_help=True)

Name = Annotated[str | None, typer.Argument(help="An edition's key or date; else the latest.")]


class Form(StrEnum):
    """The forms an edition can be drawn in."""

    HTML = "html"
    MARKDOWN = "markdown"
    TEXT = "text"
    JSON = "json"


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


@app.command()
def show(edition: Name = None, config: ConfigPath = DEFAULT) -> None:
    """Print an edition as text.

    Example: briefing editions show 2026-08-23
    """
    _draw(edition, config, Form.TEXT)


@app.command()
def render(
    edition: Name = None,
    config: ConfigPath = DEFAULT,
    form: Annotated[Form, typer.Option("--form", help="Which form.")] = Form.HTML,
) -> None:
    """Draw an edition with today's templates.

    Example: briefing editions render 2026-08-23 --form markdown
    """
    _draw(edition, config, form)


def _draw(edition: str | None, config: ConfigPath, form: Form) -> None:
    from briefing.entry.checking import forced
    from briefing.entry.stories import edition_named
    from briefing.wiring import renderer

    with opened(config) as (settings_, store):
        found = edition_named(store, settings_, edition)
        document = renderer(settings_).render(found)
        Console().say(str(getattr(document, form.value)).rstrip("\n"))
        for override in store.editions.overrides(found.id):
            Console().note(forced(override))


@app.command()
def rebuild(edition: Name = None, config: ConfigPath = DEFAULT) -> None:
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
def verify(edition: Name = None, config: ConfigPath = DEFAULT, as_json: Json = False) -> None:
    """Prove that every headline and sentence stands in a page that was read, and show where.

    Example: briefing editions verify
    """
    from briefing.core.check import verify as proved
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
