"""Whether titles and texts are those of walls: what sites put up where a report should be, or behind its beginning.

Titles are matched whole, a part between separators at a time (`titled`): a report about missing pages is not called
"Page not found" and nothing else. Phrases are looked for anywhere, so they are what only a wall says to its reader.
The tables are in `wall_notices`, `site_pages` and `paywall`.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from functools import cache

from briefing.core.phrases import Phrases, joined, lowered
from briefing.core.text import plain

LONGEST_TITLE = 300
_LONGEST_LINE = 3000
_SEPARATOR = re.compile(r"\s+[-–—|·•»«/~]+\s+|\s*[|｜»•]\s*")
_CLAUSE = re.compile(r"\s*[:：。–—]+\s*|[.!?！？…]+(?:\s+|$)")
_FEW_WORDS = 4
"""What stands beside a wall's title in one sentence, such as the site's name; a headline goes on for longer."""
_SOLO = re.compile(r"[\u3040-\u30ff\u3400-\u9fff\uf900-\ufaff]")
_HANGUL = re.compile(r"[\uac00-\ud7a3]")
_LETTER = re.compile(r"[^\W\d_]")
_NO_LETTERS = bytes(code for code in range(128) if not chr(code).isalpha())
_BEYOND_ASCII = re.compile(r"[^\x00-\x7f]+")
SENTENCE_END = re.compile(r"[.!?…。！？।؟۔:][\"'”’»«)\]」』]*$")
_EDGES = " \t\n-–—|.…!?¿¡。！？،؟„“”\"'«»()[]（）:：*#"


@cache
def _titles(table: str) -> re.Pattern[str]:
    return re.compile("|".join(joined(table).split("\n")[1:-1]).replace("    ", ""), re.IGNORECASE)


@cache
def _phrases(table: str) -> Phrases:
    return Phrases(joined(table))


def titled(table: str, titles: Iterable[str]) -> bool:
    """Whether one of the titles, or a part of it between separators, is what the table describes."""
    pattern = _titles(table)
    return any(pattern.fullmatch(part) for title in titles for part in _parts(title))


def _parts(title: str) -> Iterator[str]:
    whole = " ".join(title[:LONGEST_TITLE].replace("’", "'").split())
    for part in (whole, *_SEPARATOR.split(whole)):
        if part.strip(_EDGES):
            yield part.strip(_EDGES)
        clauses = [clause.strip(_EDGES) for clause in _CLAUSE.split(part) if clause.strip(_EDGES)]
        for clause in clauses:
            if len(part.split()) - len(clause.split()) <= _FEW_WORDS:
                yield clause


def found(table: str, text: str) -> set[str]:
    """What of the table's phrases is in the text, in small letters."""
    phrases = _phrases(table)
    lines = (line[:_LONGEST_LINE].replace("’", "'") for line in text.splitlines())
    return {lowered(phrase) for line in lines for phrase in phrases.find(line)}


def says(table: str, line: str) -> bool:
    """Whether one of the table's phrases is in the line."""
    line = line[:_LONGEST_LINE].replace("’", "'")
    return _phrases(table).search(line, lowered(line))


def letters(text: str) -> int:
    """Letters of a text, those that say more counted more: of scripts without spaces three times, of Hangul twice."""
    text = plain(text)
    simple = len(text.encode("ascii", "ignore").translate(None, _NO_LETTERS))
    if text.isascii():
        return simple
    others = "".join(_BEYOND_ASCII.findall(text))
    return simple + len(_LETTER.findall(others)) + 2 * len(_SOLO.findall(others)) + len(_HANGUL.findall(others))
