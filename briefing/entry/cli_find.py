"""`briefing feeds find`, `add` and `remove`: from a pasted address to an entry of the configuration, and out again."""

from __future__ import annotations

import json
from collections.abc import Iterator
from contextlib import closing, suppress
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from briefing.entry import complete
from briefing.entry.cli_shared import DEFAULT, FAILURES, NOTHING, ConfigPath, Json, settings
from briefing.entry.console import Console, counted

if TYPE_CHECKING:
    from briefing.config import Config
    from briefing.entry.find_feeds import Found, Search
    from briefing.model import Feed

_LONGEST_NAME = 60
_MOST_LISTED = 20

Addresses = Annotated[list[str], typer.Argument(help="Addresses of feeds, or of sites that have one.")]


def find(addresses: Addresses, config: ConfigPath = DEFAULT, as_json: Json = False) -> None:
    """Name the feeds that a site has, and add none.

    Example: briefing feeds find example.org
    """
    console = Console()
    searches = list(_searches(settings(config), addresses, every=True))
    if as_json:
        console.say(json.dumps([_as_data(search) for search in searches], ensure_ascii=False, indent=2))
    for search in () if as_json else searches:
        if search.best:
            console.say(f"{_described(search.best)}\n  {search.best.url}")
            for line in _listed(search):
                console.say(line)
        else:
            _say_tried(search, console)
    _end(len(searches), sum(search.best is None for search in searches))


def add(
    addresses: Annotated[
        list[str] | None, typer.Argument(help="Addresses of feeds, or of sites that have one.")
    ] = None,
    pack: Annotated[
        list[str] | None,
        typer.Option("--pack", "-p", help="A ready list (`briefing feeds packs`).", autocompletion=complete.packs),
    ] = None,
    config: ConfigPath = DEFAULT,
    name: Annotated[str | None, typer.Option("--name", help="What to call it; else the feed's own title.")] = None,
    section: Annotated[
        str | None,
        typer.Option("--section", help="Where its stories are printed; else News.", autocompletion=complete.sections),
    ] = None,
    weight: Annotated[
        float, typer.Option("--weight", min=0.01, max=10, help="How much you trust it: 1 is ordinary, 2 double.")
    ] = 1.0,
    pick: Annotated[int | None, typer.Option("--pick", min=1, help="Which of those that `find` lists.")] = None,
    dry_run: Annotated[bool, typer.Option("--dry-run", help="Say what would be added, and add nothing.")] = False,
) -> None:
    """Add a feed to the configuration, by its own address or by that of a site that has one; or a pack of feeds.

    Example: briefing feeds add example.org --section World
    """
    from briefing.config import add_feeds

    if pack and (addresses or name or section or pick):
        raise typer.BadParameter("--pack brings its own addresses, names and sections")
    if pack:
        _add_packs(pack, settings(config), weight, write=not dry_run)
        return
    if not addresses:
        raise typer.BadParameter("name an address, or a pack with --pack")
    if len(addresses) > 1 and (name or pick):
        raise typer.BadParameter("--name and --pick are for one address at a time")
    settings_, console = settings(config), Console()
    section = _section(settings_, section)
    new: list[Feed] = []
    said: list[str] = []
    asked = failed = 0
    for search in _searches(settings_, addresses, pick=pick):
        asked += 1
        if search.best is None:
            failed += 1
            _say_tried(search, console, pick)
        elif known := _same(search.best.url, settings_.feeds() + new):
            said.append(f"{known.name or known.url} is there already, in section {known.section}: {known.url}")
        else:
            new.append(_as_feed(search.best, name, section, weight))
            said.append(f"{'Would add' if dry_run else 'Added'} {_described(search.best)}")
            said.append(f"  to section {section} of {config}: {search.best.url}")
            if len(search.named) > 1 and not pick:
                said += ["The page names these; take another with --pick:", *_listed(search)]
    if new:
        save(settings_, add_feeds(text_of(settings_.path), new), write=not dry_run)
    for line in said:
        console.say(line)
    _end(asked, failed)


def _add_packs(names: list[str], settings_: Config, weight: float, *, write: bool) -> None:
    """Put the packs' feeds at the end of the configuration, and their houses among its owners."""
    from dataclasses import replace

    from briefing.config import add_feeds
    from briefing.config.edit_values import set_owners
    from briefing.config.packs import owners_of, packs_named

    console, text, known = Console(), text_of(settings_.path), settings_.feeds()
    chosen = packs_named(names)
    for pack in chosen:
        feeds = [replace(each.feed, weight=weight) for each in pack.feeds]
        new = [feed for feed in feeds if not _same(feed.url, known)]
        text, known = add_feeds(text, new, heading=pack.title), known + new
        console.say(
            f"{'Added' if write else 'Would add'} {counted(len(new), 'feed')} of {pack.name} to {settings_.path}"
        )
        if len(new) < len(feeds):
            console.say(f"  there already: {counted(len(feeds) - len(new), 'feed')} of it")
    save(settings_, set_owners(text, owners_of(chosen)), write=write)


def _searches(
    settings_: Config, addresses: list[str], *, pick: int | None = None, every: bool = False
) -> Iterator[Search]:
    """A search for each address; an address that the configuration has is not asked."""
    from briefing import source_wiring
    from briefing.entry.find_feeds import Found, Search, search, web_address

    urls = {web_address(address): "://" not in address for address in addresses}
    both = [*urls, *(url.replace("https:", "http:", 1) for url in urls)]
    with closing(source_wiring.http_fetcher(settings_, *both)) as fetcher:
        for url, or_http in urls.items():
            if not every and (known := _same(url, settings_.feeds())):
                there = Found(url=known.url, title=known.name or "", entries=0, newest=None, language=None)
                yield Search(address=url, best=there)
            else:
                yield search(url, fetcher, source_wiring.read_feed, or_http=or_http, pick=pick, every=every)


def _same(url: str, feeds: list[Feed]) -> Feed | None:
    from briefing.config.values import same_feed

    return next((feed for feed in feeds if same_feed(feed.url) == same_feed(url)), None)


def _section(settings_: Config, wanted: str | None) -> str:
    """A section as the configuration spells it."""
    from briefing.model import Feed

    wanted = (wanted or Feed(url="").section).strip()
    return next((section for section in settings_.sections if section.casefold() == wanted.casefold()), wanted)


def _as_feed(found: Found, name: str | None, section: str, weight: float) -> Feed:
    from briefing.model import Feed

    title = found.title if len(found.title) <= _LONGEST_NAME else None
    return Feed(url=found.url, name=name or title or None, section=section, weight=weight)


def _described(found: Found) -> str:
    newest = f", newest {found.newest:%Y-%m-%d %H:%M} UTC" if found.newest else ""
    language = f", in {found.language}" if found.language else ""
    entries = counted(found.entries, "entry") if found.entries else "no entries yet"
    return f"{found.title or found.url}: {entries}{newest}{language}"


def _listed(search: Search) -> list[str]:
    """The feeds that a page names, by number: what was read of them, or what the page says."""
    lines = []
    for n, named in enumerate(search.named, 1):
        if not named.failure:
            about = _described(named.found) if named.found else named.feed.title or named.feed.kind
            lines += [f"  {n:>2}  {about}", f"      {named.feed.url}"]
    return lines[: 2 * _MOST_LISTED]


def _say_tried(search: Search, console: Console, pick: int | None = None) -> None:
    if pick and pick > len(search.named):
        named = counted(len(search.named), "feed") if search.named else "no feeds"
        console.warn(f"{search.address}: names {named}; there is no number {pick}")
    else:
        console.warn(f"{search.address}: no feed found. Tried:")
    for url, failure in search.tried:
        console.warn(f"  {url}: {failure}")
    if search.hint:
        console.warn(search.hint)


def _as_data(search: Search) -> dict[str, Any]:
    from dataclasses import asdict

    def found(feed: Found | None) -> dict[str, Any] | None:
        return {**asdict(feed), "newest": feed.newest.isoformat() if feed.newest else None} if feed else None

    named = [
        {"pick": n, "url": each.feed.url, "title": each.feed.title, "kind": each.feed.kind,
         "found": found(each.found), "failure": each.failure or None}
        for n, each in enumerate(search.named, 1)
    ]  # fmt: skip
    tried = [{"url": url, "failure": failure} for url, failure in search.tried]
    return {"address": search.address, "best": found(search.best), "named": named, "tried": tried}


def _end(asked: int, failed: int) -> None:
    if failed:
        raise typer.Exit(NOTHING if failed == asked else FAILURES)


def remove(
    feeds: Annotated[
        list[str],
        typer.Argument(help="Addresses or names of feeds in the configuration.", autocompletion=complete.feeds),
    ],
    config: ConfigPath = DEFAULT,
) -> None:
    """Take feeds out of the configuration; what was read of them stays.

    Example: briefing feeds remove https://example.org/feed
    """
    from briefing.config import remove_feed
    from briefing.errors import ConfigError

    settings_, console = settings(config), Console()
    text, gone = text_of(settings_.path), []
    for feed in dict.fromkeys(_meant(wanted, settings_) for wanted in feeds):
        gone.append(feed)
        text = remove_feed(text, feed.url)
    if len(gone) == len(settings_.sources):
        raise ConfigError([f"{settings_.path}: sources: these are the last ones; add another first"])
    save(settings_, text)
    for feed in gone:
        console.say(f"Removed {feed.name or feed.url} from section {feed.section}: {feed.url}")


def _meant(wanted: str, settings_: Config) -> Feed:
    """The feed of that address or name. Raises ConfigError when there is none, or more than one."""
    from briefing.config.values import close_to
    from briefing.errors import ConfigError

    feeds = settings_.feeds()
    if known := _same(wanted if "://" in wanted else f"https://{wanted}", feeds):
        return known
    named = [feed for feed in feeds if feed.name and feed.name.casefold() == wanted.strip().casefold()]
    if len(named) == 1:
        return named[0]
    where = f"{settings_.path}: sources"
    if named:
        raise ConfigError(
            [f'{where}: {len(named)} feeds are named "{wanted}"; name one by its address:']
            + [f"  {feed.url}  ({feed.section})" for feed in named]
        )
    meant = close_to(wanted, [feed.url for feed in feeds] + [feed.name for feed in feeds if feed.name])
    raise ConfigError(
        [f'{where}: no feed has the address or name "{wanted}"' + (f"; did you mean {meant}?" if meant else "")],
        hint="`briefing feeds list` names them all; one of a list (opml) is removed from that list.",
    )


# --- the file ------------------------------------------------------------------------------------------------------


def text_of(path: Path) -> str:
    """A file's text with the line ends that it has."""
    return path.read_bytes().decode("utf-8")


def save(settings_: Config, text: str, *, write: bool = True) -> None:
    """Write the configuration anew. Raises ConfigError for a text that could not be loaded; the file then stays."""
    import os

    from briefing.config import parse_config

    parse_config(text.removeprefix("\ufeff"), settings_.path, os.environ)
    if write:
        replace_file(settings_.path, text)


def replace_file(path: Path, text: str) -> None:
    """Replace a file as a whole: a crash leaves the old one or the new one, never half of it."""
    from briefing.errors import BriefingError

    path = path.resolve()  # a link stays one
    beside = path.with_name(path.name + ".new")
    try:
        beside.write_bytes(text.encode())
        beside.replace(path)
    except OSError as error:
        with suppress(OSError):
            beside.unlink()
        raise BriefingError(f"{path}: {error.strerror}", hint="The file stays as it was.") from error
