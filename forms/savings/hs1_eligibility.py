"""가입·유지기준 확인서 of 희망저축계좌Ⅰ: whether a household meets the limits of its notice.

Source: 희망저축계좌Ⅰ 사업 안내문, 가입 및 유지기준. It prints the limits and no form: the layout is ours.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from types import MappingProxyType
from typing import Annotated, Literal, NamedTuple

from pydantic import Field

from forms.case import CaseFile
from forms.fields import CalendarDate, CaseNo, Line, Name, OrganisationName, Won
from forms.figures import figure
from forms.form import Form, Needed
from forms.heads import AGENCY_UNIT, CASE_NO, CLIENT_NAME, WORKER_NAME
from forms.page import BlankRows, Heading, Unprinted
from forms.record import FormModel, Value
from forms.savings.heads import of_account
from forms.savings.incomes import (
    income_cap,
    income_floor,
    incomes_by_month,
    last_months,
    median_income,
    recognised_income_limit,
)
from forms.savings.proof import HouseholdSize, MonthlyIncome
from forms.savings.sources import NOTICE

Purpose = Literal["가입", "유지"]
# 해당 없음 is our word: a household may have left the benefits, or never had them.
ReceivedBenefit = Literal["생계급여", "의료급여", "해당 없음"]
Result = Literal["충족", "미충족", "자료 없음"]
_TABLE = range(1, 8)


def _for_keeping(case: CaseFile, form: Hs1Eligibility) -> bool:
    return form.purpose == "유지"


class Hs1Eligibility(FormModel):
    """A household's size, benefits and incomes, looked at on a day for joining or for keeping the account."""

    dated_by = "checked_on"

    headings = MappingProxyType(
        {
            "case_no": "가입자",
            "checked_on": "확인",
            "household_size": "가구",
            "earned_incomes": "근로·사업소득",
        }
    )

    case_no: Annotated[CaseNo | None, CASE_NO, Needed()] = Field(None, title="관리번호")
    client_name: Annotated[Name | None, CLIENT_NAME, Needed()] = Field(None, title="가입자")
    worker_name: Annotated[Name | None, WORKER_NAME] = Field(None, title="사례관리사")
    center: Annotated[OrganisationName | None, AGENCY_UNIT] = Field(None, title="기관")
    checked_on: Annotated[CalendarDate | None, Needed()] = Field(
        None, title="확인일", description="이날이 속한 해의 기준 중위소득으로 봄"
    )
    purpose: Annotated[Purpose | None, Needed()] = Field(None, title="확인 구분")
    household_size: Annotated[HouseholdSize | None, of_account("household_size"), Needed()] = Field(
        None, title="가구원 수"
    )
    recognised_income: Annotated[Won | None, of_account("recognised_income"), Needed(_for_keeping)] = Field(
        None, title="소득인정액(원)", description="월 소득인정액. 유지기준을 볼 때는 적지 않아도 됨"
    )
    benefits: Annotated[tuple[ReceivedBenefit, ...], of_account("benefits"), Needed()] = Field(
        (), title="수급정보"
    )
    earned_incomes: Annotated[tuple[MonthlyIncome, ...], of_account("earned_incomes"), Unprinted()] = Field(
        (), title="가구 근로·사업소득", description="확인일까지의 마지막 달과 최근 3개월을 봄"
    )


class LimitRow(Value):
    """The limits of households of one size; the household's own row is marked."""

    size: Line = Field(title="구 분")
    median: Won | None = Field(None, title="기준 중위소득")
    floor: Won | None = Field(None, title="가입 및 유지 기준(소득하한)")
    cap: Won | None = Field(None, title="유지기준(소득상한)")
    own: Literal["●"] | None = Field(None, title="해당 가구")


class ResultRow(Value):
    """A criterion, what the household has, and whether that meets it."""

    criterion: Line = Field(title="기준")
    held: Line | None = Field(None, title="확인한 내용")
    result: Result | None = Field(None, title="결과")


class Hs1EligibilityPrinted(Value):
    """The table of the notice for the year, the incomes looked at, and a line for each criterion."""

    last_month: Annotated[Line | None, Heading("근로·사업소득")] = Field(None, title="마지막 달")
    last_income: Won | None = Field(None, title="마지막 달 소득")
    months: Line | None = Field(None, title="최근 3개월")
    mean_income: Won | None = Field(None, title="최근 3개월 평균")
    limits: Annotated[tuple[LimitRow, ...], BlankRows(7), Heading("가입 및 유지기준")] = Field(
        (), title="기준 중위소득과 소득하한·소득상한(단위: 원/월)"
    )
    results: Annotated[tuple[ResultRow, ...], BlankRows(3), Heading("확인 결과")] = Field(
        (), title="기준별 확인 결과"
    )


class Incomes(NamedTuple):
    """The income of the last month entered, and of the months up to it that are looked at, won a month.

    ``mean`` is cut to the won; None where a month of them is not entered.
    """

    last: date
    amount: int
    first: date
    mean: int | None


def known_incomes(form: Hs1Eligibility) -> dict[date, int]:
    """Income by month as the day of the check could know it: the account goes on to enter later months."""
    by_month = incomes_by_month(form.earned_incomes)
    return {
        month: won for month, won in by_month.items() if form.checked_on is None or month <= form.checked_on
    }


def months_looked_at(form: Hs1Eligibility) -> list[date]:
    """The last month known and those before it whose mean is taken, as first days; none where none is known."""
    by_month = known_incomes(form)
    number = figure("hs1", "over_cap_months", form.checked_on) if form.checked_on is not None else None
    return last_months(by_month, number) if by_month and number else []


def incomes_of(form: Hs1Eligibility) -> Incomes | None:
    """The incomes that are looked at; None where none is entered."""
    by_month, months = known_incomes(form), months_looked_at(form)
    if not months:
        return None
    known = [by_month[month] for month in months if month in by_month]
    mean = sum(known) // len(months) if len(known) == len(months) else None
    return Incomes(months[0], by_month[months[0]], months[-1], mean)


class Criterion(NamedTuple):
    """A limit of the notice and what the household has: the field that states it, the won, the result."""

    field: str
    title: str
    held: int | None
    limit: int | None
    result: Result


def criteria(form: Hs1Eligibility) -> Iterator[Criterion]:
    """The limits in won that the purpose asks for, by the year of the check, each with its result."""
    size, on = form.household_size, form.checked_on
    if size is None or on is None:
        return
    seen = incomes_of(form)
    last, mean = (seen.amount, seen.mean) if seen is not None else (None, None)
    if form.purpose == "가입":
        most = recognised_income_limit(size, on)
        yield _criterion(
            "recognised_income", "소득인정액이 기준 중위소득 40% 이하", form.recognised_income, most
        )
    least = income_floor(size, on)
    yield _criterion("earned_incomes", "총 근로·사업소득이 소득하한 이상", last, least, lowest=True)
    if form.purpose == "유지":
        title = "최근 3개월 평균 소득이 소득상한 이하"
        yield _criterion("earned_incomes", title, mean, income_cap(size, on))


def _criterion(
    field: str, title: str, held: int | None, limit: int | None, lowest: bool = False
) -> Criterion:
    if held is None or limit is None:
        return Criterion(field, title, held, limit, "자료 없음")
    met = held >= limit if lowest else held <= limit
    return Criterion(field, title, held, limit, "충족" if met else "미충족")


def receives_benefits(form: Hs1Eligibility) -> Result:
    """Whether the household receives 생계급여 or 의료급여."""
    if not form.benefits:
        return "자료 없음"
    return "충족" if {"생계급여", "의료급여"} & set(form.benefits) else "미충족"


def printed(form: Hs1Eligibility, case: CaseFile) -> Hs1EligibilityPrinted:
    """The limits of the year of the check, and the result of each criterion."""
    if form.checked_on is None or form.household_size is None:
        return Hs1EligibilityPrinted()
    seen = incomes_of(form)
    looked_at = {}
    if seen is not None:
        looked_at = {
            "last_month": _month(seen.last),
            "last_income": seen.amount,
            "months": f"{_month(seen.first)} ~ {_month(seen.last)}",
            "mean_income": seen.mean,
        }
    sizes = [*_TABLE, *([form.household_size] if form.household_size not in _TABLE else [])]
    return Hs1EligibilityPrinted.model_validate(
        {
            **looked_at,
            "limits": [_limit_row(size, form.checked_on, form.household_size) for size in sizes],
            "results": list(_results(form)),
        }
    )


def _limit_row(size: int, on: date, own: int) -> LimitRow:
    return LimitRow(
        size=f"{size}인 가구",
        median=median_income(size, on),
        floor=income_floor(size, on),
        cap=income_cap(size, on),
        own="●" if size == own else None,
    )


def _results(form: Hs1Eligibility) -> Iterator[ResultRow]:
    if form.purpose == "가입":
        held = ", ".join(form.benefits) or None
        yield ResultRow(criterion="생계·의료수급가구", held=held, result=receives_benefits(form))
    for one in criteria(form):
        limit = f"{one.title}({one.limit:,}원)" if one.limit is not None else one.title
        held = f"{one.held:,}원" if one.held is not None else None
        yield ResultRow(criterion=limit, held=held, result=one.result)


def _month(day: date) -> str:
    return f"{day.year}년 {day.month}월"


FORM = Form(
    id="hs1_eligibility",
    title="가입·유지기준 확인서",
    number="",
    model=Hs1Eligibility,
    section="가입 및 유지기준",
    document=NOTICE,
    repeats=True,
    printed=printed,
    printed_model=Hs1EligibilityPrinted,
    gaps=(
        "출처에는 서식이 없고 기준과 표만 있습니다. 출처의 표는 가구원 수를 옆으로 늘어놓고, 이 서식은 아래로 늘어놓습니다.",
        "2024년의 금액만 안내문에 있습니다. 2025년과 2026년은 그 해의 기준 중위소득(보건복지부고시)에 같은 비율을 적용합니다.",
        "어느 달의 소득으로 소득하한을 보는지는 출처에 없어 확인일이 속한 달까지 적힌 마지막 달로 봅니다. "
        "소득상한은 해지요건의 말대로 최근 3개월 평균으로 보며, 1원 미만은 버립니다.",
        "1인과 2인 가구의 소득상한은 안내문의 표대로 3인 가구의 금액입니다. 8인부터는 안내문의 각주대로 계산합니다.",
        "수급정보의 '해당 없음'은 출처에 없는 말입니다. 급여를 받지 않는 가구를 사실대로 적기 위한 칸입니다.",
    ),
)
