"""Examining a case: the checks of its data, and whether its text can be printed."""

from __future__ import annotations

from dataclasses import replace

from forms import CheckedCase, check_case
from generator.print_view import unprintable


def examine(raw: object) -> CheckedCase:
    """Everything ``seosik check`` says about one case; never raises for bad data."""
    checked = check_case(raw)
    if checked.entered is None:
        return checked
    return replace(checked, findings=(*unprintable(checked.entered, raw), *checked.findings))
