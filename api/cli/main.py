"""The command line: ``seosik``."""

from __future__ import annotations

import sys
from functools import partial
from typing import TYPE_CHECKING, Any

import click

from api.agency.command import template
from api.agency.store import with_agency_templates
from api.cases.deadline_command import deadlines_command
from api.cases.intake import read_uploads
from api.cases.reports import CaseReport, reports_json, reports_text
from api.cases.uncertain import tell_uncertain
from api.cli.document_options import document_options, format_named, format_of
from api.cli.ending import ended, heard
from api.cli.korean_click import in_korean, speak_korean
from api.evidence.command import evidence
from api.jobs.command import jobs, worker
from api.output import needs_ending, needs_folder, print_json, write_output
from api.packets.command import packet
from api.samples import SAMPLES
from api.service.serve_command import serve
from api.workbook.command import annotate_file, workbook_command
from forms import ExitCode, InputError, all_forms, form_named
from forms.registry import form_summary, programmes
from forms.schema import schema as schema_of

if TYPE_CHECKING:
    from generator.document import RenderOptions

# `sample closure` is the case that holds a closure packet.
_SAMPLE_FILES = {"closure": "case_full.json"}


# Before the commands are described, which takes some of click's words.
speak_korean()


class _Commands(click.Group):
    """Ends every command with the exit status of the contract and one Korean sentence."""

    def invoke(self, ctx: click.Context) -> Any:
        """Run the command. click itself would end a closed pipe with the status of errors in the data."""
        with heard():
            return super().invoke(ctx)

    def main(self, *arguments: Any, standalone_mode: bool = True, **extra: Any) -> Any:
        """Run the command line and end the program, or (not ``standalone_mode``) return its status."""
        run = partial(super().main, *arguments, standalone_mode=False, **extra)
        if not standalone_mode:
            return run()
        sys.exit(ended(run))


@click.group(cls=_Commands, context_settings={"help_option_names": ["-h", "--help"]})
@click.version_option(package_name="seosik", message="%(version)s")
def main() -> None:
    """서식: 사례 자료를 점검하고 공식 서식으로 만듭니다."""


@main.command()
@click.option("--json", "as_json", is_flag=True, help="JSON으로 출력")
def forms(as_json: bool) -> None:
    """서식 목록."""
    listed = [form_summary(form, "2025") for form in all_forms()]
    if as_json:
        print_json({"forms": listed})
        return
    for programme in programmes():
        if programme.forms:
            click.echo(programme.title)
        for form in programme.forms:
            click.echo(f"  {form.id:<16} {form.number:<6} {form.title}")


@main.command()
@click.argument("name", metavar="FORM|case")
def schema(name: str) -> None:
    """서식 또는 사례 파일(case)의 JSON 스키마."""
    print_json(schema_of(name))


@main.command()
@click.argument("name", metavar="FORM|closure")
def sample(name: str) -> None:
    """오류 없는 예시 사례 파일."""
    file = _SAMPLE_FILES.get(name) or f"{form_named(name).id}.json"
    click.echo((SAMPLES / file).read_text(encoding="utf-8"), nl=False)


@main.command()
@click.argument("files", nargs=-1, required=True, metavar="FILE…")
@click.option("--strict", is_flag=True, help="MUST 조항의 주의를 오류로 셈")
@click.option("--json", "as_json", is_flag=True, help="JSON으로 출력")
@click.option(
    "--annotate", "annotate_to", metavar="OUT.xlsx", help="엑셀 파일에 잘못된 칸을 표시해 돌려줌(파일 하나)"
)
@click.pass_context
def check(
    context: click.Context, files: tuple[str, ...], strict: bool, as_json: bool, annotate_to: str | None
) -> None:
    """사례를 점검합니다."""
    if annotate_to is not None and len(files) != 1:
        raise click.UsageError("--annotate는 엑셀 파일 하나를 점검할 때 씁니다.")
    if annotate_to is not None:
        needs_ending(annotate_to, [".xlsx", ".xlsm"], "점검 결과를 표시한 엑셀 파일")
    # Of a case only its findings are kept: a workbook may hold thousands.
    reports = [CaseReport.of(upload, open_files=True).without_case() for upload in read_uploads(files)]
    if as_json:
        print_json(reports_json(reports, strict))
    else:
        click.echo(reports_text(reports, strict))
    if not reports:
        raise InputError("점검할 사례 파일이 없습니다.", "FILE-MISSING")
    if annotate_to is not None:
        annotate_file(files[0], annotate_to, reports)
    context.exit(max(report.exit_code(strict) for report in reports))


@main.command()
@click.argument("form_id", metavar="FORM|all")
@click.argument("files", nargs=-1, required=True, metavar="FILE…")
@click.option(
    "-o",
    "--output",
    required=True,
    metavar="OUT",
    help="만들 파일(.pdf 또는 .docx), '-'는 표준 출력. all이면 폴더",
)
@click.option("--format", "format_name", metavar="FORMAT", help="'-o -'일 때의 형식. all이면 pdf,docx")
@click.option("--item", type=click.IntRange(min=1), metavar="N", help="여러 장 가운데 N번째만(1부터)")
@click.option(
    "--pdf-from-docx", is_flag=True, help="기관의 Word 서식이 있으면 PDF도 그것으로 만듦(LibreOffice)"
)
@click.option("--data", metavar="DIR", help="기관의 Word 서식을 둔 폴더. 없으면 SEOSIK_DATA")
@document_options
@click.pass_context
def render(
    context: click.Context,
    /,
    form_id: str,
    files: tuple[str, ...],
    output: str,
    format_name: str | None,
    item: int | None,
    pdf_from_docx: bool,
    data: str | None,
    **options: Any,
) -> None:
    """한 서식을, 또는 사례의 모든 서식(all)을 채워 PDF 또는 DOCX로 만듭니다."""
    from generator.document import RenderOptions
    from generator.document import render as render_form

    chosen = with_agency_templates(RenderOptions(**options), data, pdf_from_docx)
    if form_id == "all":
        context.exit(_render_all(files, output, format_name, chosen))
    form = form_named(form_id)
    format = format_of(output, format_name)
    if len(files) != 1:
        raise click.UsageError("한 서식을 만들 때에는 파일을 하나만 줍니다.")
    report = _one_report(files[0])
    case = report.printable_form(form, chosen.draft, chosen.privacy == "deidentified")
    write_output(output, render_form(case, form, format, chosen, item))
    if chosen.privacy == "deidentified":
        tell_uncertain(report.file, report.checked, form, item)


def _render_all(files: tuple[str, ...], output: str, formats: str | None, options: RenderOptions) -> ExitCode:
    from api.cases.render_all import render_all

    wanted = [format_named(name.strip()) for name in (formats or "pdf").split(",")]
    folder = needs_folder(output, "모든 서식")
    result = render_all(read_uploads(files), folder, wanted, options)
    for left in result.left_out:
        click.echo(f"{left.told}\n{left.message}", err=True)
    click.echo(f"{len(result.written)}개 파일을 만들었습니다: {folder}", err=True)
    return result.exit_code


@main.command()
@click.argument("form_id", metavar="FORM")
@click.option(
    "-o", "--output", required=True, metavar="OUT", help="만들 파일(.pdf 또는 .docx), '-'는 표준 출력"
)
@click.option("--format", "format_name", type=click.Choice(["pdf", "docx"]), help="'-o -'일 때의 형식")
@click.option("--from", "case_file", metavar="CASE", help="이미 아는 항목을 채울 사례 파일")
@document_options
def blank(form_id: str, output: str, format_name: str | None, case_file: str | None, **options: Any) -> None:
    """손으로 적을 빈 서식을 만듭니다."""
    from generator.document import RenderOptions
    from generator.document import blank as blank_form

    form = form_named(form_id)
    format = format_of(output, format_name)
    case = _one_report(case_file).readable_case() if case_file else None
    edition = case.edition if case is not None else "2025"
    write_output(output, blank_form(form, format, edition, case, RenderOptions(**options)))


def _one_report(file: str) -> CaseReport:
    reports = [CaseReport.of(upload) for upload in read_uploads((file,))]
    if len(reports) != 1:
        raise InputError("사례 하나가 든 파일을 주세요.", "FILE-MISSING")
    return reports[0]


main.add_command(packet)
main.add_command(evidence)
main.add_command(deadlines_command)
main.add_command(workbook_command)
main.add_command(jobs)
main.add_command(worker)
main.add_command(serve)
main.add_command(template)
in_korean(main)


if __name__ == "__main__":
    main()
