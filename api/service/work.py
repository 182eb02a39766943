"""What the worker processes do: bytes and plain values in, bytes and plain values out.

Every function here may raise a ``SeosikError``, which reaches the answer as it is.
"""

from __future__ import annotations

from typing import Any

from api.evidence_run import EvidenceRun, JudgedProof
from api.intake import Upload, parse_json
from api.reports import CaseReport, reports_json
from forms import form_named
from generator.document import Format, RenderOptions, blank, render

# Where a case stands that came as the body of a request.
BODY = "-"


def check_body(body: bytes, strict: bool) -> dict[str, object]:
    """The answer of ``check --json`` for the one case of a body; ``InputError`` where it is none."""
    report = CaseReport.of(Upload(BODY, parse_json(body)), open_files=True)
    return reports_json([report], strict)


def render_body(body: bytes, form_id: str, format: Format, options: RenderOptions, item: int | None) -> bytes:
    """A form of the case of a body, as a document."""
    report = CaseReport.of(Upload(BODY, parse_json(body)))
    return render(report.printable_case(options.draft), form_named(form_id), format, options, item)


def evidence_body(body: bytes) -> dict[str, Any]:
    """The answer of ``evidence --json`` for the one case of a body."""
    return {"files": [judged_alone(Upload(BODY, parse_json(body))).as_json()]}


def judged_alone(upload: Upload) -> JudgedProof:
    """The proof of use of one upload, judged without a look at any other case."""
    with EvidenceRun() as run:
        run.read([upload])
        return next(run.judged())


def blank_form(form_id: str, format: Format) -> bytes:
    """An empty form, to fill by hand."""
    return blank(form_named(form_id), format)
