"""What a list of cases says as a whole: its forms by state, and its yearly evaluations. As JSON, too."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from api.case_list.cases import ABSENT, ListedCase
from api.casebook.kept_case import SheetState
from forms import ExitCode, Form
from forms.programme import Programme
from forms.yearly import CaseYears, YearlyEvaluation, YearOfEvaluation, years_of

# Whether an evaluation counts a case, in words.
COUNTED = {True: "대상", False: "대상 아님", None: "알 수 없음"}


@dataclass(frozen=True)
class FormTally:
    """A form over all cases: in how many it stands in which state, is absent, or has warnings."""

    form: Form
    programmes: tuple[Programme, ...]
    states: Counter[SheetState]
    absent: int
    warned: int

    @property
    def held(self) -> int:
        """The cases that hold the form."""
        return self.states.total()


@dataclass(frozen=True)
class Evaluation:
    """The yearly evaluation of a programme over the cases of a list, each with what it brings."""

    programme: Programme
    yearly: YearlyEvaluation
    cases: tuple[tuple[ListedCase, CaseYears], ...]

    @property
    def years(self) -> tuple[YearOfEvaluation, ...]:
        """The evaluation year by year."""
        return years_of(self.yearly, [years for _, years in self.cases])

    @property
    def unknown(self) -> tuple[ListedCase, ...]:
        """The cases of which nobody can tell whether, or in which year, it counts them."""
        return tuple(case for case, years in self.cases if years.counted.counts is None)


@dataclass(frozen=True)
class CaseList:
    """The cases of a call, in the order given."""

    cases: tuple[ListedCase, ...]

    @property
    def exit_code(self) -> ExitCode:
        """The highest of its cases'."""
        return max((case.exit_code for case in self.cases), default=ExitCode.OK)

    @property
    def listed(self) -> tuple[ListedCase, ...]:
        """The cases that are not left out."""
        return tuple(case for case in self.cases if case.left_out is None)

    @property
    def programmes(self) -> tuple[Programme, ...]:
        """The programmes of its cases, in their order."""
        found = dict.fromkeys(programme for case in self.listed for programme in case.programmes)
        return tuple(sorted(found, key=lambda programme: programme.order))

    @property
    def forms(self) -> tuple[FormTally, ...]:
        """Every form of those programmes, in filling order."""
        programmes = self.programmes
        listed = dict.fromkeys(form for programme in programmes for form in programme.forms)
        return tuple(self._tally(form, programmes) for form in listed)

    @property
    def evaluations(self) -> tuple[Evaluation, ...]:
        """The yearly evaluation of each programme that has one."""
        return tuple(
            Evaluation(programme, programme.yearly, tuple(self._evaluated(programme)))
            for programme in self.programmes
            if programme.yearly is not None
        )

    def _tally(self, form: Form, programmes: Sequence[Programme]) -> FormTally:
        held = [state for case in self.listed if (state := case.state_of(form)) is not None]
        return FormTally(
            form,
            tuple(programme for programme in programmes if form in programme.forms),
            Counter(state.state for state in held),
            sum(case.expects(form) and case.state_of(form) is None for case in self.listed),
            sum(form.id in case.warnings for case in self.listed),
        )

    def _evaluated(self, programme: Programme) -> Iterator[tuple[ListedCase, CaseYears]]:
        for case in self.listed:
            yield from ((case, years) for of, _, years in case.years if of is programme)

    def as_json(self) -> dict[str, Any]:
        """The answer of ``list --json`` (docs/list.md)."""
        return {
            "files": [_case_json(case) for case in self.cases],
            "forms": [_tally_json(tally) for tally in self.forms],
            "yearly": [_evaluation_json(evaluation) for evaluation in self.evaluations],
        }


def _case_json(case: ListedCase) -> dict[str, Any]:
    return {
        "file": case.file,
        "case_no": case.case_no,
        "left_out": case.left_out,
        "ok": case.ok,
        "programs": [programme.title for programme in case.programmes],
        "worker": case.worker or None,
        "errors": sum(case.errors.values()),
        "warnings": sum(case.warnings.values()),
        "forms": [
            {
                "id": state.form,
                "state": state.state,
                "count": state.sheets,
                "errors": case.errors.get(state.form, 0),
                "warnings": case.warnings.get(state.form, 0),
            }
            for state in case.forms
        ],
        "yearly": [
            {
                "program": programme.title,
                "counts": years.counted.counts,
                "year": years.counted.year,
                "why": years.counted.why,
                "lacks": [form.id for form in years.lacks],
                "forms": {form.id: case.words_of(form) for form in yearly.told},
            }
            for programme, yearly, years in case.years
        ],
        "findings": [finding.as_json() for finding in case.told],
    }


def _tally_json(tally: FormTally) -> dict[str, Any]:
    return {
        "id": tally.form.id,
        "title": tally.form.title,
        "programs": [programme.title for programme in tally.programmes],
        "cases": tally.held,
        "states": {
            **{state.value: tally.states[state] for state in SHOWN_STATES},
            ABSENT: tally.absent,
        },
        "with_warnings": tally.warned,
    }


# A case of a list is not being written: it is either sound or to be mended.
SHOWN_STATES = (SheetState.PRINTABLE, SheetState.FAULTY, SheetState.EMPTY)


def _evaluation_json(evaluation: Evaluation) -> dict[str, Any]:
    return {
        "program": evaluation.programme.title,
        "title": evaluation.yearly.title,
        "whom": evaluation.yearly.whom,
        "source": evaluation.yearly.source,
        "unknown": len(evaluation.unknown),
        "years": [_year_json(year) for year in evaluation.years],
    }


def _year_json(year: YearOfEvaluation) -> dict[str, Any]:
    return {
        "year": year.year,
        "cases": year.counted,
        "complete": year.complete,
        "lacking": dict(year.lacking),
        "shares": [
            {
                "title": one.share.title,
                "part": one.part,
                "whole": one.whole,
                "percent": str(one.percent),
                "source": one.share.source,
            }
            for one in year.shares
        ],
        "frequencies": [
            {
                "title": one.frequency.title,
                "cases": len(one.times),
                "total": sum(one.times),
                "mean": str(one.mean),
                "median": str(one.median),
                "source": one.frequency.source,
            }
            for one in year.frequencies
        ],
    }
