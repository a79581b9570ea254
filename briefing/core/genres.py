"""Whether a page is a report, an opinion, a live blog or a video, as far as it says so.

Precision first: a report that is taken for something else is lost to the reader, an opinion that is taken for a
report is one among many. So words count only where sites put labels: in types, in the names of sections, in an
address's folders, and in front of or behind a title, set apart from it.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from urllib.parse import unquote

from briefing.core.metadata import Head, fold, line, listed, path_of, section_of, words
from briefing.model import Genre

_LONGEST_TITLE = 400
_OPINION = """
    opinion opinions opinionpieces editorial editorials oped opeds comment commentary commentaries commentisfree
    column columns columnist columnists letters letterstotheeditor viewpoint viewpoints guestessay meinung meinungen
    kommentar kommentare kolumne kolumnen gastkommentar gastbeitrag leitartikel standpunkt glosse tribunes édito
    éditos edito éditorial éditoriaux chronique chroniques idées idees débats pointdevue opinión columnas columna
    tribunaabierta editoriales firmas opinião opiniao colunas coluna colunistas artigosdeopinião opinioni opinione
    editoriali editoriale commenti commento opinie opinies commentaar ledare ledarsidan debatt åsikt åsikter krönika
    krönikor debat meninger leder ledere kronik kronikk kronikker synspunkt mielipide mielipiteet pääkirjoitus
    pääkirjoitukset kolumni kolumnit felieton felietony komentarze komentarz publicystyka názory názor komentáře
    komentář komentáre vélemény vélemények publicisztika opinii arvamus arvamused nuomonės nuomonė viedokļi viedoklis
    mnenja mišljenje komentari мнение мнения колонка колонки колумнисты точказрения думка думки погляд погляди
    коментари γνώμη γνώμες απόψεις άποψη görüş görüşler yazarlar köşeyazıları köşeyazısı opini kolom gócnhìn ýkiến
    quanđiểm 社説 オピニオン コラム 論説 社论 社論 社评 社評 评论 評論 时评 時評 观点 觀點 사설 칼럼 오피니언 رأي آراء
    مقالاتالرأي دعوت דעות דעה یادداشت सम्पादकीय संपादकीय विचार
"""
_OPINION_NAMES = frozenset(map(fold, _OPINION.split()))
"""What sections and folders of opinions are called, folded, in some thirty languages."""
_KICKER = """
    opinion editorial op-ed comment commentary column letters? guest.essay gastkommentar kommentar meinung kolumne
    gastbeitrag leitartikel glosse tribune édito éditorial chronique opinión columna tribuna opinião coluna opinione
    editoriale commento opinie commentaar ledare krönika debatt debat leder kronikk? pääkirjoitus kolumni opinia
    felieton komentarz komentář názor vélemény arvamus nuomonė мнение колонка думка погляд γνώμη άποψη görüş opini
    社説 社论 社論 社评 社評 评论 評論 사설 칼럼 رأي דעה
"""
_OPINION_KICKER = re.compile(
    rf"^[\[(【「]?\s*(?:{'|'.join(_KICKER.split())})\s*(?:[\])】」:：|–—]|\s-\s)"
    r"|[|–—]\s*(?:opinion|editorial|op-ed|comment(?:ary)?|letters?|meinung|kommentar|opinión|opinião|opinione|opinie)"
    r"\s*(?:$|[|–—])",
    re.IGNORECASE,
)
_LIVE_TITLE = re.compile(
    r"""\b live [ -]? (?: updates? | blogg? | coverage ) \b | \b newsblog \b | \b (?: live | news ) -? ticker \b
    | \b as [ ] it [ ] happened \b
    | (?: ^ | [-–—|:] \s? ) (?: live | en [ ] direct | en [ ] vivo | en [ ] directo | in [ ] diretta
    | ao [ ] vivo | direto
      | na [ ] żywo | canlı [ ] anlatım | онлайн | im [ ] liveticker ) \s* (?: [-–—|:] | $ )
    | \b (?-i: LIVE | EN [ ] DIRECT | EN [ ] VIVO | EN [ ] DIRECTO | DIRETTA | AO [ ] VIVO ) \s? [:|,–—]
    | \b (?: minuto [ ] a [ ] minuto | minute [ ] par [ ] minute | minuut [ ] tot [ ] minuut ) \b""",
    re.IGNORECASE | re.VERBOSE,
)
_LIVE_FOLDERS = words("liveblog liveblogs liveticker newsticker liveupdates liveupdate livenews livereporting")
_VIDEO_TITLE = re.compile(
    r"^[\[(]?(?:video|watch|vidéo|vídeo|wideo|видео|відео|βίντεο|動画|视频|영상)[\])]?\s*[:：|–—]", re.IGNORECASE
)
_VIDEO_FOLDERS = words("video videos watch vidéo vidéos vídeo vídeos videoteca mediathek wideo видео")


def genre_of(head: Head, title: str) -> Genre:
    """The page's genre; a report unless it plainly says otherwise."""
    folders = [fold(part) for part in unquote(path_of(head.url)).split("/")[1:-1]]
    titles = [line(claim)[:_LONGEST_TITLE] for claim in (title, head.meta("og:title"), head.title)]
    if "liveblogposting" in head.types or _LIVE_FOLDERS & {*folders} or any(map(_LIVE_TITLE.search, titles)):
        return "live"
    named = _OPINION_NAMES & {*folders, *_sections(head)}
    if named or "opinionnewsarticle" in head.types or any(map(_OPINION_KICKER.search, titles)):
        return "opinion"
    return "video" if _is_video(head, folders, titles) else "report"


def _sections(head: Head) -> Iterator[str]:
    claims = [
        section_of(head),
        head.meta("genre"),
        *listed(head.article.get("genre"))[:5],
        head.meta("article:section"),
    ]
    for claim in map(line, claims):
        yield from (fold(part) for part in re.split(r"\s*(?:[|/>&,:]|\band\b|\bund\b|\bet\b|\by\b)\s*", claim[:200]))


def _is_video(head: Head, folders: list[str], titles: list[str]) -> bool:
    """Its main thing is a video: it calls itself one, or has one and neither a report nor a place among reports."""
    if head.meta("og:type").lower().startswith("video"):
        return True
    placed = bool(_VIDEO_FOLDERS & {*folders}) or any(map(_VIDEO_TITLE.search, titles))
    return "videoobject" in head.types and (placed or not head.says_article)
