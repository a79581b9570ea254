"""Error pages: missing, gone, forbidden, broken, in maintenance, not for this country."""

from __future__ import annotations

from tests.pages.chrome import metas, page, teasers
from tests.pages.kinds import refused

_POPULAR = "What readers of the Meridian are looking at today, told in a line or two for those in a hurry."
ERRORS = (
    refused(
        "error-404-with-popular",
        "error",
        page(
            "Page not found | The Meridian",
            f"""<main><h1>Sorry, we can’t find what you’re after</h1><p>The address may have been typed wrongly, or
            the story has been taken down. Try the search, or one of these:</p><section><h2>Popular
            stories</h2>{teasers("en", text=_POPULAR)}</section></main>""",
            head=metas(robots="noindex"),
        ),
    ),
    refused(
        "error-404-de",
        "error",
        page(
            "404 – Rheintaler Bote",
            f"""<main><h1>Hoppla!</h1><p>Die Seite, die Sie aufrufen wollten, gibt es nicht oder nicht mehr.
            Vielleicht finden Sie hier, was Sie suchen.</p>{teasers("de", 12)}</main>""",
            lang="de",
            head=metas(og__type="website"),
        ),
    ),
    refused(
        "error-gone-fr",
        "error",
        page(
            "Le Courrier de Rivane",
            f"""<main><h1>Cet article n’est plus en ligne</h1><p>Le contenu que vous recherchez a été supprimé ou
            déplacé.</p>
            {teasers("fr", 9, text="L’essentiel de l’actualité, résumé chaque matin par la rédaction.")}</main>""",
            lang="fr",
        ),
    ),
    refused(
        "error-403",
        "error bot",
        b"<html><head><title>403 Forbidden</title></head><body><center><h1>403 "
        b"Forbidden</h1></center><hr><center>nginx</center></body></html>",
    ),
    refused(
        "error-500",
        "error",
        page(
            "Something broke",
            """<main><h1>Error 500</h1><p>An unexpected problem stopped us from showing this page. Our engineers have
            been told. Please try again in a few minutes.</p></main>""",
        ),
    ),
    refused(
        "error-503-maintenance",
        "error",
        page(
            "Back soon",
            """<div class="holding"><h1>We’re making some improvements</h1><p>The Meridian is down for scheduled
            maintenance and will be back by 6am. Thank you for your patience.</p></div>""",
            chrome=False,
        ),
    ),
    refused(
        "error-451",
        "error",
        page(
            "451: Unavailable due to legal reasons",
            """<h1>451: Unavailable due to legal reasons</h1><p>We recognize you are attempting to access this website
            from a country belonging to the European Economic Area (EEA) including the EU which enforces the General
            Data Protection Regulation (GDPR) and therefore access cannot be granted at this time. For any issues,
            call 555-0100.</p>""",
            chrome=False,
        ),
    ),
    refused(
        "error-region",
        "error",
        page(
            "The Valley Herald",
            """<div class="geo"><h2>Not available where you are</h2><p>This content is not available in your region.
            We are working on it and hope to welcome you soon.</p></div>""",
            around=False,
        ),
    ),
    refused(
        "error-404-es",
        "error",
        page(
            "El Faro de Valmera",
            f"""<main><h1>Vaya, esta página no existe</h1><p>Puede que el enlace esté roto o que la noticia haya
            cambiado de dirección.</p><h2>Lo más leído</h2>{teasers("es", 10)}</main>""",
            lang="es",
        ),
    ),
    refused(
        "error-404-it",
        "error",
        page(
            "Errore 404",
            f"""<main><h2>Pagina non trovata</h2><p>L’indirizzo richiesto non corrisponde a nessun contenuto del
            nostro sito.</p>{teasers("it", 8)}</main>""",
            lang="it",
        ),
    ),
    refused(
        "error-404-pl",
        "error",
        page(
            "Ups! | Gazeta Walmery",
            f"""<main><h1>Nie ma takiej strony</h1><p>Artykuł został usunięty albo adres jest
            nieprawidłowy.</p>{teasers("pl", 8)}</main>""",
            lang="pl",
        ),
    ),
    refused(
        "error-404-ja",
        "error",
        page(
            "404 Not Found｜白浜新報",
            f"""<main><h1>お探しのページは見つかりませんでした</h1><p>記事の掲載期間が終了したか、URLが変更された可能性があります。</p>
            {teasers("ja", 8)}</main>""",
            lang="ja",
        ),
    ),
    refused(
        "error-404-ru",
        "error",
        page(
            "Ошибка 404",
            f"""<main><h1>Страница не найдена</h1><p>Возможно, она была удалена или вы ошиблись в
            адресе.</p>{teasers("ru", 8)}</main>""",
            lang="ru",
        ),
    ),
    refused(
        "error-404-ar",
        "error",
        page(
            "ميريديان",
            f"""<main><h1>عذراً، الصفحة المطلوبة غير موجودة</h1><p>ربما تم حذف المقال أو تغيير
            عنوانه.</p>{teasers("ar", 8)}</main>""",
            lang="ar",
        ),
    ),
    refused(
        "error-404-tr",
        "error",
        page(
            "Sayfa bulunamadı",
            f"""<main><h1>Üzgünüz</h1><p>Aradığınız sayfa kaldırılmış ya da taşınmış
            olabilir.</p>{teasers("tr", 8)}</main>""",
            lang="tr",
        ),
    ),
    refused(
        "error-maintenance-nl",
        "error",
        page(
            "Onderhoud",
            "<div><h1>Even geduld</h1><p>Onze website is vanwege gepland onderhoud tijdelijk niet "
            "bereikbaar. We zijn snel terug.</p></div>",
            lang="nl",
            chrome=False,
        ),
    ),
)
