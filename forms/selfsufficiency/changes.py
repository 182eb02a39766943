"""What 자활사례관리 tells of change: the outcomes that its first and its last record hold, counted by area.

자활사례관리 성과 심층분석연구, 그림 Ⅴ-1. The study measures nothing: an outcome is seen or it is not, and its
phases differ in what may be seen. So outcomes are counted and named, and never scored.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from forms.case import CaseFile
from forms.change import Change, ChangeRow, Side
from forms.selfsufficiency.outcome_record import (
    SEEN,
    OutcomeRecord,
    OutcomeRow,
    first_record,
    printed,
)

_COUNTED = "막대는 기록한 성과의 수이고 점수가 아닙니다."


def changes(case: CaseFile) -> Iterator[Change]:
    """What a filled case shows; nothing of one record alone, of two of one day, or of none that holds an outcome."""
    last = case.last_of(OutcomeRecord)
    first = first_record(case, last) if last is not None else None
    if last is None or first is None:
        return
    page = printed(last, case)
    by_area: dict[str, list[OutcomeRow]] = {}
    for row in page.rows:
        by_area.setdefault(row.area, []).append(row)
    if by_area:
        yield Change(
            title="자활사례관리 성과",
            unit="개",
            first=Side(title=_called(first, "처음"), on=first.recorded_on),
            second=Side(title=_called(last, "마지막"), on=last.recorded_on),
            label_title="영역",
            note_title="성과",
            rows=tuple(_row(area, rows) for area, rows in by_area.items()),
            sentences=tuple(filter(None, (page.change, _COUNTED))),
        )


def _called(record: OutcomeRecord, otherwise: str) -> str:
    return f"{record.phase or otherwise} 기록"


def _row(area: str, rows: Iterable[OutcomeRow]) -> ChangeRow:
    """An area; an outcome that several people saw counts once."""
    before = {row.item: None for row in rows if row.first == SEEN}
    now = {row.item: None for row in rows if row.now == SEEN}
    told = (
        ("이어짐", [item for item in now if item in before]),
        ("새로 적음", [item for item in now if item not in before]),
        ("처음 기록에만", [item for item in before if item not in now]),
    )
    return ChangeRow(
        # Area and part stand on two lines of the form.
        label=" ".join(area.split("\n")),
        first=len(before),
        second=len(now),
        note="\n".join(f"{words}: {', '.join(items)}" for words, items in told if items),
    )
