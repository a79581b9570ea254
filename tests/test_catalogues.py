"""Every language says everything: nothing is missing, left over, or built wrong."""

from __future__ import annotations

import re

import pytest
from babel.messages.catalog import Catalog
from babel.messages.pofile import read_po
from hypothesis import given
from hypothesis import strategies as st

from briefing.core.wording import Wording
from briefing.edges.babel_locale import FOLDER, languages, locale_for
from tests import catalogues

WANTED = {(message.id, message.context) for message in catalogues.messages() if message.id}
TRANSLATED = sorted(path.stem for path in FOLDER.glob("*.po"))
_PLACE = re.compile(r"%\((\w+)\)s|%.?")


def catalogue(name: str) -> Catalog:
    with (FOLDER / f"{name}.po").open("rb") as file:
        return read_po(file, locale=name, abort_invalid=True)


def forms(text: object) -> tuple[str, ...]:
    return tuple(map(str, text)) if isinstance(text, (list, tuple)) else (str(text),)


def test_the_promised_languages_are_there() -> None:
    assert set(languages()) >= {"en", "de", "fr", "es", "ar", "ja"}


@pytest.mark.parametrize("name", TRANSLATED)
def test_a_catalogue_has_every_message_and_no_other(name: str) -> None:
    told = {(message.id, message.context): message for message in catalogue(name) if message.id}
    assert set(told) == WANTED
    for message in told.values():
        assert not message.fuzzy
        assert all(form.strip() for form in forms(message.string)), message.id


@pytest.mark.parametrize("name", TRANSLATED)
def test_a_translation_has_the_places_of_its_message_and_all_plurals(name: str) -> None:
    read = catalogue(name)
    for message in read:
        if not message.id:
            continue
        places = {found[1] for form in forms(message.id) for found in _PLACE.finditer(form)}
        assert None not in places, "a lone % in the message"
        if isinstance(message.id, tuple):
            assert len(forms(message.string)) == read.num_plurals
        for form in forms(message.string):
            said = {found[1] for found in _PLACE.finditer(form)}
            # "One story" may do without its number.
            assert said <= places
            assert said >= places - {"count", "num"}


@pytest.mark.parametrize("name", TRANSLATED)
def test_a_catalogue_is_written_as_it_would_be_again(name: str) -> None:
    path = FOLDER / f"{name}.po"
    assert catalogues.updated(path, catalogues.messages()) == path.read_bytes(), "python -m tests.catalogues"


def test_plurals_follow_the_language() -> None:
    arabic, german, japanese = (Wording(locale_for(name)) for name in ("ar", "de", "ja"))
    assert [arabic.stories(count) for count in (1, 2, 3, 11, 100)] == [
        "خبر واحد", "خبران", "3 أخبار", "11 خبرًا", "100 خبر",
    ]  # fmt: skip
    assert [german.stories(count) for count in (0, 1, 2)] == ["0 Meldungen", "1 Meldung", "2 Meldungen"]
    assert [japanese.stories(count) for count in (1, 1000)] == ["1本", "1,000本"]


@pytest.mark.parametrize(
    ("tag", "words", "date"),
    [
        ("en", "3 stories", "Wednesday, 16 September 2026"),
        ("en-US", "3 stories", "Wednesday, September 16, 2026"),
        ("de-AT", "3 Meldungen", "Mittwoch, 16. September 2026"),
        ("fr_CA", "3 sujets", "mercredi 16 septembre 2026"),
        ("es-419", "3 noticias", "miércoles, 16 de septiembre de 2026"),
        # English words where there are no others, and dates as the language has them.
        ("it", "3 stories", "mercoledì 16 settembre 2026"),
        ("xx", "3 stories", "Wednesday, 16 September 2026"),
    ],
)
def test_the_nearest_language_speaks(tag: str, words: str, date: str) -> None:
    from datetime import date as day

    wording = Wording(locale_for(tag))
    assert wording.stories(3) == words
    assert wording.long_date(day(2026, 9, 16)) == date


def test_english_words_are_joined_as_english_is() -> None:
    assert Wording(locale_for("he")).listed(["A", "B", "C"]) == "A, B and C"
    assert Wording(locale_for("en-US")).listed(["A", "B", "C"]) == "A, B, and C"
    assert Wording(locale_for("de")).listed(["A", "B", "C"]) == "A, B und C"


@given(st.text(max_size=20))
def test_any_tag_has_a_language(tag: str) -> None:
    assert Wording(locale_for(tag)).stories(2)


NAMES = st.text(st.sampled_from("%s(){}d\n\u202eaX‏"), max_size=12)


@given(st.sampled_from(languages()), st.lists(NAMES, max_size=9))
def test_names_are_put_into_messages_and_never_read_as_one(language: str, names: list[str]) -> None:
    wording = Wording(locale_for(language))
    shown = wording.listed(names)
    assert all(name in shown for name in names[:6])
    assert wording.sentence("%s %(sentence)s").startswith("%s %(sentence)s")
