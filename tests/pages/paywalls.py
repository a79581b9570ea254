"""Paywalls with no more than a teaser before them."""

from __future__ import annotations

from tests.pages.chrome import article, page
from tests.pages.kinds import refused

_TEASER = "Parliament passed the harbour bill late on Tuesday, but the quarrel over who pays for it has only begun."
PAYWALLS = (
    refused(
        "paywall-hard",
        "paywall",
        page(
            "Who pays for the harbour? | The Meridian",
            f"""<main><article><h1>Who pays for the harbour?</h1><p class="standfirst">{_TEASER}</p> <div
            class="offer-wall"><h2>This story is for subscribers</h2><p>Subscribe for €1 a month and read everything.
            Cancel anytime.</p> <p>Already a subscriber? Sign in</p></div></article></main>""",
            head=article("Who pays for the harbour?", isAccessibleForFree=False),
        ),
    ),
    refused(
        "paywall-metered",
        "paywall",
        page(
            "Who pays for the harbour?",
            """<main><h1>Who pays for the harbour?</h1><div class="meter"><h2>You’ve read all your free articles for
            this month</h2> <p>Get unlimited access from £2 a week.</p><button>See plans</button><p>Have an account?
            Log in</p></div></main>""",
            head=article("Who pays for the harbour?"),
        ),
    ),
    refused(
        "paywall-plus-de",
        "paywall",
        page(
            "Wer zahlt für den Hafen?",
            """<main><article><h1>Wer zahlt für den Hafen?</h1><p>Das Parlament hat dem Hafengesetz zugestimmt.</p>
            <section class="plus-box"><h3>Weiterlesen mit Bote+</h3><p>Testen Sie Bote+ einen Monat für 0,99
            Euro.</p><p>Monatlich kündbar</p> <p>Sie sind bereits Abonnent? Hier
            einloggen</p></section></article></main>""",
            lang="de",
            head=article("Wer zahlt für den Hafen?", isAccessibleForFree="False"),
        ),
    ),
    refused(
        "paywall-fr",
        "paywall",
        page(
            "Qui paiera le port ?",
            """<main><article><h1>Qui paiera le port ?</h1><p>Le Parlement a adopté la loi dans la nuit de mardi.</p>
            <div class="paywall"><p>Il vous reste 92% de cet article à lire</p><p>La suite est réservée aux
            abonnés.</p><p>Abonnez-vous à partir de 1 €, sans engagement</p></div></article></main>""",
            lang="fr",
            head=article("Qui paiera le port ?", isAccessibleForFree=False),
        ),
    ),
    refused(
        "paywall-es",
        "paywall",
        page(
            "¿Quién pagará el puerto?",
            """<main><article><h1>¿Quién pagará el puerto?</h1><p>El Parlamento aprobó la ley el martes por la
            noche.</p> <div class="muro"><h3>Contenido exclusivo para suscriptores</h3><p>Suscríbete para seguir
            leyendo desde 1 €/mes.</p><p>¿Ya eres suscriptor? Inicia sesión</p> </div></article></main>""",
            lang="es",
            head=article("¿Quién pagará el puerto?"),
        ),
    ),
    refused(
        "paywall-ja",
        "paywall",
        page(
            "港の費用は誰が払うのか",
            """<main><article><h1>港の費用は誰が払うのか</h1><p>議会は火曜日、港湾法案を可決した。</p><div
            class="kaiin">
            <p>この記事は有料会員限定です。残り1840文字</p><p>会員登録すると続きをお読みいただけます。</p></div></article></main>""",
            lang="ja",
            head=article("港の費用は誰が払うのか"),
        ),
    ),
    refused(
        "paywall-it",
        "paywall",
        page(
            "Chi paga il porto?",
            """<main><h1>Chi paga il porto?</h1><p>Il Parlamento ha approvato la legge martedì notte.</p><div
            class="pw"><p>Questo contenuto è riservato agli abbonati</p><p>Sei già abbonato? Accedi e continua a
            leggere</p><p>1 € al mese per 3 mesi, disdici quando vuoi</p></div></main>""",
            lang="it",
            head=article("Chi paga il porto?"),
        ),
    ),
    refused(
        "paywall-pl",
        "paywall",
        page(
            "Kto zapłaci za port?",
            """<main><h1>Kto zapłaci za port?</h1><p>Parlament przyjął ustawę we wtorek w nocy.</p><div><p>Artykuł
            dostępny tylko dla prenumeratorów</p><p>Wykup dostęp za 9,90 zł i czytaj bez ograniczeń</p><p>Masz już
            prenumeratę? Zaloguj się</p></div></main>""",
            lang="pl",
            head=article("Kto zapłaci za port?"),
        ),
    ),
    refused(
        "paywall-ru",
        "paywall",
        page(
            "Кто заплатит за порт?",
            """<main><h1>Кто заплатит за порт?</h1><p>Парламент принял закон во вторник ночью.</p><div><p>Этот
            материал доступен только подписчикам</p><p>Оформите подписку за 199 ₽ в месяц, чтобы дочитать его до
            конца</p></div></main>""",
            lang="ru",
            head=article("Кто заплатит за порт?"),
        ),
    ),
)
