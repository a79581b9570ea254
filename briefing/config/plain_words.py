"""What pydantic finds wrong with a value, in plain words."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from pydantic_core import ErrorDetails

from briefing.config.values import close_to, shown


def plain_words(details: ErrorDetails) -> str:
    """One finding, without the place that it is about."""
    kind, value = details["type"], details.get("input")
    limits: Mapping[str, Any] = details.get("ctx", {})
    if kind == "value_error":
        return str(limits["error"])
    if value is None and kind != "missing":
        return "has no value; write one, or remove the line"
    wrong = {
        "missing": "is missing; write it",
        "string_type": f'{shown(value)} is not text; put it in quotes: "{shown(value)}"',
        "int_type": f"{shown(value)} is not a whole number",
        "int_from_float": f"{shown(value)} is not a whole number",
        "float_type": f"{shown(value)} is not a number",
        "finite_number": f"{shown(value)} is not a number to work with",
        "tuple_type": f"{shown(value)} is not a list; write it in brackets: [{_unquoted(value)}]",
        "literal_error": f"{shown(value)} is not one of {limits.get('expected')}{_close_word(value, limits)}",
        "greater_than": f"{shown(value)} is too small; it must be more than {limits.get('gt', 0):g}",
        "greater_than_equal": f"{shown(value)} is too small; the least is {limits.get('ge', 0):g}",
        "less_than_equal": f"{shown(value)} is too large; the most is {limits.get('le', 0):g}",
        "too_short": "is empty; write at least one entry",
    }
    if kind in ("model_type", "model_attributes_type", "dict_type", "mapping_type"):
        return f"{shown(value)} is not a group of settings; write key: value lines below it"
    return wrong.get(kind) or f"{shown(value)}: {details['msg']}"


def _unquoted(value: object) -> str:
    return value if isinstance(value, str) and value.isprintable() else "…"


def _close_word(value: object, limits: Mapping[str, Any]) -> str:
    meant = close_to(str(value), str(limits.get("expected", "")).replace(" or ", ", ").replace("'", "").split(", "))
    return f"; did you mean {meant}?" if meant and meant != value else ""
