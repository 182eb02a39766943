"""Rules made for a test, of no programme."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest

from forms.clause import Clause, Strength
from forms.finding import Breach, Severity, Unjudged
from forms.registry import rules_of
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


# What stands in the case that trips, and must be told nowhere.
OF_THE_CASE = "홍길동 900101-1234567"
TRIPS = "2025-0002"


def _trips(case: Any, _: Any) -> Iterator[Breach | Unjudged]:
    if case.case_no == TRIPS:
        raise KeyError(OF_THE_CASE)
    yield from ()


def add_tripping_rule(monkeypatch: pytest.MonkeyPatch) -> None:
    """A rule that trips on the case ``TRIPS``, in this process; workers that run already do not know it."""
    rule = made_rule("OWN-TRIPS", "넘어지는 규칙", _trips)
    monkeypatch.setattr("forms.checking.rules_of", lambda programme: (*rules_of(programme), rule))
