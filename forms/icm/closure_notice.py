"""종결 안내문, from the 2025 guidebook, 종결 4 수행방안 and its 참고 종결 시 고려사항.

The guidebook says what is told when a case closes and advises a notice of one's own: the layout is ours.
"""

from __future__ import annotations

from datetime import date
from types import MappingProxyType
from typing import Annotated

from pydantic import Field

from forms.case import CaseFile
from forms.fields import CalendarDate, Line, Name, Narrative, OrganisationName, Phone
from forms.figures import figure
from forms.form import Form, FromCase, Needed
from forms.heads import AGENCY_AND_UNIT, CLIENT_NAME, CONTACT_NAME, CONTACT_PHONE
from forms.icm.closure_review import MOVED, ClosureReview, PlannedAftercare
from forms.icm.limits import is_linked
from forms.icm.sources import GUIDEBOOK
from forms.page import After, BlankRows, Centred, Prose
from forms.record import FormModel, Value

MAY_ASK = "종결 이후에도 필요한 경우 주사례관리자에게 도움을 요청할 수 있습니다."
TELL_US = "문제가 재발하거나 새로운 욕구가 발생하면 알려 주시기 바랍니다."
# A blank page bears the numbers of the edition that it is of.
_BLANK_ON = date(2025, 1, 1)


def _closing(case: CaseFile) -> date | None:
    review = case.last_of(ClosureReview)
    return review.approved_on if review is not None and review.result == "종결" else None


def _planned(case: CaseFile) -> tuple[PlannedAftercare, ...]:
    review = case.last_of(ClosureReview)
    return review.after_care if review is not None else ()


def moved_or_died(case: CaseFile) -> bool:
    """Whether the household moved away or is no more, so that this office plans no after-care."""
    review = case.last_of(ClosureReview)
    return review is not None and review.closure_type == "이사또는사망"


# 종결시점을 사전 고지: what was foretold may differ from the day of the approval.
_CLOSING_ON = FromCase(_closing, "사례관리 종결심사서의 승인일자", silent=True)
_AFTER_CARE = FromCase(_planned, "사례관리 종결심사서의 사후관리 계획")


class ClosureNotice(FormModel):
    """What a household is told before its case closes: when, and what follows."""

    dated_by = "told_on"

    headings = MappingProxyType({"recipient_name": "종결", "after_care": "사후관리", "manager_name": "안내"})

    recipient_name: Annotated[Name | None, CLIENT_NAME, Needed()] = Field(None, title="받는 사람")
    closing_on: Annotated[CalendarDate | None, _CLOSING_ON, Needed()] = Field(
        None, title="종결 시점", description="종결하는 날이나 예정한 날"
    )
    after_care: Annotated[
        tuple[PlannedAftercare, ...], _AFTER_CARE, Needed(lambda case, _: moved_or_died(case)), BlankRows(2)
    ] = Field((), title="사후관리 계획")
    note: Narrative | None = Field(None, title="안내 사항")
    manager_name: Annotated[Name | None, CONTACT_NAME] = Field(None, title="주사례관리자")
    manager_phone: Annotated[Phone | None, CONTACT_PHONE] = Field(None, title="연락처")
    told_on: Annotated[CalendarDate | None, Needed(), Centred()] = Field(None, title="안내일")
    agency_name: Annotated[OrganisationName | None, AGENCY_AND_UNIT, Centred()] = Field(None, title="기관")


def _sentences(on: date, follows: str | None = None) -> tuple[str, ...]:
    """What the guidebook has a household told, with the numbers of the day; ``follows`` in place of its after-care."""
    first, months, visits = (
        figure("icm", f"after_care_{name}", on) for name in ("first_months", "months", "visits")
    )
    usual = f"종결 이후 {months}개월 내 {visits}회, 최초 1회는 {first}개월 이내에 사후관리를 실시합니다."
    return tuple(filter(None, (MAY_ASK, usual if follows is None else follows, TELL_US)))


def _follows(case: CaseFile, on: date) -> str | None:
    """What is told in place of the usual after-care; empty where nothing is, None where that is told."""
    review = case.last_of(ClosureReview)
    if review is not None and moved_or_died(case):
        return "" if review.moved_or_died == "사망" else MOVED
    if is_linked(case):
        months = figure("icm", "link_after_care_months", on)
        return f"서비스 연계 종료 후 {months}개월 이내에 1회 사후관리를 실시합니다."
    return None


class ClosureNoticePrinted(Value):
    """The sentences of the notice."""

    told: Annotated[tuple[Line, ...], Prose(), After("closing_on")] = Field(
        default_factory=lambda: _sentences(_BLANK_ON), title="안내의 글"
    )


def printed(notice: ClosureNotice, case: CaseFile) -> ClosureNoticePrinted:
    """The sentences that hold for the household."""
    on = notice.closing_on or notice.told_on or _BLANK_ON
    return ClosureNoticePrinted(told=_sentences(on, _follows(case, on)))


def printed_blank(case: CaseFile) -> ClosureNoticePrinted:
    """The sentences that hold for the household of a page to fill in by hand."""
    return ClosureNoticePrinted(told=_sentences(_BLANK_ON, _follows(case, _BLANK_ON)))


FORM = Form(
    id="closure_notice",
    title="종결 안내문",
    number="",
    model=ClosureNotice,
    section="종결 4 수행방안(종결 시 고려사항)",
    document=GUIDEBOOK,
    printed=printed,
    printed_model=ClosureNoticePrinted,
    printed_blank=printed_blank,
    leaves_the_agency=True,
    gaps=(
        "업무안내는 '별도 안내문 양식을 만들어 활용하는 방법도 효과적'이라고 할 뿐 안내문을 인쇄하지 않습니다. 안내할 내용은 종결 시 "
        "고려사항의 것이고, 칸과 배치는 서식이 정합니다.",
        "종결시점을 며칠 전에 알려야 하는지는 업무안내에 없습니다('일정 기간을 남겨두고').",
        "서비스 연계 가구의 사후관리는 '서비스 연계 종료 후'와 '종결 후'의 두 가지로 적혀 있어, 앞의 것으로 인쇄합니다.",
        "주사례관리자의 연락처와 기관은 도움을 요청할 곳으로 인쇄하며, 업무안내에 적힌 칸은 아닙니다.",
    ),
)
