from __future__ import annotations

import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from briefing.core import repeats
from briefing.core.clean import RULES, clean
from briefing.model import Removal

TITLE = "Harbour bill passes after a night of talks"
BODY = [
    "VALMERE (NPA) - Parliament passed the harbour bill on Tuesday by 61 votes to 44, ending months of dispute.",
    "The law lets the port of Valmere borrow up to 40 million crowns for new quays, the finance ministry said.",
    "“We waited ten years for this,” said Ines Dahl, who leads the dockers’ union. Work starts in March.",
    "Opponents want the constitutional court to look at it. A ruling is expected by the end of the year.",
]


def cleaned(*junk: str, authors: tuple[str, ...] = ()) -> tuple[list[str], tuple[Removal, ...]]:
    answer = clean("\n".join([*BODY[:2], *junk, *BODY[2:]]), title=TITLE, authors=authors)
    return answer.text.splitlines(), answer.removed


INSIDE = [
    ("title", TITLE),
    ("title", f"{TITLE}. Source: Port of Valmere, Public domain, via Wikimedia Commons"),
    ("title", "Ports and shipping Harbour bill passes after a night of talks"),
    ("title", "Harbour bill passes after night of long talks"),
    ("title", "Harbour bill passes after a night of talks | The Valmere Meridian"),
    ("caption", "The quay at dawn. Photo: O. Brandt/AFP"),
    ("caption", "Dockers cheer as the result is read out on Tuesday (AP Photo/Lena Moor)"),
    ("caption", "Dockers outside parliament. Lena Moor/Getty Images"),
    ("caption", "FILE PHOTO: A crane stands idle in the port of Valmere"),
    ("caption", "In this May 3, 2021, file photo, a crane stands idle in the port of Valmere."),
    ("caption", "Pictured left, is the harbour master, Ole Brandt, with two pilots."),
    ("caption", "Ines Dahl (left) and the harbour master (right) outside parliament"),
    ("caption", "Ein Kran im Hafen. Foto: dpa"),
    ("caption", "Symbolbild: Ein Kran im Hafen"),
    ("caption", "Crédit photo : Port de Valmère"),
    ("caption", "Imagen de archivo de una grúa en el puerto"),
    ("caption", "图片来源：瓦尔梅尔港务局"),
    ("byline", "By Ann Lee and Tomas Berg"),
    ("byline", "Ann Lee, Staff reporter"),
    ("byline", "Von Anna Lehmann"),
    ("byline", "von Anna Lehmann und Ole Brandt"),
    ("byline", "De notre correspondant à Valmère"),
    ("byline", "记者：李安"),
    ("stamp", "Published 12 March 2026, 10:15"),
    ("stamp", "Last updated on Tuesday 12 March 2026 at 10:15"),
    ("stamp", "3 min read"),
    ("stamp", "Lesezeit: 3 Minuten"),
    ("stamp", "Il y a 3 heures"),
    ("stamp", "Publicado em: 12/03/2026 às 10h15"),
    ("stamp", "Опубликовано: 12 марта 2026"),
    ("origin", "(Reporting by Ann Lee in Valmere; Editing by Tomas Berg)"),
    ("origin", "Ann Lee and Tomas Berg contributed to this report."),
    ("origin", "NPA writer Ann Lee in Valmere contributed."),
    ("origin", "With files from the Valmere Meridian"),
    ("origin", "This article was originally published in the Meridian."),
    ("origin", "Aus dem Englischen von Anna Lehmann"),
    ("origin", "责任编辑：李安"),
    ("disclaimer", "The views expressed in this article are those of the author."),
    ("disclaimer", "This article was amended on 13 March 2026 to correct the number of votes."),
    ("disclaimer", "Correction: An earlier version gave a wrong number of votes."),
    ("disclaimer", "Anmerkung der Redaktion: In einer früheren Fassung war die Zahl der Stimmen falsch."),
    ("embed", "— Port of Valmere (@portofvalmere) March 12, 2026"),
    ("embed", "Work on the new quays starts in March! pic.twitter.com/Ab3dEf9hIj"),
    ("embed", "View on X"),
    ("embed", "Ein Beitrag geteilt von Hafen Valmere"),
    ("player", "Play Video"),
    ("player", "0:00 / 1:23"),
    ("player", "Your browser does not support the audio element."),
    ("player", "Listen to this article 4 min"),
    ("player", "Oops! Something went wrong. Please try again later."),
    ("player", "An dieser Stelle finden Sie einen externen Inhalt, der den Artikel ergänzt."),
    ("player", "倍速"),
    ("related", "Read more: What the bill changes for the islands"),
    ("related", "(MORE: Ferries to run on Sundays again)"),
    ("related", "[Related: What the bill changes for the islands]"),
    ("related", "Lesen Sie auch: Was sich für die Inseln ändert"),
    ("related", "À lire aussi : Ce que change la loi pour les îles"),
    ("related", "Lea también: Qué cambia la ley para las islas"),
    ("related", "Leggi anche: Che cosa cambia per le isole"),
    ("related", "Leia também: O que muda para as ilhas"),
    ("related", "Lees ook: Wat er verandert voor de eilanden"),
    ("related", "Czytaj też: Co się zmieni na wyspach"),
    ("related", "Читайте также: Что изменится для островов"),
    ("related", "İlgili haber: Adalarda neler değişecek"),
    ("related", "延伸閱讀：法案對島嶼的影響"),
    ("related", "関連記事"),
    ("related", "CLICK HERE TO READ MORE ABOUT THE PORT"),
    ("advert", "ADVERTISEMENT"),
    ("advert", "Werbung"),
    ("advert", "Publicité"),
    ("advert", "Реклама"),
    ("advert", "广告"),
    ("affiliate", "If you buy through our links, we may earn a commission."),
    ("promotion", "Sign up for daily updates"),
    ("promotion", "Subscribe today to get the best of our reporting for less than a crown a week."),
    ("promotion", "Follow us on Instagram for pictures from the harbour"),
    ("promotion", "Download our app for breaking news"),
    ("promotion", "Our journalism needs your support."),
    ("promotion", "Want to bookmark this report and read it later? Start a free account."),
    ("promotion", "Abonnez-vous à notre lettre du matin"),
    ("promotion", "Melden Sie sich hier für unseren Newsletter an"),
    ("promotion", "Fehler gefunden? Jetzt melden."),
    ("promotion", "Suscríbete a nuestro boletín"),
    ("promotion", "Iscriviti alla newsletter"),
    ("promotion", "Inscreva-se no nosso canal"),
    ("promotion", "Abonneer je op onze nieuwsbrief"),
    ("promotion", "Zapisz się na nasz newsletter"),
    ("promotion", "Подпишитесь на наш канал"),
    ("promotion", "Abone ol ve haberleri kaçırma"),
    ("promotion", "تابعونا على شبكات التواصل"),
    ("promotion", "欢迎关注我们的公众号"),
    ("promotion", "会員登録をすると続きをお読みいただけます"),
    ("consent", "We use cookies to make this website work better for you."),
    ("consent", "The Meridian and 214 partners store or access information on your device, such as cookies."),
    ("consent", "You can reject all or manage your choices whenever you like."),
    ("copyright", "© 2026 The Valmere Meridian. All rights reserved."),
    ("copyright", "Alle Rechte vorbehalten"),
    ("copyright", "未经授权不得转载"),
    ("comments", "214 comments"),
    ("comments", "Kommentare (12)"),
    ("comments", "214 просмотров"),
    ("tags", "Tags: harbour, parliament, budget"),
    ("tags", "Schlagwörter: Hafen, Parlament"),
    ("tags", "#harbour #parliament"),
    ("share", "Share this article on Facebook"),
    ("share", "Partager sur WhatsApp"),
    ("share", "分享到："),
    ("code", "window.ads = window.ads || []; function() { show(); }"),
    ("repeat", BODY[0]),
    ("menu", "Article content"),
    ("marks", "* * *"),
]


@pytest.mark.parametrize(("rule", "line"), INSIDE, ids=[f"{rule}: {line[:40]}" for rule, line in INSIDE])
def test_a_line_of_this_kind_goes_and_is_named(rule: str, line: str) -> None:
    lines, removed = cleaned(line)
    assert lines == BODY
    assert removed == (Removal(rule=rule, line=line, after=2),)


STAYS = [
    "The government will sign up to the treaty next week, the minister told reporters in Valmere.",
    "Investigators want the company to share its records, and follow the money through four banks.",
    "Website owners must ask before they set cookies, the court ruled, and fines reach two million crowns.",
    "Photos of the accident show the crane lying across the track, and police took them as evidence.",
    "This paints a different picture of the accident, the lawyer said.",
    "The newsletter, which 4,000 dockers read, called the vote a “late victory” for the union.",
    "Read the room, she told her party: nobody wants another vote this year.",
    "The police may not access information on a suspect’s phone without a warrant, the court held.",
    "Voters will accept your choices, she told the party, only if they can see them.",
    "Related charges against the port’s former director were dropped in May.",
    "By Tuesday evening, 14 ships were waiting outside the harbour.",
    "Ann Lee of the opposition said she would vote against it.",
    "The harbour’s mission is expected to change when the new quays open.",
    "Advertising on buses brought the city two million crowns last year.",
    "Commenting on the vote, the minister called it a good night for the port.",
    "The copyright on the old charts ran out in 2019, the library said.",
    "Corrections officers walked out of the prison near the port on Monday.",
    "Her devices can be bought for as little as 49 crowns on the internet.",
    "The author of the bill, a former docker, is a member of the opposition and lives on the islands.",
    "Users complained that the app said “something went wrong” whenever they tried to buy a ticket.",
    "She wrote to @portofvalmere on Monday, and the port answered within an hour.",
    "Prices were correct, the inspectors found, but the scales were not.",
    "声明称，港口明年将开始建设新的码头。",
    "关注民生是新法案的重点。",
    "Die Anmeldung zum Hafenlauf ist bis Freitag möglich, teilte der Verein mit.",
    "Le port a publié mardi ses comptes, qui sont à l’équilibre.",
    "Подписание договора назначено на вторник, сообщили в порту.",
    "What the bill says",
    "March 12, 2026",
    "Ships 14, cranes 3",
]


@pytest.mark.parametrize("line", STAYS, ids=[line[:40] for line in STAYS])
def test_a_sentence_of_the_report_stays(line: str) -> None:
    text = "\n".join([*BODY * 3, line, *BODY * 3])
    answer = clean(text, title=TITLE, authors=("Tomas Berg",), off=frozenset({"repeat"}))
    assert line in answer.text.splitlines()
    assert answer.removed == ()


def test_every_rule_says_in_a_sentence_what_it_takes() -> None:
    assert all(says[0].isupper() and says.endswith(".") for says in RULES.values())
    assert {rule for rule, _ in INSIDE} <= set(RULES)
    elsewhere = {"site", "repeated", "bio", "contact", "dateline", "headlines"}
    assert {rule for rule, _ in INSIDE} | elsewhere == set(RULES)


def test_an_authors_line_and_biography_go() -> None:
    lines, removed = cleaned(
        "Tomas Berg in Valmere", "Tomas Berg is a reporter for the Meridian and covers ports.", authors=("Tomas Berg",)
    )
    assert lines == BODY
    assert [one.rule for one in removed] == ["byline", "bio"]


def test_what_ends_a_report_goes_and_the_same_inside_stays() -> None:
    ends = {
        "bio": "Ann Lee is a senior reporter who writes about ports.",
        "contact": "Ann Lee may be reached at ann.lee@meridian.example or on X at @annlee.",
    }
    for rule, line in ends.items():
        assert clean("\n".join([*BODY, line])).removed == (Removal(rule=rule, line=line, after=len(BODY)),)
        assert line in clean("\n".join([BODY[0], line, *BODY[1:], *STAYS[:8]])).text.splitlines()
    assert clean("\n".join([*BODY, "dpa/AFP"])).removed == (Removal(rule="dateline", line="dpa/AFP", after=len(BODY)),)


def test_a_heading_about_the_author_takes_what_follows() -> None:
    bio = "Sie lebt in Valmere und schreibt über Häfen."
    answer = clean("\n".join([*BODY, "Die Autorin", bio]))
    assert [(one.rule, one.line) for one in answer.removed] == [("bio", "Die Autorin"), ("bio", bio)]
    assert answer.text.splitlines() == BODY


def test_a_dateline_or_date_alone_goes_at_the_beginning_only() -> None:
    first = ["VALMERE (AFP) –", "12 March 2026"]
    answer = clean("\n".join([*first, *BODY]))
    assert [one.rule for one in answer.removed] == ["dateline", "stamp"]
    inside = clean("\n".join([*BODY, *STAYS[:6], first[1], *BODY[:2]]), off=frozenset({"repeat"}))
    assert first[1] in inside.text.splitlines()


def test_another_title_goes_where_it_is_the_first_line() -> None:
    other = "After the talks, Valmere has its harbour bill"
    assert clean("\n".join([other, *BODY]), title=TITLE).removed == (Removal(rule="title", line=other),)
    assert other in clean("\n".join([BODY[0], other, *BODY[1:]]), title=TITLE).text


HEADLINES = [
    "Ferries to run on Sundays again",
    "Islands want a bridge instead of quays",
    "What the port did with its last loan",
]


def test_headlines_under_a_label_go_with_it() -> None:
    lines, removed = cleaned("Read next", *HEADLINES)
    assert lines == BODY
    assert {one.rule for one in removed} == {"related"}
    subheading = "What comes next"
    assert cleaned("Read more", subheading)[0] == [*BODY[:2], subheading, *BODY[2:]]


def test_headlines_after_the_end_go_unless_they_are_announced() -> None:
    text = "\n".join(BODY)
    answer = clean("\n".join([text, *HEADLINES]))
    assert answer.text == text
    assert [one.rule for one in answer.removed] == ["headlines"] * 3
    announced = "\n".join([text, "The union’s demands are:", *(f"{line} or later" for line in HEADLINES)])
    assert clean(announced).text == announced
    assert clean("\n".join([text, *HEADLINES[:2]])).removed == ()


def test_a_caption_goes_with_the_credit_below_it() -> None:
    caption = "Dockers on their way to parliament on Tuesday"
    lines, removed = cleaned(caption, "Image: Port of Valmere")
    assert lines == BODY
    assert [one.rule for one in removed] == ["caption", "caption"]


def test_menus_go_from_both_ends_only() -> None:
    answer = clean("\n".join(["Politics", "World", BODY[0], "What comes next", BODY[1], "Most read today", "Contact"]))
    assert answer.text.splitlines() == [BODY[0], "What comes next", BODY[1]]
    assert {one.rule for one in answer.removed} <= {"menu", "related"}
    facts = ["Ships: 14 a day", "Cranes: 3"]
    assert clean("\n".join([*BODY, *facts])).text.splitlines() == [*BODY, *facts]


def test_rules_that_are_off_are_not_used() -> None:
    junk = {rule: line for rule, line in INSIDE if rule not in ("title", "marks")}
    text = "\n".join([*BODY * 9, *junk.values(), *BODY])
    assert clean(text, off=frozenset(RULES)).text == text
    some = frozenset({"caption", "related", "repeat", "menu"})
    removed = clean(text, off=some).removed
    assert {one.rule for one in removed} == set(junk) - some


def test_lines_that_several_pages_have_go_if_they_are_short() -> None:
    short, long = "Valmere news, every morning at six!", " ".join(["The port has grown since the war,"] * 4)
    keys = frozenset({repeats.key(short), repeats.key(long)})
    text = "\n".join([BODY[0], short.upper(), long, *BODY[1:]])
    answer = clean(text, repeated=keys)
    assert answer.removed == (Removal(rule="repeated", line=short.upper(), after=1),)
    assert clean(text, repeated=keys, off=frozenset({"repeated"})).text == text
    assert clean(text).text == text


def test_a_users_own_patterns_go_first_and_bad_ones_are_ignored() -> None:
    line = "Read more: the MERIDIAN briefing, every day"
    text = "\n".join([*BODY[:2], line, *BODY[2:]])
    patterns = ["(", "a{99999999999}", "meridian brief"]
    assert clean(text, lines=patterns).removed == (Removal(rule="site", line=line, after=2),)
    assert clean(text, lines=patterns, off=frozenset({"site", "related"})).text == text
    assert clean("\n".join(BODY), lines=["."]).text == ""


def test_doubtful_rules_are_undone_where_they_would_take_too_much() -> None:
    links = [f"Read more: story number {n} about the harbour and its many ships" for n in range(9)]
    text = "\n".join([BODY[0], *links])
    assert clean(text).text == text
    assert clean(text).removed == ()


def test_the_weakest_rules_are_undone_first_and_sure_ones_never() -> None:
    listed = [f"{line} as the islands had asked for since the spring" for line in HEADLINES]
    listed += [f"{line} in March" for line in listed]
    advert = "Subscribe today to get the best of our reporting."
    answer = clean("\n".join([*BODY[:3], "Read more: Ferries to run on Sundays again", advert, *listed]))
    assert answer.text.splitlines() == [*BODY[:3], *listed]
    assert [one.rule for one in answer.removed] == ["related", "promotion"]


LINES = st.lists(
    st.sampled_from([line for _, line in INSIDE] + BODY + STAYS + HEADLINES)
    | st.text(alphabet=st.characters(codec="utf-8"), max_size=60),
    max_size=30,
)


@given(LINES, st.sampled_from(["", TITLE]) | st.text(max_size=60), st.frozensets(st.sampled_from(sorted(RULES))))
def test_what_stays_and_what_goes_are_the_texts_lines_in_their_order(
    lines: list[str], title: str, off: frozenset[str]
) -> None:
    text = "\n".join(lines)
    answer = clean(text, title=title, off=off)
    whole = [line for line in text.splitlines() if line.strip()]
    kept, gone = answer.text.split("\n") if answer.text else [], [one.line for one in answer.removed]
    assert sorted(kept + gone) == sorted(whole)
    for part in (kept, gone):
        remaining = iter(whole)
        assert all(line in remaining for line in part)
    assert {one.rule for one in answer.removed} <= set(RULES) - off
    assert clean(text, title=title, off=off) == answer


UNITS = ["yA", "(photo", "a b ", "A-", "©", "<a ", "By A and ", "#a,", "1/1", "\u00a0", "{", "@", "A (@b", "A is a "]
UNITS += [
    "share ",
    "newsletter ",
    "12:34 ",
    "1,",
    "-",
    "【",
    "版权",
    "A. ",
    "play video 0:00",
    "AP/",
    "contributed ",
    ": ",
]


@pytest.mark.parametrize("unit", UNITS)
def test_hostile_lines_take_little_time(unit: str) -> None:
    line = unit * (1_490 // len(unit))
    starts = [
        "",
        "By ",
        "Photo: ",
        "Read more: ",
        "Published: ",
        "Tags: ",
        "Sign up ",
        "Get ",
        "© ",
        "Play ",
        "A ",
        "1 ",
    ]
    start = time.process_time()
    clean("\n".join([begin + line for begin in starts] * 2), title=unit * 50, authors=(unit * 9,))
    assert time.process_time() - start < 1.0


@pytest.mark.parametrize("unit", ["a", "-", " ", "a ", ".", "—", "港", "(", "é", "@ "])
def test_a_line_of_a_million_characters_takes_little_time(unit: str) -> None:
    line = unit * (1_000_000 // len(unit)) + "."
    start = time.process_time()
    clean("\n".join([BODY[0], line, line]), title=TITLE, lines=["a.*b"], repeated=frozenset({"0"}))
    assert time.process_time() - start < 3.0
