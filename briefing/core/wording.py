"""What the forms of an edition say in words of their own, in the reader's language.

Each message is a whole, with places for what is put into it, so that a translation may order it as it likes. What came
from a feed is only ever put into such a place.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from datetime import date, datetime
from typing import NamedTuple, Protocol
from zoneinfo import ZoneInfo

from briefing.core import views
from briefing.core.coverage import OUTLETS, Outlets, agency_of, coverage
from briefing.core.views import Run, line
from briefing.model import QUOTED, TOP, Account, Brief, Edition, Reference, from_label

FIGURES = 3
"""Numbers that a story's reports are compared by."""
AGREED = 3
"""So many reports that give the same number are worth a line."""


class Joints(NamedTuple):
    """What stands between the parts of a list: of two, before the last of several, before the others."""

    two: str
    last: str
    middle: str


class Locale(Protocol):
    """How a language says things: messages by gettext, the rest by the Unicode CLDR."""

    @property
    def language(self) -> str:
        """BCP 47."""
        ...

    @property
    def joints(self) -> Joints: ...

    def gettext(self, message: str) -> str: ...

    def ngettext(self, one: str, many: str, count: int) -> str: ...

    def date(self, day: date) -> str:
        """Wednesday, 16 September 2026."""
        ...

    def time(self, when: datetime) -> str:
        """The time of day as `when` has it: 06:30."""
        ...

    def number(self, count: float) -> str:
        """1,204."""
        ...


class Wording:
    """An edition's words in one language. Its public methods are filters of the templates, by their names."""

    def __init__(self, locale: Locale) -> None:
        self.locale = locale

    def filters(self) -> Mapping[str, Callable[..., object]]:
        named = (
            self.notes, self.promise, self.origin, self.coverage, self.tally, self.greeting, self.look_back,
            self.dateline, self.long_date, self.clock, self.reading_time, self.number, self.stories, self.more,
            self.listed, self.figures, self.lined_up, self.sources,
            self.section_name, self.sentence, self.quiet, self.closed,
        )  # fmt: skip
        return {each.__name__: each for each in named}

    # --- the head ----------------------------------------------------------------------------------------------------

    def dateline(self, edition: Edition) -> Sequence[str]:
        """The date and, where there are stories, minutes, words and stories, each on its own."""
        said = [self.long_date(edition.slot.date)]
        if edition.briefs:
            words = self._plural("%(count)s word", "%(count)s words", edition.words)
            said += [self.reading_time(edition.minutes), words, self.stories(len(edition.briefs))]
        return said

    def greeting(self, edition: Edition) -> str:
        """What is inside, in a line; nothing on a day without stories."""
        if not edition.briefs:
            return ""
        _ = self.locale.gettext
        hour = edition.slot.closes.astimezone(ZoneInfo(edition.timezone)).hour
        if 4 <= hour < 12:
            hello = _("Good morning.")
        elif 12 <= hour < 18:
            hello = _("Good afternoon.")
        else:
            hello = _("Good evening.")
        return self._and_then(hello, self._inside(edition))

    def _inside(self, edition: Edition) -> str:
        full = sum(brief.kind != "brief" for brief in edition.briefs)
        brief = len(edition.briefs) - full
        told = self._plural("%(count)s story in full", "%(count)s stories in full", full)
        in_a_line = self._plural("%(count)s in a line", "%(count)s in a line each", brief)
        inside = self.listed([part for part, count in ((told, full), (in_a_line, brief)) if count])
        updates = sum(brief.status == "update" for brief in edition.briefs)
        if not updates:
            return self.locale.gettext("Inside: %(stories)s.") % {"stories": inside}
        moved = self._plural("%(count)s is an update", "%(count)s are updates", updates)
        return self.locale.gettext("Inside: %(stories)s; %(updates)s.") % {"stories": inside, "updates": moved}

    def _and_then(self, first: str, second: str) -> str:
        return self.locale.gettext("%(first)s %(second)s") % {"first": first, "second": second}

    def _joined(self, parts: Sequence[str]) -> str:
        return self.locale.joints.middle.join(parts)

    def quiet(self, edition: Edition) -> str:
        """That the day was quiet, where it was."""
        _ = self.locale.gettext
        if not edition.quiet:
            return ""
        if edition.briefs:
            return _("A quiet day: nothing but this cleared the bar.")
        return _("A quiet day: nothing cleared the bar.")

    def section_name(self, name: str) -> str:
        """As its sources call it; the one of the best stories is ours to name."""
        return self.locale.gettext("Top stories") if name == TOP else name

    # --- a story -----------------------------------------------------------------------------------------------------

    def lined_up(self, brief: Brief) -> tuple[str, ...]:
        """What its reports give that can be held side by side, a sentence each: numbers, and whom they quote."""
        _ = self.locale.gettext
        said = []
        if figures := self.figures(brief):
            said.append(_("In numbers: %(figures)s.") % {"figures": "; ".join(figures)})
        quoted = [self._told(brief, account) for account in brief.accounts if account.what == QUOTED]
        return (*said, *(_("Quoted: %(names)s.") % {"names": names} for names in quoted))

    def figures(self, brief: Brief) -> tuple[str, ...]:
        """Numbers that its reports differ on, or many agree on, with the outlets: "15 dead (AFP), 12 dead (BBC)"."""
        shown = [
            account
            for account in brief.accounts
            if account.what != QUOTED and (len(account.tellings) > 1 or len(account.tellings[0].places) >= AGREED)
        ]
        return tuple(self._told(brief, account) for account in shown[:FIGURES])

    def _told(self, brief: Brief, account: Account) -> str:
        """Each telling with the outlets that give it."""
        outlets = {article.id: article.source for article in brief.articles}
        tellings = []
        for telling in account.tellings:
            names = dict.fromkeys(outlets[place.article] for place in telling.places if place.article in outlets)
            tellings.append(f"{line(telling.text)} ({self.listed(list(names))})")
        return self._joined(tellings)

    def notes(self, run: Run) -> str:
        """What a reader must know of a run's sentences beside their outlet: see `origin`; who else bears them out."""
        _ = self.locale.gettext
        said = [self.origin(run.article)]
        if run.first.sole:
            said.append(_("no other report says so"))
        if run.first.by:
            said.append(_("in words of %(summarizer)s, not a quotation") % {"summarizer": line(run.first.by)})
        return self._joined(list(filter(None, said)))

    def origin(self, article: Reference) -> str:
        """What a reader must know of a report beside its outlet: its agency, and whether only a part of it was read."""
        _ = self.locale.gettext
        said = [agency_of(article)]
        if article.text_from == "feed":
            said.append(_("from the feed’s summary"))
        elif article.partial:
            said.append(_("from its beginning; the rest is for subscribers"))
        return self._joined(list(filter(None, said)))

    def coverage(self, brief: Brief) -> tuple[Outlets, ...]:
        """The outlets that tell the story too and that no sentence names, each once, with what introduces them."""
        _ = self.locale.gettext
        opening = _("Also covered by") if brief.quotes else _("Covered by")
        groups = list[Outlets]()
        for outlets in coverage(brief):
            first = "" if groups else opening
            label = self._label(outlets, first) if outlets.report else opening
            groups.append(replace(outlets, label=label))
        return tuple(groups)

    def sources(self, brief: Brief) -> tuple[Reference, ...]:
        """Every article that is linked to: the headline's, those of the sentences, those of outlets that are named."""
        named = (article for outlets in self.coverage(brief) for article in outlets.named)
        linked = (*brief.articles[:1], *(run.article for run in views.runs(brief)), *named)
        return tuple({article.id: article for article in linked}.values())

    def _label(self, outlets: Outlets, opening: str) -> str:
        """What introduces those that print one report. opening: what the line begins with; "" within it."""
        _ = self.locale.gettext
        agency, told = line(outlets.agency), outlets.told
        if told and outlets.lone:
            if agency:
                label = _("The same %(agency)s report in") if opening else _("the same %(agency)s report in")
            else:
                label = _("The same report in") if opening else _("the same report in")
        elif told:
            label = _("%(outlet)s’s %(agency)s report also in") if agency else _("%(outlet)s’s report also in")
        else:
            label = _("one %(agency)s report in") if agency else _("one report in")
            label = f"{opening} {label}" if opening else label
        return label % {"agency": agency, "outlet": line(told.source) if told else ""}

    # --- the foot ----------------------------------------------------------------------------------------------------

    def look_back(self, edition: Edition) -> str:
        """What has become of the stories of the edition before; nothing where there was none."""
        counts = edition.counts
        if not edition.previous or not counts.told_before:
            return ""
        _ = self.locale.gettext
        before = _date_of(edition.previous)
        since = (
            _("Since the edition of %(date)s:") % {"date": self.long_date(before)}
            if before
            else _("Since the last edition:")
        )
        if counts.moved_on:
            moved = self._plural(
                "%(count)s of its %(all)s stories has moved on",
                "%(count)s of its %(all)s stories have moved on",
                counts.moved_on,
                all=self.locale.number(counts.told_before),
            )
        else:
            moved = self._plural(
                "nothing new of its %(count)s story", "nothing new of its %(count)s stories", counts.told_before
            )
        parts = [moved]
        if new := sum(brief.status == "new" for brief in edition.briefs):
            parts.append(self._plural("%(count)s story is new", "%(count)s stories are new", new))
        return self.sentence(self._and_then(since, self._joined(parts)))

    def tally(self, edition: Edition) -> str:
        """What was read for the edition and what could not be, in a sentence or two."""
        counts = edition.counts
        _ = self.locale.gettext
        feeds = self._plural(
            "%(read)s of %(count)s feed",
            "%(read)s of %(count)s feeds",
            counts.feeds,
            read=self.locale.number(counts.feeds - counts.feeds_failed),
        )
        text = self._plural(
            "Read %(count)s new article from %(feeds)s",
            "Read %(count)s new articles from %(feeds)s",
            counts.articles_new,
            feeds=feeds,
        )
        if counts.feeds_failed:
            silent = [line(failure.subject) for failure in edition.failures if failure.stage == "feed"]
            missed = self._plural("%(count)s did not answer", "%(count)s did not answer", counts.feeds_failed)
            text = _("%(read)s; %(missed)s") % {"read": text, "missed": missed}
            if silent:
                text = _("%(missed)s: %(feeds)s") % {"missed": text, "feeds": self.listed(silent)}
        text = self.sentence(text)
        if counts.pages_failed:
            unread = self._plural(
                "%(count)s page could not be read, so that only the feed’s own summary was used.",
                "%(count)s pages could not be read, so that only the feed’s own summary was used.",
                counts.pages_failed,
            )
            text = self._and_then(text, unread)
        return text

    def promise(self, edition: Edition) -> str:
        """What can be relied on; nothing where there are no stories."""
        _ = self.locale.gettext
        if not edition.briefs:
            return ""
        if any(quote.by for brief in edition.briefs for quote in brief.quotes):
            return _("Every sentence but those marked otherwise is quoted word for word from the linked report.")
        return _("Every sentence is quoted word for word from the linked report.")

    def closed(self, edition: Edition) -> str:
        """Which edition it is, and until when news came into it."""
        return self.locale.gettext("Edition %(edition)s, closed at %(time)s (%(zone)s).") % {
            "edition": edition.id,
            "time": self.clock(edition.slot.closes, edition.timezone),
            "zone": edition.timezone,
        }

    # --- small things ------------------------------------------------------------------------------------------------

    def sentence(self, text: str) -> str:
        """With a full stop."""
        return self.locale.gettext("%(sentence)s.") % {"sentence": text}

    def long_date(self, day: date) -> str:
        """With its weekday."""
        return self.locale.date(day)

    def clock(self, when: datetime, timezone: str) -> str:
        """The time of day in a zone of the tz database. Raises ZoneInfoNotFoundError."""
        return self.locale.time(when.astimezone(ZoneInfo(timezone)))

    def reading_time(self, minutes: float) -> str:
        """To the nearest half minute, half a minute at least: 4½ min."""
        whole, half = divmod(max(1, int(minutes * 2 + 0.5)), 2)
        number = f"{self.locale.number(whole) if whole else ''}{'½' * half}"
        if views.direction(self.locale.language) == "rtl":
            number = f"\N{LEFT-TO-RIGHT MARK}{number}\N{LEFT-TO-RIGHT MARK}"  # else the half goes before the four
        return self.locale.gettext("%(number)s min") % {"number": number}

    def number(self, count: float) -> str:
        """As the language writes it: 1,204."""
        return self.locale.number(count)

    def stories(self, count: int) -> str:
        """With their noun: 13 stories."""
        return self._plural("%(count)s story", "%(count)s stories", count)

    def more(self, count: int) -> str:
        """What stands for outlets that are only counted: 3 more."""
        return self._plural("%(count)s more", "%(count)s more", count)

    def listed(self, names: Sequence[str], most: int = OUTLETS) -> str:
        """A, B and C; from more than `most`: A, B and 7 more."""
        shown = list(names[:most])
        if len(names) > most:
            shown.append(self.more(len(names) - most))
        joints = self.locale.joints
        if len(shown) < 2:
            return "".join(shown)
        return joints.middle.join(shown[:-1]) + (joints.two if len(shown) == 2 else joints.last) + shown[-1]

    def _plural(self, one: str, many: str, count: int, **more: str) -> str:
        return self.locale.ngettext(one, many, count) % {"count": self.locale.number(count), **more}


def _date_of(edition: str) -> date | None:
    """The date in an edition's key: daily/2026-08-23."""
    try:
        return from_label(edition.rpartition("/")[2])[0]
    except ValueError:
        return None
