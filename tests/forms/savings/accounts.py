"""Accounts to test the keeping rules with: nothing wrong until a test says so."""

from __future__ import annotations

from typing import Any

from forms import Finding, check_case
from forms.deadlines import Deadline, deadlines
from tests.changing import findings
from tests.forms.savings.proofs import case_data, item, proof_data


def counted(**values: Any) -> dict[str, Any]:
    """A closed 희망키움통장Ⅱ of three years with enough evidence."""
    return proof_data(item(amount=5_400_000), **values)


def of_notice(**values: Any) -> dict[str, Any]:
    """A 희망저축계좌Ⅰ opened on 2 January 2024 and closed on 2 January 2025, unless a test says other days."""
    return proof_data(
        **{
            "account_type": "희망저축계좌Ⅰ",
            "account_opened_on": "2024-01-02",
            "closure_applied_on": "2025-01-02",
            **values,
        }
    )


def told(proof: dict[str, Any], rule: str) -> list[Finding]:
    """The findings of one rule."""
    return findings(case_data(proof), rule)


def lacking(proof: dict[str, Any], rule: str) -> set[str]:
    """What a rule lacks, as NOT-JUDGED tells it; empty where the rule was judged."""
    checked = findings(case_data(proof), "NOT-JUDGED")
    return {
        lacks
        for finding in checked
        for line in finding.message.partition("판단하지 못했습니다. ")[2].split(" / ")
        if f"({rule})" in line
        for lacks in line.partition(": ")[0].split(", ")
    }


def due(proof: dict[str, Any], rule: str) -> list[Deadline]:
    """The deadlines of one rule, in their order; no day is given as today."""
    case = check_case(case_data(proof)).case
    assert case is not None
    return [deadline for deadline in deadlines(case) if deadline.rule == rule]


def saved(*days: str, amount: int = 100_000) -> list[dict[str, Any]]:
    """Deposits of one amount on these days."""
    return [{"deposited_on": day, "amount": amount} for day in days]


def pause(start: str, end: str | None = None) -> dict[str, Any]:
    """A pause of the account."""
    return {"started_on": start, "ended_on": end, "reason": "실직"}
