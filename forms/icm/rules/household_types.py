"""The class of a household (가구유형) against its persons, in each form that asks for it. Our own rule."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from forms.case import CaseFile
from forms.family import FamilyMember, family_of
from forms.finding import Breach
from forms.icm.household_types import Residents, contradiction
from forms.icm.intake_sheet import IntakeSheet
from forms.icm.needs_survey import NeedsSurvey
from forms.icm.referral_letter import ReferralLetter
from forms.rule import rule


@rule("OWN-HOUSEHOLD-TYPE", "intake_sheet")
def intake_class_fits_the_household(sheet: IntakeSheet, case: CaseFile) -> Iterator[Breach]:
    yield from _judged(sheet.household_type, sheet.family, sheet.consulted_on, case)


@rule("OWN-HOUSEHOLD-TYPE", "needs_survey")
def survey_class_fits_the_household(survey: NeedsSurvey, case: CaseFile) -> Iterator[Breach]:
    yield from _judged(survey.household_type, survey.family, survey.surveyed_on, case)


@rule("OWN-HOUSEHOLD-TYPE", "referral_letter")
def letter_class_fits_the_household(letter: ReferralLetter, case: CaseFile) -> Iterator[Breach]:
    intake = case.last_of(IntakeSheet)
    # What the letter takes from the intake sheet is told there.
    if intake is None or letter.household_type != intake.household_type:
        yield from _judged(letter.household_type, (), letter.written_on, case)


def _judged(
    household_type: str | None, family: tuple[FamilyMember, ...], on: date | None, case: CaseFile
) -> Iterator[Breach]:
    """A form's own table of the household tells who lives there, else the case does."""
    home = Residents.of(family or family_of(case, on), case, on)
    said = contradiction(household_type, home) if household_type is not None and home is not None else None
    if said is not None:
        yield Breach(("household_type",), said, on=on)
