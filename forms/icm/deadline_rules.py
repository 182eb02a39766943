"""Rules of the periods of the case process (ICM-DEADLINE-…); the periods themselves are ``limits``."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import pairwise

from forms.case import CaseFile
from forms.date_order import breaches
from forms.figures import figure
from forms.finding import Breach, Severity
from forms.icm import after_care, limits, milestones
from forms.icm.after_care import AFTER_CARE
from forms.icm.closure_review import ClosureReview
from forms.icm.limits import PROCESS
from forms.limit import Limit
from forms.periods import day_in_seoul, days_after, months_after
from forms.rule import Strength, rule
from forms.source import EARLIEST_TEXT, text_year
from forms.working_days import counted_days

# 종결 직후 빠른 시일 내: the guidebook names no number of months (our reading, so only information).
SOON_MONTHS = 1


def _late(limit: Limit | None, severity: Severity | None = None, remark: str = "") -> Iterator[Breach]:
    if limit is not None and limit.done is not None and limit.days_late:
        yield Breach(
            limit.done.at,
            f"기한은 {limit.start.title}({limit.start.on})부터 {limit.period}, 곧 {limit.due}까지인데 "
            f"{limit.done.on}에 하여 {limit.days_late}일 늦었습니다.{remark}",
            severity,
            limit.decided_on,
        )


def _guidance(limit: Limit | None) -> Iterator[Breach]:
    """The 10-, 5- and 15-day steps: since 2025 expressly adjustable (ICM-DEADLINE-02)."""
    if limit is not None and text_year(limit.decided_on.year) == EARLIEST_TEXT:
        yield from _late(limit)
    else:
        remark = " 통상적으로 걸리는 기간이며 상황에 따라 조정할 수 있습니다."
        yield from _late(limit, Severity.INFO, remark)


@rule(
    "ICM-DEADLINE-00",
    "30일은 첫날을 넣고 공휴일과 토요일을 빼고 센다",
    section=f"{PROCESS}(처리기간 산정)",
    severity=Severity.INFO,
)
def both_counts_of_the_plan(case: CaseFile, _: CaseFile) -> Iterator[Breach]:
    # The monitoring indicator says only 30일 내, so that a reader may hold the plan to plain days.
    limit = limits.plan(case)
    if limit is None or limit.done is None or limit.days_late:
        return
    days = figure("icm", "plan_days", limit.start.on)
    if days is not None and limit.done.on > days_after(limit.start.on, days):
        yield Breach(
            limit.done.at,
            f"{limit.start.title}({limit.start.on})부터 달력 날짜로는 {(limit.done.on - limit.start.on).days}일이 "
            f"지났으나 공휴일과 토요일을 빼면 {counted_days(limit.start.on, limit.done.on)}일째이므로 "
            f"기한({limit.due}) 안입니다.",
        )


@rule(
    "ICM-DEADLINE-01",
    "접수일부터 30일 이내에 서비스 제공계획을 수립한다",
    section=f"{PROCESS}(처리기한)",
)
def plan_within_thirty_counted_days(case: CaseFile, _: CaseFile) -> Iterator[Breach]:
    limit = limits.plan(case)
    if limit is None or limit.done is None or not limit.days_late:
        return
    yield Breach(
        limit.done.at,
        f"{limit.start.title}({limit.start.on})부터 {limit.period} 이내인 {limit.due}까지 수립해야 하는데 "
        f"{counted_days(limit.start.on, limit.done.on)}일째({limit.done.on})에 수립했습니다. "
        f"달력 날짜로는 {(limit.done.on - limit.start.on).days}일이 지났습니다.",
        on=limit.decided_on,
    )


@rule(
    "ICM-DEADLINE-01a",
    "처리기한은 대상자 접수부터 서비스 제공계획 수립까지이다",
    section=f"{PROCESS}(처리기한)",
)
def plan_follows_reception(case: CaseFile, _: CaseFile) -> Iterator[Breach]:
    plan = milestones.plan(case)
    if plan is not None and milestones.reception(case) is None:
        yield Breach(
            ("received_on",),
            f"서비스 제공계획을 수립한 날({plan.on})은 있으나 대상자 접수일이 없어 처리기한을 셀 수 없습니다.",
            Severity.INFO,
        )
    yield from breaches(case, "ICM-DEADLINE-01a")


@rule("ICM-DEADLINE-03", "초기상담은 의뢰일부터 5일 이내에 한다", section="초기상담 3 시기")
def consultation_within_five_days(case: CaseFile, _: CaseFile) -> Iterator[Breach]:
    for limit in limits.consultations(case):
        yield from _late(limit)


@rule("ICM-DEADLINE-04", "의뢰 요청이 있으면 즉시 접수한다", section="대상자 접수 3 시기")
def reception_at_once(case: CaseFile, _: CaseFile) -> Iterator[Breach]:
    yield from breaches(case, "ICM-DEADLINE-04")
    limit = limits.reception(case)
    if limit is not None and limit.done is not None and limit.days_late:
        yield Breach(
            limit.at,
            f"통합사례관리를 요청한 날({limit.start.on}) 즉시 접수해야 하는데 {limit.done.on}에 접수했습니다.",
        )


@rule(
    "ICM-DEADLINE-05",
    "욕구조사는 요청일부터 10일 내외에 한다",
    section="욕구 및 위기도 조사 3 시기",
    strength=Strength.SOFT,
)
def survey_about_ten_days(case: CaseFile, _: CaseFile) -> Iterator[Breach]:
    yield from _guidance(limits.survey(case))


@rule(
    "ICM-DEADLINE-06",
    "욕구조사는 다음 날까지 시스템에 입력한다",
    section="욕구 및 위기도 조사 5 시스템 활용",
)
def survey_entered_by_the_next_day(case: CaseFile, _: CaseFile) -> Iterator[Breach]:
    yield from breaches(case, "ICM-DEADLINE-06")
    for limit in limits.survey_entries(case):
        yield from _late(limit)


@rule(
    "ICM-DEADLINE-07",
    "대상자 구분은 욕구조사 결과 등록 완료일부터 5일 내외에 한다",
    section="대상자 구분 및 선정 3 시기",
    strength=Strength.SOFT,
)
def selection_about_five_days(case: CaseFile, _: CaseFile) -> Iterator[Breach]:
    yield from _guidance(limits.selection(case))


@rule(
    "ICM-DEADLINE-08",
    "서비스 제공계획은 사례관리 가구로 결정한 뒤 15일 내외에 수립한다",
    section="서비스 제공계획 수립 3 시기",
    strength=Strength.SOFT,
)
def plan_about_fifteen_days(case: CaseFile, _: CaseFile) -> Iterator[Breach]:
    yield from _guidance(limits.plan_after_selection(case))


@rule(
    "ICM-DEADLINE-09",
    "서비스 연계 가구는 선정 후 30일 이내에 서비스를 연계한다",
    section="대상자 구분 및 선정 4 수행방안(대상자 구분 기준)",
)
def linked_within_thirty_days(case: CaseFile, _: CaseFile) -> Iterator[Breach]:
    yield from _late(limits.link_start(case))


@rule(
    "ICM-DEADLINE-10",
    "서비스 연계가 시작되고 1~3개월 이내에 점검한다",
    section="대상자 구분 및 선정 4 수행방안(서비스 제공 점검)",
)
def link_checked_within_three_months(case: CaseFile, _: CaseFile) -> Iterator[Breach]:
    limit = limits.link_check(case)
    if limit is None:
        return
    yield from _late(limit)
    ended = case.service_link.ended_on if case.service_link is not None else None
    if limit.done is None and ended is not None and ended > limit.due:
        yield Breach(
            limit.at, f"서비스 연계를 시작하고 {limit.period} 이내({limit.due}까지)에 점검한 날이 없습니다."
        )
    months = figure("icm", "link_check_first_months", limit.start.on)
    if limit.done is not None and months is not None:
        first = months_after(limit.start.on, months)
        if limit.done.on < first:
            yield Breach(
                limit.at,
                f"서비스 연계를 시작하고 {months}개월이 되는 {first}보다 이른 {limit.done.on}에 점검했습니다. "
                "1~3개월 이내에 참여 여부와 제공 상황을 점검합니다.",
                Severity.INFO,
            )


@rule(
    "ICM-DEADLINE-11",
    "종결 절차는 종결 5일 전부터 진행한다",
    section="종결 3 시기",
    text="2024",
)
def closing_begins_five_days_before(case: CaseFile, _: CaseFile) -> Iterator[Breach]:
    limit = limits.closing_procedure(case)
    if limit is not None and limit.done is not None and limit.days_late:
        yield Breach(
            limit.at,
            f"{limit.start.title}({limit.start.on})의 {limit.period}인 {limit.due}부터 종결 절차를 진행해야 하는데 "
            f"{limit.done.title}({limit.done.on})부터 시작했습니다.",
            on=limit.decided_on,
        )


@rule(
    "ICM-DEADLINE-11",
    "사례회의 후 5일 이내에 종결심사를 등록한다",
    section="종결 3 시기",
    text="2025",
)
def registered_within_five_days(case: CaseFile, _: CaseFile) -> Iterator[Breach]:
    limit = limits.closing_registration(case)
    if limit is not None and limit.done is not None and limit.days_late:
        yield Breach(
            limit.done.at,
            f"{limit.start.title}({limit.start.on}) 후 {limit.period} 이내({limit.due}까지)에 등록해야 하는데 "
            f"{(limit.done.on - limit.start.on).days}일째({limit.done.on})에 등록했습니다.",
            on=limit.decided_on,
        )


@rule(
    "ICM-DEADLINE-12",
    "종결 후 9개월 안에 두 번, 첫 번은 3개월 안에, 한 달 이상 간격으로 사후관리한다",
    section=AFTER_CARE,
)
def after_care_twice_in_nine_months(case: CaseFile, _: CaseFile) -> Iterator[Breach]:
    care = after_care.needed(case)
    if care is None:
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
    for earlier, later in pairwise(steps):
        soonest = months_after(earlier.on, care.gap_months)
        if later.on < soonest:
            yield Breach(
                later.at,
                f"사후관리 간격이 {care.gap_months}개월이 되지 않습니다({earlier.on}, {later.on}). "
                f"{soonest} 이후여야 합니다.",
            )
            return


@rule(
    "ICM-DEADLINE-12a",
    "위기도가 높았던 가구는 종결 직후 빠른 시일 안에 사후관리한다",
    section=AFTER_CARE,
    strength=Strength.SOFT,
    severity=Severity.INFO,
)
def after_care_soon_where_crisis_was_high(case: CaseFile, _: CaseFile) -> Iterator[Breach]:
    care, review = after_care.needed(case), case.last_of(ClosureReview)
    if care is None or review is None or not review.crisis_was_high:
        return
    found = after_care.visits_of(case, care)
    first = None if found.early else next(iter(found.steps), None)
    if first is not None and first.on > months_after(care.closed.on, SOON_MONTHS):
        yield Breach(
            first.at,
            f"위기도가 높았던 가구인데 첫 사후관리가 종결({care.closed.on}) 뒤 {(first.on - care.closed.on).days}일째"
            f"({first.on})입니다. 종결 직후 빠른 시일 안에 실시하도록 계획합니다.",
        )


@rule(
    "ICM-DEADLINE-16",
    "개인정보는 종결 후 5년을 넘겨 관리하지 않는다",
    section="개인정보보호 3 개인정보의 파기",
)
def data_kept_no_longer_than_five_years(case: CaseFile, _: CaseFile) -> Iterator[Breach]:
    # Decided from the time of issue that the case itself states, never from a clock.
    limit = limits.retention(case)
    if limit is None or case.issued_at is None:
        return
    issued_on = day_in_seoul(case.issued_at)
    if issued_on > limit.due:
        yield Breach(
            ("issued_at",),
            f"{limit.start.title}({limit.start.on})부터 {limit.period}이 지난 {limit.due} 뒤({issued_on})에 발급하는 "
            "자료입니다. 보유기간이 지난 개인정보는 지체 없이 파기해야 합니다.",
        )


@rule(
    "ICM-DEADLINE-19",
    "서비스 연계 가구는 연계 종료 후 3개월 이내에 한 번 사후관리한다",
    section="사례회의 개최 1 개념(서비스 연계 가구)",
)
def linked_household_visited_within_three_months(case: CaseFile, _: CaseFile) -> Iterator[Breach]:
    yield from _late(after_care.after_link(case))
