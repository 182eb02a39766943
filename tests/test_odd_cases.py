"""A sweep: odd keys and odd values at every place of the full case, and no place makes the program trip."""

from __future__ import annotations

import copy
import json
from collections.abc import Iterator
from datetime import date
from itertools import cycle
from typing import Any

import pytest

from api.cases.deadline_command import CaseDeadlines
from api.cases.intake import Upload
from api.cases.reports import CaseReport
from api.evidence.run import EvidenceRun
from forms.boundary import INTERNAL
from forms.finding import Location
from tests.generating import at
from tests.reading import sample

TODAY = date(2025, 7, 1)
# Digits that are no decimals, an unpaired surrogate, Arabic digits, nothing, what a pointer escapes.
KEYS = ("²", "①", "\ud800", "٣", "", "a/b~c", "9" * 5000)
VALUES: tuple[Any, ...] = (
    "9999-12-31", "0001-01-01", None, "", 0, -1, 10**30, 1.5, True, [], {}, "²", "\ud800", "가" * 60_000, [[]], [{}],
)  # fmt: skip


def places(node: Any, where: Location = ()) -> Iterator[Location]:
    """Every key and list position of a case."""
    inner = node.items() if isinstance(node, dict) else enumerate(node) if isinstance(node, list) else ()
    for step, value in inner:
        yield (*where, step)
        yield from places(value, (*where, step))


def tripped(raw: dict[str, Any]) -> set[str]:
    """Where check, deadlines and evidence trip on a case; what they tell can be sent in every encoding."""
    upload = Upload("a.json", raw)
    report = CaseReport.of(upload, open_files=True)
    counted = CaseDeadlines.of(upload, TODAY)
    with EvidenceRun() as run:
        run.read([upload])
        judged = next(run.judged())
    for entry in (report.as_json(strict=False), counted.as_json(), judged.as_json()):
        json.dumps(entry, ensure_ascii=False).encode("utf-8")
    findings = (*report.findings, *counted.report.findings, *judged.read.findings)
    return {finding.message for finding in findings if finding.rule == INTERNAL}


def with_value(case: dict[str, Any], place: Location, value: Any) -> dict[str, Any]:
    """The case with another value at a place."""
    changed = copy.deepcopy(case)
    at(changed, place[:-1])[place[-1]] = copy.deepcopy(value)
    return changed


@pytest.mark.parametrize("day", ["9999-12-31", "0001-01-01"])
def test_no_date_of_the_calendar_makes_it_trip(day: str) -> None:
    case = sample("case_full")
    days = [place for place in places(case) if _is_day(at(case, place))]
    assert len(days) > 50
    for place in days:
        assert tripped(with_value(case, place, day)) == set(), place
    everywhere = case
    for place in days:
        everywhere = with_value(everywhere, place, day)
    assert tripped(everywhere) == set()


def _is_day(value: Any) -> bool:
    return (
        isinstance(value, str) and len(value) == 10 and value[4] == value[7] == "-" and value[:4].isdecimal()
    )


def test_no_key_makes_it_trip() -> None:
    case = sample("closure_review")
    for place in [(), *places(case)]:
        if isinstance(at(case, place), dict):
            for key in KEYS:
                assert tripped(with_value(case, (*place, key), 1)) == set(), (place, key)


@pytest.mark.slow
def test_no_value_makes_it_trip() -> None:
    case = sample("case_full")
    values = cycle(VALUES)
    for place in places(case):
        assert tripped(with_value(case, place, next(values))) == set(), place
