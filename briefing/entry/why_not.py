"""`briefing why-not URL`: where a page's way into an edition ended.

named by a feed -> read -> the same article nowhere else -> weighed in a story -> printed
"""

from __future__ import annotations

import json
import shlex
from collections.abc import Sequence
from dataclasses import asdict, dataclass
from datetime import datetime, timedelta
from typing import TYPE_CHECKING, Any, Literal

from briefing.core import health as core
from briefing.core.urls import site, without_credentials
from briefing.entry.console import Console, counted
from briefing.entry.extract import moment
from briefing.entry.prose import ordinal, rows, say
from briefing.entry.record import (
    Beside,
    Cause,
    Record,
    Setting,
    Standing,
    cause,
    has_words,
    is_address,
    page_named,
    standings,
)
from briefing.entry.stories import edition_named, standing_data, standing_words
from briefing.entry.why import beside, points, tell_settings
from briefing.model import Article, Edition, Health, Trace
from briefing.ports import Store

if TYPE_CHECKING:
    from briefing.config import Config

End = Literal["unnamed", "unlinked", "late", "old", "unread", "unfollowed", "no edition", "left out", "told", "printed"]
"""Where it ended: no feed named the page; its feed gives no address for it; it was named after the edition closed; it
is older than `stories.lookback`; its page was not read in time; its feed is followed no more; there is no edition yet;
its story was left out; its story is printed, as an update that names newer reports only; nowhere: it is printed."""
_MOST = 3


@dataclass(frozen=True, slots=True, kw_only=True)
class Link:
    """One step of a page's way: "named", "read", "same as", "weighed", "printed"."""

    name: str
    ok: bool
    said: str


@dataclass(frozen=True, slots=True, kw_only=True)
class WhyNot:
    """Why a page is not in an edition, or that it is."""

    url: str
    title: str
    edition: str | None
    """The edition that was looked at; None where there is none yet."""
    ended: End
    cause: Cause
    """Of a story that was left out: why, in a word."""
    because: str
    links: tuple[Link, ...]
    """The steps of its way, as far as it went."""
    standing: Standing | None
    rank: int | None
    """Of its story among those weighed, best first, from 1."""
    weighed: int
    last_printed: Beside | None
    """The printed story that ranks last, where its own was left out."""
    settings: tuple[Setting, ...]
    others: tuple[Standing, ...]
    """Where it stood in other editions, oldest first."""
    hint: str = ""
    """What to do."""


def why_not(
    store: Store,
    config: Config,
    wanted: str,
    edition: str | None,
    console: Console,
    *,
    now: datetime,
    as_json: bool = False,
) -> bool:
    """Print why the page at an address, or those whose headline has the words, are not in an edition, the latest when
    unnamed. Whether anything is known of them. Raises StoreError where the edition named does not exist.

    As JSON, a list of objects with the fields of `WhyNot`; in "standing" and "others" the fields of the story's
    `Decision` stand beside those of `record.Standing`.
    """
    found = answers(store, config, wanted, edition, now=now)
    if as_json:
        console.say(json.dumps([as_data(each) for each in found], ensure_ascii=False, indent=2))
    else:
        _tell_all(store, found, console)
    if not found:
        console.warn(f'No page is known whose headline has "{wanted}".')
        console.warn("Give its address, or other words; `briefing feeds check` says what the feeds have now.")
    return any(each.ended != "unnamed" for each in found)


def answers(store: Store, config: Config, wanted: str, edition: str | None, *, now: datetime) -> list[WhyNot]:
    """On each page that is meant, those that are not printed first."""
    known = edition or store.editions.keys(config.briefing)
    record = Record(store, edition_named(store, config, edition)) if known else None
    asked = _Question(store, config, record, now)
    if page := page_named(store, wanted):
        return [asked.of(page)]
    if is_address(wanted):
        return [asked.of_unnamed(wanted)]
    found = [asked.of(page) for page in _with_words(store, config, record, wanted, now)]
    return sorted(found, key=lambda told: told.ended == "printed")


def as_data(told: WhyNot) -> dict[str, Any]:
    """For programs."""
    return {
        **asdict(told),
        "standing": told.standing and standing_data(told.standing),
        "others": [standing_data(standing) for standing in told.others],
    }


def _with_words(store: Store, config: Config, record: Record | None, wanted: str, now: datetime) -> list[Trace]:
    """Pages whose headline has the words: of those that the edition weighed, else of those that are known by now."""
    weighed = record.articles(dict(record.edition.inputs)) if record else {}
    found = [id_ for id_, article in weighed.items() if has_words(article.title, wanted)]
    if not found:
        waiting = [pending.item for pending in store.news.pending(now + timedelta(days=365))]
        closes = record.edition.slot.closes if record else now
        read = [article.item for article in store.news.articles(min(closes, now) - config.stories.lookback, now)]
        found = list(dict.fromkeys(item.id for item in (*waiting, *read) if has_words(item.title, wanted)))
    return [page for id_ in found if (page := store.news.trace(id_))]


class _Question:
    """Why pages are not in an edition, or not in any yet."""

    def __init__(self, store: Store, config: Config, record: Record | None, now: datetime) -> None:
        self._store, self._config, self._record, self._now = store, config, record, now
        self._records = {record.edition.id: record} if record else {}

    def of_unnamed(self, url: str) -> WhyNot:
        """An address that no feed has named: the feeds that could have."""
        healths, of = self._store.news.health(self._now), site(url)
        shown = without_credentials(url)
        feeds = [health for health in healths if of in (site(health.url), site(health.address or ""))]
        if any(url in (health.url, health.address) for health in feeds):
            because, hint = "this is the address of a feed, not of a page", "`briefing status` says how feeds do."
        elif feeds:
            because = "no feed has named this address: " + "; ".join(self._feed(health) for health in feeds[:_MOST])
            hint = "`briefing feeds check` reads all feeds now."
        elif not healths:
            because, hint = "no feed has named this address: none was read yet", "`briefing gather` reads them."
        else:
            because = f"no feed has named this address, and none of your {counted(len(healths), 'feed')} is of {of}"
            hint = f"`briefing feeds find {shlex.quote(shown)}` looks for one."
        return self._answer(shown, "", "unnamed", because, [Link(name="named", ok=False, said=because)], hint=hint)

    def _feed(self, health: Health) -> str:
        """How a feed did that could have named a page."""
        name = health.name if health.name == without_credentials(health.url) else f"the feed of {health.name}"
        if health.gone:
            return f"{name} said that it is gone for good"
        if health.failures:
            said = f"{name} can't be read: {health.failure} ({core.streak(health, self._now, self._config.zone)})"
        elif health.read_at is None:
            return f"{name} has not been read yet"
        else:
            said = f"{name} was read {core.ago(health.read_at, self._now, self._config.zone)} and had it not"
        failed = self._record and next(
            (f.message for f in self._record.edition.failures if f.stage == "feed" and f.subject == health.name), ""
        )
        return said + (f"; when the edition was made it failed: {failed}" if failed and not health.failures else "")

    def of(self, page: Trace) -> WhyNot:
        """A page that a feed has named."""
        if self._record and (standing := self._record.standing(page.item.id)):
            return self._weighed(page, standing, self._record)
        return self._not_weighed(page)

    def _not_weighed(self, page: Trace) -> WhyNot:
        ended, because = self._end(page)
        links = [_named(page), _read(page, page.article, None)]
        if self._record:
            links.append(Link(name="weighed", ok=False, said=because))
        hint = {"no edition": "`briefing run` makes the first.", "late": "The next edition weighs it."}.get(ended, "")
        if ended == "unread" and page.state == "pending":
            hint = "`briefing gather` reads what waits."
        settings = self._record.settings("stories.lookback") if self._record and ended == "old" else ()
        return self._answer(page.item.url, page.item.title, ended, because, links, page=page,
                            settings=settings, hint=hint)  # fmt: skip

    def _end(self, page: Trace) -> tuple[End, str]:
        """Where the way of a page ended that the edition did not weigh."""
        if self._record is None:
            return "no edition", "no edition has been made yet"
        edition, source = self._record.edition, page.item.source_name
        since = edition.slot.closes - self._record.recipe.lookback
        published = page.item.published or page.first_seen
        when = page.article.when if page.article else min(published, page.first_seen)
        if page.first_seen > edition.slot.closes:
            seen, closed = moment(page.first_seen), moment(edition.slot.closes)
            return "late", f"it was named at {seen}, after the edition had closed at {closed}"
        if when <= since or page.outcome.startswith("older than "):
            return "old", f"it is of {moment(when)}, and the edition reads what came after {moment(since)}"
        if page.article is None:
            return ("unread", "its page was not read in time") if page.item.url else ("unlinked", page.outcome)
        if page.item.source not in self._store.news.followed():
            return "unfollowed", f"the feed of {source} is followed no more"
        return "unread", "its page was read only after the edition was made"

    def _weighed(self, page: Trace, standing: Standing, record: Record) -> WhyNot:
        decision = standing.decision
        article = record.articles([page.item.id]).get(page.item.id)
        links = [_named(page), _read(page, article, record.edition)]
        if standing.twin_of:
            twin = record.articles([standing.twin_of]).get(standing.twin_of)
            said = f"{twin.url if twin else standing.twin_of}, which stands for both"
            links.append(Link(name="same as", ok=True, said=said))
        others = len(decision.articles) - 1
        where = f"story {decision.story}, “{decision.headline}”, with {counted(others, 'other report')}"
        where += f"; it ranks {ordinal(record.rank(decision))} of {len(record.decisions)}"
        links.append(Link(name="weighed", ok=True, said=f"{where} with {points(decision.score)} points"))
        because = _because(standing)
        links.append(Link(name="printed", ok=standing.role in ("headline", "covered"), said=because))
        ended: End = "left out" if not decision.printed else "told" if standing.role == "earlier" else "printed"
        return self._answer(
            page.item.url,
            article.title if article else page.item.title,
            ended,
            because,
            links,
            page=page,
            standing=standing,
            settings=record.changing(decision),
            hint=f"`briefing why {decision.story} --edition {record.edition.id}` gives its reasons with their points.",
        )

    def _answer(
        self,
        url: str,
        title: str,
        ended: End,
        because: str,
        links: Sequence[Link],
        *,
        page: Trace | None = None,
        standing: Standing | None = None,
        settings: tuple[Setting, ...] = (),
        hint: str = "",
    ) -> WhyNot:
        record, decision = self._record, standing.decision if standing else None
        edition = record.edition.id if record else None
        stood = standings(self._store, self._config.briefing, page, self._records) if page else iter(())
        return WhyNot(
            url=url,
            title=title,
            edition=edition,
            ended=ended,
            cause=cause(decision) if decision else "",
            because=because,
            links=tuple(links),
            standing=standing,
            rank=record.rank(decision) if record and decision else None,
            weighed=len(record.decisions) if record else 0,
            last_printed=record.last_printed(decision) if record and decision else None,
            settings=settings,
            others=tuple(each for each in stood if each.edition != edition),
            hint=hint,
        )


# --- in words ------------------------------------------------------------------------------------------------------


def _named(page: Trace) -> Link:
    item = page.item
    said = f"by {item.source_name} ({without_credentials(item.source)}), number {item.position + 1} in its feed"
    published = f", published {moment(item.published)}" if item.published else ""
    return Link(name="named", ok=True, said=f"{said}, first seen {moment(page.first_seen)}{published}")


def _unread(page: Trace, article: Article | None, edition: Edition | None) -> str:
    """Why a page could not be read, when the edition was made if there is one; empty where it was read."""
    if article and article.text_from == "page":
        return ""
    failures = edition.failures if edition else ()
    then = (each.message for each in failures if each.stage == "page" and each.subject == page.item.url)
    return next(then, "" if page.outcome == "read" else page.outcome or "it has not been asked for yet").rstrip(".")


def _read(page: Trace, article: Article | None, edition: Edition | None) -> Link:
    """How its page was read, as the edition had it."""
    unread, tries = _unread(page, article, edition), f"asked for {counted(page.attempts, 'time')}"
    if article is None or unread:
        said = f"no: {unread}; {tries}" if page.attempts else f"no: {unread}"
        said += f", again after {moment(page.retry_at)}" if page.retry_at else ""
        said += "; its feed's own summary stands for it" if article and article.text else ""
        said += "; it was read since" if page.article and page.article.text_from == "page" else ""
        return Link(name="read", ok=False, said=said)
    return Link(name="read", ok=True, said=f"{counted(len(article.text.split()), 'word')} from its {article.text_from}")


def _because(standing: Standing) -> str:
    decision, item = standing.decision, f"item {standing.place} of {standing.items}"
    return {
        "headline": f"its headline is that of {item}",
        "covered": f"it is also covered in {item}, “{decision.headline}”",
        "earlier": f"its story is an update, {item}, “{decision.headline}”, which names only what came after it was "
        f"told in {decision.first_told}",
        "left out": f"its story was left out: {decision.because}",
    }[standing.role]


def _tell_all(store: Store, found: Sequence[WhyNot], console: Console) -> None:
    for n, told in enumerate(found[:_MOST]):
        if n:
            console.say("\n")
        _tell(store, told, console)
    if others := found[_MOST:]:
        console.say("\nothers with these words, to be asked for by their addresses")
        for told in others:
            say(console, told.title, lead="  ")
            say(console, told.url, lead="    ")


def _tell(store: Store, told: WhyNot, console: Console) -> None:
    if told.title:
        say(console, told.title)
    say(console, told.url)
    console.say()
    where = f"in {told.edition}" if told.edition else "in any edition"
    say(console, f"{'Printed' if told.ended == 'printed' else 'Not printed'} {where}: {told.because}.")
    if steps := [link for link in told.links if link.said != told.because]:
        console.say()
        rows(console, [("✓" if link.ok else "✗", link.name, link.said) for link in steps], indent=0)
    if told.last_printed:
        console.say()
        say(console, f"The last one printed is {beside(told.last_printed)}.")
    tell_settings(told.settings, console)
    if told.others:
        console.say("\nin other editions")
        for standing in told.others:
            say(console, standing_words(store, standing), lead="  ")
    if told.hint:
        console.say()
        say(console, told.hint)
