"""Numbers that change from year to year, chosen by the date of the event (``figures.toml``)."""

from __future__ import annotations

import tomllib
from datetime import date
from functools import cache
from importlib.resources import files
from typing import Any


@cache
def _tables() -> dict[str, Any]:
    return tomllib.loads(files("forms").joinpath("figures.toml").read_text(encoding="utf-8"))


def figure(programme: str, name: str, on: date) -> int | None:
    """The whole number in force on ``on`` (days, months, won as its name says); None before the first."""
    in_force = [entry for entry in _tables()[programme][name] if entry["valid_from"] <= on]
    if not in_force:
        return None
    return int(max(in_force, key=lambda entry: entry["valid_from"])["value"])


def figures_by_size(programme: str, name: str, size: int, on: date) -> int | None:
    """The number in force on ``on`` for ``size`` persons; None where no entry speaks of that day.

    Beyond the list each further person adds what the entry says.
    """
    for entry in _tables()[programme][name]:
        if entry["valid_from"] <= on <= entry["valid_until"]:
            values: list[int] = entry["values"]
            further = max(0, size - len(values))
            return values[min(size, len(values)) - 1] + further * int(entry["further_person"])
    return None
