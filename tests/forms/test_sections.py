"""Each citation names the section in which the sentence stands, typed from the guidebook."""

from __future__ import annotations

from pathlib import Path

import pytest

from forms import all_rules
from tests.changing import findings, put
from tests.reading import sample

ROWS = [
    tuple(line.split("\t"))
    for line in (Path(__file__).resolve().parent.parent / "data" / "icm_sections.tsv")
    .read_text(encoding="utf-8")
    .splitlines()[1:]
]


def test_every_rule_cites_the_section_of_its_sentence() -> None:
    typed = {(id, section) for id, _, section in ROWS}
    held = {(rule.id, rule.section) for rule in all_rules() if rule.id.startswith("ICM-")}
    assert held == typed


@pytest.mark.parametrize(
    ("held_on", "applied"),
    [("2025-03-10", ""), ("2024-03-11", "(2024년 적용)"), ("2019-03-11", "(2024년 적용)")],
)
def test_the_text_applied_is_that_of_the_day(held_on: str, applied: str) -> None:
    case = put(sample("case_full"), "conferences/0/held_on", held_on)
    (finding,) = findings(put(case, "conferences/0/separate_minutes", False), "ICM-MEET-12")
    section = "사례회의 개최 4 수행방안(사례회의 진행 방법)"
    assert finding.source == f"2025 찾아가는 보건·복지서비스 업무안내, {section}{applied}"


def test_a_form_is_cited_by_its_own_day() -> None:
    case = put(sample("case_full"), "forms/intake_sheet/tenure", None)
    (finding,) = findings(case, "ICM-FIELD-03")  # 2024-09-03
    assert finding.source == "2025 찾아가는 보건·복지서비스 업무안내, 대상자 접수 4 수행방안(2024년 적용)"
    (finding,) = findings(put(case, "forms/intake_sheet/consulted_on", "2025-01-03"), "ICM-FIELD-03")
    assert finding.source == "2025 찾아가는 보건·복지서비스 업무안내, 대상자 접수 4 수행방안"
