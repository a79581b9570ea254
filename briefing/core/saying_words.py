"""How English reports say who says something, and how they write names and titles: patterns and words of `speakers`."""

from __future__ import annotations

import re
from functools import lru_cache

from briefing.core import starters
from briefing.core.count_words import folded
from briefing.core.stopwords import BY_LANGUAGE
from briefing.core.text import fold


def _words(words: str) -> frozenset[str]:
    return frozenset(words.split())


# A name ends before its possessive ending: "Lee’s".
_CAPITAL = r"[A-ZÀ-ÖØ-Þ][^\W\d_]*+(?:[-'’](?!s\b)[^\W\d_]++)*+"
_SHORTENED = r"(?:Mr|Mrs|Ms|Dr|Sens?|Reps?|Govs?|Gen|Lt|Col|Sgt|Capt|Adm|Rev|Maj|Det|Prof|Atty|Jr|Sr|St|Hon)\."
_WORD = rf"(?:{_SHORTENED}|(?:[A-Z]\.)++|{_CAPITAL})"
_PARTICLE = r"(?:de|da|di|du|del|della|la|le|van|von|der|den|ten|ter|bin|ibn|al|el|dos)"
_JUNIOR = r"(?:Jr|Sr)\b\.?"
RUN = re.compile(
    rf"(?<![\w.’'-])(?:{_PARTICLE} ){{0,2}}+{_WORD}"
    rf"(?:,? {_JUNIOR}|(?: {_PARTICLE}){{0,2}}+ {_WORD}(?!\.[A-Za-z]))*+"
)
"""Capitalised words, initials and titles that follow one another: "Norland Sen. Ann Lee", "Bo de Cho"."""
RUN_WORD = re.compile(rf"(?:{_PARTICLE} ){{0,2}}+{_WORD}|{_JUNIOR}")
CAPITALISED = re.compile(rf"(?<!\w){_CAPITAL}")
UNCAPITALISED = re.compile(r"[a-z][\w’'-]*")
PIECE = re.compile(r"[^\W\d_](?:[^\W_]|[-'’](?=\w))*(?:(?<=\b[A-Z])\.)?|\d+|[^\w\s]|\n")
"""Words, numbers and marks."""
WORD_BEFORE = re.compile(r"[^\W\d_][\w’'-]*\Z")

SOMETIMES_SAYING = _words(
    "added adds noted notes warned warns announced declared claimed claims replied responded explained acknowledged "
    "concluded continued remarked confirmed vowed suggested contended asserted quipped reiterated cautioned reported"
)
"""Verbs of saying only beside what is said: "Lee added that …", but "Lee added an egg"."""
_SAYING = _words("said says told tells tweeted wrote writes testified argued argues insisted insists stated")
# The blank first: the regex engine looks for it before all else.
VERB = re.compile(rf" (?:{'|'.join(sorted(_SAYING | SOMETIMES_SAYING))})(?![\w-])")
ACCORDING = re.compile(r"[Aa]ccording to ")
SAID_AFTER = re.compile(r"(?: [\w.’'-]+){0,6}(?: that |[:,] [\"“])")
SAID_BEFORE = re.compile(r"[,.?!…][\"”’'] [^\"“”\n]*\Z")
QUOTATION_ENDS = re.compile(r"[,.?!…—-][\"”’'] \Z")
QUOTATION_MARK = re.compile(r"[\"“”\n]")
_ADVERB = "also|later|then|has|repeatedly|further|immediately|flatly|bluntly|initially|subsequently"
MAY_BE_NAMED = re.compile(rf"(?:[),]|(?<!\w)(?:{_ADVERB}|{_CAPITAL}|(?:Jr|Sr)\.)) \Z")
"""Most often a verb follows a word that ends no name: "he said"."""
APPOSITION = re.compile(
    r"(?: \([A-Z]-[^()]{1,24}\)|, (?:[DR]-[A-Z][\w. ]{1,14}|\d{1,3}),"
    rf"|(?P<of> of {_CAPITAL}(?: {_CAPITAL})?)"
    r"|, (?:[a-z]|[A-Z][\w.-]*[’']s )[^,.;:!?\"“”()\n]{2,80},)?"
    rf"(?: (?:{_ADVERB}))? \Z"
)
"""Between a name and its verb: where somebody is from, who they are, how old."""
NAME_ENDS = re.compile(
    r"(?=[,.;:?!()\"”—–\n]|\Z|[-] )(?!\.\w)"
    r"|(?= (?:in|on|at|of|during|as|after|before|to|who|when|while|and|with|by|from|late|early|"
    r"earlier|last|yesterday|today|tonight|—|–|-|\(|(?:Mon|Tues|Wednes|Thurs|Fri|Satur|Sun)day)(?!\w))"
)
"""What follows a name that nothing more belongs to: not "said Lee aide Bo Cho"."""
POSSESSIVE = re.compile(r"['’]s (?=\w)")
GOES_ON = re.compile(r"[\w,] \Z")
"""The sentence goes on: a capital after it is that of a name."""
OPENS = "“\"'‘(—–-"
SENTENCE_ENDS = re.compile(r"[.?!][\"”’)]*+ (?=[\"“A-Z])|\n")
PAST = re.compile(
    r"(?<![\d-])(?:19|20)\d\d(?![\d-])|(?<!\w)(?:ago|years? earlier|last (?:year|month|fall|spring|summer|winter)|once|"
    r"previously|at the time|back in|back when)(?!\w)"
)
CLAUSE_MARKS = frozenset(".,;:?!\"“”‘’'—–-()\n")
CLAUSE_STARTS = folded("but as while because although though after when before yet so")
JOINS = folded("and or")
OFFICES = folded("state staff defense labor commerce")
"""After "of" they go on with a title: "chief of staff Ann Lee"."""
NO_ROLES = (
    frozenset(map(fold, BY_LANGUAGE["en"].split()))
    | folded("told said says including like per despite near amid amongst versus unlike asked a an")
) - {"back", "still"}
"""Words that stand in no role: what they begin is about somebody else ("a spokesman for Lee")."""
ROLE_STARTERS = _words("Former Republican Democrat Democratic")
STARTERS = (_words(starters.BY_LANGUAGE["en"]) | _words("Asked Like Per Even Related")) - _words("The A An Police")
QUESTIONS = _words("What Whatever How Why Whether If Where Who Whom Which Whose Whenever Unless")
"""Words that, before a name, leave open what was said, and whether."""
TITLES = folded(
    "mr mrs ms miss dr sir lord lady dame president vice-president sen senator sens rep representative reps "
    "congressman congresswoman gov governor govs mayor minister premier chancellor king queen prince princess pope "
    "cardinal bishop archbishop rev reverend pastor father rabbi imam ayatollah sheikh secretary speaker leader whip "
    "chairman chairwoman chair chief judge justice general gen colonel col lieutenant lt sergeant sgt captain capt "
    "admiral adm major maj officer detective det sheriff commissioner director administrator ambassador professor prof "
    "attorney counsel prosecutor counselor adviser advisor aide spokesman spokeswoman spokesperson strategist analyst "
    "host anchor correspondent reporter editor candidate nominee lawyer deputy superintendent coach ceo cfo founder "
    "executive economist councilman councilwoman alderman trooper inspector commander marshal ag staff state defense "
    "treasury republican democrat democratic gop first lady"
)
JOURNALISTS = folded("reporter host correspondent anchor moderator interviewer co-host")
"""They report, or ask."""
SUFFIXES = folded("jr sr junior senior ii iii iv")
COUNTRY = re.compile(r"(?:[A-Z]\.){2,}|US|UK|EU|UN")
BODIES = folded(
    "house senate court courts committee department times post journal news newspaper street party association union "
    "council center centre institute university bank agency office bureau group inc corp foundation ministry police "
    "service services commission administration press network board congress guard army navy air force states kingdom "
    "nations society coalition alliance league fund project school college church company airlines campaign tribune "
    "herald magazine today daily weekly reuters media radio television international organization organisation "
    "authority government parliament reserve security intelligence action watch research partners capital systems "
    "technologies airport hospital county city north south east west new los san united america american americans "
    "world global national federal people rights planned parenthood command central medicaid medicare club team trust "
    "labs motors electric energy health examiner chronicle globe standard gazette observer mail telegraph independent "
    "guardian"
)
"""Words of the names of bodies and places."""
SINGLE_BODIES = folded(
    "pentagon kremlin vatican politico axios reuters bloomberg taliban hamas hezbollah guardian facebook twitter "
    "google amazon apple"
)

_SOUNDS = str.maketrans({"q": "k", "c": "k", "g": "k", "w": "v", "z": "s", "h": "", "'": "", "’": "", "-": ""})
_VOWELS = re.compile(r"[aeiouyj]+")
_TWICE = re.compile(r"(.)\1+")
_LEAST_SOUNDS = 4


@lru_cache(maxsize=1 << 14)
def sound(name: str) -> str:
    """Equal for the spellings that one folded name has in Latin letters; itself where too little would be left."""
    heard = _TWICE.sub(r"\1", name[:1] + _VOWELS.sub("a", name[1:].translate(_SOUNDS))).translate(_SOUNDS)
    return heard if len(heard) >= _LEAST_SOUNDS and " " not in heard else name
