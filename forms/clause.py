"""Clauses (조항): each stands once, in a table of its programme's ``clauses`` folder.

A table ``<topic>.toml`` opens with the ``part`` of the source that it follows, its ``order`` among the
tables, and the ``form`` and ``document`` of its clauses where they share one; then comes one entry a clause,
by id. A file ``<topic>.cases.toml`` beside it holds the accepted and the refused case of each: the tests read
those, nothing here does.
"""

from __future__ import annotations

import tomllib
from collections.abc import Iterator, Mapping
from enum import StrEnum
from functools import cache
from importlib.resources import files
from typing import Any, Literal, Self

from pydantic import BaseModel, ConfigDict, Field, field_validator, model_validator

from forms.finding import Severity
from forms.source import SourceDocument

State = Literal["decided", "human", "undecidable"]
"""decided: a rule decides it. human: a person states the decision. undecidable: the forms do not hold it."""


class Strength(StrEnum):
    """How firmly the source states a clause (digest 1 §2)."""

    MUST = "MUST"
    SOFT = "SOFT"
    INFO = "INFO"
    ERR = "ERR"
    # Not in any source: a check of ours, marked as such wherever it shows.
    OURS = "OURS"


class Reading(BaseModel):
    """One of several rules of a clause: by form, by text or by matter. What it lacks is the clause's."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    name: str
    title: str | None = None
    section: str | None = None
    form: str | None = None
    text: str | None = None
    severity: Severity | None = None


class Clause(BaseModel):
    """A clause: what it says, where, how firmly, and what became of it.

    ``section`` is what a finding cites; a clause that no rule decides may lack it. ``reads`` are the keys
    that its rule decides it from, ``field`` the key in which a person states the decision, ``why`` the
    reason why it cannot be decided from these forms (or a remark). ``same_as`` names the clause that says
    the same thing; its rule reports for both. ``form`` is the form that its rule is asked of, None for the
    whole case. ``text`` is the year of the source whose text alone holds it, None where every text does.
    ``read_as`` is the softer strength as which its rule reads it.
    """

    model_config = ConfigDict(frozen=True, extra="forbid")

    id: str
    part: str
    document: SourceDocument
    strength: Strength
    title: str
    section: str = ""
    state: State = "decided"
    reads: tuple[str, ...] = ()
    field: str | None = None
    why: str | None = None
    same_as: str | None = None
    form: str | None = None
    text: str | None = None
    severity: Severity = Severity.WARNING
    read_as: Strength | None = None
    readings: tuple[Reading, ...] = Field(())

    @field_validator("readings", mode="before")
    @classmethod
    def _named(cls, value: Any) -> Any:
        return tuple({"name": name, **entry} for name, entry in value.items()) if value else ()

    @model_validator(mode="before")
    @classmethod
    def _titled_by_its_readings(cls, data: Any) -> Any:
        """A clause whose readings all have a title of their own needs none."""
        titles = [reading.get("title") for reading in data.get("readings", {}).values()]
        return {"title": "; ".join(titles), **data} if titles and all(titles) else data

    @model_validator(mode="after")
    def _complete(self) -> Self:
        grounds = {"decided": self.reads or self.same_as, "human": self.field, "undecidable": self.why}
        if not grounds[self.state]:
            raise ValueError(f"{self.id}: a clause that is {self.state} must say from what, by whom or why")
        if self.has_rules and not all(asked.section for asked in self.asked().values()):
            raise ValueError(f"{self.id}: a clause that a rule decides must name its section")
        if self.read_as is not None and (self.strength, self.read_as) != (Strength.MUST, Strength.SOFT):
            raise ValueError(f"{self.id}: {self.strength} cannot be read as {self.read_as}")
        return self

    @property
    def has_rules(self) -> bool:
        """Whether rules of its own decide it."""
        return self.state == "decided" and self.same_as is None

    @property
    def ours(self) -> bool:
        """Whether it is a check of ours, which no source states."""
        return self.strength is Strength.OURS

    @property
    def keys(self) -> tuple[str, ...]:
        """Every key of the case file that it names."""
        return (*self.reads, *((self.field,) if self.field is not None else ()))

    def asked(self) -> dict[str | None, Clause]:
        """What its rules ask, by the name of the reading; one without a name where it is read one way."""
        if not self.readings:
            return {None: self}
        return {reading.name: self._read(reading) for reading in self.readings}

    def _read(self, reading: Reading) -> Clause:
        own = reading.model_dump(exclude={"name"}, exclude_none=True)
        return self.model_copy(update={**own, "readings": ()})

    def cited(self, year: str | None) -> str:
        """The citation that a finding bears; ``year`` is that of the text applied, where it bears any."""
        if self.ours:
            return f"서식 점검 규칙(자체), {self.section}"
        return self.document.cite(self.section, year)


@cache
def _tables(package: str) -> Mapping[str, Mapping[str, Any]]:
    """The tables of a programme's package by topic, in their order, read once a process."""
    folder = files(package).joinpath("clauses")
    if not folder.is_dir():
        return {}
    names = [file.name for file in folder.iterdir() if file.name.endswith(".toml")]
    tables = {
        name.removesuffix(".toml"): tomllib.loads(folder.joinpath(name).read_text(encoding="utf-8"))
        for name in names
        if not name.endswith(".cases.toml")
    }
    return dict(sorted(tables.items(), key=lambda table: table[1]["order"]))


def ids_in(package: str, topic: str) -> tuple[str, ...]:
    """The clauses of a programme's table that rules of their own decide: for a family that one function makes."""
    return tuple(
        id
        for id, entry in _tables(package)[topic].items()
        if isinstance(entry, dict) and "same_as" not in entry and entry.get("state", "decided") == "decided"
    )


def read_clauses(
    package: str, document: SourceDocument, further: Mapping[str, SourceDocument]
) -> Iterator[Clause]:
    """The clauses of a programme's package in the order of its tables.

    ``document`` is the programme's own, ``further`` are those that a table names. Raises
    ``ValidationError`` for an entry that is incomplete or unknown, ``KeyError`` for an unknown document.
    """
    for table in _tables(package).values():
        header = {key: value for key, value in table.items() if not isinstance(value, dict)}
        shared = {
            "part": header.pop("part"),
            "document": further[name] if (name := header.pop("document", None)) is not None else document,
        }
        del header["order"]
        for id, entry in table.items():
            if isinstance(entry, dict):
                yield Clause(id=id, **{**shared, **header, **entry})
