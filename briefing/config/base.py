"""What every group of settings is made of."""

from __future__ import annotations

from typing import Any

from pydantic import BaseModel, ConfigDict, Field


def setting(default: Any, meaning: str, example: Any, **rules: Any) -> Any:
    """A setting with its default, its meaning and an example, as config.yaml would write them."""
    return Field(default=default, description=meaning, examples=[example], **rules)


class Settings(BaseModel):
    """A group of settings."""

    model_config = ConfigDict(frozen=True, extra="forbid", validate_default=True, hide_input_in_errors=True)
