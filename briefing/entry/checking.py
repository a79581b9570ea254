"""The check before sending: what `core.check` says of an edition, its sentences proved, its links asked."""

from __future__ import annotations

import json
import time
from collections.abc import Mapping, Sequence
from contextlib import closing
from dataclasses import asdict
from datetime import datetime, timedelta
from threading import Thread
from typing import TYPE_CHECKING

from briefing import source_wiring
from briefing.core.check import Finding, check
from briefing.core.dead_links import ALIVE, NOT_IN_TIME, Answer, addresses, answer_of, offline
from briefing.core.drawn import Drawn
from briefing.core.urls import host
from briefing.core.verify import verify
from briefing.entry.console import counted
from briefing.errors import FetchError
from briefing.model import Document, Edition, Override
from briefing.ports import Store

if TYPE_CHECKING:
    from briefing.config import Config

WITHIN = 20.0
"""Seconds that all links together may take."""
_KEPT = timedelta(hours=1)
"""So long answers will do for whoever tries again and again to deliver the same edition."""

Answers = Mapping[str, Answer]


def examine(store: Store, edition: Edition, document: Document, answers: Answers | None = None) -> list[Finding]:
    """What the check says of an edition, its sentences proved against the store. Raises StoreError."""
    wanted = {(article.id, article.digest) for brief in edition.briefs for article in brief.articles}
    articles = {(article.id, article.digest): article for article in store.news.versions(wanted)}
    return check(edition, document, answers=answers, unproved=verify(edition, articles))


def links(edition: Edition, document: Document) -> list[str]:
    """The addresses of an edition that are to be asked."""
    return addresses(edition, [Drawn(form) for form in (document.html, document.web) if form])


def asked(config: Config, store: Store, urls: Sequence[str], *, within: float = WITHIN) -> dict[str, Answer]:
    """What came of asking addresses, as politely as gathering does, all at once and within so many seconds.

    What has not answered by then is left to itself. Raises ConfigError, StoreError.
    """
    ends = time.monotonic() + within
    hosts = {host(url): url for url in urls}
    access = {name: source_wiring.access_at(config, url) for name, url in hosts.items()}
    answers: dict[str, Answer] = {}
    trouble: list[Exception] = []
    with closing(source_wiring.http_fetcher(config, robots=store.texts)) as fetcher:

        def ask(url: str) -> Answer:
            if time.monotonic() >= ends:
                return NOT_IN_TIME
            try:
                fetcher.fetch(url, access=access[host(url)], robots=True)
            except FetchError as error:
                return answer_of(error)
            return ALIVE

        def ask_all() -> None:
            try:
                for url, answer in source_wiring.threads(config)(ask, urls, lane=host):
                    answers[url] = answer or NOT_IN_TIME
            except Exception as error:  # noqa: BLE001 - raised again below, where somebody hears it
                trouble.append(error)

        thread = Thread(target=ask_all, name="links", daemon=True)
        thread.start()
        thread.join(within)
    if trouble:
        raise trouble[0]
    return {url: answers.get(url, NOT_IN_TIME) for url in urls}


def asked_before(store: Store, edition: Edition, urls: Sequence[str], now: datetime) -> dict[str, Answer] | None:
    """What came of asking them within the hour; None where some of them were not."""
    text = store.texts.get(_name(edition), now)
    kept = {url: Answer(state=state, said=said) for url, (state, said) in json.loads(text).items()} if text else {}
    return {url: kept[url] for url in urls} if set(urls) <= set(kept) else None


def keep_answers(store: Store, edition: Edition, answers: Answers, now: datetime) -> None:
    """For `asked_before`, unless nobody at all answered: that may be another in a moment."""
    if answers and not offline(answers):
        said = {url: (answer.state, answer.said) for url, answer in answers.items()}
        store.texts.put(_name(edition), json.dumps(said), now + _KEPT)


def _name(edition: Edition) -> str:
    return f"links of {edition.id}"


# --- in words --------------------------------------------------------------------------------------------------------


def sentence(finding: Finding) -> str:
    """What is wrong, and what to do about it."""
    return f"{finding.message}. {finding.advice}" if finding.advice else finding.message


def asking(urls: Sequence[str]) -> str:
    """What is done while nothing is seen."""
    return f"Asking {counted(len(urls), 'link')} whether they still lead somewhere."


def forced(override: Override) -> str:
    """A line on an edition that was sent although the check held it back."""
    findings = counted(len(override.findings), "finding")
    return f"{override.edition} was sent by force on {override.at:%Y-%m-%d at %H:%M} UTC, {findings} passed over"


def as_data(
    edition: Edition, findings: Sequence[Finding], answers: Answers | None, overrides: Sequence[Override]
) -> dict[str, object]:
    """For programs: "fit" says whether nothing stops it; "links" is null where none were asked."""
    return {
        "edition": edition.id,
        "fit": not any(finding.level == "stop" for finding in findings),
        "findings": [asdict(finding) for finding in findings],
        "links": None if answers is None else {url: asdict(answer) for url, answer in answers.items()},
        "forced": [{"at": each.at.isoformat(), "findings": list(each.findings)} for each in overrides],
    }
