"""Checking a case: field errors, what the forms still lack, and the rules, as findings."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from datetime import date
from itertools import islice
from typing import get_args

from forms.belonging import programmes_in
from forms.boundary import case_boundary
from forms.case import Acknowledgement, CaseFile, Edition
from forms.chosen_conference import beyond_the_list, undecided
from forms.clause import Strength
from forms.date_order import remarks as date_remarks
from forms.echo import echoed
from forms.errors import FormUnreadable, InternalError
from forms.event_day import day_at
from forms.field_errors import field_findings
from forms.fields import has_old_check_digit
from forms.filling import differences, filled, missing, unfilled
from forms.finding import TOLD_AT_MOST, Breach, Finding, Location, Severity, Unjudged, told
from forms.household_tables import persons
from forms.places import form_at, label, pointer
from forms.reading import read_case
from forms.record import FormModel
from forms.registry import all_forms, case_model, form_named, rules_of
from forms.rule import Rule
from forms.silence import not_judged, out_of_order

OURS = "서식 점검 규칙(자체)"
EDITIONS: tuple[str, ...] = get_args(Edition)
# A position in a list. A key may hold what counts as a digit and is no decimal ("²", "①"), or thousands.
_POSITION = re.compile(r"[0-9]{1,15}")
_GRAVITY = {Severity.ERROR: 0, Severity.WARNING: 1, Severity.INFO: 2}


@dataclass(frozen=True)
class CheckedCase:
    """A case after checking: as ``entered``, and as ``case`` with every form filled from the rest.

    ``case`` is None where there is any field error. ``partial`` is then what could be read: the filled case
    without the forms that have field errors, whose keys are ``unreadable``; it and ``entered``, which leaves
    out the same forms, are None where what stands once in the case has such errors. ``untold`` field errors
    were counted and not made findings.
    """

    raw: object
    entered: CaseFile | None
    case: CaseFile | None
    findings: tuple[Finding, ...]
    partial: CaseFile | None = None
    unreadable: frozenset[str] = frozenset()
    untold: int = 0

    @property
    def ok(self) -> bool:
        """Whether no error stands."""
        return not any(finding.severity is Severity.ERROR for finding in self.findings)

    @property
    def told(self) -> tuple[Finding, ...]:
        """The findings as they are told: at most a thousand, then the number of the rest."""
        return told(self.findings, self.untold)

    @property
    def readable(self) -> CaseFile | None:
        """The filled case with the forms that could be read: what a single form may be printed from."""
        return self.case if self.case is not None else self.partial

    @property
    def case_no(self) -> str | None:
        """The case number, also where the rest is unreadable."""
        return self.case.case_no if self.case is not None else case_no_of(self.raw)

    def with_findings(self, more: Iterable[Finding]) -> CheckedCase:
        """The case with findings from elsewhere, acknowledged and ordered as its own are."""
        notes = self.readable.acknowledged if self.readable is not None else ()
        return replace(self, findings=_ordered((*self.findings, *_acknowledged(more, notes))))

    def failed(self, strict: bool) -> bool:
        """Whether the case fails; ``strict`` counts warnings from MUST clauses as errors."""
        return any(finding.counts_as_error(strict) for finding in self.findings)


def check_case(raw: object) -> CheckedCase:
    """Read and check one case as it came from JSON or a sheet. Never raises for bad data."""
    edition = raw.get("edition") if isinstance(raw, dict) else None
    cited = edition if edition in EDITIONS else EDITIONS[-1]
    sources = {form.id: form.source(cited) for form in all_forms()}
    read = read_case(raw)
    findings: list[Finding] = []
    untold = 0
    if read.error is not None:
        findings += islice(field_findings(case_model(), raw, read.error, sources), TOLD_AT_MOST)
        untold = read.error.error_count() - len(findings)
    if read.case is None:
        return CheckedCase(raw, None, None, _ordered(findings), untold=untold)
    entered, case = read.case, filled(read.legible or read.case)
    if read.hidden:
        # A rule must not take a form that could not be read for one that is missing.
        entered, case = entered.guarding(read.hidden), case.guarding(read.hidden)
    unjudged: list[tuple[Rule, Unjudged]] = []
    found = [*_filling_findings(entered, case, raw, sources), *_rule_findings(case, raw, unjudged)]
    remarks = (*out_of_order(case), *date_remarks(case), *not_judged(unjudged), *persons(entered))
    for rule, severity, location, message in remarks:
        found.append(_finding(raw, rule, severity, location, message, {}, OURS))
    findings += _acknowledged(found, case.acknowledged)
    if read.whole is None:
        partial = case.guarding(frozenset())
        return CheckedCase(raw, entered, None, _ordered(findings), partial, read.unreadable, untold)
    return CheckedCase(raw, entered, case, _ordered(findings))


def case_no_of(raw: object) -> str | None:
    """The case number of an upload as it may be told, whatever else stands in it; None where it has none."""
    number = raw.get("case_no") if isinstance(raw, dict) else None
    return echoed(number) if isinstance(number, str) else None


def _filling_findings(
    entered: CaseFile, case: CaseFile, raw: object, sources: dict[str, str]
) -> Iterator[Finding]:
    unmade: dict[Location, str] = {}
    beyond, open_choices = dict(beyond_the_list(entered)), dict(undecided(entered))
    for gap in missing(case):
        # One fault, one finding: the choice of which the rest would come.
        if gap.chosen_at in beyond:
            continue
        if gap.chosen_at in open_choices:
            unmade[gap.chosen_at] = open_choices[gap.chosen_at]
            continue
        hint = f" ({gap.origin}에 적어도 됩니다.)" if gap.origin else ""
        yield _finding(
            raw, "FIELD-MISSING", Severity.ERROR, gap.location, f"반드시 적어야 합니다.{hint}", sources
        )
    for location, message in unmade.items():
        yield _finding(raw, "FIELD-MISSING", Severity.ERROR, location, message, sources)
    for location, message in beyond.items():
        yield _finding(raw, "FIELD-RANGE", Severity.ERROR, location, message, sources)
    for gap in unfilled(case):
        message = (
            f"{gap.origin}에서 채우는 칸인데, 그 서식에 오류가 있어 채우지 못했습니다. "
            "그 오류를 고치거나 여기에 직접 적으세요."
        )
        yield _finding(raw, "FIELD-UNFILLED", Severity.WARNING, gap.location, message, {}, OURS)
    for difference in differences(entered):
        at, message = difference.location, difference.message
        yield _finding(raw, "CASE-DIFFERENCE", Severity.WARNING, at, message, {}, OURS)
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
    """What every rule finds; what a rule cannot judge is added to ``unjudged``. A rule that trips says so."""
    rules = (rule for programme in programmes_in(case) for rule in rules_of(programme))
    for rule in rules:
        try:
            with case_boundary():
                answers = [
                    (place, found)
                    for place, subject in _subjects(rule, case)
                    for found in rule.check(subject, case)
                ]
        except FormUnreadable as error:
            answers = [((), Unjudged(f"오류 없이 적힌 {form_named(error.form_id).title}"))]
        except InternalError as error:
            at = f"/forms/{rule.form}" if rule.form is not None else ""
            yield error.finding.model_copy(update={"form": rule.form, "path": at})
            continue
        for place, found in answers:
            if isinstance(found, Unjudged):
                unjudged.append((rule, found))
                continue
            location = (*place, *found.at)
            day = found.on or day_at(case, location)
            if rule.concerns(day):
                yield _breach(raw, case, rule, found, location, day)


def _subjects(rule: Rule, case: CaseFile) -> Iterator[tuple[Location, CaseFile | FormModel]]:
    """What a rule is asked about: the case, or each form of its kind; with the place that it counts from."""
    if rule.form is None:
        yield (), case
        return
    for form_id, position, form in case.placed(form_named(rule.form).model):
        yield ("forms", form_id, position), form


def _breach(
    raw: object, case: CaseFile, rule: Rule, breach: Breach, location: Location, day: date | None
) -> Finding:
    return _finding(
        raw,
        rule.id,
        breach.severity or rule.severity,
        location,
        breach.message,
        {},
        rule.source(case.edition, day),
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
    form_id = form_at(location)
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
