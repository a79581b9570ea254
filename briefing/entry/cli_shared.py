"""What the commands share: options, exit codes, the opened configuration and store."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from briefing import logs
from briefing.entry import complete
from briefing.errors import StoreError

if TYPE_CHECKING:
    from datetime import date, datetime

    from briefing.config import Config
    from briefing.entry.console import Console
    from briefing.entry.jobs import Delivered
    from briefing.model import Edition, State
    from briefing.ports import Store

DONE, FAILURES, CANNOT, NOTHING = 0, 1, 2, 3
"""Exit codes; the command line's help says what they mean."""

ConfigPath = Annotated[Path, typer.Option("--config", "-c", help="The configuration file.", show_default=True)]
Quiet = Annotated[bool, typer.Option("--quiet", "-q", help="Only results and failures.")]
Verbose = Annotated[bool, typer.Option("--verbose", "-v", help="Every failure and detail.")]
Day = Annotated[
    str | None,
    typer.Option(
        "--date",
        help="Its local date: 2026-08-23 (the day's second: 2026-08-23-2) or today; else the one that is due.",
    ),
]
Now = Annotated[str | None, typer.Option("--now", hidden=True, help="Work as if it were this moment (ISO 8601).")]
EditionName = Annotated[
    str | None,
    typer.Argument(help="An edition's key or date; else the latest.", autocompletion=complete.editions),
]
EditionOption = Annotated[
    str | None,
    typer.Option("--edition", help="Its key or date; else the latest.", autocompletion=complete.editions),
]
Json = Annotated[bool, typer.Option("--json", help="For programs.")]
DEFAULT = Path("config.yaml")


def settings(path: Path) -> Config:
    import os

    from briefing.config import load_config

    return load_config(path, os.environ)


def store_file(config: Config) -> Path | None:
    """The file that the store is; None where it is none, as in PostgreSQL."""
    kind, _, rest = config.store_url.partition(":///")
    path = rest.partition("?")[0]
    return Path(path) if kind.startswith("sqlite") and path and not path.startswith("file:") else None


def has_store(config: Config) -> bool:
    """Whether there is a store to be opened; opening one that is a file would make it."""
    file = store_file(config)
    return file is None or file.exists()


def hide_secrets(config: Config) -> None:
    """What the configuration says to nobody else stands in no line of the log."""
    password = config.mail.password
    logs.hide(password.get_secret_value() if password else None, config.alerts.heartbeat)


@contextmanager
def opened(
    path: Path, unopened: Callable[[Config, StoreError], None] = lambda _config, _error: None
) -> Iterator[tuple[Config, Store]]:
    """The configuration and its store. unopened: hears of a store that can't be opened, before that is raised."""
    from briefing.wiring import opened_store

    config = settings(path)
    logs.bind(briefing=config.briefing)
    hide_secrets(config)
    with ExitStack() as stack:
        try:
            store = stack.enter_context(opened_store(config))
        except StoreError as error:
            unopened(config, error)
            raise
        yield config, store


@contextmanager
def gently_stopped() -> Iterator[Callable[[], bool]]:
    """SIGTERM, the first time, only says that nothing more should begin; then the command ends as if killed by it."""
    import signal
    from threading import Event

    told, before = Event(), signal.getsignal(signal.SIGTERM)

    def stop(*_: object) -> None:
        told.set()
        signal.signal(signal.SIGTERM, before)

    signal.signal(signal.SIGTERM, stop)
    try:
        yield told.is_set
    finally:
        signal.signal(signal.SIGTERM, before)
    if told.is_set():
        raise typer.Exit(128 + signal.SIGTERM)


def send(
    config: Config,
    store: Store,
    edition: Edition,
    console: Console,
    *,
    out: Path | None = None,
    again: frozenset[State] = frozenset(),
    force: bool = False,
) -> int:
    """Deliver an edition, watched over, until told to stop; the exit code. Raises what `jobs.deliver` raises."""
    from briefing.entry import jobs, watch

    named = edition.slot.date, edition.slot.number
    with watch.over(config, store, named, jobs.clock(), console) as watched:
        with gently_stopped() as stop:
            delivered = jobs.deliver(config, store, edition, console, out=out, again=again, force=force, stop=stop)
        watched.took(edition, delivered)
    return code_of(delivered)


def code_of(delivered: Delivered) -> int:
    if not delivered.failures:
        return DONE
    return FAILURES if delivered.reached else NOTHING


def leave() -> None:
    """End at once: nothing of a job that hangs is waited for, as the store is made for a sudden end."""
    import os
    import sys

    sys.stdout.flush()
    sys.stderr.flush()
    os._exit(DONE)


def moment(now: str | None) -> datetime:
    from datetime import UTC, datetime

    from briefing.entry.jobs import clock

    if now is None:
        return clock()
    try:
        at = datetime.fromisoformat(now)
    except ValueError:
        raise typer.BadParameter(
            f"{now!r} is no moment; write it as 2026-08-23T06:30:00Z", param_hint="--now"
        ) from None
    return at if at.tzinfo else at.replace(tzinfo=UTC)


def named_slot(day: str | None, config: Config, now: datetime) -> tuple[date, int] | None:
    """The local date and the number that a label says; None for the slot that is due."""
    from briefing.model import from_label

    if day is None or day == "due":
        return None
    if day == "today":
        return now.astimezone(config.zone).date(), 1
    try:
        named = from_label(day)
    except ValueError:
        raise typer.BadParameter(f"{day!r} is no date; write it as 2026-08-23 or today", param_hint="--date") from None
    if not 1990 <= named[0].year <= now.year + 1:
        raise typer.BadParameter(f"{day!r} lies too far from today", param_hint="--date")
    return named
