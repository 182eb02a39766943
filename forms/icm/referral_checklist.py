"""What a referral packet (의뢰 서류) says of the tests of a case: whether each goes along, and why not."""

from __future__ import annotations

from forms.case import CaseFile
from forms.checklist import ChecklistItem, Found
from forms.icm import depression_screening
from forms.icm.depression_screening import DepressionScreening
from forms.icm.screening_referral import letters_sent, may_go_along
from forms.registry import clause_named


def referral_items(case: CaseFile) -> tuple[ChecklistItem, ...]:
    """An item for each test of a filled case, in time order; empty without any."""
    return tuple(_item(case, screening) for screening in case.all_of(DepressionScreening))


def _item(case: CaseFile, screening: DepressionScreening) -> ChecklistItem:
    title, found = depression_screening.FORM.title, _found(case, screening)
    return ChecklistItem.by(clause_named("ICM-PHQ-03"), title, found, case.edition)


def _found(case: CaseFile, screening: DepressionScreening) -> Found:
    day = f"{screening.tested_on} 검사" if screening.tested_on is not None else "검사일 없음"
    if not may_go_along(case, screening):
        return Found(
            "없음",
            f"{day}. 의뢰일까지 세 가지 모두 동의한 의뢰동의서가 없어 이 묶음에 넣지 않았습니다.",
        )
    # The consent names whom the result may go to; a name of an agency alone does not always tell.
    others = dict.fromkeys(
        sent.letter.agency_name for sent in letters_sent(case) if not sent.to_mental_health
    )
    if names := ", ".join(name for name in others if name):
        return Found(
            "확인 필요",
            f"{day}. 의뢰동의서의 정보 활용기관은 정신건강의학과 병·의원, 정신건강복지센터, 자살예방센터입니다. "
            f"그런 기관인지 확인하고, 아니면 함께 보내지 않습니다: {names}.",
        )
    return Found("갖춤", day)
