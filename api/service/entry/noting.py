"""Findings that somebody has seen and explained, written into a case file and taken out of it again.

Every function returns a new case file and leaves the one that it was given as it was.
"""

from __future__ import annotations

from collections.abc import Mapping
from copy import deepcopy
from dataclasses import asdict, dataclass
from typing import Any

from api.service.entry.aside_values import key_in, steps_of
from api.service.entry.sheets import RawCase
from api.service.problems import NotFound
from forms import Finding, Severity

KEY = "acknowledged"
# Says how many findings were not told; there is nothing to explain about it.
_COUNT_OF_THE_REST = "OWN-MORE-FINDINGS"
# What stands once in a case and has no box: what is wrong with it can be taken out of the case alone.
_BOXLESS = {"attachments": 2, KEY: 2, "issued_at": 1}


@dataclass(frozen=True)
class Note:
    """Why a finding is no fault, who says so, and on which day (contract: ``acknowledged``)."""

    rule: str
    path: str
    reason: str
    by: str
    on: str


def may_be_noted(finding: Finding) -> bool:
    """Whether it can be explained: an error cannot, since the form could still not be filled truthfully."""
    return finding.severity is not Severity.ERROR and finding.rule != _COUNT_OF_THE_REST


def noted_at(raw: Mapping[str, Any], finding: Finding) -> int | None:
    """The position of the note that explains a finding, None where there is none."""
    if finding.severity is not Severity.INFO:
        return None
    wanted = (finding.rule, finding.path)
    return next((n for n, note in enumerate(_notes(raw)) if _about(note) == wanted), None)


def idle_notes(raw: Mapping[str, Any], findings: tuple[Finding, ...]) -> list[tuple[int, str]]:
    """(position, reason) of each note that explains nothing that is found now."""
    found = {(one.rule, one.path) for one in findings}
    return [
        (n, str(note.get("reason", "")) if isinstance(note, dict) else "")
        for n, note in enumerate(_notes(raw))
        if _about(note) not in found
    ]


def with_note(raw: Mapping[str, Any], note: Note) -> tuple[RawCase, str]:
    """(the case with a note, its path); one about the same finding gives way."""
    others = [one for one in _notes(raw) if _about(one) != (note.rule, note.path)]
    return {**raw, KEY: [*others, asdict(note)]}, f"/{KEY}/{len(others)}"


def without_note(raw: Mapping[str, Any], position: int) -> RawCase:
    """The case without a note; raises ``NotFound``."""
    notes = _notes(raw)
    if not 0 <= position < len(notes):
        raise NotFound
    left = [*notes[:position], *notes[position + 1 :]]
    return {**raw, KEY: left} if left else {key: value for key, value in raw.items() if key != KEY}


def removable(raw: Mapping[str, Any], finding: Finding) -> str | None:
    """The path of what can only be taken out of the case to mend a finding: no box of a page stands for it."""
    if finding.severity is not Severity.ERROR:
        return None
    path = finding.path
    steps = path.split("/")[1:]
    if finding.rule != "FIELD-UNKNOWN":
        if not steps or steps[0] not in _BOXLESS:
            return None
        path = "/".join(["", *steps[: _BOXLESS[steps[0]]]])
    try:
        without(raw, path)
    except NotFound:
        # A long key is told shortened, and leads nowhere.
        return None
    return path


def without(raw: Mapping[str, Any], path: str) -> RawCase:
    """The case without the value at a path; raises ``NotFound``."""
    made: RawCase = deepcopy(dict(raw))
    *way, last = steps_of(path)
    node: Any = made
    for step in way:
        node = node[key_in(node, step)]
    del node[key_in(node, last)]
    return made


def _notes(raw: Mapping[str, Any]) -> list[Any]:
    notes = raw.get(KEY)
    return notes if isinstance(notes, list) else []


def _about(note: Any) -> tuple[Any, Any]:
    return (note.get("rule"), note.get("path")) if isinstance(note, dict) else (None, None)
