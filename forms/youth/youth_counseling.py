"""자립지원 상담일지, from the 2024 manual, 자립지원 상담일지. The screen is described, the layout is ours."""

from __future__ import annotations

from types import MappingProxyType
from typing import Annotated, Literal

from pydantic import Field

from forms.case import CaseFile
from forms.fields import CalendarDate, Line, Narrative
from forms.form import Form, Needed
from forms.page import Heading, Notice
from forms.record import Value
from forms.youth.heads import ChildForm, of_care
from forms.youth.sources import MANUAL

CounsellingKind = Literal["방문", "내방", "전화", "e-mail(사이버)", "기타"]
CounsellingField = Literal["취업", "진학", "주거", "의료", "생활", "정서지원", "기타"]
LivingStandard = Literal["상", "중", "하", "국민기초생활수급권자"]
Insurance = Literal["직장의료보험", "지역의료보험", "미가입"]
Openness = Literal["공개", "비공개"]


class YouthCounseling(ChildForm):
    """One counselling of a child, and who may read it."""

    dated_by = "counselled_on"

    headings = MappingProxyType({"case_no": "대상아동", "counselled_on": "상담"})

    counselled_on: Annotated[CalendarDate | None, Heading("상담"), Needed()] = Field(None, title="상담일자")
    cutoff_on: Annotated[CalendarDate | None, of_care("cutoff_on")] = Field(None, title="마감일자")
    kind: Annotated[CounsellingKind | None, Needed()] = Field(None, title="상담유형")
    fields: Annotated[tuple[CounsellingField, ...], Needed()] = Field(
        (), title="상담분야", description="여럿을 고를 수 있음"
    )
    living: LivingStandard | None = Field(None, title="생활수준")
    insurance: Insurance | None = Field(None, title="의료보험")
    open: Annotated[Openness | None, Needed()] = Field(
        None, title="공개여부", description="비공개는 작성자, 담당자, 관리자만 확인"
    )
    content: Annotated[Narrative | None, Needed()] = Field(None, title="상담내용")
    plan: Narrative | None = Field(None, title="향후계획")


class YouthCounselingPrinted(Value):
    """Who may read it, said at the head of the page."""

    closed: Annotated[Line | None, Notice()] = Field(None, title="비공개")


def printed(log: YouthCounseling, case: CaseFile) -> YouthCounselingPrinted:
    """A counselling that is not open says so; an open one says nothing."""
    closed = "비공개: 작성자, 담당자, 관리자만 확인" if log.open == "비공개" else None
    return YouthCounselingPrinted(closed=closed)


FORM = Form(
    id="youth_counseling",
    title="자립지원 상담일지",
    number="",
    model=YouthCounseling,
    section="자립지원 상담일지",
    document=MANUAL,
    repeats=True,
    printed=printed,
    printed_model=YouthCounselingPrinted,
    gaps=(
        "출처는 시스템의 입력 화면을 설명할 뿐 서식을 인쇄하지 않습니다. 칸은 출처의 것이고, 배치는 서식이 정합니다.",
        "비공개 상담은 작성자, 담당자, 관리자만 확인할 수 있어, 상담일지는 공개여부와 관계없이 어느 묶음에도 인쇄하지 않습니다.",
    ),
)
