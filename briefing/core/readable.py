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
_MOST_CHARACTERS, _TOO_LONG = 1000, 1500
_WITHOUT_STOPS = frozenset({"th", "lo", "my"})
"""Languages that end sentences with no mark."""

# "HARROWGATE, Sept 15 (Reuters) - ", "KYIV (AP) — ", "LONDON — ", "(AFP) ", "Oslo, 3 May (NTB) – ".
_PLACE = r"[A-ZÀ-Þ][A-ZÀ-Þ.'’-]+(?:[ /][A-ZÀ-Þ][A-ZÀ-Þ.'’-]*){0,4}(?:,\s[A-Z][\w.]+(?:[ /][A-Z][\w.]+)?){0,2}"
_DAY = r"(?:,?\s(?:[A-Z][a-zà-þ]{2,9}\.?\s\d{1,2}|\d{1,2}\.?\s[A-Za-zà-þ]{3,9}\.?)(?:,?\s\d{4})?)?"
_AGENCY = r"\([A-Z][\w.&/' ]{1,30}\)"
_DASH = r"[-–—:_|]{1,2}"
_AGENCY_OR_PLACE = (
    rf"{_PLACE}{_DAY},?\s*{_AGENCY}\s*(?:{_DASH})?"
    # Without an agency only a long name in capitals, and a capital after the dash: "BP - the oil firm - said" is none.
    rf"|(?=[A-ZÀ-Þ .'’]{{4}}){_PLACE}{_DAY}\s[-–—]{{1,2}}\s(?=[\"“‘'«]?[A-ZÀ-Þ0-9])"
    rf"|[A-ZÀ-Þ]{{4}}[A-ZÀ-Þ .'’]{{0,30}},\s[A-Z][a-z.]+(?:\s[A-Z][a-z]+)?\s?[–—]\s?(?=[\"“‘'«]?[A-ZÀ-Þ0-9])"
    rf"|[A-ZÀ-Þ][\w'’.-]+(?:\s[A-Z][\w'’.-]+){{0,3}}{_DAY},?\s{_AGENCY}\s*{_DASH}"
    rf"|[A-ZÀ-Þ][\w'’.-]+(?:\s[A-Z][\w'’.-]+){{0,2}}\s\([A-Z]{{2,5}}\)\s(?=[A-Z][a-z])"
    rf"|\((?:[A-Z]{{2,10}}|[A-Z][a-z]+(?:\.com)?|[a-z]{{2,5}})\)\s*(?:{_DASH})?"
)
# The mark of a list's item, and the time of a live ticker's entry: "• ", "10:45 Uhr: ", "9.32am – ".
_MARK = r"[•‣▪●◦►]\s?|[*–—-]\s|\d{1,2}[:.]\d\d\s?(?i:am|pm|uhr|h|gmt|bst|cet|et)?\s?(?:[–—:|-])\s"
_DATELINE = re.compile(rf"(?:{_MARK}|{_AGENCY_OR_PLACE})\s*(?=[\"“‘'«]?\w)")

_QUOTED = re.compile(r"[\"“„«'‘](?:(?<!['‘])[^\"”“»]*[\"”“»]|(?<!\w.)(?<=['‘])[^'’\"]{3,300}?[.,?!]['’](?!\w))")
# Of a sentence in small letters, which is many times faster than to search it for both.
_SITE = re.compile(
    r"\b(?=\w)(?:read (?:more|also|the full)|click (?:here|on|to)|sign(?:ed)? up|subscri(?:be|ption)|newsletters?"
    r"|follow (?:us|him|her|me)|all rights reserved|copyright|share this|more on this story"
    r"|related (?:stories|articles|content)|watch (?:live|now|more)|scroll (?:down|for)"
    r"|this article (?:was|has|is)|this story (?:was|has|is|originally)|this (?:page|video|copy) (?:is|was|has|may)"
    r"|cookies?|terms of (?:use|service)|privacy policy|log ?in|join the (?:conversation|discussion)|leave a comment"
    r"|comments? below|sharing options|contributed to this|reporting by|edited by|editing by|compiled by"
    r"|additional reporting"
    r"|last updated|is published by|getty images|shutterstock|afp/|via ap|ap photo|file photo|press association images"
    r"|for confidential (?:support|help)|e-?mail us|contact us|tell us|have your say"
    r"|mehr zum thema|lesen sie|lire aussi|à lire|leer más|lea también|leggi anche|lees ook|leia (?:mais|também)|czytaj"
    r"|читайте|devamını oku|ảnh minh họa|nguồn ảnh)\b|https?://|www\.|©"
)
_CAPTION_OPENS = re.compile(
    r"\W*(?:(?:photo|image|picture|video|caption|credit|foto|bild|infographic|graphic|pictured|scroll|above|below)\b\W"
    r"|(?:from|far) (?:left|right))"
)
_CAPTION = re.compile(
    r"\b(?=\w)(?:(?:is|are)\s(?:pictured|seen|shown)\b|(?:photograph|picture|image|photo)s? (?:by|shows?|taken)\b"
    r"|in this (?:photo|image|picture|frame|file|undated)\b"
    r"|(?:january|february|march|april|may|june|july|august|september|october|november|december) \d{1,2},"
    r" (?:19|20)\d\d\.?$)|\((?:(?:stock |file |archive |library |handout )?(?:photo|image|picture|footage)"
    r"|(?:left|right|above|below|centre|center|top|bottom|main|inset|pictured|seen|[lr])\b[^)]*\))"
)
_TAIL = re.compile(
    r"[\"”’'»],? (?:\w+ ){0,2}(?:said|says|added|told \w+)(?: \w+){0,2}\.?$|[\"”'’] (?:he|she|they) \w+\.?$"
)
# "Q: ", "HALE: ", "Ola Brandt: ": what somebody says in turn.
_SPEAKER = re.compile(
    r"(?:[A-ZÀ-Þ]|[A-ZÀ-Þ]{4,}+(?:[ .][A-ZÀ-Þ.'’-]++){0,3}|[A-ZÀ-Þ][\w.'’-]+(?: [A-ZÀ-Þ][\w.'’-]+){1,2}):\s"
)
_CAPITALS = re.compile(r"[A-ZÀ-ÖØ-ÞА-ЯЁ]")
_FINAL = re.compile(r"[.!。！।؟۔][\"”’'»)\]」』]*\Z")
_OPEN_END = re.compile(r"(?:\?|？|؟|…|\.\.\.|:)[\"”’'»)\]]*\Z")
_DAY_NAMES = (
    r"(?:Mon|Tues|Wednes|Thurs|Fri|Satur|Sun)day|January|February|March|April|May|June|July|August|September|October"
    r"|November|December"
)
# "In the end, they left." and "Thursday they left.", where nobody was named; and "Only nine voted against it."
_UNNAMED = re.compile(
    rf"\A\W*[A-Z][\w’'-]*(?:\s(?:[a-z0-9$][\w’'.-]*|{_DAY_NAMES})){{0,9}},\s(?:he|she|they|this|that|it)\s"
    rf"|\A\W*(?:(?:On|By|Late|Early|Last)\s)?(?:{_DAY_NAMES}|week|month|year|night)(?:\s(?:night|morning))?"
    r"\s(?:he|she|they)\s"
)
_SHORT_OF = re.compile(r"\A\W*(?:\w\S*\s+){2,8}(?:it|them|him|this)[.!]\W*\Z")
# “…”, he said: whose words these are stands before.
_HE_SAID = re.compile(r"[\"”’'»],? (?:he|she|they) (?!and\b)[a-z]+\b|[\"”’'»],? (?:said|says|added) (?:he|she|they)\b")
# One set first, so that re skips from sign to sign.
_GLUED = re.compile(
    r"[A-Z ,](?:(?<= ),(?:(?<=\w ,)|(?<=\w[.,] ,))|(?<=,),|(?<=[a-z]{2}[A-Z])[A-Z]{2,}(?![a-z]))"  # "endHEAD", "a ,"
)
_SINGLES = "'‘’"
_SINGLE_OPENS = re.compile(r"['‘](?<!\w.)(?=\w)(?!\d0s|em\b|til\b|n\b)")
_SINGLE_CLOSES = re.compile(r"['’](?<=[\w.,!?…].)(?!\w)")
_SINGLE_ENDS = re.compile(r"['’](?<=[.,!?…].)(?!\w)")


def dateline_end(sentence: str) -> int:
    """Where the news begins after a dateline ("KYIV (AP) — "); 0 without one."""
    match = _DATELINE.match(sentence)
    return match.end() if match and match.end() < len(sentence) else 0


def leans(sentence: str, language: str = "en") -> bool:
    """It begins with a pronoun or a connecting word, or names nobody before its first pronoun: it needs the sentence
    before it."""
    language = language[:2].lower()
    if _leaning(language).match(sentence):
        return True
    if language != "en":
        return False
    return bool(_UNNAMED.match(sentence) or _SHORT_OF.match(sentence) or _HE_SAID.search(sentence))


def refers(sentence: str, language: str = "en") -> bool:
    """It begins with "the company" or the like and does not say which: some sentence before it must."""
    pattern = _definite(language[:2].lower())
    return pattern is not None and pattern.match(sentence) is not None


@lru_cache(maxsize=64)
def _leaning(language: str) -> re.Pattern[str]:
    listed = leaning.BY_LANGUAGE.get(language, leaning.BY_LANGUAGE["en"])
    return re.compile(rf"\W*(?:{_any(listed)}){_end(language)}", re.IGNORECASE)


@lru_cache(maxsize=64)
def _definite(language: str) -> re.Pattern[str] | None:
    if language not in leaning.DEFINITE:
        return None
    articles, nouns, said = leaning.DEFINITE[language]
    determined = "|".join(
        re.escape(word[:-1]) + "['’]" if word.endswith("'") else word + r"\s+" for word in articles.split()
    )
    # An adjective may stand before the noun, and an age may be all there is: "the 29-year-old".
    return re.compile(
        rf"\W*(?i:{determined})(?:[a-zà-ÿ-]{{3,20}}\s+)?"
        rf"(?:\d{{1,3}}-(?i:year-old|jährige\w?|jarige)|(?i:{_any(nouns)}))(?!\w|[-’']\w)"
        rf"(?!,?\s+(?:(?i:{_any(said)})(?!\w)|[A-ZÀ-Þ0-9]))"
    )


@lru_cache(maxsize=64)
def _spoken(language: str) -> re.Pattern[str] | None:
    """First persons, case minded: "US" is no "us"."""
    listed = leaning.SPEAKING.get(language)
    if listed is None:
        return None
    forms = [form for word in listed.split() for form in dict.fromkeys((word, word[0].upper() + word[1:]))]
    return re.compile(rf"{_start(language)}(?:{_any(' '.join(forms))}){_end(language)}")


@lru_cache(maxsize=64)
def _said_of(table: str, language: str) -> re.Pattern[str] | None:
    """For a sentence in small letters."""
    listed = {"addressing": leaning.ADDRESSING, "today": leaning.TODAY}[table].get(language)
    if listed is None:
        return None
    return re.compile(rf"{_start(language)}(?:{_any(listed.lower())}){_end(language)}")


def _any(listed: str) -> str:
    return "|".join(re.escape(words).replace("_", r"\s+").replace("'", "['’]") for words in listed.split())


def _start(language: str) -> str:
    return "" if language in leaning.UNSPACED else r"(?<!\w)"


def _end(language: str) -> str:
    return "" if language in leaning.UNSPACED else r"(?!\w)"


def balanced(sentence: str) -> bool:
    """Every quotation and bracket opened in it is closed in it."""
    if sentence.count('"') % 2 or (sentence.count("“") > sentence.count("”") and sentence.count("„") == 0):
        return False
    if sentence.count("”") > sentence.count("“") or sentence.count("«") != sentence.count("»"):
        return False
    if sentence.count("(") != sentence.count(")") or sentence.count("[") != sentence.count("]"):
        return False
    if not any(map(sentence.__contains__, _SINGLES)):
        return True
    opened = len(_SINGLE_OPENS.findall(sentence))  # a closing one may also be the possessive of a plural
    return len(_SINGLE_ENDS.findall(sentence)) <= opened <= len(_SINGLE_CLOSES.findall(sentence))


def readability(sentence: str, language: str = "en") -> float:
    """1 for a sentence that can stand alone, down to nearly 0 for one that must not be printed.

    Factors are multiplied; what leans on the sentence before is not counted here (see `leans`), because it is no fault
    where that sentence is printed too. Under 0.3 means: only where there is nothing else.
    """
    if len(sentence) > _TOO_LONG:
        return 0.0
    words = count_words(sentence)
    if words > MOST_WORDS or len(sentence) > _MOST_CHARACTERS:
        return 0.02
    language = language[:2].lower()
    factor = 0.02 if words < LEAST_WORDS else 1.0
    small = sentence.lower()
    if _SITE.search(small) or sum(map(str.isalnum, sentence)) < 0.6 * len(sentence):
        factor *= 0.003
    if not balanced(sentence):
        factor *= 0.2
    if _OPEN_END.search(sentence):
        factor *= 0.2
    elif not _FINAL.search(sentence) and language not in _WITHOUT_STOPS:
        factor *= 0.25
    if _CAPTION_OPENS.match(small) or _CAPTION.search(small):
        factor *= 0.1
    if _GLUED.search(sentence):
        factor *= 0.5
    if _SPEAKER.match(sentence):
        factor *= 0.25
    if _TAIL.search(sentence):
        factor *= 0.7
    if (today := _said_of("today", language)) and today.search(small):
        factor *= 0.85
    return factor * _voice(sentence, language, words)


def _voice(sentence: str, language: str, words: int) -> float:
    """Who speaks: the outlet's own "we" and "you" and a quotation without its speaker say nothing alone."""
    outside = _QUOTED.sub(" ", sentence)
    factor = 1.0
    if (spoken := _spoken(language)) and spoken.search(outside):
        factor *= 0.2
    if (address := _said_of("addressing", language)) and address.search(outside.lower()):
        factor *= 0.5
    if outside != sentence and count_words(outside) < 2 <= words:
        factor *= 0.3
    capitals = len(_CAPITALS.findall(sentence))
    if capitals > 0.6 * sum(map(str.isalpha, sentence)):
        factor *= 0.1
    return factor
