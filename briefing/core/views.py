"""What the forms of an edition print beside its own fields, decided here once so that every form says the same."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from itertools import groupby
from zoneinfo import ZoneInfo

from briefing.core.urls import absolute
from briefing.errors import RenderError
from briefing.model import Brief, Edition, Quote, Reference

OUTLETS = 6
"""So many of the outlets that also tell a story are named and linked; the others are counted."""
COPIES = 2
"""The same for the outlets that print one report: the further ones say nothing new."""
SHARED = 2
"""So many reports that several outlets print are told apart."""
FIGURES = 3
"""Numbers that a story's reports are compared by."""
AGREED = 3
"""So many reports that give the same number are worth a line."""
NEWS = 100
"""Characters of an update's news: two lines, three on a phone."""

_WORD = re.compile(r"\w+")
_DAYS = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")
_MONTHS = (
    "January", "February", "March", "April", "May", "June",
    "July", "August", "September", "October", "November", "December",
)  # fmt: skip
_RIGHT_TO_LEFT = frozenset({"ar", "arc", "ckb", "dv", "fa", "he", "ps", "sd", "ug", "ur", "yi"})
# What XML 1.0 forbids, and the characters that turn the direction of all the text after them.
UNPRINTABLE = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069\ud800-\udfff\ufffe\uffff]")
# Not the no-break spaces, which hold numbers and their units together.
_BLANKS = re.compile(r"[ \t\r\n\u2028\u2029]+")


@dataclass(frozen=True, slots=True, kw_only=True)
class Run:
    """Sentences that follow one another, come from the same article, and of which the same is to be said."""

    article: Reference
    quotes: tuple[Quote, ...]

    @property
    def first(self) -> Quote:
        return self.quotes[0]


@dataclass(frozen=True, slots=True, kw_only=True)
class Outlets:
    """One article of each outlet that tells a story too: those with words of their own, or those with one report."""

    label: str
    """What introduces them: "Also covered by", "the same AFP report in"."""
    named: tuple[Reference, ...]
    counted: tuple[Reference, ...]
    """Those that are only counted: none or at least two."""


def runs(brief: Brief) -> tuple[Run, ...]:
    """The brief's sentences, those of one article that stand together as one run.

    Raises RenderError for a sentence of an article that the brief does not name.
    """
    articles = {article.id: article for article in brief.articles}
    for quote in brief.quotes:
        if quote.article not in articles:
            raise RenderError(f"story {brief.story}: a sentence is from {quote.article}, which the story does not have")
    return tuple(
        Run(article=articles[id_], quotes=tuple(quotes))
        for (id_, _, _), quotes in groupby(brief.quotes, key=lambda quote: (quote.article, quote.sole, quote.by))
    )


def news(brief: Brief) -> tuple[str, ...]:
    """What an update has that readers were not told, but for what its headline says: as many whole pieces, in their
    order, as fit."""
    chosen: list[str] = []
    room = NEWS if brief.status == "update" else 0
    for piece in (" ".join(piece.split()) for piece in brief.news):
        if len(piece) <= room and any(map(str.isalnum, piece)) and piece not in brief.headline:
            chosen.append(piece)
            room -= len(piece) + len("; ")
    return tuple(chosen)


def figures(brief: Brief) -> tuple[str, ...]:
    """Numbers that its reports differ on, or many agree on, with the outlets: "15 dead (AFP), 12 dead (Reuters)"."""
    outlets = {article.id: article.source for article in brief.articles}
    said = list[str]()
    for account in brief.accounts:
        if len(said) == FIGURES or (len(account.tellings) == 1 and len(account.tellings[0].places) < AGREED):
            continue
        tellings = []
        for telling in account.tellings:
            names = list(dict.fromkeys(outlets[place.article] for place in telling.places if place.article in outlets))
            tellings.append(f"{line(telling.text)} ({listed(names)})")
        said.append(", ".join(tellings))
    return tuple(said)


def notes(run: Run) -> str:
    """What a reader must know of a run's sentences beside their outlet: see `origin`; who else bears them out."""
    said = [origin(run.article)]
    if run.first.sole:
        said.append("no other report says so")
    if run.first.by:
        said.append(f"in words of {line(run.first.by)}, not a quotation")
    return ", ".join(filter(None, said))


def promise(edition: Edition) -> str:
    """What can be relied on; nothing where there are no stories."""
    if not edition.briefs:
        return ""
    if any(quote.by for brief in edition.briefs for quote in brief.quotes):
        return "Every sentence but those marked otherwise is quoted word for word from the linked report."
    return "Every sentence is quoted word for word from the linked report."


def origin(article: Reference) -> str:
    """What a reader must know of a report beside its outlet: its agency, and whether only a part of it was read."""
    notes = [_agency(article)]
    if article.text_from == "feed":
        notes.append("from the feed’s summary")
    elif article.partial:
        notes.append("from its beginning; the rest is for subscribers")
    return ", ".join(filter(None, notes))


def coverage(brief: Brief) -> tuple[Outlets, ...]:
    """The outlets that tell the story too and that no sentence names, each once.

    First those with words of their own, in the story's order, then, by report, those that print one report; beyond the
    most widely printed reports they stand among the first. A story without sentences names its headline's outlet, too.
    """
    quoted = {run.article.id: run.article for run in runs(brief)}
    reports: dict[str, list[Reference]] = defaultdict(list)
    for article in brief.articles:
        reports[article.repeats or article.id].append(article)
    shared, alone = list[list[Reference]](), list[Reference]()
    for report in reports.values():
        if len({article.source for article in report}) > 1:
            shared.append(report)
        else:
            alone += report
    taken = {article.source for article in quoted.values()}
    lone = len(taken) == 1
    own = _once(alone, taken)
    copies = []
    for report in shared:
        left = _once(report, taken)
        told = next((quoted[article.id] for article in report if article.id in quoted), None)
        if told or len(left) > 1:
            copies.append((left, report, told))
        else:
            own += left
    copies.sort(key=lambda copied: -len(copied[0]))
    own += [article for left, _, _ in copies[SHARED:] for article in left]
    opening = "Also covered by" if brief.quotes else "Covered by"
    groups = [_cut(opening, own, OUTLETS)] if own else []
    for left, report, told in copies[:SHARED]:
        if left:
            groups.append(_cut(_label(report, told, lone, "" if groups else opening), left, COPIES))
    return tuple(groups)


def sources(brief: Brief) -> tuple[Reference, ...]:
    """Every article that is linked to: the headline's, those of the sentences, those of outlets that are named."""
    named = (article for outlets in coverage(brief) for article in outlets.named)
    linked = (*brief.articles[:1], *(run.article for run in runs(brief)), *named)
    return tuple({article.id: article for article in linked}.values())


def sentence_url(quote: Quote, article: Reference) -> str:
    """Where the sentence stands: on the page at its very place, where that can be."""
    there = quote.url.partition("#")[0] == article.url.partition("#")[0]
    return absolute(quote.url if there else article.url)


def tally(edition: Edition) -> str:
    """What was read for the edition and what could not be, in a sentence or two."""
    counts = edition.counts
    text = f"Read {number(counts.articles_new, 'new article')} from {counts.feeds - counts.feeds_failed:,} of "
    text += number(counts.feeds, "feed")
    if counts.feeds_failed:
        text += f"; {counts.feeds_failed:,} did not answer"
        if silent := [failure.subject for failure in edition.failures if failure.stage == "feed"]:
            text += f": {listed(silent)}"
    if counts.pages_failed:
        pages = number(counts.pages_failed, "page")
        text += f". {pages} could not be read, so that only the feed’s own summary was used"
    return text + "."


def long_date(day: date) -> str:
    """Wednesday, 16 September 2026."""
    return f"{_DAYS[day.weekday()]}, {day.day} {_MONTHS[day.month - 1]} {day.year}"


def clock(when: datetime, timezone: str) -> str:
    """The time of day in a zone of the tz database: 06:30. Raises ZoneInfoNotFoundError."""
    return when.astimezone(ZoneInfo(timezone)).strftime("%H:%M")


def reading_time(minutes: float) -> str:
    """To the nearest half minute, half a minute at least: 4½ min."""
    whole, half = divmod(max(1, int(minutes * 2 + 0.5)), 2)
    return f"{whole or ''}{'½' * half} min"


def direction(language: str) -> str:
    """How a language (BCP 47) is written: ltr or rtl."""
    main, *rest = language.lower().replace("_", "-").split("-")
    return "rtl" if main in _RIGHT_TO_LEFT or {"arab", "hebr"} & set(rest) else "ltr"


def number(count: int, one: str, many: str | None = None) -> str:
    """A count with its noun: 1 story, 1,204 stories."""
    return f"{count:,} {one if count == 1 else many or one + 's'}"


def listed(names: Sequence[str], most: int = OUTLETS) -> str:
    """A, B and C; from more than `most`: A, B and 7 more."""
    shown = list(names[:most])
    if len(names) > most:
        shown.append(f"{len(names) - most:,} more")
    return " and ".join(filter(None, (", ".join(shown[:-1]), *shown[-1:])))


def line(text: str) -> str:
    """Printable, on one line."""
    return _BLANKS.sub(" ", UNPRINTABLE.sub("", text)).strip(" ")


def _label(report: Sequence[Reference], told: Reference | None, lone: bool, opening: str) -> str:
    """What introduces those that print a report, of which `told` is quoted, `lone` where no other outlet is.

    opening: what the whole line begins with where they are the first; "" where they are not.
    """
    agency = next(filter(None, map(_agency, report)), "")
    words: tuple[str, ...] = (opening, "one", agency, "report in")
    if told and lone:
        words = ("The same" if opening else "the same", agency, "report in")
    elif told:
        words = (f"{told.source}’s", _agency(told), "report also in")
    return " ".join(filter(None, words))


def _agency(article: Reference) -> str:
    """The agency that wrote it, unless the outlet is that agency, by its name or by its initials."""
    words = [word for word in _WORD.findall(article.source.casefold()) if word != "the"]
    named = {*words, "".join(word[0] for word in words)}
    return "" if article.agency.casefold() in named else article.agency


def _once(articles: Iterable[Reference], taken: set[str]) -> list[Reference]:
    """The first article of each outlet that is not taken yet; then they are."""
    first: dict[str, Reference] = {}
    for article in articles:
        if article.source not in taken:
            first.setdefault(article.source, article)
    taken.update(first)
    return list(first.values())


def _cut(label: str, articles: Sequence[Reference], most: int) -> Outlets:
    # "and 1 more" would take the room of the name.
    named = most if len(articles) > most + 1 else len(articles)
    return Outlets(label=label, named=tuple(articles[:named]), counted=tuple(articles[named:]))
