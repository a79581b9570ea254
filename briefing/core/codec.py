"""An edition as plain JSON and back: the form that is kept, that other programs may rely on, and that proves itself.

The form is described in `docs/edition.schema.json`. Keys stand in a fixed order and times are in UTC, so that the same
edition is the same bytes.
"""

from __future__ import annotations

import hashlib
import json
from dataclasses import asdict, fields
from datetime import UTC, datetime, timedelta
from typing import Any

from briefing.model import (
    Account,
    Brief,
    Counts,
    Decision,
    Edition,
    Failure,
    Image,
    Quote,
    Reason,
    Recipe,
    Reference,
    Section,
    Slot,
    Telling,
    from_label,
)

SCHEMA = "briefing-edition/1"


def edition_json(edition: Edition) -> str:
    """The edition as JSON text, two spaces deep, ending in a newline."""
    return json.dumps(_edition(edition), ensure_ascii=False, indent=2) + "\n"


def _edition(edition: Edition) -> dict[str, Any]:
    return {
        "schema": SCHEMA,
        "id": edition.id,
        "title": edition.title,
        "subject": edition.subject,
        "preheader": edition.preheader,
        "language": edition.language,
        "timezone": edition.timezone,
        "date": edition.slot.date.isoformat(),
        "window": {"opens": iso(edition.slot.opens), "closes": iso(edition.slot.closes)},
        "previous": edition.previous,
        "words": edition.words,
        "minutes": edition.minutes,
        "quiet": edition.quiet,
        "recipe": edition.recipe,
        "note": edition.note,
        "postal_address": edition.postal_address,
        "unsubscribe": edition.unsubscribe,
        "online": edition.online,
        "preferences": edition.preferences,
        "sections": [{"name": s.name, "briefs": [_brief(b) for b in s.briefs]} for s in edition.sections],
        "inputs": [list(pair) for pair in edition.inputs],
        "failures": [asdict(failure) for failure in edition.failures],
        "counts": asdict(edition.counts),
    }


def _brief(brief: Brief) -> dict[str, Any]:
    return {
        "story": brief.story,
        "kind": brief.kind,
        "status": brief.status,
        "headline": brief.headline,
        "quotes": [asdict(quote) for quote in brief.quotes],
        "articles": [{**asdict(r), "published": r.published and iso(r.published)} for r in brief.articles],
        "score": brief.score,
        "reasons": [asdict(reason) for reason in brief.reasons],
        "image": brief.image and asdict(brief.image),
        "news": list(brief.news),
        "accounts": [asdict(account) for account in brief.accounts],
        "section": brief.section,
    }


def edition_from_json(text: str) -> Edition:
    """The edition that `edition_json` wrote. Raises ValueError for anything else."""
    raw = json.loads(text)
    if not isinstance(raw, dict) or raw.get("schema") != SCHEMA:
        raise ValueError(f'no edition: "schema" should be "{SCHEMA}"')
    try:
        return _edition_from(raw)
    except (KeyError, TypeError, AttributeError) as error:
        raise ValueError(f"no edition: {error!r}") from error


def _edition_from(raw: dict[str, Any]) -> Edition:
    window = raw["window"]
    briefing, _, label = raw["id"].rpartition("/")
    day, number = from_label(label)
    if raw["date"] != day.isoformat():
        raise ValueError(f"no edition: {raw['id']} is not of {raw['date']}")
    slot = Slot(
        briefing=briefing,
        date=day,
        number=number,
        opens=datetime.fromisoformat(window["opens"]),
        closes=datetime.fromisoformat(window["closes"]),
    )
    plain = ("recipe", "title", "subject", "preheader", "language", "timezone", "words", "minutes", "quiet", "note",
             "postal_address", "unsubscribe", "previous")  # fmt: skip
    return Edition(
        slot=slot,
        sections=tuple(
            Section(name=s["name"], briefs=tuple(_brief_from(b) for b in s["briefs"])) for s in raw["sections"]
        ),
        inputs=tuple((name, digest) for name, digest in raw["inputs"]),
        failures=tuple(Failure(**failure) for failure in raw["failures"]),
        counts=Counts(**raw["counts"]),
        **{name: raw[name] for name in plain},
        **{name: raw.get(name, "") for name in ("online", "preferences")},
    )


def _brief_from(raw: dict[str, Any]) -> Brief:
    return Brief(
        story=raw["story"],
        kind=raw["kind"],
        status=raw["status"],
        headline=raw["headline"],
        quotes=tuple(Quote(**quote) for quote in raw["quotes"]),
        articles=tuple(
            Reference(**{**r, "published": r["published"] and datetime.fromisoformat(r["published"])})
            for r in raw["articles"]
        ),
        score=raw["score"],
        reasons=tuple(Reason(**reason) for reason in raw["reasons"]),
        image=Image(**raw["image"]) if raw["image"] else None,
        news=tuple(raw.get("news", ())),
        accounts=tuple(map(_account_from, raw.get("accounts", ()))),
        section=raw.get("section", ""),
    )


def _account_from(raw: dict[str, Any]) -> Account:
    tellings = (
        Telling(text=telling["text"], places=tuple(Quote(**place) for place in telling["places"]))
        for telling in raw["tellings"]
    )
    return Account(what=raw["what"], tellings=tuple(tellings))


def decisions_json(decisions: list[Decision]) -> str:
    return json.dumps([asdict(decision) for decision in decisions], ensure_ascii=False)


def decisions_from_json(text: str) -> list[Decision]:
    return [
        Decision(**{**_frozen(raw), "reasons": tuple(Reason(**reason) for reason in raw["reasons"])})
        for raw in json.loads(text)
    ]


def recipe_json(recipe: Recipe) -> str:
    """The recipe as JSON text: what `fingerprint` is taken of, and what a rebuild starts from."""
    raw = {**asdict(recipe), "lookback": recipe.lookback.total_seconds()}
    return json.dumps(raw, ensure_ascii=False, sort_keys=True)


def recipe_from_json(text: str) -> Recipe:
    raw = json.loads(text)
    known = {field.name for field in fields(Recipe)}
    kept: dict[str, Any] = _frozen({name: value for name, value in raw.items() if name in known})
    return Recipe(**{**kept, "lookback": timedelta(seconds=raw["lookback"])})


def _frozen(raw: Any) -> Any:
    """JSON's lists as tuples, in objects too."""
    if isinstance(raw, list):
        return tuple(_frozen(value) for value in raw)
    return {name: _frozen(value) for name, value in raw.items()} if isinstance(raw, dict) else raw


def fingerprint(recipe: Recipe) -> str:
    """ "sha256:" and 64 hexadecimal digits: equal for recipes that would say the same."""
    return "sha256:" + hashlib.sha256(recipe_json(recipe).encode()).hexdigest()


def iso(moment: datetime) -> str:
    """ISO 8601 in UTC with a Z."""
    return moment.astimezone(UTC).isoformat().replace("+00:00", "Z")
