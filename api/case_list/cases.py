"""The cases of one call of ``seosik list``: each with its forms in the states that the pages name."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field

from api.casebook.form_states import HEADS, FormState, form_states
from api.casebook.kept_case import SheetState
from api.casebook.summary import sheet_lines
from api.cases.intake import Upload
from api.cases.reports import CaseReport
from api.packets.left_out import SAME_NUMBER, LeftOut
from forms import (
    CaseFile,
    CheckedCase,
    ExitCode,
    Finding,
    Form,
    InternalError,
    Severity,
    case_boundary,
    form_named,
)
from forms.belonging import programmes_in
from forms.programme import Programme
from forms.registry import programmes_of
from forms.yearly import CaseYears, Counted, YearlyEvaluation, case_years

ABSENT = "없음"
RULE = "DUPLICATE-CASE"
_UNKNOWN = Counted(None, None, "사례 정보에 오류가 있어 알 수 없습니다.")


@dataclass(frozen=True)
class ListedCase:
    """One upload in the list; where it was ``left_out``, only ``told`` says why.

    ``errors`` and ``warnings`` count findings by form id, those of what stands once in the case under None.
    ``years`` is what it brings to the evaluation of each of its programmes that has one.
    """

    file: str
    case_no: str | None
    told: tuple[Finding, ...] = ()
    left_out: LeftOut | None = None
    worker: str = ""
    programmes: tuple[Programme, ...] = ()
    forms: tuple[FormState, ...] = ()
    errors: Mapping[str | None, int] = field(default_factory=dict)
    warnings: Mapping[str | None, int] = field(default_factory=dict)
    years: tuple[tuple[Programme, YearlyEvaluation, CaseYears], ...] = ()

    @property
    def ok(self) -> bool:
        """Whether it is in the list and no error stands."""
        return self.left_out is None and not self.errors

    @property
    def exit_code(self) -> ExitCode:
        """3 where the program tripped, 2 for an unreadable file, 1 for errors or a number twice, else 0."""
        if self.left_out is LeftOut.FAILED:
            return ExitCode.DOCUMENT
        if self.left_out is LeftOut.UNREADABLE:
            return ExitCode.USAGE
        return ExitCode.OK if self.ok else ExitCode.DATA

    @property
    def wrong(self) -> tuple[str, ...]:
        """What is to be mended, each with how many errors stand in it."""
        return tuple(
            f"{form_named(form).title if form is not None else HEADS} {count}"
            for form, count in self.errors.items()
        )

    @property
    def lacks(self) -> tuple[Form, ...]:
        """The forms that a yearly evaluation counts of this case, and that it does not hold in full."""
        return tuple(form for _, _, years in self.years if years.counted.counts for form in years.lacks)

    def expects(self, form: Form) -> bool:
        """Whether the file might hold the form: one of its programmes, of a case or of an agency as the file is."""
        of_agency = bool(self.forms) and all(form_named(held.form).scope == "agency" for held in self.forms)
        ours = any(form in programme.forms for programme in self.programmes)
        return ours and (form.scope == "agency") is of_agency

    def state_of(self, form: Form) -> FormState | None:
        """Where the form stands in the case; None where the case does not hold it."""
        return next((state for state in self.forms if state.form == form.id), None)

    def words_of(self, form: Form) -> str:
        """Where the form stands, as a cell says it; "" for one that the file is not asked for."""
        state = self.state_of(form)
        if state is None:
            return ABSENT if self.expects(form) else ""
        sheets = f" ({state.sheets}장)" if state.sheets > 1 else ""
        warned = self.warnings.get(form.id, 0)
        return f"{state.words}{sheets}" + (f", {Severity.WARNING.korean} {warned}" if warned else "")


def listed_cases(uploads: Iterable[Upload], program: Programme | None = None) -> Iterator[ListedCase]:
    """Every upload in the order given; with ``program`` the cases of one programme, and its forms alone.

    What cannot be read is told whatever it may be of. A number that stood before is told and not listed.
    """
    seen: set[str] = set()
    for upload in uploads:
        listed = _listed(upload, program)
        if listed is None:
            continue
        if listed.case_no is not None and listed.case_no in seen:
            yield ListedCase(listed.file, listed.case_no, (_twice(),), LeftOut.DUPLICATE_CASE)
            continue
        if listed.case_no is not None:
            seen.add(listed.case_no)
        yield listed


def _twice() -> Finding:
    return Finding(
        rule=RULE,
        severity=Severity.ERROR,
        form=None,
        path="/case_no",
        label="관리번호",
        message=SAME_NUMBER,
    )


def _listed(upload: Upload, program: Programme | None) -> ListedCase | None:
    """An upload in the list; None for a case that is none of ``program``."""
    report = CaseReport.of(upload)
    if report.checked is None or report.internal is not None:
        return _not_listed(report)
    try:
        with case_boundary():
            return _read(report, report.checked, program)
    except InternalError as error:
        return _not_listed(CaseReport(report.file, CheckedCase(upload.raw, None, None, (error.finding,))))


def _not_listed(report: CaseReport) -> ListedCase:
    if report.internal is not None:
        return ListedCase(report.file, report.case_no, (report.internal,), LeftOut.FAILED)
    return ListedCase(report.file, report.case_no, report.findings, LeftOut.UNREADABLE)


def _read(report: CaseReport, checked: CheckedCase, program: Programme | None) -> ListedCase | None:
    raw = checked.raw if isinstance(checked.raw, dict) else {}
    states = tuple(form_states(sheet_lines(report, raw)))
    case = checked.readable
    programmes = _programmes(case, states)
    findings = checked.findings
    if program is not None:
        if program not in programmes:
            return None
        programmes = (program,)
        ids = {form.id for form in program.forms}
        states = tuple(state for state in states if state.form in ids)
        findings = tuple(one for one in findings if any(map(one.concerns, ids)))
    return ListedCase(
        report.file,
        report.case_no,
        worker=(case.worker.name or "") if case is not None else "",
        programmes=programmes,
        forms=states,
        errors=_tally(findings, Severity.ERROR),
        warnings=_tally(findings, Severity.WARNING),
        years=tuple(_years(programmes, case, states)),
    )


def _programmes(case: CaseFile | None, states: Iterable[FormState]) -> tuple[Programme, ...]:
    if case is not None:
        return programmes_in(case)
    # What stands once in the case cannot be read: its forms still say of which programme it is.
    listing = [programmes_of(state.form) for state in states]
    alone = dict.fromkeys(several[0] for several in listing if len(several) == 1)
    return tuple(alone or dict.fromkeys(several[0] for several in listing))


def _tally(findings: Iterable[Finding], severity: Severity) -> Mapping[str | None, int]:
    return Counter(finding.form for finding in findings if finding.severity is severity)


def _years(
    programmes: Iterable[Programme], case: CaseFile | None, states: Iterable[FormState]
) -> Iterator[tuple[Programme, YearlyEvaluation, CaseYears]]:
    states = tuple(states)
    held = {state.form for state in states if state.state is not SheetState.EMPTY}
    sound = {state.form for state in states if state.sound}
    for programme in programmes:
        evaluation = programme.yearly
        if evaluation is None:
            continue
        if case is not None:
            yield programme, evaluation, case_years(evaluation, case, held, sound)
        else:
            lacks = tuple(form for form in evaluation.forms if form.id not in sound)
            yield programme, evaluation, CaseYears(_UNKNOWN, lacks, {}, {})
