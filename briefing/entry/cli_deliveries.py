"""`briefing deliveries …`: who got what."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Annotated, get_args

import typer

from briefing.entry.cli_shared import DEFAULT, ConfigPath, EditionName, Json, Quiet, Verbose, opened, send
from briefing.entry.console import Console

if TYPE_CHECKING:
    from briefing.model import State

app = typer.Typer(help="Who got which edition.", no_args_is_help=True)
_SHOWN = 1_000


@app.command("list")
def list_(
    edition: EditionName = None,
    config: ConfigPath = DEFAULT,
    state: Annotated[
        str | None, typer.Option("--state", help="sent, failed, uncertain, claimed or skipped; else all that failed.")
    ] = None,
    as_json: Json = False,
) -> None:
    """Count an edition's deliveries, and name those that did not arrive.

    Example: briefing deliveries list --state uncertain
    """
    from briefing.entry import deliveries as job
    from briefing.entry import stories
    from briefing.model import State

    states: tuple[State, ...] = get_args(State)
    if state and state not in states:
        raise typer.BadParameter(f"{state!r} is none of {', '.join(states)}", param_hint="--state")
    chosen = [each for each in states if each == state] or job.NOT_ARRIVED
    with opened(config) as (settings_, store):
        found, console = stories.edition_named(store, settings_, edition), Console()
        for receipt in store.ledger.receipts(found.id, states=chosen, most=None if as_json else _SHOWN):
            if as_json:
                data = {"channel": receipt.channel, "recipient": receipt.recipient, "state": receipt.state,
                        "at": receipt.at.isoformat(), "attempts": receipt.attempts, "reply": receipt.reply,
                        "retry_at": receipt.retry_at.isoformat() if receipt.retry_at else None,
                        "message_id": receipt.message_id}  # fmt: skip
                console.say(json.dumps(data, ensure_ascii=False))
            else:
                console.say(f"{job.whose(receipt)}  {job.in_words(receipt, settings_.zone)}")
        tally = store.ledger.tally(found.id)
        told = ", ".join(f"{count:,} {name} by {channel}" for (channel, name), count in tally.items())
        console.note(f"{found.id}: {told or 'nothing was delivered'}.")


@app.command()
def show(
    address: Annotated[str, typer.Argument(help="A reader's mail address.")],
    config: ConfigPath = DEFAULT,
    as_json: Json = False,
) -> None:
    """Say whether somebody got it: for each edition what became of theirs, and why.

    Example: briefing deliveries show ann@example.org
    """
    from briefing.entry import deliveries as job

    with opened(config) as (settings_, store):
        about, found = job.of_reader(settings_, store, address)
    console = Console()
    if as_json:
        data = {"reader": about, "editions": [{"edition": key, "what": what} for key, what in found]}
        console.say(json.dumps(data, ensure_ascii=False, indent=2))
        return
    console.say(about)
    for key, what in found:
        console.say(f"  {key}  {what}")


@app.command()
def retry(
    edition: EditionName = None,
    config: ConfigPath = DEFAULT,
    uncertain: Annotated[
        bool, typer.Option("--uncertain", help="Those that may have got it as well, at the risk of a second mail.")
    ] = False,
    quiet: Quiet = False,
    verbose: Verbose = False,
) -> None:
    """Try those again that were given up.

    Example: briefing deliveries retry 2026-08-23
    """
    from briefing.entry import stories

    again: frozenset[State] = frozenset({"failed", "uncertain"} if uncertain else {"failed"})
    with opened(config) as (settings_, store):
        found = stories.edition_named(store, settings_, edition)
        code = send(settings_, store, found, Console(quiet=quiet, verbose=verbose), again=again)
    raise typer.Exit(code)


@app.command()
def dns(config: ConfigPath = DEFAULT) -> None:
    """Print the TXT records by which receivers know your signatures (mail.dkim).

    Example: briefing deliveries dns
    """
    from briefing import mail_wiring
    from briefing.entry.cli_shared import settings

    records = mail_wiring.dkim_records(settings(config))
    for name, strings in records:
        Console().say(f"{name}. IN TXT {' '.join(map(json.dumps, strings))}")
    if not records:
        Console().note("mail.dkim names no key: nothing is signed here.")
