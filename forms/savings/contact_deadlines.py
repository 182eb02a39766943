"""The periods of what is counted for an account: contacts, courses and interim checks (AB-CM).

A closed account is held to what was due by its closing; one that is kept, to all of it.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from forms.case import CaseFile
from forms.figures import figure
from forms.limit import Limit, Step
from forms.periods import months_after
from forms.savings.contacts import COUNTED_ACCOUNTS, interim_check_dates
from forms.savings.counted import Counted, Made, counted
from forms.savings.interim_check import ROUNDS


def contact_limits(case: CaseFile) -> Iterator[Limit]:
    """The contacts, courses and interim checks of the account that a (filled) case holds or closes."""
    held = counted(case)
    if held is None or held.joined is None:
        return
    # The figures bear no date; those in force at the closing, else at the joining, are meant.
    on = held.closed_on or held.joined.on
    if held.account_type in COUNTED_ACCOUNTS:
        yield from _contacts(held, held.joined, on)
        yield from _courses(held, held.joined, on)
    yield from _interim_checks(held, held.joined, on)


def _known(made: Made, held: Counted) -> int | None:
    """How many there are; none while an account is kept of which nothing is told yet."""
    return 0 if made.number is None and held.closed_on is None else made.number


def _contacts(held: Counted, joined: Step, on: date) -> Iterator[Limit]:
    """AB-CM-3: one contact more with every six months; after the closing none is due any more.

    Where the contacts are known by their number alone, those made have no day to tell.
    """
    every, most = figure("savings", "contact_months", on), figure("savings", "contacts", on)
    contacts = held.contacts
    made, at, steps = _known(contacts, held), contacts.at, contacts.steps
    if made is None or every is None or most is None:
        return
    for number in range(1, most + 1):
        due = months_after(joined.on, every * number)
        known = number <= len(steps)
        if (held.closed_on is not None and due > held.closed_on) or (number <= made and not known):
            continue
        done = steps[number - 1] if known else None
        yield Limit(
            "AB-CM-3",
            f"사례관리 {number}회째",
            joined,
            f"가입 후 {every * number}개월",
            due,
            done,
            done.at if done is not None else at,
        )


def _courses(held: Counted, joined: Step, on: date) -> Iterator[Limit]:
    """AB-CM-2: the courses still missing, at any time within the three years of the account."""
    months = figure("savings", "account_months", on)
    if months is None:
        return
    courses, in_group = held.courses
    for name, made, wanted in (
        ("자립역량교육", courses, figure("savings", "education", on)),
        ("집합교육", in_group, figure("savings", "group_education", on)),
    ):
        number = _known(made, held)
        if number is not None and wanted is not None and number < wanted:
            yield Limit(
                "AB-CM-2",
                f"{name} {wanted}회",
                joined,
                f"가입 후 {months}개월",
                months_after(joined.on, months),
                None,
                made.at,
                note=f"{number}회 이수",
            )


def _interim_checks(held: Counted, joined: Step, on: date) -> Iterator[Limit]:
    """AB-CM-8: the interim checks at one and two years; the source says when, not by when.

    A check that names its round is that of the round; those of which only the day is known come in turn.
    """
    made, at = held.checks
    if held.closed_on is not None and not made:
        return
    for number, (round, due) in enumerate(zip(ROUNDS, interim_check_dates(joined.on, on), strict=False), 1):
        if held.closed_on is not None and due > held.closed_on:
            continue
        named = [check.step for check in made if check.round == round]
        in_turn = [check.step for check in made if check.round is None][number - 1 :]
        done = next(iter((*named, *in_turn)), None)
        yield Limit(
            "AB-CM-8",
            f"중간점검지({round})",
            joined,
            f"{round} 시점",
            due,
            done,
            done.at if done is not None else at,
            firm=False,
        )
