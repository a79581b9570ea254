"""Pages that are no plain report: live blogs, round-ups, opinion. Told from title and address, in many languages."""

from __future__ import annotations

import re
from functools import lru_cache
from typing import Literal

from briefing.model import Article

Form = Literal["live blog", "round-up", "opinion"]

_TITLE_CHARACTERS = 300
_ADDRESS_CHARACTERS = 500

_GENRES: dict[str, Form] = {"live": "live blog", "opinion": "opinion"}
"""What a page calls itself, where that is a form."""

# Where a word that names the form stands before a colon at the start, or behind a bar at the end.
_OPINION_WORDS = r"""(?: opinion | editorial | op-?ed | comment | commentary | column(?:ist)?
| letters? (?: [ ] to [ ] the [ ] editor )?
    | analysis [ ] and [ ] opinion | viewpoint | leitartikel | kommentar | meinung | kolumne | gastbeitrag
    | leserbriefe?
    | éditorial | édito | chronique | billet | point [ ] de [ ] vue | opinión | columna
    | cartas [ ] al [ ] director
    | opinione | editoriale | il [ ] commento | opinião | coluna | opinie | commentaar | ledare | krönika
    | debatt | leder
    | kronikk | debat | opinia | felieton | komentarz | мнение | колонка | комментарий | думка | görüş | yorum
    | 社説 | コラム | オピニオン | 社论 | 社論 | 评论 | 評論 | 观点 | 사설 | 칼럼 | 기고 | رأي | افتتاحية | опинион )"""

_FORMS: tuple[tuple[Form, str, str, str], ...] = (
    (
        "live blog",
        (
            "live blog ticker happened minut direct diret direkt vivo żywo трансляция хроника наживо canl"
            " 速報 ライブ 随時 中継 直播 更新 실시간 라이브 مباشر حية"
        ),
        r"""\b live [ -]? (?: updates? | blog | coverage | ticker | stream | feed | news | reporting ) \b
        | \b (?: newsblog | liveblog | liveticker | news-?ticker ) \b
        | \b as [ ] it [ ] happened \b
        | \b minute [ ] by [ ] minute \b
        | \b en [ ] (?: direct | directo | vivo ) \b (?= [ ]? [-–—:|,.!] | $ ) | ^ (?: en [ ] )? (?: direct
        | directo ) [ ]? [:|.–—-]
        | \b minuto? [ ] (?: a | per ) [ ] minuto \b
        | \b in [ ] diretta \b | ^ diretta \b
        | \b ao [ ] (?: vivo | minuto ) \b
        | \b (?: na [ ] żywo | relacja [ ] live | онлайн-трансляция | прямая [ ] трансляция | онлайн-хроника
        | наживо ) \b
        | \b (?: canlı [ ] (?: anlatım | yayın | blog ) | direktesenter | direkterapport | liverapport
        | liverapportage ) \b
        | 【 (?: 速報中 | ライブ | 随時更新 | 中継 ) | ライブブログ | 文字直播 | 实时更新 | 實時更新 | 滚动更新
        | 即時更新 | 실시간 [ ] 중계 | 라이브 [ ] 블로그
        | بث [ ] مباشر | تغطية [ ] مباشرة | تغطية [ ] حية
        | (?: ^ | [-–—|:] [ ]? ) live (?: [ ]? [-–—|:] (?! \w ) | $ )
        | \b (?-i:LIVE) \b""",
        r"""/live (?: -?blog | -updates | -news | -ticker | ticker )? (?: / | $ )
        | /liveticker | /en-direct/ | /en-vivo/ | /ao-vivo/ | /diretta""",
    ),
    (
        "round-up",
        (
            "round letter schau digest brief pictures photos stories headlines review know quiz revue essentiel"
            " récap faut wichtig überblick der_morgen news_des lage noticias resumen destacado rassegna notizie pagine"
            " resumo notícias precisa nieuws nyhe dagens przegląd главное итоги дайджест головне підсумки günün basın"
            " basin ニュース 朝刊 早报 早報 晚报 一周 摘要 要闻 오늘의 주요 브리핑 أبرز حصاد"
        ),
        r"""\b (?: round-?up | newsletter | presseschau ) \b
        | \b (?: daily | weekly | news | morning | evening ) [ ] (?: digest | brief ) \b
        | \b (?: morning | evening | daily | weekend | news | lunchtime | \w+day ) [ ] briefing \b
        | \b in [ ] (?: pictures | photos ) \b
        | \b photos [ ] of [ ] the [ ] (?: day | week ) \b
        | \b (?: top | today['’]s ) [ ] (?: stories | headlines ) \b
        | \b (?: week | year | month ) [ ] in [ ] (?: review | pictures ) \b
        | \b (?: what [ ] you | things [ ] to
        | \d+ [ ] things ) [ ] (?: need [ ] to [ ] )? know [ ] (?: today | this [ ] (?: morning | week )
        | for [ ] \w+day | about [ ] today ) \b
        | \b what [ ] to [ ] know [ ] (?: today | this [ ] morning ) \b
        | \b news [ ] quiz \b
        | \b (?: revue [ ] de [ ] presse | l['’]essentiel [ ] (?: du | de [ ] l['’]actualité ) | le [ ] récap
        | ce [ ] qu['’]il [ ] faut [ ] (?: retenir | savoir ) [ ] (?: ce | du | de [ ] la ) )
        | \b (?: das [ ] wichtigste | nachrichtenüberblick | die [ ] nacht [ ] im [ ] überblick
        | der [ ] morgen | news [ ] des [ ] tages | was [ ] heute [ ] wichtig [ ] (?: ist | wird )
        | lage [ ] am [ ] (?: morgen | abend ) )
        | \b (?: las [ ] noticias [ ] (?: de [ ] hoy | del [ ] día | más [ ] importantes )
        | resumen [ ] (?: de [ ] noticias | del [ ] día | semanal ) | lo [ ] más [ ] destacado [ ] del [ ] día )
        | \b (?: rassegna [ ] stampa | le [ ] notizie [ ] (?: di [ ] oggi | del [ ] giorno )
        | le [ ] prime [ ] pagine )
        | \b (?: resumo [ ] (?: do [ ] dia | da [ ] semana ) | as [ ] notícias [ ] do [ ] dia
        | o [ ] que [ ] você [ ] precisa [ ] saber )
        | \b (?: nieuwsoverzicht | het [ ] nieuws [ ] van [ ] (?: vandaag | de [ ] dag ) | nyhetssvep
        | dagens [ ] (?: nyheter | viktigaste ) | nyhedsoverblik | przegląd [ ] (?: prasy | wydarzeń ) )
        | \b (?: главное [ ] (?: за | к ) [ ] | итоги [ ] (?: дня | недели ) | дайджест | головне [ ] за
        | підсумки [ ] (?: дня | тижня ) | günün [ ] (?: özeti | gelişmeleri ) | basın [ ] özeti )
        | 今日のニュース | 朝刊まとめ | ニュースまとめ | 早报 | 早報 | 晚报速览 | 一周回顾 | 新闻摘要 | 今日要闻
        | 오늘의 [ ] (?: 뉴스 | 주요 ) | 주요 [ ] 뉴스
        | 뉴스 [ ] 브리핑
        | أبرز [ ] (?: العناوين | الأخبار ) | حصاد [ ] (?: اليوم | الأسبوع )""",
        r"/ (?: newsletters? | briefings? | podcasts? | in-pictures | quiz(?:zes)? ) /",
    ),
    (
        "opinion",
        "",
        rf"""^ (?: {_OPINION_WORDS} | tribune ) [ ]? [:：|–—】」-] (?! \w )
        | ^ [\[(【] {_OPINION_WORDS} [\])】]
        | [|–—] [ ]? {_OPINION_WORDS} \b [^|–—]* $""",
        r"""/ (?: opinions? | commentisfree | editorials? | op-ed | columnists? | columns? | kommentare?
        | meinung | kolumnen? | letters
        | tribunes? | editoriaux | idees | opinion(?:e|i) | opiniao | opinie | ledare | debatt? | kronikk
        | opinie-en-debat | mneniya? ) /""",
    ),
)
"""What each form's titles and addresses look like, and words one of which each such title has in it, where these save
looking closer at most titles."""
_PATTERNS = tuple(
    (
        name,
        tuple(word.replace("_", " ") for word in words.split()),
        re.compile(title, re.IGNORECASE | re.VERBOSE),
        re.compile(path, re.IGNORECASE | re.VERBOSE),
    )
    for name, words, title, path in _FORMS
)


def form(article: Article) -> Form | None:
    """What kind of page this is where it is no plain report: by what it says of itself, its title, its address."""
    return _form(article.title[:_TITLE_CHARACTERS], article.url[:_ADDRESS_CHARACTERS]) or _GENRES.get(article.genre)


@lru_cache(maxsize=1 << 16)
def _form(title: str, address: str) -> Form | None:
    said = title.lower()
    for name, words, in_title, in_address in _PATTERNS:
        if (not words or any(word in said for word in words)) and in_title.search(title):
            return name
        if in_address.search(address):
            return name
    return None
