"""robots.txt: what a site asks of programs (RFC 9309). Read by protego; bounds and the meaning of answers are ours."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from protego import Protego

MOST = 500_000
"""Characters that are read (RFC 9309, section 2.5: at least 500 kB)."""
_MOST_LINES = 20_000
_LONGEST_LINE = 2_000
_LONGEST_DELAY = 3600.0
_AGENT = re.compile(r"\s*user[-\s]?agent(?=[\s:]|$)[\s:]*(.*)", re.IGNORECASE)
"""As freely as protego reads it: a line that slipped through would begin a group of its own there."""
_ANY = "*"


@dataclass(frozen=True, slots=True)
class Rules:
    """What one robots.txt asks of one program."""

    _parsed: Protego | None

    def allows(self, url: str) -> bool:
        """Whether the program may read an absolute http(s) address of this site. robots.txt itself may always be read.

        The longest rule that fits decides (section 2.2.2). No rule takes more than one pass over the address.
        """
        return self._parsed is None or bool(self._parsed.can_fetch(url, _ANY))

    @property
    def delay(self) -> float | None:
        """Seconds between two requests (Crawl-delay, or what Request-rate comes to); None where nothing is asked.

        Neither is in the RFC. The longer one counts. One of more than an hour is a slip, or meant to keep programs out,
        for which there is Disallow: it is passed over.
        """
        if self._parsed is None:
            return None
        delay, rate = self._parsed.crawl_delay(_ANY), self._parsed.request_rate(_ANY)
        asked = [] if delay is None else [float(delay)]
        if rate is not None and rate.seconds <= rate.requests * _LONGEST_DELAY:
            asked.append(rate.seconds / rate.requests)
        return max((seconds for seconds in asked if 0 < seconds <= _LONGEST_DELAY), default=None)


ALL = Rules(None)
"""Nothing is asked: all may be read."""


def parse(text: str, agent: str) -> Rules:
    """The rules of a file for a program's product token ("Briefing" of "Briefing/1.0"). Never raises.

    text: the file as UTF-8, wrong bytes replaced; of UTF-16, which some editors write, ASCII survives that, and is
    read. A file that is an HTML page, as servers give for any address, asks nothing. A group is ours when its product
    token is the same but for case (section 2.2.1); a longer or shorter one is another program's. Past 500,000
    characters or 20,000 lines nothing is read, and a rule past 2,000 characters is left out, as its beginning alone
    would forbid more than it says.
    """
    from protego import Protego

    text = text[: 2 * MOST].replace("\0", "").lstrip("\ufeff\ufffd")[:MOST]
    if re.match(r"\s*<(?:!doctype|html|head|body)\b", text, re.IGNORECASE):
        return ALL
    lines = re.split(r"\r\n|\r|\n", text, maxsplit=_MOST_LINES)[:_MOST_LINES]
    return Rules(Protego.parse("\n".join(_for_one([_plain(line) for line in lines], agent.lower()))))


def verdict_for_status(status: int) -> Rules | None:
    """What an answer without a file means (RFC 9309, section 2.3.1): 4xx, that there are no rules; 429 and 5xx, that
    nothing is to be read for now (None).

    429 is a 4xx by its number, but it says that the server can't tell just now, as 503 does. 401 and 403 are no
    different from 404, as the RFC has it: who wants programs to stay away says so in the file.
    """
    return ALL if 400 <= status < 500 and status != 429 else None


def _plain(line: str) -> str:
    """Without comment and without what protego would break a line at, and so see more lines than were counted."""
    if len(line) > _LONGEST_LINE and not _AGENT.match(line):
        return ""
    return " ".join(line.partition("#")[0].encode("utf-8", "replace").decode().split())


def _for_one(lines: list[str], agent: str) -> list[str]:
    """The lines with the groups for a program as those for all, and the others for nobody.

    protego would keep each rule for each program named above it: thousands of both would fill the memory.
    """
    tokens = [_token(found[1]) if (found := _AGENT.match(line)) else None for line in lines]
    wanted = agent if agent in tokens else _ANY
    mine = f"User-agent: {_ANY}"
    return [
        line if token is None else mine if token == wanted else "User-agent:"
        for line, token in zip(lines, tokens, strict=True)
    ]


def _token(named: str) -> str:
    """Of the value of a User-agent line. A version may follow the token, or a star end it: "Briefing/1.0"."""
    token = re.split(r"[\s/,;]", named.lower(), maxsplit=1)[0]
    return token.rstrip("*") or token
