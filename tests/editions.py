"""A whole edition made by hand, with the articles that it quotes: one lead, four full stories, eight one-liners.

All news is invented. Some of it is as odd as feeds are: other scripts, no page text, marks of other languages.
"""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from dataclasses import replace

from briefing import contracts
from briefing.core.fragments import link
from briefing.model import (
    Article,
    Brief,
    Counts,
    Edition,
    Failure,
    Kind,
    Quote,
    Reading,
    Reason,
    Recipe,
    Reference,
    Section,
    Status,
)
from briefing.ports import Store
from tests import builders

CLOSES = contracts.edition().slot.closes
_TOWNS = ("Aske", "Brennholm", "Corrin", "Dunmere", "Ellery", "Fairhaven", "Gullport", "Hollin", "Ister", "Karsk")
_PAPERS = ("Post", "Courier", "Morning Herald", "Tribune", "Evening News")
HOSTILE = (
    "<script>alert(1)</script> shipped",
    "Budget is {{ 7*7 }} and {% raw %} says minister",
    "A *bold* _plan_ for `code` | ~~tables~~ & more",
    "Click](javascript:alert(1)) [here",
    '"><img src=x onerror=alert(1)> closes early',
    "# 1. Not a heading\n- nor a list",
    "&lt;b&gt; stays as it was written &amp; &#169;",
)


def told(
    headline: str,
    *sentences: tuple[str, str],
    kind: Kind = "brief",
    status: Status = "new",
    also: Sequence[str] = (),
    feed_only: bool = False,
    language: str = "en",
) -> tuple[Brief, list[Article]]:
    """A brief of (outlet, sentence) pairs; the first outlet's article gives the headline."""
    texts: dict[str, str] = {}
    quotes = []
    for outlet, sentence in sentences:
        before = texts.get(outlet, "")
        start = len(before) + 1 if before else 0
        texts[outlet] = f"{before} {sentence}".lstrip()
        quotes.append((outlet, sentence, start))
    texts |= {outlet: f"{outlet} reports: {headline}" for outlet in also}
    articles = {
        outlet: builders.article(
            headline if place == 0 else f"{headline} ({outlet})",
            text,
            text_from="feed" if feed_only else "page",
            language=language,
            source=f"https://{_slug(outlet)[:60]}.example/feed",
            source_name=outlet,
            url=f"https://{_slug(outlet)[:60]}.example/2026/09/16/{_slug(headline)[:60]}-{place}",
        )
        for place, (outlet, text) in enumerate(texts.items())
    }
    brief = Brief(
        story="s-" + hashlib.sha256(headline.encode(errors="replace")).hexdigest()[:10],
        kind=kind,
        status=status,
        headline=headline,
        quotes=tuple(_quote(articles[outlet], start, start + len(text)) for outlet, text, start in quotes),
        articles=tuple(_reference(article) for article in articles.values()),
        score=1.0,
        reasons=(Reason(name="coverage", points=1.0, because=f"{len(articles)} outlets"),),
    )
    return brief, list(articles.values())


def edition(*extra: tuple[Brief, list[Article]], **changes: object) -> tuple[Edition, list[Article]]:
    """The edition of 16 September 2026 and every article that it names; `extra` stories form a section of their own."""
    sections, articles = [], []
    for name, stories in (*_news(), *([("Odds and ends", extra)] if extra else ())):
        sections.append(Section(name=name, briefs=tuple(brief for brief, _ in stories)))
        articles += [article for _, these in stories for article in these]
    made = replace(
        contracts.edition(),
        subject="Parliament passes the harbour bill after a night…",
        preheader="Plus: Two power lines out after the storm; A ninth day without the northern ferry",
        timezone="Europe/Berlin",
        words=1034,
        minutes=4.3,
        sections=tuple(sections),
        inputs=tuple(sorted((article.id, article.digest) for article in articles)),
        failures=(
            Failure(stage="feed", subject="Upland Gazette", message="no answer within 20 s"),
            Failure(stage="feed", subject="The Saltmarsh Review", message="404 Not Found"),
            Failure(stage="page", subject="https://lantern.example/9", message="403 Forbidden"),
        ),
        counts=Counts(feeds=33, feeds_failed=2, articles=214, articles_new=160, pages_failed=7, stories=96, printed=13),
        note="Good morning. We are **trying a shorter edition**; [tell us](https://daily.example/say) how it reads.",
        postal_address="Daily Briefing, 4 Quay Street, Port Ellery",
        previous="daily/2026-09-15",
    )
    return replace(made, **changes), articles  # type: ignore[arg-type] # the caller names Edition's own fields


def hostile() -> list[tuple[Brief, list[Article]]]:
    """Stories whose words try to become something else."""
    return [told(text, (f"Outlet {number} <i>", text)) for number, text in enumerate(HOSTILE)]


def crowd(number: int) -> list[str]:
    """So many outlets, up to fifty, one with a long name."""
    long = "The Independent Harbour, Fisheries and Coastal Navigation Gazette of Lower Ellery and the Isles"
    names = [f"{town} {paper}" for paper in _PAPERS for town in _TOWNS]
    return [*names[:3], long, *names[4:number]]


def copied(
    told_: tuple[Brief, list[Article]], *families: Sequence[str], agency: str = "", news: Sequence[str] = ()
) -> tuple[Brief, list[Article]]:
    """The story with the outlets of each family printing the report of its first, and with what an update tells."""
    brief, articles = told_
    first = {outlet: family[0] for family in families for outlet in family}
    ids = {reference.source: reference.id for reference in brief.articles}
    references = tuple(
        replace(
            reference,
            agency=agency if reference.source in first else "",
            repeats=ids[of] if (of := first.get(reference.source, reference.source)) != reference.source else "",
        )
        for reference in brief.articles
    )
    return replace(brief, articles=references, news=tuple(news)), articles


def running() -> list[tuple[Brief, list[Article]]]:
    """Running stories: updates with news, told by few or many, in words of their own or an agency's."""
    many = crowd(46)
    return [
        copied(
            told(
                "Quarry dam gives way above Selm, and 1,900 people are brought to safety",
                ("The Tribune", "The wall broke at 4:10 a.m. on Tuesday and sent water through two villages."),
                ("The Tribune", "Fifteen people died, Minister Jane Roe said before she offered to resign."),
                kind="lead", status="update", also=many,
            ),
            ("The Tribune", *many[30:]),
            agency="AFP",
            news=("15 dead", "Minister Jane Roe", "offers to resign"),
        ),
        copied(
            told(
                "Norrland Line and its crews agree on a mediator",
                ("Coastal Wire", "Both sides named the former judge Ada Wren on Tuesday evening."),
                ("Lantern", "Ferries sail again from Friday, the line said."),
                kind="full", status="update", also=("Island Post", "Herald", "Courier", "Skerry News", "Daily Post"),
            ),
            ("Coastal Wire", "Herald", "Courier"), ("Island Post", "Skerry News"),
            agency="Reuters",
            news=("mediator Ada Wren", "Ferries sail again", "€1.2 million", "in the town hall of Torrin on Thursday",
                  "crews’ union", "the islands’ councils"),
        ),
        copied(
            told("Wheat is the cheapest since 2020", ("Ledger & Coin", "A tonne cost 187 dollars at the close."),
                 status="update", also=("Herald", "Courier")),
            ("Ledger & Coin", "Herald", "Courier"), news=("187 dollars",),
        ),
    ]  # fmt: skip


def _quote(article: Article, start: int, end: int) -> Quote:
    url = link(article.url, article.text, start, end) if article.text_from == "page" else article.url
    return Quote(text=article.text[start:end], article=article.id, start=start, end=end, url=url)


def _reference(article: Article) -> Reference:
    return Reference(
        id=article.id,
        url=article.url,
        title=article.title,
        source=article.item.source_name,
        published=article.published,
        language=article.language,
        text_from=article.text_from,
        digest=article.digest,
    )


def _slug(text: str) -> str:
    return "-".join("".join(c if c.isascii() and c.isalnum() else " " for c in text.lower()).split()) or "page"


def _news() -> tuple[tuple[str, tuple[tuple[Brief, list[Article]], ...]], ...]:
    top = (
        told(
            "Parliament passes the harbour bill after a night of amendments",
            (
                "The Meridian",
                "Parliament passed the harbour bill by 61 votes to 44 before dawn, ending two years of talks.",
            ),
            ("The Meridian", "The law takes effect in March and puts the port of Ellery under a public board of nine."),
            (
                "Coastal Wire",
                "Shipping companies will pay a levy of €1.40 a tonne, a third less than was first proposed.",
            ),
            kind="lead",
            also=("Lantern", "The Saltmarsh Review", "Quayside Daily"),
        ),
        told(
            "Two power lines are still out after the storm, and the third may follow",
            (
                "Lantern",
                "Some 48,000 homes in the western valleys had no electricity on Tuesday, down from 130,000 on Monday.",
            ),
            ("Lantern", "The grid operator expects to restore the first line by Thursday noon."),
            ("Upland Gazette", "Engineers found cracked insulators on 17 of the 240 masts that they had climbed."),
            kind="full",
            status="update",
            also=("The Meridian",),
        ),
        told(
            "A ninth day without the northern ferry",
            (
                "Quayside Daily",
                "Talks between the crews' union and Norrland Line broke off without a date for another round.",
            ),
            ("Quayside Daily", "The islands of Aske and Torrin have fuel for twelve days, their councils said."),
            kind="full",
            status="update",
            also=(
                "Lantern",
                "Coastal Wire",
                "Island Post",
                "The Meridian",
                "Harbour Times",
                "North Sound",
                "Skerry News",
                "Torrin Echo",
            ),
        ),
        told(
            "Vaccine against marsh fever protects four in five children, trial finds",
            (
                "Journal of Field Medicine",
                "In a trial with 11,204 children, the vaccine prevented 79 per cent of severe cases.",
            ),
            ("The Meridian", "Two doses cost less than three dollars to make, the researchers said."),
            kind="full",
        ),
        told(
            "Central bank leaves its rate at 3.25 per cent and says less about the future",
            (
                "Ledger & Coin",
                "The bank kept its key rate at 3.25 per cent on Tuesday, as 29 of 31 economists had expected.",
            ),
            kind="full",
            feed_only=True,
        ),
    )
    world = (
        told(
            "Veldia and Oster reopen four border crossings",
            ("Frontier Post", "The crossings had been closed since the customs dispute of April."),
            also=("Lantern",),
        ),
        told(
            "Election in Maravel goes to a second round",
            ("The Meridian", "Neither candidate reached half of the votes; the run-off is on 4 October."),
            status="update",
        ),
        told(
            "الميناء يفتح أبوابه من جديد بعد العاصفة",
            ("صوت الساحل", "عادت ثلاث سفن إلى الرصيف الشمالي صباح الثلاثاء."),
            language="ar",
        ),
    )
    business = (
        told(
            "Brightwater buys a rival for 2.1 billion",
            ("Ledger & Coin", "The water company pays in shares and expects the regulator's answer by spring."),
            also=("Coastal Wire",),
        ),
        told(
            "Chip maker Talus delays its second plant",
            ("Foundry Letter", "Construction will begin in 2028, a year later than planned."),
        ),
        told(
            "Grain prices fall for the sixth week",
            ("Ledger & Coin", "A tonne of wheat cost 187 dollars at the close, the least since 2020."),
            feed_only=True,
        ),
    )
    science = (
        told(
            "Telescope sees water on a planet the size of ours",
            ("Orrery", "The signal was found in 14 of 16 passes before its star."),
        ),
        told(
            "Donaudampfschifffahrtsgesellschaftskapitänswitwenversicherung wird hundert",
            ("Strom & Ufer", "Die Versicherung zahlte 1926 zum ersten Mal aus."),
            language="de",
        ),
    )
    return (("Top stories", top), ("World", world), ("Business", business), ("Science", science))


def keep(store: Store, made: Edition, articles: Sequence[Article]) -> None:
    """In a store as publish leaves it: with the reports that its sentences stand in."""
    for one in articles:
        store.news.save_reading(one.source, Reading(items=(one.item,)), one.first_seen)
        store.news.save_article(one, outcome="read", retry_at=None)
    store.editions.add(made, Recipe(version="1"), [], made.slot.closes)
