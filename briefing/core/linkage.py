"""Links between reports that are alike, and groups made from links.

Groups are merged bottom-up, by average linkage (Sokal & Michener 1958) where they are small, and the more by the cosine
of their centroids the larger they are: two reports must be alike themselves, while of thirty it counts what they have
in common. All pairs that are each other's closest merge at once (reciprocal nearest neighbours, Murtagh 1983), so that
a round is a few operations on whole arrays.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray
from scipy.sparse import csr_matrix
from scipy.sparse.csgraph import connected_components

from briefing.core.vectors import Floats, Places

Values = NDArray[np.float32]

_DAMPING_DAYS = 2.0
_WINDOW_DAYS = 6.0
"""Beyond it damping leaves nothing: exp(-4.5) is 0.01."""
_FAINT = 0.08
"""Similarities below count as none, which keeps the matrix sparse."""
_SEEMINGLY_ONE = 0.3
_HALF_CENTROID = 8
"""From so many reports on a group is judged by its centroid more than by the mean of its reports."""
MOST_LINKS = 256
"""Of each report to later ones: thousands of notes in the same words would fill the memory."""
_PASSES = 3
"""What was close to none may be close to a group that has come of others: so often all are looked at again."""
_BLOCK = 400
_TILE = 8000
_GRID = 1 << 20
"""Similarities are whole multiples of one over this: sums of them are exact, in whatever order."""


class Links(NamedTuple):
    """Pairs of reports that are alike: a[k] is earlier than b[k], alike by value[k] in (0, 1]."""

    a: Places
    b: Places
    value: NDArray[np.floating]

    def where(self, chosen: NDArray[np.bool_]) -> Links:
        """The chosen ones."""
        if chosen.all():
            return self
        return Links(self.a[chosen], self.b[chosen], self.value[chosen])


def no_links() -> Links:
    return Links(np.zeros(0, np.int32), np.zeros(0, np.int32), np.zeros(0, np.float32))


def links(vectors: csr_matrix, days: Floats, fresh: NDArray[np.bool_]) -> Links:
    """Every pair that is alike and of which one at least is fresh: cosine × exp(-(days between / 2)² / 2).

    Rows must be sorted by day.
    """
    return joined([no_links(), *_in_blocks(vectors, days, fresh)])


def _in_blocks(vectors: csr_matrix, days: Floats, fresh: NDArray[np.bool_]) -> Iterator[Links]:
    # In tiles, the sums of one row against them fit into a processor's cache.
    tiles = [(start, vectors[start : start + _TILE].T.tocsr()) for start in range(0, len(days), _TILE)]
    rows, all_fresh = np.flatnonzero(fresh), bool(fresh.all())
    for start in range(0, len(rows), _BLOCK):
        block = rows[start : start + _BLOCK]
        chosen = vectors[block]
        first = block[0] if all_fresh else np.searchsorted(days, days[block[0]] - _WINDOW_DAYS)
        last = np.searchsorted(days, days[block[-1]] + _WINDOW_DAYS, side="right")
        parts = [no_links()]
        for at, later in tiles:
            if at >= last or at + later.shape[1] <= first:
                continue
            cosine = chosen @ later
            likely = np.flatnonzero(cosine.data >= _FAINT)
            one = block[np.searchsorted(cosine.indptr, likely, side="right") - 1]
            other, value = cosine.indices[likely] + at, np.minimum(cosine.data[likely], 1.0)
            # A pair of two fresh ones is found at the earlier one.
            kept = (one < other) | ~fresh[other]
            one, other = one[kept].astype(np.int32), other[kept].astype(np.int32)
            value = gridded(value[kept] * damping(days[other] - days[one]))
            parts.append(Links(np.minimum(one, other), np.maximum(one, other), value).where(value >= _FAINT))
        found = joined(parts)
        yield found.where(strongest(found))


def joined(parts: Sequence[Links]) -> Links:
    return Links(*(np.concatenate(column) for column in zip(*parts, strict=True)))


def strongest(found: Links) -> NDArray[np.bool_]:
    """Which of the links to keep: of each report's to later ones the strongest, so many at most."""
    kept = np.ones(len(found.a), bool)
    many = np.bincount(found.a, minlength=1)
    if many.max() > MOST_LINKS:
        crowded = np.flatnonzero((many > MOST_LINKS)[found.a])
        crowded = crowded[np.lexsort((found.b[crowded], -found.value[crowded], found.a[crowded]))]
        of = found.a[crowded]
        kept[crowded[np.arange(len(of)) - np.searchsorted(of, of) >= MOST_LINKS]] = False
    return kept


def gridded(value: NDArray[np.floating]) -> Values:
    """The values on the grid on which sums are exact."""
    return (np.round(value * _GRID) / _GRID).astype(np.float32)


def damping(days: Floats) -> Floats:
    """What is left of a similarity so many days apart."""
    damped: Floats = np.exp(-((days / _DAMPING_DAYS) ** 2) / 2)
    return damped


def seeming_events(counts: csr_matrix, found: Links) -> csr_matrix:
    """The terms of each chain of closely similar reports: a first guess at what is one event."""
    many = counts.shape[0]
    labels = components(many, found, _SEEMINGLY_ONE)
    members = csr_matrix((np.ones(many), (labels, np.arange(many))), shape=(labels.max() + 1, many))
    return members @ counts


def components(many: int, found: Links, least: float) -> Places:
    """For each of so many reports the number of the chain of links, each of at least so much, that it is part of."""
    close = found.where(found.value >= least)
    # As integers: the graph routines would copy anything else to 64-bit floats.
    graph = csr_matrix((np.ones(len(close.a), np.int8), (close.a, close.b)), shape=(many, many))
    labels: Places = connected_components(graph, directed=False)[1]
    return labels


def merged(names: NDArray[np.uint32], found: Links, threshold: float) -> Places:
    """For each report the first one of its group.

    Groups are as alike as their members are on average, over how alike each group's members are among themselves: over
    all of that it is the cosine of their centroids, and it counts by (n - 1) / (n + 7) for a group of n. Names, one for
    each report, settle which of equally close ones merge first.
    """
    groups = _Groups(names)
    for _ in range(_PASSES):
        near = found
        while len(near.a):
            near = groups.merge(near, threshold)
        found = _summed(found, groups.roots)
    return groups.roots


class _Groups:
    """Groups of reports as they grow: for each its first report, how many it has, and how alike they are."""

    def __init__(self, names: NDArray[np.uint32]) -> None:
        self._names = names
        self.roots: Places = np.arange(len(names), dtype=np.int32)
        self.merges = 0
        self._size, self._within, self._scale = np.ones(len(names)), np.ones(len(names)), np.ones(len(names))

    def merge(self, near: Links, threshold: float) -> Links:
        """Merge all groups that are each other's closest; the links that are left between groups that may go on."""
        a, b, total = near
        alike = total * self._scale[a] * self._scale[b] if self.merges else total
        best = closest(len(self._names), a, b, alike)
        pairs = np.flatnonzero((alike >= threshold) & (alike == best[a]) & (alike == best[b]))
        pairs = pairs[_each_once(self._names, a[pairs], b[pairs])]
        self._join(a[pairs], b[pairs], total[pairs])
        new = np.arange(len(self._names), dtype=np.int32)
        new[b[pairs]] = a[pairs]
        self.roots = new[self.roots]
        return _summed(near.where((best[a] >= threshold) & (best[b] >= threshold)), new)

    def _join(self, into: Places, gone: Places, total: NDArray[np.floating]) -> None:
        self._within[into] += self._within[gone] + 2 * total
        self._size[into] += self._size[gone]
        size, coherence = self._size[into], self._within[into] / self._size[into] ** 2
        self._scale[into] = coherence ** (-(size - 1) / (size - 1 + _HALF_CENTROID) / 2) / size
        self.merges += len(into)


def closest(many: int, a: Places, b: Places, alike: NDArray[np.floating]) -> NDArray[np.floating]:
    """How alike each of so many is to the one that it is most alike."""
    best = np.zeros(many, alike.dtype)
    np.maximum.at(best, a, alike)
    np.maximum.at(best, b, alike)
    return best


def _each_once(names: NDArray[np.uint32], a: Places, b: Places) -> NDArray[np.bool_]:
    """Which of the pairs to take so that none shares a report with another: those first in an order without pattern."""
    mixed = (names[a] ^ (names[b] << np.uint32(1))) * np.uint32(0x9E3779B1)
    rank = np.empty(len(a), np.int64)
    rank[np.lexsort((b, a, mixed))] = np.arange(len(a))
    first = np.full(len(names), len(a), np.int64)
    np.minimum.at(first, a, rank)
    np.minimum.at(first, b, rank)
    taken: NDArray[np.bool_] = (first[a] == rank) & (first[b] == rank)
    return taken


def _summed(found: Links, new: Places) -> Links:
    """The links between the groups' new roots, those between the same two as one."""
    moved = new != np.arange(len(new))
    moved[new[moved]] = True
    concerned = moved[found.a] | moved[found.b]
    one, other = new[found.a[concerned]], new[found.b[concerned]]
    ends = np.minimum(one, other), np.maximum(one, other)
    sums = csr_matrix((found.value[concerned].astype(float), ends), shape=(len(new), len(new)))
    a = np.repeat(np.arange(len(new), dtype=np.int32), np.diff(sums.indptr))
    between = Links(a, sums.indices, sums.data)
    return joined([found.where(~concerned), between.where(a < sums.indices)])
