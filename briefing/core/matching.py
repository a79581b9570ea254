"""Finds what a user asked for, or not to hear of: words, phrases, and regular expressions between slashes.

Words and phrases ignore case and accents and are found as whole words, except in scripts written without blanks between
words. Regular expressions ignore case. Python's `re` tries every way to match, which for some patterns takes for ever:
such patterns are refused beforehand, and the others see the start of a text only.
"""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Callable, Collection, Iterable, Iterator
from dataclasses import dataclass
from functools import cached_property, lru_cache, partial

from briefing.core.terms import opening
from briefing.core.text import fold, tokens
from briefing.core.voices import is_of, listed, named
from briefing.model import Recipe, Story

_SEEN = 300
"""Characters of a headline, and twice as many of a text, that are looked at where not whole words are sought."""
_OPENING = 1500
"""As many characters as `opening` reads."""
_FEW = 100
"""So many phrases are looked for in the letters of a text before its words are made: most are not there."""
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
    def words(self) -> list[str]:
        """All words, folded; of a text the first, without its dateline."""
        return opening(self.text) if self.is_text else tokens(self.start)

    @cached_property
    def letters(self) -> str:
        """At least what the words are made from, sooner."""
        return fold(self.text[:_OPENING] if self.is_text else self.start)

    @cached_property
    def spoken(self) -> str:
        """The words, each between blanks."""
        return f" {' '.join(self.words)} "

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


class Phrases:
    """Words, phrases and patterns that are looked for all at once; those with a `problem` are found nowhere.

    The time hardly grows with the number of words and phrases: they are looked up by their longest word.
    """

    def __init__(self, phrases: Iterable[str]) -> None:
        self._spoken: dict[str, list[tuple[str, str]]] = defaultdict(list)
        self._others: list[tuple[str, Callable[[Passage], bool]]] = []
        for phrase in dict.fromkeys(phrases):
            if (pattern := _pattern(phrase)) is not None:
                if (compiled := _compiled(pattern)[0]) is not None:
                    self._others.append((phrase, partial(_matches, compiled)))
            elif _unspaced(phrase):
                self._others.append((phrase, partial(_stands, fold(phrase).strip())))
            elif sought := tokens(phrase):
                self._spoken[max(sought, key=len)].append((phrase, f" {' '.join(sought)} "))

    def within(self, passage: Passage) -> set[str]:
        """Those that a passage has."""
        having = {phrase for phrase, finds in self._others if finds(passage)}
        likely: Collection[str] = self._spoken
        if len(likely) <= _FEW:
            likely = [word for word in likely if word in passage.letters]
        for word in set(passage.words).intersection(likely) if likely else ():
            having.update(phrase for phrase, spoken in self._spoken[word] if spoken in passage.spoken)
        return having

    def places(self, story: Story) -> dict[str, str]:
        """For each that a story has: where first, in plain words."""
        if not (self._spoken or self._others):
            return {}
        found: dict[str, str] = {}
        for passage in passages(story):
            for phrase in self.within(passage):
                found.setdefault(phrase, passage.place)
        return found


def muted(story: Story, recipe: Recipe) -> str | None:
    """Why the recipe's mutes leave a story out, in plain words ('the headline has "chess"'), or None.

    A muted phrase counts in the story's headline and opening, and in the headlines of at least half of its reports. A
    muted outlet counts where no other tells the story.
    """
    if recipe.mute and (because := _unwanted(story, recipe.mute)):
        return because
    if recipe.mute_sources:
        unheard = frozenset(fold(name).strip().removeprefix("www.") for name in recipe.mute_sources)
        if all(is_of(article, unheard) for article in story.articles):
            return f"only {listed(sorted({named(article) for article in story.articles}))} told it"
    return None


def _unwanted(story: Story, mutes: tuple[str, ...]) -> str | None:
    phrases = _phrases(mutes)
    headline, text, *others = passages(story)
    first = dict.fromkeys(phrases.within(text), text.place) | dict.fromkeys(phrases.within(headline), headline.place)
    having = Counter[str]()
    if others:
        for article in story.articles:
            having.update(phrases.within(Passage("a headline", article.title)))
    for phrase in mutes:
        if phrase in first:
            return f'{first[phrase]} has "{phrase}"'
        if having[phrase] * 2 >= len(story.articles):
            return f'{having[phrase]} of {len(story.articles)} headlines have "{phrase}"'
    return None


@lru_cache(maxsize=4)
def _phrases(phrases: tuple[str, ...]) -> Phrases:
    return Phrases(phrases)


def _matches(pattern: re.Pattern[str], passage: Passage) -> bool:
    return pattern.search(passage.start) is not None


def _stands(folded: str, passage: Passage) -> bool:
    return folded in passage.folded


def problem(phrase: str) -> str:
    """What is wrong with a word, phrase or pattern, in plain words; empty where nothing is."""
    if (pattern := _pattern(phrase)) is not None:
        return _compiled(pattern)[1]
    return "" if tokens(phrase) else "it has no word"


def _pattern(phrase: str) -> str | None:
    return phrase[1:-1] if len(phrase) > 2 and phrase[0] == phrase[-1] == "/" else None


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
