"""Numbered questions as the sheet that one asks from: one click an answer, sums, and what is kept of it."""

from __future__ import annotations

from typing import Any

import pytest
from fastapi.testclient import TestClient

from api.service.entry.data import record_of
from api.service.entry.fields import Answers, Topics, form_parts
from api.service.entry.view import view
from forms import all_forms, form_named
from forms.icm.need_areas import need_areas
from forms.icm.satisfaction_survey import SatisfactionSurvey
from forms.icm.screening import screening_table
from tests.api.service.conftest import Running
from tests.api.service.sheet_pages import address, boxes, kept, now, opened, send
from tests.api.service.test_pages import read, words
from tests.reading import sample

CRISIS = "/forms/needs_survey/crisis"
EMPTY: dict[str, Any] = {"edition": "2025", "forms": {"needs_survey": {}, "depression_screening": {}}}


def asked(form: str, key: str) -> Any:
    [part] = [part for part in form_parts(form) if part.key == key]
    return part


def crisis_of(typed: dict[str, str], known: Any = None) -> Any:
    parts = (asked("needs_survey", "crisis"),)
    sent = {name: [value] for name, value in typed.items()}
    return record_of(parts, sent, "/forms/needs_survey", {"crisis": known or []}).get("crisis")


def one_click(tree: Any, area: str, number: str, answer: str) -> list[tuple[str, str]]:
    """What is sent after one click on an answer, nothing else being touched."""
    [topic] = tree.xpath(f"//fieldset[contains(@class, 'topic')][./input[@value='{area}']]")
    [key] = topic.xpath(f".//input[@value='{number}'][contains(@name, '/key')]/@name")
    name = key.removesuffix("key") + "value"
    assert tree.xpath("//input[@name=$name][@value=$answer]", name=name, answer=answer)
    return [(sent, answer if sent == name else value) for sent, value in boxes(tree)]


def test_the_sheet_shows_all_eleven_areas_and_the_questions_that_the_criteria_name(
    running: Running, client: TestClient
) -> None:
    tree = opened(client, kept(running, EMPTY), "needs_survey")
    legends = [legend.split()[0] for legend in tree.xpath("//fieldset[@class='topic summed']/legend/text()")]
    assert legends == [area.name.split()[0] for area in need_areas()]
    # 주거: 1~3번 문항의 총점, 4번 문항.
    [housing] = tree.xpath("//fieldset[@class='topic summed'][./input[@value='주거']]")
    assert housing.xpath(".//input[@type='hidden'][contains(@name, '/key')]/@value") == ["1", "2", "3", "4"]
    values = housing.xpath("(.//div[@role='radiogroup'])[1]//input/@value")
    assert values == ["0", "1", "2", "3", "해당 사항 없음", ""]
    # 신체적 건강: the source names no number, and there is still a question to answer.
    [health] = tree.xpath("//fieldset[@class='topic summed'][./input[@value='신체적 건강']]")
    assert health.xpath("count(.//div[@role='radiogroup'])") == 4


def test_an_answer_costs_one_click_and_is_all_that_is_kept(running: Running, client: TestClient) -> None:
    case = kept(running, EMPTY)
    to = address(case, "needs_survey")
    tree = opened(client, case, "needs_survey")
    tree = read(send(client, to, one_click(tree, "주거", "4", "2"), "save"))
    tree = read(send(client, to, one_click(tree, "안전", "1", "3"), "save"))
    tree = read(send(client, to, one_click(tree, "주거", "2", "해당 사항 없음"), "save"))
    assert now(running, case.id).raw["forms"]["needs_survey"]["crisis"] == [
        {"area": "주거", "scores": {"4": 2, "2": None}},
        {"area": "안전", "scores": {"1": 3}},
    ]
    assert "모두 합해 5점" in words(tree)
    assert tree.xpath("//fieldset[./input[@value='주거']]/legend//strong/text()") == ["2"]
    # 비움 takes an answer back; an area without one is gone.
    tree = read(send(client, to, one_click(tree, "안전", "1", ""), "save"))
    rows = now(running, case.id).raw["forms"]["needs_survey"]["crisis"]
    assert [row["area"] for row in rows] == ["주거"]


def test_rows_typed_as_numbers_and_values_are_still_read() -> None:
    typed = {
        f"{CRISIS}#": "1",
        f"{CRISIS}/0/area": "돌봄",
        f"{CRISIS}/0/scores#": "3",
        f"{CRISIS}/0/scores/0/key": "2",
        f"{CRISIS}/0/scores/0/value": "1",
        f"{CRISIS}/0/scores/1/key": "1",
        f"{CRISIS}/0/scores/1/value": "해당 사항 없음",
        f"{CRISIS}/0/scores/2/key": "7",
        f"{CRISIS}/0/scores/2/value": "네",
        f"{CRISIS}/0/questions#": "1",
        f"{CRISIS}/0/questions/0/key": "2",
        f"{CRISIS}/0/questions/0/value": "혼자 외출하기 어렵다",
    }
    assert crisis_of(typed) == [
        {
            "area": "돌봄",
            "scores": {"2": 1, "1": None, "7": "네"},
            "questions": {"2": "혼자 외출하기 어렵다"},
        }
    ]
    parts = form_parts("depression_screening")
    at = "/forms/depression_screening"
    record = record_of(parts, {f"{at}/answers": ["2 2 1\n2 1 1 1 1 1"]}, at, {})
    assert record["answers"] == [2, 2, 1, 2, 1, 1, 1, 1, 1]


def test_what_is_no_answer_of_the_sheet_stays_in_sight_and_is_not_lost() -> None:
    crisis = [
        {"area": "돌봄", "scores": {"1": 7, "가": 1}},
        {"area": "경재", "scores": {"1": 2}, "questions": {"1": "물음"}},
        {"area": "돌봄", "scores": {"2": 1}},
    ]
    part = asked("needs_survey", "crisis")
    [shown] = view((part,), {"crisis": crisis}, "/forms/needs_survey", {})
    places = {topic.id: topic for topic in shown.topics}  # type: ignore[union-attr]
    assert len(places) == len(need_areas()) + 2
    wrong = places["f-forms-needs_survey-crisis-1"]
    assert wrong.title == "경재" and wrong.words[0] == "경재" and "경제" in wrong.words
    odd = places["f-forms-needs_survey-crisis-0"].lines[0]
    assert (odd.chosen, odd.choices[-1]) == ("7", ("7", "보기에 없음"))


def test_a_finding_stands_beside_its_question(running: Running, client: TestClient) -> None:
    case = sample("needs_survey")
    first = case["forms"]["needs_survey"][0]
    first["crisis"] = [{"area": "돌봄", "scores": {"2": 7}}]
    held = kept(running, case)
    tree = opened(client, held, "needs_survey")
    tree = read(send(client, address(held, "needs_survey"), boxes(tree), "check"))
    [link] = tree.xpath("//div[@id='summary']//a[contains(., '위기도')]/@href")
    [group] = tree.xpath("//*[@id=$id]", id=link.removeprefix("#"))
    assert (group.get("role"), group.get("aria-invalid")) == ("radiogroup", "true")
    assert group.xpath(".//input[@checked]/@value") == ["7"]


def test_the_nine_items_are_answered_one_by_one_and_added_up(running: Running, client: TestClient) -> None:
    at = "/forms/depression_screening/answers"
    case = kept(running, EMPTY)
    tree = opened(client, case, "depression_screening")
    questions = tree.xpath("//p[@class='question']/text()")
    assert questions == list(screening_table().items)
    answers = ["3", "0", "1", "2", "0", "0", "1", "0", "1"]
    sent = [
        (name, answers[int(name.rpartition("/")[2])] if name.startswith(f"{at}/") else value)
        for name, value in boxes(tree)
    ]
    tree = read(send(client, address(case, "depression_screening"), sent, "save"))
    assert "합계 8점" in words(tree)
    assert now(running, case.id).raw["forms"]["depression_screening"] == {
        "answers": [3, 0, 1, 2, 0, 0, 1, 0, 1]
    }


def test_an_answer_that_is_missing_is_null_and_none_at_all_is_no_list() -> None:
    part = asked("satisfaction_survey", "answers")
    at = "/forms/satisfaction_survey"

    def record(answers: dict[int, str], known: Any = None) -> Any:
        typed = {f"{at}/answers#": ["12"]}
        typed |= {f"{at}/answers/{n}": [value] for n, value in answers.items()}
        return record_of((part,), typed, at, {"answers": known} if known else {}).get("answers")

    assert record({}) is None
    assert record({0: "5", 2: "1"}) == [5, None, 1, *[None] * 9]
    # A list that is too short is not filled up behind its finding's back.
    assert record({0: "5", 1: "4"}, known=[5, 4]) == [5, 4]


@pytest.mark.parametrize("form", [form.id for form in all_forms()])
def test_what_a_page_offers_is_what_the_form_takes(form: str) -> None:
    """Every answer on the sheet can be stored, and there is no further one beyond the scale."""
    for part in form_parts(form):
        if isinstance(part, Answers):
            scale = [number for number, _ in part.asked.scale]
            assert scale == list(range(scale[0], scale[-1] + 1))
            count = len(part.asked.questions())
            model = form_named(form).model
            empty = {} if model is SatisfactionSurvey else {"tested_on": "2025-06-02"}
            for number in scale:
                model.model_validate({**empty, part.key: [number] * count})
            for number in (scale[0] - 1, scale[-1] + 1):
                with pytest.raises(ValueError, match=part.key):
                    model.model_validate({**empty, part.key: [number] * count})
        if isinstance(part, Topics):
            topics = part.asked.topics()
            assert [topic.name for topic in topics] == list(part.topic.choices)
