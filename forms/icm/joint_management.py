"""공동사례관리 협의서: which agencies manage a case together, and who does what.

2025 guidebook, 참고 4 공동사례관리: definitions, criteria and roles; the layout is ours.
"""

from __future__ import annotations

from types import MappingProxyType
from typing import Annotated, Any, Literal, get_args

from pydantic import Field

from forms.case import CaseFile, Conference
from forms.chosen_conference import ConferencePosition, chosen
from forms.fields import CalendarDate, CaseNo, Count, Name, Narrative, OrganisationName, Text
from forms.form import Form, FromCase, Needed
from forms.heads import AGENCY_AND_UNIT, CASE_NO, CLIENT_NAME, WORKER_NAME
from forms.icm import conferences
from forms.icm.sources import GUIDEBOOK
from forms.page import After, BlankRows, Heading, Share, Unprinted
from forms.record import FormModel, Record, Value

MainCriterion = Literal[
    "초기상담이 이루어진 기관(사례관리번호가 선(先) 부여된 기관) 혹은 신뢰관계 형성이 가장 잘 된 기관",
    "대상자의 주 호소 문제를 해결할 수 있는 서비스를 제공하는 기관",
    "대상자가 선택한 기관",
]
PartnerCriterion = Literal[
    "현재 혹은 이전 사례관리 수행 기관",
    "대상자의 거주지 소속 지자체, 거주지 근거리의 복지시설",
    "대상자 및 대상가구 구성원 유형(노인, 장애인) 특성 등",
]
Duty = Literal["서비스 계획수립", "서비스 제공", "점검"]


def deciding(case: CaseFile) -> tuple[Conference, ...]:
    """The conferences that decided on joint management, as entered; of a case that says so of none, all of them."""
    held = tuple(conference for _, conference in conferences.held(case))
    return tuple(one for one in held if one.decided_joint_management) or held


def _decided_on(case: CaseFile, form: Any) -> Any:
    """The day of the conference that the form names, else of the last that is said to have decided."""
    conference = chosen(case, form)
    if conference is not None or form.conference is not None:
        return conference.held_on if conference is not None else None
    return max((one.held_on for one in deciding(case) if one.decided_joint_management), default=None)


class Partner(Record):
    """An agency that manages the case together with the main one."""

    agency: Annotated[OrganisationName, Share(20)] = Field(title="공동사례관리기관")
    manager: Annotated[Name | None, Share(16)] = Field(None, title="공동사례관리자")
    criteria: Annotated[tuple[PartnerCriterion, ...], Share(47)] = Field(
        (), title="선정 기준", description="여럿을 고를 수 있음"
    )
    duties: Annotated[tuple[Duty, ...], Share(17)] = Field(
        (), title="분담 업무", description="여럿을 고를 수 있음"
    )


class JointManagement(FormModel):
    """What the agencies agreed on."""

    dated_by = "decided_on"

    headings = MappingProxyType(
        {
            "case_no": "대상자와 회의",
            "main_agency": "주사례관리",
            "partners": "공동사례관리",
        }
    )

    case_no: Annotated[CaseNo | None, CASE_NO, Needed()] = Field(None, title="사례관리번호")
    client_name: Annotated[Name | None, CLIENT_NAME, Needed()] = Field(None, title="대상자명")
    conference: Annotated[
        Count | None, ConferencePosition(deciding, by_kind=False, day="decided_on"), Unprinted()
    ] = Field(
        None,
        title="사례회의 번호",
        description="사례의 사례회의 목록에서 몇 번째 회의인지. 비우면 개최일이 같은 회의, 개최일도 비우면 공동사례관리를 "
        "결정한 마지막 회의. 인쇄하지 않음",
    )
    decided_on: Annotated[
        CalendarDate | None,
        FromCase(
            _decided_on, "공동사례관리를 결정한 사례회의의 개최일", reads_form=True, chosen_by="conference"
        ),
        Needed(),
    ] = Field(None, title="통합사례회의 개최일")
    registered_on: CalendarDate | None = Field(None, title="제안 및 정보 등록일")
    main_agency: Annotated[OrganisationName | None, AGENCY_AND_UNIT, Heading("주사례관리"), Needed()] = Field(
        None, title="주사례관리기관"
    )
    main_manager: Annotated[Name | None, WORKER_NAME, Needed()] = Field(None, title="주사례관리자")
    first_numbered_agency: OrganisationName | None = Field(None, title="사례관리번호가 선(先) 부여된 기관")
    main_criteria: tuple[MainCriterion, ...] = Field(
        (), title="주사례관리기관 선정 기준", description="여럿을 고를 수 있음"
    )
    partners: Annotated[tuple[Partner, ...], Heading("공동사례관리"), BlankRows(3), Needed()] = Field(
        (), title="공동사례관리자"
    )
    reason: Narrative | None = Field(
        None, title="협의 내용", description="공동사례관리가 필요하다고 판단한 까닭과 협의한 것"
    )


# 참고 4, 공동사례관리기관 선정 시 참고 기준: on a blank form they are not among the boxes of a list.
PARTNER_CRITERIA = tuple(f"• {criterion}" for criterion in get_args(PartnerCriterion))
MAIN_ROLE = (
    "- 대상자를 사례관리로 접수하여 전담하는 담당자로, 초기상담, 욕구 및 위기도 조사, 종결, 사후관리를 전담하고 "
    "서비스 계획수립, 서비스 제공 및 점검 단계에서 공동사례관리자와 협업하여 사례관리 수행",
    "- 공동사례관리 제안 및 정보 등록",
)
PARTNER_ROLE = (
    "- 서비스 제공을 공동으로 수행하는 사례관리자로서, 서비스 계획수립과 제공 및 점검 업무를 분담하여 수행",
)


class JointManagementPrinted(Value):
    """The criteria for a partner and the two roles, as the source words them."""

    partner_criteria: Annotated[tuple[Text, ...], After("partners")] = Field(
        PARTNER_CRITERIA, title="공동사례관리기관 선정 시 참고 기준"
    )
    main_role: Annotated[tuple[Text, ...], Heading("역할 정의")] = Field(MAIN_ROLE, title="주사례관리자")
    partner_role: tuple[Text, ...] = Field(PARTNER_ROLE, title="공동사례관리자")


def printed(form: JointManagement, case: CaseFile) -> JointManagementPrinted:
    """The same on every page."""
    return JointManagementPrinted()


FORM = Form(
    id="joint_management",
    title="공동사례관리 협의서",
    number="",
    model=JointManagement,
    section="참고 4 공동사례관리",
    document=GUIDEBOOK,
    printed=printed,
    printed_model=JointManagementPrinted,
    gaps=(
        "출처에는 정의와 기준, 역할이 있을 뿐 협의서는 없습니다. 제목과 배치는 서식이 정합니다.",
        "공동사례관리자의 선정 기준은 표의 칸에 적고, 기준의 말은 표 아래에 인쇄합니다.",
        "제안을 회의의 앞에 하는지 뒤에 하는지 출처에 없어 등록일의 차례를 보지 않습니다.",
        "서명하는 사람이 출처에 없어 서명란을 두지 않았습니다.",
    ),
)
