"""What the forms of a subscriber take from the account that stands once in the case."""

from __future__ import annotations

from forms.case import CaseFile
from forms.form import FromCase
from forms.savings.terms import AccountType


def of_account(key: str, fills: bool = True) -> FromCase:
    """What the case's account states under ``key``, to fill a field or, without ``fills``, to compare with it."""
    return FromCase(
        lambda case: getattr(getattr(case, "account", None), key, None), "사례의 통장", fills=fills
    )


def account_type_in(case: CaseFile) -> AccountType | None:
    """The type of the case's account: as stands once in the case, else as a form of it says; None if neither."""
    told = [getattr(getattr(case, "account", None), "type", None)]
    told += [getattr(form, "account_type", None) for _, _, form in case.each_form()]
    return next((one for one in told if one is not None), None)
