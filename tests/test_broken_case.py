"""The broken case: a full case that breaks many rules at once, and the list of what it breaks.

The list says for each finding why; it was derived from the clauses and the dates of the case.
"""

from __future__ import annotations

import json
from collections import Counter

from tests.changing import findings
from tests.reading import SAMPLES, sample

EXPECTED = json.loads((SAMPLES / "broken.findings.json").read_text(encoding="utf-8"))


def test_the_findings_are_those_of_the_list() -> None:
    found = Counter((f.rule, f.severity.value, f.path) for f in findings(sample("broken")))
    expected = Counter((entry["rule"], entry["severity"], entry["path"]) for entry in EXPECTED)
    assert sorted((found - expected).elements()) == []
    assert sorted((expected - found).elements()) == []


def test_every_entry_says_why() -> None:
    assert all(entry["because"].endswith(".") for entry in EXPECTED)


def test_at_least_twenty_five_rules_are_broken() -> None:
    broken = {entry["rule"] for entry in EXPECTED if entry["severity"] != "info"}
    assert len(broken) >= 25
    assert len({rule for rule in broken if rule.startswith("ICM-")}) >= 25


# The first eight forms of the program.
EIGHT = {
    "intake_sheet",
    "consent",
    "needs_survey",
    "service_plan",
    "referral_letter",
    "closure_review",
    "monitor_sheet",
    "usage_proof",
}


def test_it_is_a_full_case() -> None:
    assert set(sample("broken")["forms"]) == EIGHT
