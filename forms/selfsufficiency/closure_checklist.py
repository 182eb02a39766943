"""What a file of a closed self-sufficiency case holds: the papers of each step, as far as the study names them.

Titles and clauses stand in ``closure_checklist.toml``. A paper is there where the file holds its form or an
attachment of its name.
"""

from __future__ import annotations

from collections.abc import Callable

from forms.case import CaseFile
from forms.checklist import ChecklistItem, Found, attached, item_table, papers
from forms.limit import issued_after
from forms.registry import clause_named
from forms.selfsufficiency.aftercare_record import AftercareRecord
from forms.selfsufficiency.closing_deadlines import aftercare_limits
from forms.selfsufficiency.closure_report import ClosureReport
from forms.selfsufficiency.progress_check import ACHIEVEMENT, ProgressCheck
from forms.selfsufficiency.rules.conferences import conference_days
from forms.selfsufficiency.selfsufficiency_minutes import EXTERNAL, INTERNAL

CLOSING_CHECK = "종결점검지"


def closure_items(case: CaseFile) -> tuple[ChecklistItem, ...]:
    """The items of a filled case that is closed; empty where it holds no 위탁 종결보고서."""
    report = case.last_of(ClosureReport)
    if report is None:
        return ()
    return tuple(
        ChecklistItem.by(
            clause_named(words["rule"]), words["title"], _ITEMS[name](report, case), case.edition
        )
        for name, words in item_table("forms.selfsufficiency").items()
    )


def _attached_or_none(case: CaseFile, *names: str) -> Found:
    listed = next((title for name in names if (title := attached(case, name)) is not None), None)
    return Found("갖춤", f"첨부: {listed}") if listed is not None else Found("없음", "이 파일에 없습니다.")


def _of_form(form_id: str, *names: str) -> Callable[[ClosureReport, CaseFile], Found]:
    """A paper that is there where the file holds its form or an attachment of one of these names."""

    def found(report: ClosureReport, case: CaseFile) -> Found:
        held = case.entered(form_id)
        return papers(held) if held else _attached_or_none(case, *names)

    return found


def _checks(report: ClosureReport, case: CaseFile) -> Found:
    held = case.all_of(ProgressCheck)
    if not held:
        return _attached_or_none(case, "점검 기록", "달성 평가")
    judged = [check for check in held if check.kind == ACHIEVEMENT]
    if not judged:
        return Found("확인 필요", f"점검 기록 {len(held)}건에 달성 평가가 없습니다.")
    return Found("갖춤", f"{papers(held).detail}, 달성 평가 {len(judged)}건")


def _conferences(report: ClosureReport, case: CaseFile) -> Found:
    held = conference_days(case)
    if not held:
        return _attached_or_none(case, "사례회의록")
    counts = {kind: sum(one == kind for one, _ in held) for kind in (INTERNAL, EXTERNAL)}
    told = ", ".join(f"{kind} {count}회" for kind, count in counts.items())
    return Found("갖춤" if all(counts.values()) else "확인 필요", told)


def _report(report: ClosureReport, case: CaseFile) -> Found:
    if report.closed_on is None:
        return Found("확인 필요", "종결일을 적지 않았습니다.")
    return Found("갖춤", f"종결일 {report.closed_on}")


def _closing_check(report: ClosureReport, case: CaseFile) -> Found:
    listed = attached(case, CLOSING_CHECK)
    if listed is not None:
        return Found("갖춤", f"첨부: {listed}")
    return Found("확인 필요", "출처에 서식이 없습니다. 따로 작성하였으면 첨부하세요.")


def _aftercare_plan(report: ClosureReport, case: CaseFile) -> Found:
    if report.aftercare is None:
        return Found("확인 필요", "사후관리 여부를 적지 않았습니다.")
    if not report.aftercare:
        return _NO_AFTERCARE
    number = len(report.aftercare_plan)
    return Found("갖춤", f"{number}건") if number else Found("없음", "사후관리 계획이 비어 있습니다.")


def _aftercare(report: ClosureReport, case: CaseFile) -> Found:
    held = case.all_of(AftercareRecord)
    if held:
        told = papers(held)
        for limit in aftercare_limits(case):
            if limit.done is None:
                return Found("확인 필요", f"{told.detail}. 종결일 뒤의 점검이 없습니다.")
            if limit.days_late:
                return Found("확인 필요", f"{told.detail}. 기한은 {limit.due}입니다.")
        return told
    if report.aftercare is False:
        return _NO_AFTERCARE
    listed = attached(case, "사후관리 기록")
    if listed is not None:
        return Found("갖춤", f"첨부: {listed}")
    for limit in aftercare_limits(case):
        if issued_after(case, limit) is None:
            return Found("확인 필요", f"아직 없습니다. {limit.due}까지 점검합니다.")
    return Found("없음", "이 파일에 없습니다.")


_NO_AFTERCARE = Found("해당 없음", "사후관리를 하지 않습니다.")

_ITEMS: dict[str, Callable[[ClosureReport, CaseFile], Found]] = {
    "basic_interview": _of_form("basic_interview", "기본면접기록지", "기본면접지"),
    "assessment_sheet": _of_form("assessment_sheet", "자활사정지"),
    "iap": _of_form("iap", "IAP", "자립경로", "자립계획"),
    "isp": _of_form("isp", "ISP", "자활지원계획"),
    "progress_check": _checks,
    "conferences": _conferences,
    "closure_report": _report,
    "closing_check": _closing_check,
    "aftercare_plan": _aftercare_plan,
    "aftercare_record": _aftercare,
}
