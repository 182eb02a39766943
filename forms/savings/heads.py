"""What the forms of a subscriber take from the account that stands once in the case."""

from __future__ import annotations

from forms.form import FromCase


def of_account(key: str, fills: bool = True) -> FromCase:
    """What the case's account states under ``key``, to fill a field or, without ``fills``, to compare with it."""
    return FromCase(
        lambda case: getattr(getattr(case, "account", None), key, None), "사례의 통장", fills=fills
    )
