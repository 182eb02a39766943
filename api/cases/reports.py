"""What checking says about uploads: as values, as JSON, and as text for a terminal."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace

from api.cases.intake import Upload
from api.cases.references import named_attachments
from api.evidence.named import names_evidence_files
from forms import (
    CaseFile,
    CheckedCase,
    DataError,
    ExitCode,
    Finding,
    Form,
    InputError,
    InternalError,
    SeosikError,
    Severity,
    all_forms,
    case_boundary,
    label_with_form,
)
from forms.boundary import is_internal
from generator.examine import examine


@dataclass(frozen=True)
class CaseReport:
    """One upload after checking; ``checked`` is None where it could not be read."""

    file: str
    checked: CheckedCase | None
    unreadable: Finding | None = None

    @classmethod
    def of(cls, upload: Upload, open_files: bool = False) -> CaseReport:
        """Check an upload; with ``open_files`` the files that it names, too. Never raises.

        A case on which the program itself trips has the finding INTERNAL alone.
        """
        if upload.unreadable is not None:
            return cls(upload.file, None, upload.unreadable)
        try:
            with case_boundary():
                return cls(upload.file, _checked(upload, open_files))
        except InternalError as error:
            return cls(upload.file, CheckedCase(upload.raw, None, None, (error.finding,)))

    @property
    def findings(self) -> tuple[Finding, ...]:
        """The findings as they are told, errors first."""
        if self.checked is not None:
            return self.checked.told
        return (self.unreadable,) if self.unreadable is not None else ()

    def without_case(self) -> CaseReport:
        """The same findings without the case itself, for runs over many."""
        if self.checked is None:
            return self
        number = {"case_no": self.checked.case_no}
        return replace(self, checked=replace(self.checked, raw=number, entered=None, case=None, partial=None))

    def failed(self, strict: bool) -> bool:
        """Whether an error stands (with ``strict``, warnings from MUST clauses count)."""
        if self.checked is not None:
            return self.checked.failed(strict)
        return self.unreadable is not None

    def exit_code(self, strict: bool = False) -> ExitCode:
        """3 where the program tripped, 2 for an unreadable file, 1 for errors in the data, else 0."""
        if self.internal is not None:
            return ExitCode.DOCUMENT
        if self.checked is None:
            return ExitCode.USAGE
        return ExitCode.DATA if self.failed(strict) else ExitCode.OK

    @property
    def case_no(self) -> str | None:
        """The case number, as far as it can be read."""
        return self.checked.case_no if self.checked is not None else None

    @property
    def internal(self) -> Finding | None:
        """The finding INTERNAL, where the program itself tripped on the case."""
        return next(filter(is_internal, self.findings), None)

    def printable_case(self, draft: bool) -> CaseFile:
        """The filled case, for printing. Raises ``InputError``, ``DataError`` or ``InternalError``.

        A case with errors is refused unless ``draft``; field errors cannot be printed at all.
        """
        if self.checked is None and self.internal is None:
            raise InputError(f"{self.file}: {self.findings[0].message}", self.findings[0].rule)
        if self.checked is None or self.checked.case is None or (self.failed(strict=False) and not draft):
            raise self.refusal()
        return self.checked.case

    def printable_form(self, form: Form, draft: bool, nameless: bool = False) -> CaseFile:
        """The filled case, for printing one form of it. Raises as ``printable_case`` does.

        Only errors in that form or in what stands once in the case refuse it; a form that has field errors
        itself cannot be printed at all. ``nameless`` (deidentified) asks for the whole case, since any form
        may name a person whom this one speaks of.
        """
        if self.checked is None:
            return self.printable_case(draft)
        case = self.checked.case if nameless else self.checked.readable
        standing = tuple(one for one in self.findings if nameless or one.concerns(form.id))
        refused = any(one.severity is Severity.ERROR for one in standing)
        if case is None or form.id in self.checked.unreadable or (refused and not draft):
            raise self.refusal(standing)
        return case

    def can_print(self, form: Form, draft: bool, nameless: bool = False) -> bool:
        """Whether ``printable_form`` gives a case: as it is, or (``draft``) as a draft."""
        try:
            self.printable_form(form, draft, nameless)
        except SeosikError:
            return False
        return True

    def readable_case(self) -> CaseFile:
        """The filled case with the forms that can be read, for the heads of a blank. Raises as above."""
        if self.checked is None or self.checked.readable is None:
            return self.printable_case(draft=True)
        return self.checked.readable

    @property
    def form_names(self) -> tuple[str, ...]:
        """The forms that the upload names: ids in their order, then names that no form bears."""
        if self.checked is None or self.checked.readable is None:
            return ()
        names = {*self.checked.readable.form_ids, *self.checked.unreadable}
        known = [form.id for form in all_forms() if form.id in names]
        return (*known, *sorted(names - set(known)))

    def refusal(self, findings: Iterable[Finding] | None = None) -> SeosikError:
        """Why the case is not printed: what the program tripped on, else the findings (all of them for None)."""
        standing = self.findings if findings is None else tuple(findings)
        for finding in filter(is_internal, standing):
            return InternalError(finding)
        told = self
        if self.checked is not None:
            told = replace(self, checked=replace(self.checked, findings=standing, untold=0))
        return DataError(reports_text([told], strict=False), standing)

    def as_json(self, strict: bool) -> dict[str, object]:
        """The entry of ``check --json``."""
        return {
            "file": self.file,
            "case_no": self.case_no,
            "ok": not self.failed(strict),
            "findings": [finding.as_json() for finding in self.findings],
        }


def _checked(upload: Upload, open_files: bool) -> CheckedCase:
    checked = examine(upload.raw)
    # What opens them is loaded for the few cases that name files.
    if open_files and any(named_attachments(upload.raw)):
        from api.cases.attachments import attachment_findings

        checked = checked.with_findings(attachment_findings(checked, upload))
    if open_files and names_evidence_files(checked):
        from api.evidence.files import file_findings

        checked = checked.with_findings(file_findings(checked, upload.origin))
    if upload.cells is not None:
        checked = replace(checked, findings=upload.cells.placed(checked.findings))
    return checked


def reports_json(reports: Sequence[CaseReport], strict: bool) -> dict[str, object]:
    """The answer of ``check --json``."""
    return {"files": [report.as_json(strict) for report in reports]}


def reports_text(reports: Sequence[CaseReport], strict: bool) -> str:
    """The findings for a person, one block a case."""
    return "\n".join(_block(report, strict) for report in reports)


def _block(report: CaseReport, strict: bool) -> str:
    counts = {severity: sum(f.severity is severity for f in report.findings) for severity in Severity}
    verdict = (
        "고칠 것이 있습니다"
        if report.failed(strict)
        else "이상 없음"
        if not report.findings
        else "인쇄할 수 있습니다"
    )
    tally = ", ".join(f"{severity.korean} {count}" for severity, count in counts.items() if count)
    lines = [f"{report.file}: {verdict}" + (f" ({tally})" if tally else "")]
    for finding in report.findings:
        place = label_with_form(finding.form, finding.label)
        if finding.place is not None:
            place = f"[{finding.place.sheet}!{finding.place.cell}] {place}"
        lines.append(f"  {finding.severity.korean} {place}: {finding.message}")
        about = " · ".join(part for part in (finding.rule, finding.path, finding.source) if part)
        lines.append(f"       {about}")
    return "\n".join(lines).encode("utf-8", "backslashreplace").decode("utf-8")
