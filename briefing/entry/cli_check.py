"""`briefing check`: what would keep an edition from being sent, and what is poor about it."""

from __future__ import annotations

import json
from collections.abc import Sequence
from typing import TYPE_CHECKING, Annotated

import typer

from briefing.entry.cli_shared import CANNOT, DEFAULT, ConfigPath, EditionName, Json, opened
from briefing.entry.console import Console, counted

if TYPE_CHECKING:
    from briefing.core.check import Finding
    from briefing.entry.checking import Answers
    from briefing.model import Edition, Override


def check(
    edition: EditionName = None,
    config: ConfigPath = DEFAULT,
    no_links: Annotated[bool, typer.Option("--no-links", help="Don't ask the web whether links are dead.")] = False,
    as_json: Json = False,
) -> None:
    """Say what would hold an edition back before it is sent, and what is poor about it. Ends with 2 where it is held.

    Example: briefing check --no-links
    """
    from briefing.core.check import stops
    from briefing.entry import checking
    from briefing.entry.stories import edition_named
    from briefing.wiring import renderer

    with opened(config) as (settings_, store):
        found = edition_named(store, settings_, edition)
        document = renderer(settings_).render(found)
        urls = [] if no_links else checking.links(found, document)
        if urls:
            Console().note(checking.asking(urls))
        answers = None if no_links else checking.asked(settings_, store, urls)
        findings = checking.examine(store, found, document, answers)
        overrides = store.editions.overrides(found.id)
    if as_json:
        data = checking.as_data(found, findings, answers, overrides)
        Console().say(json.dumps(data, ensure_ascii=False, indent=2))
    else:
        _say(found, findings, answers, overrides)
    if stops(findings):
        raise typer.Exit(CANNOT)


def _say(edition: Edition, findings: Sequence[Finding], answers: Answers | None, overrides: Sequence[Override]) -> None:
    from briefing.entry import checking
    from briefing.entry.prose import rows, say

    console = Console()
    stopped = sum(finding.level == "stop" for finding in findings)
    poor = len(findings) - stopped
    told = [
        f"{counted(stopped, 'finding')} {'holds' if stopped == 1 else 'hold'} it back" if stopped else "fit to be sent"
    ]
    told += [f"{poor} more worth a look" if stopped else f"{counted(poor, 'finding')} worth a look"] if poor else []
    told.append(f"{counted(len(answers), 'link')} asked" if answers is not None else "links not asked")
    console.say(f"{edition.id}: {', '.join(told)}")
    if findings:
        words = {"stop": "blocked", "warn": "warned"}
        rows(console, [(words[each.level], each.rule, checking.sentence(each)) for each in findings])
    for override in overrides:
        say(console, checking.forced(override))
        for finding in override.findings:
            say(console, finding, lead="  ")
