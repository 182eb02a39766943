"""What a list shows of a case: its sheets and their state, what is wrong, what is due."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Iterator, Mapping
from datetime import date
from typing import Any

from api.casebook.kept_case import CaseSummary, SheetLine, SheetState
from api.cases.intake import Upload
from api.cases.reports import CaseReport
from forms import Finding, SeosikError, Severity, all_forms, case_boundary, form_named
from forms.belonging import changes_in
from forms.checking import case_no_of
from forms.deadlines import Deadline, deadlines

# Where the case stands that a page shows: it came as no file.
_HERE = "-"


def summary_of(raw: Mapping[str, Any], checked: Collection[str]) -> CaseSummary:
    """The summary of a case; ``checked`` are the sheets whose faults were asked for ("form/item")."""
    report = CaseReport.of(Upload(_HERE, dict(raw)))
    tally = Counter(finding.severity for finding in report.findings)
    client = raw.get("client")
    name = client.get("name") if isinstance(client, dict) else None
    return CaseSummary(
        case_no=_whole(case_no_of(raw) or ""),
        client=_whole(name if isinstance(name, str) else ""),
        sheets=tuple(sheet_lines(report, raw, checked)),
        errors=tally[Severity.ERROR],
        warnings=tally[Severity.WARNING],
        worker=_worker(report),
        deadlines=_deadlines(report),
        changes=_changes(report),
    )


def sheet_lines(
    report: CaseReport, raw: Mapping[str, Any], checked: Collection[str] | None = None
) -> Iterator[SheetLine]:
    """The sheets of a case that was checked; ``checked`` as for ``summary_of``, None: all were asked for."""
    for form, item, record in sheets_of(raw):
        asked = checked is None or f"{form}/{item}" in checked
        yield _sheet(report, form, item, record, asked)


def _whole(text: str) -> str:
    """The text without unpaired surrogates, which no list can hold."""
    return text.encode("utf-8", "replace").decode()


def sheets_of(raw: Mapping[str, Any]) -> Iterator[tuple[str, int, Any]]:
    """(form, item, what was entered) of every sheet of a case, in the order of the forms; an unknown form is none."""
    held = raw.get("forms")
    if not isinstance(held, dict):
        return
    for form in all_forms():
        if form.id in held:
            records = held[form.id]
            for item, record in enumerate(records if isinstance(records, list) else [records]):
                yield form.id, item, record


def findings_of_sheet(findings: Collection[Finding], form: str, item: int, several: bool) -> list[Finding]:
    """Those that concern one sheet: of itself, of its kind as a whole, and of what stands once in the case."""
    kind = f"/forms/{form}"
    own = f"{kind}/{item}"

    def concerns(one: Finding) -> bool:
        if not one.concerns(form):
            return False
        if not several or not one.path.startswith(f"{kind}/"):
            return True
        return one.path == own or one.path.startswith(f"{own}/")

    return [one for one in findings if concerns(one)]


def _sheet(report: CaseReport, form: str, item: int, record: Any, asked: bool) -> SheetLine:
    raw = report.checked.raw if report.checked is not None else {}
    several = isinstance(raw, dict) and isinstance(raw["forms"][form], list)
    found = findings_of_sheet(report.findings, form, item, several)
    errors = sum(one.severity is Severity.ERROR for one in found)
    return SheetLine(form=form, item=item, state=_state(report, form, record, errors, asked), errors=errors)


def _state(report: CaseReport, form: str, record: Any, errors: int, asked: bool) -> SheetState:
    if not record:
        return SheetState.EMPTY
    if not errors and report.can_print(form_named(form), draft=False):
        return SheetState.PRINTABLE
    return SheetState.FAULTY if asked else SheetState.BEGUN


def _worker(report: CaseReport) -> str:
    case = report.checked.readable if report.checked is not None else None
    return (case.worker.name or "") if case is not None else ""


def _deadlines(report: CaseReport) -> tuple[Deadline, ...]:
    """The deadlines of what can be read of a case; no day is given as today."""
    case = report.checked.readable if report.checked is not None else None
    if case is None or report.checked is None:
        return ()
    try:
        with case_boundary():
            return deadlines(case, raw=report.checked.raw)
    except SeosikError:
        return ()


def _changes(report: CaseReport) -> bool | None:
    """Whether what can be read of a case shows a change."""
    case = report.checked.readable if report.checked is not None else None
    if case is None:
        return False
    try:
        with case_boundary():
            return any(changes_in(case))
    except SeosikError:
        return None


def next_due(summary: CaseSummary, today: date) -> tuple[Deadline, int] | None:
    """(the deadline that comes or has passed first, the days left: negative once it has passed), or None."""
    first = next((one for one in summary.due if one.begun(today)), None)
    if first is None:
        return None
    return first, (first.due - today).days
