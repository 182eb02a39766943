"""가구유형 against the persons: definitions of 부록 서식 1 초기상담지 작성 방법, ⑦ 가구유형."""

from __future__ import annotations

from typing import Any, get_args

import pytest

from forms.icm import intake_sheet, needs_survey, referral_letter
from forms.icm.household_types import DEFINITIONS
from tests.changing import drop, findings, put
from tests.reading import sample

RULE = "OWN-HOUSEHOLD-TYPE"
# A person who lives there; (word, False) one who does not, (word, None) one of whom that is not told.
Said = str | tuple[str, bool | None]
COUPLE_WITH_CHILD: tuple[Said, ...] = ("배우자", "자")


def case(household_type: str, *others: Said) -> dict[str, Any]:
    """The intake sheet of 정민호 (46 years old) in that class, with these others in the household."""
    made = sample("intake_sheet")
    made["forms"]["intake_sheet"] = made["forms"]["intake_sheet"][0]
    pairs = [one if isinstance(one, tuple) else (one, True) for one in others]
    made["household"] = [
        {"relation": relation, "name": f"사람{number}", "living_together": together}
        for number, (relation, together) in enumerate(pairs)
    ]
    return put(made, "forms/intake_sheet/household_type", household_type)


def told(raw: dict[str, Any]) -> list[tuple[str, str]]:
    return [(f.severity.value, f.path) for f in findings(raw, RULE)]


FITTING: list[tuple[str, tuple[Said, ...]]] = [
    ("1인가구", ()),
    ("1인가구", (("자", False), ("모", None))),
    ("한부모가구", ("자",)),
    ("한부모가구", ("자", "자", ("배우자", False))),
    ("한부모가구", ("모", "동생")),
    ("한부모가구", (("자", None),)),
    ("한부모가구", ("기타",)),
    ("부부+자녀가구", COUPLE_WITH_CHILD),
    ("부부+자녀가구", ("부", "모", "여동생")),
    ("부부+자녀가구", ("동거인", "딸")),
    ("부부+자녀가구", ("계부", "어머니")),
    ("조부모+부모+자녀가구", ("모", "자")),
    ("조부모+부모+자녀가구", ("조모", "부")),
    ("조부모+부모+자녀가구", ("자", "며느리", "손녀")),
    ("조부모+부모+자녀가구", ("모", ("자", None))),
    ("조부모+부모+자녀가구", ("모", "조카")),
    ("조부모+손자녀가구", ("손자", "손녀")),
    ("조부모+손자녀가구", ("배우자", "외손자", ("딸", False))),
    ("조부모+손자녀가구", ("외할머니", "동생")),
    ("조부모+손자녀가구", ("조카",)),
    ("공동체(비혈연)", ("동거인", "지인")),
    ("공동체(비혈연)", ("동생", "친구")),
    ("공동체(비혈연)", ()),
    ("부부중심가구", ("배우자",)),
    ("부부중심가구", ("처", "장모")),
    ("부부중심가구", ("동거인",)),
    ("부부중심가구", ("배우자", ("자", False))),
    ("기타", ("모", "자", "조카")),
]

AGAINST: list[tuple[str, tuple[Said, ...], str]] = [
    ("1인가구", ("자",), "자(사람0)가 있습니다"),
    ("한부모가구", ("배우자", "자"), "배우자(사람0)가 있습니다"),
    ("한부모가구", ("부", "모"), "부(사람0), 모(사람1)가 있습니다"),
    ("한부모가구", ("모", "자"), "3세대가 함께 삽니다"),
    ("한부모가구", ("동생",), "부모나 자녀가 없습니다"),
    ("한부모가구", (("자", False),), "부모나 자녀가 없습니다"),
    ("부부+자녀가구", ("자",), "배우자, 또는 부와 모가 없습니다"),
    ("부부+자녀가구", ("모",), "배우자, 또는 부와 모가 없습니다"),
    ("부부+자녀가구", ("배우자",), "자녀가 없습니다"),
    ("부부+자녀가구", ("배우자", "자", "모"), "3세대가 함께 삽니다"),
    ("조부모+부모+자녀가구", ("자",), "3세대가 아닙니다"),
    ("조부모+부모+자녀가구", ("배우자", "자"), "3세대가 아닙니다"),
    ("조부모+부모+자녀가구", ("모", ("자", False)), "3세대가 아닙니다"),
    ("조부모+손자녀가구", ("자",), "조부모나 손자녀가 없습니다"),
    ("조부모+손자녀가구", ("손자", "아들"), "아들(사람1)이 있습니다"),
    ("조부모+손자녀가구", ("조모", "부"), "부(사람1)가 있습니다"),
    ("공동체(비혈연)", ("배우자", "자"), "모두 가족이나 친인척입니다"),
    ("공동체(비혈연)", (("지인", False),), "함께 사는 사람이 없습니다"),
    ("소년소녀가구", ("모",), "모(사람0)가 있습니다"),
    ("소년소녀가구", ("자",), "자(사람0)가 있습니다"),
    # 정민호 is of age and nobody else lives there.
    ("소년소녀가구", (), "모두 19세 이상입니다"),
    ("부부중심가구", ("배우자", "자"), "자(사람1)가 있습니다"),
    ("부부중심가구", ("모",), "배우자가 없습니다"),
]


@pytest.mark.parametrize(("household_type", "others"), FITTING)
def test_a_class_that_the_persons_allow_is_silent(household_type: str, others: tuple[Said, ...]) -> None:
    assert told(case(household_type, *others)) == []


@pytest.mark.parametrize(("household_type", "others", "words"), AGAINST)
def test_a_class_that_the_persons_contradict_is_a_warning_with_its_definition(
    household_type: str, others: tuple[Said, ...], words: str
) -> None:
    (finding,) = findings(case(household_type, *others), RULE)
    assert (finding.severity, finding.path) == ("warning", "/forms/intake_sheet/household_type")
    assert words in finding.message
    assert DEFINITIONS[household_type] in finding.message
    assert finding.source == "서식 점검 규칙(자체), 부록 서식 1 초기상담지 작성 방법(가구유형)"


def test_children_alone_are_children() -> None:
    # Eleven years old; a 조모 who cannot support them may live there, a parent not.
    young = case("소년소녀가구", "동생")
    put(young, "client/resident_number", "130418-3000001")
    assert told(young) == []
    young["household"].append({"relation": "조모", "name": "임복자", "living_together": True})
    assert told(young) == []
    young["household"].append({"relation": "부", "name": "윤재형", "living_together": True})
    assert told(young) == [("warning", "/forms/intake_sheet/household_type")]


def test_who_is_of_age_is_asked_of_everybody() -> None:
    # 46 and 18 years old on 2025-01-14: one is no adult yet; 19 on the day itself.
    adults = case("소년소녀가구", "동생")
    put(adults, "household/0/birth_date", "2006-01-15")
    assert told(adults) == []
    put(adults, "household/0/birth_date", "2006-01-14")
    assert told(adults) == [("warning", "/forms/intake_sheet/household_type")]
    # Nobody can say that of somebody whose birth is not known.
    drop(adults, "household/0/birth_date")
    assert told(adults) == []


def test_the_forms_own_table_comes_before_the_case() -> None:
    raw = case("1인가구", "자")
    put(raw, "forms/intake_sheet/family", [{"relation": "본인", "name": "정민호"}])
    assert told(raw) == []
    raw["forms"]["intake_sheet"]["family"].append(
        {"relation": "자", "name": "정하린", "living_together": True}
    )
    assert told(raw) == [("warning", "/forms/intake_sheet/household_type")]


def test_a_child_born_after_the_form_does_not_live_there_yet() -> None:
    raw = case("1인가구", "자")
    put(raw, "household/0/birth_date", "2025-01-15")
    assert told(raw) == []
    put(raw, "household/0/birth_date", "2025-01-13")
    assert told(raw) == [("warning", "/forms/intake_sheet/household_type")]


@pytest.mark.parametrize(
    "family",
    [
        [
            {"relation": "세대주", "name": "한순임", "living_together": True},
            {"relation": "자", "name": "정민호"},
        ],
        [
            {"relation": "자", "name": "정민호"},
            {"relation": "손자", "name": "정하준", "living_together": True},
        ],
    ],
)
def test_relations_to_another_householder_are_not_judged(family: list[dict[str, Any]]) -> None:
    raw = case("소년소녀가구")
    put(raw, "forms/intake_sheet/family", family)
    assert told(raw) == []


def test_the_survey_and_the_letter_are_judged_as_well() -> None:
    raw = sample("case_full")
    put(raw, "forms/needs_survey/0/household_type", "한부모가구")
    assert told(raw) == [("warning", "/forms/needs_survey/0/household_type")]
    raw = sample("referral_letter")
    letter = "/forms/referral_letter/household_type"
    assert told(raw) == []
    put(raw, letter.removeprefix("/"), "1인가구")
    assert told(raw) == [("warning", letter)]


def test_what_a_letter_takes_from_the_intake_sheet_is_told_once() -> None:
    raw = put(sample("case_full"), "forms/intake_sheet/household_type", "소년소녀가구")
    assert told(raw) == [("warning", "/forms/intake_sheet/household_type")]


def test_every_class_but_the_rest_has_its_definition() -> None:
    classes = {
        word
        for form in (intake_sheet, needs_survey, referral_letter)
        for word in get_args(form.HouseholdType)
    }
    assert classes - set(DEFINITIONS) == {"기타"}
    assert {household_type for household_type, _, _ in AGAINST} == set(DEFINITIONS)
