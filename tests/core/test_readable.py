"""Which sentences can be read alone, in many languages."""

from __future__ import annotations

import pytest

from briefing.core.readable import dateline_end, leans, readability, refers

LEANING = {
    "en": [
        "Hours later, the mayor resigned.",
        "In the end, they left.",
        "Thursday they left.",
        "As for Oster, it won.",
    ],
    "de": ["Er lehnte ab.", "Zudem stieg der Preis.", "Das sei falsch, sagte Brandt."],
    "fr": ["Il a refusé.", "C’est fini.", "Ce dernier a démissionné."],
    "es": ["Sin embargo, subió.", "Por su parte, Vall ganó."],
    "it": ["Ma non basta.", "Inoltre il prezzo sale."],
    "pt": ["Além disso, subiu.", "Ela recusou."],
    "nl": ["Hij zei nee.", "Bovendien steeg de prijs."],
    "ru": ["Он отказался.", "При этом цены выросли.", "По его словам, мост закрыт."],
    "tr": ["Bu karar tepki çekti.", "Öte yandan fiyatlar arttı."],
    "ar": ["وأضاف أن القرار نهائي.", "لكن الأسعار ارتفعت."],
    "zh": ["他拒绝接受采访。", "与此同时，价格上涨。"],
    "ja": ["しかし、彼は辞任した。", "同社は否定した。"],
}
ALONE = {
    "en": "Police arrested two men in the port of Oster on Monday.",
    "de": "Die Polizei nahm im Hafen von Oster zwei Männer fest.",
    "fr": "La police a arrêté deux hommes dans le port de Vall.",
    "es": "La policía detuvo a dos hombres en el puerto de Vall.",
    "it": "La polizia ha arrestato due uomini nel porto di Vall.",
    "pt": "A polícia deteve dois homens no porto de Vall.",
    "nl": "De politie hield in de haven van Oster twee mannen aan.",
    "ru": "Полиция задержала двух мужчин в порту Остера.",
    "tr": "Polis Oster limanında iki kişiyi gözaltına aldı.",
    "ar": "أوقفت الشرطة رجلين في ميناء أوستر مساء الاثنين.",
    "zh": "警方在港口逮捕了两名男子并缴获武器。",
    "ja": "警察は港で男2人を逮捕したと発表した。",
    "th": "ตำรวจจับกุมชายสองคนที่ท่าเรือเมื่อวันจันทร์ที่ผ่านมา",
}
SPOKEN = {
    "en": "We won the match on Monday night.",
    "de": "Wir haben das Spiel am Montag gewonnen.",
    "fr": "Nous avons gagné le match de lundi soir.",
    "es": "Nosotros ganamos el partido del lunes pasado.",
    "it": "Noi abbiamo vinto la partita di lunedì sera.",
    "pt": "Nós vencemos a partida de segunda à noite.",
    "nl": "Wij hebben de wedstrijd van maandag gewonnen.",
    "ru": "Мы выиграли этот матч в понедельник вечером.",
    "tr": "Biz maçı pazartesi akşamı iyi oynayarak kazandık.",
    "ar": "نحن فزنا بالمباراة مساء الاثنين في المدينة.",
    "zh": "我们赢得了星期一晚上的比赛和奖杯。",
    "ja": "私たちは月曜日の夜の試合に勝ちました。",
}
REFERRING = {
    "en": ("The company said it would appeal.", "The company that owns Nordal said it would appeal."),
    "de": ("Die Entscheidung fiel am Montag.", "Die Entscheidung des Gerichts fiel am Montag."),
    "fr": ("L’entreprise a refusé de commenter.", "L'entreprise Nordal a refusé de commenter."),
    "es": ("La empresa no respondió.", "La empresa Nordal no respondió."),
    "it": ("La decisione arriva dopo mesi.", "La decisione del tribunale arriva dopo mesi."),
    "pt": ("A empresa não respondeu.", "A empresa Nordal não respondeu."),
    "nl": ("Het bedrijf reageerde niet.", "Het bedrijf Nordal reageerde niet."),
}


@pytest.mark.parametrize(("language", "sentence"), [(key, text) for key, texts in LEANING.items() for text in texts])
def test_what_begins_with_a_pronoun_or_a_connecting_word_leans(language: str, sentence: str) -> None:
    assert leans(sentence, language)


@pytest.mark.parametrize("language", ALONE)
def test_news_can_stand_alone(language: str) -> None:
    sentence = ALONE[language]
    assert readability(sentence, language) == 1.0
    assert not leans(sentence, language)
    assert not refers(sentence, language)


@pytest.mark.parametrize("language", SPOKEN)
def test_the_writer_s_own_voice_is_no_news(language: str) -> None:
    assert readability(SPOKEN[language], language) < 0.3


@pytest.mark.parametrize("language", REFERRING)
def test_definite_nouns_refer_unless_they_say_to_what(language: str) -> None:
    refers_to_something, complete = REFERRING[language]
    assert refers(refers_to_something, language)
    assert not refers(complete, language)


def test_more_that_refers() -> None:
    assert refers("The 29-year-old denied the charge.")
    assert refers("The stunning move came after a week of talks.")
    assert not refers("The government raised the tax.")
    assert not refers("The company's founder, Ola Brandt, left.")
    assert not refers("The company said it would appeal.", "xx")


@pytest.mark.parametrize(
    ("sentence", "news"),
    [
        ("• Two men left.", "Two men left."),
        ("- Two men left.", "Two men left."),
        ("10:45 – Two men left.", "Two men left."),
        ("9.32am: Two men left.", "Two men left."),
        ("MARLOWTON, Upland–The mayor left.", "The mayor left."),
        ("NATO–Upland talks ended.", "NATO–Upland talks ended."),
        ("12.5 percent left.", "12.5 percent left."),
        ("2-0 was the result.", "2-0 was the result."),
    ],
)
def test_marks_of_lists_and_tickers_are_cut(sentence: str, news: str) -> None:
    assert sentence[dateline_end(sentence) :] == news


@pytest.mark.parametrize(
    "worse",
    [
        "Ola Brandt: The ship came without any lights.",
        "Q: The ship came without any lights at all?",
        "The ship came to Oster, Vall, , and Marlow on Monday.",
        "The ship came to Oster with Ola BrandtMORE on Monday.",
        "The ship will come to Oster tomorrow, the mayor said.",
        "What the ship carried to Oster is not known…",
        "Share all sharing options for the ship in Oster.",
        "x" * 1200 + " y" * 100 + ".",
    ],
)
def test_what_reads_badly_counts_less(worse: str) -> None:
    assert readability(worse) < readability("The ship came to Oster on Monday without any lights.")


def test_a_line_without_an_end_is_not_printed() -> None:
    assert readability("ship " * 100_000) == 0.0
    assert readability("") < 0.05
