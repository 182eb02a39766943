"""서비스 제공계획 및 점검표 (서식 5), from the 2025 guidebook, 부록 서식 5 작성 방법 and 제2부 서비스 제공계획 수립."""

from __future__ import annotations

from types import MappingProxyType
from typing import Annotated, Literal, get_args

from pydantic import Field, ValidationInfo, field_validator

from forms.case import CaseFile
from forms.fields import (
    CalendarDate,
    Count,
    Flag,
    Line,
    Name,
    Narrative,
    OrganisationName,
    PersonMark,
    Text,
)
from forms.form import Form, Needed
from forms.heads import AGENCY_UNIT, CASE_NO, CLIENT_NAME, WORKER_NAME
from forms.icm.need_areas import NeedArea, NeedSubArea, of_its_area
from forms.icm.sources import GUIDEBOOK
from forms.page import Applies
from forms.record import FormModel, Record, Value

CheckMethod = Literal["전화", "내방", "방문", "시스템"]
Fulfilment = Literal["이행 종료", "이행 중", "불이행"]
ProviderKind = Literal["공공", "민간"]
VisitedPlace = Literal["가정", "기관"]


class Goal(Record):
    """A goal of the plan in a need area."""

    area: NeedArea = Field(title="욕구영역")
    text: Text = Field(title="목표", description="객관적으로 판단할 수 있는 변화 상태")
    target_on: CalendarDate | None = Field(
        None, title="달성 예정일", description="목표를 이룰 것으로 보는 날. 인쇄하지 않음"
    )


class PlannedService(Record):
    """A service that the plan provides for."""

    area: NeedArea | None = Field(None, title="욕구영역")
    name: Line = Field(title="서비스명")
    priority: Count | None = Field(None, title="우선순위")
    intervention_time: Line | None = Field(
        None, title="개입시기", description="예: 1주일 이내, 한 달 이내, 3개월 이내"
    )
    started_on: CalendarDate | None = Field(None, title="서비스 시작일자")
    ended_on: CalendarDate | None = Field(None, title="서비스 종료일자")
    frequency: Line | None = Field(None, title="횟수", description="예: 주 1회, 24회")
    provider: OrganisationName | None = Field(None, title="제공기관")
    provider_contact: Annotated[Line | None, PersonMark("기관 담당자", "contact")] = Field(
        None, title="제공기관 담당자", description="성명과 연락처"
    )
    provider_kind: ProviderKind | None = Field(None, title="공공·민간 구분", description="인쇄하지 않음")
    simple: Flag | None = Field(
        None, title="단편 서비스", description="물품지원, 정보제공 등 단편적인 서비스인지. 인쇄하지 않음"
    )
    sub_area: NeedSubArea | None = Field(
        None,
        title="욕구영역 중분류",
        description="한 영역에 욕구가 여럿일 때 어느 중분류의 욕구에 대한 서비스인지. 인쇄하지 않음",
    )

    @field_validator("sub_area")
    @classmethod
    def _of_its_area(cls, sub_area: NeedSubArea | None, info: ValidationInfo) -> NeedSubArea | None:
        return of_its_area(sub_area, info.data.get("area"))


class ServiceCheck(Record):
    """A check on a planned service (서비스 점검)."""

    service: Line = Field(title="서비스명", description="제공계획에 적은 서비스명과 같게 적음")
    checked_on: CalendarDate = Field(title="점검일")
    method: CheckMethod | None = Field(None, title="점검방법")
    status: Fulfilment | None = Field(None, title="이행여부")
    provided_count: Line | None = Field(
        None, title="제공횟수", description="이행여부 아래에 인쇄. 예: 12회 중 11회"
    )
    changes: Text | None = Field(None, title="변경내용")
    reason: Text | None = Field(None, title="변경사유")
    client_change: Narrative | None = Field(None, title="대상자 실태 및 변화")
    visited: Annotated[VisitedPlace | None, Applies("method", "방문")] = Field(
        None, title="방문한 곳", description="점검방법이 방문일 때 가정인지 기관인지. 인쇄하지 않음"
    )


class ServicePlan(FormModel):
    """What the form asks for; titles are the guide's labels."""

    dated_by = "established_on"

    headings = MappingProxyType(
        {
            "case_no": "대상자와 담당자",
            "short_goals": "목표",
            "services": "서비스 제공계획",
            "checks": "서비스 점검",
            "consented_on": "서비스이용 및 참여에 대한 동의",
        }
    )

    case_no: Annotated[Line | None, CASE_NO, Needed()] = Field(None, title="사례관리번호")
    client_name: Annotated[Name | None, CLIENT_NAME, Needed()] = Field(
        None,
        title="대상자 성명",
        description="서비스를 직접 받을 가구원. 수혜 주체가 가구 단위이거나 파악이 어려우면 세대주",
    )
    worker_name: Annotated[Name | None, WORKER_NAME, Needed()] = Field(None, title="사례관리 담당자")
    worker_unit: Annotated[Line | None, AGENCY_UNIT] = Field(None, title="소속")
    established_on: Annotated[CalendarDate | None, Needed()] = Field(None, title="수립일")
    approved_on: CalendarDate | None = Field(
        None, title="승인일", description="사례관리팀장(또는 선임공무원)이 승인한 날. 인쇄하지 않음"
    )

    short_goals: tuple[Goal, ...] = Field((), title="단기목표")
    long_goals: tuple[Goal, ...] = Field((), title="장기목표")
    services: tuple[PlannedService, ...] = Field((), title="서비스 제공계획")
    checks: tuple[ServiceCheck, ...] = Field((), title="서비스 점검")

    consented_on: CalendarDate | None = Field(
        None, title="동의일", description="서비스이용 및 참여에 동의한 날"
    )
    client_signed: Flag | None = Field(
        None, title="대상자 서명", description="대상자가 동의란에 서명하였는지. 인쇄하지 않음"
    )
    worker_signed: Flag | None = Field(
        None, title="사례관리자 서명", description="사례관리자가 동의란에 서명하였는지. 인쇄하지 않음"
    )
    provider_signed: Flag | None = Field(
        None,
        title="제공기관 동의",
        description="서비스 제공기관의 책임자에게서 제공 동의를 받았는지(전화 등). 인쇄하지 않음",
    )


class AreaGoals(Value):
    """The goals of one need area, for the table of 욕구영역별 개입목표."""

    area: NeedArea
    short: tuple[str, ...] = ()
    long: tuple[str, ...] = ()


class ServicePlanPrinted(Value):
    """What the paper shows beyond the fields."""

    areas: tuple[AreaGoals, ...] = ()


def printed(plan: ServicePlan, case: CaseFile) -> ServicePlanPrinted:
    """Both goal lists regrouped by need area, in the areas' official order."""
    areas = []
    for area in get_args(NeedArea):
        short = tuple(goal.text for goal in plan.short_goals if goal.area == area)
        long = tuple(goal.text for goal in plan.long_goals if goal.area == area)
        if short or long:
            areas.append(AreaGoals(area=area, short=short, long=long))
    return ServicePlanPrinted(areas=tuple(areas))


FORM = Form(
    id="service_plan",
    title="서비스 제공계획 및 점검표",
    number="서식 5",
    model=ServicePlan,
    section="부록 서식 5 서비스 제공계획 및 점검표",
    document=GUIDEBOOK,
    repeats=True,
    printed=printed,
    printed_model=ServicePlanPrinted,
    gaps=(
        "서식 5는 작성 방법만 글로 확인되고 인쇄면은 확인되지 않으므로, 칸의 배치와 줄 수는 작성 방법 ①~⑯의 "
        "순서를 따라 정했습니다.",
        "수립일, 점검일, 동의일과 서비스별 욕구영역은 작성 방법에 번호가 없는 칸이지만, 언제 어느 욕구에 대한 "
        "기록인지 알 수 있게 함께 인쇄합니다.",
        "⑯ 동의란의 문구는 확인되지 않아 제목, 날짜와 대상자·사례관리자의 서명란만 인쇄합니다. 제공기관의 동의는 "
        "전화 등으로 구하므로 서명란이 없습니다.",
        "점검방법은 본문(전화, 내방, 방문)보다 작성 방법(시스템 포함)이 넓어 작성 방법을 따릅니다.",
        "승인은 시스템에서 처리하므로 승인일은 인쇄하지 않는 항목(approved_on)으로 받습니다.",
    ),
)
