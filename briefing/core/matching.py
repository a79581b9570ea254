"""Finds what a user asked for, or not to hear of: words, phrases, and regular expressions between slashes.

Words and phrases ignore case and accents and are found as whole words, except in scripts written without blanks between
words. Regular expressions ignore case. Python's `re` tries every way to match, which for some patterns takes for ever:
such patterns are refused beforehand, and the others see the start of a text only.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from functools import cached_property, lru_cache

from briefing.core.terms import opening
from briefing.core.text import fold, tokens
from briefing.core.voices import is_of, listed
from briefing.model import Recipe, Story

_SEEN = 300
"""Characters of a headline, and twice as many of a text, that are looked at where not whole words are sought."""
_OPENING = 1500
"""As many characters as `opening` reads."""
_PATTERN_LENGTH = 200
_WAYS = 200_000
"""So many ways to match from one place, and a pattern is refused: two repetitions without end, and little more."""
_REPEATED = 50
"""Repetitions of what itself varies are reckoned up to here: by then they are too many."""


@dataclass(frozen=True)
class Passage:
    """A headline or the start of a text, and where it stands."""

    place: str
    """In plain words: "the headline", "the opening", "a further headline"."""
    text: str
    is_text: bool = False

    @cached_property
    def words(self) -> str:
        """All words, folded, each between blanks; of a text the first, without its dateline."""
        return f" {' '.join(opening(self.text) if self.is_text else tokens(self.start))} "

    @cached_property
    def letters(self) -> str:
        """At least what `words` are made from."""
        return fold(self.text[:_OPENING] if self.is_text else self.start)

    @cached_property
    def start(self) -> str:
        return self.text[: 2 * _SEEN if self.is_text else _SEEN]

    @cached_property
    def folded(self) -> str:
        return fold(self.start)


def passages(story: Story) -> Iterator[Passage]:
    """What a story is known by: its headline, its opening, and the headlines of its other reports, sorted."""
    lead = story.lead
    yield Passage("the headline", lead.title)
    yield Passage("the opening", lead.text, is_text=True)
    for title in sorted({article.title for article in story.articles} - {lead.title}):
        yield Passage("a further headline", title)


def found(phrase: str, where: Iterable[Passage]) -> Passage | None:
    """The first of the passages that has the phrase. A pattern with a `problem` is found nowhere."""
    finds = _finder(phrase)
    return next((passage for passage in where if finds(passage)), None)


def muted(story: Story, recipe: Recipe) -> str | None:
    """Why the recipe's mutes leave a story out, in plain words ('the headline has "chess"'), or None.

    A muted phrase counts in the story's headline and opening, and in the headlines of at least half of its reports. A
    muted outlet counts where no other tells the story.
    """
    if recipe.mute:
        lead, text, *others = passages(story)
        titles = [Passage("the headline", article.title) for article in story.articles] if others else [lead]
        for phrase in recipe.mute:
            if place := found(phrase, (lead, text)):
                return f'{place.place} has "{phrase}"'
            having = sum(map(_finder(phrase), titles))
            if having * 2 >= len(titles):
                return f'{having} of {len(titles)} headlines have "{phrase}"'
    if recipe.mute_sources:
        unheard = frozenset(fold(name).strip().removeprefix("www.") for name in recipe.mute_sources)
        if all(is_of(article, unheard) for article in story.articles):
            return f"only {listed(sorted({article.item.source_name for article in story.articles}))} told it"
    return None


def problem(phrase: str) -> str:
    """What is wrong with a word, phrase or pattern, in plain words; empty where nothing is."""
    if (pattern := _pattern(phrase)) is not None:
        return _compiled(pattern)[1]
    return "" if tokens(phrase) else "it has no word"


def _pattern(phrase: str) -> str | None:
    return phrase[1:-1] if len(phrase) > 2 and phrase[0] == phrase[-1] == "/" else None


@lru_cache(maxsize=1024)
def _finder(phrase: str) -> Callable[[Passage], bool]:
    if (pattern := _pattern(phrase)) is not None:
        compiled, _ = _compiled(pattern)
        return lambda passage: compiled is not None and compiled.search(passage.start) is not None
    if _unspaced(phrase):
        folded = fold(phrase).strip()
        return lambda passage: folded in passage.folded
    sought = tokens(phrase)
    spoken = f" {' '.join(sought)} "
    longest = max(sought, key=len, default="")
    # Whether its letters are there at all is known much sooner than the words are.
    return lambda passage: bool(sought) and longest in passage.letters and spoken in passage.words


def _unspaced(phrase: str) -> bool:
    """Whether a phrase is of a script in which blanks do not mark words, or particles are joined on (Korean)."""
    return any(char >= "\u0e00" and char.isalpha() and not "\u10a0" <= char <= "\u2fff" for char in phrase)


# --- regular expressions -------------------------------------------------------------------------------------------

_TOKEN = re.compile(
    r"""\\(?P<back>[1-9]) | \\. | (?P<set>\[\^?\]?(?:\\.|[^\]\\])*\])
    | (?P<flags>\(\?[aims]+\)) | (?P<open>\((?!\?)|\(\?(?:P<\w+>|[:=!>]|<[=!]|[aims]*-?[aims]+:)) | (?P<odd>\(\?)
    | (?P<bar>\|) | (?P<close>\)) | (?P<times>[*+?]|\{\d*,?\d*\})[?+]? | .""",
    re.DOTALL | re.VERBOSE,
)
_SET_ARITHMETIC = re.compile(r"\[|--|&&|~~|\|\|")


@lru_cache(maxsize=1024)
def _compiled(pattern: str) -> tuple[re.Pattern[str] | None, str]:
    """The pattern, or None and what is wrong with it."""
    if len(pattern) > _PATTERN_LENGTH:
        return None, f"it has {len(pattern)} characters, which is more than {_PATTERN_LENGTH}"
    for token in _TOKEN.finditer(pattern):
        if token["set"] and _SET_ARITHMETIC.search(token[0], 1):  # Python may give it another meaning one day
            return None, f'write "\\[" and "\\-" for the marks themselves in "{token[0]}"'
    try:
        compiled = re.compile(pattern, re.IGNORECASE)
        ways = _ways(_TOKEN.finditer(pattern))
    except (re.error, OverflowError, RecursionError, Warning) as error:
        return None, f"it is no regular expression: {error}"
    except _RefusedError as error:
        return None, str(error)
    if ways > _WAYS:
        return None, "it repeats what varies itself, or too often: some texts would take it for ever"
    return compiled, ""


class _RefusedError(Exception):
    """The pattern has something whose time can't be foretold."""


def _ways(parts: Iterable[re.Match[str]]) -> int:
    """In how many ways a sound pattern may match from one place, at most: alternatives add up, what follows multiplies.

    Raises _RefusedError for references back, conditions and comments.
    """
    groups = [[0, 1]]  # of each open group: the ways of its finished branches, and of the present one
    last = 1
    for token in parts:
        kind = token.lastgroup
        if kind in ("back", "odd"):
            raise _RefusedError(f'"{token[0]}" can\'t be used here')
        if kind == "times":
            groups[-1][1] = groups[-1][1] // last * _repeated(last, token["times"])
            last = 1
        elif kind == "open":
            groups.append([0, 1])
        elif kind == "bar":
            groups[-1] = [sum(groups[-1]), 1]
        elif kind == "close":
            last = sum(groups.pop())
            groups[-1][1] *= last
        else:
            last = 1
    return sum(groups[0])


def _repeated(ways: int, times: str) -> int:
    if times in "*+?":
        least, most = (0, 1) if times == "?" else (0, _SEEN)
    else:
        low, comma, high = times[1:-1].partition(",")
        least = int(low or 0)
        most = min(int(high or _SEEN) if comma else least, _SEEN)
    return max(most - least + 1, 1) * (ways ** min(most, _REPEATED) if ways > 1 else 1)
