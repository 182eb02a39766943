"""What ``seosik list`` prints on a terminal: a line a case, its forms by state, the yearly evaluations."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from api.case_list.cases import ABSENT, ListedCase
from api.case_list.listing import SHOWN_STATES, CaseList, Evaluation
from api.casebook.kept_case import SheetState
from api.cases.reports import CaseReport, reports_text
from api.cli.text_table import plain, text_table
from forms import CheckedCase, Severity
from forms.yearly import YearOfEvaluation

# As many forms, or cases, a line names one by one.
NAMED = 3
_CASES = ("관리번호", "사업", "고칠 곳")
_YEARLY = "연간 평가에 빠진 서식"
_NUMBERS = ("서식", SheetState.PRINTABLE, Severity.WARNING.korean)
_FORMS = ("사업", "서식", "사례", *SHOWN_STATES, ABSENT, f"{Severity.WARNING.korean} 있음")


def list_text(listed: CaseList) -> str:
    """What was left out, then the table of cases, the table of forms and the evaluations."""
    lines = [_left_out(case) for case in listed.cases if case.left_out is not None]
    if listed.listed:
        yearly = (_YEARLY,) if listed.evaluations else ()
        rows = [_case_row(case, bool(yearly)) for case in listed.listed]
        lines += [*text_table((*_CASES, *yearly, *_NUMBERS), rows, left=len(_CASES) + len(yearly)), ""]
        lines += [*text_table(_FORMS, list(_form_rows(listed)), left=2), ""]
    for evaluation in listed.evaluations:
        lines += [*_evaluation(evaluation), ""]
    sound = sum(case.ok for case in listed.listed)
    tally = f"사례 {len(listed.listed):,}건: 오류 없음 {sound:,}, 고칠 것 있음 {len(listed.listed) - sound:,}"
    left_out = len(listed.cases) - len(listed.listed)
    return "\n".join([*lines, tally + (f", 빠짐 {left_out:,}" if left_out else "")])


def _left_out(case: ListedCase) -> str:
    # A number that stood before has been read and is none the less told as what it is.
    checked = CheckedCase(None, None, None, case.told)
    return reports_text([CaseReport(plain(case.file), checked)], strict=False)


def _case_row(case: ListedCase, yearly: bool) -> tuple[str, ...]:
    return (
        plain(case.case_no or case.file),
        " · ".join(programme.title for programme in case.programmes),
        few(case.wrong),
        *((few([form.title for form in case.lacks]),) if yearly else ()),
        str(len(case.forms)),
        str(sum(state.state is SheetState.PRINTABLE for state in case.forms)),
        str(sum(case.warnings.values())),
    )


def _form_rows(listed: CaseList) -> Iterator[tuple[str, ...]]:
    """The forms that any case holds or an evaluation counts; what nobody holds would be a list of all forms."""
    counted = {form for evaluation in listed.evaluations for form in evaluation.yearly.told}
    for tally in listed.forms:
        if tally.held or tally.form in counted:
            numbers = (
                tally.held,
                *(tally.states[state] for state in SHOWN_STATES),
                tally.absent,
                tally.warned,
            )
            of = " · ".join(programme.title for programme in tally.programmes)
            yield of, tally.form.title, *(f"{number:,}" for number in numbers)


def _evaluation(evaluation: Evaluation) -> Iterator[str]:
    yearly = evaluation.yearly
    yield f"{yearly.title} ({yearly.source})"
    yield f"  대상: {yearly.whom}. 세는 서식: {', '.join(form.title for form in yearly.forms)}"
    for year in evaluation.years:
        yield from _year(evaluation, year)
    if evaluation.unknown:
        numbers = [plain(case.case_no or case.file) for case in evaluation.unknown]
        yield f"  대상인지 알 수 없는 사례 {len(numbers):,}건: {few(numbers)}"


def _year(evaluation: Evaluation, year: YearOfEvaluation) -> Iterator[str]:
    lacking = ", ".join(
        f"{form.title} {year.lacking[form.id]:,}" for form in evaluation.yearly.forms if year.lacking[form.id]
    )
    missing = f", 빠짐: {lacking}" if lacking else ""
    yield f"  {year.year}년: 대상 {year.counted:,}건, 모두 입력 {year.complete:,}건{missing}"
    for one in year.shares:
        yield f"    {one.share.title} {one.percent} % ({one.part:,}/{one.whole:,}, {one.share.base_title})"
    for many in year.frequencies:
        told = (
            f"평균 {many.mean}, 중위값 {many.median} (사례 {len(many.times):,}건, 모두 {sum(many.times):,}회)"
        )
        yield f"    {many.frequency.title}: {told}"


def few(names: Sequence[str]) -> str:
    """The first names of many, and how many there are more."""
    more = len(names) - NAMED
    return ", ".join(names[:NAMED]) + (f" 외 {more:,}" if more > 0 else "")
