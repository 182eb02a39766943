"""The periods of an asset-building account: deposit months, contacts, courses, interim checks, pauses.

Each is told where the case holds the days that it counts; ``forms.deadlines`` asks here.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, timedelta

from forms.case import CaseFile
from forms.figures import figure
from forms.finding import Location
from forms.limit import Limit, Step, in_time_order
from forms.savings.contact_deadlines import contact_limits
from forms.savings.deposits import saved_months
from forms.savings.pauses import month_after, month_of, months_of
from forms.savings.payout import NOTICE_ACCOUNT
from forms.savings.proof import UsageProof


def account_limits(case: CaseFile) -> Iterator[Limit]:
    """The periods of every account that the case closes."""
    for at, proof in in_time_order(case, UsageProof):
        yield from _deposits(proof, at)
        yield from _pauses(proof, at)
    yield from contact_limits(case)


def _deposits(proof: UsageProof, at: Location) -> Iterator[Limit]:
    """HS1-DP-3: the minimum saved by the end of each deposit month; a paused month asks for nothing."""
    if proof.account_type != NOTICE_ACCOUNT:
        return
    opened = Step(proof.account_opened_on, "본인적금통장 개설일", (*at, "account_opened_on"))
    for saved in saved_months(
        proof.account_opened_on, proof.closure_applied_on, proof.deposits, proof.pauses
    ):
        if saved.paused:
            continue
        window = saved.window
        place = (*at, "deposits", saved.deposits[-1]) if saved.deposits else (*at, "deposits")
        done = Step(saved.reached_on, "본인적립금 입금", place) if saved.reached_on else None
        yield Limit(
            "HS1-DP-3",
            f"{window.month.year}년 {window.month.month}월분 본인적립금",
            opened,
            f"{window.starts} ~ {window.ends}",
            window.ends,
            done,
            place,
            note=None if done else "미납인 달에는 근로소득장려금이 적립되지 않음",
        )


def _pauses(proof: UsageProof, at: Location) -> Iterator[Limit]:
    """AB-PS-1, HS1-PS-1: the end of each pause, at the latest where the months of all are used up."""
    most = figure("savings", "pause_months", proof.closure_applied_on)
    if most is None:
        return
    of_notice = proof.account_type == NOTICE_ACCOUNT
    used: set[date] = set()
    order = sorted(range(len(proof.pauses)), key=lambda index: proof.pauses[index].started_on)
    for index in order:
        pause = proof.pauses[index]
        place = (*at, "pauses", index)
        after = month_after(month_of(pause.started_on), max(0, most - len(used)))
        used.update(months_of(pause, proof.closure_applied_on))
        if after is None:
            continue
        yield Limit(
            "HS1-PS-1" if of_notice else "AB-PS-1",
            f"적립중지 종료(총 {most}개월)",
            Step(pause.started_on, "적립중지 시작일", (*place, "started_on")),
            f"총 {most}개월",
            after - timedelta(days=1),
            # A closed account is no longer paused.
            Step(pause.ended_on or proof.closure_applied_on, "적립중지 종료", (*place, "ended_on")),
            (*place, "ended_on"),
        )
