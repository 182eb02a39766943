"""What a workbook may be before a library opens it: an unencrypted .xlsx of bounded size, no more.

The ZIP directory is judged first, then each XML part runs once through the standard library's
parser, which builds nothing: document types (entities), sizes that cells, merges and links declare,
and relations that lead outside are seen before anything is allocated for them. Accepted risk: what a
cell links to is never opened, so a link may lead anywhere.
"""

from __future__ import annotations

import posixpath
import re
import zlib
from array import array
from bisect import bisect_left
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from typing import IO, Any, NoReturn
from xml.etree import ElementTree
from xml.parsers import expat
from zipfile import BadZipFile, ZipFile, ZipInfo

from openpyxl.utils.cell import coordinate_to_tuple, range_boundaries

from forms import InputError, TooLarge

FILE_LIMIT = 64 * 1024 * 1024
MEMBER_LIMIT = 5_000
UNPACKED_LIMIT = 512 * 1024 * 1024
XML_LIMIT = 256 * 1024 * 1024
RATIO_LIMIT = 200
# A thousand cases of every form hold some 1,400,000 cells.
CELL_LIMIT = 3_000_000
# Cells of a sheet counted as rectangles: what rows reach across, what merges and links cover.
AREA_LIMIT = 8_000_000
MERGE_LIMIT = 200_000
ROW_LIMIT, COLUMN_LIMIT = 1_048_576, 16_384

_MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
_RELATION = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_PACKAGE = "http://schemas.openxmlformats.org/package/2006/relationships"
_OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_SAVE_AS = "엑셀에서 '다른 이름으로 저장'을 골라 'Excel 통합 문서(.xlsx)'로 저장한 파일을 주세요."
_DAMAGED = "엑셀 파일이 손상되었습니다. 엑셀에서 열어 다시 저장한 파일을 주세요."
_XML_ERRORS = (expat.ExpatError, ElementTree.ParseError)
_ZIP_ERRORS = (BadZipFile, NotImplementedError, RuntimeError, EOFError, OSError, zlib.error)
# Relations to the outside that are shown or remembered, never opened by us.
_HARMLESS = ("/hyperlink", "/externalLinkPath", "/externalLinkLongPath")

_CELL_START = re.compile(rb"<(?:\w+:)?c[\s/>]")
_CHUNK = 1024 * 1024

Merge = tuple[int, int, int, int]


class Ascending:
    """Whole numbers kept small, added in any order, asked for one by one."""

    def __init__(self) -> None:
        self._numbers = array("Q")
        self._sorted = True

    def add(self, number: int) -> None:
        """Keep a number."""
        self._sorted &= not self._numbers or self._numbers[-1] <= number
        self._numbers.append(number)

    def __contains__(self, number: int) -> bool:
        if not self._sorted:
            self._numbers, self._sorted = array("Q", sorted(self._numbers)), True
        position = bisect_left(self._numbers, number)
        return position < len(self._numbers) and self._numbers[position] == number

    def __bool__(self) -> bool:
        return bool(self._numbers)


@dataclass
class SheetFacts:
    """What a sheet's XML says that the reading library does not tell.

    A merge is first column, first row, last column, last row, from 1. ``hidden_rows`` are the rows
    with cells that are hidden or filtered away, ``hidden_columns`` all hidden columns, from 1.
    """

    merges: list[Merge] = field(default_factory=list)
    hidden_rows: Ascending = field(default_factory=Ascending)
    hidden_columns: set[int] = field(default_factory=set)
    _unsaved: Ascending = field(default_factory=Ascending)

    def add_unsaved(self, row: int, column: int) -> None:
        """Note a formula whose result the file does not hold."""
        self._unsaved.add(row * COLUMN_LIMIT + column)

    @property
    def has_unsaved(self) -> bool:
        """Whether there is such a formula."""
        return bool(self._unsaved)

    def is_unsaved(self, row: int, column: int) -> bool:
        """Whether the cell holds such a formula."""
        return row * COLUMN_LIMIT + column in self._unsaved


@dataclass(frozen=True)
class PackageFacts:
    """The sheets of a workbook that may be opened, by name."""

    sheets: dict[str, SheetFacts]


def inspect_package(file: IO[bytes]) -> PackageFacts:
    """Judge a workbook. Raises ``InputError`` or ``TooLarge`` with the sentence that says what to do."""
    _judge_kind(file)
    try:
        with ZipFile(file) as package:
            _judge_directory(package)
            sheets = _sheet_parts(package)
            facts: dict[str, SheetFacts] = {}
            _count_cells(package, sheets)
            budget = _Budget()
            for member in package.infolist():
                if not member.filename.lower().endswith((".xml", ".rels", ".vml")):
                    continue
                sheet = next((name for name, part in sheets.items() if part == member.filename), None)
                if sheet is not None:
                    facts[sheet] = _scan_sheet(package, member, sheet, budget)
                else:
                    _scan_part(package, member)
    except (*_XML_ERRORS, *_ZIP_ERRORS, LookupError, ValueError):
        raise InputError(_DAMAGED, "FILE-WORKBOOK") from None
    return PackageFacts(facts)


def _judge_kind(file: IO[bytes]) -> None:
    size = file.seek(0, 2)
    file.seek(0)
    if size > FILE_LIMIT:
        raise TooLarge(f"엑셀 파일이 {FILE_LIMIT // 1024**2}MB를 넘습니다. 사례를 나누어 저장하세요.")
    head = file.read(8)
    if head.startswith(b"PK"):
        file.seek(0)
        return
    if head == _OLE:
        # Both old workbooks and encrypted new ones are OLE files; the stream's name tells them apart.
        encrypted = "EncryptedPackage".encode("utf-16-le") in head + file.read()
        if encrypted:
            message = "암호가 걸린 엑셀 파일은 읽지 않습니다. 엑셀에서 암호를 풀고 저장한 파일을 주세요."
            raise InputError(message, "FILE-ENCRYPTED")
        raise InputError(f"옛 형식의 엑셀 파일(.xls)은 읽지 않습니다. {_SAVE_AS}", "FILE-KIND")
    raise InputError(f"엑셀 통합 문서가 아닙니다. {_SAVE_AS}", "FILE-KIND")


def _judge_directory(package: ZipFile) -> None:
    members = package.infolist()
    names = [member.filename for member in members]
    lower = {name.lower() for name in names}
    if len(members) > MEMBER_LIMIT or sum(member.file_size for member in members) > UNPACKED_LIMIT:
        raise TooLarge("엑셀 파일의 압축을 풀면 너무 큽니다. 사례를 나누어 저장하세요.")
    xml = sum(member.file_size for member in members if member.filename.lower().endswith((".xml", ".vml")))
    if xml > XML_LIMIT or any(
        member.file_size > RATIO_LIMIT * max(member.compress_size, 1024) for member in members
    ):
        raise TooLarge("엑셀 파일의 압축을 풀면 너무 큽니다. 사례를 나누어 저장하세요.")
    if len(lower) != len(names) or any(name.startswith("/") or ".." in name.split("/") for name in names):
        raise InputError("엑셀 파일의 구성을 받아들일 수 없습니다.", "FILE-WORKBOOK")
    if any(member.flag_bits & 1 for member in members):
        raise InputError("암호가 걸린 엑셀 파일은 읽지 않습니다.", "FILE-ENCRYPTED")
    if any(name.endswith("vbaproject.bin") or "/macrosheets/" in name for name in lower):
        message = (
            "매크로가 든 엑셀 파일은 읽지 않습니다. 매크로를 빼고 'Excel 통합 문서(.xlsx)'로 저장하세요."
        )
        raise InputError(message, "FILE-MACRO")
    if "xl/workbook.xml" not in names and "_rels/.rels" not in names:
        raise InputError(f"엑셀 통합 문서가 아닙니다. {_SAVE_AS}", "FILE-KIND")


def _sheet_parts(package: ZipFile) -> dict[str, str]:
    """The part of each sheet, by the sheet's name."""
    _scan_part(package, package.getinfo("_rels/.rels"))
    book = next(
        (
            target
            for kind, target in _relations(package, "_rels/.rels", "")
            if kind.endswith("/officeDocument")
        ),
        "",
    )
    if not book.endswith(".xml"):
        raise InputError(f"엑셀 통합 문서가 아닙니다. {_SAVE_AS}", "FILE-KIND")
    _scan_part(package, package.getinfo(book))
    root = ElementTree.fromstring(package.read(book))  # noqa: S314 (document types are refused above)
    if root.tag != f"{{{_MAIN}}}workbook":
        raise InputError(f"읽을 수 없는 종류의 통합 문서입니다. {_SAVE_AS}", "FILE-KIND")
    folder, name = posixpath.split(book)
    relations = f"{folder}/_rels/{name}.rels".lstrip("/")
    _scan_part(package, package.getinfo(relations))
    targets = {
        relation.get("Id"): _target(folder, relation.get("Target", ""))
        for relation in _rels(package, relations)
    }
    return {
        sheet.get("name", ""): targets[sheet.get(f"{{{_RELATION}}}id")]
        for sheet in root.iter(f"{{{_MAIN}}}sheet")
        if sheet.get(f"{{{_RELATION}}}id") in targets
    }


def _count_cells(package: ZipFile, sheets: dict[str, str]) -> None:
    """Refuse a flood of cells by their bytes, much faster than a parser meets them one by one."""
    cells = 0
    for sheet, part in sheets.items():
        with package.open(part) as content:
            while chunk := content.read(_CHUNK):
                cells += len(_CELL_START.findall(chunk))
                if cells > CELL_LIMIT:
                    raise _too_many(sheet)


def _too_many(sheet: str) -> TooLarge:
    return TooLarge(
        f"시트 '{sheet[:31]}'까지의 칸이 너무 많습니다({CELL_LIMIT:,}칸까지 읽습니다). "
        "쓰지 않는 줄과 열을 지우거나 사례를 나누어 저장하세요."
    )


def _relations(package: ZipFile, part: str, folder: str) -> Iterator[tuple[str, str]]:
    for relation in _rels(package, part):
        yield relation.get("Type", ""), _target(folder, relation.get("Target", ""))


def _rels(package: ZipFile, part: str) -> list[ElementTree.Element]:
    root = ElementTree.fromstring(package.read(part))  # noqa: S314 (document types are refused before)
    return list(root.iter(f"{{{_PACKAGE}}}Relationship"))


def _target(folder: str, target: str) -> str:
    return target[1:] if target.startswith("/") else posixpath.normpath(posixpath.join(folder, target))


def _scan_part(package: ZipFile, member: ZipInfo) -> None:
    def start(name: str, attributes: dict[str, str]) -> None:
        if attributes.get("TargetMode") == "External" and not attributes.get("Type", "").endswith(_HARMLESS):
            message = (
                "바깥 파일이나 주소를 끌어오는 부분이 들어 있어 읽지 않습니다. 그 부분을 지우고 저장하세요."
            )
            raise InputError(message, "FILE-EXTERNAL")

    _parse(package, member, start if member.filename.lower().endswith(".rels") else None)


def _parse(
    package: ZipFile,
    member: ZipInfo,
    start: Callable[[str, dict[str, str]], None] | None,
    parser: Any = None,
) -> None:
    parser = parser or expat.ParserCreate(namespace_separator=" ")
    parser.StartDoctypeDeclHandler = _refuse_document_type
    if start is not None:
        parser.StartElementHandler = start
    with package.open(member) as content:
        parser.ParseFile(content)


def _refuse_document_type(*_: object) -> NoReturn:
    raise InputError("엑셀 파일에 받아들일 수 없는 선언(DOCTYPE)이 들어 있어 읽지 않습니다.", "FILE-XML")


@dataclass
class _Budget:
    """Cells of the whole workbook so far."""

    cells: int = 0
    area: int = 0
    merges: int = 0

    def spend(self, sheet: str, cells: int = 0, area: int = 0, merges: int = 0) -> None:
        self.cells += cells
        self.area += area
        self.merges += merges
        if self.cells > CELL_LIMIT or self.area > AREA_LIMIT or self.merges > MERGE_LIMIT:
            raise _too_many(sheet)


def _scan_sheet(package: ZipFile, member: ZipInfo, sheet: str, budget: _Budget) -> SheetFacts:
    """Count a sheet's cells against the limits; note what ``SheetFacts`` holds."""
    facts = SheetFacts()
    parser: Any = expat.ParserCreate(namespace_separator=" ")
    row = column = cells = 0
    # Columns that are said to be hidden, however often.
    spans = 0
    reference: str | None = None
    hidden = False
    # The place of a formula whose result has not been seen yet.
    open_formula: tuple[int, int] | None = None
    wants_value = False

    def result(text: str) -> None:
        nonlocal open_formula
        open_formula = None
        parser.CharacterDataHandler = None

    def close_cell() -> None:
        nonlocal open_formula
        if open_formula is not None:
            facts.add_unsaved(*open_formula)
            open_formula = None
        parser.CharacterDataHandler = None

    def close_row() -> None:
        if cells:
            last = coordinate_to_tuple(reference)[1] if reference else column
            if last > COLUMN_LIMIT:
                raise InputError(_DAMAGED, "FILE-WORKBOOK")
            budget.spend(sheet, area=last)
            if hidden:
                facts.hidden_rows.add(row)

    def start(name: str, attributes: dict[str, str]) -> None:
        nonlocal row, column, cells, spans, reference, hidden, open_formula, wants_value
        if name == _CELL:
            if open_formula is not None:
                close_cell()
            column += 1
            cells += 1
            reference = attributes.get("r")
            # A text result may be empty and still be a result.
            wants_value = attributes.get("t") != "str"
        elif name == _VALUE:
            if open_formula is not None:
                parser.CharacterDataHandler = result
        elif name == _ROW:
            if open_formula is not None:
                close_cell()
            close_row()
            budget.spend(sheet, cells=cells)
            row = int(attributes.get("r") or row + 1)
            column = cells = 0
            reference = None
            hidden = _is_hidden(attributes, "ht")
            if not 0 < row <= ROW_LIMIT:
                raise InputError(_DAMAGED, "FILE-WORKBOOK")
        elif name == _FORMULA:
            if wants_value:
                open_formula = coordinate_to_tuple(reference) if reference else (row, column)
        elif name == _DIMENSION:
            left, top, right, bottom = _range(attributes.get("ref", "A1"))
            if (right - left + 1) * (bottom - top + 1) > AREA_LIMIT:
                budget.spend(sheet, area=AREA_LIMIT + 1)
        elif name in (_MERGE, _LINK):
            left, top, right, bottom = _range(attributes.get("ref", "A1"))
            budget.spend(sheet, area=(right - left + 1) * (bottom - top + 1), merges=int(name == _MERGE))
            if name == _MERGE:
                facts.merges.append((left, top, right, bottom))
        elif name == _COLUMN and _is_hidden(attributes, "width"):
            first, last = int(attributes["min"]), min(int(attributes["max"]), COLUMN_LIMIT)
            spans += max(0, last - first + 1)
            if spans > COLUMN_LIMIT:
                raise InputError(_DAMAGED, "FILE-WORKBOOK")
            facts.hidden_columns.update(range(first, last + 1))

    _parse(package, member, start, parser)
    close_cell()
    close_row()
    budget.spend(sheet, cells=cells)
    return facts


def _is_hidden(attributes: dict[str, str], size: str) -> bool:
    """Whether a row or a column is hidden, filtered away, or drawn without any ``size``."""
    return attributes.get("hidden") in ("1", "true") or float(attributes.get(size) or 1) == 0


def _range(reference: str) -> Merge:
    left, top, right, bottom = range_boundaries(reference)
    return left or 1, top or 1, right or COLUMN_LIMIT, bottom or ROW_LIMIT


_CELL, _VALUE, _ROW, _COLUMN = f"{_MAIN} c", f"{_MAIN} v", f"{_MAIN} row", f"{_MAIN} col"
_FORMULA, _DIMENSION = f"{_MAIN} f", f"{_MAIN} dimension"
_MERGE, _LINK = f"{_MAIN} mergeCell", f"{_MAIN} hyperlink"
