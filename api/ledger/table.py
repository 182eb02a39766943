"""What ``seosik ledger`` prints on a terminal: a line a household and year, the sums of each year, what breaks."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from api.cases.reports import reports_text
from api.cli.text_table import plain, text_table
from api.ledger.households import HouseholdYear, SupportBook, SupportYear
from forms.icm.support_money import CATEGORIES

HOUSEHOLD_HEADINGS = ("관리번호", "회계연도", *CATEGORIES, "계", "남은 한도", "건수", "점검")
YEAR_HEADINGS = ("회계연도", "가구", "건수", *CATEGORIES, "계", "지원비 예산", "남은 지원비")


def ledger_text(book: SupportBook) -> str:
    """What could not be read, the two tables (amounts in won), and what breaks in which household."""
    households = book.households
    years = book.years(households)
    lines = [plain_lines(reports_text([report], strict=False)) for report in book.broken]
    if households:
        rows = [_household(household) for household in households]
        lines += [*text_table(HOUSEHOLD_HEADINGS, rows, left=1), ""]
    if years:
        lines += [*text_table(YEAR_HEADINGS, [_year(year) for year in years], left=1), ""]
    lines += [year.remark for year in years if year.remark is not None]
    remarks = list(_remarks(households))
    lines += [*remarks, ""] if remarks else []
    without = f", 집행 내역이 없는 사례 {book.without:,}건" if book.without else ""
    numbers = {household.case_no for household in households}
    over = sum(household.spent.left is not None and household.spent.left < 0 for household in households)
    lines.append(f"가구 {len(numbers):,}곳, 한도를 넘은 곳 {over:,}{without} (금액 단위: 원)")
    return "\n".join(lines)


def plain_lines(text: str) -> str:
    """A text of several lines without what would steer the terminal."""
    return "\n".join(map(plain, text.split("\n")))


def won(amount: int | None) -> str:
    """An amount with commas; a stroke where none is known."""
    return f"{amount:,}" if amount is not None else "-"


def _household(household: HouseholdYear) -> Sequence[str]:
    spent = household.spent
    return (
        plain(household.case_no),
        str(spent.year),
        *map(won, spent.by_category),
        won(spent.total),
        won(spent.left),
        f"{spent.entries:,}",
        str(len(household.broken)),
    )


def _year(year: SupportYear) -> Sequence[str]:
    return (
        str(year.year),
        f"{year.households:,}",
        f"{year.entries:,}",
        *map(won, year.by_category),
        won(year.total),
        won(year.budget),
        won(year.left),
    )


def _remarks(households: Sequence[HouseholdYear]) -> Iterator[str]:
    for household in households:
        if household.remarks:
            yield plain(f"{household.case_no} ({household.spent.year}년)")
        for remark in household.remarks:
            yield plain(f"  {remark.severity.korean} {remark.label}: {remark.message}")
            about = " · ".join(part for part in (remark.rule, remark.source, remark.file) if part)
            if about:
                yield plain(f"       {about}")
