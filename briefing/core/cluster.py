"""Puts the reports of one event together.

terms     a report's title, counted twice, and its first 60 words
rarity    how telling each term is, from earlier days' frequencies and, while these are few, from today's events
links     pairs that are alike, damped by the days between them; where both reports are long, their bodies must
          agree too: under one running topic the openings are alike, what happened is told further down
groups    the closest pairs first, see `linkage`
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Collection, Iterator, Sequence
from typing import TYPE_CHECKING

from briefing.core import linkage
from briefing.core.forms import Form, form
from briefing.core.terms import TITLE_COUNTS, body, headline, opening, terms
from briefing.model import NO_FREQUENCIES, Article, Frequencies

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray
    from scipy.sparse import csr_matrix

__all__ = ["Form", "form", "group", "headline", "opening"]

_COPIED = 200
"""Characters from which two equal texts are one report and not two short notes."""
_NOTICE = 3
"""So many titles of one source over one text: a notice ("subscribe to go on"), not what they report."""
_SHORT, _LONG = 600, 1200
"""Characters up to which a text is all opening, and from which its body is compared as well."""
_LONG_SCALE = 0.22
"""What the cosines of openings and bodies, summed, are worth beside the cosine of openings alone: long texts on one
topic share more words, whatever they tell."""
_WORTH_READING = 0.14
"""Cosine of openings from which bodies are read: below, no body could make one event of two reports."""
_HEAVIEST = 100
"""Terms of a body that are compared."""
_LIKENESS: dict[Form | None, float] = {"live blog": 0.4, "round-up": 0.4, "opinion": 0.75}
"""What a link to such a page is worth: it speaks of many events and would glue them together."""
_MAY_GO_ON = 0.28
_GOES_ON = 0.32
"""Cosine of centroids, of openings and as the mean of openings and bodies, from which a group goes on with a told
story, whatever the days between: what all reports of an event share shows more clearly there than in any two."""


def group(
    articles: Sequence[Article],
    *,
    background: Frequencies = NO_FREQUENCIES,
    told: Collection[str] = (),
    threshold: float = 0.165,
) -> list[tuple[Article, ...]]:
    """The articles by event: groups sorted by their first article's id, members by (when, id).

    `background` tells how common a word is in earlier news. `threshold` is the similarity, in (0, 1], from which two
    groups are one. `told` are ids of articles of stories that readers know: a group of which they know nothing joins
    the known story that it goes on with. Arrival order is irrelevant.
    """
    if not articles:
        return []
    ordered = sorted(articles, key=_order)
    equal = _equal(ordered)
    firsts = [same[0] for same in equal]
    vectors = _Vectors(firsts, background)
    found = _judged(vectors, linkage.links(vectors.openings, vectors.days))
    roots = linkage.merged(len(firsts), found, threshold)
    if told:
        roots = _continued(vectors, roots, [any(one.id in told for one in same) for same in equal])
    groups: dict[int, list[Article]] = defaultdict(list)
    for root, same in zip(roots, equal, strict=True):
        groups[root] += same
    in_order = (tuple(sorted(members, key=_order)) for members in groups.values())
    return sorted(in_order, key=lambda members: members[0].id)


def _order(article: Article) -> tuple[object, ...]:
    return article.when, article.id, article.digest


def _equal(articles: Sequence[Article]) -> list[list[Article]]:
    """Those of one day with one title and text together: they are one report, and one voice among the others."""
    equal: dict[object, list[Article]] = defaultdict(list)
    for place, (article, day) in enumerate(zip(articles, _days(articles), strict=True)):
        equal[(article.digest, article.title, int(day)) if article.text.strip() else place].append(article)
    return list(equal.values())


class _Vectors:
    """The articles' openings as rows of length 1, and their bodies as far as they are asked for."""

    def __init__(self, articles: Sequence[Article], background: Frequencies) -> None:
        import numpy as np

        self.articles = articles
        self.days = np.array(_days(articles))
        self._background = background
        self._columns = linkage.Vocabulary()
        counts = linkage.counted(_bags(articles), self._columns)
        self._events: csr_matrix | None = None
        if linkage.today_counts(background):
            plain = linkage.weighted(counts, linkage.rarity(self._columns, background, counts))
            self._events = linkage.seeming_events(counts, linkage.links(plain, self.days))
        self.openings = linkage.weighted(counts, self._rarity())

    def bodies(self, places: Sequence[int]) -> csr_matrix:
        """The bodies of the articles at these places, one row each."""
        counts = linkage.counted((body(self.articles[place]) for place in places), self._columns)
        return linkage.weighted(counts, self._rarity(), _HEAVIEST)

    def _rarity(self) -> NDArray[np.float64]:
        return linkage.rarity(self._columns, self._background, self._events)


def _bags(articles: Sequence[Article]) -> Iterator[Counter[str]]:
    """How often each term stands in each article's title, counted twice, and opening."""
    titles: dict[tuple[str, str], set[str]] = defaultdict(set)
    for article in articles:
        titles[article.source, article.digest].add(article.title)
    for article in articles:
        found = terms(article)
        bag = Counter({term: TITLE_COUNTS * count for term, count in found.title.items()})
        if len(titles[article.source, article.digest]) < _NOTICE:
            bag.update(found.lead)
        yield bag


def _days(articles: Sequence[Article]) -> list[float]:
    """When each was news, in days. A copy, word for word, has the day of the first: it is the same report."""
    first: dict[str, float] = {}
    days = []
    for article in articles:
        day = article.when.timestamp() / 86400
        days.append(first.setdefault(article.digest, day) if len(article.text) >= _COPIED else day)
    return days


def _judged(vectors: _Vectors, found: linkage.Links) -> linkage.Links:
    """The links for what they are worth: by the bodies where both are long, less for pages on many events."""
    import numpy as np

    articles, days = vectors.articles, vectors.days
    lengths = np.array([len(article.text) for article in articles])
    long = np.clip((lengths - _SHORT) / (_LONG - _SHORT), 0.0, 1.0)
    share = np.minimum(long[found.a], long[found.b])
    alike = found.value.copy()
    pairs = np.flatnonzero((share > 0) & (alike >= _WORTH_READING))
    a, b = found.a[pairs], found.b[pairs]
    read = np.unique(np.concatenate((a, b)))
    bodies = vectors.bodies(read.tolist())
    alike[pairs] = linkage.cosines(bodies, np.searchsorted(read, a), np.searchsorted(read, b))
    alike[pairs] *= linkage.damping(days[b] - days[a])
    value = found.value + share * (_LONG_SCALE * (found.value + alike) - found.value)
    worth = np.ones(len(articles))
    for place in np.unique(np.concatenate((found.a, found.b))).tolist():
        worth[place] = _LIKENESS.get(form(articles[place]), 1.0)
    return linkage.Links(found.a, found.b, value * np.minimum(worth[found.a], worth[found.b]))


def _continued(vectors: _Vectors, roots: Sequence[int], known: Sequence[bool]) -> list[int]:
    """The groups, those without known members joined to the closest group that has some, if it is close enough."""
    import numpy as np

    told = sorted({root for root, is_known in zip(roots, known, strict=True) if is_known})
    fresh = sorted(set(roots).difference(told))
    best, cosine = linkage.nearest(
        linkage.centroids(roots, fresh, vectors.openings), linkage.centroids(roots, told, vectors.openings)
    )
    likely = np.flatnonzero(cosine >= _MAY_GO_ON).tolist()
    if not likely:
        return list(roots)
    pairs = {fresh[n]: told[best[n]] for n in likely}
    concerned = {*pairs, *pairs.values()}
    read = [place for place, root in enumerate(roots) if root in concerned]
    bodies, of = vectors.bodies(read), [roots[place] for place in read]
    new = linkage.centroids(of, list(pairs), bodies)
    names = sorted(set(pairs.values()))
    old = linkage.centroids(of, names, bodies)[np.searchsorted(names, list(pairs.values()))]
    alike = (np.asarray(new.multiply(old).sum(axis=1)).ravel() + cosine[likely]) / 2
    joins = {root: pairs[root] for root, value in zip(pairs, np.round(alike, 9), strict=True) if value >= _GOES_ON}
    return [joins.get(root, root) for root in roots]
