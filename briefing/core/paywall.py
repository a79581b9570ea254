"""Paywalls: whether a page has nothing of a report but a teaser, or only its beginning."""

from __future__ import annotations

import re

from briefing.core.signs import Signs
from briefing.core.text import count_words
from briefing.core.walls import SENTENCE_END, found, letters, says

_NEWSLETTER = re.compile(r"newsletter|бюллетен|ニュースレター|النشرة|boletín|biuletyn|inbox", re.IGNORECASE)
_LAST = 10
"""Lines at the end of a text that may be a wall's."""
_MOST = 6000
_LONG = 2500
"""Letters from which on a text is no beginning, whatever stands elsewhere on the page."""
_SHORT = 1500
"""The same for what is said without the name of a wall."""
WALL = r"""
    reading,article,story  \b(?:to|and) (?:continue|keep|carry on|go on|finish|resume) reading\b\
    |\bto (?:continue|finish) (?:with )?(?:this|the|your) (?:article|story)\b|\bcontinue reading (?:with|for|by\
    |this (?:article|story)|the full|your)\b|\bkeep reading (?:with|for|by)\b
    subscribe,register,sign up,sign in,log in,join,upgrade,become a  \
    \b(?:subscribe|register|sign up|sign in|log in|join|upgrade|become a (?:member|subscriber))\b.{0,40} (?:to\
    |and) (?:(?:read|unlock|access) (?:the |this |all |our |full |more |every|unlimited|it\b|on\b)|get (?:full\
    |unlimited|instant))
    subscriber,member,reader  \b(?:article|content|story|report|piece|page|rest|text|feature|analysis) (?:is\
    |are) (?:only |exclusively |reserved |available |exclusive |open |just )*(?:for|to) (?:our |paying |premium \
    |registered |digital )*(?:subscriber|member|reader)|\b(?:for|exclusive to) (?:paying |our |digital \
    |premium )*(?:subscribers|members) only\b|\b(?:subscribers?|members?)[- ](?:only|exclusive)\b
    members,subscribers  \b(?:exclusive|reserved|open|available only|only available) (?:to|for) (?:our |all \
    |paying |premium )*(?:members|subscribers)
    möchten,möchtest,wollen,willst,lesen sie,lies  \
    \b(?:möchten|möchtest|wollen|willst)\b.{0,50}\bweiter ?lesen\b|\b(?:lesen sie|lies) (?:jetzt )?weiter (?:mit\
    |im|für|ab)\b
    exklusiv,vorbehalten,ausschließlich  \b(?:exklusiv|ausschließlich) (?:für|mit) (?:unsere \
    |alle )?(?:[\w-]*abonnent|[\w-]*mitglieder|[\w-]*abo\b|digital)|\b(?:abonnenten|mitgliedern) vorbehalten\b
    débloqu,avez lu     \bdébloqu\w+ (?:la suite|cet article|l'article)|\bvous avez lu \d+ ?%
    te lezen  \bom (?:dit|het|de) (?:\w+ )?(?:artikel|verhaal) (?:helemaal |volledig |verder )?te lezen\b
    بقية,باقي,كامل,تتمة  ل(?:قراءة|متابعة|إكمال) (?:بقية|باقي|كامل|تتمة) (?:ال)?(?:مقال|خبر|تقرير|قصة)
    already  \balready (?:a |an |our )?(?:\w+ )?(?:subscriber|member|subscribed|registered)\b(?=\W*$\
    |.{0,30}\b(?:log|sign))|\balready have (?:an?|your) (?:\w+ )?(?:account|subscription|membership)\b
    you must,you need,you have to  \byou (?:must|need to|have to) (?:be (?:logged in|signed in|a (?:subscriber\
    |member))|subscribe|sign in|log in|register)\b
    unlock              \bunlock (?:this|unlimited|full|the (?:full|rest)|your|all|every)\b
    article,stories,story,monthly,reading limit,limit of  \
    \b(?:reached|used|read|hit|out of|run out)\b.{0,60}\b(?:free (?:articles?|stories)|(?:article|monthly|story\
    |reading) limit|limit of)\b|\b(?:free )?(?:articles?|stories) (?:left|remaining)\b|\blast free (?:article\
    |story)\b
    the rest,remainder,read the  \b(?:the rest|remainder) of (?:this|the) (?:article|story|report)\b\
    |\bread the (?:full|whole|rest|remaining|entire)\b.{0,40}\b(?:subscri|account|free|trial|member|app\b)
    weiter              \b(?:jetzt|um|gratis|kostenlos|sofort)\b.{0,80}\bweiter(?:zu|zu | )?lesen\b(?!\s*[:»>])\
    |\bweiterlesen (?:mit|ab|für|nach)\b
    abonn,abo,exklusiv,digital,mitglied  \b(?:artikel|inhalt|beitrag|text|bericht|rest)\b.{0,60}\b(?:abonnent\
    |(?:nur|exklusiv) (?:für|mit) .{0,30}(?:abo\b|-abo|mitglied|digital))|\bjetzt (?:abonnieren|abo )\
    |\bbereits (?:abonnent|abonniert|ein abo|abo)|\bnoch kein abo\b|\bnur (?:für|mit) (?:unsere |ein(?:em)? \
    |digital-?)*(?:abonnent|abo\b)|\b(?:mit|im|per) .{0,20}abo (?:lesen|weiter|alle)
    artikel,inhalt,freischalten  \b(?:plus|premium)-?(?:artikel|inhalt)\w*\b|\b(?:artikel|inhalt\
    |text)\w* (?:jetzt )?freischalten\b|\b(?:gratis|kostenlos\w*|frei\w*)[- ]artikel\b.{0,40}\b(?:gelesen\
    |aufgebraucht|verbraucht|monat)
    bereits,schon,registrier  \b(?:bereits|schon) (?:registriert|kunde|abonnent|mitglied)\b\
    |\bregistrier(?:en sie|e dich)\b.{0,60}\bles
    abonn  \brés(?:ervée?s?|ervé) (?:à |aux |uniquement |exclusivement |à nos )+(?:nos )?abonnés|\bdéjà abonné\
    |\babonnez-vous\b.{0,60}\b(?:pour|afin|lire|suite|accéd)|\b(?:article|contenu|suite) .{0,30}abonnés
    pour,afin,reste,article  \b(?:pour|afin de) (?:lire|poursuivre|continuer|découvrir\
    |accéder à)\b.{0,30}\b(?:suite|lecture|article|intégralité|totalité|lire)\b\
    |\bil (?:vous )?reste \d.{0,20}(?:%|mots|article)|\b\d+ ?% de (?:cet )?article\b
    suscri,suscrí,abonad  \b(?:contenido|artículo|noticia|nota|texto)\b.{0,40}\b(?:suscriptores|abonados\
    |suscritos)|\bsuscr[íi](?:bete|base|birte)\b.{0,40}\b(?:para|y|seguir|leer|accede|continúa)|\b(?:solo\
    |exclusivo|exclusiva|sólo) (?:para )?(?:suscriptores|abonados)|\b¿?ya (?:eres|es|estás|está) (?:suscript\
    |suscrit|abonad)
    seguir leyendo,continuar leyendo,sigue leyendo,siga leyendo  \
    \b(?:para|y|quieres|quiere) (?:seguir|continuar|sigue|siga) leyendo\b
    abbonat,riservat  \b(?:articolo|contenuto|notizia)\b.{0,40}\b(?:abbonati|abbonat\w|riservat\w)\
    |\b(?:sei )?già abbonat|\babbonati\b.{0,40}\b(?:per|e) (?:legg|contin)|\briservat\w (?:agli|ai nostri) abbonati
    legg,proseguire  \b(?:per|e) (?:continu(?:are|a) a leggere|proseguire (?:la|nella) lettura|leggere (?:tutto\
    |l'articolo))\b
    verder,abonne,abonnee  \b(?:om )?verder (?:te )?lezen\b.{0,40}\b(?:abonn|account|log|met)|\b(?:wilt? u\
    |wil je|om) .{0,30}verder (?:te )?lezen|\b(?:alleen|exclusief|enkel) voor abonnees\b|\b(?:al\
    |reeds) (?:een )?abonnee\b|\b(?:artikel|verhaal) .{0,30}(?:voor|aan) abonnees
    subskryb,subskrypc,prenumer,dostęp,abonent,czyta,przeczyta,kontynuow,konto  \
    \b(?:aby|żeby|by) (?:czytać dalej|przeczytać (?:cał|dalsz|resztę)\w*|kontynuować)|\b(?:tylko|wyłącznie|treść\
    |artykuł|dostępn\w+) (?:jest )?(?:\w+ )?dla (?:naszych )?(?:subskrybent|prenumerat|abonent)\
    |\bmasz już (?:subskrypcję|prenumeratę|konto|dostęp)|\b(?:wykup|kup) (?:dostęp|subskrypcję|prenumeratę)\
    |\bczytaj dalej\b.{0,30}\b(?:subskry|prenumer|dostęp|zł)
    assin,continu  \b(?:para|e|quer) continu(?:ar|e) (?:lendo|a (?:ler|leitura)|lendo)\b|\b(?:conteúdo|artigo\
    |exclusivo|matéria|texto|reservado) .{0,30}assinantes|\bjá (?:é|sou) assinante\b|\bassine\b.{0,40}\b(?:para\
    |e) (?:ler|continu|ter)
    подпис,подпиш  \b(?:только|доступен|доступна|доступно|доступны|эксклюзив\w*) (?:\w+ )?(?:для\
    |по) (?:наш\w+ )?подпис|\b(?:оформите|купите|оформить) подписк|\bуже подписаны\b|\bуже (?:есть\
    |оформ\w+) подписк|\b(?:чтобы|для) (?:прочита|продолж|чита)\w+.{0,60}подпис|\bподпи(?:шитесь\
    |саться)\b.{0,30}\b(?:чтобы|и) (?:чита|прочита|продолж|получ)
    чтобы,для  \b(?:чтобы|для) (?:продолжить чтение|продолжения чтения|читать дальше|дочитать|читать полностью)
    会員,購読,有料,続きを,残り,限定  会員(?:限定|専用)(?:の?(?:記事|コンテンツ|サービス))?(?:です|となって\
    |になって)|会員(?:に登録|になると|登録(?:すると|で|が必要)).{0,20}(?:続き|全文|最後まで)|続きを(?:読む\
    |お読み|ご覧).{0,24}(?:登録|購読|ログイン|会員|申し込)|(?:登録|購読|会員|ログイン).{0,24}続きを|有料記事です\
    |残り\s?[:：]?\s?\d+文字|購読者限定|この記事は.{0,12}(?:限定|有料)
    شترك,شتراك,سجل  (?:المحتوى|المقال|هذا)\w* .{0,40}(?:للمشتركين|لمشتركي)|حصري (?:للمشتركين)|ل(?:متابعة|مواصلة\
    |إكمال|قراءة) (?:القراءة|المقال|بقية|الباقي|المزيد).{0,50}(?:اشترك|سجل|الاشتراك)|اشترك (?:الآن )?ل(?:متابعة\
    |مواصلة|قراءة|إكمال)|(?:هل أنت )?مشترك بالفعل
    订阅,訂閱,会员,會員,付费,登录,剩余,余下,订户  \
    (?:订阅|訂閱|登录|成为会员|付费)(?:后|以|即可)?.{0,10}(?:继续|繼續|阅读|閱讀|查看)(?:全文|阅读|閱讀)?\
    |(?:会员|會員|付费|订户)(?:专享|專享|专属|內容|内容)|(?:剩余|余下)\d+%
    구독,유료,회원            (?:구독(?:하고|하면|자)|유료 ?회원|회원)(?:\S* ){0,2}(?:전용|계속|전체|이어서\
    |만 (?:읽|볼))|구독자 ?전용|유료 ?기사
    abone,üye,giriş  \b(?:devamını|tamamını|okumaya devam) .{0,30}(?:için )?(?:abone|üye|giriş)|\b(?:sadece\
    |yalnızca) (?:aboneler|üyeler)\w*|\bzaten abone
    prenumer,abonne,läsa,læse,lese  \b(?:för att |for at |for å |vil du |vill du )(?:fortsätta )?(?:läsa|læse\
    |lese)\b.{0,30}\b(?:vidare|videre|artikeln|artiklen|artikkelen|hele|hela)|\b(?:endast|bare|kun\
    |bara) för? (?:våra |vores |våre )?(?:prenumeranter|abonnenter)|\b(?:redan|allerede) (?:prenumerant|abonnent\
    |abonnement)|\b(?:forbeholdt|förbehåll\w+) (?:\w+ )?(?:abonnenter|prenumeranter)
    předplat,odemkn     \b(?:jen|pouze|obsah|článek) (?:je )?(?:jen |pouze )?pro (?:naše )?předplatitele\
    |\b(?:odemkn\w+|přečíst) .{0,30}předplat|\bjiž (?:mám|máte) předplatné
    """
OFFER = r"""
    cancel,kündb,résil,engagement,permanencia,disdic,opzeg,anulu,отмен  \
    \bcancel (?:any ?time|at any time|whenever)\b|\b(?:jederzeit|monatlich) kündbar\b|\bsans engagement\b\
    |\brésiliable\b|\b(?:cancela|cancele) cuando\b|\bsin permanencia\b|\bdisdici quando\b|\b(?:elk moment\
    |maandelijks|altijd) opzegbaar\b|\banuluj\w* w (?:dowolnym|każdej)|\bотмен\w+ в любой
    month,week,monat,woche,mois,semaine,mes,maand,miesi,mês,месяц,月,شهر,year,jahr,måned,månad,tydz,tygod  \
    (?:[€$£¥₽]\s?\d|\d\s?(?:[€$£¥₽]|eur|usd|euro|zł|kr|円|руб|р\.|tl|r\$)).{0,40}(?:month|week|monat|woche|mois\
    |semaine|mes|maand|miesi|mês|месяц|月|شهر|year|jahr|måned|månad|tydz|tygod)|月額.{0,10}\d
    subscri,plan,offer,access,journalism  \b(?:subscribe|subscription) (?:now|today|options|plans?|for|here\
    |from)\b|\b(?:choose|see|view|compare|select) (?:your |our |a |all )?(?:subscription|plan|offer)\
    |\b(?:digital|premium|standard|basic|print|annual|monthly) (?:\w+ )?(?:subscription|access|plan)\b\
    |\bsupport (?:independent|quality|our) journalism\b
    trial,unlimited,testmonat,probe,testen,zugang  \
    \b(?:free|day|month|week) trial\b|\bunlimited (?:digital )?access\b|\bprobe(?:abo|monat|phase)\b\
    |\bkostenlos testen\b|\btestmonat\b|\bunbegrenzter? zugang\b|\bzugang zu allen\b
    abo,illimité,offre,angebot  \b(?:jetzt|digital|zum|alle) (?:abonnieren|abo|abos|angebote)\b\
    |\baccès illimité\b|\bje m'abonne\b|\babonnez-vous\b|\bdécouvr\w+ (?:nos |l')offres?
    suscr,ilimitad,abbon,illimitat,onbeperkt,nieograniczon,assin,ofertas,planes,offert  \
    \bsuscríbete\b|\bacceso ilimitado\b|\bver (?:ofertas|planes)\b|\babbonati\b|\baccesso illimitato\b\
    |\bonbeperkt (?:toegang|lezen)\b|\bnieograniczon\w+ dostęp|\bassine (?:já|agora)\b|\bacesso ilimitado\b\
    |\bscopri (?:le )?offert
    log in,sign in,loggen,anmelden,connect,identifiez,inicia,accedi,zaloguj,войти,войдите,ログイン,سجل  \
    ^.{0,40}\b(?:log in|sign in|einloggen|anmelden|se connecter|connectez-vous|identifiez-vous|inicia sesión\
    |iniciar sesión|accedi|inloggen|zaloguj(?: się)?|войти|войдите)\b.{0,20}$|^.{0,16}ログイン.{0,10}$\
    |^.{0,20}سجل الدخول.{0,10}$
    """
_WALL_NAME = re.compile(
    r"(?:pay|reg|login|register|registration|subscri(?:be|ber|ption)|abo|plus|premium|gate|offer|metered)[-_]?wall"
    r"|metered|(?:article|content|reg)[-_]?gate|tp-container|piano|(?:subscriber|member|premium|plus|abo)s?-?(?:only|teaser|overlay|barrier|lock)"
    r"|content-?lock|locked-?content|paid-?(?:content-?)?barrier",
    re.IGNORECASE,
)
_WALL_STEMS = ("wall", "gate", "metered", "tp-container", "piano", "only", "teaser", "overlay", "barrier", "lock")
"""One of them is in whatever the pattern finds; to look for them takes less."""


def names_wall(name: str) -> bool:
    """Whether a class or id is one of those that paywalls have."""
    low = name.lower()
    return any(stem in low for stem in _WALL_STEMS) and _WALL_NAME.search(low) is not None


def is_walled(raw: str, text: str, signs: Signs) -> bool:
    """Whether nothing stands before a paywall but a teaser. The arguments are those of `judge.check_text`."""
    if signs.free is True or letters(text[:_MOST]) > 1500:
        return False
    left = [line for line in text[:_MOST].splitlines() if not says(WALL, line) and not says(OFFER, line)]
    size = letters("\n".join(left))
    if size >= (300 if len(left) == 1 else 150):
        return False
    if any(found(WALL, text) for text in (raw[-_MOST:], signs.wall, signs.behind)):
        return True
    # Every page may ask subscribers to sign in at its top, so one phrase anywhere on it says nothing.
    return len(found(WALL, signs.seen)) > 1 or (signs.free is False and size < 160)


def is_partial(raw: str, signs: Signs) -> bool:
    """Whether the text that extraction found is only what stands before a paywall.

    What decides is a wall behind the text's last paragraph. A page that says it is not free may have all of it yet,
    and mostly has: then only what is missing counts.
    """
    words = count_words(raw)
    if signs.free is True or (signs.whole and words >= 0.75 * signs.whole):
        return False
    lines = [line for line in raw.splitlines() if line.strip() and line not in signs.hidden]
    if _ends_in_wall(lines):
        return True
    size = letters(raw[: 2 * _MOST])
    if size < _LONG and any(map(_is_wall, signs.wall.splitlines())):
        return True
    if size < _SHORT and any(map(_is_wall, signs.behind.splitlines())):
        return True
    if signs.free is not False or not lines:
        return False
    if lines[-1].rstrip().endswith(("…", "...")) or (signs.whole and words < 0.6 * signs.whole):
        return True
    return signs.kept_back is not False and size < (_SHORT if signs.kept_back else 500)


def _ends_in_wall(lines: list[str]) -> bool:
    """One of the lines behind the last paragraph is a wall's."""
    for line in reversed(lines[-_LAST:]):
        if _is_wall(line):
            return True
        if letters(line) > 60 and SENTENCE_END.search(line) and not says(OFFER, line):
            return False
    return False


def _is_wall(line: str) -> bool:
    return says(WALL, line) and not _NEWSLETTER.search(line[:_MOST])
