"""`briefing feeds packs`: the ready lists of public feeds."""

from __future__ import annotations

import json
from typing import Annotated

import typer

from briefing.entry import complete
from briefing.entry.cli_shared import Json
from briefing.entry.console import Console


def packs(
    names: Annotated[
        list[str] | None, typer.Argument(help="Packs whose feeds are shown.", autocompletion=complete.packs)
    ] = None,
    as_json: Json = False,
) -> None:
    """Name the ready lists of public feeds by country and topic, or the feeds of some.

    Example: briefing feeds packs germany
    """
    from briefing.config import packs as ready
    from briefing.entry.table import Column, Row, show

    console = Console()
    chosen = ready.packs_named(names) if names else list(ready.packs().values())
    if as_json:
        told = [
            {"pack": pack.name, "title": pack.title, "language": pack.language, "feeds": [
                {"url": each.feed.url, "name": each.feed.name, "section": each.feed.section, "language": each.language,
                 "country": each.country or None, "owner": each.owner}
                for each in pack.feeds]}
            for pack in chosen
        ]  # fmt: skip
        console.say(json.dumps(told, ensure_ascii=False, indent=2))
        return
    if names:
        for pack in chosen:
            console.say(f"{pack.title}, in section {pack.feeds[0].feed.section}")
            for each in pack.feeds:
                where = ", ".join(filter(None, (each.country, each.language, each.owner)))
                console.say(f"  {each.feed.name}  ({where})\n      {each.feed.url}")
        return
    columns = (Column(title="pack"), Column(title="feeds", right=True), Column(title="in"), Column(title="about"))
    rows = [
        Row(mark=" ", tone="plain", cells=(pack.name, str(len(pack.feeds)), pack.language, pack.title))
        for pack in chosen
    ]
    show(columns, rows)
    console.note("`briefing feeds packs NAME` shows a pack's feeds; `briefing feeds add --pack NAME` adds them.")
