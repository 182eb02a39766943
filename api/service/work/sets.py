"""What the pages ask of the worker processes about the forms of a case together: what can be made, and it made."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from typing import Any

from api.casebook.summary import sheets_of
from api.cases.intake import Upload
from api.cases.render_all import made_case
from api.cases.reports import CaseReport
from api.service.forms_zip import zipped
from api.service.work.documents import BODY
from forms import DataError, Form, Severity, form_named
from generator.document import Format, RenderOptions
from generator.privacy.deidentify import Uncertain, uncertain


@dataclass(frozen=True)
class SetForm:
    """A form that a case holds, ``count`` sheets of it.

    ``errors`` are those that keep it from being printed as it is; ``draftable``: it can be made as a draft.
    """

    id: str
    title: str
    count: int
    printable: bool
    draftable: bool
    errors: int


@dataclass(frozen=True)
class CaseSet:
    """The forms of a case; ``doubts`` are the places of it that a person must look at (deidentified)."""

    forms: tuple[SetForm, ...]
    doubts: tuple[Uncertain, ...]


@dataclass(frozen=True)
class MadeSet:
    """The chosen forms of a case: one document (``form`` and ``format`` say which) or a ZIP of several."""

    case_no: str
    data: bytes
    form: str = ""
    format: Format = "pdf"


def set_of(raw: dict[str, Any], nameless: bool) -> CaseSet:
    """What of a case can be made; ``nameless``: deidentified."""
    report = CaseReport.of(Upload(BODY, raw))
    counts = Counter(form for form, _, _ in sheets_of(raw))
    doubts = uncertain(report.checked) if nameless and report.checked is not None else ()
    return CaseSet(tuple(_form(report, form_named(form), n, nameless) for form, n in counts.items()), doubts)


def _form(report: CaseReport, form: Form, count: int, nameless: bool) -> SetForm:
    standing = [one for one in report.findings if nameless or one.concerns(form.id)]
    return SetForm(
        form.id,
        form.title,
        count,
        report.can_print(form, draft=False, nameless=nameless),
        report.can_print(form, draft=True, nameless=nameless),
        sum(one.severity is Severity.ERROR for one in standing),
    )


def sheet_doubts(raw: dict[str, Any], form: Form, item: int) -> tuple[Uncertain, ...]:
    """The places that a person must look at on one sheet (``item`` from 0) and in what stands once."""
    checked = CaseReport.of(Upload(BODY, raw)).checked
    return uncertain(checked, form, item + 1) if checked is not None else ()


def made_set(
    raw: dict[str, Any],
    chosen: Collection[str],
    formats: Sequence[Format],
    options: RenderOptions,
    drafts: bool,
) -> MadeSet:
    """The chosen forms of a case; what cannot be made is listed in the ZIP.

    Raises ``DataError`` where nothing can be made.
    """
    report = CaseReport.of(Upload(BODY, raw))
    made = made_case(report, formats, options, chosen, drafts)
    number = report.case_no or ""
    if len(chosen) > 1 or len(formats) > 1:
        return MadeSet(number, zipped([made]))
    if not made.files:
        raise DataError(made.left_out[0].message if made.left_out else "", report.findings)
    [(_, data)] = made.files.items()
    return MadeSet(number, data, next(iter(chosen)), formats[0])
