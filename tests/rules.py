"""Rules made for a test, of no programme."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from forms.clause import Clause, Strength
from forms.finding import Breach, Severity, Unjudged
from forms.rule import Check, Rule
from forms.source import SourceDocument


def _finds_nothing(subject: Any, case: Any) -> Iterator[Breach | Unjudged]:
    yield from ()


def made_rule(id: str, title: str, check: Check = _finds_nothing) -> Rule:
    """A rule of ours over the whole case."""
    clause = Clause(
        id=id,
        part="시험",
        document=SourceDocument("시험"),
        strength=Strength.OURS,
        title=title,
        section="1",
        reads=("case_no",),
        severity=Severity.INFO,
    )
    return Rule(clause, check)
