"""Patterns of notices, labels and buttons around reports, by kind.

Like those of `boilerplate`, for one whole line without its bullet, with typographic marks as their ASCII stand-ins.
"""

from __future__ import annotations

from briefing.core.phrases import Openings, Phrases, joined

DISCLAIMER = Openings(
    joined(
        r"""
    (?:the |any )?(?:views|opinions)(?: and opinions)? expressed (?:here|in this|are|by|on)\b
    opinion articles reflect|(?:this|the) (?:article|column|piece|commentary) (?:reflects|represents|expresses)
    (?:this|the) (?:article|column|piece|commentary) does not (?:necessarily )?(?:reflect|represent|constitute)
    (?:the )?authors?(?: or authors?)? (?:does|do|did) not (?:own|hold|have)\b
    (?:this|the) (?:article|story|post|headline|piece|report)(?: \w+){0,3} (?:was|has been|is) (?:amended|corrected\
    |updated|changed|modified|edited)\b
    correction(?: \(.{2,30}\))?\s*[:,-]|clarification\s*[:,-]|editor'?s'? notes?\s*:
    updated to (?:add|include|correct|clarify|reflect)\b
    an earlier version of this|this is a (?:breaking|developing)(?: \w+)* (?:story|new)
    (?:this|the) live ?blog (?:has|is) (?:ended|now|closed)
    prices? .{0,30}\b(?:accurate|correct) (?:at|as of)\b|submissions are subject to
    some details have been changed
    this (?:article|story|summary|text|content) (?:was|is|has been) (?:created|generated|written|translated|produced\
    |machine)\b.{0,40}\b(?:ai|artificial|automat|machine)
    comments on this (?:piece|article|story) are
    gastkommentare und|die (?:hier )?(?:geäußerte|dargestellte)n? (?:meinung|ansicht)|anmerkung der redaktion
    anm\. d\. red|korrektur\s*:|in einer früheren version
    dieser (?:artikel|text|beitrag) wurde (?:aktualisiert|korrigiert|mit|maschinell|automatisch|übersetzt)
    transparenzhinweis|hinweis\s*:$|hinweis der redaktion
    les (?:opinions|propos) exprimé|nota de (?:la redacción|corrección)|nota da redação|fe de errores
    las opiniones (?:expresadas|vertidas)|os artigos publicados|le opinioni espresse
    (?:特别声明|免责声明|声明|版权声明|特別聲明|免責聲明)[：:]|(?:本作品为|本文仅|本网站|本站)
    以上(?:内容|作品|言论).{0,12}(?:仅|不)|notice: the content above
    投资有风险|文章来源
    """
    )
)
DISCLAIMER_INSIDE = Phrases(
    r"""
    not provide,not constitute  ^.{2,60} does not (?:provide|constitute) (?:\w+ ){0,3}(?:legal|medical|advice)\b
    is not          ^.{2,60} is not (?:intended to (?:be|provide) )?(?:\w+ ){0,3}(?:advice|substitute)\b
    informational purposes  ^.{2,60} for informational purposes only\b
    """
)
ADVERT = Openings(
    r"""
    advertisements?\b[^.]{0,40}$|advertising\b[^.]{0,40}$|advertorial$|sponsored(?: content| by)?\b[^.]{0,40}$
    promoted\b[^.]{0,40}$|promotion$|paid (?:content|post)\b[^.]{0,40}$|ad$|from our (?:sponsor|partner)s?\b.{0,30}$
    anzeige\b[^.]{0,40}$|werbung\b[^.]{0,40}$|publicité\b[^.]{0,40}$|publicidade?\b[^.]{0,40}$|annuncio\b[^.]{0,40}$
    pubblicità\b[^.]{0,40}$|advertentie\b[^.]{0,40}$|reklama?\b[^.]{0,20}$|реклама\b[^.]{0,40}$|annons\b[^.]{0,20}$
    annonce\b[^.]{0,20}$|إعلان$
    (?:广告|廣告|広告|スポンサーリンク|PR\]|광고)[^。.]{0,30}$
    """
)
AFFILIATE = Phrases(
    joined(
        r"""
    earn            \bearn (?:us )?(?:a |an |some )?(?:small )?(?:affiliate )?(?:commission|compensation|revenue)\b
    affiliate       \baffiliate (?:links?|partnerships?|commission|relationships?|programs?|advertising)\b
    independently   \bindependently (?:selected|chosen|reviewed|select|review|recommend)\b.{0,60}(?:\bby our\b\
    |\beditors?\b|everything|products?|commission)
    we may          \bwe may (?:receive|get|earn) (?:a |an )?(?:small )?(?:commission|compensation|revenue|share)\b
    provision       \b(?:erhalten|bekommen|erhält|bekommt) .{0,60}\bprovision\b
    affiliate       \baffiliate[- ]links?\b
    une commission  \b(?:toucher|percevoir|recevoir) une commission\b
    commissione,comisión  \buna (?:comisión|commissione)\b.{0,40}(?:compra|acquist)
    sent as samples  \bsent as samples\b
    """
    )
)
CONSENT = Phrases(
    joined(
        r"""
    cookies         \b(?:we|this (?:site|website|page)|our (?:site|website|partners)) uses? .{0,40}cookies\b
    cookie          \b(?:accept|allow|reject|manage|enable)\b.{0,20}\bcookies?\b
    information on  \b(?:stor|access)\w*\b.{0,40}\binformation on (?:your|a|the user's) device\b
    choices,preferences,consent  \byou (?:can|may)\b.{0,60}\b(?:accept|reject|manage|change|withdraw)\b.{0,30}\
    \b(?:choices|preferences|consent)\b
    partners        \b(?:we|our) (?:and our )?(?:\d+ )?partners\b.{0,120}\b(?:personal data\b|cookies\b|your device\b\
    |check out at any\b)
    by clicking,by continuing,by joining,by signing up,by submitting,by entering,by subscribing,by registering\
    ,by providing  \bby (?:clicking|continuing|joining|signing up|submitting|entering|subscribing|registering\
    |providing)\b.{0,120}\b(?:you|policy|terms)\b
    privacy policy,privacy notice  \bprivacy (?:policy|notice)\b.{0,60}\bterms\b|\bterms\b.{0,60}\bprivacy policy\b
    recaptcha       \bprotected by recaptcha\b
    cookies         \bwir (?:verwenden|nutzen|setzen) .{0,40}\bcookies\b|\bnous utilisons .{0,40}\bcookies\b
    cookie          \b(?:utilizamos|usamos) .{0,40}\bcookies\b|\butilizziamo .{0,30}\bcookie\b
    cookie          \bwij gebruiken .{0,30}\bcookies\b|\bużywamy .{0,30}cookie
    datenschutz     ^.{0,60}\bdatenschutzerklärung\b.{0,60}$
    personenbezogene daten  \bpersonenbezogene daten an drittplattformen\b
    ich bin damit   ^ich bin damit einverstanden\b
    confidentialit  ^.{0,60}\bpolitique de confidentialité\b.{0,60}$
    privacidad      ^.{0,60}\bpolítica de privacidad\b.{0,60}$
    privacidade     ^.{0,60}\bpolítica de privacidade\b.{0,60}$
    """
    )
)
PLAYER = Phrases(
    joined(
        r"""
    hosted,available,displayed,supported,loaded,played  \b(?:this|the) (?:content|video|post|player|embed) (?:is|isn't\
    |cannot|can't|could not) .{0,14}(?:hosted|available|displayed|supported|loaded|played)\b
    to view,to display,to show,to see  \bto (?:view|display|show|see) this (?:content|video|post|tweet|embed)\b
    be viewed on    \bcontent can also be viewed on\b
    dieser stelle   \ban dieser stelle (?:finden|steht|befindet)\b
    inhalt          \b(?:externer|redaktioneller) inhalt\b|\bdiesen inhalt (?:anzuzeigen|anzeigen|mit|laden)\b
    datawrapper     \bdatawrapper\b.{0,80}\b(?:daten|inhalte?|anbieter)\b
    contenu         \bce contenu (?:est|n'est|a été) (?:bloqué|pas disponible|masqué)\b|\bcontenu (?:externe|bloqué)\b
    javascript      \b(?:enable|activate|turn on|requires?|activer|aktivieren|active) javascript\b
    browser         \byour browser (?:does not|doesn't|is|version)\b|\bbrowser (?:version )?with limited support\b
    browser,navigateur  \b(?:ihr|dein) browser (?:unterstützt|kann)\b|\bvotre navigateur (?:ne|n'est)\b
    browser,navegador  \btu navegador no\b|\bil tuo browser non\b|\bseu navegador não\b
    blocker         \bad ?blocker\b
    javascript,flash  ^.{0,80}\b(?:javascript|flash)(?: player)? (?:is|must be|erforderlich|muss|ist|needs)\b
    """
    )
)
_PLAYED = (
    r"(?: (?:video|player|audio|the video|here|off|on|on demand|rate|type|time|live))*"
    r"(?:\W*\d+:\d\d(?::\d\d)?){0,2}\W*$"
)
PLAYER_LABEL = Openings(
    rf"""
    (?:play|watch|pause|stop|mute|unmute|replay|loading|video|audio|settings|captions){_PLAYED}
    (?:quality|speed|full ?screen|share|close|skip ad|duration|subtitles|stream type|live){_PLAYED}
    (?:current time|remaining time|playback rate|chapters|now playing|up next){_PLAYED}
    """
    r"""
    \d{1,2}:\d\d(?::\d\d)? ?[/|-] ?\d{1,2}:\d\d(?::\d\d)?\W*$|\d(?:\.\d+)?x$|\d{3,4}p$
    listen(?: to (?:this|the) (?:article|story))?(?:\W*\d+[: ]?\w*)?\W*$|listen \W?\d+ min
    hear this (?:story|article)|this is (?:an )?ai[- ]generated
    video ansehen$|video abspielen$|zum abspielen\b.{0,40}$|artikel anhören\W*\d*\W*\w*$
    écouter (?:l'article|cet article)\W*.{0,12}$|escuchar\W*.{0,20}$
    ascolta (?:l'articolo|questo articolo)\W*.{0,12}$|posłuchaj\W*.{0,12}$|ouvir (?:artigo|notícia)\W*.{0,12}$
    reproducir\W*.{0,12}$
    (?:oops\W*)?something went wrong\b.{0,60}$|an error (?:has )?occurred\b.{0,60}$|ein klick für den datenschutz$
    video (?:unavailable|duration|caption|transcript|player is loading)\b.{0,20}$|recommended videos?$
    related videos?\W*$|videos?\W*$|vidéo\W*$
    倍速$|很抱歉.{0,10}播放失败|当前视频|播放$|暂停$|静音$|全屏$|音量|视频加载|動画を(?:見る|再生)|再生$|기사 ?듣기
    음성으로 ?듣기|दिखाएं$|воспроизвести|слушать
    """
)
EMBED = Phrases(
    r"""
    @               ^.{2,80}\(@\w{1,30}\)(?:[ ,|-].{0,40})?$|^[^@.!?:]{2,40} \(?@\w{2,20}\)?$
    pic.twitter.com  \bpic\.twitter\.com/\w+$
    https://t.co/   \bhttps://t\.co/\w+$
    """
)
EMBED_LABEL = Openings(
    r"""
    (?:view|see) (?:more |new |this )?(?:\w+ )?on (?:x|twitter|instagram|threads|bluesky|facebook|tiktok)\W*$
    see new tweets$|view this post on\b|a (?:post|video|photo|reel) shared by\b|shared a link:
    ein beitrag geteilt von\b|une publication partagée\b|una publicación compartida\b|un post condiviso\b
    uma publicação compartilhada\b|post udostępniony\b|(?:\d[\d.,]*k? )?retweets?\b.{0,30}$
    (?:instagram|twitter|facebook|tiktok|youtube|x)[- ](?:content|post|embed|video|inhalt)\W*$
    waiting for your permission|please enter your date of birth
    """
)
MARKER = Openings(
    r"""
    (?:article|main|page) content|skip to (?:the |main )?content|back to (?:the )?top|table of contents|contents
    in this article
    hauptinhalt|zum (?:inhalt|seitenanfang)|inhaltsverzeichnis|sommaire|sumário|índice|inhoud|spis treści|目录|目次
    목차
    """,
    end=r"\W*$",
)
"""Where the page has its parts."""
TAGS = Openings(
    r"""
    tags?\s*[:：]\s*\S.{0,200}|topics?\s*:\s*\S.{0,200}|keywords?\s*:\s*\S.{0,200}|filed under\s*:?\s*\S.{0,200}
    categor(?:y|ies)\s*:\s*\S.{0,200}|more about\s*:?\s*\S.{0,100}|in this (?:story|article)\s*:?.{0,200}
    themen\s*:\s*\S.{0,200}|schlagw[oö]rter\s*:\s*\S.{0,200}|stichworte?\s*:\s*\S.{0,200}
    mots[- ]cl[ée]s\s*:\s*\S.{0,200}|th[èe]mes\s*:\s*\S.{0,200}|temas\s*:\s*\S.{0,200}|etiquetas\s*:\s*\S.{0,200}
    argomenti\s*:\s*\S.{0,200}|categor[ií]as?\s*:\s*\S.{0,200}
    tagi\s*:\s*\S.{0,200}|etiketler\s*:?.{0,200}|теги\s*:.{0,200}|метки\s*:.{0,200}
    (?:标签|標籤|关键[词字]|關鍵字|タグ|キーワード)\s*[：:].{0,200}|태그\s*:.{0,200}|関連キーワード|關鍵詞.{0,100}
    (?:#\w+[\s,]+)*#\w+|tags|topics|filed under|themen|etiquetas
    """,
    end="$",
)
COMMENTS = Openings(
    r"""
    \d[\d., ]*[km]? ?(?:comments?|shares?|views?|likes?|replies|retweets?|reactions?|followers)\W*$
    \d[\d., ]*[km]? ?(?:votes?|kommentare?|aufrufe|commentaires?|comentarios?|visitas)\W*$
    \d[\d., ]*[km]? ?(?:commenti|comentários?|reacties|komentarz\w*|wyświetle\w*|комментари\w*)\W*$
    \d[\d., ]*[km]? ?(?:просмотр\w*|yorum|görüntülenme|次浏览|评论|浏览|阅读|点赞|댓글|件のコメント)\W*$
    comments?(?: section)?(?: \(?\d[\d,.]*\)?)?\W*$
    (?:view|show|see|read|load|hide|all) (?:all |the |more )?(?:\d+ )?comments?\W*$|no comments(?: yet)?\W*$
    kommentare?(?: \(?\d+\)?)?\W*$|(?:zu den )kommentaren?\W*$|commentaires?(?: \(?\d+\)?)?\W*$
    comentarios?(?: \(?\d+\)?)?\W*$|commenti(?: \(?\d+\)?)?\W*$|comentários?(?: \(?\d+\)?)?\W*$
    komentarze(?: \(?\d+\)?)?\W*$|комментарии(?: \(?\d+\)?)?\W*$|yorumlar\b.{0,30}$
    (?:最热|最新|热门|全部|精彩)?评论\W*$
    热门话题.{0,30}$|댓글.{0,8}$|コメント(?:する|を書く)?\W*$|.{1,40} [\d.]+万?次浏览$|be the first to comment
    report (?:a )?(?:typo|error|abuse)\W*$|举报$
    """
)
SHARE = frozenset(
    """a article back bluesky bookmark by close comment comments compartir condividi copied copy drucken e-mail email
    facebook flipboard follow fullscreen gallery gift home imprimer imprimir instagram link linkedin loading mail menu
    merken messenger more mute next on open options partager pause pinterest play pocket post previous print reddit
    save search share shares sharing stampa story teilen telegram the this threads to top tumblr tweet twitter unmute
    us via video whatsapp with x youtube artikel beitrag auf per partilhar compartilhar delen deel udostępnij поделиться
    paylaş dela del kopieren kopiert copier lien enlace copiar copia guardar enregistrer salva vorlesen anhören sms
    viber line wechat weibo vk ok xing clipboard kopiuj icon button
    """.split()  # noqa: SIM905 - a word list reads better as text
)
SHARE_LABEL = Openings(
    r"""
    share (?:this|on|via|to|with|by|full article|article|story)\b[^.]{0,30}$|分享(?:到|至|给)?\W*.{0,10}$
    シェア(?:する)?\W*$
    ツイート\W*$|공유(?:하기)?\W*$|поделиться\b.{0,30}$|कॉपी लिंक$|copy link\b.{0,30}$
    link (?:copied|kopiert|copiado)\b.{0,20}$|gift (?:this )?article\b.{0,20}$
    partager (?:sur|cet article|l'article|par)\b.{0,30}$|compartir (?:en|esta|este|por)\b.{0,30}$
    condividi (?:su|questo|l')\b.{0,30}$|compartilhar (?:no|na|esta)\b.{0,30}$|teilen (?:auf|per|via|sie)\b.{0,30}$
    print (?:this )?(?:article|page|story)\W*$|save (?:this )?(?:article|story|for later)\W*$
    """
)
CODE = Phrases(
    r"""
    function        \bfunction\s*\(
    var             \bvar \w+\s*=
    window.         \bwindow\.\w+
    document.       \bdocument\.(?:get|query|write|create)
    =>              =>\s*\{
    {               \{\s*["']?[\w-]+["']?\s*:
    adsbygoogle,googletag.  adsbygoogle|googletag\.
    <               </\w+>|<\w+ \w+=|<br ?/?>
    &lt;            &lt;/?\w+
    px;             \bpx;\s*\}
    """
)
