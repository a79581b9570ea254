"""Sentences of plain text, in any language, as offsets.

    paragraphs -> items of lists in one line -> marks that may end a sentence -> do they? (by the words about them)

Own rules, since they split news better than the libraries to be had and give offsets; the words they know are in
`abbreviations`. Nothing here changes a text.
"""

from __future__ import annotations

import itertools
import re
import unicodedata
from collections.abc import Iterator
from typing import NamedTuple

from briefing.core import abbreviations
from briefing.core.abbreviations import Kind, Known

UNSPACED = (
    "\u0e00-\u0eff\u1000-\u109f\u1780-\u17ff\u3041-\u30ff\u31f0-\u31ff"
    "\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff\U00020000-\U0003ffff"
)
"""Scripts written without blanks between words, for a set of re: Thai to Lao, Myanmar, Khmer, kana, Han."""


class Span(NamedTuple):
    """A piece of a text: `text[start:end]`."""

    start: int
    end: int


_OPEN = "\"“„‟‘‚'«‹([{「『《〈¿¡"
_CLOSE = "\"”“’'»›«‹)]}」』》〉）］】"
_CLOSERS = rf"[{re.escape(_CLOSE)}]"
_CAPITAL = "A-ZÀ-ÖØ-ÞА-ЯЁ"
_SMALL = "a-zß-öø-ÿа-яё"
_WIDE = "。！？｡"
_ALWAYS = "।॥።፧፨።։۔။។៕"  # marks that nothing but the end of a sentence is written with
_FOOTNOTE = r"(?:\[\d{1,3}\])*+"
_SUBTAG = re.compile("[-_]")
_PARAGRAPH = re.compile(r"[^\n\r\v\f\x1c-\x1e\x85\u2028\u2029]+")
# One set first, so that re skips from mark to mark. A run of marks is taken whole or not at all (the look-behind), so
# that a line of a million full stops stays linear.
_CANDIDATE = re.compile(
    rf"""[.!?…؟{_WIDE}{_ALWAYS};:፡](?:
      (?<=[.!?…؟])(?:
        (?<=\.)(?:[ \u00a0]\.)++                                            # spaced ellipsis
      | (?<![.!?…؟].)[.!?…؟]*+{_CLOSERS}*+(?:[ \u00a0\u202f]»(?!\S))?+{_FOOTNOTE}(?=\s|\Z)
      | (?<=[{_SMALL})]{{2}}[.!?])["”’]?(?=[“„«‘]?(?:[{_CAPITAL}][{_SMALL}]++|[AI])[ ,'’])    # the blank was lost
      | (?<=[!?])(?<![!?].)[!?]*+[”’」』》〉）)]*+(?=“?[{UNSPACED}「『])
      )
    | (?<=[{_WIDE}])[{_WIDE}]*+[”’」』》〉）)】]*+
    | (?<=[{_ALWAYS}])(?:[{_ALWAYS}!?]*+{_CLOSERS}*+{_FOOTNOTE})
    | (?<=[\u0370-\u03ff\u1f00-\u1fff];){_CLOSERS}*+(?=\s)                  # Greek ; asks
    | (?<=[\u0561-\u0587]:)(?=\s)                                           # Armenian : often stands for its full stop
    | (?<=፡)፡
    )""",
    re.VERBOSE,
)
_BULLET = re.compile(r"[•▪●◦‣⁃](?<=\s.)(?=[\s\d])")
_FIRST_ITEM = re.compile(r"(?:\A|:)\s*(\(?)([1a])(\.\)|[.)])\s")
_NEXT_WORD = re.compile(rf"\s*(?:«\s?|»(?=\w)|[{re.escape(_OPEN)}—–-])*+([^\s.,;:!?{re.escape(_CLOSE)}]*)")
_SMALL_START = re.compile(rf"\s+(?:\(?[a-z]{{1,3}}\)|['’][a-z]{{1,2}})\s+[{_CAPITAL}]")  # "b) Stir", "’t Is"
_DASHED_START = re.compile(rf"\s+[—–-]\s+[{re.escape(_OPEN)}]*[{_CAPITAL}]")
_SURNAME = re.compile(rf"\s+(?:De|Van|Von|Di|Du|Den|El|Al)\s+(?:de[nr]?\s+)?[{_CAPITAL}]")
_OPENING = re.compile(r"[“”„«»(\[{/]|(?<![א-ת])\"|\"(?![א-ת])")
_INITIAL = re.compile(r"[^\W\d_]\.")
_INITIALS = re.compile(r"(?:[^\W\d_]\.-?)*[^\W\d_]")
_VOWELS = "aeiouyæøıαεηιουωаеиоуыэюяіїє"  # small ones are words, consonants are abbreviations
_DATE = re.compile(r"\d\d?\.(?:0?[1-9]|1[0-2])")
_SHORTENED = re.compile("[bcdfghjkmnpqstvwxzčćšśżźğşț]{2,5}")  # "bzw": no vowel, nor r or l
_JOINT = re.compile(r"[-’']|.(?=str\Z)")  # a German street may be joined to its name
_ROMAN = re.compile("[IVXLCІХ]{2,}")
_NUMERAL = re.compile(r"[IVXLCІХ]++|\d[\d.,–-]*+")
_SPEAKER = re.compile(
    r"\s+(?!(?:And|But|So|Then) )(?:[^\s.,;!?]+\.?\s+){0,5}?"
    rf"(?:{'|'.join(sorted(abbreviations.SAYING))})(?![^\W_])"
)
_SPEAKER_UNSPACED = re.compile(
    r"[^，。！？,；;]{0,10}?(?:说|說|问|問|道|喊|表示|称|稱|指出|强调|強調|写|寫)"
    r"|と(?!ころ|ても)|って|など|[のをがにへ]|は(?!い)|も(?!う)|で(?!も|は)"
)
_WINDOW = 60
_LIST_HEAD = 240
_LONGEST_QUOTATION = 200
_FIRST_UNSPACED = "\u0e00"
_FIRST_INITIALLESS = "\u1100"  # from Hangul on, a letter is a syllable or a word


def sentences(text: str, language: str | None = None) -> list[Span]:
    """The text's sentences in order, as offsets, without blanks at their ends; a newline always ends one.

    A full stop ends a sentence unless what stands before it (initial, title, ordinal, known abbreviation) or after it
    (small letter, number, punctuation that goes on) speaks against. `language`, a code such as "de" or "pt-BR", decides
    which abbreviations and ordinals there are. Every character that is not blank lies in exactly one span.
    """
    known = abbreviations.known(_SUBTAG.split(language or "", maxsplit=1)[0].lower())
    found: list[Span] = []
    for paragraph in _PARAGRAPH.finditer(text):
        start, end = _trim(text, *paragraph.span())
        for item in _items(text, start, end, known):
            if item.start < item.end:
                _split(text, item.start, item.end, known, found)
    return found


def _items(text: str, start: int, end: int, known: Known) -> Iterator[Span]:
    """The items of a list in one line, with its bullets or numbers; all of it where there is no list."""
    cuts = [bullet.start() for bullet in _BULLET.finditer(text, start, end)]
    head = text[start : min(start + _LIST_HEAD, end)]
    item = _FIRST_ITEM.search(head) if not cuts and (head[:1] in "(1a" or ":" in head) else None
    if item and not (item.group(3) == "." and known.dates):  # "1. FC Aue … 2. Liga"
        before, count, after = item.groups()
        at = start + item.end()
        while (at := text.find(f" {before}{(count := _successor(count))}{after} ", at, end)) >= 0:
            cuts.append(at)
    for one, next_one in itertools.pairwise([start, *cuts, end]):
        yield _trim(text, one, next_one)


def _successor(count: str) -> str:
    return str(int(count) + 1) if count.isdecimal() else chr(ord(count) + 1)


def _split(text: str, start: int, end: int, known: Known, found: list[Span]) -> None:
    caseless = text[start:end].lower() == text[start:end]
    for candidate in _CANDIDATE.finditer(text, start, end):
        cut = candidate.end()
        if cut < end and _ends_sentence(text, start, end, candidate, known, caseless):
            found.append(Span(start, cut))
            start = _skip_blanks(text, cut, end)
    found.append(Span(start, end))


def _skip_blanks(text: str, start: int, end: int) -> int:
    while start < end and text[start].isspace():
        start += 1
    return start


def _trim(text: str, start: int, end: int) -> Span:
    start = _skip_blanks(text, start, end)
    while end > start and text[end - 1].isspace():
        end -= 1
    return Span(start, end)


def _ends_sentence(text: str, start: int, end: int, candidate: re.Match[str], known: Known, caseless: bool) -> bool:
    """Whether the marks at candidate end the sentence that begins at start."""
    mark, cut = candidate.group(), candidate.end()
    closed = mark[-1] in _CLOSE
    if mark[0] in _WIDE or (mark[0] in ".!?…" and text[cut] >= _FIRST_UNSPACED and not text[cut].isspace()):
        return not _quoted_on(text, start, cut, closed)
    if mark[0] in _ALWAYS:  # Urdu writes initials with its full stop, and no blanks between them
        return mark[0] != "۔" or text[cut].isspace() or len(_words_before(text, start, cut - 1)[-1]) > 3
    if cut - start < 9 and not any(char.isalnum() for char in text[start:cut]):
        return False
    following = _NEXT_WORD.match(text, cut, min(end, cut + 60))
    word = following.group(1) if following else ""
    if not word or (word[0].islower() and not caseless and not word[1:2].isupper()):
        if _SMALL_START.match(text, cut, cut + 20):
            return True
        if closed or _quoting(text, start, cut, "«»“”") or not _DASHED_START.match(text, cut, cut + 20):
            return False
        word = "—"
    before = _words_before(text, start, candidate.start())
    if mark[0] in "!?؟;":
        bang = mark == "!" and before[-1] in abbreviations.BANGS
        quoted = closed and text[start] in _OPEN and _SPEAKER.match(text, cut, min(end, cut + 80))
        return not (bang or quoted)
    if mark[0] == "…" or mark[1:2] in (".", " ", "\u00a0"):
        return word != before[-1]  # "I … I don't know"
    if mark[0] != ".":
        return True
    first = len(before) == 1 and candidate.start() - start < _WINDOW
    dotted = following is not None and text.startswith(".", following.end())
    name = (dotted and (len(word) == 1 or word.isdecimal())) or _SURNAME.match(text, cut, min(end, cut + 20))
    return _full_stop_ends(before, word, known, first=first, name=bool(name))


def _quoted_on(text: str, start: int, cut: int, closed: bool) -> bool:
    """In scripts without blanks: inside a quotation or brackets, or a quotation that its speaker's verb follows."""
    if text[cut] in "，、；：,;:》" or text[cut - 1] in "》〉":
        return True
    if _quoting(text, start, cut, "「」『』“”（）《》"):
        return True
    return closed and _SPEAKER_UNSPACED.match(text, cut, cut + 16) is not None


def _quoting(text: str, start: int, cut: int, pairs: str) -> bool:
    """Whether one of the pairs of marks is open at cut."""
    start = max(start, cut - _LONGEST_QUOTATION)
    for at in range(0, len(pairs), 2):
        opened = text.rfind(pairs[at], start, cut)
        if opened >= 0 and text.find(pairs[at + 1], opened, cut) < 0:
            return True
    return False


def _words_before(text: str, start: int, end: int) -> list[str]:
    """The words before a full stop, the last without opening marks, empty if closed; initials with blanks are one."""
    words = text[max(start, end - _WINDOW) : end].split()
    if not words:
        return [""]
    last = words.pop()
    if not last.isalnum():
        last = "" if last[-1] in _CLOSE else _OPENING.split(last)[-1].lstrip("'‘’⁃")
    while len(last) in (1, 3, 5, 7) and words and _INITIAL.fullmatch(words[-1]):
        last = words.pop() + last
    return [*words, last]


def _full_stop_ends(before: list[str], after: str, known: Known, *, first: bool, name: bool) -> bool:
    """Whether the full stop between two words ends a sentence.

    `first` says that the word before is the sentence's only one, `name` that initials, a surname or the rest of a date
    seem to follow it.
    """
    word, prior = before[-1], before[-2] if len(before) > 1 else ""
    number = after[0].isdecimal()
    starter = after in known.starters and not name
    if word.isdecimal() or _ROMAN.fullmatch(word):
        ordinal = known.ordinals and len(word) <= 5 and prior not in abbreviations.COUNTED and not (number or starter)
        date = known.dates and number and len(word) <= 2 and (name or prior.endswith("."))  # "12. 5. 2020"
        item = first or prior.endswith((":", "•", "⁃", "—", "–", "-"))
        return not (ordinal or date or item or after in abbreviations.AFTER_ORDINAL)
    if number and len(word) == 1 and word.islower() and word not in _VOWELS:
        return False  # "10 h. 30 min."
    match _kind(word, prior, known, name=name):
        case Kind.NEVER:
            return False
        case Kind.NUMBER:
            return not number
        case Kind.MONTH:
            return not number and (starter or not first)
        case Kind.MAYBE:
            return starter and not first
        case Kind.CLOCK:
            return after not in abbreviations.ZONES
        case Kind.ENDS:
            return True


def _kind(word: str, prior: str, known: Known, *, name: bool) -> Kind:
    """What the full stop after a word may mean; prior is the word before it."""
    kind = _listed(word, known.kinds)
    if kind is None and (not word.isalpha() or word.endswith("str")):
        kind = _listed(_JOINT.split(word)[-1], known.kinds)  # "then-Sen.", "l’art."
    if kind is not None:
        return kind
    if known.dates and _DATE.fullmatch(word):
        return Kind.MAYBE
    if _SHORTENED.fullmatch(word):
        ends = _NUMERAL.fullmatch(prior) is not None  # "5 km."
    elif not _INITIALS.fullmatch(word) or word[-1] >= _FIRST_INITIALLESS:
        ends = True
    elif len(word) > 1 or name or not prior:
        ends = False
    elif word.islower():  # "5 g.", "không đồng ý."
        ends = _NUMERAL.fullmatch(prior) is not None or unicodedata.normalize("NFD", word)[0] in _VOWELS
    else:
        ends = prior.lower() in abbreviations.LETTERED
    return Kind.ENDS if ends else Kind.MAYBE


def _listed(word: str, kinds: dict[str, Kind]) -> Kind | None:
    if len(word) == 1:
        return kinds.get(word)
    return kinds.get(word) or kinds.get(word.lower()) or (kinds.get(word.capitalize()) if word.isupper() else None)
