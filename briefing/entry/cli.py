"""The command line: a few lines for each command, which hand over to a job. Imports wait until they are needed."""

from __future__ import annotations

import logging
import os
import sys
import traceback
from contextlib import suppress
from enum import StrEnum
from io import TextIOWrapper
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from briefing import __version__, logs
from briefing.core.disk import refused
from briefing.entry.cli_shared import (
    CANNOT,
    DEFAULT,
    DONE,
    FAILURES,
    NOTHING,
    ConfigPath,
    Day,
    EditionName,
    EditionOption,
    Json,
    Now,
    Quiet,
    Verbose,
    code_of,
    gently_stopped,
    moment,
    named_slot,
    opened,
    send,
)
from briefing.entry.console import Console
from briefing.errors import BriefingError, DeliveryError, SourceError

if TYPE_CHECKING:
    from briefing.model import State

Force = Annotated[bool, typer.Option("--force", help="Send it although the check holds it back; that is kept.")]

BEGIN, MAKE, LOOK = "Begin", "Every day", "Ask and look"
ALWAYS, KEEP = "Leave it running", "Feeds, editions, readers"
"""What the help puts commands under, by what one wants to do."""


class LogForm(StrEnum):
    human = "human"
    json = "json"


app = typer.Typer(
    name="briefing",
    help="Writes a daily news briefing: every sentence word for word from a page that was read, and linked to it.",
    epilog="Exit codes: 0 done; 1 done, with failures worth a look; 2 can't work (configuration, store, template); "
    "3 nothing could be fetched or delivered.",
    no_args_is_help=True,
    pretty_exceptions_enable=False,
    context_settings={"help_option_names": ["-h", "--help"]},
)


def main() -> None:
    """The entry point: runs a command, says errors in plain words, exits with the documented code."""
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, TextIOWrapper):  # headlines have characters that a terminal's encoding may lack
            stream.reconfigure(errors="backslashreplace")
    try:
        app()
    except SystemExit as ended:
        code = ended.code
    except BriefingError as error:
        code = _said(error)
    except OSError as error:
        code = _not_written(error)
    except Exception:  # noqa: BLE001 - Python would end with 1, which says that the work was done
        code = _unexpected()
    for stream in (sys.stdout, sys.stderr):
        try:
            stream.flush()
        except OSError as error:
            os.dup2(os.open(os.devnull, os.O_WRONLY), stream.fileno())  # or Python tries again, and ends with 120
            code = _not_written(error) if stream is sys.stdout else code
    sys.exit(code)


def _not_written(error: OSError) -> int:
    """What nobody had in mind to fail, such as what is printed into a file on a full disk."""
    why, hint = refused(error)
    return _said(BriefingError(f"{error.filename or 'output'}: {why}", hint=hint)) if hint else _unexpected()


def _unexpected() -> int:
    with suppress(OSError):
        logs.write(logging.CRITICAL, traceback.format_exc().rstrip(), "fault")
    return CANNOT


def _said(error: BriefingError) -> int:
    if logs.form() == "json":
        logs.write(logging.ERROR, error.message, "error", kind=type(error).__name__, hint=error.hint)
    else:
        logs.write(logging.ERROR, "\n".join(filter(None, (f"briefing: {error.message}", error.hint))))
    return NOTHING if isinstance(error, SourceError | DeliveryError) else CANNOT


def _version(wanted: bool) -> None:
    if wanted:
        sys.stdout.write(f"briefing {__version__}\n")
        raise typer.Exit


@app.callback()
def root(
    version: Annotated[  # noqa: ARG001 - its callback answers
        bool, typer.Option("--version", callback=_version, is_eager=True, help="The version.")
    ] = False,
    log: Annotated[
        LogForm, typer.Option("--log", envvar="BRIEFING_LOG", help="How the log is written, to standard error.")
    ] = LogForm.human,
) -> None:
    """Writes a daily news briefing."""
    logs.begin("json" if log is LogForm.json else "human")


@app.command(rich_help_panel=BEGIN)
def demo(
    out: Annotated[Path, typer.Option("--out", help="Where the editions are written.")] = Path("demo"),
    open_: Annotated[
        bool, typer.Option("--open", help="Open it in the browser; serve its pages until Ctrl-C.")
    ] = False,
    port: Annotated[int, typer.Option("--port", help="Where the sample is served; 0 takes a free one.")] = 8765,
    quiet: Quiet = False,
    verbose: Verbose = False,
) -> None:
    """Make two days' briefings from the news sample that ships: no network, nothing configured.

    Example: briefing demo --open
    """
    from briefing.entry import demo as job

    job.run(out, Console(quiet=quiet, verbose=verbose), open_browser=open_, port=port)


@app.command(rich_help_panel=MAKE)
def run(
    config: ConfigPath = DEFAULT,
    day: Day = None,
    out: Annotated[Path | None, typer.Option("--out", help="Write the files here.")] = None,
    no_deliver: Annotated[bool, typer.Option("--no-deliver", help="Write the files, mail nobody.")] = False,
    force: Force = False,
    replay: Annotated[
        bool,
        typer.Option("--replay", help="Make it again from what was gathered, into `replay`; send and keep nothing."),
    ] = False,
    now: Now = None,
    quiet: Quiet = False,
    verbose: Verbose = False,
) -> None:
    """Gather, then publish and deliver the edition that is due: for cron, and for every day.

    Run twice it makes one edition and sends each mail once. With --replay it makes the edition of a date again, or one
    that was missed as it would have been, from what was gathered by then; nothing is asked for, sent or kept.

    Example: briefing run --out out
    """
    from briefing.entry import jobs, watch

    console, at = Console(quiet=quiet, verbose=verbose), moment(now)
    with opened(config, lambda told, error: watch.without_store(told, error, at, console)) as (settings_, store):
        named = named_slot(day, settings_, at)
        if replay:
            from briefing.entry import replay as job

            raise typer.Exit(DONE if job.replay(settings_, store, named, at, console, out=out) else FAILURES)
        console.detail(f"Run {logs.run_id()}")
        with watch.over(settings_, store, named, at, console) as watched:
            gathered = jobs.gather(settings_, store, at, console)
            edition = jobs.publish(settings_, store, named, at, console)
            with gently_stopped() as stop:
                delivered = jobs.deliver(
                    settings_, store, edition, console, out=out, files_only=no_deliver, force=force, stop=stop
                )
            watched.took(edition, delivered)
    raise typer.Exit(code_of(delivered) or (FAILURES if gathered.worth_a_look else DONE))


@app.command(rich_help_panel=MAKE)
def gather(config: ConfigPath = DEFAULT, now: Now = None, quiet: Quiet = False, verbose: Verbose = False) -> None:
    """Read all feeds and the pages of their new entries. Safe to repeat.

    Example: briefing gather -q
    """
    from briefing.entry import jobs

    with opened(config) as (settings_, store):
        done = jobs.gather(settings_, store, moment(now), Console(quiet=quiet, verbose=verbose))
    if done.gathered.feeds_asked and not done.gathered.feeds_read:
        raise typer.Exit(NOTHING)
    raise typer.Exit(FAILURES if done.worth_a_look else DONE)


@app.command(rich_help_panel=MAKE)
def publish(
    config: ConfigPath = DEFAULT, day: Day = None, now: Now = None, quiet: Quiet = False, verbose: Verbose = False
) -> None:
    """Make the edition that is due from what was gathered. Safe to repeat.

    Example: briefing publish --date today
    """
    from briefing.entry import jobs, watch

    console = Console(quiet=quiet, verbose=verbose)
    with opened(config) as (settings_, store):
        at = moment(now)
        named = named_slot(day, settings_, at)
        with watch.over(settings_, store, named, at, console):
            console.say(jobs.publish(settings_, store, named, at, console).id)


@app.command(rich_help_panel=MAKE)
def deliver(
    edition: EditionName = None,
    config: ConfigPath = DEFAULT,
    out: Annotated[Path | None, typer.Option("--out", help="Write the files here.")] = None,
    retry: Annotated[bool, typer.Option("--retry", help="Try those again, too, that were given up.")] = False,
    resend: Annotated[bool, typer.Option("--resend-uncertain", help="And those that may have got it.")] = False,
    dry_run: Annotated[bool, typer.Option("--dry-run", help="Write the mails as .eml files; send nothing.")] = False,
    to: Annotated[
        list[str] | None, typer.Option("--to", help="A test, to this address alone; it counts for nobody.")
    ] = None,
    force: Force = False,
    quiet: Quiet = False,
    verbose: Verbose = False,
) -> None:
    """Bring an edition to everybody who has not got it yet. Safe to repeat.

    Example: briefing deliver
    """
    from briefing.entry import letters, stories

    again: set[State] = set()
    again |= {"failed"} if retry else set()
    again |= {"uncertain"} if resend else set()
    with opened(config) as (settings_, store):
        if edition is None and not store.editions.keys(settings_.briefing):
            Console(quiet=quiet).note("There is no edition yet, so nothing is waiting.")
            return
        found = stories.edition_named(store, settings_, edition)
        console = Console(quiet=quiet, verbose=verbose)
        if dry_run:
            letters.write_all(settings_, store, found, out or settings_.output_folder, to, console)
            return
        if to:
            letters.send_test(settings_, store, found, to, console)
            return
        code = send(settings_, store, found, console, out=out, again=frozenset(again), force=force)
    raise typer.Exit(code)


@app.command(rich_help_panel=MAKE)
def preview(
    edition: EditionName = None,
    config: ConfigPath = DEFAULT,
    port: Annotated[int, typer.Option("--port", help="0 takes a free one.")] = 8766,
    open_: Annotated[bool, typer.Option("--open/--no-open", help="Open the browser.")] = True,
) -> None:
    """Show an edition in the browser; it is drawn anew as templates change.

    Example: briefing preview 2026-08-23
    """
    from briefing.entry import preview as job
    from briefing.entry import stories

    with opened(config) as (settings_, store):
        found = stories.edition_named(store, settings_, edition)
        job.serve(settings_, store, found, port, Console(), open_browser=open_)


@app.command(rich_help_panel=LOOK)
def why(
    story: Annotated[
        str, typer.Argument(help="A place in the edition (1), words of a headline, a story's id, or a page's address.")
    ],
    config: ConfigPath = DEFAULT,
    edition: EditionOption = None,
    as_json: Json = False,
) -> None:
    """Say why a story stands where it stands, or why it was left out, and whence each sentence is.

    Example: briefing why "harbour bill"
    """
    from briefing.entry import stories
    from briefing.entry import why as job

    with opened(config) as (settings_, store):
        found = job.why(store, stories.edition_named(store, settings_, edition), story, Console(), as_json=as_json)
    raise typer.Exit(DONE if found else FAILURES)


@app.command("why-not", rich_help_panel=LOOK)
def why_not(
    page: Annotated[str, typer.Argument(help="A page's address, or words of its headline.")],
    config: ConfigPath = DEFAULT,
    edition: EditionOption = None,
    now: Now = None,
    as_json: Json = False,
) -> None:
    """Say why a page is not in an edition: where its way ended, and which setting would change that.

    Example: briefing why-not https://…
    """
    from briefing.entry import why_not as job

    with opened(config) as (settings_, store):
        found = job.why_not(store, settings_, page, edition, Console(), now=moment(now), as_json=as_json)
    raise typer.Exit(DONE if found else FAILURES)


@app.command(rich_help_panel=LOOK)
def trace(
    url: Annotated[str, typer.Argument(help="A page's address.")],
    explain: Annotated[bool, typer.Option("--explain", help="Show the lines that were taken away, too.")] = False,
    config: ConfigPath = DEFAULT,
    as_json: Json = False,
) -> None:
    """Say what became of a page: read or not, and how; where it stood in each edition.

    Example: briefing trace https://…
    """
    from briefing.entry import stories

    with opened(config) as (settings_, store):
        found = stories.trace(store, settings_, url, Console(), explain=explain, as_json=as_json)
    raise typer.Exit(DONE if found else FAILURES)


@app.command(rich_help_panel=LOOK)
def status(config: ConfigPath = DEFAULT, now: Now = None, as_json: Json = False) -> None:
    """Say what was gathered, made and delivered last, and what fails.

    Example: briefing status
    """
    from briefing.entry import stories

    with opened(config) as (settings_, store):
        stories.status(store, settings_, Console(), now=moment(now), as_json=as_json)


def _more() -> None:
    from briefing.entry import (
        cli_check,
        cli_deliveries,
        cli_doctor,
        cli_editions,
        cli_extract,
        cli_feeds,
        cli_init,
        cli_schedule,
        cli_serve,
        cli_store,
        cli_subscribers,
    )

    app.command(rich_help_panel=BEGIN)(cli_init.init)
    app.command(rich_help_panel=BEGIN)(cli_doctor.doctor)
    app.command(rich_help_panel=MAKE)(cli_check.check)
    app.command(rich_help_panel=LOOK)(cli_extract.extract)
    app.add_typer(cli_feeds.app, name="feeds", rich_help_panel=KEEP)
    app.add_typer(cli_editions.app, name="editions", rich_help_panel=KEEP)
    app.add_typer(cli_subscribers.app, name="subscribers", rich_help_panel=KEEP)
    app.add_typer(cli_deliveries.app, name="deliveries", rich_help_panel=KEEP)
    app.command(rich_help_panel=ALWAYS)(cli_serve.serve)
    app.add_typer(cli_schedule.app, name="schedule", rich_help_panel=ALWAYS)
    app.command(rich_help_panel=ALWAYS)(cli_store.backup)
    app.command(rich_help_panel=ALWAYS)(cli_store.restore)
    app.command(rich_help_panel=ALWAYS)(cli_store.prune)


_more()
