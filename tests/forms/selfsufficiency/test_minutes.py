"""사례회의록(자활): what the conference of the case gives, and which of the two blocks is printed."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest

from forms import check_case
from forms.selfsufficiency.rules.conferences import whole_months
from forms.selfsufficiency.selfsufficiency_minutes import FORM
from generator.binding import bind
from generator.document import bound_forms
from generator.print_view import blank_view
from tests.changing import findings, put
from tests.reading import bound_text, sample

MINUTES = "forms/selfsufficiency_minutes/"
# A label of each block.
BLOCKS = ("지원계획수립", "외부슈퍼비전")


def pages(raw: dict[str, Any]) -> list[str]:
    case = check_case(raw).case
    assert case is not None
    return [bound_text(one) for one in bound_forms(case, FORM, "masked")]


def shown(text: str) -> list[bool]:
    return [block in text for block in BLOCKS]


def test_a_blank_page_prints_both_blocks() -> None:
    assert shown(bound_text(bind(FORM, "2025", blank_view(FORM)))) == [True, True]


def test_a_filled_page_prints_the_block_of_its_kind() -> None:
    internal, external = pages(sample("selfsufficiency_minutes"))
    assert shown(internal) == [True, False]
    # The expert from outside stands among the attendees, too, in brackets.
    assert shown(external) == [False, True]


def test_what_is_entered_in_the_other_block_is_not_lost() -> None:
    raw = put(sample("selfsufficiency_minutes"), MINUTES + "0/roles", "역할을 나눔.")
    internal = pages(raw)[0]
    assert shown(internal) == [True, True]
    assert "역할을나눔." in internal


def test_the_conference_of_the_day_and_kind_fills_the_minutes() -> None:
    raw = sample("selfsufficiency_minutes")
    minutes = raw["forms"]["selfsufficiency_minutes"][0]
    del minutes["conference"]
    minutes |= {"held_on": "2025-04-22", "kind": "내부사례회의"}
    text = pages(raw)[0]
    assert "회의차수4" in text
    assert "게이트웨이전담관리자" in text
    assert "작업시작시각을30분늦춤." in text


@pytest.mark.parametrize("program", ["통합사례관리", "아동자립지원"])
def test_a_conference_of_another_programme_fills_nothing(program: str) -> None:
    raw = put(sample("selfsufficiency_minutes"), "conferences/0/program", program)
    minutes = raw["forms"]["selfsufficiency_minutes"][0]
    del minutes["conference"]
    minutes |= {"held_on": "2025-04-22", "kind": "내부사례회의"}
    missing = {found.path.rpartition("/")[2] for found in findings(raw, "FIELD-MISSING")}
    assert missing == {"attendees", "result"}


def test_a_conference_of_no_kind_of_these_leaves_the_kind_open() -> None:
    raw = put(sample("selfsufficiency_minutes"), "conferences/0/kind", "통합사례회의")
    [found] = findings(raw, "FIELD-MISSING")
    assert found.path == "/forms/selfsufficiency_minutes/0/kind"


@pytest.mark.parametrize(
    ("first", "last", "months"),
    [
        (date(2025, 1, 1), date(2025, 1, 31), [(2025, 1)]),
        (date(2025, 1, 2), date(2025, 2, 27), []),
        (date(2024, 11, 30), date(2025, 2, 28), [(2024, 12), (2025, 1), (2025, 2)]),
        (date(9999, 12, 1), date(9999, 12, 31), [(9999, 12)]),
        (date(2025, 3, 1), date(2025, 1, 1), []),
    ],
)
def test_only_whole_months_are_asked_for_a_conference(
    first: date, last: date, months: list[tuple[int, int]]
) -> None:
    assert list(whole_months(first, last)) == months


def test_an_open_participation_is_looked_at_up_to_its_last_conference() -> None:
    raw = sample("selfsufficiency_minutes")
    put(raw, "participation/ended_on", None)
    put(raw, "participation/started_on", "2025-03-15")
    # The last one known is on 2025-05-20: of whole months there is 2025-04, which has its internal one.
    assert findings(raw, "SS-PR-8") == []
