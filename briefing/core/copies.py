"""Which reports repeat another's text: one agency's report in many papers is one voice.

Papers change headline and dateline, trim the end, put a paragraph of their own before or after. So the runs of five
words (Broder 1997, "On the resemblance and containment of documents") at the start of one text are looked for in the
other's.
"""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence

from briefing.core.terms import undated, words
from briefing.core.text import plain
from briefing.model import Article

_Runs = frozenset[tuple[str, ...]]

_RUN = 5
_START_WORDS, _WORDS = 150, 300
"""The start of one text is looked for in twice as much of the other's, which may begin with a paragraph of its own."""
_CHARACTERS = 2500
_LEAST_RUNS = 12
"""Texts with fewer are too short to tell."""
_REPEATED = 0.8
_ANCHOR_LETTERS = 8
"""Runs that begin with so long a word are looked up: one in eight or so, in any text the same ones."""
_LEAST_ANCHORS = 6
_FEW = 4
"""With less than a quarter of the runs looked up in common, two texts are not worth comparing."""
_POSTINGS = 20
_COMPARED = 8
_NOTICE = 3
"""So many titles of one source over one text: a notice ("subscribe to go on")."""

# Name of an agency -> how texts name it as their own: in brackets, or between place and dash, or alone at the end.
_AGENCIES = {
    "AAP": "AAP",
    "AFP": "AFP|Agence France-Presse",
    "ANI": "ANI",
    "ANP": "ANP",
    "ANSA": "ANSA",
    "AP": "AP|Associated Press|The Associated Press",
    "APA": "APA",
    "Anadolu": "Anadolu|Anadolu Agency|AA",
    "Antara": "Antara",
    "Belga": "Belga",
    "Bernama": "Bernama",
    "Canadian Press": "The Canadian Press|Canadian Press",
    "CTK": "ČTK|CTK",
    "EFE": "EFE",
    "Europa Press": "Europa Press|EUROPA PRESS",
    "IANS": "IANS",
    "Interfax": "Interfax|Интерфакс",
    "Jiji": "Jiji|時事|時事通信",
    "Kyodo": "Kyodo|Kyodo News|共同|共同通信",
    "Lusa": "Lusa",
    "MTI": "MTI",
    "NTB": "NTB",
    "PA": "PA|PA Media|Press Association",
    "PAP": "PAP",
    "PTI": "PTI",
    "RIA Novosti": "RIA Novosti|РИА Новости",
    "Reuters": "Reuters|REUTERS|Рейтер|ロイター|路透社|로이터",
    "Ritzau": "Ritzau|ritzau",
    "STT": "STT",
    "TASS": "TASS|ТАСС",
    "TT": "TT",
    "UPI": "UPI",
    "Ukrinform": "Ukrinform|Укрінформ",
    "Xinhua": "Xinhua|新华社|新華社",
    "Yonhap": "Yonhap|연합뉴스",
    "dpa": "dpa|DPA|dpa-AFX",
    "sda": "sda|SDA|Keystone-SDA",
}
_NAMED = {written: agency for agency, names in _AGENCIES.items() for written in names.split("|")}
_NAME = "|".join(sorted(map(re.escape, _NAMED), key=len, reverse=True))
_PLACES = (
    re.compile(rf"[(（【\[]({_NAME})(?:[/,][^)\]）】\n]{{0,30}})?[)）】\]]"),
    re.compile(rf"\A[^\n.]{{0,60}}?\b({_NAME}) ?(?:[-–—]|--) "),
)
_AT_END = re.compile(rf"(?:\A|[\n.!?\"”»] ?|[©—–/(] ?(?:\d{{4}} )?)({_NAME})[)./]?\s*\Z")
_AGENCY_START, _AGENCY_END = 300, 60


def copies(articles: Sequence[Article]) -> dict[str, str]:
    """For each article that repeats an earlier one's text: its id -> the earlier one's. Whoever the outlets are.

    A repeats B where four fifths of the first 150 words of the shorter stand, in runs of five, in the other's first
    300. The earlier one repeats none itself. Any order of articles gives the same; time grows with their number.
    """
    notices = _notices(articles)
    originals: list[tuple[Article, list[str], int]] = []
    postings: dict[tuple[str, ...], list[int]] = defaultdict(list)
    found: dict[str, str] = {}
    for article in sorted(articles, key=lambda article: (article.when, article.id, article.digest)):
        if (article.source, article.digest) in notices:
            continue
        spoken = words(undated(plain(article.text[:_CHARACTERS])))[:_WORDS]
        if len(spoken) < _LEAST_RUNS + _RUN - 1:
            continue
        anchors = _anchors(spoken)
        shared = Counter(place for anchor in anchors for place in postings.get(anchor, ()))
        enough = (place for place, n in shared.items() if n * _FEW >= min(len(anchors), originals[place][2]))
        likely = sorted(sorted(enough, key=lambda place: (-shared[place], place))[:_COMPARED])
        of = next((place for place in likely if _repeats(spoken, originals[place][1])), None)
        if of is not None:
            found[article.id] = originals[of][0].id
            continue
        for anchor in anchors:
            if len(posted := postings[anchor]) < _POSTINGS:
                posted.append(len(originals))
        originals.append((article, spoken, len(anchors)))
    return {copy: of for copy, of in sorted(found.items()) if copy != of}


def agency(article: Article) -> str | None:
    """The news agency that the article names as its writer, in its byline, at its start or end; None where none."""
    for author in article.authors:
        if author.strip() in _NAMED:
            return _NAMED[author.strip()]
    start, end = article.text[:_AGENCY_START], article.text[-_AGENCY_END:]
    for named in (*(place.search(start) for place in _PLACES), _AT_END.search(end)):
        if named:
            return _NAMED[named[1]]
    return None


def _notices(articles: Iterable[Article]) -> set[tuple[str, str]]:
    titles: dict[tuple[str, str], set[str]] = defaultdict(set)
    for article in articles:
        titles[article.source, article.digest].add(article.title)
    return {text for text, over in titles.items() if len(over) >= _NOTICE}


def _runs(spoken: Sequence[str]) -> _Runs:
    return frozenset(zip(*(spoken[at:] for at in range(_RUN)), strict=False))


def _anchors(spoken: Sequence[str]) -> list[tuple[str, ...]]:
    """The runs to look a text up by, each once: those that begin with a long word; all where few words are long."""
    starts = range(len(spoken) - _RUN + 1)
    chosen = [at for at in starts if len(spoken[at]) >= _ANCHOR_LETTERS]
    if len(chosen) < _LEAST_ANCHORS:
        chosen = list(starts)
    return list(dict.fromkeys(tuple(spoken[at : at + _RUN]) for at in chosen))


def _repeats(one: Sequence[str], other: Sequence[str]) -> bool:
    return _contained(one, other) or _contained(other, one)


def _contained(one: Sequence[str], other: Sequence[str]) -> bool:
    """Whether the start of the one stands in the other."""
    start = _runs(one[:_START_WORDS])
    return len(start & _runs(other)) >= _REPEATED * len(start)
