"""``seosik ledger``: support money by household and 회계연도, over any number of cases."""

from __future__ import annotations

import click

from api.cases.intake import read_uploads
from api.cli.progress import ProgressBar
from api.output import needs_ending, not_an_input, write_output
from forms import InputError


@click.command("ledger")
@click.argument("files", nargs=-1, required=True, metavar="FILE…")
@click.option("--xlsx", metavar="OUT", help="엑셀 파일(.xlsx)도 만듦. '-'는 표준 출력")
@click.pass_context
def ledger_command(context: click.Context, files: tuple[str, ...], xlsx: str | None) -> None:
    """사업비 집행: 가구와 회계연도마다 지원한 금액, 남은 한도, 어긋난 조항."""
    if xlsx is not None:
        needs_ending(xlsx, [".xlsx"], "집행 파일")
        not_an_input(xlsx, files)
    # Only now: what no other command needs should not keep it waiting.
    from api.ledger.households import SupportBook
    from api.ledger.table import ledger_text

    book, bar = SupportBook(), ProgressBar("점검")
    try:
        for upload in read_uploads(files):
            book.add(upload)
            bar.show(book.count)
    finally:
        bar.end()
    if not book.count:
        raise InputError("사례 파일이 없습니다.", "FILE-MISSING")
    if xlsx is not None:
        from api.ledger.workbook import ledger_workbook

        write_output(xlsx, ledger_workbook(book))
    if xlsx != "-":
        click.echo(ledger_text(book).encode("utf-8", "backslashreplace").decode())
    context.exit(book.exit_code)
