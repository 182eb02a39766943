"""Rules: small functions bound to a clause by its id, that return what they find."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from datetime import date
from typing import Any

from forms.clause import Clause, Strength
from forms.finding import Breach, Severity, Unjudged
from forms.source import SourceDocument

Check = Callable[[Any, Any], Iterator[Breach | Unjudged]]


@dataclass(frozen=True)
class BoundCheck:
    """A check with the id of its clause and, where that has several readings, the name of one."""

    id: str
    check: Check
    reading: str | None = None


def rule(id: str, reading: str | None = None) -> Callable[[Check], BoundCheck]:
    """Bind a check to its clause; the registry finds it by its type in the programme's ``rules``."""

    def bound(check: Check) -> BoundCheck:
        return BoundCheck(id, check, reading)

    return bound


@dataclass(frozen=True)
class Rule:
    """A clause with its check, asked of a form (``form`` is its id) or of the whole case (``form`` None).

    ``check(form_model, case)`` yields breaches whose places count from the form; for a rule of
    the case ``check(case, case)`` yields places from the root. Where a date, a person or a number is
    not known it yields an ``Unjudged``; where it yields nothing, the rule judged and found nothing, or
    a fact that the case states keeps it from concerning the case. It never raises, prints, formats
    a document or reads a clock. ``reading`` names the one of several that it is.
    """

    clause: Clause
    check: Check
    reading: str | None = None

    @property
    def id(self) -> str:
        """The clause's id."""
        return self.clause.id

    @property
    def title(self) -> str:
        """What it asks, as one Korean sentence."""
        return self.clause.title

    @property
    def strength(self) -> Strength:
        """How firmly it is read."""
        return self.clause.read_as or self.clause.strength

    @property
    def severity(self) -> Severity:
        """How grave its findings are, where they do not say otherwise."""
        return self.clause.severity

    @property
    def section(self) -> str:
        """The section that its findings cite."""
        return self.clause.section

    @property
    def form(self) -> str | None:
        """The form that it is asked of; None for the whole case."""
        return self.clause.form

    @property
    def text(self) -> str | None:
        """The year whose text alone holds it; a breach whose day is of another text does not count."""
        return self.clause.text

    @property
    def document(self) -> SourceDocument:
        """The document that states it."""
        return self.clause.document

    def concerns(self, day: date | None) -> bool:
        """Whether the text in force on ``day`` holds the clause; a day that is not known counts."""
        return self.text is None or day is None or self.document.text_year(day) == self.text

    def source(self, edition: str, on: date | None = None) -> str:
        """The citation that its findings bear, as applied on the day of the event, else in the edition."""
        return self.clause.cited(self.document.text_year(on) if on is not None else edition)


def joined(
    clauses: Iterable[Clause], checks: Iterable[BoundCheck], is_key: Callable[[str], bool]
) -> tuple[Rule, ...]:
    """The rules of a programme: its clauses with the checks bound to them, by id.

    ``is_key`` says whether a model holds the key that a clause names. Raises ``ValueError`` naming every
    clause that stands twice, names a key that nothing holds or another clause that decides nothing, is
    decided without a check, or is decided by several; and every check without a clause.
    """
    held = tuple(clauses)
    bound = [((check.id, check.reading), check) for check in checks]
    asked = {
        (clause.id, name): one for clause in held if clause.has_rules for name, one in clause.asked().items()
    }
    deciding = {id for id, _ in asked}
    wrong = {
        "stands twice": _twice(clause.id for clause in held),
        "has two checks": _twice(_named(place) for place, _ in bound),
        "is decided and has no check": [_named(place) for place in asked.keys() - dict(bound).keys()],
        "is no clause that a check decides": [_named(place) for place in dict(bound).keys() - asked.keys()],
        "is the same as one that no check decides": [
            clause.id for clause in held if clause.same_as is not None and clause.same_as not in deciding
        ],
        "names a key that no model has": [
            f"{clause.id} ({key})" for clause in held for key in clause.keys if not is_key(key)
        ],
    }
    said = [f"{', '.join(sorted(names))} {problem}" for problem, names in wrong.items() if names]
    if said:
        raise ValueError("; ".join(said))
    rules = (Rule(asked[place], check.check, check.reading) for place, check in bound)
    return tuple(
        sorted(rules, key=lambda rule: (rule.id, rule.form or "", rule.text or "", rule.section, rule.title))
    )


def _named(place: tuple[str, str | None]) -> str:
    return " ".join(filter(None, place))


def _twice(names: Iterable[str]) -> list[str]:
    return [name for name, count in Counter(names).items() if count > 1]
