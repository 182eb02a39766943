"""참고 5 업무 모니터링 지표, Ⅰ. 사각지대 발굴 분야 and Ⅱ. 찾아가는 복지상담 분야, with the heads of the sheet."""

from __future__ import annotations

import re
from typing import Annotated, Any, Literal

from pydantic import BeforeValidator, Field
from pydantic.json_schema import WithJsonSchema
from pydantic_core import PydanticCustomError

from forms.fields import CalendarDate, Count, Line, OrganisationName
from forms.form import FromCase, Needed
from forms.record import FormModel, Record, Value

OorX = Literal["O", "X"]
PeriodKind = Literal["월", "분기", "연간"]

_PERCENT = re.compile(r"\d{1,3}(\.\d{1,2})?", re.ASCII)


def _percent(value: Any) -> Any:
    # A number of JSON or of a sheet is as good as its digits; yes and no are numbers in Python.
    text = str(value).strip() if isinstance(value, (str, int, float)) and not isinstance(value, bool) else ""
    if _PERCENT.fullmatch(text) is None:
        raise PydanticCustomError("percent", "비율은 97이나 96.9처럼 퍼센트로 적습니다.")
    return text


Percent = Annotated[
    str, BeforeValidator(_percent), WithJsonSchema({"type": "string", "pattern": f"^{_PERCENT.pattern}$"})
]
"""A percentage as its digits, with up to two decimals and without a sign."""


def evidence_of(block: str) -> Any:
    """The field in which a block lists the papers that go with it."""
    return Field((), title=f"{block} 근거자료", description="함께 제출하는 자료")


class IndicatorHeads(FormModel):
    """Which township and which period the sheet is of."""

    dated_by = "period_to"

    township: Annotated[
        OrganisationName | None, FromCase(lambda case: case.agency.name, "사례의 기관"), Needed()
    ] = Field(None, title="읍·면·동")
    period_kind: Annotated[PeriodKind | None, Needed()] = Field(None, title="조사기간")
    period_from: Annotated[CalendarDate | None, Needed()] = Field(None, title="조사기간 시작일")
    period_to: Annotated[CalendarDate | None, Needed()] = Field(None, title="조사기간 종료일")

    @property
    def period_months(self) -> int | None:
        """조사기간 개월 수: the months of the calendar that the period touches; None where a day is missing."""
        first, last = self.period_from, self.period_to
        if first is None or last is None or last < first:
            return None
        return (last.year - first.year) * 12 + last.month - first.month + 1


class DiscoveryIndicators(IndicatorHeads):
    """Ⅰ. 사각지대 발굴 분야."""

    team: Count | None = Field(
        None,
        title="찾아가는 보건복지팀 구성 인력 수(A)",
        description="소속된 공무원(복지직, 간호직)과 민간인력(사례관리사, 방문간호사)",
    )
    found: Count | None = Field(
        None,
        title="조사기간 동안 사각지대 발굴 총 건수(B)",
        description="사각지대 발굴관리 시스템 등록 건수",
    )
    handled_benefit: Count | None = Field(None, title="급여 신청 처리 건수")
    handled_case: Count | None = Field(None, title="사례관리 신청·연계 처리 건수")
    handled_link: Count | None = Field(None, title="서비스연계 처리 건수")
    handled_other: Count | None = Field(None, title="기타 처리 건수")
    special_planned: OorX | None = Field(None, title="사각지대 발굴을 위한 특화사업 연간 계획 수립 여부")
    special_done: OorX | None = Field(None, title="사각지대 발굴 위한 특화사업 실시(실행) 여부")
    training_joined: OorX | None = Field(None, title="찾아가는 보건복지팀 인력의 교육·컨퍼런스 등 참여")
    promotion_done: OorX | None = Field(None, title="사각지대 발굴을 위한 지역 내 홍보 실행 여부")
    discovery_evidence: tuple[Line, ...] = evidence_of("사각지대 발굴 분야")


class MonitoredGroup(Record):
    """모니터 상담 대상 of one kind: how many persons, how often they were visited or called."""

    target: Line = Field(title="모니터 상담 대상", description="예: 수급자, 사례종결자")
    persons: Count | None = Field(None, title="모니터 상담 대상자 수(A)")
    contacts: Count | None = Field(None, title="총 방문/전화 상담 건수(B)")


class VisitIndicators(DiscoveryIndicators):
    """Ⅱ. 찾아가는 복지상담 분야."""

    visit_goal: Count | None = Field(
        None,
        title="월 단위 읍·면·동 방문상담 목표치(건수)(A)",
        description="사회복지 담당 공무원과 간호직 공무원 각각 월 15가구 이상 권고",
    )
    visits: Count | None = Field(None, title="조사기간 동안 방문상담 총 건수")
    officials: Count | None = Field(None, title="찾아가는 보건복지팀 공무원 수(C)")
    targets: tuple[MonitoredGroup, ...] = Field((), title="모니터 상담 대상별 상담 건수")
    found_persons: Count | None = Field(None, title="발굴 사각지대 대상자 수(A)")
    found_contacts: Count | None = Field(None, title="발굴대상자 총 방문/전화 상담 건수(B)")
    chief_visits: OorX | None = Field(
        None,
        title="읍·면·동장, 찾아가는 보건복지팀장 방문여부(월 15회이상)",
        description="읍면동장과 팀장이 함께 간 경우 1건으로 처리",
    )
    private_companion: OorX | None = Field(
        None, title="읍·면·동 지역사회보장협의체 위원·명사 등 민간인력 동행 여부"
    )
    budget_rate_met: OorX | None = Field(
        None, title="읍·면·동 맞춤형 통합서비스 사업비 집행률 점검(97%이상, 기간설정)"
    )
    chief_visit_count: Count | None = Field(
        None,
        title="읍·면·동장, 팀장 방문 건수",
        description="관내 출장 등 근거하여 등록된 실적. 인쇄하지 않음",
    )
    budget_rate: Percent | None = Field(
        None, title="맞춤형 통합서비스 사업비 집행률(%)", description="예: 97.0. 인쇄하지 않음"
    )
    health_referred: OorX | None = Field(None, title="건강면접조사표에 따른 방문건강관리사업 의뢰 여부")
    health_referrals: Count | None = Field(None, title="보건소로 의뢰한 건수")
    visit_evidence: tuple[Line, ...] = evidence_of("찾아가는 복지상담 분야")


class MonitoredRow(Value):
    """A row of 모니터 상담 대상별 1인당 평균 방문상담 및 전화상담 건수."""

    target: str | None = Field(None, title="모니터 상담 대상")
    persons: int | None = Field(None, title="모니터 상담 대상자 수(A)")
    contacts: int | None = Field(None, title="총 방문/전화 상담 건수(B)")
    average: str | None = Field(None, title="1인당 평균 건수(B/A)")


class DiscoveryResults(Value):
    """What the formulas of Ⅰ and Ⅱ come to, as they are printed."""

    found_per_member: str | None = Field(None, title="사각지대 발굴 건수(B/A)")
    handled_rate: str | None = Field(None, title="발굴대상 처리율")
    handled_benefit_share: str | None = Field(None, title="급여 신청의 비율")
    handled_case_share: str | None = Field(None, title="사례관리 신청·연계의 비율")
    handled_link_share: str | None = Field(None, title="서비스연계의 비율")
    handled_other_share: str | None = Field(None, title="기타 처리의 비율")
    monthly_visits: str | None = Field(None, title="월평균 방문상담 건수(B)")
    visit_rate: str | None = Field(None, title="월평균 방문상담 목표달성율")
    visits_per_official: str | None = Field(None, title="1인당 월평균 방문상담 건수")
    target_rows: tuple[MonitoredRow, ...] = Field((), title="모니터 상담 대상별 표")
    contacts_per_found: str | None = Field(None, title="발굴대상자 1인당 건수(B/A)")
