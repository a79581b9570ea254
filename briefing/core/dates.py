"""Dates as feeds write them, where the parsers of RFC 822 and RFC 3339 give up: months in many languages, East Asian
forms, two-digit years, zones by name, seconds since 1970."""

from __future__ import annotations

import re
import unicodedata
from datetime import UTC, datetime, timedelta, timezone

_LONGEST = 200
_NAMES = """
    1 jan january januar jänner janv janvier ene enero janeiro gen gennaio januari sty styczen stycznia янв
        января січ січня oca ocak led ledna ιαν ιανουαριου tammikuu tammikuuta ianuarie sijecnja
    2 feb february februar fevr fevrier febrero fev fevereiro febbraio februari lut luty lutego фев февраля лют
        лютого sub subat uno unora φεβ φεβρουαριου helmikuu helmikuuta februarie veljace
    3 mar march marz mrz märz mars marzo marco maart mrt marzec marca мар марта бер березня mart bre brezna μαρ
        μαρτιου maaliskuu maaliskuuta martie
    4 apr april avr avril abr abril aprile kwi kwiecien kwietnia апр апреля кві квітня nis nisan dub dubna απρ
        απριλιου huhtikuu huhtikuuta aprilie travnja
    5 may mai mayo maio mag maggio mei maj maja май мая тра травня mayis kve kvetna μαι μαιου toukokuu
        toukokuuta
    6 jun june juni juin junio junho giu giugno cze czerwiec czerwca июн июня чер червня haz haziran cvn cervna
        ιουν ιουνιου kesakuu kesakuuta iunie lipnja
    7 jul july juli juil juillet julio julho lug luglio lip lipiec lipca июл июля липня tem temmuz cvc cervence
        ιουλ ιουλιου heinakuu heinakuuta iulie
    8 aug august aout ago agosto augustus augusti sie sierpien sierpnia авг августа сер серпня agu agustos srp
        srpna αυγ αυγουστου elokuu elokuuta
    9 sep sept september septembre septiembre set setembro settembre wrz wrzesien wrzesnia сен сентября вер
        вересня eyl eylul zar zari σεπ σεπτεμβριου syyskuu syyskuuta septembrie rujna
    10 oct october oktober okt octobre octubre out outubro ott ottobre paz pazdziernik pazdziernika окт октября
        жов жовтня eki ekim rij rijna οκτ οκτωβριου lokakuu lokakuuta octombrie
    11 nov november novembre noviembre novembro lis listopad listopada ноя ноября листопада kas kasim νοε
        νοεμβριου marraskuu marraskuuta noiembrie
    12 dec december dez dezember decembre dic diciembre dezembro dicembre gru grudzien grudnia дек декабря гру
        грудня ara aralik pro prosince δεκ δεκεμβριου joulukuu joulukuuta decembrie
"""
"""A month's number and what it is called, as often in the genitive: in two dozen languages, without accents."""


def _months() -> dict[str, int]:
    found, number = dict[str, int](), 0
    for word in _NAMES.split():
        if word.isdecimal():
            number = int(word)
        else:
            found[word] = number
    return found


_MONTHS = _months()

_ZONES = {
    "z": 0, "ut": 0, "utc": 0, "gmt": 0, "wet": 0, "west": 60, "bst": 60, "cet": 60, "mez": 60, "cest": 120,
    "mesz": 120, "eet": 120, "eest": 180, "msk": 180, "sast": 120, "trt": 180, "ist": 330, "pkt": 300, "wib": 420,
    "ict": 420, "hkt": 480, "sgt": 480, "awst": 480, "jst": 540, "kst": 540, "aest": 600, "aedt": 660,
    "nzst": 720, "nzdt": 780, "est": -300, "edt": -240, "cst": -360, "cdt": -300, "mst": -420, "mdt": -360,
    "pst": -480, "pdt": -420, "akst": -540, "akdt": -480, "hst": -600, "ast": -240, "adt": -180, "nst": -210,
    "ndt": -150, "brt": -180, "art": -180,
}  # fmt: skip
"""Minutes east of Greenwich. "IST" is India's, "CST" and "BST" are America's and Britain's, as most feeds mean them."""

_TIME = re.compile(r"(?<![\d:])(\d{1,2})[:h](\d{2})(?:[:m](\d{2})(?:[.,]\d+)?)?\s*(?:([ap])\.?m\b\.?)?", re.IGNORECASE)
_OFFSET = re.compile(r"(?:\b(?:gmt|utc)\s*)?(?<![\d-])([+-])(\d{1,2}):?(\d{2})?(?![\d:])", re.IGNORECASE)
_EAST_ASIAN = re.compile(r"(\d{4})\s*[年년]\s*(\d{1,2})\s*[月월]\s*(\d{1,2})\s*[日일]")
_EAST_ASIAN_TIME = re.compile(r"(下午|晚上|오후|午後)?\s*(\d{1,2})\s*[时時点시]\s*(?:(\d{1,2})\s*[分분])?")
_YEAR_FIRST = re.compile(r"(?<!\d)(\d{4})[-/.](\d{1,2})[-/.](\d{1,2})(?!\d)")
_DAY_FIRST = re.compile(r"(?<!\d)(\d{1,2})([./-])(\d{1,2})\2(\d{4}|\d{2})(?!\d)")
_WORDS = re.compile(r"\d+|[^\W\d_]+")
_SINCE_1970 = re.compile(r"\d{9,10}(?:\d{3})?(?:\.\d+)?")


def read_date(text: str) -> datetime | None:
    """The moment that a feed's date means, in UTC; None where that can't be told. Never raises.

    A date without a zone is taken for UTC, one without a time for midnight. "03/04/2026" is the third of April but
    where that is no date (RFC 822 writes the day first, too).
    """
    text = unicodedata.normalize("NFKC", text[:_LONGEST]).strip()
    try:
        if _SINCE_1970.fullmatch(text):
            seconds = float(text)
            return datetime.fromtimestamp(seconds / 1000 if seconds > 1e11 else seconds, UTC)
        day = _day(text)
        if day is None:
            return None
        return datetime(*day, tzinfo=_zone(text)).astimezone(UTC) + _time(text)
    except (ValueError, OverflowError):
        return None


def _day(text: str) -> tuple[int, int, int] | None:
    if found := _EAST_ASIAN.search(text) or _YEAR_FIRST.search(text):
        return int(found[1]), int(found[2]), int(found[3])
    if found := _DAY_FIRST.search(text):
        day, month, year = int(found[1]), int(found[3]), _year(found[4])
        return (year, day, month) if month > 12 >= day and found[2] != "." else (year, month, day)
    words = _WORDS.findall(_TIME.sub(" ", text))
    for place, word in enumerate(words):
        month = _MONTHS.get(_folded(word), 0)
        if not month:
            continue
        before = [w for w in words[max(0, place - 2) : place] if w.isdecimal()]
        after = [w for w in words[place + 1 : place + 4] if w.isdecimal()]
        numbers = before[-1:] + after  # "3 May 2026", "3 de mayo de 2026"
        if not before and len(after) < 2:
            continue  # "May 3, 2026" needs both behind it
        if len(numbers) >= 2:
            return _year(numbers[1]), month, int(numbers[0])
    return None


def _year(digits: str) -> int:
    year = int(digits)
    return year if len(digits) > 2 else year + (2000 if year < 70 else 1900)


def _folded(word: str) -> str:
    decomposed = unicodedata.normalize("NFKD", word.lower().replace("ı", "i").replace("ł", "l"))
    bare = "".join(char for char in decomposed if not unicodedata.combining(char))
    return word.lower() if word.lower() in _MONTHS else bare


def _time(text: str) -> timedelta:
    if found := _EAST_ASIAN_TIME.search(text):
        hour = int(found[2]) + (12 if found[1] and int(found[2]) < 12 else 0)
        return timedelta(hours=_below(hour, 25), minutes=_below(int(found[3] or 0), 60))
    if not (found := _TIME.search(text)):
        return timedelta()
    hour = int(found[1])
    if found[4]:
        hour = hour % 12 + (12 if found[4].lower() == "p" else 0)
    return timedelta(hours=_below(hour, 25), minutes=_below(int(found[2]), 60), seconds=_below(int(found[3] or 0), 61))


def _below(number: int, bound: int) -> int:
    if number >= bound:
        raise ValueError(number)
    return number


def _zone(text: str) -> timezone:
    """By offset, else by name."""
    rest = text[found.end() :] if (found := _TIME.search(text)) else ""
    if offset := _OFFSET.search(rest):
        minutes = int(offset[2]) * 60 + int(offset[3] or 0)
        return timezone(timedelta(minutes=minutes if offset[1] == "+" else -minutes))
    names = (word.lower() for word in _WORDS.findall(rest))
    return timezone(timedelta(minutes=next((_ZONES[name] for name in names if name in _ZONES), 0)))
