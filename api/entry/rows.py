"""Case files as rows of the entry tables, and rows as case files. Values are those of the JSON."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from api.entry.tables import CASE, EntryTable, TableKey
from forms.finding import Location
from forms.particles import quoted_with_particle

Record = dict[str, Any]
# Rows of one table in one case. Each is compared with those before it.
ROW_LIMIT = 2_000


@dataclass(frozen=True)
class EntryRow:
    """A row of a table: its values by column position, what is absent left out.

    ``numbers`` say, for each of the table's number columns, which row is meant, from 1; None where
    the row does not say. ``line`` is where the row stands in its sheet.
    """

    values: Mapping[int, Any]
    numbers: tuple[int | None, ...] = ()
    line: int = 0


@dataclass(frozen=True)
class Misplaced:
    """A row that belongs nowhere, or a second time where there can be one."""

    table: EntryTable
    row: EntryRow
    message: str


@dataclass
class AssembledCase:
    """A case put together from rows.

    ``records`` says where each row's record stands in ``raw``; ``entries`` the same for the entries
    of a mapping. What cannot be placed is in ``misplaced`` and not in ``raw``.
    """

    raw: Record
    records: dict[tuple[TableKey, int], Location] = field(default_factory=dict)
    entries: dict[tuple[TableKey, int], str] = field(default_factory=dict)
    misplaced: list[Misplaced] = field(default_factory=list)


# --- from a case to rows


def rows_of(case: Record, tables: Sequence[EntryTable]) -> dict[TableKey, list[EntryRow]]:
    """The rows of a case for each table, parents numbered in the case's order."""
    held: dict[TableKey, list[tuple[dict[TableKey, int], Record]]] = {CASE: [({}, case)]}
    rows: dict[TableKey, list[EntryRow]] = {}
    for table in tables:
        if table.parent is not None:
            held[table.key] = list(_records_in(table, held.get(table.parent, [])))
        rows[table.key] = [
            row for numbers, record in held[table.key] for row in _rows(table, numbers, record)
        ]
    return rows


def _records_in(
    table: EntryTable, parents: list[tuple[dict[TableKey, int], Record]]
) -> Iterator[tuple[dict[TableKey, int], Record]]:
    for numbers, parent in parents:
        found = _at(parent, table.inside)
        items = found if isinstance(found, list) else [] if found is None else [found]
        for position, item in enumerate(items, 1):
            if isinstance(item, dict):
                yield {**numbers, table.key: position}, item


def _rows(table: EntryTable, numbers: dict[TableKey, int], record: Record) -> Iterator[EntryRow]:
    own = tuple(numbers[column.table] for column in table.numbers)
    plain = {
        index: value
        for index, column in enumerate(table.columns)
        if column.role == "value" and (value := _at(record, column.path)) is not None
    }
    if not table.has_entries:
        yield EntryRow(plain, own)
        return
    mappings = {
        index: mapping
        for index, column in enumerate(table.columns)
        if column.role == "entry_value" and isinstance(mapping := _at(record, column.path), dict)
    }
    key_index = next(index for index, column in enumerate(table.columns) if column.role == "entry_key")
    for key in dict.fromkeys(key for mapping in mappings.values() for key in mapping):
        # Here null is kept: it says that the question does not apply.
        entry = {index: mapping[key] for index, mapping in mappings.items() if key in mapping}
        yield EntryRow({**plain, key_index: key, **entry}, own)


def _at(record: Any, path: tuple[str, ...]) -> Any:
    for step in path:
        record = record.get(step) if isinstance(record, dict) else None
    return record


# --- from rows to a case


@dataclass
class _Node:
    """A record under way: the numbers that name it, where it stands, the record itself, and how many
    rows of each table it holds."""

    numbers: dict[TableKey, int]
    location: Location
    record: Record
    rows: Counter[TableKey] = field(default_factory=Counter)


def assembled(
    case_no: str | None, rows: Mapping[TableKey, Sequence[EntryRow]], tables: Sequence[EntryTable]
) -> AssembledCase:
    """One case from its rows. A form given once is an object, given more often a list."""
    made = AssembledCase({} if case_no is None else {"case_no": case_no})
    nodes: dict[TableKey, list[_Node]] = {CASE: [_Node({}, (), made.raw)]}
    for table in tables:
        if table.parent is None:
            _fill_case(made, table, rows.get(table.key, ()))
            continue
        nodes[table.key] = []
        given = rows.get(table.key, ())
        if table.required:
            for node in nodes[table.parent]:
                _list_at(node.record, table.inside)
        if len(given) > ROW_LIMIT:
            what = quoted_with_particle(table.title, "은(는)")
            message = f"한 사례의 {what} {ROW_LIMIT:,}줄까지 읽습니다. 이 줄부터 읽지 않았습니다."
            made.misplaced.append(Misplaced(table, given[ROW_LIMIT], message))
        for row in given[:ROW_LIMIT]:
            if table.has_entries and _joins_entry(made, table, row, nodes):
                continue
            parent = _parent_of(table, row, nodes, tables)
            if isinstance(parent, str):
                made.misplaced.append(Misplaced(table, row, parent))
                continue
            placed = _placed(table, row, parent, nodes[table.key])
            if placed is None:
                message = f"'{table.title}' 시트에 같은 사례의 줄이 이미 있습니다. 한 줄만 남기세요."
                made.misplaced.append(Misplaced(table, row, message))
                continue
            made.records[table.key, row.line] = placed.location
            if table.has_entries:
                _put_entry(made, table, row, placed)
    _unwrap_single_forms(made, tables)
    return made


def _fill_case(made: AssembledCase, table: EntryTable, given: Sequence[EntryRow]) -> None:
    for position, row in enumerate(given):
        if position:
            made.misplaced.append(
                Misplaced(table, row, "같은 사례번호의 줄이 이미 있습니다. 한 줄만 남기세요.")
            )
            continue
        _put_values(made.raw, table, row)
        made.records[CASE, row.line] = ()


def _parent_of(
    table: EntryTable, row: EntryRow, nodes: dict[TableKey, list[_Node]], tables: Sequence[EntryTable]
) -> _Node | str:
    """The record that a row belongs to, or the sentence that says why there is none."""
    parent_key = table.parent or CASE
    candidates = nodes[parent_key]
    parent_table = next(one for one in tables if one.key == parent_key)
    wanted = {
        column.table: number
        for column, number in zip(table.numbers, row.numbers, strict=True)
        if number is not None and column.table != table.key
    }
    if not candidates:
        if any(number != 1 for number in wanted.values()):
            return f"'{parent_table.title}' 시트에 그 번호의 줄이 없습니다."
        # A list may be typed without the form that it belongs to, as long as only one is meant.
        return _implied(parent_table, nodes, tables)
    matching = [
        node for node in candidates if all(node.numbers.get(key) == number for key, number in wanted.items())
    ]
    if len(matching) == 1:
        return matching[0]
    if not matching:
        return f"'{parent_table.title}' 시트에 그 번호의 줄이 없습니다."
    headings = ", ".join(f"'{column.heading}'" for column in table.numbers if column.table != table.key)
    return f"{quoted_with_particle(parent_table.title, '이(가)')} 여럿이므로 {headings}에 몇 번째 것인지 적으세요."


def _implied(table: EntryTable, nodes: dict[TableKey, list[_Node]], tables: Sequence[EntryTable]) -> _Node:
    above = table.parent or CASE
    if not nodes[above]:
        _implied(next(one for one in tables if one.key == above), nodes, tables)
    node = _placed(table, EntryRow({}, (None,) * len(table.numbers)), nodes[above][0], nodes[table.key])
    if node is None:
        raise AssertionError("a table without rows takes one")
    return node


def _placed(table: EntryTable, row: EntryRow, parent: _Node, siblings: list[_Node]) -> _Node | None:
    """The row's record, put into its parent; None where the parent has its one record already."""
    if table.entries_only:
        return parent
    if not table.many:
        if parent.rows[table.key]:
            return None
        record = _record_at(parent.record, table.inside)
        location: Location = (*parent.location, *table.inside)
    else:
        rows = _list_at(parent.record, table.inside)
        record = {}
        location = (*parent.location, *table.inside, len(rows))
        rows.append(record)
    own = next(
        (
            number
            for column, number in zip(table.numbers, row.numbers, strict=True)
            if column.table == table.key
        ),
        None,
    )
    parent.rows[table.key] += 1
    node = _Node({**parent.numbers, table.key: own or parent.rows[table.key]}, location, record)
    _put_values(record, table, row)
    siblings.append(node)
    return node


def _put_values(record: Record, table: EntryTable, row: EntryRow) -> None:
    for index, value in row.values.items():
        column = table.columns[index]
        if column.role == "value":
            owner = _record_at(record, column.path[:-1])
            owner[column.path[-1]] = value


def _joins_entry(
    made: AssembledCase, table: EntryTable, row: EntryRow, nodes: dict[TableKey, list[_Node]]
) -> bool:
    """Add a mapping's entry to the record that a row above began, known by its plain columns."""
    if table.entries_only:
        return False
    plain: Record = {}
    _put_values(plain, table, row)
    wanted = {
        column.table: number
        for column, number in zip(table.numbers, row.numbers, strict=True)
        if number is not None
    }
    mappings = {column.path[0] for column in table.columns if column.role == "entry_value"}
    for node in nodes[table.key]:
        own = {key: value for key, value in node.record.items() if key not in mappings}
        if own == plain and all(node.numbers.get(key) == number for key, number in wanted.items()):
            made.records[table.key, row.line] = node.location
            _put_entry(made, table, row, node)
            return True
    return False


def _put_entry(made: AssembledCase, table: EntryTable, row: EntryRow, node: _Node) -> None:
    key = next((row.values.get(i) for i, c in enumerate(table.columns) if c.role == "entry_key"), None)
    name = "" if key is None else str(key)
    made.entries[table.key, row.line] = name
    for index, column in enumerate(table.columns):
        if column.role != "entry_value":
            continue
        mapping = _record_at(node.record, column.path)
        if index not in row.values:
            if not mapping:
                del node.record[column.path[0]]
            continue
        if name in mapping:
            made.misplaced.append(
                Misplaced(table, row, f"같은 번호({name})의 줄이 이미 있습니다. 한 줄만 남기세요.")
            )
            return
        mapping[name] = row.values[index]


def _record_at(record: Record, path: tuple[str, ...]) -> Record:
    for step in path:
        record = record.setdefault(step, {})
    return record


def _list_at(record: Record, path: tuple[str, ...]) -> list[Any]:
    rows: list[Any] = _record_at(record, path[:-1]).setdefault(path[-1], [])
    return rows


def _unwrap_single_forms(made: AssembledCase, tables: Sequence[EntryTable]) -> None:
    """A form that may repeat but stands once is written as one object, as people write it."""
    forms = made.raw.get("forms", {})
    for table in tables:
        if table.is_form and table.many and len(forms.get(table.form, ())) == 1:
            forms[table.form] = forms[table.form][0]
