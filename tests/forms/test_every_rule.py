"""Every rule accepts one case and refuses another that differs in what its clause speaks of.

A third case lacks what the clause reads: then that is said, or the case states why it does not matter. The
cases stand beside the clauses (``tests/clause_cases.py``); bounds and words are tried in the files of the
topics. A rule without its cases fails here.
"""

from __future__ import annotations

import re
from typing import Any

import pytest

from forms import all_rules
from forms.rule import Rule
from tests.changing import findings
from tests.clause_cases import ClauseCases, clause_cases


def guidebook_rules() -> list[Rule]:
    """Those of the guidebook; what decides on items and accounts is tried by outcome (tests/forms/savings)."""
    return [rule for rule in all_rules() if rule.id.startswith("ICM-")]


def cases_of(rule: Rule) -> ClauseCases:
    return clause_cases()[rule.id, rule.reading]


def called(rule: Rule) -> str:
    return " ".join(filter(None, (rule.id, rule.reading)))


def places(case: dict[str, Any], rule: Rule) -> list[str]:
    """Where a rule speaks; of the rules of one clause, each speaks of its own form."""
    several = len([other for other in guidebook_rules() if other.id == rule.id]) > 1
    found = findings(case, rule.id)
    return [f.path for f in found if not several or rule.form is None or f.form == rule.form]


def test_every_case_belongs_to_a_rule() -> None:
    assert {(rule.id, rule.reading) for rule in guidebook_rules()} == set(clause_cases())


@pytest.mark.parametrize("rule", guidebook_rules(), ids=called)
def test_a_rule_accepts_and_refuses(rule: Rule) -> None:
    cases = cases_of(rule)
    accepted = cases.accepted()
    # A field error would keep every rule silent.
    assert not any(f.rule.startswith("FIELD-") and f.severity == "error" for f in findings(accepted))
    assert places(accepted, rule) == []
    assert places(cases.refused(), rule) != []


def told_in(case: dict[str, Any], rule: Rule) -> set[str]:
    """The rules of every finding; NOT-JUDGED only where it names this one."""
    found = findings(case)
    # What cannot be read at all would keep every rule silent.
    assert {f.rule for f in found if f.rule.startswith("FIELD-") and f.severity == "error"} <= {
        "FIELD-MISSING"
    }
    return {
        finding.rule
        for finding in found
        if finding.rule != "NOT-JUDGED" or re.search(rf"{rule.id}(?![\w-])", finding.message) is not None
    }


@pytest.mark.parametrize("rule", guidebook_rules(), ids=called)
def test_a_rule_is_not_silent_about_what_is_missing(rule: Rule) -> None:
    cases = cases_of(rule)
    found = told_in(cases.missing(), rule)
    if cases.told is None:
        assert rule.id not in found
        assert "NOT-JUDGED" not in found
    else:
        assert cases.told in found
        # Without the change nothing of the kind is said.
        assert cases.told == rule.id or cases.told not in told_in(cases.accepted(), rule)
