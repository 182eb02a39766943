"""What the list says of a case: the state of each sheet, what is wrong, what is due next."""

from __future__ import annotations

import json

from api.casebook.kept_case import SheetState
from api.casebook.summary import next_due, summary_of
from api.samples import SAMPLES
from tests.changing import drop


def sample(name: str) -> dict[str, object]:
    value: dict[str, object] = json.loads((SAMPLES / f"{name}.json").read_text(encoding="utf-8"))
    return value


def test_a_sound_case_can_be_printed() -> None:
    summary = summary_of(sample("closure_review"), ())
    assert [(one.form, one.item, one.state) for one in summary.sheets] == [
        ("closure_review", 0, SheetState.PRINTABLE)
    ]
    assert summary.errors == 0


def test_a_sheet_that_lacks_something_is_being_written_until_it_was_checked() -> None:
    raw = sample("closure_review")
    drop(raw, "forms/closure_review/result")
    assert [one.state for one in summary_of(raw, ()).sheets] == [SheetState.BEGUN]
    [faulty] = summary_of(raw, {"closure_review/0"}).sheets
    assert (faulty.state, faulty.errors) == (SheetState.FAULTY, 1)


def test_a_fault_of_one_sheet_is_not_another_ones() -> None:
    raw = sample("case_full")
    forms = raw["forms"]
    assert isinstance(forms, dict)
    several = next(name for name, held in forms.items() if isinstance(held, list) and len(held) > 1)
    forms[several][1]["no_such_key"] = 1
    states = {(one.form, one.item): one for one in summary_of(raw, ()).sheets}
    assert states[several, 1].errors == 1
    assert all(one.errors == 0 for place, one in states.items() if place != (several, 1))


def test_an_empty_sheet_is_empty() -> None:
    summary = summary_of({"edition": "2025", "forms": {"consent": {}}}, ())
    assert [one.state for one in summary.sheets] == [SheetState.EMPTY]
    assert (summary.case_no, summary.client) == ("", "")


def test_what_is_no_case_at_all_is_summed_up_too() -> None:
    for raw in ({}, {"forms": 3}, {"forms": {"consent": 3}}, {"client": "?", "forms": {"nothing": {}}}):
        assert summary_of(raw, ()).due == ()


def test_half_a_character_is_no_fault_of_the_list() -> None:
    summary = summary_of({"case_no": "1\ud800", "client": {"name": "홍\ud800"}, "forms": {}}, ())
    assert "홍?" in summary.model_dump_json()


def test_the_next_deadline_is_the_earliest_that_is_open() -> None:
    summary = summary_of(sample("case_full"), ())
    days = [one.due for one in summary.due]
    assert days == sorted(days)
    if days:
        found = next_due(summary, days[0])
        assert found is not None
        assert found[1] == 0
