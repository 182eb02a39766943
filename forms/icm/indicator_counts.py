"""Which numbers of the monitoring indicators (참고 5, Ⅲ. 통합사례관리 분야) cases know, and what each case adds.

The words of the definitions and what stands for them in a case:

- 요청된 가구(Ⅲ-1 A): 통합사례관리 요청일 in the period, else 대상자 접수일, since a request is received at once.
- 사례회의를 통해 선정된 가구(Ⅲ-1 B): of those, 대상자 구분 사례관리 가구 with 대상자 선정일 up to the period's end.
- 수행한 통합사례관리 가구(Ⅲ-2 A, Ⅲ-5 A, Ⅲ-8): 사례관리 가구 selected by the period's end and not closed before
  its first day; 서비스 연계 가구 are left out, as the source says.
- 기한 내 수립(Ⅲ-2 B): of those, a first plan by the period's end that ICM-DEADLINE-01 holds to be in time.
- 사례회의 건수(Ⅲ-3): conferences held in the period, by kind; one conference of two cases counts in both.
- 종결된 사례관리 가구(Ⅲ-3, Ⅲ-6 A): closing in the period: 종결심사 승인일, until then its registration.
- 긍정적 종결(Ⅲ-6 B): of those, 종결 유형 장기목표 달성, 단기목표 달성 or 상황호전; who moved or died is none.
- 영역별 욕구 건수(Ⅲ-4 A): the 중분류 in which the surveys of a household up to the period's end found needs.
- 서비스 제공 유무 건수(Ⅲ-4 B): of those, the 중분류 with a service that has begun or was found carried out.
- 점검 횟수(Ⅲ-5 B): checks of planned services in the period, each service's one, as the system registers them.
- 담당자(Ⅲ-8): 담당자 성명 of the households, equal names once.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from typing import Any, NamedTuple

from forms.belonging import programmes_in
from forms.case import CaseFile, ConferenceKind, HouseholdClass
from forms.counting import Adds, Counting, Untold
from forms.icm import conferences, limits, milestones
from forms.icm.closure_review import ClosureReview, ClosureType
from forms.icm.indicator_ratios import CHECKS
from forms.icm.need_areas import NeedSubArea, area_named
from forms.icm.needs_survey import NeedsSurvey
from forms.icm.service_plan import CheckMethod, PlannedService, ServicePlan, VisitedPlace
from forms.icm.sources import TITLE
from forms.icm.words import letters
from forms.likeness import alike

POSITIVE: tuple[ClosureType, ...] = ("장기목표 달성", "단기목표 달성", "상황호전")
"""긍정적 종결, by the words of 서식 7."""

_MEETINGS: dict[ConferenceKind, str] = {
    "내부사례회의": "internal_meetings",
    "통합사례회의": "joint_meetings",
    "솔루션회의": "solution_meetings",
}
_METHODS: dict[CheckMethod, str] = {"내방": "office_checks", "전화": "phone_checks", "시스템": "other_checks"}
_VISITS: dict[VisitedPlace, str] = {"가정": "home_checks", "기관": "agency_checks"}
_OF_MANAGED = (
    "managed", "planned_in_time", "needs", "served", "checked_households", "checks", *CHECKS, "workers", "households",
)  # fmt: skip


class Period(NamedTuple):
    """조사기간: its first and its last day."""

    first: date
    last: date

    def holds(self, day: date) -> bool:
        """Whether the day lies in it."""
        return self.first <= day <= self.last


def additions(sheet: Any, case: CaseFile) -> Iterator[Adds | Untold]:
    """What a filled case adds to the numbers of a sheet; nothing where it is of another programme alone."""
    if TITLE not in {programme.title for programme in programmes_in(case)}:
        return
    if sheet.period_from is None or sheet.period_to is None:
        yield from (Untold(key, "조사기간") for key in COUNTING.keys)
        return
    period = Period(sheet.period_from, sheet.period_to)
    yield from _requests(case, period)
    yield from _meetings(case, period)
    yield from _closings(case, period)
    begun, lacks = _managed_since(case)
    if lacks is not None and not _closed_before(case, period, None):
        yield from (Untold(key, lacks) for key in _OF_MANAGED)
    elif begun is not None and begun <= period.last and not _closed_before(case, period, begun):
        yield from (Adds("managed"), Adds("checked_households"), Adds("households"))
        yield (
            Adds("workers", name=alike(case.worker.name))
            if case.worker.name
            else Untold("workers", "담당자 성명")
        )
        yield from _planned(case, period)
        yield from _needs(case, period)
        yield from _checks(case, period)


def household_class(case: CaseFile) -> HouseholdClass | None:
    """대상자 구분: as decided, else as the papers that only one kind has tell it; None where nothing does."""
    if case.selection is not None:
        return case.selection.household_class
    if limits.is_linked(case):
        return "서비스 연계 가구"
    planned = case.first_of(ServicePlan) or case.first_of(ClosureReview)
    return "사례관리 가구" if planned is not None else None


def _requests(case: CaseFile, period: Period) -> Iterator[Adds | Untold]:
    asked = milestones.request(case) or milestones.reception(case)
    kind = household_class(case)
    if asked is None:
        # Who was only consulted has not been proposed.
        if kind is not None or case.first_of(NeedsSurvey) is not None:
            yield from (Untold(key, "통합사례관리 요청일") for key in ("requested", "selected"))
        return
    if not period.holds(asked.on):
        return
    yield Adds("requested")
    if kind == "사례관리 가구":
        selected = milestones.selection(case)
        if selected is None:
            yield Untold("selected", "대상자 선정일")
        elif selected.on <= period.last:
            yield Adds("selected")


def _meetings(case: CaseFile, period: Period) -> Iterator[Adds]:
    for _, conference in conferences.held(case):
        if conference.kind in _MEETINGS and period.holds(conference.held_on):
            yield Adds(_MEETINGS[conference.kind])


def _closings(case: CaseFile, period: Period) -> Iterator[Adds]:
    closed = milestones.closing(case)
    if closed is None or not period.holds(closed.on) or household_class(case) == "서비스 연계 가구":
        return
    yield from (Adds("closed"), Adds("closed_all"))
    review = case.last_of(ClosureReview)
    if review is not None and review.closure_type in POSITIVE:
        yield Adds("closed_well")


def _managed_since(case: CaseFile) -> tuple[date | None, str | None]:
    """(since when the household is a managed one, what of that is not known); nothing of another household."""
    if household_class(case) != "사례관리 가구":
        return None, None
    begun = milestones.selection(case) or milestones.plan(case)
    return (begun.on, None) if begun is not None else (None, "대상자 선정일")


def _closed_before(case: CaseFile, period: Period, begun: date | None) -> bool:
    """Whether it was closed before the period; one that was selected anew since is open again."""
    closed = milestones.closing(case)
    return closed is not None and closed.on < period.first and (begun is None or begun <= closed.on)


def _planned(case: CaseFile, period: Period) -> Iterator[Adds | Untold]:
    plan, limit = milestones.plan(case), limits.plan(case)
    if plan is None or plan.on > period.last:
        return
    if limit is None:
        yield Untold("planned_in_time", "대상자 접수일")
    elif not limit.days_late:
        yield Adds("planned_in_time")


def _needs(case: CaseFile, period: Period) -> Iterator[Adds | Untold]:
    surveys = [
        survey
        for survey in case.all_of(NeedsSurvey)
        if survey.surveyed_on is not None and survey.surveyed_on <= period.last
    ]
    found = [need.sub_area for survey in surveys for need in survey.needs]
    if not surveys or None in found:
        lacks = "욕구 영역 중분류" if surveys else "욕구 및 위기도 통합조사표"
        yield from (Untold(key, lacks) for key in ("needs", "served"))
        return
    needs = {sub_area for sub_area in found if sub_area is not None}
    if needs:
        yield Adds("needs", len(needs))
    served, perhaps = _served(case, period, needs)
    if perhaps - served:
        yield Untold("served", "서비스의 시작일자나 욕구영역 중분류")
    elif served:
        yield Adds("served", len(served))


def _served(
    case: CaseFile, period: Period, needs: set[NeedSubArea]
) -> tuple[set[NeedSubArea], set[NeedSubArea]]:
    """(the needs that got a service, those that may have got one)."""
    served: set[NeedSubArea] = set()
    perhaps: set[NeedSubArea] = set()
    for plan in case.all_of(ServicePlan):
        if plan.established_on is None or plan.established_on > period.last:
            continue
        for service in plan.services:
            given, met = _provided(service, plan, period), _met(service, needs)
            if given and len(met) == 1:
                served |= met
            elif given is not False:
                perhaps |= met
    return served, perhaps


def _met(service: PlannedService, needs: set[NeedSubArea]) -> set[NeedSubArea]:
    """The needs that a service may be for: of its 중분류, else of its 대분류, else any."""
    if service.sub_area is not None:
        return needs & {service.sub_area}
    if service.area is not None:
        return needs & {part.name for part in area_named(service.area).sub_areas}
    return needs


def _provided(service: PlannedService, plan: ServicePlan, period: Period) -> bool | None:
    """Whether a service was provided once or more by the period's end; None where the plan does not say."""
    found = {
        check.status
        for check in plan.checks
        if check.checked_on <= period.last and letters(check.service) == letters(service.name)
    } - {None}
    if found:
        return found != {"불이행"}
    return service.started_on <= period.last if service.started_on is not None else None


def _checks(case: CaseFile, period: Period) -> Iterator[Adds | Untold]:
    for plan in case.all_of(ServicePlan):
        for check in plan.checks:
            if not period.holds(check.checked_on):
                continue
            yield Adds("checks")
            if check.method is None:
                yield from (Untold(kind, "점검방법") for kind in CHECKS)
            elif check.method == "방문" and check.visited is None:
                yield from (Untold(kind, "방문한 곳") for kind in _VISITS.values())
            elif check.visited is not None and check.method == "방문":
                yield Adds(_VISITS[check.visited])
            else:
                yield Adds(_METHODS[check.method])


_HELD = "조사기간에 열린 {}. 한 회의라도 사례마다 한 건"
_CHECKED = "그 가운데 점검방법이 {}인 것"
COUNTING = Counting(
    keys={
        "requested": "통합사례관리 요청일(없으면 대상자 접수일)이 조사기간에 든 사례",
        "selected": "그 가운데 대상자 구분이 사례관리 가구이고 대상자 선정일이 조사기간 종료일까지인 사례",
        "managed": "사례관리 가구로 조사기간 종료일까지 선정되고 시작일 전에 종결되지 않은 사례",
        "planned_in_time": "그 가운데 첫 서비스 제공계획이 처리기한(ICM-DEADLINE-01)과 조사기간 종료일 안에 수립된 사례",
        "internal_meetings": _HELD.format("내부사례회의"),
        "joint_meetings": _HELD.format("통합사례회의"),
        "solution_meetings": _HELD.format("솔루션회의"),
        "closed": "종결심사 승인일(없으면 종결심사를 등록한 날)이 조사기간에 든, 서비스 연계 가구가 아닌 사례",
        "needs": "조사기간에 사례관리를 한 가구의 조사(종료일까지)에서 욕구가 나온 중분류의 수",
        "served": "그 가운데 서비스가 시작되었거나 점검에서 이행한 것으로 적힌 중분류의 수",
        "checked_households": "통합사례관리 대상 가구 수(A)와 같음",
        "checks": "그 가구의 서비스 점검 가운데 점검일이 조사기간에 든 것. 서비스마다 한 번",
        "home_checks": _CHECKED.format("방문이고 방문한 곳이 가정"),
        "office_checks": _CHECKED.format("내방"),
        "phone_checks": _CHECKED.format("전화"),
        "agency_checks": _CHECKED.format("방문이고 방문한 곳이 기관"),
        "other_checks": _CHECKED.format("시스템"),
        "closed_all": "(종결) 사례관리 가구 수와 같음",
        "closed_well": "그 가운데 종결 유형이 장기목표 달성, 단기목표 달성, 상황호전인 사례",
        "workers": "조사기간에 사례관리를 한 가구의 담당자 성명. 같은 이름은 한 사람",
        "households": "통합사례관리 대상 가구 수(A)와 같음",
    },
    adds=additions,
    evidence="case_evidence",
)
"""The numbers of Ⅲ that cases know; what the office alone knows (experts, supervision) is entered."""
