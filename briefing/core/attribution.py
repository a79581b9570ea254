"""Patterns of the lines that say who made a report or a picture, when and from what, by kind.

Like those of `boilerplate`, for one whole line without its bullet, with typographic marks as their ASCII stand-ins.
"""

from __future__ import annotations

import re

from briefing.core.phrases import Openings, Phrases

_AGENCY = (
    r"(?-i:AP|AFP|Reuters|REUTERS|EPA|EFE|dpa|DPA|ANSA|APA|Xinhua|PA|PA Wire|PA Media|UPI|TASS|NurPhoto|Bloomberg|"
    r"Anadolu|AA|Belga|ANP|PAP|Lusa|Kyodo|Yonhap|NTB|TT|Ritzau|Getty|Getty Images|AFP via Getty Images|Shutterstock|"
    r"Alamy|iStock|Adobe Stock|Unsplash|Pixabay|Pexels|Keystone|KEYSTONE|imago|IMAGO|imago images|picture alliance|"
    r"Wikimedia|Wikimedia Commons|Flickr|ZUMA|ZUMA Press|SIPA|Rex|Handout|Courtesy|VCG|MEGA|WENN|Splash News|"
    r"BACKGRID|LaPresse|Europa Press|Canadian Press|Associated Press|Press Association)"
)
CREDIT_START = Openings(
    r"""
    (?:lead |main |header |cover |featured? |hero |top )?photos?(?: credit)?(?: by| via)?\s*[:©/]\s*\S
    (?:lead |main |header |cover |featured? |hero |top )?photographs?(?: credit)?(?: by| via)?\s*[:©/]\s*\S
    (?:lead |main |header |cover |featured? |hero |top )?images?(?: credit)?(?: by| via)?\s*[:©/]\s*\S
    (?:lead |main |header |cover |featured? |hero |top )?(?:picture|pic)s?(?: credit)?(?: by| via)?\s*[:©/]\s*\S
    illustrations?(?: credit)?(?: by)?\s*[:©]\s*\S|fotos?(?:grafie)?(?: von| di| de)?\s*[:©/]\s*\S|graphic\s*:\s*\S
    bild(?:er|quelle|nachweis)?\s*[:©/]\s*\S|grafik\s*:\s*\S|titelbild\s*:\s*\S|imagen\s*[:©/]\s*\S
    im[aá]gene?s?\s*[:©]\s*\S
    fotografía\s*[:©/]\s*\S|credits?\s*[:©/]\s*\S|crédits?(?: photo)?\s*[:©/]\s*\S|crédito\s*[:©/]\s*\S
    copyright\s*[:/]\s*\S|©[^.]{2,60}$|фото\s*[:©/]\s*\S|zdjęci[ea]\s*:\s*\S|fot\.\s+\S|fotoğraf\s*:\s*\S
    beeld\s*:\s*\S
    source\s*:\s*\S.{0,60}$|quelle\s*:\s*\S|fuente\s*:\s*\S|fonte\s*:\s*\S|źródło\s*:\s*\S|источник\s*:\s*\S
    kaynak\s*:\s*\S
    photos? (?:by|courtesy|credit|via)\b|photograph(?:s|y)? (?:by|courtesy)\b|image (?:by|courtesy|credit|via)\b
    foto von\b
    picture (?:by|courtesy|credit|via)\b|screen ?(?:shot|grab) (?:from|by|via|courtesy)\b
    courtesy (?:of|photo)\b[^.]{0,80}$
    file (?:photo|image|picture)\b|file\s*-\s|image caption\b
    an? (?:file|undated|handout|combination) (?:photo|picture|image)\b
    (?:in )?this (?:[\w,.'-]+ ){0,8}(?:photo|image|picture|photograph|combination|frame ?grab|screen ?grab),
    (?:in )?this (?:[\w,.'-]+ ){0,8}(?:photo|image|picture|photograph) (?:provided|taken|released)\b
    (?:in )?this (?:[\w,.'-]+ ){0,8}(?:photo|image|picture|photograph) (?:made|posted|from)\b
    (?:in )?this (?:[\w,.'-]+ ){0,8}combination (?:provided|taken|released|made|posted|from)\b
    (?:in )?this (?:[\w,.'-]+ ){0,8}(?:frame ?grab|screen ?grab) (?:provided|taken|released|made|posted|from)\b
    (?:in )?this (?:[\w,.'-]+ ){0,8}(?:photo|image|picture|photograph) (?:by|obtained|shared|illustration)\b
    (?:in )?this (?:[\w,.'-]+ ){0,8}combination (?:by|obtained|shared|illustration)\b
    (?:in )?this (?:[\w,.'-]+ ){0,8}(?:frame ?grab|screen ?grab) (?:by|obtained|shared|illustration)\b
    pictured,? (?:left|right|above|below|is|are|at the back)\b|(?:above|below|left|right),? (?:pictured|from left)\b
    pictured (?:from|in|at|with|on)\b|(?:from left|l-r|left to right|clockwise from)\b
    (?:symbolbild|archivbild|archivfoto|symbolfoto)\b|photo d'(?:archives?|illustration)\b|(?:foto|imagen) de archivo\b
    foto ilustrativa\b|immagine? d'archivio\b|foto d'archivio\b
    (?:資料写真|資料照|資料圖片|资料图|图为|圖為|图源|图片来源|圖片來源|사진)
    写真\s*[：:=＝]
    """
)
CREDIT_END = Phrases(
    rf"""
    (  \((?:[^()]* )?(?:AP Photo|photo|image|pictures?|credit|courtesy)\b[^()]*\)\.?
    (  \((?:[^()]* )?(?:foto|bild|getty|reuters|afp|archiv|file)\b[^()]*\)\.?
    (  \((?:[^()]*[:/] ?){_AGENCY}\)\.?
    /,©,|           [/©|]\s*{_AGENCY}\)?
    via             \bvia {_AGENCY}\)?\.?
    getty images    \bGetty Images\)?
    shutterstock    \bShutterstock\)?
    wikimedia comm  \bWikimedia Commons\)?
    (               \((?:[^()]{{2,40}}/)?{_AGENCY}\)
    public domain   \bpublic domain\b[^.]*
    cc-by,cc by     \bCC[- ]BY(?:-\w\w)*\b[^.]*
    ©               (?:^|\s)©\s*[^.]{{2,60}}
    photo,image,picture,credit,foto  \b(?:photo|image|picture|credit|photograph|foto)\s*:\s*[^.:]{{2,60}}
    photo by,photograph by  \bphoto(?:graph)? by [^.:]{{2,60}}
    摄,攝           [\u3400-\u9fff ]{{2,12}}[摄攝][)）]?
    사진            사진\s*[=:/][^.]{{1,40}}
    фото,bild       \b(?:фото|bild)\s*:\s*[^.:]{{2,60}}
    """,
    end="$",
)
ORIGIN = Openings(
    r"""
    this (?:article|story|post|piece) (?:was |has been |is )?(?:originally |first )?(?:re)?(?:published|posted)\b
    this (?:essay|interview) (?:was |has been |is )?(?:originally |first )?(?:re)?(?:published|posted)\b
    this (?:article|story|post|piece) (?:originally |first )appeared\b
    (?:originally|first) (?:published|appeared|posted)\b
    this (?:article|story|post|report) (?:was|is) (?:produced|reported|written|adapted|excerpted)\b
    this (?:article|story|post|report) (?:was|is) (?:translated|edited|supported)\b
    with (?:files|reports?|reporting|information|additional reporting) (?:from|by)\b|with (?:post|agency|news) wires?\b
    contribut(?:ing|ed)(?: by)?:\s*\S|reviews have been edited
    (?:includes|contains) (?:information|reporting|material) from\b|the associated press contributed
    (?:additional |with )?(?:reporting|writing|editing)(?: and \w+)? by\b|compiled by|edited by|translated by
    produced by
    (?:set |prop |food |fashion )?(?:styling|stylist|make-?up|grooming|photographer|casting director)(?: \w+)?: \S
    (?:additional )?reporting: \S|read the original (?:article|story|post)\b
    mit (?:informationen|material|agenturmaterial) (?:der|des|von|aus)\b
    mit (?:dpa|afp|apd|reuters|agenturen|material)\b[^.]{0,30}$
    aus dem (?:englischen|französischen|amerikanischen) (?:übersetzt )?von\b
    (?:dieser|der) (?:artikel|text|beitrag) (?:erschien|ist zuerst|wurde zuerst|stammt)
    dieses? (?:thema|beitrag|sendung) im programm\b|über dieses thema berichte|sendung: \S|redaktion: \S|quelle: \S
    avec (?:afp|reuters|ap|agences|les? agences?)\b[^.]{0,30}$|con (?:información|datos|informaciones) de\b
    com informações d|con contributi
    artikel ini telah tayang|sumber\s*:\s*\S|kaynak\s*:
    (?:责任编辑|責任編輯|责编|責編|编辑|編輯|来源|來源|记者|記者|监制|总监制|审读|校对|审核|编审|撰文|编译)\s*[：:/]
    (?:责任编辑|責任編輯|编辑|責編|责编|来源|來源|完|记者|作者)[：:)）]
    """
)
ORIGIN_INSIDE = Phrases(
    r"""
    contributed     ^.{3,120}\bcontributed (?:(?:reporting )?to this (?:report|story|article|post)|reporting)\.?$
    contributed     ^.{0,40}\b(?:writers?|reporters?|correspondents?)\b.{3,120}\bcontributed\.?$
    contributed     ^.{0,40}\b(?:researchers?|journalists?|staff)\b.{3,120}\bcontributed\.?$
    appeared        ^the post .{3,200} (?:first )?appeared (?:first )?on\b
    appeared        ^this (?:article|story|report) .{3,200} (?:originally|first) appeared (?:on|in)\b
    """
)
COPYRIGHT = Phrases(
    r"""
    ©,(c),copyright  (?:©|\(c\)|copyright)\s*(?:©\s*)?(?:\d{4}|by|the|@)?\b.{0,120}
    rights reserved  .{0,100}\ball rights reserved\b.{0,100}
    alle rechte     .{0,100}\balle rechte vorbehalten\b.{0,60}
    tous droits     .{0,100}\btous droits réservés\b.{0,60}
    derechos reserv  .{0,100}\btodos los derechos reservados\b.{0,60}
    direitos reserv  .{0,100}\btodos os direitos reservados\b.{0,60}
    diritti riserv  .{0,100}\btutti i diritti riservati\b.{0,60}
    riproduzione    .{0,40}\briproduzione riservata\b.{0,40}
    rechten voorbeh  .{0,100}\balle rechten voorbehouden\b.{0,60}
    prawa zastrze   .{0,100}\bwszelkie prawa zastrzeżone\b.{0,60}
    права защищены  .{0,100}\bвсе права защищены\b.{0,60}
    hakki saklidir  .{0,100}\bher hakkı saklıdır\b.{0,60}
    not be          .{0,60}\b(?:may|can) ?not be (?:published|reproduced|copied)\b.{0,120}
    not be          .{0,60}\b(?:may|can) ?not be redistributed\b.{0,120}
    reprinted       .{0,100}\breprinted (?:with|by) permission\b.{0,60}
    版权所有,版權所有  .{0,60}版[权權]所有.{0,60}
    转载,轉載  .{0,60}(?:未经|未經|禁止|不得|请勿|謝絕|谢绝).{0,30}(?:转载|轉載).{0,60}
    转载请,轉載請,转载时  .{0,60}(?:转载请|轉載請|转载时).{0,60}
    無断転載        .{0,60}無断転載.{0,40}
    무단            .{0,60}무단 ?(?:전재|복제).{0,40}
    """,
    end="$",
)
_MONTH = (
    r"(?:jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec|okt|dez|mai|märz|janv|févr|avril|juin|juil|août|sept|déc|"
    r"enero|ene|abr|ago|dic|mei|maj|mrt|gen|mag|giu|lug|ott|set|out|"
    r"янв|фев|мар|апр|мая|июн|июл|авг|сен|окт|ноя|дек)\w{0,7}\.?"
)
_WEEKDAY = r"(?:\w{2,13}\.?,? )?"
_DATE = (
    rf"(?:\d{{1,2}}(?:st|nd|rd|th|\.)?(?: de| of)? {_MONTH}(?: de)?,? \d{{4}}|"
    rf"{_MONTH} \d{{1,2}}(?:st|nd|rd|th)?,? \d{{4}}|"
    r"\d{1,2}[./-]\d{1,2}[./-]\d{2,4}|\d{4}[./-]\d{1,2}[./-]\d{1,2}|\d{4}年\d{1,2}月\d{1,2}日|"
    r"\d{4}년 ?\d{1,2}월 ?\d{1,2}일)"
)
STAMP = Openings(
    rf"""
    (?:article |story )?(?:first |last |originally )?(?:published|updated)\s*(?:on|at|:|-|\|)[^!?]{{0,60}}
    (?:article |story )?(?:first |last |originally )?(?:published|updated)\s*(?:\d|{_MONTH})[^!?]{{0,60}}
    (?:article |story )?(?:first |last |originally )?posted\s*(?:on|at|:|-|\||\d|{_MONTH})[^!?]{{0,60}}
    (?:article |story )?(?:first |last |originally )?(?:published|updated|posted)\s*{_WEEKDAY}{_DATE}[^!?]{{0,60}}
    (?:article |story )?(?:first |last |originally )?(?:modified|created|edited)\s*(?:on|at|:|-|\|)[^!?]{{0,60}}
    (?:article |story )?(?:first |last |originally )?(?:modified|created|edited)\s*(?:\d|{_MONTH})[^!?]{{0,60}}
    (?:article |story )?(?:first |last |originally )?(?:modified|created|edited)\s*{_WEEKDAY}{_DATE}[^!?]{{0,60}}
    veröffentlicht\s*(?:am|um|:|\d)[^!?]{{0,60}}|(?:zuletzt )?aktualisiert\s*(?:am|um|:|\d)[^!?]{{0,60}}
    stand\s*:[^!?]{{0,60}}|erstellt\s*(?:am|:)[^!?]{{0,60}}
    publiée?\s*(?:le|à|:|\d)[^.]{{0,80}}|mise? à jour\s*(?:le|à|:|\d)[^.]{{0,80}}
    actualizado\s*(?:el|a|:|\d)[^.]{{0,80}}
    publicado\s*(?:el|em|:|\d)[^.]{{0,80}}|atualizado\s*(?:em|:|\d)[^.]{{0,80}}|pubblicato\s*(?:il|:|\d)[^.]{{0,80}}
    aggiornato\s*(?:il|:|\d)[^.]{{0,80}}
    publicerad\s*(?::|\d).{{0,60}}|uppdaterad\s*(?::|\d).{{0,60}}|opublikowano\s*:.{{0,60}}
    aktualizacja\s*:.{{0,60}}|gepubliceerd\s*(?:op|:).{{0,60}}
    опубликовано\s*:?.{{0,60}}|обновлено\s*:?.{{0,60}}
    (?:发布时间|發布時間|发表时间|时间|更新时间|日期)\s*[：:].{{0,60}}
    입력\s*:?\s*\d.{{0,40}}|yayınlanma\s*:?.{{0,40}}|güncelleme\s*:.{{0,40}}
    \d+[- ]?min(?:ute)?[sn]?\.? (?:de )?(?:read|lecture|lesezeit|lectura|leitura)
    \d+[- ]?min(?:ute)?[sn]?\.? (?:de )?(?:lettura|czytania|okuma|listen|watch)|\d+[- ]?min(?:ute)?[sn]?\.? to read
    (?:reading time|lesezeit|temps de lecture|tiempo de lectura|tempo di lettura|czas czytania)\b.{{0,30}}
    \d+ (?:minutes?|hours?|days?|weeks?|months?|years?) ago
    (?:vor \d+ (?:minuten?|stunden?|tage?n?)|il y a \d+ (?:minutes?|heures?|jours?))\b.{{0,20}}
    hace \d+ (?:minutos?|horas?|días?)\b.{{0,20}}
    """,
    end="$",
)
DATE = re.compile(
    rf"(?:{_WEEKDAY}{_DATE}(?:[ ,|/(-]*(?:at |um |à |\w\w? )?\d{{1,2}}[.:h时時]\d\d.{{0,30}})?|"
    rf"\d{{1,2}}:\d\d(?: ?[ap]m)?(?: [A-Z]{{2,4}})?|"
    rf"(?:[\w.'-]+ ){{1,4}}- {_DATE}|{_DATE} \| \d.{{0,20}})$",
    re.IGNORECASE,
)
"""A line that is nothing but a date or a time."""
DATELINE = re.compile(
    rf"(?:[A-ZÀ-ÖØ-Þ][\w'.-]*(?:[ /-][A-ZÀ-ÖØ-Þ][\w'.-]*){{0,3}}(?:, [\w. ]{{2,30}})? ?\({_AGENCY}\)[ .:-]*"
    rf"|\(?{_AGENCY}(?:/{_AGENCY})*\)?[.:-]*|[A-ZÀ-ÖØ-Þ]{{2}}[\w'-]*(?: [A-ZÀ-ÖØ-Þ]{{2}}[\w'-]*){{0,2}}[.:-]+)$"
)
"""A line that is nothing but the place or the agency that a report is from."""
_WORD = r"[A-ZÀ-ÖØ-Þ][\w'.-]*"
_NAME = rf"{_WORD}(?: (?:{_WORD}|de|van|von|der|den|la|del|da|di|el|al|bin|ter)){{0,4}}"
_ROLE = (
    r"(?i:(?:(?:staff|senior|chief|political|business|sports?|foreign|national|special|associate|deputy|managing|"
    r"science|freelance|health|education|crime|local|associated|contributing|executive|data|technology|world|the) )*"
    r"(?:reporters?|writers?|correspondents?|editors?|journalists?|staff|press|columnist|contributors?|bureau|desk|"
    r"redakteur(?:in)?|journaliste|redacción|periodista|redattore|giornalista|verslaggever|redacteur|dziennikarz))"
)
_JOIN = r"(?: ?[,;|/&] ?| and | und | et | y | e | en )"
BYLINE = re.compile(
    rf"(?:(?:(?:Written |Reported |Words |Story |Text )?[Bb]y|BY|Von|VON|Par|Por|Di|Door|Text|Autor(?:in)?|Author):? "
    rf"|von ){_NAME}(?:{_JOIN}(?:{_NAME}|{_ROLE}))*$"
    rf"|{_NAME} ?[,|-] ?{_ROLE}(?: ?[,|].{{0,40}})?$"
    rf"|(?i:dalla? nostr[ao] (?:corrispondente|inviat)|de notre (?:correspondant|envoyé)|"
    rf"von unser(?:em|er|en) (?:korrespondent|redakteur|mitarbeiter|redaktion)).{{0,60}}$"
    rf"|(?:作者|文|撰稿|記者|记者)[:：/／].{{1,12}}$"
)
BIO_LABEL = re.compile(
    r"(?:about the (?:authors?|writers?)|(?:die|der) autor(?:in)?|zur person|über (?:die autorin|den autor)|"
    r"zu[rm] autor(?:in)?|l'auteure?|l'autrice|la autora|el autor|l'autore|sobre (?:o autor|a autora)|"
    r"sobre (?:el autor|la autora)|over de auteur|o autorze|об авторе)\W*$",
    re.IGNORECASE,
)
BIO = re.compile(
    r"\b(?:is|was|has been|covers?|writes?|reports?|joined|works?)\b.{0,120}"
    r"\b(?:editor|reporter|writer|journalist|correspondent|columnist|author|contributor|producer|fellow)\b"
    r"|\b(?:covers|writes about|reports on|can be reached at)\b",
    re.IGNORECASE,
)
NAMED_BIO = re.compile(
    rf"{_NAME} (?:is|was|has been|covers|writes|reports|joined|works|teaches|ist|arbeitet|schreibt|war|es|est) "
    r"(?:an?|the|our|one of|about|as|for|on|at|in|with|currently|based|seit|als|der|die|eine?|"
    r"[A-Z][\w-]+(?:reporter|redakteur)\w*)\b.{0,90}"
    r"(?:\b(?:editor|reporter|writer|journalist|correspondent|columnist|author|contributor|producer|fellow|professor|"
    r"lecturer|researcher|freelancer?|intern|blogger|strategist|journaliste|periodista|autora?|professeur|profesor)\b|"
    r"\w*(?:reporter|redakteur|korrespondent|journalist|autor)(?:in)?\b)"
)
"""How a line begins that tells who somebody is; most of these are of the report, unless they end it."""
SIDED = re.compile(
    r"\((?:from |far |second from )?(?:left|right|l|r|links|rechts|li\.|re\.|centre|center|l-r)\)"
    r"|\b(?:from left|from right|von links|v\. ?l\.)",
    re.IGNORECASE,
)
"""Who stands where on a picture."""
CONTACT = Phrases(
    r"""
    @              \S@[\w-]+\.\w
    @              (?:\bon|\bfollow(?: \w+){0,3}|twitter|instagram|\bx\b|bluesky)[:, (]+(?:\w+[:, ]+){0,4}@\w
    reached        \b(?:may|can) be reached\b
    fehler gef,fehler entd  \bfehler (?:gefunden|entdeckt)\b
    tip            \b(?:got|have|send)(?: us)?(?: your| an?)?(?: \w+)? tips?\b
    twitter.com/,facebook.com/,instagram.com/  \b(?:twitter|facebook|instagram)\.com/\w
    x.com/,t.me/    \b(?:x\.com|t\.me)/\w
    """
)
"""How to reach an author, in the lines that end a report."""
