"""Dates of a case by their paths: where they stand, their day, and how a message names them.

A path is the keys from the root of the case, a form by its id: ``selection.decided_on``,
``service_plan.services.started_on``. Lists are gone through; ``conferences[purpose=종결].held_on`` takes
the records of a list whose key holds that word, ``!=`` the others. ``a|b`` is b where a case holds no a.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime
from functools import cache
from typing import NamedTuple, get_args

from pydantic import BaseModel

from forms.belonging import programme_of_conference
from forms.case import CaseFile, CaseForms, Conference
from forms.errors import FormUnreadable
from forms.finding import Location
from forms.form import FromCase, marked
from forms.periods import day_in_seoul
from forms.places import bare, is_list, model_in, options_of
from forms.record import FormModel, Record
from forms.registry import form_named

_STEP = re.compile(r"(?P<name>\w+)(?:\[(?P<key>\w+)(?P<sign>!?=)(?P<word>[^\[\].|]+)\])?")


class Step(NamedTuple):
    """A key of a path, and which of its records are meant: all, or those by the ``word`` in ``key``."""

    name: str
    key: str | None = None
    word: str | None = None
    excluded: bool = False

    def takes(self, record: object) -> bool:
        """Whether a record is meant."""
        return self.key is None or (getattr(record, self.key) == self.word) is not self.excluded


Path = tuple[Step, ...]


@cache
def paths(text: str) -> tuple[Path, ...]:
    """The alternatives of a path as it is written. Raises ``ValueError`` for what is none."""
    return tuple(tuple(_step(step, text) for step in one.split(".")) for one in text.split("|"))


def _step(text: str, path: str) -> Step:
    match = _STEP.fullmatch(text)
    if match is None:
        raise ValueError(f"no path of a date: {path}")
    return Step(match["name"], match["key"], match["word"], match["sign"] == "!=")


def plain(path: Path) -> str:
    """A path without the choice of records."""
    return ".".join(step.name for step in path)


@dataclass(frozen=True, eq=False, slots=True)
class DatedPlace:
    """A date of a case: its day and place, the records on the way to it, and the path that found it.

    ``stops`` are the places of the records, from the case itself; ``records[-1]`` holds the date.
    """

    day: date
    at: Location
    path: Path
    records: tuple[BaseModel, ...]
    stops: tuple[Location, ...]

    def taken_from(self, case: CaseFile) -> bool:
        """Whether a form's date only says again what stands elsewhere in the case."""
        form, name = (self.records[1], self.path[1].name) if len(self.records) > 1 else (case, "")
        source = marked(type(form), FromCase).get(name)
        if source is None or source.blank_only or not isinstance(form, FormModel):
            return False
        try:
            return bool(source.of(case, form) == getattr(form, name))
        except FormUnreadable:
            # It was filled from there, as far as anybody can tell.
            return True

    def shared(self, other: DatedPlace) -> int:
        """How many of the records on the way both have."""
        return sum(one == another for one, another in zip(self.stops, other.stops, strict=False))

    def title(self, below: int = 1) -> str:
        """The Korean name of the date; of the records on the way only those from number ``below`` on."""
        named = [self._name(number) for number in range(below, len(self.records))]
        return " ".join([*filter(None, named), _title(type(self.records[-1]), self.path[-1].name)])

    def _name(self, number: int) -> str:
        record, step = self.records[number], self.path[number - 1]
        above = self.records[number - 1]
        if isinstance(record, FormModel):
            return form_named(step.name).title + _number(self.stops[number], _held(above, step.name))
        title = _title(type(above), step.name)
        if step.word is not None and not step.excluded:
            return f"{step.word} {title}"
        return title + _number(self.stops[number], getattr(above, step.name))


def _held(case: BaseModel, form_id: str) -> object:
    return getattr(case.forms, form_id) if isinstance(case, CaseFile) else None


def _number(stop: Location, held: object) -> str:
    """Which of several it is, counted from 1; nothing where it is the only one."""
    position = stop[-1]
    several = isinstance(held, tuple) and len(held) > 1
    return f" {position + 1}번" if several and isinstance(position, int) else ""


def _title(model: type[BaseModel], name: str) -> str:
    return model.model_fields[name].title or name


def dated_places(case: CaseFile, text: str, programme: str | None = None) -> tuple[DatedPlace, ...]:
    """The dates at a path, those of a list in the order of the file; a date-time gives its day in Seoul.

    Of the conferences only those of the ``programme`` with that title, where it is given. A form that could
    not be read holds none.
    """
    for path in paths(text):
        found = tuple(_places(path, (case,), ((),), programme))
        if found:
            return found
    return ()


def _places(
    path: Path, records: tuple[BaseModel, ...], stops: tuple[Location, ...], programme: str | None
) -> Iterator[DatedPlace]:
    step, record, at = path[len(records) - 1], records[-1], stops[-1]
    if isinstance(record, CaseFile) and step.name in type(record.forms).model_fields:
        value, at = getattr(record.forms, step.name), ("forms", step.name)
    else:
        value, at = getattr(record, step.name), (*at, step.name)
    several = isinstance(value, tuple)
    for index, one in enumerate(value if isinstance(value, tuple) else (value,)):
        place = (*at, index) if several else at
        if one is None:
            continue
        if isinstance(one, date):
            day = day_in_seoul(one) if isinstance(one, datetime) else one
            yield DatedPlace(day, place, path, records, stops)
        elif isinstance(one, Record) and step.takes(one) and _held_by(programme, one, records[0]):
            yield from _places(path, (*records, one), (*stops, place), programme)


def _held_by(programme: str | None, record: Record, case: BaseModel) -> bool:
    """Whether a record counts for a programme: a conference belongs to one, everything else to all."""
    if programme is None or not isinstance(record, Conference) or not isinstance(case, CaseFile):
        return True
    return programme_of_conference(case, record).title == programme


@cache
def date_fields(model: type[BaseModel]) -> tuple[str, ...]:
    """The plain paths of every date that a model holds, also in lists and records below it; looked up once."""
    return tuple(_date_fields(model))


def _date_fields(model: type[BaseModel]) -> Iterator[str]:
    for name, field in model.model_fields.items():
        inner = model_in(field.annotation)
        if inner is not None and issubclass(inner, CaseForms):
            yield from _date_fields(inner)
        elif inner is not None:
            yield from (f"{name}.{rest}" for rest in _date_fields(inner))
        elif _is_date(field.annotation):
            yield name


def _is_date(annotation: object) -> bool:
    held = bare(annotation)
    if is_list(annotation):
        held = bare(get_args(held)[0])
    return held in (date, datetime)


def path_title(model: type[BaseModel], text: str) -> str:
    """The Korean name of the dates at a path of a model, with all that is on the way: for a list of them."""
    return ", 없으면 ".join(_path_title(model, path) for path in paths(text))


def _path_title(model: type[BaseModel], path: Path) -> str:
    words: list[str] = []
    for step in path[:-1]:
        owner = _owner(model, step.name)
        title = _title(owner, step.name)
        if step.excluded:
            title = f"{title}({step.word} 제외)"
        elif step.word is not None:
            title = f"{step.word} {title}" if owner is model else f"{title}({step.word})"
        words.append(title)
        model = _below(owner, step.name)
    return " ".join([*words, _title(model, path[-1].name)])


def refuse_unknown(model: type[BaseModel], text: str) -> None:
    """Raise ``ValueError`` where a path leads to no date of the model, or chooses by no word of a code list."""
    for path in paths(text):
        if plain(path) not in date_fields(model):
            raise ValueError(f"no date of a case: {text}")
        current: type[BaseModel] = model
        for step in path[:-1]:
            current = _below(_owner(current, step.name), step.name)
            chosen = current.model_fields.get(step.key) if step.key is not None else None
            if step.key is not None and (chosen is None or step.word not in options_of(chosen.annotation)):
                raise ValueError(f"no word of a code list: {text}")


def _owner(model: type[BaseModel], name: str) -> type[BaseModel]:
    """The model that holds a key: the forms of a case for the id of a form, else the model itself."""
    field = model.model_fields.get("forms")
    held = model_in(field.annotation) if field is not None else None
    return held if held is not None and name in held.model_fields else model


def _below(model: type[BaseModel], name: str) -> type[BaseModel]:
    below = model_in(model.model_fields[name].annotation)
    if below is None:
        raise ValueError(f"no record: {name}")
    return below
