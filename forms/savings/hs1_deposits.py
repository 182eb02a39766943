"""월별 본인 저축액 납입 현황 of 희망저축계좌Ⅰ: what was saved in each deposit month, as it stood on a day.

Source: 희망저축계좌Ⅰ 사업 안내문, 유의사항 and its schedule of 2024. It prints the schedule alone: the layout is ours.
"""

from __future__ import annotations

from types import MappingProxyType
from typing import Annotated, Literal

from pydantic import Field

from forms.case import CaseFile, WorkType
from forms.fields import CalendarDate, CaseNo, Line, Name, OrganisationName, Won
from forms.figures import figure
from forms.form import Form, Needed
from forms.heads import AGENCY_UNIT, CASE_NO, CLIENT_NAME, WORKER_NAME
from forms.page import BlankRows, Share, Unprinted
from forms.record import FormModel, Value
from forms.savings.closing import of_proof
from forms.savings.deposits import SavedMonth, earns_incentive, missed_months, months_of_account, window_words
from forms.savings.heads import of_account
from forms.savings.payout import NOTICE_ACCOUNT
from forms.savings.proof import AccrualPause, Deposit
from forms.savings.sources import NOTICE
from forms.savings.terms import AccountType

MonthState = Literal["적립", "미납", "적립중지", "기한 전"]
MONTHS = 36
# 내일키움장려금: 인턴·도우미형, 근로유지형 제외.
WITHOUT_TOMORROW: tuple[WorkType, ...] = ("인턴·도우미형", "근로유지형")


class Hs1Deposits(FormModel):
    """The account whose months are shown, and the day as of which they are."""

    dated_by = "through_on"

    headings = MappingProxyType({"case_no": "가입자", "account_type": "통장", "deposits": "입금과 적립중지"})

    case_no: Annotated[CaseNo | None, CASE_NO, Needed()] = Field(None, title="관리번호")
    client_name: Annotated[Name | None, CLIENT_NAME, Needed()] = Field(None, title="가입자")
    worker_name: Annotated[Name | None, WORKER_NAME] = Field(None, title="사례관리사")
    center: Annotated[OrganisationName | None, AGENCY_UNIT] = Field(None, title="기관")
    account_type: Annotated[AccountType | None, of_proof("account_type", "type"), Unprinted()] = Field(
        None, title="통장 종류", description="희망저축계좌Ⅰ의 적립월만 셈. 인쇄하지 않음"
    )
    through_on: Annotated[CalendarDate | None, Needed()] = Field(
        None, title="기준일", description="이날까지 지난 납입기간을 셈"
    )
    opened_on: Annotated[CalendarDate | None, of_proof("account_opened_on", "opened_on")] = Field(
        None, title="본인적금통장 개설일"
    )
    work_type: Annotated[WorkType | None, of_account("work_type")] = Field(
        None, title="사업단 유형", description="자활참여자만"
    )
    deposits: Annotated[tuple[Deposit, ...], of_proof("deposits", "deposits"), Unprinted()] = Field(
        (), title="본인적립금 입금", description="적으면 빠진 달은 미납으로 봄"
    )
    pauses: Annotated[tuple[AccrualPause, ...], of_proof("pauses", "pauses"), Unprinted()] = Field(
        (), title="적립중지", description="달로 셈"
    )

    @property
    def of_notice(self) -> bool:
        """Whether it is of the account that the notice speaks of; one that is not named counts as it."""
        return self.account_type in (None, NOTICE_ACCOUNT)


class MonthRow(Value):
    """A deposit month: its days, what was saved and when, and what is added for it, in won."""

    number: Annotated[int, Share(5)] = Field(title="회차")
    month: Annotated[Line, Share(14)] = Field(title="적립월")
    days: Annotated[Line, Share(20)] = Field(title="납입기간")
    amount: Annotated[Won | None, Share(11)] = Field(None, title="본인 저축액")
    deposited_on: Annotated[CalendarDate | None, Share(12)] = Field(None, title="입금일")
    state: Annotated[MonthState | None, Share(10)] = Field(None, title="상태")
    work_incentive: Annotated[Won | None, Share(14)] = Field(None, title="근로소득장려금")
    tomorrow_incentive: Annotated[Won | None, Share(14)] = Field(None, title="내일키움장려금")


class Hs1DepositsPrinted(Value):
    """The months in order, and the sums below them, in won."""

    rows: Annotated[tuple[MonthRow, ...], BlankRows(MONTHS)] = Field((), title="월별 납입 일정과 납입 현황")
    saved_total: Won | None = Field(None, title="본인적립금 계")
    incentive_total: Won | None = Field(None, title="장려금 계")
    missed: Line | None = Field(None, title="누적 미납")


def printed(sheet: Hs1Deposits, case: CaseFile) -> Hs1DepositsPrinted:
    """The months of the account as of the day; without deposits their days alone, to hand out."""
    through = sheet.through_on
    if through is None or sheet.opened_on is None or not sheet.of_notice:
        return Hs1DepositsPrinted()
    made = tuple(deposit for deposit in sheet.deposits if deposit.deposited_on <= through)
    months = months_of_account(sheet.opened_on, through, made, sheet.pauses)
    if not sheet.deposits:
        return Hs1DepositsPrinted(rows=tuple(_schedule(number, saved) for number, saved in _numbered(months)))
    rows = tuple(_row(number, saved, made, sheet) for number, saved in _numbered(months))
    incentives = [won for row in rows for won in (row.work_incentive, row.tomorrow_incentive) if won]
    ended = tuple(saved for saved in months if saved.window.ends <= through)
    most = figure("hs1", "unpaid_months", through)
    return Hs1DepositsPrinted(
        rows=rows,
        saved_total=sum(saved.amount for saved in months),
        incentive_total=sum(incentives),
        missed=f"{len(missed_months(ended))}개월 / {most}개월" if most is not None else None,
    )


def _numbered(months: tuple[SavedMonth, ...]) -> list[tuple[int, SavedMonth]]:
    """Each month with its number: the last is that of the last month before maturity."""
    return list(enumerate(months, MONTHS + 1 - len(months)))


def _schedule(number: int, saved: SavedMonth, **values: object) -> MonthRow:
    window = saved.window
    return MonthRow.model_validate(
        {
            "number": number,
            "month": f"{window.month.year}년 {window.month.month}월",
            "days": window_words(window, " ~ "),
            **values,
        }
    )


def _row(number: int, saved: SavedMonth, made: tuple[Deposit, ...], sheet: Hs1Deposits) -> MonthRow:
    earned, month = earns_incentive(saved), saved.window.month
    joins_in = sheet.work_type is not None and sheet.work_type not in WITHOUT_TOMORROW
    last = made[saved.deposits[-1]].deposited_on if saved.deposits else None
    return _schedule(
        number,
        saved,
        amount=saved.amount or None,
        deposited_on=saved.reached_on or last,
        state=_state(saved, sheet),
        work_incentive=figure("hs1", "work_incentive", month) if earned else None,
        tomorrow_incentive=figure("hs1", "tomorrow_incentive", month) if earned and joins_in else None,
    )


def _state(saved: SavedMonth, sheet: Hs1Deposits) -> MonthState:
    if saved.paused:
        return "적립중지"
    if saved.amount:
        return "적립"
    ended = sheet.through_on is not None and saved.window.ends <= sheet.through_on
    return "미납" if ended else "기한 전"


FORM = Form(
    id="hs1_deposits",
    title="월별 본인 저축액 납입 현황",
    number="",
    model=Hs1Deposits,
    section="유의사항(매월 10만원 이상 저축)",
    document=NOTICE,
    printed=printed,
    printed_model=Hs1DepositsPrinted,
    gaps=(
        "출처에는 서식이 없고 2024년의 납입 일정만 있습니다. 칸의 배치는 서식이 정하고, 용어는 출처의 글을 따릅니다.",
        "2025년부터의 납입기간은 2024년 안내문의 기준(22일, 휴일이면 다음 영업일)으로 계산합니다.",
        "2023년까지의 적립월은 안내문이 말하지 않으므로 인쇄하지 않습니다.",
        "내일키움장려금은 사업단 유형이 적힌 자활참여자만 셈하며, 인턴·도우미형과 근로유지형은 뺍니다. "
        "내일키움수익금과 그 밖의 지원금은 달마다의 금액이 출처에 없어 셈하지 않습니다.",
        "한 달에 여러 번 입금하면 저축액은 더하고, 입금일에는 10만원에 이른 날을 적습니다.",
        "저축액이 10만원에 못 미치거나 50만원을 넘는 달은 '적립'으로 적고 장려금은 셈하지 않습니다. "
        "적립중지가 만기를 늦추는지는 출처에 없어 36개월을 그대로 인쇄합니다.",
    ),
)
