"""What the papers of a visit and of an accident must tell: 업무안내 행정사항 Ⅰ 통합사례관리 담당자 안전 대책.

Titles and clauses stand in ``safety_checklist.toml``.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence

from forms.case import CaseFile
from forms.checklist import ChecklistItem, Found, item_table
from forms.icm.incident_report import IncidentReport
from forms.icm.visit_safety_check import VisitSafetyCheck
from forms.record import FormModel, FormT
from forms.registry import clause_named


def safety_items(case: CaseFile) -> tuple[ChecklistItem, ...]:
    """The items of a filled case: of its visits, and of its accidents."""
    visits, accidents = case.all_of(VisitSafetyCheck), case.all_of(IncidentReport)
    found = {
        "reported": _each(visits, lambda visit: visit.reported_to is not None),
        "danger": _danger(visits),
        "together": _each(visits, lambda visit: visit.companion is not None),
        "told": _told(accidents),
        "witness": _each(accidents, lambda report: report.witness_name is not None),
        "after_care": _each(accidents, lambda report: report.after_care_planned is True),
    }
    return tuple(_item(name, one, case) for name, one in found.items())


def _item(name: str, found: Found, case: CaseFile) -> ChecklistItem:
    words = item_table("forms.icm", "safety_checklist")[name]
    return ChecklistItem.by(clause_named(words["rule"]), words["title"], found, case.edition)


_NO_PAPER = Found("해당 없음", "이런 일을 적은 서식이 이 파일에 없습니다.")


def _days(papers: Iterable[FormModel]) -> str:
    return ", ".join(str(one.own_date or "날짜 없음") for one in papers)


def _each(papers: Sequence[FormT], holds: Callable[[FormT], bool]) -> Found:
    """Whether every paper tells it; the days of those that do not."""
    lacking = [one for one in papers if not holds(one)]
    if not papers:
        return _NO_PAPER
    return (
        Found("없음", f"{_days(lacking)}: 적혀 있지 않습니다.") if lacking else Found("갖춤", _days(papers))
    )


def _danger(visits: Sequence[VisitSafetyCheck]) -> Found:
    if not visits:
        return _NO_PAPER
    unchanged = [visit for visit in visits if not visit.changed]
    if suspected := [visit for visit in unchanged if visit.dangers("예")]:
        return Found("없음", f"{_days(suspected)}: 위험요소가 있는데 재조정도 동행도 적혀 있지 않습니다.")
    if unknown := [visit for visit in unchanged if visit.dangers("모름")]:
        return Found("확인 필요", f"{_days(unknown)}: 모름으로 답한 위험요소가 있습니다.")
    return Found("갖춤", _days(visits))


def _told(accidents: Sequence[IncidentReport]) -> Found:
    if not accidents:
        return _NO_PAPER
    if untold := [report for report in accidents if report.reported_on is None]:
        return Found("확인 필요", f"{_days(untold)}: 알린 날이 적혀 있지 않습니다.")
    if late := [report for report in accidents if report.reported_on != report.occurred_on]:
        return Found("확인 필요", f"{_days(late)}: 사고가 난 날에 알리지 않았습니다.")
    return Found("갖춤", _days(accidents))
