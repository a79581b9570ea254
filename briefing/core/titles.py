"""A report's headline, from the several titles that its page gives itself."""

from __future__ import annotations

import re
from collections.abc import Iterable

from briefing.core.metadata import Head, fold, line

_SEPARATOR = re.compile(r"\s+[-–—|·•»«:~]+\s+|\s*[|｜]\s*|\s+::\s+|(?<=\w)_(?=\w)")
_CHAIN = re.compile(r"(?<=[\u3040-\u30ff\u3400-\u9fff！？”》%\d])(?:_[^_\s]{1,20})+$")
"""Section and site behind a Chinese title."""
_SOLO = re.compile(r"[\u3040-\u30ff\u3400-\u9fff\uac00-\ud7af\uf900-\ufaff\u0e00-\u0eff]")
_LONGEST = 400
"""Characters of a title."""
_MOST_HEADINGS = 20
_TITLE_META = ("parsely-title", "sailthru.title", "dc.title", "dcterms.title", "headline", "title")

# How much each place counts when titles differ. What readers see counts most, unless others agree on something else.
_HEADING, _STRUCTURED, _SHARED, _FED, _OTHER = 4.3, 3.1, 2.2, 2.0, 0.5


def without_site(title: str, names: frozenset[str]) -> str:
    """A title with the site's name taken off its end or its start, where a separator sets it apart."""
    breaks = [match.span() for match in _SEPARATOR.finditer(title)]
    for start, end in reversed(breaks):
        if not _is_site(title[end:], names):
            break
        title = title[:start]
    if breaks and breaks[0][1] < len(title) and fold(title[: breaks[0][0]]) in names:
        title = title[breaks[0][1] :]
    return _CHAIN.sub("", title).strip()


def _is_site(part: str, names: frozenset[str]) -> bool:
    folded = fold(part)
    if not folded:
        return True
    return any(folded == name or (len(name) > 3 and len(name) > 0.4 * len(folded) and name in folded) for name in names)


def title_of(head: Head, fed: str = "") -> str | None:
    """The report's headline without its site's name; None where the page has no title.

    Each title that the page claims votes for its wording, and so does `fed`, the feed's own; the visible heading has
    the most weight.
    """
    names = head.site_names
    claims = [
        (_STRUCTURED, head.article.get("headline")),
        (_SHARED, head.meta("og:title")),
        (_FED, fed),
        (_OTHER, head.meta("twitter:title")),
        (_OTHER, head.title),
        (_OTHER, head.meta(*_TITLE_META)),
    ]
    lines = [(weight, text) for weight, claim in claims if len(text := line(claim)) < _LONGEST]
    titles = [(weight, without_site(text, names)) for weight, text in lines]
    titles = [(weight, title) for weight, title in titles if fold(title) and fold(title) not in names]
    heading = _heading(head, [title for _, title in titles], names)
    votes: dict[str, float] = {}
    for weight, title in [*([(_HEADING, heading)] if heading else []), *titles]:
        votes[fold(title)] = votes.get(fold(title), 0.0) + weight
    if not votes:
        return next((text for text in map(line, head.headings) if text and len(text) < _LONGEST), None)
    if heading:
        shorter = (votes[cut] for cut in votes if cut != fold(heading) and _is_cut(cut, fold(heading)))
        votes[fold(heading)] += sum(shorter)
    best = max(votes, key=lambda folded: votes[folded])
    shared = fold(without_site(line(head.meta("og:title"))[:_LONGEST], names))
    if best.endswith(shared) and _agree(best, shared):
        best = shared  # without a kicker
    wordings = [title for title in [heading, *(title for _, title in titles)] if fold(title) == best]
    return max(wordings, key=lambda title: len(title.split()))  # a heading may run its parts together


def _heading(head: Head, claims: Iterable[str], names: frozenset[str]) -> str:
    """The visible heading that a claim confirms; else the only one, if it is more than a section's name."""
    lines = [text for text in map(line, head.headings[:_MOST_HEADINGS]) if text and len(text) < _LONGEST]
    headings = [heading for text in lines if (heading := without_site(text, names)) and fold(heading) not in names]
    wordings = {fold(claim): claim for claim in claims}
    for heading in headings:
        folded = fold(heading)
        if folded in wordings:
            return heading
        for claim, wording in wordings.items():
            if _agree(folded, claim):
                return wording if folded.endswith(claim) else heading  # without its section's name
    long = [heading for heading in headings if len(heading.split()) > 3 or len(_SOLO.findall(heading)) > 7]
    return long[0] if len(headings) == len(long) == 1 else ""


def _agree(one: str, two: str) -> bool:
    short, long = sorted((one, two), key=len)
    return one == two or (len(short) > 12 and len(short) > 0.6 * len(long) and short in long)


def _is_cut(short: str, long: str) -> bool:
    return len(short) > 12 and len(short) > 0.6 * len(long) and long.startswith(short)
