"""The base of every model of case data."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from functools import cache
from types import MappingProxyType
from typing import Any, ClassVar, TypeVar

from pydantic import BaseModel, ConfigDict, model_validator

from forms.places import options_of

# The sources print three middle dots; coded words are written with one.
_MIDDLE_DOTS = str.maketrans({"･": "·", "ㆍ": "·", "・": "·"})


def _as_printed(code: Any) -> Any:
    if isinstance(code, list):
        return [_as_printed(item) for item in code]
    return code.translate(_MIDDLE_DOTS).strip() if isinstance(code, str) else code


@cache
def _coded(model: type[BaseModel]) -> frozenset[str]:
    return frozenset(name for name, field in model.model_fields.items() if options_of(field.annotation))


class Record(BaseModel):
    """Frozen, closed and forgiving about absence.

    Unknown keys are errors. A known key whose value is null or blank text counts as not given, so
    that an empty box in a web form, an empty cell and a missing key mean the same.
    """

    # Built when the first record is read: most calls read records of few kinds (``registry.build_models``).
    # Docstrings speak to engineers; a schema speaks to caseworkers, in its Korean titles.
    model_config = ConfigDict(
        extra="forbid",
        frozen=True,
        defer_build=True,
        json_schema_extra=lambda schema: schema.pop("description", None),
    )

    @model_validator(mode="before")
    @classmethod
    def _drop_absent(cls, data: Any) -> Any:
        return cls.present(data) if isinstance(data, dict) else data

    @classmethod
    def present(cls, data: dict[str, Any]) -> dict[str, Any]:
        """What is given of a record, coded words as they are printed; null and blank text are not given."""
        coded = _coded(cls)
        return {
            key: _as_printed(value) if key in coded else value
            for key, value in data.items()
            if key not in cls.model_fields
            or not (value is None or (isinstance(value, str) and not value.strip()))
        }


class Value(BaseModel):
    """Base of what is computed or stands in a table of ours: frozen, and built when the first one is made."""

    model_config = ConfigDict(frozen=True, defer_build=True)


class FormModel(Record):
    """Base of every form's model. Field titles are the labels that the official form prints.

    ``dated_by`` names the field that bears the form's own day, by which several of a kind are ordered.
    ``headings`` are the sections of a page to type it on: the field that each begins with, and its title.
    """

    dated_by: ClassVar[str | None] = None
    headings: ClassVar[Mapping[str, str]] = MappingProxyType({})

    @property
    def own_date(self) -> date | None:
        """The day that the form itself bears; None where it bears none or it is not filled in."""
        day = getattr(self, self.dated_by) if self.dated_by is not None else None
        return day if isinstance(day, date) else None


FormT = TypeVar("FormT", bound=FormModel)
