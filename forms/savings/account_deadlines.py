"""The periods of an asset-building account: contacts, courses, interim checks, deposit months, pauses, maturity.

Each is told where the case holds the days that it counts; ``forms.deadlines`` asks here. A closed account is held
to what was due by its closing; one that is kept, month by month as each begins.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta

from forms.case import CaseFile
from forms.figures import figure
from forms.finding import Location
from forms.limit import Limit, Step, in_time_order
from forms.periods import months_after
from forms.savings.account import account_of
from forms.savings.closure_application import ClosureApplication
from forms.savings.contact_deadlines import contact_limits
from forms.savings.counted import OPENED
from forms.savings.deposits import months_of_account
from forms.savings.heads import account_type_in
from forms.savings.pauses import month_after, month_of, months_of
from forms.savings.payout import NOTICE_ACCOUNT
from forms.savings.proof import AccrualPause, Deposit, UsageProof


@dataclass(frozen=True)
class _Kept:
    """An account as a record of the case at ``at`` holds it; ``closed_on`` is None while it is kept."""

    at: Location
    of_notice: bool
    opened: Step
    closed_on: date | None
    deposits: tuple[Deposit, ...]
    pauses: tuple[AccrualPause, ...]
    left_benefits_on: date | None = None


def account_limits(case: CaseFile) -> Iterator[Limit]:
    """The periods of every account that the case closes, else of the one that it holds."""
    for account in _accounts(case):
        yield from _deposits(account)
        yield from _pauses(account)
        yield from _grace(account)
    yield from contact_limits(case)


def _accounts(case: CaseFile) -> Iterator[_Kept]:
    proofs = in_time_order(case, UsageProof)
    for at, proof in proofs:
        yield _Kept(
            at,
            proof.account_type == NOTICE_ACCOUNT,
            Step(proof.account_opened_on, OPENED, (*at, "account_opened_on")),
            proof.closure_applied_on,
            proof.deposits,
            proof.pauses,
        )
    account, application = account_of(case), case.last_of(ClosureApplication)
    if proofs or account is None or account.opened_on is None:
        return
    yield _Kept(
        ("account",),
        account_type_in(case) == NOTICE_ACCOUNT,
        Step(account.opened_on, OPENED, ("account", "opened_on")),
        application.applied_on if application is not None else None,
        account.deposits,
        account.pauses,
        account.left_benefits_on,
    )


def _deposits(account: _Kept) -> Iterator[Limit]:
    """HS1-DP-3: the minimum saved by the end of each deposit month; a paused month asks for nothing."""
    if not account.of_notice or not account.deposits:
        return
    through = account.closed_on or _matured(account)
    for saved in months_of_account(account.opened.on, through, account.deposits, account.pauses):
        window = saved.window
        if saved.paused or (account.closed_on is not None and window.ends > account.closed_on):
            continue
        place = (*account.at, "deposits", saved.deposits[-1]) if saved.deposits else (*account.at, "deposits")
        done = Step(saved.reached_on, "본인적립금 입금", place) if saved.reached_on else None
        yield Limit(
            "HS1-DP-3",
            f"{window.month.year}년 {window.month.month}월분 본인적립금",
            account.opened,
            f"{window.starts} ~ {window.ends}",
            window.ends,
            done,
            place,
            note=None if done else "미납인 달에는 근로소득장려금이 적립되지 않음",
            begins=window.starts,
        )


def _pauses(account: _Kept) -> Iterator[Limit]:
    """AB-PS-1, HS1-PS-1: the end of each pause, at the latest where the months of all are used up."""
    until = account.closed_on or _matured(account)
    most = figure("savings", "pause_months", until)
    if most is None:
        return
    used: set[date] = set()
    order = sorted(range(len(account.pauses)), key=lambda index: account.pauses[index].started_on)
    for index in order:
        pause = account.pauses[index]
        place = (*account.at, "pauses", index)
        after = month_after(month_of(pause.started_on), max(0, most - len(used)))
        used.update(months_of(pause, until))
        if after is None:
            continue
        # A closed account is no longer paused.
        ended = pause.ended_on or account.closed_on
        yield Limit(
            "HS1-PS-1" if account.of_notice else "AB-PS-1",
            f"적립중지 종료(총 {most}개월)",
            Step(pause.started_on, "적립중지 시작일", (*place, "started_on")),
            f"총 {most}개월",
            after - timedelta(days=1),
            Step(ended, "적립중지 종료", (*place, "ended_on")) if ended is not None else None,
            (*place, "ended_on"),
        )


def _grace(account: _Kept) -> Iterator[Limit]:
    """HS1-CL-1: the grace after maturity, within which a household that leaves the benefits is paid in full."""
    matured = _matured(account)
    grace = figure("hs1", "grace_months", matured)
    if not account.of_notice or account.closed_on is not None or grace is None:
        return
    left, place = account.left_benefits_on, (*account.at, "left_benefits_on")
    months = _months(account)
    yield Limit(
        "HS1-CL-1",
        f"탈수급(만기 후 {grace}개월 유예기간)",
        account.opened,
        f"개설 후 {months}개월 만기 + {grace}개월",
        months_after(account.opened.on, months + grace),
        Step(left, "탈수급일", place) if left is not None else None,
        place,
        note=f"만기 {matured}",
    )


def _months(account: _Kept) -> int:
    """How many months the account lasts: the slides say it of every account, and bear no date."""
    return figure("savings", "account_months", account.opened.on) or 0


def _matured(account: _Kept) -> date:
    return months_after(account.opened.on, _months(account))
