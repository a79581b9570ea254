"""The operator's view, behind a password: readers, growth, deliveries, feeds, what comes next."""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterator, Mapping
from datetime import date, timedelta
from itertools import islice
from typing import TYPE_CHECKING, Any

from starlette.exceptions import HTTPException
from starlette.responses import RedirectResponse
from starlette.routing import BaseRoute, Route

from briefing.core import charts
from briefing.core import health as feeds_health
from briefing.core.readers import STANDINGS
from briefing.entry import deliveries, readers
from briefing.entry.web.forms import Form, first, posted
from briefing.entry.web.site import Site, visitor
from briefing.errors import BriefingError
from briefing.model import Subscriber, from_label, label

if TYPE_CHECKING:
    from starlette.requests import Request
    from starlette.responses import Response

FIRST = "desk"
"""The purpose of the token that lets somebody set the password."""
SESSION, SESSION_LASTS = "session", timedelta(hours=12)
_COOKIE = "desk"
_TRIES, _TRIES_IN_ALL, _WITHIN = 10, 100, timedelta(minutes=15)
_SHORTEST = 10
_DAYS, _EDITIONS, _ROWS = 90, 30, 100


def routes(site: Site) -> list[BaseRoute]:
    desk = _Desk(site)
    return [
        Route("/desk", desk.inside(desk.overview)),
        Route("/desk/readers", desk.inside(desk.readers)),
        Route("/desk/reader", desk.inside(desk.reader)),
        Route("/desk/reader", posted(site, desk.change), methods=["POST"]),
        Route("/desk/edition/{date}", desk.inside(desk.edition)),
        Route("/desk/feeds", desk.inside(desk.feeds)),
        Route("/desk/login", desk.login, methods=["GET"]),
        Route("/desk/login", posted(site, desk.enter), methods=["POST"]),
        Route("/desk/logout", posted(site, desk.leave), methods=["POST"]),
        Route("/desk/first/{token}", desk.first, methods=["GET"]),
        Route("/desk/first/{token}", posted(site, desk.set_password), methods=["POST"]),
    ]


class _Desk:
    def __init__(self, site: Site) -> None:
        self._site = site
        self._hashing = threading.Lock()  # each hash takes 64 MB: one at a time

    # --- the door ----------------------------------------------------------------------------------------------------

    def inside(self, page: Callable[[Request], Response]) -> Callable[[Request], Response]:
        """The page for who is logged in; for others the way to the door."""

        def guarded(request: Request) -> Response:
            if not self._is_in(request):
                return RedirectResponse(f"{self._site.root}/desk/login", 303, headers={"Cache-Control": "no-store"})
            return page(request)

        return guarded

    def login(self, request: Request) -> Response:
        return self._page(request, "login", wrong="")

    def enter(self, request: Request, form: Form) -> Response:
        site = self._site
        limits, now = site.store.limits, site.clock()
        if not (
            limits.take(f"desk from {visitor(request)}", now, most=_TRIES, span=_WITHIN)
            and limits.take("desk", now, most=_TRIES_IN_ALL, span=_WITHIN)
        ):
            return site.said(request, "too many", 429)
        kept = site.store.tokens.password()
        if not kept or not self._matches(kept, form.get("password", [""])[0]):
            return self._page(request, "login", 403, wrong="That is not the password.")
        return self._let_in()

    def leave(self, request: Request, form: Form) -> Response:  # noqa: ARG002 - it has no fields
        self._site.store.tokens.use(SESSION, request.cookies.get(_COOKIE, ""), self._site.clock())
        response = RedirectResponse(f"{self._site.root}/desk/login", 303, headers={"Cache-Control": "no-store"})
        response.delete_cookie(_COOKIE, path=f"{self._site.root}/desk")
        return response

    def first(self, request: Request) -> Response:
        self._first_token(request)
        return self._page(request, "first", wrong="", here=self._here(request))

    def set_password(self, request: Request, form: Form) -> Response:
        from argon2 import PasswordHasher

        token = self._first_token(request)
        password = form.get("password", [""])[0]
        if len(password) < _SHORTEST:
            wrong = f"Use at least {_SHORTEST} characters."
            return self._page(request, "first", 422, wrong=wrong, here=self._here(request))
        with self._hashing:
            kept = PasswordHasher().hash(password)
        tokens, now = self._site.store.tokens, self._site.clock()
        if tokens.use(FIRST, token, now) is None:
            raise HTTPException(410)
        tokens.set_password(kept)
        tokens.revoke(SESSION, _COOKIE)
        return self._let_in()

    def _here(self, request: Request) -> str:
        return f"{self._site.root}/desk/first/{request.path_params['token']}"

    def _first_token(self, request: Request) -> str:
        token: str = request.path_params["token"]
        if self._site.store.tokens.subject(FIRST, token, self._site.clock()) is None:
            raise HTTPException(410)
        return token

    def _matches(self, kept: str, password: str) -> bool:
        from argon2 import PasswordHasher
        from argon2.exceptions import VerificationError

        with self._hashing:
            try:
                return PasswordHasher().verify(kept, password)
            except VerificationError:
                return False

    def _let_in(self) -> Response:
        site, now = self._site, self._site.clock()
        token = site.store.tokens.give(SESSION, _COOKIE, now, until=now + SESSION_LASTS)
        response = RedirectResponse(f"{site.root}/desk", 303, headers={"Cache-Control": "no-store"})
        response.set_cookie(
            _COOKIE, token, max_age=int(SESSION_LASTS.total_seconds()), path=f"{site.root}/desk", secure=site.secure,
            httponly=True, samesite="strict",
        )  # fmt: skip
        return response

    def _is_in(self, request: Request) -> bool:
        token = request.cookies.get(_COOKIE, "")
        return bool(token) and self._site.store.tokens.subject(SESSION, token, self._site.clock()) is not None

    # --- the view ----------------------------------------------------------------------------------------------------

    def overview(self, request: Request) -> Response:
        site = self._site
        config, store, now = site.config, site.store, site.clock()
        growth = self._growth()
        rows = list(self._editions())
        planned = next(config.timetable.upcoming(now), None)
        troubled = [health for health in store.news.health(now) if health.failures]
        return self._page(
            request,
            "overview",
            counts=store.subscribers.counts(),
            growth=growth,
            growth_chart=charts.line(
                "Readers by day", [day.isoformat() for day, *_ in growth], [each[1] for each in growth]
            ),
            editions=rows,
            editions_chart=charts.bars(
                "Deliveries by edition",
                [row["date"] for row in reversed(rows)],
                [
                    (name, [row["states"].get(name, 0) for row in reversed(rows)])
                    for name in ("sent", "skipped", "uncertain", "failed", "claimed")
                ],
            ),
            next_slot=planned.begins.astimezone(config.zone) if planned else None,
            troubled=troubled,
            feeds=len(store.news.followed()),
        )

    def readers(self, request: Request) -> Response:
        site, query = self._site, request.query_params
        state = query.get("state", "")
        chosen = [each for each in STANDINGS if each == state]
        found = islice(site.store.subscribers.stream(*chosen), _ROWS + 1)
        rows = list(found)
        return self._page(
            request, "readers", rows=rows[:_ROWS], more=len(rows) > _ROWS, state=state, standings=STANDINGS,
            counts=site.store.subscribers.counts(), standing=readers.standing,
        )  # fmt: skip

    def reader(self, request: Request) -> Response:
        return self._reader(request, request.query_params.get("address", "").strip(), "")

    def change(self, request: Request, form: Form) -> Response:
        if not self._is_in(request):
            raise HTTPException(403)
        store, now = self._site.store, self._site.clock()
        address, what = first(form, "address"), first(form, "do")
        try:
            if what == "add":
                said = readers.add(store, address, "", now, again=first(form, "again") == "yes")
            else:
                said = readers.remove(store, address, now)
        except BriefingError as error:
            said = error.message
        return self._reader(request, address, said)

    def edition(self, request: Request) -> Response:
        site = self._site
        try:
            named = label(*from_label(request.path_params["date"]))
        except ValueError as error:
            raise HTTPException(404) from error
        found = site.store.editions.get(f"{site.config.briefing}/{named}")
        if found is None:
            raise HTTPException(404)
        troubles = site.store.ledger.receipts(found.id, states=deliveries.NOT_ARRIVED, most=_ROWS)
        zone = site.config.zone
        rows = [(deliveries.whose(row), deliveries.in_words(row, zone)) for row in troubles]
        return self._page(request, "edition", edition=found, tally=site.store.ledger.tally(found.id), rows=rows)

    def feeds(self, request: Request) -> Response:
        site, now = self._site, self._site.clock()
        after, zone = site.config.alerts.after, site.config.zone
        rows = [
            {
                "name": health.name,
                "state": feeds_health.state(health, now, after),
                "read": feeds_health.ago(health.read_at, now, zone) if health.read_at else "never",
                "daily": feeds_health.habit(health.daily),
                "failure": health.failure,
                "streak": feeds_health.streak(health, now, zone) if health.failures else "",
            }
            for health in site.store.news.health(now)
        ]
        return self._page(request, "feeds", rows=rows)

    def _reader(self, request: Request, address: str, said: str) -> Response:
        site = self._site
        about, found, known = "", list[tuple[str, str]](), None
        if address:
            about, found = deliveries.of_reader(site.config, site.store, address)
            known = site.store.subscribers.get(address)
        return self._page(
            request, "reader", address=address, about=about, editions=found, known=known, said=said,
            choices=_choices(known) if known else [],
        )  # fmt: skip

    def _growth(self) -> list[tuple[date, int, int, int]]:
        """(day, readers at its end, came, left), the last days."""
        site = self._site
        came, left = site.store.subscribers.by_day()
        today = site.clock().astimezone(site.config.zone).date()
        first = max(min((*came, *left, today)), today - timedelta(days=_DAYS - 1))
        standing = sum(came[day] for day in came if day < first) - sum(left[day] for day in left if day < first)
        rows = []
        for day in (first + timedelta(days=number) for number in range((today - first).days + 1)):
            standing += came.get(day, 0) - left.get(day, 0)
            rows.append((day, standing, came.get(day, 0), left.get(day, 0)))
        return rows

    def _editions(self) -> Iterator[Mapping[str, Any]]:
        """The latest first."""
        site = self._site
        for key in islice(reversed(site.store.editions.keys(site.config.briefing)), _EDITIONS):
            states: dict[str, int] = {}
            for (channel, state), count in site.store.ledger.tally(key).items():
                if channel == "mail":
                    states[state] = states.get(state, 0) + count
            yield {"date": key.rpartition("/")[2], "states": states}

    def _page(self, request: Request, name: str, status: int = 200, **values: object) -> Response:
        given: dict[str, Any] = {"page": name, "inside": name not in ("login", "first"), **values}
        return self._site.page(
            request, f"desk/{name}.html.j2", status, language="en", private=True, signed=True, **given
        )


def _choices(reader: Subscriber) -> list[str]:
    said = [f"Sections: {', '.join(reader.sections)}"] if reader.sections else []
    if reader.paused_until:
        said.append(f"No mail before {reader.paused_until}")
    return said
