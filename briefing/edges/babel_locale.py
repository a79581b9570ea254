"""How languages say things: gettext catalogues of our own, and the Unicode CLDR, both by Babel.

Catalogues are `briefing/locale/<language>.po`, read as they are: what a translator saves is what is printed.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, datetime
from functools import lru_cache
from gettext import GNUTranslations, NullTranslations
from io import BytesIO
from pathlib import Path
from typing import Literal

from babel import Locale as CldrLocale
from babel import UnknownLocaleError
from babel.dates import format_date, format_skeleton, format_time
from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po
from babel.numbers import format_decimal

from briefing.core.wording import Joints

FOLDER = Path(__file__).parent.parent / "locale"
SOURCE = "en"
"""The language that messages are written in."""

# English by itself is read everywhere: dates and clocks as most of the world has them. en-US says otherwise.
_PREFERRED = {"en": "en_150"}


class BabelLocale:
    """One language (`core.wording.Locale`)."""

    def __init__(self, language: str, cldr: CldrLocale, messages: NullTranslations, spoken: CldrLocale) -> None:
        """spoken: of the messages, which are English where a language has no catalogue."""
        self.language = language
        self._cldr = cldr
        self._messages = messages
        self.gettext = messages.gettext
        self.ngettext = messages.ngettext
        patterns: Mapping[str, str] = spoken.list_patterns["standard"]
        self.joints = Joints(
            two=_between(patterns["2"]), last=_between(patterns["end"]), middle=_between(patterns["middle"])
        )

    def month(self, day: date, *, year: bool = True) -> str:
        """September 2026, or September."""
        if year:
            return format_skeleton("yMMMM", day, locale=self._cldr)
        return format_date(day, "LLLL", locale=self._cldr)

    def date(self, day: date) -> str:
        return format_date(day, "full", locale=self._cldr)

    def time(self, when: datetime) -> str:
        return format_time(when, "short", tzinfo=when.tzinfo, locale=self._cldr)

    def number(self, count: float) -> str:
        return format_decimal(count, locale=self._cldr)

    def weekdays(self, width: Literal["wide", "short"] = "wide") -> tuple[str, ...]:
        """Their names, Monday first, as they stand alone."""
        names = self._cldr.days["stand-alone"][width]
        return tuple(names[day] for day in range(7))

    @property
    def first_weekday(self) -> int:
        """Of a week in a calendar; Monday is 0."""
        return int(self._cldr.first_week_day)


def _between(pattern: str) -> str:
    return pattern.partition("{0}")[2].partition("{1}")[0]


@lru_cache
def locale_for(language: str) -> BabelLocale:
    """The locale of a language tag (BCP 47), or of the nearest that is known: pt-BR, pt, English."""
    names = list(_nearest(language.replace("_", "-")))
    cldr = next(filter(None, map(_cldr, names)), None) or CldrLocale.parse(_PREFERRED[SOURCE])
    known = next((name for name in names if name == SOURCE or (FOLDER / f"{name}.po").is_file()), SOURCE)
    if known == SOURCE:
        english = CldrLocale.parse(_PREFERRED[SOURCE])
        return BabelLocale(language, cldr, NullTranslations(), cldr if cldr.language == SOURCE else english)
    return BabelLocale(language, cldr, _messages(known), cldr)


def languages() -> list[str]:
    """Those that have a catalogue, and the one that messages are written in."""
    return sorted({SOURCE, *(path.stem for path in FOLDER.glob("*.po"))})


def name_of(language: str) -> str:
    """What a language calls itself."""
    cldr = _cldr(language)
    return ((cldr.get_display_name() if cldr else None) or language).partition(" (")[0]


def _nearest(language: str) -> list[str]:
    parts = [part for part in language.split("-") if part.isascii() and part.isalnum()]
    return ["-".join(parts[:n]) for n in range(len(parts), 0, -1)]


def _cldr(name: str) -> CldrLocale | None:
    try:
        return CldrLocale.parse(_PREFERRED.get(name, name.replace("-", "_")))
    except (UnknownLocaleError, ValueError):
        return None


@lru_cache
def _messages(name: str) -> GNUTranslations:
    with (FOLDER / f"{name}.po").open("rb") as file:
        catalog = read_po(file, locale=name.replace("-", "_"))
    compiled = BytesIO()
    write_mo(compiled, catalog)
    compiled.seek(0)
    return GNUTranslations(compiled)
