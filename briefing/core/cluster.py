"""Puts the reports of one event together.

terms     a report's title, counted twice, and its first 60 words
rarity    how telling each term is, from earlier days' frequencies and, while these are few, from today's events
links     pairs that are alike, damped by the days between them; see `likeness`
groups    the closest pairs first, see `linkage`
"""

from __future__ import annotations

import itertools
from collections import defaultdict
from collections.abc import Collection, Iterable, Sequence

import numpy as np
from numpy.typing import NDArray
from scipy.sparse import csr_matrix, vstack

from briefing.core import likeness, linkage, vectors
from briefing.core.likeness import Report
from briefing.core.terms import body
from briefing.core.vectors import Floats, Places
from briefing.model import NO_FREQUENCIES, Article, Frequencies

_THRESHOLD = 0.165
_CHAINED = 0.85
"""The share of the threshold from which a link may bring groups together: chains of such links are grouped each by
itself."""
_NEARLY = 0.73
"""The share of the threshold from which two reports are of one matter, though not of one event."""
_LEAST_TERMS, _TERMS = 10, 300_000
"""Terms of each report, and of all reports, by which a first look sees what may be one event: it need not be exact."""
_MAY_GO_ON = 0.28
_GOES_ON = 0.36
"""Cosine of centroids, of openings and as the mean of openings and bodies, from which a group goes on with a told
story, whatever the days between: what all reports of an event share shows more clearly there than in any two."""


def group(
    articles: Iterable[Article],
    *,
    background: Frequencies = NO_FREQUENCIES,
    told: Collection[str] = (),
    threshold: float = _THRESHOLD,
) -> list[tuple[Article, ...]]:
    """The articles by event: groups sorted by their first article's id, members by (when, id).

    `background` tells how common a word is in earlier news. `threshold` is the similarity, in (0, 1], from which two
    groups are one. `told` are ids of articles of stories that readers know: a group of which they know nothing joins
    the known story that it goes on with. Arrival order is irrelevant.
    """
    grouping = Grouping(background=background, threshold=threshold)
    grouping.add(articles)
    return grouping.groups(told)


class Grouping:
    """Articles by event, to which more can be added: what comes of it is what grouping all at once gives.

    With enough of a background an addition costs what is added: only that is compared with the rest, and only what it
    is linked to is grouped anew. With less, today's articles tell how common a word is, and all are grouped anew.
    """

    def __init__(self, *, background: Frequencies = NO_FREQUENCIES, threshold: float = _THRESHOLD) -> None:
        self._background, self._threshold = background, threshold
        self._articles: dict[tuple[str, str, str], Article] = {}
        self._start()

    def _start(self) -> None:
        self._reports: list[Report] = []
        self._columns = vectors.Vocabulary()
        self._events: csr_matrix | None = None
        self._rare = np.zeros(0)
        self._openings = csr_matrix((0, 0))
        self._found, self._value = linkage.no_links(), np.zeros(0, np.float32)
        self._roots = np.zeros(0, np.int32)

    def add(self, articles: Iterable[Article]) -> None:
        """Add articles; one that is there already, word for word, changes nothing."""
        self._articles.update(((article.id, article.digest, article.title), article) for article in articles)
        if not self._articles:
            return
        reports = likeness.reports(self._articles.values())
        if vectors.today_counts(self._background):
            self._start()
        was = self._places_before(reports)
        now = np.full(len(self._reports), -1, np.int32)
        now[was[was >= 0]] = np.flatnonzero(was >= 0)
        self._reports = reports
        days = np.array([report.day for report in reports])
        self._weigh(was, days)
        changed = self._link(now, was < 0, days)
        self._group(was, now, changed)

    def groups(self, told: Collection[str] = ()) -> list[tuple[Article, ...]]:
        """The articles by event, as `group` gives them."""
        roots = self._roots.tolist()
        if told:
            roots = self._continued(roots, [any(one.id in told for one in report.articles) for report in self._reports])
        members: dict[int, list[Article]] = defaultdict(list)
        for root, report in zip(roots, self._reports, strict=True):
            members[root] += report.articles
        in_order = (tuple(sorted(found, key=likeness.in_time)) for found in members.values())
        return sorted(in_order, key=lambda found: found[0].id)

    def near(self) -> list[tuple[str, str]]:
        """Pairs of ids of articles of different groups that are nearly alike enough to tell of one event."""
        a, b = self._found.a, self._found.b
        kept = (self._value >= _NEARLY * self._threshold) & (self._roots[a] != self._roots[b])
        ids = [report.articles[0].id for report in self._reports]
        return [(ids[one], ids[other]) for one, other in zip(a[kept].tolist(), b[kept].tolist(), strict=True)]

    def _places_before(self, reports: Sequence[Report]) -> Places:
        """For each report its place among those before the addition; -1 where it is compared anew."""
        before = {report.key: place for place, report in enumerate(self._reports)}
        was = np.array([before.pop(report.key, -1) for report in reports], np.int32)
        if before:
            # What left no room for other links is gone: who lost links to it gets them anew.
            gone = np.zeros(len(self._reports), bool)
            gone[list(before.values())] = True
            many = np.bincount(self._found.a, minlength=len(gone))
            short = self._found.a[gone[self._found.b]]
            was[np.isin(was, short[many[short] >= linkage.MOST_LINKS])] = -1
        return was

    def _weigh(self, was: Places, days: Floats) -> None:
        """The vectors of the openings, those that are new computed."""
        fresh = np.flatnonzero(was < 0)
        counts = vectors.counted((self._reports[place].terms for place in fresh.tolist()), self._columns)
        if vectors.today_counts(self._background):
            telling = max(_LEAST_TERMS, _TERMS // len(was))
            rare = vectors.rarity([*self._columns], self._background, counts)
            alike = linkage.links(vectors.weighted(counts, rare, telling), days, was < 0)
            self._events = linkage.seeming_events(counts, alike)
        new = vectors.weighted(counts, self._rarity())
        if len(fresh) == len(was):
            self._openings = new
            return
        self._openings.resize(self._openings.shape[0], len(self._columns))
        place = was.copy()
        place[fresh] = self._openings.shape[0] + np.arange(len(fresh))
        self._openings = vstack((self._openings, new), format="csr")[place]

    def _rarity(self) -> Floats:
        """How much each column's term tells; those that are new are looked up."""
        known = len(self._rare)
        new = list(itertools.islice(self._columns, known, None))
        events = self._events[:, known:] if self._events is not None else None
        self._rare = np.concatenate((self._rare, vectors.rarity(new, self._background, events)))
        return self._rare

    def _bodies(self, places: Sequence[int]) -> csr_matrix:
        counts = vectors.counted((body(self._reports[place].articles[0]) for place in places), self._columns)
        return vectors.weighted(counts, self._rarity())

    def _link(self, now: Places, fresh: NDArray[np.bool_], days: Floats) -> NDArray[np.bool_]:
        """Bring the links up to date. Which reports have gained or lost some, or are new?"""
        old, changed = self._found, fresh.copy()
        a, b = now[old.a], now[old.b]
        stay = (a >= 0) & (b >= 0)
        for ends in (a, b):
            left = ends[~stay]
            changed[left[left >= 0]] = True
        new = linkage.links(self._openings, days, fresh)
        value = likeness.judged(self._reports, days, new, lambda places: self._bodies(places.tolist()))
        found = new
        if len(stay):
            found = linkage.joined([linkage.Links(a, b, old.value).where(stay), new])
            value = np.concatenate((self._value[stay], value))
        kept = linkage.strongest(found)
        for ends in (new.a, new.b, found.a[~kept], found.b[~kept]):
            changed[ends] = True
        self._found, self._value = found.where(kept), value[kept]
        return changed

    def _group(self, was: Places, now: Places, changed: NDArray[np.bool_]) -> None:
        """Group anew the chains of links in which something has changed."""
        found = self._found._replace(value=self._value)
        chain = linkage.components(len(was), found, self._threshold * _CHAINED)
        anew = np.zeros(len(was), bool)
        anew[chain[changed]] = True
        anew = anew[chain]
        best = linkage.closest(len(was), *found)
        may = np.minimum(best[found.a], best[found.b]) >= self._threshold * _CHAINED
        within = found.where(may & anew[found.a] & (chain[found.a] == chain[found.b]))
        # In fewer rows: most of an hour's rounds are about a few reports of a day.
        again = np.flatnonzero(anew & (best > 0))
        place = np.cumsum(anew & (best > 0), dtype=np.int32) - 1
        names = np.array([report.name for report in (self._reports[at] for at in again.tolist())], np.uint32)
        within = linkage.Links(place[within.a], place[within.b], within.value)
        roots = np.arange(len(was), dtype=np.int32)
        roots[again] = again[linkage.merged(names, within, self._threshold)]
        as_before = np.flatnonzero(~anew)
        roots[as_before] = now[self._roots[was[as_before]]]
        self._roots = roots

    def _continued(self, roots: Sequence[int], known: Sequence[bool]) -> list[int]:
        """The groups, those without known members joined to the closest group that has some, if it is close enough."""
        told = sorted({root for root, is_known in zip(roots, known, strict=True) if is_known})
        fresh = sorted(set(roots).difference(told))
        best, cosine = vectors.nearest(
            vectors.centroids(roots, fresh, self._openings), vectors.centroids(roots, told, self._openings)
        )
        likely = np.flatnonzero(cosine >= _MAY_GO_ON).tolist()
        if not likely:
            return list(roots)
        pairs = {fresh[n]: told[best[n]] for n in likely}
        concerned = {*pairs, *pairs.values()}
        read = [place for place, root in enumerate(roots) if root in concerned]
        bodies, of = self._bodies(read), [roots[place] for place in read]
        new = vectors.centroids(of, list(pairs), bodies)
        names = sorted(set(pairs.values()))
        old = vectors.centroids(of, names, bodies)[np.searchsorted(names, list(pairs.values()))]
        alike = (np.asarray(new.multiply(old).sum(axis=1)).ravel() + cosine[likely]) / 2
        joins = {root: pairs[root] for root, value in zip(pairs, np.round(alike, 9), strict=True) if value >= _GOES_ON}
        return [joins.get(root, root) for root in roots]
