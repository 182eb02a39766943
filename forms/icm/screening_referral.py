"""Referrals after PHQ-9: which letters go to mental health care, which consent covers a day, and the periods."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import date
from typing import NamedTuple

from forms.case import CaseFile
from forms.figures import figure
from forms.finding import Location
from forms.icm.depression_screening import DepressionScreening
from forms.icm.programme_referral import MENTAL_HEALTH, ProgrammeReferral
from forms.icm.referral_letter import ReferralLetter
from forms.icm.screening import risk_of
from forms.icm.screening_consent import ScreeningConsent
from forms.icm.words import found_in
from forms.likeness import alike
from forms.limit import Limit, Step, in_time_order
from forms.periods import months_after


class Sent(NamedTuple):
    """A letter: to whom it goes, the day on which it gives data away, and whether it goes to mental health care."""

    to: str
    on: date
    to_mental_health: bool


def letters_sent(case: CaseFile) -> tuple[Sent, ...]:
    """The letters and the referrals to other programmes of a case that bear a day, in time order."""
    sent = [
        Sent(letter.agency_name or "", letter.gives_data_on, _treats(letter.agency_name))
        for letter in case.all_of(ReferralLetter)
        if letter.gives_data_on is not None
    ]
    sent += [
        Sent(referral.programme, referral.sent_on, referral.programme == MENTAL_HEALTH)
        for referral in case.all_of(ProgrammeReferral)
        if referral.programme is not None and referral.sent_on is not None
    ]
    return tuple(sorted(sent, key=lambda one: one.on))


def letters_after(case: CaseFile, screening: DepressionScreening) -> tuple[Sent, ...]:
    """The letters from the day of a test on that no later test precedes, in time order."""
    tested_on = screening.tested_on
    if tested_on is None:
        return letters_sent(case)
    days = [other.tested_on for other in case.all_of(DepressionScreening) if other.tested_on is not None]
    next_on = min((day for day in days if day > tested_on), default=None)
    return tuple(
        sent for sent in letters_sent(case) if sent.on >= tested_on and (next_on is None or sent.on < next_on)
    )


def _treats(agency: str | None) -> bool:
    return found_in(agency or "", "mental_health_agencies") is not None


def agreed_by(case: CaseFile, day: date | None) -> bool:
    """Whether a consent agrees to all three parts on that day; on any day where ``day`` is None."""
    return any(_covers(consent, day) for consent in case.all_of(ScreeningConsent))


def _covers(consent: ScreeningConsent, day: date | None) -> bool:
    """Whether a consent agrees to all three parts, and a day lies within the two years for which it holds."""
    if not consent.agrees or consent.signed is False or consent.signed_on is None:
        return False
    if day is None:
        return True
    kept = consent_retention((), consent)
    return consent.signed_on <= day and (
        kept is None or (day <= kept.due and (kept.done is None or day <= kept.done.on))
    )


class Passage(NamedTuple):
    """The letters with which a test may go, and why it goes with none of them that it may yet belong to."""

    letters: tuple[Sent, ...]
    doubt: str | None


def passage(case: CaseFile, screening: DepressionScreening) -> Passage:
    """ICM-PHQ-03: with which letters of those that follow it a consent lets a test go.

    The consent speaks of the result, so that it is signed on the day of the test or later and no later than
    the letter; by the client; and of agencies of mental health, or of the one that it was given to.
    """
    tested_on = screening.tested_on
    covered = [
        (sent, [consent for consent in case.all_of(ScreeningConsent) if _covers(consent, sent.on)])
        for sent in letters_after(case, screening)
    ]
    doubts = [(sent, _doubt(case, tested_on, sent, consents)) for sent, consents in covered if consents]
    certain = tuple(sent for sent, doubt in doubts if doubt is None)
    return Passage(certain, next((doubt for _, doubt in doubts if doubt is not None), None))


def _doubt(
    case: CaseFile, tested_on: date | None, sent: Sent, consents: Sequence[ScreeningConsent]
) -> str | None:
    """Why it is not known that these consents let a test go with a letter, as a Korean sentence; None if they do."""
    if tested_on is None:
        return "검사일이 없어 의뢰동의서가 이 검사결과에 관한 것인지 알 수 없습니다."
    of_result = [consent for consent in consents if consent.signed_on and consent.signed_on >= tested_on]
    if not of_result:
        return f"의뢰동의서의 동의일({consents[-1].signed_on})이 검사일보다 앞서, 이 검사결과에 동의한 것인지 알 수 없습니다."
    own = [
        consent
        for consent in of_result
        if consent.signer_name is None or alike(consent.signer_name) == alike(case.client.name)
    ]
    if not own:
        return f"의뢰동의서의 동의자({of_result[-1].signer_name})가 대상자가 아닙니다. 대신 동의할 수 있는지는 업무안내에 없습니다."
    named = [consent.recipient for consent in own if consent.recipient is not None]
    if sent.to_mental_health or alike(sent.to) in map(alike, named):
        return None
    return (
        f"의뢰동의서의 정보 활용기관은 정신건강의학과 병·의원, 정신건강복지센터, 자살예방센터인데 의뢰기관({sent.to})이 그런 기관인지 "
        "이름으로 알 수 없습니다. 그런 기관이면 의뢰동의서의 제공받은 기관에 적으세요."
    )


def may_go_along(case: CaseFile, screening: DepressionScreening) -> bool:
    """Whether there is a letter with which the test may go for certain."""
    return bool(passage(case, screening).letters)


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
