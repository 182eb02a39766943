"""Referrals after PHQ-9: which letters go to mental health care, which consent covers a day, and the periods."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from typing import NamedTuple

from forms.case import CaseFile
from forms.figures import figure
from forms.finding import Location
from forms.icm.depression_screening import DepressionScreening
from forms.icm.referral_letter import ReferralLetter
from forms.icm.screening import risk_of
from forms.icm.screening_consent import ScreeningConsent
from forms.icm.words import found_in
from forms.limit import Limit, Step, in_time_order
from forms.periods import months_after


class Sent(NamedTuple):
    """A letter with the day on which it gives data away, and whether it goes to mental health care."""

    letter: ReferralLetter
    on: date
    to_mental_health: bool


def letters_sent(case: CaseFile) -> tuple[Sent, ...]:
    """The letters of a case that bear a day, in time order."""
    days = ((letter, letter.gives_data_on) for letter in case.all_of(ReferralLetter))
    return tuple(Sent(letter, on, _treats(letter)) for letter, on in days if on is not None)


def _treats(letter: ReferralLetter) -> bool:
    return found_in(letter.agency_name or "", "mental_health_agencies") is not None


def agreed_by(case: CaseFile, day: date | None) -> bool:
    """Whether a consent of that day or before agrees to all three parts; of any day where ``day`` is None."""
    return any(
        consent.agrees
        and consent.signed is not False
        and consent.signed_on is not None
        and (day is None or consent.signed_on <= day)
        for consent in case.all_of(ScreeningConsent)
    )


def may_go_along(case: CaseFile, screening: DepressionScreening) -> bool:
    """ICM-PHQ-03: whether a letter on or after the test lies under a consent with three 동의함."""
    return any(
        agreed_by(case, sent.on)
        for sent in letters_sent(case)
        if screening.tested_on is None or sent.on >= screening.tested_on
    )


def consent_retention(at: Location, consent: ScreeningConsent) -> Limit | None:
    """ICM-DEADLINE-17: a consent is kept for two years from its day."""
    signed_on = consent.signed_on
    years = figure("icm", "screening_consent_years", signed_on) if signed_on is not None else None
    if signed_on is None or years is None:
        return None
    destroyed = consent.destroyed_on
    return Limit(
        "ICM-DEADLINE-17",
        "의뢰동의서 파기",
        Step(signed_on, "의뢰동의서 동의일", (*at, "signed_on")),
        f"{years}년",
        months_after(signed_on, 12 * years),
        Step(destroyed, "의뢰동의서 파기", (*at, "destroyed_on")) if destroyed is not None else None,
        (*at, "destroyed_on"),
    )


def guidance(at: Location, screening: DepressionScreening) -> Limit | None:
    """ICM-PHQ-02: somebody at risk is guided to treatment or counselling; no day is printed, so that of the test."""
    tested_on, guided_on = screening.tested_on, screening.guided_on
    if tested_on is None or not screening.answers or not risk_of(screening.answers):
        return None
    return Limit(
        "ICM-PHQ-02",
        "PHQ-9 고위험군 안내",
        Step(tested_on, "PHQ-9 검사일", (*at, "tested_on")),
        "검사한 날",
        tested_on,
        Step(guided_on, "진료나 상담 안내", (*at, "guided_on")) if guided_on is not None else None,
        (*at, "guided_on"),
        firm=False,
    )


def screening_limits(case: CaseFile) -> Iterator[Limit]:
    """The periods that tests and consents of a case have begun."""
    made = [
        *(guidance(at, screening) for at, screening in in_time_order(case, DepressionScreening)),
        *(consent_retention(at, consent) for at, consent in in_time_order(case, ScreeningConsent)),
    ]
    yield from (limit for limit in made if limit is not None)
