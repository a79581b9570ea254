"""Can a sentence be read alone? Decided by its form only, for printing single sentences of a report.

The factors follow measurements on news with human summaries: a sentence that leans on the one before it, a photo
caption or a line that belongs to the website is seldom what a person would choose, and never what can stand alone.
"""

from __future__ import annotations

import re
from functools import lru_cache

from briefing.core import leaning
from briefing.core.text import count_words

LEAST_WORDS, MOST_WORDS = 5, 60
_MOST_CHARACTERS = 1000

# "HARROWGATE, Sept 15 (Reuters) - ", "KYIV (AP) — ", "LONDON — ", "(AFP) ", "Oslo, 3 May (NTB) – ".
_PLACE = r"[A-ZÀ-Þ][A-ZÀ-Þ.'’-]+(?:[ /][A-ZÀ-Þ][A-ZÀ-Þ.'’-]*){0,4}(?:,\s[A-Z][\w.]+(?:[ /][A-Z][\w.]+)?){0,2}"
_DAY = r"(?:,?\s(?:[A-Z][a-zà-þ]{2,9}\.?\s\d{1,2}|\d{1,2}\.?\s[A-Za-zà-þ]{3,9}\.?)(?:,?\s\d{4})?)?"
_AGENCY = r"\([A-Z][\w.&/' ]{1,30}\)"
_DASH = r"[-–—:_|]{1,2}"
_DATELINE = re.compile(
    rf"(?:{_PLACE}{_DAY},?\s*{_AGENCY}\s*(?:{_DASH})?"
    # Without an agency only a long name in capitals, and a capital after the dash: "BP - the oil firm - said" is none.
    rf"|(?=[A-ZÀ-Þ .'’]{{4}}){_PLACE}{_DAY}\s[-–—]{{1,2}}\s(?=[\"“‘'«]?[A-ZÀ-Þ0-9])"
    rf"|[A-ZÀ-Þ][\w'’.-]+(?:\s[A-Z][\w'’.-]+){{0,3}}{_DAY},?\s{_AGENCY}\s*{_DASH}"
    rf"|[A-ZÀ-Þ][\w'’.-]+(?:\s[A-Z][\w'’.-]+){{0,2}}\s\([A-Z]{{2,5}}\)\s(?=[A-Z][a-z])"
    rf"|\((?:[A-Z]{{2,10}}|[A-Z][a-z]+(?:\.com)?|[a-z]{{2,5}})\)\s*(?:{_DASH})?)\s*(?=[\"“‘'«]?\w)"
)

_FIRST_PERSON = re.compile(
    r"\b(?:I|[Ww]e|[Mm]y|[Oo]ur|[Mm]e|us|I['’]m|I['’]ve|I['’]ll|we['’]re|[Ii]ch|[Ww]ir|[Jj]e|[Nn]ous)\b"
)
_QUOTED = re.compile(r"[\"“„«][^\"”“»]*[\"”“»]|(?<!\w)['‘][^'’\"]{3,300}?[.,?!]['’](?!\w)")
_ADDRESS = re.compile(r"\b(?:you|your|yours)\b", re.IGNORECASE)
_SITE = re.compile(
    r"\b(?:read (?:more|also|the full)|click (?:here|on|to)|sign(?:ed)? up|subscri(?:be|ption)|newsletters?"
    r"|follow (?:us|him|her|me)|all rights reserved|copyright|share this|more on this story"
    r"|related (?:stories|articles|content)|watch (?:live|now|more)|scroll (?:down|for)"
    r"|this article (?:was|has|is)|this story (?:was|has|is|originally)|this (?:page|video|copy) (?:is|was|has|may)"
    r"|cookies?|terms of (?:use|service)|privacy policy|log ?in|join the (?:conversation|discussion)|leave a comment"
    r"|comments? below|contributed to this|reporting by|edited by|editing by|compiled by|additional reporting"
    r"|last updated|is published by|getty images|shutterstock|afp/|via ap|ap photo|file photo|press association images"
    r"|for confidential (?:support|help)|e-?mail us|contact us|tell us|have your say"
    r"|mehr zum thema|lesen sie|lire aussi|à lire|leer más|lea también|leggi anche|lees ook|leia (?:mais|também)|czytaj"
    r"|читайте|devamını oku|ảnh minh họa|nguồn ảnh)\b|https?://|www\.|©",
    re.IGNORECASE,
)
_CAPTION = re.compile(
    r"^\W*(?:photo|image|picture|video|caption|credit|foto|bild|infographic|graphic|pictured|scroll|above|below)\b\W"
    r"|^\W*(?:from|far) (?:left|right)|\((?:stock |file |archive |library |handout )?(?:photo|image|picture|footage)"
    r"|\((?:left|right|above|below|centre|center|top|bottom|main|inset|pictured|seen|[lr])\b[^)]*\)"
    r"|\b(?:is|are)\s(?:pictured|seen|shown)\b|\b(?:photograph|picture|image|photo)s? (?:by|shows?|taken)\b"
    r"|\bin this (?:photo|image|picture|frame|file|undated)\b"
    r"|[a-z],? on (?:\w+day, )?[A-Z]\w+ \d{1,2}, (?:19|20)\d\d\.?$",
    re.IGNORECASE,
)
_TAIL = re.compile(
    r"[\"”’'»],? (?:\w+ ){0,2}(?:said|says|added|told \w+)(?: \w+){0,2}\.?$|[\"”'’] (?:he|she|they) \w+\.?$"
)
_ALNUM = re.compile(r"[^\W_]")
_LETTERS, _CAPITALS = re.compile(r"[^\W\d_]"), re.compile(r"[A-ZÀ-ÖØ-ÞА-ЯЁ]")
_FINAL = re.compile(r"[.!。！।؟۔][\"”’'»)\]」』]*\Z")
_OPEN_END = re.compile(r"(?:\?|？|؟|…|\.\.\.|:)[\"”’'»)\]]*\Z")
_SINGLE_OPENS = re.compile(r"(?<!\w)['‘](?=\w)(?!\d0s|em\b|til\b|n\b)")
_SINGLE_CLOSES = re.compile(r"(?<=[\w.,!?…])['’](?!\w)")
_SINGLE_ENDS = re.compile(r"(?<=[.,!?…])['’](?!\w)")


def dateline_end(sentence: str) -> int:
    """Where the news begins after a dateline ("KYIV (AP) — "); 0 without one."""
    match = _DATELINE.match(sentence)
    return match.end() if match and match.end() < len(sentence) else 0


def leans(sentence: str, language: str = "en") -> bool:
    """It begins with a pronoun or a connecting word: it needs the sentence before it."""
    return _leaning(language[:2].lower()).match(sentence) is not None


@lru_cache(maxsize=64)
def _leaning(language: str) -> re.Pattern[str]:
    listed = leaning.BY_LANGUAGE.get(language, leaning.BY_LANGUAGE["en"]).split()
    beginnings = "|".join(re.escape(words).replace("_", r"\s+") for words in listed)
    end = "" if language in leaning.UNSPACED else r"(?!\w)"
    return re.compile(rf"\W*(?:{beginnings}){end}", re.IGNORECASE)


def balanced(sentence: str) -> bool:
    """Every quotation and bracket opened in it is closed in it."""
    if sentence.count('"') % 2 or (sentence.count("“") > sentence.count("”") and sentence.count("„") == 0):
        return False
    if sentence.count("”") > sentence.count("“") or sentence.count("«") != sentence.count("»"):
        return False
    if sentence.count("(") != sentence.count(")") or sentence.count("[") != sentence.count("]"):
        return False
    opened = len(_SINGLE_OPENS.findall(sentence))  # a closing one may also be the possessive of a plural
    return len(_SINGLE_ENDS.findall(sentence)) <= opened <= len(_SINGLE_CLOSES.findall(sentence))


def readability(sentence: str) -> float:
    """1 for a sentence that can stand alone, down to nearly 0 for one that must not be printed.

    Factors are multiplied; what leans on the sentence before is not counted here (see `leans`), because it is no fault
    where that sentence is printed too. Under 0.3 means: only where there is nothing else.
    """
    words = count_words(sentence)
    if words > MOST_WORDS or len(sentence) > _MOST_CHARACTERS:
        return 0.02
    factor = 0.02 if words < LEAST_WORDS else 1.0
    if _SITE.search(sentence) or len(_ALNUM.findall(sentence)) < 0.6 * len(sentence):
        factor *= 0.003
    if not balanced(sentence):
        factor *= 0.2
    if _OPEN_END.search(sentence):
        factor *= 0.2
    elif not _FINAL.search(sentence):
        factor *= 0.25
    if _CAPTION.search(sentence):
        factor *= 0.1
    if _TAIL.search(sentence):
        factor *= 0.7
    return factor * _speaker(sentence)


def _speaker(sentence: str) -> float:
    """Who speaks: the outlet's own "we" and "you" and a quotation without its speaker say nothing alone."""
    outside = _QUOTED.sub(" ", sentence)
    factor = 1.0
    if _FIRST_PERSON.search(outside):
        factor *= 0.2
    if _ADDRESS.search(outside):
        factor *= 0.5
    if count_words(outside) < 2 <= count_words(sentence):
        factor *= 0.3
    if len(_CAPITALS.findall(sentence)) > 0.6 * len(_LETTERS.findall(sentence)):
        factor *= 0.1
    return factor
