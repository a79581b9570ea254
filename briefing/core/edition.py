"""Composing an edition: which stories are told, at what length, in which order, under which subject.

Length follows the recipe's word budget by choosing stories and sentences, never by cutting a sentence.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import TypeVar

from briefing.core import caps
from briefing.core.actors import actors
from briefing.core.agencies import agency
from briefing.core.agreement import accounts
from briefing.core.codec import fingerprint
from briefing.core.excerpt import length_of, preheader, subject_line, words_of
from briefing.core.matching import muted
from briefing.core.quotations import with_sole
from briefing.core.rank import floor
from briefing.core.schedule import of_the_day
from briefing.core.text import count_words
from briefing.model import (
    NO_FREQUENCIES,
    TOP,
    WORDS_A_MINUTE,
    Article,
    Brief,
    Counts,
    Decision,
    Edition,
    Failure,
    Frequencies,
    Kind,
    Quote,
    RankedStory,
    Recipe,
    Reference,
    Section,
    Slot,
    Story,
)

_MOST_TOO_LONG = 25
"""So many stories in a row for which too few words are left, and no more are tried: each costs a summary or two."""
_NO_LEAD = "a lead has a date of the day, and none of its reports has"
_T = TypeVar("_T")
_LINE = 40
"""Words of a headline and its line."""
_RESERVED = 0.65
"""The share of an even part of the edition's words that is kept for each place."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Surroundings:
    """What an edition says beside its stories."""

    previous: Edition | None
    failures: tuple[Failure, ...]
    feeds: int
    inputs: tuple[Article, ...]
    background: Frequencies = NO_FREQUENCIES
    """How common words are in earlier news."""
    repeats: Mapping[str, str] = field(default_factory=dict)
    """Ids of articles that repeat another's text, and of those that had it first, see `copies`."""
    twins: Mapping[str, Sequence[str]] = field(default_factory=dict)
    """Ids of articles, and of those that were left out as the same, see `duplicates`."""


def compose(
    slot: Slot,
    recipe: Recipe,
    ranked: Sequence[RankedStory],
    around: Surroundings,
    *,
    quotes: Callable[[Story, int], Sequence[Quote]],
    one_liner: Callable[[Story], Quote | None],
) -> tuple[Edition, list[Decision]]:
    """An edition of the best stories, and what became of every story and why.

    `ranked` has the best first; `quotes(story, n)` gives at most n sentences and `one_liner(story)` one, or None.
    """
    told, decisions = _filled(slot, recipe, ranked, around, quotes, one_liner)
    sections = _arrange(told, recipe)
    headlines = [brief.headline for section in sections for brief in section.briefs]
    words = words_of(told, recipe.note)
    edition = Edition(
        slot=slot,
        recipe=fingerprint(recipe),
        title=recipe.title,
        subject=subject_line(headlines, recipe.title),
        preheader=preheader(headlines),
        language=recipe.language,
        timezone=recipe.timezone,
        words=words,
        minutes=round(words / WORDS_A_MINUTE, 1),
        sections=sections,
        inputs=tuple(sorted((article.id, article.digest) for article in around.inputs)),
        failures=around.failures,
        counts=_counts(told, len(ranked), around),
        note=recipe.note,
        postal_address=recipe.postal_address,
        unsubscribe=recipe.unsubscribe,
        online=f"{recipe.online}{slot.label}/edition.html" if recipe.online else "",
        preferences=recipe.preferences,
        quiet=len(told) < recipe.least_stories,
        previous=around.previous.id if around.previous else None,
    )
    return edition, decisions


def _filled(
    slot: Slot,
    recipe: Recipe,
    ranked: Sequence[RankedStory],
    around: Surroundings,
    quotes: Callable[[Story, int], Sequence[Quote]],
    one_liner: Callable[[Story], Quote | None],
) -> tuple[list[Brief], list[Decision]]:
    """The edition's places, filled down the ranking as long as words are left."""
    old = frozenset(around.previous.inputs if around.previous else ())
    unfit = [_unfit(entry, recipe, old, around.previous) for entry in ranked]
    first, passed_over = _lead(ranked, unfit, slot)
    ranked, unfit = _moved_up(ranked, first), _moved_up(unfit, first)
    fit = [entry.story for entry, because in zip(ranked, unfit, strict=True) if not because]
    day = caps.survey(fit, recipe, background=around.background)
    told, chosen, decisions = list[Brief](), list[Story](), list[Decision]()
    left, too_long = recipe.words - count_words(recipe.note), 0
    full = f"the edition has its {recipe.words} words"
    for entry, refused in zip(ranked, unfit, strict=True):
        kind = _kind(len(told), recipe)
        brief, because = None, refused
        if because:
            pass
        elif kind is None:
            because = f"the edition has its {len(told)} stories; this one ranks below them"
        elif too_long == _MOST_TOO_LONG:
            because = full
        elif not (because := caps.refusal(entry.story, chosen, recipe, day)):
            spare = left - _reserve(recipe) * (recipe.places - len(told) - 1)
            brief, because = _brief(entry, kind, (left, spare), recipe, around, quotes, one_liner)
            if brief is None and not because:
                because = full
                too_long += 1
        if brief:
            told.append(replace(brief, section=entry.story.lead.item.section))
            chosen.append(entry.story)
            left -= length_of(brief.headline, brief.quotes)
            too_long = 0
            if entry.story.id in passed_over:
                because = f"printed as {brief.kind}: {_NO_LEAD}"
        decisions.append(_decision(entry, brief, because, around))
    return told, decisions


def _counts(told: Sequence[Brief], stories: int, around: Surroundings) -> Counts:
    known = {name for name, _ in around.previous.inputs} if around.previous else frozenset[str]()
    before = {brief.story for brief in around.previous.briefs} if around.previous else frozenset[str]()
    return Counts(
        feeds=around.feeds,
        feeds_failed=sum(failure.stage == "feed" for failure in around.failures),
        articles=len(around.inputs),
        articles_new=sum(article.id not in known for article in around.inputs),
        pages_failed=sum(failure.stage == "page" for failure in around.failures),
        stories=stories,
        printed=len(told),
        told_before=len(before),
        moved_on=sum(brief.story in before for brief in told),
    )


def _lead(ranked: Sequence[RankedStory], unfit: Sequence[str], slot: Slot) -> tuple[int, frozenset[str]]:
    """Where the story stands that comes first, and the ids of those before it that may be told, but not lead."""
    fit = [place for place, because in enumerate(unfit) if not because]
    for number, place in enumerate(fit):
        if of_the_day((article.published for article in ranked[place].story.articles), slot):
            return place, frozenset(ranked[earlier].story.id for earlier in fit[:number])
    return 0, frozenset()


def _moved_up(things: Sequence[_T], place: int) -> list[_T]:
    return [*things[place : place + 1], *things[:place], *things[place + 1 :]]


def _kind(place: int, recipe: Recipe) -> Kind | None:
    if place == 0:
        return "lead"
    if place <= recipe.full_stories:
        return "full"
    return "brief" if place < recipe.places else None


def _reserve(recipe: Recipe) -> float:
    """Words that are kept for each place still empty before a story has more than a line; fewer in a short edition."""
    return min(_LINE, recipe.words / recipe.places * _RESERVED)


def _unfit(entry: RankedStory, recipe: Recipe, old: Collection[tuple[str, str]], previous: Edition | None) -> str:
    """Why a story can't be told today, or nothing. A page that could be read only now is new, too."""
    story = entry.story
    if because := muted(story, recipe):
        return f"muted: {because}"
    if story.status == "ongoing":
        return f"told in {story.first_told}, and nothing new since"
    if previous and all((article.id, article.digest) in old for article in story.articles):
        return f"no report of it is newer than {previous.id}"
    return floor(entry, recipe)


def _brief(
    entry: RankedStory,
    kind: Kind,
    budget: tuple[int, float],
    recipe: Recipe,
    around: Surroundings,
    quotes: Callable[[Story, int], Sequence[Quote]],
    one_liner: Callable[[Story], Quote | None],
) -> tuple[Brief | None, str]:
    """The longest form of a story; None where the budget allows none, or for the reason given.

    budget: words for one sentence, and for several.
    """
    most, spare = budget
    told = _today(entry.story)
    named = {article.id for article in told.articles}
    single = one_liner(entry.story)
    if single and single.article not in named:
        single = one_liner(told)
    for sentences in range(recipe.sentences if kind != "brief" else 0, 1, -1):
        # What is known helps to tell what is new, and is quoted where there is nothing else: it was told before.
        chosen = [quote for quote in quotes(entry.story, sentences) if quote.article in named]
        if len(chosen) > 1 and length_of(told.lead.title, chosen) <= spare:
            return _drawn(entry, told, kind, chosen, recipe, around), ""
    if single is None:
        return None, "no sentence of its reports can stand alone"
    if length_of(told.lead.title, [single]) > most:
        return None, ""
    return _drawn(entry, told, "brief" if kind == "full" else kind, [single], recipe, around), ""


def _today(story: Story) -> Story:
    """What is told of it: of an update the reports of today, as those of the days before stand in earlier editions."""
    if story.status != "update":
        return story
    return replace(story, articles=tuple(article for article in story.articles if article.id in story.fresh))


def _drawn(
    entry: RankedStory, story: Story, kind: Kind, quotes: Sequence[Quote], recipe: Recipe, around: Surroundings
) -> Brief:
    """The brief of a story, of which `story` has what is told today."""
    return Brief(
        story=story.id,
        kind=kind,
        status=story.status,
        headline=story.lead.title,
        quotes=with_sole(quotes, entry.story, around.repeats),
        articles=_references(story.articles, recipe, around.repeats),
        score=entry.score,
        reasons=entry.reasons,
        image=story.lead.image,
        news=story.news,
        accounts=(*accounts(story, around.repeats), *actors(story, around.repeats)) if kind != "brief" else (),
    )


def _references(told: Sequence[Article], recipe: Recipe, repeats: Mapping[str, str]) -> tuple[Reference, ...]:
    """The reports as the edition names them. Of those with one text the original has it, or else the first of them."""
    having = {article.id: article.id for article in told}
    for article in told:
        having.setdefault(repeats.get(article.id, article.id), article.id)
    firsts = {article.id: having[repeats.get(article.id, article.id)] for article in told}
    return tuple(
        _reference(article, recipe, repeats=firsts[article.id] if firsts[article.id] != article.id else "")
        for article in told
    )


def _reference(article: Article, recipe: Recipe, *, repeats: str) -> Reference:
    return Reference(
        id=article.id,
        url=article.url,
        title=article.title,
        source=article.item.source_name,
        published=article.published,
        language=article.language or recipe.language,
        text_from=article.text_from,
        digest=article.digest,
        partial=article.partial,
        agency=agency(article) or "",
        repeats=repeats,
    )


def _decision(entry: RankedStory, brief: Brief | None, because: str, around: Surroundings) -> Decision:
    story = entry.story
    articles = tuple(article.id for article in story.articles)
    return Decision(
        story=story.id,
        headline=story.lead.title,
        articles=articles,
        score=entry.score,
        reasons=entry.reasons,
        printed=brief is not None,
        because=because or f"printed as {brief.kind if brief else 'nothing'}",
        status=story.status,
        first_told=story.first_told,
        news=story.news,
        absorbed=story.absorbed,
        split_from=story.split_from,
        repeats=tuple((id_, around.repeats[id_]) for id_ in articles if id_ in around.repeats),
        twins=tuple((twin, of) for of in articles for twin in around.twins.get(of, ())),
    )


def _arrange(told: Sequence[Brief], recipe: Recipe) -> tuple[Section, ...]:
    """Lead and full stories on top, then one-liners by section: the recipe's order first, others by their best."""
    by_name: dict[str, list[Brief]] = {TOP: [], **{name: [] for name in recipe.sections}}
    for brief in told:
        by_name.setdefault(TOP if brief.kind != "brief" else brief.section, []).append(brief)
    return tuple(Section(name=name, briefs=tuple(briefs)) for name, briefs in by_name.items() if briefs)
