"""``seosik list``: cases and their forms by state, and who lacks what a yearly evaluation counts."""

from __future__ import annotations

import click

from api.cases.intake import read_uploads
from api.cli.progress import ProgressBar
from api.output import needs_ending, not_an_input, print_json, write_output
from forms import InputError


@click.command("list")
@click.argument("files", nargs=-1, required=True, metavar="FILE…")
@click.option("--xlsx", metavar="OUT", help="현황을 엑셀 파일(.xlsx)로도 만듦. '-'는 표준 출력")
@click.option("--json", "as_json", is_flag=True, help="JSON으로 출력")
@click.option("--program", metavar="사업", help="한 사업의 사례와 서식만(사업의 한글 이름)")
@click.pass_context
def list_command(
    context: click.Context, files: tuple[str, ...], xlsx: str | None, as_json: bool, program: str | None
) -> None:
    """사례 현황: 사례마다 어느 서식이 어느 상태인지, 연간 평가에 무엇이 빠졌는지."""
    if xlsx == "-" and as_json:
        raise click.UsageError("--json과 --xlsx -는 함께 쓸 수 없습니다.")
    if xlsx is not None:
        needs_ending(xlsx, [".xlsx"], "현황 파일")
        not_an_input(xlsx, files)
    # Only now: what no other command needs should not keep it waiting.
    from api.case_list.cases import listed_cases
    from api.case_list.listing import CaseList
    from api.case_list.table import list_text
    from forms.packets import programme_titled

    chosen = programme_titled(program) if program is not None else None
    bar, cases = ProgressBar("점검"), []
    try:
        for case in listed_cases(read_uploads(files), chosen):
            cases.append(case)
            bar.show(len(cases))
    finally:
        bar.end()
    if not cases:
        of = f"{program}의 사례가" if program is not None else "사례 파일이"
        raise InputError(f"{of} 없습니다.", "FILE-MISSING")
    listed = CaseList(tuple(cases))
    if xlsx is not None:
        from api.case_list.workbook import list_workbook

        write_output(xlsx, list_workbook(listed))
    if as_json:
        print_json(listed.as_json())
    elif xlsx != "-":
        text = list_text(listed)
        click.echo(text.encode("utf-8", "backslashreplace").decode())
    context.exit(listed.exit_code)
