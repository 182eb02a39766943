"""``render all``: every form that each case holds, as files in a folder of its own."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path

import click

from api.cases.intake import Upload
from api.cases.reports import CaseReport
from api.cases.uncertain import tell_uncertain
from api.output import write_whole
from api.packets.left_out import SAME_NUMBER, LeftOut
from forms import DataError, ExitCode, InputError, SeosikError, all_forms, case_boundary
from forms.echo import echoed
from forms.errors import InternalError
from forms.particles import with_particle
from forms.places import pointer
from generator.document import Format, RenderOptions, render


@dataclass(frozen=True)
class NotPrinted:
    """A case, or one ``form`` of it (its title), that was not printed, and why."""

    file: str
    case_no: str | None
    reason: LeftOut
    message: str
    form: str | None = None

    @property
    def told(self) -> str:
        """What was left out, on one line."""
        what = f" {with_particle(self.form, '을(를)')}" if self.form is not None else ""
        return f"{self.file}:{what} 만들지 않음: {self.reason.korean}({self.reason})"


@dataclass
class RenderedCases:
    """What a run made and left out."""

    written: list[Path] = field(default_factory=list)
    left_out: list[NotPrinted] = field(default_factory=list)

    @property
    def exit_code(self) -> ExitCode:
        """3 where a document could not be made, 1 where a case was left out, else 0."""
        reasons = {case.reason for case in self.left_out}
        if LeftOut.FAILED in reasons:
            return ExitCode.DOCUMENT
        return ExitCode.DATA if reasons else ExitCode.OK


@dataclass(frozen=True)
class MadeCase:
    """What one case gave: files by name (``<case_no>/<form>.<ext>``), and what of it was left out."""

    report: CaseReport
    files: Mapping[str, bytes]
    left_out: tuple[NotPrinted, ...]


def render_all(
    uploads: Iterable[Upload], folder: Path, formats: Sequence[Format], options: RenderOptions
) -> RenderedCases:
    """Write ``folder/<case_no>/<form>.<ext>`` for every case; one bad case never stops the run.

    A form with errors is left out of its case, a case where nothing can be printed is left out whole.
    """
    result = RenderedCases()
    for made in made_cases(uploads, formats, options):
        result.left_out += made.left_out
        try:
            with case_boundary():
                for name, data in made.files.items():
                    target = folder / name
                    write_whole(target, data)
                    result.written.append(target)
        except InternalError as error:
            # What the folder refuses ends the run; what the program trips on costs this case alone.
            result.left_out.append(_left_out(made.report, error))
            continue
        if not made.files:
            continue
        report = made.report
        click.echo(f"{report.file}: {report.case_no}, 파일 {len(made.files)}개", err=True)
        if options.privacy == "deidentified":
            tell_uncertain(report.file, report.checked)
    return result


def made_cases(
    uploads: Iterable[Upload], formats: Sequence[Format], options: RenderOptions
) -> Iterator[MadeCase]:
    """Every form of every case, a case at a time. A case whose number was made before is left out."""
    seen: set[str] = set()
    for upload in uploads:
        report = CaseReport.of(upload)
        if report.case_no in seen:
            twice = NotPrinted(upload.file, report.case_no, LeftOut.DUPLICATE_CASE, SAME_NUMBER)
            yield MadeCase(report, {}, (twice,))
            continue
        made = made_case(report, formats, options)
        if made.files and report.case_no is not None:
            seen.add(report.case_no)
        yield made


def made_case(
    report: CaseReport,
    formats: Sequence[Format],
    options: RenderOptions,
    chosen: Collection[str] | None = None,
    drafts: bool = False,
) -> MadeCase:
    """Every form of a case, or the ``chosen`` ones. ``drafts``: one with errors is made as a draft."""
    refused: list[NotPrinted] = []
    files: dict[str, bytes] = {}
    for name in report.form_names:
        if chosen is not None and name not in chosen:
            continue
        try:
            files |= _whole_form(report, name, formats, options)
        except SeosikError as error:
            try:
                if not drafts or not isinstance(error, DataError):
                    raise
                files |= _whole_form(report, name, formats, replace(options, draft=True))
            except SeosikError as last:
                refused.append(_left_out(report, last, name))
    if not files:
        try:
            # Errors in what stands once refuse every form alike: they are told once.
            report.printable_case(options.draft)
        except SeosikError as error:
            refused = [_left_out(report, error)]
    return MadeCase(report, files, tuple(refused))


def _whole_form(
    report: CaseReport, name: str, formats: Sequence[Format], options: RenderOptions
) -> dict[str, bytes]:
    with case_boundary():
        return _made_form(report, name, formats, options)


def _made_form(
    report: CaseReport, name: str, formats: Sequence[Format], options: RenderOptions
) -> dict[str, bytes]:
    form = next((form for form in all_forms() if form.id == name), None)
    if form is None:
        # A name that no form bears; its finding tells the meant one.
        raise report.refusal(one for one in report.findings if one.path == pointer({}, ("forms", name)))
    case = report.printable_form(form, options.draft, options.privacy == "deidentified")
    # Both formats first: a form stands there in all of them or in none.
    return {f"{case.case_no}/{form.id}.{format}": render(case, form, format, options) for format in formats}


def _left_out(report: CaseReport, error: SeosikError, name: str | None = None) -> NotPrinted:
    reason = LeftOut.FAILED
    if isinstance(error, InputError):
        reason = LeftOut.UNREADABLE
    elif isinstance(error, DataError):
        reason = LeftOut.ERRORS
    titles = {form.id: form.title for form in all_forms()}
    called = titles.get(name, echoed(name)) if name is not None else None
    return NotPrinted(report.file, report.case_no, reason, error.message, called)
