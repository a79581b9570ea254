"""`briefing init`: at most four questions, and none where nobody could answer."""

from __future__ import annotations

import sys
from collections.abc import Callable
from pathlib import Path
from typing import Annotated, TypeVar

import typer

from briefing.entry import complete
from briefing.entry.console import Console
from briefing.errors import BriefingError

T = TypeVar("T")


def init(
    folder: Annotated[Path, typer.Argument(help="Where to start.")] = Path(),
    pack: Annotated[
        list[str] | None,
        typer.Option(
            "--pack", "-p", help="A ready list of public feeds; may be given again.", autocompletion=complete.packs
        ),
    ] = None,
    opml: Annotated[Path | None, typer.Option("--opml", help="Feeds of your own, as feed readers export them.")] = None,
    language: Annotated[
        str | None, typer.Option("--language", help="As en or pt-BR; else that of the first pack.")
    ] = None,
    timezone: Annotated[str | None, typer.Option("--timezone", help="As Europe/Berlin; else this machine's.")] = None,
    title: Annotated[str | None, typer.Option("--title", help="What stands at the head of each edition.")] = None,
    templates: Annotated[bool, typer.Option("--templates", help="Copy the templates too, to change them.")] = False,
    yes: Annotated[bool, typer.Option("--yes", "-y", help="Ask nothing.")] = False,
) -> None:
    """Write a commented config.yaml to start from; what is there already stays.

    On a terminal it asks what no option says: feeds, language, time zone, title.

    Example: briefing init my-briefing --pack germany --pack climate
    """  # fmt: skip
    from briefing.entry import start

    wish = start.Wish(packs=tuple(pack) if pack else None, opml=opml, language=language, timezone=timezone, title=title)
    asked = not yes and sys.stdin.isatty() and sys.stderr.isatty()
    start.init(folder, Console(), templates=templates, wish=wish, ask=_ask if asked else None)


def _ask(question: str, default: str, check: Callable[[str], T]) -> T:
    def answer(said: str) -> T:
        try:
            return check(said)
        except BriefingError as error:
            raise typer.BadParameter(" ".join(filter(None, (error.message, error.hint)))) from None

    found: T = typer.prompt(question, default=default, value_proc=answer, err=True)
    return found
