"""Rules: small functions with an id, a strength and a source, that return what they find."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from enum import StrEnum
from typing import Any

from forms.finding import Breach, Severity


class Strength(StrEnum):
    """How firmly the source states a rule (digest 1 §2)."""

    MUST = "MUST"
    SOFT = "SOFT"
    INFO = "INFO"
    ERR = "ERR"
    # Not in any source: a check of ours, marked as such wherever it shows.
    OURS = "OURS"


GUIDEBOOK = "찾아가는 보건·복지서비스 업무안내"

Check = Callable[[Any, Any], Iterator[Breach]]


@dataclass(frozen=True)
class Rule:
    """A rule of a form (``form`` is its id) or of the whole case (``form`` None).

    ``check(form_model, case)`` yields breaches whose places count from the form; for a rule of
    the case ``check(case, case)`` yields places from the root. It never raises, prints, formats
    a document or reads a clock. ``editions`` empty means every edition.
    """

    id: str
    title: str
    strength: Strength
    severity: Severity
    section: str
    check: Check
    form: str | None = None
    editions: tuple[str, ...] = ()
    document: str = GUIDEBOOK
    # Where the document is no edition of the guidebook: the year that it bears itself.
    document_year: str | None = None

    def applies_to(self, edition: str) -> bool:
        """Whether the rule stands in that edition of the guidebook."""
        return not self.editions or edition in self.editions

    def source(self, edition: str) -> str:
        """The citation that its findings bear."""
        if self.strength is Strength.OURS:
            return f"서식 점검 규칙(자체), {self.section}"
        return f"{self.document_year or edition} {self.document}, {self.section}"


def rule(
    id: str,
    title: str,
    *,
    section: str,
    form: str | None = None,
    strength: Strength = Strength.MUST,
    severity: Severity = Severity.WARNING,
    editions: tuple[str, ...] = (),
    document: str = GUIDEBOOK,
    document_year: str | None = None,
) -> Callable[[Check], Rule]:
    """Turn a check into a :class:`Rule`; the registry finds it by its type in the form's modules."""

    def made(check: Check) -> Rule:
        return Rule(id, title, strength, severity, section, check, form, editions, document, document_year)

    return made
