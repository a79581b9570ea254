"""What the commands share: options, exit codes, the opened configuration and store."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from briefing import logs
from briefing.errors import StoreError

if TYPE_CHECKING:
    from datetime import date, datetime

    from briefing.config import Config
    from briefing.ports import Store

DONE, FAILURES, CANNOT, NOTHING = 0, 1, 2, 3
"""Exit codes; the command line's help says what they mean."""

ConfigPath = Annotated[Path, typer.Option("--config", "-c", help="The configuration file.", show_default=True)]
Quiet = Annotated[bool, typer.Option("--quiet", "-q", help="Only results and failures.")]
Verbose = Annotated[bool, typer.Option("--verbose", "-v", help="Every failure and detail.")]
Day = Annotated[
    str | None,
    typer.Option("--date", help="The edition's local date, as 2026-08-23 or today; else the one that is due."),
]
Now = Annotated[str | None, typer.Option("--now", hidden=True, help="Work as if it were this moment (ISO 8601).")]
Json = Annotated[bool, typer.Option("--json", help="For programs.")]
DEFAULT = Path("config.yaml")


def settings(path: Path) -> Config:
    import os

    from briefing.config import load_config

    return load_config(path, os.environ)


@contextmanager
def opened(
    path: Path, unopened: Callable[[Config, StoreError], None] = lambda _config, _error: None
) -> Iterator[tuple[Config, Store]]:
    """The configuration and its store. unopened: hears of a store that can't be opened, before that is raised."""
    from briefing.wiring import opened_store

    config = settings(path)
    logs.bind(briefing=config.briefing)
    logs.hide(config.mail.password.get_secret_value() if config.mail.password else None, config.alerts.heartbeat)
    with ExitStack() as stack:
        try:
            store = stack.enter_context(opened_store(config))
        except StoreError as error:
            unopened(config, error)
            raise
        yield config, store


def moment(now: str | None) -> datetime:
    from datetime import UTC, datetime

    from briefing.entry.jobs import clock

    if now is None:
        return clock()
    try:
        at = datetime.fromisoformat(now)
    except ValueError:
        raise typer.BadParameter(f"{now!r} is no moment; write it as 2026-08-23T06:30:00Z") from None
    return at if at.tzinfo else at.replace(tzinfo=UTC)


def local_date(day: str | None, config: Config, now: datetime) -> date | None:
    from datetime import date

    if day is None or day == "due":
        return None
    if day == "today":
        return now.astimezone(config.zone).date()
    try:
        named = date.fromisoformat(day)
    except ValueError:
        raise typer.BadParameter(f"{day!r} is no date; write it as 2026-08-23 or today") from None
    if not 1990 <= named.year <= now.year + 1:
        raise typer.BadParameter(f"{day!r} lies too far from today")
    return named
