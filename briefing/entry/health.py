"""How the feeds are doing: `briefing feeds check`, a part of `briefing status`, and a word to the operator."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from dataclasses import asdict, dataclass, replace
from datetime import datetime, timedelta, tzinfo
from typing import TYPE_CHECKING, Any

from briefing.core import health as core
from briefing.core.health import ago, habit, streak, upcoming
from briefing.core.remedies import remedy
from briefing.core.urls import host, without_credentials
from briefing.entry.console import Console, counted
from briefing.entry.table import Column, Row, Tone, one_line, show
from briefing.errors import DeliveryError, FetchError, SourceError, UncertainError
from briefing.gathering import look
from briefing.model import Bookmark, Feed, Health, Reading

if TYPE_CHECKING:
    from briefing.config import Config
    from briefing.ports import Fetcher, Progress, Source, Spread, Store

Mail = Callable[[str, str], object]
"""(subject, text): mails it to the operator. Raises DeliveryError."""

MOST_ROWS = 20


# --- reading them now ----------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True, kw_only=True)
class Checked:
    """What one feed gave when it was read just now, and how it had been doing."""

    feed: Feed
    reading: Reading | None
    """None where it could not be read."""
    failure: str
    status: int | None
    hint: str
    health: Health | None
    """What the store knows of it; None where that is nothing."""

    @property
    def dates(self) -> list[datetime]:
        return [item.published for item in self.reading.items if item.published] if self.reading else []

    @property
    def entries(self) -> int:
        return len(self.reading.items) if self.reading else 0

    @property
    def moved_to(self) -> str | None:
        return self.reading.address if self.reading else None

    @property
    def name(self) -> str:
        title = self.reading.title if self.reading else None
        known = self.health.name if self.health else None
        return self.feed.name or title or known or without_credentials(self.feed.url)


def check(
    sources: Sequence[Source],
    fetcher: Fetcher,
    spread: Spread,
    healths: Mapping[str, Health],
    progress: Progress,
) -> list[Checked]:
    """Read each source now, whatever the store says of when to ask it; in their order."""
    found: dict[str, Checked] = {}
    for source, answer in spread(lambda s: look(s, fetcher, Bookmark()), sources, lane=lambda s: host(s.feed.url)):
        url = source.feed.url
        error = SourceError("reading it took too long") if answer is None else None
        error = answer if isinstance(answer, SourceError) else error
        found[url] = Checked(
            feed=source.feed,
            reading=answer if isinstance(answer, Reading) else None,
            failure=error.message if error else "",
            status=error.status if isinstance(error, FetchError) else None,
            hint=(error.hint or remedy(error.message, url)) if error else "",
            health=healths.get(url),
        )
        progress("feeds", len(found), len(sources), without_credentials(url))
    return [found[source.feed.url] for source in sources]


def show_checked(found: Sequence[Checked], now: datetime, zone: tzinfo, console: Console) -> None:
    """As a table; the columns of what was before only where something is known of it."""
    columns = [Column(title="Feed"), Column(title="Entries", right=True, rank=1), Column(title="Newest")]
    known = any(each.health for each in found)
    if known:
        columns += [Column(title="Last read", rank=2), Column(title="New", rank=3)]
    show(columns, [_checked_row(each, now, zone, known=known) for each in found])
    console.say(_checked_counts(found, now))


def _checked_row(each: Checked, now: datetime, zone: tzinfo, *, known: bool) -> Row:
    dates, was = each.dates, each.health
    newest = ago(core.newest(dates, now), now, zone) if dates else "no dates" if each.entries else "-"
    cells = [each.name, str(each.entries) if each.reading else "-", newest]
    if known:
        cells += [ago(was.read_at, now, zone) if was and was.read_at else "never", habit(was.daily) if was else "-"]
    notes = _read_notes(each, now, zone) if each.reading else _failed_notes(each, now, zone)
    tones = {tone for _, tone in notes}
    tone: Tone = "bad" if each.reading is None else "odd" if "odd" in tones else "good"
    return Row(mark="✓" if each.reading else "✗", tone=tone, cells=tuple(cells), notes=tuple(notes))


def _failed_notes(each: Checked, now: datetime, zone: tzinfo) -> list[tuple[str, Tone]]:
    was = each.health
    before = f" (gathering failed {streak(was, now, zone)})" if was and was.failures else ""
    notes: list[tuple[str, Tone]] = [(_failed(each.feed.url, each.name, each.failure) + before, "bad")]
    return [*notes, (each.hint, "plain")] if each.hint else notes


def _read_notes(each: Checked, now: datetime, zone: tzinfo) -> list[tuple[str, Tone]]:
    notes: list[tuple[str, Tone]] = []
    if each.health and each.health.gone:
        notes.append(("it is back, but gathering has given it up: remove it, gather once, add it again", "odd"))
    elif each.health and each.health.failures:
        notes.append((f"it can be read again; gathering failed {streak(each.health, now, zone)}", "quiet"))
    if not each.entries:
        notes.append(("it has no entries", "odd"))
    if core.is_silent(each.dates, now):
        notes.append((f"silent: nothing new since {ago(core.newest(each.dates, now), now, zone)}", "odd"))
    if each.moved_to:
        notes.append((_moved(each.moved_to), "odd"))
    return notes


def _failed(url: str, name: str, failure: str) -> str:
    """What went wrong, and at which address: feeds of one publisher often have the same name."""
    shown = without_credentials(url)
    return failure if shown == name else f"{shown}: {failure}"


def _moved(address: str) -> str:
    return f"moved to {without_credentials(address)}: write that in config.yaml"


def _checked_counts(found: Sequence[Checked], now: datetime) -> str:
    read = [each for each in found if each.reading]
    moved = sum(each.moved_to is not None for each in read)
    silent = sum(core.is_silent(each.dates, now) for each in read)
    parts = [f"{len(read)} of {counted(len(found), 'feed')} can be read"]
    parts += [f"{number} {word}" for number, word in ((moved, "moved"), (silent, "silent")) if number]
    return ", ".join(parts) + "."


def checked_data(found: Sequence[Checked], now: datetime) -> list[dict[str, Any]]:
    """For programs."""
    return [
        {
            "url": without_credentials(each.feed.url),
            "name": each.name,
            "section": each.feed.section,
            "ok": each.reading is not None,
            "entries": each.entries if each.reading else None,
            "newest": core.newest(each.dates, now) if each.dates else None,
            "title": each.reading.title if each.reading else None,
            "moved_to": without_credentials(each.moved_to) if each.moved_to else None,
            "silent": core.is_silent(each.dates, now),
            "failure": each.failure,
            "status": each.status,
            "hint": each.hint,
            "history": _data(each.health) if each.health else None,
        }
        for each in found
    ]


# --- as the store knows them ---------------------------------------------------------------------------------------


def show_health(healths: Sequence[Health], now: datetime, after: timedelta, zone: tzinfo, console: Console) -> None:
    """A table of the feeds that deserve a look, the worst first; nothing where all is well."""
    states = {health.url: core.state(health, now, after) for health in healths}
    odd = [health for kind in core.ATTENTION for health in healths if states[health.url] == kind]
    if not odd:
        return
    columns = [Column(title="Feed"), Column(title="State"), Column(title="Last read", rank=1),
               Column(title="Next", rank=2)]  # fmt: skip
    show(columns, [_health_row(health, states[health.url], now, zone) for health in odd[:MOST_ROWS]])
    if len(odd) > MOST_ROWS:
        console.say(f"and {len(odd) - MOST_ROWS} more (`briefing status --json` has them all)")
    console.say()


def _health_row(health: Health, state: core.State, now: datetime, zone: tzinfo) -> Row:
    mark, tone, words = _SIGNS[state]
    read = ago(health.read_at, now, zone) if health.read_at else "never"
    again = "never" if health.gone else upcoming(health.ask_at, now, zone)
    notes: list[tuple[str, Tone]] = []
    if health.failures:
        failure = _failed(health.url, health.name, health.failure)
        notes.append((f"{failure} ({streak(health, now, zone)})", tone))
        if state != "failing" and (advice := remedy(health.failure, health.url)):
            notes.append((advice, "plain"))
    if health.address:
        notes.append((_moved(health.address), "odd"))
    return Row(mark=mark, tone=tone, cells=(health.name, words, read, again), notes=tuple(notes))


_SIGNS: dict[core.State, tuple[str, Tone, str]] = {
    "gone": ("✗", "bad", "gone"),
    "broken": ("✗", "bad", "broken"),
    "failing": ("!", "odd", "failing"),
    "silent": ("!", "odd", "silent for weeks"),
    "new": ("·", "quiet", "not read yet"),
    "ok": ("✓", "good", "ok"),
}


def health_counts(healths: Sequence[Health], now: datetime, after: timedelta) -> str:
    """ "48 sources, 3 of them failing (1 gone, 2 broken), 1 silent": all of them in a line."""
    states = Counter(core.state(health, now, after) for health in healths)
    bad, rest = (
        [f"{states[kind]} {_SIGNS[kind][2]}" for kind in kinds if states[kind]]
        for kinds in (("gone", "broken"), ("silent", "new"))
    )
    failing = f"{sum(health.failures > 0 for health in healths)} of them failing"
    return ", ".join([counted(len(healths), "source"), failing + (f" ({', '.join(bad)})" if bad else ""), *rest])


def health_data(healths: Sequence[Health], now: datetime, after: timedelta) -> list[dict[str, Any]]:
    """For programs."""
    return [{"state": core.state(health, now, after), **_data(health)} for health in healths]


def _data(health: Health) -> dict[str, Any]:
    shown = replace(
        health,
        url=without_credentials(health.url),
        address=without_credentials(health.address) if health.address else None,
    )
    return asdict(shown)


# --- word of what lasts --------------------------------------------------------------------------------------------


def tell_of(config: Config, store: Store, now: datetime, console: Console, mail: Mail | None = None) -> bool:
    """Tell the operator, once, of the feeds that stay broken: in the log and, where there is a way, by mail.

    Whether there was something to tell. A mail that could not be handed over is tried again the next time; one that
    may have arrived is not. Raises StoreError.
    """
    after, zone = config.alerts.after, config.zone
    broken = [health for health in store.news.health(now) if core.worth_telling(health, now, after)]
    if not broken:
        return False
    one, lasts = len(broken) == 1, all(health.read_at for health in broken)
    verb = ("stays" if one else "stay") if lasts else ("is" if one else "are")
    subject, text = f"{counted(len(broken), 'feed')} {verb} broken", _note(broken, now, zone)
    console.warn(f"{subject}:\n{text}")
    if mail:
        try:
            mail(f"Briefing: {subject}", f"{subject}:\n\n{text}\n\n{_WHY}")
        except UncertainError as error:
            console.warn(f"The mail about this may not have arrived: {error.message}")
        except DeliveryError as error:
            console.warn(
                f"The mail about this was not sent: {error.message}" + (f" {error.hint}" if error.hint else "")
            )
            return True
    store.news.told([health.url for health in broken], now)
    return True


_WHY = """`briefing feeds check` reads all feeds now, `briefing status` says how they have been doing, and
`briefing feeds remove ADDRESS` takes one out. You will not be told of these again, unless they recover and break anew.
"""


def _note(broken: Sequence[Health], now: datetime, zone: tzinfo) -> str:
    lines = []
    for health in broken:
        read = f"last read {ago(health.read_at, now, zone)}" if health.read_at else "never read so far"
        url = without_credentials(health.url)
        lines.append(f"  {one_line(health.name)}" + (f" ({url})" if url != health.name else ""))
        lines.append(f"    {one_line(health.failure)}: {streak(health, now, zone)}, {read}")
        if advice := remedy(health.failure, health.url):
            lines.append(f"    {advice}")
    return "\n".join(lines)
