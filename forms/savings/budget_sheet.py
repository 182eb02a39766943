"""가계수지상태표: what a household earns and spends in a month, from 심화 사례관리(예시), 재무설계.

The source tells fixed from variable spending; its example is a picture. The layout is ours.
"""

from __future__ import annotations

from types import MappingProxyType
from typing import Annotated, Literal

from pydantic import Field

from forms.case import CaseFile
from forms.fields import CalendarDate, CaseNo, Line, Name, OrganisationName, Won, WonSum
from forms.form import Form, Needed
from forms.heads import AGENCY_UNIT, CASE_NO, CLIENT_NAME, WORKER_NAME
from forms.page import After, BlankRows, Unprinted
from forms.record import FormModel, Record, Value
from forms.savings.sources import DOCUMENT

Result = Literal["흑자", "적자", "균형"]


class BudgetItem(Record):
    """A line of the sheet: what is earned or spent in the month."""

    name: Line = Field(title="항목")
    amount: Won = Field(title="금액")


class BudgetSheet(FormModel):
    """Income and spending of a month; sums are computed, never entered."""

    dated_by = "month_of"

    headings = MappingProxyType(
        {"case_no": "가입자", "incomes": "수입", "fixed": "고정지출", "variable": "변동지출"}
    )

    case_no: Annotated[CaseNo | None, CASE_NO, Needed()] = Field(None, title="관리번호")
    client_name: Annotated[Name | None, CLIENT_NAME, Needed()] = Field(None, title="가입자")
    worker_name: Annotated[Name | None, WORKER_NAME] = Field(None, title="사례관리사")
    center: Annotated[OrganisationName | None, AGENCY_UNIT] = Field(None, title="기관")
    month_of: Annotated[CalendarDate | None, Unprinted(), Needed()] = Field(
        None, title="해당 월", description="그 달의 아무 날짜"
    )
    incomes: Annotated[tuple[BudgetItem, ...], BlankRows(4)] = Field((), title="수입")
    fixed: Annotated[tuple[BudgetItem, ...], BlankRows(5)] = Field(
        (), title="고정지출", description="예: 세금, 부채상환금, 임대료"
    )
    variable: Annotated[tuple[BudgetItem, ...], BlankRows(5)] = Field(
        (), title="변동지출", description="어느 정도 통제할 수 있는 지출"
    )

    @property
    def total_income(self) -> int:
        """총수입, won."""
        return sum(item.amount for item in self.incomes)

    @property
    def total_spending(self) -> int:
        """총지출: what must be spent and what can be controlled, won."""
        return sum(item.amount for item in (*self.fixed, *self.variable))

    @property
    def balance(self) -> int | None:
        """수지차: income less spending, won; below nothing where more is spent; None where nothing is entered."""
        entered = self.incomes or self.fixed or self.variable
        return self.total_income - self.total_spending if entered else None


class BudgetSheetPrinted(Value):
    """The month, and the sums in won."""

    month: Annotated[Line | None, After("center")] = Field(None, title="해당 월")
    total_income: Annotated[WonSum | None, After("incomes")] = Field(None, title="총수입")
    fixed_total: Annotated[WonSum | None, After("fixed")] = Field(None, title="고정지출 소계")
    variable_total: Annotated[WonSum | None, After("variable")] = Field(None, title="변동지출 소계")
    total_spending: Annotated[WonSum | None, After("variable")] = Field(None, title="총지출")
    balance: Annotated[WonSum | None, After("variable")] = Field(None, title="수지차")
    result: Annotated[Result | None, After("variable")] = Field(None, title="가계수지")


def printed(sheet: BudgetSheet, case: CaseFile) -> BudgetSheetPrinted:
    """수지차 = 총수입 - (고정지출 + 변동지출), and what it is called."""
    month = f"{sheet.month_of.year}년 {sheet.month_of.month}월" if sheet.month_of is not None else None
    balance = sheet.balance
    if balance is None:
        return BudgetSheetPrinted(month=month)
    return BudgetSheetPrinted(
        month=month,
        total_income=sheet.total_income,
        fixed_total=sum(item.amount for item in sheet.fixed),
        variable_total=sum(item.amount for item in sheet.variable),
        total_spending=sheet.total_spending,
        balance=balance,
        result="흑자" if balance > 0 else "적자" if balance < 0 else "균형",
    )


FORM = Form(
    id="budget_sheet",
    title="가계수지상태표",
    number="",
    model=BudgetSheet,
    section="심화 사례관리(예시) 가계수지상태표",
    document=DOCUMENT,
    repeats=True,
    printed=printed,
    printed_model=BudgetSheetPrinted,
    gaps=(
        "출처는 지출을 고정지출과 변동지출로 나누라고 적고, 평가사례는 그림이어서 읽을 수 없습니다.",
        "수입의 줄, 소계와 합계, 수지차와 흑자·적자·균형은 수지라는 말에 따라 서식이 더한 것입니다.",
        "어떤 지출이 고정지출이고 변동지출인지는 세금, 부채상환금, 임대료의 예 말고는 출처에 없어 적은 대로 셉니다.",
    ),
)
