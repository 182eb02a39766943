"""``python -m docs.public_holidays``: writes the table of Korea's public holidays that counted days rest on.

The table is made from the ``holidays`` package, which keeps substitute, temporary and election holidays, too.
The program itself reads the table alone: the package loads the calendars of every country.
"""

from __future__ import annotations

from datetime import date
from importlib.metadata import version
from pathlib import Path

from holidays import country_holidays

from forms.working_days import FIRST_YEAR, LAST_YEAR

TABLE = Path(__file__).resolve().parent.parent / "forms" / "public_holidays.toml"


def table() -> str:
    """The table's text: the public holidays from Monday to Friday, a line a year."""
    head = [
        "# Public holidays (공휴일) of Korea that fall on Monday to Friday, as month-day; substitute, temporary",
        f"# and election holidays are among them. Made by `python -m docs.public_holidays` from holidays {version('holidays')}.",
    ]
    years = (f'{year} = "{" ".join(_days(year))}"' for year in range(FIRST_YEAR, LAST_YEAR + 1))
    return "\n".join([*head, *years]) + "\n"


def _days(year: int) -> list[str]:
    held: list[date] = sorted(country_holidays("KR", years=year))
    return [f"{day:%m-%d}" for day in held if day.year == year and day.weekday() < 5]


if __name__ == "__main__":
    TABLE.write_text(table(), encoding="utf-8")
