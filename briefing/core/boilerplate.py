"""Patterns of the lines that lead away from a report: to others, to subscriptions, accounts, newsletters and apps.

Each is meant for one whole line without its bullet, with typographic marks as their ASCII stand-ins (`text.plain`);
`core.clean` says how long a line it may be asked about. `Openings` are for the line's start, `Phrases` for anywhere.
Languages are those that cost little. `attribution` has who made a report or a picture, `notices` the rest.
"""

from __future__ import annotations

from briefing.core.phrases import Openings, Phrases, joined

_LABEL = r"""
    read more|read also|also read|read next|related(?: \w+)?|see also|see more|more on this(?: story)?
    recommended(?: reading| stories| videos)?
    must read|don't miss|up next|watch more|watch next|go deeper|what to (?:read|watch|know) next|further reading
    in case you missed it|icymi
    more (?:stories|news|coverage|reading)|keep reading|next up|similar (?:stories|articles)
    from (?:the|our) archives?|you (?:may|might)(?: also)? (?:like|be interested in)
    mehr zum thema|mehr zu(?:m|r)? \w+|lesen sie (?:auch|mehr|hier|dazu|jetzt)|lies (?:auch|mehr)|siehe auch
    mehr dazu|auch interessant|passend dazu|das könnte (?:sie|dich) auch interessieren|zum artikel|weitere artikel
    (?:à|a) (?:lire|voir|écouter)(?: aussi| également)?|lire (?:aussi|également)|lisez (?:aussi|également)
    voir aussi|sur le même sujet|pour aller plus loin|notre dossier
    le[ae] también|le[ae]r? más|[lt]e puede interesar|también te puede interesar|también lee|ver también
    mir[ae] también|ve[ar] también|noticias? relacionadas?|más información|más noticias
    legg[ia] anche|guarda anche|vedi anche|leggi qui|per approfondire|approfondisci|leia (?:também|mais)
    veja (?:também|mais)|saiba mais|confira também
    lees (?:ook|meer|verder)|bekijk ook|zie ook|luister ook|läs (?:också|mer|även)|les også|læs (?:også|mere)
    se også|lue myös
    czytaj (?:też|także|również|więcej)|zobacz (?:też|także|również|wideo)|przeczytaj (?:też|także|również)
    polecamy(?: także)?|warto przeczytać|tema?t[yu] powiązane
    читайте (?:также|ещё|еще|по теме)|смотрите также|по теме|ранее по теме|материалы по теме|читайте також
    дивіться також|čtěte také|citește și|olvassa el
    ayrıca oku(?:yun)?|i̇?lgili haber(?:ler)?|bunlar da ilginizi çekebilir|baca juga|simak juga|lihat juga|xem thêm
    đọc thêm
    اقرأ (?:أيضا|أيضًا|ايضا|المزيد)|شاهد أيضا|مواضيع ذات صلة|بیشتر بخوانید|यह भी पढ़ें|ये भी पढ़ें
    相关(?:阅读|新闻|报道|文章|推荐)|延伸阅读|推荐阅读|相關(?:閱讀|新聞|報導|文章)|延伸閱讀|推薦閱讀
    更多(?:新闻|内容|精彩|报道)|関連(?:記事|ニュース)|関連|あわせて読みたい|관련 ?기사
    함께 ?보기
"""
RELATED_LABEL = Openings(
    rf"""
    {_LABEL.strip()}
    read|more|watch(?: now| live)?|listen(?: now)?|see|explainer|explained|opinion|analysis|in pictures|in photos
    live updates|gallery
    lire|meinung|kommentar|liveblog|newsblog|liveticker|live-ticker|newsticker|wideo|видео|ранее
    """,
    end=r"(?: (?:on|here|auf|hier|sur|ici|aquí|su|qui))?(?:\s*[:|>：】→▶]|\s*-\s)+\s*\S",
)
RELATED = Openings(
    rf"""
    {_LABEL.strip()}
    read (?:the )?full (?:story|article|report|interview)|recommended(?: for you| stories| reading| videos?)?
    latest (?:news|stories|headlines)
    more (?:from|on|about|stories|news|coverage)\b.{{0,40}}|editor'?s'? picks?
    most (?:read|popular|viewed|shared|commented)|trending(?: now| this week)?|top stories
    continue reading|popular (?:on|in|now)\b.{{0,30}}|explore more|what's next|also on\b.{{0,30}}|discover more|read
    watch|see more photos
    weiterlesen|meistgelesen|mehr themen\b.{{0,30}}|mehr (?:nachrichten|artikel|news)\b.{{0,30}}
    empfehlungen? der redaktion|topthemen|themen des artikels|nächster artikel
    lire la suite|à ne pas manquer|les plus lus|articles? (?:liés?|similaires?)|lo más (?:leído|visto)|sigue leyendo
    artículos relacionados|continua a leggere|articoli correlati|i più letti
    mais lidas|notícias relacionadas|continue lendo|meest gelezen|gerelateerd\b.{{0,20}}|najczęściej czytane
    najnowsze|самое читаемое|популярное|новости по теме|çok okunanlar|haberin devamı.{{0,20}}
    içeriğin devamı.{{0,20}}
    查看(?:更多|全文|原文)|阅读(?:更多|全文|原文)|点击(?:查看|阅读).{{0,10}}|热门推荐|猜你喜欢|最新推荐.{{0,30}}
    おすすめ.{{0,8}}|続きを(?:読む|見る)
    もっと(?:見る|読む)|인기 ?기사|더 ?보기|많이 본 뉴스|अन्य खबरें
    """,
    end=r"\s*[.:：>\"-]*$",
)
MORE_HERE = Openings(
    joined(
        r"""
    (?:read|for more|more|learn more|find out more|see more|to (?:read|learn|find out|see) more) [^.]{0,80}\b(?:here\
    |click here|visit|see our|at https?:|www\.).{0,60}$
    (?:get|find|see|check|buy|order|view) .{0,90}\bhere\.?$|find out more\b[^.]{0,80}\.?$
    read (?:all )?the latest\b[^.]{0,80}\.?$
    click (?:here|on the|below|through)\b|tap (?:here|on the|below)\b
    read (?:more|the full|the rest|the complete|our full|our review)\b[^.]{0,60}\.?$|read .{0,60} here\.?$
    get .{0,60}\bclicking here
    (?:watch|see|listen to|view) (?:the |our |a )?(?:full |official |new )?(?:video|clip|trailer|moment|interview\
    |episode|podcast|gallery|photos|tweet|post)\b.{0,50}(?:below|above|here|:)\.?$
    (?:see|scroll) (?:below|down) for\b
    more (?:news|stories|from|coverage|on|about|ap|information)\b.{0,80}(?::|https?:|www\.|\.com).{0,60}$
    watch (?:below|above|the (?:video|trailer|clip))[^.]{0,40}$
    (?:more information|for more information|further information)\b.{0,60}(?:visit|see|at|:|www\.|https?:)
    hier (?:geht es|geht's|finden sie|finden du|lesen sie|gibt es)\b
    hier (?:klicken|können sie|kannst du|entlang|erfahren sie)\b
    alle (?:infos|informationen|nachrichten|news|artikel|meldungen|beiträge) (?:zu|zur|zum|über|aus|rund)\b.{0,80}$
    mehr (?:themen|nachrichten|news|infos?|informationen|artikel|hintergründe|lesen|erfahren|dazu|zur|zum|über) \
    [^.]{0,80}(?:lesen sie|finden sie|hier|gibt es|liveblog|:)
    aktuelle (?:meldungen|nachrichten|news) .{0,120}(?:hier|liveblog|app|finden|gibt)
    zur (?:startseite|übersicht)|zum (?:liveblog|newsblog|liveticker)|lesen sie (?:den|die|das|alle|weitere|unser)
    pour en savoir plus|retrouvez .{0,80}(?:ici|sur|notre)|cliquez (?:ici|sur)|toute l'actualité|plus d'informations
    haz clic|pulse aquí|consulta aquí|para más información|toda la información|clicca qui|per saperne di più
    leggi l'articolo|clique aqui|klik hier|meer (?:nieuws|weten|lezen)\b
    kliknij|więcej (?:informacji|na temat|przeczytasz)|dowiedz się więcej|подробнее|читайте (?:подробнее|полностью)
    haberin detay|detaylar için|devamını oku
    (?:点击|點擊)(?:查看|阅读|进入|下载|这里|此处|上方|下方|閱讀)|点此|詳しくはこちら|詳細はこちら|자세히 보기
    """
    )
)
PROMOTION = Openings(
    joined(
        r"""
    (?:please |to |don't forget to |(?:make|be) sure to |you can |simply )?(?:sign[- ]?up|subscribe)\b
    register (?:now|here|today|for|to|free|with|your)\b
    (?:please )?(?:follow|like|join|find|add) (?:us|@\w+)\b|follow along\b
    follow .{0,60}\bon (?:x|twitter|facebook|instagram|threads|bluesky|linkedin)
    follow .{0,60}\bon (?:whatsapp|telegram|google|snapchat|tiktok|youtube)
    follow .{0,40}@\w+
    (?:join|get|download|try|install) (?:the |our |your |all |\w+'s )?.{0,60}\b(?:app|newsletters?|inbox|alerts)\b
    (?:join|get|download|try|install) (?:the |our |your |all |\w+'s )?.{0,60}\b(?:podcast|whatsapp|e-?paper)\b
    (?:get|receive|want) .{0,80}\b(?:delivered|straight|sent|directly)\b.{0,30}\b(?:inbox|phone|you|every|each|daily)\b
    get (?:all )?(?:the |our )?(?:latest|top|best|breaking|full access|unlimited|exclusive|started|more)\b[^.]{0,100}
    (?:support|fund|donate to|help fund|help us) (?:our|us|independent|quality|local|the work|keep|the\
    |\w+ journalism)\b.{0,60}(?:journalis|report|newsroom|donat|contribut|subscri|member|today|work|mission)
    donate (?:now|today|here|to)\b|make a (?:donation|contribution|gift)\b|chip in
    (?:become|be) an? (?:\w+ )?(?:member|subscriber|supporter|patron)\b
    if you(?:'d)? (?:value|enjoy|like|appreciate|believe|want|love|found|would like) .{0,120}(?:subscrib|donat\
    |support (?:us|our)|sign up|become a|newsletter|our work)
    (?:our|quality|independent|good|free) journalism (?:needs|depends|is|costs|relies)\b
    log[- ]?in\b|sign[- ]?in\b|create (?:a |an |your )?(?:free )?account|start your (?:free )?trial
    please (?:log in|sign in|enter|consider|support|donate|share|help|try again)\b
    to (?:continue|keep) reading
    already (?:a|have an?|subscribed|registered)\b.{0,20}(?:subscri|account|member|log|sign)
    subscribers? (?:can|only|exclusive)|premium (?:content|subscribers?|members?)|(?:only )?for subscribers
    (?:this|the) (?:article|story|content|post) is (?:only |exclusively |reserved )?(?:for|available to|exclusive)\b
    cancel any ?time
    thank(?:s| you) (?:so much )?for (?:reading|subscribing|signing|visiting|your (?:support|interest|subscription))
    you(?:'ve| have) (?:reached|read|hit) (?:your|\w+ of your)|unlock (?:this|unlimited|the rest|all|exclusive)
    access (?:to )?(?:unlimited|all|our|every|exclusive|the most)\b|enjoy(?:ing)? (?:unlimited|our|full)\b
    you(?:'ll| will| can| may|'re| are)(?: now| also| already)? (?:receive|unsubscribe|opt[- ]out)\b
    you(?:'ll| will| can| may|'re| are)(?: now| also| already)? (?:subscribed|signed up|logged)\b
    want to (?:bookmark|read|get|know|keep|see|receive|stay)\b.{0,120}(?:\?|sign|subscri|newsletter|here)
    want to (?:be|learn|support|advertise|join|submit|help)\b.{0,120}(?:\?|sign|subscri|newsletter|here)
    (?:do you )?(?:have|got) (?:a |an )?(?:tip|story|question|news tip|confidential|photo|video)\b
    do you (?:want|like|have|know)\b.{0,80}(?:email|get in touch|contact|reach out|let us|newsletter|sign up|submit\
    |subscri)
    (?:contact|email|write to|reach) (?:the |our |us |this )?(?:reporters?|author|newsroom|writer|editor|us)\b
    contact us|get in touch\b|reach out to\b.{0,40}@|(?:contact|email) [\w .'-]{2,40} (?:at|on) \S+@
    (?:story|article|content|text|report) (?:continues|resumes) (?:below|after)|our standards\s*:
    listen to (?:this|the|our) (?:article|story|podcast|episode|audio)\b
    what (?:do you think|are your thoughts)\b|let us know\b|(?:leave|post|write|add) a comment
    join (?:the|our) (?:\w+ )?(?:conversation|discussion|debate|forums?|community|thousands|whatsapp)\b
    join (?:thousands|over|more than)\b.{0,40}(?:readers|subscribers|others)
    share your (?:thoughts|views|story|opinion|experience)|comments? (?:are |have been )?(?:now )?closed
    have your say|tell us\b.{0,60}(?:comments|below|what you|think|@)
    (?:never|don't) miss (?:a|an|out|our|any)\b
    stay (?:up[- ]to[- ]date|informed|connected|ahead of|on top of|in the know|tuned)\b
    for (?:the|all the|all|all your|more)?\s?(?:latest|breaking|more|top|local|news) .{0,120}\b(?:visit|follow|sign\
    |subscribe|click|download|check out|head to|see our|join|like us|tune in|go to)\b
    check out (?:our|more|all (?:of )?(?:the|our)|the (?:full|latest)|\w+'s latest)\b
    (?:browse|explore) (?:more|our|all|the latest)\b|see (?:our|all our|all of our)\b
    (?:here's|here are) (?:what to read|more from)
    (?:add|make|set|choose) .{2,40} (?:as )?(?:a |your )(?:preferred|favou?rite|home ?page|go-to)\b
    turn on (?:desktop )?notifications
    all the latest\b[^.]{0,120}(?:brought|from|inbox|delivered|here)
    (?:your|the) (?:daily|weekly|morning|essential|twice-weekly) (?:guide|digest|dose|briefing|round-?up|newsletter)\b
    our mission is\b
    about us$|who we are$|our mission$|newsletters?$|podcasts?$|advertise with
    """
        # The same elsewhere.
        r"""
    (?:jetzt|hier|gleich|kostenlos) (?:kostenlos )?(?:abonnieren|anmelden|registrieren|testen|bestellen)\b
    (?:jetzt|hier|gleich|kostenlos) (?:kostenlos )?(?:herunterladen|weiterlesen|lesen|downloaden)\b
    (?:abonnieren|anmelden|registrieren)\b[^.]{0,60}$|newsletter\b[^.]{0,60}$
    melden sie sich (?:jetzt |hier |für )|melde dich (?:jetzt |hier |für )|abonnieren sie|abonniere\b
    folgen sie (?:uns|dem|der|unser|hier)\b|folgst? du\b|folge? (?:uns|dem|unser)\b
    laden sie (?:sich )?(?:die|unsere)\b|lade dir\b|hol(?:en sie sich| dir)\b
    (?:erhalten|bekommen|lesen|empfangen) sie .{0,100}(?:newsletter|e-mail|postfach|app\b|push)
    bleiben sie .{0,40}(?:informiert|laufenden)|nichts (?:mehr )?verpassen|kein\w* .{0,40}(?:mehr )?verpassen
    sie (?:möchten|wollen|mögen|haben) .{0,100}(?:newsletter|abonn|hinweis|anregung|fehler|entlang|hier)
    aktuelle nachrichten auf
    jeden (?:tag|morgen|abend|(?:mon|diens|donners|frei|sams|sonn)tag|mittwoch) .{0,100}(?:postfach|newsletter|mail\
    |redaktion|woche)
    fehler (?:gefunden|entdeckt)|haben sie (?:fragen|einen (?:tipp|fehler)|hinweise|anregungen|informationen)\b
    schreiben sie uns|diskutieren sie|kommentieren sie|was (?:denken|meinen|halten) sie
    ihre? (?:meinung|feedback)\b.{0,40}$
    dieser (?:artikel|text|beitrag|inhalt) (?:ist (?:nur|exklusiv|kostenpflichtig)|gehört|liegt)
    bereits (?:registriert|abonnent|kunde)|(?:exklusiv|nur) für abonnent
    inscrivez-vous|abonnez-vous|s'abonner|je m'abonne|suivez-nous|suivez .{0,40} (?:sur|en)\b
    téléchargez (?:l|notre)|cet article est (?:réservé|offert)|article réservé|réservé aux abonnés
    la suite (?:est|de cet)
    recevez .{0,80}(?:newsletter|mail|alertes|matin|semaine|lettre)|il vous reste \d|déjà abonné|connectez-vous
    créez (?:un|votre) compte|ne (?:manquez|ratez) (?:rien|pas|plus|aucun)|soutenez(?:-nous)?\b|faites un don
    réagissez|activez (?:les|vos) notifications|rejoignez-nous|rejoignez (?:notre|la (?:chaîne|communauté))
    vous (?:avez|aimez|souhaitez|êtes) .{0,80}(?:abonn|newsletter|inscri)
    suscr[ií]b[ea]|s[íi]g[ua]e?nos|síguenos|sigue (?:a|toda|el canal|nuestr)|reg[íi]strate
    descarga (?:nuestra|la app|gratis)|recib[ea] .{0,60}(?:correo|newsletter|boletín|whatsapp|alertas)|[úu]nete a
    inicia(?:r)? sesi[óo]n|hazte (?:socio|premium|suscriptor)|apóyanos|no te pierdas|ya eres (?:suscriptor|usuario)
    si ya (?:eres|tienes)|accede (?:a|con)|contenido (?:exclusivo|para suscriptores)|esta funcionalidad es
    este (?:artículo|contenido) (?:es|está) (?:exclusivo|solo|sólo|reservado|disponible)|tu suscripción
    ¿quieres (?:añadir|recibir|leer|saber|seguir)|deja tu comentario|¿tienes (?:una|algún)
    iscriviti|abbonati|seguici|segui .{0,40} su\b|scarica (?:l'|la|gratis)|ricevi .{0,60}(?:newsletter|mail|notizie)
    registrati|accedi\b|sostienici|unisciti|contenuto riservato|hai già un|non perder(?:e|ti)\b
    resta (?:aggiornato|informato)|entra nel (?:nostro )?canale
    assine\b|inscreva-se|siga (?:o|a|nos|nosso)\b|cadastre-se|baixe (?:o|nosso)
    receba .{0,60}(?:mail|whatsapp|notícias|newsletter)|participe d[oa] (?:canal|nosso|grupo)
    entre no (?:nosso|canal|grupo)|faça (?:parte|login|seu cadastro)
    acompanhe .{0,40}(?:nas redes|no (?:instagram|whatsapp|facebook|youtube|twitter|google))|já é assinante
    quer (?:receber|ficar por dentro)|conteúdo exclusivo|compartilhe (?:esta|essa)
    schrijf je in|meld je (?:aan|nu)|abonneer|volg ons|ontvang .{0,60}(?:nieuwsbrief|mail|inbox)
    al (?:abonnee|een account)|word (?:lid|abonnee)|blijf op de hoogte|prenumerera|bli (?:medlem|prenumerant)
    logga in|följ oss|tilmeld dig|abonner på|følg (?:os|oss)
    zapisz się|zaprenumeruj|subskrybuj|obserwuj nas|dołącz do|pobierz (?:aplikację|naszą)|śledź nas|polub nas
    zaloguj się|kup (?:dostęp|prenumerat)|masz (?:temat|ciekawy)|wesprzyj|bądź na bieżąco|treść dostępna
    w tym artykule dowiesz
    подпи(?:шитесь|сывайтесь|саться)|следите за (?:нами|новостями|нашими)|присоединяйтесь|скачайте|вступайте
    поддержите|читайте нас|оставайтесь|нашли (?:ошибку|опечатку)|заметили (?:ошибку|опечатку)
    мы в (?:telegram|телеграм|соцсетях)|зарегистрируйтесь|підписуйтесь|приєднуйтесь
    abone ol|bizi (?:takip|instagram|twitter)|takip et|üye ol(?:un)?\b|giriş yap|uygulamamızı|ücretsiz üye
    i̇?lk (?:öğrenen|sen)|اشترك|تابعنا|تابعونا|حمل التطبيق|انضم إلى قناة|سجل الآن|عضویت در
    (?:欢迎|歡迎|敬请|请)(?:您)?(?:关注|订阅|扫码|下载|登录|注册|關注|訂閱|下載)|扫码|扫描.{0,6}二维码
    长按.{0,8}(?:二维码|识别)|下载.{0,16}(?:app|客户端)
    打开.{0,10}(?:app|微信)|关注.{0,16}(?:公众号|微信|账号)|登录后|成为会员|(?:更多|最新).{0,20}(?:关注|下载|請留意)
    有料会員|無料(?:会員|登録)|この記事は(?:会員|有料)|会員(?:登録|限定)|続きを読むには|フォローする|ログイン
    メルマガ|구독|회원 ?가입|로그인|앱 ?다운
    카카오톡.{0,20}(?:제보|채널)|제보(?:하기|를 받|전화)
    """
    )
)
PROMOTION_INSIDE = Phrases(
    joined(
        r"""
    newsletter      \b(?:sign up|subscribe|subscribing|signing up|get|receive|register)\b.{0,80}\bnewsletters?\b
    inbox           \b(?:sign up|subscribe|subscribing|signing up|get|receive|register|delivered|direct|straight)\b\
    .{0,80}\binbox\b
    sign up         \bsign up (?:here|now|today|for free|to (?:our|receive|get))\b
    sign up         \bsign up\b.{0,80}\b(?:daily|email) updates\b
    newsletter      \bnewsletters?\b.{0,60}\b(?:sign up|subscribe|inbox|sign-up)\b
    download ,get the,get our  \b(?:download|get) (?:the|our) .{0,30}\bapp\b.{0,60}$
    newsletter      ^[\w' -]{2,40} is a (?:weekly|daily|monthly|free|twice-weekly) newsletter\b
    newsletter      ^[\w ']{2,40} newsletter (?:is|brings|delivers|offers|lands|goes out|arrives)\b
    newsletter      ^.{2,50}newsletter .{0,60}(?:informiert|bringt|liefert|hält sie|fasst|kostenlos|kommt)\b
    mission is      ^.{2,40} journalistic mission is\b
    alert settings  \bcustomize your alert settings\b
    for as          \bfor as (?:little|low) as\b.{0,30}\b(?:a|per) (?:day|week|month|year)\b
    follow us,like us  \b(?:follow|like) us on\b
    whatsapp        \b(?:join|follow|abonnier\w*|folg\w*|únete|sigue|iscriviti|segui|entre|participe)\b.{0,60}\
    \bwhatsapp[- ]?(?:channel|kanal|canal|canale|community|gruppe|grupo)
    newsletter      \bnewsletter\b.{0,60}(?:anmeld|abonnier|kostenlos|hier entlang|inscri|iscriv|suscri|assine)
    newsletter      (?:abonnieren|bestellen|anmelden|iscriviti|suscríbete|inscrivez|abonnez).{0,60}\bnewsletter
    log in,login,sign in,signin  \b(?:log ?in|sign ?in) (?:or|to) (?:create|register|sign|continue|read|comment)\b
    """
    )
)
