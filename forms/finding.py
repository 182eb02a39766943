"""Findings: what is wrong with a case, where, and by which clause."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from enum import StrEnum
from typing import NamedTuple

from pydantic import BaseModel, ConfigDict, field_validator

from forms.echo import with_short_quotes

# A place in a case: keys and list positions from the root of the upload.
Location = tuple[str | int, ...]


class Severity(StrEnum):
    """How grave a finding is; only an error keeps a form from being printed."""

    ERROR = "error"
    WARNING = "warning"
    INFO = "info"

    @property
    def korean(self) -> str:
        """The word a caseworker reads."""
        return {"error": "오류", "warning": "주의", "info": "참고"}[self.value]


class Place(BaseModel):
    """A cell of a workbook."""

    model_config = ConfigDict(frozen=True)

    sheet: str
    cell: str
    heading: str


class Finding(BaseModel):
    """One finding, in the shape of ``check --json``.

    ``path`` is a JSON pointer into the upload (lists from 0); ``label`` says the same in Korean
    (lists from 1); ``source`` names document and section, never a line.
    """

    model_config = ConfigDict(frozen=True)

    rule: str
    severity: Severity
    form: str | None
    path: str
    label: str
    message: str
    source: str | None = None
    place: Place | None = None
    # Whether `check --strict` counts this warning as an error: its clause says 반드시, 필수, 이내 …
    must: bool = False

    @field_validator("message")
    @classmethod
    def _shortened(cls, message: str) -> str:
        return with_short_quotes(message)

    def concerns(self, form_id: str) -> bool:
        """Whether it speaks of that form or of what stands once in the case: of all that the form prints."""
        return self.form == form_id or (self.form is None and not self.path.startswith("/forms/"))

    def as_json(self) -> dict[str, object]:
        """The eight public keys, in the order of the contract."""
        return self.model_dump(mode="json", exclude={"must"})

    def counts_as_error(self, strict: bool) -> bool:
        """Whether the finding makes a case fail, with or without ``--strict``."""
        return self.severity is Severity.ERROR or (strict and self.must and self.severity is Severity.WARNING)


# So many findings of a case are told; then one says how many there are more.
TOLD_AT_MOST = 1000


def told(findings: Sequence[Finding], untold: int = 0) -> tuple[Finding, ...]:
    """The findings of a case as they are told: the first thousand, then the number of the rest.

    ``untold`` are those that were counted and not even made.
    """
    rest = untold + max(0, len(findings) - TOLD_AT_MOST)
    if not rest:
        return tuple(findings)
    more = Finding(
        rule="OWN-MORE-FINDINGS",
        severity=Severity.INFO,
        form=None,
        path="",
        label="사례",
        message=f"이 밖에 {rest:,}건이 더 있습니다. 위의 것을 고친 뒤 다시 점검하세요.",
        source="서식 점검 규칙(자체)",
    )
    return (*findings[:TOLD_AT_MOST], more)


class Breach(NamedTuple):
    """What a rule yields: a place below its form (or the case), a sentence, and how grave it is.

    ``severity`` None takes the rule's own.
    """

    at: Location
    message: str
    severity: Severity | None = None
    # The day of the event: the text in force on it is the one that is cited and that judges.
    on: date | None = None


class Unjudged(NamedTuple):
    """What a rule yields where it cannot judge: the Korean name of the date, person or number it lacks."""

    lacks: str
