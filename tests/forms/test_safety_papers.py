"""The papers of safety: the source's words, and their packet."""

from __future__ import annotations

from pathlib import Path
from typing import Any, get_args

import pytest

from forms import FormModel, check_case
from forms.filling import filled
from forms.icm import visit_safety_check
from forms.icm.incident_report import IncidentReport
from forms.icm.visit_safety_check import QUESTIONS, VisitSafetyCheck
from forms.icm.workplace_safety_check import GROUPS, SOURCE_NOTE, Measure
from forms.packets import PacketPlan, packet_plan
from tests.changing import drop, findings, put
from tests.reading import sample

Case = dict[str, Any]
# Typed from the guidebook, line by line: 행정사항 Ⅰ (안전 대책).
ROWS = [
    line.split("\t")
    for line in (Path(__file__).resolve().parent.parent / "data" / "icm_safety.tsv")
    .read_text(encoding="utf-8")
    .splitlines()[1:]
]


def typed(*kinds: str) -> list[str]:
    return [text for _, kind, text in ROWS if kind in kinds]


def titles(model: type[FormModel], *names: str) -> list[str]:
    return [str(model.model_fields[name].title) for name in names]


def test_the_six_dangers_and_the_duties_are_those_of_the_source() -> None:
    assert len(typed("danger")) == 6
    assert titles(VisitSafetyCheck, *QUESTIONS) == typed("danger")
    assert list(visit_safety_check.DUTIES) == typed("duty")


def test_the_sixteen_measures_stand_in_their_five_groups() -> None:
    assert [len(measures) for _, measures in GROUPS] == [3, 4, 4, 2, 3]
    printed = [text for stage, measures in GROUPS for text in (" ".join(stage.split()), *measures)]
    assert printed == typed("stage", "measure")
    assert list(get_args(Measure)) == typed("measure")
    assert typed("source") == [SOURCE_NOTE]


def test_an_accident_is_told_in_the_thirteen_contents() -> None:
    asked = titles(IncidentReport, *IncidentReport.model_fields)
    assert len(typed("content")) == 13
    assert [title for title in asked if title in typed("content")] == typed("content")


def test_a_measure_stands_once() -> None:
    raw = sample("workplace_safety_check")
    measures = raw["forms"]["workplace_safety_check"]["measures"]
    measures[1]["measure"] = measures[0]["measure"]
    assert [f.rule for f in findings(raw) if f.severity == "error"] == ["FIELD-SAME-MEASURE"]


def test_an_accident_is_reported_neither_before_it_nor_written_down_before() -> None:
    for name in ("reported_on", "written_on", "medical_handed_on"):
        raw = put(sample("incident_report"), f"forms/incident_report/{name}", "2025-06-03")
        told = [(f.rule, f.path) for f in findings(raw) if f.severity == "error"]
        assert told == [("FIELD-DATE-ORDER", f"/forms/incident_report/{name}")]


# The packet.


def plan(raw: Case, name: str = "safety") -> PacketPlan | None:
    case = check_case(raw).readable
    assert case is not None
    return packet_plan(filled(case), name)


def both() -> Case:
    raw = sample("visit_safety_check")
    raw["forms"]["incident_report"] = sample("incident_report")["forms"]["incident_report"]
    return raw


@pytest.mark.parametrize(
    ("dropped", "held", "day"),
    [
        (None, ["visit_safety_check", "visit_safety_check", "incident_report"], ("사고일", "2025-06-04")),
        ("visit_safety_check", ["incident_report"], ("사고일", "2025-06-04")),
        # The later of the two visits.
        ("incident_report", ["visit_safety_check", "visit_safety_check"], ("방문 예정일", "2025-06-09")),
    ],
)
def test_either_paper_opens_it(dropped: str | None, held: list[str], day: tuple[str, str]) -> None:
    raw = both() if dropped is None else drop(both(), f"forms/{dropped}")
    made = plan(raw)
    assert made is not None
    assert [form.id for form, _ in made.forms] == held
    assert (made.title, made.day.title, str(made.day.on)) == ("안전 서류", *day)


def test_a_check_of_the_office_opens_none() -> None:
    assert plan(sample("workplace_safety_check")) is None


def test_the_closing_packet_prints_neither() -> None:
    raw = sample("case_full")
    raw["forms"] |= both()["forms"]
    made = plan(raw, "closure")
    assert made is not None
    assert {"visit_safety_check", "incident_report"}.isdisjoint(form.id for form, _ in made.forms)


def states(raw: Case) -> list[str]:
    made = plan(raw)
    assert made is not None
    return [item.state for item in made.checklist]


def test_its_checklist_tells_what_the_papers_lack() -> None:
    assert states(both()) == ["갖춤"] * 6
    none = "해당 없음"
    assert states(sample("incident_report")) == [none, none, none, "갖춤", "갖춤", "갖춤"]
    raw = both()
    for name in ("reported_to", "companion", "rescheduled_to"):
        raw["forms"]["visit_safety_check"][0][name] = None
    raw["forms"]["incident_report"] |= {
        "reported_on": "2025-06-06",
        "witness_name": None,
        "after_care_planned": False,
    }
    assert states(raw) == ["없음", "없음", "없음", "확인 필요", "없음", "없음"]
    # Nothing but the fourth, which is not known.
    raw["forms"]["visit_safety_check"][0] |= {"drunk": "아니오", "severe_stress": "아니오"}
    assert states(raw)[1] == "확인 필요"
    raw["forms"]["incident_report"]["reported_on"] = None
    assert states(raw)[3] == "확인 필요"
