"""The yearly evaluation of a programme (연간 평가): which forms it counts, of whom, and the shares of a year.

What a programme counts it says in a ``YearlyEvaluation``; here is what follows from it over any number of cases.
Nothing reads the clock: the year of everything is that of a day in the case.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Collection, Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from fractions import Fraction
from statistics import median
from typing import NamedTuple

from forms.case import CaseFile
from forms.form import Form


class Counted(NamedTuple):
    """Whether an evaluation counts a case: True, False, or None where the case does not say.

    ``year`` is the one in which it does; ``why`` says in Korean what was decided by, or what is not known.
    """

    counts: bool | None
    year: int | None
    why: str


class Share(NamedTuple):
    """A share in a year: of the cases whose first ``base`` was held in it, those that hold ``form``."""

    title: str
    form: Form
    base: Form
    base_title: str
    source: str


class Frequency(NamedTuple):
    """How often something was done in a year for each case for which it was done at all."""

    title: str
    days: Callable[[CaseFile], Iterable[date]]
    source: str


@dataclass(frozen=True, eq=False)
class YearlyEvaluation:
    """What an evaluation counts: ``forms`` of every case that ``counted`` says, entered in full.

    ``whom`` says of whom in Korean, ``source`` where. ``shares`` and ``frequencies`` are told beside it.
    """

    title: str
    whom: str
    source: str
    forms: tuple[Form, ...]
    counted: Callable[[CaseFile], Counted]
    shares: tuple[Share, ...] = ()
    frequencies: tuple[Frequency, ...] = ()

    @property
    def told(self) -> tuple[Form, ...]:
        """Every form that it tells of: those that it counts, then those of its shares."""
        of_shares = (form for share in self.shares for form in (share.base, share.form))
        return tuple(dict.fromkeys((*self.forms, *of_shares)))


class CaseYears(NamedTuple):
    """What one case brings to an evaluation.

    ``lacks`` are the counted forms that it does not hold in full; ``shared`` by title the year of a share's base
    and whether the case holds its form; ``done`` by title how often something was done in which year.
    """

    counted: Counted
    lacks: tuple[Form, ...]
    shared: Mapping[str, tuple[int, bool]]
    done: Mapping[str, Counter[int]]


def case_years(
    evaluation: YearlyEvaluation, case: CaseFile, held: Collection[str], sound: Collection[str]
) -> CaseYears:
    """What a (filled) case brings: ``held`` are the ids of the forms that hold something, ``sound`` without error."""
    shared = {}
    for share in evaluation.shares:
        begun = [form.own_date for form in case.all_of(share.base.model) if form.own_date is not None]
        if begun:
            shared[share.title] = (begun[0].year, share.form.id in held)
    done = {one.title: Counter(day.year for day in one.days(case)) for one in evaluation.frequencies}
    lacks = tuple(form for form in evaluation.forms if form.id not in sound)
    return CaseYears(evaluation.counted(case), lacks, shared, done)


class ShareOfYear(NamedTuple):
    """A share as counted: ``part`` of ``whole`` cases."""

    share: Share
    part: int
    whole: int

    @property
    def percent(self) -> Decimal:
        """The share in percent, to two places; raises ``ZeroDivisionError`` for a share of nothing."""
        return percent(self.part, self.whole)


class FrequencyOfYear(NamedTuple):
    """How often something was done: ``times`` a case, of every case for which it was, in ascending order."""

    frequency: Frequency
    times: tuple[int, ...]

    @property
    def mean(self) -> Decimal:
        """The arithmetic mean, to two places."""
        return two_places(Fraction(sum(self.times), len(self.times)))

    @property
    def median(self) -> Decimal:
        """The middle one, or the mean of the two in the middle, to two places."""
        return two_places(median(map(Fraction, self.times)))


@dataclass(frozen=True)
class YearOfEvaluation:
    """An evaluation in one year: of ``counted`` cases ``complete`` hold every form, ``lacking`` counts by form id."""

    year: int
    counted: int
    complete: int
    lacking: Mapping[str, int] = field(default_factory=dict)
    shares: tuple[ShareOfYear, ...] = ()
    frequencies: tuple[FrequencyOfYear, ...] = ()


def years_of(evaluation: YearlyEvaluation, cases: Collection[CaseYears]) -> tuple[YearOfEvaluation, ...]:
    """Every year that any of the cases knows of, in order; in a year only the shares that have a base."""
    years = {case.counted.year for case in cases if case.counted.counts and case.counted.year is not None}
    years |= {year for case in cases for year, _ in case.shared.values()}
    years |= {year for case in cases for times in case.done.values() for year in times}
    return tuple(_year(evaluation, cases, year) for year in sorted(years))


def _year(evaluation: YearlyEvaluation, cases: Collection[CaseYears], year: int) -> YearOfEvaluation:
    counted = [case for case in cases if case.counted.counts and case.counted.year == year]
    shares = []
    for share in evaluation.shares:
        based = [
            holds
            for case in cases
            for began, holds in [case.shared.get(share.title, (None, False))]
            if began == year
        ]
        if based:
            shares.append(ShareOfYear(share, sum(based), len(based)))
    frequencies = []
    for frequency in evaluation.frequencies:
        done = (case.done.get(frequency.title, Counter[int]())[year] for case in cases)
        times = sorted(filter(None, done))
        if times:
            frequencies.append(FrequencyOfYear(frequency, tuple(times)))
    return YearOfEvaluation(
        year,
        len(counted),
        sum(not case.lacks for case in counted),
        {form.id: sum(form in case.lacks for case in counted) for form in evaluation.forms},
        tuple(shares),
        tuple(frequencies),
    )


def percent(part: int, whole: int) -> Decimal:
    """``part`` of ``whole`` in percent, rounded half up to two places; raises ``ZeroDivisionError``."""
    return two_places(Fraction(100 * part, whole))


def two_places(number: Fraction) -> Decimal:
    """A number rounded half up to two places, from the number itself and never from a float."""
    hundredths = (200 * number.numerator + number.denominator) // (2 * number.denominator)
    return Decimal(hundredths).scaleb(-2)
