"""The cases that stand beside the clauses (``clauses/*.cases.toml``): what each accepts, refuses and lacks.

A case is a sample with small changes. Of a part, ``again`` names forms of which a second one follows, ``empty``
the places that become null, and every other key is a place with its value. ``shared`` holds for all cases of
a clause, and is the first that it accepts; ``accepted``, ``refused`` and ``missing`` are one part or several.
A file may open with the ``sample`` of its cases, with what is ``given`` in each, and with why its clauses
``never_lack`` anything, so that they need no missing case.

Of ``refused``, ``says`` is a part of the message and ``severity`` how grave the finding is. Of ``missing``,
``told`` is the rule whose finding says that something is lacking (NOT-JUDGED, which names the clause, unless it
says otherwise), ``lacks`` what NOT-JUDGED calls lacking; where the clause does not concern the case, ``fact``
says why. A clause that speaks of several cases at once has none here: ``elsewhere`` says where it is tried.
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
_WORDS = {"again", "empty", "says", "severity", "told", "lacks", "fact"}
_ENTRY = {"sample", "shared", "accepted", "refused", "missing"}


@dataclass(frozen=True)
class Changed:
    """A sample with parts laid over it, one after another; the last part says what is expected."""

    sample: str
    parts: tuple[Part, ...]

    def case(self) -> dict[str, Any]:
        """The case, made anew."""
        case = sample(self.sample)
        for part in self.parts:
            _change(case, part)
        return case

    def with_part(self, part: Part) -> Changed:
        """The same with one part more."""
        return Changed(self.sample, (*self.parts, part))

    def word(self, name: str) -> str | None:
        """What its last part says beside places and values."""
        return self.parts[-1].get(name) if self.parts else None

    @property
    def told(self) -> str | None:
        """The rule that says that something is lacking; None where a fact keeps the clause from the case."""
        return None if self.word("fact") is not None else self.word("told") or "NOT-JUDGED"


@dataclass(frozen=True)
class ClauseCases:
    """The cases of a clause, or of one reading of it; ``topic`` is its table, ``never_lacks`` why none is missing."""

    topic: str
    accepted: tuple[Changed, ...] = ()
    refused: tuple[Changed, ...] = ()
    missing: tuple[Changed, ...] = ()
    never_lacks: str | None = None
    elsewhere: str | None = None


def _change(case: dict[str, Any], part: Part) -> None:
    for path in part.get("again", ()):
        form = deepcopy(_at(case, path))
        put(case, path, [form, deepcopy(form)])
    for path in part.get("empty", ()):
        put(case, path, None)
    for path, value in part.items():
        if path not in _WORDS:
            put(case, path, deepcopy(value))


def _at(case: Any, path: str) -> Any:
    for step in path.split("/"):
        case = case[int(step)] if isinstance(case, list) else case[step]
    return case


@cache
def clause_cases() -> dict[tuple[str, str | None], ClauseCases]:
    """Every clause's cases by its id and reading."""
    return {place: cases for name, table in _tables() for place, cases in _read(name, table)}


def _tables() -> Iterator[tuple[str, dict[str, Any]]]:
    for folder in folders():
        tables = files(f"forms.{folder}").joinpath("clauses")
        names = [file.name for file in tables.iterdir()] if tables.is_dir() else []
        for name in sorted(name for name in names if name.endswith(".cases.toml")):
            text = tables.joinpath(name).read_text(encoding="utf-8")
            yield name.removesuffix(".cases.toml"), tomllib.loads(text)


def _read(topic: str, table: dict[str, Any]) -> Iterator[tuple[tuple[str, str | None], ClauseCases]]:
    base = Changed(table.pop("sample", "case_full"), (table.pop("given", {}),))
    never_lacks = table.pop("never_lack", None)
    for id, entry in table.items():
        if "elsewhere" in entry:
            yield (id, None), ClauseCases(topic, elsewhere=entry["elsewhere"])
            continue
        read_once = "refused" in entry
        for reading, own in ((None, entry),) if read_once else entry.items():
            unknown = set(own) - _ENTRY
            if unknown:
                raise ValueError(f"{id}: unknown parts of a case: {', '.join(sorted(unknown))}")
            # What is given is of the table's own sample.
            given = () if "sample" in own else base.parts
            begun = Changed(own.get("sample", base.sample), (*given, own.get("shared", {})))
            parts = {
                key: tuple(begun.with_part(part) for part in _several(own.get(key, [])))
                for key in ("accepted", "refused", "missing")
            }
            accepted = (begun, *parts["accepted"])
            yield (
                (id, reading),
                ClauseCases(topic, accepted, parts["refused"], parts["missing"], never_lacks),
            )


def _several(given: Part | list[Part]) -> list[Part]:
    return given if isinstance(given, list) else [given]
