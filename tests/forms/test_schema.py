"""The schema of a case as an editor reads it, judged by an independent validator."""

from __future__ import annotations

from typing import Any

import pytest
from jsonschema_rs import validator_for

from forms import all_forms
from forms.schema import schema, with_client_asked
from tests.reading import sample

# Forms that speak of an agency are still to come: any two will do to try the rule on.
OF_AGENCIES = ("consent", "monitor_sheet")


@pytest.mark.parametrize("name", [*(form.id for form in all_forms()), "case_full"])
def test_every_sample_is_valid(name: str) -> None:
    assert validator_for(schema("case")).is_valid(sample(name))


def test_an_editor_asks_for_the_client_of_a_case() -> None:
    asked: dict[str, Any] = sample("closure_review")
    del asked["client"]
    assert not validator_for(schema("case")).is_valid(asked)


@pytest.mark.parametrize(
    ("forms", "valid"),
    [
        ({"consent": []}, True),
        ({"consent": [], "monitor_sheet": []}, True),
        ({"consent": [], "intake_sheet": []}, False),
        ({"intake_sheet": []}, False),
        ({}, False),
        (None, False),
    ],
)
def test_a_file_of_an_agencys_forms_alone_may_lack_its_client(
    forms: dict[str, Any] | None, valid: bool
) -> None:
    judge = validator_for(with_client_asked(schema("case"), OF_AGENCIES))
    file = {"case_no": "2025-DAON-Q2", **({"forms": forms} if forms is not None else {})}
    assert judge.is_valid(file) is valid
    assert judge.is_valid({**file, "client": {"name": "나보람"}})
