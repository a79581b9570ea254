"""Lists: front pages, sections, tags, authors, searches, newsletters."""

from __future__ import annotations

from tests.pages.chrome import WORDS, json_ld, metas, page, teasers
from tests.pages.kinds import refused

_LINE = {
    "en": "The vote came late, after a debate that lasted into the night and left few seats empty.",
    "de": "Die Abstimmung fiel spät, nach einer Debatte, die bis in die Nacht dauerte und viele bewegte.",
    "fr": "Le vote est tombé tard, après un débat qui a duré une bonne partie de la nuit.",
    "es": "La votación llegó tarde, tras un debate que se prolongó hasta la madrugada.",
    "it": "Il voto è arrivato tardi, dopo un dibattito durato fino a notte fonda.",
    "pt": "A votação chegou tarde, depois de um debate que durou até de madrugada.",
    "ru": "Голосование прошло поздно, после дебатов, которые длились почти до утра.",
    "ja": "採決は深夜まで続いた審議の後に行われ、空席はほとんどなかった。",
    "nl": "De stemming kwam laat, na een debat dat tot diep in de nacht duurde.",
    "pl": "Głosowanie odbyło się późno, po debacie, która trwała do późnej nocy.",
    "ko": "표결은 밤늦게까지 이어진 토론 끝에 이뤄졌고 빈자리는 거의 없었다.",
}
LISTS = (
    refused(
        "list-front-page",
        "index",
        page(
            "The Meridian - News, comment and analysis",
            f"<main>{teasers('en', 30, tag='h2', text=_LINE['en'])}</main>",
            head=metas(og__type="website", og__url="https://www.meridian.example/"),
        ),
        "/",
    ),
    refused(
        "list-section-de",
        "index",
        page(
            "Politik – aktuelle Nachrichten | Rheintaler Bote",
            f"<main><h1>Politik</h1>{teasers('de', 24, text=_LINE['de'])}</main>",
            lang="de",
            head=metas(og__type="website"),
        ),
        "/politik/",
    ),
    refused(
        "list-tag",
        "index",
        page(
            "Harbour | The Meridian",
            f"<main><h1>Harbour</h1><p>All our coverage of the harbour of Valmere, its workers and "
            f"its ships.</p>{teasers('en', 20, text=_LINE['en'])}</main>",
            head=metas(og__type="article", og__title="Harbour") + json_ld("CollectionPage", name="Harbour"),
        ),
        "/tag/harbour",
    ),
    refused(
        "list-author",
        "index",
        page(
            "Ines Dahl | The Meridian",
            f"""<main><h1>Ines Dahl</h1><p>Ines Dahl has covered the ports of the north for twelve years. Before she
            joined the Meridian she worked for a trade paper and taught at the school of journalism in Valmere. She
            likes to row.</p>{teasers("en", 15)}</main>""",
            head=metas(og__type="profile")
            + json_ld("ProfilePage", mainEntity={"@type": "Person", "name": "Ines Dahl"}),
        ),
        "/by/ines-dahl",
    ),
    refused(
        "list-search-fr",
        "index",
        page(
            "Recherche : tramway",
            f"<main><h1>132 résultats pour « tramway »</h1>{teasers('fr', 20, text=_LINE['fr'])}</main>",
            lang="fr",
            head=metas(robots="noindex,follow"),
        ),
        "/recherche?q=tramway",
    ),
    refused(
        "list-section-es",
        "index",
        page(
            "Economía | El Faro",
            f"<main><h1>Economía</h1>{teasers('es', 22, tag='h2', text=_LINE['es'])}</main>",
            lang="es",
        ),
        "/economia",
    ),
    refused(
        "list-live-overview",
        "index",
        page(
            "Live coverage",
            f"<main><h1>Live now</h1><p>Follow the day’s events as they happen.</p>{teasers('en', 14)}</main>",
            head=metas(og__type="website"),
        ),
        "/live",
    ),
    refused(
        "list-newsletters",
        "index",
        page(
            "Newsletters | The Meridian",
            "<main><h1>Our newsletters</h1><p>Pick the ones you like and enter your address below.</p>"
            + "".join(
                f'<div class="nl"><h3>{name}</h3><p>{text}</p><input type="checkbox"> Every {day}</div>'
                for name, text, day in (
                    (
                        "First Light",
                        "What happened overnight and what to expect of the day, in five minutes.",
                        "weekday",
                    ),
                    ("The Ledger", "Markets, money and the people who move them, explained without jargon.", "Monday"),
                    ("Touchline", "Our sports desk on the matches that mattered and those to come.", "Sunday"),
                    ("Off the Page", "Books worth your time, chosen by our critics.", "Friday"),
                )
            )
            + '<form><input type="email"><button>Sign me up</button></form></main>',
        ),
        "/newsletters",
    ),
    refused(
        "list-section-it",
        "index",
        page("Cultura - Il Corriere della Cava", f"<main>{teasers('it', 25, text=_LINE['it'])}</main>", lang="it"),
        "/cultura/",
    ),
    refused(
        "list-latest-ru",
        "index",
        page("Последние новости", f"<main><h1>Лента новостей</h1>{teasers('ru', 30)}</main>", lang="ru"),
        "/news",
    ),
    refused(
        "list-section-ja",
        "index",
        page(
            "政治ニュース一覧｜白浜新報", f"<main><h1>政治</h1>{teasers('ja', 20, text=_LINE['ja'])}</main>", lang="ja"
        ),
        "/politics/",
    ),
    refused(
        "list-of-json-ld-articles",
        "index",
        page(
            "World news",
            f"<main><h1>World</h1>{teasers('en', 20, text=_LINE['en'])}</main>",
            head="".join(
                json_ld("NewsArticle", headline=one, url=f"https://www.meridian.example/{n}")
                for n, one in enumerate(WORDS["en"].headlines)
            ),
        ),
        "/world",
    ),
    refused(
        "list-section-pt",
        "index",
        page("Mundo", f"<main><h1>Mundo</h1>{teasers('pt', 20, tag='h2', text=_LINE['pt'])}</main>", lang="pt"),
        "/mundo",
    ),
    refused(
        "list-search-nl",
        "index",
        page(
            "Zoeken",
            f"<main><h1>Zoekresultaten voor “tram”</h1>{teasers('nl', 12, text=_LINE['nl'])}</main>",
            lang="nl",
        ),
        "/zoeken?query=tram",
    ),
)
