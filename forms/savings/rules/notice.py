"""What ``check`` says of the deposits, incomes and pauses of 희망저축계좌Ⅰ.

Source: 희망저축계좌Ⅰ 사업 안내문 of 2024, which speaks of that account alone. The reasons of closing
are stated, never chosen (E-01): which closure it is stands in the proof. What the notice and the median
incomes that we hold do not speak of is not judged.
"""

from __future__ import annotations

from collections.abc import Iterator

from forms.case import CaseFile
from forms.figures import figure
from forms.finding import Breach, Severity, Unjudged
from forms.rule import rule
from forms.savings.deposits import SavedMonth, missed_months, saved_months, window_of
from forms.savings.incomes import (
    income_cap,
    income_floor,
    incomes_by_month,
    last_months,
    low_rows,
    recognised_income_limit,
)
from forms.savings.not_known import (
    account_months,
    month_words,
    months_not_entered,
    no_median,
    no_medians,
    no_notice,
    unspoken_years,
)
from forms.savings.pauses import month_of, paused_months
from forms.savings.payout import NOTICE_ACCOUNT
from forms.savings.proof import UsageProof
from forms.savings.usage_proof import FORM


def _of_notice(proof: UsageProof) -> bool:
    return proof.account_type == NOTICE_ACCOUNT


@rule("HS1-EL-1", "usage_proof")
def joining_households_have_little(proof: UsageProof, case: CaseFile) -> Iterator[Breach | Unjudged]:
    if not _of_notice(proof):
        return
    if proof.household_size is None or proof.recognised_income is None:
        yield from _lacking(proof, "household_size", "recognised_income")
        return
    limit = recognised_income_limit(proof.household_size, proof.joined_on)
    if limit is None:
        yield no_median(proof.joined_on)
    elif proof.recognised_income > limit:
        yield Breach(
            ("recognised_income",),
            f"소득인정액 {proof.recognised_income:,}원이 {proof.household_size}인 가구의 가입 기준 "
            f"{limit:,}원({proof.joined_on.year}년 기준 중위소득의 40%)을 넘습니다.",
        )


@rule("HS1-EL-2", "usage_proof")
def incomes_stay_within_limits(proof: UsageProof, case: CaseFile) -> Iterator[Breach | Unjudged]:
    """Below the lower limit is a warning; above the upper one only says what may follow."""
    if not _of_notice(proof):
        return
    yield from _lacking(proof, "household_size")
    yield from months_not_entered(
        incomes_by_month(proof.earned_incomes), account_months(proof.joined_on, proof.closure_applied_on)
    )
    if proof.household_size is None:
        return
    for index, income in enumerate(proof.earned_incomes):
        at = ("earned_incomes", index, "amount")
        floor = income_floor(proof.household_size, income.month_of)
        cap = income_cap(proof.household_size, income.month_of)
        if floor is None or cap is None:
            yield no_median(income.month_of)
        elif income.amount < floor:
            yield Breach(
                at,
                f"{month_words(income.month_of)} 소득 {income.amount:,}원이 {proof.household_size}인 가구의 "
                f"소득하한 {floor:,}원에 못 미칩니다.",
            )
        elif income.amount > cap:
            yield Breach(
                at,
                f"{month_words(income.month_of)} 소득 {income.amount:,}원이 {proof.household_size}인 가구의 "
                f"소득상한 {cap:,}원을 넘습니다.",
                Severity.INFO,
            )


@rule("HS1-CL-3", "usage_proof")
def recent_incomes_over_the_cap(proof: UsageProof, case: CaseFile) -> Iterator[Breach | Unjudged]:
    if not _of_notice(proof):
        return
    number = figure("hs1", "over_cap_months", proof.closure_applied_on)
    by_month = incomes_by_month(proof.earned_incomes)
    if number is None:
        yield no_notice(proof.closure_applied_on)
    if number is None or proof.household_size is None or not by_month:
        yield from _lacking(proof, "household_size", "earned_incomes")
        return
    months = last_months(by_month, number)
    last = months[0]
    yield from months_not_entered(by_month, months)
    recent = [by_month[month] for month in months if month in by_month]
    cap = income_cap(proof.household_size, last)
    if cap is None:
        yield no_median(last)
    elif len(recent) == number and sum(recent) > number * cap:
        yield Breach(
            ("earned_incomes",),
            f"최근 {number}개월({month_words(last)}까지) 평균 소득이 소득상한 {cap:,}원을 넘습니다. "
            "탈수급 후라면 지급해지 사유입니다.",
        )


@rule("HS1-CL-5", "usage_proof")
def low_incomes_in_a_row(proof: UsageProof, case: CaseFile) -> Iterator[Breach | Unjudged]:
    """Months of an approved pause are not counted (HS1-CL-7); they do not end the row either.

    Where months that are not known could make up the row, it is not judged.
    """
    if not _of_notice(proof) or proof.closure_type == "환수해지":
        return
    number = figure("hs1", "low_income_months", proof.closure_applied_on)
    by_month = incomes_by_month(proof.earned_incomes)
    if number is None:
        yield no_notice(proof.closure_applied_on)
    if number is None or proof.household_size is None or not by_month:
        yield from _lacking(proof, "household_size", "earned_incomes")
        return
    paused = paused_months(proof.pauses, proof.closure_applied_on)
    months = {*by_month, *account_months(proof.joined_on, proof.closure_applied_on)} - paused
    rows = low_rows(proof.household_size, by_month, months, number)
    for first, last in rows.found:
        yield Breach(
            ("earned_incomes",),
            f"{month_words(first)}부터 {month_words(last)}까지 {number}개월 연속 소득하한에 미달하였습니다. "
            "적립중지를 신청하지 않았다면 환수해지 사유입니다.",
        )
    if rows.possible and not rows.found:
        yield from months_not_entered(by_month, rows.possible)
        yield from no_medians(
            month for month in rows.possible if month in by_month and income_floor(1, month) is None
        )


@rule("HS1-CL-6", "usage_proof")
def a_year_of_missed_deposits(proof: UsageProof, case: CaseFile) -> Iterator[Breach | Unjudged]:
    if not _of_notice(proof) or proof.closure_type == "환수해지":
        return
    number = figure("hs1", "unpaid_months", proof.closure_applied_on)
    missed = missed_months(_saved_months(proof))
    if number is None or len(missed) < number:
        yield from _deposits_not_known(proof)
    else:
        yield Breach(
            ("deposits",),
            f"본인적립금을 누적 {len(missed)}개월 미납하였습니다. {number}개월부터 환수해지 사유입니다.",
        )


@rule("HS1-DP-1", "usage_proof")
def deposits_stay_within_limits(proof: UsageProof, case: CaseFile) -> Iterator[Breach | Unjudged]:
    if not _of_notice(proof):
        return
    yield from _deposits_not_known(proof)
    for saved in _saved_months(proof):
        month = saved.window.month
        least, most = figure("hs1", "deposit_minimum", month), figure("hs1", "deposit_maximum", month)
        if least is None or most is None or not saved.amount or least <= saved.amount <= most:
            continue
        yield Breach(
            ("deposits", saved.deposits[-1], "amount"),
            f"{month_words(month)}분({_window(saved)}) 저축액 {saved.amount:,}원은 {least:,}원 이상 {most:,}원 이하가 "
            "아니어서 근로소득장려금이 적립되지 않습니다.",
        )


@rule("HS1-DP-2", "usage_proof")
def no_month_is_missed(proof: UsageProof, case: CaseFile) -> Iterator[Breach | Unjudged]:
    if not _of_notice(proof):
        return
    yield from _deposits_not_known(proof)
    missed = missed_months(_saved_months(proof))
    if missed:
        named = ", ".join(month_words(saved.window.month) for saved in missed)
        yield Breach(("deposits",), f"미납 {len(missed)}개월: {named}.")


@rule("HS1-DP-3")
def late_deposits_count_for_the_nextmonth_words(
    proof: UsageProof, case: CaseFile
) -> Iterator[Breach | Unjudged]:
    if not _of_notice(proof):
        return
    yield from _deposits_not_known(proof)
    for index, deposit in enumerate(proof.deposits):
        window = window_of(deposit.deposited_on)
        if window is not None and window.month != month_of(deposit.deposited_on):
            yield Breach(
                ("deposits", index, "deposited_on"),
                f"{deposit.deposited_on} 입금은 {month_words(window.month)}분({window.starts} ~ {window.ends})으로 셉니다.",
            )


@rule("HS1-PS-1", "usage_proof")
def pauses_last_half_a_year(proof: UsageProof, case: CaseFile) -> Iterator[Breach]:
    most = figure("savings", "pause_months", proof.closure_applied_on)
    months = len(paused_months(proof.pauses, proof.closure_applied_on))
    if _of_notice(proof) and most is not None and months > most:
        yield Breach(
            ("pauses",), f"적립중지가 모두 {months}개월입니다. 총 {most}개월까지 신청할 수 있습니다."
        )


@rule("HS1-SU-1")
def the_work_incentive_has_a_limit(proof: UsageProof, case: CaseFile) -> Iterator[Breach | Unjudged]:
    yield from _over(proof, "근로소득장려금", "work_incentive")


@rule("HS1-SU-2")
def the_tomorrow_incentive_has_a_limit(proof: UsageProof, case: CaseFile) -> Iterator[Breach | Unjudged]:
    yield from _over(proof, "내일키움장려금", "tomorrow_incentive")


@rule("HS1-SU-3")
def the_tomorrow_profit_has_a_limit(proof: UsageProof, case: CaseFile) -> Iterator[Breach | Unjudged]:
    yield from _over(proof, "내일키움수익금", "tomorrow_profit")


def _over(proof: UsageProof, name: str, figure_name: str) -> Iterator[Breach | Unjudged]:
    """A support that is more than its monthly amount in every month of the account."""
    on = proof.closure_applied_on
    months, monthly = figure("hs1", "account_months", on), figure("hs1", figure_name, on)
    named = [index for index, support in enumerate(proof.supports) if name in support.name]
    if not _of_notice(proof) or not named:
        return
    if months is None or monthly is None:
        yield no_notice(on)
        return
    amount = sum(proof.supports[index].amount for index in named)
    if amount > months * monthly:
        yield Breach(
            ("supports", named[-1], "amount"),
            f"{name} {amount:,}원은 {months}개월 × {monthly:,}원 = {months * monthly:,}원보다 많습니다.",
        )


def _saved_months(proof: UsageProof) -> tuple[SavedMonth, ...]:
    return saved_months(proof.account_opened_on, proof.closure_applied_on, proof.deposits, proof.pauses)


def _lacking(proof: UsageProof, *names: str) -> Iterator[Unjudged]:
    """Those of the fields that are empty."""
    empty = [name for name in names if getattr(proof, name) in (None, ())]
    if empty:
        yield FORM.lacks(proof, *empty)


def _deposits_not_known(proof: UsageProof) -> Iterator[Unjudged]:
    """What is lacking to count deposit months: the deposits, or the notice's word on a month."""
    yield from _lacking(proof, "deposits")
    yield from unspoken_years(proof.account_opened_on, proof.closure_applied_on)


def _window(saved: SavedMonth) -> str:
    return f"{saved.window.starts} ~ {saved.window.ends}"
