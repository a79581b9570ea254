"""Puts the reports of one event together.

A report is the words of its title, counted twice, and of its opening. Words weigh by TF-IDF (Salton & Buckley 1988,
"Term-weighting approaches in automatic text retrieval"), reports are compared by cosine, damped by the days between
them, and merged bottom-up by average linkage (Sokal & Michener 1958) until no two groups are close enough.

How rare a word is must come from other news than today's: where one event fills a day, the words that name it are
common that day and would count for nothing. So earlier articles give the document frequencies where there are enough
of them; until then the day's own are used, reports of seemingly one event counted once.
"""

from __future__ import annotations

import heapq
import math
import re
from collections import Counter, defaultdict
from collections.abc import Collection, Iterable, Sequence
from typing import TYPE_CHECKING, Literal, NamedTuple

from briefing.core.text import STOP_WORDS, stem, tokens
from briefing.model import Article

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray
    from scipy.sparse import csr_matrix

Form = Literal["live blog", "round-up", "opinion"]

_TITLE_COUNTS = 2
_OPENING_WORDS = 100
_OPENING_CHARACTERS = 1500
_TITLE_CHARACTERS = 300
_COPIED = 200
"""Characters from which two equal texts are one report and not two short notes."""

_DAMPING_DAYS = 2.0
_WINDOW_DAYS = 6.0
"""Beyond it damping leaves nothing: exp(-4.5) is 0.01."""
_FAINT = 0.08
"""Similarities below count as none, which keeps the matrix sparse."""
_CLOSE = 0.5
"""What a live blog or round-up must share with a report: these speak of many events and would glue them together."""
_SEEMINGLY_ONE = 0.3
_GOES_ON = 0.32
"""Cosine of centroids from which a group goes on with a story of an earlier day."""
_ENOUGH = 500
"""Earlier articles from which document frequencies need nothing of today's."""
_BLOCK = 500

# "LONDON, March 3 (Agency) – " and "Paris (Agency) - ": where a report was written is not what it is about.
_DATELINE = re.compile(
    r"\s*(?:[A-Z]{3}[A-Z .,/'’-]{0,40}(?:\([^)]{2,30}\)\s*)?[-–—]|[^\n.]{2,40}\([A-Z][^)]{1,20}\)\s*[-–—:])\s+"
)

_FORMS: tuple[tuple[Form, str, str], ...] = (
    (
        "live blog",
        r"""\b live [ -]? (?: updates? | blog | coverage | ticker | stream ) \b
        | \b newsblog \b
        | \b as [ ] it [ ] happened \b
        | \b en [ ] (?: direct | directo | vivo ) \b
        | \b in [ ] diretta \b
        | \b ao [ ] vivo \b
        | (?: ^ | [-–—|:] [ ]? ) live (?: [ ]? [-–—|:] | $ )
        | \b (?-i:LIVE) \b""",
        r"/live (?: -?blog | -updates | -news | ticker )? / | /liveticker",
    ),
    (
        "round-up",
        r"""\b (?: round-?up | newsletter | presseschau ) \b
        | \b (?: daily | weekly | news ) [ ] digest \b
        | \b (?: morning | evening | daily | weekend | news | \w+day ) [ ] briefing \b
        | \b in [ ] (?: pictures | photos ) \b
        | \b top [ ] (?: stories | headlines ) \b
        | \b week [ ] in [ ] review \b
        | \b news [ ] quiz \b
        | \b revue [ ] de [ ] presse \b""",
        r"/ (?: newsletters? | briefings? ) /",
    ),
    (
        "opinion",
        r"""^ (?: opinion | editorial | op-ed | comment | commentary | column | letters? ) \b [ ]? [:|–—]
        | ^ (?: kommentar | meinung | opinión | tribune ) \b [ ]? [:|–—]
        | [|–—] [ ]? (?: opinion | editorial | op-ed | comment | commentary | letters? ) \b [^|–—]* $""",
        r"/ (?: opinions? | commentisfree | editorials? | op-ed | columnists? | kommentare? | meinung | letters ) /",
    ),
)
"""What each form's titles and addresses look like."""
_FORM_PATTERNS = tuple(
    (name, re.compile(title, re.IGNORECASE | re.VERBOSE), re.compile(path, re.IGNORECASE | re.VERBOSE))
    for name, title, path in _FORMS
)


class _Links(NamedTuple):
    """Pairs of reports that are alike: a[k] < b[k], alike by value[k] in (0, 1]."""

    a: NDArray[np.int64]
    b: NDArray[np.int64]
    value: NDArray[np.float64]


def group(
    articles: Sequence[Article],
    *,
    background: Sequence[Article] = (),
    told: Collection[str] = (),
    threshold: float = 0.2,
) -> list[tuple[Article, ...]]:
    """The articles by event: groups sorted by their first article's id, members by (when, id).

    `background` are earlier articles, which may be among `articles` too: they tell how common a word is. `threshold` is
    the mean cosine similarity, in (0, 1], from which two groups are one. `told` are ids of articles of stories that
    readers know: a group of which they know nothing joins the known story that it goes on with. Arrival order is
    irrelevant.
    """
    if not articles:
        return []
    ordered = sorted(articles, key=lambda article: (article.when, article.id, article.digest))
    bags = _bags(ordered)
    days = _days(ordered)
    loose = [form(article) in ("live blog", "round-up") for article in ordered]
    counted: Sequence[Iterable[str]]
    if len(background) >= _ENOUGH:
        counted = _bags(background)
    else:
        ours = {article.id for article in ordered}
        earlier = _bags([article for article in background if article.id not in ours])
        links = _links(_vectors(bags, [*earlier, *bags]), days, loose)
        counted = [*earlier, *_seeming_events(bags, links)]
    vectors = _vectors(bags, counted)
    roots = _merge(len(ordered), _links(vectors, days, loose), threshold)
    if told:
        known = [article.id in told for article in ordered]
        roots = _joined(roots, known, vectors, _GOES_ON)
    found: dict[int, list[Article]] = defaultdict(list)
    for place, root in enumerate(roots):
        found[root].append(ordered[place])
    return sorted((tuple(members) for members in found.values()), key=lambda members: members[0].id)


def form(article: Article) -> Form | None:
    """What kind of page this is where it is no plain report, told from its title and address."""
    for name, title, path in _FORM_PATTERNS:
        if title.search(article.title[:_TITLE_CHARACTERS]) or path.search(article.url):
            return name
    return None


def opening(text: str) -> list[str]:
    """The first words of a text, folded, without its dateline."""
    start = text[:_OPENING_CHARACTERS]
    dateline = _DATELINE.match(start)
    return tokens(start[dateline.end() :] if dateline else start)[:_OPENING_WORDS]


def _bags(articles: Sequence[Article]) -> list[Counter[str]]:
    """How often each term stands in each article's title, counted twice, and opening."""
    titles: dict[tuple[str, str], set[str]] = defaultdict(set)
    for article in articles:
        titles[article.source, article.digest].add(article.title)
    bags = []
    for article in articles:
        bag = Counter(
            {
                term: _TITLE_COUNTS * n
                for term, n in Counter(_terms(tokens(article.title[:_TITLE_CHARACTERS]), article)).items()
            }
        )
        # One text under many titles of one source is a notice ("subscribe to go on"), not what they report.
        if len(titles[article.source, article.digest]) <= 2:
            bag.update(_terms(opening(article.text), article))
        bags.append(bag)
    return bags


def _terms(words: Iterable[str], article: Article) -> list[str]:
    return [
        stem(word, article.language)
        for word in words
        if word not in STOP_WORDS and (len(word) > 1 or word.isdigit() or not word.isascii())
    ]


def _days(articles: Sequence[Article]) -> list[float]:
    """When each was news, in days. A copy, word for word, has the day of the first: it is the same report."""
    first: dict[str, float] = {}
    days = []
    for article in articles:
        day = article.when.timestamp() / 86400
        days.append(first.setdefault(article.digest, day) if len(article.text) >= _COPIED else day)
    return days


def _vectors(bags: Sequence[Counter[str]], counted: Sequence[Iterable[str]]) -> csr_matrix:
    """One row of length 1 for each bag: (1 + ln tf) times the term's rarity among the documents counted."""
    import numpy as np
    from scipy.sparse import csr_matrix

    frequency = Counter(term for document in counted for term in document)
    places = {term: place for place, term in enumerate(sorted({term for bag in bags for term in bag}))}
    rarity = {term: math.log((1 + len(counted)) / (1 + frequency[term])) + 1 for term in places}
    values: list[float] = []
    columns: list[int] = []
    ends = [0]
    for bag in bags:
        row = sorted((places[term], (1 + math.log(count)) * rarity[term]) for term, count in bag.items())
        norm = math.sqrt(sum(weight * weight for _, weight in row)) or 1.0
        columns += [place for place, _ in row]
        values += [weight / norm for _, weight in row]
        ends.append(len(columns))
    shape = (len(bags), len(places))
    return csr_matrix((np.array(values), np.array(columns, dtype=np.int32), np.array(ends)), shape=shape)


def _links(vectors: csr_matrix, days: Sequence[float], loose: Sequence[bool]) -> _Links:
    """Every pair that is alike: cosine × exp(-(days between / 2)² / 2), computed in blocks along time."""
    import numpy as np

    when, many = np.array(days), np.array(loose)
    order = np.argsort(when, kind="stable")
    vectors, when = vectors[order], when[order]
    parts = []
    for start in range(0, len(when), _BLOCK):
        stop = min(start + _BLOCK, len(when))
        end = int(np.searchsorted(when, when[stop - 1] + _WINDOW_DAYS, side="right"))
        pairs = (vectors[start:stop] @ vectors[start:end].T).tocoo()
        kept = (pairs.data >= _FAINT) & (pairs.row < pairs.col)
        a, b, value = pairs.row[kept] + start, pairs.col[kept] + start, np.minimum(pairs.data[kept], 1.0)
        value = value * np.exp(-(((when[b] - when[a]) / _DAMPING_DAYS) ** 2) / 2)
        a, b = order[a], order[b]
        kept = value >= np.where(many[a] | many[b], _CLOSE, _FAINT)
        parts.append(_Links(np.minimum(a, b)[kept], np.maximum(a, b)[kept], value[kept]))
    return _Links(*(np.concatenate(column) for column in zip(*parts, strict=True)))


def _seeming_events(bags: Sequence[Counter[str]], links: _Links) -> list[set[str]]:
    """The terms of each chain of closely similar reports: a first guess at what is one event."""
    from scipy.sparse import coo_matrix
    from scipy.sparse.csgraph import connected_components

    close = links.value >= _SEEMINGLY_ONE
    edges = coo_matrix((links.value[close], (links.a[close], links.b[close])), shape=(len(bags), len(bags)))
    events: dict[int, set[str]] = defaultdict(set)
    for bag, label in zip(bags, connected_components(edges, directed=False)[1].tolist(), strict=True):
        events[label].update(bag)
    return list(events.values())


def _merge(count: int, links: _Links, threshold: float) -> list[int]:
    """Average linkage on sparse similarities: for each place, the place that stands for its group.

    The most similar two groups merge first. `near[i][j]` is the sum of similarities between the members of i and j, so
    a merge adds up two rows; an entry of the heap is out of date when either group has changed since.
    """
    near: list[dict[int, float]] = [{} for _ in range(count)]
    for a, b, value in zip(links.a.tolist(), links.b.tolist(), links.value.tolist(), strict=True):
        near[a][b] = near[b][a] = value
    members = [[place] for place in range(count)]
    changed = [0] * count
    heap = [(-value, a, b, 0, 0) for a in range(count) for b, value in near[a].items() if a < b and value >= threshold]
    heapq.heapify(heap)
    while heap:
        _, a, b, at_a, at_b = heapq.heappop(heap)
        if (changed[a], changed[b]) != (at_a, at_b):
            continue
        if len(near[a]) < len(near[b]):
            a, b = b, a
        members[a] += members[b]
        members[b] = []
        changed[a] += 1
        changed[b] = -1
        del near[a][b]
        for other, total in near[b].items():
            if other != a:
                del near[other][b]
                near[a][other] = near[other][a] = near[a].get(other, 0.0) + total
        near[b] = {}
        for other, total in near[a].items():
            mean = total / (len(members[a]) * len(members[other]))
            if mean >= threshold:
                heapq.heappush(heap, (-mean, a, other, changed[a], changed[other]))
    return [root for _, root in sorted((place, root) for root, places in enumerate(members) for place in places)]


def _joined(roots: Sequence[int], known: Sequence[bool], vectors: csr_matrix, threshold: float) -> list[int]:
    """The groups, those without known members joined to the most similar group that has some, if it is similar enough.

    Groups are compared by the cosine of their centroids, whatever the days between them: what all reports of an event
    have in common shows more clearly there than in any two of them.
    """
    import numpy as np
    from scipy.sparse import csr_matrix

    names = sorted(set(roots))
    place = {name: n for n, name in enumerate(names)}
    member = csr_matrix((np.ones(len(roots)), ([place[root] for root in roots], np.arange(len(roots)))))
    centroids = member @ vectors
    lengths = np.sqrt(np.asarray(centroids.multiply(centroids).sum(axis=1)).ravel())
    has_known = np.zeros(len(names), dtype=bool)
    has_known[[place[root] for root, is_known in zip(roots, known, strict=True) if is_known]] = True
    old, new = np.flatnonzero(has_known), np.flatnonzero(~has_known)
    if not len(new):
        return list(roots)
    alike = np.round((centroids[new] @ centroids[old].T).toarray() / np.outer(lengths[new], lengths[old]), 9)
    best = alike.argmax(axis=1)
    joins = {names[new[n]]: names[old[best[n]]] for n in range(len(new)) if alike[n, best[n]] >= threshold}
    return [joins.get(root, root) for root in roots]
