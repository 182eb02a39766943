"""What ``check`` says of the papers of saving: 가입·유지기준 확인서, 월별 본인 저축액 납입 현황, 적립중지 신청서.

Sources: 희망저축계좌Ⅰ 사업 안내문; 자산형성지원사업 사례관리, 적립중지. What the proof of use states too is said there, once a
file.
"""

from __future__ import annotations

from collections.abc import Iterator

from forms.case import CaseFile
from forms.figures import figure
from forms.finding import Breach, Severity, Unjudged
from forms.rule import rule
from forms.savings.closing import proof_value
from forms.savings.deposits import SavedMonth, missed_months, saved_months
from forms.savings.hs1_deposits import FORM as DEPOSITS
from forms.savings.hs1_deposits import Hs1Deposits
from forms.savings.hs1_eligibility import FORM as ELIGIBILITY
from forms.savings.hs1_eligibility import (
    Criterion,
    Hs1Eligibility,
    criteria,
    known_incomes,
    months_looked_at,
    receives_benefits,
)
from forms.savings.not_known import month_words, months_not_entered, no_median, unspoken_years
from forms.savings.pause_application import PauseApplication, is_paused, used_with
from forms.savings.pauses import month_of, paused_months
from forms.savings.payout import NOTICE_ACCOUNT


@rule("HS1-EL-1", "hs1_eligibility")
def households_that_join_meet_the_limits(form: Hs1Eligibility, case: CaseFile) -> Iterator[Breach | Unjudged]:
    """A household that is refused is told of, and no more: the refusal is a result of the form."""
    if form.purpose != "가입":
        return
    if receives_benefits(form) == "미충족":
        yield Breach(("benefits",), "생계급여나 의료급여를 받는 가구가 아닙니다.", Severity.INFO)
    for one in criteria(form):
        if not _stated_by_the_proof(form, case, one.field):
            yield from _criterion(form, one, Severity.INFO)


@rule("HS1-EL-2", "hs1_eligibility")
def households_that_keep_meet_the_limits(form: Hs1Eligibility, case: CaseFile) -> Iterator[Breach | Unjudged]:
    """Below the lower limit is a warning; above the upper one only says what may follow."""
    if form.purpose != "유지" or _stated_by_the_proof(form, case, "earned_incomes"):
        return
    for one in criteria(form):
        over = one.held is not None and one.limit is not None and one.held > one.limit
        yield from _criterion(form, one, Severity.INFO if over else None)


def _criterion(
    form: Hs1Eligibility, one: Criterion, severity: Severity | None
) -> Iterator[Breach | Unjudged]:
    if one.limit is None and form.checked_on is not None:
        yield no_median(form.checked_on)
    elif one.held is None and one.field == "earned_incomes" and (months := months_looked_at(form)):
        yield from months_not_entered(known_incomes(form), months)
    elif one.held is None:
        yield ELIGIBILITY.lacks(form, one.field)
    elif one.result == "미충족":
        yield Breach(
            (one.field,),
            f"{form.household_size}인 가구의 기준({one.title}, {one.limit:,}원)을 채우지 못합니다: {one.held:,}원.",
            severity,
        )


def _stated_by_the_proof(form: Hs1Eligibility, case: CaseFile, field: str) -> bool:
    """Whether the proof of use states the same, and so is asked itself."""
    return proof_value(case, "account_type") == NOTICE_ACCOUNT and all(
        proof_value(case, name) == getattr(form, name) for name in ("household_size", field)
    )


@rule("HS1-DP-1", "hs1_deposits")
def sums_saved_lie_within_limits(sheet: Hs1Deposits, case: CaseFile) -> Iterator[Breach | Unjudged]:
    yield from _not_known(sheet, case)
    for saved in _ended(sheet, case):
        month = saved.window.month
        least, most = figure("hs1", "deposit_minimum", month), figure("hs1", "deposit_maximum", month)
        if least is None or most is None or not saved.amount or least <= saved.amount <= most:
            continue
        yield Breach(
            ("deposits",),
            f"{month_words(month)}분({saved.window.starts} ~ {saved.window.ends}) 저축액 {saved.amount:,}원은 "
            f"{least:,}원 이상 {most:,}원 이하가 아니어서 근로소득장려금이 적립되지 않습니다.",
        )


@rule("HS1-DP-2", "hs1_deposits")
def the_sheet_misses_no_month(sheet: Hs1Deposits, case: CaseFile) -> Iterator[Breach | Unjudged]:
    yield from _not_known(sheet, case)
    missed = missed_months(_ended(sheet, case))
    if missed:
        named = ", ".join(month_words(saved.window.month) for saved in missed)
        yield Breach(("deposits",), f"미납 {len(missed)}개월: {named}.")


@rule("OWN-HS1-MONTHS")
def the_sheet_is_of_the_notices_account(sheet: Hs1Deposits, case: CaseFile) -> Iterator[Breach]:
    if not sheet.of_notice:
        yield Breach(
            ("account_type",),
            f"통장 종류가 {sheet.account_type}입니다. "
            f"이 서식은 {NOTICE_ACCOUNT}의 적립월만 세므로 표가 빈 채로 인쇄됩니다.",
        )


def _ended(sheet: Hs1Deposits, case: CaseFile) -> tuple[SavedMonth, ...]:
    """The months that had ended by the day of the sheet; none where the proof of use is asked of them."""
    if sheet.opened_on is None or sheet.through_on is None or _left_to_the_proof(sheet, case):
        return ()
    return saved_months(sheet.opened_on, sheet.through_on, sheet.deposits, sheet.pauses)


def _not_known(sheet: Hs1Deposits, case: CaseFile) -> Iterator[Unjudged]:
    """What is lacking to count deposit months: a day, the deposits, or the notice's word on a year."""
    if not sheet.of_notice or _left_to_the_proof(sheet, case):
        return
    empty = [name for name in ("opened_on", "deposits") if not getattr(sheet, name)]
    if empty:
        yield DEPOSITS.lacks(sheet, *empty)
    if sheet.opened_on is not None and sheet.through_on is not None:
        yield from unspoken_years(sheet.opened_on, sheet.through_on)


def _left_to_the_proof(sheet: Hs1Deposits, case: CaseFile) -> bool:
    """Whether the proof of use states the same deposits of the same account, up to a day no earlier."""
    closed_on = proof_value(case, "closure_applied_on")
    return not sheet.of_notice or (
        proof_value(case, "account_type") == NOTICE_ACCOUNT
        and sheet.through_on is not None
        and closed_on >= sheet.through_on
        and proof_value(case, "account_opened_on") == sheet.opened_on
        and proof_value(case, "deposits") == sheet.deposits
    )


@rule("AB-PS-1", "pause_application")
def applications_stay_within_limits(form: PauseApplication, case: CaseFile) -> Iterator[Breach]:
    """Months and number apart (E-19); the months of 희망저축계좌Ⅰ are those of its notice (HS1-PS-1)."""
    most = _granted(form, "pauses")
    if form.account_type != NOTICE_ACCOUNT:
        yield from _too_many_months(form, case)
    if most is None or len(proof_value(case, "pauses") or ()) > most:
        return
    if _first_beyond(form, case, "pauses", most):
        yield Breach(
            ("from_month",),
            f"적립중지가 {used_with(form, case).pauses}회입니다. 총 {most}회에 한하여 인정합니다.",
        )


@rule("HS1-PS-1", "pause_application")
def applications_ask_for_half_a_year(form: PauseApplication, case: CaseFile) -> Iterator[Breach]:
    if form.account_type == NOTICE_ACCOUNT:
        yield from _too_many_months(form, case)


def _too_many_months(form: PauseApplication, case: CaseFile) -> Iterator[Breach]:
    most, closed_on = _granted(form, "pause_months"), proof_value(case, "closure_applied_on")
    if most is None or (
        closed_on is not None and len(paused_months(proof_value(case, "pauses"), closed_on)) > most
    ):
        return
    if _first_beyond(form, case, "months", most):
        yield Breach(
            ("to_month",),
            f"적립중지가 모두 {used_with(form, case).months}개월입니다. 총 {most}개월까지 신청할 수 있습니다.",
        )


def _granted(form: PauseApplication, name: str) -> int | None:
    return figure("savings", name, form.applied_on) if form.applied_on is not None else None


def _first_beyond(form: PauseApplication, case: CaseFile, counted: str, most: int) -> bool:
    """Whether more is used with an application than is granted, and with the one before it was not."""
    if getattr(used_with(form, case), counted) <= most:
        return False
    before: PauseApplication | None = None
    for one in case.all_of(PauseApplication):
        if one is form:
            break
        before = one if one.asked is not None else before
    return before is None or getattr(used_with(before, case), counted) <= most


@rule("AB-PS-2")
def pauses_are_lifted_while_they_last(form: PauseApplication, case: CaseFile) -> Iterator[Breach | Unjudged]:
    if form.kind != "중지해제" or form.lifted_on is None:
        return
    paused = is_paused(case, form.lifted_on)
    if paused is None:
        yield Unjudged("적립중지기간")
    elif not paused:
        yield Breach(
            ("lifted_on",),
            f"해제일 {form.lifted_on}이 통장과 신청서에 적힌 어느 적립중지기간에도 들지 않습니다.",
        )


@rule("HS1-PS-2")
def pauses_are_applied_for_beforehand(form: PauseApplication, case: CaseFile) -> Iterator[Breach]:
    if form.account_type != NOTICE_ACCOUNT or form.applied_on is None or form.asked is None:
        return
    first = form.from_month
    if first is not None and form.applied_on >= month_of(first):
        yield Breach(
            ("applied_on",),
            f"{month_words(first)}부터 중지하려면 그 전에 신청하여야 합니다. 신청일은 {form.applied_on}입니다.",
        )
