"""The news agencies whose reports papers print, and how a report names the one that wrote it."""

from __future__ import annotations

import re

from briefing.model import Article

# Name of an agency -> how texts name it as their own: in brackets, or between place and dash, or alone at the end.
_AGENCIES = {
    "AAP": "AAP",
    "AFP": "AFP|Agence France-Presse",
    "ANI": "ANI",
    "ANP": "ANP",
    "ANSA": "ANSA",
    "AP": "AP|Associated Press|The Associated Press",
    "APA": "APA",
    "Anadolu": "Anadolu|Anadolu Agency|AA",
    "Antara": "Antara",
    "Belga": "Belga",
    "Bernama": "Bernama",
    "Canadian Press": "The Canadian Press|Canadian Press",
    "CTK": "ČTK|CTK",
    "EFE": "EFE",
    "Europa Press": "Europa Press|EUROPA PRESS",
    "IANS": "IANS",
    "Interfax": "Interfax|Интерфакс",
    "Jiji": "Jiji|時事|時事通信",
    "Kyodo": "Kyodo|Kyodo News|共同|共同通信",
    "Lusa": "Lusa",
    "MTI": "MTI",
    "NTB": "NTB",
    "PA": "PA|PA Media|Press Association",
    "PAP": "PAP",
    "PTI": "PTI",
    "RIA Novosti": "RIA Novosti|РИА Новости",
    "Reuters": "Reuters|REUTERS|Рейтер|ロイター|路透社|로이터",
    "Ritzau": "Ritzau|ritzau",
    "STT": "STT",
    "TASS": "TASS|ТАСС",
    "TT": "TT",
    "UPI": "UPI",
    "Ukrinform": "Ukrinform|Укрінформ",
    "Xinhua": "Xinhua|新华社|新華社",
    "Yonhap": "Yonhap|연합뉴스",
    "dpa": "dpa|DPA|dpa-AFX",
    "sda": "sda|SDA|Keystone-SDA",
}
_NAMED = {written: agency for agency, names in _AGENCIES.items() for written in names.split("|")}
_NAME = "|".join(sorted(map(re.escape, _NAMED), key=len, reverse=True))
_PLACES = (
    re.compile(rf"[(（【\[]({_NAME})(?:[/,][^)\]）】\n]{{0,30}})?[)）】\]]"),
    re.compile(rf"\A[^\n.]{{0,60}}?\b({_NAME}) ?(?:[-–—]|--) "),
)
_AT_END = re.compile(rf"(?:\A|[\n.!?\"”»] ?|[©—–/(] ?(?:\d{{4}} )?)({_NAME})[)./]?\s*\Z")
_AGENCY_START, _AGENCY_END = 300, 60


def agency(article: Article) -> str | None:
    """The news agency that the article names as its writer, in its byline, at its start or end; None where none."""
    for author in article.authors:
        if author.strip() in _NAMED:
            return _NAMED[author.strip()]
    start, end = article.text[:_AGENCY_START], article.text[-_AGENCY_END:]
    for named in (*(place.search(start) for place in _PLACES), _AT_END.search(end)):
        if named:
            return _NAMED[named[1]]
    return None
