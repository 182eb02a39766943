"""What the pages of batches ask of the worker processes: a look at chosen cases, and their putting down."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from typing import Any

from api.cases.intake import Upload
from api.cases.reports import CaseReport
from api.jobs.engine import BatchOptions, Shelf, Shelved
from forms import Finding, SeosikError, Severity, case_boundary
from forms.packets import openers, packet_plan

# So many cases are named under a finding; the rest is a number.
NAMED = 10


@dataclass(frozen=True)
class ChosenCase:
    """A kept case that is chosen for a batch: what it is called, and its case file."""

    name: str
    raw: dict[str, Any]

    def upload(self) -> Upload:
        """The case as an upload."""
        return Upload(self.name, self.raw)


@dataclass(frozen=True)
class GroupedFinding:
    """A finding that several cases have: one of them for its words, the cases that have it."""

    example: Finding
    cases: tuple[str, ...]
    count: int


@dataclass(frozen=True)
class BatchLook:
    """What a batch of the chosen cases would come to, before it is made.

    ``printable`` cases make a packet; ``faulty`` have errors, ``formless`` none of the forms that open the
    packet. ``sheets`` counts the papers of the printable ones, without covers and checklists.
    """

    printable: tuple[str, ...]
    faulty: tuple[str, ...]
    formless: tuple[str, ...]
    sheets: int
    findings: tuple[GroupedFinding, ...]


@dataclass
class _Counted:
    example: Finding
    cases: list[str] = field(default_factory=list)


def look(chosen: Sequence[ChosenCase], options: BatchOptions) -> BatchLook:
    """Check the chosen cases as a batch would, without making anything."""
    printable: list[str] = []
    faulty: list[str] = []
    formless: list[str] = []
    sheets = 0
    found: dict[tuple[str, str, Severity], _Counted] = {}
    opening = {form.id for form in openers(options.packet, options.program)}
    for case in chosen:
        report = CaseReport.of(case.upload())
        for one in report.findings:
            if one.severity is Severity.INFO:
                continue
            counted = found.setdefault((one.rule, one.form or "", one.severity), _Counted(one))
            if case.name not in counted.cases:
                counted.cases.append(case.name)
        if not opening.intersection(report.form_names):
            formless.append(case.name)
            continue
        papers = _papers(report, options)
        if papers is None:
            faulty.append(case.name)
        else:
            printable.append(case.name)
            sheets += papers
    groups = [
        GroupedFinding(one.example, tuple(one.cases[:NAMED]), len(one.cases))
        for one in sorted(
            found.values(), key=lambda one: (one.example.severity is not Severity.ERROR, -len(one.cases))
        )
    ]
    return BatchLook(tuple(printable), tuple(faulty), tuple(formless), sheets, tuple(groups))


def _papers(report: CaseReport, options: BatchOptions) -> int | None:
    """How many papers the packet of a case holds, None where errors keep it from being made."""
    try:
        with case_boundary():
            case = report.printable_case(options.draft)
            plan = packet_plan(case, options.packet, options.program)
    except SeosikError:
        return None
    return len(plan.forms) if plan is not None else None


def put_down_cases(shelf: Shelf, chosen: Sequence[ChosenCase]) -> Iterator[Shelved]:
    """Put the chosen cases down for a batch, one after another."""
    return shelf.put(case.upload() for case in chosen)


def tally(names: Sequence[str]) -> list[tuple[str, int]]:
    """Names that stand more than once, with how often: of two cases with one number the second is left out."""
    return [(name, count) for name, count in Counter(names).items() if count > 1]
