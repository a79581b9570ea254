from __future__ import annotations

import json
from collections.abc import Iterator
from typing import Any

import jsonschema
import pytest
from pydantic import BaseModel, TypeAdapter
from pydantic.fields import FieldInfo
from ruamel.yaml import YAML

from briefing import assets
from briefing.config.delivery_settings import Channel
from briefing.config.reference import json_schema, reference
from briefing.config.settings import Config
from briefing.config.source_settings import FeedSource, OpmlSource, PluginSource
from tests.conftest import ROOT

STALE = "is stale: run `python -m briefing.config.reference docs`"
SCHEMA = json.loads(json_schema())


def every_setting() -> Iterator[tuple[str, FieldInfo]]:
    models: list[Any] = [Config, FeedSource, OpmlSource, PluginSource, Channel]
    for model in models:
        for name, field in model.model_fields.items():
            if isinstance(field.annotation, type) and issubclass(field.annotation, BaseModel):
                models.append(field.annotation)
            elif name != "password":
                yield f"{model.__name__}.{name}", field


SETTINGS = dict(every_setting())


def test_the_reference_is_current() -> None:
    assert (ROOT / "docs" / "configuration.md").read_text(encoding="utf-8") == reference(), STALE


def test_the_schema_is_current() -> None:
    assert (ROOT / "docs" / "config.schema.json").read_text(encoding="utf-8") == json_schema(), STALE


@pytest.mark.parametrize("name", SETTINGS)
def test_every_setting_has_a_meaning_and_an_example_that_works(name: str) -> None:
    field = SETTINGS[name]
    assert field.description
    assert f"`{name.rpartition('.')[2]}`".strip("`") in reference()
    (example,) = field.examples or []
    adapter: TypeAdapter[Any] = TypeAdapter(field.rebuild_annotation())
    adapter.validate_python(example)


def test_the_password_is_no_setting_of_the_file() -> None:
    assert '"password"' not in json_schema()
    assert "mail.password" not in reference()


def test_the_schema_takes_the_shipped_file() -> None:
    jsonschema.Draft202012Validator.check_schema(SCHEMA)
    jsonschema.validate(YAML(typ="safe", pure=True).load(assets.default_config()), SCHEMA)


@pytest.mark.parametrize(
    "slip",
    [
        {"titel": "x"},
        {"schedule": {"at": "25:00"}},
        {"schedule": {"gather_every": 30}},
        {"length": {"words": "many"}},
        {"mail": {"password": "x"}},
        {"sources": [{"fed": "https://a.example/f"}]},
        {"sources": [{"feed": "htp://a.example/f"}]},
        {"sources": []},
    ],
)
def test_the_schema_refuses_a_slip(slip: dict[str, Any]) -> None:
    good = {"sources": [{"feed": "https://a.example/f"}]}
    jsonschema.validate(good, SCHEMA)
    with pytest.raises(jsonschema.ValidationError):
        jsonschema.validate({**good, **slip}, SCHEMA)
