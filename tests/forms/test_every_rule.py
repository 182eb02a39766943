"""Every rule accepts one case and refuses another that differs in what its clause speaks of.

A third case lacks what the clause reads: then that is said, or the case states why it does not matter. The
cases stand beside the clauses (``tests/clause_cases.py``); bounds and words are tried in the files of the
topics. A rule without its cases fails here.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Any

import pytest

from forms import Finding, all_rules
from forms.rule import Rule
from tests.changing import findings, lacking
from tests.clause_cases import Changed, ClauseCases, clause_cases


def cases_of(rule: Rule) -> ClauseCases:
    return clause_cases()[rule.id, rule.reading]


def each(kind: Callable[[ClauseCases], tuple[Changed, ...]]) -> pytest.MarkDecorator:
    """Every case of a kind with its rule."""
    rows = [
        pytest.param(rule, one, id=" ".join(filter(None, (rule.id, rule.reading, str(number)))))
        for rule in all_rules()
        for number, one in enumerate(kind(cases_of(rule)), 1)
    ]
    return pytest.mark.parametrize(("rule", "one"), rows)


def said(case: dict[str, Any], rule: Rule) -> list[Finding]:
    """What a rule says: findings of its own, or those of a clause with which it decides, in brackets there.

    Of the rules of one clause, each speaks of its own form.
    """
    several = len([other for other in all_rules() if other.id == rule.id]) > 1
    return [
        finding
        for finding in findings(case)
        if (finding.rule == rule.id or f"[{rule.id}]" in finding.message)
        and (not several or rule.form is None or finding.form == rule.form)
    ]


def field_errors(case: dict[str, Any]) -> set[str]:
    """A field error would keep every rule silent."""
    return {f.rule for f in findings(case) if f.rule.startswith("FIELD-") and f.severity == "error"}


def test_every_case_belongs_to_a_rule() -> None:
    assert {(rule.id, rule.reading) for rule in all_rules()} == set(clause_cases())


@pytest.mark.parametrize("rule", all_rules(), ids=lambda rule: f"{rule.id} {rule.reading or ''}".strip())
def test_every_rule_has_its_cases(rule: Rule) -> None:
    cases = cases_of(rule)
    assert cases.elsewhere or (cases.accepted and cases.refused)
    assert cases.elsewhere or cases.never_lacks or cases.missing


@each(lambda cases: cases.accepted)
def test_a_rule_accepts(rule: Rule, one: Changed) -> None:
    assert field_errors(one.case()) == set()
    assert said(one.case(), rule) == []


@each(lambda cases: cases.refused)
def test_a_rule_refuses(rule: Rule, one: Changed) -> None:
    assert field_errors(one.case()) <= {"FIELD-MISSING"}
    found = said(one.case(), rule)
    assert found
    assert (one.word("says") or "") in " ".join(finding.message for finding in found)
    assert one.word("severity") in (None, *(finding.severity.value for finding in found))


def told_in(case: dict[str, Any], rule: Rule) -> set[str]:
    """The rules of every finding; NOT-JUDGED only where it names this one."""
    return {
        finding.rule
        for finding in findings(case)
        if finding.rule != "NOT-JUDGED" or re.search(rf"{rule.id}(?![\w-])", finding.message) is not None
    }


@each(lambda cases: cases.missing)
def test_a_rule_is_not_silent_about_what_is_missing(rule: Rule, one: Changed) -> None:
    case, whole = one.case(), cases_of(rule).accepted[0].case()
    assert field_errors(case) <= {"FIELD-MISSING"}
    found = told_in(case, rule)
    if one.told is None:
        assert rule.id not in found
        assert "NOT-JUDGED" not in found
        return
    assert one.told in found
    lacks = one.word("lacks")
    if lacks is not None:
        assert any(lacks in told for told in lacking(case, rule.id))
        assert not any(lacks in told for told in lacking(whole, rule.id))
    # Without the change nothing of the kind is said.
    elif one.told != rule.id:
        assert one.told not in told_in(whole, rule)
