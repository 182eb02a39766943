"""Checking a case: field errors, what the forms still lack, and the rules, as findings."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace

from pydantic import ValidationError

from forms.belonging import programmes_in
from forms.case import Acknowledgement, CaseFile
from forms.field_errors import field_findings
from forms.fields import has_old_check_digit
from forms.filling import differences, filled, missing
from forms.finding import Breach, Finding, Location, Severity, Unjudged
from forms.particles import quoted_with_particle
from forms.places import label, pointer
from forms.record import FormModel
from forms.registry import all_forms, case_model, form_named, rules_of
from forms.rule import Rule, Strength
from forms.silence import not_judged, out_of_order

OURS = "서식 점검 규칙(자체)"
# A position in a list. A key may hold what counts as a digit and is no decimal ("²", "①"), or thousands.
_POSITION = re.compile(r"[0-9]{1,15}")
_GRAVITY = {Severity.ERROR: 0, Severity.WARNING: 1, Severity.INFO: 2}


@dataclass(frozen=True)
class CheckedCase:
    """A case after checking: as ``entered``, and as ``case`` with every form filled from the rest.

    Both are None where a field error forbids reading them.
    """

    raw: object
    entered: CaseFile | None
    case: CaseFile | None
    findings: tuple[Finding, ...]

    @property
    def ok(self) -> bool:
        """Whether no error stands."""
        return not any(finding.severity is Severity.ERROR for finding in self.findings)

    @property
    def case_no(self) -> str | None:
        """The case number, also where the rest is unreadable."""
        if self.case is not None:
            return self.case.case_no
        number = self.raw.get("case_no") if isinstance(self.raw, dict) else None
        return number if isinstance(number, str) else None

    def with_findings(self, more: Iterable[Finding]) -> CheckedCase:
        """The case with findings from elsewhere, acknowledged and ordered as its own are."""
        notes = self.case.acknowledged if self.case is not None else ()
        return replace(self, findings=_ordered((*self.findings, *_acknowledged(more, notes))))

    def failed(self, strict: bool) -> bool:
        """Whether the case fails; ``strict`` counts warnings from MUST clauses as errors."""
        return any(finding.counts_as_error(strict) for finding in self.findings)


def check_case(raw: object) -> CheckedCase:
    """Read and check one case as it came from JSON or a sheet. Never raises for bad data."""
    model = case_model()
    edition = raw.get("edition", "2025") if isinstance(raw, dict) else "2025"
    sources = {form.id: form.source(str(edition)) for form in all_forms()}
    try:
        entered = model.model_validate(raw)
    except ValidationError as error:
        return CheckedCase(raw, None, None, _ordered(field_findings(model, raw, error, sources)))
    case = filled(entered)
    unjudged: list[tuple[Rule, Unjudged]] = []
    findings = [*_filling_findings(entered, case, raw, sources), *_rule_findings(case, raw, unjudged)]
    for rule, severity, location, message in (*out_of_order(case), *not_judged(unjudged)):
        findings.append(_finding(raw, rule, severity, location, message, {}, OURS))
    return CheckedCase(raw, entered, case, _ordered(_acknowledged(findings, case.acknowledged)))


def _filling_findings(
    entered: CaseFile, case: CaseFile, raw: object, sources: dict[str, str]
) -> Iterator[Finding]:
    for gap in missing(case):
        hint = f" ({gap.origin}에 적어도 됩니다.)" if gap.origin else ""
        yield _finding(
            raw, "FIELD-MISSING", Severity.ERROR, gap.location, f"반드시 적어야 합니다.{hint}", sources
        )
    for difference in differences(entered):
        in_case = quoted_with_particle(difference.of_case, "(으)로")
        message = (
            f"서식에는 '{difference.own}', {difference.origin}에는 {in_case} 적혀 있습니다. "
            "서식의 값을 인쇄합니다."
        )
        yield _finding(raw, "CASE-DIFFERENCE", Severity.WARNING, difference.location, message, {}, OURS)
    for location, number in _resident_numbers(entered):
        if number[7] in "123490" and not has_old_check_digit(number):
            message = "끝자리 검증번호가 맞지 않습니다. 2020년 10월 이후 받은 번호라면 정상입니다."
            yield _finding(raw, "FIELD-CHECK-DIGIT", Severity.INFO, location, message, {}, OURS)


def _resident_numbers(case: CaseFile) -> Iterator[tuple[Location, str]]:
    if case.client.resident_number:
        yield ("client", "resident_number"), case.client.resident_number
    for index, member in enumerate(case.household):
        if member.resident_number:
            yield ("household", index, "resident_number"), member.resident_number


def _rule_findings(case: CaseFile, raw: object, unjudged: list[tuple[Rule, Unjudged]]) -> Iterator[Finding]:
    """What every rule finds; what a rule cannot judge is added to ``unjudged``."""
    rules = (rule for programme in programmes_in(case) for rule in rules_of(programme))
    for rule in rules:
        for place, subject in _subjects(rule, case):
            for found in rule.check(subject, case):
                if isinstance(found, Unjudged):
                    unjudged.append((rule, found))
                elif rule.concerns(found.on):
                    yield _breach(raw, case, rule, found, (*place, *found.at))


def _subjects(rule: Rule, case: CaseFile) -> Iterator[tuple[Location, CaseFile | FormModel]]:
    """What a rule is asked about: the case, or each form of its kind; with the place that it counts from."""
    if rule.form is None:
        yield (), case
        return
    kind = form_named(rule.form).model
    for form_id, position, form in case.held():
        if isinstance(form, kind):
            yield ("forms", form_id, position), form


def _breach(raw: object, case: CaseFile, rule: Rule, breach: Breach, location: Location) -> Finding:
    return _finding(
        raw,
        rule.id,
        breach.severity or rule.severity,
        location,
        breach.message,
        {},
        rule.source(case.edition, breach.on),
        must=rule.strength is Strength.MUST,
    )


def _finding(
    raw: object,
    rule: str,
    severity: Severity,
    location: Location,
    message: str,
    sources: dict[str, str],
    source: str | None = None,
    must: bool = False,
) -> Finding:
    form_id = str(location[1]) if len(location) > 1 and location[0] == "forms" else None
    return Finding(
        rule=rule,
        severity=severity,
        form=form_id,
        path=pointer(raw, location),
        label=label(case_model(), raw, location),
        message=message,
        source=source or sources.get(form_id or ""),
        must=must,
    )


def _acknowledged(findings: Iterable[Finding], notes: tuple[Acknowledgement, ...]) -> Iterator[Finding]:
    """A finding that somebody has explained stays, as information with the reason.

    An error is never acknowledged away: the form could still not be filled truthfully.
    """
    for finding in findings:
        note = next((n for n in notes if n.rule == finding.rule and n.path == finding.path), None)
        if note is None or finding.severity is Severity.ERROR:
            yield finding
        else:
            reason = f"{finding.message} [확인: {note.reason} — {note.by}, {note.on.isoformat()}]"
            yield finding.model_copy(update={"severity": Severity.INFO, "message": reason})


def _ordered(findings: Iterable[Finding]) -> tuple[Finding, ...]:
    order = {form.id: place for place, form in enumerate(all_forms())}
    return tuple(
        sorted(
            findings,
            key=lambda f: (
                _GRAVITY[f.severity],
                order.get(f.form or "", -1),
                _steps(f.path),
                f.rule,
                f.message,
            ),
        )
    )


def _steps(path: str) -> list[tuple[int, str]]:
    """A pointer as steps that sort as people count: item 4 before item 10."""
    return [(int(step), "") if _POSITION.fullmatch(step) else (-1, step) for step in path.split("/")]
