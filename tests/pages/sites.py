"""Pages of a site about itself, empty shells, and domains that nobody uses."""

from __future__ import annotations

from tests.pages.chrome import article, metas, page, paragraphs
from tests.pages.kinds import refused

_PRIVACY = """Who is responsible: Meridian Press Ltd, 4 Quay Street, Valmere. You can reach our data protection \
officer by post or mail.
We process personal data only as far as it is needed to run this website and to provide our content and services \
to you.
When you visit our site, our servers record your IP address, the time of your visit and the browser that you use.
You have the right to be told which data we hold about you, to have it corrected, and to have it erased.
We may change this document from time to time; the version that is shown here applies to your visit."""
_IMPRESSUM = """Angaben gemäß § 5 DDG: Bote Verlag GmbH, Am Markt 3, 12345 Hohenrade. Vertreten durch die \
Geschäftsführerin Jana Torf.
Registergericht: Amtsgericht Hohenrade, HRB 10101. Umsatzsteuer-Identifikationsnummer: DE000000000.
Verantwortlich für den Inhalt ist die Redaktion. Für fremde Inhalte, auf die wir verweisen, übernehmen wir keine \
Haftung."""
SITE = (
    refused(
        "site-privacy",
        "legal consent",
        page("Privacy notice | The Meridian", f"<main><h1>Privacy notice</h1>{paragraphs(_PRIVACY)}</main>"),
        "/privacy",
    ),
    refused(
        "site-imprint-de",
        "legal",
        page(
            "Impressum",
            f"<main><h1>Impressum</h1>{paragraphs(_IMPRESSUM)}</main>",
            lang="de",
            head=metas(og__type="article", article__published_time="2020-01-01T00:00:00Z"),
        ),
        "/impressum",
    ),
    refused(
        "site-terms-fr",
        "legal",
        page(
            "Conditions générales d’utilisation",
            """<main><h1>Conditions générales d’utilisation</h1><p>Article 1. Les présentes conditions régissent
            l’accès au site et son utilisation par tout visiteur, qui les accepte sans réserve.</p><p>Article 2. Les
            textes, images et marques sont protégés ; toute reproduction sans accord écrit est
            interdite.</p><p>Article 3. L’éditeur ne saurait être tenu responsable d’une interruption du
            service.</p></main>""",
            lang="fr",
        ),
        "/cgu",
    ),
    refused(
        "site-cookies-es",
        "legal consent",
        page(
            "Política de cookies",
            """<main><h1>Política de cookies</h1><p>Una cookie es un pequeño archivo que se guarda en su dispositivo
            cuando visita una página web. Utilizamos cookies propias y de terceros para que el sitio funcione y para
            medir su uso.</p><p>Puede borrarlas o bloquearlas en los ajustes de su navegador, aunque algunas partes
            podrían dejar de funcionar.</p></main>""",
            lang="es",
        ),
        "/cookies",
    ),
    refused(
        "site-about-pl",
        "legal",
        page(
            "Polityka prywatności – Gazeta Walmery",
            """<main><h1>Polityka prywatności</h1><p>Administratorem danych jest Gazeta Walmery sp. z o.o. z siedzibą
            w Walmerze. Dane są przetwarzane w celu świadczenia usług drogą elektroniczną.</p><p>Osobie, której dane
            dotyczą, przysługuje prawo dostępu do nich, sprostowania i usunięcia.</p></main>""",
            lang="pl",
        ),
        "/polityka-prywatnosci",
    ),
)

EMPTY = (
    refused(
        "shell-app",
        "empty",
        b"""<!DOCTYPE html><html lang="en"><head><meta charset="utf-8"><title>The Meridian</title><link rel="manifest"
            href="/m.json"> </head><body><noscript>You need to enable JavaScript to run this app.</noscript><div
            id="root"></div> <script src="/static/js/main.1f2.js"></script></body></html>""",
    ),
    refused(
        "shell-de",
        "empty",
        b"""<!DOCTYPE html><html lang="de"><head><meta charset="utf-8"><title>Bote</title></head><body><div
            id="__next"><div class="spinner"></div> </div><noscript><p>Bitte aktivieren Sie JavaScript in Ihrem
            Browser, um diese Seite zu nutzen.</p></noscript><script src="/_n/app.js"></script></body></html>""",
    ),
    refused(
        "shell-silent",
        "empty",
        b"""<!DOCTYPE html><html><head><title>Loading</title></head><body><app-root></app-root><script
            src="a.js"></script></body></html>""",
    ),
    refused(
        "parked-for-sale",
        "parked",
        page(
            "valleyherald.example",
            """<div><h1>valleyherald.example</h1><p>This domain may be for sale. Make an offer and we will get in
            touch with its owner.</p> <ul><li><a href="/a">Car Insurance</a></li><li><a href="/b">Online
            Degrees</a></li><li><a href="/c">Cheap Flights</a></li></ul></div>""",
            chrome=False,
        ),
    ),
    refused(
        "parked-de",
        "parked",
        page(
            "rheintaler-bote.example steht zum Verkauf",
            """<div><h1>Diese Domain steht zum Verkauf!</h1><p>Sie können die Domain rheintaler-bote.example vom
            Inhaber erwerben. Weiterführende Links: <a href="/1">Zeitung</a> <a href="/2">Kredit</a></p></div>""",
            lang="de",
            chrome=False,
        ),
    ),
    refused(
        "too-short",
        "short",
        page(
            "Fire in the port",
            "<main><h1>Fire in the port</h1><p>More soon.</p></main>",
            head=article("Fire in the port"),
        ),
    ),
)
