"""A form whose numbers are counted over many cases (``render FORM FILE --cases FOLDER``).

What is entered wins and a difference is told; what a case does not say is told and not filled in. A case that
cannot be read whole or bears a number that stood before is left out and told; one that can be read is counted
whatever errors its papers have, since the households are there all the same, and is told as well.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from copy import deepcopy
from dataclasses import dataclass, replace
from typing import Any

from api.cases.intake import Upload
from api.cases.reports import CaseReport
from api.packets.left_out import SAME_NUMBER, LeftOut
from forms import DataError, ExitCode, Finding, Form, InputError, SeosikError, Severity, case_boundary
from forms.counting import Adds, CountedNumber, Counting, Tally, Untold, evidence_line, why_untold
from forms.finding import Location
from forms.particles import quoted_with_particle
from forms.places import label, pointer
from forms.record import FormModel
from forms.registry import case_model


@dataclass(frozen=True)
class NotCounted:
    """A file that was not counted, and why; ``kept`` is the id of a case that is kept."""

    file: str
    case_no: str | None
    reason: LeftOut
    message: str
    kept: str | None = None

    @property
    def told(self) -> str:
        """What was left out and why, for a terminal."""
        return f"{self.file}: 세지 않음({self.reason})\n{self.message}"


@dataclass(frozen=True)
class Brought:
    """What one case brings to each sheet; ``failed``: its papers have an error."""

    file: str
    case_no: str
    failed: bool
    to_sheets: tuple[tuple[Adds | Untold, ...], ...]
    kept: str | None = None


@dataclass(frozen=True)
class CountedSheet:
    """One sheet of the form as it was entered, with its numbers as counted."""

    entered: FormModel
    numbers: tuple[CountedNumber, ...]


@dataclass(frozen=True)
class CountedForm:
    """What a run counted: ``raw`` is the file with the numbers filled in.

    ``findings`` are those of counting alone; ``cases`` is how many cases were counted, ``with_errors`` those of
    them that have an error.
    """

    raw: dict[str, Any]
    sheets: tuple[CountedSheet, ...]
    findings: tuple[Finding, ...]
    cases: int
    with_errors: tuple[str, ...]
    left_out: tuple[NotCounted, ...]

    def report(self, upload: Upload) -> CaseReport:
        """The file that was counted for, with its numbers filled in and checked anew."""
        report = CaseReport.of(replace(upload, raw=self.raw))
        if report.checked is None:
            return report
        return replace(report, checked=report.checked.with_findings(self.findings))

    @property
    def exit_code(self) -> ExitCode:
        """3 where the program tripped on a case, 1 where one was left out or has an error, else 0."""
        if any(left.reason is LeftOut.FAILED for left in self.left_out):
            return ExitCode.DOCUMENT
        return ExitCode.DATA if self.left_out or self.with_errors else ExitCode.OK


def counting_of(form: Form) -> Counting:
    """How a form's numbers are counted. Raises ``InputError`` where they never are."""
    if form.counting is None:
        raise InputError(
            f"{quoted_with_particle(form.title, '은(는)')} 사례에서 세는 수가 없는 서식입니다.", "COUNT-FORM"
        )
    return form.counting


def sheets_to_fill(upload: Upload, form: Form) -> tuple[FormModel, ...]:
    """The sheets of a form in a file, in its order; raises what ``CaseReport.readable_case`` raises."""
    return CaseReport.of(upload).readable_case().entered(form.id)


def brought(upload: Upload, counting: Counting, sheets: tuple[FormModel, ...]) -> Brought | NotCounted | None:
    """What a case brings to the sheets, or why it is left out; None for a file that speaks of nobody."""
    report = CaseReport.of(upload)
    try:
        with case_boundary():
            case = report.printable_case(draft=True)
            if not case.client.name:
                # An agency's own file, as the sheet itself is.
                return None
            to_sheets = tuple(tuple(counting.adds(sheet, case)) for sheet in sheets)
    except SeosikError as error:
        message = report.unreadable.message if report.unreadable is not None else error.message
        return NotCounted(report.file, report.case_no, _reason(error), message, upload.kept)
    return Brought(report.file, case.case_no, report.failed(strict=False), to_sheets, upload.kept)


def counted_form(
    upload: Upload, form: Form, uploads: Iterable[Upload], told: Callable[[int], None] = lambda done: None
) -> CountedForm:
    """Count a form's numbers over the cases of ``uploads`` and fill them in; ``told`` hears of each file read.

    Raises as ``counting_of``, ``sheets_to_fill`` and ``counted`` do.
    """
    counting, sheets = counting_of(form), sheets_to_fill(upload, form)
    found = []
    for done, one in enumerate(uploads, 1):
        found.append(brought(one, counting, sheets))
        told(done)
    return counted(upload, form, sheets, found)


def counted(
    upload: Upload,
    form: Form,
    sheets: tuple[FormModel, ...],
    found: Iterable[Brought | NotCounted | None],
    only: int | None = None,
) -> CountedForm:
    """What the cases come to, filled into the file; into its sheet ``only`` (from 0) where that is given.

    Raises ``InputError`` where there was no case to count.
    """
    counting = counting_of(form)
    tallies = [Tally(counting) for _ in sheets]
    seen: set[str] = set()
    with_errors: list[str] = []
    left_out: list[NotCounted] = []
    for one in found:
        if isinstance(one, NotCounted):
            left_out.append(one)
        elif one is not None and one.case_no in seen:
            left_out.append(NotCounted(one.file, one.case_no, LeftOut.DUPLICATE_CASE, SAME_NUMBER, one.kept))
        elif one is not None:
            seen.add(one.case_no)
            with_errors += [one.case_no] if one.failed else []
            for tally, added in zip(tallies, one.to_sheets, strict=True):
                tally.add(one.case_no, added)
    if not seen:
        # Noughts that nothing was counted for would look like a quiet quarter.
        raise InputError(
            "\n".join(("셀 사례가 없습니다.", *(left.told for left in left_out))), "FILE-MISSING"
        )
    made = tuple(CountedSheet(sheet, tally.numbers()) for sheet, tally in zip(sheets, tallies, strict=True))
    raw, findings = _filled(upload, form, counting, made, only)
    return CountedForm(raw, made, findings, len(seen), tuple(with_errors), tuple(left_out))


def _reason(error: SeosikError) -> LeftOut:
    if isinstance(error, InputError):
        return LeftOut.UNREADABLE
    return LeftOut.ERRORS if isinstance(error, DataError) else LeftOut.FAILED


def _filled(
    upload: Upload, form: Form, counting: Counting, sheets: tuple[CountedSheet, ...], only: int | None
) -> tuple[dict[str, Any], tuple[Finding, ...]]:
    """The file with what is not entered filled in, and what counting found."""
    raw: Any = deepcopy(upload.raw)
    findings: list[Finding] = []
    for position, sheet in enumerate(sheets):
        if only not in (None, position):
            continue
        held = raw["forms"][form.id]
        values = held[position] if isinstance(held, list) else held
        filled = []
        for number in sheet.numbers:
            at: Location = ("forms", form.id, position, number.key)
            own = getattr(sheet.entered, number.key)
            if own is None and number.number is not None:
                values[number.key] = number.number
                filled.append(number)
            elif own is None:
                findings.append(_finding(upload.raw, form, at, "FIELD-UNFILLED", why_untold(number)))
            elif number.number is not None and own != number.number:
                message = f"서식에는 {own}, 사례에서 센 수는 {number.number}입니다. 서식의 값을 인쇄합니다."
                findings.append(_finding(upload.raw, form, at, "CASE-DIFFERENCE", message))
        line = evidence_line(filled)
        if line is not None and not getattr(sheet.entered, counting.evidence):
            values[counting.evidence] = [line]
    return raw, tuple(findings)


def _finding(raw: object, form: Form, at: Location, rule: str, message: str) -> Finding:
    return Finding(
        rule=rule,
        severity=Severity.WARNING,
        form=form.id,
        path=pointer(raw, at),
        label=label(case_model(), raw, at),
        message=message,
    )
