"""The documents that rules and forms follow, and how a finding cites them."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class SourceDocument:
    """A source: its title and the year of the copy that we hold; None where it bears none."""

    title: str
    year: str | None = None

    def cite(self, section: str, applied: str | None = None) -> str:
        """Year, title and section; ``applied`` is the year for which an earlier text is known only through it."""
        year = f"{self.year} " if self.year is not None else ""
        earlier = applied is not None and self.year is not None and applied < self.year
        return f"{year}{self.title}, {section}" + (f"({applied}년 적용)" if earlier else "")


GUIDEBOOK = SourceDocument("찾아가는 보건·복지서비스 업무안내", "2025")
# The earliest text that the guidebook tells of, in its 신구대조표; for days before it, too.
EARLIEST_TEXT = "2024"


def text_year(year: int) -> str:
    """The year of the guidebook's text in force in ``year``: the earliest known before it, else the latest."""
    return EARLIEST_TEXT if year <= int(EARLIEST_TEXT) else str(GUIDEBOOK.year)
