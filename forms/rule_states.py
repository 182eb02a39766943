"""What became of each clause of the guidebook: decided by a rule, left to a person, or not decidable.

``icm/clauses.toml`` lists the clauses; the ``icm/rule_states_*.toml`` files say their states, one entry
a clause. The page ``docs/rules.md`` is made from both.
"""

from __future__ import annotations

import tomllib
from collections.abc import Iterator
from functools import cache
from importlib.resources import files
from typing import Any, Literal, Self

from pydantic import BaseModel, ConfigDict, model_validator

from forms.rule import Strength

State = Literal["decided", "human", "undecidable"]


class RuleState(BaseModel):
    """A clause and its state.

    ``fields`` are the keys that a rule decides it from, ``field`` the key in which a person states the
    decision, ``why`` the reason why it cannot be decided from these forms (or a remark). ``same_as``
    names the clause that says the same thing; its rule reports for both.
    """

    model_config = ConfigDict(frozen=True, extra="forbid")

    id: str
    section: str
    strength: Strength
    title: str
    state: State
    fields: tuple[str, ...] = ()
    field: str | None = None
    why: str | None = None
    same_as: str | None = None

    @model_validator(mode="after")
    def _complete(self) -> Self:
        grounds = {"decided": self.fields or self.same_as, "human": self.field, "undecidable": self.why}
        if not grounds[self.state]:
            raise ValueError(f"{self.id}: a clause that is {self.state} must say from what, by whom or why")
        return self


@cache
def rule_states() -> tuple[RuleState, ...]:
    """Every clause that has an entry, in the guidebook's order.

    Raises ``ValidationError`` for an entry that is incomplete.
    """
    entries = dict(_entries())
    return tuple(
        RuleState(id=id, section=section, strength=strength, **entries[id])
        for section, strengths in _table("clauses.toml").items()
        for id, strength in strengths.items()
        if id in entries
    )


def stated_ids() -> tuple[str, ...]:
    """The ids of all entries as they stand in the files: one that stands twice comes twice."""
    return tuple(id for id, _ in _entries())


def _entries() -> Iterator[tuple[str, dict[str, Any]]]:
    names = (file.name for file in files("forms.icm").iterdir())
    for name in sorted(name for name in names if name.startswith("rule_states_") and name.endswith(".toml")):
        yield from _table(name).items()


def _table(name: str) -> dict[str, Any]:
    return tomllib.loads(files("forms.icm").joinpath(name).read_text(encoding="utf-8"))
