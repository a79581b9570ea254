from __future__ import annotations

import json
from dataclasses import replace
from datetime import timedelta

import jsonschema
import pytest
from hypothesis import given
from hypothesis import strategies as st

from briefing.core import codec
from briefing.model import Counts, Decision, Failure, Image, Reason, Recipe
from tests import editions
from tests.builders import NOW, edition
from tests.conftest import ROOT


def test_an_edition_comes_back_as_it_went() -> None:
    whole = edition(
        note="Good *morning*",
        previous="daily/2026-09-15",
        failures=(Failure(stage="feed", subject="https://a.example/feed", message="403"),),
        counts=Counts(feeds=3, feeds_failed=1),
        quiet=True,
    )
    section = whole.sections[0]
    pictured = replace(section.briefs[0], image=Image(url="https://a.example/i.jpg", alt="A harbour"))
    whole = replace(whole, sections=(replace(section, briefs=(pictured,)),))
    assert codec.edition_from_json(codec.edition_json(whole)) == whole


def test_news_agencies_and_copies_come_back() -> None:
    whole, _ = editions.edition(*editions.running())
    again = codec.edition_from_json(codec.edition_json(whole))
    assert again == whole
    (update, *_) = again.sections[-1].briefs
    assert update.news == ("15 dead", "Minister Jane Roe", "offers to resign")
    assert {article.agency for article in update.articles} == {"", "AFP"}
    assert any(article.repeats == update.articles[0].id for article in update.articles)


def test_an_edition_of_a_version_that_knew_no_news_agencies_and_copies_can_still_be_read() -> None:
    old = edition()
    written = json.loads(codec.edition_json(old))
    for brief in (brief for section in written["sections"] for brief in section["briefs"]):
        del brief["news"]
        for article in brief["articles"]:
            del article["agency"], article["repeats"], article["partial"]
    assert codec.edition_from_json(json.dumps(written)) == old


@given(st.text(), st.text(), st.floats(0, 99), st.lists(st.text(), max_size=6))
def test_any_text_survives(headline: str, note: str, score: float, news: list[str]) -> None:
    whole = edition(note=note)
    brief = replace(whole.briefs[0], headline=headline, score=score, news=tuple(news))
    whole = replace(whole, sections=(replace(whole.sections[0], briefs=(brief,)),))
    written = codec.edition_json(whole)
    assert codec.edition_from_json(written) == whole
    assert codec.edition_json(codec.edition_from_json(written)) == written


@pytest.mark.parametrize("text", ["{}", "[]", '"x"', '{"schema": "other/1"}', '{"schema": "briefing-edition/1"}', "{"])
def test_what_is_no_edition_is_refused(text: str) -> None:
    with pytest.raises(ValueError):
        codec.edition_from_json(text)


def test_times_are_written_in_utc() -> None:
    assert json.loads(codec.edition_json(edition()))["window"]["closes"] == "2026-09-16T06:30:00Z"


def test_a_recipe_comes_back_and_its_fingerprint_tells_recipes_apart() -> None:
    recipe = Recipe(version="1", sections=("World",), mute=("golf",), lookback=timedelta(days=2),
                    section_weights=(("World", 1.5),))  # fmt: skip
    assert codec.recipe_from_json(codec.recipe_json(recipe)) == recipe
    assert codec.fingerprint(recipe) == codec.fingerprint(replace(recipe))
    assert codec.fingerprint(recipe) != codec.fingerprint(replace(recipe, words=900))


def test_a_recipe_of_a_version_with_other_settings_can_still_be_read() -> None:
    raw = json.loads(codec.recipe_json(Recipe(version="1"))) | {"once_a_setting": 1}
    assert codec.recipe_from_json(json.dumps(raw)) == Recipe(version="1")


def test_decisions_come_back() -> None:
    decision = Decision(story="s", headline="h", articles=("a", "b"), score=1.0, printed=False, because="muted",
                        reasons=(Reason(name="n", points=1.0, because="b"),))  # fmt: skip
    assert codec.decisions_from_json(codec.decisions_json([decision])) == [decision]
    assert NOW.tzinfo is not None


@pytest.fixture(scope="module")
def validator() -> jsonschema.Draft202012Validator:
    schema = json.loads((ROOT / "docs" / "edition.schema.json").read_text(encoding="utf-8"))
    jsonschema.Draft202012Validator.check_schema(schema)
    return jsonschema.Draft202012Validator(schema)


def test_an_edition_is_what_its_schema_says(validator: jsonschema.Draft202012Validator) -> None:
    validator.validate(json.loads(codec.edition_json(editions.edition(*editions.running())[0])))
    written = json.loads(codec.edition_json(edition()))
    validator.validate(written)
    for key in set(written) - {"online", "preferences"}:  # which editions of earlier versions lack
        without = {name: value for name, value in written.items() if name != key}
        assert list(validator.iter_errors(without)), f"{key} may be missing"


def test_the_schema_takes_editions_of_versions_that_knew_no_news(validator: jsonschema.Draft202012Validator) -> None:
    written = json.loads(codec.edition_json(edition()))
    (brief,) = written["sections"][0]["briefs"]
    (article,) = brief["articles"]
    del brief["news"], article["agency"], article["repeats"], written["online"], written["preferences"]
    del written["counts"]["told_before"], written["counts"]["moved_on"]
    assert codec.edition_from_json(json.dumps(written)) == edition()
    validator.validate(written)
    for hold, name, wrong in ((brief, "news", "15 dead"), (brief, "news", [15]), (article, "agency", None),
                              (article, "repeats", 7), (article, "copies", "")):  # fmt: skip
        hold[name] = wrong
        assert list(validator.iter_errors(written)), f"{name} may be {wrong!r}"
        del hold[name]


def test_an_edition_of_another_day_than_its_name_says_is_refused() -> None:
    raw = json.loads(codec.edition_json(edition()))
    with pytest.raises(ValueError, match="is not of 1999-01-01"):
        codec.edition_from_json(json.dumps({**raw, "date": "1999-01-01"}))
