"""Entry tables: the case file as flat tables, one row a record, derived from the models.

One table holds the case, one each form, one each list of rows. A record inside a record (client,
agency, a decision) gives columns to the table of its owner. Entries of a mapping (crisis scores)
are rows. A new form needs no change here.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime
from functools import cache
from typing import Annotated, Any, Literal, Union, get_args, get_origin

from annotated_types import Ge, Le
from pydantic import BaseModel
from pydantic.fields import FieldInfo

from forms.fields import NarrativeMark, PhoneMark, ResidentNumberMark, WonMark
from forms.form import FromCase, Needed, marker
from forms.places import bare, is_list, model_in, options_of
from forms.registry import all_forms, case_model

Kind = Literal[
    "text",
    "narrative",
    "phone",
    "resident_number",
    "date",
    "datetime",
    "won",
    "number",
    "choice",
    "flag",
    "words",
    "choices",
    "numbers",
    "dates",
]
# A path of keys from the root of the case, without list positions.
TableKey = tuple[str, ...]
# value: a field of the record; entry_key and entry_value: an entry of a mapping, one row each.
Role = Literal["value", "entry_key", "entry_value"]

CASE: TableKey = ()
CASE_NO_HEADING = "사례번호"
# What stands in a cell for null, where null says something: a question that does not apply.
NOT_APPLICABLE = "해당 사항 없음"
_LISTS: dict[type, Kind] = {int: "numbers", date: "dates"}
_TITLE_LIMIT = 31
_NOT_IN_TITLES = re.compile(r"[\[\]:*?/\\]")


@dataclass(frozen=True)
class EntryColumn:
    """A column: the field that it holds, by ``path`` from its table's record, and how to type it.

    ``minimum`` and ``maximum`` are the field's bounds. ``nullable`` columns hold ``NOT_APPLICABLE``
    for null. ``required`` asks for a value in each row.
    """

    path: tuple[str, ...]
    heading: str
    kind: Kind
    required: bool = False
    choices: tuple[str, ...] = ()
    description: str | None = None
    minimum: int | None = None
    maximum: int | None = None
    nullable: bool = False
    role: Role = "value"


@dataclass(frozen=True)
class NumberColumn:
    """A column that tells which row of ``table`` (an ancestor, or the table itself) is meant, from 1."""

    table: TableKey
    heading: str


@dataclass(frozen=True)
class EntryTable:
    """A table. ``inside`` is the path of its records from the record of the table ``parent``.

    ``many``: a parent has several of its rows. ``numbers`` follow the case number in each row.
    ``required``: the model asks for the list, though it may be empty.
    """

    key: TableKey
    title: str
    parent: TableKey | None
    inside: tuple[str, ...]
    columns: tuple[EntryColumn, ...]
    numbers: tuple[NumberColumn, ...] = ()
    many: bool = False
    required: bool = False
    # The record itself exists for each case or form; only its mapping's entries are rows here.
    entries_only: bool = False

    @property
    def form(self) -> str | None:
        """The id of the form that the table belongs to; None for the case's own."""
        return self.key[1] if self.key[:1] == ("forms",) else None

    @property
    def is_form(self) -> bool:
        """Whether its rows are whole forms."""
        return len(self.key) == 2 and self.form is not None

    @property
    def headings(self) -> tuple[str, ...]:
        """Every heading, the case number first."""
        own = tuple(column.heading for column in self.columns)
        return (CASE_NO_HEADING, *(number.heading for number in self.numbers), *own)

    @property
    def has_entries(self) -> bool:
        """Whether its rows are the entries of a mapping."""
        return any(column.role == "entry_key" for column in self.columns)


@cache
def entry_tables() -> tuple[EntryTable, ...]:
    """Every table, parents before their children: the case and its lists, then each form and its lists."""
    model = case_model()
    tables = list(_tables_of(model, CASE, "사례", parent=None, inside=(), many=False))
    for form in all_forms():
        tables += _tables_of(
            form.model, ("forms", form.id), form.title, CASE, ("forms", form.id), many=form.repeats
        )
    return _with_sheet_titles(_with_numbers(tables))


def tables_of(form_ids: Sequence[str]) -> tuple[EntryTable, ...]:
    """The case's tables and those of the named forms."""
    return tuple(table for table in entry_tables() if table.form is None or table.form in form_ids)


def _tables_of(
    model: type[BaseModel],
    key: TableKey,
    title: str,
    parent: TableKey | None,
    inside: tuple[str, ...],
    many: bool,
    required: bool = False,
) -> Iterator[EntryTable]:
    is_row = many and parent is not None and not (len(key) == 2 and key[0] == "forms")
    plain, mappings, lists = _sorted_fields(model)
    columns = _columns(plain)
    entries = tuple(_entry_columns(mappings)) if mappings else ()
    yield EntryTable(
        key=key,
        title=title,
        parent=parent,
        inside=inside,
        columns=_distinct((*columns, *(entries if is_row else ()))),
        many=many,
        required=required,
    )
    if entries and not is_row:
        first = mappings[0][1].title or mappings[0][0][-1]
        yield EntryTable(
            key=(*key, *mappings[0][0]),
            title=f"{title} {first}",
            parent=key,
            inside=(),
            columns=_distinct(entries),
            many=True,
            entries_only=True,
        )
    prefix = f"{title} " if key != CASE else ""
    for path, field, owners in lists:
        row_model = model_in(field.annotation)
        if row_model is None:
            raise TypeError(f"no rows in {path}")
        # What stands once in the case gives its lists no name: 「적립중지」, not 「통장 적립중지」.
        own = " ".join((*(owners if key != CASE else ()), field.title or path[-1]))
        yield from _tables_of(
            row_model,
            (*key, *path),
            prefix + own,
            key,
            path,
            many=True,
            required=field.is_required() and len(path) == 1,
        )


class _Plain(tuple[tuple[str, ...], FieldInfo, bool, str | None]):
    """A field on the way: path, field, whether its record is always there, its record's title."""


def _sorted_fields(
    model: type[BaseModel],
) -> tuple[
    list[_Plain],
    list[tuple[tuple[str, ...], FieldInfo]],
    list[tuple[tuple[str, ...], FieldInfo, tuple[str, ...]]],
]:
    """The fields of a record and of the records in it: those of one cell, mappings, lists of rows."""
    plain: list[_Plain] = []
    mappings: list[tuple[tuple[str, ...], FieldInfo]] = []
    lists: list[tuple[tuple[str, ...], FieldInfo, tuple[str, ...]]] = []

    def visit(owner: type[BaseModel], at: tuple[str, ...], always: bool, titles: tuple[str, ...]) -> None:
        for name, field in owner.model_fields.items():
            path = (*at, name)
            inner = model_in(field.annotation)
            if path in (("case_no",), ("forms",)) and owner is case_model():
                continue
            if inner is not None and is_list(field.annotation):
                lists.append((path, field, titles))
            elif inner is not None:
                # A record that has a default of its own, or must be given, is there in each case.
                visit(inner, path, always and field.is_required(), (*titles, field.title or name))
            elif get_origin(bare(field.annotation)) is dict:
                mappings.append((path, field))
            else:
                plain.append(_Plain((path, field, always, titles[-1] if titles else None)))

    visit(model, (), True, ())
    return plain, mappings, lists


def _columns(fields: list[_Plain]) -> tuple[EntryColumn, ...]:
    made = []
    taken: set[str] = {CASE_NO_HEADING}
    for path, field, always, record in fields:
        title = field.title or path[-1]
        # The same word in two records of one row: the record's title tells them apart.
        heading = f"{record} {title}" if title in taken and record else title
        taken.add(heading)
        needed = marker(field, Needed) is not None and marker(field, FromCase) is None
        made.append(
            replace(
                _column(path, heading, field.annotation, field),
                required=always and (field.is_required() or needed),
                description=field.description,
            )
        )
    return tuple(made)


def _entry_columns(mappings: list[tuple[tuple[str, ...], FieldInfo]]) -> Iterator[EntryColumn]:
    about = next((field.description for _, field in mappings if field.description), None)
    yield EntryColumn(("#",), "번호", "text", required=True, description=about, role="entry_key")
    for path, field in mappings:
        value = get_args(bare(field.annotation))[1]
        nullable = type(None) in get_args(value)
        column = _column(path, field.title or path[-1], value, None)
        choices = column.choices
        if nullable and column.minimum is not None and column.maximum is not None:
            choices = (*(str(n) for n in range(column.minimum, column.maximum + 1)), NOT_APPLICABLE)
        yield replace(
            column,
            choices=choices,
            nullable=nullable,
            required=field.is_required(),
            description=field.description,
            role="entry_value",
        )


def _column(path: tuple[str, ...], heading: str, annotation: Any, field: FieldInfo | None) -> EntryColumn:
    low, high = _bounds(annotation, field)
    options = options_of(annotation)
    kind: Kind
    if is_list(annotation):
        item = bare(get_args(bare(annotation))[0])
        kind = "choices" if options else _LISTS.get(item, "words")
    else:
        kind = "choice" if options else _kind_of(annotation, field)
    return EntryColumn(path, heading, kind, choices=options, minimum=low, maximum=high)


def _kind_of(annotation: Any, field: FieldInfo | None) -> Kind:
    plain = bare(annotation)
    if plain is bool:
        return "flag"
    if plain is int:
        return "won" if _marked(field, WonMark) else "number"
    if plain is datetime:
        return "datetime"
    if plain is date:
        return "date"
    if plain is not str:
        raise TypeError(f"no kind of cell holds {plain}")
    if _marked(field, ResidentNumberMark):
        return "resident_number"
    if _marked(field, PhoneMark):
        return "phone"
    return "narrative" if _marked(field, NarrativeMark) else "text"


def _marked(field: FieldInfo | None, kind: type[Any]) -> bool:
    return field is not None and marker(field, kind) is not None


def _bounds(annotation: Any, field: FieldInfo | None) -> tuple[int | None, int | None]:
    low: Any = None
    high: Any = None
    for item in (*(field.metadata if field is not None else ()), *_metadata(annotation)):
        if isinstance(item, FieldInfo):
            inner = _bounds(None, item)
            low, high = (inner[0] if low is None else low), (inner[1] if high is None else high)
        elif isinstance(item, Ge) and low is None:
            low = item.ge
        elif isinstance(item, Le) and high is None:
            high = item.le
    return low, high


def _metadata(annotation: Any) -> Iterator[Any]:
    """What ``Annotated`` says of a value, looked for inside Optional too."""
    origin = get_origin(annotation)
    if origin is Annotated:
        yield from annotation.__metadata__
        yield from _metadata(get_args(annotation)[0])
    elif origin is Union or type(annotation).__name__ == "UnionType":
        for argument in get_args(annotation):
            yield from _metadata(argument)


def _distinct(columns: tuple[EntryColumn, ...]) -> tuple[EntryColumn, ...]:
    seen: dict[str, int] = {}
    made = []
    for column in columns:
        seen[column.heading] = seen.get(column.heading, 0) + 1
        count = seen[column.heading]
        made.append(replace(column, heading=f"{column.heading} {count}") if count > 1 else column)
    return tuple(made)


def _with_numbers(tables: list[EntryTable]) -> list[EntryTable]:
    """Rows that others belong to are numbered; each row names the numbered rows above it."""
    by_key = {table.key: table for table in tables}
    parents = {table.parent for table in tables}
    made = []
    for table in tables:
        chain: list[EntryTable] = []
        step: EntryTable | None = table
        while step is not None:
            if step.many and step.key in parents:
                chain.append(step)
            step = by_key[step.parent] if step.parent is not None else None
        numbers = tuple(NumberColumn(one.key, f"{_short(one, by_key)} 번호") for one in reversed(chain))
        made.append(replace(table, numbers=numbers))
    return made


def _short(table: EntryTable, by_key: dict[TableKey, EntryTable]) -> str:
    above = by_key[table.parent].title if table.parent is not None else ""
    return table.title.removeprefix(above).strip() or table.title


def _with_sheet_titles(tables: list[EntryTable]) -> tuple[EntryTable, ...]:
    """Titles as a sheet may bear them: at most 31 characters, no two alike."""
    taken: set[str] = set()
    made = []
    for table in tables:
        title = _NOT_IN_TITLES.sub(" ", table.title)
        short, count = title[:_TITLE_LIMIT].strip(), 1
        while short in taken:
            count += 1
            short = f"{title[: _TITLE_LIMIT - 3].strip()} {count}"
        taken.add(short)
        made.append(replace(table, title=short))
    return tuple(made)
