"""What must be there before the end of a protection is saved, since nothing can be changed afterwards.

아동자립지원 시스템 매뉴얼, 보호종료 관리. Titles, clauses and the reasons that ask for each item stand in
``closure_checklist.toml``. A paper is there where the file holds its form or an attachment of its name.
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import date

from forms.case import CaseFile
from forms.checklist import ChecklistItem, Found, item_table, papers
from forms.registry import clause_named
from forms.youth.assessment_years import assessment_years
from forms.youth.protection_end import ProtectionEnd
from forms.youth.readiness import (
    READINESS_SCALE,
    check_conferences,
    check_minutes,
    has_paper,
    scale_in,
)
from forms.youth.settlement_plan import SettlementPlan
from forms.youth.skill_assessment import SkillAssessment

AFTERCARE_PAPER, COURSE_PAPER = "사후관리 동의서", "수료증"


def closure_items(case: CaseFile) -> tuple[ChecklistItem, ...]:
    """The items of a filled case whose protection ends, for its reason; empty where none ends."""
    end = case.last_of(ProtectionEnd)
    if end is None:
        return ()
    return tuple(
        ChecklistItem.by(
            clause_named(words["rule"]), words["title"], _found(name, words, end, case), case.edition
        )
        for name, words in item_table("forms.youth").items()
    )


def _found(name: str, words: dict[str, str], end: ProtectionEnd, case: CaseFile) -> Found:
    if end.reason is not None and end.reason not in words["asked"]:
        return Found("해당 없음", f"보호종료사유가 {end.reason}입니다.")
    return _ITEMS[name](end, case)


def _end(end: ProtectionEnd, case: CaseFile) -> Found:
    if end.written_on is None:
        return Found("확인 필요", "작성일을 적지 않았습니다.")
    return Found("갖춤", f"작성일 {end.written_on}, 종료일 {end.ended_on or '없음'}")


def _plan(end: ProtectionEnd, case: CaseFile) -> Found:
    plans = case.all_of(SettlementPlan)
    if not plans:
        return _attached_or_none(case, "사용계획서")
    late = [plan for plan in plans if _after(plan.applied_on, end.ended_on)]
    if late:
        return Found("확인 필요", f"신청일 {late[-1].applied_on}이 종료일 {end.ended_on}보다 늦습니다.")
    return papers(plans)


def _sum(end: ProtectionEnd, case: CaseFile) -> Found:
    plan = case.last_of(SettlementPlan)
    if plan is None:
        return Found("확인 필요", "자립정착금 사용계획서가 이 파일에 없어 합계를 맞추어 보지 못했습니다.")
    if end.settlement_grant is None:
        return Found("확인 필요", "보호종료관리에 자립정착금이 적혀 있지 않습니다.")
    told = f"합계 {plan.total:,}원, 자립정착금 {end.settlement_grant:,}원"
    return Found("갖춤" if plan.total == end.settlement_grant else "확인 필요", told)


def _conference(end: ProtectionEnd, case: CaseFile) -> Found:
    minutes, held = check_minutes(case), check_conferences(case)
    if not minutes and not held:
        return Found("없음", "보호종료점검 사례회의가 이 파일에 없습니다.")
    days = sorted({str(one) for one in (*(m.held_on for m in minutes), *(c.held_on for c in held)) if one})
    told = f"회의 {', '.join(days) or '날짜 없음'}"
    if scale_in(case) is not None:
        return Found("갖춤", f"{told}, {READINESS_SCALE} 첨부")
    return Found("없음", f"{told}. {READINESS_SCALE}가 첨부에 없습니다.")


def _aftercare(end: ProtectionEnd, case: CaseFile) -> Found:
    if end.aftercare_consent == "미동의":
        return Found("해당 없음", "사후관리에 동의하지 않았습니다.")
    return _attached_or_none(case, AFTERCARE_PAPER, end.attachments)


def _course(end: ProtectionEnd, case: CaseFile) -> Found:
    if end.course == "미수료":
        return Found("확인 필요", "자립교육을 수료하지 않았습니다.")
    return _attached_or_none(case, COURSE_PAPER, end.attachments)


def _attached_or_none(case: CaseFile, name: str, titles: tuple[str, ...] = ()) -> Found:
    listed = has_paper(case, name, titles)
    return Found("갖춤", f"첨부: {listed}") if listed is not None else Found("없음", "이 파일에 없습니다.")


def _of_form(form_id: str, paper: str) -> Callable[[ProtectionEnd, CaseFile], Found]:
    """A paper that is there where the file holds its form or an attachment of its name."""

    def found(end: ProtectionEnd, case: CaseFile) -> Found:
        held = case.entered(form_id)
        return papers(held) if held else _attached_or_none(case, paper)

    return found


def _assessed(end: ProtectionEnd, case: CaseFile) -> Found:
    """An assessment in each calendar year from the 15th birthday to the end of the protection."""
    held = case.all_of(SkillAssessment)
    if not held:
        return _attached_or_none(case, "자립기술평가")
    lacking = [str(year.due.year) for year in assessment_years(case) if year.done is None]
    if lacking:
        return Found("확인 필요", f"평가가 없는 해: {', '.join(lacking)}")
    return papers(held)


def _allowance(end: ProtectionEnd, case: CaseFile) -> Found:
    if end.allowance is None:
        return Found("확인 필요", "자립수당 신청 여부를 적지 않았습니다.")
    if end.allowance == "신청":
        return Found("갖춤", "신청")
    why = f" 사유: {end.allowance_refusal}" if end.allowance_refusal else ""
    return Found("확인 필요", f"신청하지 않았습니다.{why}")


def _after(day: date | None, other: date | None) -> bool:
    return day is not None and other is not None and day > other


_ITEMS: dict[str, Callable[[ProtectionEnd, CaseFile], Found]] = {
    "protection_end": _end,
    "settlement_plan": _plan,
    "settlement_sum": _sum,
    "conference": _conference,
    "aftercare_consent": _aftercare,
    "course": _course,
    "skill_assessment": _assessed,
    "independence_plan": _of_form("independence_plan", "자립지원계획서"),
    "youth_case_log": _of_form("youth_case_log", "사례관리일지"),
    "allowance": _allowance,
}
