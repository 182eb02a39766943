"""Rules of 지원비: 통합사례관리 사업비 집행 지침 4 세부 내역 가. 지원비, 라. 세부 유의사항, 마. 집행 불가 내역."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from forms.case import CaseFile
from forms.date_order import breaches
from forms.finding import Breach, Unjudged
from forms.icm.support_ledger import FORM, SupportLedger, supported
from forms.icm.support_money import SupportCategory, SupportEntry, first_day, support_limit
from forms.particles import quoted_with_particle, with_particle
from forms.rule import rule

# What a word also stands in, and is no money: 생활비품 is what a household needs.
_NO_CASH = ("현금영수증", "생활비품", "생활비누")
_CASH_WORDS = ("생활비", "상품권", "현금")


@rule("ICM-BUDGET-01")
def a_household_gets_up_to_its_limit(ledger: SupportLedger, case: CaseFile) -> Iterator[Breach | Unjudged]:
    year = ledger.fiscal_year
    if year is None or not _is_the_years_last(ledger, case):
        return
    spent = supported(case, year)
    if support_limit(year) is None:
        yield Unjudged(f"{year}년의 가구당 지원 한도")
    elif spent.excess is not None:
        yield Breach(("entries",), spent.excess, on=first_day(year))


def _is_the_years_last(ledger: SupportLedger, case: CaseFile) -> bool:
    """What several ledgers of a year come to is told once."""
    of_the_year = [one for one in case.all_of(SupportLedger) if one.fiscal_year == ledger.fiscal_year]
    return of_the_year[-1] is ledger


@rule("ICM-BUDGET-11")
def medical_bills_are_of_the_time_after_selection(
    ledger: SupportLedger, case: CaseFile
) -> Iterator[Breach | Unjudged]:
    selected_on = case.selection.decided_on if case.selection is not None else None
    for index, entry in _of(ledger, "의료비"):
        # Arrears of before are paid where a conference decided so and the office approved it.
        if entry.conference_on is not None and entry.approved_on is not None:
            continue
        if entry.incurred_on is None:
            yield _lacks(ledger, index, "incurred_on")
        elif selected_on is None:
            yield Unjudged("대상자 선정일")
        elif entry.incurred_on < selected_on:
            yield Breach(
                ("entries", index, "incurred_on"),
                f"의료비가 생긴 날({entry.incurred_on})이 대상자 선정일({selected_on})보다 앞섭니다. 선정된 이후의 의료비를 지급하며, "
                "선정 전에 체납된 의료비는 사례회의의 결정과 내부 결재를 거친 불가피한 경우에만 지급합니다.",
                on=_day(ledger, entry),
            )


@rule("ICM-BUDGET-12")
def no_benefit_is_paid_twice(ledger: SupportLedger, case: CaseFile) -> Iterator[Breach | Unjudged]:
    for index, entry in _of(ledger, "의료비"):
        if entry.covered_elsewhere is None:
            yield _lacks(ledger, index, "covered_elsewhere")
        elif entry.covered_elsewhere:
            yield Breach(
                ("entries", index, "covered_elsewhere"),
                "다른 의료비 보조 사업에서 급여 항목을 지원받고 있으면 비급여 항목만 지원할 수 있습니다.",
                on=_day(ledger, entry),
            )


@rule("ICM-BUDGET-16")
def support_is_decided_and_approved(ledger: SupportLedger, case: CaseFile) -> Iterator[Breach]:
    for index, entry in enumerate(ledger.entries):
        lacking = [key for key in ("conference_on", "approved_on") if getattr(entry, key) is None]
        # The approval of 기타지원비 is asked for by its own clause.
        if entry.category == "기타지원비" and "approved_on" in lacking:
            lacking.remove("approved_on")
        if lacking:
            titles = ", ".join(_title(key) for key in lacking)
            yield Breach(
                ("entries", index, lacking[0]),
                f"없는 것: {titles}. 그 외 필요한 지원과 지침에 명시되지 않은 항목은 사례회의에서 결정하고 내부 결재를 거쳐 집행합니다"
                "(회의록 등 증빙자료 구비).",
                on=_day(ledger, entry),
            )


@rule("ICM-BUDGET-17")
def other_support_is_planned_and_approved_first(ledger: SupportLedger, case: CaseFile) -> Iterator[Breach]:
    for index, entry in _of(ledger, "기타지원비"):
        lacking = [key for key in ("planned_on", "approved_on") if getattr(entry, key) is None]
        if lacking:
            titles = ", ".join(_title(key) for key in lacking)
            yield Breach(
                ("entries", index, lacking[0]),
                f"없는 것: {titles}. 기타지원비는 사례회의를 통해 결정된 내용에 대해 집행계획을 사전 수립하고 과장 결재를 거쳐 집행합니다.",
                on=_day(ledger, entry),
            )
    yield from breaches(case, "ICM-BUDGET-17", ledger)


@rule("ICM-BUDGET-18")
def no_deposit_of_a_home_is_paid(ledger: SupportLedger, case: CaseFile) -> Iterator[Breach]:
    for index, entry in enumerate(ledger.entries):
        if "보증금" in "".join(entry.content.split()):
            yield Breach(
                ("entries", index, "content"),
                "지원 내용에 '보증금'이 있습니다. 주거보증금은 지원할 수 없습니다.",
                on=_day(ledger, entry),
            )


@rule("ICM-BUDGET-19")
def providers_are_paid_directly(ledger: SupportLedger, case: CaseFile) -> Iterator[Breach | Unjudged]:
    for index, entry in enumerate(ledger.entries):
        if entry.method is None:
            yield _lacks(ledger, index, "method")
        elif entry.method != "대상자 직접 지급":
            continue
        elif entry.category != "의료비":
            yield Breach(
                ("entries", index, "method"),
                f"{with_particle(entry.category, '을(를)')} 대상자에게 직접 지급하였습니다. 관련 기관에 직접 지급하거나 물품을 구매하여 지급합니다.",
                on=_day(ledger, entry),
            )
        elif not entry.papers:
            yield Breach(
                ("entries", index, "papers"),
                "의료비를 대상자에게 직접 지급하였는데 증빙서류가 없습니다. 영수증 등 증빙서류를 확인한 뒤에 지급할 수 있습니다"
                "(사전지급은 불가).",
                on=_day(ledger, entry),
            )


@rule("ICM-BUDGET-20")
def no_cash_is_given(ledger: SupportLedger, case: CaseFile) -> Iterator[Breach]:
    for index, entry in enumerate(ledger.entries):
        text = "".join(entry.content.split())
        for harmless in _NO_CASH:
            text = text.replace(harmless, " ")
        word = next((word for word in _CASH_WORDS if word in text), None)
        if word is not None:
            yield Breach(
                ("entries", index, "content"),
                f"지원 내용에 {quoted_with_particle(word, '이(가)')} 있습니다. 생활비, 상품권 등 직접적인 현금 급여는 제공할 수 없습니다.",
                on=_day(ledger, entry),
            )


@rule("ICM-BUDGET-21")
def other_resources_come_first(ledger: SupportLedger, case: CaseFile) -> Iterator[Breach]:
    for index, entry in enumerate(ledger.entries):
        if not entry.other_aid_checked:
            yield Breach(
                ("entries", index, "other_aid_checked"),
                "공적자원과 민간자원을 먼저 검토하였다는 표시가 없습니다. 민간자원 연계가 어렵거나 다른 공적 지원이 없는 경우에 한해 "
                "사업비를 집행합니다.",
                on=_day(ledger, entry),
            )


@rule("ICM-BUDGET-24")
def training_leads_to_self_reliance(ledger: SupportLedger, case: CaseFile) -> Iterator[Breach | Unjudged]:
    for index, entry in _of(ledger, "교육훈련비"):
        if entry.self_reliance is None:
            yield _lacks(ledger, index, "self_reliance")
        elif not entry.self_reliance:
            yield Breach(
                ("entries", index, "self_reliance"),
                "자활 목적이 아닌 교육훈련비는 집행할 수 없습니다.",
                on=_day(ledger, entry),
            )


def _of(ledger: SupportLedger, category: SupportCategory) -> Iterator[tuple[int, SupportEntry]]:
    return ((index, entry) for index, entry in enumerate(ledger.entries) if entry.category == category)


def _day(ledger: SupportLedger, entry: SupportEntry) -> date | None:
    """The day whose text decides: that of the payment, else of what came before it, else of the year."""
    steps = (entry.paid_on, entry.approved_on, entry.planned_on, entry.conference_on)
    year = ledger.fiscal_year
    return next(filter(None, steps), first_day(year) if year is not None else None)


def _title(key: str) -> str:
    return str(SupportEntry.model_fields[key].title)


def _lacks(ledger: SupportLedger, index: int, key: str) -> Unjudged:
    year = f"({ledger.fiscal_year}년)" if ledger.fiscal_year is not None else ""
    return Unjudged(f"{FORM.title}{year} {index + 1}번의 {_title(key)}")
