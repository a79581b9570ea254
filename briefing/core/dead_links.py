"""Whether an edition's links lead somewhere: which addresses are to be asked, what their answers mean, what is dead.

Only who says so is dead: an answer 404 or 410, or a name that no longer has an address. Servers that refuse programs,
have trouble or don't answer tell nothing about what readers will find.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Literal

from briefing.core.drawn import Drawn
from briefing.core.networks import is_local
from briefing.core.urls import absolute, host
from briefing.errors import FetchError
from briefing.model import Brief, Edition

_DEAD = frozenset((404, 410))
# The words of `edges/http`; `tests/entry/test_check.py` holds them together.
_NO_NAME = re.compile(r"not found: the name \S+ has no address$")
_ANSWERED = re.compile(r"^redirected|^more than|makes no sense|cut off|closed the connection")


@dataclass(frozen=True, slots=True, kw_only=True)
class Answer:
    """What came of asking an address."""

    state: Literal["alive", "dead", "unclear", "unreached"]
    """unclear: a server answered, which says nothing of what readers find; unreached: none did, or none was asked."""
    said: str = ""
    """In plain words, but for "alive"."""


ALIVE = Answer(state="alive")
NOT_IN_TIME = Answer(state="unreached", said="not asked in time")


def answer_of(error: FetchError) -> Answer:
    """What a failure to fetch an address says of it."""
    if error.status in _DEAD or (error.status is None and _NO_NAME.search(error.message)):
        return Answer(state="dead", said=error.message)
    answered = error.status is not None or _ANSWERED.search(error.message)
    return Answer(state="unclear" if answered else "unreached", said=error.message)


def offline(answers: Mapping[str, Answer]) -> bool:
    """Whether nobody at all answered: then it is this machine that has no network, and no address can be judged."""
    return bool(answers) and not any(
        answer.state in ("alive", "unclear") or (answer.state == "dead" and not _NO_NAME.search(answer.said))
        for answer in answers.values()
    )


def bare(url: str) -> str:
    """An address as it is asked: without the place in the page, "" where it is no http(s) address."""
    return absolute(url).partition("#")[0]


def addresses(edition: Edition, forms: Sequence[Drawn]) -> list[str]:
    """Those to ask, each once: of headlines and sentences first, then all others that the forms link to.

    Not those of the edition's own folder on the web, where it will only stand once it is delivered, nor the one to
    leave the list by, which a careless server takes at its word, nor the one of the readers' preferences.
    """
    cited = [bare(url) for brief in edition.briefs for url in _cited(brief)]
    others = [bare(url) for form in forms for url in form.links]
    own = {bare(edition.unsubscribe), bare(edition.preferences), ""}
    folder = edition.online.rsplit("/", 2)[0] + "/" if edition.online else ""
    return [
        url for url in dict.fromkeys((*cited, *others)) if url not in own and not (folder and url.startswith(folder))
    ]


def _cited(brief: Brief) -> Iterator[str]:
    if brief.articles:
        yield brief.articles[0].url
    yield from (quote.url for quote in brief.quotes if quote.url)


def dead(edition: Edition, answers: Mapping[str, Answer]) -> tuple[list[str], list[str]]:
    """What to say of the links that are dead: of those that hold an edition back, and of those that do not, such as
    the further outlets of a story."""
    gone = {url: answer.said for url, answer in answers.items() if answer.state == "dead"}
    if not gone or offline(answers):
        return [], []
    stops, warns = list[str](), list[str]()
    named: set[str] = set()
    for brief in edition.briefs:
        cited = {bare(url) for url in _cited(brief)}
        stops += [f"“{brief.headline}” leads to {url}, which is gone: {gone[url]}" for url in _of(cited, gone)]
        also = {bare(article.url) for article in brief.articles} - cited
        warns += [f"an outlet of “{brief.headline}” is at {url}, which is gone: {gone[url]}" for url in _of(also, gone)]
        named |= cited | also
    stops += [f"a link leads to {url}, which is gone: {said}" for url, said in gone.items() if url not in named]
    return stops, warns


def _of(urls: Collection[str], gone: Mapping[str, str]) -> list[str]:
    return sorted(url for url in urls if url in gone)


def doubtful(answers: Mapping[str, Answer]) -> Iterator[str]:
    """What to say of all other links that are not known to lead somewhere, in one line."""
    if offline(answers):
        said = next(iter(answers.values())).said
        where = "they lead to this machine alone" if all(is_local(host(url)) for url in answers) else "is it online?"
        yield f"none of {len(answers)} links could be asked from this machine ({said}): {where}"
        return
    counts = Counter(answer.said for answer in answers.values() if answer.state in ("unclear", "unreached"))
    if counts:
        ordered = sorted(counts.items(), key=lambda counted: (-counted[1], counted[0]))
        reasons = "; ".join(f"{number} × {what}" for what, number in ordered)
        yield f"{counts.total()} of {len(answers)} links gave no clear answer: {reasons}"
