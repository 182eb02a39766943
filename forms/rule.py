"""Rules: small functions with an id, a strength and a source, that return what they find."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from typing import Any

from forms.finding import Breach, Severity, Unjudged
from forms.source import GUIDEBOOK, SourceDocument, text_year


class Strength(StrEnum):
    """How firmly the source states a rule (digest 1 §2)."""

    MUST = "MUST"
    SOFT = "SOFT"
    INFO = "INFO"
    ERR = "ERR"
    # Not in any source: a check of ours, marked as such wherever it shows.
    OURS = "OURS"


Check = Callable[[Any, Any], Iterator[Breach | Unjudged]]


@dataclass(frozen=True)
class Rule:
    """A rule of a form (``form`` is its id) or of the whole case (``form`` None).

    ``check(form_model, case)`` yields breaches whose places count from the form; for a rule of
    the case ``check(case, case)`` yields places from the root. Where a date, a person or a number is
    not known it yields an ``Unjudged``; where it yields nothing, the rule judged and found nothing, or
    a fact that the case states keeps it from concerning the case. It never raises, prints, formats
    a document or reads a clock.

    ``text`` names the year of the guidebook whose text alone holds the clause: a breach whose day is
    of another text does not count. None: every text holds it.
    """

    id: str
    title: str
    strength: Strength
    severity: Severity
    section: str
    check: Check
    form: str | None = None
    text: str | None = None
    document: SourceDocument = GUIDEBOOK

    def concerns(self, day: date | None) -> bool:
        """Whether the text in force on ``day`` holds the clause; a day that is not known counts."""
        return self.text is None or day is None or text_year(day.year) == self.text

    def source(self, edition: str, on: date | None = None) -> str:
        """The citation that its findings bear, as applied on the day of the event, else in the edition."""
        if self.strength is Strength.OURS:
            return f"서식 점검 규칙(자체), {self.section}"
        return self.document.cite(self.section, text_year(on.year) if on is not None else edition)


def rule(
    id: str,
    title: str,
    *,
    section: str,
    form: str | None = None,
    strength: Strength = Strength.MUST,
    severity: Severity = Severity.WARNING,
    text: str | None = None,
    document: SourceDocument = GUIDEBOOK,
) -> Callable[[Check], Rule]:
    """Turn a check into a :class:`Rule`; the registry finds it by its type in the form's modules."""

    def made(check: Check) -> Rule:
        return Rule(id, title, strength, severity, section, check, form, text, document)

    return made
