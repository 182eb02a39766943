"""The cases that stand beside the clauses (``clauses/*.cases.toml``): what each accepts, refuses and lacks.

A case is a sample with small changes. Of a part, ``again`` names forms of which a second one follows, ``empty``
the places that become null, and every other key is a place with its value; ``shared`` holds for all three.
Of ``missing``, ``told`` is the rule whose finding says that something is lacking (NOT-JUDGED, which names the
clause, unless it says otherwise); where the clause does not concern the case, ``fact`` says why.
"""

from __future__ import annotations

import tomllib
from collections.abc import Iterator, Mapping
from copy import deepcopy
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from typing import Any

from forms.registry import folders
from tests.changing import put
from tests.reading import sample

Part = Mapping[str, Any]
_WORDS = {"again", "empty", "told", "fact"}


@dataclass(frozen=True)
class ClauseCases:
    """The cases of a clause, or of one reading of it."""

    sample: str
    shared: Part
    refused_part: Part
    missing_part: Part

    @property
    def told(self) -> str | None:
        """The rule that says that something is lacking; None where a fact keeps the clause from the case."""
        return None if self.fact is not None else str(self.missing_part.get("told", "NOT-JUDGED"))

    @property
    def fact(self) -> str | None:
        """Why the clause does not concern the missing case."""
        return self.missing_part.get("fact")

    def accepted(self) -> dict[str, Any]:
        """The case that the clause accepts."""
        return _changed(sample(self.sample), self.shared)

    def refused(self) -> dict[str, Any]:
        """The accepted case with what breaks the clause."""
        return _changed(self.accepted(), self.refused_part)

    def missing(self) -> dict[str, Any]:
        """The accepted case without what the clause reads."""
        return _changed(self.accepted(), self.missing_part)


def _changed(case: dict[str, Any], part: Part) -> dict[str, Any]:
    for path in part.get("again", ()):
        form = deepcopy(_at(case, path))
        put(case, path, [form, deepcopy(form)])
    for path in part.get("empty", ()):
        put(case, path, None)
    for path, value in part.items():
        if path not in _WORDS:
            put(case, path, deepcopy(value))
    return case


def _at(case: Any, path: str) -> Any:
    for step in path.split("/"):
        case = case[int(step)] if isinstance(case, list) else case[step]
    return case


@cache
def clause_cases() -> dict[tuple[str, str | None], ClauseCases]:
    """Every clause's cases by its id and reading."""
    return {place: _read(entry) for place, entry in _entries()}


def _entries() -> Iterator[tuple[tuple[str, str | None], Mapping[str, Any]]]:
    for folder in folders():
        tables = files(f"forms.{folder}").joinpath("clauses")
        names = [file.name for file in tables.iterdir()] if tables.is_dir() else []
        for name in sorted(name for name in names if name.endswith(".cases.toml")):
            for id, entry in tomllib.loads(tables.joinpath(name).read_text(encoding="utf-8")).items():
                if "refused" in entry:
                    yield (id, None), entry
                else:
                    yield from (((id, reading), own) for reading, own in entry.items())


def _read(entry: Mapping[str, Any]) -> ClauseCases:
    unknown = set(entry) - {"sample", "shared", "refused", "missing"}
    if unknown:
        raise ValueError(f"unknown parts of a case: {', '.join(sorted(unknown))}")
    return ClauseCases(
        entry.get("sample", "case_full"), entry.get("shared", {}), entry["refused"], entry["missing"]
    )
