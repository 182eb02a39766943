"""What reads a form is built when a case holds the first one; nothing that anybody sees is another for it."""

from __future__ import annotations

import copy
import os
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
from pydantic import ValidationError

from forms import Form, all_forms
from forms.registry import case_model
from tests.generating import at, fields_in, wrong_values
from tests.reading import sample

ROOT = Path(__file__).parents[2]
BUILT = """
import json
from pathlib import Path
from forms import all_forms, check_case
from forms.registry import build_models
def built():
    return [form.id for form in all_forms() if form.model.__pydantic_complete__]
before = built()
found = check_case(json.loads(Path("samples/consent.json").read_text(encoding="utf-8")))
assert found.case is not None and found.case.entered("consent")
unread = [form.id for form in all_forms() if not found.case.entered(form.id)]
print(json.dumps([before, [form_id for form_id in unread if form_id in built()]]))
build_models()
print(json.dumps(built() == [form.id for form in all_forms()]))
"""


def test_a_case_builds_what_reads_its_own_forms_alone() -> None:
    done = subprocess.run(
        [sys.executable, "-c", BUILT],
        cwd=ROOT, env={**os.environ, "PYTHONPATH": str(ROOT)}, capture_output=True, text=True, check=False,
    )  # fmt: skip
    assert done.returncode == 0, done.stderr
    assert done.stdout.splitlines() == ["[[], []]", "true"]


def errors(raw: object, described: bool) -> list[Any]:
    with pytest.raises(ValidationError) as caught:
        case_model(described).model_validate(raw)
    return caught.value.errors(include_url=False)


@pytest.mark.parametrize("form", all_forms(), ids=lambda form: form.id)
def test_errors_and_their_places_are_those_of_a_case_read_in_one(form: Form) -> None:
    whole = sample(form.id)
    places = [place for place, _, _ in fields_in(case_model(), whole) if place[:2] == ("forms", form.id)]
    assert places
    for place in places:
        wrong = copy.deepcopy(whole)
        at(wrong, place[:-1])[place[-1]] = wrong_values(at(whole, place))[1]
        assert errors(wrong, described=False) == errors(wrong, described=True)


@pytest.mark.parametrize("form", all_forms(), ids=lambda form: form.id)
def test_a_case_read_form_by_form_is_the_case_read_in_one(form: Form) -> None:
    lazily, at_once = (case_model(described).model_validate(sample(form.id)) for described in (False, True))
    assert lazily.model_dump(mode="json") == at_once.model_dump(mode="json")
    assert lazily.model_dump(exclude_unset=True) == at_once.model_dump(exclude_unset=True)
