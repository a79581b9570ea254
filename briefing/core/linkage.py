"""Reports as vectors, the links between those that are alike, and groups made from links.

Vectors are TF-IDF (Salton & Buckley 1988, "Term-weighting approaches in automatic text retrieval"). Groups are merged
bottom-up, by average linkage (Sokal & Michener 1958) where they are small, and the more by the cosine of their
centroids the larger they are: two reports must be alike themselves, while of thirty it counts what they have in common.
"""

from __future__ import annotations

import heapq
from array import array
from collections.abc import Iterable, Mapping, Sequence
from typing import TYPE_CHECKING, NamedTuple

from briefing.model import Frequencies

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray
    from scipy.sparse import csr_matrix

    Floats = NDArray[np.float64]
    Places = NDArray[np.int64]

_DAMPING_DAYS = 2.0
_WINDOW_DAYS = 6.0
"""Beyond it damping leaves nothing: exp(-4.5) is 0.01."""
_FAINT = 0.08
"""Similarities below count as none, which keeps the matrix sparse."""
_SEEMINGLY_ONE = 0.3
_HALF_CENTROID = 8
"""From so many reports on a group is judged by its centroid more than by the mean of its reports."""
_ENOUGH = 500
"""Earlier documents from which they count for as much as all of today's."""
_LEAST_WEIGHT = 0.05
_MOST_LINKS = 500
"""For each report, on average over a block of them."""
_BLOCK = 500
_PAIRS_BLOCK = 50_000
_UNSEEN = 50
"""Added to the documents, so that a term in two of three does not pass for a common one."""
_SMOOTH = 0.5
"""Added to each term's rarity, so that words in every document still count for a little."""


class Links(NamedTuple):
    """Pairs of reports that are alike: a[k] < b[k], alike by value[k] in (0, 1]."""

    a: Places
    b: Places
    value: Floats


class Vocabulary(dict[str, int]):
    """Term -> column."""

    def __missing__(self, term: str) -> int:
        self[term] = place = len(self)
        return place


def counted(bags: Iterable[Mapping[str, int]], columns: Vocabulary) -> csr_matrix:
    """One row a bag: 1 + ln of how often each term stands in it."""
    import numpy as np
    from scipy.sparse import csr_matrix

    places, values, ends = array("i"), array("d"), array("q", [0])
    for bag in bags:
        places.extend([columns[term] for term in bag])
        values.extend(bag.values())
        ends.append(len(places))
    matrix = csr_matrix(
        (
            np.log(np.frombuffer(values or array("d", [1.0]))[: len(values)]) + 1,
            np.array(places, np.int32),
            np.array(ends),
        ),
        shape=(len(ends) - 1, len(columns)),
    )
    matrix.sort_indices()
    return matrix


def rarity(columns: Mapping[str, int], background: Frequencies, events: csr_matrix | None) -> Floats:
    """How much each column's term tells: the logarithm of one over the share of documents that have it.

    Today's events count for as much as so many earlier documents as are enough, and for less the more there are.
    """
    import numpy as np

    known = np.array([background.counts.get(term, 0) for term in columns], dtype=float)
    documents = float(background.documents)
    if events is not None:
        weight = today_counts(background)
        today = np.zeros(len(columns))
        today[: events.shape[1]] = np.asarray((events > 0).sum(axis=0)).ravel()
        known, documents = known + weight * today, documents + weight * events.shape[0]
    told: Floats = np.log((1 + _UNSEEN + documents) / (1 + np.minimum(known, documents))) + _SMOOTH
    return told


def today_counts(background: Frequencies) -> float:
    """The weight of one of today's events beside an earlier document; 0 where it would make no difference."""
    weight = _ENOUGH / (_ENOUGH + background.documents)
    return weight if weight >= _LEAST_WEIGHT else 0.0


def weighted(counts: csr_matrix, rare: Floats, heaviest: int | None = None) -> csr_matrix:
    """Rows of length 1: counts times rarity, of each row the heaviest terms only."""
    import numpy as np
    from scipy.sparse import csr_matrix

    values = counts.data * rare[counts.indices]
    rows = np.repeat(np.arange(counts.shape[0]), np.diff(counts.indptr))
    columns = counts.indices
    if heaviest is not None:
        order = np.lexsort((columns, -values, rows))
        kept = np.sort(order[np.arange(len(rows)) - counts.indptr[rows] < heaviest])
        values, rows, columns = values[kept], rows[kept], columns[kept]
    lengths = np.sqrt(np.bincount(rows, values * values, minlength=counts.shape[0]))
    values = values / np.where(lengths > 0, lengths, 1.0)[rows]
    ends = np.concatenate(([0], np.cumsum(np.bincount(rows, minlength=counts.shape[0]))))
    return csr_matrix((values, columns, ends), shape=counts.shape)


def links(vectors: csr_matrix, days: Floats) -> Links:
    """Every pair that is alike: cosine × exp(-(days between / 2)² / 2), computed in blocks along time."""
    import numpy as np

    order = np.argsort(days, kind="stable")
    vectors, when = vectors[order], days[order]
    parts = []
    for start in range(0, len(when), _BLOCK):
        stop = min(start + _BLOCK, len(when))
        end = int(np.searchsorted(when, when[stop - 1] + _WINDOW_DAYS, side="right"))
        pairs = (vectors[start:stop] @ vectors[start:end].T).tocoo()
        kept = (pairs.data >= _FAINT) & (pairs.row < pairs.col)
        a, b, value = pairs.row[kept] + start, pairs.col[kept] + start, np.minimum(pairs.data[kept], 1.0)
        value = value * damping(when[b] - when[a])
        kept = value >= _FAINT
        a, b = order[a[kept]], order[b[kept]]
        parts.append(_strongest(Links(np.minimum(a, b), np.maximum(a, b), value[kept]), _MOST_LINKS * (stop - start)))
    return Links(*(np.concatenate(column) for column in zip(*parts, strict=True)))


def _strongest(found: Links, most: int) -> Links:
    """So many links at most, the weakest left out: thousands of notes in the same words would fill the memory."""
    import numpy as np

    if len(found.value) <= most:
        return found
    kept = found.value > np.partition(found.value, -most)[-most]
    return Links(found.a[kept], found.b[kept], found.value[kept])


def damping(days: Floats) -> Floats:
    """What is left of a similarity so many days apart."""
    import numpy as np

    damped: Floats = np.exp(-((days / _DAMPING_DAYS) ** 2) / 2)
    return damped


def cosines(vectors: csr_matrix, a: Places, b: Places) -> Floats:
    """The cosine of rows a[k] and b[k]."""
    import numpy as np

    parts = [
        np.asarray(vectors[a[at : at + _PAIRS_BLOCK]].multiply(vectors[b[at : at + _PAIRS_BLOCK]]).sum(axis=1)).ravel()
        for at in range(0, len(a), _PAIRS_BLOCK)
    ]
    return np.concatenate([np.zeros(0), *parts])


def seeming_events(counts: csr_matrix, found: Links) -> csr_matrix:
    """The terms of each chain of closely similar reports: a first guess at what is one event."""
    import numpy as np
    from scipy.sparse import coo_matrix, csr_matrix
    from scipy.sparse.csgraph import connected_components

    many = counts.shape[0]
    close = found.value >= _SEEMINGLY_ONE
    edges = coo_matrix((found.value[close], (found.a[close], found.b[close])), shape=(many, many))
    events, labels = connected_components(edges, directed=False)
    members = csr_matrix((np.ones(many), (labels, np.arange(many))), shape=(events, many))
    return members @ counts


def merged(count: int, found: Links, threshold: float) -> list[int]:
    """For each place, the place that stands for its group. The two groups that are most alike merge first.

    Groups are as alike as their members are on average, over how alike each group's members are among themselves: over
    all of that it is the cosine of their centroids, and it counts by (n - 1) / (n + 7) for a group of n.
    `near[i][j]` is the sum of similarities between the members of i and j, so a merge adds up two rows; an entry of the
    heap is out of date when either group has changed since.
    """
    near: list[dict[int, float]] = [{} for _ in range(count)]
    for a, b, value in zip(found.a.tolist(), found.b.tolist(), found.value.tolist(), strict=True):
        near[a][b] = near[b][a] = value
    members = [[place] for place in range(count)]
    changed = [0] * count
    within = [1.0] * count
    scale = [1.0] * count
    heap = [(-value, a, b, 0, 0) for a in range(count) for b, value in near[a].items() if a < b and value >= threshold]
    heapq.heapify(heap)
    while heap:
        _, a, b, at_a, at_b = heapq.heappop(heap)
        if (changed[a], changed[b]) != (at_a, at_b):
            continue
        if len(near[a]) < len(near[b]):
            a, b = b, a
        within[a] += within[b] + 2 * near[a][b]
        members[a] += members[b]
        members[b] = []
        changed[a] += 1
        changed[b] = -1
        _join_rows(near, a, b)
        scale[a] = _scale(len(members[a]), within[a])
        for other, total in near[a].items():
            alike = total * scale[a] * scale[other]
            if alike >= threshold:
                heapq.heappush(heap, (-alike, a, other, changed[a], changed[other]))
    return [root for _, root in sorted((place, root) for root, places in enumerate(members) for place in places)]


def _join_rows(near: list[dict[int, float]], a: int, b: int) -> None:
    """Add b's row to a's and leave b without any."""
    del near[a][b]
    for other, total in near[b].items():
        if other != a:
            del near[other][b]
            near[a][other] = near[other][a] = near[a].get(other, 0.0) + total
    near[b] = {}


def _scale(size: int, within: float) -> float:
    """What one group's size and coherence make of a sum of similarities to it."""
    coherence = within / size**2
    return float(coherence ** (-(size - 1) / (size - 1 + _HALF_CENTROID) / 2) / size)


def centroids(roots: Sequence[int], names: Sequence[int], vectors: csr_matrix) -> csr_matrix:
    """One row of length 1 for each of the named groups: the mean of its members."""
    import numpy as np
    from scipy.sparse import csr_matrix

    place = {name: n for n, name in enumerate(names)}
    members = [(place[root], n) for n, root in enumerate(roots) if root in place]
    at = np.array(members, dtype=np.int64).reshape(-1, 2)
    sums = csr_matrix((np.ones(len(at)), (at[:, 0], at[:, 1])), shape=(len(names), len(roots))) @ vectors
    lengths = np.sqrt(np.asarray(sums.multiply(sums).sum(axis=1)).ravel())
    sums.data /= np.repeat(np.where(lengths > 0, lengths, 1.0), np.diff(sums.indptr))
    return sums


def nearest(new: csr_matrix, old: csr_matrix) -> tuple[Places, Floats]:
    """For each new row the old row that it is closest to, and their cosine."""
    import numpy as np

    best, cosine = np.zeros(new.shape[0], dtype=np.int64), np.zeros(new.shape[0])
    for start in range(0, new.shape[0] if old.shape[0] else 0, _BLOCK):
        alike = np.round((new[start : start + _BLOCK] @ old.T).toarray(), 9)
        best[start : start + _BLOCK] = alike.argmax(axis=1)
        cosine[start : start + _BLOCK] = alike.max(axis=1)
    return best, cosine
