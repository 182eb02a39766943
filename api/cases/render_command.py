"""``seosik render`` and ``blank``: one form, or every form of a case, as documents."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from api.agency.store import with_agency_templates
from api.cases.intake import Upload, read_uploads
from api.cases.reports import CaseReport
from api.cli.document_options import document_options, format_named, format_of
from api.output import STANDARD_OUTPUT, needs_ending, needs_folder, not_an_input, write_output
from forms import ExitCode, Form, InputError, form_named

if TYPE_CHECKING:
    from generator.document import RenderOptions


@click.command()
@click.argument("form_id", metavar="FORM|all")
@click.argument("files", nargs=-1, required=True, metavar="FILE…")
@click.option(
    "-o",
    "--output",
    required=True,
    metavar="OUT",
    help="만들 파일(.pdf, .docx, 베타로 .hwpx), '-'는 표준 출력. all이면 폴더",
)
@click.option("--format", "format_name", metavar="FORMAT", help="'-o -'일 때의 형식. all이면 pdf,docx,hwpx")
@click.option("--item", type=click.IntRange(min=1), metavar="N", help="여러 장 가운데 N번째만(1부터)")
@click.option(
    "--pdf-from-docx", is_flag=True, help="기관의 Word 서식이 있으면 PDF도 그것으로 만듦(LibreOffice)"
)
@click.option("--data", metavar="DIR", help="기관의 Word 서식을 둔 폴더. 없으면 SEOSIK_DATA")
@click.option(
    "--cases",
    multiple=True,
    metavar="FILE",
    help="적지 않은 수를 이 사례들(파일, ZIP, 폴더)에서 세어 채움. 여러 번 줄 수 있음. 세는 수가 있는 서식만",
)
@click.option(
    "--counts", metavar="OUT", help="센 수와 그 수에 든 사례의 목록(.xlsx, .json)도 만듦. --cases와 함께"
)
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
    cases: tuple[str, ...],
    counts: str | None,
    **options: Any,
) -> None:
    """한 서식을, 또는 사례의 모든 서식(all)을 채워 PDF, DOCX 또는 HWPX(베타)로 만듭니다."""
    from generator.document import RenderOptions
    from generator.document import render as render_form

    chosen = with_agency_templates(RenderOptions(**options), data, pdf_from_docx)
    if counts is not None and not cases:
        raise click.UsageError("--counts는 --cases와 함께 씁니다.")
    if counts == output == STANDARD_OUTPUT:
        raise click.UsageError("표준 출력에는 서식이나 센 수의 목록 하나만 냅니다.")
    if form_id == "all":
        if cases:
            raise click.UsageError("--cases는 한 서식을 만들 때에만 씁니다.")
        context.exit(_render_all(files, output, format_name, chosen))
    form = form_named(form_id)
    format = format_of(output, format_name)
    if len(files) != 1:
        raise click.UsageError("한 서식을 만들 때에는 파일을 하나만 줍니다.")
    status = ExitCode.OK
    if cases:
        report, status = _counted(form, files[0], cases, counts)
    else:
        report = _one_report(files[0])
    case = report.printable_form(form, chosen.draft, chosen.privacy == "deidentified")
    write_output(output, render_form(case, form, format, chosen, item))
    if chosen.privacy == "deidentified":
        from api.cases.uncertain import tell_uncertain

        tell_uncertain(report.file, report.checked, form, item)
    context.exit(status)


def _counted(
    form: Form, file: str, cases: tuple[str, ...], counts: str | None
) -> tuple[CaseReport, ExitCode]:
    """The file with its numbers counted over the cases, and the exit status of counting; the counts are told."""
    from api.cases.count_tables import ENDINGS, count_file, count_text
    from api.cases.counted_form import counted_form
    from api.cli.progress import ProgressBar

    if counts is not None:
        needs_ending(counts, ENDINGS, "센 수의 목록")
        not_an_input(counts, (file, *cases))
    progress = ProgressBar("셈")
    try:
        upload = _one_upload(file)
        counted = counted_form(upload, form, read_uploads(cases), progress.show)
    finally:
        progress.end()
    click.echo(count_text(counted, form), err=True)
    if counts is not None:
        write_output(counts, count_file(counted, form, Path(counts).suffix.lower()))
    return counted.report(upload), counted.exit_code


def _render_all(files: tuple[str, ...], output: str, formats: str | None, options: RenderOptions) -> ExitCode:
    from api.cases.render_all import render_all

    wanted = [format_named(name.strip()) for name in (formats or "pdf").split(",")]
    folder = needs_folder(output, "모든 서식")
    result = render_all(read_uploads(files), folder, wanted, options)
    for left in result.left_out:
        click.echo(f"{left.told}\n{left.message}", err=True)
    click.echo(f"{len(result.written)}개 파일을 만들었습니다: {folder}", err=True)
    return result.exit_code


@click.command()
@click.argument("form_id", metavar="FORM")
@click.option(
    "-o",
    "--output",
    required=True,
    metavar="OUT",
    help="만들 파일(.pdf, .docx, 베타로 .hwpx), '-'는 표준 출력",
)
@click.option(
    "--format", "format_name", type=click.Choice(["pdf", "docx", "hwpx"]), help="'-o -'일 때의 형식"
)
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
    return CaseReport.of(_one_upload(file))


def _one_upload(file: str) -> Upload:
    uploads = list(read_uploads((file,)))
    if len(uploads) != 1:
        raise InputError("사례 하나가 든 파일을 주세요.", "FILE-MISSING")
    return uploads[0]
