"""Which language a text is in, by its script and its commonest words."""

from __future__ import annotations

import re
from collections import Counter
from itertools import chain
from unicodedata import normalize

from briefing.core.common_words import BY_LANGUAGE

SAMPLE = 6_000
"""Characters that are looked at."""
_LEAST_LETTERS = 60
"""A text with fewer letters has its language only from its script, or as claimed."""
_LEAST_SHARE = 0.025
"""Points a word from which on a text counts as in a language that nobody claimed."""
_BEYOND_DOUBT = 0.12
"""Points a word from which on a text is not in a claimed language whose words are not known."""
_DENSE = frozenset({"han", "ja", "ko"})
"""Scripts with a syllable or word a character."""
_CLEAR = 1.2
"""How many times the claimed language's points another one needs."""

_SCRIPTS = {
    "latin": "A-Za-zªºÀ-ÖØ-öø-ɏḀ-ỿ", "cyrillic": "Ѐ-ԯ",
    "arabic": "\u0620-\u06ff\u0750-\u077f\ufb50-\ufdff\ufe70-\ufeff",
    "devanagari": "\u0900-\u097f", "han": "\u3400-\u9fff\uf900-\ufaff", "ja": "\u3040-\u30ff\uff66-\uff9d",
    "ko": "\uac00-\ud7af\u1100-\u11ff", "el": "\u0370-\u03ff\u1f00-\u1fff", "he": "\u0590-\u05ff",
    "th": "\u0e00-\u0e7f",
    "lo": "\u0e80-\u0eff", "km": "\u1780-\u17ff", "my": "\u1000-\u109f", "ka": "\u10a0-\u10ff\u1c90-\u1cbf",
    "hy": "\u0530-\u058f", "am": "\u1200-\u139f", "bn": "\u0980-\u09ff", "pa": "\u0a00-\u0a7f", "gu": "\u0a80-\u0aff",
    "or": "\u0b00-\u0b7f", "ta": "\u0b80-\u0bff", "te": "\u0c00-\u0c7f", "kn": "\u0c80-\u0cff", "ml": "\u0d00-\u0d7f",
    "si": "\u0d80-\u0dff",
}  # fmt: skip
"""Script -> its characters. A script that one language has almost for itself is named for that."""
_LISTED = {
    "latin": "", "cyrillic": "ru uk be bg mk sr kk ky mn tg uz tt ba", "arabic": "ar fa ur ps ckb ku sd ug pnb",
    "devanagari": "hi mr ne sa mai bho kok", "han": "zh yue ja", "he": "he iw yi", "am": "am ti", "bn": "bn as",
}  # fmt: skip
_USERS = {script: frozenset(codes.split()) for script, codes in _LISTED.items()}
"""Script -> the languages that may be claimed for a text in it, where there are several."""
_RELATIVES = (
    frozenset({"no", "nb", "nn"}), frozenset({"hr", "sr", "bs", "me", "cnr", "sh"}), frozenset({"id", "ms"}),
    frozenset({"ca", "va"}), frozenset({"ckb", "ku"}), frozenset({"ro", "mo"}), frozenset({"tl", "fil"}),
    frozenset({"fa", "prs"}), frozenset({"zu", "xh", "nr", "ss"}),
)  # fmt: skip
"""Languages that short lists can't tell apart: the claim does."""
_OF_SCRIPT = {script: frozenset(BY_LANGUAGE) & users for script, users in _USERS.items()}
_OF_SCRIPT["latin"] = frozenset(BY_LANGUAGE).difference(*_OF_SCRIPT.values()) | {"uz"}
"""Script -> the languages with known words that are written in it."""
_OTHER_SCRIPTS = frozenset(_SCRIPTS).union(*_USERS.values()) - {"sr", "kk", "uz", "tt", "ku", "tg", "tk"}
"""Languages that are not written in Latin letters, or hardly."""
_ONE_OF = {script: re.compile(f"[{characters}]") for script, characters in _SCRIPTS.items()}
_WORD = re.compile(r"[^\W\d_]+")
_RUN = re.compile(r"[^\s!-/:-@\[-`{-~«»“”‘’।…–—،؛؟]+")
"""A word in scripts whose vowels are marks, which are no letters."""


def _weights(script: str) -> dict[str, dict[str, float]]:
    """Word -> language -> points: the fewer languages of a script share a word, the more it tells."""
    lists = {language: frozenset(BY_LANGUAGE[language].split()) for language in sorted(_OF_SCRIPT[script])}
    times = Counter(chain.from_iterable(lists.values()))
    return {
        word: {language: 1 / shared for language, words in lists.items() if word in words}
        for word, shared in times.items()
    }


_POINTS = {script: _weights(script) for script in ("latin", "cyrillic", "arabic", "devanagari")}


def language_of(text: str, claimed: str = "") -> str | None:
    """The primary language subtag (BCP 47) of a text; `claimed`, where the text is too short or too odd to tell."""
    sample = normalize("NFC", text[:SAMPLE])
    script = _script(sample)
    if script is None:
        return claimed or None
    if script not in _POINTS:
        return claimed if claimed in _USERS.get(script, ()) and claimed != "ja" else {"han": "zh"}.get(script, script)
    possible = claimed if (claimed not in _OTHER_SCRIPTS if script == "latin" else claimed in _USERS[script]) else ""
    points = _points(sample, script)
    best = max(sorted(points, key=list(BY_LANGUAGE).index), key=lambda language: points[language], default="")
    if possible == best or any({possible, best} <= relatives for relatives in _RELATIVES):
        return possible or None
    against = (
        _CLEAR * points.get(possible, 0.0) if possible in BY_LANGUAGE else _BEYOND_DOUBT if possible else _LEAST_SHARE
    )
    return best if points.get(best, 0.0) > against else claimed or None


def _script(sample: str) -> str | None:
    """The script of most of a text; None where it has few letters."""
    if len(sample.encode("ascii", "ignore")) > 0.8 * len(sample):
        return "latin" if len(_ONE_OF["latin"].findall(sample)) > _LEAST_LETTERS else None
    counts = {script: len(pattern.findall(sample)) for script, pattern in _ONE_OF.items()}
    if counts["ja"] > 0.05 * counts["han"]:
        counts["ja"] += counts["han"]
    weights = {script: count * (4 if script in _DENSE else 1) for script, count in counts.items()}
    most = max(weights, key=lambda script: weights[script])
    return most if weights[most] > _LEAST_LETTERS else None


def _points(sample: str, script: str) -> dict[str, float]:
    """Language -> points a word of the text."""
    words = (_RUN if script in ("arabic", "devanagari") else _WORD).findall(sample.lower())
    table = _POINTS[script]
    points: dict[str, float] = {}
    for word, times in Counter(filter(table.__contains__, words)).items():
        for language, worth in table[word].items():
            points[language] = points.get(language, 0.0) + worth * times / len(words)
    return points
