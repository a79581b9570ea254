"""`briefing schedule …`: when the next edition is due, and what makes it come."""

from __future__ import annotations

import json
import os
import shlex
import sys
from pathlib import Path
from typing import Annotated

import typer

from briefing import logs
from briefing.entry.cli_shared import DEFAULT, DONE, ConfigPath, Json, Now, Verbose, moment, opened, settings
from briefing.entry.console import Console
from briefing.errors import BriefingError

app = typer.Typer(help="When editions are due, and what makes them come.", no_args_is_help=True)


@app.command("next")
def next_(
    config: ConfigPath = DEFAULT,
    count: Annotated[int, typer.Option("--count", min=1, max=1000, help="How many.")] = 1,
    now: Now = None,
    as_json: Json = False,
) -> None:
    """Say when the next editions are due, in local time and UTC.

    Example: briefing schedule next --count 3
    """
    from briefing.core.schedule import upcoming

    settings_ = settings(config)
    found = upcoming(moment(now), settings_.schedule.at, settings_.zone, count)
    if as_json:
        Console().say(json.dumps([{"date": str(day), "utc": at.isoformat()} for day, at in found]))
        return
    for day, at in found:
        local = at.astimezone(settings_.zone)
        Console().say(f"{settings_.briefing}/{day}  {local:%a %d %b %H:%M %Z}  ({at:%Y-%m-%d %H:%M} UTC)")


@app.command()
def cron(config: ConfigPath = DEFAULT) -> None:
    """Print the lines for a crontab.

    Example: briefing schedule cron | crontab -
    """
    from briefing.core.schedule import crontab_line

    settings_ = settings(config)
    at, zone = settings_.schedule.at, settings_.zone
    Console().say(crontab_line(_command(settings_.path, "run", "-q"), at, zone).rstrip("\n"))
    deliver = _command(settings_.path, "deliver", "-q").replace("%", r"\%")
    Console().say(f"*/10 * * * * {deliver}")


@app.command()
def systemd(config: ConfigPath = DEFAULT) -> None:
    """Print a systemd service and timer, and where to put them.

    Example: briefing schedule systemd
    """
    from briefing.core.schedule import systemd_units

    settings_ = settings(config)
    command = _command(settings_.path, "run", "-q")
    units = systemd_units(command, settings_.schedule.at, settings_.zone, folder=str(settings_.base))
    for name, unit in units.items():
        Console().say(f"# /etc/systemd/system/{name}\n{unit}")
    Console().say("# then: systemctl daemon-reload && systemctl enable --now briefing.timer")


def _command(config: Path, *words: str) -> str:
    """A command line that works from any folder. Raises BriefingError for a path that cron can't be told."""
    program, path = Path(sys.argv[0]), str(config.resolve())
    if len(path.splitlines()) > 1:
        raise BriefingError(f"{path!r}: a line break in a path", hint="Neither cron nor systemd can name this folder.")
    installed = program.name == "briefing" and program.is_file()
    started = [str(program.resolve())] if installed else [sys.executable, "-m", "briefing"]
    return shlex.join([*started, *words, "--config", path])


@app.command()
def run(config: ConfigPath = DEFAULT, verbose: Verbose = False) -> None:
    """Gather all day and publish at the slot, until stopped (SIGTERM, Ctrl-C).

    Example: briefing schedule run
    """
    from briefing.entry.service import Service

    logs.nameless()
    with opened(config) as (settings_, store):
        if Service(settings_, store, Console(verbose=verbose)).run():
            return
        # Nothing of a job that hangs is waited for: the store is made for a sudden end.
        sys.stdout.flush()
        sys.stderr.flush()
        os._exit(DONE)
