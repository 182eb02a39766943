"""What ``check`` says of the reason for which a 희망저축계좌Ⅰ is closed (해지사유).

Source: 희망저축계좌Ⅰ 사업 안내문, 해지요건. Which of its closures a matured account takes that has not left the benefits
is a person's decision (E-01). What the file does not hold of the account is not judged.
"""

from __future__ import annotations

from collections.abc import Iterator

from forms.case import CaseFile
from forms.figures import figure
from forms.finding import Breach, Unjudged
from forms.particles import quoted_with_particle
from forms.periods import months_after
from forms.rule import rule
from forms.savings.closing import account_value
from forms.savings.closure_application import (
    FORM,
    LEFT_EARLY,
    MATURED,
    ClosureApplication,
    ClosureReason,
    closures_of,
)
from forms.savings.payout import NOTICE_ACCOUNT
from forms.savings.sources import NOTICE


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
        yield Unjudged(f"{applied.year}년의 {NOTICE.title}")
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
        yield Unjudged(f"{applied.year}년의 {NOTICE.title}")
    elif left >= (matured := months_after(opened, months)):
        yield Breach(("reason",), f"탈수급일 {left}이 만기({matured})보다 앞서지 않습니다.")
