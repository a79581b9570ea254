"""Patterns of the lines that websites put around reports, by kind, in the languages that cost little.

Each is meant for one whole line without its bullet; `core.clean` says how long a line it may be asked about, and
whether it must match at the start or anywhere. Patterns that are tried at the start only are cheap as they are; the
others are `Phrases`.
"""

from __future__ import annotations

import re

from briefing.core.phrases import Phrases


def _phrases(lines: str, *, end: str = "") -> re.Pattern[str]:
    """One pattern from alternatives, a line each, spaces in them as they are; `end` is put behind every one."""
    alternatives = [line.strip() for line in lines.strip().splitlines()]
    return re.compile("|".join(f"(?:(?:{alternative}){end})" for alternative in alternatives), re.IGNORECASE)


_AGENCY = (
    r"(?-i:AP|AFP|Reuters|EPA|EFE|dpa|ANSA|Xinhua|PA|PA Wire|PA Media|UPI|TASS|NurPhoto|Bloomberg|Anadolu|Getty|"
    r"Getty Images|"
    r"AFP via Getty Images|Shutterstock|Alamy|iStock|Adobe Stock|Unsplash|Pixabay|Pexels|Keystone|imago|imago images|"
    r"picture alliance|Wikimedia|Wikimedia Commons|Flickr|ZUMA|ZUMA Press|SIPA|Rex|Handout|Courtesy)"
)
CREDIT_START = _phrases(
    r"""
    (?:photo|photograph|image|picture|pic|foto|illustration)s?(?: credit)?(?: by| von| di| de)?\s*[:©/|]\s*\S
    (?:bild|bilder|bildquelle|imagen|fotografía|credits?|crédits?(?: photo)?|crédito|copyright)\s*[:©/|]\s*\S
    (?:source|quelle|fuente|fonte)\s*:\s*\S
    (?:photo|image|picture|photograph|photographs|foto) (?:by|courtesy|credit|via|von)\b
    file (?:photo|image|picture)\b
    file\s*[-–—:]\s
    (?:in )?this (?:[\w,.]+ ){0,6}(?:photo|image|picture|photograph|combination|frame grab|screen ?grab)\b
    (?:symbolbild|archivbild|archivfoto|photo d['’]archives?|foto de archivo)\b
    """
)
CREDIT_END = Phrases(
    rf"""
    (  \((?:[^()]* )?(?:AP Photo|photo|image|pictures?|credit|courtesy|foto|bild|getty|reuters|afp)\b[^()]*\)\.?
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
    """,
    end="$",
)
RELATED_LABEL = _phrases(
    r"""
    read more|read also|also read|read next|read|related(?: \w+)?|see also|see more|more|more on this(?: story)?
    watch(?: now| live| more)?|listen(?: now)?|explainer|opinion|analysis|must read|don['’]t miss|in pictures
    recommended|go deeper
    mehr zum thema|lesen sie (?:auch|mehr|hier|dazu)|siehe auch|mehr dazu
    (?:à|a) lire(?: aussi)?|lire aussi|voir aussi|sur le même sujet
    le[ae] también|leer más|[lt]e puede interesar|ver también|mira también
    leggi anche|lees ook|leia (?:também|mais)|läs också|czytaj (?:też|także)|читайте также
    """,
    end=r"\s*[:|>»→▶-]\s*\S",
)
RELATED = _phrases(
    r"""
    read more|read (?:the )?full (?:story|article)|related (?:articles?|stor(?:y|ies)|topics?|news|content|posts?)
    see also|more on this(?: story)?|more (?:from|stories|news|coverage)\b.{0,40}
    you (?:may|might) (?:also )?(?:like|be interested in).{0,30}|recommended(?: for you| stories| reading)?
    editor['’]?s['’]? picks?|most read|most popular|trending(?: now)?|top stories|latest (?:news|stories)
    continue reading|keep reading|up next|read next
    mehr zum thema|das könnte (?:sie|dich) auch interessieren|lesen sie (?:auch|mehr)|weiterlesen|meistgelesen
    auch interessant
    (?:à|a) lire aussi|lire aussi|lire la suite|sur le même sujet|à ne pas manquer
    le[ae] también|leer más|noticias? relacionadas?|te puede interesar|más información|leggi anche
    """,
    end=r"\s*[.:…>»→]*$",
)
MORE_HERE = _phrases(
    r"""
    (?:read|for more|more) [^.]{0,80}\b(?:here|click here|visit|at https?:|www\.).{0,60}$
    (?:click|tap) here\b
    """
)
PROMOTION = _phrases(
    r"""
    (?:please )?sign[- ]?up\b|(?:please )?subscribe\b
    (?:please )?(?:follow|like|join|find|add) (?:us|@\w+)\b
    follow .{0,60}\b(?:on (?:x|twitter|facebook|instagram|threads|bluesky|linkedin|whatsapp|telegram|google news)|@\w+)
    (?:join|get|download|try|install) (?:the |our |your |all )?.{0,60}\b(?:app|newsletters?|inbox|alerts|podcast)\b
    (?:get|receive|want) .{0,80}\b(?:delivered|straight|sent|directly)\b.{0,30}\b(?:inbox|phone|you)\b
    (?:support|fund|donate to) (?:our|us|independent|quality|local|the work)\b
    (?:become|be) a (?:member|subscriber|supporter|patron)\b
    (?:register|log[- ]?in|sign[- ]?in|create (?:a |an |your )?(?:free )?account|start your (?:free )?trial)\b
    to (?:continue|keep) reading|already (?:a|have an?) (?:subscri|account|member)
    this (?:article|story|content) is (?:only )?(?:for|available to|exclusive)
    you(?:['’]ve| have) (?:reached|read) (?:your|\w+ of your)|unlock (?:this|unlimited|the rest)
    (?:do you )?(?:have|got) (?:a |an )?(?:tip|story|question|news tip|confidential)
    (?:contact|email|write to|reach) (?:the |our |us |this )?(?:reporter|author|newsroom|writer|editor|us)\b
    (?:story|article|content|text) continues (?:below|after)
    our standards\s*:|listen to (?:this|the) (?:article|story|podcast|episode)
    what (?:do you think|are your thoughts)\?|let us know\b|leave a comment|join the (?:conversation|discussion)
    share your (?:thoughts|views|story|opinion)|comments? (?:are )?closed|(?:view|show|\d+) comments?$
    jetzt (?:abonnieren|anmelden|registrieren|testen)|(?:abonnieren|anmelden|registrieren|newsletter)\b[^.]{0,60}$
    melden sie sich (?:jetzt |hier |für )|abonnieren sie|folgen sie uns|laden sie (?:sich )?(?:die|unsere)
    inscrivez-vous|abonnez-vous|suivez-nous|suivez .{0,30} sur|téléchargez (?:l|notre)|cet article est réservé
    recevez .{0,60}(?:newsletter|mail|alertes)|il vous reste \d
    suscr[ií]b[ea]|s[íi]g[ua]e?nos|reg[íi]strate|descarga (?:nuestra|la app)|recibe .{0,60}(?:correo|newsletter|boletín)
    """
)
PROMOTION_INSIDE = Phrases(
    r"""
    newsletter      \b(?:sign up|subscribe|subscribing|signing up|get|receive|register)\b.{0,80}\bnewsletter\b
    inbox           \b(?:sign up|subscribe|subscribing|signing up|get|receive|register)\b.{0,80}\binbox\b
    sign up         \bsign up\b.{0,80}\b(?:daily|email) updates\b
    newsletter      \bnewsletter\b.{0,60}\b(?:sign up|subscribe|inbox)\b
    download ,get the,get our  \b(?:download|get) (?:the|our) .{0,30}\bapp\b
    alert settings  \bcustomize your alert settings\b
    for as          \bfor as (?:little|low) as\b
    """
)
ORIGIN = _phrases(
    r"""
    this (?:article|story|post|piece) (?:was |has been |is )?(?:originally |first )?(?:re)?published\b
    (?:the )?(?:views|opinions)(?: and opinions)? expressed (?:here|in this|are|by)\b|with (?:files|reports) from\b
    (?:.{3,60} contributed to this (?:report|story|article)|reviews have been edited)\b
    this (?:article|story|post|piece) (?:originally |first )appeared\b|(?:originally|first) (?:published|appeared)\b
    the post .{3,200} (?:first )?appeared (?:first )?on\b
    (?:reporting|editing|writing|additional reporting|compiled|edited|translated) by\b
    """
)
ADVERT = _phrases(
    r"""
    (?:advertisement|advertising|sponsored(?: content)?|promoted|anzeige|werbung|publicité|publicidad)\b[^.]{0,40}$
    (?:annuncio|pubblicità|advertentie|реклама)\b[^.]{0,40}$
    """
)
AFFILIATE = Phrases(
    r"""
    commission,compensation  \bearn (?:a |an )?(?:small )?(?:affiliate )?(?:commission|compensation)\b
    affiliate       \baffiliate (?:links?|partnerships?|commission)\b
    independently   \bindependently (?:selected|chosen|reviewed) by our\b
    we may          \bwe may (?:receive|get) (?:a |an )?(?:commission|compensation)\b
    """
)
CONSENT = Phrases(
    r"""
    cookies         \b(?:we|this (?:site|website|page)|our (?:site|website|partners)) uses? .{0,40}cookies\b
    cookie          \b(?:accept|allow|reject|manage|enable)\b.{0,20}\bcookies?\b
    information on  \b(?:stor|access)\w*\b.{0,40}\binformation on (?:your|a|the user['’]s) device\b
    choices         \byou (?:can|may)\b.{0,60}\b(?:accept|reject|manage|change|withdraw)\b.{0,30}\bchoices\b
    preferences     \byou (?:can|may)\b.{0,60}\b(?:accept|reject|manage|change|withdraw)\b.{0,30}\bpreferences\b
    consent         \byou (?:can|may)\b.{0,60}\b(?:accept|reject|manage|change|withdraw)\b.{0,30}\bconsent\b
    partners        \b(?:we|our) (?:and our )?(?:\d+ )?partners\b.{0,120}\b(?:personal data|cookies|your device)\b
    by clicking,by continuing,by joining  \bby (?:clicking|continuing|joining)\b.{0,120}\b(?:you|policy|terms)\b
    by signing up,by submitting  \bby (?:signing up|submitting)\b.{0,120}\b(?:you|policy|terms)\b
    by subscribing,by registering  \bby (?:subscribing|registering)\b.{0,120}\b(?:you|policy|terms)\b
    privacy policy  \bprivacy policy\b.{0,60}\bterms\b|\bterms\b.{0,60}\bprivacy policy\b
    recaptcha       \bprotected by recaptcha\b
    cookies         \bwir (?:verwenden|nutzen|setzen) .{0,40}\bcookies\b|\bnous utilisons .{0,40}\bcookies\b
    cookie          \b(?:utilizamos|usamos) .{0,40}\bcookies\b|\butilizziamo .{0,30}\bcookie\b
    datenschutz     ^.{0,60}\bdatenschutzerklärung\b.{0,60}$
    confidentialit  ^.{0,60}\bpolitique de confidentialité\b.{0,60}$
    privacidad      ^.{0,60}\bpolítica de privacidad\b.{0,60}$
    hosted          \b(?:this|the) (?:content|video|post) (?:is|isn['’]t|cannot|can['’]t) .{0,10}hosted\b
    available       \b(?:this|the) (?:content|video|post) (?:is|isn['’]t|cannot|can['’]t) .{0,10}available\b
    displayed       \b(?:this|the) (?:content|video|post) (?:is|isn['’]t|cannot|can['’]t) .{0,10}displayed\b
    to view,to display,to show,to see  \bto (?:view|display|show|see) this (?:content|video|post|tweet|embed)\b
    view this post  \bview this post on\b
    dieser stelle   \ban dieser stelle (?:finden|steht|befindet)\b
    inhalt          \b(?:externer|redaktioneller) inhalt\b
    javascript      \b(?:enable|activate|turn on|requires?) javascript\b
    your browser    \byour browser (?:does not|doesn['’]t|is)\b
    blocker         \bad ?blocker\b
    """
)
COPYRIGHT = Phrases(
    r"""
    ©,(c),copyright  (?:©|\(c\)|copyright)\s*(?:©\s*)?(?:\d{4}|by|the)?\b.{0,120}
    rights reserved  .{0,100}\ball rights reserved\b.{0,60}
    alle rechte     .{0,100}\balle rechte vorbehalten\b.{0,60}
    tous droits     .{0,100}\btous droits réservés\b.{0,60}
    derechos reserv  .{0,100}\btodos los derechos reservados\b.{0,60}
    diritti riserv  .{0,100}\btutti i diritti riservati\b.{0,60}
    may not be      .{0,60}\bmay not be (?:published|reproduced|copied)\b.{0,120}
    """,
    end="$",
)
TAGS = _phrases(
    r"""
    (?:tags?|topics?|keywords?|filed under|categor(?:y|ies)|more about|in this (?:story|article))\s*:\s*\S.{0,200}
    (?:themen|schlagw[oö]rter|stichworte|mots[- ]cl[ée]s|th[èe]mes|temas|etiquetas|argomenti)\s*:\s*\S.{0,200}
    (?:#\w+[\s,]+)*#\w+
    tags|topics|filed under|themen|etiquetas
    """,
    end="$",
)
_MONTH = r"(?:jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec)[a-z]{0,6}\.?"
_TIME = r"(?:[ ,|·-]+(?:at )?\d{1,2}[:.]\d\d.{0,12})?"
STAMP = _phrases(
    rf"""
    (?:first |last )?(?:published|updated|posted|modified)\s*(?:on|at|:|-|\d|{_MONTH})[^.]{{0,60}}(?:[ap]\.m\.)?
    (?:veröffentlicht|aktualisiert|stand|erstellt)\s*(?:am|um|:|\d)[^!?]{{0,60}}
    (?:publié|mis à jour|actualizado|publicado|pubblicato|aggiornato)\s*(?:le|el|il|à|:|\d)[^.]{{0,80}}
    \d+[- ]?min(?:ute)?s?\.?(?: (?:de )?(?:read|lecture|lesezeit|lectura)| to read)?
    (?:[a-z]{{3,6}}day,? )?(?:\d{{1,2}}\.? )?{_MONTH} (?:\d{{1,2}},? )?\d{{4}}{_TIME}
    \d{{1,2}}[./-]\d{{1,2}}[./-]\d{{2,4}}{_TIME}
    \d{{4}}年\d{{1,2}}月\d{{1,2}}日[\s\d時分年月日:：更新()（）]*
    [—–-] .{{2,40}}\(@\w+\).{{0,30}}
    \d{{1,2}}:\d\d(?: ?[ap]m)?(?: [A-Z]{{2,4}})?
    """,
    end="$",
)
_WORD = r"[A-ZÀ-ÖØ-Þ][\w'’.-]*"
_NAME = rf"{_WORD}(?: (?:{_WORD}|de|van|von|der|den|la|del|da|di|el|al|bin|ter)){{0,4}}"
_ROLE = (
    r"(?i:(?:(?:staff|senior|chief|political|business|sports?|foreign|national|special|associate|deputy|managing|"
    r"science|freelance|health|education|crime|local|associated|the) )*(?:reporters?|writers?|correspondents?|"
    r"editors?|journalists?|staff|press|columnist|contributors?|bureau|desk|redakteur(?:in)?|journaliste|redacción|periodista))"
)
_JOIN = r"(?: ?[,;|/&] ?| and | und | et | y )"
BYLINE = re.compile(
    rf"(?:(?:Written |Reported |Words )?[Bb]y|BY|Von|Par|Por|Di|Door):? {_NAME}(?:{_JOIN}(?:{_NAME}|{_ROLE}))*$"
    rf"|{_NAME} ?[,|·-] ?{_ROLE}(?: ?[,|].{{0,40}})?$"
)
BIO = re.compile(
    r"\b(?:is|was|has been|covers?|writes?|reports?|joined|works?)\b.{0,120}"
    r"\b(?:editor|reporter|writer|journalist|correspondent|columnist|author|contributor|producer|fellow)\b"
    r"|\b(?:covers|writes about|reports on|can be reached at)\b",
    re.IGNORECASE,
)
SHARE = frozenset(
    """a article back bluesky bookmark by close comment comments compartir condividi copied copy drucken e-mail email
    facebook flipboard follow fullscreen gallery gift home imprimer imprimir instagram link linkedin loading mail menu
    merken messenger more mute next on open options partager pause pinterest play pocket post previous print reddit
    save search share shares sharing stampa story teilen telegram the this threads to top tumblr tweet twitter unmute
    us via video whatsapp with x youtube""".split()  # noqa: SIM905 - a word list reads better as text
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
