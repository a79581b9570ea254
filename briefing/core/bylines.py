"""Who wrote a report, from what its page claims and shows."""

from __future__ import annotations

import re
from collections import deque
from collections.abc import Callable, Iterable, Iterator
from itertools import islice

from briefing.core.metadata import Head, fold, line, listed, types_of, words

_MOST_CLAIMS = 60
_MOST_NAMES = 20
_LONGEST_BYLINE = 1000
_LONGEST_NAME = 60
_BODY = "\0"
"""In front of the name of what calls itself an organisation."""
_ARTICLES = words("the a an die das der le la les el los las il lo i gli o os as de het een")
_AUTHOR_META = ("author", "article:author", "parsely-author", "byl", "byline", "dc.creator", "dcterms.creator",
                "sailthru.author")  # fmt: skip
_OTHER_AUTHOR_META = re.compile(r"(?:^|[a-z:._-])(?:author|byline)(?:_?name)?s?$")
_NOT_NAMED = re.compile(r"^(?:book|twitter|fb|video|image|its)[:_]")

_BY = re.compile(
    r"""(?: view [ ] all [ ] posts [ ] by | (?:[\w-]+ [ ]){0,2} by | par | por | door | autore?s? | authors?
    | auteurs? | text[eo]? | tekst | words | story | bericht | oleh | penulis | bởi | tác [ ] giả | автор\w* | текст
    | yazar | haber | 文 | 作者 | 記者 | 记者 | 撰文 ) (?: \s* [:：/] \s* | \s+ )
    | (?: von | vom | di | da | av | af | theo ) \s+ (?-i: (?= [^\W_a-zà-ÿ] [\w.'’-]* \s [^\W_a-zà-ÿ] ) )""",
    re.IGNORECASE | re.VERBOSE,
)
"""What leads to a name; some such words may be a part of it, and are not cut off where that leaves a single word."""
_AND = re.compile(r"\s+(?:and|und|&|и|та|та|ve|dan|và)\s+", re.IGNORECASE)
_SOFT_AND = re.compile(r"(?<=\w\s)(?:et|y|e|og|och|en|i|ja|és|și|a)(?=\s\w)")
_PARTS = re.compile(r"\s*(?:[;、，·•\n]|(?<=[^\W\d_]{3})\.\s|,(?!\s*(?:Jr|Sr|II|III|PhD|MD)\b))\s*")
_AFFILIATION = re.compile(r"\s+[/–—]\s+|\s*\|\s*")
_BRACKETS = re.compile(r"\([^()]*\)|\[[^\[\]]*\]")
_ADDRESS = re.compile(r"\S+@\S+|@\w+|https?:\S+|www\.\S+", re.IGNORECASE)
_DOMAIN = re.compile(r"\w{2}\.(?:com|net|org|info|tv|news|[a-z]{2})\b", re.IGNORECASE)
_ORGANISATION = re.compile(
    r"""\b (?: news\w* | nachrichten\w* | media | press[ea]? | agen[ctz]\w+ | \w+-agentur | ajans\w* | haber\w*
    | (?:\w+-?)? redak\w+ | r[ée]dac\w+ | redazione | redação | newsroom | staff | team | desk | bureau
    | editors? | editorial
    | board | journal | times | post | tribune | gazette | magazine | zeitung | tageblatt | diario | giornale
    | gazete\w*
    | tv | radio | fm | channel | network | broadcasting | group | ltd | inc | gmbh | llc | institute | university
    | contributors? | reporters? | correspondents? | writers? | association | foundation | committee
    | department | office
    | reuters | xinhua | kyodo | bloomberg | ritzau | wire | services? | online | digital | podcasts?
    | ред\w*[кц]\w* | агент\w+ | новост\w* | газета
    | (?-i: AP | AFP | afp | DPA | dpa | APA | SDA | sda | EFE | ANSA | TASS | ТАСС | UPI | PTI | ANI | NTB | TT
    | ANP ) ) \b
    | 新聞 | 新闻 | 通信 | 通讯社 | 社$ | 編集部 | 编辑部 | 日报 | 日報 | 网$ | 網$ | 電視 | 电视 | 뉴스 | 신문
    | 일보""",
    re.IGNORECASE | re.VERBOSE,
)
_AGENCY_BEHIND = re.compile(
    r"[\s,]+(?:(?:for|of|via)\s+)?(?:the\s+associated\s+press|associated\s+press|reuters|afp|dpa|bloomberg(?:\s+news)?)$",
    re.IGNORECASE,
)
_NOBODY = re.compile(
    r"(?:(?:quelle|source|fuente|fonte|bron|kaynak|kilde|källa|источник)\s*:.*|about\b.*|red\.?|agenc(?:ies|es|ias)"
    r"|agenturen|agenzie|publisher|admin(?:istrator)?|webmaster|web\s?editor|root|user|guest|unknown|anonym\w*|null"
    r"|undefined|none|nan|n/?a|test|sponsored|advertis\w+|partner\w*|developer|news|nachrichten|noticias|author|autor|by"
    r"|share|follow|subscribe|published|updated|posted|print|email|comments?|[\W\d]*"
    r"|关注|粉丝|手机版|分享|首页|登录|来自.*|来源.*|责编|编辑|編輯)$",
    re.IGNORECASE,
)
_ROLE = re.compile(
    r"\b(?:editor|reporter|correspondent|journalist\w*|columnist|writer|producer|chief|director|head|professor\w*"
    r"|contributor|redakteur\w*|korrespondent\w*|reporterin|leiter\w*|corresponsal|periodista|giornalista|jornalista"
    r"|correspondant\w*|photograph\w*|fotos?|image|getty|updated|published)\b",
    re.IGNORECASE,
)
_SPOKEN = re.compile(r"[^\W\d_][AEIOUYÀ-ÖØ-Ý]|[AEIOUYÀ-ÖØ-Ý][^\W\d_]|[^\x00-ÿ]")
"""A word in capitals that is no abbreviation has a vowel."""
_PARTICLES = words(
    "de da do dos das del della di du d der den des van von vom vander zu zum zur ten ter te la le el al bin bint"
    " ibn abu y e i und af av mc mac st o san dalla degli ben bar"
)
_SOLO_NAME = re.compile(r"[\u3040-\u30ff\u3400-\u9fff\u3005]{2,7}(?:\s[\u3040-\u30ff\u3400-\u9fff\u3005]{1,6})?")
_HANGUL_NAME = re.compile(r"([\uac00-\ud7af]{2,4})(?:\s*(?:기자|특파원|앵커|논설위원))*")


def authors_of(head: Head, shown: Callable[[], Iterable[str]] = tuple) -> tuple[str, ...]:
    """Names of the people who wrote it; of an agency or desk where no person is named, of the site where none is.

    shown: gives the bylines that the page shows, the likeliest first; asked only where it claims no person.
    """
    sites = head.site_names
    people, others = _people_and_others(_structured(head), strict=False)
    authors = [name for name in people if fold(name) not in sites] or [n for n in others if fold(n) not in sites]
    if authors:
        return _distinct(authors)
    tagged, bodies = _people_and_others(_tagged(head))
    if tagged := [name for name in tagged if fold(name) not in sites]:
        return _distinct(tagged)
    for byline in islice(shown(), _MOST_CLAIMS):
        named, rest = names_in(byline)
        if named := [name for name in named if fold(name) not in sites]:
            return _distinct(named)
        bodies += filter(_ORGANISATION.search, rest)
    return _distinct([name for name in bodies if fold(name) not in sites] or people or others or bodies[:1])


def _people_and_others(claims: Iterable[str], *, strict: bool = True) -> tuple[list[str], list[str]]:
    found = [names_in(claim, strict=strict) for claim in islice(claims, _MOST_CLAIMS)]
    return [name for people, _ in found for name in people], [name for _, others in found for name in others]


def _structured(head: Head) -> Iterator[str]:
    """What the report's JSON-LD object names as its authors."""
    known = {node["@id"]: node for node in head.nodes if isinstance(node.get("@id"), str) and node.get("name")}
    waiting = deque(listed(head.article.get("author") or head.article.get("creator"))[:_MOST_CLAIMS])
    for _ in range(_MOST_CLAIMS):
        if not waiting:
            return
        claim = waiting.popleft()
        if isinstance(claim, list):
            waiting.extendleft(reversed(claim[:_MOST_CLAIMS]))
        elif isinstance(claim, dict):
            reference = claim.get("@id")
            node = known.get(reference, claim) if isinstance(reference, str) and not claim.get("name") else claim
            prefix = _BODY if "organization" in " ".join(types_of(node)) else ""
            yield from (prefix + text for name in listed(node.get("name"))[:_MOST_CLAIMS] if (text := line(name)))
        elif text := line(claim):
            yield text


def _tagged(head: Head) -> Iterator[str]:
    """What the page's meta tags name as its authors."""
    for name in _AUTHOR_META:
        yield from map(line, head.metas.get(name, ()))
    for name, values in head.metas.items():
        if name not in _AUTHOR_META and _OTHER_AUTHOR_META.search(name) and not _NOT_NAMED.search(name):
            yield from map(line, values)


def names_in(byline: str, *, strict: bool = True) -> tuple[list[str], list[str]]:
    """The people, and the agencies and desks, that a byline names.

    strict: take for a person only what looks like a name; else whatever comes first is one that does not look like
    something else.
    """
    body = byline.startswith(_BODY)
    text = _ADDRESS.sub("", _BRACKETS.sub("", byline[:_LONGEST_BYLINE].removeprefix(_BODY)))
    people: list[str] = []
    others: list[str] = []
    for part in _parts(text):
        name = _spelled(part)
        if _NOBODY.match(name) or len(name) > _LONGEST_NAME:
            continue
        if body or _ORGANISATION.search(name) or _DOMAIN.search(name):
            others.append(name)
        elif _ROLE.search(name):
            continue
        elif _is_person(name) or (not strict and not people and not others and _may_be_person(name)):
            people.append(name)
        elif not people and not others and len(name.split()) <= 4 and not name[0].islower():
            others.append(name)
    return people, others


def _parts(text: str) -> Iterator[str]:
    """A byline taken apart: at commas and the like, and at "and" where whole names stand on both sides."""
    for segment in filter(
        None, (part for affiliation in _AFFILIATION.split(text) for part in _PARTS.split(affiliation))
    ):
        bare = segment.strip(" .:,-–—|*'\"")
        for _ in range(2):
            bare = _BY.sub("", bare, count=1) if _BY.match(bare) else bare
        for part in _AND.split(bare):
            sides = [side.strip() for side in _SOFT_AND.split(part)]
            whole = len(sides) > 1 and all(len(side.split()) > 1 for side in sides)
            for side in sides if whole else [part]:
                name = _AGENCY_BEHIND.sub("", side).strip()
                yield from filter(None, [name if len(name.split()) > 1 else side.strip()])


def _spelled(name: str) -> str:
    """A name in ordinary spelling: capitals only where all is in capitals, no Korean job title."""
    if found := _HANGUL_NAME.fullmatch(name):
        return found[1]
    words = name.split()
    shouted = len(words) > 1 and name.isupper() and all(_SPOKEN.search(word) or word.endswith(".") for word in words)
    return name.title() if shouted and not _ORGANISATION.search(name) else " ".join(words)


def _is_person(name: str) -> bool:
    """Two to five words in capitals as names have them; in scripts without capitals, as short as names are."""
    if _SOLO_NAME.fullmatch(name) or _HANGUL_NAME.fullmatch(name):
        return True
    words = name.split()
    if not 2 <= len(words) <= 5 or re.search(r"[\d<>{}()?!:#@…\"“”]", name):
        return False
    capital = all(not word[0].islower() or word.lower() in _PARTICLES or "'" in word[:3] for word in words)
    return capital and not words[-1].islower() and words[0].lower() not in _ARTICLES and not name.isupper()


def _may_be_person(name: str) -> bool:
    handle = " " not in name and name[0].islower()
    return not handle and len(name) > 1 and len(name.split()) <= 6 and not re.search(r"[\d<>{}]", name)


def _distinct(names: Iterable[str]) -> tuple[str, ...]:
    found: dict[str, str] = {}
    for name in names:
        found.setdefault(fold(name), name)
    return tuple(found.values())[:_MOST_NAMES]
