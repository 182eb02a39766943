"""A form whose numbers are counted over many cases (``render FORM FILE --cases FOLDER``).

What is entered wins and a difference is told; what a case does not say is told and not filled in. A case that
cannot be read whole or bears a number that stood before is left out and told; one that can be read is counted
whatever errors its papers have, since the households are there all the same, and is told as well.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable
from copy import deepcopy
from dataclasses import dataclass, replace
from typing import Any

from api.cases.intake import Upload
from api.cases.reports import CaseReport
from api.packets.left_out import SAME_NUMBER, LeftOut
from forms import (
    CaseFile,
    DataError,
    ExitCode,
    Finding,
    Form,
    InputError,
    SeosikError,
    Severity,
    case_boundary,
)
from forms.counting import CountedNumber, Counting, Tally, evidence_line, why_untold
from forms.finding import Location
from forms.particles import quoted_with_particle
from forms.places import label, pointer
from forms.record import FormModel
from forms.registry import case_model


@dataclass(frozen=True)
class NotCounted:
    """A file that was not counted, and why."""

    file: str
    case_no: str | None
    reason: LeftOut
    message: str

    @property
    def told(self) -> str:
        """What was left out and why, for a terminal."""
        return f"{self.file}: 세지 않음({self.reason})\n{self.message}"


@dataclass(frozen=True)
class CountedSheet:
    """One sheet of the form as it was entered, with its numbers as counted."""

    entered: FormModel
    numbers: tuple[CountedNumber, ...]


@dataclass(frozen=True)
class CountedForm:
    """What a run counted: ``report`` is the file with the numbers filled in, checked anew.

    ``findings`` are those of counting alone; ``cases`` is how many cases were counted, ``with_errors`` those of
    them that have an error.
    """

    report: CaseReport
    sheets: tuple[CountedSheet, ...]
    findings: tuple[Finding, ...]
    cases: int
    with_errors: tuple[str, ...]
    left_out: tuple[NotCounted, ...]

    @property
    def exit_code(self) -> ExitCode:
        """3 where the program tripped on a case, 1 where one was left out or has an error, else 0."""
        if any(left.reason is LeftOut.FAILED for left in self.left_out):
            return ExitCode.DOCUMENT
        return ExitCode.DATA if self.left_out or self.with_errors else ExitCode.OK


def counted_form(
    upload: Upload, form: Form, uploads: Iterable[Upload], told: Callable[[int], None] = lambda done: None
) -> CountedForm:
    """Count a form's numbers over the cases of ``uploads`` and fill them in; ``told`` hears of each file read.

    Raises ``InputError`` where the form's numbers are never counted or there is no case to count, and what
    ``CaseReport.readable_case`` raises where the file with the form cannot be read.
    """
    if form.counting is None:
        raise InputError(
            f"{quoted_with_particle(form.title, '은(는)')} 사례에서 세는 수가 없는 서식입니다.", "COUNT-FORM"
        )
    sheets = CaseReport.of(upload).readable_case().entered(form.id)
    tallies = [Tally(form.counting, sheet) for sheet in sheets]
    seen: set[str] = set()
    with_errors: list[str] = []
    left_out: list[NotCounted] = []
    for done, found in enumerate(uploads, 1):
        try:
            case, failed = _readable(found, seen)
        except NotToCount as stop:
            left_out.append(stop.left)
        else:
            # An agency's own file, as the sheet itself is, speaks of nobody.
            if case.client.name:
                seen.add(case.case_no)
                with_errors += [case.case_no] if failed else []
                for tally in tallies:
                    tally.add(case)
        told(done)
    if not seen and not left_out:
        raise InputError("셀 사례가 없습니다.", "FILE-MISSING")
    counted = tuple(
        CountedSheet(sheet, tally.numbers()) for sheet, tally in zip(sheets, tallies, strict=True)
    )
    report, findings = _filled(upload, form, form.counting, counted)
    return CountedForm(report, counted, findings, len(seen), tuple(with_errors), tuple(left_out))


class NotToCount(Exception):
    """A file that is left out, with why."""

    def __init__(self, left: NotCounted) -> None:
        super().__init__(left.told)
        self.left = left


def _readable(upload: Upload, seen: Collection[str]) -> tuple[CaseFile, bool]:
    """A case to count, and whether it has an error. Raises ``NotToCount``."""
    report = CaseReport.of(upload)
    try:
        with case_boundary():
            case = report.printable_case(draft=True)
    except SeosikError as error:
        raise NotToCount(NotCounted(report.file, report.case_no, _reason(error), error.message)) from error
    if case.case_no in seen:
        raise NotToCount(NotCounted(report.file, case.case_no, LeftOut.DUPLICATE_CASE, SAME_NUMBER))
    return case, report.failed(strict=False)


def _reason(error: SeosikError) -> LeftOut:
    if isinstance(error, InputError):
        return LeftOut.UNREADABLE
    return LeftOut.ERRORS if isinstance(error, DataError) else LeftOut.FAILED


def _filled(
    upload: Upload, form: Form, counting: Counting, sheets: tuple[CountedSheet, ...]
) -> tuple[CaseReport, tuple[Finding, ...]]:
    """The file with what is not entered filled in, checked anew, and what counting found."""
    raw: Any = deepcopy(upload.raw)
    findings: list[Finding] = []
    for position, sheet in enumerate(sheets):
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
    report = CaseReport.of(replace(upload, raw=raw))
    if report.checked is not None:
        report = replace(report, checked=report.checked.with_findings(findings))
    return report, tuple(findings)


def _finding(raw: object, form: Form, at: Location, rule: str, message: str) -> Finding:
    return Finding(
        rule=rule,
        severity=Severity.WARNING,
        form=form.id,
        path=pointer(raw, at),
        label=label(case_model(), raw, at),
        message=message,
    )
