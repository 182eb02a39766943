"""Rules of consent and privacy: 업무안내 제2부 개인정보보호, 부록 서식 2, 참고 6.

A consent is what was signed on its day: later agencies and items need a new one. A file without any
consent is told so once, since the paper may lie elsewhere.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import date
from itertools import chain
from typing import NamedTuple

from forms.case import CaseFile, Person
from forms.figures import figure
from forms.finding import Breach, Location, Severity
from forms.icm import milestones
from forms.icm.consent import Consent
from forms.icm.intake_sheet import IntakeSheet
from forms.icm.monitor_sheet import MonitorSheet
from forms.icm.needs_survey import NeedsSurvey
from forms.icm.referral_letter import ReferralLetter
from forms.icm.service_plan import ServicePlan
from forms.icm.words import found_in, letters
from forms.limit import Step, held
from forms.periods import months_after
from forms.rule import Strength, rule

CONSENT_FORM = "부록 서식 2 개인정보활용 동의서"
COLLECTION = "개인정보보호 2 개인정보의 수집·이용·제공"
SURVEY_CONSENT = "욕구 및 위기도 조사 4 수행방안(개인정보 활용 동의)"
AGREED = "동의함"
REFUSED = "동의하지 않음"
BOXES = ("general", "unique_identifiers", "sensitive", "third_party")


def _title(name: str) -> str:
    return str(Consent.model_fields[name].title)


def _consents(case: CaseFile) -> list[tuple[Location, Consent]]:
    """The consents that bear a day, in time order."""
    dated = [(at, consent) for at, consent in held(case, Consent) if consent.consented_on is not None]
    return sorted(dated, key=lambda entry: entry[1].consented_on or date.max)


def _interventions(case: CaseFile) -> list[Step]:
    """What needs a consent first: survey, plan and referral, by their day."""
    steps = [
        Step(day, title, (*at, name))
        for kind, name, title in (
            (NeedsSurvey, "surveyed_on", "욕구조사"),
            (ServicePlan, "established_on", "서비스 제공계획 수립"),
            (ReferralLetter, "written_on", "서비스 의뢰"),
        )
        for at, form in held(case, kind)
        if (day := getattr(form, name)) is not None
    ]
    return sorted(steps, key=lambda step: step.on)


@rule("ICM-PRIV-01", "개인정보 활용 동의 없이 개입하지 않는다", section=SURVEY_CONSENT)
def no_intervention_without_consent(case: CaseFile, _: CaseFile) -> Iterator[Breach]:
    steps = _interventions(case)
    if case.first_of(Consent) is None:
        if steps or milestones.closing(case) is not None:
            yield Breach(
                ("forms", "consent"),
                "이 파일에는 개인정보 수집·이용, 제공 동의서가 없습니다. 동의 없이는 개입할 수 없으므로 따로 받아 두었는지 "
                "확인하세요.",
                Severity.INFO,
            )
        return
    for at, consent in held(case, Consent):
        if consent.consented_on is not None and consent.signed is False:
            yield Breach((*at, "signed"), "동의서에 본인의 서명이나 도장이 없습니다.")
    dated = _consents(case)
    if not dated:
        return
    first_on, (last_at, last) = dated[0][1].consented_on, _last_of_client(case)
    last_on = last.consented_on or date.max
    if first_on is not None and steps and steps[0].on < first_on:
        yield Breach(
            steps[0].at,
            f"{steps[0].title}({steps[0].on}) 뒤에 개인정보 동의({first_on})를 받았습니다. 동의를 받기 전에는 개입할 수 "
            "없습니다.",
        )
    if last.general is None:
        yield Breach((*last_at, "general"), f"{_title('general')}에 동의했는지 표시가 없습니다.")
    elif last.general == REFUSED and any(step.on >= last_on for step in steps):
        yield Breach(
            (*last_at, "general"), f"{_title('general')}에 동의하지 않았으므로({last_on}) 개입할 수 없습니다."
        )


def _last_of_client(case: CaseFile) -> tuple[Location, Consent]:
    """The latest consent that the client signed, else the latest of all."""
    dated = _consents(case)
    own = [entry for entry in dated if entry[1].signer_name in (None, case.client.name)]
    return (own or dated)[-1]


@rule("ICM-PRIV-02", "가구구성원 모두의 동의를 받는다", section=COLLECTION)
def every_member_consents(case: CaseFile, _: CaseFile) -> Iterator[Breach]:
    consents = held(case, Consent)
    if not consents:
        return
    signed = {name for _, consent in consents for name in (consent.signer_name, *consent.members)}
    lacking = [
        member.name
        for member in case.others
        if member.name is not None and member.living_together is not False and member.name not in signed
    ]
    if lacking:
        yield Breach(
            (*consents[-1][0], "members"),
            f"동의가 확인되지 않는 가구원이 {len(lacking)}명 있습니다({', '.join(lacking)}). 가구구성원 모두의 동의를 "
            "받아야 합니다.",
        )


def _covering(case: CaseFile, day: date) -> list[Consent]:
    """The consents in force on a day: what each signer agreed to, unless the latest one refuses."""
    in_force = [c for _, c in _consents(case) if c.consented_on is not None and c.consented_on <= day]
    refused = {
        consent.signer_name for consent in in_force if _latest(in_force, consent).third_party != AGREED
    }
    return [c for c in in_force if c.third_party == AGREED and c.signer_name not in refused]


def _latest(consents: list[Consent], like: Consent) -> Consent:
    return [consent for consent in consents if consent.signer_name == like.signer_name][-1]


def _same_agency(one: str, other: str) -> bool:
    short, long = sorted((letters(one), letters(other)), key=len)
    return bool(short) and short in long


def _named(agency: str, consents: list[Consent]) -> bool:
    return any(_same_agency(agency, name) for consent in consents for name in consent.recipients)


def _needs_naming(agency: str, case: CaseFile) -> bool:
    """Whether a consent must name the agency: not the managing agency, nor a 보장기관's own office."""
    own = [name for name in (case.agency.name, case.agency.unit) if name is not None]
    return found_in(agency, "public_offices") is None and not any(_same_agency(agency, name) for name in own)


class _Uncovered(NamedTuple):
    """An agency that got data on a day without a consent that names it.

    ``listed_on`` is the day of the latest consent that names other agencies, if there is one.
    """

    at: Location
    agency: str
    day: date
    listed_on: date | None

    @property
    def came_later(self) -> bool:
        """Whether a list of agencies was agreed to before; on its very day the agency was known."""
        return self.listed_on is not None and self.listed_on < self.day


def _shares(case: CaseFile) -> Iterator[tuple[Location, str, date]]:
    """Each sharing of data: its place, the agency, and the day."""
    for at, letter in held(case, ReferralLetter):
        day = letter.referred_on or letter.written_on
        if day is not None and letter.agency_name is not None:
            yield (*at, "agency_name"), letter.agency_name, day
    for at, plan in held(case, ServicePlan):
        for service in plan.services:
            # The consent belongs to the planning stage and may follow the plan by some days.
            day = service.started_on or plan.consented_on or plan.established_on
            if day is not None and service.provider is not None:
                yield (*at, "services"), service.provider, day


def _uncovered(case: CaseFile) -> dict[Location, list[_Uncovered]]:
    """The sharings that no consent covers, by place; none where the file holds no consent at all."""
    found: dict[Location, list[_Uncovered]] = {}
    for at, agency, day in _shares(case) if case.first_of(Consent) is not None else ():
        consents = _covering(case, day)
        if _needs_naming(agency, case) and not _named(agency, consents):
            days = [c.consented_on for c in consents if c.recipients and c.consented_on is not None]
            found.setdefault(at, []).append(_Uncovered(at, agency, day, max(days, default=None)))
    return found


def _listed(sharings: list[_Uncovered]) -> str:
    return ", ".join(dict.fromkeys(f"{one.agency}({one.day})" for one in sharings))


@rule(
    "ICM-PRIV-03",
    "제공받는 기관을 동의서의 제3자 제공 내역에 밝힌다",
    section=SURVEY_CONSENT,
)
def consent_names_the_agency(case: CaseFile, _: CaseFile) -> Iterator[Breach]:
    for at, sharings in _uncovered(case).items():
        unnamed = [one for one in sharings if not one.came_later]
        if unnamed:
            yield Breach(
                at,
                f"다음 기관에 정보를 제공하는 데 대한 제3자 제공 동의가 없습니다: {_listed(unnamed)}. 동의서에 기관명을 "
                "밝히고 동의를 받아야 합니다.",
            )
    for at, letter in held(case, ReferralLetter):
        yield from _items_beyond_consent(case, at, letter)


def _items_beyond_consent(case: CaseFile, at: Location, letter: ReferralLetter) -> Iterator[Breach]:
    day = letter.referred_on or letter.written_on
    if day is None or not letter.shared_items or case.first_of(Consent) is None:
        return
    consents = _covering(case, day)
    sensitive = any(consent.sensitive == AGREED for consent in consents)
    numbers = any(consent.unique_identifiers == AGREED for consent in consents)
    beyond = []
    for item in letter.shared_items:
        if found_in(item, "sensitive_items") is not None:
            covered = sensitive
        elif found_in(item, "unique_identifier_items") is not None:
            covered = numbers
        else:
            covered = found_in(item, "third_party_items") is not None
        if not covered:
            beyond.append(item)
    # Where nobody agreed to any sharing, the agency itself is the finding.
    if beyond and consents:
        yield Breach(
            (*at, "shared_items"),
            f"동의서의 제공하는 항목에 없거나 동의하지 않은 개인정보를 제공했습니다: {', '.join(beyond)}",
        )


@rule(
    "ICM-PRIV-04",
    "제공 기관이 바뀌면 동의서를 다시 받는다",
    section="서비스 제공계획 수립 4 수행방안(개인정보활용 동의)",
)
def new_agencies_need_a_new_consent(case: CaseFile, _: CaseFile) -> Iterator[Breach]:
    for at, sharings in _uncovered(case).items():
        added = [one for one in sharings if one.came_later]
        if added:
            yield Breach(
                at,
                f"동의({added[0].listed_on}) 뒤에 더해진 기관이 동의서에 없습니다: {_listed(added)}. 변경된 내용으로 "
                "동의서를 다시 받아야 합니다.",
            )


@rule(
    "ICM-PRIV-05",
    "대상가구의 회의록에 다른 사례를 함께 적지 않는다",
    section="참고 6 다빈도 오류 사례(사례회의)",
    strength=Strength.ERR,
)
def minutes_hold_this_case_alone(case: CaseFile, _: CaseFile) -> Iterator[Breach]:
    number = _case_number_pattern(case.case_no)
    if number is None:
        return
    for index, conference in enumerate(case.conferences):
        for key, text in (("topic", conference.topic), ("result", conference.result)):
            others = [found for found in number.findall(text or "") if found != case.case_no]
            if others:
                yield Breach(
                    ("conferences", index, key),
                    f"{conference.held_on} 사례회의의 글에 다른 사례의 관리번호({', '.join(dict.fromkeys(others))})가 "
                    "있습니다. 이 가구의 사례만 적으세요.",
                )


def _case_number_pattern(case_no: str) -> re.Pattern[str] | None:
    """Numbers made like this case's own; None where they could be anything."""
    if not re.fullmatch(r"(19|20)\d\d\D{1,3}\d{3,}", case_no):
        return None
    separator, rest = re.sub(r"\d", "", case_no), re.split(r"\D+", case_no)[1]
    # 2024-2025 is a pair of years.
    return re.compile(
        rf"(?<![\d-])20\d\d{re.escape(separator)}(?!(?:19|20)\d\d(?!\d))\d{{{len(rest)}}}(?![\d-])"
    )


@rule(
    "ICM-PRIV-06",
    "상담 전에 비밀보장과 상담기록의 관리를 알린다",
    form="intake_sheet",
    section="상담 및 안내, 사전 고지",
)
def confidentiality_is_told(sheet: IntakeSheet, case: CaseFile) -> Iterator[Breach]:
    if sheet.confidentiality_told is False:
        yield Breach(
            ("confidentiality_told",),
            "비밀보장, 상담기록 절차에 대한 동의, 행복이음으로 관리됨을 대상자에게 알리지 않았습니다. 상담 전에 알려야 합니다.",
        )


@rule(
    "ICM-PRIV-15",
    "만 14세 미만 등은 법정대리인의 동의를 받는다",
    form="consent",
    section=f"{CONSENT_FORM}(법정대리인)",
)
def legal_representative_consents(consent: Consent, case: CaseFile) -> Iterator[Breach]:
    why = _why_represented(consent, case)
    if why is None:
        return
    lacking = [
        _title(name)
        for name, given in (
            ("guardian_name", consent.guardian_name),
            ("guardian_consented_on", consent.guardian_consented_on),
            ("guardian_signed", consent.guardian_signed is not False),
        )
        if not given
    ]
    disagreeing = [
        _title(f"guardian_{box}")
        for box in BOXES
        if getattr(consent, box) == AGREED and not getattr(consent, f"guardian_{box}")
    ]
    if lacking or disagreeing:
        yield Breach(
            ("guardian_name",),
            f"{why} 법정대리인의 동의가 필요합니다. 갖추어지지 않은 것: {', '.join((*lacking, *disagreeing))}",
        )


def _why_represented(consent: Consent, case: CaseFile) -> str | None:
    if consent.guardian_needed:
        return "피성년후견인, 피한정후견인 등이므로"
    signer = _person_named(case, consent.signer_name)
    if signer is None or consent.consented_on is None:
        return None
    age, limit = signer.age_on(consent.consented_on), figure("icm", "own_consent_age", consent.consented_on)
    if age is None or limit is None or age >= limit:
        return None
    return f"동의일({consent.consented_on})에 만 {age}세로 만 {limit}세 미만이므로"


def _person_named(case: CaseFile, name: str | None) -> Person | None:
    people: Iterator[Person] = chain((case.client,), case.others)
    return next((person for person in people if person.name == name), None)


@rule(
    "ICM-PRIV-16",
    "동의서의 보유기간은 서비스 종결 후 5년이다",
    section=CONSENT_FORM,
)
def consent_lasts_five_years_after_closing(case: CaseFile, _: CaseFile) -> Iterator[Breach]:
    closed, consents = milestones.closing(case), _consents(case)
    years = figure("icm", "retention_years", closed.on) if closed is not None else None
    if closed is None or years is None or not consents:
        return
    until = months_after(closed.on, 12 * years)
    renewed = [
        c.consented_on for _, c in consents if c.consented_on is not None and c.consented_on > closed.on
    ]
    for at, sheet in held(case, MonitorSheet):
        day = sheet.visited_on
        if day is not None and day > until and not any(new <= day for new in renewed):
            yield Breach(
                (*at, "visited_on"),
                f"동의서의 보유기간(종결 후 {years}년, {until}까지)이 지난 뒤({day})의 상담입니다. 새로 동의를 받아야 합니다.",
            )
            return


@rule(
    "ICM-PRIV-17",
    "일반개인정보의 필수 항목은 성명이고 나머지는 선택이다",
    section=CONSENT_FORM,
    strength=Strength.INFO,
    severity=Severity.INFO,
)
def refused_items_are_not_kept(case: CaseFile, _: CaseFile) -> Iterator[Breach]:
    if not _consents(case):
        return
    at, consent = _last_of_client(case)
    client = case.client
    kept = {
        "general": (client.sex, client.phone, client.mobile, client.address, client.occupation),
        "unique_identifiers": tuple(person.resident_number for person in (client, *case.others)),
        "sensitive": (client.health, client.disability, client.illness),
    }
    for box, values in kept.items():
        if getattr(consent, box) == REFUSED and any(values):
            yield Breach(
                (*at, box),
                f"{_title(box)}에 동의하지 않았는데 그 항목이 사례에 적혀 있습니다. 필수 항목은 성명뿐이므로 적을 근거를 "
                "확인하세요.",
            )
