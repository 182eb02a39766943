"""The periods of an asset-building account: deposit months, contacts, courses, interim checks, pauses.

Each is told where the proof of use holds the days that it counts; ``forms.deadlines`` asks here.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, timedelta

from forms.case import CaseFile
from forms.figures import figure
from forms.finding import Location
from forms.limit import Limit, Step, in_time_order
from forms.periods import months_after
from forms.savings.contacts import COUNTED_ACCOUNTS, contact_dates, contacts_made, interim_check_dates
from forms.savings.deposits import saved_months
from forms.savings.pauses import month_after, month_of, months_of
from forms.savings.payout import NOTICE_ACCOUNT
from forms.savings.proof import UsageProof


def account_limits(case: CaseFile) -> Iterator[Limit]:
    """The periods of every account that the case closes."""
    for at, proof in in_time_order(case, UsageProof):
        yield from _deposits(proof, at)
        yield from _contacts(proof, at)
        yield from _courses(proof, at)
        yield from _interim_checks(proof, at)
        yield from _pauses(proof, at)


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


def _contacts(proof: UsageProof, at: Location) -> Iterator[Limit]:
    """AB-CM-3: one contact more with every six months; after the closing none is due any more.

    Where the contacts are known by their number alone, those made have no day to tell.
    """
    on = proof.closure_applied_on
    every, most = figure("savings", "contact_months", on), figure("savings", "contacts", on)
    made = contacts_made(proof)
    if proof.account_type not in COUNTED_ACCOUNTS or made is None or every is None or most is None:
        return
    days = contact_dates(proof)
    key = "contacted_on" if proof.contacted_on else "contact_count"
    for number in range(1, most + 1):
        due = months_after(proof.joined_on, every * number)
        known = number <= len(days)
        if due > on or (number <= made and not known):
            continue
        yield Limit(
            "AB-CM-3",
            f"사례관리 {number}회째",
            _joined(proof, at),
            f"가입 후 {every * number}개월",
            due,
            Step(days[number - 1], "사례관리", (*at, key)) if known else None,
            (*at, key),
        )


def _courses(proof: UsageProof, at: Location) -> Iterator[Limit]:
    """AB-CM-2: the courses still missing, at any time within the three years of the account."""
    on = proof.closure_applied_on
    months = figure("savings", "account_months", on)
    if proof.account_type not in COUNTED_ACCOUNTS or months is None:
        return
    for key, name, made, wanted in (
        ("education_count", "자립역량교육", proof.education_count, figure("savings", "education", on)),
        (
            "group_education_count",
            "집합교육",
            proof.group_education_count,
            figure("savings", "group_education", on),
        ),
    ):
        if made is not None and wanted is not None and made < wanted:
            yield Limit(
                "AB-CM-2",
                f"{name} {wanted}회",
                _joined(proof, at),
                f"가입 후 {months}개월",
                months_after(proof.joined_on, months),
                None,
                (*at, key),
                note=f"{made}회 이수",
            )


def _interim_checks(proof: UsageProof, at: Location) -> Iterator[Limit]:
    """AB-CM-8: the interim checks at one and two years; the source says when, not by when."""
    made = sorted(proof.interim_checked_on)
    if not made:
        return
    for number, due in enumerate(interim_check_dates(proof), 1):
        if due > proof.closure_applied_on:
            continue
        place = (*at, "interim_checked_on")
        yield Limit(
            "AB-CM-8",
            f"중간점검지(만 {number}년)",
            _joined(proof, at),
            f"만 {number}년 시점",
            due,
            Step(made[number - 1], "중간점검지", place) if number <= len(made) else None,
            place,
            firm=False,
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


def _joined(proof: UsageProof, at: Location) -> Step:
    if proof.membership_started_on is not None:
        return Step(proof.membership_started_on, "가입기간 시작일", (*at, "membership_started_on"))
    return Step(proof.account_opened_on, "본인적금통장 개설일", (*at, "account_opened_on"))
