from __future__ import annotations

import math

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy.sparse import csr_matrix

from briefing.core import linkage
from briefing.core.linkage import Links


def vectors(rows: list[list[float]]) -> csr_matrix:
    dense = np.array(rows, float).reshape(len(rows), len(rows[0]) if rows else 1)
    lengths = np.sqrt((dense**2).sum(axis=1, keepdims=True))
    return csr_matrix(dense / np.where(lengths > 0, lengths, 1.0))


def as_links(pairs: dict[tuple[int, int], float]) -> Links:
    a, b = np.array(sorted(pairs), np.int32).reshape(-1, 2).T
    return Links(a, b, linkage.gridded(np.array([pairs[pair] for pair in sorted(pairs)], float)))


ROWS = st.lists(st.lists(st.sampled_from([0.0, 0.0, 1.0, 2.0, 5.0]), min_size=6, max_size=6), max_size=12)


@settings(deadline=None)
@given(ROWS, st.lists(st.floats(0, 12), min_size=12, max_size=12), st.integers(0, 2**12))
def test_links_are_all_pairs_alike_enough_that_have_a_fresh_one(
    rows: list[list[float]], when: list[float], chosen: int
) -> None:
    days = np.array(sorted(when)[: len(rows)])
    fresh = np.array([bool(chosen >> place & 1) for place in range(len(rows))], bool)
    of = vectors(rows)
    found = linkage.links(of, days, fresh)
    cosine = (of @ of.T).toarray()
    expected = {
        (a, b): float(cosine[a, b]) * math.exp(-(((days[b] - days[a]) / 2) ** 2) / 2)
        for a in range(len(rows))
        for b in range(a + 1, len(rows))
        if fresh[a] or fresh[b]
    }
    got = dict(zip(zip(found.a.tolist(), found.b.tolist(), strict=True), found.value.tolist(), strict=True))
    assert len(got) == len(found.a)
    assert got == pytest.approx({pair: value for pair, value in expected.items() if pair in got}, abs=1e-5)
    assert all(value < 0.0801 for pair, value in expected.items() if pair not in got)


def test_a_thousand_equal_rows_keep_so_many_links_at_most() -> None:
    many = 1000
    found = linkage.links(vectors([[1.0, 2.0]] * many), np.zeros(many), np.ones(many, bool))
    assert np.bincount(found.a).max() == linkage.MOST_LINKS
    assert set(linkage.merged(np.arange(many, dtype=np.uint32), found, 0.165).tolist()) == {0}


def test_the_closest_merge_first_and_a_bridge_joins_only_one_side() -> None:
    found = as_links({(0, 1): 0.9, (2, 3): 0.8, (1, 2): 0.3})
    assert linkage.merged(np.arange(5, dtype=np.uint32), found, 0.165).tolist() == [0, 0, 2, 2, 4]


def test_a_group_is_as_alike_as_its_members_on_average() -> None:
    two_of_three = as_links({(0, 1): 0.9, (0, 2): 0.3, (1, 2): 0.3})
    one_of_three = as_links({(0, 1): 0.9, (0, 2): 0.3})
    names = np.arange(3, dtype=np.uint32)
    assert linkage.merged(names, two_of_three, 0.2).tolist() == [0, 0, 0]
    assert linkage.merged(names, one_of_three, 0.2).tolist() == [0, 0, 2]


@settings(deadline=None)
@given(
    st.dictionaries(
        st.tuples(st.integers(0, 9), st.integers(0, 9)).filter(lambda pair: pair[0] < pair[1]),
        st.sampled_from([0.09, 0.17, 0.2, 0.5, 1.0]),
    ),
    st.sampled_from([0.05, 0.165, 0.4]),
)
def test_groups_hang_together_and_the_order_of_links_is_irrelevant(
    pairs: dict[tuple[int, int], float], threshold: float
) -> None:
    names = np.array([place * 2654435761 % 2**32 for place in range(10)], np.uint32)
    found = as_links(pairs)
    roots = linkage.merged(names, found, threshold)
    order = np.random.default_rng(len(pairs)).permutation(len(pairs))
    assert linkage.merged(names, Links(found.a[order], found.b[order], found.value[order]), threshold).tolist() == (
        roots.tolist()
    )
    chains = linkage.components(10, found, 0.0)
    for place, root in enumerate(roots.tolist()):
        assert root <= place
        assert roots[root] == root
        assert chains[root] == chains[place]
