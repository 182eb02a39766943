"""What the worker processes do: bytes and plain values in, bytes and plain values out.

Every function here may raise a ``SeosikError``, which reaches the answer as it is.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from api.cases.intake import Upload, parse_json
from api.cases.reports import CaseReport, reports_json
from api.evidence.run import EvidenceRun, JudgedProof
from api.jobs.engine import Shelf, Shelved
from api.service.incoming import Incoming
from forms import InputError, case_boundary, form_named
from generator.document import Format, RenderOptions, blank, render

# Where a case stands that came as the body of a request.
BODY = "-"


def put_down(shelf: Shelf, files: Sequence[Incoming]) -> Iterator[Shelved]:
    """Read every file of a batch and put its cases down, one after another."""
    return shelf.put(upload for file in files for upload in file.uploads())


def check_body(body: bytes, strict: bool) -> dict[str, object]:
    """The answer of ``check --json`` for the one case of a body; ``InputError`` where it is none."""
    report = CaseReport.of(Upload(BODY, parse_json(body)), open_files=True)
    return reports_json([report], strict)


@dataclass(frozen=True)
class MadeDocument:
    """A form of a case as a document, and the number of that case."""

    case_no: str
    data: bytes

    @property
    def size(self) -> int:
        """Bytes."""
        return len(self.data)


def render_body(
    body: bytes, form_id: str, format: Format, options: RenderOptions, item: int | None
) -> MadeDocument:
    """A form of the case of a body, as a document."""
    return made_document(Upload(BODY, parse_json(body)), form_id, format, options, item)


def made_document(
    upload: Upload, form_id: str, format: Format, options: RenderOptions, item: int | None = None
) -> MadeDocument:
    """A form of a case; only faults of that form and of what stands once in the case refuse it."""
    form = form_named(form_id)
    report = CaseReport.of(upload)
    with case_boundary():
        case = report.printable_form(form, options.draft, options.privacy == "deidentified")
        return MadeDocument(case.case_no, render(case, form, format, options, item))


def evidence_body(body: bytes) -> dict[str, Any]:
    """The answer of ``evidence --json`` for the one case of a body."""
    return {"files": [judged_alone(Upload(BODY, parse_json(body))).as_json()]}


def evidence_files(files: Sequence[Incoming]) -> dict[str, Any]:
    """The answer of ``evidence --json`` for every case of some files, compared with each other."""
    uploads = (upload for file in files for upload in file.uploads())
    judged = [one.as_json() for one in judged_together(uploads)]
    if not judged:
        raise InputError("올린 파일에 사례가 없습니다.", "FILE-MISSING")
    return {"files": judged}


def judged_together(uploads: Iterable[Upload], open_files: bool = False) -> Iterator[JudgedProof]:
    """The proof of use of each upload, judged in the light of the others (DUP-3).

    With ``open_files`` the files that items name are opened and told of, as in the command's workbook.
    """
    with EvidenceRun() as run:
        run.read(uploads)
        yield from run.judged(open_files=open_files)


def judged_alone(upload: Upload) -> JudgedProof:
    """The proof of use of one upload, judged without a look at any other case."""
    [judged] = judged_together([upload])
    return judged


def blank_form(form_id: str, format: Format) -> bytes:
    """An empty form, to fill by hand."""
    return blank(form_named(form_id), format)
