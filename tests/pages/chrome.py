"""What surrounds every page of a news site: menus, lists of other reports, a footer, scripts. In a dozen \
languages."""

from __future__ import annotations

import json
from dataclasses import dataclass
from itertools import cycle, islice


@dataclass(frozen=True, slots=True)
class Words:
    """A language's own for what stands around a report."""

    menu: tuple[str, ...]
    footer: tuple[str, ...]
    popular: str
    headlines: tuple[str, ...]


def _words(menu: str, footer: str, popular: str, headlines: str) -> Words:
    def parts(text: str) -> tuple[str, ...]:
        return tuple(part.strip() for part in text.split("|"))

    return Words(parts(menu), parts(footer), popular, parts(headlines))


WORDS = {
    "en": _words(
        "Home | World | Politics | Business | Sport | Culture | Travel | Opinion | Video | Weather "
        "| Sign in | Subscribe",
        "About us | Contact | Terms of use | Privacy policy | Cookie settings | Advertise | Jobs | RSS | Corrections",
        "Most read",
        """Ferry runs aground off Valmere, all passengers safe | Council votes to reopen the old tram line
        | Why bakers are running out of rye | Goalkeeper leaves Quarry United after nine seasons
        | Rents fall for the first time in a decade | The lighthouse that refused to go dark
        | Teachers’ union accepts pay deal | Ten gardens to see before autumn | Storm warning lifted along the coast
        | Minister denies knowing of missing funds""",
    ),
    "de": _words(
        "Start | Politik | Wirtschaft | Sport | Kultur | Wissen | Reise | Meinung | Video | Wetter | Anmelden | Abo",
        "Impressum | Datenschutz | Nutzungsbedingungen | Kontakt | Mediadaten | Karriere | Privatsphäre-Einstellungen",
        "Meistgelesen",
        """Fähre vor Hohenrade auf Grund gelaufen | Stadtrat stimmt für neue Straßenbahn
        | Warum der Roggen knapp wird | Torwart verlässt den FC Steinach | Mieten sinken erstmals seit Jahren
        | Der Leuchtturm, der nicht ausgehen wollte | Lehrer nehmen Tarifangebot an | Sturmwarnung aufgehoben
        | Ministerin weist Vorwürfe zurück | Zehn Gärten für den Spätsommer""",
    ),
    "fr": _words(
        "Accueil | Monde | Politique | Économie | Sport | Culture | Sciences | Opinions | Vidéos | "
        "Météo | Se connecter",
        "Mentions légales | Politique de confidentialité | Gestion des cookies | Contact | Publicité | Archives",
        "Les plus lus",
        """Un ferry s’échoue au large de Valmère | Le conseil vote le retour du tramway
        | Pourquoi le seigle vient à manquer | Le gardien quitte le FC Rivane | Les loyers baissent enfin
        | Le phare qui refusait de s’éteindre | Accord salarial chez les enseignants | Alerte à la tempête levée
        | La ministre dément | Dix jardins à voir""",
    ),
    "es": _words(
        "Portada | Internacional | Política | Economía | Deportes | Cultura | Ciencia | Opinión | "
        "Vídeos | Iniciar sesión",
        "Aviso legal | Política de privacidad | Política de cookies | Contacto | Publicidad | Hemeroteca",
        "Lo más leído",
        """Un ferri encalla frente a Valmera | El ayuntamiento aprueba el tranvía | Por qué falta el centeno
        | El portero deja el Atlético Cantera | Bajan los alquileres por primera vez | El faro que no quiso apagarse
        | Los profesores aceptan el acuerdo | Se levanta la alerta de temporal | La ministra lo niega
        | Diez jardines para septiembre""",
    ),
    "it": _words(
        "Home | Mondo | Politica | Economia | Sport | Cultura | Scienza | Opinioni | Video | Meteo | Accedi | Abbonati",
        "Note legali | Privacy | Cookie policy | Contatti | Pubblicità | Archivio | Redazione",
        "I più letti",
        """Traghetto si arena al largo di Valmera | Il consiglio approva il nuovo tram | Perché manca la segale
        | Il portiere lascia il Cava Calcio | Affitti in calo dopo dieci anni | Il faro che non voleva spegnersi
        | I docenti accettano l’accordo | Revocata l’allerta meteo | La ministra smentisce | Dieci giardini da \
        vedere""",
    ),
    "nl": _words(
        "Voorpagina | Wereld | Politiek | Economie | Sport | Cultuur | Wetenschap | Opinie | Video | Inloggen",
        "Colofon | Privacyverklaring | Cookiebeleid | Contact | Adverteren | Archief",
        "Meest gelezen",
        """Veerboot loopt vast bij Valmeer | Gemeenteraad stemt voor tramlijn | Waarom rogge schaars wordt
        | Doelman vertrekt bij SV Groeve | Huren dalen voor het eerst in jaren | De vuurtoren die niet uit wilde
        | Leraren akkoord met cao | Stormwaarschuwing ingetrokken | Minister ontkent | Tien tuinen voor september""",
    ),
    "pl": _words(
        "Strona główna | Świat | Polityka | Gospodarka | Sport | Kultura | Nauka | Opinie | Wideo | Zaloguj się",
        "Regulamin | Polityka prywatności | Kontakt | Reklama | Redakcja | Archiwum",
        "Najczęściej czytane",
        """Prom osiadł na mieliźnie koło Walmery | Rada miasta za powrotem tramwaju | Dlaczego brakuje żyta
        | Bramkarz odchodzi z Kamieniołomu | Czynsze spadają po raz pierwszy | Latarnia, która nie chciała zgasnąć
        | Nauczyciele przyjęli ofertę | Odwołano ostrzeżenie | Minister zaprzecza | Dziesięć ogrodów na wrzesień""",
    ),
    "pt": _words(
        "Início | Mundo | Política | Economia | Desporto | Cultura | Ciência | Opinião | Vídeos | Entrar | Assine",
        "Termos de uso | Política de privacidade | Contactos | Publicidade | Arquivo",
        "Mais lidas",
        """Ferry encalha ao largo de Valmera | Câmara aprova novo elétrico | Porque falta o centeio
        | Guarda-redes deixa o Pedreira | Rendas descem pela primeira vez | O farol que não se quis apagar
        | Professores aceitam acordo | Levantado o aviso de temporal | Ministra desmente | Dez jardins para \
        setembro""",
    ),
    "ru": _words(
        "Главная | Мир | Политика | Экономика | Спорт | Культура | Наука | Мнения | Видео | Погода | Войти",
        "О редакции | Политика конфиденциальности | Реклама | Контакты | Архив",
        "Самое читаемое",
        """Паром сел на мель у Вальмеры | Совет одобрил новый трамвай | Почему не хватает ржи
        | Вратарь уходит из «Карьера» | Аренда дешевеет впервые за годы | Маяк, который не хотел гаснуть
        | Учителя согласились на условия | Штормовое предупреждение снято | Министр всё отрицает | Десять садов \
        осени""",
    ),
    "ja": _words(
        "トップ | 国際 | 政治 | 経済 | スポーツ | 文化 | 科学 | 社説 | 動画 | 天気 | ログイン",
        "会社案内 | 利用規約 | プライバシーポリシー | お問い合わせ | 広告掲載",
        "アクセスランキング",
        """白浜沖でフェリー座礁、乗客は無事 | 市議会が路面電車の復活を可決 | ライ麦はなぜ足りないのか
        | 守護神が九年で退団 | 家賃が十年ぶりに下落 | 消えることを拒んだ灯台 | 教員組合が賃上げ案を受け入れ
        | 沿岸の暴風警報を解除 | 大臣、関与を否定 | 秋に訪れたい庭園十選""",
    ),
    "ar": _words(
        "الرئيسية | العالم | سياسة | اقتصاد | رياضة | ثقافة | علوم | آراء | فيديو | طقس",
        "من نحن | سياسة الخصوصية | شروط الاستخدام | اتصل بنا | أعلن معنا",
        "الأكثر قراءة",
        """جنوح عبارة قبالة فالميرا | المجلس يصوت لعودة الترام | لماذا ينقص الشعير | حارس المرمى يغادر الفريق
        | انخفاض الإيجارات لأول مرة | المنارة التي رفضت أن تنطفئ | المعلمون يقبلون العرض | رفع التحذير من العاصفة
        | الوزيرة تنفي | عشر حدائق للخريف""",
    ),
    "tr": _words(
        "Ana sayfa | Dünya | Siyaset | Ekonomi | Spor | Kültür | Bilim | Yazarlar | Video | Hava | Giriş yap",
        "Künye | Gizlilik politikası | Kullanım koşulları | İletişim | Reklam",
        "Çok okunanlar",
        """Feribot Valmera açıklarında karaya oturdu | Meclis tramvaya onay verdi | Çavdar neden azalıyor
        | Kaleci takımdan ayrıldı | Kiralar yıllar sonra düştü | Sönmek istemeyen fener | Öğretmenler anlaştı
        | Fırtına uyarısı kalktı | Bakan iddiaları reddetti | Görülecek on bahçe""",
    ),
    "sv": _words(
        "Hem | Världen | Politik | Ekonomi | Sport | Kultur | Vetenskap | Ledare | Video | Väder | Logga in",
        "Om oss | Integritetspolicy | Kontakt | Annonsera | Arkiv",
        "Mest läst",
        """Färja gick på grund utanför Valmera | Fullmäktige röstar för spårvagn | Därför är rågen slut
        | Målvakten lämnar efter nio år | Hyrorna sjunker | Fyren som vägrade slockna | Lärarna säger ja
        | Stormvarningen hävd | Ministern förnekar | Tio trädgårdar i höst""",
    ),
    "ko": _words(
        "홈 | 국제 | 정치 | 경제 | 스포츠 | 문화 | 과학 | 오피니언 | 영상 | 로그인",
        "회사소개 | 이용약관 | 개인정보처리방침 | 광고문의",
        "많이 본 뉴스",
        """여객선 좌초, 승객 전원 무사 | 시의회 노면전차 부활 의결 | 호밀이 모자란 이유 | 골키퍼 9년 만에 팀 떠나
        | 임대료 10년 만에 하락 | 꺼지지 않은 등대 | 교원노조 임금안 수용 | 폭풍 특보 해제 | 장관, 의혹 부인 | \
        가을 정원 열 곳""",
    ),
    "zh": _words(
        "首页 | 国际 | 时政 | 财经 | 体育 | 文化 | 科技 | 评论 | 视频 | 登录",
        "关于我们 | 使用条款 | 隐私政策 | 联系我们 | 广告服务",
        "热门文章",
        """渡轮搁浅乘客平安 | 市议会通过恢复有轨电车 | 黑麦为何短缺 | 门将效力九年后离队 | 租金十年来首次下降
        | 不肯熄灭的灯塔 | 教师工会接受方案 | 沿海风暴警报解除 | 部长否认知情 | 十座值得一看的花园""",
    ),
}
SCRIPT = (
    "<script>!function(w,d){w.layer=w.layer||[];w.layer.push({t:+new Date});var "
    "s=d.createElement('script');s.async=1;" + ("d.head.appendChild(s)}(window,document);</script>")
)


def links(words: tuple[str, ...], kind: str) -> str:
    """A list of links."""
    return (
        f'<ul class="{kind}">'
        + "".join(f'<li><a href="/{kind}/{n}">{one}</a></li>' for n, one in enumerate(words))
        + "</ul>"
    )


def teasers(lang: str, count: int = 10, *, tag: str = "h3", text: str = "") -> str:
    """Cards with headlines that lead to other reports, with a line of text below each if given."""
    below = f"<p>{text}</p>" if text else ""
    return "".join(
        f'<div class="card"><{tag}><a href="/{n}/{lang}-story-{n}">{one}</a></{tag}>{below}</div>'
        for n, one in enumerate(islice(cycle(WORDS[lang].headlines), count))
    )


def page(
    title: str,
    main: str,
    *,
    lang: str = "en",
    head: str = "",
    chrome: bool = True,
    around: bool = True,
    before: str = "",
    after: str = "",
) -> bytes:
    """A page with this in its middle; `chrome` is menu and footer, `around` the list of what is most read."""
    words = WORDS[lang]
    top = (
        f'<header class="masthead"><a href="/">Meridian</a><nav>{links(words.menu, "nav")}</nav></header>'
        if chrome
        else ""
    )
    foot = f'<footer class="site-foot">{links(words.footer, "foot")}<p>© 2026 Meridian</p></footer>' if chrome else ""
    side = f'<aside class="side"><h2>{words.popular}</h2>{teasers(lang, 6)}</aside>' if around and chrome else ""
    return (
        f'<!DOCTYPE html><html lang="{lang}"><head><meta charset="utf-8"><title>{title}</title>'
        f'<meta name="viewport" content="width=device-width">{head}{SCRIPT if chrome else ""}</head>'
        f"<body>{before}{top}{main}{side}{foot}{after}{SCRIPT * 3 if chrome else ''}</body></html>"
    ).encode()


def metas(**values: str) -> str:
    """Meta tags; in names, "__" stands for a colon."""
    return "".join(
        f'<meta {"property" if "__" in name else "name"}="{name.replace("__", ":")}" content="{value}">'
        for name, value in values.items()
    )


def json_ld(kind: str | list[str], **values: object) -> str:
    """Structured data of a schema.org type."""
    data = json.dumps({"@context": "https://schema.org", "@type": kind, **values})
    return f'<script type="application/ld+json">{data}</script>'


_DATE = "2026-03-10T08:00:00Z"


def article(title: str, **values: object) -> str:
    """What a report says of itself in its head."""
    author = {"@type": "Person", "name": "Ines Dahl"}
    told = json_ld("NewsArticle", headline=title, datePublished=_DATE, author=author, **values)
    return metas(og__type="article", og__title=title, article__published_time=_DATE) + told


def paragraphs(text: str) -> str:
    """Paragraphs, one a line."""
    return "".join(f"<p>{line.strip()}</p>" for line in text.strip().splitlines() if line.strip())
