"""What extraction leaves behind, taken out line by line: the title said again, captions and credits, bylines, teasers,
sign-up boxes, share buttons, consent texts, menus.

A rule looks at one line and says yes or no; the first that says yes names the removal. Rules are shaped for lines
that are junk as a whole, so a sentence of the report that mentions a newsletter or a cookie stays.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass

from briefing.core import boilerplate
from briefing.core.phrases import Phrases, lowered
from briefing.core.text import plain

MOST_REMOVED = 0.35
"""Share of the text's characters from which on the filter is held to be wrong about the page, and undone."""


@dataclass(frozen=True, slots=True)
class Cleaned:
    text: str
    removed: tuple[tuple[str, str], ...] = ()
    """(rule, line) in reading order; empty where the filter was undone."""


@dataclass(frozen=True, slots=True)
class _Line:
    text: str
    low: str
    """As `phrases.lowered` makes it."""
    words: int
    ends: bool
    """It ends like a sentence."""
    folded: str


@dataclass(frozen=True, slots=True)
class _Head:
    """What the page says above the report, folded."""

    title: str
    title_words: int
    authors: tuple[str, ...]


_Rule = Callable[[_Line], bool]
_LONGEST = 1500
"""Characters from which on a line is a paragraph for certain; it also bounds the time that patterns take."""
_ENDS = tuple(".!?…。！？।؟۔")
_CLOSERS = "\"'”’»«)]」』"
_BULLET = re.compile(r"^[(\[*•·▶►→»>–—-]+\s*(?=\w)")
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
    text = plain(text)
    if text.isascii():  # bytes lose characters many times faster than a pattern works
        return text.encode("ascii").translate(None, _NOT_ALNUM_ASCII).lower().decode("ascii")
    return _NOT_ALNUM.sub("", text).casefold()


def _is_title(line: _Line, head: _Head) -> bool:
    if len(head.title) < 8 or not line.folded:
        return False
    if line.folded == head.title:
        return True
    if line.folded.startswith(head.title):  # the title, then a credit or the site's name
        credited = boilerplate.CREDIT_END.search(line.text, line.low)
        return line.words <= head.title_words + 14 and (not line.ends or credited)
    return line.folded in head.title and len(line.folded) > 0.75 * len(head.title)


def _is_by(line: _Line, head: _Head) -> bool:
    return line.words <= 12 and not line.ends and line.folded.startswith(head.authors)


def _is_bio(line: _Line, head: _Head) -> bool:
    if line.words > 80 or not line.folded.startswith(head.authors):
        return False
    return boilerplate.BIO.search(line.text[:250]) is not None


def _is_share(line: _Line) -> bool:
    words = 0
    for word in _WORD.finditer(line.text.lower()):
        if words == 12 or not (word[0] in boilerplate.SHARE or (words and word[0].isdigit())):
            return False
        words += 1
    return words > 0


def _starts(pattern: re.Pattern[str], most: int) -> _Rule:
    return lambda line: line.words <= most and pattern.match(line.text) is not None


def _starts_as(phrases: Phrases, most: int) -> _Rule:
    return lambda line: line.words <= most and phrases.match(line.text, line.low)


def _holds(phrases: Phrases, most: int) -> _Rule:
    return lambda line: line.words <= most and phrases.search(line.text, line.low)


_RULES: tuple[tuple[str, _Rule], ...] = (
    ("code", _holds(boilerplate.CODE, 10_000)),
    ("caption", _starts(boilerplate.CREDIT_START, 70)),
    ("caption", _holds(boilerplate.CREDIT_END, 90)),
    ("byline", _starts(boilerplate.BYLINE, 25)),
    ("stamp", _starts(boilerplate.STAMP, 16)),
    ("related", _starts(boilerplate.RELATED_LABEL, 30)),
    ("related", _starts(boilerplate.RELATED, 30)),
    ("related", _starts(boilerplate.MORE_HERE, 40)),
    ("origin", _starts(boilerplate.ORIGIN, 60)),
    ("advert", _starts(boilerplate.ADVERT, 12)),
    ("affiliate", _holds(boilerplate.AFFILIATE, 80)),
    ("promotion", _starts(boilerplate.PROMOTION, 45)),
    ("promotion", _holds(boilerplate.PROMOTION_INSIDE, 45)),
    ("consent", _holds(boilerplate.CONSENT, 60)),
    ("copyright", _starts_as(boilerplate.COPYRIGHT, 40)),
    ("tags", _starts(boilerplate.TAGS, 40)),
    ("share", _is_share),
)


def clean(text: str, *, title: str = "", authors: Sequence[str] = ()) -> Cleaned:
    """The report without the lines that are not of it.

    Text is plain, one paragraph a line. Lines that stay are not changed. Where the rules would take more than
    MOST_REMOVED of the characters, the text is given back whole.
    """
    whole = [line for line in text.splitlines() if line.strip()]
    lines = [_line(line) for line in whole]
    head = _Head(_fold(title), _count(title), tuple(_fold(author) for author in authors if len(author) > 4))
    verdicts = [_verdict(line, head) for line in lines]
    _mark_repeats(lines, verdicts)
    _mark_edges(lines, verdicts)
    judged = list(zip(verdicts, whole, strict=True))
    gone = sum(len(line) for rule, line in judged if rule)
    if gone > MOST_REMOVED * sum(map(len, whole)):
        return Cleaned("\n".join(whole))
    kept = "\n".join(line for rule, line in judged if not rule)
    return Cleaned(kept, tuple((rule, line) for rule, line in judged if rule))


def _line(text: str) -> _Line:
    bare = _BULLET.sub("", text.strip())
    simple = plain(bare)
    return _Line(bare, lowered(simple), _count(simple), bare.rstrip(_CLOSERS).endswith(_ENDS), _fold(simple))


def _verdict(line: _Line, head: _Head) -> str:
    if len(line.text) > _LONGEST:
        return ""
    if _is_title(line, head):
        return "title"
    if _is_by(line, head):
        return "byline"
    if _is_bio(line, head):
        return "bio"
    return next((name for name, rule in _RULES if rule(line)), "")


def _mark_repeats(lines: list[_Line], verdicts: list[str]) -> None:
    seen: set[str] = set()
    for place, line in enumerate(lines):
        if not verdicts[place] and line.words > 6 and line.text[-1] != "?" and line.folded in seen:
            verdicts[place] = "repeat"
        seen.add(line.folded)


def _mark_edges(lines: list[_Line], verdicts: list[str]) -> None:
    """Menus stand before the first and after the last paragraph: a few words without the end of a sentence."""
    for order, most in ((range(len(lines)), 3), (range(len(lines) - 1, -1, -1), 6)):
        for place in order:
            if verdicts[place]:
                continue
            if lines[place].ends or lines[place].words > most:
                break
            verdicts[place] = "menu"
