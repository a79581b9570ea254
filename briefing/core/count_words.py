"""How reports write of counts: what stands around a number, in words of English, German, French and Spanish."""

from __future__ import annotations

import re

from briefing.core.figures import CALENDAR
from briefing.core.text import fold


def folded(words: str) -> frozenset[str]:
    return frozenset(map(fold, words.split()))


WORD = re.compile(r"[^\W_]+(?:['’-][^\W_]+)*|[%,;:()–—]")
NUMBER = re.compile(
    r"(?:\d{1,3}(?:[ \u00a0\u202f]\d{3})+(?!\d)|\d(?:[.,’']?\d)*)(?:k|mn?|bn|tn)?|[^\W\d_]+(?:-[^\W\d_]+)?",
    re.IGNORECASE,
)
MULTIPLES = folded(
    "thousand million millions mio billion billions bn trillion tausend millionen milliarde milliarden mrd mille "
    "milliard milliards mil millon millones"
)
CURRENCY = re.compile(r"(?:US|A|C|HK|NZ)?[$€£¥₹]\Z")
LEAST = "at least|more than|over|upwards of|mindestens|mehr als|über|au moins|plus de|al menos|más de|por lo menos"
UP_TO = (
    "at most|up to|as many as|fewer than|less than|under|almost|nearly|bis zu|höchstens|weniger als|fast|knapp|"
    "jusqu['’]à|moins de|près de|hasta|menos de|casi"
)
ABOUT = (
    "about|around|some|roughly|approximately|an estimated|etwa|rund|circa|ungefähr|environ|quelque|unos|unas|"
    "alrededor de|cerca de"
)
HEDGE = re.compile(
    rf"(?<!\w)(?:(?P<least>{LEAST})|(?P<most>{UP_TO})|(?P<about>{ABOUT})) (?:US|A|C)?[$€£]?\Z", re.IGNORECASE
)
LONGEST_HEDGE = 24
NOT_AFTER = folded(
    "another other further additional extra first last final next previous weitere weiteren weiterer autres otros "
    "otras nächsten letzten ersten derniers premiers primeros últimos between zwischen entre page step chapter number "
    "no top aged age section article"
)
"""Words before a number that make it a part, a range, an age or a name."""
NOT_BEFORE = folded(
    "more other others another additional further of to or bis oder weitere weiteren weiterer à ou autres autre o u "
    "más otros otras von der des per pro par por x times mal fois veces"
)
"""Words after it that do."""
UNREAL = folded("could would may might if könnte könnten würde würden wenn falls pourrait pourraient podría podrían")
EARLIER = folded(
    "ago last since previous previously earlier history worst deadliest vor seit letzten letztes vergangenen früher "
    "depuis dernier dernière derniers pasado pasada desde hace anniversary"
)
YEAR = re.compile(r"(?<!\d)(?:19|20)\d\d(?!\d)")

# What a toll counts: words before a number ("killed 15", "death toll rose to 15"), and words after it ("15 dead").
TOLLS = {
    "dead": (
        "killed killing kills claimed tötete töteten tuant tué tuent mató mataron mueren murieron muertos",
        "dead killed died deaths fatalities tote toten todesopfer getötet gestorben morts tués tuées décès muertos",
    ),
    "injured": (
        "injured injuring wounding wounded injures hurting verletzte verletzten blessant blessé hirió hirieron",
        "injured wounded hurt verletzte verletzten verletzt blessés blessées heridos heridas",
    ),
    "missing": ("", "missing vermisst vermisste vermissten disparus disparues desaparecidos desaparecidas"),
    "arrested": (
        "arrested arresting arrests",
        "arrested arrests festnahmen festgenommen arrestations arrêtées detenidos detenidas",
    ),
}
BEFORE = {word: role for role, (before, _) in TOLLS.items() for word in folded(before)}
AFTER = {word: role for role, (_, after) in TOLLS.items() for word in folded(after)}
TOLL_OF_DEATH = re.compile(
    r"(?:death toll|toll|Zahl der (?:Toten|Todesopfer)|bilan|balance)(?: [^\s.,;:]+){0,8}? "
    r"(?:to|at|is|was|of|reached|passed|auf|bei|à|de|a|en) "
    r"(?:(?:at least|more than|over|mindestens|au moins|al menos) )?\Z",
    re.IGNORECASE,
)
PERSONS = folded(
    "people persons person menschen personen leute personnes personas were was have been had are being lives wurden "
    "sind waren kamen ont été sont fueron han sido victims opfer victimes víctimas lives at least others"
)
"""Words between a number and its toll that don't narrow whom it counts, and the words that join them."""
CLAUSE_ENDS = folded(
    "while but by in on at after when during from near including who whose which that since as with before aber bei im "
    "am nach mais dans lors après pero tras durante"
)
HEDGES = folded(
    "at least more than over about around some nearly almost up to as many as roughly mindestens mehr als etwa rund "
    "bis zu au moins plus de environ al menos más de unos unas"
)
VAGUE = folded(
    "hundred hundreds hundert cent cents cien dozen dozens thousands degrees degree grad degrés grados "
    "dollar dollars dólares euro euros pound pounds pfund franken francs pesos yen yuan rupees"
)
"""Numbers that are none, and units of measure: they don't say what is counted."""
SMALL = 13
"""Smaller numbers are so common that they are lined up only as tolls, money and percentages."""
EMERGENCY_CALL = 911
NAMED = re.compile(r"(?<=[^\s.!?] )(?:[^\W_]|[&.'’-])*[A-ZÀ-Þ](?:[^\W_]|[&.'’-])* \Z")
"""A name that a number belongs to, as in "the S&P 500"."""
ONE_IN = re.compile(r"\b(?:one|two|three|[1-9]) (?:in|of|out of) \Z", re.IGNORECASE)
VOTES = re.compile(
    r"(?<![\w.,:–-])(\d{1,3})(?:[-–]| to | votes to | Stimmen gegen | voix contre | votos a )(\d{1,3})"
    r"(?![\w:–-]|[.,]\d)"
)
VOTE = re.compile(
    r"(?<!\w)(?:vot(?:e[ds]?|ing|é|ado|ación|aron)|pass(?:ed|es)|approved|confirmed|ballot|Stimmen|voix|votos)(?!\w)"
)
CAPITALISED = re.compile(r"(?<=[\w,] )[A-ZÀ-Þ][^\W_]{2,}")
NO_NOUNS = folded("total early late today tonight yesterday heute gestern hoy ayer hier") | CALENDAR
GUNMAN = re.compile(
    r"(?:including|counting|inclu[iy]endo|incluido|y compris|einschließlich|darunter)[^.;,)]{0,20} "
    r"(?:gunman|shooter|attackers?|suspect|assailant|bomber|Täter|Schützen?|Angreifer|assaillant|tireur|tirador|agresor)",
    re.IGNORECASE,
)
ADDRESS = re.compile(r"\d{4,5}")
PLURAL = re.compile(r".*[^us]s|people|men|women|children", re.IGNORECASE)
SHARE_OF = folded("of der des von de del du")
OF = SHARE_OF | folded("in for worth en")
ARTICLES = folded("the all its their his a an der die das los las la le les")
JOINS = frozenset(("of", "for"))
"""After a capital they go on with a name: "Department of Justice"."""
SIGNS = frozenset("%$")
VOTED = "voted"
