"""`briefing schedule …`: when the next edition is due, and what makes it come."""

from __future__ import annotations

import json
import os
import shlex
import sys
from itertools import islice
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from briefing import logs
from briefing.entry.cli_shared import DEFAULT, Json, Now, Verbose, leave, moment
from briefing.entry.console import Console
from briefing.errors import BriefingError

if TYPE_CHECKING:
    from briefing.config import Config

ConfigOrFolder = Annotated[
    Path, typer.Option("--config", "-c", help="The configuration file, or a folder of several.", show_default=True)
]
app = typer.Typer(help="When editions are due, and what makes them come.", no_args_is_help=True)


@app.command("next")
def next_(
    config: ConfigOrFolder = DEFAULT,
    count: Annotated[int, typer.Option("--count", min=1, max=1000, help="How many.")] = 1,
    now: Now = None,
    as_json: Json = False,
) -> None:
    """Say when the next editions are due, in local time and UTC, and why one is skipped.

    Example: briefing schedule next --count 3
    """
    after = moment(now)
    found = [
        (settings_, planned)
        for settings_ in _all(config)
        for planned in islice(settings_.timetable.upcoming(after, skipped=True), count)
    ]
    found = sorted(found, key=lambda each: each[1].begins)[:count]
    if as_json:
        rows = [
            {
                "edition": f"{settings_.briefing}/{planned.label}", "date": str(planned.day), "number": planned.number,
                "local": planned.begins.astimezone(settings_.zone).isoformat(), "utc": planned.begins.isoformat(),
                "skipped": planned.skipped or None,
            }
            for settings_, planned in found
        ]  # fmt: skip
        Console().say(json.dumps(rows))
        return
    if not found:
        Console().say("No edition will ever be due: see `schedule` in the configuration.")
    width = max((len(f"{settings_.briefing}/{planned.label}") for settings_, planned in found), default=0)
    for settings_, planned in found:
        local, key = planned.begins.astimezone(settings_.zone), f"{settings_.briefing}/{planned.label}"
        said = f"{key:{width}}  {local:%a %d %b %H:%M %Z}  ({planned.begins:%Y-%m-%d %H:%M} UTC)"
        Console().say(said + (f"  skipped: {planned.skipped}" if planned.skipped else ""))


@app.command()
def cron(config: ConfigOrFolder = DEFAULT) -> None:
    """Print the lines for a crontab.

    Example: briefing schedule cron | crontab -
    """
    from briefing.core.service_units import crontab_lines

    for settings_ in _all(config):
        Console().say(crontab_lines(_command(settings_.path, "run", "-q"), settings_.timetable).rstrip("\n"))
        deliver = _command(settings_.path, "deliver", "-q").replace("%", r"\%")
        Console().say(f"*/10 * * * * {deliver}")


@app.command()
def systemd(
    config: ConfigOrFolder = DEFAULT,
    serve: Annotated[
        bool, typer.Option("--serve", help="A service that keeps running and has the web pages, in place of a timer.")
    ] = False,
    user: Annotated[str | None, typer.Option("--user", help="Whom it runs as; else whoever installs it: root.")] = None,
) -> None:
    """Print systemd units, and where to put them: a timer that makes each edition, or a service that keeps running.

    Of a folder of configurations the service runs them all.

    Example: briefing schedule systemd
    """
    from briefing.core.service_units import service_unit, timer_units

    units: dict[str, str] = {}
    if serve or config.is_dir():
        base = _all(config)[0].base
        words = ("serve",) if serve else ("schedule", "run")
        if serve and config.is_dir():
            raise BriefingError(f"{config}: a folder", hint="The web pages are one briefing's: name its file.")
        units = service_unit(_command(config, *words), folder=str(base), user=user)
        then = "briefing.service"
    else:
        (settings_,) = _all(config)
        command = _command(settings_.path, "run", "-q")
        units = timer_units(command, settings_.timetable, folder=str(settings_.base), user=user)
        then = "briefing.timer"
    for name, unit in units.items():
        Console().say(f"# /etc/systemd/system/{name}\n{unit}")
    Console().say(f"# then: systemctl daemon-reload && systemctl enable --now {then}")


def _all(config: Path) -> list[Config]:
    from briefing.config.folder import load_configs

    return load_configs(config, os.environ)


def _command(config: Path, *words: str) -> str:
    """A command line that works from any folder. Raises BriefingError for a path that cron can't be told."""
    program, path = Path(sys.argv[0]), str(config.resolve())
    if len(path.splitlines()) > 1:
        raise BriefingError(f"{path!r}: a line break in a path", hint="Neither cron nor systemd can name this folder.")
    installed = program.name == "briefing" and program.is_file()
    started = [str(program.resolve())] if installed else [sys.executable, "-m", "briefing"]
    return shlex.join([*started, *words, "--config", path])


@app.command()
def run(config: ConfigOrFolder = DEFAULT, verbose: Verbose = False) -> None:
    """Gather all day and publish at each slot, until stopped (SIGTERM, Ctrl-C); SIGHUP reads the configuration again.

    Example: briefing schedule run
    """
    from briefing.entry.fleet import Fleet
    from briefing.entry.service import run_services

    logs.nameless()
    with Fleet(config) as fleet:
        if not run_services(fleet.load(), Console(verbose=verbose), fleet.load):
            leave()
