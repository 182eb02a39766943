"""What ``check`` says of the reason for which a 희망저축계좌Ⅰ is closed (해지사유).

Source: 희망저축계좌Ⅰ 사업 안내문, 해지요건. Which of its closures a matured account takes that has not left the benefits
is a person's decision (E-01). What the file does not hold of the account is not judged.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date

from forms.case import CaseFile
from forms.figures import figure
from forms.finding import Breach, Unjudged
from forms.particles import quoted_with_particle
from forms.periods import months_after
from forms.rule import rule
from forms.savings.account import account_of
from forms.savings.closing import account_value
from forms.savings.closure_application import (
    FORM,
    LEFT_EARLY,
    LOW_INCOME,
    MATURED,
    OVER_CAP,
    UNPAID,
    ClosureApplication,
    ClosureReason,
    closures_of,
)
from forms.savings.deposits import missed_months, saved_months
from forms.savings.incomes import income_cap, income_floor, incomes_by_month, last_months, low_rows
from forms.savings.not_known import (
    account_months,
    month_words,
    months_not_entered,
    no_median,
    no_medians,
    no_notice,
    unspoken_years,
)
from forms.savings.pauses import paused_months
from forms.savings.payout import NOTICE_ACCOUNT
from forms.savings.proof import AccrualPause, Deposit, MonthlyIncome, UsageProof


def _states(application: ClosureApplication, reason: ClosureReason) -> bool:
    return application.account_type == NOTICE_ACCOUNT and application.reason == reason


@rule("HS1-CL-0")
def a_reason_belongs_to_its_closure(application: ClosureApplication, case: CaseFile) -> Iterator[Breach]:
    reason, closure = application.reason, application.closure_type
    if application.account_type != NOTICE_ACCOUNT or reason is None or closure is None:
        return
    of = closures_of(reason)
    if closure not in of:
        yield Breach(
            ("reason",),
            f"{quoted_with_particle(reason, '은(는)')} {closure}가 아니라 {', '.join(of)}의 사유입니다.",
        )


@rule("HS1-CL-1")
def matured_accounts_left_in_time(
    application: ClosureApplication, case: CaseFile
) -> Iterator[Breach | Unjudged]:
    opened, applied = application.account_opened_on, application.applied_on
    if not _states(application, MATURED) or applied is None:
        return
    months, grace = figure("hs1", "account_months", applied), figure("hs1", "grace_months", applied)
    if opened is None:
        yield FORM.lacks(application, "account_opened_on")
        return
    if months is None or grace is None:
        yield no_notice(applied)
        return
    matured, last = months_after(opened, months), months_after(opened, months + grace)
    left = account_value(case, "left_benefits_on")
    if left is None:
        yield Breach(
            ("reason",),
            f"만기 지급해지인데 통장에 탈수급일이 없습니다. 유예기간은 {last}까지입니다.",
        )
    elif left > last:
        yield Breach(
            ("reason",), f"탈수급일 {left}이 만기 후 {grace}개월의 유예기간({last}까지)보다 늦습니다."
        )
    elif left > applied:
        yield _not_left_yet(left, applied)
    if applied < matured:
        yield Breach(("reason",), f"만기({matured}) 전인 {applied}에 낸 신청서입니다.")


@rule("HS1-CL-2")
def early_leavers_left_before_maturity(
    application: ClosureApplication, case: CaseFile
) -> Iterator[Breach | Unjudged]:
    opened, applied = application.account_opened_on, application.applied_on
    if not _states(application, LEFT_EARLY) or applied is None:
        return
    months, left = figure("hs1", "account_months", applied), account_value(case, "left_benefits_on")
    if opened is None:
        yield FORM.lacks(application, "account_opened_on")
    elif left is None:
        yield Unjudged("통장의 탈수급일")
    elif months is None:
        yield no_notice(applied)
    elif left >= (matured := months_after(opened, months)):
        yield Breach(("reason",), f"탈수급일 {left}이 만기({matured})보다 앞서지 않습니다.")
    elif left > applied:
        yield _not_left_yet(left, applied)


def _not_left_yet(left: date, applied: date) -> Breach:
    """The reason is that the household has left the benefits: it had not when it applied."""
    return Breach(("reason",), f"탈수급일 {left}이 신청서 제출일 {applied}보다 늦습니다.")


@dataclass(frozen=True)
class _Kept:
    """How an account was kept, as the proof of use holds it, else the account of the case."""

    household_size: int | None = None
    earned_incomes: tuple[MonthlyIncome, ...] = ()
    deposits: tuple[Deposit, ...] = ()
    pauses: tuple[AccrualPause, ...] = ()
    membership_started_on: date | None = None


def _kept(case: CaseFile) -> _Kept:
    source = case.last_of(UsageProof) or account_of(case)
    if source is None:
        return _Kept()
    return _Kept(
        source.household_size,
        source.earned_incomes,
        source.deposits,
        source.pauses,
        source.membership_started_on,
    )


@rule("HS1-CL-3", "closure_application")
def recent_incomes_bear_out_the_reason(
    application: ClosureApplication, case: CaseFile
) -> Iterator[Breach | Unjudged]:
    applied = application.applied_on
    if not _states(application, OVER_CAP) or applied is None:
        return
    kept, number = _kept(case), figure("hs1", "over_cap_months", applied)
    by_month = incomes_by_month(kept.earned_incomes)
    if number is None:
        yield no_notice(applied)
    if number is None or kept.household_size is None or not by_month:
        yield from _no_incomes(kept, by_month)
        return
    months = last_months(by_month, number)
    cap = income_cap(kept.household_size, months[0])
    yield from months_not_entered(by_month, months)
    if cap is None:
        yield no_median(months[0])
    elif by_month.keys() >= set(months) and sum(by_month[month] for month in months) <= number * cap:
        yield Breach(
            ("reason",),
            f"최근 {number}개월({month_words(months[0])}까지) 평균 소득이 소득상한 {cap:,}원을 넘지 않습니다.",
        )


@rule("HS1-CL-5", "closure_application")
def low_incomes_bear_out_the_reason(
    application: ClosureApplication, case: CaseFile
) -> Iterator[Breach | Unjudged]:
    applied = application.applied_on
    if not _states(application, LOW_INCOME) or applied is None:
        return
    kept, number = _kept(case), figure("hs1", "low_income_months", applied)
    by_month = incomes_by_month(kept.earned_incomes)
    joined = kept.membership_started_on or application.account_opened_on
    if number is None:
        yield no_notice(applied)
    if joined is None:
        yield FORM.lacks(application, "account_opened_on")
    if number is None or joined is None or kept.household_size is None or not by_month:
        yield from _no_incomes(kept, by_month)
        return
    months = {*by_month, *account_months(joined, applied)} - paused_months(kept.pauses, applied)
    rows = low_rows(kept.household_size, by_month, months, number)
    if rows.found:
        return
    if rows.possible:
        yield from months_not_entered(by_month, rows.possible)
        yield from no_medians(
            month for month in rows.possible if month in by_month and income_floor(1, month) is None
        )
    else:
        yield Breach(("reason",), f"소득이 {number}개월 연속 소득하한에 미달한 적이 없습니다.")


@rule("HS1-CL-6", "closure_application")
def missed_deposits_bear_out_the_reason(
    application: ClosureApplication, case: CaseFile
) -> Iterator[Breach | Unjudged]:
    applied, opened, kept = application.applied_on, application.account_opened_on, _kept(case)
    if not _states(application, UNPAID) or applied is None:
        return
    number = figure("hs1", "unpaid_months", applied)
    if number is None:
        yield no_notice(applied)
    if opened is None:
        yield FORM.lacks(application, "account_opened_on")
    if not kept.deposits:
        yield Unjudged("본인적립금 입금")
    if number is None or opened is None or not kept.deposits:
        return
    missed = len(missed_months(saved_months(opened, applied, kept.deposits, kept.pauses)))
    if missed < number and (unspoken := list(unspoken_years(opened, applied))):
        yield from unspoken
    elif missed < number:
        yield Breach(
            ("reason",), f"본인적립금 미납이 누적 {missed}개월입니다. {number}개월부터 환수해지 사유입니다."
        )


def _no_incomes(kept: _Kept, by_month: Mapping[date, int]) -> Iterator[Unjudged]:
    if kept.household_size is None:
        yield Unjudged("가구원 수")
    if not by_month:
        yield Unjudged("가구 근로·사업소득")
