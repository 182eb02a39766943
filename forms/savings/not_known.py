"""What is lacking where the counts of 희망저축계좌Ⅰ cannot be made: months, median incomes, a year's notice."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from datetime import date

from forms.finding import Unjudged
from forms.savings.deposits import unspoken_months
from forms.savings.pauses import month_of, months_between
from forms.savings.sources import NOTICE


def account_months(joined_on: date, applied_on: date) -> list[date]:
    """The months from joining to the one before the closing, as first days."""
    return [month for month in months_between(joined_on, applied_on) if month < month_of(applied_on)]


def months_not_entered(by_month: Mapping[date, int], months: Iterable[date]) -> Iterator[Unjudged]:
    """The months of which no income is entered."""
    missing = sorted({month for month in months if month not in by_month})
    if missing:
        first, last = month_words(missing[0]), month_words(missing[-1])
        told = first if first == last else f"{first}부터 {last}까지 {len(missing)}개월"
        yield Unjudged(f"가구 근로·사업소득({told})")


def unspoken_years(opened_on: date, through: date) -> Iterator[Unjudged]:
    """The years of an account of whose deposit months the notice does not speak."""
    years = {month.year for month in unspoken_months(opened_on, through)}
    yield from (no_notice(date(year, 1, 1)) for year in sorted(years))


def no_medians(months: Iterable[date]) -> Iterator[Unjudged]:
    """The years of these months, of which no median income is held."""
    yield from (no_median(date(year, 1, 1)) for year in sorted({month.year for month in months}))


def no_median(day: date) -> Unjudged:
    """The median income of a year."""
    return Unjudged(f"{day.year}년 기준 중위소득")


def no_notice(day: date) -> Unjudged:
    """The notice of a year."""
    return Unjudged(f"{day.year}년의 {NOTICE.title}")


def month_words(day: date) -> str:
    """A month in words: 2024년 3월."""
    return f"{day.year}년 {day.month}월"
