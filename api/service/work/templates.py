"""What the page of an agency's Word templates asks of the worker processes."""

from __future__ import annotations

from hashlib import sha256
from pathlib import Path

from api.agency.checking import checked, sample_views, starting_template
from api.cases.intake import Upload
from api.cases.reports import CaseReport
from api.service.work.documents import BODY, MadeDocument
from forms import Finding, InputError, Severity, case_boundary, form_named
from generator.document import Format, RenderOptions, blank
from generator.word.agency_template import AgencyTemplate
from generator.word.package import FILE_LIMIT
from generator.word.process import fill_word


def check_of(path: Path, form_id: str) -> list[Finding]:
    """What is wrong with an uploaded template, errors first. Raises ``InputError`` where it cannot be opened."""
    return checked(template_bytes(path), form_named(form_id))


def passed(path: Path, form_id: str) -> bytes | None:
    """The bytes of a template that has no errors, None for one that has."""
    data = template_bytes(path)
    found = checked(data, form_named(form_id))
    return None if any(one.severity is Severity.ERROR for one in found) else data


def template_bytes(path: Path) -> bytes:
    """The bytes of a file, one more than is allowed where it is too large: whoever opens it says so."""
    with path.open("rb") as file:
        return file.read(FILE_LIMIT + 1)


def starting(form_id: str) -> bytes:
    """The template that a form begins with."""
    return starting_template(form_named(form_id))


def example_of(template: AgencyTemplate) -> bytes:
    """The form's sample case on an installed template, as a DOCX."""
    return _filled(template.form_id, template.sha256, template.read())


def example_of_upload(path: Path, form_id: str) -> bytes:
    """The form's sample case on an uploaded template. Raises ``TemplateError`` where it cannot be filled."""
    data = passed(path, form_id)
    if data is None:
        raise InputError(
            "오류가 있는 Word 서식은 채울 수 없습니다. 점검 결과를 보고 고치세요.", "TEMPLATE-FAULTY"
        )
    return _filled(form_id, sha256(data).hexdigest(), data)


def _filled(form_id: str, digest: str, data: bytes) -> bytes:
    form = form_named(form_id)
    return fill_word(digest, lambda: data, sample_views(form), form.title)


def blank_with_heads(
    raw: dict[str, object], form_id: str, format: Format, options: RenderOptions
) -> MadeDocument:
    """An empty form with what a case says of itself; raises as printing a draft does."""
    report = CaseReport.of(Upload(BODY, raw))
    with case_boundary():
        case = report.readable_case()
        return MadeDocument(case.case_no, blank(form_named(form_id), format, case.edition, case, options))
