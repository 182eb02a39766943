"""개인정보 수집·이용, 제공 동의서 (서식 2), from the 2025 guidebook, 부록 서식 2."""

from __future__ import annotations

from types import MappingProxyType
from typing import Annotated, Literal

from pydantic import AfterValidator, Field

from forms.case import CaseFile
from forms.fields import CalendarDate, Flag, Line, Name, OrganisationName, PersonMark
from forms.form import Form, FromCase, Needed
from forms.icm.sources import GUIDEBOOK
from forms.likeness import refuse_same_names
from forms.record import FormModel, Value

Answer = Literal["동의함", "동의하지 않음"]

# How the head of an office is addressed, by the end of the office's name.
_HEADS = {"구청": "구청장", "시청": "시장", "군청": "군수"}


def agencies_of(case: CaseFile) -> tuple[str, ...]:
    """The agencies that the case's plans and referral letters name, each once, in their order."""
    plans, letters = case.entered("service_plan"), case.entered("referral_letter")
    providers = [
        getattr(service, "provider", None) for plan in plans for service in getattr(plan, "services", ())
    ]
    addressed = [getattr(letter, "agency_name", None) for letter in letters]
    return tuple(dict.fromkeys(name for name in (*providers, *addressed) if name))


def head_of_office(case: CaseFile) -> str | None:
    """The head of the case's agency where that is a 시·군·구청, else None: a 읍면동 is not addressed."""
    name = case.agency.name
    return addressee(name) if name is not None and name.endswith(tuple(_HEADS)) else None


def addressee(office: str) -> str:
    """How the head of ``office`` is addressed: ○○구청 gives ○○구청장; a head's own title stays."""
    for ending, head in _HEADS.items():
        if office.endswith(ending):
            return office.removesuffix(ending) + head
    return office if office.endswith(("장", "군수")) else f"{office} 시군구청장"


_AGENCIES = FromCase(agencies_of, "제공계획의 제공기관과 의뢰서의 기관", blank_only=True)
_HEAD_OF_OFFICE = FromCase(head_of_office, "사례의 기관", blank_only=True)


def _distinct(names: tuple[str, ...]) -> tuple[str, ...]:
    refuse_same_names(names, lambda index: (index,))
    return names


class Consent(FormModel):
    """A signed consent. It prints what was signed, never what the case says later."""

    dated_by = "consented_on"

    headings = MappingProxyType(
        {
            "general": "동의 내용",
            "consented_on": "본인과 가구원",
            "guardian_needed": "법정대리인의 동의",
            "office_name": "받는 시군구청",
        }
    )

    general: Answer | None = Field(None, title="개인정보 수집·이용(일반개인정보)")
    unique_identifiers: Answer | None = Field(None, title="개인정보 수집 및 이용(고유식별정보)")
    sensitive: Answer | None = Field(None, title="개인정보 수집 및 이용(민감정보)")
    third_party: Answer | None = Field(None, title="개인정보 제3자 제공")
    recipients: Annotated[tuple[OrganisationName, ...], _AGENCIES] = Field(
        (), title="서비스 제공기관(기관명)", description="제3자 제공 내역에 적고 동의받은 기관"
    )
    consented_on: Annotated[CalendarDate | None, Needed()] = Field(None, title="동의일")
    signer_name: Annotated[Name | None, PersonMark("동의인"), Needed()] = Field(None, title="본인 성명")
    signed: Flag | None = Field(
        None, title="본인 서명 또는 인", description="서명이나 도장이 있는지. 인쇄하지 않음"
    )
    members: Annotated[tuple[Name, ...], AfterValidator(_distinct), PersonMark("가구원")] = Field(
        (), title="함께 동의한 가구원", description="함께 서명한 가구원의 성명. 인쇄하지 않음"
    )

    guardian_needed: Flag | None = Field(
        None,
        title="법정대리인 동의 대상",
        description="피성년후견인, 피한정후견인 등인지. 만 14세 미만은 적지 않아도 됨. 인쇄하지 않음",
    )
    guardian_general: Flag | None = Field(None, title="법정대리인의 동의(일반개인정보)")
    guardian_unique_identifiers: Flag | None = Field(None, title="법정대리인의 동의(고유식별정보)")
    guardian_sensitive: Flag | None = Field(None, title="법정대리인의 동의(민감정보)")
    guardian_third_party: Flag | None = Field(None, title="법정대리인의 동의(제3자 제공)")
    guardian_consented_on: CalendarDate | None = Field(None, title="법정대리인 동의일")
    guardian_name: Name | None = Field(None, title="법정대리인 성명")
    guardian_relation: Line | None = Field(
        None, title="법정대리인과 본인의 관계", description="예: 친권자, 성년후견인. 인쇄하지 않음"
    )
    guardian_signed: Flag | None = Field(
        None, title="법정대리인 서명 또는 인", description="서명이나 도장이 있는지. 인쇄하지 않음"
    )

    office_name: Annotated[Line | None, _HEAD_OF_OFFICE] = Field(
        None, title="받는 시군구청", description="예: ○○구청. ○○구청장 앞으로 인쇄하며, 없으면 ○○○ 시군구청장"
    )


class ConsentPrinted(Value):
    """What the paper shows beyond the fields."""

    addressed_to: str | None = None


def printed(consent: Consent, case: CaseFile) -> ConsentPrinted:
    """Whom the consent is addressed to."""
    return ConsentPrinted(addressed_to=addressee(consent.office_name) if consent.office_name else None)


FORM = Form(
    id="consent",
    title="개인정보 수집·이용, 제공 동의서",
    number="서식 2",
    model=Consent,
    section="부록 서식 2 개인정보활용 동의서",
    document=GUIDEBOOK,
    repeats=True,
    printed=printed,
    printed_model=ConsentPrinted,
    gaps=(
        "서식 2는 시스템에 없는 표본 양식으로, 시군구가 상황에 맞게 바꾸어 쓸 수 있다고 적혀 있습니다.",
        "가구원 모두의 동의를 받아야 하지만 서식에는 본인과 법정대리인의 서명 자리만 있습니다. "
        "함께 서명한 가구원(members)은 인쇄하지 않는 항목으로 받으며, 가구원마다 동의서를 따로 둘 수도 있습니다.",
        "공공부문 사례관리 사업은 서식에 인쇄된 대로 '7대'라고 적습니다. 업무안내 본문의 수와 다릅니다.",
        "어떤 공공부문 사례관리 기관에 제공하는지 적는 칸은 따로 없어, 서비스 제공기관(기관명) 칸에 함께 적습니다.",
        "법정대리인과 본인의 관계를 적는 칸이 없어 인쇄하지 않는 항목(guardian_relation)으로 받습니다.",
    ),
)
