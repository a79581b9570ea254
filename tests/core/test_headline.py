"""Which title is the headline: what happened, told by a report."""

from __future__ import annotations

from dataclasses import replace

import pytest

from briefing.core.headline import headline_order
from tests.builders import article, story

TEXTS = {
    "en": "Parliament passed the harbour bill on Tuesday by 61 votes to 44. The law takes effect in March.",
    "de": "Das Parlament hat das Hafengesetz am Dienstag mit 61 zu 44 Stimmen beschlossen. Es gilt ab März.",
    "fr": "Le parlement a adopté mardi la loi sur le port par 61 voix contre 44. La loi entre en vigueur en mars.",
    "es": "El parlamento aprobó el martes la ley del puerto por 61 votos contra 44. La ley entra en vigor en marzo.",
}
TITLES = {
    "en": "Parliament passes the harbour bill by 61 votes",
    "de": "Parlament beschließt Hafengesetz mit 61 Stimmen",
    "fr": "Le parlement adopte la loi sur le port par 61 voix",
    "es": "El parlamento aprueba la ley del puerto por 61 votos",
}


@pytest.mark.parametrize(
    ("language", "worse"),
    [
        ("de", "Was das Hafengesetz im Parlament mit 61 Stimmen bedeutet"),
        ("de", "Das müssen Sie zum Hafengesetz im Parlament wissen"),
        ("de", "Kommentar: Parlament beschließt Hafengesetz mit 61 Stimmen"),
        ("fr", "Pourquoi le parlement adopte la loi sur le port"),
        ("fr", "Voici ce que la loi sur le port change pour vous"),
        ("es", "Por qué el parlamento aprueba la ley del puerto"),
        ("en", "Parliament passes the harbour bill by 61 votes…"),
    ],
)
def test_a_title_that_says_what_happened_is_the_headline(language: str, worse: str) -> None:
    good = article(TITLES[language], TEXTS[language], language=language)
    other = article(worse, TEXTS[language], language=language, source="https://ledger.example/feed", weight=9.0)
    assert headline_order(story(other, good))[0].title == TITLES[language]


@pytest.mark.parametrize("genre", ["opinion", "live", "video"])
def test_a_report_s_title_comes_before_any_other_s(genre: str) -> None:
    told = article("Harbour bill passes parliament after a long night", TEXTS["en"])
    other = article(TITLES["en"], TEXTS["en"], source="https://ledger.example/feed", weight=9.0)
    plain = story(told, other)
    marked = story(told, replace(other, genre=genre))  # type: ignore[arg-type] # one of the genres
    assert headline_order(plain)[0] == other
    assert headline_order(marked)[0] == told


def test_the_headline_of_an_update_says_what_is_new() -> None:
    known, again, telling = (
        article(title, TEXTS["en"], source=f"https://{name}.example/feed")
        for name, title in (
            ("a", TITLES["en"]),
            ("b", "Parliament passes the harbour bill by 61 votes to 44"),
            ("c", "Strike at the quays over harbour bill"),
        )
    )
    update = replace(
        story(known, again, telling),
        status="update",
        fresh=frozenset({again.id, telling.id}),
        news=("Strike at the quays",),
    )
    assert [each.id for each in headline_order(update)] == [telling.id, again.id, known.id]
    silent = replace(update, news=())
    assert headline_order(silent)[0].id == again.id
