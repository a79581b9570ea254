"""`briefing doctor`: is everything well, and what is to be done where it is not."""

from __future__ import annotations

import json
from dataclasses import asdict
from typing import TYPE_CHECKING, Annotated

import typer

from briefing.entry.cli_shared import CANNOT, DEFAULT, DONE, FAILURES, ConfigPath, Json, Now, moment, opened
from briefing.entry.console import Console
from briefing.errors import BriefingError, StoreError

if TYPE_CHECKING:
    from briefing.entry.doctor import Found


def doctor(
    config: ConfigPath = DEFAULT,
    offline: Annotated[bool, typer.Option("--offline", help="Ask nobody: neither mail server, DNS nor web.")] = False,
    as_json: Json = False,
    now: Now = None,
) -> None:
    """Look at everything that a briefing needs: clock, disk, store, templates, feeds, schedule, mail, DNS, web pages.

    Ends with 0 where all is well, 1 with warnings, 2 where something is broken.

    Example: briefing doctor --offline
    """
    from briefing.entry.doctor import Found, Patient, examine
    from briefing.wiring import dns

    console, found = Console(), list[Found]()
    try:
        with opened(config) as (settings, store):
            asked = None if offline else dns()
            for each in examine(Patient(settings, store, moment(now), asked)):
                found.append(each)
                if not as_json:
                    _say(console, each)
    except BriefingError as error:
        about = "store" if isinstance(error, StoreError) else "configuration"
        found.append(Found(about, "broken", error.message, error.hint))
        if not as_json:
            _say(console, found[-1])
    if as_json:
        console.say(json.dumps([asdict(each) for each in found], ensure_ascii=False, indent=2))
    levels = {each.level for each in found}
    raise typer.Exit(CANNOT if "broken" in levels else FAILURES if "warning" in levels else DONE)


def _say(console: Console, found: Found) -> None:
    mark = {"ok": "✓", "warning": "!", "broken": "✗"}[found.level]
    console.say(f"{mark} {found.about}: {found.said}")
    if found.hint:
        console.say(f"    {found.hint}")
