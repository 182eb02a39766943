"""의뢰동의서 (참고 7): consent to a referral after PHQ-9, as it was signed."""

from __future__ import annotations

from types import MappingProxyType
from typing import Annotated

from pydantic import Field

from forms.case import CaseFile
from forms.fields import CalendarDate, Flag, Name, OrganisationName, PersonMark, Phone
from forms.form import Form, FromCase, Needed
from forms.heads import CLIENT_NAME, WORKER_NAME
from forms.icm.consent import Answer
from forms.icm.sources import GUIDEBOOK
from forms.record import FormModel


def _phone(case: CaseFile) -> str | None:
    return case.client.mobile or case.client.phone


_SIGNER_NAME = FromCase(CLIENT_NAME.get, CLIENT_NAME.origin, blank_only=True)
_SIGNER_PHONE = FromCase(_phone, "사례의 대상자 휴대전화, 없으면 전화번호", blank_only=True)
_WORKER_NAME = FromCase(WORKER_NAME.get, WORKER_NAME.origin, blank_only=True)


class ScreeningConsent(FormModel):
    """A signed consent. It prints what was signed, never what the case says later."""

    dated_by = "signed_on"

    headings = MappingProxyType(
        {
            "provision": "동의 내용",
            "signed_on": "동의자",
            "signed": "인쇄하지 않는 항목",
        }
    )

    provision: Annotated[Answer | None, Needed()] = Field(None, title="개인정보의 제공에 관한 동의")
    sensitive: Annotated[Answer | None, Needed()] = Field(None, title="민감정보의 처리에 관한 동의")
    guidance: Annotated[Answer | None, Needed()] = Field(
        None, title="진료(또는 상담) 서비스 안내에 관한 동의"
    )
    signed_on: Annotated[CalendarDate | None, Needed()] = Field(None, title="동의일")
    signer_name: Annotated[Name | None, PersonMark("동의자"), _SIGNER_NAME, Needed()] = Field(
        None, title="동의자 성명"
    )
    signer_phone: Annotated[Phone | None, _SIGNER_PHONE] = Field(None, title="전화번호")
    worker_name: Annotated[Name | None, _WORKER_NAME] = Field(None, title="사례관리자 성명")
    signed: Flag | None = Field(None, title="동의자 서명", description="동의자가 서명했는지. 인쇄하지 않음")
    recipient: OrganisationName | None = Field(
        None, title="제공받은 기관", description="개인정보를 받은 기관. 인쇄하지 않음"
    )
    destroyed_on: CalendarDate | None = Field(
        None, title="파기일", description="보유기간(2년)이 지나 파기한 날. 인쇄하지 않음"
    )

    @property
    def agrees(self) -> bool:
        """Whether all three parts say 동의함."""
        return self.provision == self.sensitive == self.guidance == "동의함"


FORM = Form(
    id="screening_consent",
    title="의뢰동의서",
    number="",
    model=ScreeningConsent,
    section="참고 7 우울증 자가진단 도구 PHQ-9(의뢰동의서)",
    document=GUIDEBOOK,
    repeats=True,
    leaves_the_agency=True,
    gaps=(
        "사례관리자는 성명만 적고 서명하는 자리가 없습니다.",
        "어느 기관에 제공하는지 적는 칸이 없습니다. 거주 지역의 정신건강의학과 병·의원, 정신건강복지센터, 자살예방센터로 인쇄되어 있으며, "
        "실제로 받은 기관(recipient)은 인쇄하지 않는 항목으로 받습니다.",
        "가족이나 법정대리인이 대신 동의하는 경우는 적혀 있지 않습니다.",
    ),
)
