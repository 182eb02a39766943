"""희망저축계좌Ⅰ 사업 안내문: the notice that an office hands out, with the amounts and the days of one year.

The text is that of the notice of 2024. What changes from year to year is computed: the limits from the median
income of the year, the deposit months from the 22nd of each month. Names and telephones are the office's own.
"""

from __future__ import annotations

from datetime import date
from types import MappingProxyType
from typing import Annotated

from pydantic import AfterValidator, Field
from pydantic_core import PydanticCustomError

from forms.case import CaseFile
from forms.fields import CaseNo, Line, OrganisationName, Phone, Won
from forms.figures import figure_source
from forms.form import Form, FromCase, Needed
from forms.heads import CASE_NO
from forms.page import Unprinted
from forms.particles import with_particle
from forms.record import FormModel, Record, Value
from forms.savings.deposits import deposit_window, window_words
from forms.savings.incomes import income_cap, income_floor, median_income
from forms.savings.sources import NOTICE

# The households that the table of the notice names.
SIZES = range(1, 8)
CALL_CENTER = "1522-3960"
ASKED_FOR = "자산형성지원사업 담당자"
_ROOM = " " * 12


def _held(year: int) -> int:
    if median_income(1, date(year, 1, 1)) is None:
        raise PydanticCustomError(
            "range", "{year}년의 기준 중위소득이 없어 안내문을 만들 수 없습니다.", {"year": year}
        )
    return year


NoticeYear = Annotated[int, Field(strict=True, ge=2024, le=2100), AfterValidator(_held)]
"""A calendar year from that of the notice on, of which the median income is held."""


class NoticeContact(Record):
    """Whom to ask: an office, its telephone, and who answers there."""

    name: OrganisationName = Field(title="문의처")
    phone: Phone | None = Field(None, title="전화")
    note: Line | None = Field(None, title="비고", description=f"예: {ASKED_FOR}")


def _contacts(case: CaseFile) -> tuple[NoticeContact, ...]:
    """The agency of the case; none where it has no name."""
    agency = case.agency
    name = " ".join(part for part in (agency.name, agency.unit) if part)
    return (NoticeContact(name=name, phone=agency.phone, note=ASKED_FOR),) if agency.name else ()


class Hs1Notice(FormModel):
    """Which year the notice is of, and the offices that it names."""

    headings = MappingProxyType({"case_no": "안내문", "call_center": "관련 문의"})

    case_no: Annotated[CaseNo | None, CASE_NO, Unprinted()] = Field(
        None, title="관리번호", description="인쇄하지 않음"
    )
    year: Annotated[NoticeYear | None, Needed()] = Field(None, title="안내 연도")
    office_name: Annotated[
        OrganisationName | None, FromCase(lambda case: case.agency.name, "사례의 기관"), Needed()
    ] = Field(None, title="시군구청", description="적립중지를 신청하고 변동을 알리는 곳")
    center_name: OrganisationName | None = Field(None, title="지역자활센터")
    call_center: Phone | None = Field(
        None, title="자산형성지원 콜센터", description=f"적지 않으면 {CALL_CENTER}"
    )
    contacts: Annotated[tuple[NoticeContact, ...], FromCase(_contacts, "사례의 기관", silent=True)] = Field(
        (), title="관련 문의", description="콜센터 다음에 차례로 인쇄"
    )


class LimitColumn(Value):
    """The limits of a household of one size, won a month."""

    median: Won | None = None
    floor: Won | None = None
    cap: Won | None = None


class CalendarRow(Value):
    """Two deposit months that stand in one row: that of the first half-year and that of the second."""

    first: str
    first_days: str
    second: str
    second_days: str


class Hs1NoticePrinted(Value):
    """The table, the calendar and the words that agree with the offices' names."""

    year_words: str = Field("    년", title="안내 연도")
    limits: dict[str, LimitColumn] = Field(
        default_factory=lambda: {f"n{size}": LimitColumn() for size in SIZES}
    )
    further_person: str = Field(_ROOM, title="1인 증가 시의 증가액")
    rows: tuple[CalendarRow, ...] = Field(default_factory=lambda: _calendar(None))
    to_office: str = Field(_ROOM + "(으)로", title="시군구청(로)")
    office_and: str = Field(_ROOM + "과(와)", title="시군구청(와)")
    to_center: str = Field(_ROOM + "(으)로", title="지역자활센터(로)")
    call_center_phone: str = Field(CALL_CENTER, title="콜센터 전화")
    asked: tuple[str, ...] = Field(default_factory=lambda: (_asked(None, None, ASKED_FOR),) * 2)
    year_note: str | None = Field(None, title="다른 해의 금액과 날의 출처")


def printed(notice: Hs1Notice, case: CaseFile) -> Hs1NoticePrinted:
    """The notice of the year: 기준 중위소득, 소득하한 and 소득상한 of one to seven persons, and its twelve windows."""
    if notice.year is None:
        return Hs1NoticePrinted()
    on = date(notice.year, 1, 1)
    named = {
        "to_office": with_particle(notice.office_name, "(으)로") if notice.office_name else None,
        "office_and": with_particle(notice.office_name, "과(와)") if notice.office_name else None,
        "to_center": with_particle(notice.center_name, "(으)로") if notice.center_name else None,
        "call_center_phone": notice.call_center,
        "asked": tuple(_asked(one.name, one.phone, one.note) for one in notice.contacts),
    }
    return Hs1NoticePrinted(
        year_words=f"{notice.year}년",
        limits={
            f"n{size}": LimitColumn(
                median=median_income(size, on), floor=income_floor(size, on), cap=income_cap(size, on)
            )
            for size in SIZES
        },
        further_person=f"{(median_income(8, on) or 0) - (median_income(7, on) or 0):,}",
        rows=_calendar(notice.year),
        year_note=_year_note(notice.year),
        **{name: value for name, value in named.items() if value},
    )


def _asked(name: str | None, phone: str | None, note: str | None) -> str:
    """A line of the contacts, as the notice prints it."""
    words = ", ".join(word for word in (f"☎ {phone or _ROOM}", note) if word)
    return f"{name or _ROOM} ({words})"


def _calendar(year: int | None) -> tuple[CalendarRow, ...]:
    """The deposit months of a year in six rows; without a year the months alone."""

    def days(month: int) -> str:
        window = deposit_window(date(year, month, 1)) if year is not None else None
        return window_words(window) if window is not None else ""

    return tuple(
        CalendarRow(
            first=f"{month}월", first_days=days(month), second=f"{month + 6}월", second_days=days(month + 6)
        )
        for month in range(1, 7)
    )


def _year_note(year: int) -> str | None:
    """Where the amounts and days of another year than that of the notice come from."""
    if str(year) == NOTICE.year:
        return None
    source = figure_source("median_income", "won", date(year, 1, 1))
    return (
        f"※ 기준 중위소득은 {source}. 소득하한, 소득상한과 납입 일정은 {NOTICE.year}년 안내문의 기준에 따라 "
        f"{year}년의 것을 계산하였습니다."
    )


FORM = Form(
    id="hs1_notice",
    title="희망저축계좌Ⅰ 사업 안내문",
    number="",
    model=Hs1Notice,
    section="희망저축계좌Ⅰ 사업 안내문",
    document=NOTICE,
    repeats=True,
    scope="agency",
    printed=printed,
    printed_model=Hs1NoticePrinted,
    gaps=(
        "출처는 한 시의 2024년 안내문입니다. 시청, 지역자활센터의 이름과 전화는 적은 대로 인쇄하고, 글은 그대로 둡니다.",
        "2025년과 2026년의 안내문은 출처에 없습니다. 그 해의 기준 중위소득(보건복지부고시)에 2024년의 기준을 그대로 적용하며, "
        "안내문의 끝에 그렇게 적습니다. 저축액과 장려금은 2024년 안내문의 금액입니다.",
        "적립월의 첫날은 안내문의 글이 아니라 2024년의 표를 따릅니다(전월 납입기한의 다음 날).",
        "출처에 '희망저축계좌 |', '희망저축계좌 I'로 적힌 이름은 '희망저축계좌Ⅰ'로 인쇄합니다.",
    ),
)
