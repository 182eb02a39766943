"""The boxes to type a form into, derived from the models: one a field, in the order of the paper.

A new form needs no change here. What a box holds (kind, words to choose from, bounds) is what the
entry tables of the workbook say of the same field.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from functools import cache
from typing import get_origin

from pydantic import BaseModel
from pydantic.fields import FieldInfo

from api.entry.tables import EntryColumn, Kind, entry_tables
from forms.fields import LineBreakMark, length_limit
from forms.form import FromCase, Needed, marker
from forms.page import Applies, RowForEach, Suggestions, WordsOf
from forms.places import bare, is_list, model_in
from forms.questions import Questions, QuestionsByTopic
from forms.registry import case_model, form_named

# What a case holds besides its forms and is not typed here: files and remarks of other pages.
_NOT_TYPED = ("forms", "attachments", "acknowledged", "issued_at")
# What almost every form prints; the rest of a case stands folded below it.
_FIRST = ("edition", "case_no", "client", "agency", "worker")


@dataclass(frozen=True)
class Box:
    """One field. ``origin`` says where the case gives the value if the box stays empty.

    ``limit`` is the most characters that it takes; ``breaks``: short text that may break over lines;
    ``suggestions`` are words that it may hold, among any others. ``grouped`` says to which words of another
    box its own belong.
    """

    key: str
    title: str
    kind: Kind
    required: bool
    choices: tuple[str, ...] = ()
    description: str | None = None
    origin: str = ""
    limit: int | None = None
    breaks: bool = False
    applies: Applies | None = None
    suggestions: tuple[str, ...] = ()
    grouped: WordsOf | None = None


@dataclass(frozen=True)
class Group:
    """A record inside a record. One that may be absent is so while all its boxes are empty."""

    key: str
    title: str
    description: str | None
    parts: tuple[Part, ...]
    required: bool


@dataclass(frozen=True)
class Rows:
    """A list of records. ``each``: the box whose words have a row each, given or not.

    ``origin`` says where the case gives the rows; ``completed``: what rows that are typed leave out, too.
    """

    key: str
    title: str
    description: str | None
    parts: tuple[Part, ...]
    required: bool
    each: Box | None = None
    origin: str = ""
    completed: bool = False


@dataclass(frozen=True)
class Entries:
    """A mapping: a number and a value each. ``nullable`` values may be 해당 사항 없음."""

    key: str
    title: str
    description: str | None
    value: Box
    nullable: bool
    required: bool


@dataclass(frozen=True)
class Answers:
    """A list of numbers, each the answer to a known question. ``list`` is the box that holds it as text."""

    key: str
    title: str
    description: str | None
    asked: Questions
    list: Box
    required: bool


@dataclass(frozen=True)
class Topics:
    """A list of records with answers by question, one record a topic: only those that were answered are kept."""

    key: str
    title: str
    description: str | None
    asked: QuestionsByTopic
    topic: Box
    answers: Entries
    texts: Entries
    required: bool


Part = Box | Group | Rows | Entries | Answers | Topics


@cache
def case_parts() -> tuple[tuple[Part, ...], tuple[Part, ...]]:
    """(what every form needs of the case, the rest of the case)."""
    parts = {part.key: part for part in _parts(case_model(), ()) if part.key not in _NOT_TYPED}
    return (
        tuple(parts[key] for key in _FIRST),
        tuple(part for key, part in parts.items() if key not in _FIRST),
    )


@cache
def form_parts(form_id: str) -> tuple[Part, ...]:
    """The boxes of a form; raises ``UnknownForm``."""
    form = form_named(form_id)
    return tuple(_parts(form.model, ("forms", form.id)))


@cache
def _columns() -> dict[tuple[str, ...], EntryColumn]:
    return {
        (*table.key, *column.path): column
        for table in entry_tables()
        for column in table.columns
        if column.role != "entry_key"
    }


def _parts(model: type[BaseModel], at: tuple[str, ...]) -> Iterator[Part]:
    for key, field in model.model_fields.items():
        path = (*at, key)
        title = field.title or key
        inner = model_in(field.annotation)
        if path in (("forms",), ("attachments",), ("acknowledged",)):
            continue
        if inner is not None:
            yield _records(key, title, field, tuple(_parts(inner, path)))
        elif path == ("case_no",):
            yield Box(key, title, "text", True, description="글자, 숫자, '-', '_'. 예: 2025-0001")
        else:
            yield _values(key, title, field, _columns()[path])


def _records(key: str, title: str, field: FieldInfo, parts: tuple[Part, ...]) -> Part:
    asked = marker(field, QuestionsByTopic)
    if asked is not None:
        own = {part.key: part for part in parts}
        topic, answers, texts = own[asked.topic], own[asked.answers], own[asked.texts]
        if not (isinstance(topic, Box) and isinstance(answers, Entries) and isinstance(texts, Entries)):
            raise TypeError(f"{key} is not asked by topic")
        return Topics(key, title, field.description, asked, topic, answers, texts, field.is_required())
    if not is_list(field.annotation):
        return Group(key, title, field.description, parts, field.is_required())
    row_for = marker(field, RowForEach)
    boxes = (part for part in parts if isinstance(part, Box) and row_for and part.key == row_for.field)
    rows = Rows(key, title, field.description, parts, field.is_required(), next(boxes, None))
    source = marker(field, FromCase)
    if source is None or source.blank_only:
        return rows
    return replace(rows, origin=source.origin, completed=source.merge is not None)


def _values(key: str, title: str, field: FieldInfo, column: EntryColumn) -> Part:
    source = marker(field, FromCase)
    origin = source.origin if source is not None and not source.blank_only else ""
    suggested = marker(field, Suggestions)
    needed = field.is_required() or (marker(field, Needed) is not None and not origin)
    box = Box(
        key,
        title,
        column.kind,
        needed,
        column.choices,
        field.description,
        origin,
        length_limit(field),
        marker(field, LineBreakMark) is not None,
        marker(field, Applies),
        suggested.words if suggested is not None else (),
        marker(field, WordsOf),
    )
    if get_origin(bare(field.annotation)) is dict:
        return Entries(key, title, field.description, box, column.nullable, field.is_required())
    asked = marker(field, Questions)
    return Answers(key, title, field.description, asked, box, needed) if asked is not None else box
