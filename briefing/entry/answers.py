"""What an edition recorded of one story, as data: for `briefing why` and whoever else shows it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict, dataclass
from typing import Any

from briefing.core.voices import house
from briefing.entry.record import Beside, Record, Setting, headline_of
from briefing.model import Article, Brief, Decision, Quote, TextFrom
from briefing.ports import Store


@dataclass(frozen=True, slots=True, kw_only=True)
class Report:
    """An article of a story."""

    id: str
    url: str
    title: str
    source: str
    house: str
    """The house that owns the outlet, as `owners` had it; empty where none does."""
    named: bool
    """The edition names it."""
    repeats: str
    """Id of the report that had its text first; empty where it has one of its own."""
    repeats_source: str
    """That one's outlet."""
    agency: str
    text_from: TextFrom
    partial: bool
    twins: tuple[str, ...]
    """Further addresses where the same article was found."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Sentence:
    """A printed sentence and where it stands: `text` is characters start to end of the report's text."""

    text: str
    article: str
    source: str
    url: str
    start: int
    end: int
    paragraph: int
    """From 1."""
    paragraphs: int
    trimmed: bool
    news: tuple[str, ...]
    """What it has of that which makes the story an update."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Related:
    """A story that this one was part of, or that became part of it."""

    story: str
    headline: str
    """As an earlier edition printed it; empty where none did."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Why:
    """What became of a story. As JSON: these, and the fields of `decision` beside them."""

    edition: str
    decision: Decision
    place: int | None
    """Among the items printed, in reading order, from 1; None where it was left out."""
    items: int
    rank: int
    """Among the stories weighed, best first, from 1."""
    weighed: int
    kind: str
    """How it is told: "lead", "full", "brief"; empty where it was left out."""
    short: str
    """Of a story told in one line: why it has no more."""
    section: str
    reports: tuple[Report, ...]
    sentences: tuple[Sentence, ...]
    summarizer: str
    """What picked them, as `summary.by` named it; a story told in one line has its one best sentence."""
    most_sentences: int
    absorbed_stories: tuple[Related, ...]
    split_from_story: Related | None
    above: Beside | None
    """The story that ranks next above it: of a printed one, the next that was printed. None where none does."""
    below: Beside | None
    last_printed: Beside | None
    """Of a story that was left out: the printed one that ranks last."""
    settings: tuple[Setting, ...]
    """Of a story that was left out: what would have let it in."""


def answer(store: Store, record: Record, decision: Decision) -> Why:
    """What was recorded of a story."""
    brief = record.briefs.get(decision.story)
    among = [other for other in record.decisions if other.printed or not decision.printed]
    at = among.index(decision)
    ids = {*decision.articles, *(id_ for pair in (*decision.repeats, *decision.twins) for id_ in pair)}
    articles = record.articles(ids)
    sections = {brief.story: section.name for section in record.edition.sections for brief in section.briefs}
    return Why(
        edition=record.edition.id,
        decision=decision,
        place=record.place(decision),
        items=len(record.briefs),
        rank=record.rank(decision),
        weighed=len(record.decisions),
        kind=brief.kind if brief else "",
        short=_short(record.recipe.full_stories, at) if brief and brief.kind == "brief" else "",
        section=sections.get(decision.story, ""),
        reports=_reports(record, decision, brief, articles),
        sentences=tuple(_sentence(quote, brief, articles) for quote in brief.quotes) if brief else (),
        summarizer=record.recipe.summarizer,
        most_sentences=record.recipe.sentences,
        absorbed_stories=tuple(_related(store, record, story) for story in decision.absorbed),
        split_from_story=_related(store, record, decision.split_from) if decision.split_from else None,
        above=record.beside(decision, among[at - 1]) if at else None,
        below=record.beside(decision, among[at + 1]) if at + 1 < len(among) else None,
        last_printed=record.last_printed(decision),
        settings=record.changing(decision),
    )


def _short(full_stories: int, printed_above: int) -> str:
    if printed_above > full_stories:
        return f"the first and {full_stories} more are told at length (`length.full_stories`)"
    return "too few words were left, or too few sentences can stand alone, to tell it at length"


def as_data(told: Why) -> dict[str, Any]:
    """For programs."""
    raw = asdict(told)
    return {"edition": raw.pop("edition"), **raw.pop("decision"), **raw}


def _reports(
    record: Record, decision: Decision, brief: Brief | None, articles: Mapping[str, Article]
) -> tuple[Report, ...]:
    """Those that the edition names first, in its order."""
    named = {reference.id: reference for reference in brief.articles} if brief else {}
    order = [*named, *(id_ for id_ in decision.articles if id_ not in named)]
    repeats = dict(decision.repeats)
    found = []
    for article in (articles[id_] for id_ in order if id_ in articles):
        of = repeats.get(article.id, "")
        original = articles.get(of)
        found.append(
            Report(
                id=article.id,
                url=article.url,
                title=article.title,
                source=article.item.source_name,
                house=house(article, record.recipe.owners) or "",
                named=article.id in named,
                repeats=of,
                repeats_source=original.item.source_name if original else "",
                agency=named[article.id].agency if article.id in named else "",
                text_from=article.text_from,
                partial=article.partial,
                twins=tuple(articles[twin].url for twin, by in decision.twins if by == article.id and twin in articles),
            )
        )
    return tuple(found)


def _sentence(quote: Quote, brief: Brief, articles: Mapping[str, Article]) -> Sentence:
    article = articles[quote.article]
    return Sentence(
        text=quote.text,
        article=quote.article,
        source=article.item.source_name,
        url=article.url,
        start=quote.start,
        end=quote.end,
        paragraph=article.text.count("\n", 0, quote.start) + 1,
        paragraphs=article.text.count("\n") + 1,
        trimmed=quote.trimmed,
        news=tuple(word for word in brief.news if word in quote.text),
    )


def _related(store: Store, record: Record, story: str) -> Related:
    return Related(story=story, headline=headline_of(store, story, record.edition))
