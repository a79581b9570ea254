"""Which outlets tell a story beside those that are quoted: with words of their own, or with one and the same report."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from briefing.core import views
from briefing.model import Brief, Reference

OUTLETS = 6
"""So many of the outlets that also tell a story are named and linked; the others are counted."""
COPIES = 2
"""The same for the outlets that print one report: the further ones say nothing new."""
SHARED = 2
"""So many reports that several outlets print are told apart."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Outlets:
    """One article of each outlet that tells a story too: those with words of their own, or those with one report."""

    named: tuple[Reference, ...]
    counted: tuple[Reference, ...]
    """Those that are only counted: none or at least two."""
    label: str = ""
    """What introduces them: "Also covered by", "the same AFP report in"."""
    report: tuple[Reference, ...] = ()
    """The copies of the report that they print, where it is one and the same."""
    told: Reference | None = None
    """That of these copies which is quoted."""
    lone: bool = False
    """No other outlet is quoted."""

    @property
    def agency(self) -> str:
        """Whose report it is that they print."""
        return agency_of(self.told) if self.told else next(filter(None, map(agency_of, self.report)), "")


def coverage(brief: Brief) -> tuple[Outlets, ...]:
    """The outlets that tell the story too and that no sentence names, each once.

    First those with words of their own, in the story's order, then, by report, those that print one report; beyond the
    most widely printed reports they stand among the first. A story without sentences names its headline's outlet, too.
    """
    quoted = {run.article.id: run.article for run in views.runs(brief)}
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
    groups = [_cut(own, OUTLETS)] if own else []
    for left, report, told in copies[:SHARED]:
        if left:
            groups.append(_cut(left, COPIES, report, told, lone=lone))
    return tuple(groups)


def agency_of(article: Reference) -> str:
    """The agency that wrote it, unless the outlet is that agency, by its name or by its initials."""
    words = [word for word in views.WORD.findall(article.source.casefold()) if word != "the"]
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


def _cut(
    articles: Sequence[Reference],
    most: int,
    report: Sequence[Reference] = (),
    told: Reference | None = None,
    *,
    lone: bool = False,
) -> Outlets:
    # "and 1 more" would take the room of the name.
    named = most if len(articles) > most + 1 else len(articles)
    return Outlets(
        named=tuple(articles[:named]), counted=tuple(articles[named:]), report=tuple(report), told=told, lone=lone
    )
