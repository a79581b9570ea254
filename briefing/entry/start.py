"""`briefing init`: a configuration to start from, with feeds of one's own choice."""

from __future__ import annotations

import shlex
import shutil
import textwrap
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING, Protocol, TypeVar

from briefing.assets import default_config, templates_dir
from briefing.entry.console import Console, counted
from briefing.errors import BriefingError, ConfigError, SourceError

if TYPE_CHECKING:
    from briefing.config.packs import Pack

_LISTS = (".opml", ".xml")
T = TypeVar("T")


class Ask(Protocol):
    """Puts a question until its answer passes the check, which returns what it means and raises BriefingError."""

    def __call__(self, question: str, default: str, check: Callable[[str], T]) -> T: ...


@dataclass(frozen=True, slots=True, kw_only=True)
class Wish:
    """What somebody wants to begin with; None is what nobody has said."""

    packs: tuple[str, ...] | None = None
    opml: Path | None = None
    language: str | None = None
    timezone: str | None = None
    title: str | None = None


def init(folder: Path, console: Console, *, templates: bool, wish: Wish | None = None, ask: Ask | None = None) -> None:
    """Write config.yaml, and the templates when asked for. Never overwrites.

    What the wish leaves open is asked, or is as the shipped config.yaml has it, by this machine's clocks. Raises
    BriefingError.
    """
    target, wish = folder / "config.yaml", wish or Wish()
    text = None if target.exists() else _configuration(wish, ask, target, console)
    try:
        folder.mkdir(parents=True, exist_ok=True)
        if text is None:
            console.note(f"{target} is there already and stays as it is.")
            if wish != Wish():
                console.note("`briefing feeds add --pack NAME` and `briefing feeds import` add feeds to it.")
        else:
            target.write_text(text, encoding="utf-8")
        if templates:
            _copy_templates(folder / "templates", console)
    except OSError as error:
        raise BriefingError(
            f"{error.filename or folder}: {error.strerror}", hint="Name a folder you may write."
        ) from error
    if text is not None:
        _say_written(target, text, console)
    _say_next(folder, console)


def _configuration(wish: Wish, ask: Ask | None, target: Path, console: Console) -> str:
    """The shipped config.yaml with what was wished for. Raises ConfigError and SourceError."""
    from briefing.config import add_feeds
    from briefing.config.edit_values import set_owners, set_values
    from briefing.config.packs import owners_of, packs_named
    from briefing.entry.feed_lists import bytes_of, feeds_of

    zone = checked_zone(wish.timezone) if wish.timezone else machine_zone()
    if ask and wish.packs is None and wish.opml is None:
        _offer(console)
        wish = ask("What shall it read?", _proposed(zone), lambda said: _chosen(wish, said))
    packs = packs_named(wish.packs or ())
    if len({pack.language for pack in packs}) > 1:
        console.note(f"Stories are told in the language of their reports: {_languages(packs)}.")
    listed = feeds_of(bytes_of(wish.opml), str(wish.opml), target, console) if wish.opml else []
    if wish.opml and not listed:
        raise SourceError(
            f"{wish.opml}: no feed in it can stand in a configuration", hint="See `access` for passwords."
        )
    language = checked_language(wish.language or (packs[0].language if packs else "en"))
    title = wish.title or "Daily Briefing"
    if ask:
        language = language if wish.language else ask("In which language is it written?", language, checked_language)
        zone = zone if wish.timezone else ask("Whose clocks does it follow?", zone, checked_zone)
        title = title if wish.title else ask("What is it called?", title, checked_title)
    text = set_values(default_config(), {"title": checked_title(title), "language": language, "timezone": zone})
    groups = [(pack.title, [each.feed for each in pack.feeds]) for pack in packs]
    groups += [(f"From {wish.opml.name}", listed)] if wish.opml else []
    for place, (heading, feeds) in enumerate(groups):
        text = add_feeds(text, feeds, replace=not place, heading=heading)
    return set_owners(text, owners_of(packs), replace=True) if packs else text


# --- the questions -------------------------------------------------------------------------------------------------


def _offer(console: Console) -> None:
    """Name the packs before the first question."""
    from briefing.config.packs import packs

    console.note("Ready lists of public feeds, English where nothing is said (`briefing feeds packs` says more):")
    names = [name if pack.language == "en" else f"{name} ({pack.language})" for name, pack in packs().items()]
    width = min(shutil.get_terminal_size().columns, 100)
    console.note(textwrap.fill(", ".join(names), width, initial_indent="  ", subsequent_indent="  ",
                               break_on_hyphens=False))  # fmt: skip
    console.note("Answer with names and commas between, a list of your own (feeds.opml), or none: the feeds that ship.")


def _proposed(zone: str) -> str:
    from briefing.config.packs import pack_for, packs

    own = pack_for(zone)
    if own is None or own.language == packs()["world"].language:
        return ", ".join(dict.fromkeys([own.name if own else "world", "world"]))
    return own.name


def _chosen(wish: Wish, said: str) -> Wish:
    """The wish with the answer to the first question."""
    from briefing.config.packs import packs_named
    from briefing.entry.feed_lists import bytes_of

    parts = [part.strip() for part in said.split(",") if part.strip()]
    lists = [Path(part).expanduser() for part in parts if part.lower().endswith(_LISTS)]
    if len(lists) > 1:
        raise ConfigError(["one list is enough; `briefing feeds import` adds another"])
    for path in lists:
        bytes_of(path)
    names = [part for part in parts if not part.lower().endswith(_LISTS) and part.lower() != "none"]
    return replace(wish, packs=tuple(pack.name for pack in packs_named(names)), opml=lists[0] if lists else None)


def checked_zone(said: str) -> str:
    from briefing.config.values import check_timezone

    return _says(check_timezone, said)


def checked_language(said: str) -> str:
    from briefing.config.values import check_language

    return _says(check_language, said)


def checked_title(said: str) -> str:
    from briefing.config.values import check_line

    return _says(check_line, said)


def _says(check: Callable[[str], str], said: str) -> str:
    try:
        return check(said.strip())
    except ValueError as error:
        raise ConfigError([str(error)]) from None


def machine_zone() -> str:
    """The name of this machine's time zone, UTC where it has none that the world knows."""
    import warnings

    from tzlocal import get_localzone_name

    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # it warns of a machine that says nothing of its clocks
        try:
            return checked_zone(get_localzone_name() or "UTC")
        except (ConfigError, LookupError, ValueError, OSError):
            return "UTC"


def _languages(packs: Sequence[Pack]) -> str:
    return ", ".join(f"{pack.name} in {pack.language}" for pack in packs)


# --- what is said --------------------------------------------------------------------------------------------------


def _say_written(target: Path, text: str, console: Console) -> None:
    from briefing.config import parse_config

    config = parse_config(text, target, {})
    sections = list(dict.fromkeys(feed.section for feed in config.feeds()))
    console.note(f"Wrote {target}: your feeds, times and outputs, explained line by line.")
    console.note(
        f"It has {counted(len(config.feeds()), 'feed')} in {counted(len(sections), 'section')} "
        f"({', '.join(sections[:6])}{', …' if len(sections) > 6 else ''}), language {config.language}; "
        f"due at {config.schedule.at:%H:%M}, {config.timezone}."
    )


def _say_next(folder: Path, console: Console) -> None:
    config = "config.yaml"
    steps = [
        (f"cd {shlex.quote(str(folder))}", "") if folder != Path() else ("", ""),
        ("briefing feeds check", "read every feed once and say what each gives"),
        ("briefing run", "make the edition that is due; it lies in out/latest"),
        ("briefing schedule run", f"make one every day at the hour that {config} says"),
    ]
    console.note("Next:")
    for command, about in steps:
        if command:
            console.note(f"  {command:<24}# {about}" if about else f"  {command}")


def _copy_templates(target: Path, console: Console) -> None:
    if target.exists():
        console.note(f"{target} is there already and stays as it is.")
        return
    shutil.copytree(templates_dir(), target, ignore=shutil.ignore_patterns(".*", "web", "mail"))
    console.note(f"Wrote {target}: name the folder in config.yaml (`templates: templates`) and change what you like.")
