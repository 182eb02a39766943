"""What the papers of a child take from the case and from each other, and who is named in none of them."""

from __future__ import annotations

from io import BytesIO
from typing import Any

import pdfplumber
import pytest

from forms import check_case
from forms.packets import packet_plan
from forms.registry import form_named
from forms.youth.protection_end import ProtectionEnd
from generator.document import bound_forms, render
from tests.changing import put
from tests.reading import bound_text, sample, squeeze


def printed(raw: dict[str, Any], form_id: str, privacy: Any = "masked") -> str:
    case, form = check_case(raw).case, form_named(form_id)
    assert case is not None
    assert form is not None
    return "".join(bound_text(one) for one in bound_forms(case, form, privacy))


def test_minutes_are_filled_from_the_conference_of_their_day() -> None:
    raw = sample("youth_minutes")
    minutes = raw["forms"]["youth_minutes"]
    del minutes["conference"]
    minutes["held_on"] = "2025-01-15"
    text = printed(raw, "youth_minutes")
    assert "회의제목보호종료점검" in text
    assert "다온보육원원장" in text
    assert "만기종료하기로함" in text


def test_a_conference_of_another_programme_fills_nothing() -> None:
    raw = sample("youth_minutes")
    put(raw, "conferences/0/program", "자활사례관리")
    minutes = raw["forms"]["youth_minutes"]
    del minutes["conference"]
    minutes["held_on"] = "2025-01-15"
    assert "만기종료하기로함" not in printed(raw, "youth_minutes")


def test_the_plan_takes_the_grant_and_tells_what_is_left() -> None:
    raw = sample("case_youth")
    put(raw, "forms/settlement_plan/uses/2/amount", 1_500_000)
    text = printed(raw, "settlement_plan")
    # 9,000,000 + 4,000,000 + 1,500,000; 15,000,000 - 14,500,000.
    assert "총액15,000,000합계14,500,000차액(총액-합계)500,000" in text


@pytest.mark.parametrize(("openness", "told"), [("비공개", True), ("공개", False)])
def test_a_counselling_that_is_not_open_says_so_on_its_page(openness: str, told: bool) -> None:
    raw = sample("youth_counseling")
    put(raw, "forms/youth_counseling/open", openness)
    assert ("비공개:작성자,담당자,관리자만확인" in printed(raw, "youth_counseling")) is told


def test_facilities_schools_and_guardians_are_named_nowhere() -> None:
    raw = sample("case_youth")
    end = raw["forms"]["protection_end"]
    end |= {"university_type": "4년제", "university": "다람대학교", "tuition_main": "국가장학금"}
    end["remark"] = "다람 대학교에 합격함. 다온보육원 퇴소 뒤 해담의 집을 방문함."
    text = printed(raw, "protection_end", "deidentified")
    for name in ("다온보육원", "다람대학교", "해담", "해솔", "유하늬", "010-0000"):
        assert name not in text
    assert "[학교]에합격함.[시설]퇴소뒤아버지의집을방문함." in text


def test_the_papers_of_an_end_name_no_school_facility_or_guardian() -> None:
    raw = sample("case_youth")
    plan = raw["forms"]["independence_plan"]
    plan |= {"kind": "진학/취업", "university_type": "2년제", "university": "다람전문대학교"}
    plan |= {"school": "솔내공업고등학교", "major": "자동차과", "tuition": "국가장학금"}
    plan["academies"] = [{"academy": "솔내정비학원", "course": "정비 실기"}]
    plan["trainings"][0]["provider"] = "새솔직업전문학교"
    log = raw["forms"]["youth_case_log"]
    log |= {"field": "진학", "university": "새솔대학교"}
    log["content"] = "솔내공업고등학교 담임과 통화함. 해담이 새솔대학교에 함께 가기로 함."
    raw["forms"]["protection_end"]["trainings"][0]["institute"] = "한빛직업전문학교"
    case = check_case(raw).case
    assert case is not None
    made = packet_plan(case, "closure")
    assert made is not None
    papers = {form.id for form, _ in made.forms}
    text = "".join(printed(raw, paper, "deidentified") for paper in sorted(papers))
    for name in ("솔내", "다람", "새솔", "한빛", "다온보육원", "해담", "해솔"):
        assert name not in text
    assert "[학교]담임과통화함.아버지가[학교]에함께가기로함." in text


def test_the_signature_of_a_long_plan_stands_below_its_sums() -> None:
    raw = sample("case_youth")
    # So many that the page is full with them and the sums.
    raw["forms"]["settlement_plan"]["uses"] = [{"use": f"용도 {n}", "amount": 10_000} for n in range(1, 43)]
    case, form = check_case(raw).case, form_named("settlement_plan")
    assert case is not None
    assert form is not None
    with pdfplumber.open(BytesIO(render(case, form, "pdf"))) as document:
        last = squeeze(document.pages[-1].extract_text())
    assert "(서명또는인)" in last
    assert "차액(총액-합계)" in last


def test_a_relative_born_after_the_end_has_no_age() -> None:
    """The order of the days is told elsewhere; a row of the family has no age below nothing."""
    raw = sample("protection_end")
    raw["household"] = [{"relation": "부", "name": "해달", "birth_date": "2030-01-01"}]
    raw["forms"]["protection_end"].pop("family", None)
    case = check_case(raw).case
    assert case is not None
    [row] = case.all_of(ProtectionEnd)[0].family
    assert (row.name, row.age) == ("해달", None)
