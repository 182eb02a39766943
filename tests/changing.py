"""Small changes to sample cases."""

from __future__ import annotations

import json
import re
from copy import deepcopy
from typing import Any

from forms import Finding
from generator.examine import examine


def put(case: dict[str, Any], path: str, value: object) -> dict[str, Any]:
    """Set the value at ``forms/closure_review/opinion`` (list positions as numbers); returns the case."""
    *way, last = path.split("/")
    node: Any = case
    for step in way:
        node = node[int(step)] if isinstance(node, list) else node[step]
    if isinstance(node, list):
        node[int(last)] = value
    else:
        node[last] = value
    return case


# The first letters that stand for the forms of 통합사례관리 in ``changed``.
FORMS = {
    "I": "forms/intake_sheet",
    "C": "forms/consent",
    "S": "forms/needs_survey",
    "P": "forms/service_plan",
    "L": "forms/referral_letter",
    "R": "forms/closure_review",
    "M": "forms/monitor_sheet",
}


def changed(case: dict[str, Any], changes: dict[str, object]) -> dict[str, Any]:
    """The case with values put at ``R/opinion`` and the like; ``R`` stands for forms/closure_review."""
    for path, value in changes.items():
        first, _, rest = path.partition("/")
        put(case, "/".join(filter(None, (FORMS.get(first, first), rest))), deepcopy(value))
    return case


def drop(case: dict[str, Any], path: str) -> dict[str, Any]:
    """Remove the key at ``path``; returns the case."""
    *way, last = path.split("/")
    node: Any = case
    for step in way:
        node = node[int(step)] if isinstance(node, list) else node[step]
    del node[last]
    return case


def moved(case: dict[str, Any], years: int) -> dict[str, Any]:
    """The case with every day of the 2020s moved by ``years``; births and older days stay."""
    text = json.dumps(case, ensure_ascii=False)
    text = re.sub(r'(?<=")(202\d)(?=-\d\d-\d\d["T])', lambda year: str(int(year[0]) + years), text)
    read: dict[str, Any] = json.loads(text)
    return read


def findings(case: dict[str, Any], rule: str | None = None) -> list[Finding]:
    """The findings of a case, or those of one rule."""
    return [finding for finding in examine(case).findings if rule in (None, finding.rule)]


def severities(case: dict[str, Any], rule: str) -> list[str]:
    """The severities of the findings of one rule."""
    return [finding.severity.value for finding in findings(case, rule)]


def lacking(raw: dict[str, Any], rule: str) -> list[str]:
    """What NOT-JUDGED says a clause lacks."""
    named = []
    for finding in findings(raw, "NOT-JUDGED"):
        for line in finding.message.split("못했습니다. ", 1)[1].split(" / "):
            lacks, clauses = line.split(": ", 1)
            named.extend([lacks] if f"({rule})" in clauses else [])
    return named
