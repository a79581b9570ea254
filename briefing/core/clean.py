"""What extraction leaves behind, taken out line by line: the title said again, captions and credits, bylines, teasers,
sign-up boxes, share buttons, consent texts, menus.

Most rules look at one line (`line_rules`); the first that says yes names the removal. They are shaped for lines that
are junk as a whole, so a sentence of the report that mentions a newsletter or a cookie stays. A few look at a line's
neighbours: lists of headlines, lines said twice, menus at the edges. What is known of the site comes first.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from types import MappingProxyType

from briefing.core import attribution, boilerplate, repeats
from briefing.core.line_rules import LINE_RULES, LONGEST, NEAR, Head, Line, Rule, head_of, line_of
from briefing.core.text import count_words
from briefing.model import Removal

RULES: Mapping[str, str] = MappingProxyType(
    {
        "site": "Lines that match one of your own patterns for the site.",
        "repeated": "Short lines that stand on several pages of the site.",
        "title": "The report's title, said again in its text.",
        "byline": "Lines that only name those who wrote it.",
        "bio": "Who an author is.",
        "contact": "How to reach an author, at the end.",
        "dateline": "A place or an agency alone on a line, at the beginning or the end.",
        "stamp": "When the report was published or changed, and how long it takes to read.",
        "origin": "Where it appeared first, who else worked on it, which agencies it draws on.",
        "copyright": "Copyright notices.",
        "disclaimer": "Whose opinion it is, what it is no advice for, what was corrected.",
        "caption": "Captions and credits of pictures.",
        "embed": "What stands around posts of other sites that are shown inside.",
        "player": "Buttons and messages of video and audio players.",
        "related": "Links to other reports, and lists of headlines under a heading that says so.",
        "headlines": "A list of headlines after the end.",
        "promotion": "Invitations to sign up, subscribe, pay, follow, download or comment.",
        "advert": "Labels of advertisements.",
        "affiliate": "That the site earns from what readers buy.",
        "consent": "Cookie and privacy notices.",
        "comments": "Numbers of comments, likes and views, and what leads to them.",
        "tags": "Topics and tags.",
        "share": "Buttons to share, print or save.",
        "code": "Pieces of HTML and scripts.",
        "repeat": "A line of more than a few words that stood before.",
        "menu": "A few words before the first paragraph or after the last one, and headings of the page's parts.",
        "marks": "Lines of nothing but marks, such as stars.",
    }
)
"""What every rule takes away, by its name."""

MOST_REMOVED = 0.35
"""Share of the text's characters from which on those rules are held to be wrong about a page that can be."""
_DOUBTFUL = ("headlines", "menu", "repeat", "bio", "caption", "embed", "related")
"""Rules that may take parts of a report, the weakest first. The others know their lines by what they say."""


_LEAST_LIST = 3
"""Lines without the end of a sentence that are a list of headlines after the report."""
_LEAST_HEADLINE = 4
_MOST_HEADLINE = 25
"""Words."""
_MOST_CREDIT = 8
"""Words of a credit that is alone on its line."""
_MOST_BIO = 4
"""Lines about an author, with their heading."""
_FACT = re.compile(r"\d\W*[^\W\d_]|[^\W\d_]\W*\d")
_LINK = re.compile(r"https?:|www\.|@|\.(?:com|org|net)\b")


@dataclass(frozen=True, slots=True)
class Cleaned:
    text: str
    removed: tuple[Removal, ...] = ()
    """In reading order."""


def clean(
    text: str,
    *,
    title: str = "",
    authors: Sequence[str] = (),
    off: frozenset[str] = frozenset(),
    repeated: frozenset[str] = frozenset(),
    lines: Sequence[str] = (),
) -> Cleaned:
    """The report without the lines that are not of it.

    Text is plain, one paragraph a line. Lines that stay are not changed. Where rules that can be wrong would take more
    than MOST_REMOVED of the characters, they are undone, the weakest first, until they don't.

    `off` are rules not to be used, `repeated` the names (`repeats.key`) of lines that several pages of the site have,
    `lines` regular expressions to search for in any case; one that is none is ignored.
    """
    whole = [line for line in text.splitlines() if line.strip()]
    parts = [line_of(line, place, len(whole) - place - 1) for place, line in enumerate(whole)]
    head, rules, known = head_of(title, authors), _rules(off), _site_rule(off, repeated, lines)
    verdicts = [known(line) or _verdict(part, head, rules) for line, part in zip(whole, parts, strict=True)]
    for name, mark in _MARKS:
        if name not in off:
            mark(parts, verdicts)
    _undo(whole, verdicts)
    kept, removed = list[str](), list[Removal]()
    for rule, line in zip(verdicts, whole, strict=True):
        if rule:
            removed.append(Removal(rule=rule, line=line, after=len(kept)))
        else:
            kept.append(line)
    return Cleaned("\n".join(kept), tuple(removed))


@lru_cache(maxsize=64)
def _rules(off: frozenset[str]) -> tuple[tuple[str, Rule], ...]:
    return tuple((name, rule) for name, rule in LINE_RULES if name not in off)


def _site_rule(off: frozenset[str], repeated: frozenset[str], lines: Sequence[str]) -> Callable[[str], str]:
    """What is known of the site's lines: the name of the rule that takes one, or nothing."""
    patterns = [] if "site" in off else list(_compiled(lines))
    learned = frozenset[str]() if repeats.RULE in off else repeated
    if not patterns and not learned:
        return lambda _: ""

    def verdict(line: str) -> str:
        if any(pattern.search(line[:LONGEST]) for pattern in patterns):
            return "site"
        short = learned and len(line) <= LONGEST and count_words(line) <= repeats.MOST_WORDS
        return repeats.RULE if short and repeats.key(line) in learned else ""

    return verdict


def _compiled(patterns: Iterable[str]) -> Iterable[re.Pattern[str]]:
    for pattern in patterns:
        try:
            yield re.compile(pattern, re.IGNORECASE)
        except (re.error, OverflowError, RecursionError):
            continue


def _verdict(line: Line, head: Head, rules: tuple[tuple[str, Rule], ...]) -> str:
    if len(line.text) > LONGEST:
        return ""
    for name, rule in rules:
        if rule(line, head):
            return name
    return ""


def _mark_repeats(lines: list[Line], verdicts: list[str]) -> None:
    seen: set[str] = set()
    for place, line in enumerate(lines):
        if not verdicts[place] and line.words > 6 and line.text[-1:] != "?" and line.low in seen:
            verdicts[place] = "repeat"
        seen.add(line.low)


def _mark_captions(lines: list[Line], verdicts: list[str]) -> None:
    """What stands before a credit alone on its line and does not end like a sentence."""
    for place in range(1, len(lines)):
        credit, line = lines[place], lines[place - 1]
        if verdicts[place] != "caption" or verdicts[place - 1] or credit.words > _MOST_CREDIT:
            continue
        if not line.ends and line.words <= _MOST_HEADLINE and not _announces(line):
            verdicts[place - 1] = "caption"


def _mark_bios(lines: list[Line], verdicts: list[str]) -> None:
    """What follows a heading that announces the author, at the end."""
    for place, line in enumerate(lines[-_MOST_BIO:], max(0, len(lines) - _MOST_BIO)):
        if verdicts[place] == "bio" and attribution.BIO_LABEL.match(line.text):
            verdicts[place:] = [verdict or "bio" for verdict in verdicts[place:]]


def _is_headline(line: Line) -> bool:
    """It may be one: a few words that don't end like a statement."""
    return _LEAST_HEADLINE <= line.words <= _MOST_HEADLINE and (not line.ends or line.text[-1:] in "?!")


def _announces(line: Line) -> bool:
    return line.text[-1:] in (":", "：")


def _mark_listed(lines: list[Line], verdicts: list[str]) -> None:
    """Headlines that follow a line which announces other reports."""
    for place, line in enumerate(lines):
        if verdicts[place] != "related" or not boilerplate.RELATED.match(line.text, line.low):
            continue
        end = place + 1
        while end < len(lines) and not verdicts[end] and _is_headline(lines[end]):
            end += 1
        if end - place > 2 or (end - place == 2 and lines[end - 1].words > NEAR):
            verdicts[place + 1 : end] = ["related"] * (end - place - 1)


def _mark_headlines(lines: list[Line], verdicts: list[str]) -> None:
    """Headlines that stand after the last paragraph, unless a colon before them says that they belong to it."""
    start, found = len(lines), 0
    while start and (verdicts[start - 1] or (_is_headline(lines[start - 1]) and not _announces(lines[start - 1]))):
        start -= 1
        found += not verdicts[start]
    if found >= _LEAST_LIST and start >= _LEAST_LIST and not _announces(lines[start - 1]):
        for place in range(start, len(lines)):
            verdicts[place] = verdicts[place] or "headlines"


def _mark_edges(lines: list[Line], verdicts: list[str]) -> None:
    """Menus stand before the first and after the last paragraph: a few words without the end of a sentence."""
    for order, most in ((range(len(lines)), 3), (range(len(lines) - 1, -1, -1), 6)):
        for place in order:
            if verdicts[place]:
                continue
            line = lines[place]
            if line.ends or line.words > most or (_FACT.search(line.text) and not _LINK.search(line.low)):
                break
            verdicts[place] = "menu"


_MARKS = (
    ("repeat", _mark_repeats),
    ("caption", _mark_captions),
    ("bio", _mark_bios),
    ("related", _mark_listed),
    ("headlines", _mark_headlines),
    ("menu", _mark_edges),
)


def _undo(lines: list[str], verdicts: list[str]) -> None:
    most = MOST_REMOVED * sum(map(len, lines))
    for weakest in _DOUBTFUL:
        gone = sum(len(line) for line, rule in zip(lines, verdicts, strict=True) if rule in _DOUBTFUL)
        if gone <= most:
            return
        verdicts[:] = ["" if rule == weakest else rule for rule in verdicts]
