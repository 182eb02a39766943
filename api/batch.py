"""``render all``: every form that each case holds, as files in a folder of its own."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Literal

import click

from api.intake import Upload
from api.output import write_whole
from api.reports import CaseReport
from api.uncertain import tell_uncertain
from forms import DataError, ExitCode, InputError, SeosikError, all_forms, case_boundary
from forms.echo import echoed
from forms.particles import with_particle
from forms.places import pointer
from generator.document import Format, RenderOptions, render

LeftOutReason = Literal["unreadable", "errors", "duplicate_case", "no_closure_form", "failed"]


@dataclass(frozen=True)
class LeftOut:
    """A case, or one ``form`` of it (its title), that was not printed, and why."""

    file: str
    case_no: str | None
    reason: LeftOutReason
    message: str
    form: str | None = None

    @property
    def told(self) -> str:
        """What was left out, on one line."""
        what = f" {with_particle(self.form, '을(를)')}" if self.form is not None else ""
        return f"{self.file}:{what} 만들지 않음({self.reason})"


@dataclass
class RenderedCases:
    """What a run made and left out."""

    written: list[Path] = field(default_factory=list)
    left_out: list[LeftOut] = field(default_factory=list)

    @property
    def exit_code(self) -> ExitCode:
        """3 where a document could not be made, 1 where a case was left out, else 0."""
        reasons = {case.reason for case in self.left_out}
        if "failed" in reasons:
            return ExitCode.DOCUMENT
        return ExitCode.DATA if reasons else ExitCode.OK


def render_all(
    uploads: Iterable[Upload], folder: Path, formats: Sequence[Format], options: RenderOptions
) -> RenderedCases:
    """Write ``folder/<case_no>/<form>.<ext>`` for every case; one bad case never stops the run.

    A form with errors is left out of its case, a case where nothing can be printed is left out whole.
    """
    result = RenderedCases()
    seen: set[str] = set()
    for upload in uploads:
        report = CaseReport.of(upload)
        if report.case_no in seen:
            message = "같은 관리번호의 사례가 앞에 있습니다."
            result.left_out.append(LeftOut(upload.file, report.case_no, "duplicate_case", message))
            continue
        try:
            if _render_case(report, folder, formats, options, result) and report.case_no is not None:
                seen.add(report.case_no)
        except SeosikError as error:
            result.left_out.append(_left_out(report, error))
    return result


def _render_case(
    report: CaseReport, folder: Path, formats: Sequence[Format], options: RenderOptions, result: RenderedCases
) -> int:
    """Write every form of a case that can be printed; how many files. Raises what refuses a case whole."""
    refused: list[LeftOut] = []
    made: list[Path] = []
    for name in report.form_names:
        try:
            with case_boundary():
                made += _render_form(report, name, folder, formats, options)
        except SeosikError as error:
            refused.append(_left_out(report, error, name))
    if not made:
        # Errors in what stands once refuse every form alike: they are told once.
        report.printable_case(options.draft)
    result.written += made
    result.left_out += refused
    click.echo(f"{report.file}: {report.case_no}, 파일 {len(made)}개", err=True)
    if options.privacy == "deidentified":
        tell_uncertain(report.file, report.checked)
    return len(made)


def _render_form(
    report: CaseReport, name: str, folder: Path, formats: Sequence[Format], options: RenderOptions
) -> list[Path]:
    form = next((form for form in all_forms() if form.id == name), None)
    if form is None:
        # A name that no form bears; its finding tells the meant one.
        raise report.refusal(one for one in report.findings if one.path == pointer({}, ("forms", name)))
    case = report.printable_form(form, options.draft, options.privacy == "deidentified")
    # Both formats first: a form stands there in all of them or in none.
    made = {
        folder / case.case_no / f"{form.id}.{format}": render(case, form, format, options)
        for format in formats
    }
    for target, data in made.items():
        write_whole(target, data)
    return list(made)


def _left_out(report: CaseReport, error: SeosikError, name: str | None = None) -> LeftOut:
    reason: LeftOutReason = "failed"
    if isinstance(error, InputError):
        reason = "unreadable"
    elif isinstance(error, DataError):
        reason = "errors"
    titles = {form.id: form.title for form in all_forms()}
    called = titles.get(name, echoed(name)) if name is not None else None
    return LeftOut(report.file, report.case_no, reason, error.message, called)
