"""Whether a case names files as evidence: asked of every case that is checked, so nothing else is loaded for it."""

from __future__ import annotations

from forms import CheckedCase
from forms.savings.proof import UsageProof


def names_evidence_files(checked: CheckedCase) -> bool:
    """Whether an item of a proof of use in the case names a file."""
    proofs = checked.case.all_of(UsageProof) if checked.case is not None else ()
    return any(item.file is not None for proof in proofs for item in proof.evidence)
