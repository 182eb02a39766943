"""Rules of the periods after closing: 사후관리, 개인정보의 파기; the periods themselves are ``after_care`` and ``limits``."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import pairwise

from forms.case import CaseFile
from forms.finding import Breach, Location, Unjudged
from forms.icm import after_care, closure_review, limits, milestones
from forms.icm.closure_notice import ClosureNotice, moved_or_died
from forms.icm.closure_review import ClosureReview
from forms.icm.monitor_sheet import MonitorSheet
from forms.icm.rules.deadlines import lacking, late
from forms.limit import Step, in_time_order, issued_after
from forms.periods import months_after
from forms.rule import rule

# 종결 직후 빠른 시일 내: the guidebook names no number of months (our reading, so only information).
SOON_MONTHS = 1


@rule("ICM-DEADLINE-12")
def after_care_twice_in_nine_months(case: CaseFile, _: CaseFile) -> Iterator[Breach | Unjudged]:
    yield from _visits(case)
    for at, notice in in_time_order(case, ClosureNotice):
        yield from _told(case, at, notice)


def _told(case: CaseFile, at: Location, notice: ClosureNotice) -> Iterator[Breach]:
    """What is wrong with the plan that a notice tells of its own; that of the review is judged there."""
    review = case.last_of(ClosureReview)
    of_review = review is not None and (review.after_care == notice.after_care or moved_or_died(case))
    if limits.is_linked(case) or of_review or notice.closing_on is None or not notice.after_care:
        return
    care = after_care.after_care_of(Step(notice.closing_on, "종결 시점", (*at, "closing_on")))
    wrong = after_care.against(care, sorted(one.planned_on for one in notice.after_care)) if care else ()
    if said := " ".join(wrong):
        yield Breach(
            (*at, "after_care"),
            f"종결 안내문의 사후관리 계획을 종결 시점({notice.closing_on})부터 세었습니다. {said}",
        )


def _visits(case: CaseFile) -> Iterator[Breach | Unjudged]:
    """What is wrong with the visits that were made and that the review plans."""
    care = after_care.needed(case)
    if care is None:
        yield from _visited_without_closing(case)
        return
    found = after_care.visits_of(case, care)
    steps, turns = found.steps, found.turns
    if steps and steps[0].on > care.first_by and not found.early:
        yield Breach(
            steps[0].at,
            f"첫 사후관리({steps[0].on})가 {care.closed.title}({care.closed.on})부터 {care.first_months}개월 "
            f"이내({care.first_by}까지)가 아닙니다.",
        )
    if len(turns) >= care.visits and turns[care.visits - 1].on > care.last_by:
        last = turns[care.visits - 1]
        yield Breach(
            last.at,
            f"{care.visits}회째 사후관리({last.on})가 {care.closed.title}({care.closed.on})부터 {care.months}개월 "
            f"이내({care.last_by}까지)가 아닙니다.",
        )
    if 0 < found.planned < care.visits and len(turns) < care.visits:
        yield Breach(
            milestones.planned_visits(case)[0].at[:-2],
            f"종결 후 {care.months}개월 이내({care.last_by}까지)에 {care.visits}회 사후관리해야 하는데 "
            f"{found.planned}회만 계획했습니다.",
        )
    elif len(turns) < care.visits:
        yield Unjudged(f"사후관리 {len(turns) + 1}회째의 예정일이나 상담일")
    for earlier, later in pairwise(steps):
        soonest = months_after(earlier.on, care.gap_months)
        if later.on < soonest:
            yield Breach(
                later.at,
                f"사후관리 간격이 {care.gap_months}개월이 되지 않습니다({earlier.on}, {later.on}). "
                f"{soonest} 이후여야 합니다.",
            )
            return


def _visited_without_closing(case: CaseFile) -> Iterator[Unjudged]:
    """Visits from whose file it cannot be told when the household was closed."""
    visited = case.first_of(MonitorSheet) is not None
    if visited and case.first_of(ClosureReview) is None and not limits.is_linked(case):
        yield Unjudged("종결일")


@rule("ICM-DEADLINE-12a")
def after_care_soon_where_crisis_was_high(case: CaseFile, _: CaseFile) -> Iterator[Breach | Unjudged]:
    care, review = after_care.needed(case), case.last_of(ClosureReview)
    if care is None or review is None:
        yield from _visited_without_closing(case)
        return
    if review.crisis_was_high is None:
        yield closure_review.FORM.lacks(review, "crisis_was_high")
    if not review.crisis_was_high:
        return
    found = after_care.visits_of(case, care)
    first = None if found.early else next(iter(found.steps), None)
    if first is None:
        yield Unjudged("첫 사후관리의 예정일이나 상담일")
    elif first.on > months_after(care.closed.on, SOON_MONTHS):
        yield Breach(
            first.at,
            f"위기도가 높았던 가구인데 첫 사후관리가 종결({care.closed.on}) 뒤 {(first.on - care.closed.on).days}일째"
            f"({first.on})입니다. 종결 직후 빠른 시일 안에 실시하도록 계획합니다.",
        )


@rule("ICM-DEADLINE-16")
def data_kept_no_longer_than_five_years(case: CaseFile, _: CaseFile) -> Iterator[Breach | Unjudged]:
    limit = limits.retention(case)
    issued_on = issued_after(case, limit) if limit is not None else None
    if isinstance(issued_on, Unjudged):
        yield issued_on
    elif limit is not None and issued_on is not None:
        yield Breach(
            ("issued_at",),
            f"{limit.start.title}({limit.start.on})부터 {limit.period}이 지난 {limit.due} 뒤({issued_on})에 발급하는 "
            "자료입니다. 보유기간이 지난 개인정보는 지체 없이 파기해야 합니다.",
        )


@rule("ICM-DEADLINE-19")
def linked_household_visited_within_three_months(case: CaseFile, _: CaseFile) -> Iterator[Breach | Unjudged]:
    limit = after_care.after_link(case)
    if limit is not None:
        yield from lacking((limit.done, "서비스 연계가 끝난 뒤의 모니터 상담일"))
    elif limits.is_linked(case) and (case.first_of(MonitorSheet) or case.first_of(ClosureNotice)):
        yield Unjudged("서비스 연계 종료일")
    yield from late(limit)
    for at, notice in in_time_order(case, ClosureNotice):
        first = min((one.planned_on for one in notice.after_care), default=None)
        if limit is not None and limits.is_linked(case) and first is not None and first > limit.due:
            yield Breach(
                (*at, "after_care"),
                f"종결 안내문의 첫 사후관리({first})가 {limit.start.title}({limit.start.on})부터 {limit.period} 이내"
                f"({limit.due}까지)가 아닙니다.",
            )
