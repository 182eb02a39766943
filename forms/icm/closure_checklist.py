"""What a closure packet of 통합사례관리 holds: the forms of a complete file, the steps at and after closing.

Titles and clauses stand in ``closure_checklist.toml``.
"""

from __future__ import annotations

from collections.abc import Sequence

from forms.case import CaseFile
from forms.checklist import ChecklistItem, Found, item_table, papers
from forms.form import Form
from forms.icm import (
    closure_review,
    consent,
    intake_sheet,
    limits,
    monitor_sheet,
    needs_survey,
    referral_letter,
    service_plan,
)
from forms.icm.closure_review import ClosureReview
from forms.icm.closure_steps import SHORT_PROCEDURE, STEPS, Closing
from forms.icm.referral_letter import ReferralLetter
from forms.icm.service_plan import ServicePlan
from forms.icm.words import letters
from forms.record import FormModel
from forms.registry import clause_named


def case_management_items(case: CaseFile) -> tuple[ChecklistItem, ...]:
    """The items of a case that holds a closure review; empty without one."""
    review = case.last_of(ClosureReview)
    if review is None:
        return ()
    closing, table = Closing(case, review), item_table("forms.icm")
    return (
        *(
            _item({"title": form.title, **table["forms"][form.id]}, _form(form, closing), case)
            for form in _FORMS
        ),
        *(_item(table["steps"][name], look(closing), case) for name, look in STEPS.items()),
    )


def _item(words: dict[str, str], found: Found, case: CaseFile) -> ChecklistItem:
    return ChecklistItem.by(clause_named(words["rule"]), words["title"], found, case.edition)


_FORMS = (
    intake_sheet.FORM,
    consent.FORM,
    needs_survey.FORM,
    service_plan.FORM,
    referral_letter.FORM,
    closure_review.FORM,
    monitor_sheet.FORM,
)


def _form(form: Form, closing: Closing) -> Found:
    held = closing.case.all_of(form.model)
    if form is referral_letter.FORM:
        return _letters_sent(closing, held)
    if held:
        return papers(held)
    if form is service_plan.FORM and limits.is_linked(closing.case):
        return Found("해당 없음", SHORT_PROCEDURE)
    if form is monitor_sheet.FORM and (spared := closing.not_closed or closing.nobody_left):
        return Found("해당 없음", spared)
    return papers(held)


def _letters_sent(closing: Closing, held: Sequence[FormModel]) -> Found:
    """A letter for every agency that a plan names besides the case's own (ICM-FIELD-09)."""
    case, letters_held = closing.case, closing.case.all_of(ReferralLetter)
    services = [service for plan in case.all_of(ServicePlan) for service in plan.services]
    agency, unit = case.agency.name or "", case.agency.unit or ""
    known = {letters(name) for name in (agency, unit, agency + unit)}
    known |= {letters(letter.agency_name or "") for letter in letters_held}
    providers = dict.fromkeys(service.provider for service in services if service.provider)
    unasked = [name for name in providers if letters(name) not in known]
    sent = papers(held)
    if unasked:
        without = f"의뢰서가 없는 제공기관: {', '.join(unasked)}"
        return Found("확인 필요", f"{sent.detail}. {without}") if held else Found("없음", without)
    if held:
        return sent
    if any(service.provider is None for service in services):
        return Found("확인 필요", "제공기관을 적지 않은 서비스가 있어 의뢰 여부를 알 수 없습니다.")
    if not case.all_of(ServicePlan):
        return Found("확인 필요", "서비스 제공계획이 없어 다른 기관에 의뢰했는지 알 수 없습니다.")
    return Found("해당 없음", "다른 기관이 제공하는 서비스가 없습니다.")
