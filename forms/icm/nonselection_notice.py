"""통합사례관리 대상자 미선정 통보서, from the 2025 guidebook, 대상자 구분 및 선정 4 수행방안.

The guidebook asks for the reason in writing, since one may object, and prints no page: the layout is ours.
"""

from __future__ import annotations

from types import MappingProxyType
from typing import Annotated, Any, Literal

from pydantic import Field

from forms.case import CaseFile, Selection
from forms.fields import Address, CalendarDate, Flag, Line, Name, Narrative, OrganisationName, Phone
from forms.form import Form, FromCase, Needed
from forms.heads import AGENCY_AND_UNIT, CLIENT_NAME, CONTACT_NAME, CONTACT_PHONE
from forms.icm.sources import GUIDEBOOK
from forms.page import After, Centred, Prose, Unprinted
from forms.record import FormModel, Value

REFUSED: Literal["미선정 가구"] = "미선정 가구"
DECIDED = "대상자 미선정 처리로 결정되어 그 사유를 다음과 같이 서면으로 통보합니다."
MAY_OBJECT = "미선정 처리에 대하여 이의신청을 제기할 수 있습니다."
MAY_APPLY_AGAIN = "통합사례관리를 다시 신청할 수 있습니다."


def refusal(case: CaseFile) -> Selection | None:
    """The decision of a case, where it is that of a refusal: who was selected later was selected."""
    selection = case.selection
    return selection if selection is not None and selection.household_class == REFUSED else None


def _of_refusal(name: str, origin: str) -> FromCase:
    def get(case: CaseFile) -> Any:
        return getattr(refusal(case), name, None)

    return FromCase(get, origin)


_ADDRESS = FromCase(lambda case: case.client.address, "사례의 대상자 주소", silent=True)


class NonselectionNotice(FormModel):
    """What a household is told that was not selected: the decision and its reason."""

    dated_by = "notified_on"

    headings = MappingProxyType(
        {"recipient_name": "받는 사람", "household_class": "결정", "worker_name": "통보"}
    )

    recipient_name: Annotated[Name | None, CLIENT_NAME, Needed()] = Field(None, title="받는 사람")
    address: Annotated[Address | None, _ADDRESS] = Field(None, title="주소")
    household_class: Annotated[
        Literal["미선정 가구"] | None, _of_refusal("household_class", "사례의 대상자 구분")
    ] = Field(None, title="대상자 구분")
    decided_on: Annotated[
        CalendarDate | None, _of_refusal("decided_on", "사례의 대상자 구분을 결정한 날"), Needed()
    ] = Field(None, title="결정일")
    reason: Annotated[Narrative | None, _of_refusal("reason", "사례의 선정·미선정 사유"), Needed()] = Field(
        None, title="미선정 사유", description="사유를 명확하게 적음"
    )
    apply_again: Annotated[Flag | None, Unprinted()] = Field(
        None, title="재신청 안내", description="다시 신청할 수 있다는 글을 인쇄함"
    )
    worker_name: Annotated[Name | None, CONTACT_NAME] = Field(None, title="담당자")
    worker_phone: Annotated[Phone | None, CONTACT_PHONE] = Field(None, title="연락처")
    notified_on: Annotated[
        CalendarDate | None, _of_refusal("notified_in_writing_on", "사례의 서면 통보일"), Centred()
    ] = Field(None, title="통보일")
    agency_name: Annotated[OrganisationName | None, AGENCY_AND_UNIT, Centred()] = Field(None, title="기관")


class NonselectionNoticePrinted(Value):
    """The sentences of the notice; that of a new application is a box on a blank page."""

    decided: Annotated[Line, Prose(), After("address")] = Field(DECIDED, title="통보의 글")
    may_object: Annotated[Line, Prose(), After("reason")] = Field(MAY_OBJECT, title="이의신청의 글")
    may_apply_again: Annotated[Line | None, Prose(), After("reason")] = Field(
        f"□ {MAY_APPLY_AGAIN}", title="재신청의 글"
    )


def printed(notice: NonselectionNotice, case: CaseFile) -> NonselectionNoticePrinted:
    """The sentences, that of a new application only where it is said."""
    return NonselectionNoticePrinted(may_apply_again=MAY_APPLY_AGAIN if notice.apply_again else None)


FORM = Form(
    id="nonselection_notice",
    title="통합사례관리 대상자 미선정 통보서",
    number="",
    model=NonselectionNotice,
    section="대상자 구분 및 선정 4 수행방안(대상자 미선정)",
    document=GUIDEBOOK,
    printed=printed,
    printed_model=NonselectionNoticePrinted,
    leaves_the_agency=True,
    gaps=(
        "업무안내는 미선정 사유를 명확하게 적어 서면으로 통보한다고 할 뿐 통보서를 인쇄하지 않습니다. 칸과 배치는 서식이 정합니다.",
        "이의신청의 방법, 제출할 곳, 기한은 업무안내에 없어 인쇄하지 않습니다.",
        "'미선정 처리 후, 재신청 유도'는 기한 안에 욕구조사를 하지 못한 가구에 적힌 말입니다. 재신청의 글은 고른 때에만 인쇄하며, "
        "재신청의 방법은 업무안내에 없습니다.",
    ),
)
