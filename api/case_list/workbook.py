"""The workbook of ``seosik list --xlsx``: cases, forms by case, forms by state, the yearly evaluations.

It names nobody who is cared for, and the worker of each case. The same input gives the same bytes.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from openpyxl import Workbook

from api.case_list.cases import ABSENT, ListedCase
from api.case_list.listing import COUNTED, SHOWN_STATES, CaseList
from api.casebook.kept_case import SheetState
from api.workbook.row_sheet import Column, RowSheet, Value
from api.workbook.spreadsheet_text import workbook_bytes
from forms import Form, Severity

_NAMED = (Column("파일", 28), Column("관리번호", 16))
_WARNING = Severity.WARNING.korean
CASES = (
    *_NAMED,
    Column("사업", 32),
    Column("담당자", 10),
    Column("결과", 14),
    Column("서식", 8, "count"),
    *(Column(state.value, 10, "count") for state in SHOWN_STATES),
    Column("오류", 8, "count"),
    Column(_WARNING, 8, "count"),
    Column("고칠 서식", 40),
    Column("연간 평가에 빠진 서식", 40),
    Column("점검 결과", 50),
)
STATES = (
    Column("사업", 32),
    Column("서식", 36),
    Column("사례", 8, "count"),
    *(Column(state.value, 10, "count") for state in SHOWN_STATES),
    Column(ABSENT, 8, "count"),
    Column(f"{_WARNING} 있음", 10, "count"),
)
_EVALUATED = (*_NAMED, Column("사업", 20), Column("연도", 8), Column("대상 여부", 12), Column("까닭", 66))
YEARS = (
    Column("사업", 20),
    Column("연도", 8),
    Column("항목", 30),
    Column("사례", 8, "count"),
    Column("비율", 10, "share"),
    Column("횟수", 10, "places"),
    Column("계산", 30),
    Column("기준", 50),
    Column("출처", 76),
)
_NONE = "연간 평가를 하는 사업의 사례가 없습니다."


def list_workbook(listed: CaseList) -> bytes:
    """The finished file."""
    workbook = Workbook(write_only=True)
    workbook.properties.creator = "seosik"
    forms = [tally.form for tally in listed.forms]
    told = list(dict.fromkeys(form for one in listed.evaluations for form in one.yearly.told))
    _fill(workbook, "사례", CASES, (_case_row(case) for case in listed.cases))
    _fill(workbook, "서식", (*_NAMED, *_columns(forms)), (_form_row(case, forms) for case in listed.listed))
    _fill(workbook, "서식별", STATES, _state_rows(listed))
    lacks = Column("빠진 서식", 40)
    _fill(workbook, "연간 평가", (*_EVALUATED, *_columns(told), lacks), _evaluated_rows(listed, told))
    _fill(workbook, "연간 합계", YEARS, _year_rows(listed))
    return workbook_bytes(workbook)


def _fill(workbook: Workbook, title: str, columns: Sequence[Column], rows: Iterator[Sequence[Value]]) -> None:
    sheet = RowSheet(workbook, title, columns)
    for row in rows:
        sheet.add(row)
    if not sheet.rows and title.startswith("연간"):
        # A sheet without a row would not say whether anybody looked.
        sheet.add((_NONE,))
    sheet.finish()


def _columns(forms: Sequence[Form]) -> tuple[Column, ...]:
    return tuple(Column(form.title, 20) for form in forms)


def _case_row(case: ListedCase) -> tuple[Value, ...]:
    if case.left_out is not None:
        told = "\n".join(finding.message for finding in case.told)
        return (case.file, case.case_no, None, None, case.left_out.korean, *[None] * 8, told)
    states = [sum(held.state is state for held in case.forms) for state in SHOWN_STATES]
    return (
        case.file,
        case.case_no,
        ", ".join(programme.title for programme in case.programmes),
        case.worker,
        "오류 없음" if case.ok else SheetState.FAULTY.value,
        len(case.forms),
        *states,
        sum(case.errors.values()),
        sum(case.warnings.values()),
        ", ".join(case.wrong),
        ", ".join(form.title for form in case.lacks),
    )


def _form_row(case: ListedCase, forms: Sequence[Form]) -> tuple[Value, ...]:
    return (case.file, case.case_no, *(case.words_of(form) for form in forms))


def _state_rows(listed: CaseList) -> Iterator[tuple[Value, ...]]:
    for tally in listed.forms:
        of = ", ".join(programme.title for programme in tally.programmes)
        states = (tally.states[state] for state in SHOWN_STATES)
        yield of, tally.form.title, tally.held, *states, tally.absent, tally.warned


def _evaluated_rows(listed: CaseList, told: Sequence[Form]) -> Iterator[tuple[Value, ...]]:
    for evaluation in listed.evaluations:
        for case, years in evaluation.cases:
            counted = years.counted
            yield (
                case.file,
                case.case_no,
                evaluation.programme.title,
                str(counted.year) if counted.year is not None else None,
                COUNTED[counted.counts],
                counted.why,
                *(case.words_of(form) if form in evaluation.yearly.told else "" for form in told),
                ", ".join(form.title for form in years.lacks) if counted.counts else None,
            )


def _year_rows(listed: CaseList) -> Iterator[tuple[Value, ...]]:
    for evaluation in listed.evaluations:
        title, yearly = evaluation.programme.title, evaluation.yearly
        about = (yearly.whom, yearly.source)
        for year in evaluation.years:
            head = (title, str(year.year))
            yield (*head, "평가 대상", year.counted, None, None, None, *about)
            yield (*head, "모두 입력", year.complete, None, None, None, *about)
            for form in yearly.forms:
                yield (*head, f"빠짐: {form.title}", year.lacking[form.id], None, None, None, *about)
            for one in year.shares:
                working = f"{one.part:,} / {one.whole:,}"
                share = (one.part, str(one.percent / 100), None, working)
                yield (*head, one.share.title, *share, one.share.base_title, one.share.source)
            for many in year.frequencies:
                working = f"사례 {len(many.times):,}건, 모두 {sum(many.times):,}회"
                for kind, value in (("평균", many.mean), ("중위값", many.median)):
                    times = (len(many.times), None, str(value), working, None, many.frequency.source)
                    yield (*head, f"{many.frequency.title} {kind}", *times)
        if evaluation.unknown:
            yield (title, None, "대상인지 알 수 없음", len(evaluation.unknown), None, None, None, *about)
