"""`briefing subscribers …`: who reads the briefing."""

from __future__ import annotations

import json
import os
import sys
from itertools import islice
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from briefing.entry.cli_shared import DEFAULT, DONE, FAILURES, ConfigPath, Json, Now, Verbose, moment, opened
from briefing.entry.console import Console
from briefing.errors import BriefingError

if TYPE_CHECKING:
    from briefing.model import Standing

app = typer.Typer(help="Who reads the briefing.", no_args_is_help=True)
_PASSWORD = "BRIEFING_IMAP_PASSWORD"  # noqa: S105 - the variable's name, not a password
_SHOWN = 1_000

Address = Annotated[str, typer.Argument(help="A mail address.")]
State = Annotated[str | None, typer.Option("--state", help="active, pending, unsubscribed, bounced or complained.")]


@app.command("list")
def list_(config: ConfigPath = DEFAULT, state: State = None, as_json: Json = False) -> None:
    """Name the readers, and count them by state.

    Example: briefing subscribers list --state bounced
    """
    from briefing.entry import readers as job

    states = _states(state)
    with opened(config) as (_, store):
        console, counts = Console(), store.subscribers.counts()
        found = store.subscribers.stream(*states)
        if as_json:
            for each in found:
                data = {"address": each.address, "name": each.name, "state": each.state, "why": each.why}
                console.say(json.dumps({**data, "since": each.since.isoformat()}, ensure_ascii=False))
            return
        for each in islice(found, _SHOWN):
            console.say(f"{each.address}  {job.standing(each)}")
        told = ", ".join(f"{count:,} {name}" for name, count in counts.items() if count)
        console.note(told or "There are no readers yet: briefing subscribers add, or import.")
        if sum(count for name, count in counts.items() if name in (states or counts)) > _SHOWN:
            console.note(f"The first {_SHOWN:,} are named; `briefing subscribers export` has all.")


@app.command()
def add(
    address: Address,
    config: ConfigPath = DEFAULT,
    name: Annotated[str, typer.Option("--name", help="What to call them.")] = "",
    again: Annotated[bool, typer.Option("--again", help="Even who was set aside: they asked for it.")] = False,
    now: Now = None,
) -> None:
    """Put somebody on the list.

    Example: briefing subscribers add ann@example.org --name Ann
    """
    from briefing.entry import readers as job

    with opened(config) as (_, store):
        Console().note(job.add(store, address, name, moment(now), again=again))


@app.command()
def remove(address: Address, config: ConfigPath = DEFAULT, now: Now = None) -> None:
    """Take somebody off the list, for good: no import brings them back.

    Example: briefing subscribers remove ann@example.org
    """
    from briefing.entry import readers as job

    with opened(config) as (_, store):
        Console().note(job.remove(store, address, moment(now)))


@app.command("import")
def import_(
    file: Annotated[Path, typer.Argument(help="A CSV file, as mail tools export it.")],
    config: ConfigPath = DEFAULT,
    now: Now = None,
) -> None:
    """Take in a list of readers; who left here or there gets no mail. Names every line that can't be used.

    Example: briefing subscribers import readers.csv
    """
    from briefing.entry import readers as job

    with opened(config) as (_, store):
        bad = job.import_csv(store, file, moment(now), Console())
    raise typer.Exit(FAILURES if bad else DONE)


@app.command()
def export(
    file: Annotated[Path | None, typer.Argument(help="A file; else standard output.")] = None,
    config: ConfigPath = DEFAULT,
    state: State = None,
) -> None:
    """Write the readers as CSV.

    Example: briefing subscribers export readers.csv
    """
    from briefing.entry import readers as job

    states = _states(state)
    with opened(config) as (_, store):
        lines = job.exported(store, *states)
        if file is None:
            sys.stdout.writelines(lines)
            return
        try:
            with file.open("w", encoding="utf-8", newline="") as out:
                out.writelines(lines)
        except OSError as error:
            raise BriefingError(f"{file}: {error.strerror}", hint="Name another file.") from error


@app.command()
def bounces(
    places: Annotated[list[Path] | None, typer.Argument(help="Mails, mbox files, Maildirs, folders.")] = None,
    config: ConfigPath = DEFAULT,
    imap: Annotated[
        str | None, typer.Option("--imap", help=f"A mailbox: imaps://user@host/INBOX; its password is in {_PASSWORD}.")
    ] = None,
    now: Now = None,
    verbose: Verbose = False,
) -> None:
    """Read mail that came back, complaints and mails that ask to leave: set aside whose address is dead and who wants
    no more.

    Example: briefing subscribers bounces --imap imaps://bounces@mail.example.org/INBOX
    """
    from briefing import mail_wiring
    from briefing.entry import readers as job

    if not places and not imap:
        raise typer.BadParameter("name a file, a folder, or --imap")
    with opened(config) as (settings_, store):
        mails = mail_wiring.stored_mail(places or [], imap, os.environ.get(_PASSWORD, ""))
        listed, console = settings_.mail.to, Console(verbose=verbose)
        job.read_bounces(store, mails, settings_.mail.bounces, moment(now), console, listed=listed)


def _states(state: str | None) -> list[Standing]:
    from briefing.core.readers import STANDINGS

    found = [each for each in STANDINGS if each == state]
    if state and not found:
        raise typer.BadParameter(f"{state!r} is none of {', '.join(STANDINGS)}", param_hint="--state")
    return found
