"""Reading uploads: case files, JSON Lines, workbooks, ZIP archives and directories, with limits."""

from __future__ import annotations

import json
import os
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from io import BytesIO
from pathlib import Path, PurePosixPath
from typing import IO, TYPE_CHECKING, Any, BinaryIO, NoReturn

from api.cases.archives import Archive, Member, archive_of
from api.cases.file_names import decoded, shown
from api.cases.references import Origin
from forms import Finding, InputError, Severity, TooLarge, internal_error
from forms.checking import case_no_of
from forms.particles import quoted_with_particle

if TYPE_CHECKING:
    from api.workbook.cell_places import ReadCells

FILE_LIMIT = 64 * 1024 * 1024
ARCHIVE_LIMIT = 1024 * 1024 * 1024
RATIO_LIMIT = 200
# Values of one case, counted by the signs that part them: each takes up to a hundred times its letters.
VALUE_LIMIT = 1_000_000


@dataclass(frozen=True)
class Upload:
    """One case as it came in. ``file`` names where it stands: a.json, b.zip/a.json, book.xlsx#2025-0001, -:3.

    ``raw`` is its JSON value; where it could not be read, ``unreadable`` says why.
    """

    file: str
    raw: object = None
    unreadable: Finding | None = None
    # Where files that the case names are looked for; None for what came in without a place.
    origin: Origin | None = None
    # What reading the cells of a workbook found, and where each value stands.
    cells: ReadCells | None = None
    # Of a case that is kept: its id.
    kept: str | None = None

    @property
    def case_no(self) -> str | None:
        """The case number as it may be told, whatever else is wrong; None where there is none."""
        return case_no_of(self.raw)


def read_uploads(names: tuple[str, ...]) -> Iterator[Upload]:
    """Every case of the given files, in the order given (directories and archives by name)."""
    for name in names:
        if name == "-":
            yield from _lines(sys.stdin.buffer, "-")
            continue
        path = Path(name)
        try:
            is_folder = path.is_dir()
        except OSError:
            # On the way stands what may not be looked into, or the name is one that no file system holds.
            yield refused(name, InputError("파일을 열 수 없습니다.", "FILE-UNREADABLE"))
            continue
        yield from _folder(path, name.rstrip("/")) if is_folder else _file(path, name, True)


def _folder(path: Path, name: str) -> Iterator[Upload]:
    """Every case of the files below a folder; a folder that may not be looked into is told."""
    closed: list[OSError] = []
    found = [
        Path(folder) / member
        for folder, _, members in os.walk(path, onerror=closed.append)
        for member in members
        if Path(member).suffix.lower() in _READERS and not member.startswith(".")
    ]
    for error in closed:
        folder = Path(error.filename).relative_to(path)
        told = name if folder == Path() else f"{name}/{_shown_path(folder)}"
        yield refused(told, InputError("폴더를 열 수 없습니다.", "FILE-UNREADABLE"))
    for member in sorted(found):
        if member.is_file():
            yield from _file(member, f"{name}/{_shown_path(member.relative_to(path))}", True)


def read_file(path: Path, name: str, ending: str | None = None) -> Iterator[Upload]:
    """Every case of one file, which goes by ``name`` wherever it stands.

    ``ending`` (``.json``) says of what kind it is where its path does not. What lies beside it is none of
    the case's: files that a case names are looked for in its archive only.
    """
    return _file(path, name, False, ending)


def _shown_path(path: Path) -> str:
    text = str(path)
    # Bytes that are no UTF-8 come as lone surrogates.
    return shown(decoded(os.fsencode(text))) if not text.isprintable() else text


def _file(path: Path, name: str, with_folder: bool, ending: str | None = None) -> Iterator[Upload]:
    reader = _READERS.get(ending or path.suffix.lower())
    if not path.exists():
        yield refused(name, InputError("그런 파일이나 폴더가 없습니다.", "FILE-MISSING"))
        return
    if reader is None:
        kinds = ", ".join(sorted(_READERS))
        yield refused(
            name, InputError(f"읽을 수 없는 종류의 파일입니다. 읽을 수 있는 종류: {kinds}", "FILE-KIND")
        )
        return
    try:
        yield from reader(path, name, Origin(path.parent) if with_folder else None)
    except InputError as error:
        yield refused(name, error)
    except FileNotFoundError:
        yield refused(name, InputError("파일이 없습니다.", "FILE-MISSING"))
    except OSError:
        yield refused(name, InputError("파일을 열 수 없습니다.", "FILE-UNREADABLE"))
    except MemoryError:
        yield refused(name, TooLarge("파일을 읽는 데 메모리가 너무 많이 듭니다. 나누어 주세요."))
    except Exception as error:
        # A reader that trips costs its own file alone.
        yield Upload(name, unreadable=internal_error(error).finding)


def _json_file(path: Path, name: str, origin: Origin | None) -> Iterator[Upload]:
    if path.stat().st_size > FILE_LIMIT:
        raise TooLarge(f"파일이 {FILE_LIMIT // 1024**2}MB를 넘습니다.")
    yield _case(path.read_bytes(), name, origin)


def _json_lines_file(path: Path, name: str, origin: Origin | None) -> Iterator[Upload]:
    if path.stat().st_size > ARCHIVE_LIMIT:
        raise TooLarge(f"파일이 {ARCHIVE_LIMIT // 1024**2}MB를 넘습니다.")
    with path.open("rb") as lines:
        yield from _lines(lines, name, origin)


def _lines(stream: BinaryIO, name: str, origin: Origin | None = None) -> Iterator[Upload]:
    """One line at a time, so that a long stream of cases takes no more memory than one of them."""
    number = read = 0
    while line := stream.readline(FILE_LIMIT + 1):
        number += 1
        read += len(line)
        file = f"{name}:{number}"
        if len(line) > FILE_LIMIT or read > ARCHIVE_LIMIT:
            # Where the next case begins cannot be told without reading on.
            yield refused(file, TooLarge("한 줄이나 전체가 너무 큽니다. 여기서부터 읽지 않았습니다."))
            return
        if line.strip():
            yield _case(line, file, origin)


def _zip_file(path: Path, name: str, origin: Origin | None) -> Iterator[Upload]:
    archive = archive_of(path)
    if sum(member.size for member in archive.members) > ARCHIVE_LIMIT:
        raise TooLarge(f"압축을 풀면 {ARCHIVE_LIMIT // 1024**2:,}MB를 넘습니다. 나누어 주세요.")
    for member in archive.members:
        inside = PurePosixPath(member.name)
        if inside.suffix.lower() not in _IN_ARCHIVES or inside.name.startswith("."):
            continue
        if member.rooted or ".." in member.parts:
            raise InputError("압축 파일 안의 경로를 받아들일 수 없습니다.", "FILE-PATH")
        file = f"{name}/{shown(member.name)}"
        try:
            data = _member_data(archive, member)
        except InputError as error:
            yield refused(file, error)
            continue
        within = Origin(path.parent, path, str(inside.parent))
        if inside.suffix.lower() == ".json":
            yield _case(data, file, within)
        else:
            yield from _sheet_cases(BytesIO(data), file, within)


def members_not_read(path: Path) -> list[str]:
    """The files of a ZIP archive that no case is read from; none where the file is no archive.

    Raises ``InputError`` or ``OSError`` where it cannot be looked into.
    """
    if path.suffix.lower() != ".zip":
        return []
    names = (member.name for member in archive_of(path).members)
    return [
        shown(name)
        for name in names
        if not PurePosixPath(name).name.startswith(".")
        and PurePosixPath(name).suffix.lower() not in _IN_ARCHIVES
    ]


def _member_data(archive: Archive, member: Member) -> bytes:
    if member.size > FILE_LIMIT or member.size > RATIO_LIMIT * max(member.packed, 1024):
        raise TooLarge("압축을 풀면 너무 큰 파일입니다.")
    return archive.read(member)


def _workbook_file(path: Path, name: str, origin: Origin | None) -> Iterator[Upload]:
    with path.open("rb") as file:
        yield from _sheet_cases(file, name, origin)


def _sheet_cases(file: IO[bytes], name: str, origin: Origin | None) -> Iterator[Upload]:
    # Only now: a call without a workbook need not wait for the library.
    from api.workbook.reader import read_workbook

    try:
        for case in read_workbook(file):
            yield Upload(f"{name}#{case.case_no or '(사례번호 없음)'}", case.raw, None, origin, case.cells)
    except InputError as error:
        yield refused(name, error)


def is_known_ending(ending: str) -> bool:
    """Whether files of that ending (``.json``) are read."""
    return ending in _READERS


# Old and macro workbooks are refused by their reader, which says what to do.
_WORKBOOKS = dict.fromkeys((".xlsx", ".xlsm", ".xls", ".xlsb"), _workbook_file)
_READERS = {".json": _json_file, ".jsonl": _json_lines_file, ".zip": _zip_file, **_WORKBOOKS}
_IN_ARCHIVES = (".json", *_WORKBOOKS)


def _case(data: bytes, name: str, origin: Origin | None = None) -> Upload:
    try:
        return Upload(name, parse_json(data), origin=origin)
    except InputError as error:
        return refused(name, error)


def refused(name: str, error: InputError) -> Upload:
    """What stands for an upload that cannot be read."""
    finding = Finding(
        rule=error.code,
        severity=Severity.ERROR,
        form=None,
        path="",
        label="파일",
        message=error.message,
        source=None,
    )
    return Upload(name, unreadable=finding)


def parse_json(data: bytes) -> dict[str, Any]:
    """A JSON object from bytes (UTF-8, a BOM accepted); raises ``InputError`` with a FILE- code.

    Duplicate keys, NaN and Infinity are refused: they have no one meaning.
    """
    if sum(data.count(sign) for sign in (b",", b"[", b"{")) > VALUE_LIMIT:
        raise TooLarge(f"항목이 {VALUE_LIMIT:,}개를 넘는 자료입니다. 나누어 주세요.")
    try:
        text = data.decode("utf-8-sig")
    except UnicodeDecodeError:
        raise InputError("UTF-8로 저장된 파일이 아닙니다.", "FILE-ENCODING") from None
    try:
        value = json.loads(text, object_pairs_hook=_object, parse_constant=_constant)
    except json.JSONDecodeError as error:
        raise InputError(f"JSON 형식이 아닙니다({error.lineno}행 {error.colno}열).", "FILE-JSON") from None
    except RecursionError:
        raise TooLarge("자료가 너무 깊게 겹쳐 있습니다.") from None
    except ValueError:
        raise InputError("너무 긴 숫자가 있습니다.", "FILE-NUMBER") from None
    if not isinstance(value, dict):
        raise InputError("사례 파일은 JSON 객체({ … }) 하나여야 합니다.", "FILE-OBJECT")
    return value


def _object(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    made: dict[str, Any] = {}
    for key, value in pairs:
        if key in made:
            raise InputError(
                f"같은 항목 {quoted_with_particle(key[:60], '이(가)')} 두 번 있습니다.", "FILE-DUPLICATE-KEY"
            )
        made[key] = value
    return made


def _constant(name: str) -> NoReturn:
    raise InputError(f"숫자가 아닌 값({name})은 쓸 수 없습니다.", "FILE-NUMBER")
