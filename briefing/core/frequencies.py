"""In how many earlier reports each term stands: how rare, and so how telling, it is.

Where one event fills a day, the words that name it are common that day and would count for nothing. So the counts come
from other days: one part is counted a day and kept, and the sum of many days tells what is common.
"""

from __future__ import annotations

import json
from collections import Counter, defaultdict
from collections.abc import Iterable
from itertools import chain

from briefing.core.terms import in_lead, in_title
from briefing.model import Article, Frequencies


def count(articles: Iterable[Article]) -> Frequencies:
    """The frequencies of the articles' titles and leads; one text that several outlets print is one document."""
    documents: dict[tuple[str, str], set[str]] = {}
    for article in articles:
        lead = in_lead(article)
        key = (article.digest, "" if lead else article.title)
        documents.setdefault(key, set()).update(in_title(article), lead)
    counts = Counter(chain.from_iterable(documents.values()))
    return Frequencies(documents=len(documents), counts=dict(sorted(counts.items())))


def summed(parts: Iterable[Frequencies]) -> Frequencies:
    """The frequencies of all parts' documents together."""
    documents, counts = 0, Counter[str]()
    for part in parts:
        documents += part.documents
        counts.update(part.counts)
    return Frequencies(documents=documents, counts=dict(sorted(counts.items())))


def to_json(frequencies: Frequencies) -> str:
    """As compact JSON: the same frequencies give the same text. Terms have no blanks, so one string lists many."""
    terms_of: dict[int, list[str]] = defaultdict(list)
    for term, number in frequencies.counts.items():
        terms_of[number].append(term)
    counts = {str(number): " ".join(sorted(terms_of[number])) for number in sorted(terms_of)}
    data = {"documents": frequencies.documents, "counts": counts}
    return json.dumps(data, ensure_ascii=False, separators=(",", ":"))


def from_json(text: str) -> Frequencies:
    """The frequencies that `to_json` wrote. Raises ValueError where it is none of its texts."""
    try:
        data = json.loads(text)
        counts = {term: int(number) for number, listed in data["counts"].items() for term in listed.split(" ")}
        return Frequencies(documents=int(data["documents"]), counts=dict(sorted(counts.items())))
    except (KeyError, TypeError, AttributeError) as error:
        raise ValueError(f"these are no frequencies: {error!r}") from error
