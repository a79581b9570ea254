"""What sites say instead of a report, in two dozen languages: that they check for bots, that something is wrong, that
one must log in first. Tables for `walls`.

Titles are matched whole, phrases are looked for anywhere. A backslash at the end of a line joins it with the next.
"""

from __future__ import annotations

import re

# --- checks that the reader is human ---------------------------------------------------------------------------------

WAIT_TITLE = r"""
    (?:please wait,? )?just a (?:moment|second)(?: please)?|one moment(?:,? please)?|please wait(?: .{0,20})?
    one more step|almost there
    (?:(?:einen|nur einen) (?:kleinen )?(?:moment|augenblick)(?: bitte)?|bitte warten)
    (?:un instant|juste un instant|un moment|patientez)(?:,? s'il vous plaît)?
    (?:un momento|solo un momento|espere un momento|un attimo|attendi|attendere)(?:,? (?:por favor|prego|per favore))?
    (?:een|nog een|even) (?:moment|ogenblik|geduld)(?: (?:geduld|alstublieft))*(?: a\.?u\.?b)?
    (?:chwileczkę|chwilę|proszę czekać).{0,20}|(?:só )?um (?:momento|instante)(?:,? por favor)?
    (?:один момент|минутку|подождите).{0,20}|(?:しばらく|少々)?お待ちください.{0,10}|请稍候|잠시만 기다.{0,10}
    (?:لحظة|انتظر)(?: من فضلك| واحدة)?
    (?:bir dakika|lütfen bekleyin).{0,20}|(?:ett ögonblick|et øjeblik|vent litt).{0,20}|okamžik.{0,20}|hetkinen.{0,20}
    """
BOT_TITLE = r"""
    (?:client|js|javascript|browser|proof of work) challenge|(?:making|make) sure you.{0,40}
    attention required(?:.{0,20}cloudflare)?
    (?:access (?:to (?:this|the) (?:page|site|website) )?(?:has been |is |was )?(?:temporarily )?)(?:denied\
    |blocked|restricted)
    (?:you have been|you've been|request|you are) (?:blocked|rejected)
    (?:request unsuccessful|pardon (?:our|the) interruption)
    (?:sorry,? )?are you (?:a )?(?:human|robot|bot).{0,20}|(?:i am|i'm|you're|you are) not a robot
    ddos[- ]?(?:guard|protection).{0,20}
    (?:security|robot|bot|human|browser|humanity|safety)[ -](?:check|verification|detection|challenge|test\
    |checkpoint)(?: required| page)?
    (?:please )?verify(?:ing)? (?:that )?(?:you|your).{0,40}
    (?:please )?(?:confirm|prove) (?:that )?you(?:'re| are) .{0,20}(?:human|robot|bot)
    checking (?:your|the) (?:browser|connection).{0,30}
    (?:re|h)?-?captcha(?: (?:check|challenge|required|verification|page))?
    (?:one more|a quick) (?:step|check).{0,30}|let's (?:make|confirm).{0,40}(?:human|robot)
    unusual (?:traffic|activity).{0,20}
    (?:(?:ihr|dein) browser wird (?:über|ge)prüft|sicherheits(?:über)?prüfung|sicherheitsabfrage)
    zugriff (?:wurde )?(?:verweigert|blockiert|gesperrt)
    (?:sind sie|bist du) (?:ein )?(?:mensch|roboter|kein roboter).{0,20}
    accès (?:refusé|bloqué|restreint)|vérification de (?:sécurité|votre navigateur).{0,20}
    (?:êtes-vous|es-tu|vous êtes) (?:un )?(?:humain|robot).{0,20}|contrôle de sécurité|vérification humaine
    acceso (?:denegado|bloqueado|restringido)
    (?:verificación|comprobación|control) de (?:seguridad|humanidad)|(?:no )?(?:eres|es usted|soy) un robot
    verificando.{0,40}
    accesso (?:negato|bloccato)|(?:verifica|controllo) di sicurezza
    toegang (?:geweigerd|geblokkeerd)|(?:beveiligings|veiligheids)controle
    (?:bent u|ben je) (?:een )?(?:mens|robot|geen robot).{0,20}|dostęp (?:zabroniony|zablokowany)
    (?:weryfikacja|kontrola|sprawdzanie) (?:bezpieczeństwa|przeglądarki|użytkownika)
    czy jesteś (?:człowiekiem|robotem)
    acesso (?:negado|bloqueado)|verificação de segurança|(?:não sou|você é) um robô
    доступ (?:запрещ[её]н|ограничен|заблокирован)|проверка (?:безопасности|браузера|подключения).{0,20}
    (?:подтвердите,? что )?вы не робот
    (?:セキュリティ|ロボット|ボット|本人|人間)(?:の)?(?:チェック|確認|検証|認証).{0,10}
    アクセスが(?:拒否|制限|ブロック).{0,10}
    (?:安全|人机|机器人)(?:验证|驗證|检查|检测)|访问被(?:拒绝|阻止)|로봇이 아닙니다|보안 (?:확인|문자).{0,10}
    التحقق (?:من|الأمني).{0,30}|تم (?:رفض|حظر) الوصول|erişim (?:engellendi|reddedildi)
    güvenlik (?:kontrolü|doğrulaması)|(?:säkerhets|sikkerheds|sikkerhets)kontroll?|(?:åtkomst|adgang) nekad
    adgang nægtet
    """
BOT = r"""
    verifying,making sure,reviewing  \b(?:verifying|reviewing) (?:you|your (?:browser|connection|device\
    |request))\b|\bmaking sure you\b
    checking            \bchecking (?:if the site connection is secure|(?:your|the) (?:browser|connection))
    cookies             \benable (?:javascript|js) and cookies\b|\b(?:javascript|js) and cookies (?:are\
    |must be) enabled\b|\bcookies and javascript\b
    unusual,suspicious  \b(?:unusual|suspicious) (?:traffic|activity|behaviou?r|requests?)\b
    hold,slide,slider,drag  \bpress (?:&|and|&amp;) hold\b|\b(?:slide|drag) (?:the (?:slider|puzzle)|right)\
    |\bhold the button\b
    check,captcha,challenge  \b(?:complete|solve|pass) (?:the|this|a) (?:following )?(?:short |quick \
    |security )*(?:check|captcha|challenge)
    human,bot,person  \b(?:verify|confirm|prove|check|ensur|mak)\w*(?: sure| certain)? (?:that )?you(?:'re\
    | are) (?:a |an )?(?:real )?(?:human|person|not (?:a )?(?:ro)?bot)
    human,robot         \bnot a robot\b|\byou(?:'re| are) (?:a )?human\b|\b(?:a|you|you're) (?:a )?(?:robot\
    |bot) or (?:a )?human\b|\bhuman or (?:a )?(?:ro)?bot\b
    blocked,denied,permission,limited  \byou have been blocked\b|\byou don't have permission to access\b\
    |\b(?:your )?(?:access|request|ip(?: address)?|connection) (?:to .{1,60} )?(?:has been|was\
    |is) (?:temporarily )?(?:blocked|denied|limited)\b
    automated           \bautomated (?:access|requests?|quer(?:y|ies)|traffic|tools?|software|program|browsing\
    |activity)\b
    ray id,incident,reference,request id,event id,support id  \
    \bray id\b|\bincident id\b|\breference (?:#|number|id)|\b(?:request|event|support) id\b
    security            \bsecurity by \w+|\bsecurity (?:service|solution) to protect (?:itself|against)
    bots                \b(?:protect|defend)\w* .{0,60}\bbots\b
    browser             \b(?:ihr|dein|ihren|deinen) browser (?:wird|kurz )?(?:über|ge)prüf|\bihr browser wird\b
    roboter,mensch      \b(?:kein|ein) (?:roboter|mensch(?:licher)?(?: besucher)?) (?:sind|bist|handelt)\b\
    |\bkein roboter\b
    ungewöhnlich,verdächtig,automati  \b(?:ungewöhnlich|verdächtig|automatisiert)\w* (?:datenverkehr|aktivität\
    |anfrage|zugriff|traffic|verhalten)
    zugriff             \bzugriff .{0,60}(?:gesperrt|blockiert|verweigert|eingeschränkt)
    robot,humain,personne  \b(?:n'êtes|n'es|n'etes) pas un robot\b|\bêtes (?:bien )?(?:un |une )?(?:humain\
    |personne)|\bes bien humain
    inhabituel,automatisé,suspect  \b(?:trafic|activité|comportement|requêtes?) (?:inhabituel|automatisé|suspect)
    navigateur          \bvérif\w+ (?:de )?votre navigateur\b
    robot,humano,persona  \b(?:no (?:eres|es|soy) un robot|que (?:eres|es) (?:un |una )?(?:ser )?(?:humano|persona))\b
    navegador,browser,przeglądark,navegador  \b(?:comprobando|verificando) (?:su|tu|seu|o) navegador\b\
    |\b(?:verifica|controllo) del browser\b|\b(?:sprawdza\w+|weryfik\w+) przeglądark
    inusual,automatiz,sospechos  \b(?:tráfico|actividad|comportamiento|solicitudes?) (?:inusual|automatizad|sospechos)
    robot,umano,persona  \b(?:non sei un robot|di essere (?:un |una )?(?:umano|essere umano|persona)\
    |di non essere un robot|che (?:tu )?(?:sei|sia) (?:un )?umano)
    anomal,insolit,automatizzat,sospett  \b(?:traffico|attività) (?:anomal|insolit|automatizzat|sospett)
    robot,mens          \b(?:geen robot|een mens) (?:bent|ben|is)\b|\bbent u een mens\b
    ongewo              \bongewo(?:on|ne) (?:verkeer|activiteit|netwerkverkeer)
    robot,człowiek      \b(?:nie jesteś(?:cie)? robotem|że jesteś(?:cie)? człowiekiem|nie są państwo robotem)
    nietypow,podejrzan  \b(?:nietypow|podejrzan)\w+ (?:ruch|aktywnoś)
    robô,humano         \b(?:não é um robô|que (?:você )?é (?:um )?(?:ser )?humano)
    incomum,suspeit,automatizad  \b(?:tráfego|atividade) (?:incomum|suspeit|automatizad)
    робот               \bне робот\b|\bвы (?:не )?робот
    подозрительн,необычн,автоматическ  \b(?:подозрительн|необычн|автоматическ)\w+ (?:активност|трафик|запрос|действи)
    ロボット,人間           ロボットではない|人間(?:である|か)|ロボットでない
    通常と異なる,不審な,自動化  (?:通常と異なる|不審な|自動化された?)(?:トラフィック|アクセス|リクエスト|操作)
    机器人,真人,機器人         (?:不是|非)(?:机器人|機器人)|是真人
    로봇,사람인지  로봇이 아닌|로봇이 아님|사람인지 확인
    روبوت,إنسان,بشر  (?:لست|أنك لست) روبوت|أنك (?:إنسان|بشر)
    robot               \brobot olmad\w+|\binte (?:är )?en robot\b|\bikke (?:er )?en robot\b|\bnejste robot\b
    """
CHALLENGE = re.compile(
    r"/cdn-cgi/challenge|challenges\.cloudflare|turnstile|captcha|_incapsula_|distil_r|datadome|ddos-?guard|perimeterx|px-?(?:cdn|cloud|block)"
    r"|sec-cpt|akam/|_abck|geetest|funcaptcha|arkose|kasada|challenge-(?:form|running|stage|platform|container)|(?:bot|browser|human)-?(?:check|verif|challenge)",
    re.IGNORECASE,
)
"""In addresses and names of what a page holds: it is, or has, a check against bots."""

# --- errors ----------------------------------------------------------------------------------------------------------

_ERROR = r"(?:error|fehler|erreur|errore|fout|błąd|erro|ошибка|エラー|خطأ|hata|fel|fejl|feil|chyba|错误|오류)"
_CODE = r"(?:40[0-9]|41[0-9]|42[0-9]|43[01]|451|50[0-9]|51[01]|52[0-9])"
ERROR_TITLE = rf"""
    (?:http[ -]?)?{_ERROR}?(?:[ -]?(?:code|nummer|page))?[ :#-]*{_CODE}(?:[ :,-]*{_ERROR})?(?: (?:page|seite\
    |gone|forbidden))?
    (?:http )?(?:{_ERROR} )?{_CODE}[ :,-]+(?:error|not found|forbidden|gone|bad gateway\
    |(?:internal )?server error|.{{0,20}}unavailable.{{0,30}}|.{{0,12}}time-?out|too many requests\
    |.{{0,25}}(?:gefunden|introuvable|encontrada|trovata|gevonden|znaleziono|найдена|trouvée?))
    (?:oh no|o+ps|ups|oups|uh[ -]oh|hoppla|huch|who+ps|hoppsan?|sorry|so sorry|désolé|lo sentimos|{_ERROR}\
    |(?:server|application|system|proxy|unknown|unexpected|interner|kritischer|technischer) {_ERROR}|serverfehler)
    (?:file |content |object |resource |nothing )?not found|missing page|forbidden|gone|bad (?:request|gateway)
    internal server error|gateway time-?out|too many requests|request time-?out|nothing (?:to see )?here|lost
    (?:looks like |it seems )?you(?:'re| are)? (?:seem to be )?lost
    (?:site |website |planned |scheduled |routine )*(?:is )?(?:under|down for|in|undergoing)? ?(?:scheduled \
    |planned )?maintenance(?: (?:mode|work|page|break|in progress))?
    (?:we'll|we will|we are|we're) (?:be )?(?:right )?back.{{0,30}}|be right back|back soon
    (?:temporarily )?(?:offline|out of service|closed for maintenance)
    (?:unavailable|not available|access (?:restricted|denied)|blocked|restricted) (?:in|due|for|from|to) .{{0,60}}
    geo-?(?:blocked|block|restricted|restriction)|(?:region|country) (?:blocked|restricted|restriction)
    (?:nicht|nichts|keine seite) gefunden|verboten|zugriff (?:verboten|nicht erlaubt|nicht gestattet)
    (?:wegen |geplante |wir machen )*wartung(?:sarbeiten|smodus|spause)?
    (?:wir sind )?gleich (?:wieder (?:für sie )?da|zurück)
    non trouvée?|accès interdit|interdit|(?:(?:site|service|page) )?en (?:cours de )?maintenance
    (?:opération de )?maintenance(?: en cours| programmée)?|nous revenons .{{0,30}}
    no encontrad[ao]|(?:acceso )?prohibido|(?:sitio |página )?en mantenimiento|mantenimiento(?: programado)?
    volvemos .{{0,20}}|volveremos .{{0,20}}|non trovat[ao]|(?:accesso )?vietato|(?:sito )?in manutenzione
    manutenzione(?: .{{0,20}})?|torniamo (?:subito|presto)
    niet gevonden|(?:toegang )?verboden(?: toegang)?|(?:gepland )?onderhoud(?:swerkzaamheden)?
    (?:wij|we) zijn (?:zo|snel) terug|nie znaleziono|(?:dostęp )?(?:zabroniony|wzbroniony)
    (?:przerwa|prace) (?:techniczn[ae]|konserwacyjn[ae])|wkrótce wracamy
    não encontrad[ao]|(?:acesso )?proibido|(?:site |página )?em manutenção|manutenção(?: .{{0,20}})?
    voltamos (?:já|em breve)|не найден[оа]?|(?:доступ )?(?:запрещ[её]н|закрыт)
    (?:ведутся |проводятся )?(?:технические|профилактические|ремонтные) работы|скоро верн[её]мся
    見つかりません(?:でした)?
    (?:ただいま)?(?:システム|サーバー?|緊急|臨時)?(?:メンテナンス|エラー)(?:中|のお知らせ|が発生しました)?(?:です)?
    (?:الموقع )?(?:تحت|قيد) الصيانة|صيانة|غير (?:موجودة?|متاحة?|متوفرة?)|ممنوع|عذرا?ً?|عفوا?ً?
    找不到.{{0,10}}|(?:系统|網站|网站)?维护中?|(?:서비스|시스템) 점검.{{0,10}}|bakım(?:dayız| çalışması| modu)?
    (?:hittades|ikke) (?:inte|fundet|funnet)|(?:underhåll|vedligeholdelse|vedlikehold)|nenalezeno|ei löydy
    nem található|
    """
ERROR = rf"""
    page,article,story,link,content,file,url,address,site  \
    \b(?:page|article|story|link|content|file|url|address|site|website)\b.{{0,60}}\b(?:not (?:be )?(?:found\
    |exist|available|here|load|display)\w*|no longer|n't (?:exist|find|available|load|here|be)|(?:has|have|was\
    |were|been|is) (?:\w+ )?(?:moved|removed|deleted|gone|missing|expired|unavailable|broken|taken|withdrawn\
    |mistyped|renamed)|missing|unavailable)\b
    find,locate,load,show  \b(?:can't|cannot|couldn't|could not|unable to|can not\
    |not able to) (?:seem to )?(?:find|locate|load|show) (?:the|that|this|what|your|a|it)\b
    error,http,status   \b(?:http )?(?:error|status)(?: code)?:? {_CODE}\b
    gdpr,european,eea   \b(?:unavailable|not available|unable|blocked|cannot|can't|isn't\
    |not).{{0,80}}\b(?:european (?:union|economic|countries|visitors|readers|users)|eea|gdpr)\b
    your country,your region,your location,legal reasons,your area,your territory  \
    \b(?:not|un|isn't |blocked |restricted ).{{0,40}}\b(?:in|from|to|for) your (?:country|region|location|area\
    |territory)\b|\bfor legal reasons\b
    maintenance         \b(?:under|down for|undergoing|performing|carrying out|scheduled|planned|routine|some\
    |essential) (?:\w+ )?maintenance\b
    back,again          \bwe(?:'ll| will|'re| are| should| expect to) (?:be )?(?:right )?back\b|\bback online\b\
    |\btry again (?:later|in a|shortly|soon)\b
    server,service      \b(?:server|service) (?:encountered|is (?:\w+ )?(?:unable|unavailable|overloaded|down)\
    |error)\b
    wrong,error         \b(?:something|it|things) (?:went|has gone|have gone|seems to have gone) wrong\b\
    |\ban? (?:\w+ )?error (?:has )?occurred\b
    seite,artikel,adresse,inhalt,beitrag,link  \b(?:seite|artikel|adresse|inhalt|beitrag\
    |link)\b.{{0,60}}\b(?:nicht|existiert nicht|verschoben|gelöscht|umbenannt|entfernt|veraltet)\b
    schief,fehler       \bschief ?ge(?:laufen|gangen)\b|\bfehler (?:ist )?aufgetreten\b
    wartung             \bwartungs?(?:arbeiten)?\b.{{0,60}}\b(?:nicht|kurz|gleich|bald|vorübergehend|durch)\b
    land,region         \bin (?:ihr|dein)em land\b|\bin (?:ihr|dein)er region\b
    versuch  \bversuch(?:en sie|e) es .{{0,40}}(?:später|erneut|noch ?mal)\b
    page,contenu,adresse,article,lien  \b(?:page|contenu|adresse|article|lien)\b.{{0,60}}(?:\b(?:introuvable\
    |supprimée?|déplacée?|indisponible|disparu|périmé|non trouvée?|expiré)|\bn'(?:existe|est) (?:plus|pas)\
    |\bn'a (?:pas|plus))\b
    votre pays,votre région,votre zone  \b(?:dans|depuis|pour) votre (?:pays|région|zone)\b
    maintenance,réessa,erreur  \ben (?:cours de )?maintenance\b|\bréessa\w+ (?:dans|plus tard|ultérieurement)\
    |\berreur (?:est survenue|s'est produite|interne|du serveur)\b
    página,contenido,nota,noticia,artículo,dirección,enlace  \
    \b(?:página|contenido|nota|noticia|artículo|dirección|enlace)\b.{{0,60}}\b(?:no (?:existe|está|se|ha|fue\
    |pudo)|ya no|no encontrad[ao]|no disponible|eliminad[ao]|movid[ao]|cambiado)\b
    encontrar,encontramos,país,región,ubicación  \bno (?:hemos podido|podemos|pudimos|se puede) encontrar\
    |\bno encontramos (?:la|lo|el)|\b(?:en|desde|para) (?:tu|su) (?:país|región|ubicación)\b
    mantenimiento,más tarde,error  \b(?:en|labores de|tareas de) mantenimiento\b\
    |\bint[eé]nt\w+ .{{0,30}}más tarde\b|\b(?:ocurrido|producido|produjo) un error\b
    pagina,contenuto,articolo,indirizzo  \b(?:pagina|contenuto|articolo|indirizzo)\b.{{0,60}}\b(?:non|rimoss[ao]\
    |spostat[ao]|eliminat[ao])\b
    paese,manutenzione,più tardi,errore,andato storto  \
    \b(?:nel|dal) (?:tuo|suo) paese\b|\bin manutenzione\b|\briprova(?:re)? .{{0,20}}più tardi\b\
    |\bverificato un errore\b|\bandato storto\b
    pagina,artikel,adres  \b(?:pagina|artikel|adres)\b.{{0,60}}\b(?:bestaat|niet|verwijderd|verplaatst)\b
    land,regio,onderhoud,iets mis,fout  \bin (?:uw|jouw|je) (?:land|regio)\b\
    |\b(?:gepland )?onderhoud\b.{{0,60}}\b(?:niet|even|terug)\b|\biets mis(?:gegaan)?\b|\bfout opgetreden\b
    stron,artykuł,adres,treść  \b(?:stron[ayę]|artykuł|adres\w*|treść)\b.{{0,60}}\b(?:nie|usunięt\w+\
    |przeniesion\w+|niedostępn\w+)\b
    kraju,regionie,przerw,prac,błąd,poszło  \b(?:w|z) (?:twoim|twojego|państwa) (?:kraju|regionie)\b\
    |\b(?:przerwa|prace|przerwy|prac) (?:techniczn|konserwacyjn|serwisow)|\bwystąpił .{{0,20}}błąd\b\
    |\bposzło nie tak\b
    página,conteúdo,notícia,endereço,artigo  \b(?:página|conteúdo|notícia|endereço|artigo)\b.{{0,60}}\b(?:não\
    |removid[ao]|movid[ao])\b
    país,região,manutenção,erro,errado  \bno seu país\b|\bna sua região\b|\bem manutenção\b|\bocorreu um erro\b\
    |\bdeu errado\b
    página,page,pagina,stron,sider,sidan  \b(?:não|no (?:hemos|pudimos|podemos)|n'avons pas|non abbiamo\
    |nie) (?:\w+ ){{0,2}}(?:encontr|trouv|trovat|znale)\w+ .{{0,30}}(?:página|page|pagina|stron)
    страниц,материал,адрес,стать,контент  (?:страниц\w|материал|адрес\w*|стать\w|контент)\b.{{0,60}}\b(?:не\
    |удал[её]н\w*|перемещ[её]н\w*|устарел\w*|недоступ\w+)\b
    стране,регионе,работ,ошибка,не так  \bв ваш(?:ей стране|ем регионе)\b|\b(?:техническ\
    |профилактическ)\w+ работ|\b(?:произошла|возникла) ошибка\b|\bпошло не так\b
    ページ,記事,url,コンテンツ      (?:ページ|記事|url|コンテンツ).{{0,40}}(?:見つかりません\
    |見つかりませんでした|存在しない|存在しません|ありません|削除|移動(?:した|され)|公開(?:を|が)?終了|変更され\
    |ご利用いただけません|ご覧いただけません)
    地域,国,メンテナンス,エラー      お(?:住まい|使い)の(?:地域|国)|ご利用の(?:地域|国)|メンテナンス(?:中|を実施\
    |のため|作業)|エラーが発生
    الصفحة,المحتوى,الرابط,المقال,صفحة  (?:الصفحة|المحتوى|الرابط|المقال|صفحة).{{0,60}}(?:غير موجود|غير متاح\
    |غير متوفر|لم تعد|لم يعد|لم يتم|حذف|نقل|لا يمكن)
    العثور,بلدك,منطقتك,صيانة,خطأ  (?:لم يتم|تعذر|لم نتمكن من) العثور|في (?:بلدك|منطقتك)|(?:أعمال|تحت\
    |قيد) (?:ال)?صيانة|حدث خطأ
    页面,頁面,网页,網頁,文章       (?:页面|頁面|网页|網頁|文章).{{0,30}}(?:不存在|找不到|删除|刪除|移动|下线\
    |不見|无法访问|未找到)
    페이지,점검,기사             (?:페이지|기사).{{0,40}}(?:찾을 수 없|존재하지 않|삭제|변경)|점검 (?:중|작업)
    sayfa,haber,bakim,içerik,hata  \b(?:sayfa|haber|içerik)\w*\b.{{0,60}}(?:bulunama|bulunma|kaldırıl|taşın\
    |silin|mevcut değil)|\bbakım çalış|\bhata oluştu\b
    sidan,siden,sida,artikel,artiklen,artikkelen  \
    \b(?:sidan|siden|sida|artikeln|artiklen|artikkelen)\b.{{0,60}}\b(?:inte|ikke|flyttats|flyttet|tagits bort\
    |slettet|fjernet|saknas)\b
    stránk,článek,sivu,oldal,pagin,σελίδα,сторінк  \
    \b(?:stránk\w|článek)\b.{{0,60}}(?:nenalezen|neexistuje|nebyla|nebyl|nalezen)|\bsivu\w*\b.{{0,40}}\bei\b\
    |\boldal\b.{{0,40}}\bnem\b|\bpagin\w\b.{{0,40}}\bnu\b|σελίδα.{{0,40}}δεν|сторінк\w.{{0,40}}\bне\b
    """

# --- forms -----------------------------------------------------------------------------------------------------------

LOGIN_TITLE = r"""
    (?:please )?(?:log|sign)[ -]?(?:in|on)(?: (?:to|with|or|and|required|page|now|/).{0,60})?|login(?: .{0,40})?
    (?:member|subscriber|user|account|reader)s? (?:login|sign[ -]in|log[ -]in|access|area)
    (?:create|set up|open|register)(?: (?:for|a|an|your|my|free|new|personal|reader))* account(?: .{0,60})?
    (?:sign|join)[ -]?up(?: (?:for|to|with|now|free).{0,60})?
    register(?: (?:for|to|now|here|free|today|with).{0,60})?|registration(?: .{0,20})?|my account|welcome back
    join (?:us|now|free|for free).{0,40}|(?:registration|login) required
    you (?:must|need to) (?:be logged|log|sign|register).{0,50}
    (?:reset|forgot(?:ten)?)(?: your)? password|(?:enter|verify|confirm) your (?:e-?mail|password).{0,30}
    (?:bitte )?(?:anmelde[nr]?|einloggen|log-?in|anmeldung|registrier(?:en|ung)|(?:jetzt|kostenlos\
    |kostenfrei)+ (?:registrieren|anmelden))(?: .{0,40})?
    (?:bitte )?(?:melden sie sich|melde dich|registrieren sie sich|registriere dich|loggen sie sich\
    |logge dich)(?: .{0,50})?
    (?:mein |ihr |kostenloses )?(?:konto|benutzerkonto|kundenkonto|nutzerkonto)(?: (?:erstellen|anlegen|eröffnen\
    |anmelden))?
    (?:se connecter|connexion|connectez-vous|identifiez-vous|identification|inscription|s'inscrire\
    |inscrivez-vous|s'identifier|mon compte|créer? (?:un|votre|mon)? ?compte|créez (?:votre|un) compte\
    |espace (?:abonnés?|membre|client))(?: .{0,60})?
    (?:inicia(?:r)? (?:de )?sesi[óo]n|inicio de sesi[óo]n|inicie sesi[óo]n|acceder|accede|acceso (?:usuarios\
    |suscriptores|clientes)|identif[íi](?:cate|quese)|reg[íi]str(?:ate|ese|arse|o|arte)|crea(?:r)? (?:tu|una\
    |su)? ?cuenta|mi cuenta|ingresar?|entrar)(?: .{0,60})?
    (?:accedi|accesso|login|entra|registrati|registrazione|iscriviti|crea (?:un|il tuo) (?:account|profilo)\
    |area riservata|il mio account|effettua (?:il login|l'accesso))(?: .{0,60})?
    (?:inloggen|log in|aanmelden|registreren|registreer|meld je aan|maak (?:een|je) .{0,20}account.{0,20}\
    |account aanmaken|mijn account)(?: .{0,60})?
    (?:zaloguj(?: się)?|logowanie|zarejestruj(?: się)?|rejestracja|załóż (?:konto|bezpłatne konto)|moje konto\
    |utwórz konto)(?: .{0,60})?
    (?:entrar|iniciar sess[ãa]o|faça (?:o )?(?:seu )?login|acessar|aceder|registe-se|registar|cadastre-se\
    |cadastro|criar (?:uma )?conta|crie (?:a )?sua conta|minha conta)(?: .{0,60})?
    (?:вход|войти|войдите|авторизация|регистрация|зарегистрируйтесь|личный кабинет|создать аккаунт\
    |авторизуйтесь)(?: .{0,60})?
    .{0,20}(?:ログイン|会員登録|新規登録|サインイン|無料登録)(?:ページ|画面|はこちら|が必要です|してください)?
    (?:تسجيل الدخول|تسجيل|إنشاء حساب|دخول|سجل الدخول|حسابي|أنشئ حساب\w*)(?: .{0,40})?
    (?:用户)?(?:登录|登入|注册|註冊)|로그인
    회원 ?가입
    (?:giriş yap|üye ol|üye girişi|kayıt ol|hesap oluştur)(?: .{0,40})?
    (?:logga in|log ind|logg inn|skapa konto|opret (?:en )?(?:konto|bruger|profil)|opprett (?:en )?(?:konto\
    |bruker)|registrera dig|mitt konto|přihl(?:ásit se|ášení)|registrace|kirjaudu(?: sisään)?|belépés\
    |autentificare|conectare|σύνδεση|увійти|вхід)(?: .{0,40})?
    """
LOGIN = r"""
    log,sign            \b(?:log|sign)(?:ged)?[ -]?in\b|\blogin\b
    passw,passwor       \bpasswor[dt]\b|\bpasswoord\b|\bpasswort\b
    account             \b(?:your|free|an|a) account\b
    register,sign up    \bregister (?:for|to|now|with|here)\b|\bsign up (?:for|to|with)\b
    anmeld,registrier,einloggen,kennwort  \banmelden\b|\bregistrier(?:en|ung)\b|\beinloggen\b|\bkennwort\b
    mot de passe,connect,inscri,compte  \bmot de passe\b|\bse connecter\b|\bconnectez-vous\b|\binscrivez-vous\b\
    |\bvotre compte\b
    contraseña,sesión,regístr,cuenta  \bcontraseña\b|\b(?:iniciar|inicia|inicie) sesión\b|\bregístr(?:ate|ese)\b\
    |\b(?:tu|su|una) cuenta\b
    accedi,registrati   \baccedi\b|\bregistrati\b
    wachtwoord,inloggen,account  \bwachtwoord\b|\binloggen\b|\baccount aan
    hasło,zaloguj,konto  \bhasło\b|\bzaloguj\b|\b(?:załóż|masz) konto\b
    senha,sessão,conta,palavra-passe  \bsenha\b|\biniciar sessão\b|\b(?:sua|uma) conta\b|\bpalavra-passe\b
    парол,войти,войдите,регистр  \bпароль\b|\bвойти\b|\bвойдите\b|\bзарегистр
    ログイン,パスワード,会員登録     ログイン|パスワード|会員登録
    تسجيل الدخول,كلمة المرور,كلمة السر,حساب  تسجيل الدخول|كلمة المرور|كلمة السر|إنشاء حساب
    密码,登录,登入,비밀번호,로그인  密码|登录|登入|비밀번호|로그인
    şifre,giriş yap,lösenord,adgangskode,passord,heslo  \bşifre|\bgiriş yap|\blösenord|\badgangskode|\bpassord|\bheslo
    """
