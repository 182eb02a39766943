"""What was counted for a form, with the cases behind each number: on a terminal, as JSON and as a workbook."""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import Any

from openpyxl import Workbook

from api.cases.counted_form import CountedForm, CountedSheet
from api.cli.text_table import plain, text_table
from api.workbook.row_sheet import Column, RowSheet, Value
from api.workbook.spreadsheet_text import workbook_bytes
from forms import Form
from forms.counting import CountedNumber, shortened

ENDINGS = (".xlsx", ".json")
# A terminal is not much wider; every case stands in the file.
_IN_A_CELL = 3

_NUMBERS = (
    Column("장", 6, "count"),
    Column("항목", 44),
    Column("센 수", 10, "count"),
    Column("적은 수", 10, "count"),
    Column("인쇄하는 수", 12, "count"),
    Column("사례 수", 10, "count"),
    Column("셀 수 없는 사례 수", 18, "count"),
)
_CASES = (
    Column("장", 6, "count"),
    Column("항목", 44),
    Column("관리번호", 24),
    Column("더한 수", 10, "count"),
)
_UNTOLD = (Column("장", 6, "count"), Column("항목", 44), Column("관리번호", 24), Column("없는 것", 40))
_LEFT_OUT = (Column("파일", 40), Column("관리번호", 24), Column("이유", 18))


def count_text(counted: CountedForm, form: Form) -> str:
    """The numbers of every sheet for a person, then which files were not counted."""
    lines = [f"{form.title}: 사례 {counted.cases:,}건에서 세었습니다."]
    for position, sheet in enumerate(counted.sheets, 1):
        if len(counted.sheets) > 1:
            lines.append(f"{position}번째 장")
        rows = [
            (
                _title(form, number),
                shortened((one.case_no for one in number.cases), _IN_A_CELL),
                str(number.known) if number.number is not None else f"{number.known} 이상",
                _shown(_entered(sheet, number)),
            )
            for number in sheet.numbers
        ]
        lines += text_table(("항목", "사례", "센 수", "적은 수"), rows, left=2)
    lines += [f"{finding.severity.korean} {finding.label}: {finding.message}" for finding in counted.findings]
    if counted.with_errors:
        lines.append(
            f"오류가 있는 사례도 세었습니다. 고친 뒤에 다시 세세요: {shortened(counted.with_errors)}"
        )
    lines += [left.told for left in counted.left_out]
    return "\n".join(plain(line) for line in "\n".join(lines).split("\n"))


def count_file(counted: CountedForm, form: Form, ending: str) -> bytes:
    """The numbers with every case behind them: a workbook for ``.xlsx``, else JSON."""
    if ending == ".xlsx":
        return _workbook(counted, form)
    text = json.dumps(count_json(counted, form), ensure_ascii=False, indent=2)
    return text.encode("utf-8", "backslashreplace") + b"\n"


def count_json(counted: CountedForm, form: Form) -> dict[str, Any]:
    """The numbers by sheet: counted, entered, the cases behind, those that do not say; and what was left out."""
    return {
        "form": form.id,
        "cases": counted.cases,
        "sheets": [
            {"numbers": [_number(form, sheet, number) for number in sheet.numbers]}
            for sheet in counted.sheets
        ],
        "with_errors": list(counted.with_errors),
        "left_out": [
            {"file": left.file, "case_no": left.case_no, "reason": left.reason.value}
            for left in counted.left_out
        ],
    }


def _number(form: Form, sheet: CountedSheet, number: CountedNumber) -> dict[str, Any]:
    return {
        "key": number.key,
        "title": _title(form, number),
        "counted": number.number,
        "known": number.known,
        "entered": _entered(sheet, number),
        "cases": [one._asdict() for one in number.cases],
        "untold": [one._asdict() for one in number.untold],
    }


def _workbook(counted: CountedForm, form: Form) -> bytes:
    workbook = Workbook(write_only=True)
    workbook.properties.creator = "seosik"
    for title, columns, rows in (
        ("집계", _NUMBERS, _number_rows(counted, form)),
        ("사례", _CASES, _case_rows(counted, form)),
        ("셀 수 없는 사례", _UNTOLD, _untold_rows(counted, form)),
        ("세지 않은 파일", _LEFT_OUT, _left_out_rows(counted)),
    ):
        sheet = RowSheet(workbook, title, columns)
        for row in rows:
            sheet.add(row)
        sheet.finish()
    return workbook_bytes(workbook)


def _each(counted: CountedForm) -> Iterator[tuple[int, CountedSheet, CountedNumber]]:
    for position, sheet in enumerate(counted.sheets, 1):
        for number in sheet.numbers:
            yield position, sheet, number


def _number_rows(counted: CountedForm, form: Form) -> Iterator[tuple[Value, ...]]:
    for position, sheet, number in _each(counted):
        own = _entered(sheet, number)
        printed = own if own is not None else number.number
        yield (
            position,
            _title(form, number),
            number.number,
            own,
            printed,
            len(number.cases),
            len(number.untold),
        )


def _case_rows(counted: CountedForm, form: Form) -> Iterator[tuple[Value, ...]]:
    for position, _, number in _each(counted):
        for one in number.cases:
            yield position, _title(form, number), one.case_no, one.number


def _untold_rows(counted: CountedForm, form: Form) -> Iterator[tuple[Value, ...]]:
    for position, _, number in _each(counted):
        for one in number.untold:
            yield position, _title(form, number), one.case_no, one.lacks


def _left_out_rows(counted: CountedForm) -> Iterator[tuple[Value, ...]]:
    for left in counted.left_out:
        yield left.file, left.case_no, left.reason.korean


def _title(form: Form, number: CountedNumber) -> str:
    return str(form.model.model_fields[number.key].title)


def _entered(sheet: CountedSheet, number: CountedNumber) -> int | None:
    value: int | None = getattr(sheet.entered, number.key)
    return value


def _shown(value: int | None) -> str:
    return str(value) if value is not None else ""
