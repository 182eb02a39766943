"""The workbook of ``seosik ledger --xlsx``: 가구 (households by year), 회계연도 (sums), 점검 (what breaks).

It names nobody. The same input gives the same bytes.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from openpyxl import Workbook

from api.ledger.households import HouseholdYear, SupportBook, SupportYear
from api.workbook.row_sheet import Column, RowSheet, Value
from api.workbook.spreadsheet_text import workbook_bytes
from forms.icm.support_money import CATEGORIES
from generator.privacy.numbers import masked

# Whole won as a bare number, which sums and filters like any other.
_AMOUNTS = tuple(Column(f"{category}(원)", 16, "count") for category in CATEGORIES)
HOUSEHOLDS = (
    Column("관리번호", 18),
    Column("회계연도", 10),
    *_AMOUNTS,
    Column("계(원)", 16, "count"),
    Column("남은 한도(원)", 16, "count"),
    Column("건수", 8, "count"),
    Column("점검", 30),
    Column("파일", 40),
)
YEARS = (
    Column("회계연도", 10),
    Column("가구", 8, "count"),
    Column("건수", 8, "count"),
    *_AMOUNTS,
    Column("계(원)", 16, "count"),
    Column("지원비 예산(원)", 18, "count"),
    Column("남은 지원비(원)", 18, "count"),
    Column("비고", 50),
)
REMARKS = (
    Column("관리번호", 18),
    Column("회계연도", 10),
    Column("정도", 8),
    Column("조항", 18),
    Column("위치", 30),
    Column("내용", 70),
    Column("출처", 50),
    Column("파일", 40),
)
_NOTHING = "점검할 것이 없습니다."


def ledger_workbook(book: SupportBook) -> bytes:
    """The finished file."""
    households = book.households
    workbook = Workbook(write_only=True)
    workbook.properties.creator = "seosik"
    _fill(workbook, "가구", HOUSEHOLDS, map(_household, households))
    _fill(workbook, "회계연도", YEARS, map(_year, book.years(households)))
    _fill(workbook, "점검", REMARKS, _remarks(book, households), nothing=_NOTHING)
    return workbook_bytes(workbook)


def _fill(
    workbook: Workbook,
    title: str,
    columns: Sequence[Column],
    rows: Iterator[Sequence[Value]],
    nothing: str | None = None,
) -> None:
    sheet = RowSheet(workbook, title, columns)
    for row in rows:
        sheet.add(row)
    if not sheet.rows and nothing is not None:
        # A sheet without a row would not say whether anybody looked.
        sheet.add((nothing,))
    sheet.finish()


def _household(household: HouseholdYear) -> tuple[Value, ...]:
    spent = household.spent
    return (
        household.case_no,
        str(spent.year),
        *spent.by_category,
        spent.total,
        spent.left,
        spent.entries,
        "\n".join(household.broken),
        "\n".join(household.files),
    )


def _year(year: SupportYear) -> tuple[Value, ...]:
    sums = (*year.by_category, year.total, year.budget, year.left)
    return (str(year.year), year.households, year.entries, *sums, year.remark)


def _remarks(book: SupportBook, households: Sequence[HouseholdYear]) -> Iterator[tuple[Value, ...]]:
    for report in book.broken:
        for found in report.findings:
            about = (found.severity.korean, found.rule, found.label, masked(found.message), found.source)
            yield (report.case_no, None, *about, report.file)
    for household in households:
        for remark in household.remarks:
            about = (remark.severity.korean, remark.rule, remark.label, masked(remark.message), remark.source)
            yield (household.case_no, str(household.spent.year), *about, remark.file)
