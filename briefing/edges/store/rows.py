"""Rows of the store as the nouns of `model`, and back."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import asdict, fields
from datetime import datetime
from typing import Any, TypeVar

from sqlalchemy import Row

from briefing.model import Article, Edition, Image, Item, Notes, Opinion, Removal

A = TypeVar("A")

_ITEM = tuple(field.name for field in fields(Item))


def parts(things: Sequence[A]) -> Iterator[Sequence[A]]:
    """SQLite counts the variables of a statement."""
    return (things[start : start + 400] for start in range(0, len(things), 400))


def row_of_item(item: Item, first_seen: datetime) -> dict[str, Any]:
    moment = item.published if item.published and item.published <= first_seen else first_seen
    plain = {name: getattr(item, name) for name in _ITEM}  # asdict would copy each value, ten times as slow
    return {**plain, "authors": list(item.authors), "listed_by": item.source, "moment": moment}


def item_of(row: Row[Any]) -> Item:
    return Item(**{name: getattr(row, name) for name in _ITEM} | {"authors": tuple(row.authors)})


def row_of_article(article: Article) -> dict[str, Any]:
    return {
        "digest": article.digest,
        "url": article.url,
        "title": article.title,
        "text": article.text,
        "text_from": article.text_from,
        "authors": list(article.authors),
        "published": article.published,
        "language": article.language,
        "image": article.image and asdict(article.image),
        "modified": article.modified,
        "genre": article.genre,
        "partial": int(article.partial),
    }


def article_of(row: Row[Any]) -> Article:
    """From a row of items with the columns of articles beside it, as `a_…`."""
    return Article(
        id=row.id,
        item=item_of(row),
        url=row.a_url,
        title=row.a_title,
        text=row.a_text,
        text_from=row.a_text_from,
        digest=row.a_digest,
        first_seen=row.first_seen,
        authors=tuple(row.a_authors),
        published=row.a_published,
        language=row.a_language,
        image=Image(**row.a_image) if row.a_image else None,
        modified=row.a_modified,
        genre=row.a_genre,
        partial=bool(row.a_partial),
    )


def cited_by(edition: Edition) -> list[dict[str, str]]:
    """The versions of articles that an edition names, each once."""
    named = {(article.id, article.digest) for brief in edition.briefs for article in brief.articles}
    return [{"item": id_, "digest": digest} for id_, digest in sorted(named)]


def row_of_notes(notes: Notes) -> dict[str, Any]:
    return {
        "opinions": [[opinion.name, opinion.words, opinion.score] for opinion in notes.opinions],
        "removed": [[removal.rule, removal.line, removal.after] for removal in notes.removed],
    }


def notes_of(row: dict[str, Any] | None) -> Notes:
    """Nothing where nothing was noted."""
    raw = row or {"opinions": (), "removed": ()}
    return Notes(
        opinions=tuple(Opinion(name=name, words=words, score=score) for name, words, score in raw["opinions"]),
        removed=tuple(Removal(rule=rule, line=line, after=after) for rule, line, after in raw["removed"]),
    )
