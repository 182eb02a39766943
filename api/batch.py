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
from generator.document import Format, RenderOptions, render

LeftOutReason = Literal["unreadable", "errors", "duplicate_case", "no_closure_form", "failed"]


@dataclass(frozen=True)
class LeftOut:
    """A case that was not printed, and why."""

    file: str
    case_no: str | None
    reason: LeftOutReason
    message: str


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
    """Write ``folder/<case_no>/<form>.<ext>`` for every case; one bad case never stops the run."""
    result = RenderedCases()
    seen: set[str] = set()
    for upload in uploads:
        report = CaseReport.of(upload)
        case_no = report.checked.case_no if report.checked is not None else None
        try:
            case = report.printable_case(options.draft)
            if case.case_no in seen:
                left = LeftOut(
                    upload.file, case_no, "duplicate_case", "같은 관리번호의 사례가 앞에 있습니다."
                )
                result.left_out.append(left)
                continue
            seen.add(case.case_no)
            with case_boundary():
                for form in all_forms():
                    if case.all_of(form.model):
                        for format in formats:
                            target = folder / case.case_no / f"{form.id}.{format}"
                            write_whole(target, render(case, form, format, options))
                            result.written.append(target)
                click.echo(f"{upload.file}: {case.case_no}", err=True)
                if options.privacy == "deidentified":
                    tell_uncertain(upload.file, report.checked)
        except InputError as error:
            result.left_out.append(LeftOut(upload.file, case_no, "unreadable", error.message))
        except DataError as error:
            result.left_out.append(LeftOut(upload.file, case_no, "errors", error.message))
        except SeosikError as error:
            result.left_out.append(LeftOut(upload.file, case_no, "failed", error.message))
    return result
