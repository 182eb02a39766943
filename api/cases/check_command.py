"""``seosik check``: what is wrong with cases, as text, JSON or marks in the workbook that they came in."""

from __future__ import annotations

import click

from api.cases.intake import read_uploads
from api.cases.reports import CaseReport, reports_json, reports_text
from api.output import needs_ending, print_json
from api.workbook.command import annotate_file
from forms import InputError


@click.command()
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
