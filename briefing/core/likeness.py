"""What reports are compared by, and how alike two are: the openings of all, and the bodies of long ones.

Under one running topic the openings are alike; what happened is told further down.
"""

from __future__ import annotations

import zlib
from collections import defaultdict
from collections.abc import Callable, Iterable, Sequence
from typing import NamedTuple

import numpy as np
from scipy.sparse import csr_matrix

from briefing.core import linkage, vectors
from briefing.core.copies import notices
from briefing.core.forms import Form, form
from briefing.core.terms import listed
from briefing.core.vectors import Floats, Places
from briefing.model import Article

_COPIED = 200
"""Characters from which two equal texts are one report and not two short notes."""
_SHORT, _LONG = 600, 1200
"""Characters up to which a text is all opening, and from which its body is compared as well."""
_LONG_SCALE = 0.22
"""What the cosines of openings and bodies, summed, are worth beside the cosine of openings alone: long texts on one
topic share more words, whatever they tell."""
_WORTH_READING = 0.14
"""Cosine of openings from which bodies are read: below, no body could make one event of two reports."""
_LIKENESS: dict[Form | None, float] = {"live blog": 0.4, "round-up": 0.4, "opinion": 0.75}
"""What a link to such a page is worth: it speaks of many events and would glue them together."""


class Report(NamedTuple):
    """One report, which several outlets may have word for word."""

    day: float
    """When it was news, in days. A copy has the day of the first."""
    articles: tuple[Article, ...]
    is_notice: bool
    """Whether its text is none of its own."""

    @property
    def key(self) -> tuple[object, ...]:
        """What its vectors and links are made from."""
        first = self.articles[0]
        return first.id, first.digest, first.title, self.day, self.is_notice

    @property
    def name(self) -> int:
        """A number without pattern, below 2 ** 32."""
        return zlib.crc32(self.articles[0].id.encode(errors="surrogatepass"))

    @property
    def terms(self) -> list[str]:
        """The terms of its title, each twice, and of its opening."""
        return listed(self.articles[0], lead=not self.is_notice)


def reports(articles: Iterable[Article]) -> list[Report]:
    """The articles by report, sorted by day. Those of one day with one title and text are one report."""
    equal: dict[object, list[Article]] = defaultdict(list)
    days: dict[object, float] = {}
    first: dict[str, float] = {}
    for place, article in enumerate(sorted(articles, key=in_time)):
        day = article.when.timestamp() / 86400
        if len(article.text) >= _COPIED:
            day = first.setdefault(article.digest, day)
        says = article.text.strip() or (article.title.strip() and form(article) is None)
        key = (article.digest, article.title, int(day)) if says else place
        equal[key].append(article)
        days.setdefault(key, day)
    empty = notices(article for same in equal.values() for article in same)
    found = [
        Report(days[key], tuple(same), bool(same[0].text) and (same[0].source, same[0].digest) in empty)
        for key, same in equal.items()
    ]
    return sorted(found, key=lambda report: report.day)


def in_time(article: Article) -> tuple[object, ...]:
    """The order of articles."""
    return article.when, article.id, article.digest, article.title


def judged(
    told: Sequence[Report], days: Floats, found: linkage.Links, bodies: Callable[[Places], csr_matrix]
) -> linkage.Values:
    """What links are worth: by the bodies too where both reports are long, less for pages on many events.

    `bodies` gives the vectors of the reports at some places.
    """
    value = found.value.copy()
    lengths = np.array([len(report.articles[0].text) for report in told])
    long = np.clip((lengths - _SHORT) / (_LONG - _SHORT), 0.0, 1.0).astype(np.float32)
    pairs = np.flatnonzero(np.minimum(long[found.a], long[found.b]))
    a, b, opening = found.a[pairs], found.b[pairs], value[pairs].astype(float)
    text, near = opening.copy(), np.flatnonzero(opening >= _WORTH_READING)
    read, at = np.unique(np.concatenate((a[near], b[near])), return_inverse=True)
    text[near] = vectors.cosines(bodies(read), at[: len(near)], at[len(near) :])
    text[near] *= linkage.damping(days[b[near]] - days[a[near]])
    share = np.minimum(long[a], long[b])
    value[pairs] = linkage.gridded(opening + share * (_LONG_SCALE * (opening + text) - opening))
    worth = np.ones(len(told), np.float32)
    linked = np.zeros(len(told), bool)
    linked[found.a] = linked[found.b] = True
    for place in np.flatnonzero(linked).tolist():
        worth[place] = _LIKENESS.get(form(told[place].articles[0]), 1.0)
    many = np.flatnonzero(np.minimum(worth[found.a], worth[found.b]) < 1)
    value[many] = linkage.gridded(value[many] * np.minimum(worth[found.a[many]], worth[found.b[many]]))
    return value
