"""The completeness checklist of a closure packet.

Each programme judges its own items (``closure_checklist`` in its package); their titles and clauses
stand in the ``closure_checklist.toml`` beside it.
"""

from __future__ import annotations

from forms.case import CaseFile
from forms.checklist import ChecklistItem
from forms.icm.closure_checklist import case_management_items
from forms.savings.closure_checklist import account_items


def closure_checklist(case: CaseFile) -> tuple[ChecklistItem, ...]:
    """The items that the closure packet of a filled case needs, in order; empty where nothing is closed.

    A case with a closure review is one of 통합사례관리, one with a proof of use of 자산형성지원사업; a case
    with both has both lists. Nothing is read but the case.
    """
    return (*case_management_items(case), *account_items(case))
