"""Numbers as reports write them, with what they count; and the days of the week that reports name.

"1,200 people", "1.200 Menschen" and "1 200 personnes" have one number, and so have "two dead" and "2 dead", or "4.4
million" and "4,400,000". Dates, years, times of day, spans of time and scores are no figures.
"""

from __future__ import annotations

import math
import re
from collections import defaultdict
from collections.abc import Iterator
from datetime import datetime
from functools import cache, lru_cache
from typing import NamedTuple

from briefing.core import terms
from briefing.core.text import STOP_WORDS, fold, plain, stem, tokens

_DIGITS = re.compile(
    r"(?<![^\W_\u0e00-\U0003ffff])(?<![.,:/'’-])"
    r"(?:(?P<thousands>\d{1,3}(?:(?P<mark>[., \u00a0\u202f'’])\d{3})(?:(?P=mark)\d{3}){0,3})|(?P<plain>\d{1,15}))"
    r"(?P<part>[.,]\d{1,9})?(?P<times>(?i:k|mn|m|bn|tn)|[万萬億亿만억])?"
    r"(?![^\W_\u0e00-\U0003ffff]|[.,:/–-]\d|\d| ?[ap]\.?m\b)"
)
_TENS = ("twenty", "thirty", "forty", "fifty", "sixty", "seventy", "eighty", "ninety")
_WORDS = {
    language: {word: float(number) for number, word in enumerate(words.split(), start=2)}
    for language, words in {
        "en": "two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen sixteen seventeen "
        "eighteen nineteen",
        "de": "zwei drei vier fünf sechs sieben acht neun zehn elf zwölf",
        "fr": "deux trois quatre cinq six sept huit",
        "es": "dos tres cuatro cinco seis siete ocho nueve diez once doce",
    }.items()
}
_WORDS["en"] |= {word: float(10 * number) for number, word in enumerate(_TENS, start=2)} | {"dozen": 12.0}
_TIMES = {
    name: 10.0**power
    for power, names in {
        3: "k thousand tausend mille mil",
        4: "万 萬 만",
        6: "m mn million millions mio million millionen millones",
        8: "億 亿 억",
        9: "bn billion billions mrd milliarde milliarden milliard milliards",
        12: "tn trillion trillions billionen",
    }.items()
    for name in names.split()
}
_MONTH_NAMES = """
    january february march april may june july august september october november december jan feb mar apr jun jul aug
    sept sep oct nov dec januar februar marz mai juni juli oktober dezember janvier fevrier mars avril juin juillet aout
    septembre octobre novembre decembre enero febrero marzo abril mayo junio julio agosto septiembre octubre noviembre
    diciembre
"""
_MONTHS = frozenset(_MONTH_NAMES.split())
_NO_UNITS = frozenset("年月日時时点點分秒週周歳歲岁個个か년월일시분주세")
_UNSPACED = "\u0e00"
"""From here on scripts put no blank between a number and what it counts, and one character says it."""
_SPAN_NAMES = """
    seconds minute minutes hour hours day days week weeks month months year years decade decades minuten stunde stunden
    tag tage tagen woche wochen monat monate monaten jahr jahre jahren heure heures jour jours semaine semaines mois an
    ans annee annees hora horas dia dias semana semanas mes meses ano anos ore giorni settimane mesi anni uur dagen
    weken maanden jaar dni tygodni lat часа часов дня дней недели недель месяца месяцев года лет
"""
_SPANS = frozenset(map(fold, _SPAN_NAMES.split()))
_MORE = frozenset(("more", "other", "further"))
_PERCENT = {"%": "%", "percent": "%", "pct": "%", "prozent": "%"}
_AFTER = re.compile(r"[ \u00a0\u202f]?(%|[^\s.,;:!?()\[\]\"“”«»]{1,30})(?: ([^\s.,;:!?()\[\]\"“”«»]{1,30}))?")
_BEFORE = re.compile(r"([^\W\d_]{3,12})\.? \Z")
_YEARS = range(1900, 2100)
_SAME, _LARGE = 0.02, 1000
_SMALL = 13
"""Below it numbers are so common that two are the same only where they count the same things."""


class Figure(NamedTuple):
    """A number and what it counts."""

    value: float
    units: frozenset[str]
    """Roots of the first words after it; "%" for percentages."""
    start: int
    end: int
    """Where it stands: `text[start:end]` is the number with its unit, as "15 dead"."""

    @property
    def large(self) -> bool:
        """So large that it is rounded differently by different reports."""
        return self.value >= _LARGE


def figures(text: str, language: str = "en") -> list[Figure]:
    """The figures of a text in reading order."""
    found = []
    for start, end, value in sorted((*_in_digits(text), *_in_words(text, language))):
        before = _BEFORE.search(text, max(0, start - 14), start)
        if before and tokens(before[1])[0] in _MONTHS:
            continue
        figure = _counted(text, start, end, value, language)
        if figure:
            found.append(figure)
    return found


class Heard:
    """Figures that were told."""

    def __init__(self) -> None:
        self._units: dict[float, set[str]] = defaultdict(set)
        self._large: set[int] = set()

    def add(self, figure: Figure) -> None:
        """Takes one more."""
        self._units[figure.value] |= figure.units or {""}
        if figure.large:
            self._large.add(_rounded(figure.value))

    def __contains__(self, figure: Figure) -> bool:
        """Whether it was told: small numbers of the same things, large ones but for rounding ("26.4 million")."""
        if figure.large:
            near = _rounded(figure.value)
            return not self._large.isdisjoint((near - 1, near, near + 1))
        units = self._units.get(figure.value)
        if units is None:
            return False
        return figure.value >= _SMALL or not figure.units or "" in units or bool(units & figure.units)


def _rounded(value: float) -> int:
    """Its place on a scale on which numbers that differ by two percent or less are neighbours or the same."""
    return round(math.log(value) / _SAME)


def _in_digits(text: str) -> Iterator[tuple[int, int, float]]:
    for match in _DIGITS.finditer(text):
        thousands, mark, whole, part, times = match.group("thousands", "mark", "plain", "part", "times")
        if thousands and part and part[0] == mark:  # "1.200.5" is no number
            continue
        digits = "".join(filter(str.isdecimal, thousands)) if thousands else whole
        value = float(f"{digits}.{part[1:]}" if part else digits)
        if whole and not part and not times and len(whole) == 4 and int(value) in _YEARS:
            continue
        yield match.start(), match.end(), value * _TIMES.get((times or "").lower(), 1.0)


@cache
def _number_words(language: str) -> re.Pattern[str] | None:
    words = _WORDS.get(language)
    if not words:
        return None
    firsts = "".join(sorted({word[0] for word in words}))
    return re.compile(rf"\b(?=[{firsts}])(?:{'|'.join(words)})\b(?!['’])")


def _in_words(text: str, language: str) -> Iterator[tuple[int, int, float]]:
    language = language[:2].lower()
    pattern, lower = _number_words(language), text.lower()
    if pattern is None or len(lower) != len(text):
        return
    taken = 0
    for match in pattern.finditer(lower):
        if match.start() < taken:
            continue
        end, value = match.end(), _WORDS[language][match.group()]
        if match.group() in _TENS and lower[end : end + 1] == "-" and (ones := pattern.match(lower, end + 1)):
            end, value = ones.end(), value + _WORDS[language][ones.group()]
        taken = end
        yield match.start(), end, value


def _counted(text: str, start: int, end: int, value: float, language: str) -> Figure | None:
    """The number with the words that follow it; None where these make it a date, a time or a span of time."""
    following = text[end : end + 1]
    if following >= _UNSPACED and following.isalpha():
        return None if following in _NO_UNITS else Figure(value, frozenset(following), start, end + 1)
    if following == "-":
        return Figure(value, frozenset(), start, end)
    after = _AFTER.match(text, end)
    if after and (times := _TIMES.get(after[1].lower())):
        value, end = value * times, after.end(1)
        after = _AFTER.match(text, end)
    units, last = set[str](), end
    for group in (1, 2) if after else ():
        said = _said(after[group]) if after else ""
        if said in _MONTHS or said in _SPANS or said == "uhr":
            return None
        if not said or (group == 1 and said in STOP_WORDS and said not in _MORE):
            break
        if len(said) == 1 and said.isalpha():  # "y", "e", "и"
            break
        if said not in STOP_WORDS:
            units.add(_PERCENT.get(said) or stem(said, language))
            last = after.end(group) if after else end
    return Figure(value, frozenset(units), start, last)


@lru_cache(maxsize=1 << 14)
def _said(word: str | None) -> str:
    return word if word == "%" else "".join(tokens(word or "")[:1])


_DAY_NAMES = """
    monday montag lundi lunes lunedì maandag mandag poniedziałek понедельник понеділок pazartesi 周一 期一 月曜
    tuesday dienstag mardi martes martedì dinsdag tisdag tirsdag wtorek вторник вівторок salı 周二 期二 火曜
    wednesday mittwoch mercredi miércoles mercoledì woensdag onsdag środę среду середу çarşamba 周三 期三 水曜
    thursday donnerstag jeudi jueves giovedì donderdag torsdag czwartek четверг четвер perşembe 周四 期四 木曜
    friday freitag vendredi viernes venerdì vrijdag fredag piątek пятницу п’ятницю cuma 周五 期五 金曜
    saturday samstag sonnabend samedi sábado sabato zaterdag lördag sobotę субботу суботу cumartesi 周六 期六 土曜
    sunday sonntag dimanche domingo domenica zondag söndag niedzielę воскресенье неділю 周日 期日 日曜
"""
"""One day of the week a line, in the case that says when something happened; Chinese and Japanese by two characters."""
_DAYS = {fold(name): place for place, line in enumerate(_DAY_NAMES.strip().splitlines()) for name in line.split()}
CALENDAR = _MONTHS.union(_DAYS)
"""Folded names of months and of days of the week."""
_DAY_OF_MONTH = re.compile(r"(?<![\d~～-])\d{1,2}(?=[日일](?![間间간]))")
_WEEK = 7


def days(text: str, when: datetime) -> dict[str, int]:
    """The days that a text of that time names, by names that are the same in all languages, with their distance.

    The days of the week, "0" to "6", are from three days ago to in three days; "12." is the 12th of that month.
    """
    said = set(terms.words(plain(text)))
    named = {str(_DAYS[word]): (_DAYS[word] - when.weekday() + 3) % _WEEK - 3 for word in said if word in _DAYS}
    return named | {f"{day}.": int(day) - when.day for day in _DAY_OF_MONTH.findall(text)}
