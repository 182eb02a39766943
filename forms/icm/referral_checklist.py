"""What a referral packet (의뢰 서류) says of the tests of a case: whether each goes along, and why not."""

from __future__ import annotations

from forms.case import CaseFile
from forms.checklist import ChecklistItem, Found
from forms.icm import depression_screening
from forms.icm.depression_screening import DepressionScreening
from forms.icm.screening_referral import letters_after, letters_sent, passage
from forms.registry import clause_named


def referral_items(case: CaseFile) -> tuple[ChecklistItem, ...]:
    """An item for each test of a filled case, in time order; empty without any."""
    return tuple(_item(case, screening) for screening in case.all_of(DepressionScreening))


def _item(case: CaseFile, screening: DepressionScreening) -> ChecklistItem:
    title, found = depression_screening.FORM.title, _found(case, screening)
    return ChecklistItem.by(clause_named("ICM-PHQ-03"), title, found, case.edition)


def _found(case: CaseFile, screening: DepressionScreening) -> Found:
    day = f"{screening.tested_on} 검사" if screening.tested_on is not None else "검사일 없음"
    letters, doubt = passage(case, screening)
    if not letters and doubt is not None:
        return Found("확인 필요", f"{day}. 이 묶음에 넣지 않았습니다. {doubt}")
    if not letters and not letters_after(case, screening):
        return Found("없음", f"{day}. 이 검사에 이어 보내는 의뢰서가 없어 이 묶음에 넣지 않았습니다.")
    if not letters:
        return Found(
            "없음",
            f"{day}. 의뢰일까지 세 가지 모두 동의한 의뢰동의서가 없어 이 묶음에 넣지 않았습니다.",
        )
    named = ", ".join(f"{sent.to}({sent.on})" for sent in letters)
    goes = f"{day}. 함께 보내는 의뢰서: {named}"
    # The packet holds every letter; the sheet is of these alone.
    others = dict.fromkeys(sent.to for sent in letters_sent(case) if sent not in letters)
    if rest := ", ".join(name for name in others if name):
        return Found("확인 필요", f"{goes}. 그 밖의 의뢰서와는 함께 보내지 않습니다: {rest}.")
    return Found("갖춤", goes)
