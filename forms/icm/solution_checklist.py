"""What must be there before the material of a 솔루션회의 goes round: 업무안내 제2부 사례회의 개최.

Titles and clauses stand in ``solution_checklist.toml``.
"""

from __future__ import annotations

from forms.case import CaseFile
from forms.checklist import ChecklistItem, Found, item_table, papers
from forms.icm import conferences
from forms.icm.consent import Consent
from forms.icm.solution_request import SolutionRequest
from forms.registry import clause_named


def solution_items(case: CaseFile) -> tuple[ChecklistItem, ...]:
    """The items of a case that holds a request; empty without one."""
    request = case.last_of(SolutionRequest)
    if request is None:
        return ()
    return (
        _item("consent", papers(case.all_of(Consent)), case),
        _item("joint_conference", _joint_conference(case, request), case),
    )


def _item(name: str, found: Found, case: CaseFile) -> ChecklistItem:
    words = item_table("forms.icm", "solution_checklist")[name]
    return ChecklistItem.by(clause_named(words["rule"]), words["title"], found, case.edition)


def _joint_conference(case: CaseFile, request: SolutionRequest) -> Found:
    days = [held.held_on for _, held in conferences.held(case) if held.kind == "통합사례회의"]
    asked = request.requested_on
    earlier = sorted(day for day in days if asked is None or day <= asked)
    if earlier:
        return Found("갖춤", f"{earlier[0]} 통합사례회의")
    return Found("없음", "이 파일에 요청일까지 연 통합사례회의가 없습니다.")
