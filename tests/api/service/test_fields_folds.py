"""Only what applies: a field that another answer rules out is folded, and never while it holds something."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest
from fastapi.testclient import TestClient

from api.service.entry.fields import Box, Group, Part, Rows, case_parts, form_parts
from api.service.entry.view import ShownBox, by_path, view
from forms import Finding, Severity, all_forms
from forms.page import Applies
from tests.api.service.conftest import Running
from tests.api.service.sheet_pages import address, boxes, kept, now, opened, send
from tests.api.service.test_pages import read


def folded(
    form: str, record: dict[str, Any], given: dict[str, str] | None = None, wrong: Any = None
) -> set[str]:
    shown = view(form_parts(form), record, f"/forms/{form}", wrong or {}, given or {})
    boxed = [one for one in shown if isinstance(one, ShownBox) and one.fold is not None]
    return {one.name.rpartition("/")[2] for one in boxed if one.fold is not None and one.fold.folded}


def test_an_answer_folds_what_it_rules_out() -> None:
    notes = {
        "improvement_note",
        "refusal_note",
        "moved_or_died",
        "contact_lost_since",
        "refused_since",
        "transferred_to",
    }
    assert folded("closure_review", {}) == set()
    assert folded("closure_review", {"closure_type": "상황호전"}) == notes - {"improvement_note"}
    assert folded("closure_review", {"result": "재조사"}) == {"closure_type"}
    # Of several ticks one is enough; yes and no count, too.
    assert folded("needs_survey", {"household_traits": ["장애인", "기타"]}) == set()
    assert folded("needs_survey", {"household_traits": ["장애인"]}) == {"household_traits_note"}
    assert folded("usage_proof", {"payment_confirmed": False}) == {"payment_confirmed_on"}
    assert folded("usage_proof", {"payment_confirmed": True}) == set()


def test_what_holds_something_or_is_found_wrong_is_shown() -> None:
    rent = {"tenure": "자가", "monthly_rent": 300_000}
    assert "monthly_rent" in folded("needs_survey", {"tenure": "자가"})
    assert "monthly_rent" not in folded("needs_survey", rent)
    # Nor is what no choice is (any more).
    assert "monthly_rent" not in folded("needs_survey", {"tenure": "자가", "monthly_rent": "없음"})
    fault = Finding(
        rule="FIELD-MISSING",
        severity=Severity.ERROR,
        form="needs_survey",
        path="/forms/needs_survey/monthly_rent",
        label="월세",
        message="반드시 적어야 합니다.",
    )
    assert "monthly_rent" not in folded("needs_survey", {"tenure": "자가"}, wrong=by_path([fault]))


def groups(record: dict[str, Any]) -> dict[str, tuple[int, bool]]:
    """How many words the criteria of each programme have, and whether they are folded."""
    shown = view(form_parts("programme_referral"), record, "/forms/programme_referral/0", {})
    (criteria,) = [one for one in shown if isinstance(one, ShownBox) and one.name.endswith("/criteria")]
    return {one.title: (len(one.words), one.fold is not None and one.fold.folded) for one in criteria.groups}


def test_the_words_of_a_list_stand_with_the_answer_that_they_belong_to() -> None:
    """업무안내 제1부: 4, 1, 2, 1, 1, 1, 6, 7, 3 and 1 criteria of the ten programmes."""
    counts = dict(zip(groups({}), (4, 1, 2, 1, 1, 1, 6, 7, 3, 1), strict=True))
    assert groups({}) == {name: (count, False) for name, count in counts.items()}
    chosen = groups({"programme": "드림스타트"})
    assert chosen == {name: (count, name != "드림스타트") for name, count in counts.items()}
    # What holds something is shown, to be taken out, and what is no word of the list (any more) as well.
    held = {"programme": "드림스타트", "criteria": ["고독사 및 자살 위험이 높은 노인", "없는 기준"]}
    shown = {name for name, (_, folded) in groups(held).items() if not folded}
    assert shown == {"노인맞춤돌봄서비스", "드림스타트", "보기에 없음"}


def test_what_is_wrong_with_a_chosen_word_is_told_where_it_is_chosen() -> None:
    path = "/forms/programme_referral/0/criteria/0"
    fault = Finding(
        rule="FIELD-CODE",
        severity=Severity.ERROR,
        form="programme_referral",
        path=path,
        label="해당하는 의뢰 기준",
        message="다른 사업의 것입니다.",
    )
    record = {"programme": "드림스타트", "criteria": ["양극성정동장애"]}
    shown = view(
        form_parts("programme_referral"), record, "/forms/programme_referral/0", by_path([fault]), {}
    )
    told = {one.name: one.wrong for one in shown if isinstance(one, ShownBox) and one.wrong}
    assert told == {"/forms/programme_referral/0/criteria": (fault,)}


def test_grouped_words_are_sent_like_any_others(running: Running, client: TestClient) -> None:
    criteria = ["양극성정동장애", "반복성우울장애"]
    record = {"programme": "정신건강사례관리", "criteria": criteria}
    case = kept(running, {"edition": "2025", "forms": {"programme_referral": [record]}})
    tree = opened(client, case, "programme_referral")
    name = "/forms/programme_referral/0/criteria"
    assert [box.get("value") for box in tree.xpath(f"//input[@name='{name}' and @checked]")] == criteria
    folds = tree.xpath(
        "//details[@data-on='/forms/programme_referral/0/programme'][.//input[@type='checkbox']]"
    )
    assert [fold.findtext("summary") for fold in folds if fold.get("open") is not None] == [
        "정신건강사례관리"
    ]
    assert len(folds) == 10
    sent = [pair for pair in boxes(tree) if pair != (name, "양극성정동장애")]
    read(send(client, address(case, "programme_referral"), sent, "save"))
    assert now(running, case.id).raw["forms"]["programme_referral"][0]["criteria"] == ["반복성우울장애"]


def test_an_answer_that_the_case_gives_rules_out_as_well() -> None:
    place = "/forms/referral_letter/household_type"
    assert folded("referral_letter", {}, {place: "한부모가구"}) == {"household_type_note"}
    assert folded("referral_letter", {}, {place: "기타"}) == set()


def test_a_folded_box_is_sent_like_any_other(running: Running, client: TestClient) -> None:
    record = {"survey_kind": "신규", "round": 3}
    case = kept(running, {"edition": "2025", "forms": {"needs_survey": record}})
    tree = opened(client, case, "needs_survey")
    [fold] = tree.xpath("//details[@data-on='/forms/needs_survey/survey_kind']")
    assert fold.get("open") is not None
    sent = [(name, "" if name.endswith("/round") else value) for name, value in boxes(tree)]
    tree = read(send(client, address(case, "needs_survey"), sent, "save"))
    [fold] = tree.xpath("//details[@data-on='/forms/needs_survey/survey_kind']")
    assert fold.get("open") is None and "해당하면 적습니다" in fold.find("summary").text_content()
    sent = [(name, "2" if name.endswith("/round") else value) for name, value in boxes(tree)]
    read(send(client, address(case, "needs_survey"), sent, "save"))
    assert now(running, case.id).raw["forms"]["needs_survey"] == {"survey_kind": "신규", "round": 2}


def marks(parts: tuple[Part, ...]) -> Iterator[tuple[Applies, dict[str, Part]]]:
    own = {part.key: part for part in parts}
    for part in parts:
        if isinstance(part, Box) and part.applies is not None:
            yield part.applies, own
        if isinstance(part, (Group, Rows)):
            yield from marks(part.parts)


@pytest.mark.parametrize("form", ["", *(form.id for form in all_forms())])
def test_every_mark_names_a_field_beside_it_and_words_of_that(form: str) -> None:
    first, rest = case_parts()
    for applies, own in marks(form_parts(form) if form else (*first, *rest)):
        other = own[applies.field]
        assert isinstance(other, Box)
        words = ("true", "false") if other.kind == "flag" else other.choices
        assert set(applies.words) < set(words), applies


def test_grouped_words_are_all_of_their_list_in_its_order() -> None:
    for form in all_forms():
        own = {part.key: part for part in form_parts(form.id)}
        for part in own.values():
            if isinstance(part, Box) and part.grouped is not None:
                other, held = own[part.grouped.field], part.grouped.words()
                assert isinstance(other, Box) and tuple(held) == other.choices
                assert tuple(word for words in held.values() for word in words) == part.choices
