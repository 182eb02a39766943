"""The documents that rules and forms follow, and how a finding cites them.

Which documents there are stands in each programme's ``sources``.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date


@dataclass(frozen=True)
class SourceDocument:
    """A source: its title and the year of the copy that we hold; None where it bears none.

    ``earliest_text`` is the year of the earliest text that the copy tells of (in a 신구대조표), which serves
    for days before it, too; None where it tells of its own text alone.
    """

    title: str
    year: str | None = None
    earliest_text: str | None = None

    def cite(self, section: str, applied: str | None = None) -> str:
        """Year, title and section; ``applied`` is the year for which an earlier text is known only through it."""
        year = f"{self.year} " if self.year is not None else ""
        known = applied is not None and self.year is not None and self.earliest_text is not None
        earlier = known and str(applied) < str(self.year)
        return f"{year}{self.title}, {section}" + (f"({applied}년 적용)" if earlier else "")

    def in_earliest_text(self, day: date) -> bool:
        """Whether the earliest text is the one in force on ``day``; never where only one is known."""
        return self.earliest_text is not None and day.year <= int(self.earliest_text)

    def text_year(self, day: date) -> str | None:
        """The year of the text in force on ``day``; None where the document bears none."""
        return self.earliest_text if self.in_earliest_text(day) else self.year
