"""생태도 from 주변관계 of the monitor sheet (서식 8 작성 방법 ④: persons, organisations near the household)."""

from __future__ import annotations

from datetime import date

from forms.case import CaseFile
from forms.errors import FormUnreadable
from forms.icm.monitor_sheet import MonitorSheet, Relation
from forms.kinship import NO_ROOM, TIE_PLACES, Ecomap, EcomapCentre, Tie, UnplacedTie


def ecomap_of(case: CaseFile, on: date | None) -> Ecomap:
    """The ties of the last sheet on or before ``on``, else of the last; nothing where none can be read."""
    try:
        sheets = case.all_of(MonitorSheet)
    except FormUnreadable:
        return Ecomap()
    by_then = [
        sheet for sheet in sheets if on is not None and sheet.own_date is not None and sheet.own_date <= on
    ]
    sheet = next(reversed(by_then or sheets), None)
    rows = [row for row in sheet.relations if row.relation or row.name] if sheet is not None else []
    ties: list[Tie] = []
    unplaced: list[UnplacedTie] = []
    for row in rows:
        if row.kind is None:
            unplaced.append(_unplaced(row, "개인인지 기관인지 적혀 있지 않음"))
        elif len(ties) == TIE_PLACES:
            unplaced.append(_unplaced(row, NO_ROOM))
        else:
            ties.append(Tie(kind=row.kind, relation=row.relation, name=row.name))
    return Ecomap(
        centre=EcomapCentre(name=case.client.name or None), ties=tuple(ties), unplaced=tuple(unplaced)
    )


def _unplaced(row: Relation, reason: str) -> UnplacedTie:
    return UnplacedTie(relation=row.relation, name=row.name, reason=reason)
