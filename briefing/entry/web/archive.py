"""Past editions: by date, by story, by words; for feed readers and search engines."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Hashable, Iterator
from functools import partial
from typing import TYPE_CHECKING

from starlette.concurrency import run_in_threadpool
from starlette.convertors import Convertor, register_url_convertor
from starlette.exceptions import HTTPException
from starlette.responses import RedirectResponse, Response
from starlette.routing import BaseRoute, Route

from briefing.entry.web.archive_pages import ArchivePages, Shelf
from briefing.entry.web.kept_pages import KeptPages, Page

if TYPE_CHECKING:
    from starlette.requests import Request

    from briefing.entry.web.site import Site

Endpoint = Callable[["Request"], Awaitable[Response]]
_MOST_PAGES = 1_000
"""Of one story, or of what was found."""


class _Spelling(Convertor[str]):
    """What an address has in a place, as it is spelled."""

    def convert(self, value: str) -> str:
        return value

    def to_string(self, value: str) -> str:
        return value


class _Year(_Spelling):
    regex = "[0-9]{4}"


class _Month(_Spelling):
    regex = "[0-9]{4}-[0-9]{2}"


class _Day(_Spelling):
    regex = "[0-9]{4}-[0-9]{2}-[0-9]{2}(?:-[2-9])?"


class _Form(_Spelling):
    regex = "html|md|txt|json|epub"


for _name, _spelling in {"year": _Year(), "month": _Month(), "day": _Day(), "form": _Form()}.items():
    register_url_convertor(_name, _spelling)


def routes(site: Site) -> list[BaseRoute]:
    archive = _Archive(site)
    kept, pages = archive.kept, archive.pages
    return [
        Route("/{day:day}/edition.{form:form}", kept(pages.edition)),
        Route("/{day:day}", archive.to_edition),
        Route("/{day:day}/", archive.to_edition),
        Route("/latest", archive.to_latest),
        Route("/latest/", archive.to_latest),
        Route("/latest/edition.{form:form}", archive.to_latest),
        Route("/archive", kept(pages.overview)),
        Route("/archive/{year:year}", kept(pages.year)),
        Route("/archive/{month:month}", kept(pages.month)),
        Route("/stories/{story:path}", kept(pages.story, numbered=True)),
        Route("/search", archive.search),
        Route("/feed.atom", kept(pages.atom)),
        Route("/feed.json", kept(pages.json_feed)),
        Route("/sitemap.xml", kept(pages.sitemap)),
        Route("/robots.txt", kept(pages.robots)),
    ]


class _Archive:
    def __init__(self, site: Site) -> None:
        self._site = site
        self.pages = ArchivePages(site)
        self._kept: KeptPages[Shelf] = KeptPages(self.pages.shelf, self._ahead)

    def _ahead(self, shelf: Shelf) -> Iterator[tuple[Hashable, Callable[[Shelf], Page]]]:
        """The lists and every edition, the latest first: then hardly anybody waits for a page to be drawn."""
        pages = self.pages
        yield ("/archive", None), pages.overview
        yield ("/feed.atom", None), pages.atom
        yield ("/feed.json", None), pages.json_feed
        for month in dict.fromkeys(day[:7] for day in reversed(shelf.days)):
            yield (f"/archive/{month}", None), partial(pages.month, month=month)
        for day in reversed(shelf.days):
            yield (f"/{day}/edition.html", None), partial(pages.edition, day=day, form="html")

    def kept(self, draw: Callable[..., Page], *, numbered: bool = False) -> Endpoint:
        """An endpoint for a page that is made of what its address says. numbered: a part of it is asked for."""

        async def endpoint(request: Request) -> Response:
            values = request.path_params
            if numbered:
                values = {**values, "number": _number(request)}
            key = (request.scope["path"], values.get("number"))
            page = await self._kept.get(key, lambda shelf: draw(shelf, **values))
            return page.answer(request)

        return endpoint

    async def to_edition(self, request: Request) -> Response:
        day = request.path_params["day"]
        if day not in (await self._kept.state()).places:
            raise HTTPException(404)
        return RedirectResponse(f"{self._site.root}/{day}/edition.html", 308)

    async def to_latest(self, request: Request) -> Response:
        days = (await self._kept.state()).days
        if not days:
            raise HTTPException(404)
        form = request.path_params.get("form", "html")
        headers = {"Cache-Control": "public, max-age=60"}
        return RedirectResponse(f"{self._site.root}/{days[-1]}/edition.{form}", 302, headers=headers)

    async def search(self, request: Request) -> Response:
        """Not kept: anybody could fill the memory with it."""
        asked = request.query_params
        query, newest = " ".join(asked.get("q", "").split())[:300], asked.get("order") == "newest"
        page = await run_in_threadpool(self.pages.search, query, newest, _number(request))
        return page.answer(request)


def _number(request: Request) -> int:
    """Of the page of a list, from 1."""
    given = request.query_params.get("page", "1")
    if not (given.isascii() and given.isdigit() and len(given) < 6 and 1 <= int(given) <= _MOST_PAGES):
        raise HTTPException(404)
    return int(given)
