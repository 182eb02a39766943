"""The base of every model of case data."""

from __future__ import annotations

from typing import Any

from pydantic import BaseModel, ConfigDict, model_validator


class Record(BaseModel):
    """Frozen, closed and forgiving about absence.

    Unknown keys are errors. A known key whose value is null or blank text counts as not given, so
    that an empty box in a web form, an empty cell and a missing key mean the same.
    """

    # Docstrings speak to engineers; a schema speaks to caseworkers, in its Korean titles.
    model_config = ConfigDict(
        extra="forbid", frozen=True, json_schema_extra=lambda schema: schema.pop("description", None)
    )

    @model_validator(mode="before")
    @classmethod
    def _drop_absent(cls, data: Any) -> Any:
        if not isinstance(data, dict):
            return data
        return {
            key: value
            for key, value in data.items()
            if key not in cls.model_fields
            or not (value is None or (isinstance(value, str) and not value.strip()))
        }
