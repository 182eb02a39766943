"""The steps at and after closing: how far a case has taken each of them.

업무안내 제2부 종결, 사후관리, 개인정보보호; the clauses stand in ``closure_checklist.toml``.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import date

from forms.case import CaseFile, Conference
from forms.checklist import Found
from forms.finding import Breach
from forms.icm import after_care, conferences, limits, milestones
from forms.icm.closure_notice import ClosureNotice
from forms.icm.closure_review import MOVED, ClosureReview, PlannedAftercare
from forms.icm.intake_sheet import IntakeSheet
from forms.icm.monitor_sheet import MonitorSheet
from forms.icm.rules.after_care import SPARED, knows_exemption
from forms.icm.rules.closure_review import closing_plans_aftercare
from forms.icm.rules.closure_types import (
    SURVEY_EXEMPT,
    death_closes_single_households_only,
    lost_contact_lasts_three_months,
    short_goals_alone_need_a_reason,
)
from forms.icm.satisfaction_survey import surveys_made
from forms.rule import BoundCheck

NO_CLOSING = "종결심사 결과가 재조사이므로 아직 종결하지 않습니다."
SHORT_PROCEDURE = "서비스 연계 가구는 대상자 선정부터 종결까지의 절차를 생략합니다."


@dataclass(frozen=True)
class Closing:
    """A case with its closure review."""

    case: CaseFile
    review: ClosureReview

    def lacking(self, detail: str) -> Found:
        """A step that was not taken: missing, or not asked for where nothing is closed the long way."""
        spared = self.not_closed or (SHORT_PROCEDURE if limits.is_linked(self.case) else None)
        return Found("해당 없음", spared) if spared else Found("없음", detail)

    @property
    def not_closed(self) -> str | None:
        """Why nothing follows the review; None where the case is closed."""
        return NO_CLOSING if self.review.result == "재조사" else None

    @property
    def nobody_left(self) -> str | None:
        """Why the household is no longer this office's; None where it still is."""
        if self.review.closure_type != "이사또는사망":
            return None
        return {
            "사망": "대상자가 사망하여 종결했습니다.",
            "이사": MOVED,
            None: "이사 또는 사망으로 종결한 가구입니다.",
        }[self.review.moved_or_died]


def _closing_survey(closing: Closing) -> Found:
    review = closing.review
    if review.closing_crisis_survey_on is not None:
        return Found("갖춤", str(review.closing_crisis_survey_on))
    if review.closure_type not in SURVEY_EXEMPT:
        return closing.lacking("종결 단계의 위기도 조사일이 없습니다.")
    exempt = f"종결 유형이 {review.closure_type}이면 생략할 수 있습니다(ICM-SELECT-18)"
    if _broken(lost_contact_lasts_three_months, closing):
        return Found("확인 필요", f"{exempt}. 다만 연락이 끊긴 기간을 확인해야 합니다.")
    if any(death_closes_single_households_only.check(review, closing.case)):
        return Found("확인 필요", f"{exempt}. 다만 사망은 1인 가구에만 해당합니다.")
    return Found("해당 없음", f"{exempt}.")


def _broken(rule: BoundCheck, closing: Closing) -> bool:
    return any(isinstance(found, Breach) for found in rule.check(closing.review, closing.case))


def _evaluation(closing: Closing) -> Found:
    """As far as the form shows: every goal graded, and both texts on results written."""
    review = closing.review
    goals = (*review.short_goals, *review.long_goals)
    graded = sum(goal.achievement is not None for goal in goals)
    texts = {"서비스 개입(성과)": review.intervention, "대상자 변화(성과)": review.change}
    lacking = [title for title, text in texts.items() if not text]
    if not graded and len(lacking) == len(texts):
        return Found("없음", "성과구분, 서비스 개입(성과), 대상자 변화(성과)가 모두 비어 있습니다.")
    counted = f"종결심사서: 목표 {len(goals)}건 가운데 {graded}건 성과구분"
    if lacking or graded < len(goals) or not goals:
        empty = f", 비어 있음: {', '.join(lacking)}" if lacking else ""
        return Found("확인 필요", counted + empty)
    return Found("갖춤", f"{counted}, {', '.join(texts)} 적음")


def _selection_conference(closing: Closing) -> Found:
    conference = conferences.first(closing.case, "대상자 선정")
    if conference is not None and conference.in_writing:
        # 서면 대체 is said of the closing conference alone (ICM-MEET-14).
        return Found("확인 필요", f"{_of(conference)}. 서면 대체는 종결회의에만 적혀 있습니다.")
    if conference is not None:
        return Found("갖춤", _of(conference))
    if closing.review.selection_conference_on is not None:
        return Found("갖춤", f"{closing.review.selection_conference_on}(종결심사서의 사례회의 날짜)")
    return Found("없음", "대상자 선정 사례회의가 사례회의 목록에 없습니다.")


def _closing_conference(closing: Closing) -> Found:
    conference = conferences.last(closing.case, "종결")
    if conference is None:
        return closing.lacking("종결 사례회의가 사례회의 목록에 없습니다. 서면으로 대신할 수 있습니다.")
    return Found("갖춤", _of(conference))


def _of(conference: Conference) -> str:
    return f"{conference.held_on} {conference.kind}{'(서면)' if conference.in_writing else ''}"


def _short_goal_reason(closing: Closing) -> Found:
    kind = closing.review.closure_type
    if kind != "단기목표 달성":
        return Found(
            "해당 없음", f"종결 유형: {kind}" if kind else closing.not_closed or "종결 유형이 없습니다."
        )
    if _broken(short_goals_alone_need_a_reason, closing):
        return Found("없음", "종결심사 의견에 장기목표 달성 없이 종결하는 사유가 없습니다.")
    return Found("갖춤", "종결심사 의견에 적음")


def _registration(closing: Closing) -> Found:
    registered_on, limit = closing.review.closure_reviewed_on, limits.closing_registration(closing.case)
    conference = conferences.last(closing.case, "종결")
    if registered_on is None:
        return closing.lacking("종결심사를 등록한 날이 없습니다.")
    if conference is None:
        return Found("확인 필요", f"{registered_on} 등록. 종결 사례회의가 없어 기한을 셀 수 없습니다.")
    if limit is None:
        return Found("해당 없음", f"{registered_on} 등록. 사례회의 때의 기준에는 등록 기한이 없습니다.")
    told = f"{registered_on} 등록(사례회의 {conference.held_on}, 기한 {limit.due})"
    if registered_on < conference.held_on:
        return Found("확인 필요", f"{told}. 등록이 사례회의보다 빠릅니다.")
    if limit.days_late:
        return Found("확인 필요", f"{told}. {limit.days_late}일 늦었습니다.")
    return Found("갖춤", told)


def _approval(closing: Closing) -> Found:
    approved_on, registered_on = closing.review.approved_on, closing.review.closure_reviewed_on
    if approved_on is None:
        return closing.lacking("종결심사 승인일자가 없습니다. 사례관리팀장이 승인해야 합니다.")
    if registered_on is not None and approved_on < registered_on:
        return Found("확인 필요", f"{approved_on} 승인이 등록({registered_on})보다 빠릅니다.")
    return Found("갖춤", str(approved_on))


def _client_notice(closing: Closing) -> Found:
    died = closing.review.moved_or_died == "사망" and not closing.case.others
    spared = closing.not_closed or (closing.nobody_left if died else None)
    if spared:
        return Found("해당 없음", spared)
    notice, closed = closing.case.last_of(ClosureNotice), milestones.closing(closing.case)
    if notice is None or notice.told_on is None:
        return Found("확인 필요", "종결시점과 사후관리 계획을 미리 알렸는지 자료로는 알 수 없습니다.")
    told = f"종결 안내문 {notice.told_on}"
    if closed is not None and notice.told_on > closed.on:
        return Found("확인 필요", f"{told}. 종결({closed.on}) 뒤에 안내했습니다. 종결시점은 미리 알립니다.")
    return Found("갖춤", told)


def _referrer_notice(closing: Closing) -> Found:
    notified_on = closing.review.referrer_notified_on
    routes = {sheet.referral_route for sheet in closing.case.all_of(IntakeSheet)}
    if notified_on is not None:
        return Found("갖춤", str(notified_on))
    if closing.not_closed:
        return Found("해당 없음", closing.not_closed)
    if "기관" in routes:
        return Found("없음", "기관이 의뢰한 사례인데 종결을 통보한 날이 없습니다.")
    if routes - {None}:
        return Found("해당 없음", f"의뢰경로: {', '.join(sorted(route for route in routes if route))}")
    return Found("확인 필요", "초기상담지의 의뢰경로가 없어 기관이 의뢰했는지 알 수 없습니다.")


def _planned_after_care(closing: Closing) -> Found:
    planned = sorted(closing.review.after_care, key=lambda visit: visit.planned_on)
    care = after_care.needed(closing.case)
    told = ", ".join(_planned(visit) for visit in planned)
    if planned:
        wrong = " ".join(after_care.against(care, [visit.planned_on for visit in planned])) if care else ""
        return Found("확인 필요", f"{told}. {wrong}") if wrong else Found("갖춤", told)
    if closing.nobody_left:
        return Found("해당 없음", closing.nobody_left)
    if not closing.not_closed and not _broken(closing_plans_aftercare, closing):
        return Found("확인 필요", "종결심사 의견에만 있고 예정일이 없습니다.")
    return closing.lacking("사후관리 계획이 없습니다.")


def _planned(visit: PlannedAftercare) -> str:
    return f"{visit.planned_on} {visit.method}" if visit.method else str(visit.planned_on)


def _after_care(closing: Closing) -> Found:
    case, care = closing.case, after_care.needed(closing.case)
    if closing.not_closed:
        return Found("해당 없음", closing.not_closed)
    if limits.is_linked(case):
        return _linked_after_care(case)
    if care is None:
        if closing.nobody_left:
            return Found("해당 없음", closing.nobody_left)
        return Found("확인 필요", "종결일(승인일자나 등록일)이 없어 기한을 셀 수 없습니다.")
    days = [visit.on for visit in milestones.visits(case)]
    due = f"{care.first_by}까지 1회, {care.last_by}까지 {care.visits}회"
    if not days:
        return Found("없음", f"종결({care.closed.on}) 뒤의 모니터 상담이 없습니다. 기한: {due}")
    wrong = " ".join(after_care.against(care, days))
    told = f"{len(days)}회({_dates(days)}). 기한: {due}"
    return Found("확인 필요", f"{told}. {wrong}") if wrong else Found("갖춤", told)


def _linked_after_care(case: CaseFile) -> Found:
    limit = after_care.after_link(case)
    if limit is None:
        return Found("확인 필요", "서비스 연계 종료일이 없어 기한을 셀 수 없습니다.")
    if limit.done is None:
        return Found("없음", f"서비스 연계 가구: {limit.due}까지 1회 실시해야 합니다.")
    told = f"서비스 연계 가구: {limit.done.on}(기한 {limit.due})"
    return (
        Found("확인 필요", f"{told}. {limit.days_late}일 늦었습니다.")
        if limit.days_late
        else Found("갖춤", told)
    )


def _satisfaction(closing: Closing) -> Found:
    sheets = closing.case.all_of(MonitorSheet)
    asked = surveys_made(closing.case)
    reasons = {sheet.satisfaction_skip_reason for sheet in sheets} - {None}
    if asked:
        told = f"{_dates(one.on for one in asked) or '날짜 없음'} 모니터 상담 때"
        if len(asked) > 1:
            return Found("확인 필요", f"{told}. 한 번만 합니다.")
        return (
            Found("갖춤", told)
            if sheets and asked[0].sheet is sheets[0]
            else Found("확인 필요", f"{told}. 최초 상담이 아닙니다.")
        )
    if closing.not_closed:
        return Found("해당 없음", closing.not_closed)
    if limits.is_linked(closing.case):
        return Found("해당 없음", "서비스 연계 가구는 만족도 조사에서 제외됩니다.")
    if reasons:
        told = f"생략 사유: {', '.join(sorted(str(reason) for reason in reasons))}"
        known = all(
            knows_exemption(sheet, closing.case) for sheet in sheets if sheet.satisfaction_skip_reason
        )
        spared = reasons <= set(SPARED) and known
        return Found("해당 없음" if spared else "확인 필요", told)
    if not sheets and closing.nobody_left:
        return Found("해당 없음", closing.nobody_left)
    if sheets and sheets[0].satisfaction_surveyed is None:
        return Found("확인 필요", "최초 모니터 상담에서 설문을 하였는지 적혀 있지 않습니다.")
    return Found("없음", "종결 후 최초 모니터 상담 때 한 번 하는 설문이 없습니다.")


def _dates(days: Iterable[date | None]) -> str:
    return ", ".join(str(day) for day in days if day is not None)


def _retention(closing: Closing) -> Found:
    limit = limits.retention(closing.case)
    if closing.not_closed:
        return Found("해당 없음", closing.not_closed)
    if limit is None:
        return Found("확인 필요", "종결일(승인일자나 등록일)이 없어 기한을 셀 수 없습니다.")
    return Found("갖춤", f"{limit.due}까지({limit.start.title} {limit.start.on}부터 {limit.period})")


# In the order in which they are taken.
STEPS: dict[str, Callable[[Closing], Found]] = {
    "closing_survey": _closing_survey,
    "evaluation": _evaluation,
    "selection_conference": _selection_conference,
    "closing_conference": _closing_conference,
    "short_goal_reason": _short_goal_reason,
    "registration": _registration,
    "approval": _approval,
    "client_notice": _client_notice,
    "referrer_notice": _referrer_notice,
    "planned_after_care": _planned_after_care,
    "after_care": _after_care,
    "satisfaction": _satisfaction,
    "retention": _retention,
}
