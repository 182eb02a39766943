"""Members of the household who have died: known to the case, in no table of the family."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest

from forms import CaseFile, check_case
from forms.family import family_of
from tests.changing import findings
from tests.reading import sample


def case(*members: dict[str, Any]) -> dict[str, Any]:
    return {**sample("needs_survey"), "household": list(members)}


def read(*members: dict[str, Any]) -> CaseFile:
    checked = check_case(case(*members))
    assert checked.case is not None, checked.findings
    return checked.case


MOTHER = {"relation": "모", "name": "최순례", "birth_date": "1948-02-05"}


@pytest.mark.parametrize(
    ("said", "on", "there"),
    [
        ({}, date(2024, 9, 11), True),
        ({"deceased": False}, date(2024, 9, 11), True),
        ({"deceased": True}, date(2024, 9, 11), False),
        ({"deceased": True}, None, False),
        ({"died_on": "2024-09-12"}, date(2024, 9, 11), True),
        ({"died_on": "2024-09-11"}, date(2024, 9, 11), False),
        ({"deceased": True, "died_on": "2024-09-12"}, date(2024, 9, 11), True),
        ({"died_on": "2024-09-12"}, None, False),
    ],
)
def test_a_table_of_the_family_shows_who_lived_on_its_day(
    said: dict[str, Any], on: date | None, there: bool
) -> None:
    rows = family_of(read({**MOTHER, **said}), on)
    assert [row.relation for row in rows] == (["본인", "모"] if there else ["본인"])


@pytest.mark.parametrize("said", [{"deceased": True}, {"died_on": "2024-09-12"}])
def test_nobody_counts_as_living_there_after_a_death(said: dict[str, Any]) -> None:
    held = read({**MOTHER, **said}, {"relation": "자", "name": "이도윤"})
    assert [member.relation for member in held.others] == ["자"]
    assert [member.relation for member in held.all_others] == ["모", "자"]


@pytest.mark.parametrize(
    ("said", "field", "rule"),
    [
        ({"deceased": False, "died_on": "2024-09-12"}, "deceased", "FIELD-DECEASED"),
        ({"died_on": "1948-02-04"}, "died_on", "FIELD-DATE-ORDER"),
    ],
)
def test_a_death_that_cannot_be_is_an_error_at_its_field(said: dict[str, Any], field: str, rule: str) -> None:
    (found,) = findings(case({**MOTHER, **said}), rule)
    assert (found.severity, found.path) == ("error", f"/household/0/{field}")


def test_the_number_tells_the_birth_too() -> None:
    member = {"relation": "모", "resident_number": "480205-2567890", "died_on": "1948-02-04"}
    assert [found.path for found in findings(case(member), "FIELD-DATE-ORDER")] == ["/household/0/died_on"]


def test_a_death_on_the_day_of_the_birth_is_possible() -> None:
    assert read({**MOTHER, "died_on": "1948-02-05"}).others == ()


def test_the_dead_stay_persons_of_their_own() -> None:
    twice = case({**MOTHER, "name": "박은하", "deceased": True})
    assert [found.path for found in findings(twice, "FIELD-IDENTITY")] == ["/household/0/name"]
