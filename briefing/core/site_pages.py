"""What pages that are no reports are called, in two dozen languages: pages of a site about itself, lists, galleries,
domains that nobody uses. Tables for `walls`, as in `wall_notices`.
"""

from __future__ import annotations

import re

# --- what a site says about itself, and domains that nobody uses ------------------------------------------------------

_OF_SITE = r"(?:(?:of|for|on|at|von|der|des|de|du|di|van|do|da) .{1,40})?"
LEGAL_TITLE = rf"""
    (?:our |your |the |website |site |online |data |global |general |updated? )*(?:privacy|cookies?\
    |data protection|legal|copyright|accessibility|disclosure|advertising)(?:,? (?:and|&) (?:cookies?|privacy\
    |terms))?(?: (?:policy|notice|statement|centre|center|settings|policies|information|preferences|choices\
    |disclaimer|terms|rights?|hub))+ ?{_OF_SITE}
    privacy|cookies
    (?:(?:website|site|general|our|the|standard|membership|user) )*(?:terms|conditions)(?:,? (?:and|&\
    |of) (?:conditions?|use|service|sale|terms|privacy.{{0,20}}))* ?{_OF_SITE}
    user agreement|(?:legal )?disclaimer|imprint|about(?: us| this site)|contact(?: us)?
    (?:our )?editorial (?:standards|guidelines|policy|code)|site ?map|help cent(?:re|er)
    (?:frequently asked questions|faqs?)|your (?:california )?privacy (?:rights|choices)
    (?:(?:unsere |allgemeine |hinweise zum )?datenschutz(?:erklärung|hinweise?|bestimmungen|richtlinie\
    |information(?:en)?|einstellungen)?|impressum|cookie-?(?:richtlinie|hinweise?|erklärung|einstellungen\
    |policy)|(?:unsere |allgemeine )?(?:agb|geschäftsbedingungen|nutzungsbedingungen\
    |allgemeine geschäftsbedingungen)|rechtliche hinweise|haftungsausschluss|barrierefreiheit(?:serklärung)?\
    |kontakt|über uns|privatsphäre(?:-einstellungen)?|nutzungsbasierte onlinewerbung)(?: (?:und|&) (?:impressum\
    |datenschutz\w*|agb|kontakt|cookies?.{{0,20}}))? ?{_OF_SITE}
    (?:(?:notre |la |nos )?(?:politique|charte|déclaration) (?:de (?:la )?|des |relative aux |d'\
    |sur la )(?:confidentialité|cookies|protection .{{0,30}}|vie privée|données personnelles\
    |utilisation .{{0,20}}|respect .{{0,20}})|mentions légales|conditions (?:générales\
    |d'utilisation)(?: .{{0,30}})?|cgu|cgv|gestion des cookies|protection des données(?: personnelles)?\
    |vie privée|données personnelles|informations légales|qui sommes-nous|à propos) ?{_OF_SITE}
    (?:(?:nuestra )?(?:política|aviso|declaración) (?:de |legal|sobre )?(?:privacidad|cookies\
    |protección .{{0,20}}|legal|uso)?(?: y .{{0,20}})?|(?:términos|condiciones)(?: y condiciones| y términos\
    | generales)*(?: (?:de|del) (?:uso|servicio|contratación|sitio).{{0,20}})?|quiénes somos|contacto\
    |privacidad) ?{_OF_SITE}
    (?:(?:informativa|nota|note|politica) (?:sulla |sui |sull'|legali?|estesa |di |in materia |e )+.{{0,40}}\
    |privacy(?: e cookie)?(?: policy)?|cookie policy|note legali|termini (?:e condizioni|d'uso|di (?:servizio\
    |utilizzo))(?: .{{0,20}})?|condizioni (?:generali|d'uso|di utilizzo)(?: .{{0,20}})?|chi siamo|contatti)
    (?:privacy(?:verklaring|beleid|statement|reglement)(?: en cookie\w+)?|cookie(?:verklaring|beleid|statement\
    |instellingen)|(?:algemene |gebruiks?)?voorwaarden|gebruiksvoorwaarden|colofon|disclaimer|over ons\
    |contact) ?{_OF_SITE}
    (?:polityka (?:prywatności|cookies|plików cookies?)(?: .{{0,20}})?|regulamin(?: .{{0,30}})?\
    |warunki (?:korzystania|użytkowania)(?: .{{0,20}})?|nota prawna|o nas|kontakt|ochrona danych(?: osobowych)?)
    (?:política de (?:privacidade|cookies|dados)(?: .{{0,20}})?|(?:termos\
    |condições)(?: e condições)?(?: gerais)?(?: (?:de|do) (?:uso|utilização|serviço))?|aviso legal|ficha técnica\
    |quem somos|privacidade|expediente)
    (?:политика (?:конфиденциальности|обработки .{{0,40}}|использования .{{0,30}}|cookie.{{0,10}}\
    |в отношении .{{0,40}})|пользовательское соглашение|(?:правила|условия) (?:использования\
    |пользования)(?: .{{0,30}})?|о (?:нас|редакции|проекте)|контакты|правовая информация|выходные данные)
    (?:プライバシー(?:・?ポリシー|ステートメント|について)?|個人情報(?:保護)?(?:の(?:取り?扱い?|保護)|方針\
    |について|保護方針|保護指針).{{0,10}}|(?:ご)?利用規約|クッキー(?:・?ポリシー|について)|cookie(?:ポリシー\
    |について)|特定商取引.{{0,16}}|サイトポリシー|著作権(?:について)?|会社概要|お問い合わせ)
    (?:سياسة (?:الخصوصية|ملفات .{{0,20}}|الاستخدام|الكوكيز)(?: .{{0,20}})?|(?:شروط|أحكام)(?: وأحكام\
    | و?شروط)? ?(?:الاستخدام|الخدمة)?|الشروط والأحكام|من نحن|اتصل بنا|إشعار قانوني|حقوق النشر)
    (?:隐私(?:政策|声明|权政策)|隱私(?:權政策|政策|聲明)|使用条款|服务条款|用户协议|法律声明|关于我们|联系我们\
    |개인정보 ?(?:처리방침|취급방침)|이용약관|(?:gizlilik|çerez) (?:politikası|sözleşmesi|bildirimi)\
    |kullanım (?:koşulları|şartları)|künye|kvkk.{{0,30}}|integritetspolicy|(?:cookie|personuppgifts)policy\
    |användarvillkor|privatlivspolitik|cookiepolitik|personvern(?:erklæring)?|informasjonskapsler|(?:zásady\
    |ochrana) (?:ochrany )?(?:osobních údajů|soukromí).{{0,20}}|podmínky užití|tietosuojaseloste|evästekäytännöt\
    |adatvédel\w+(?: .{{0,20}})?|impresszum|politica de confidențialitate|termeni și condiții\
    |πολιτική (?:απορρήτου|cookies)|όροι χρήσης|політика конфіденційності)
    """
PARKED = r"""
    domain,site         \b(?:buy|purchase|acquire|get) this (?:premium )?domain\b|\b(?:this\
    |the) (?:web )?(?:domain|site)(?: name)?\b.{0,60}\b(?:is|may be|could be|might be) (?:\w+ )?(?:for sale\
    |parked|expired|available for purchase)\b|\bdomain (?:name |registration )?(?:is )?(?:for sale|parking\
    |has expired|parked|for this (?:web)?site has expired)\b|\binterested in (?:buying )?this domain\b
    domain              \b(?:diese|die) domain\b.{0,60}\b(?:verkauf|geparkt|erwerben|registriert|abgelaufen)\
    |\bdomain (?:kaufen|parking|geparkt|zu verkaufen)\b
    domaine             \b(?:ce|le|nom de) (?:nom de )?domaine\b.{0,60}\b(?:à vendre|en vente|expiré|réservé\
    |parking|parké)
    dominio             \b(?:este|el|questo|il) dominio\b.{0,60}\b(?:en venta|a la venta|in vendita|caducado\
    |scaduto|parcheggiato|aparcado|estacionado)
    domein,domeinnaam   \b(?:deze|dit) domein(?:naam)?\b.{0,60}\b(?:te koop|verlopen|geparkeerd|gereserveerd)
    domen               \b(?:ta|tej) domen\w\b.{0,60}\b(?:sprzeda\w+|wygas\w+|zaparkowan\w+)\
    |\bdomen[aęy] (?:jest )?(?:na sprzedaż|wygasła|do kupienia|wystawiona)
    domínio             \beste domínio\b.{0,60}\b(?:à venda|expirou|estacionado|expirado)
    домен               \bдомен\w*\b.{0,60}\b(?:продаж\w+|прода[её]тся|припаркован|истек|ист[её]к|куп\w+)
    ドメイン                ドメイン.{0,30}(?:販売|売り出|期限|パーキング|購入)
    النطاق,domain       (?:هذا )?النطاق.{0,40}(?:للبيع|معروض)
    域名                  域名.{0,20}(?:出售|转让|停放|过期)
    sponsored,related links,related searches  \bsponsored listings\b|\brelated (?:links|searches)\b
    """
SHELL = r"""
    javascript          \b(?:enable|activate|turn on|allow|switch on|requires?|needs?|without\
    |have) (?:\w+ ){0,2}javascript\b|\bjavascript (?:is|to be|must be|has been|appears\
    |seems)\b.{0,30}\b(?:disabled|enabled|required|turned off|deactivated)
    javascript          \bjavascript\b.{0,60}\b(?:aktivier|aktiver|activ[ea]|habilit|abilit|inschakel|włącz\
    |aktivoi|etkinleştir|ativ[ae]|désactivé|deaktiviert|desactivado|disabilitato|uitgeschakeld|wyłączon)\
    |\b(?:aktivier|aktiver|activ[ea]|habilit|abilit|włącz|schakel|ativ[ae]|povol)\w*\b.{0,40}\bjavascript\b
    javascript          (?:включите|отключен|требуется|необходим|включ[её]н).{0,40}javascript\
    |javascript.{0,40}(?:включ|отключ|требуется|有効|無効|تفعيل|تمكين)|(?:تفعيل|تمكين|启用|开启\
    |啟用).{0,20}javascript
    """

# --- lists -----------------------------------------------------------------------------------------------------------

LIST_PATH = re.compile(
    r"/(?:tags?|topics?|themen?|thema|th[eè]mes?|temas?|tema|argoment[oi]|etiquetas?|sujets?|dossiers?|authors?|autor(?:en|es|i)?|auteurs?|autore|redacteurs?|personen?|people|by|profile"
    r"|search|suche|suchergebnis(?:se)?|recherche|buscar|busca|buscador|busqueda|cerca|ricerca|zoeken|szukaj|wyszukiwarka|pesquisa|poisk|ara|arama|sok|results?|categor(?:y|ies|ia|ie)|kategori\w*|rubri(?:k|ken|que|ca|c|ek)"
    r"|archives?|archiv|archivo|archivio|hemeroteca|newsletters?|live-?ticker|live|page|seite|pagina|tagged|keyword|schlagwort|stichwort|hashtag)(?:/[^/]*)?/?$",
    re.IGNORECASE,
)
LIST_TITLE = r"""
    (?:search(?: results?)?|results?)(?: (?:for|of|page|on|\().{0,80})?
    (?:\d[\d.,]* )?(?:results?|articles?|stories|posts) (?:found|by|for|tagged|about|from|in|on|matching) .{1,80}
    (?:all|latest|more|recent|top) (?:articles?|stories|news|posts|headlines)(?: (?:by|from|on|about|in\
    |tagged) .{1,60})?
    (?:tag|topic|author|category|archives?|section)s?(?: .{1,40})?|newsletters?(?: .{0,40})?
    (?:our|all|sign up (?:for|to) (?:our )?).{0,20}newsletters?
    (?:the )?(?:latest|breaking|today's|local|world|sports?|business|politics|opinion|culture) ?(?:news|headlines)?
    home(?:page)?|news|front page|most (?:read|popular)|live (?:blogs?|coverage|tickers?|updates?)|live
    (?:suchergebnis(?:se)?|suche|treffer|ergebnisse)(?: .{0,80})?
    (?:alle |aktuelle |neueste )?(?:artikel|beiträge|nachrichten|meldungen|texte)(?: (?:von|zu|zum|über|aus) .{1,60})?
    (?:thema|themen|autor|autorin|schlagwort|rubrik|archiv|ressort|übersicht|startseite|newsletter|liveticker\
    |live-ticker)(?: .{0,40})?
    alle .{0,20}(?:ticker|newsletter|liveblogs?).{0,20}
    (?:(?:résultats?|recherche)(?: (?:de|pour|des).{0,80})?|(?:tous les|derniers|toute l') ?(?:articles\
    |actualité|actualités|directs)(?: .{0,60})?|(?:thème|auteur|sujet|dossier|rubrique|archives|étiquette\
    |accueil|à la une|newsletters?|nos newsletters|actualités?|directs?)(?: .{0,40})?)
    (?:(?:resultados?|búsqueda|buscar)(?: .{0,80})?|(?:todas las|últimas|todos los|más) (?:noticias\
    |artículos)(?: .{0,60})?|(?:tema|etiqueta|autor|sección|archivo|portada|inicio|boletines|newsletters?\
    |últimas noticias|última hora|directos)(?: .{0,40})?)
    (?:(?:risultati|ricerca|cerca)(?: .{0,80})?|(?:tutti gli|ultime|ultimi|tutte le) (?:articoli\
    |notizie)(?: .{0,60})?|(?:argomento|autore|sezione|archivio|home|ultim'ora|newsletter|dirette?)(?: .{0,40})?)
    (?:zoekresultaten|zoeken|resultaten|laatste nieuws|alle artikelen|onderwerp|auteur|rubriek|archief\
    |nieuwsbrieven|voorpagina|nieuws|liveblogs?)(?: .{0,60})?
    (?:wyniki wyszukiwania|szukaj|wszystkie artykuły|najnowsze (?:wiadomości|artykuły)|temat|autor|dział\
    |archiwum|strona główna|newslettery|wiadomości|relacje na żywo)(?: .{0,60})?
    (?:resultados da (?:busca|pesquisa)|pesquisa|busca|últimas notícias|todas as notícias|todos os artigos|autor\
    |tema|arquivo|capa|notícias|newsletters|ao vivo)(?: .{0,60})?
    (?:результаты поиска|поиск|все (?:новости|статьи|материалы)|последние новости|новости|тема|тег|автор|рубрика\
    |архив|главная|лента новостей)(?: .{0,60})?
    .{0,20}(?:検索結果|記事一覧|一覧|トップページ|アーカイブ|最新ニュース|ニュースレター)
    (?:نتائج البحث|بحث|آخر الأخبار|جميع المقالات|أخبار|وسم|كاتب|الرئيسية|أرشيف)(?: .{0,60})?
    (?:搜索结果|最新新闻|首页|검색 ?결과|최신 ?뉴스|홈|arama sonuçları|son dakika|tüm haberler|yazarlar?|etiket\
    |sökresultat|søgeresultater|søkeresultater|senaste nytt|seneste nyt|siste nytt|výsledky (?:vyhledávání\
    |hledání))(?: .{0,60})?
    """
LISTS = frozenset({"collectionpage", "searchresultspage", "profilepage", "itemlist", "contactpage", "aboutpage"})
"""schema.org types of pages that are no report."""
GALLERY_TITLE = r"""
    (?:in (?:pictures|photos|images)|(?:photo|picture|image)s?(?: (?:gallery|of the (?:day|week)|essay\
    |slideshow).{0,40})?|gallery|slideshow|(?:die )?(?:bilder|fotos)(?:galerie|strecke)?(?: .{0,30})?\
    |fotostrecke|bildergalerie|bilderstrecke|fotogalerie|(?:en )?(?:images|photos)|diaporama\
    |galerie(?: photos?)?|portfolio|(?:en )?(?:fotos|imágenes)|(?:foto)?galería(?: .{0,20})?|le (?:foto\
    |immagini)|fotogallery|(?:in )?beeld|fotoserie|galeria(?: (?:zdjęć|de fotos|de imagens))?|zdjęcia\
    |em (?:fotos|imagens)|фото(?:галерея|репортаж)?|写真(?:特集|集)?|フォト(?:ギャラリー)?|(?:بالصور|معرض الصور\
    |صور)|图集|组图|화보|포토|foto galeri|bildspel|billeder)
    """
