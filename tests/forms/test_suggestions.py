"""Words that a field may well hold: offered where it is typed and in its schema, asked for nowhere."""

from __future__ import annotations

from api.service.entry.fields import Box, form_parts
from forms.schema import schema
from tests.changing import findings, put
from tests.reading import sample

# 아동자립지원 시스템 매뉴얼, [사례관리분야-취업] 선택 시: what can be read of 취업경로.
READ = (
    "시설",
    "본인/스스로",
    "자립센터",
    "훈련기관",
    "선후배",
    "취업정보",
    "고용지원센터",
    "위탁가정",
    "기타",
)


def test_the_schema_gives_them_as_examples_and_closes_nothing() -> None:
    route = schema("youth_case_log")["properties"]["work_route"]
    assert set(READ) <= set(route["examples"])
    assert "enum" not in str(route)


def test_a_box_offers_them_and_stays_a_line() -> None:
    (box,) = [part for part in form_parts("youth_case_log") if part.key == "work_route"]
    assert isinstance(box, Box)
    assert box.kind == "text"
    assert set(READ) <= set(box.suggestions)


def test_any_other_word_is_as_good() -> None:
    case = put(sample("youth_case_log"), "forms/youth_case_log/work_route", "이웃의 소개")
    assert [one.message for one in findings(case) if one.severity != "info"] == []
