"""Every clause of the guidebook has one state, and what is called decided has a rule."""

from __future__ import annotations

from collections import Counter
from pathlib import Path

from pydantic import BaseModel

from docs.pages.rules import rules_page
from forms import all_forms, all_rules
from forms.case import CaseFile
from forms.places import is_list, model_in
from forms.rule import Rule
from forms.rule_states import rule_states, stated_ids

# Typed from the digest of the guidebook: section, id, strength.
CLAUSES = Path(__file__).resolve().parent.parent / "data" / "icm_clauses.tsv"


def clauses() -> dict[str, str]:
    rows = [row.split("\t") for row in CLAUSES.read_text(encoding="utf-8").splitlines()[1:]]
    return {id: strength for _, id, strength in rows}


def case_rules() -> list[Rule]:
    return [rule for rule in all_rules() if rule.id.startswith("ICM-")]


def test_every_clause_is_stated_exactly_once() -> None:
    assert Counter(stated_ids()) == Counter(list(clauses()))


def test_clauses_have_the_guidebooks_strength() -> None:
    assert {state.id: state.strength.value for state in rule_states()} == clauses()


def test_no_rule_is_firmer_than_its_clause() -> None:
    differing = {
        (clauses()[rule.id], rule.strength.value)
        for rule in case_rules()
        if rule.strength.value != clauses()[rule.id]
    }
    # 원칙 may be read as guidance, though the digest counts the clause as firm.
    assert differing <= {("MUST", "SOFT")}


def test_what_is_decided_has_a_rule() -> None:
    rules = {rule.id for rule in case_rules()}
    decided = [state for state in rule_states() if state.state == "decided"]
    assert [state.id for state in decided if (state.same_as or state.id) not in rules] == []
    # A clause that another decides has no rule of its own, so that a fault is told once.
    assert [state.id for state in decided if state.same_as and state.id in rules] == []


def test_every_rule_is_stated_as_decided() -> None:
    decided = {state.id for state in rule_states() if state.state == "decided"}
    assert sorted({rule.id for rule in case_rules()} - decided) == []


def test_the_keys_that_a_state_names_exist() -> None:
    forms = {form.id: form.model for form in all_forms()}
    named = [(state.id, key) for state in rule_states() for key in (*state.fields, state.field) if key]
    wrong = []
    for id, key in named:
        first, _, rest = key.partition(".")
        model: type[BaseModel] | None = forms.get(first, CaseFile)
        for step in (rest if first in forms else key).split("."):
            name = step.removesuffix("[]")
            field = model.model_fields.get(name) if model is not None else None
            # `[]` stands for the lines of a list, so it is written where a list of records is entered.
            if field is None or (step.endswith("[]") and not is_list(field.annotation)):
                wrong.append((id, key))
                break
            model = model_in(field.annotation)
    assert wrong == []


def test_at_least_seventy_clauses_are_decided() -> None:
    assert sum(state.state == "decided" for state in rule_states()) >= 70


def test_the_page_shows_every_clause_with_its_state() -> None:
    page = rules_page()
    for state in rule_states():
        assert f"\n| {state.id} | " in page
        assert f" | {state.title}" in page
    decided = sum(state.state == "decided" for state in rule_states())
    human = sum(state.state == "human" for state in rule_states())
    total = len(rule_states())
    assert f"| **계** | {decided} | {human} | {total - decided - human} | {total} |" in page
    assert "| OWN-CHECKED-SERVICE |" in page
