"""A form that was sent: read within bounds, checked for where it comes from, answered in a thread."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Mapping
from typing import TYPE_CHECKING

from starlette.concurrency import run_in_threadpool
from starlette.exceptions import HTTPException

if TYPE_CHECKING:
    from starlette.requests import Request
    from starlette.responses import Response

    from briefing.entry.web.site import Site

Form = Mapping[str, list[str]]
Answer = Callable[["Request", Form], "Response"]
_MOST_FIELDS = 200


def posted(
    site: Site, answer: Answer, *, token: bool = True, anywhere: bool = False
) -> Callable[[Request], Awaitable[Response]]:
    """An endpoint for a form.

    It must bring the token of the page it stood on (OWASP: signed double submit). Without `token`, where its address is
    a secret, no other site may have sent it, as far as the browser says so (Fetch Metadata); with `anywhere` no such
    thing is asked: a mail program sends it, or another site's page.
    """

    async def endpoint(request: Request) -> Response:
        async with request.form(max_files=0, max_fields=_MOST_FIELDS) as data:
            form: dict[str, list[str]] = {}
            for name, value in data.multi_items():
                if isinstance(value, str):
                    form.setdefault(name, []).append(value)
        if not anywhere and from_elsewhere(site, request):
            raise HTTPException(403)
        if token and not anywhere and not site.is_ours(request, first(form, "csrf_token")):
            raise HTTPException(403)
        return await run_in_threadpool(answer, request, form)

    return endpoint


def from_elsewhere(site: Site, request: Request) -> bool:
    """Whether the browser says that a page of another site sent it."""
    origin = request.headers.get("origin", "null")
    if request.headers.get("sec-fetch-site", "same-origin") not in ("same-origin", "none"):
        return True
    return origin not in ("null", site.origin)


def first(form: Form, name: str) -> str:
    """ "" where it has no such field."""
    return form.get(name, [""])[0].strip()
