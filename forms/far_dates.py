"""Dates that lie far from every other date of a case: a year typed wrongly (``FIELD-DATE-FAR``)."""

from __future__ import annotations

from collections.abc import Iterator
from functools import cache
from itertools import pairwise

from forms.case import CaseFile
from forms.date_paths import DatedPlace, date_fields, dated_places
from forms.date_table import date_tables
from forms.finding import Severity
from forms.particles import with_particle
from forms.periods import months_after
from forms.registry import case_model
from forms.silence import Remark

RULE = "FIELD-DATE-FAR"
YEARS = 10


def far_dates(case: CaseFile) -> Iterator[Remark]:
    """A warning for each date that is more than ten years away from all others; births and free ones aside."""
    # What a form takes from elsewhere stands beside itself there.
    places = sorted(
        (place for path in _paths() for place in dated_places(case, path) if not place.taken_from(case)),
        key=lambda place: place.day,
    )
    near = {id(place) for one, other in pairwise(places) if _near(one, other) for place in (one, other)}
    for number, place in enumerate(places):
        if len(places) > 1 and id(place) not in near:
            beside = min(
                (places[at] for at in (number - 1, number + 1) if 0 <= at < len(places)),
                key=lambda other: abs((other.day - place.day).days),
            )
            subject = with_particle(f"{place.title(len(place.records))}({place.day})", "이(가)")
            yield (
                RULE,
                Severity.WARNING,
                place.at,
                f"{subject} 사례의 다른 어느 날짜와도 {YEARS}년 넘게 떨어져 있습니다"
                f"(가장 가까운 날짜 {beside.day}). 연도를 확인하세요.",
            )


def _near(earlier: DatedPlace, later: DatedPlace) -> bool:
    return later.day <= months_after(earlier.day, 12 * YEARS)


@cache
def _paths() -> tuple[str, ...]:
    free = {path for table in date_tables().values() for path in (*table.free, *table.apart)}
    return tuple(path for path in date_fields(case_model()) if path not in free)
