"""What a case states of the closing of its account, wherever it stands: what the forms of a closing fill from.

The proof of use comes first, then the closure application, then the account of the case.
"""

from __future__ import annotations

from typing import Any

from forms.case import CaseFile
from forms.form import FromCase
from forms.savings.account import account_of
from forms.savings.heads import of_account
from forms.savings.proof import UsageProof

OF_PROOF = "사용용도 증빙서류 점검표"
OF_ACCOUNT = of_account("type").origin


def proof_value(case: CaseFile, key: str) -> Any:
    """What the proof of use states; None where it states nothing or the case holds none."""
    return getattr(case.last_of(UsageProof), key, None)


def account_value(case: CaseFile, key: str) -> Any:
    """What the account of the case states; None where it states nothing or the case has none."""
    return getattr(account_of(case), key, None)


def of_proof(key: str, or_account: str | None = None) -> FromCase:
    """Fills from the proof of use and, where it is silent, from what the account states as ``or_account``."""
    if or_account is None:
        return FromCase(lambda case: proof_value(case, key), OF_PROOF)
    return FromCase(
        lambda case: proof_value(case, key) or account_value(case, or_account), f"{OF_PROOF}나 {OF_ACCOUNT}"
    )
