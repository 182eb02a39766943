"""What each item of the proof of use asks for (``papers.toml``)."""

from __future__ import annotations

import tomllib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from functools import cache
from importlib.resources import files
from typing import Any


@dataclass(frozen=True)
class ItemTerms:
    """What an item (사용용도 항목) asks for.

    ``papers`` None: the source holds no accepted list. Each group in it must be there; one paper
    of a group is enough.
    """

    name: str
    category: str
    clause: str
    papers: tuple[tuple[str, ...], ...] | None = None
    excluded_by: str | None = None
    excluded_papers: Mapping[str, str] = field(default_factory=dict)
    countable_part: str | None = None
    membership: bool = False
    housing_loan: bool = False


@dataclass(frozen=True)
class PaperTable:
    """The items by name, and the papers that are treated alike everywhere."""

    items: Mapping[str, ItemTerms]
    refused: frozenset[str]
    other_proof: str
    own_and_children: frozenset[str]
    serves_too: Mapping[str, tuple[str, ...]]

    def missing(self, terms: ItemTerms, given: Iterable[str]) -> list[tuple[str, ...]]:
        """The groups of papers that none of ``given`` satisfies; empty where all are there."""
        held = set(given)
        return [group for group in terms.papers or () if not held & self._served_by(group)]

    def _served_by(self, group: tuple[str, ...]) -> set[str]:
        return {paper for asked in group for paper in (asked, *self.serves_too.get(asked, ()))}


@cache
def paper_table() -> PaperTable:
    """The table, read once a process."""
    data = tomllib.loads(files("forms.savings").joinpath("papers.toml").read_text(encoding="utf-8"))
    items = {
        name: _terms(name, category, entry)
        for category, entries in data["category"].items()
        for name, entry in entries.items()
    }
    return PaperTable(
        items=items,
        refused=frozenset(data["refused"]),
        other_proof=data["other_proof"],
        own_and_children=frozenset(data["own_and_children"]),
        serves_too={asked: tuple(others) for asked, others in data["serves_too"].items()},
    )


def items_of(category: str) -> tuple[str, ...]:
    """The items that may be entered under a category, in the order of the source."""
    return tuple(terms.name for terms in paper_table().items.values() if terms.category == category)


def _terms(name: str, category: str, entry: dict[str, Any]) -> ItemTerms:
    papers = entry.pop("papers", None)
    groups = None if papers is None else tuple(tuple(group) for group in papers)
    return ItemTerms(name, category, papers=groups, **entry)
