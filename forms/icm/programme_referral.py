"""타 사례관리 사업 의뢰 기준 점검표, from the 2025 guidebook, 공공부문 사례관리 사업 의뢰 기준 및 절차.

The guidebook prints the criteria of ten programmes and the steps before a referral, and no sheet: the layout is ours.
"""

from __future__ import annotations

from types import MappingProxyType
from typing import Annotated, Literal, Self

from pydantic import Field, model_validator

from forms.case import CaseFile
from forms.fields import (
    CalendarDate,
    Flag,
    Line,
    Name,
    Narrative,
    OrganisationName,
    PersonMark,
    Phone,
    field_error,
)
from forms.form import Form, Needed
from forms.heads import AGENCY_AND_UNIT, CLIENT_NAME, CONTACT_NAME, CONTACT_PHONE
from forms.icm.programme_criteria import (
    Criterion,
    ProgrammeCriteria,
    ReferralProgramme,
    criteria_by_programme,
    programme_criteria,
)
from forms.icm.sources import GUIDEBOOK
from forms.page import After, Applies, BlankRows, Heading, Share, Unprinted, WordsOf
from forms.record import FormModel, Value

ADDICTION: ReferralProgramme = "중독사례관리"
MENTAL_HEALTH: ReferralProgramme = "정신건강사례관리"


class ProgrammeReferral(FormModel):
    """To which programme somebody is referred, which of its criteria hold, and what was done before."""

    dated_by = "sent_on"

    headings = MappingProxyType(
        {
            "client_name": "대상자와 의뢰기관",
            "programme": "의뢰 기준",
            "agreed_on": "의뢰 절차",
            "reason": "의뢰 사유",
        }
    )

    client_name: Annotated[Name | None, CLIENT_NAME, Needed()] = Field(None, title="대상자명")
    agency_name: Annotated[OrganisationName | None, AGENCY_AND_UNIT] = Field(None, title="의뢰하는 기관")
    worker_name: Annotated[Name | None, CONTACT_NAME] = Field(None, title="담당자")
    worker_phone: Annotated[Phone | None, CONTACT_PHONE] = Field(None, title="연락처")

    programme: Annotated[ReferralProgramme | None, Heading("의뢰 기준"), Needed()] = Field(
        None, title="의뢰할 사업"
    )
    criteria: Annotated[tuple[Criterion, ...], WordsOf("programme", criteria_by_programme), Unprinted()] = (
        Field((), title="해당하는 의뢰 기준", description="고른 사업의 기준 가운데 해당하는 것")
    )

    agreed_on: Annotated[CalendarDate | None, Heading("의뢰 절차")] = Field(None, title="사전 협의일")
    agreed_with: Annotated[Line | None, PersonMark("협의한 담당자", "contact")] = Field(
        None, title="협의한 담당자", description="소속과 직위, 이름"
    )
    channel: Literal["공문", "시스템"] | None = Field(None, title="의뢰 방법")
    letter_no: Annotated[Line | None, Applies("channel", "공문")] = Field(None, title="공문 번호")
    consented_on: CalendarDate | None = Field(None, title="서비스 및 개인정보제공 동의일")
    sent_on: Annotated[CalendarDate | None, Needed()] = Field(None, title="의뢰일")
    screened_with: Annotated[Line | None, Applies("programme", ADDICTION)] = Field(
        None, title="표준화 된 평가도구", description="사전 스크리닝에 쓴 것. 예: AUDIT-K"
    )
    emergency: Annotated[Flag | None, Applies("programme", ADDICTION, MENTAL_HEALTH)] = Field(
        None, title="응급·위기상황", description="경찰 및 119 구급대를 호출해야 하는 상황"
    )
    reason: Annotated[Narrative | None, Heading("의뢰 사유"), Needed()] = Field(None, title="의뢰 사유")

    @model_validator(mode="after")
    def _criteria_of_the_programme(self) -> Self:
        for index, criterion in enumerate(self.criteria):
            owner = next(name for name, held in criteria_by_programme().items() if criterion in held)
            if self.programme is not None and owner != self.programme:
                raise field_error(
                    "code",
                    f"{self.programme}의 의뢰 기준이 아니라 {owner}의 것입니다. 의뢰할 사업의 기준에서 고르거나 "
                    "의뢰할 사업을 고치세요.",
                    ("criteria", index),
                )
        return self


class CriteriaRow(Value):
    """A programme and its lines, a box before each that a person ticks."""

    programme: Annotated[Line, Share(20)] = Field(title="사업")
    lines: Annotated[tuple[Line, ...], Share(80)] = Field(title="의뢰 기준")


def _row(one: ProgrammeCriteria, chosen: tuple[str, ...] = ()) -> CriteriaRow:
    lines = (
        f"{'■' if line.criterion in chosen else '□'} {'· ' if line.indented else ''}{line.criterion}"
        if line.criterion is not None
        else str(line.note)
        for line in one.lines
    )
    return CriteriaRow(programme=one.title, lines=tuple(lines))


def _all_rows() -> tuple[CriteriaRow, ...]:
    return tuple(map(_row, programme_criteria()))


class ProgrammeReferralPrinted(Value):
    """The criteria of the programme; those of all ten on a blank page."""

    rows: Annotated[tuple[CriteriaRow, ...], BlankRows(1), After("programme")] = Field(
        default_factory=_all_rows, title="아래 요건에 해당되는 경우"
    )


def printed(referral: ProgrammeReferral, case: CaseFile) -> ProgrammeReferralPrinted:
    """The chosen programme with its criteria; all of them where none is chosen yet."""
    rows = (
        _row(one, referral.criteria) for one in programme_criteria() if referral.programme in (None, one.name)
    )
    return ProgrammeReferralPrinted(rows=tuple(rows))


FORM = Form(
    id="programme_referral",
    title="타 사례관리 사업 의뢰 기준 점검표",
    number="",
    model=ProgrammeReferral,
    section="공공부문 사례관리 사업 의뢰 기준 및 절차",
    document=GUIDEBOOK,
    repeats=True,
    printed=printed,
    printed_model=ProgrammeReferralPrinted,
    leaves_the_agency=True,
    gaps=(
        "업무안내는 의뢰 기준과 절차를 적을 뿐 점검표를 인쇄하지 않습니다. 기준의 말은 업무안내의 것이고, 칸과 배치는 서식이 정합니다.",
        "'아래 요건에 해당되는 경우'라고만 적혀 있어, 기준에 모두 해당해야 하는지 하나만 해당하면 되는지 알 수 없습니다. 해당하는 것을 "
        "고를 뿐 그 수로 판정하지 않습니다.",
        "정신건강복지센터와 중독관리통합지원센터로 의뢰하는 기준은 제2부(대상자 구분 및 선정)에 더 짧고 다른 말로도 적혀 있습니다. "
        "제1부의 것을 인쇄합니다.",
        "노인학대사례관리, 서민금융진흥원에 의뢰하는 기준은 제2부에만 있어 담지 않았습니다.",
        "정신건강복지센터의 의뢰양식은 이름만 나옵니다.",
    ),
)
