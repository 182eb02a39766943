"""What the pages ask of the worker processes: an uploaded file in, values for a page out."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from io import BytesIO
from typing import Any

import pypdfium2

from api.cases.case_text import case_text
from api.cases.deadline_command import CaseDeadlines, calendar
from api.cases.intake import Upload
from api.cases.reports import CaseReport
from api.service.forms_zip import forms_zip
from api.service.incoming import Incoming, shown_name
from api.service.problems import BadRequest, NotFound
from api.service.work.documents import MadeDocument, made_document
from forms import Finding, all_forms
from forms.deadlines import Deadline
from generator.document import Format, RenderOptions

# "case position/evidence position" -> a review as in the case file.
Decisions = Mapping[str, Mapping[str, Any]]
PREVIEW_DOTS_AN_INCH = 110
# A page lists so many cases; the rest is told in numbers.
CASES_LISTED = 500


@dataclass(frozen=True)
class HeldForm:
    """A form that a case holds, and how many of it (0 where it cannot be read)."""

    id: str
    title: str
    count: int
    # Whether it can be printed as it is, or only as a draft.
    printable: bool
    draftable: bool


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
    """The case that a page shows. ``printable``: some form of it as it is; ``draftable``: as a draft."""

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
class ShownDeadlines:
    """A case's deadlines; the findings say why there are none where it is not ``readable``."""

    file: str
    case_no: str | None
    worker: str
    readable: bool
    findings: tuple[Finding, ...]
    deadlines: tuple[Deadline, ...]


def check_upload(incoming: Incoming, shown: int, decisions: Decisions) -> CheckedUpload:
    """Check every case of a file; ``shown`` (from 1) is the one to tell of in full."""
    lines: list[CaseLine] = []
    chosen: ShownCase | None = None
    for number, upload in uploads_of(incoming, decisions):
        report = CaseReport.of(upload, open_files=True)
        tally = Counter(finding.severity.value for finding in report.findings)
        line = CaseLine(
            number,
            report.file,
            report.case_no,
            report.checked is not None,
            tally["error"],
            tally["warning"],
            tally["info"],
        )
        lines.append(line)
        if number == shown:
            forms = _held(report)
            chosen = ShownCase(
                line,
                report.findings,
                forms,
                any(form.printable for form in forms),
                any(form.draftable for form in forms),
            )
    return CheckedUpload(tuple(lines), chosen)


def _held(report: CaseReport) -> tuple[HeldForm, ...]:
    readable = report.checked.readable if report.checked is not None else None
    counts = (
        Counter(form_id for form_id, _, _ in readable.each_form()) if readable is not None else Counter[str]()
    )
    forms = [form for form in all_forms() if form.id in report.form_names]
    return tuple(
        HeldForm(
            form.id,
            form.title,
            counts[form.id],
            report.can_print(form, draft=False),
            report.can_print(form, draft=True),
        )
        for form in forms
    )


def render_upload(
    incoming: Incoming,
    number: int,
    form_id: str,
    format: Format,
    options: RenderOptions,
    decisions: Decisions,
) -> MadeDocument:
    """A form of one case of a file, as a document."""
    return made_document(upload_at(incoming, number, decisions), form_id, format, options)


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


def whole_set(
    incoming: Incoming,
    number: int | None,
    formats: Sequence[Format],
    options: RenderOptions,
    decisions: Decisions,
) -> tuple[bytes, str]:
    """(every form of a case, or of all (None), in a ZIP; the number of the case, "" where it is of all)."""
    chosen = [upload for position, upload in uploads_of(incoming, decisions) if number in (None, position)]
    if not chosen:
        raise NotFound
    named = chosen[0].case_no if number is not None else None
    return forms_zip(chosen, formats, options), shown_name(named) if named else ""


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
    upload = upload_at(incoming, number, decisions)
    if not isinstance(upload.raw, dict):
        raise NotFound
    return upload.case_no or "case", case_text(upload.raw)


def deadlines_upload(incoming: Incoming, today: date) -> list[ShownDeadlines]:
    """Every case's deadlines."""
    cases = (CaseDeadlines.of(upload, today) for upload in incoming.uploads())
    return [
        ShownDeadlines(
            one.report.file, one.case_no, one.worker, one.readable, one.report.findings, one.deadlines
        )
        for one in cases
    ]


def calendar_upload(incoming: Incoming, today: date) -> bytes:
    """The open deadlines of a file as a calendar file."""
    cases = (CaseDeadlines.of(upload, today) for upload in incoming.uploads())
    return calendar(((one.case_no, one.deadlines) for one in cases), today)


def uploads_of(incoming: Incoming, decisions: Decisions) -> Iterator[tuple[int, Upload]]:
    """Each case of a file with its number (from 1), with what was decided since."""
    for number, upload in enumerate(incoming.uploads(), 1):
        yield number, decided_upload(upload, number, decisions)


def upload_at(incoming: Incoming, number: int, decisions: Decisions) -> Upload:
    """One case (from 1) of a file, with what was decided since. Raises ``NotFound``."""
    for position, upload in uploads_of(incoming, decisions):
        if position == number:
            return upload
    raise NotFound


def decided_upload(upload: Upload, number: int, decisions: Decisions) -> Upload:
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
