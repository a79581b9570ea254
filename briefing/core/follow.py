"""Knows a story again from one edition to the next, and what it has that readers were not told.

A group of articles is the story that an earlier edition told when they share articles. Whether it is worth telling
again is decided by what its new articles say: a further report that repeats what was told is no news.
"""

from __future__ import annotations

import hashlib
import re
from collections import Counter, defaultdict
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from itertools import count

from briefing.core.text import STOP_WORDS, stem, tokens
from briefing.model import Article, Status, Story, Told

_TOP = 600
"""Characters of a report in which numbers and names are looked for: news stands at the top."""
_BODY = 3000
_TWICE = 2
"""A name that matters is named again; photographers, places of writing and passing mentions are not. New words of the
headlines make news when there are so many; one alone may be another way to say the same."""

_NUMBER = re.compile(r"(?<![\w.,])\d+(?:[.,]\d+)*(?!\w)")
_YEAR = re.compile(r"(?:19|20)\d\d")
# A word of three letters or more that starts no sentence and no quotation; capitalised, it is a name in most languages.
_INNER = re.compile(r"(?<=[\w,;)] )[^\W\d_][\w-]{2,}")
_DAYS = ("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday")
_MONTHS = (
    "january", "february", "march", "april", "may", "june", "july", "august", "september", "october", "november",
    "december", "jan", "feb", "mar", "apr", "jun", "jul", "aug", "sept", "sep", "oct", "nov", "dec",
)  # fmt: skip
_CALENDAR = frozenset((*_DAYS, *_MONTHS))
_MONTH = rf"(?:{'|'.join(_MONTHS)})\b"
_DATE = re.compile(rf"\b\d{{1,2}}(?:st|nd|rd|th)?\.? (?:of )?{_MONTH}|\b{_MONTH}\.? \d{{1,2}}\b", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class _Past:
    """A story over all editions that told it."""

    story: str
    articles: frozenset[str]
    edition: str
    closes: datetime
    """Of the first edition that told it."""


def follow(groups: Sequence[tuple[Article, ...]], told: Sequence[Told]) -> list[Story]:
    """The groups as stories, in the order of their ids.

    A group takes the id of the told story with which it shares most articles, one group for each id: where two claim
    one, the larger overlap has it, then the story told earliest, then the smaller id. Any other gets a new id, made
    from its earliest article. `fresh` are the articles that no earlier edition had. A group without told articles is
    "new"; one whose fresh articles say something new (see `what_is_new`) is an "update"; else it is "ongoing": so a
    piece split off from a told story is not told as new.
    """
    pasts = _pasts(told)
    ordered = sorted(
        (tuple(sorted(group, key=lambda article: (article.when, article.id, article.digest))) for group in groups),
        key=lambda group: [(article.id, article.digest) for article in group],
    )
    known = {article.id: article for group in ordered for article in group}
    overlaps = _overlaps(ordered, pasts)
    claimed = _claims(ordered, overlaps)
    taken = set(pasts)
    stories = []
    for place, group in enumerate(ordered):
        shared = [past for past, _ in overlaps[place]]
        name = claimed.get(place) or _new_id(group[0], taken)
        taken.add(name)
        seen = frozenset[str]().union(*(past.articles for past in shared))
        fresh = frozenset(article.id for article in group) - seen
        old = [known[id_] for id_ in sorted(seen) if id_ in known]
        first = (
            pasts[name] if name in pasts else min(shared, key=lambda past: (past.closes, past.edition), default=None)
        )
        stories.append(
            Story(
                id=name,
                articles=group,
                status=_status(old, [article for article in group if article.id in fresh], told_before=bool(shared)),
                fresh=fresh,
                first_told=first.edition if first else None,
            )
        )
    return sorted(stories, key=lambda story: story.id)


def what_is_new(old: Iterable[Article], fresh: Iterable[Article]) -> tuple[str, ...]:
    """Numbers, names and words that the fresh articles bring and the old ones do not have, in this order.

    Numbers (no dates, no years) and names (capitalised words inside a sentence, named twice, not the outlet's own) are
    taken from the headline and the top of the text. Words are those of a headline that its own text bears out; they
    count where there are at least two.
    """
    heard: set[str] = set()
    roots: set[str] = set()
    for article in old:
        said = tokens(f"{article.title}\n{article.text}")
        heard.update(said)
        roots.update(stem(token, article.language) for token in said)
    ordered = sorted(fresh, key=lambda article: (article.when, article.id, article.digest))
    mentions = Counter(token for article in ordered for token in tokens(f"{article.title}\n{article.text[:_BODY]}"))
    numbers: dict[str, None] = {}
    names: dict[str, None] = {}
    terms: dict[str, None] = {}
    for article in ordered:
        top = f"{article.title}\n{article.text[:_TOP]}"
        own = _CALENDAR.union(STOP_WORDS, tokens(article.item.source_name))
        numbers.update((number, None) for number in _numbers(top) if number not in heard)
        names.update(
            (name, None) for name in _names(top) if name not in heard and name not in own and mentions[name] >= _TWICE
        )
        borne_out = {stem(token, article.language) for token in tokens(article.text[:_BODY])}
        for token in tokens(article.title):
            root = stem(token, article.language)
            if root in borne_out and root not in roots and token not in own and not token[0].isdigit():
                terms[token] = None
    return (*numbers, *names, *(term for term in terms if term not in names and len(terms) >= _TWICE))


def _numbers(text: str) -> Iterator[str]:
    for found in _NUMBER.findall(_DATE.sub(" ", text)):
        if not _YEAR.fullmatch(found):
            yield found


def _names(text: str) -> Iterator[str]:
    for found in _INNER.findall(text):
        if found[0].isupper():
            yield from tokens(found)


def _status(old: Sequence[Article], fresh: Sequence[Article], *, told_before: bool) -> Status:
    if not told_before:
        return "new"
    return "update" if fresh and what_is_new(old, fresh) else "ongoing"


def _pasts(told: Sequence[Told]) -> dict[str, _Past]:
    by_story: dict[str, list[Told]] = defaultdict(list)
    for telling in told:
        by_story[telling.story].append(telling)
    pasts = {}
    for story, tellings in by_story.items():
        first = min(tellings, key=lambda telling: (telling.closes, telling.edition))
        articles = frozenset[str]().union(*(telling.articles for telling in tellings))
        pasts[story] = _Past(story, articles, first.edition, first.closes)
    return pasts


def _overlaps(groups: Sequence[tuple[Article, ...]], pasts: Mapping[str, _Past]) -> list[list[tuple[_Past, int]]]:
    """For each group the told stories that share articles with it, and how many."""
    tellers: dict[str, list[_Past]] = defaultdict(list)
    for past in pasts.values():
        for article in past.articles:
            tellers[article].append(past)
    found = []
    for group in groups:
        shared = Counter(past.story for name in {article.id for article in group} for past in tellers[name])
        found.append([(pasts[story], number) for story, number in shared.items()])
    return found


def _claims(groups: Sequence[tuple[Article, ...]], overlaps: Sequence[Sequence[tuple[_Past, int]]]) -> dict[int, str]:
    """Which group takes which told id: the largest overlaps first."""
    claims = sorted(
        (-number, past.closes, past.story, place) for place in range(len(groups)) for past, number in overlaps[place]
    )
    claimed: dict[int, str] = {}
    for _, _, story, place in claims:
        if place not in claimed and story not in claimed.values():
            claimed[place] = story
    return claimed


def _new_id(first: Article, taken: Collection[str]) -> str:
    """An id made from a story's earliest article, other than those taken."""
    for attempt in count():
        text = f"{first.id}\n{attempt}" if attempt else first.id
        name = "s-" + hashlib.sha256(text.encode("utf-8", "surrogatepass")).hexdigest()[:12]
        if name not in taken:
            return name
    raise AssertionError
