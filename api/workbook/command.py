"""``seosik workbook``: an Excel file to type cases into; and ``check --annotate``: one given back."""

from __future__ import annotations

import json
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from api.output import needs_ending, write_output, write_whole
from forms import InputError, form_named
from forms.registry import programmes

if TYPE_CHECKING:
    from api.cases.reports import CaseReport

from api.samples import SAMPLES

_CLOSURE_SAMPLE = "case_full"


@click.command("workbook")
@click.argument("names", nargs=-1, metavar="FORM…|case|closure|사업")
@click.option("-o", "--output", required=True, metavar="OUT.xlsx", help="만들 파일, '-'는 표준 출력")
@click.option("--sample", is_flag=True, help="오류 없는 예시 사례를 채움")
@click.option(
    "--csv",
    "csv_files",
    multiple=True,
    type=click.Path(exists=True, dir_okay=False, path_type=Path),
    metavar="FILE.csv",
    help="가구원 또는 사용용도 증빙서류의 CSV를 옮겨 적음(여러 번 쓸 수 있음)",
)
def workbook_command(names: tuple[str, ...], output: str, sample: bool, csv_files: tuple[Path, ...]) -> None:
    """사례를 적을 엑셀 파일을 만듭니다. 서식, 사례(case), 종결 서류(closure) 또는 한 사업의 모든 서식을 담습니다."""
    from api.entry.tables import tables_of
    from api.workbook.writer import entry_workbook

    needs_ending(output, [".xlsx"], "엑셀 파일")
    if not names:
        raise InputError(_choices(), "WORKBOOK-NAME")
    cases = _sample_cases(names) if sample else []
    from_csv = _csv_cases(csv_files)
    form_ids = {*_form_ids(names), *(form_id for case in from_csv for form_id in case.get("forms", {}))}
    write_output(output, entry_workbook(tables_of(sorted(form_ids)), [*cases, *from_csv]))


def entry_workbook_of(names: Sequence[str], sample: bool) -> bytes:
    """An entry workbook for forms, the case, a closure or a programme. Raises ``UnknownForm``."""
    from api.entry.tables import tables_of
    from api.workbook.writer import entry_workbook

    return entry_workbook(tables_of(_form_ids(names)), _sample_cases(names) if sample else [])


def _choices() -> str:
    titles = ", ".join(programme.title for programme in programmes())
    return (
        "무엇을 담을지 주세요. 서식(seosik forms의 이름), case(사례만), closure(종결 서류), "
        f"사업의 모든 서식({titles}) 가운데 하나 이상입니다."
    )


def _of_programme(title: str) -> tuple[str, ...] | None:
    """The forms of the programme of that title; None where it is no programme's."""
    programme = next((programme for programme in programmes() if programme.title == title), None)
    return tuple(form.id for form in programme.forms) if programme is not None else None


def _form_ids(names: Sequence[str]) -> tuple[str, ...]:
    """The forms that the names ask for. Raises ``UnknownForm``."""
    found: list[str] = []
    for name in names:
        if name == "closure":
            found += _sample(_CLOSURE_SAMPLE)["forms"]
        elif (of_programme := _of_programme(name)) is not None:
            found += of_programme
        elif name != "case":
            found.append(form_named(name).id)
    return tuple(dict.fromkeys(found))


def _sample_cases(names: Sequence[str]) -> list[dict[str, Any]]:
    """The samples of the names, each with a case number of its own."""
    files: list[str] = []
    for name in names:
        of_programme = _of_programme(name)
        if name in ("case", "closure"):
            files.append({"closure": _CLOSURE_SAMPLE}.get(name, name))
        else:
            files += of_programme if of_programme is not None else (form_named(name).id,)
    wanted = set(_form_ids(names))
    cases: list[dict[str, Any]] = []
    for file in dict.fromkeys(files):
        case = _sample(_CLOSURE_SAMPLE if file == "case" else file)
        if file == "case":
            case["forms"] = {}
        case["forms"] = {form_id: form for form_id, form in case["forms"].items() if form_id in wanted}
        taken = {other["case_no"] for other in cases}
        number, count = case["case_no"], 1
        while case["case_no"] in taken:
            count += 1
            case["case_no"] = f"{number}-{count}"
        cases.append(case)
    return cases


def _sample(name: str) -> dict[str, Any]:
    case: dict[str, Any] = json.loads((SAMPLES / f"{name}.json").read_text(encoding="utf-8"))
    return case


def _csv_cases(files: Sequence[Path]) -> list[dict[str, Any]]:
    """The cases that the CSV files speak of, the rows of one number put together."""
    from api.workbook.csv_tables import joined_cases, read_csv

    cases = []
    for file in files:
        for case in read_csv(file.read_bytes(), file.name):
            for finding in case.cells.findings:
                place = f"[{finding.place.cell}] " if finding.place is not None else ""
                click.echo(f"{file}: {place}{finding.message}", err=True)
            cases.append((file.name, case))
    return [case.raw for _, case in joined_cases(cases)]


def annotate_file(source: str, target: str, reports: Sequence[CaseReport]) -> None:
    """Write ``source`` with its findings marked to ``target``; tell on stderr what could not be kept.

    Raises ``InputError`` where the file is no workbook, cannot be read, or would be overwritten.
    """
    from api.workbook.annotate import CaseFindings, annotate

    path = Path(source)
    if path.suffix.lower() not in (".xlsx", ".xlsm"):
        raise InputError("--annotate는 엑셀 파일(.xlsx) 하나를 점검할 때 씁니다.", "FILE-KIND")
    if any(report.checked is None for report in reports):
        return
    if Path(target).exists() and path.samefile(target):
        raise InputError("받은 파일을 덮어쓰지 않습니다. --annotate에 다른 이름을 주세요.", "OUTPUT-SAME")
    cases = [CaseFindings(report.file.rpartition("#")[2], report.findings) for report in reports]
    made = annotate(path.read_bytes(), cases)
    write_whole(Path(target), made.data)
    if made.lost:
        click.echo(
            f"{source}에는 다시 저장하면 없어지는 것이 있습니다: {', '.join(made.lost)}. "
            f"그래서 점검 결과만 따로 담았습니다: {target}",
            err=True,
        )
