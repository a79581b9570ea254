"""Dates as feeds write them: RFC 822 and ISO 8601, and what else publishers have. Months in many languages, East Asian
forms, two-digit years, zones by name, twelve-hour clocks, seconds since 1970.

Nothing hangs on the present day: what a date leaves out is not taken from the clock.
"""

from __future__ import annotations

import re
import unicodedata
from datetime import UTC, datetime, timedelta

_LONGEST = 200
_NAMES = """
    1 jan january januar janner januari janvier janv ene enero janeiro gen gennaio ianuarie januar sty styczen stycznia
        янв января січ січня януари oca ocak led leden ledna ιαν ιανουαριος ιανουαριου tammikuu tammikuuta sijecanj
        sijecnja يناير
    2 feb february februar fevrier fevr fevrero febrero fev fevereiro febbraio februari febr lut luty lutego фев февр
        февраль февраля лют лютий лютого февруари sub subat uno unor unora φεβ φεβρουαριος φεβρουαριου helmikuu
        helmikuuta februarie veljaca veljace فبراير
    3 mar march marz maerz mrz mars marzo marco maart mrt marts maret marcius marzec marca мар март марта бер березень
        березня mart bre brezen brezna μαρ μαρτιος μαρτιου maaliskuu maaliskuuta martie ozujak ozujka مارس
    4 apr april avr avril abr abril aprile aprilis kwi kwiecien kwietnia апр апрель апреля април кві квіт квітень
        квітня nis nisan dub duben dubna απρ απριλιος απριλιου huhtikuu huhtikuuta aprilie travanj travnja أبريل
    5 may mai mayo maio mag maggio mei maj majus maja май мая тра трав травень травня mayis kve kveten kvetna μαι μαιος
        μαιου toukokuu toukokuuta svibanj svibnja مايو
    6 jun june juni juin junio junho giu giugno junius cze czerwiec czerwca июн июнь июня юни чер черв червень червня
        haz haziran cvn cerven cervna ιουν ιουνιος ιουνιου kesakuu kesakuuta iunie lipanj lipnja يونيو
    7 jul july juli juil juillet julio julho lug luglio julius lip lipiec lipca июл июль июля юли липень липня tem
        temmuz cvc cervenec cervence ιουλ ιουλιος ιουλιου heinakuu heinakuuta iulie srpanj srpnja يوليو
    8 aug august aout ago agosto augustus augusti agustus augusztus sie sierpien sierpnia авг август августа сер серп
        серпень серпня agu agustos srp srpen srpna αυγ αυγουστος αυγουστου elokuu elokuuta kolovoz kolovoza أغسطس
    9 sep sept september septembre septiembre setiembre set setembro settembre szeptember szept wrz wrzesien wrzesnia
        сен сент сентябрь сентября вер вересень вересня септември eyl eylul zar zari σεπ σεπτεμβριος σεπτεμβριου
        syyskuu syyskuuta septembrie rujan rujna سبتمبر
    10 oct october oktober okt octobre octubre out outubro ott ottobre paz pazdziernik pazdziernika окт октябрь октября
        жов жовт жовтень жовтня октомври eki ekim rij rijen rijna οκτ οκτωβριος οκτωβριου lokakuu lokakuuta octombrie
        أكتوبر
    11 nov november novembre noviembre novembro lis listopad listopada ноя нояб ноябрь ноября лис лист листопад
        листопада ноември kas kasim νοε νοεμβριος νοεμβριου marraskuu marraskuuta noiembrie studeni studenoga studenog
        نوفمبر
    12 dec december dez dezember decembre dic diciembre dezembro dicembre des desember desembre gru grudzien grudnia
        дек декабрь декабря гру груд грудень грудня декември ara aralik pro prosinec prosince prosinac prosinca δεκ
        δεκεμβριος δεκεμβριου joulukuu joulukuuta decembrie ديسمبر
"""
"""A month's number and what it is called, in the genitive where dates have that: in thirty languages, without accents.
"listopada" is November, as in Polish, not October, as in Croatian."""


def _folded(word: str) -> str:
    """In lower case, without accents."""
    if word.isascii():
        return word.lower()
    decomposed = unicodedata.normalize("NFKD", word.lower().replace("ı", "i").replace("ł", "l"))
    return "".join(char for char in decomposed if not unicodedata.combining(char))


def _months() -> dict[str, int]:
    found, number = dict[str, int](), 0
    for word in _NAMES.split():
        if word.isdecimal():
            number = int(word)
        else:
            found[_folded(word)] = number
    return found


_MONTHS = _months()

_ZONES = {
    "z": 0, "ut": 0, "utc": 0, "gmt": 0, "wet": 0, "west": 60, "bst": 60, "cet": 60, "mez": 60, "met": 60, "cest": 120,
    "mesz": 120, "mest": 120, "eet": 120, "eest": 180, "msk": 180, "sast": 120, "cat": 120, "eat": 180, "wat": 60,
    "trt": 180, "ist": 330, "pkt": 300, "npt": 345, "wib": 420, "ict": 420, "hkt": 480, "sgt": 480, "myt": 480,
    "pht": 480, "awst": 480, "jst": 540, "kst": 540, "acst": 570, "aest": 600, "acdt": 630, "aedt": 660, "nzst": 720,
    "nzdt": 780, "est": -300, "edt": -240, "cst": -360, "cdt": -300, "mst": -420, "mdt": -360, "pst": -480,
    "pdt": -420, "akst": -540, "akdt": -480, "hst": -600, "ast": -240, "adt": -180, "nst": -210, "ndt": -150,
    "brt": -180, "art": -180, "clt": -240, "cot": -300, "pet": -300, "et": -300, "ct": -360, "mt": -420, "pt": -480,
}  # fmt: skip
"""Minutes east of Greenwich. "IST" is India's, "CST" and "BST" are America's and Britain's, as most feeds mean them."""

_RFC_822 = re.compile(
    r"(?:[A-Za-z]{3,9},?\s+)?(\d{1,2})\s+([A-Za-z]{3,9})\s+(\d{4})\s+(\d{2}):(\d{2})(?::(\d{2}))?"
    r"\s+(?:GMT|UTC?|Z|([+-])(\d{2}):?(\d{2}))",
)
_ISO_8601 = re.compile(r"\d{4}-?(?:\d{2}-?\d{2}|W\d{2}-?\d)(?:[Tt ].*)?", re.ASCII)
_SINCE_1970 = re.compile(r"\d{9,10}(?:\d{3})?(?:\.\d+)?")
_MONTH_ALONE = re.compile(r"([12]\d{3})(?:-(\d{2}))?")

_TIME = re.compile(r"(?<![\d:.+-])(\d{1,2})[:h](\d{1,2})(?:[:m](\d{1,2})(?:[.,]\d+)?)?(?![\d:])", re.IGNORECASE)
_DOTTED_TIME = re.compile(r"(?<![\d.:+-])(\d{1,2})\.(\d{2})(?:\.(\d{2}))?(?![\d.])")
_EAST_ASIAN_TIME = re.compile(r"(?<!\d)(\d{1,2})\s*[時时點点시](?:\s*(\d{1,2})\s*[分분])?(?:\s*(\d{1,2})\s*[秒초])?")
_MORNING = re.compile(r"\d\s*a(?:\.\s?)?m\b|上午|午前|오전", re.IGNORECASE)
_AFTERNOON = re.compile(r"\d\s*p(?:\.\s?)?m\b|下午|晚上|午後|오후", re.IGNORECASE)
_OFFSET = re.compile(r"(?:\b(?:gmt|utc)\s*)?(?<![\d-])([+-])(\d{1,2}):?(\d{2})?(?![\d:])", re.IGNORECASE)

_EAST_ASIAN = re.compile(r"(\d{4})\s*[年년]\s*(\d{1,2})\s*[月월]\s*(\d{1,2})\s*[日일號号]?")
_VIETNAMESE = re.compile(r"(?<!\d)(\d{1,2})\s*(?:tháng|thg)\s*(\d{1,2})\D{1,6}(\d{4})", re.IGNORECASE)
_YEAR_FIRST = re.compile(r"(?<!\d)(\d{4})[-/.](\d{1,2})[-/.](\d{1,2})(?!\d)")
_DAY_FIRST = re.compile(r"(?<!\d)(\d{1,2})([./-])\s?(\d{1,2})\2\s?(\d{4}|\d{2})(?!\d)")
_WORDS = re.compile(r"\d+|[^\W\d_]+")


def read_date(text: str) -> datetime | None:
    """The moment that a feed's date means, in UTC; None where that can't be told. Never raises.

    A date without a zone is taken for UTC (one in Korean, Japanese or Chinese form for that country's time), one
    without a time for midnight, a month for its first day; parts of a second are left out. "03/04/2026" is the third
    of April but where that is no date, or "AM" or "PM" say that it is American (RFC 822 writes the day first, too).
    """
    text = text[:_LONGEST].strip()
    try:
        if _SINCE_1970.fullmatch(text):
            seconds = float(text)
            return datetime.fromtimestamp(seconds // 1000 if seconds > 1e11 else seconds // 1, UTC)
        return _standard(text) or _other(unicodedata.normalize("NFKC", text))
    except (ValueError, OverflowError):
        return None


def _standard(text: str) -> datetime | None:
    if found := _RFC_822.fullmatch(text):
        day, name, year, hour, minute, second, sign, hours, minutes = found.groups()
        month = _MONTHS.get(name.lower())
        if month and int(hour) < 24 and int(second or 0) < 60:
            when = datetime(int(year), month, int(day), int(hour), int(minute), int(second or 0), tzinfo=UTC)
            east = timedelta(hours=int(hours or 0), minutes=int(minutes or 0))
            return when + east if sign == "-" else when - east
    if _ISO_8601.fullmatch(text):
        try:
            when = datetime.fromisoformat(text)
        except ValueError:
            return None
        return when.replace(tzinfo=when.tzinfo or UTC, microsecond=0).astimezone(UTC)
    return None


def _other(text: str) -> datetime | None:
    if found := _MONTH_ALONE.fullmatch(text):
        return datetime(int(found[1]), int(found[2] or 1), 1, tzinfo=UTC)
    day, rest = _day(text)
    if day is None:
        return None
    time, after = _time(rest)
    zone = _zone(after) if time is not None else timedelta()
    if zone is None:
        zone = _home(text)
    return datetime(*day, tzinfo=UTC) + (time or timedelta()) - zone


def _day(text: str) -> tuple[tuple[int, int, int] | None, str]:
    """Year, month and day, and what else the text says."""
    if found := _EAST_ASIAN.search(text) or _YEAR_FIRST.search(text):
        return (int(found[1]), int(found[2]), int(found[3])), _without(text, found)
    if found := _VIETNAMESE.search(text):
        return (int(found[3]), int(found[2]), int(found[1])), _without(text, found)
    found = _DAY_FIRST.search(text)
    if found and (len(found[4]) == 4 or not re.search(r"\d{4}", text)):
        return _by_numbers(found, text), _without(text, found)
    return _by_name(_WORDS.findall(_TIME.sub(" ", text))), text


def _without(text: str, found: re.Match[str]) -> str:
    return f"{text[: found.start()]} {text[found.end() :]}"


def _by_numbers(found: re.Match[str], text: str) -> tuple[int, int, int]:
    first, mark, second, last = found.groups()
    if mark == "-" and len(first) == len(last) == 2 and 1 <= int(second) <= 12 and 1 <= int(last) <= 31:
        return _year(first), int(second), int(last)  # as ISO 8601 of 1988 had it
    day, month = int(first), int(second)
    american = mark == "/" and day <= 12 and (_MORNING.search(text) or _AFTERNOON.search(text))
    if american or (month > 12 >= day and mark != "."):
        day, month = month, day
    return _year(last), month, day


def _by_name(words: list[str]) -> tuple[int, int, int] | None:
    """By a month's name: with the day in front of it, else behind it."""
    months = [(place, month) for place, word in enumerate(words) if (month := _MONTHS.get(_folded(word)))]
    for place, month in months:
        before = [w for w in words[max(0, place - 2) : place] if w.isdecimal()]
        after = [w for w in words[place + 1 : place + 4] if w.isdecimal()]
        if before and after and len(before[-1]) == 4:
            return int(before[-1]), month, int(after[0])  # "2026. november 3."
        if before and after:
            return _year(after[0]), month, int(before[-1])  # "3 May 2026", "3 de mayo de 2026"
    for place, month in months:  # "May 3, 2026"; only now, for "mar" is Tuesday as well as March
        after = [w for w in words[place + 1 : place + 6] if w.isdecimal()]
        if len(after) >= 2:
            return _year(after[1]), month, int(after[0])
    return None


def _year(digits: str) -> int:
    year = int(digits)
    return year if len(digits) > 2 else year + (2000 if year < 70 else 1900)


def _time(text: str) -> tuple[timedelta | None, str]:
    """The time of day, and what is written behind it, which is where a zone stands; None where there is none."""
    found = _EAST_ASIAN_TIME.search(text) or _TIME.search(text) or _DOTTED_TIME.search(text)
    if not found:
        return None, ""
    hour, minute, second = (int(part or 0) for part in found.groups())
    if _AFTERNOON.search(text):
        hour += 12 if hour < 12 else 0
    elif hour == 12 and _MORNING.search(text):
        hour = 0
    if hour > 24 or minute > 59 or second > 60:
        raise ValueError(text)
    return timedelta(hours=hour, minutes=minute, seconds=second), text[found.end() :]


def _zone(text: str) -> timedelta | None:
    """By offset, else by name; None where there is none."""
    if offset := _OFFSET.search(text):
        minutes = int(offset[2]) * 60 + int(offset[3] or 0)
        if minutes < 24 * 60:
            return timedelta(minutes=minutes if offset[1] == "+" else -minutes)
    named = (word.lower() for word in _WORDS.findall(text))
    return next((timedelta(minutes=_ZONES[name]) for name in named if name in _ZONES), None)


def _home(text: str) -> timedelta:
    """Where a date that names no zone was written, as far as its characters say it."""
    if re.search("[년時]|오[전후]|午[前後]", text):
        return timedelta(hours=9)
    return timedelta(hours=8) if re.search("年|[上下]午", text) else timedelta()
