"""Numbers of the clauses, chosen by the date of the event: ``figures.toml`` here and in the programmes' folders."""

from __future__ import annotations

import tomllib
from datetime import date
from functools import cache
from importlib.resources import files
from typing import Any


@cache
def _tables() -> dict[str, Any]:
    """Those that several programmes use, and each programme's own, by the name before the dot."""
    root = files("forms")
    places = [root, *(folder for folder in root.iterdir() if folder.is_dir())]
    tables = [file for place in places if (file := place.joinpath("figures.toml")).is_file()]
    held = [tomllib.loads(table.read_text(encoding="utf-8")) for table in tables]
    merged = {name: entries for one in held for name, entries in one.items()}
    if len(merged) != sum(map(len, held)):
        raise ValueError("the same figures stand in two tables")
    return merged


def figure(programme: str, name: str, on: date) -> int | None:
    """The whole number that counts on ``on`` (days, months, won as its name says).

    None before the first known day and after the last, unless the first number stands for the days
    before it.
    """
    entry = _in_force(_tables()[programme][name], on) or _standing_in(programme, name, on)
    return int(entry["value"]) if entry is not None else None


def largest_figure(name: str, on: date) -> tuple[int, str] | None:
    """(the largest number of that name in force on ``on`` in any programme, its source); None where none is."""
    tables = (table[name] for table in _tables().values() if name in table)
    entries = [entry for table in tables if (entry := _in_force(table, on)) is not None]
    found = max(entries, key=lambda entry: int(entry["value"]), default=None)
    return (int(found["value"]), str(found["source"])) if found is not None else None


def standing_in(programme: str, name: str, on: date) -> str | None:
    """What a message adds where a later number stands for ``on``, '2024년 기준'; None where the day has its own."""
    entry = _standing_in(programme, name, on)
    return f"{entry['valid_from'].year}년 기준" if entry is not None else None


def figure_source(programme: str, name: str, on: date) -> str | None:
    """The document that states the number in force on ``on``; None where no entry speaks of that day."""
    entry = _in_force(_tables()[programme][name], on)
    return str(entry["source"]) if entry is not None else None


def figures_by_size(programme: str, name: str, size: int, on: date) -> int | None:
    """The number in force on ``on`` for ``size`` persons; None where no entry speaks of that day.

    Beyond the list each further person adds what the entry says.
    """
    entry = _in_force(_tables()[programme][name], on)
    if entry is None:
        return None
    values: list[int] = entry["values"]
    further = max(0, size - len(values))
    return values[min(size, len(values)) - 1] + further * int(entry["further_person"])


def _in_force(entries: list[dict[str, Any]], on: date) -> dict[str, Any] | None:
    held = [
        entry
        for entry in entries
        if entry.get("valid_from", date.min) <= on <= entry.get("valid_until", date.max)
    ]
    return max(held, key=lambda entry: entry.get("valid_from", date.min), default=None)


def _standing_in(programme: str, name: str, on: date) -> dict[str, Any] | None:
    """The first known entry, where it stands for earlier days and ``on`` is one."""
    first: dict[str, Any] = min(
        _tables()[programme][name], key=lambda entry: entry.get("valid_from", date.min)
    )
    earlier = on < first.get("valid_from", date.min)
    return first if earlier and first.get("stands_for_earlier_days") else None
