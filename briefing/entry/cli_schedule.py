"""`briefing schedule …`: when the next edition is due, and what makes it come."""

from __future__ import annotations

import json
import shlex
import sys
from pathlib import Path
from typing import Annotated

import typer

from briefing.entry.cli_shared import DEFAULT, ConfigPath, Json, Now, Verbose, moment, opened, settings
from briefing.entry.console import Console

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
    Console().say(
        crontab_line(_command(settings_.path, "run", "-q"), settings_.schedule.at, settings_.zone).rstrip("\n")
    )
    Console().say(f"*/10 * * * * {_command(settings_.path, 'deliver', '-q')}")


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
    program = Path(sys.argv[0])
    name = str(program.resolve()) if program.name == "briefing" and program.exists() else "briefing"
    return shlex.join([name, *words, "--config", str(config.resolve())])


@app.command()
def run(config: ConfigPath = DEFAULT, verbose: Verbose = False) -> None:
    """Gather all day and publish at the slot, until stopped (SIGTERM, Ctrl-C).

    Example: briefing schedule run
    """
    from briefing.core.schedule import due, slot_time
    from briefing.entry import jobs
    from briefing.entry.scheduler import run_schedule

    console = Console(verbose=verbose)
    with opened(config) as (settings_, store):
        at, zone = settings_.schedule.at, settings_.zone

        def publish() -> None:
            now = jobs.clock()
            day = due(now, at, zone)
            late = now - slot_time(day, at, zone)
            if late > settings_.schedule.catch_up and store.editions.get(f"{settings_.briefing}/{day}") is None:
                console.note(f"The edition of {day} was missed by {late}: more than schedule.catch_up allows; skipped.")
                return
            edition = jobs.publish(settings_, store, day, now, console)
            jobs.deliver(settings_, store, edition, console)

        def deliver() -> None:
            keys = [key for key in store.editions.keys() if key.startswith(f"{settings_.briefing}/")]  # noqa: SIM118
            if keys and (edition := store.editions.get(keys[-1])) and jobs.waiting(store, edition, jobs.clock()):
                jobs.deliver(settings_, store, edition, console)

        run_schedule(
            gather=lambda: void(jobs.gather(settings_, store, jobs.clock(), console)),
            publish=publish,
            deliver=deliver,
            at=at,
            zone=zone,
            every=settings_.schedule.gather_every,
            clock=jobs.clock,
            log=lambda line: console.note(f"{jobs.clock():%Y-%m-%d %H:%M:%S} {line}"),
        )


def void(result: object) -> None:
    """A job's result is in the store; the scheduler wants none."""
