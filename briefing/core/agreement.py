"""Numbers that several reports of a story give of one thing, lined up; and sentences that one voice alone bears out.

    figures of each report -> what each counts -> the same thing in other voices -> accounts

A wrong line is worse than none. So numbers are lined up where they are equal, and what they count and the words about
them are the same; numbers that differ only where they are tolls (dead, injured, missing, arrested) that the openings
of the reports give, each opening one. Parts of a whole ("two of the three", "three more"), bounds that another's number
meets ("at least 12" and 15), ranges, rates and ages are left out.
"""

from __future__ import annotations

import math
import re
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import NamedTuple

from briefing.core.abbreviations import SAYING
from briefing.core.copies import agency
from briefing.core.figures import CALENDAR, Figure, figures
from briefing.core.text import STOP_WORDS, Span, fold, sentences, stem, tokens
from briefing.core.voices import outlet
from briefing.model import Account, Article, Quote, Story, Telling

_READ = 20_000
"""Characters of a text that are looked at."""
_OPENING = 3
"""Sentences at the start of a text that tell its event, rather than earlier ones."""
_MOST = 6
_SEEDS = 8
_NEAR, _CLAUSES = 90, 300
"""Characters to each side of a number, in its sentence, that say what it is about, and when that was."""
_ENOUGH = 4
_CLOSE, _ROUNDED = 0.9, 1000
_OPENING_CHARACTERS = 600
_LANGUAGES = ("en", "de", "fr", "es")
"""Those whose words are below; nothing is said of reports in others."""
_NOUNS_CAPITALISED = ("de",)
_INDEPENDENT, _ENOUGH_VOICES = 2, 3
_AT_LENGTH = 1000
_SAID_ELSEWHERE, _NAMED_ELSEWHERE = 0.75, 0.5
_LEAST_ROOTS = 6
_TENTH = 0.1
_FARTHEST = 2.5
"""Tolls that are farther apart are of two events, more likely than not."""


def _folded(words: str) -> frozenset[str]:
    return frozenset(map(fold, words.split()))


_WORD = re.compile(r"[^\W_]+(?:['’-][^\W_]+)*|[%,;:()–—]")
_NUMBER = re.compile(
    r"(?:\d{1,3}(?:[ \u00a0\u202f]\d{3})+(?!\d)|\d(?:[.,’']?\d)*)(?:k|mn?|bn|tn)?|[^\W\d_]+(?:-[^\W\d_]+)?",
    re.IGNORECASE,
)
_MULTIPLES = _folded(
    "thousand million millions mio billion billions bn trillion tausend millionen milliarde milliarden mrd mille "
    "milliard milliards mil millon millones"
)
_CURRENCY = re.compile(r"(?:US|A|C|HK|NZ)?[$€£¥₹]\Z")
_LEAST = "at least|more than|over|upwards of|mindestens|mehr als|über|au moins|plus de|al menos|más de|por lo menos"
_UP_TO = (
    "at most|up to|as many as|fewer than|less than|under|almost|nearly|bis zu|höchstens|weniger als|fast|knapp|"
    "jusqu['’]à|moins de|près de|hasta|menos de|casi"
)
_ABOUT = (
    "about|around|some|roughly|approximately|an estimated|etwa|rund|circa|ungefähr|environ|quelque|unos|unas|"
    "alrededor de|cerca de"
)
_HEDGE = re.compile(
    rf"(?<!\w)(?:(?P<least>{_LEAST})|(?P<most>{_UP_TO})|(?P<about>{_ABOUT})) (?:US|A|C)?[$€£]?\Z", re.IGNORECASE
)
_LONGEST_HEDGE = 24
_NOT_AFTER = _folded(
    "another other further additional extra first last final next previous weitere weiteren weiterer autres otros "
    "otras nächsten letzten ersten derniers premiers primeros últimos between zwischen entre page step chapter number "
    "no top aged age section article"
)
"""Words before a number that make it a part, a range, an age or a name."""
_NOT_BEFORE = _folded(
    "more other others another additional further of to or bis oder weitere weiteren weiterer à ou autres autre o u "
    "más otros otras von der des per pro par por x times mal fois veces"
)
"""Words after it that do."""
_UNREAL = _folded("could would may might if könnte könnten würde würden wenn falls pourrait pourraient podría podrían")
_EARLIER = _folded(
    "ago last since previous previously earlier history worst deadliest vor seit letzten letztes vergangenen früher "
    "depuis dernier dernière derniers pasado pasada desde hace anniversary"
)
_YEAR = re.compile(r"(?<!\d)(?:19|20)\d\d(?!\d)")

# What a toll counts: words before a number ("killed 15", "death toll rose to 15"), and words after it ("15 dead").
_TOLLS = {
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
_BEFORE = {word: role for role, (before, _) in _TOLLS.items() for word in _folded(before)}
_AFTER = {word: role for role, (_, after) in _TOLLS.items() for word in _folded(after)}
_TOLL_OF_DEATH = re.compile(
    r"(?:death toll|toll|Zahl der (?:Toten|Todesopfer)|bilan|balance)(?: [^\s.,;:]+){0,8}? "
    r"(?:to|at|is|was|of|reached|passed|auf|bei|à|de|a|en) "
    r"(?:(?:at least|more than|over|mindestens|au moins|al menos) )?\Z",
    re.IGNORECASE,
)
_PERSONS = _folded(
    "people persons person menschen personen leute personnes personas were was have been had are being lives wurden "
    "sind waren kamen ont été sont fueron han sido victims opfer victimes víctimas lives at least others"
)
"""Words between a number and its toll that don't narrow whom it counts, and the words that join them."""
_CLAUSE_ENDS = _folded(
    "while but by in on at after when during from near including who whose which that since as with before aber bei im "
    "am nach mais dans lors après pero tras durante"
)
_HEDGES = _folded(
    "at least more than over about around some nearly almost up to as many as roughly mindestens mehr als etwa rund "
    "bis zu au moins plus de environ al menos más de unos unas"
)
_VAGUE = _folded(
    "hundred hundreds hundert cent cents cien dozen dozens thousands degrees degree grad degrés grados "
    "dollar dollars dólares euro euros pound pounds pfund franken francs pesos yen yuan rupees"
)
"""Numbers that are none, and units of measure: they don't say what is counted."""
_SMALL = 13
"""Smaller numbers are so common that they are lined up only as tolls, money and percentages."""
_EMERGENCY_CALL = 911
_NAMED = re.compile(r"(?<=[^\s.!?] )(?:[^\W_]|[&.'’-])*[A-ZÀ-Þ](?:[^\W_]|[&.'’-])* \Z")
"""A name that a number belongs to, as in "the S&P 500"."""
_ONE_IN = re.compile(r"\b(?:one|two|three|[1-9]) (?:in|of|out of) \Z", re.IGNORECASE)
_VOTES = re.compile(
    r"(?<![\w.,:–-])(\d{1,3})(?:[-–]| to | votes to | Stimmen gegen | voix contre | votos a )(\d{1,3})"
    r"(?![\w:–-]|[.,]\d)"
)
_VOTE = re.compile(
    r"(?<!\w)(?:vot(?:e[ds]?|ing|é|ado|ación|aron)|pass(?:ed|es)|approved|confirmed|ballot|Stimmen|voix|votos)(?!\w)"
)
_FULL_NAME = re.compile(r"(?<!\w)[A-ZÀ-Þ][^\W\d_]{2,}(?: [A-ZÀ-Þ][^\W\d_]{2,}){1,3}(?!\w)")
_CAPITALISED = re.compile(r"(?<=[\w,] )[A-ZÀ-Þ][^\W_]{2,}")
_NO_NOUNS = _folded("total early late today tonight yesterday heute gestern hoy ayer hier") | CALENDAR
_GUNMAN = re.compile(
    r"(?:including|counting|inclu[iy]endo|incluido|y compris|einschließlich|darunter)[^.;,)]{0,20} "
    r"(?:gunman|shooter|attackers?|suspect|assailant|bomber|Täter|Schützen?|Angreifer|assaillant|tireur|tirador|agresor)",
    re.IGNORECASE,
)
_ADDRESS = re.compile(r"\d{4,5}")
_PLURAL = re.compile(r".*[^us]s|people|men|women|children", re.IGNORECASE)
_SHARE_OF = _folded("of der des von de del du")
_OF = _SHARE_OF | _folded("in for worth en")
_ARTICLES = _folded("the all its their his a an der die das los las la le les")
_JOINS = frozenset(("of", "for"))
"""After a capital they go on with a name: "Department of Justice"."""
_SIGNS = frozenset("%$")
_VOTED = "voted"


class _Count(NamedTuple):
    """A number of a report, with all that tells whether another's counts the same."""

    article: int
    span: Span
    """The number and the words that say what it counts."""
    value: float
    hedge: str
    """"least" and "most" for bounds, "about" for roundings, "" for plain numbers."""
    role: str
    """Such as "dead"; "" where it is no toll."""
    units: frozenset[str]
    """Roots of the words that say what is counted."""
    what: str
    about: frozenset[str]
    """Roots of the other words near it."""
    opening: bool
    past: bool
    """Its sentence speaks of an earlier time, too, or counts the killer with the dead."""


def accounts(story: Story, copies: Mapping[str, str]) -> tuple[Account, ...]:
    """What the story's voices say of the same numbers: those that differ first, then those that most voices give.

    Of the tellings that of the newest report comes first, since later reports supersede; there is one where all agree.
    Its text is that of the report that says it in the fewest words, without "about" or "at least" where one does; that
    one's place comes first, the others in the story's order, one a report.

    copies: id of an article that repeats another's text -> id of that other; copies are one voice. At most six. Time
    grows with the length of the texts.
    """
    speakers = _speakers(story, copies)
    if len(set(speakers)) < _INDEPENDENT:
        return ()
    counts = [count for place, article in enumerate(story.articles) for count in _counts(place, article)]
    found: list[tuple[int, int, int, Account]] = []
    used: set[tuple[int, int]] = set()
    said: set[tuple[float, str]] = set()
    for group in (*_tolls(counts, speakers, story.articles), *_equal(counts, speakers)):
        at = {(count.article, count.span.start) for count in group}
        things = {(count.value, thing) for count in group for thing in count.units | {count.role}} - {(0.0, "")}
        voices = len({speakers[count.article] for count in group})
        if used.isdisjoint(at) and said.isdisjoint(things):
            account = _account(group, story.articles)
            found.append((-len(account.tellings), -voices, len(found), account))
        used |= at
        said |= {thing for thing in things if thing[1]}
    return tuple(account for *_, account in sorted(found, key=lambda one: one[:3])[:_MOST])


def sole(quotes: Sequence[Quote], story: Story, copies: Mapping[str, str]) -> frozenset[int]:
    """The places of the quotes whose claim stands in one voice only.

    Such a quote, of one of the story's articles, has numbers above twelve, none of which another voice gives, and no
    other voice has three quarters of its words; or else it says what somebody said whose name no other has, and no
    other has half of its words. Nothing is said of stories with fewer than three voices that tell it at length, in one
    language: silence of a short text says little.
    """
    speakers = _speakers(story, copies)
    articles = {article.id: (article, speaker) for article, speaker in zip(story.articles, speakers, strict=True)}
    heard: dict[str, _Voice] = {}
    for article, speaker in articles.values():
        heard.setdefault(speaker, _Voice()).add(article)
    found = set()
    for place, quote in enumerate(quotes):
        article, speaker = articles[quote.article]
        others = [voice for name, voice in heard.items() if name != speaker]
        at_length = [voice for voice in others if voice.length(article.language) >= _AT_LENGTH]
        if len(at_length) + 1 >= _ENOUGH_VOICES and not any(
            voice.has(quote.text, article.language) for voice in others
        ):
            found.add(place)
    return frozenset(found)


class _Voice:
    """All that one voice says."""

    def __init__(self) -> None:
        self._sizes: set[int] = set()
        self._words: set[str] = set()
        self._roots: set[str] = set()
        self._length: Counter[str] = Counter()

    def add(self, article: Article) -> None:
        """Takes a report."""
        text = f"{article.title}\n{article.text[:_READ]}"
        self._sizes.update(_size(figure.value) for figure in figures(text, article.language))
        self._words.update(tokens(text))
        self._roots |= _roots(text, article.language)
        if not article.partial:
            self._length[article.language[:2]] += len(article.text)

    def length(self, language: str) -> int:
        """Characters of its reports in that language, but for those that were not read whole."""
        return self._length[language[:2]]

    def has(self, sentence: str, language: str) -> bool:
        """Whether it may have the sentence's claim, or the sentence makes none that could be told."""
        given = [figure for figure in figures(sentence, language) if figure.value >= _SMALL]
        speech = not SAYING.isdisjoint(_WORD.findall(sentence))
        names = [tokens(name[0]) for name in _FULL_NAME.finditer(sentence)] if speech else []
        roots = _roots(sentence, language)
        if len(roots) < _LEAST_ROOTS or _YEAR.search(sentence) or any(self._gives(one, sentence) for one in given):
            return True
        counted = any(_count(0, sentence, figure, Span(0, len(sentence)), language) for figure in given)
        if not counted and not (names and all(self._words.isdisjoint(name) for name in names)):
            return True
        return len(roots & self._roots) >= (_SAID_ELSEWHERE if counted else _NAMED_ELSEWHERE) * len(roots)

    def _gives(self, figure: Figure, sentence: str) -> bool:
        """Whether it has about that number, whatever it counts: "nearly 3,000" may be 2,891."""
        size = _size(figure.value)
        if not self._sizes.isdisjoint((size - 1, size, size + 1)):
            return True
        digits = (word for word in tokens(sentence[figure.start : figure.end]) if word[0].isdecimal())
        return not self._words.isdisjoint(digits)


def _size(value: float) -> int:
    """Numbers that differ by less than a tenth have the same or neighbouring ones."""
    return round(math.log(value) / _TENTH) if value else 0


def _speakers(story: Story, copies: Mapping[str, str]) -> list[str]:
    """For each article who speaks in it: the outlet or the agency that had its text first."""
    by_id = {article.id: article for article in story.articles}
    found = []
    for article in story.articles:
        seen = {name := article.id}
        while (before := copies.get(name, name)) not in seen:
            seen.add(name := before)
        original = by_id.get(name)
        found.append(agency(original) or outlet(original) if original else name)
    return found


def _counts(place: int, article: Article) -> Iterator[_Count]:
    if article.language[:2].lower() not in _LANGUAGES:
        return
    text = article.text[:_READ]
    spans = sentences(text, article.language)
    yield from _votes(place, text, spans, article.language)
    at = 0
    for figure in figures(text, article.language):
        while at < len(spans) and spans[at].end <= figure.start:
            at += 1
        if at == len(spans):
            return
        count = _count(place, text, figure, spans[at], article.language)
        if count:
            yield count._replace(opening=at < _OPENING)


def _votes(place: int, text: str, spans: Sequence[Span], language: str) -> Iterator[_Count]:
    """Results of votes, such as 217-213: two numbers, as one that no other pair has."""
    at = 0
    for pair in _VOTES.finditer(text):
        while at < len(spans) and spans[at].end <= pair.start():
            at += 1
        if at == len(spans):
            return
        start, end = max(spans[at].start, pair.start() - 150), min(spans[at].end, pair.end() + 150)
        vote = _VOTE.search(text, start, end)
        if vote and min(int(pair[1]), int(pair[2])) > 2:
            about = _roots(text[start:end], language)
            votes = int(pair[1]) * 1000.0 + int(pair[2])
            span, units = Span(*pair.span()), frozenset[str]()
            yield _Count(place, span, votes, "", _VOTED, units, vote[0], about, opening=at < _OPENING, past=False)


def _count(place: int, text: str, figure: Figure, sentence: Span, language: str) -> _Count | None:
    number = _NUMBER.match(text, figure.start, sentence.end)
    if not number or not figure.value or sentence.start > figure.start or text[number.end() : number.end() + 1] == "-":
        return None
    if text[number.end() : number.end() + 1] == "." and number.end() + 1 < sentence.end:  # an ordinal
        return None
    before = list(_WORD.finditer(text, max(sentence.start, figure.start - 100), figure.start))
    after = list(_WORD.finditer(text, number.end(), min(sentence.end, number.end() + 100)))
    while after and fold(after[0][0]) in _MULTIPLES:
        number, after = after[0], after[1:]
    said_before = [fold(word[0]) for word in before]
    said_after = [fold(word[0]) for word in after]
    if figure.value == _EMERGENCY_CALL or fold(number[0]) in _VAGUE or not _VAGUE.isdisjoint(said_after[:1]):
        return None
    if not _NOT_AFTER.isdisjoint(said_before[-1:]) or not _NOT_BEFORE.isdisjoint(said_after[:1]):
        return None
    if not _UNREAL.isdisjoint((*said_before, *said_after)) or _ONE_IN.search(
        text, max(0, figure.start - 9), figure.start
    ):
        return None
    money = _CURRENCY.search(text, max(sentence.start, figure.start - 3), figure.start)
    start = money.start() if money else figure.start
    hedge = _HEDGE.search(text[max(sentence.start, start - _LONGEST_HEDGE) : start])
    hedge_start = start - len(hedge[0]) if hedge else start
    role = ""
    toll = _toll(text, before, after, figure.start, number.end()) if not money else None
    if toll:
        role, span, units, what = toll
        span = Span(min(span.start, hedge_start), span.end)
    else:
        if language[:2] not in _NOUNS_CAPITALISED and _NAMED.search(text, max(sentence.start, start - 30), start):
            return None
        sign = "$" if money else "%" if "%" in figure.units else ""
        first, last = _phrase(after, sign, language)
        if first == last or (not sign and figure.value < _SMALL):
            return None
        if _ADDRESS.fullmatch(number[0]) and after[first][0][0].isupper():
            return None
        what = text[after[first].start() : after[last - 1].end()]
        span = Span(hedge_start, after[last - 1].end())
        units = _roots(what, language) | frozenset(sign)
    near = text[max(sentence.start, figure.start - _NEAR) : min(sentence.end, span.end + _NEAR)]
    spoken = text[max(sentence.start, start - _CLAUSES) : min(sentence.end, start + _CLAUSES)] if role else ""
    past = bool(_YEAR.search(spoken) or _GUNMAN.search(spoken)) or not _EARLIER.isdisjoint(tokens(spoken))
    about = _roots(near, language) - units
    return _Count(
        place, span, figure.value, hedge.lastgroup or "" if hedge else "", role, units, what, about, False, past
    )


def _roots(text: str, language: str) -> frozenset[str]:
    return frozenset(
        stem(token, language)
        for token in tokens(text)
        if token not in STOP_WORDS and not token[0].isdigit() and len(token) > 2
    )


def _phrase(words: Sequence[re.Match[str]], sign: str, language: str) -> tuple[int, int]:
    """From which of the words after a number to which they say what is counted: up to the first noun, at a guess."""
    said = [fold(word[0]) for word in words]
    first = 1 if sign == "%" else 0
    if not (_SHARE_OF if sign == "%" else _OF if sign else frozenset()).isdisjoint(said[first : first + 1]):
        first += 1
        while said[first : first + 1] and said[first] in _ARTICLES:
            first += 1
    elif sign == "%" or (sign and words and not words[0][0].islower()):
        return 0, 0
    last = first
    for word in words[first : first + 4]:
        if not word[0][0].isalpha() or fold(word[0]) in STOP_WORDS or fold(word[0]) in _NO_NOUNS:
            break
        last += 1
        if word[0][0].isupper() if language[:2] in _NOUNS_CAPITALISED else _PLURAL.fullmatch(word[0]):
            break
    if language[:2] in _NOUNS_CAPITALISED and not (words[first:last] and words[last - 1][0][0].isupper()):
        return 0, 0
    if words[first:last] and words[last - 1][0][0].isupper() and not _JOINS.isdisjoint(said[last : last + 1]):
        return 0, 0
    return first, last


def _toll(
    text: str, before: Sequence[re.Match[str]], after: Sequence[re.Match[str]], start: int, end: int
) -> tuple[str, Span, frozenset[str], str] | None:
    """Its role, its words, whom it counts (nothing for persons of whatever kind), and how it is called."""
    whom: list[str] = []
    for word in after[:6]:
        said = fold(word[0])
        if said in _AFTER:
            return _AFTER[said], Span(start, word.end()), frozenset(whom), word[0]
        if not said[0].isalpha() or said in _CLAUSE_ENDS or said in CALENDAR:
            break
        if said not in _PERSONS:
            whom.append(said)
    whom = []
    last = end
    for word in after[:3]:
        said = fold(word[0])
        if not said[0].isalpha() or said in _CLAUSE_ENDS or said in STOP_WORDS:
            break
        if said not in _PERSONS:
            whom.append(said)
        last = word.end()
    for word in reversed(before[-4:]):
        said = fold(word[0])
        if said in _BEFORE:
            return _BEFORE[said], Span(word.start(), last), frozenset(whom), word[0]
        if said not in _HEDGES:
            break
    if (toll := _TOLL_OF_DEATH.search(text, max(0, start - 120), start)) and not whom:
        return "dead", Span(toll.start(), last), frozenset(), text[toll.start() :].split(" ", 1)[0]
    return None


def _tolls(counts: Iterable[_Count], speakers: Sequence[str], articles: Sequence[Article]) -> Iterator[list[_Count]]:
    """Tolls of the openings, whether they agree or differ: of each voice that of its newest report."""
    given: dict[tuple[str, frozenset[str]], dict[int, list[_Count]]] = defaultdict(lambda: defaultdict(list))
    for count in counts:
        if count.role not in ("", _VOTED) and count.opening and not count.past:
            given[count.role, count.units][count.article].append(count)
    for by_article in given.values():
        clear = [told[0] for told in by_article.values() if len({(count.value, count.hedge) for count in told}) == 1]
        newest = {speakers[c.article]: c for c in sorted(clear, key=lambda c: (articles[c.article].when, -c.article))}
        first = next((count for count in clear if newest[speakers[count.article]] is count), None)
        alike = [c for c in clear if first and newest[speakers[c.article]] is c and _one_event(first, c, articles)]
        different = {(count.value, count.hedge): count for count in alike}.values()
        told = [count for count in alike if not any(_meets(other, count) for other in different)]
        if len(told) >= _INDEPENDENT:
            yield told


def _one_event(one: _Count, other: _Count, articles: Sequence[Article]) -> bool:
    if one is other:
        return True
    first, second = articles[one.article], articles[other.article]
    least = 1 if one.value == other.value else 2
    least += first.language[:2] in _NOUNS_CAPITALISED
    ratio = one.value / other.value
    if not 1 / _FARTHEST <= ratio <= _FARTHEST or not _near(one, other):
        return False
    return len(_names(first) & _names(second)) >= least


def _names(article: Article) -> set[str]:
    found = (fold(name) for name in _CAPITALISED.findall(f"{article.title}\n{article.text[:_OPENING_CHARACTERS]}"))
    return {name for name in found if name not in CALENDAR and name not in STOP_WORDS}


def _meets(other: _Count, bound: _Count) -> bool:
    """Whether the other number is another one than the bound or rounding, yet may be the same."""
    if (other.value, other.hedge) == (bound.value, bound.hedge):
        return False
    ratio = other.value / bound.value
    if bound.hedge == "least":
        return ratio > 1
    if bound.hedge == "most":
        return ratio <= 1
    if ratio == 1:
        return False
    if bound.hedge == "about":
        return _CLOSE <= ratio <= 1 / _CLOSE
    return bound.value >= _ROUNDED and float(f"{other.value:.{_digits(bound.value)}g}") == bound.value


def _digits(value: float) -> int:
    """How many digits say something: 3 in 12,700."""
    return max(len(f"{value:.10g}".partition("e")[0].replace(".", "").strip("0")), 1)


def _near(one: _Count, other: _Count) -> int:
    return len(one.about & other.about)


def _equal(counts: Iterable[_Count], speakers: Sequence[str]) -> Iterator[list[_Count]]:
    """Numbers that are equal and count the same, one a report."""
    groups: dict[float, list[list[_Count]]] = defaultdict(list)
    for count in counts:
        alike = groups[count.value]
        group = next((group for group in alike if _same(group[0], count)), None)
        if group is None and len(alike) < _SEEDS:
            alike.append([count])
        elif group is not None and count.article != group[-1].article:
            group.append(count)
    for alike in groups.values():
        for group in alike:
            if len({speakers[count.article] for count in group}) >= _INDEPENDENT:
                yield group


def _same(one: _Count, other: _Count) -> bool:
    if one.role != other.role or "most" in (one.hedge, other.hedge) or one.units & _SIGNS != other.units & _SIGNS:
        return False
    shared = len((one.units & other.units) - _SIGNS)
    if one.units != other.units if one.role else not shared:
        return False
    digits, near = min(_digits(one.value) - 1, 3), _near(one, other)
    if near < (1 if digits > 1 else 2):
        return False
    return digits + min(shared, 2) + (2 if one.role else 0) + min(near, 3) >= _ENOUGH


def _account(group: Sequence[_Count], articles: Sequence[Article]) -> Account:
    tellings: dict[float, list[_Count]] = defaultdict(list)
    for count in group:
        tellings[count.value].append(count)
    newest = {value: max(articles[count.article].when for count in told) for value, told in tellings.items()}
    ordered = sorted(tellings, key=lambda value: (newest[value], len(tellings[value]), value), reverse=True)
    return Account(
        what=min((count.what for count in group), key=lambda what: len(what.split())),
        tellings=tuple(_telling(tellings[value], articles) for value in ordered),
    )


def _telling(told: Sequence[_Count], articles: Sequence[Article]) -> Telling:
    quotes = [
        Quote(
            text=articles[count.article].text[count.span.start : count.span.end],
            article=articles[count.article].id,
            start=count.span.start,
            end=count.span.end,
        )
        for count in told
    ]
    shortest = min(range(len(told)), key=lambda nth: (bool(told[nth].hedge), len(told[nth].what.split()), nth))
    quotes.insert(0, quotes.pop(shortest))
    return Telling(text=quotes[0].text, places=tuple(quotes))
