"""Every date of every sample at the edges of its pairs and of the calendar, every person exchanged.

Whatever is typed, a check never trips; and where a date cannot stand beside its partner, that is told.
"""

from __future__ import annotations

import copy
import json
from collections.abc import Iterator
from datetime import date, timedelta
from typing import Any

import pytest
from pydantic import BaseModel

from forms.case import CaseFile
from forms.checking import CheckedCase, check_case
from forms.date_order import Compared, compared_dates
from forms.date_paths import date_fields
from forms.date_table import all_pairs
from forms.fields import PersonMark, ResidentNumberMark
from forms.finding import Location
from forms.form import marker
from forms.places import model_in
from forms.registry import case_model
from tests.reading import SAMPLES, sample

pytestmark = pytest.mark.slow

NAMES = sorted(path.stem for path in SAMPLES.glob("*.json") if not path.stem.endswith(".findings"))
ENDS = (date.min, date.max)
TOLD_BY = {"FIELD-DATE-ORDER"} | {order.clause for order, _, _ in all_pairs() if order.clause is not None}


def entered(
    raw: Any, model: type[BaseModel], at: Location = ()
) -> Iterator[tuple[Location, Any, type[BaseModel]]]:
    """Every value of a raw record, with its place in the upload and the model that holds it."""
    for name, value in raw.items():
        field = model.model_fields.get(name)
        inner = model_in(field.annotation) if field is not None else None
        for place, one in _each((*at, name), value):
            if isinstance(one, dict) and inner is not None:
                yield from entered(one, inner, place)
            else:
                yield place, one, model


def _each(at: Location, value: Any) -> Iterator[tuple[Location, Any]]:
    if isinstance(value, list):
        yield from (((*at, index), one) for index, one in enumerate(value))
    else:
        yield at, value


def with_value(raw: dict[str, Any], at: Location, value: Any) -> dict[str, Any]:
    changed = copy.deepcopy(raw)
    node: Any = changed
    for step in at[:-1]:
        node = node[step]
    node[at[-1]] = value
    return changed


def in_model(raw: Any, at: Location) -> Location:
    """A place in the upload as the model counts it: a form given as one object is a list of one."""
    if at[0] == "forms" and isinstance(raw["forms"][at[1]], dict):
        return (*at[:2], 0, *at[2:])
    return at


def plain(at: Location) -> str:
    steps = [step for step in at if isinstance(step, str)]
    return ".".join(steps[1:] if steps[0] == "forms" else steps)


def checked(raw: dict[str, Any]) -> CheckedCase:
    found = check_case(raw)
    assert not any(finding.rule == "INTERNAL" for finding in found.findings)
    # What is said can be written down.
    json.dumps([finding.as_json() for finding in found.findings])
    return found


def partners(case: CaseFile, at: Location) -> Iterator[date]:
    for pair in compared_dates(case):
        if at in pair.key:
            yield (pair.later if pair.earlier.at == at else pair.earlier).day


def untold(found: CheckedCase, case: CaseFile, place: Location) -> list[tuple[Location, Location]]:
    """The broken pairs of a date that no finding speaks of, be it of the pair or of what breaks it.

    A pair may be told by a date between its two that stands against one of them: then that one is told.
    """
    messages = [finding.message for finding in found.findings if finding.rule in TOLD_BY]
    pairs = {pair.key: pair for pair in compared_dates(case)}

    def told(pair: Compared) -> bool:
        earlier, later = (place.day.isoformat() for place in (pair.earlier, pair.later))
        # Several of one order are told in one sentence, by their number and the first and last day.
        of_several = [message for message in messages if f"({earlier})" in message or f"({later})" in message]
        if any((earlier in message and later in message) or "건(" in message for message in of_several):
            return True
        start, end = pair.key
        between = [middle for first, middle in pairs if first == start and (middle, end) in pairs]
        steps = (pairs[step] for middle in between for step in ((start, middle), (middle, end)))
        return any(step.broken and told(step) for step in steps)

    return [pair.key for pair in pairs.values() if pair.broken and place in pair.key and not told(pair)]


@pytest.mark.parametrize("name", NAMES)
def test_a_date_that_cannot_stand_beside_its_partner_is_told(name: str) -> None:
    raw = sample(name)
    whole = checked(raw).case
    assert whole is not None
    dates = set(date_fields(case_model()))
    tried = 0
    for at, value, _ in list(entered(raw, case_model())):
        if plain(at) not in dates:
            continue
        if plain(at) == "issued_at":
            continue
        place = in_model(raw, at)
        near = {day + timedelta(days=step) for day in partners(whole, place) for step in (-1, 1)}
        for day in sorted({*near, *ENDS} - {date.fromisoformat(value)}):
            found = checked(with_value(raw, at, day.isoformat()))
            tried += 1
            if found.case is None:
                assert any(finding.rule == "FIELD-DATE-ORDER" for finding in found.findings)
                continue
            assert untold(found, found.case, place) == [], (at, day)
    assert tried or name in ("budget_composition", "consent", "hs1_notice")


@pytest.mark.parametrize("name", NAMES)
def test_a_person_left_out_or_exchanged_never_trips_the_check(name: str) -> None:
    raw = sample(name)
    persons = [
        (at, value)
        for at, value, model in entered(raw, case_model())
        if isinstance(value, str) and _of_a_person(model, at)
    ]
    # A notice names offices alone.
    assert persons or name == "hs1_notice"
    others = {
        key: [value for at, value in persons if _kind(at) == key] for key in {_kind(at) for at, _ in persons}
    }
    for at, value in persons:
        checked(with_value(raw, at, None))
        for other in sorted({*others[_kind(at)]} - {value})[:3]:
            checked(with_value(raw, at, other))


def _of_a_person(model: type[BaseModel], at: Location) -> bool:
    name = next(step for step in reversed(at) if isinstance(step, str))
    field = model.model_fields.get(name)
    marks = (PersonMark, ResidentNumberMark)
    marked = field is not None and any(marker(field, mark) is not None for mark in marks)
    return marked or name in ("birth_date", "sex", "relation")


def _kind(at: Location) -> str:
    """Fields of one kind may be exchanged: names, numbers, births, the words of a relation or a sex."""
    name = next(step for step in reversed(at) if isinstance(step, str))
    return name if name in ("resident_number", "birth_date", "sex", "relation") else "name"
