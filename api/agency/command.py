"""``seosik template``: an agency's own Word templates."""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path

import click

from api.agency.checking import checked, starting_template
from api.agency.store import TemplateStore
from api.data_directory import data_directory, data_location
from api.output import needs_ending, print_json, write_output
from forms import ExitCode, Finding, InputError, Severity, form_named

_DATA = click.option("--data", metavar="DIR", help="자료를 두는 폴더. 없으면 SEOSIK_DATA, 사용자 자료 폴더")


@click.group()
def template() -> None:
    """기관이 고쳐 쓰는 Word 서식."""


@template.command()
@click.argument("form_id", metavar="FORM")
@click.option("-o", "--output", required=True, metavar="FILE.docx", help="만들 파일, '-'는 표준 출력")
def export(form_id: str, output: str) -> None:
    """공식 서식을 Word에서 고칠 수 있게 내보냅니다."""
    form = form_named(form_id)
    needs_ending(output, [".docx"], "Word 서식")
    write_output(output, starting_template(form))


@template.command()
@click.argument("file", metavar="FILE.docx")
@click.argument("form_id", metavar="FORM")
@click.option("--json", "as_json", is_flag=True, help="JSON으로 출력")
@click.pass_context
def check(context: click.Context, file: str, form_id: str, as_json: bool) -> None:
    """고친 Word 서식을 점검합니다."""
    form = form_named(form_id)
    findings = checked(_read(file), form)
    failed = any(finding.severity is Severity.ERROR for finding in findings)
    if as_json:
        entry = {
            "file": file,
            "form": form.id,
            "ok": not failed,
            "findings": [finding.as_json() for finding in findings],
        }
        print_json({"files": [entry]})
    else:
        click.echo(_text(file, findings))
    context.exit(ExitCode.DATA if failed else ExitCode.OK)


@template.command()
@click.argument("file", metavar="FILE.docx")
@click.argument("form_id", metavar="FORM")
@click.option(
    "--agency", required=True, metavar="NAME", help="기관 이름: 사례 파일의 agency.name과 같은 이름"
)
@_DATA
@click.pass_context
def install(context: click.Context, file: str, form_id: str, agency: str, data: str | None) -> None:
    """점검을 통과한 Word 서식을 그 기관의 서식으로 씁니다."""
    form = form_named(form_id)
    if not agency.strip():
        raise click.UsageError("--agency에 기관 이름을 적으세요.")
    content = _read(file)
    findings = checked(content, form)
    if findings:
        click.echo(_text(file, findings), err=True)
    if any(finding.severity is Severity.ERROR for finding in findings):
        click.echo("오류가 있어 설치하지 않았습니다.", err=True)
        context.exit(ExitCode.DATA)
    made = TemplateStore(data_directory(data)).install(content, form.id, agency.strip(), _now())
    click.echo(f"{made.agency} {form.title}: {made.sha256}")


@template.command("list")
@click.option("--json", "as_json", is_flag=True, help="JSON으로 출력")
@_DATA
def list_(as_json: bool, data: str | None) -> None:
    """설치한 Word 서식과 그 이전 판."""
    store = TemplateStore(data_location(data))
    used = {(one.form_id, one.agency, one.sha256) for one in store.in_use()}
    entries = store.installations()
    if as_json:
        listed = [
            {
                "form": entry.form,
                "agency": entry.agency,
                "sha256": entry.sha256,
                "installed_at": entry.installed_at,
                "removed_at": entry.removed_at,
                "in_use": entry.removed_at is None and (entry.form, entry.agency, entry.sha256) in used,
            }
            for entry in entries
        ]
        print_json({"templates": listed})
        return
    for entry in entries:
        serving = entry.removed_at is None and (entry.form, entry.agency, entry.sha256) in used
        state = "쓰는 중" if serving else "이전 판" if entry.removed_at is None else "쓰지 않음"
        click.echo(f"{state}  {entry.agency}  {entry.form}  {entry.sha256[:12]}  {entry.installed_at}")


@template.command()
@click.argument("form_id", metavar="FORM")
@click.option("--agency", required=True, metavar="NAME", help="기관 이름")
@click.option("--version", metavar="HASH", help="그 판만(해시의 앞부분). 그 앞 판을 다시 씀")
@_DATA
def remove(form_id: str, agency: str, version: str | None, data: str | None) -> None:
    """기관의 Word 서식을 쓰지 않게 합니다. 파일은 지우지 않습니다."""
    form = form_named(form_id)
    removed = TemplateStore(data_directory(data)).remove(form.id, agency, _now(), version)
    if not removed:
        raise InputError(f"'{agency}'의 {form.title}에는 설치한 Word 서식이 없습니다.", "TEMPLATE-NONE")
    click.echo(f"{agency} {form.title}: {removed}개 판을 쓰지 않습니다.")


def _read(file: str) -> bytes:
    from generator.word.package import FILE_LIMIT

    try:
        with Path(file).open("rb") as opened:
            # One byte more than is allowed tells that there is too much.
            return opened.read(FILE_LIMIT + 1)
    except OSError as error:
        raise InputError(f"파일을 읽을 수 없습니다: {file}", "FILE-UNREADABLE") from error


def _text(file: str, findings: list[Finding]) -> str:
    counts = {severity: sum(one.severity is severity for one in findings) for severity in Severity}
    tally = ", ".join(f"{severity.korean} {count}" for severity, count in counts.items() if count)
    verdict = (
        "이상 없음"
        if not findings
        else "고칠 것이 있습니다"
        if counts[Severity.ERROR]
        else "설치할 수 있습니다"
    )
    lines = [f"{Path(file).name}: {verdict}" + (f" ({tally})" if tally else "")]
    lines += [f"  {one.severity.korean} {one.label}: {one.message} [{one.rule}]" for one in findings]
    return "\n".join(lines)


def _now() -> datetime:
    return datetime.now(UTC)
