"""What taking files in asks of the worker processes: files in, cases to be kept out, and what is not."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from api.casebook.kept_case import CaseSummary
from api.casebook.summary import summary_of
from api.cases.case_text import case_text
from api.cases.intake import Upload, members_not_read, refused
from api.cases.references import named_files
from api.service.incoming import Incoming
from api.service.reading_time import clock_running
from api.service.work.pages import Decisions, upload_at
from forms import Finding, InputError, case_model, internal_error

TABLE = ".csv"
# Cases that one upload brings in; the same file brought again goes on with the rest.
TAKEN_AT_MOST = 1000
# What is told of one case, or of the files of one archive that nobody reads.
NOTES_AT_MOST = 50


@dataclass(frozen=True)
class ReadCase:
    """A case of the files: with ``raw`` and ``summary`` where it can be kept, else ``why`` not.

    ``same``: its number is that of another case. ``notes`` are what reading it left out, ``named`` the files
    that it names, which do not come along.
    """

    file: str
    case_no: str = ""
    raw: dict[str, Any] | None = None
    summary: CaseSummary | None = None
    same: bool = False
    why: str = ""
    notes: tuple[str, ...] = ()
    named: tuple[str, ...] = ()


def read_cases(
    files: Sequence[Incoming], known: Collection[str], again: bool, case_limit: int
) -> Iterator[ReadCase]:
    """Every case of the files, one after another, ``TAKEN_AT_MOST`` of them to be kept.

    A case whose number is ``known``, or came before, is told and not kept, unless ``again`` wants it.
    ``case_limit``: bytes of a case as text.
    """
    numbers = set(known)
    taken = 0
    for upload in _uploads(files):
        number = upload.case_no or ""
        if number and number in numbers and not again:
            yield ReadCase(upload.file, number, same=True)
            continue
        if taken == TAKEN_AT_MOST:
            why = f"한 번에 {TAKEN_AT_MOST:,}건까지 가져옵니다. 같은 파일을 다시 올리면 여기서부터 이어서 가져옵니다."
            yield ReadCase(upload.file, number, why=why)
            return
        read = read_case(upload, case_limit)
        if read.raw is not None:
            numbers.add(number)
            taken += 1
        yield read
    for file in files:
        yield from _rest_of(file)


def read_case(upload: Upload, case_limit: int) -> ReadCase:
    """A case that came in, as it would be kept."""
    number = upload.case_no or ""
    cells = upload.cells
    if cells is not None and cells.nothing_else:
        return ReadCase(upload.file, number, why="읽지 못한 줄이 있습니다.", notes=_notes(cells.findings))
    raw = upload.raw
    why = upload.unreadable.message if upload.unreadable is not None else _no_case(raw)
    if not why and len(case_text(raw)) > case_limit:
        why = f"사례 하나가 {case_limit // 1024**2}MB를 넘습니다."
    if why or not isinstance(raw, dict):
        return ReadCase(upload.file, number, why=why)
    notes = _notes(cells.findings) if cells is not None else ()
    if cells is not None and not number:
        unnumbered = (
            "사례번호를 적지 않은 줄을 사례 하나로 가져왔습니다. 여러 사례의 줄이 섞였는지 확인하세요."
        )
        notes = (unnumbered, *notes)
    named = tuple(dict.fromkeys(named_files(raw)))
    return ReadCase(upload.file, number, raw, summary_of(raw, ()), notes=notes, named=named)


def read_case_at(incoming: Incoming, number: int, decisions: Decisions, case_limit: int) -> ReadCase:
    """One case (from 1) of a file, with what was decided since, as it would be kept."""
    return read_case(upload_at(incoming, number, decisions), case_limit)


def _no_case(raw: object) -> str:
    """Why a value is no case at all, "" where it is one."""
    if not isinstance(raw, dict) or not case_model().model_fields.keys() & raw.keys():
        return "사례의 항목이 하나도 없습니다. 이 프로그램의 사례 파일인지 확인하세요."
    if not isinstance(raw.get("forms", {}), dict):
        return "서식(forms)이 제자리에 있지 않습니다. 이 프로그램의 사례 파일인지 확인하세요."
    return ""


def _uploads(files: Sequence[Incoming]) -> Iterator[Upload]:
    """The cases of the files; tables that speak of one number are one case."""
    for file in files:
        if file.path.suffix != TABLE:
            yield from file.uploads()
    yield from _of_tables([file for file in files if file.path.suffix == TABLE])


def _of_tables(files: Iterable[Incoming]) -> Iterator[Upload]:
    from api.workbook.csv_tables import joined_cases, read_table

    cases = []
    for file in files:
        try:
            with clock_running(file.seconds):
                cases += [(file.name, case) for case in read_table(file.path, file.name)]
        except InputError as error:
            yield refused(file.name, error)
        except Exception as error:
            # A reader that trips costs its own file alone.
            yield Upload(file.name, unreadable=internal_error(error).finding)
    for name, case in joined_cases(cases):
        yield Upload(f"{name}#{case.case_no or '(사례번호 없음)'}", case.raw, cells=case.cells)


def _rest_of(file: Incoming) -> Iterator[ReadCase]:
    """Files of an archive that are no cases: none of them is kept."""
    try:
        names = members_not_read(file.path)
    except (InputError, OSError):
        return
    if names:
        told = names[:NOTES_AT_MOST]
        rest = (f"이 밖에 {len(names) - len(told):,}개",) if len(names) > len(told) else ()
        why = "사례 파일이 아니어서 가져오지 않은 파일이 있습니다. 사례에는 아직 파일을 두지 않습니다."
        yield ReadCase(file.name, why=why, notes=(*told, *rest))


def _notes(findings: Sequence[Finding]) -> tuple[str, ...]:
    told = tuple(_note(finding) for finding in findings[:NOTES_AT_MOST])
    rest = len(findings) - len(told)
    return (*told, f"이 밖에 {rest:,}건") if rest else told


def _note(finding: Finding) -> str:
    place = f"{finding.place.sheet} 시트 {finding.place.cell}: " if finding.place is not None else ""
    return f"{place}{finding.message}"
