"""Reports that look like something else: short ones, such as tell of cookies, walls, errors or logins, and such \
as stand among forms
and long lists. All must be read."""

from __future__ import annotations

from dataclasses import dataclass

from tests.pages.chrome import article, json_ld, metas, page, paragraphs, teasers


@dataclass(frozen=True, slots=True)
class Report:
    name: str
    html: bytes
    told: str
    """Something that its text must have."""
    url: str = "https://www.meridian.example/world/2026/03/a-report"


def _one(
    name: str, title: str, text: str, told: str, *, lang: str = "en", plain: bool = False, top: str = "",
    below: str = "", head: str = "", after: str = ""
) -> Report:  # fmt: skip
    """`plain` reports say nothing of themselves in their heads."""
    main = f"<main><article><h1>{title}</h1>{top}{paragraphs(text)}{below}</article></main>"
    html = page(f"{title} | Meridian", main, lang=lang, head=head if plain else article(title) + head, after=after)
    return Report(name, html, told)


_LONG = """Parliament passed the harbour bill on Tuesday by 61 votes to 44, ending months of dispute over its cost.
The law lets the port of Valmere borrow up to 40 million crowns over six years and gives the dockers’ union two \
seats on the board.
“We waited ten years for this,” said Ines Dahl, who leads the union. She expects that work on the quays will \
start in March.
Opponents want the constitutional court to look at the law. Until it rules, no contracts can be signed, the \
ministry said.
The port handles a third of the country’s grain. Its cranes date from the seventies, and two of them have not \
moved since the summer.
Fees for ships may rise by up to 3 percent a year until the loan is paid back, which the ferry operators have \
called a tax on islands."""

_COOKIES = """Websites must let visitors reject all cookies with one click, the court of appeal in Valmere ruled \
on Tuesday.
The case was brought by a student who said that a retailer’s consent banner had been made to confuse. “I clicked \
for five minutes,” she said.
The retailer had argued that its 800 advertising partners relied on legitimate interest and needed no consent \
from those who came by.
The judges disagreed: personal data may be processed for adverts only if people have agreed freely, which a \
hidden button makes impossible.
Lawyers expect that hundreds of sites will have to change their banners within the year. The retailer has 30 days \
to appeal."""

_CAPTCHA = """Are you a robot? The question has been asked billions of times, and machines now answer it better \
than people do.
Researchers at the University of Valmere let software solve ten thousand captchas. It got 97 percent of them \
right; volunteers managed 81.
“Press and hold, pick the buses, slide the puzzle: none of it keeps bots out any more,” said Tomas Weil, who led \
the study.
Site owners are turning to checks that run unseen. Those look at how a browser behaves, which privacy advocates \
find worrying.
The team has told the makers of the tests what it found, and wants to publish the data in May."""

_PAYWALL = """Readers who hit a paywall mostly leave, and do not come back within the month, according to a study \
of 40 newspapers.
Only one in 80 took out a subscription when they were told to “subscribe to continue reading”; seven looked for \
the story elsewhere.
Metered models did better. Those who were given three free articles a month were twice as likely to pay in the end.
The authors advise publishers to let people read local news for free, and to ask for money where a paper has no rival.
The Valley Herald, which took down its paywall in the spring, said that its income from readers had doubled since."""

_QA = """Ms Dahl, the bill has passed. Are you content?
Content is a big word. We got two seats on the board, which is more than anybody had before us, and less than we \
asked for.
What happens if the court stops it?
Then we will be where we were in 2016, with cranes that nobody dares to use. I don’t think that it will come to this.
Did you consider a strike?
Every day. But grain rots when ships wait, and people remember who let it rot.
What will you do next?
Sleep. And then we will talk about pensions, because nobody else does."""

_DE = """Das Parlament hat am Dienstag das Hafengesetz mit 61 zu 44 Stimmen beschlossen und damit einen \
monatelangen Streit beendet.
Das Gesetz erlaubt dem Hafen von Hohenrade, über sechs Jahre bis zu 40 Millionen Kronen aufzunehmen.
„Darauf haben wir zehn Jahre gewartet“, sagte Gewerkschafterin Ines Dahl. Sie rechnet damit, dass die Arbeiten im \
März beginnen.
Die Opposition will das Verfassungsgericht anrufen. Bis zu dessen Urteil dürfen keine Verträge unterschrieben \
werden."""

REPORTS = (
    _one(
        "flash",
        "Fire in the port",
        """A fire broke out in a warehouse in the port of Valmere early on Tuesday. Nobody was hurt, the fire \
        service said.
         The cause is not yet known.""",
        "Nobody was hurt",
    ),
    _one(
        "flash-plain",
        "Ferry service suspended",
        """Ferries between Valmere and the islands have been suspended because of high winds, the operator said \
        on Monday.
         Service is expected to resume on Tuesday morning.""",
        "high winds",
        plain=True,
    ),
    _one(
        "flash-de",
        "Unfall auf der A 7",
        """Bei einem Unfall auf der Autobahn 7 bei Hohenrade sind am Montagabend zwei Menschen leicht verletzt \
        worden. Die Strecke
         war zwei Stunden gesperrt, wie die Polizei mitteilte.""",
        "leicht verletzt",
        lang="de",
    ),
    _one(
        "flash-ja",
        "倉庫で火災",
        "白浜港の倉庫で火曜日の早朝に火災があり、消防によるとけが人はいなかった。原因は分かっていない。",
        "けが人",
        lang="ja",
    ),
    _one(
        "flash-zh",
        "港口仓库起火",
        "周二凌晨，瓦尔梅尔港一处仓库起火，消防部门称无人受伤，起火原因仍在调查之中，港口作业未受影响。",
        "无人受伤",
        lang="zh",
    ),
    _one(
        "flash-ko",
        "항구 창고 화재",
        """화요일 새벽 발메르 항구의 한 창고에서 불이 났다. 소방당국은 다친 사람이 없다고 밝혔다. 불은 두 시간 \
        만에 꺼졌으며 경찰은 정확한
         화재 원인을 조사하고 있다.""",
        "소방당국",
        lang="ko",
    ),
    _one("plain", "Harbour bill passes", _LONG, "two of them have not moved", plain=True),
    _one("about-cookies", "Sites must let visitors reject all cookies, court rules", _COOKIES, "hidden button"),
    _one(
        "about-cookies-plain", "Court: reject all must be as easy as accept all", _COOKIES, "hidden button", plain=True
    ),
    _one("about-paywalls", "Subscribe to continue: why readers leave", _PAYWALL, "one in 80"),
    _one("about-captchas", "Are you a robot?", _CAPTCHA, "97 percent"),
    _one("about-captchas-plain", "Not a robot: why captchas fail", _CAPTCHA, "97 percent", plain=True),
    _one(
        "about-404",
        "Page not found: the poetry of error pages",
        """Somebody at the Valmere museum of design has collected 404 pages for eleven years, and now shows them.
         “Page not found” is the most printed apology of our time, says the curator, Oda Rehn. It had never been \
         shown on a wall before.
         There is a dog that ate a link, a map without a country, and a bank that says sorry in nine languages.
         Error 503, the one for servers that are down for maintenance, has a room of its own. Visitors wait there \
         for as long as they like.
         The show is open until June, if the lights work.""",
        "a bank that says sorry",
    ),
    _one(
        "about-logins",
        "Login pages ask for too much, watchdog says",
        """Online shops ask new customers for more than they need, the consumer watchdog said on Wednesday.
         Of 120 shops that it looked at, 71 would not sell anything to people who had not created an account with \
         a password.
         “Nobody should have to sign in to buy a lamp,” said its director, Pia Storm. She wants guest orders to \
         be made law.
         Shops say that accounts let customers track their orders and log in faster the next time.""",
        "buy a lamp",
    ),
    _one(
        "about-privacy-law",
        "New privacy law takes effect",
        """A law that lets people see what companies hold about them takes effect on Friday.
         Under it, firms have 30 days to answer, and face fines of up to 4 percent of their turnover if they do not.
         Your rights, in short: you can ask for a copy of your personal data, have mistakes corrected, and \
         withdraw consent at any time.
         We asked ten large companies how they prepare. Three said that they were ready, five that they would be, \
         and two did not answer.
         Critics say that the privacy office, with nine staff, cannot enforce it.""",
        "nine staff",
    ),
    _one(
        "about-cookies-de",
        "Neue Regeln für Cookie-Banner",
        """Cookie-Banner sollen bald der Vergangenheit angehören: Das Kabinett hat am Mittwoch eine Verordnung \
        beschlossen.
         Nutzer sollen ihre Einwilligung künftig an einer Stelle hinterlegen können, statt sie jeder Website \
         einzeln zu erteilen.
         „Wir wollen, dass Menschen nicht mehr hundertmal am Tag auf Akzeptieren klicken“, sagte die Ministerin.
         Verbände der Werbewirtschaft kritisieren die Pläne. Datenschützern gehen sie nicht weit genug.""",
        "hundertmal am Tag",
        lang="de",
    ),
    _one(
        "consent-box",
        "Harbour bill passes",
        _LONG,
        "two of them have not moved",
        after="""<div id="cmp-layer" class="consent-overlay"><h2>We value your privacy</h2><p>We
         and our 812 partners store and access information on your device, such as cookies, and process personal \
         data for personalised advertising.
         You can change your preferences at any time.</p><button>Accept all</button><button>Reject \
         all</button></div>""",
    ),
    _one(
        "comment-form",
        "Harbour bill passes",
        _LONG,
        "two of them have not moved",
        below="""<section class="comments"><h2>Comments</h2><form><p>Log in to comment</p>
         <label>Email<input type="email"></label><label>Password<input type="password"></label><button>Sign \
         in</button></form></section>""",
    ),
    _one(
        "comment-form-plain",
        "Harbour bill passes",
        _LONG,
        "two of them have not moved",
        plain=True,
        below="""<section class="comments"><form><p>Sign in to
         comment</p><input type="password"><button>Sign in</button></form></section>""",
    ),
    _one(
        "many-links",
        "Harbour bill passes",
        _LONG,
        "two of them have not moved",
        below=f'<section class="more"><h2>More</h2>{teasers("en", 40)}</section>',
    ),
    _one(
        "many-links-plain",
        "Harbour bill passes",
        _LONG,
        "two of them have not moved",
        plain=True,
        below=f'<section class="more">{teasers("en", 40)}</section>',
    ),
    _one(
        "subscribe-box",
        "Harbour bill passes",
        _LONG,
        "two of them have not moved",
        below="""<aside class="subscribe-box"><h3>Enjoyed this?</h3><p>Subscribe to our newsletter
         and get the best of the week in your inbox.</p></aside>""",
        head=metas(article__content_tier="free"),
    ),
    _one(
        "listicle",
        "Seven gardens to see before autumn",
        "".join(
            f"""{n}. {name}
         {text}
         """
            for n, name, text in (
                (
                    1,
                    "The walled garden of Steinach",
                    "Pears, quinces and a wall that keeps the wind out; the gate is open on Sundays until five.",
                ),
                (
                    2,
                    "Quarry Park",
                    "What the diggers left is now a bowl of ferns, with a path that takes an hour if you don’t stop.",
                ),
                (
                    3,
                    "The botanist’s roof",
                    "Nine hundred pots on top of a car park, watered by one man of eighty who likes to talk.",
                ),
                (
                    4,
                    "Abbey Meadow",
                    "Nothing is planted here and everything grows. Take boots, and a picnic, and don’t take dogs.",
                ),
            )
        ),
        "nine hundred pots".capitalize(),
    ),
    _one(
        "live-blog",
        "Harbour bill: the vote as it happened",
        "",
        "61 votes to 44",
        top="".join(
            f"<section><h3>{time}</h3><p>{text}</p></section>"
            for time, text in (
                (
                    "23.40",
                    (
                        "The bill has passed by 61 votes to 44. There is applause from the gallery, "
                        "where the dockers sit, and silence on the left."
                    ),
                ),
                (
                    "23.10",
                    (
                        "Voting has begun. The clerk reads out the names one by one, which will take "
                        "about half an hour, as it always does."
                    ),
                ),
                (
                    "22.30",
                    (
                        "The minister asks for calm: “No crane will be built on a shout.” She is the "
                        "last on the list of speakers tonight."
                    ),
                ),
            )
        ),
        head=json_ld("LiveBlogPosting", headline="Harbour bill: the vote as it happened"),
    ),
    _one(
        "video-with-text",
        "Harbour bill passes",
        _LONG,
        "two of them have not moved",
        top='<video src="/v.mp4"></video>',
        head=json_ld("VideoObject", name="The vote"),
    ),
    _one(
        "opinion",
        "The quay is not the point",
        """I was nine when my father took me to see the cranes, and they already squeaked.
         So when people tell me that the harbour bill is about money, I ask them when they last stood there and \
         listened.
         We build things, we let them rust, and then we call it a crisis. You could set your watch by it.
         Let the court have its say. But let nobody claim that he did not hear the squeaking.""",
        "squeaking",
    ),
    _one(
        "interview", "“Every day” - the union’s leader on strikes, grain and sleep", _QA, "grain rots when ships wait"
    ),
    _one(
        "many-headings",
        "What the harbour bill means for you",
        "",
        "four times a year",
        top="".join(
            f"<h2>{question}</h2><p>{answer}</p>"
            for question, answer in (
                (
                    "Who pays?",
                    (
                        "The port does, out of its fees, which may rise by up to 3 percent a year until "
                        "the loan is paid back."
                    ),
                ),
                (
                    "Will fares rise?",
                    (
                        "Not before 2028, says the operator of the ferries. After that it will look at "
                        "its costs four times a year."
                    ),
                ),
                (
                    "When does work start?",
                    "In March, unless the constitutional court stops it. A ruling is expected within weeks.",
                ),
                (
                    "Can I see the plans?",
                    "Yes: they are on show at the town hall of Valmere every weekday until the end of April.",
                ),
            )
        ),
    ),
    _one("report-de", "Hafengesetz beschlossen", _DE, "Darauf haben wir zehn Jahre gewartet", lang="de"),
    _one(
        "report-fr",
        "Le Parlement adopte la loi sur le port",
        """Le Parlement a adopté mardi la loi sur le port par 61 voix contre 44, mettant fin à des mois de querelle.
         Le texte autorise le port de Valmère à emprunter jusqu’à 40 millions de couronnes sur six ans.
         « Nous attendions cela depuis dix ans », a déclaré Inès Dahl, qui dirige le syndicat des dockers.
         L’opposition veut saisir la cour constitutionnelle ; d’ici là, aucun contrat ne peut être signé.""",
        "syndicat des dockers",
        lang="fr",
    ),
    _one(
        "report-es-plain",
        "El Parlamento aprueba la ley del puerto",
        """El Parlamento aprobó el martes la ley del puerto por 61 votos contra 44, tras meses de disputa.
         La norma permite al puerto de Valmera endeudarse hasta 40 millones de coronas en seis años.
         «Llevamos diez años esperando», dijo Inés Dahl, que dirige el sindicato de estibadores.
         La oposición quiere llevarla al tribunal constitucional, y hasta entonces no se firmará ningún contrato.""",
        "estibadores",
        lang="es",
        plain=True,
    ),
    _one(
        "report-ru",
        "Парламент принял закон о порте",
        """Парламент во вторник принял закон о порте 61 голосом против 44, завершив многомесячный спор.
         Закон позволяет порту Вальмеры занять до 40 миллионов крон на шесть лет.
         «Мы ждали этого десять лет», — сказала Инес Даль, глава профсоюза докеров.
         Оппозиция намерена обратиться в конституционный суд.""",
        "профсоюза докеров",
        lang="ru",
    ),
    _one(
        "report-ar",
        "البرلمان يقر قانون الميناء",
        """أقر البرلمان يوم الثلاثاء قانون الميناء بأغلبية 61 صوتا مقابل 44، منهيا خلافا استمر شهورا.
         ويسمح القانون لميناء فالميرا باقتراض ما يصل إلى 40 مليون كرونة على مدى ست سنوات.
         وقالت إيناس دال رئيسة نقابة العمال: انتظرنا هذا عشر سنوات.
         وتريد المعارضة الطعن في القانون أمام المحكمة الدستورية.""",
        "عشر سنوات",
        lang="ar",
    ),
    _one(
        "report-pl",
        "Sejm przyjął ustawę o porcie",
        """Parlament przyjął we wtorek ustawę o porcie stosunkiem głosów 61 do 44, kończąc wielomiesięczny spór.
         Ustawa pozwala portowi w Walmerze pożyczyć do 40 milionów koron w ciągu sześciu lat.
         „Czekaliśmy na to dziesięć lat” - powiedziała Ines Dahl, szefowa związku dokerów.
         Opozycja chce skierować ustawę do trybunału konstytucyjnego.""",
        "szefowa związku",
        lang="pl",
    ),
    _one(
        "flash-with-offers",
        "Fire in the port",
        """A fire broke out in a warehouse in the port of Valmere early on Tuesday. Nobody was hurt, the fire \
        service said.
         The cause is not yet known.""",
        "Nobody was hurt",
        top='<div class="bar">Already a subscriber? <a href="/login">Sign in</a></div>',
    ),
    _one(
        "error-report",
        "Service unavailable: trains stand still after server fault",
        """A fault in a signalling server brought trains in the north to a standstill on Monday, the railway said.
         Passengers were told by loudspeaker that the service was temporarily unavailable; some waited for four hours.
         An error occurred when new software was loaded overnight. The old one was put back by noon.""",
        "signalling server",
    ),
)


def _beginning(
    name: str, title: str, text: str, wall: str, *, lang: str = "en", free: object = None, tier: str = ""
) -> Report:
    head = article(title) if free is None else article(title, isAccessibleForFree=free)
    head += metas(article__content_tier=tier) if tier else ""
    html = page(
        title, f"<main><article><h1>{title}</h1>{paragraphs(text)}{wall}</article></main>", lang=lang, head=head
    )
    return Report(name, html, text.strip().splitlines()[0].strip()[:40])


_START = "\n".join(_LONG.splitlines()[:3])
PARTIAL = (
    _beginning(
        "wall-en",
        "Who pays?",
        _START,
        """<div class="paywall"><h3>To continue reading, choose a plan</h3><p>From £1 a week. Already a \
        subscriber? Log in.</p></div>""",
        free=False,
    ),
    _beginning(
        "wall-unsaid",
        "Who pays?",
        _START,
        "<div><p>The rest of this article is for members. Join today to read it.</p></div>",
    ),
    _beginning(
        "wall-tier",
        "Who pays?",
        _START,
        '<div class="article-gate"><p>Create a free account to keep reading this story.</p></div>',
        tier="metered",
    ),
    _beginning(
        "wall-de",
        "Wer zahlt?",
        "\n".join(_DE.splitlines()[:3]),
        """<div class="piano-offer"><p>Jetzt weiterlesen</p><p>Der Artikel ist nur für Abonnenten lesbar.
               Sie haben bereits ein Abo? Anmelden</p></div>""",
        lang="de",
        free=False,
    ),
    _beginning(
        "wall-fr",
        "Qui paie ?",
        """Le Parlement a adopté mardi la loi sur le port par 61 voix contre 44, mettant fin à des mois de \
        querelle sur son coût.
               Le texte autorise le port de Valmère à emprunter jusqu’à 40 millions de couronnes sur six ans, et \
               donne deux sièges aux dockers.
               « Nous attendions cela depuis dix ans », a déclaré Inès Dahl, qui dirige le syndicat des dockers, \
               à la sortie de la séance de nuit.""",
        "<div><p>Il vous reste 71 % de cet article à lire. La suite est réservée aux abonnés.</p></div>",
        lang="fr",
    ),
    _beginning(
        "wall-ja",
        "港の費用",
        """議会は火曜日、港湾法案を賛成六十一、反対四十四で可決し、数カ月にわたる対立に終止符を打った。
               法律により港は六年間で最大四千万クローネを借り入れることができ、\
               港湾労働者の組合は理事会に二つの席を得る。
               組合を率いるイネス・ダールさんは「十年待った」と話し、工事は三月に始まるとの見通しを示した。""",
        "<div><p>この記事は有料会員限定です。</p><p>残り：1200文字／全文：1600文字</p></div>",
        lang="ja",
    ),
    _beginning(
        "wall-es",
        "¿Quién paga?",
        """El Parlamento aprobó el martes la ley del puerto por 61 votos contra 44, tras meses de disputa sobre \
        su coste y su reparto.
               La norma permite al puerto de Valmera endeudarse hasta 40 millones de coronas en seis años y da \
               dos puestos a los estibadores.
               «Llevamos diez años esperando», dijo Inés Dahl, que dirige el sindicato, al salir de la sesión que \
               duró hasta la madrugada.""",
        "<div><p>Para seguir leyendo, suscríbete</p></div>",
        lang="es",
        free=False,
    ),
    _beginning("cut-off", "Who pays?", _START + " But the quarrel over the loan…", "", free=False),
    _beginning("part-missing", "Who pays?", _START, "", free=False),
)
"""Reports of which only the beginning is there."""

WHOLE = (
    _beginning("not-free-but-whole", "Who pays?", _LONG, '<p class="foot-note">The Meridian</p>', free=False),
    _beginning("not-free-counted", "Who pays?", _START, "", free=None),
    _beginning(
        "free-with-offer",
        "Who pays?",
        _LONG,
        '<div class="offer"><p>Support our journalism: subscribe for £1 a week.</p></div>',
        free=True,
    ),
    _beginning("metered-but-whole", "Who pays?", _LONG, "", tier="metered"),
)
"""Reports that are all there, whatever they say or offer."""
