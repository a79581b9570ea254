"""What the pages of the archive say. All is called in threads: it reads the store and draws."""

from __future__ import annotations

import hashlib
import re
from base64 import b64encode
from calendar import Calendar
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from html import unescape
from itertools import groupby
from typing import TYPE_CHECKING
from urllib.parse import urlencode
from xml.sax.saxutils import escape

from starlette.exceptions import HTTPException

from briefing import wiring
from briefing.core import codec
from briefing.core.search import Part, marked, phrases
from briefing.entry.web.kept_pages import Page
from briefing.model import Clipping, Contents, Edition
from briefing.ports import MOST_FOUND

if TYPE_CHECKING:
    from briefing.entry.web.site import Site

_LATEST = 7
"""Editions on the first page."""
_TELLINGS = 6
"""Of a story, on a page."""
_FOUND = 20
"""Briefs that were found, on a page."""
_EXCERPT = 260
"""Characters of what was found."""
_IN_FEEDS = 30
_IN_SITEMAP = 50_000
"""What https://www.sitemaps.org/protocol.html allows."""
_SHORT, _LONG = 60, 3600
"""Seconds for which a page that grows, and one that hardly changes any more, need not be asked for again."""
_HTML = "text/html"
_TEMPLATES = {"md": "digest.md.j2", "txt": "digest.txt.j2"}
_MEDIA = {"md": "text/markdown", "txt": "text/plain", "json": "application/json", "epub": "application/epub+zip"}
_STYLE = re.compile(r"<style[^>]*>(.*?)</style>", re.DOTALL)
_STYLE_ATTRIBUTE = re.compile(r'\sstyle="([^"]*)"')
_PRIVATE = ("confirm", "leave", "settings", "desk")


@dataclass(frozen=True, slots=True, kw_only=True)
class Shelf:
    """Which editions there are: all that kept pages depend on, as editions never change."""

    state: tuple[int, str]
    days: tuple[str, ...]
    """Labels of editions, oldest first."""
    places: Mapping[str, int]
    """In days."""

    def near(self, day: str) -> tuple[str | None, str | None]:
        """Of the editions before and after it."""
        place = self.places[day]
        before = self.days[place - 1] if place else None
        return before, self.days[place + 1] if place + 1 < len(self.days) else None

    def within(self, start: str) -> list[str]:
        """Labels that begin so: of a year, of a month."""
        return [day for day in self.days if day.startswith(start)]


@dataclass(frozen=True, slots=True, kw_only=True)
class Month:
    """A month for a calendar."""

    key: str
    """2026-09"""
    name: str
    title: str
    """With its year."""
    count: int
    """Of its editions."""
    weeks: tuple[tuple[tuple[date | None, str], ...], ...]
    """Of each week its days, None for those of other months, and the label of its first edition, or ""."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Hit:
    """What was found, with what was looked for told apart."""

    clipping: Clipping
    headline: tuple[Part, ...]
    excerpt: tuple[Part, ...]


class ArchivePages:
    def __init__(self, site: Site) -> None:
        self._site = site
        self._store, self._config = site.store, site.config
        self._briefing = site.config.briefing
        self._grid = wiring.month_grid(site.config.language)
        # Indexed all the same by those who find the page and may see this; a file that keeps them out would hide it.
        self._common = {} if site.config.web.listed else {"X-Robots-Tag": "noindex"}

    def shelf(self, known: Shelf | None) -> Shelf:
        """As it is now; the one that is known where it is still the same."""
        state = self._store.archive.state(self._briefing)
        if known and known.state == state:
            return known
        days = tuple(self._store.archive.labels(self._briefing))
        return Shelf(state=state, days=days, places={day: place for place, day in enumerate(days)})

    # --- editions ----------------------------------------------------------------------------------------------------

    def edition(self, shelf: Shelf, day: str, form: str) -> Page:
        """One edition in one form. Raises HTTPException where there is none, RenderError."""
        edition = self._edition(shelf, day)
        age = _LONG if day != shelf.days[-1] else _SHORT
        if form == "html":
            return self._edition_page(shelf, edition, age)
        if form == "json":
            body: str | bytes = codec.edition_json(edition)
        elif form == "epub":
            body = wiring.book(edition)
        elif self._is_built_in:
            body = self._site.pages.form(_TEMPLATES[form], edition)
        else:
            document = wiring.renderer(self._config).render(edition)
            body = document.markdown if form == "md" else document.text
        name = f"{self._briefing}-{day}.{form}".replace('"', "").encode("ascii", "replace").decode()
        more = {"Content-Disposition": f'attachment; filename="{name}"'} if form == "epub" else {}
        return self._page(body, _MEDIA[form], age, more)

    @property
    def _is_built_in(self) -> bool:
        return self._config.renderer in wiring.RENDERERS

    def _edition_page(self, shelf: Shelf, edition: Edition, age: int) -> Page:
        if not self._is_built_in:  # a plugin's page is its own
            document = wiring.renderer(self._config).render(edition)
            html = document.web or document.html
        else:
            before, after = shelf.near(edition.slot.label)
            stories = self._store.archive.told(self._briefing, [brief.story for brief in edition.briefs])
            html = self._site.pages.form(
                "web/edition.html.j2",
                edition,
                root=self._site.root,
                before=before,
                after=after,
                month=edition.slot.label[:7],
                told={story: count for story, count in stories.items() if count > 1},
            )
        return self._page(html, _HTML, age, {"Content-Security-Policy": _policy(html)})

    def _edition(self, shelf: Shelf, day: str) -> Edition:
        edition = self._store.editions.get(f"{self._briefing}/{day}") if day in shelf.places else None
        if edition is None:
            raise HTTPException(404)
        return self._public(edition)

    def _public(self, edition: Edition) -> Edition:
        """As everybody may see it: at today's address, and with pages where mails have a reader's own."""
        base, root = self._config.online, self._site.base
        return replace(
            edition,
            online=f"{base}{edition.slot.label}/edition.html" if base else "",
            preferences=f"{root}/settings" if "{" in edition.preferences else edition.preferences,
            unsubscribe=f"{root}/leave" if "{" in edition.unsubscribe else edition.unsubscribe,
        )

    # --- by date -----------------------------------------------------------------------------------------------------

    def overview(self, shelf: Shelf) -> Page:
        years = [
            (year, [self._month(shelf, key) for key in dict.fromkeys(day[:7] for day in days)])
            for year, days in groupby(shelf.days, key=lambda day: day[:4])
        ]
        latest = self._contents(shelf.days[-_LATEST:])
        return self._drawn("archive.html.j2", "archive", years=years[::-1], latest=latest, total=len(shelf.days))

    def year(self, shelf: Shelf, year: str) -> Page:
        months = [self._month(shelf, key) for key in dict.fromkeys(day[:7] for day in self._some(shelf, year))]
        years = list(dict.fromkeys(day[:4] for day in shelf.days))
        before, after = _neighbours(years, year)
        total = sum(month.count for month in months)
        age = _SHORT if after is None else _LONG
        return self._drawn("year.html.j2", f"archive/{year}", age, year=year, months=months, before=before, after=after,
                           total=total)  # fmt: skip

    def month(self, shelf: Shelf, month: str) -> Page:
        days = self._some(shelf, month)
        months = list(dict.fromkeys(day[:7] for day in shelf.days))
        before, after = (key and self._month(shelf, key) for key in _neighbours(months, month))
        age = _SHORT if after is None else _LONG
        return self._drawn("month.html.j2", f"archive/{month}", age, month=self._month(shelf, month),
                           contents=self._contents(days), before=before, after=after)  # fmt: skip

    def _some(self, shelf: Shelf, start: str) -> list[str]:
        if days := shelf.within(start):
            return days
        raise HTTPException(404)

    def _month(self, shelf: Shelf, key: str) -> Month:
        first = date.fromisoformat(f"{key}-01")
        weeks = Calendar(self._grid.first_weekday).monthdatescalendar(first.year, first.month)
        labels = {label[:10]: label for label in reversed(shelf.within(key))}
        return Month(
            key=key,
            name=self._grid.name(first, year=False),
            title=self._grid.name(first),
            count=len(shelf.within(key)),
            weeks=tuple(
                tuple((day if day.month == first.month else None, labels.get(day.isoformat(), "")) for day in week)
                for week in weeks
            ),
        )

    def _contents(self, days: Sequence[str]) -> Sequence[Contents]:
        if not days:
            return []
        return self._store.archive.contents(self._briefing, days[0], days[-1], headlines=4)

    # --- by story, by words ------------------------------------------------------------------------------------------

    def story(self, shelf: Shelf, story: str, number: int) -> Page:
        start = (number - 1) * _TELLINGS
        total, clippings = self._store.archive.story(self._briefing, story, start=start, most=_TELLINGS)
        if not clippings:
            raise HTTPException(404)
        tellings = []
        for clipping in clippings:
            edition = self._edition(shelf, clipping.label)
            html = [self._site.pages.form("web/telling.html.j2", edition, brief=brief)
                    for brief in edition.briefs if brief.story == story]  # fmt: skip
            tellings.append((clipping, edition.language, html))
        return self._drawn(
            "story.html.j2",
            f"stories/{story}" + (f"?page={number}" if number > 1 else ""),
            story=story,
            total=total,
            tellings=tellings,
            number=number,
            earlier=start + len(clippings) < total,
        )

    def search(self, query: str, newest: bool, number: int) -> Page:
        wanted = phrases(query)
        start = (number - 1) * _FOUND
        total, found = self._store.archive.search(self._briefing, wanted, newest=newest, start=start, most=_FOUND)
        if number > 1 and not found:
            raise HTTPException(404)
        hits = [
            Hit(clipping=each, headline=marked(each.headline, wanted), excerpt=marked(each.text, wanted, _EXCERPT))
            for each in found
        ]

        def address(page: int) -> str:
            asked = {"q": query, **({"order": "newest"} if newest else {}), **({"page": page} if page > 1 else {})}
            return f"{self._site.root}/search?{urlencode(asked, errors='replace')}"

        return self._drawn(
            "search.html.j2",
            "search",
            more={"X-Robots-Tag": "noindex"} if query else None,
            query=query,
            newest=newest,
            total=total,
            most=MOST_FOUND,
            hits=hits,
            before=address(number - 1) if number > 1 else None,
            after=address(number + 1) if start + len(found) < total else None,
            number=number,
        )

    # --- for programs ------------------------------------------------------------------------------------------------

    def atom(self, shelf: Shelf) -> Page:
        return self._page(wiring.feeds(self._config)["atom"](self._latest(shelf)), "application/atom+xml", _SHORT)

    def json_feed(self, shelf: Shelf) -> Page:
        return self._page(wiring.feeds(self._config)["json_feed"](self._latest(shelf)), "application/feed+json", _SHORT)

    def _latest(self, shelf: Shelf) -> list[Edition]:
        return [self._edition(shelf, day) for day in shelf.days[-_IN_FEEDS:]]

    def sitemap(self, shelf: Shelf) -> Page:
        if not self._config.web.listed:
            raise HTTPException(404)
        base = self._site.base
        latest = shelf.days[-1:]
        addresses = [(f"{base}/", *latest), (f"{base}/archive", *latest)]
        addresses += [(f"{base}/archive/{key}", max(days)) for key, days in groupby(shelf.days, lambda day: day[:7])]
        addresses += [(f"{base}/{day}/edition.html", day) for day in shelf.days[::-1]]
        urls = "".join(
            f"<url><loc>{escape(address)}</loc>{''.join(f'<lastmod>{day[:10]}</lastmod>' for day in days)}</url>\n"
            for address, *days in addresses[:_IN_SITEMAP]
        )
        head = '<?xml version="1.0" encoding="utf-8"?>\n<urlset xmlns="http://www.sitemaps.org/schemas/sitemap/0.9">\n'
        return self._page(f"{head}{urls}</urlset>\n", "application/xml", _SHORT)

    def robots(self, shelf: Shelf) -> Page:  # noqa: ARG002 - as all pages are drawn
        """RFC 9309. Where nothing is to be listed all may be read: a page that is not read can't say so."""
        root, lines = self._site.root, ["User-agent: *"]
        lines += [f"Disallow: {root}/{path}/" for path in _PRIVATE]
        if self._config.web.listed:
            lines += [f"Disallow: {root}/search?", "", f"Sitemap: {self._site.base}/sitemap.xml"]
        return self._page("\n".join(lines) + "\n", "text/plain", _LONG)

    # --- all of them -------------------------------------------------------------------------------------------------

    def _drawn(
        self, name: str, path: str, age: int = _SHORT, more: Mapping[str, str] | None = None, **values: object
    ) -> Page:
        canonical = f"{self._site.base}/{path}" if self._config.web.url else ""
        html = self._site.draw(name, None, canonical=canonical, weekdays=self._weekdays, **values)
        return self._page(html, _HTML, age, more or {})

    def _page(self, body: str | bytes, media_type: str, age: int, more: Mapping[str, str] | None = None) -> Page:
        return Page(body, media_type, age, {**self._common, **(more or {})})

    @property
    def _weekdays(self) -> Sequence[tuple[str, str]]:
        first = self._grid.first_weekday
        return (*self._grid.weekdays[first:], *self._grid.weekdays[:first])


def _neighbours(keys: Sequence[str], key: str) -> tuple[str | None, str | None]:
    at = keys.index(key)
    return keys[at - 1] if at else None, keys[at + 1] if at + 1 < len(keys) else None


def _policy(html: str) -> str:
    """What a page with styles of its own may do: nothing but to have just these."""
    sheets, attributes = _STYLE.findall(html), sorted({unescape(each) for each in _STYLE_ATTRIBUTE.findall(html)})
    inline = f"; style-src-attr 'unsafe-hashes' {_hashes(attributes)}" if attributes else ""
    return (
        f"default-src 'none'; style-src {_hashes(sheets)}{inline}; img-src 'self' https:; form-action 'self'; "
        "base-uri 'none'; frame-ancestors 'none'"
    )


def _hashes(texts: Iterable[str]) -> str:
    digests = (b64encode(hashlib.sha256(each.encode()).digest()).decode() for each in texts)
    return " ".join(f"'sha256-{digest}'" for digest in digests) or "'none'"
