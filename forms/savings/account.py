"""통장: what stands once in the case of a subscriber (자산형성지원사업 사례관리; 희망저축계좌Ⅰ 사업 안내문)."""

from __future__ import annotations

from datetime import date
from typing import Annotated

from pydantic import Field

from forms.case import CaseFile, WorkType
from forms.fields import AccountNumber, CalendarDate, Flag, Line, Name, PersonMark, Won
from forms.record import Record
from forms.savings.proof import AccrualPause, Deposit, HouseholdSize, MonthlyIncome
from forms.savings.terms import AccountType, Benefit

# 자동이체 날짜는 1일~20일 사이 지정 (AB-AC-5).
LAST_TRANSFER_DAY = 20
DayOfMonth = Annotated[int, Field(strict=True, ge=1, le=31)]


class Account(Record):
    """A subscriber's account and what is counted for it."""

    type: AccountType | None = Field(None, title="통장 종류")
    bank: Line | None = Field(None, title="은행명")
    number: AccountNumber | None = Field(None, title="계좌번호")
    holder: Annotated[Name | None, PersonMark("예금주")] = Field(None, title="예금주")
    opened_on: CalendarDate | None = Field(None, title="본인적금통장 개설일")
    membership_started_on: CalendarDate | None = Field(None, title="가입기간 시작일")
    membership_ended_on: CalendarDate | None = Field(None, title="가입기간 종료일")
    auto_transfer_day: DayOfMonth | None = Field(None, title="자동이체일", description="1~31")
    first_deposit_made: Flag | None = Field(None, title="첫월 본인적금 입금")
    benefits: tuple[Benefit, ...] = Field((), title="수급정보")
    left_benefits_on: CalendarDate | None = Field(None, title="탈수급일")
    work_type: WorkType | None = Field(None, title="사업단 유형")
    household_size: HouseholdSize | None = Field(None, title="가구원 수")
    recognised_income: Won | None = Field(
        None, title="소득인정액(원)", description="가입할 때의 월 소득인정액"
    )
    deposits: tuple[Deposit, ...] = Field((), title="통장 입금", description="적으면 빠진 달은 미납으로 봄")
    pauses: tuple[AccrualPause, ...] = Field((), title="적립중지", description="달로 셈")
    earned_incomes: tuple[MonthlyIncome, ...] = Field((), title="근로·사업소득")
    moved_district_on: CalendarDate | None = Field(None, title="전입·전출일")
    transfer_sent_on: CalendarDate | None = Field(None, title="전입전출 정보 전송일")

    @property
    def joined_on(self) -> date | None:
        """The day from which months of membership count: its start, else the opening of the account."""
        return self.membership_started_on or self.opened_on


def account_of(case: CaseFile) -> Account | None:
    """The account of a case; None where it states none."""
    account: Account | None = getattr(case, "account", None)
    return account
