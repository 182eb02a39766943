"""What a referral packet (의뢰 서류) says of the tests of a case: whether each goes along, and why not."""

from __future__ import annotations

from forms.case import CaseFile
from forms.checklist import ChecklistItem
from forms.icm import depression_screening
from forms.icm.depression_screening import DepressionScreening
from forms.icm.screening_referral import may_go_along
from forms.registry import clause_named

_RULE = "ICM-PHQ-03"


def referral_items(case: CaseFile) -> tuple[ChecklistItem, ...]:
    """An item for each test of a filled case, in time order; empty without any."""
    return tuple(_item(case, screening) for screening in case.all_of(DepressionScreening))


def _item(case: CaseFile, screening: DepressionScreening) -> ChecklistItem:
    goes_along = may_go_along(case, screening)
    day = f"{screening.tested_on} 검사" if screening.tested_on is not None else "검사일 없음"
    left_out = f"{day}. 의뢰일까지 세 가지 모두 동의한 의뢰동의서가 없어 이 묶음에 넣지 않았습니다."
    return ChecklistItem(
        depression_screening.FORM.title,
        "갖춤" if goes_along else "없음",
        day if goes_along else left_out,
        _RULE,
        clause_named(_RULE).cited(case.edition),
    )
