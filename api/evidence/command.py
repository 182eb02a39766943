"""``seosik evidence``: whether the evidence covers half of the support, for any number of cases."""

from __future__ import annotations

import json
import textwrap
from tempfile import SpooledTemporaryFile
from typing import IO, TYPE_CHECKING, Any, cast

import click

from api.cases.intake import read_uploads
from api.cli.progress import ProgressBar
from api.output import needs_ending, not_an_input, write_output, write_standard
from forms import ExitCode, InputError, InternalError, case_boundary

if TYPE_CHECKING:
    from api.evidence.run import EvidenceRun, JudgedProof, Step
    from generator.privacy.modes import Privacy

KEPT_IN_MEMORY = 16 * 1024 * 1024


@click.command()
@click.argument("files", nargs=-1, required=True, metavar="FILE…")
@click.option("--xlsx", metavar="OUT", help="감사용 엑셀 파일(.xlsx)도 만듦. '-'는 표준 출력")
@click.option("--json", "as_json", is_flag=True, help="JSON으로 출력")
@click.option(
    "--privacy",
    type=click.Choice(["full", "masked"]),
    default="masked",
    show_default=True,
    help="엑셀 파일에 가입자와 사용자의 성명을 모두 적거나 가림(홍○동)",
)
@click.pass_context
def evidence(
    context: click.Context, files: tuple[str, ...], xlsx: str | None, as_json: bool, privacy: str
) -> None:
    """사용용도 증빙이 지원금의 절반에 이르는지 판정합니다."""
    if xlsx == "-" and as_json:
        raise click.UsageError("--json과 --xlsx -는 함께 쓸 수 없습니다.")
    if xlsx is not None:
        needs_ending(xlsx, [".xlsx"], "감사 파일")
        not_an_input(xlsx, files)
    # Only now: what no other command needs should not keep it waiting.
    from api.evidence.run import EvidenceRun

    watcher = _Watcher()
    # Kept until all is judged: the answer appears whole or not at all.
    with EvidenceRun() as run, SpooledTemporaryFile(max_size=KEPT_IN_MEMORY) as answer:
        try:
            run.read(read_uploads(files), watcher.show)
            made, status = _judge(run, answer, xlsx, as_json, cast("Privacy", privacy), watcher)
        finally:
            watcher.end()
        if xlsx is not None and made is not None and run.count:
            write_output(xlsx, made)
        if xlsx != "-":
            answer.seek(0)
            write_standard(answer)
        if not run.count:
            raise InputError("사례 파일이 없습니다.", "FILE-MISSING")
    context.exit(status)


def _judge(
    run: EvidenceRun, answer: IO[bytes], xlsx: str | None, as_json: bool, privacy: Privacy, watcher: _Watcher
) -> tuple[bytes | None, ExitCode]:
    """Write the answer and fill the workbook, a case at a time; (workbook, exit status)."""
    from api.evidence.table import EvidenceTable

    workbook = None
    if xlsx is not None:
        from api.evidence.workbook import EvidenceWorkbook

        workbook = EvidenceWorkbook(privacy)
    table = EvidenceTable(run.count)
    status = ExitCode.OK
    separator = ""
    if as_json:
        answer.write(b'{\n  "files": [')
    # What no output would show is not opened.
    shown = workbook is not None or (table.with_items and not as_json)

    def tell(judged: JudgedProof) -> None:
        nonlocal separator
        if workbook is not None:
            workbook.add(judged)
        if as_json:
            entry = _encoded(f"{separator}\n{_indented(judged.as_json())}")
            answer.write(entry)
            separator = ","
        elif xlsx != "-":
            table.add(judged)

    for judged in run.judged(watcher.show, open_files=shown):
        try:
            with case_boundary():
                tell(judged)
        except InternalError as error:
            judged = judged.tripped(error.finding)
            tell(judged)
        status = max(status, judged.exit_code)
    if as_json:
        answer.write(b"\n  ]\n}\n" if run.count else b"]\n}\n")
    elif run.count:
        answer.write(_encoded(table.text() + "\n"))
    return (workbook.data() if workbook is not None else None), status


def _indented(entry: dict[str, Any]) -> str:
    # Strings in JSON hold no line breaks, so that every line is one of the layout.
    return textwrap.indent(json.dumps(entry, ensure_ascii=False, indent=2), "    ")


def _encoded(text: str) -> bytes:
    # A finding may quote an unpaired surrogate of the upload; it must not stop the answer.
    return text.encode("utf-8", "backslashreplace")


class _Watcher:
    """How far reading and judging are."""

    def __init__(self) -> None:
        self._read, self._judged = ProgressBar("읽음"), ProgressBar("판정")

    def show(self, step: Step, done: int, total: int) -> None:
        """Tell that another case is done; ``total`` 0 is not known yet."""
        if step == "read":
            self._read.show(done)
        else:
            self._read.end()
            self._judged.show(done, total)

    def end(self) -> None:
        """Leave the terminal as it was."""
        self._read.end()
        self._judged.end()
