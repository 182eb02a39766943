"""Rules of an office's 사업비: 통합사례관리 사업비 집행 지침 3 구성 내역, 4 세부 내역 나. 운영비, 마. 집행 불가 내역.

Amounts are compared in whole won: 15 % of 운영비 is exceeded where 100 × part > 15 × whole.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator

from forms.case import CaseFile
from forms.figures import figure
from forms.finding import Breach, Unjudged
from forms.icm.budget_composition import (
    FORM,
    GROUPS,
    BudgetComposition,
    BudgetGroup,
    other_bounds,
    percent,
    support_bounds,
)
from forms.icm.expert_fee_record import FORM as FEES
from forms.icm.expert_fee_record import ExpertFee, ExpertFeeRecord
from forms.icm.support_money import first_day
from forms.likeness import alike
from forms.rule import rule


@rule("ICM-BUDGET-02")
def the_shares_lie_between_their_bounds(
    budget: BudgetComposition, case: CaseFile
) -> Iterator[Breach | Unjudged]:
    year = budget.fiscal_year
    if year is None:
        return
    lacking = _not_entered(budget, *GROUPS)
    bounds, others = support_bounds(year), other_bounds(year)
    support, total = budget.sum_of("지원비"), budget.total
    if lacking:
        yield Unjudged(f"{FORM.title}({year}년)의 {', '.join(lacking)}")
    elif bounds is None or others is None:
        yield Unjudged(f"{year}년의 예산비율")
    elif support is not None and total and not bounds.hold(support, total):
        rest = total - support
        yield Breach(
            (),
            f"지원비 {support:,}원은 총액 {total:,}원의 {percent(support, total)}, 운영비 및 역량 강화비 {rest:,}원은 "
            f"{percent(rest, total)}입니다. 예산비율은 지원비 {bounds.words}, 운영비 및 역량 강화비 {others.words}입니다.",
            on=first_day(year),
        )


@rule("ICM-BUDGET-04")
def goods_for_visits_are_a_small_part(
    budget: BudgetComposition, case: CaseFile
) -> Iterator[Breach | Unjudged]:
    year, goods = budget.fiscal_year, budget.visit_goods
    if year is None or goods is None:
        return
    share, whole = figure("icm", "visit_goods_share", first_day(year)), budget.sum_of("운영비")
    if share is None:
        yield Unjudged(f"{year}년의 방문 등 물품 구입비 비율")
    elif budget.other_operation is None or whole is None:
        # The goods are a part of it.
        yield FORM.lacks(budget, "other_operation")
    elif 100 * goods > share * whole:
        yield Breach(
            ("visit_goods",),
            f"방문 등 물품 구입비 {goods:,}원은 운영비 {whole:,}원의 {share}%({share * whole // 100:,}원)를 넘습니다.",
            on=first_day(year),
        )


@rule("ICM-BUDGET-05")
def refreshments_are_a_small_part(budget: BudgetComposition, case: CaseFile) -> Iterator[Breach | Unjudged]:
    year, promotion = budget.fiscal_year, budget.promotion
    if year is None or not promotion:
        return
    on = first_day(year)
    share, ceiling = figure("icm", "promotion_share", on), figure("icm", "promotion_ceiling", on)
    support = budget.sum_of("지원비")
    if share is None or ceiling is None:
        yield Unjudged(f"{year}년의 업무추진비 한도")
    elif share == 0:
        yield Breach(
            ("promotion",),
            f"{year}년에는 식대 등 업무추진비 항목으로 편성할 수 없습니다(업무추진비 {promotion:,}원).",
            on=on,
        )
    elif promotion > ceiling:
        yield Breach(
            ("promotion",), f"업무추진비 {promotion:,}원은 최대 {ceiling:,}원을 넘을 수 없습니다.", on=on
        )
    elif support is None:
        yield Unjudged(f"{FORM.title}({year}년)의 지원비")
    elif 100 * promotion > share * support:
        yield Breach(
            ("promotion",),
            f"업무추진비 {promotion:,}원은 지원비 {support:,}원의 {share}%({share * support // 100:,}원)를 넘습니다.",
            on=on,
        )


def _not_entered(budget: BudgetComposition, *groups: BudgetGroup) -> list[str]:
    return [group for group in groups if budget.sum_of(group) is None]


@rule("ICM-BUDGET-06")
def a_fee_is_within_its_limit(record: ExpertFeeRecord, case: CaseFile) -> Iterator[Breach | Unjudged]:
    on = record.held_on
    if on is None:
        return
    meeting, written = figure("icm", "expert_fee", on), figure("icm", "expert_fee_in_writing", on)
    if meeting is None or written is None:
        if record.fees:
            yield Unjudged(f"{on.year}년의 회의·자문수당 한도")
        return
    for index, paid in _paid_so_far(record):
        if written < paid <= meeting and record.in_writing is None:
            yield FEES.lacks(record, "in_writing")
        limit = written if record.in_writing else meeting
        if paid > limit:
            kind = "서면심사" if record.in_writing else "회의·자문"
            yield Breach(
                ("fees", index, "fee"),
                f"{kind}수당 {paid:,}원은 1인당 {limit:,}원까지 지급할 수 있습니다.",
            )


def _paid_so_far(record: ExpertFeeRecord) -> Iterator[tuple[int, int]]:
    """Each line with the fees of its expert up to it, won: the limit is one person's, on however many lines."""
    sums: Counter[tuple[str, str]] = Counter()
    for index, one in enumerate(record.fees):
        expert = (alike(one.name), alike(one.organisation or ""))
        sums[expert] += one.fee
        yield index, sums[expert]


@rule("ICM-BUDGET-07")
def a_long_meeting_adds_once_a_day(record: ExpertFeeRecord, case: CaseFile) -> Iterator[Breach | Unjudged]:
    on = record.held_on
    paid = [(index, one) for index, one in enumerate(record.fees) if one.extra]
    if on is None or not paid:
        return
    limit, minutes = figure("icm", "expert_fee_extra", on), figure("icm", "expert_fee_extra_minutes", on)
    if limit is None or minutes is None:
        yield Unjudged(f"{on.year}년의 추가 수당 한도")
        return
    if record.minutes is None and not record.in_writing:
        yield FEES.lacks(record, "minutes")
    for index, one in paid:
        at = ("fees", index, "extra")
        extra = one.extra or 0
        if extra > limit:
            yield Breach(at, f"추가 {extra:,}원: {limit:,}원 이내로 추가 지급할 수 있습니다.")
        elif record.in_writing:
            yield Breach(
                at,
                f"서면심사에 {extra:,}원을 추가 지급하였습니다. 회의시간이 {minutes}분 이상일 때 추가합니다.",
            )
        elif record.minutes is not None and record.minutes < minutes:
            yield Breach(
                at,
                f"회의시간이 {record.minutes}분인데 {extra:,}원을 추가 지급하였습니다. 회의시간이 {minutes}분 이상일 때 추가합니다.",
            )
        elif _paid_before(record, index, one, case):
            yield Breach(at, f"같은 날({on}) 같은 사람에게 두 번 추가하였습니다. 1일 1회에 한합니다.")


def _paid_before(record: ExpertFeeRecord, index: int, one: ExpertFee, case: CaseFile) -> bool:
    """Whether the same expert got an extra on the same day already, here or in an earlier record."""
    held = case.all_of(ExpertFeeRecord)
    place = next(number for number, other in enumerate(held) if other is record)
    earlier = [fee for other in held[:place] if other.held_on == record.held_on for fee in other.fees]
    return any(fee.extra and alike(fee.name) == alike(one.name) for fee in (*earlier, *record.fees[:index]))


@rule("ICM-BUDGET-28")
def officials_of_the_office_get_no_fee(
    record: ExpertFeeRecord, case: CaseFile
) -> Iterator[Breach | Unjudged]:
    for index, one in enumerate(record.fees):
        if not one.fee and not one.extra:
            continue
        if one.own_official is None:
            yield Unjudged(
                f"{FEES.title}({record.held_on or '회의일 없음'}) {index + 1}번의 해당 지자체 공무원 여부"
            )
        elif one.own_official:
            yield Breach(
                ("fees", index, "fee"),
                "해당 지자체 공무원의 직무 관련 사례회의, 간담회 등 참석 수당은 집행할 수 없습니다.",
            )
