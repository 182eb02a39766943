"""자활사례관리 성과 기록: the outcomes of the figure, word for word, and what two records show together."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from forms import check_case
from forms.selfsufficiency.outcome_record import FORM, OutcomeRecord, printed
from forms.selfsufficiency.outcomes import outcome_groups
from generator.binding import bind
from generator.document import bound_forms
from generator.print_view import blank_view
from tests.changing import findings, put
from tests.reading import bound_text, sample, squeeze

# Typed from the figure: line of the source, area with its part, outcome.
TYPED = Path(__file__).resolve().parents[2] / "data" / "selfsufficiency_outcomes.tsv"


def rows(raw: dict[str, Any], number: int) -> list[tuple[str, str | None, str]]:
    """The rows that a record prints: outcome, whether the first record holds it, whether this one does."""
    case = check_case(raw).case
    assert case is not None
    record = case.entered("outcome_record")[number]
    assert isinstance(record, OutcomeRecord)
    return [(row.item, row.first, row.now) for row in printed(record, case).rows]


def test_the_outcomes_are_those_of_the_figure_in_its_order() -> None:
    typed = [tuple(row.split("\t")) for row in TYPED.read_text(encoding="utf-8").splitlines()[1:]]
    assert len(typed) == 38
    held = [
        (str(one.line), " ".join(filter(None, (group.area, group.sub_area, group.effect))), one.item)
        for group in outcome_groups()
        for one in group.outcomes
    ]
    assert held == typed


def test_there_are_four_areas_and_seven_parts_of_the_second() -> None:
    groups = outcome_groups()
    assert list(dict.fromkeys(group.area for group in groups)) == [
        "자활참여영역",
        "자활역량영역",
        "개인 내적 영역",
        "자활여건 영역",
    ]
    assert len({group.sub_area for group in groups if group.area == "자활역량영역"}) == 7
    assert {group.area for group in groups if group.sub_area} == {"자활역량영역"}


def test_a_blank_page_names_every_outcome_with_a_box() -> None:
    text = bound_text(bind(FORM, "2025", blank_view(FORM)))
    table = text[text.index("영역성과") :]
    assert table.count("□") == 38
    assert squeeze("자활역량영역 사회적 역량(파생효과) 가족관계회복") in table


def test_the_first_record_prints_its_own_outcomes_alone() -> None:
    assert rows(sample("outcome_record"), 0) == [
        ("초기탈락 예방", None, "■"),
        ("개인 건강문제 해결", None, "■"),
        ("자기공유(이야기)", None, "■"),
    ]


def test_a_later_record_shows_the_first_beside_it() -> None:
    raw = sample("outcome_record")
    assert rows(raw, 1) == [
        ("초기탈락 예방", "■", "□"),
        ("자활재진입 감소", "□", "■"),
        ("개인 건강문제 해결", "■", "■"),
        ("양육안정화로 자녀의 심리적 회복", "□", "■"),
        ("취·창업", "□", "■"),
        ("자기공유(이야기)", "■", "□"),
        ("삶의 의지 회복", "□", "■"),
        ("문제해결(양육, 주거, 채무 등) 경험 축적", "□", "■"),
    ]
    case = check_case(raw).case
    assert case is not None
    text = "".join(bound_text(one) for one in bound_forms(case, FORM, "masked"))
    assert (
        squeeze(
            "처음 기록 2025-01-28(초기): 이어진 성과 1개, 새로 적은 성과 5개, 처음 기록에만 있는 성과 2개"
        )
        in text
    )


def test_the_first_record_is_the_earliest_wherever_it_stands() -> None:
    raw = sample("outcome_record")
    raw["forms"]["outcome_record"].reverse()
    assert rows(raw, 0)[0] == ("초기탈락 예방", "■", "□")
    assert rows(raw, 1)[0] == ("초기탈락 예방", None, "■")


def test_records_of_one_day_are_not_held_against_each_other() -> None:
    raw = put(sample("outcome_record"), "forms/outcome_record/1/recorded_on", "2025-01-28")
    assert {first for _, first, _ in rows(raw, 1)} == {None}


def test_an_outcome_that_two_people_tell_of_has_a_row_for_each() -> None:
    raw = sample("outcome_record")
    items = raw["forms"]["outcome_record"][0]["items"]
    items.append({"item": "초기탈락 예방", "observed_by": "참여주민"})
    assert rows(raw, 0)[:2] == [("초기탈락 예방", None, "■")] * 2


@pytest.mark.parametrize("item", ["초기탈락", "가족관계 개선"])
def test_another_outcome_is_no_word_of_the_figure(item: str) -> None:
    raw = put(sample("outcome_record"), "forms/outcome_record/0/items/0/item", item)
    assert {found.rule for found in findings(raw) if found.severity == "error"} == {"FIELD-CODE"}
