"""Rules of PHQ-9 and of the consent to a referral after it: 업무안내 참고 7."""

from __future__ import annotations

from collections.abc import Iterator

from forms.case import CaseFile
from forms.finding import Breach, Unjudged
from forms.icm.depression_screening import FORM, DepressionScreening
from forms.icm.screening import risk_of, window_of
from forms.icm.screening_consent import ScreeningConsent
from forms.icm.screening_referral import agreed_by, consent_retention, letters_after, passage
from forms.limit import issued_after
from forms.rule import rule

ADULT_AGE = 19


@rule("ICM-PHQ-02")
def who_is_at_risk_is_guided(screening: DepressionScreening, case: CaseFile) -> Iterator[Breach]:
    grounds = risk_of(screening.answers) if screening.answers else ()
    if grounds and screening.guided_on is None:
        total, ninth = sum(screening.answers), screening.answers[-1]
        told = {"총점 10점 이상": f"총점이 {total}점", "9번 문항 1점 이상": f"9번 문항이 {ninth}점"}
        yield Breach(
            ("guided_on",),
            f"{'이고 '.join(told[ground] for ground in grounds)}인데 진료나 상담을 받을 수 있도록 안내한 날이 없습니다. "
            "가까운 병·의원이나 정신건강복지센터(정신건강 상담전화)를 안내하고 안내일을 적으세요.",
        )


@rule("ICM-PHQ-03")
def a_referral_needs_its_consent(
    screening: DepressionScreening, case: CaseFile
) -> Iterator[Breach | Unjudged]:
    tested_on = screening.tested_on
    letters = [sent for sent in letters_after(case, screening) if sent.to_mental_health]
    uncovered = next((sent for sent in letters if not agreed_by(case, sent.on)), None)
    if uncovered is not None:
        yield Breach(
            ("referral_wanted",),
            f"{uncovered.to}에 의뢰하는데({uncovered.on}) 그날까지 받아 보유기간 안에 있고 세 가지 모두 동의함인 "
            "의뢰동의서가 없습니다. 동의를 확인하기 전에는 검사결과를 제공할 수 없습니다.",
            on=uncovered.on,
        )
    elif not set(letters) <= set(passage(case, screening).letters):
        yield Unjudged(f"검사일({tested_on or '없음'})부터 의뢰일까지 대상자가 동의한 의뢰동의서")
    elif not letters and screening.referral_wanted and not agreed_by(case, None):
        yield Breach(
            ("referral_wanted",),
            "전문적인 진료나 상담에 의뢰한다고 하였는데 세 가지 모두 동의함인 의뢰동의서가 없습니다.",
        )
    elif (
        not letters and screening.referral_wanted is None and screening.answers and risk_of(screening.answers)
    ):
        yield FORM.lacks(screening, "referral_wanted")


@rule("ICM-PHQ-05")
def adults_take_the_test(screening: DepressionScreening, case: CaseFile) -> Iterator[Breach | Unjudged]:
    if screening.tested_on is None:
        return
    age = case.client.age_on(screening.tested_on)
    if age is None:
        yield Unjudged("대상자의 생년월일")
    elif age < ADULT_AGE:
        yield Breach(
            ("tested_on",),
            f"검사한 날 만 {age}세입니다. PHQ-9은 만 {ADULT_AGE}세 이상의 성인이 받을 수 있습니다.",
        )


@rule("ICM-PHQ-06")
def an_interview_names_its_two_weeks(
    screening: DepressionScreening, case: CaseFile
) -> Iterator[Breach | Unjudged]:
    if screening.mode != "면접조사":
        return
    window = window_of(screening.tested_on) if screening.tested_on is not None else None
    if screening.window_told is None:
        yield FORM.lacks(screening, "window_told")
    elif not screening.window_told and window is not None:
        yield Breach(
            ("window_told",),
            "면접조사에서는 '면접조사 전날로부터 2주 동안'이라는 준거기간을 반드시 말해야 합니다"
            f"({window.first}부터 {window.last}까지).",
        )


@rule("ICM-DEADLINE-17")
def a_consent_is_kept_for_two_years(consent: ScreeningConsent, case: CaseFile) -> Iterator[Breach | Unjudged]:
    limit = consent_retention((), consent)
    if limit is None or limit.done is not None:
        return
    issued_on = issued_after(case, limit)
    if isinstance(issued_on, Unjudged):
        yield issued_on
    elif issued_on is not None:
        yield Breach(
            ("destroyed_on",),
            f"{limit.start.on}에 받은 의뢰동의서의 보유기간({limit.period})이 {limit.due}에 끝났는데 파기일이 없습니다"
            f"({issued_on} 발급).",
        )
