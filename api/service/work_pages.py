"""What the pages ask of the worker processes: an uploaded file in, values for a page out."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import date
from io import BytesIO
from typing import Any
from zipfile import ZIP_DEFLATED, ZipFile, ZipInfo

import pypdfium2

from api.deadline_command import CaseDeadlines, calendar
from api.evidence_run import JudgedProof
from api.evidence_workbook import EvidenceWorkbook
from api.intake import Upload
from api.reports import CaseReport
from api.service.incoming import Incoming
from api.service.problems import BadRequest, NotFound
from api.service.work import judged_together
from forms import CaseFile, Finding, InputError, SeosikError, all_forms, form_named
from forms.deadlines import Deadline
from generator.document import Format, RenderOptions, render
from generator.privacy.modes import Privacy

# "case position/evidence position" -> a review as in the case file.
Decisions = Mapping[str, Mapping[str, Any]]
_ZIP_DATE = (1980, 1, 1, 0, 0, 0)
PREVIEW_DOTS_AN_INCH = 110
# A page lists so many cases; the rest is told in numbers.
CASES_LISTED = 500


@dataclass(frozen=True)
class HeldForm:
    """A form that a case holds, and how many of it."""

    id: str
    title: str
    count: int


@dataclass(frozen=True)
class CaseLine:
    """A case of an upload, in numbers."""

    number: int
    file: str
    case_no: str | None
    readable: bool
    errors: int
    warnings: int
    infos: int


@dataclass(frozen=True)
class ShownCase:
    """The case that a page shows. ``printable`` as it is, ``draftable`` only as a draft."""

    line: CaseLine
    findings: tuple[Finding, ...]
    forms: tuple[HeldForm, ...]
    printable: bool
    draftable: bool


@dataclass(frozen=True)
class CheckedUpload:
    """An upload after checking: its cases in numbers and one of them in full."""

    cases: tuple[CaseLine, ...]
    shown: ShownCase | None


@dataclass(frozen=True)
class JudgedCase:
    """A case's proof of use for the page: what was entered and what became of it."""

    number: int
    judged: JudgedProof
    file: str
    case_no: str | None


@dataclass(frozen=True)
class ShownDeadlines:
    """A case's deadlines; the findings say why there are none where it is not ``readable``."""

    file: str
    case_no: str | None
    readable: bool
    findings: tuple[Finding, ...]
    deadlines: tuple[Deadline, ...]


def check_upload(incoming: Incoming, shown: int, decisions: Decisions) -> CheckedUpload:
    """Check every case of a file; ``shown`` (from 1) is the one to tell of in full."""
    lines: list[CaseLine] = []
    chosen: ShownCase | None = None
    for number, upload in _uploads(incoming, decisions):
        report = CaseReport.of(upload, open_files=True)
        tally = Counter(finding.severity.value for finding in report.findings)
        line = CaseLine(
            number,
            report.file,
            report.checked.case_no if report.checked is not None else None,
            report.checked is not None,
            tally["error"],
            tally["warning"],
            tally["info"],
        )
        lines.append(line)
        if number == shown:
            case = report.checked.case if report.checked is not None else None
            chosen = ShownCase(
                line,
                report.findings,
                _held(case) if case is not None else (),
                case is not None and not report.failed(strict=False),
                case is not None,
            )
    return CheckedUpload(tuple(lines), chosen)


def _held(case: CaseFile) -> tuple[HeldForm, ...]:
    counts = Counter(form_id for form_id, _, _ in case.held())
    return tuple(HeldForm(form.id, form.title, counts[form.id]) for form in all_forms() if counts[form.id])


def render_upload(
    incoming: Incoming,
    number: int,
    form_id: str,
    format: Format,
    options: RenderOptions,
    decisions: Decisions,
) -> bytes:
    """A form of one case of a file, as a document."""
    report = CaseReport.of(_upload(incoming, number, decisions))
    return render(report.printable_case(options.draft), form_named(form_id), format, options)


def page_count(pdf: bytes) -> int:
    """How many pages a PDF has."""
    with pypdfium2.PdfDocument(pdf) as opened:
        return len(opened)


def page_image(pdf: bytes, page: int) -> bytes:
    """A page (from 1) of a PDF as a PNG."""
    with pypdfium2.PdfDocument(pdf) as opened:
        if not 1 <= page <= len(opened):
            raise NotFound
        picture = opened[page - 1].render(scale=PREVIEW_DOTS_AN_INCH / 72).to_pil()
        target = BytesIO()
        picture.convert("L").save(target, "PNG", optimize=True)
        return target.getvalue()


def whole_set(incoming: Incoming, number: int | None, options: RenderOptions, decisions: Decisions) -> bytes:
    """Every form of a case (or of all, None) as PDF and DOCX in a ZIP; cases with errors are left out.

    Raises ``InputError`` where nothing could be made.
    """
    target = BytesIO()
    taken: set[str] = set()
    refused: SeosikError | None = None
    with ZipFile(target, "w", ZIP_DEFLATED) as archive:
        for position, upload in _uploads(incoming, decisions):
            if number not in (None, position):
                continue
            try:
                case = CaseReport.of(upload).printable_case(options.draft)
            except SeosikError as error:
                refused = refused or error
                continue
            if case.case_no in taken:
                continue
            taken.add(case.case_no)
            for held in _held(case):
                for format in ("pdf", "docx"):
                    data = render(case, form_named(held.id), format, options)
                    archive.writestr(ZipInfo(f"{case.case_no}/{held.id}.{format}", _ZIP_DATE), data)
    if not taken:
        raise refused or InputError("만들 사례가 없습니다.", "FILE-MISSING")
    return target.getvalue()


def annotated(incoming: Incoming) -> bytes:
    """A workbook given back with its findings marked."""
    from api.workbook.annotate import CaseFindings, annotate

    if incoming.path.suffix not in (".xlsx", ".xlsm"):
        raise BadRequest("엑셀 파일에만 점검 결과를 표시해 드립니다.")
    reports = [CaseReport.of(upload, open_files=True) for upload in incoming.uploads()]
    if any(report.checked is None for report in reports):
        raise BadRequest("읽을 수 없는 엑셀 파일에는 표시할 수 없습니다.")
    cases = [CaseFindings(report.file.rpartition("#")[2], report.findings) for report in reports]
    return annotate(incoming.path.read_bytes(), cases).data


def case_json(incoming: Incoming, number: int, decisions: Decisions) -> tuple[str, bytes]:
    """(case number, case file) of one case of a file, with what was decided since."""
    upload = _upload(incoming, number, decisions)
    if not isinstance(upload.raw, dict):
        raise NotFound
    text = json.dumps(upload.raw, ensure_ascii=False, indent=2)
    name = upload.raw.get("case_no")
    return name if isinstance(name, str) else "case", text.encode("utf-8", "backslashreplace")


def judge_upload(incoming: Incoming, decisions: Decisions) -> list[JudgedCase]:
    """Every case's proof of use, judged in the light of the others of the file (DUP-3)."""
    judged = judged_together(upload for _, upload in _uploads(incoming, decisions))
    return [JudgedCase(number, one, one.read.file, one.read.case_no) for number, one in enumerate(judged, 1)]


def audit_workbook(incoming: Incoming, decisions: Decisions, privacy: Privacy) -> bytes:
    """The audit workbook of a file."""
    workbook = EvidenceWorkbook(privacy)
    for judged in judged_together((upload for _, upload in _uploads(incoming, decisions)), open_files=True):
        workbook.add(judged)
    return workbook.data()


def deadlines_upload(incoming: Incoming, today: date) -> list[ShownDeadlines]:
    """Every case's deadlines."""
    cases = (CaseDeadlines.of(upload, today) for upload in incoming.uploads())
    return [
        ShownDeadlines(one.report.file, one.case_no, one.readable, one.report.findings, one.deadlines)
        for one in cases
    ]


def calendar_upload(incoming: Incoming, today: date) -> bytes:
    """The open deadlines of a file as a calendar file."""
    return calendar([CaseDeadlines.of(upload, today) for upload in incoming.uploads()], today)


def _uploads(incoming: Incoming, decisions: Decisions) -> Iterator[tuple[int, Upload]]:
    for number, upload in enumerate(incoming.uploads(), 1):
        yield number, _decided(upload, number, decisions)


def _upload(incoming: Incoming, number: int, decisions: Decisions) -> Upload:
    for position, upload in _uploads(incoming, decisions):
        if position == number:
            return upload
    raise NotFound


def _decided(upload: Upload, number: int, decisions: Decisions) -> Upload:
    """The upload with the reviews that a person recorded on the page."""
    own = {key.partition("/")[2]: review for key, review in decisions.items() if key.startswith(f"{number}/")}
    if not own or not isinstance(upload.raw, dict):
        return upload
    raw = json.loads(json.dumps(upload.raw))
    held = raw.get("forms", {}).get("usage_proof")
    proof = held[0] if isinstance(held, list) and held else held
    for position, review in own.items():
        proof["evidence"][int(position)]["review"] = dict(review)
    return replace(upload, raw=raw)
