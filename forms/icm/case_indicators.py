"""참고 5 업무 모니터링 지표, Ⅲ. 통합사례관리 분야; which of its numbers cases know, ``indicator_counts`` says."""

from __future__ import annotations

from pydantic import Field

from forms.fields import Count, Line, Narrative
from forms.icm.discovery_indicators import DiscoveryResults, OorX, VisitIndicators, evidence_of
from forms.icm.indicator_ratios import CHECKS


class CaseIndicators(VisitIndicators):
    """Ⅲ. 통합사례관리 분야."""

    requested: Count | None = Field(
        None,
        title="통합사례관리 대상 요청 가구 수(A)",
        description="통합사례관리 대상 후보(사례관리+서비스연계+미선정)로 요청된 가구 수",
    )
    selected: Count | None = Field(
        None,
        title="통합사례관리 대상 선정 가구 수(B)",
        description="요청된 대상 후보 중 사례회의를 통해 통합사례관리 대상으로 선정된 가구 수",
    )
    managed: Count | None = Field(
        None,
        title="통합사례관리 대상 가구 수(A)",
        description="읍·면·동에서 수행한 통합사례관리 가구 수(서비스연계 가구 제외)",
    )
    planned_in_time: Count | None = Field(
        None,
        title="기한 내 서비스 제공계획 수립 가구 수(B)",
        description="대상자 접수일로부터 30일 내 서비스 제공계획을 수립한 가구 수",
    )
    internal_meetings: Count | None = Field(None, title="내부사례회의 건수")
    joint_meetings: Count | None = Field(None, title="통합사례회의 건수")
    solution_meetings: Count | None = Field(None, title="솔루션회의 건수")
    closed: Count | None = Field(None, title="(종결) 사례관리 가구 수")
    expert_pool: OorX | None = Field(None, title="사례회의 참여 전문가 Pool 구성 여부")
    supervision: OorX | None = Field(None, title="슈퍼비전 체계 구축 여부")
    health_attended: OorX | None = Field(
        None, title="통합사례회의 개최 시 보건소·정신건강복지센터 등 담당자 참여 여부"
    )
    needs: Count | None = Field(
        None,
        title="욕구조사에서 파악된 영역별 욕구 건수의 총합(A)",
        description="욕구 영역별(중분류) 욕구 건수의 합",
    )
    served: Count | None = Field(
        None,
        title="욕구 영역별 서비스 제공 유무 건수의 합(B)",
        description="파악된 욕구(중분류)에 1회 이상 서비스를 제공했으면 1, 없으면 0",
    )
    checked_households: Count | None = Field(
        None, title="사례관리 가구 수(A)", description="조사기간 동안 읍·면·동에서 수행한 사례관리 가구 수"
    )
    checks: Count | None = Field(
        None, title="전체 점검 횟수(B)", description="비우면 다섯 유형의 횟수를 더해 인쇄"
    )
    home_checks: Count | None = Field(None, title="가정방문 점검 건수")
    office_checks: Count | None = Field(None, title="내방 점검 건수")
    phone_checks: Count | None = Field(None, title="전화 점검 건수")
    agency_checks: Count | None = Field(None, title="기관방문 점검 건수")
    other_checks: Count | None = Field(None, title="기타 점검 건수")
    closed_all: Count | None = Field(
        None, title="전체 종결 사례관리 가구 수(A)", description="조사기간 동안 종결된 사례관리 가구 수"
    )
    closed_well: Count | None = Field(
        None,
        title="긍정적 종결 사례관리 가구 수(B)",
        description="장기목표달성, 단기목표달성, 상황호전을 사유로 종결된 가구. 사망이나 이사는 해당되지 않음",
    )
    best_case: Narrative | None = Field(None, title="통합사례관리 우수사례 평가")
    workers: Count | None = Field(None, title="사례관리 담당자 수")
    households: Count | None = Field(None, title="담당자의 사례관리 가구 수")
    case_evidence: tuple[Line, ...] = evidence_of("통합사례관리 분야")

    @property
    def all_checks(self) -> int | None:
        """전체 점검 횟수, as entered or as the five kinds come to; None where neither is known."""
        kinds = [getattr(self, kind) for kind in CHECKS]
        return self.checks if self.checks is not None or None in kinds else sum(kinds)


class CaseResults(DiscoveryResults):
    """What the formulas of Ⅲ come to, as they are printed."""

    selection_rate: str | None = Field(None, title="사례관리 대상 선정률")
    plan_rate: str | None = Field(None, title="서비스 제공계획 수립의 적시성")
    meetings_per_closed: str | None = Field(None, title="사례관리 가구당 평균 사례회의 개최 수")
    served_rate: str | None = Field(None, title="서비스 제공의 적정성")
    checks_total: int | None = Field(None, title="점검 총 계")
    checks_per_household: str | None = Field(None, title="사례관리 가구당 점검 횟수")
    home_checks_share: str | None = Field(None, title="가정방문의 비중")
    office_checks_share: str | None = Field(None, title="내방의 비중")
    phone_checks_share: str | None = Field(None, title="전화의 비중")
    agency_checks_share: str | None = Field(None, title="기관방문의 비중")
    other_checks_share: str | None = Field(None, title="기타 점검의 비중")
    resolved_rate: str | None = Field(None, title="위기상황 해소율")
    households_per_worker: str | None = Field(None, title="담당자 1인당 사례관리 가구 건수")
