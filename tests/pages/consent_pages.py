"""Consent notices in a report's place, as the usual consent managers draw them."""

from __future__ import annotations

from tests.pages.chrome import metas, page
from tests.pages.kinds import buttons, refused

CONSENT = (
    refused(
        "consent-banner-sdk",
        "consent",
        page(
            "The Valley Herald",
            f"""<div id="banner-sdk" role="dialog"><h2>Your choices regarding cookies</h2><div class="banner-text"> By
            clicking “Agree to all” you let us and 764 third parties keep information on your device and read it back,
            so that adverts can be chosen for you, their effect measured and our services improved. You can change
            your mind whenever you like through the link at the foot of each page. Some of the companies process
            personal data on the ground of their legitimate interest, which you may object to
            below.</div>{buttons("Agree to all", "Only necessary", "Let me choose")}</div>""",
            chrome=False,
        ),
    ),
    refused(
        "consent-purposes-list",
        "consent",
        page(
            "Before you go on",
            """<div class="cmp"><h1>We value your privacy</h1><p>With your agreement, we and our partners use cookies
            and similar technologies to store, access and process personal data such as your visit on this
            website.</p> <h3>Store and/or access information on a device</h3><p>Cookies, device identifiers or similar
            online identifiers can be stored on or read from your device to recognise it each time it connects to an
            app or a website.</p> <h3>Use limited data to select advertising</h3><p>Advertising presented to you on
            this service can be based on limited data, such as the website or app you are using, your non-precise
            location or your device type.</p> <h3>Create profiles for personalised advertising</h3><p>Information
            about your activity on this service can be stored and combined with other information about you to build a
            profile that is used to present advertising to you.</p> <h3>Measure content performance</h3><p>Information
            regarding which content is presented to you and how you interact with it can be used to determine whether
            the content reached its intended audience.</p>"""
            + buttons("Agree and close", "Disagree and close", "Learn more")
            + "</div>",
            chrome=False,
            head=metas(og__type="article", og__title="Harbour bill passes after a night of talks"),
        ),
    ),
    refused(
        "consent-pay-or-accept-de",
        "consent",
        page(
            "Willkommen beim Rheintaler Boten",
            f"""<main class="purabo"><h1>Weiterlesen mit Werbung</h1><p>Besuchen Sie unsere Seiten wie gewohnt mit
            Werbung und Tracking. Ihre Zustimmung können Sie jederzeit
            widerrufen.</p>{buttons("Akzeptieren und weiter")} <h2>… oder Pur-Abo für 3,99 € im Monat</h2><p>Nutzen
            Sie unser Angebot ganz ohne Werbetracking und nahezu werbefrei. Bereits Pur-Abonnent? Hier
            anmelden.</p><p>Tracking: Um Inhalte und Anzeigen für Sie auszuwählen, nutzen wir und bis zu 213 Anbieter
            Cookies und Kennungen Ihres Geräts, über die Daten gespeichert und abgerufen werden. Dabei werden
            personenbezogene Daten auch in Länder außerhalb der EU übermittelt.</p></main>""",
            lang="de",
            chrome=False,
            head=metas(robots="noindex"),
        ),
    ),
    refused(
        "consent-settings-de",
        "consent",
        page(
            "Privatsphäre-Einstellungen",
            f"""<div id="uc-layer"><h1>Datenschutz liegt uns am Herzen</h1><p>Diese Website verwendet Cookies und
            ähnliche Techniken von Dritten, um ihre Dienste anzubieten und stetig zu verbessern sowie Werbung
            anzuzeigen, die Ihren Interessen entspricht. Ich bin damit einverstanden und kann meine Einwilligung
            jederzeit mit Wirkung für die Zukunft ändern.</p>
            {buttons("Alles ablehnen", "Alle Dienste akzeptieren", "Mehr Informationen")}</div>""",
            lang="de",
            chrome=False,
        ),
    ),
    refused(
        "consent-agree-fr",
        "consent",
        page(
            "Le Courrier de Rivane",
            f"""<div id="notice-popup"><p>Bienvenue sur notre site</p><p>Avec votre accord, nos 432 partenaires et
            nous utilisons des traceurs pour stocker et consulter des informations personnelles comme votre visite.
            Vous pouvez retirer votre accord ou vous opposer aux traitements fondés sur l’intérêt légitime à tout
            moment.</p><p>Nos partenaires et nous traitons les données suivantes : publicités et contenus
            personnalisés, mesure d’audience, développement de services, géolocalisation précise et identification par
            analyse du
            terminal.</p>{buttons("Accepter & fermer", "Continuer sans accepter →", "En savoir plus")}</div>""",
            lang="fr",
            chrome=False,
        ),
    ),
    refused(
        "consent-chrome-es",
        "consent",
        page(
            "El Faro de Valmera",
            f"""<section class="pmConsentWall"><h2>Elige cómo quieres leer El Faro</h2><p>Nosotros y nuestros socios
            almacenamos y accedemos a información del dispositivo, como las cookies, y tratamos datos personales para
            mostrar anuncios personalizados y medir su rendimiento. Si rechazas, puedes suscribirte por 2,50 euros al
            mes y navegar sin publicidad de terceros.</p>
            {buttons("Aceptar y continuar gratis", "Rechazar y suscribirme")}</section>""",
            lang="es",
            around=False,
        ),
    ),
    refused(
        "consent-it",
        "consent",
        page(
            "Il Corriere della Cava",
            f"""<div class="iub"><p>Informativa</p><p>Noi e terze parti selezionate utilizziamo cookie o tecnologie
            simili per finalità tecniche e, con il tuo consenso, anche per misurazione e pubblicità mirata. Puoi
            liberamente prestare, rifiutare o revocare il tuo consenso in qualsiasi momento. Il rifiuto può rendere
            non disponibili alcune funzioni.</p>
            {buttons("Rifiuta", "Accetta", "Scopri di più e personalizza")}</div>""",
            lang="it",
            chrome=False,
        ),
    ),
    refused(
        "consent-nl",
        "consent",
        page(
            "Uw privacy-instellingen",
            f"""<div class="cmp-root"><h1>De Groevebode en cookies</h1><p>Om onze sites goed te laten werken en
            advertenties te tonen die bij u passen, plaatsen wij en 189 partners cookies. Daarmee verzamelen we
            gegevens over uw apparaat en uw bezoek. Geeft u ons toestemming? U kunt uw keuze later altijd
            wijzigen.</p>{buttons("Ja, ik ga akkoord", "Zelf instellen")}</div>""",
            lang="nl",
            chrome=False,
        ),
    ),
    refused(
        "consent-pl",
        "consent",
        page(
            "Szanowni Państwo",
            f"""<div class="rodo"><h2>Dbamy o Państwa prywatność</h2><p>My i nasi zaufani partnerzy przetwarzamy dane
            osobowe, takie jak adres IP i identyfikatory plików cookie, aby wyświetlać reklamy dopasowane do Państwa
            zainteresowań, mierzyć ich skuteczność i rozwijać nasze serwisy. Klikając „Przejdź do serwisu”, wyrażają
            Państwo zgodę na te działania. Zgodę można w każdej chwili wycofać.</p>
            {buttons("Przejdź do serwisu", "Ustawienia zaawansowane")}</div>""",
            lang="pl",
            chrome=False,
        ),
    ),
    refused(
        "consent-ja",
        "consent",
        page(
            "Cookieの利用について",
            f"""<div
            class="cc"><h2>Cookie設定</h2><p>当サイトでは、利便性の向上や広告の配信、アクセス状況の分析のためにCookieを使用しています。「すべて
            同意する」を押すと、お客様の端末にCookieが保存され、パートナー企業に個人データが提供されることに同意したものとみなされます。</p>
            {buttons("すべて同意する", "必要なもののみ", "設定を変更する")}</div>""",
            lang="ja",
            chrome=False,
        ),
    ),
    refused(
        "consent-pt",
        "consent",
        page(
            "A sua privacidade é importante",
            f"""<div class="qc"><p>Nós e os nossos parceiros armazenamos ou acedemos a informações num dispositivo,
            tais como cookies, e tratamos dados pessoais, como identificadores únicos, para anúncios e conteúdos
            personalizados e para medição de público. Pode aceitar ou gerir as suas escolhas, incluindo o direito de
            oposição.</p>{buttons("Aceito", "Não aceito", "Mais opções")}</div>""",
            lang="pt",
            chrome=False,
        ),
    ),
)
