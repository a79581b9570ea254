from __future__ import annotations

import time

import pytest

from briefing.core.forms import form
from tests.builders import article


@pytest.mark.parametrize(
    ("title", "expected"),
    [
        ("Sturm Petra: Liveticker", "live blog"),
        ("EN DIRECT – Tempête Petra : les écoles fermées", "live blog"),
        ("Terremoto en Korrin, en directo: última hora", "live blog"),
        ("Tempesta Petra, la cronaca in diretta", "live blog"),
        ("Tempestade Petra: acompanhe ao vivo", "live blog"),
        ("Burza Petra. Relacja live", "live blog"),
        ("Шторм «Петра»: онлайн-трансляция", "live blog"),
        ("【速報中】台風ペトラ", "live blog"),
        ("台风佩特拉 实时更新", "live blog"),
        ("العاصفة بترا: بث مباشر", "live blog"),
        ("Revue de presse du mardi", "round-up"),
        ("Das Wichtigste am Morgen", "round-up"),
        ("Rassegna stampa di oggi", "round-up"),
        ("Итоги дня: шторм и выборы", "round-up"),
        ("今日のニュース", "round-up"),
        ("5 things to know today", "round-up"),
        ("Kommentar: Der Hafen war ein Fehler", "opinion"),
        ("Éditorial : le port, une erreur", "opinion"),
        ("Мнение: порт был ошибкой", "opinion"),
        ("【社説】港湾法案", "opinion"),
        ("사설: 항만 법안", "opinion"),
        ("El puerto fue un error | Opinión", "opinion"),
        ("La democrazia diretta divide il parlamento", None),
        ("Ministers debate harbour bill", None),
        ("Live-action film of the ferry disaster planned", None),
        ("Podcast host sues harbour company", None),
        ("Harbour bill passes | Korrin Tribune", None),
    ],
)
def test_titles_in_many_languages(title: str, expected: str | None) -> None:
    assert form(article(title, url="https://meridian.example/x")) == expected


def test_a_hostile_title_and_address_are_judged_at_once() -> None:
    began = time.process_time()
    form(article("live - " * 100_000, url="https://meridian.example/" + "live/-" * 100_000))
    form(article(" " * 1_000_000, url="https://meridian.example/" + "/" * 1_000_000))
    assert time.process_time() - began < 1.5
