"""Addresses that open a page at a sentence: URL fragment text directives (a WICG draft, in all large browsers).

    page#:~:text=[prefix-,]start[,end]

A browser looks for the first place where the start stands, in whole words, right behind the prefix, and marks the page
from there to the first end behind it. Case, accents, kinds of blanks and of quotation marks make no difference to it,
dashes do. One term can't reach across two blocks of a page; between two there may be anything. So a long sentence is
named by its first and its last words, which notes, links and boxes in its middle can't break.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator, Sequence
from urllib.parse import quote

from briefing.core.sentences import UNSPACED, Span
from briefing.core.text import fold, plain

_DIRECTIVE = ":~:"
_LONGEST = 280
"""Characters that may be added to an address: mail programs break long ones."""
_LONGEST_TERM, _LONGEST_ALONE = 130, 260
_WHOLE = 6
"""A sentence of so many words is named whole."""
_LEAST, _WORDS, _MOST = 2, 4, 9
"""Words of a term: not fewer, as many if possible, and how many it may grow to where fewer stand before it, too."""
_PREFIX, _WINDOW = 6, 600
"""Words that may stand before a term, and characters in which they are looked for."""
_READ = 200_000
"""Sentences farther down a text are not linked to: looking for earlier ones of the same words would take long."""
_WEB = re.compile(r"https?://[^\s#]", re.IGNORECASE)
_ROUTE = ("!", "/")
"""Fragments that begin so are read by scripts, which may not expect a directive behind them."""
# Pages may have a narrow no-break blank where their text has an ordinary one. It doesn't end a word in browsers, so no
# term may end or begin beside one: digits that it groups and marks that it sets apart are kept with their words.
_RUN = re.compile(r"\S+(?:(?<=\d)[ \u00a0\u202f]\d{3}(?!\d)\S*)*")
_MARK_BEHIND = re.compile(r"[ \u00a0\u202f][:;!?»%€$£]")
_MARK_BEFORE = re.compile(r"«[ \u00a0\u202f]\Z")
_UNSPACED = re.compile(f"[{UNSPACED}]")
_CLAUSE = re.compile(rf"(?:[^\W_]|[{UNSPACED}]|(?<=\d)[.,](?=\d))+")
_PARTICLE = re.compile(r"(?<=[をはが])(?<![我わ]が)(?=[\u30a1-\u30fa\u4e00-\u9fff])")
"""Where browsers agree that a word ends: no library here splits scripts without blanks as they do."""
_LINE_ENDS = "\n\r\v\f\x85\u2028\u2029"
_BLANKS = re.compile(r"\s+")
_CHANGED = re.compile(r"[–—―‒−\[\]{}•·|*†‡…\n\r\v\f\x1c-\x1e\x85\u2028\u2029\ud800-\udfff\ufffd\x00-\x08]|--| - ")
"""Marks that page and text may write differently, or that stand where notes were left out, and ends of lines."""
_NO_PART_OF_WORDS = "\ufe0e\ufe0f\u20e3"


def link(url: str, text: str, start: int, end: int) -> str:
    """The address with a directive that opens the page at `text[start:end]`, where the page has this text.

    What is added is ASCII, of 280 characters at most. The address comes back as it is where it is no web address, where
    the span has no words, or where no short term finds it rather than an earlier place in the text.
    """
    if not _WEB.match(url) or not 0 <= start < end <= len(text) or start > _READ:
        return url
    bare, _, fragment = url.partition("#")
    fragment = fragment.partition(_DIRECTIVE)[0]
    terms = () if fragment.startswith(_ROUTE) else _terms(text, _words(text, start, end))
    return f"{bare}#{fragment}{_DIRECTIVE}text={','.join(terms)}" if terms else url


def _terms(text: str, words: Sequence[Span]) -> tuple[str, ...]:
    """Percent-encoded, in their order; () where there are none that are short and lead there."""
    if not words or words[0].start > _READ:
        return ()
    # A clause that is too long can't be cut: then the next one is looked for.
    for first in range(min(len(words), _WORDS) if _UNSPACED.search(text, *words[0]) else 1):
        starts = list(_starts(text, words[first : first + _MOST + 1]))
        for last in starts:
            begin, end = words[first].start, words[first + last - 1].end
            if _is_first(text, begin, end):
                return _with_end(text, begin, end, words[first + last :])
        for last in starts[:1]:
            for prefix, begin in _prefixes(text, words[first].start):
                end = words[first + last - 1].end
                before, term = _encoded(text[prefix:begin]), _encoded(text[begin:end])
                if len(before) + len(term) <= _LONGEST_ALONE and _is_first(text, prefix, end):
                    return f"{before}-", term
    return ()


def _starts(text: str, words: Sequence[Span]) -> Iterator[int]:
    """How many of the words, of which no more than ten are given, may make a term; the best number first."""
    fitting = list[int]()
    for last in range(1, min(len(words), _MOST) + 1):
        term = text[words[0].start : words[last - 1].end]
        if len(term) > _LONGEST_ALONE or _CHANGED.search(term):
            break
        if len(_encoded(term)) > (_LONGEST_TERM if fitting else _LONGEST_ALONE):
            break
        fitting.append(last)
    if fitting and fitting[-1] == len(words) <= _WHOLE:
        yield fitting[-1]
    spaced = [n for n in fitting if n >= _LEAST]
    yield from [n for n in spaced if n >= _WORDS] or spaced[-1:] or fitting[-1:]


def _with_end(text: str, begin: int, end: int, rest: Sequence[Span]) -> tuple[str, ...]:
    """The term alone, or with one for the last of the words behind it, where that is short and found there first."""
    term = _encoded(text[begin:end])
    if rest and rest[-1].end - end > _READ:
        return (term,)
    for count in range(min(len(rest), _WORDS), 0, -1):
        last = text[rest[-count].start : rest[-1].end]
        if len(last) > _LONGEST_ALONE or _CHANGED.search(last):
            continue
        encoded = _encoded(last)
        if len(term) + len(encoded) <= _LONGEST_ALONE and _normal(last) not in _normal(text[end : rest[-1].end])[:-1]:
            return term, encoded
    return (term,)


def _prefixes(text: str, begin: int) -> Iterator[tuple[int, int]]:
    """Where what stands before a term may begin, nearest first, and where the term does then.

    It ends where the term begins, but for blanks; so if it is from the line before, marks at the start of the term's
    own line belong to the term.
    """
    line = _line(text, begin)
    before = _words(text, max(line, begin - _WINDOW), begin)
    if not before:
        stop = len(text[:line].rstrip())
        before = _words(text, max(_line(text, stop), stop - _WINDOW), stop)
        begin = line + len(text[line:begin]) - len(text[line:begin].lstrip())
    for word in before[: -_PREFIX - 1 : -1]:
        if _CHANGED.search(text[word.start : begin].strip()):
            return
        yield word.start, begin


def _line(text: str, place: int) -> int:
    """Where the line begins in which a place lies."""
    return max(text.rfind(mark, 0, place) for mark in _LINE_ENDS) + 1


def _words(text: str, start: int, end: int) -> list[Span]:
    """Words without marks at their edges; whole clauses in scripts without blanks."""
    found = list[Span]()
    for run in _RUN.finditer(text, start, end):
        if _UNSPACED.search(run[0]):
            for clause in _CLAUSE.finditer(text, *run.span()):
                cuts = [cut.start() for cut in _PARTICLE.finditer(text, *clause.span())]
                found.extend(map(Span, (clause.start(), *cuts), (*cuts, clause.end())))
            continue
        first, last = run.span()
        while first < last and not _of_word(text[first]):
            first += 1
        while first < last and not _of_word(text[last - 1]):
            last -= 1
        if first < last:
            before, behind = _MARK_BEFORE.search(text, max(0, first - 2), first), _MARK_BEHIND.match(text, last)
            first, last = before.start() if before else first, behind.end() if behind else last
            found.append(Span(first, last))
    return found


def _of_word(character: str) -> bool:
    if character.isalnum() or character == "_":
        return True
    return unicodedata.category(character)[0] == "M" and character not in _NO_PART_OF_WORDS


def _is_first(text: str, start: int, end: int) -> bool:
    return _normal(text[start:end]) not in _normal(text[:end])[:-1]


def _normal(text: str) -> str:
    """The text as browsers compare it, about."""
    return _BLANKS.sub(" ", plain(fold(text)))


def _encoded(term: str) -> str:
    return quote(" ".join(term.split()), safe="", errors="replace").replace("-", "%2D")
