"""The households of one call of ``seosik ledger``: what each got in a 회계연도, over all files that tell of it."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field, replace
from typing import NamedTuple

from api.cases.intake import Upload
from api.cases.reports import CaseReport
from forms import CaseFile, CheckedCase, ExitCode, Finding, InternalError, Severity, case_boundary
from forms.icm.budget_composition import FORM as BUDGET
from forms.icm.budget_composition import BudgetComposition
from forms.icm.support_ledger import FORM as LEDGER
from forms.icm.support_ledger import SupportLedger
from forms.icm.support_money import HouseholdSupport, SupportEntry, put_together, support_of
from forms.registry import clause_named, nearest_form

LIMIT_CLAUSE = "ICM-BUDGET-01"


class Remark(NamedTuple):
    """What breaks a clause in a household's year, or what a reader should know of it; no text of the case.

    ``rule`` is empty for what is no finding.
    """

    severity: Severity
    rule: str
    label: str
    message: str
    source: str | None = None
    file: str | None = None


@dataclass(frozen=True)
class HouseholdYear:
    """A household in one 회계연도: what all files together say was spent, in won."""

    case_no: str
    spent: HouseholdSupport
    files: tuple[str, ...]
    remarks: tuple[Remark, ...]

    @property
    def broken(self) -> tuple[str, ...]:
        """The clauses that it breaks, each once, in their order."""
        return tuple(dict.fromkeys(remark.rule for remark in self.remarks if remark.rule))


@dataclass(frozen=True)
class SupportYear:
    """A 회계연도 over all households; ``budget`` is its 지원비 where it is known, ``remark`` why not."""

    year: int
    households: int
    entries: int
    by_category: tuple[int, ...]
    budget: int | None = None
    remark: str | None = None

    @property
    def total(self) -> int:
        """All that was spent, won."""
        return sum(self.by_category)

    @property
    def left(self) -> int | None:
        """What is left of the 지원비 of the budget, won; below nothing where more was spent."""
        return self.budget - self.total if self.budget is not None else None


@dataclass
class _Told:
    """What the files tell of a household's year, by file."""

    entries: dict[str, list[SupportEntry]] = field(default_factory=lambda: defaultdict(list))
    remarks: list[Remark] = field(default_factory=list)


class SupportBook:
    """The uploads of one call: ``add`` each, then ask for ``households`` and ``years``.

    ``broken`` are those of which something could not be read; ``without`` counts those that hold neither a
    ledger nor a budget.
    """

    def __init__(self) -> None:
        self.count = 0
        self.without = 0
        self.broken: list[CaseReport] = []
        self.exit_code = ExitCode.OK
        self._told: dict[tuple[int, str], _Told] = defaultdict(_Told)
        self._budgets: dict[int, dict[str, dict[int, list[str]]]] = defaultdict(dict)

    def add(self, upload: Upload) -> None:
        """Take in the next upload. Never raises."""
        self.count += 1
        report = CaseReport.of(upload)
        try:
            with case_boundary():
                self._take(report)
        except InternalError as error:
            report = CaseReport(upload.file, CheckedCase(None, None, None, (error.finding,)))
        self._judge(report)

    def _take(self, report: CaseReport) -> None:
        case = report.checked.readable if report.checked is not None else None
        if case is None or report.checked is None:
            return
        ledgers, budgets = case.all_of(SupportLedger), case.all_of(BudgetComposition)
        if not ledgers and not budgets and not _meant(report.checked):
            self.without += 1
        remarks = _remarks(report)
        for ledger in ledgers:
            if ledger.fiscal_year is not None:
                told = self._told[ledger.fiscal_year, ledger.household_no or case.case_no]
                told.entries[report.file] += ledger.entries
                told.remarks += remarks.get(_position(case, ledger), ())
        for budget in budgets:
            support = budget.sum_of("지원비")
            if budget.fiscal_year is not None and support is not None:
                of_agency = self._budgets[budget.fiscal_year].setdefault(budget.agency_name or "", {})
                of_agency.setdefault(support, []).append(report.file)

    def _judge(self, report: CaseReport) -> None:
        if report.internal is not None or report.checked is None:
            self.broken.append(report)
            self.exit_code = max(self.exit_code, report.exit_code())
            return
        errors = tuple(_errors(report.checked))
        if errors:
            told = replace(report.checked, findings=errors, untold=0, raw={"case_no": report.case_no})
            told = replace(told, entered=None, case=None, partial=None)
            self.broken.append(replace(report, checked=told))
            self.exit_code = max(self.exit_code, ExitCode.DATA)

    @property
    def households(self) -> tuple[HouseholdYear, ...]:
        """Each household's year, by year and case number."""
        return tuple(
            self._household(year, case_no, told) for (year, case_no), told in sorted(self._told.items())
        )

    def _household(self, year: int, case_no: str, told: _Told) -> HouseholdYear:
        together, twice = put_together(told.entries.values())
        spent, files = support_of(year, together.elements()), tuple(told.entries)
        remarks = [*_limit_remarks(spent), *dict.fromkeys(told.remarks)]
        if len(files) > 1:
            alike = f" 똑같거나 뒤에 더 채운 {twice}건은 한 번만 세었습니다." if twice else ""
            message = f"파일 {len(files)}개의 내역을 합했습니다({', '.join(files)}).{alike}"
            remarks.append(Remark(Severity.INFO, "", "파일", message))
        return HouseholdYear(case_no, spent, files, tuple(remarks))

    def years(self, households: Iterable[HouseholdYear]) -> tuple[SupportYear, ...]:
        """The sums of each 회계연도 that has a household or a budget."""
        of_year: dict[int, list[HouseholdSupport]] = {year: [] for year in self._budgets}
        for household in households:
            of_year.setdefault(household.spent.year, []).append(household.spent)
        return tuple(self._year(year, spent) for year, spent in sorted(of_year.items()))

    def _year(self, year: int, spent: list[HouseholdSupport]) -> SupportYear:
        none = support_of(year, ()).by_category
        sums = tuple(map(sum, zip(none, *(one.by_category for one in spent), strict=True)))
        budgets = self._budgets.get(year, {})
        unclear = [files for by_sum in budgets.values() if len(by_sum) > 1 for files in by_sum.values()]
        remark = None
        if unclear:
            names = ", ".join(file for files in unclear for file in files)
            remark = f"{year}년의 지원비 예산이 서로 다릅니다({names}). 예산과 견주지 않았습니다."
        budget = sum(next(iter(by_sum)) for by_sum in budgets.values()) if budgets and not unclear else None
        return SupportYear(year, len(spent), sum(one.entries for one in spent), sums, budget, remark)


def _limit_remarks(spent: HouseholdSupport) -> Iterator[Remark]:
    """The limit is asked of all files together, whatever each of them says alone."""
    if spent.excess is not None:
        clause = clause_named(LIMIT_CLAUSE)
        yield Remark(Severity.WARNING, clause.id, "회계연도 계", spent.excess, clause.cited(None))


def _remarks(report: CaseReport) -> dict[int, list[Remark]]:
    """What the findings say of each ledger, by its place in the file; what stands elsewhere is `check`'s to tell."""
    remarks: dict[int, list[Remark]] = defaultdict(list)
    for found in report.findings:
        wanted = found.severity is not Severity.INFO and found.rule not in (LIMIT_CLAUSE, "CASE-DIFFERENCE")
        if found.form == LEDGER.id and wanted:
            remark = Remark(found.severity, found.rule, found.label, found.message, found.source, report.file)
            remarks[_place(found)].append(remark)
    return remarks


def _place(found: Finding) -> int:
    """The place of the ledger that a finding points into; a form given as one object is the first."""
    steps = found.path.split("/")
    return int(steps[3]) if len(steps) > 3 and steps[3].isdecimal() else 0


def _position(case: CaseFile, ledger: SupportLedger) -> int:
    return next(place for place, one in enumerate(case.entered(LEDGER.id)) if one is ledger)


def _meant(checked: CheckedCase) -> frozenset[str]:
    """The keys of ledgers and budgets that could not be read, misspelled ones among them."""
    return frozenset(key for key in checked.unreadable if nearest_form(key) in (LEDGER, BUDGET))


def _errors(checked: CheckedCase) -> Iterator[Finding]:
    """The errors in a ledger, in a budget, and in what stands once in the case."""
    places = tuple(f"/forms/{key}" for key in _meant(checked))
    for found in checked.told:
        own = found.concerns(LEDGER.id) or found.concerns(BUDGET.id) or found.path.startswith(places)
        if found.severity is Severity.ERROR and own:
            yield found
