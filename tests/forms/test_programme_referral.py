"""타 사례관리 사업 의뢰 기준 점검표: its words, its programmes, and what counts it as a letter.

업무안내 제1부, 공공부문 사례관리 사업 의뢰 기준 및 절차; 참고 7 PHQ-9.
"""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from forms import check_case
from forms.filling import filled
from forms.icm.programme_criteria import programme_criteria
from forms.packets import packet_plan
from forms.registry import form_named
from forms.schema import schema
from generator.binding import bind
from generator.document import bound_forms
from generator.print_view import blank_view
from tests.changing import findings, put
from tests.reading import bound_text, sample, squeeze

# Typed from the guidebook: line, programme, whether it is ticked, text; with its own middle dots.
SOURCE = Path(__file__).resolve().parent.parent / "data" / "programme_criteria.tsv"
REFERRAL = "forms/programme_referral"
CONSENT = {
    "provision": "동의함",
    "sensitive": "동의함",
    "guidance": "동의함",
    "signed_on": "2025-06-05",
    "signer_name": "도이랑",
}
TEST = {"tested_on": "2025-06-04", "mode": "자기기입", "answers": [2, 2, 1, 2, 1, 2, 1, 0, 0]}
MENTAL = {
    "programme": "정신건강사례관리",
    "agreed_on": "2025-06-02",
    "consented_on": "2025-06-05",
    "sent_on": "2025-06-05",
    "reason": "지역사회에서 꾸준히 관리할 필요가 있음.",
}


def source() -> list[tuple[int, str, str, str]]:
    rows = [row.split("\t") for row in SOURCE.read_text(encoding="utf-8").splitlines()[1:]]
    return [(int(line), name, kind, text.replace("･", "·")) for line, name, kind, text in rows]


def test_the_criteria_are_those_of_the_guidebook_word_for_word() -> None:
    held = [
        (
            one.line,
            programme.name,
            "note" if one.criterion is None else "criterion",
            one.criterion or one.note,
        )
        for programme in programme_criteria()
        for one in programme.lines
    ]
    assert held == source()
    ticked = [text for _, _, kind, text in source() if kind == "criterion"]
    assert schema("programme_referral")["properties"]["criteria"]["items"]["enum"] == ticked


def test_a_blank_page_bears_all_ten_and_a_filled_one_the_chosen() -> None:
    form = form_named("programme_referral")
    empty = bound_text(bind(form, "2025", blank_view(form)))
    assert all(squeeze(text) in empty for _, _, _, text in source())
    assert "■" not in empty
    case = check_case(sample("programme_referral")).case
    assert case is not None
    page = "".join(bound_text(one) for one in bound_forms(case, form, "masked"))
    for _, name, kind, text in source():
        chosen = (
            kind == "criterion"
            and text in sample("programme_referral")["forms"]["programme_referral"]["criteria"]
        )
        assert (squeeze(text) in page) == (name == "중독사례관리"), text
        assert (squeeze(f"■{text}") in page) == chosen, text


def test_a_criterion_of_another_programme_is_refused_where_it_stands() -> None:
    case = put(sample("programme_referral"), f"{REFERRAL}/criteria/1", "고독사 및 자살 위험이 높은 노인")
    (found,) = [one for one in findings(case) if one.severity == "error"]
    assert (found.rule, found.path) == ("FIELD-CODE", f"/{REFERRAL}/criteria/1")
    assert "중독사례관리의 의뢰 기준이 아니라 노인맞춤돌봄서비스의 것입니다" in found.message


def test_a_sentence_that_the_guidebook_does_not_print_is_no_criterion() -> None:
    # 제2부 prints it in these words.
    case = put(
        sample("programme_referral"),
        f"{REFERRAL}/criteria/0",
        "알코올 중독으로 인해 자타해의 위험성이 의심된다",
    )
    (found,) = [one for one in findings(case) if one.severity == "error"]
    assert (found.rule, found.path) == ("FIELD-CODE", f"/{REFERRAL}/criteria/0")


def test_a_middle_dot_of_the_guidebook_is_read_as_ours() -> None:
    text = "알코올 중독의 잦은 재발로 입･퇴원을 반복하는 경우"
    case = put(sample("programme_referral"), f"{REFERRAL}/criteria", [text])
    assert [one for one in findings(case) if one.severity == "error"] == []


@pytest.mark.parametrize("field", ["agreed_on", "consented_on"])
def test_what_comes_before_a_referral_is_not_after_it(field: str) -> None:
    case = put(sample("programme_referral"), f"{REFERRAL}/{field}", "2025-04-11")
    (found,) = [one for one in findings(case) if one.severity == "warning"]
    assert (found.rule, found.path) == ("FIELD-DATE-ORDER", f"/{REFERRAL}/{field}")


def packet(referral: dict[str, Any], consent: dict[str, Any] | None) -> tuple[list[str], list[str], str]:
    """The forms of the packet, the state of its checklist's line, and the day on its cover."""
    raw = sample("screening_consent")
    raw["client"]["name"] = "도이랑"
    raw["forms"] = {"programme_referral": [MENTAL | referral], "depression_screening": TEST}
    if consent is not None:
        raw["forms"]["screening_consent"] = CONSENT | consent
    case = check_case(raw).case
    assert case is not None
    plan = packet_plan(filled(case), "referral")
    assert plan is not None
    return [form.id for form, _ in plan.forms], [item.state for item in plan.checklist], str(plan.day.on)


@pytest.mark.parametrize(
    ("referral", "consent", "goes_along"),
    [
        ({}, {}, True),
        ({}, {"signed_on": "2025-06-06"}, False),
        ({}, {"guidance": "동의하지 않음"}, False),
        ({"sent_on": "2025-06-03", "consented_on": "2025-06-03"}, {}, False),
    ],
    ids=["whole", "after the referral", "not whole", "before the test"],
)
def test_the_sheet_goes_along_with_a_referral_under_a_whole_consent(
    referral: dict[str, Any], consent: dict[str, Any], goes_along: bool
) -> None:
    printed, states, day = packet(referral, consent)
    whole = ["programme_referral", "screening_consent", "depression_screening"]
    assert printed == (whole if goes_along else whole[:2])
    assert states == (["갖춤"] if goes_along else ["없음"])
    assert day == referral.get("sent_on", "2025-06-05")


@pytest.mark.parametrize(("programme", "told"), [("정신건강사례관리", 1), ("방문건강관리", 0)])
def test_a_referral_to_mental_health_asks_for_the_consent(programme: str, told: int) -> None:
    raw = sample("screening_consent")
    raw["forms"] = {"programme_referral": [MENTAL | {"programme": programme}], "depression_screening": TEST}
    found = [one.message for one in findings(raw, "ICM-PHQ-03")]
    assert len(found) == told
    assert all("정신건강사례관리에 의뢰하는데(2025-06-05)" in message for message in found)


def test_a_referral_before_the_consent_of_the_household_is_told() -> None:
    raw = sample("programme_referral")
    raw["forms"]["consent"] = {
        "consented_on": "2025-04-11",
        "signer_name": "가온길",
        "signed": True,
        "general": "동의함",
    }
    (found,) = findings(raw, "ICM-PRIV-01")
    assert "2025-04-10" in found.message
