"""What ``check`` says of the registration of a child. Source: 대상자 등록, 장애및건강정보."""

from __future__ import annotations

from collections.abc import Iterator

from forms.case import CaseFile
from forms.finding import Breach, Unjudged
from forms.rule import rule
from forms.youth.assessment_years import FROM_AGE
from forms.youth.care import FOSTER_CARE, care_of
from forms.youth.youth_registration import FORM, MAIN_DISABILITY, NO_DISABILITY, YouthRegistration


@rule("CS-ST-2")
def registration_is_not_in_a_closed_period(
    form: YouthRegistration, case: CaseFile
) -> Iterator[Breach | Unjudged]:
    if form.registered_on is None or form.cutoff_on is None:
        yield FORM.lacks(form, "registered_on" if form.registered_on is None else "cutoff_on")
    elif form.registered_on < form.cutoff_on:
        yield Breach(
            ("registered_on",),
            f"대상등록일 {form.registered_on}: 마감일자 {form.cutoff_on}보다 이전으로는 시스템에 등록할 수 없습니다.",
        )


@rule("CS-ST-14")
def foster_care_is_not_registered(form: YouthRegistration, case: CaseFile) -> Iterator[Breach | Unjudged]:
    care = care_of(case)
    if care is None or care.facility_kind is None:
        yield Unjudged("시설 종류")
    elif care.facility_kind == FOSTER_CARE:
        yield Breach(
            ("registered_on",),
            "가정위탁은 만 15세가 되면 시스템의 목록에 저절로 연동되어 대상자 등록 화면을 쓰지 않습니다.",
        )


@rule("CS-AGE-15")
def a_child_is_registered_at_fifteen(form: YouthRegistration, case: CaseFile) -> Iterator[Breach | Unjudged]:
    if form.registered_on is None:
        yield FORM.lacks(form, "registered_on")
        return
    age = case.client.age_on(form.registered_on)
    if age is None:
        yield Unjudged("대상자 생년월일")
    elif age < FROM_AGE:
        yield Breach(
            ("registered_on",),
            f"대상등록일 {form.registered_on}에 만 15세가 되지 않았습니다. 대상자 등록은 만 15세에 도달하는 시점에 합니다.",
        )


@rule("CS-DIS-1")
def one_disability_is_the_main_one(form: YouthRegistration, case: CaseFile) -> Iterator[Breach]:
    main = [at for at, one in enumerate(form.disabilities) if one.kind == MAIN_DISABILITY]
    for at in main[1:]:
        yield Breach(
            ("disabilities", at, "kind"), "주장애는 1개만 고를 수 있습니다. 나머지는 부장애로 적으세요."
        )


@rule("CS-DIS-2")
def no_disability_has_no_rows(form: YouthRegistration, case: CaseFile) -> Iterator[Breach]:
    if form.disability == NO_DISABILITY and form.disabilities:
        yield Breach(
            ("disability",),
            "종합장애정도는 '장애미해당'인데 장애정보상세가 적혀 있습니다. 둘 가운데 틀린 것을 고치세요.",
        )
