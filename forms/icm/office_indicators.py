"""참고 5 업무 모니터링 지표: Ⅳ. 자원관리, Ⅴ. 민관협력 and Ⅵ. 교육･훈련분야, which no case tells of."""

from __future__ import annotations

from pydantic import Field

from forms.fields import Count, Line, Narrative
from forms.icm.case_indicators import CaseIndicators, CaseResults
from forms.icm.discovery_indicators import OorX, evidence_of


class OfficeIndicators(CaseIndicators):
    """Ⅳ. 자원관리 분야, Ⅴ. 민관협력분야 and Ⅵ. 교육･훈련분야."""

    resources: Count | None = Field(None, title="민간자원 발굴 수(A)", description="조사기간 동안의 총 건수")
    entered: Count | None = Field(
        None,
        title="행복이음 시스템 입력(반영) 건수(B)",
        description="조사기간 동안 발굴된 민간자원 중 입력된 건수",
    )
    survey_planned: OorX | None = Field(None, title="연간 자원조사 계획 수립 여부")
    survey_done: OorX | None = Field(None, title="정기적 자원조사(연 1~2회) 실시 여부")
    renewed: OorX | None = Field(
        None, title="행복이음 시스템에서 자원 갱신 및 중복자원 점검(월/분기별 1회) 여부"
    )
    fields_checked: OorX | None = Field(
        None, title="자원의 필수값 누락, 유효기관, 제공처 등 상시 점검(월/분기별) 여부"
    )
    resource_evidence: tuple[Line, ...] = evidence_of("자원관리 분야")

    council_crisis: OorX | None = Field(
        None, title="협의체 연간 사업계획: 위기가구 발굴", description="연간 사업계획에 반영되었는지"
    )
    council_resource: OorX | None = Field(
        None,
        title="협의체 연간 사업계획: 사회보장 자원발굴 및 연계",
        description="연간 사업계획에 반영되었는지",
    )
    council_care: OorX | None = Field(
        None,
        title="협의체 연간 사업계획: 읍면동 단위 돌봄체계 구축 및 운영",
        description="연간 사업계획에 반영되었는지",
    )
    cooperation: Narrative | None = Field(
        None, title="민관협력사업 추진 현황", description="위기가구 발굴 관련 특화사업도 여기에서 파악"
    )
    education_held: OorX | None = Field(None, title="민관협력 관련 교육 실시 여부")
    education_times: Count | None = Field(None, title="참여인력 대상 자체교육 실시 횟수")
    education_persons: Count | None = Field(None, title="참여인력 대상 자체교육 참여자 수(연)")
    meetings_held: OorX | None = Field(None, title="회의 진행 여부")
    meetings_month: Count | None = Field(None, title="월 회의 건수")
    meetings_year: Count | None = Field(None, title="연 회의 건수")
    cooperation_evidence: tuple[Line, ...] = evidence_of("민관협력분야")

    programmes: Count | None = Field(
        None,
        title="내·외부 교육, 워크숍, 컨설팅 등 추진·운영 횟수",
        description="시·도 또는 시·군·구에서 추진·운영한 것",
    )
    participants: Count | None = Field(None, title="교육훈련 사업에 참여한 읍·면·동 사례관리 업무 담당자 수")
    training_evidence: tuple[Line, ...] = evidence_of("교육·훈련분야")


class OfficeResults(CaseResults):
    """What the formula of Ⅳ comes to, as it is printed."""

    entered_rate: str | None = Field(None, title="자원발굴 실적관리율")
