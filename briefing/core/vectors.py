"""Reports as vectors: TF-IDF (Salton & Buckley 1988, "Term-weighting approaches in automatic text retrieval")."""

from __future__ import annotations

from array import array
from collections.abc import Iterable, Sequence

import numpy as np
from numpy.typing import NDArray
from scipy.sparse import csr_matrix

from briefing.model import Frequencies

Floats = NDArray[np.float64]
Places = NDArray[np.signedinteger]

_ENOUGH = 500
"""Earlier documents from which they count for as much as all of today's."""
_LEAST_WEIGHT = 0.05
_UNSEEN = 50
"""Added to the documents, so that a term in two of three does not pass for a common one."""
_SMOOTH = 0.5
"""Added to each term's rarity, so that words in every document still count for a little."""
_BLOCK = 500
_PAIRS_BLOCK = 4_000


class Vocabulary(dict[str, int]):
    """Term -> column."""

    def __missing__(self, term: str) -> int:
        self[term] = place = len(self)
        return place


def counted(bags: Iterable[Iterable[str]], columns: Vocabulary) -> csr_matrix:
    """One row a bag: 1 + ln of how often each term stands in it."""
    places, ends = array("i"), array("i", [0])
    for bag in bags:
        places.extend(map(columns.__getitem__, bag))
        ends.append(len(places))
    # Copies: scipy would else hold on to the arrays' own memory, in which it could not sum up duplicates.
    at, rows = np.array(places, np.int32), np.array(ends, np.int32)
    matrix = csr_matrix((np.ones(len(at)), at, rows), shape=(len(ends) - 1, len(columns)))
    matrix.sum_duplicates()
    matrix.data = np.log(matrix.data) + 1
    return matrix


def rarity(terms: Sequence[str], background: Frequencies, events: csr_matrix | None) -> Floats:
    """How much each term tells: the logarithm of one over the share of documents that have it.

    Today's events, whose columns are these terms, count for as much as so many earlier documents as are enough, and for
    less the more there are.
    """
    known = np.fromiter((background.counts.get(term, 0) for term in terms), float, len(terms))
    documents = float(background.documents)
    if events is not None:
        weight = today_counts(background)
        today = np.bincount(events.indices, minlength=len(terms))
        known, documents = known + weight * today, documents + weight * events.shape[0]
    told: Floats = np.log((1 + _UNSEEN + documents) / (1 + np.minimum(known, documents))) + _SMOOTH
    return told


def today_counts(background: Frequencies) -> float:
    """The weight of one of today's events beside an earlier document; 0 where it would make no difference."""
    weight = _ENOUGH / (_ENOUGH + background.documents)
    return weight if weight >= _LEAST_WEIGHT else 0.0


def weighted(counts: csr_matrix, rare: Floats, heaviest: int | None = None) -> csr_matrix:
    """Rows of length 1: counts times rarity, of each row the heaviest terms only."""
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
    return csr_matrix((values, columns, ends.astype(np.int32)), shape=counts.shape)


def cosines(vectors: csr_matrix, a: Places, b: Places) -> Floats:
    """The cosine of rows a[k] and b[k]."""
    parts = [
        np.asarray(vectors[a[at : at + _PAIRS_BLOCK]].multiply(vectors[b[at : at + _PAIRS_BLOCK]]).sum(axis=1)).ravel()
        for at in range(0, len(a), _PAIRS_BLOCK)
    ]
    return np.concatenate([np.zeros(0), *parts])


def centroids(roots: Sequence[int], names: Sequence[int], vectors: csr_matrix) -> csr_matrix:
    """One row of length 1 for each of the named groups: the mean of its members."""
    place = {name: n for n, name in enumerate(names)}
    members = [(place[root], n) for n, root in enumerate(roots) if root in place]
    at = np.array(members, dtype=np.int64).reshape(-1, 2)
    sums = csr_matrix((np.ones(len(at)), (at[:, 0], at[:, 1])), shape=(len(names), len(roots))) @ vectors
    lengths = np.sqrt(np.asarray(sums.multiply(sums).sum(axis=1)).ravel())
    sums.data /= np.repeat(np.where(lengths > 0, lengths, 1.0), np.diff(sums.indptr))
    return sums


def nearest(new: csr_matrix, old: csr_matrix) -> tuple[Places, Floats]:
    """For each new row the old row that it is closest to, and their cosine."""
    best, cosine = np.zeros(new.shape[0], dtype=np.int32), np.zeros(new.shape[0])
    for start in range(0, new.shape[0] if old.shape[0] else 0, _BLOCK):
        alike = np.round((new[start : start + _BLOCK] @ old.T).toarray(), 9)
        best[start : start + _BLOCK] = alike.argmax(axis=1)
        cosine[start : start + _BLOCK] = alike.max(axis=1)
    return best, cosine
