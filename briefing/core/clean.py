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
    words: int
    ends: bool
    """It ends like a sentence."""
    folded: str


_Rule = Callable[[_Line], bool]
_LONGEST = 1500
"""Characters from which on a line is a paragraph for certain; it also bounds the time that patterns take."""
_END = re.compile(r"[.!?…。！？।؟۔][\"'”’»«)\]」』]*$")
_BULLET = re.compile(r"^[(\[*•·▶►→»>–—-]+\s*(?=\w)")
_SOLO = re.compile(r"[\u3040-\u30ff\u3400-\u9fff\uf900-\ufaff\u0e00-\u0eff\u1000-\u109f]")


def _count(text: str) -> int:
    """Words; two characters of a script without spaces count as one."""
    return len(_SOLO.sub(" ", text).split()) + len(_SOLO.findall(text)) // 2


def _fold(text: str) -> str:
    return re.sub(r"[\W_]+", "", text).casefold()


def _is_title(line: _Line, title: str) -> bool:
    folded = _fold(title)
    if len(folded) < 8 or not line.folded:
        return False
    if line.folded == folded:
        return True
    if line.folded.startswith(folded):  # the title, then a credit or the site's name
        credited = boilerplate.CREDIT_END.search(line.text) is not None
        return line.words <= _count(title) + 14 and (not line.ends or credited)
    return line.folded in folded and len(line.folded) > 0.75 * len(folded)


def _is_by(line: _Line, authors: Sequence[str]) -> bool:
    if line.words > 12 or line.ends:
        return False
    return any(len(author) > 4 and line.folded.startswith(_fold(author)) for author in authors)


def _is_bio(line: _Line, authors: Sequence[str]) -> bool:
    if line.words > 80 or not any(len(author) > 4 and line.folded.startswith(_fold(author)) for author in authors):
        return False
    return boilerplate.BIO.search(line.text[:250]) is not None


def _is_share(line: _Line) -> bool:
    words = re.findall(r"[\w-]+", line.text.lower())
    return (
        0 < len(words) <= 12
        and not words[0].isdigit()
        and all(word in boilerplate.SHARE or word.isdigit() for word in words)
    )


def _starts(pattern: re.Pattern[str], most: int) -> _Rule:
    return lambda line: line.words <= most and pattern.match(line.text) is not None


def _holds(pattern: re.Pattern[str], most: int) -> _Rule:
    return lambda line: line.words <= most and pattern.search(line.text) is not None


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
    ("copyright", _starts(boilerplate.COPYRIGHT, 40)),
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
    verdicts = [_verdict(line, title, authors) for line in lines]
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
    return _Line(bare, _count(bare), _END.search(bare) is not None, _fold(bare))


def _verdict(line: _Line, title: str, authors: Sequence[str]) -> str:
    if len(line.text) > _LONGEST:
        return ""
    if _is_title(line, title):
        return "title"
    if _is_by(line, authors):
        return "byline"
    if _is_bio(line, authors):
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
