"""What to do about a feed that can't be read, told from the words in which its failure is kept.

The words are those of `edges/http` and of the feed parser; `tests/entry/test_health.py` holds them together.
"""

from __future__ import annotations

import re
from urllib.parse import urlsplit

from briefing.core.urls import without_credentials

_ACCESS = "give its entry in config.yaml the headers or cookies of a reader (`access`)"
_OTHERS = "`briefing feeds find {site}` names the feeds of the site"
_AGAIN = "it is asked again later by itself"

_REMEDIES = (
    (r"^refused: no web server", f"Perhaps the address is wrong: {_OTHERS}."),
    (r"^refused: (?P<host>\S+)", "If that is meant, write {host} under `fetch.trusted_hosts` in config.yaml."),
    (r"proxy", "Check the proxy: `fetch.proxy` in config.yaml, or `access.proxy` of this source."),
    (r"^not an http", "Write it in full, as in https://news.example/feed."),
    (r"robots\.txt asks", "Its owner wants no programs there: ask them, or `briefing feeds remove {url}`."),
    (r"said 401\b|login page", f"It wants a login: {_ACCESS}."),
    (
        r"said (402|403|406|451)\b",
        f"It refuses programs: name yours (`fetch.contact` in config.yaml), ask its owner, or {_ACCESS}.",
    ),
    (r"said 404\b", "It is gone or has moved: `briefing feeds add {site}` looks for its new address."),
    (r"said 410\b", "It has ended and is not asked any more: `briefing feeds remove {url}` takes it out."),
    (r"said 429\b", f"It was asked too often: {_AGAIN}. If it stays so, raise `fetch.pace` in config.yaml."),
    (r"said 5\d\d\b|busy with other requests", f"Its server has trouble: {_AGAIN}."),
    (r"said 4\d\d\b", f"Perhaps the address is wrong: {_OTHERS}."),
    (r"certificate|secure connection", f"For its owner to mend; perhaps another address works: {_OTHERS}."),
    (r"^not found: ", "Is the address spelled right? Else the site has ended, or this machine finds no names."),
    (r"no connection|did not answer", f"Its server is down, or the address is wrong. In any case {_AGAIN}."),
    (r"^no answer within", f"It is slow, or down: {_AGAIN}."),
    (r"^redirected", f"If it works in a browser it wants cookies: {_ACCESS}; else it is for its owner to mend."),
    (r"^more than .* MB|^too (big|much) for a feed", f"No feed is that large; perhaps another is meant: {_OTHERS}."),
    (r"cut off|broke off|closed the connection|makes no sense", f"A fault on its side: {_AGAIN}."),
    (r"is empty", f"Mostly that passes: {_AGAIN}."),
    (r"it is an HTML page", "`briefing feeds find {url}` looks for a feed there."),
    (r"not a feed", f"Perhaps the address is wrong: {_OTHERS}."),
    (r"broken", "For its owner to mend: https://validator.w3.org/feed/ shows where it is broken."),
)


def remedy(failure: str, url: str) -> str:
    """What to do, in a sentence or two; empty where nothing sensible can be said."""
    for pattern, advice in _REMEDIES:
        if found := re.search(pattern, failure):
            named = {"url": without_credentials(url), "site": _site(url)} | found.groupdict()
            return advice.format_map(named)
    return ""


def _site(url: str) -> str:
    """What to give to `feeds find`: the host, and the scheme where that is not https."""
    try:
        parts = urlsplit(without_credentials(url))
    except ValueError:
        return url
    return f"http://{parts.netloc}" if parts.scheme == "http" else parts.netloc or url
