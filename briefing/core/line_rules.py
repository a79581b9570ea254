"""Rules that look at one line, with its place in the text and what the page says above it, and say yes or no.

The patterns are in `attribution`, `boilerplate` and `notices`. How many words a line may have is the rule's to say:
what is longer is a paragraph that speaks of such things.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass

from briefing.core import attribution, boilerplate, notices
from briefing.core.phrases import Openings, Phrases, lowered
from briefing.core.text import plain, tokens


@dataclass(frozen=True, slots=True)
class Line:
    text: str
    """Without its bullet, with typographic marks as their ASCII stand-ins."""
    low: str
    """As `phrases.lowered` makes it."""
    words: int
    ends: bool
    """It ends like a sentence."""
    folded: str
    """Its beginning."""
    place: int
    """Lines before it."""
    left: int
    """Lines after it."""


@dataclass(frozen=True, slots=True)
class Head:
    """What the page says above the report; names and title folded."""

    title: str
    title_words: int
    title_tokens: frozenset[str]
    authors: tuple[str, ...]


Rule = Callable[[Line, Head], bool]
LONGEST = 1500
"""Characters from which on a line is a paragraph for certain; it also bounds the time that patterns take."""
_FOLDED = 250
"""Characters of a line that are compared with the title and with names."""
_MOST_DATELINE = 60
_MOST_DATE = 100
"""Characters."""
NEAR = 8
"""Lines from an end of the text that are near it."""
_VERY_NEAR = 4
_TITLE_NEAR = 6
_LEAST_TITLE = 8
"""Letters and digits of a title that a line may be compared with."""
_AROUND_TITLE = 14
"""Words that may stand around the title in its line: a topic, the site's name, a credit."""
_FIRST_ALIKE = 0.5
"""Share of its words that the first line has in common with the title where it is another title."""
_TITLE_ALIKE = 0.7
"""The same for the lines that follow."""
_CHANCE = 3
"""Words that two lines may share by chance."""
_ENDS = tuple(".!?…。！？।؟۔")
_STOPS = (".", "。", "।", "۔")
"""With one of these a statement ends, and few titles do."""
_CLOSERS = "\"'”’»«)]」』"
_BULLET = re.compile(r"^[^\w\"'¿¡#@<{©$€£%]++(?=\w)")
_SOLO = re.compile(r"[\u3040-\u30ff\u3400-\u9fff\uf900-\ufaff\u0e00-\u0eff\u1000-\u109f]")
_WORD = re.compile(r"[\w-]+")
_NOT_ALNUM = re.compile(r"[\W_]+")
_NOT_ALNUM_ASCII = bytes(code for code in range(128) if not chr(code).isalnum())


def _count(text: str) -> int:
    """Words; two characters of a script without spaces count as one."""
    solo = 0 if text.isascii() else len(_SOLO.findall(text))
    return len((_SOLO.sub(" ", text) if solo else text).split()) + solo // 2


def _fold(text: str) -> str:
    """Letters and digits alone, without case."""
    if text.isascii():  # bytes lose characters many times faster than a pattern works
        return text.encode("ascii").translate(None, _NOT_ALNUM_ASCII).lower().decode("ascii")
    return _NOT_ALNUM.sub("", text).casefold()


def line_of(text: str, place: int = 0, left: int = 0) -> Line:
    """What the rules see of a line, from its text, the number of lines before it and of those after it."""
    simple = plain(_BULLET.sub("", text.strip()))
    ends = simple.rstrip(_CLOSERS).endswith(_ENDS)
    return Line(simple, lowered(simple), _count(simple), ends, _fold(simple[:_FOLDED]), place, left)


def head_of(title: str, authors: Sequence[str]) -> Head:
    """What the rules see of a title and of the names of authors; very short names are left out."""
    title = plain(title)
    names = tuple(_fold(plain(author)) for author in authors if len(author) > 4)
    return Head(_fold(title), _count(title), frozenset(tokens(title)), tuple(name for name in names if name))


def _is_title(line: Line, head: Head) -> bool:
    if len(head.title) < _LEAST_TITLE or not line.folded or line.words > head.title_words + _AROUND_TITLE:
        return False
    if line.folded == head.title:
        return True
    if line.folded.startswith(head.title):  # the title, then a credit or the site's name
        return not line.ends or attribution.CREDIT_END.search(line.text, line.low)
    if line.folded in head.title and len(line.folded) > 0.75 * len(head.title):
        return True
    if line.place >= _TITLE_NEAR or line.text.rstrip(_CLOSERS)[-1:] in _STOPS or (line.ends and line.place):
        return False
    if line.folded.endswith(head.title):
        return True
    words = frozenset(tokens(line.text))
    shared = 2 * len(words & head.title_tokens) / max(1, len(words) + len(head.title_tokens))
    return len(words) > _CHANCE and shared >= (_TITLE_ALIKE if line.place else _FIRST_ALIKE)


def _is_byline(line: Line, head: Head) -> bool:
    if line.words > 25 or len(line.text) > _FOLDED:
        return False
    named = line.words <= 12 and not line.ends and line.folded.startswith(head.authors)
    return named or attribution.BYLINE.match(line.text) is not None


def _is_bio(line: Line, head: Head) -> bool:
    if line.words > 80:
        return False
    if line.left < _VERY_NEAR and attribution.NAMED_BIO.match(line.text[:_FOLDED]):
        return True
    if line.left < _VERY_NEAR and attribution.BIO_LABEL.match(line.text):
        return True
    return line.folded.startswith(head.authors) and attribution.BIO.search(line.text[:_FOLDED]) is not None


def _is_marks(line: Line, head: Head) -> bool:  # noqa: ARG001
    return not line.folded and _WORD.search(line.text) is None


def _is_sided(line: Line, head: Head) -> bool:  # noqa: ARG001
    return line.words <= 40 and not line.ends and attribution.SIDED.search(line.text) is not None


def _is_contact(line: Line, head: Head) -> bool:  # noqa: ARG001
    return line.left < NEAR and line.words <= 35 and attribution.CONTACT.search(line.text, line.low)


def _is_dateline(line: Line, head: Head) -> bool:  # noqa: ARG001
    near = len(line.text) <= _MOST_DATELINE and (line.place < 3 or line.left < 3)
    return near and attribution.DATELINE.match(line.text) is not None


def _is_date(line: Line, head: Head) -> bool:  # noqa: ARG001
    """Elsewhere a date alone is a heading."""
    near = len(line.text) <= _MOST_DATE and (line.place < NEAR or line.left < 2)
    return near and attribution.DATE.match(line.text) is not None


def _is_share(line: Line, head: Head) -> bool:  # noqa: ARG001
    if line.words > 12:
        return False
    words = _WORD.findall(line.low)
    return words[:1] != [] and all(
        word in notices.SHARE or (place and word.isdigit()) for place, word in enumerate(words)
    )


def _opens(openings: Openings, most: int) -> Rule:
    return lambda line, _: line.words <= most and openings.match(line.text, line.low)


def _opens_as(phrases: Phrases, most: int) -> Rule:
    return lambda line, _: line.words <= most and phrases.match(line.text, line.low)


def _holds(phrases: Phrases, most: int) -> Rule:
    return lambda line, _: line.words <= most and phrases.search(line.text, line.low)


LINE_RULES: tuple[tuple[str, Rule], ...] = (
    ("marks", _is_marks),
    ("title", _is_title),
    ("byline", _is_byline),
    ("bio", _is_bio),
    ("code", _holds(notices.CODE, 10_000)),
    ("embed", _holds(notices.EMBED, 80)),
    ("embed", _opens(notices.EMBED_LABEL, 20)),
    ("dateline", _is_dateline),
    ("caption", _opens(attribution.CREDIT_START, 70)),
    ("caption", _holds(attribution.CREDIT_END, 90)),
    ("caption", _is_sided),
    ("stamp", _opens(attribution.STAMP, 16)),
    ("stamp", _is_date),
    ("related", _opens(boilerplate.RELATED_LABEL, 30)),
    ("related", _opens(boilerplate.RELATED, 12)),
    ("related", _opens(boilerplate.MORE_HERE, 40)),
    ("origin", _opens(attribution.ORIGIN, 60)),
    ("origin", _holds(attribution.ORIGIN_INSIDE, 60)),
    ("disclaimer", _opens(notices.DISCLAIMER, 70)),
    ("disclaimer", _holds(notices.DISCLAIMER_INSIDE, 70)),
    ("advert", _opens(notices.ADVERT, 12)),
    ("affiliate", _holds(notices.AFFILIATE, 80)),
    ("player", _opens(notices.PLAYER_LABEL, 12)),
    ("player", _holds(notices.PLAYER, 60)),
    ("consent", _holds(notices.CONSENT, 60)),
    ("copyright", _opens_as(attribution.COPYRIGHT, 40)),
    ("menu", _opens(notices.MARKER, 5)),
    ("tags", _opens(notices.TAGS, 40)),
    ("share", _is_share),
    ("share", _opens(notices.SHARE_LABEL, 8)),
    ("comments", _opens(notices.COMMENTS, 20)),
    ("promotion", _opens(boilerplate.PROMOTION, 45)),
    ("promotion", _holds(boilerplate.PROMOTION_INSIDE, 45)),
    ("contact", _is_contact),
)
"""A rule's name, and what it asks, in the order in which they are asked."""
