"""외부전문가 회의·자문수당 지급 내역: what the outside experts of one case conference were paid.

2025 guidebook, 통합사례관리 사업비 집행 지침 4 세부 내역 나. 운영비, 외부전문가 회의·자문수당: the source says who gets how
much, and prints no record. The layout is ours.
"""

from __future__ import annotations

from collections.abc import Iterable
from types import MappingProxyType
from typing import Annotated

from pydantic import Field

from forms.case import CaseFile
from forms.chosen_conference import from_conference
from forms.fields import CalendarDate, CaseNo, Count, Flag, Name, OrganisationName, Won, WonSum
from forms.form import Form, Needed
from forms.heads import AGENCY_AND_UNIT, CASE_NO
from forms.icm.minutes_heads import CHOSEN, HELD_ON
from forms.icm.sources import GUIDEBOOK
from forms.page import After, BlankRows, Share, Unprinted
from forms.record import FormModel, Record, Value

IN_WRITING = from_conference(lambda held: held.in_writing, "서면 회의")


class ExpertFee(Record):
    """What one expert was paid for the conference, in won."""

    name: Name = Field(title="성명")
    organisation: Annotated[OrganisationName | None, Share(20)] = Field(None, title="소속")
    own_official: Annotated[Flag | None, Share(12)] = Field(None, title="해당 지자체 공무원")
    fee: Won = Field(title="수당")
    extra: Won | None = Field(None, title="추가", description="회의시간이 길어 더한 수당")
    travel: Won | None = Field(None, title="교통비")
    remote: Annotated[Flag | None, Share(10)] = Field(
        None, title="원격지", description="대중교통이 다니지 않는 지역 등에서 참석하는지"
    )


class ExpertFeeRecord(FormModel):
    """A conference and what its experts were paid; sums are computed."""

    dated_by = "held_on"

    headings = MappingProxyType({"case_no": "사례회의", "fees": "수당"})

    case_no: Annotated[CaseNo | None, CASE_NO, Needed()] = Field(None, title="관리번호")
    agency_name: Annotated[OrganisationName | None, AGENCY_AND_UNIT] = Field(None, title="기관")
    conference: Annotated[Count | None, CHOSEN, Unprinted()] = Field(
        None,
        title="사례회의 번호",
        description="사례의 사례회의 목록에서 몇 번째 회의인지. 비우면 개최일이 같은 회의. 인쇄하지 않음",
    )
    held_on: Annotated[CalendarDate | None, HELD_ON, Needed()] = Field(None, title="회의일")
    minutes: Count | None = Field(None, title="회의시간(분)")
    in_writing: Annotated[Flag | None, IN_WRITING] = Field(None, title="서면심사")
    fees: Annotated[tuple[ExpertFee, ...], BlankRows(5)] = Field((), title="지급 내역")


class ExpertFeePrinted(Value):
    """The sums in won; nothing where nobody is entered."""

    fee_total: Annotated[WonSum | None, After("fees")] = Field(None, title="수당 계")
    extra_total: Annotated[WonSum | None, After("fees")] = Field(None, title="추가 계")
    travel_total: Annotated[WonSum | None, After("fees")] = Field(None, title="교통비 계")
    total: Annotated[WonSum | None, After("fees")] = Field(None, title="합계")


def printed(record: ExpertFeeRecord, case: CaseFile) -> ExpertFeePrinted:
    """What all experts were paid."""
    if not record.fees:
        return ExpertFeePrinted()

    def total(amounts: Iterable[int | None]) -> int:
        return sum(amount or 0 for amount in amounts)

    fees, extras = total(one.fee for one in record.fees), total(one.extra for one in record.fees)
    travel = total(one.travel for one in record.fees)
    return ExpertFeePrinted(
        fee_total=fees, extra_total=extras, travel_total=travel, total=fees + extras + travel
    )


FORM = Form(
    id="expert_fee_record",
    title="외부전문가 회의·자문수당 지급 내역",
    number="",
    model=ExpertFeeRecord,
    section="통합사례관리 사업비 집행 지침 4 세부 내역 나. 운영비(외부전문가 회의·자문수당)",
    document=GUIDEBOOK,
    repeats=True,
    printed=printed,
    printed_model=ExpertFeePrinted,
    gaps=(
        "출처에는 수당의 한도와 지급할 수 있는 사람이 있을 뿐, 지급 내역의 서식은 없습니다.",
        "서면심사에 추가 수당을 지급할 수 있다는 말은 없습니다. 교통비의 한도는 출처에 없어 적은 대로 셉니다.",
        "그 밖의 사항은 「2025년도 예산 및 기금운용계획 집행 지침」을 참조하라고 하나 그 지침은 출처에 없습니다.",
    ),
)
