"""A new case: what the office has entered once, and the first form, empty."""

from __future__ import annotations

from collections.abc import Mapping
from copy import deepcopy
from typing import Any

# The setting that holds what a new case begins with: ``agency`` and ``worker`` as in a case file.
DEFAULTS = "defaults"
EDITION = "2025"
_HEADS = ("agency", "worker")


def new_case(form: str | None, defaults: Mapping[str, Any] | None) -> dict[str, Any]:
    """The case file of a new case, with an empty sheet of ``form`` where one is named."""
    heads = {key: deepcopy(defaults[key]) for key in _HEADS if defaults and defaults.get(key)}
    return {"edition": EDITION, **heads, "forms": {form: {}} if form is not None else {}}


def copied_case(raw: Mapping[str, Any]) -> dict[str, Any]:
    """A case file as the beginning of another case: all of it but its number, which no two cases share."""
    return {key: deepcopy(value) for key, value in raw.items() if key != "case_no"}
