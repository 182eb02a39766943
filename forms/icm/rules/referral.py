"""Rules of referrals to other programmes of case management: 업무안내 제1부, 공공부문 사례관리 사업 의뢰 기준 및 절차."""

from __future__ import annotations

from collections.abc import Iterator

from forms.case import CaseFile
from forms.figures import figure
from forms.finding import Breach, Unjudged
from forms.icm.programme_criteria import ReferralProgramme
from forms.icm.programme_referral import ADDICTION, MENTAL_HEALTH, ProgrammeReferral
from forms.particles import with_particle
from forms.rule import BoundCheck, rule

# With whom a referral is agreed before it is sent, by the clause that says so.
_AGREED: dict[str, dict[ReferralProgramme, str]] = {
    "ICM-REFER-05": {"의료급여사례관리": "업무 담당자"},
    "ICM-REFER-09": {"통합사례관리": "대상자 소재지 읍면동 찾아가는 보건복지팀"},
    "ICM-REFER-10": {
        "장애인 건강보건사례관리": "지역장애인보건의료센터 사례관리담당자나 보건소 지역사회중심재활사업 업무 담당자"
    },
    "ICM-REFER-21": {
        "드림스타트": "아동 거주지역의 드림스타트",
        "아동보호서비스": "시·군·구의 아동보호전담요원",
    },
}


def _agreement_rule(id: str, partners: dict[ReferralProgramme, str]) -> BoundCheck:
    """The rule of one clause: its programmes are agreed with before."""

    @rule(id)
    def check(referral: ProgrammeReferral, case: CaseFile) -> Iterator[Breach]:
        if referral.programme in partners and referral.agreed_on is None:
            yield _unagreed(referral.programme, partners[referral.programme])

    return check


def _unagreed(programme: ReferralProgramme, partner: str) -> Breach:
    return Breach(
        ("agreed_on",),
        f"{with_particle(programme, '(으)로')} 의뢰하는데 사전 협의일이 없습니다. "
        f"의뢰하기 전에 {with_particle(partner, '과(와)')} 협의하고 그날을 적으세요.",
    )


AGREEMENT_RULES = tuple(_agreement_rule(id, partners) for id, partners in _AGREED.items())


@rule("ICM-REFER-01")
def elders_are_sixty_five(referral: ProgrammeReferral, case: CaseFile) -> Iterator[Breach | Unjudged]:
    if referral.programme != "노인맞춤돌봄서비스" or referral.sent_on is None:
        return
    age, least = case.client.age_on(referral.sent_on), figure("icm", "senior_care_age", referral.sent_on)
    if age is None:
        yield Unjudged("대상자의 생년월일")
    elif least is not None and age < least:
        yield Breach(
            ("programme",),
            f"의뢰일({referral.sent_on})에 대상자가 만 {age}세입니다. 노인맞춤돌봄서비스는 {least}세 이상이 대상이며, "
            "시장·군수·구청장이 필요하다고 인정하는 경우 예외적으로 제공할 수 있습니다.",
        )


@rule("ICM-REFER-02")
def a_child_of_twelve_or_less_lives_there(
    referral: ProgrammeReferral, case: CaseFile
) -> Iterator[Breach | Unjudged]:
    if referral.programme != "드림스타트" or referral.sent_on is None:
        return
    living = [
        member
        for member in case.all_others
        if member.living_together is not False
        and not member.is_dead(referral.sent_on)
        and not (member.moved_in_on is not None and member.moved_in_on > referral.sent_on)
    ]
    ages = [person.age_on(referral.sent_on) for person in (case.client, *living)]
    known, most = [age for age in ages if age is not None], figure("icm", "dream_start_age", referral.sent_on)
    if most is None or any(0 <= age <= most for age in known):
        return
    if len(known) < len(ages):
        yield Unjudged("대상자와 가구원의 생년월일")
    else:
        yield Breach(
            ("programme",),
            f"의뢰일({referral.sent_on})에 가구에 {most}세 이하 아동이 없습니다(가장 어린 사람 만 {min(known)}세).",
        )


@rule("ICM-REFER-07")
def addiction_is_screened_with_consent(referral: ProgrammeReferral, case: CaseFile) -> Iterator[Breach]:
    if referral.programme != ADDICTION or referral.emergency:
        return
    if referral.consented_on is None:
        yield Breach(
            ("consented_on",),
            "중독사례관리로 의뢰하는데 동의일이 없습니다. 정신건강서비스 이용 동의는 필수입니다.",
        )
    if referral.screened_with is None:
        yield Breach(
            ("screened_with",),
            "중독사례관리로 의뢰하는데 사전 스크리닝에 쓴 표준화 된 평가도구(AUDIT-K 등)가 없습니다.",
        )


@rule("ICM-REFER-08")
def mental_health_is_agreed_with_consent(referral: ProgrammeReferral, case: CaseFile) -> Iterator[Breach]:
    if referral.programme != MENTAL_HEALTH:
        return
    if referral.agreed_on is None:
        yield _unagreed(MENTAL_HEALTH, "정신건강복지센터")
    if referral.consented_on is None and not referral.emergency:
        yield Breach(
            ("consented_on",),
            "정신건강사례관리로 의뢰하는데 동의일이 없습니다. 대상자가 의뢰기관의 서비스 및 개인정보제공에 동의한 경우에 의뢰합니다.",
        )
