"""Contacts, courses and interim checks of a subscriber (AB-CM), counted against time since joining.

자산형성지원사업 사례관리, 사례관리/ 자립역량교육 횟수 관리. The source's steps 「6개월 이내」 and 「6개월 이상」 share the
sixth month: a contact is asked for by the end of its step and late only after it (E-05).
"""

from __future__ import annotations

from collections.abc import Collection, Iterable
from datetime import date

from forms.figures import figure
from forms.periods import months_after
from forms.savings.terms import AccountType

# 희망Ⅱ, 내일키움통장: the accounts whose counts are asked for (AB-CM-9, E-36).
COUNTED_ACCOUNTS: tuple[AccountType, ...] = ("희망키움통장Ⅱ", "내일키움통장")


def contact_dates(days: Iterable[date], until: date) -> tuple[date, ...]:
    """Those of the days of contact that lie before ``until`` (the closing) or on it, in order."""
    return tuple(sorted(day for day in days if day <= until))


def contacts_made(days: Collection[date], count: int | None, until: date) -> int | None:
    """How many contacts count: those of the days up to ``until``, else the number; None where neither is known."""
    return len(contact_dates(days, until)) if days else count


def full_months(start: date, end: date) -> int:
    """Full months from ``start`` to ``end``; 0 where ``end`` is earlier."""
    months = (end.year - start.year) * 12 + end.month - start.month
    if months > 0 and months_after(start, months) > end:
        months -= 1
    return max(0, months)


def contacts_due(months: int, on: date) -> int:
    """The contacts without which a subscriber is behind after ``months`` full months (AB-CM-3)."""
    every, most = figure("savings", "contact_months", on), figure("savings", "contacts", on)
    return min(most, months // every) if every and most else 0


def interim_check_dates(joined_on: date, on: date) -> tuple[date, ...]:
    """The days on which the interim checks are due: one and two years after joining (AB-CM-8).

    ``on`` is the day whose figures hold.
    """
    every, number = figure("savings", "interim_check_months", on), figure("savings", "interim_checks", on)
    return tuple(months_after(joined_on, (every or 0) * step) for step in range(1, (number or 0) + 1))
