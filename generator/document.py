"""Documents: a form of a case, or a blank one, as the bytes of a PDF, a DOCX or an HWPX."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Literal

from forms import CaseFile, DocumentError, Form, InputError
from forms.particles import with_particle
from generator.binding import BoundForm, bind
from generator.docx.writer import write_docx
from generator.layout import Layout, PdfEngineName, PdfVariant, engine_for
from generator.pdf.engine import write_pdf
from generator.print_view import View, blank_view, view_shown
from generator.privacy.modes import Privacy, reading
from generator.word.agency_template import AgencyTemplate, agency_template
from generator.word.office_pdf import pdf_by_office
from generator.word.process import fill_word

Format = Literal["pdf", "docx", "hwpx"]


@dataclass(frozen=True)
class RenderOptions:
    """What the caller chooses; the defaults are those of every command."""

    privacy: Privacy = "masked"
    pdf_variant: PdfVariant = "pdf/a-3a"
    draft: bool = False
    issued_at: datetime | None = None
    # The Word templates that agencies have installed: a DOCX is made from that of the case's agency.
    agency_templates: tuple[AgencyTemplate, ...] = ()
    # The PDF, too, by LibreOffice.
    pdf_from_docx: bool = False
    # Which packet a case makes, and of which programme alone (its title).
    packet: str = "closure"
    program: str | None = None
    # A page of charts of what changed, in a packet that takes one.
    chart: bool = False
    # None: the variant's own. An engine that does not make the variant is refused with an InputError.
    pdf_engine: PdfEngineName | None = None

    def __post_init__(self) -> None:
        engine_for(self.pdf_variant, self.pdf_engine)


Writer = Callable[[Sequence[BoundForm], Layout, RenderOptions], bytes]


def _pdf(forms: Sequence[BoundForm], layout: Layout, options: RenderOptions) -> bytes:
    return write_pdf(forms, layout, options.pdf_variant, options.pdf_engine)


def _docx(forms: Sequence[BoundForm], layout: Layout, options: RenderOptions) -> bytes:
    return write_docx(forms, layout)


def _hwpx(forms: Sequence[BoundForm], layout: Layout, options: RenderOptions) -> bytes:
    # Only now: it measures letters, which no other format needs.
    from generator.hwpx.writer import write_hwpx

    return write_hwpx(forms, layout)


# One writer a format; a further format is a further line.
WRITERS: Mapping[Format, Writer] = {"pdf": _pdf, "docx": _docx, "hwpx": _hwpx}


def bound_forms(case: CaseFile, form: Form, privacy: Privacy, item: int | None = None) -> list[BoundForm]:
    """Every form of that kind in a filled case, bound; ``item`` (from 1) takes one.

    Raises ``InputError`` where the case holds none, or no such item.
    """
    return [bind(form, case.edition, view) for view in form_views(case, form, privacy, item)]


def form_views(case: CaseFile, form: Form, privacy: Privacy, item: int | None = None) -> list[View]:
    """The print view of every form of that kind in a filled case; ``item`` (from 1) takes one.

    Raises ``InputError`` where the case holds none, or no such item.
    """
    held = case.entered(form.id)
    if not held:
        raise InputError(f"이 사례에는 {with_particle(form.title, '이(가)')} 없습니다.", "FORM-NOT-HELD")
    if item is not None:
        if not 1 <= item <= len(held):
            raise InputError(
                f"{with_particle(form.title, '은(는)')} 1번부터 {len(held)}번까지 있습니다.", "FORM-NOT-HELD"
            )
        held = held[item - 1 : item]
    shown = reading(privacy, case, form)
    return [view_shown(form, one, case, shown) for one in held]


def render(
    case: CaseFile, form: Form, format: Format, options: RenderOptions | None = None, item: int | None = None
) -> bytes:
    """A form of a filled case as a document. The same arguments give the same bytes.

    Where the case's agency has a Word template of its own for the form, a DOCX is made from it.
    Raises ``InputError`` where the case does not hold the form, ``DocumentError`` where the
    document cannot be made.
    """
    options = options or RenderOptions()
    issued_at = options.issued_at or case.issued_at
    views = form_views(case, form, options.privacy, item)
    own = agency_template(options.agency_templates, case, form)
    if own is not None and (format == "docx" or options.pdf_from_docx):
        made = fill_word(own.sha256, own.read, views, form.title, issued_at, options.draft)
        return made if format == "docx" else pdf_by_office(made)
    forms = [bind(form, case.edition, view) for view in views]
    return write(forms, format, form.title, options, issued_at)


def blank(
    form: Form,
    format: Format,
    edition: str = "2025",
    case: CaseFile | None = None,
    options: RenderOptions | None = None,
) -> bytes:
    """The empty form, to fill by hand; with a (filled) case, its known heads are printed."""
    options = options or RenderOptions()
    view = blank_view(form, case, options.privacy)
    return write([bind(form, edition, view)], format, form.title, options, options.issued_at)


def write(
    forms: Sequence[BoundForm], format: Format, title: str, options: RenderOptions, issued_at: datetime | None
) -> bytes:
    """Bound forms as one document."""
    if format not in WRITERS:
        raise DocumentError(f"'{format}' 형식으로는 만들 수 없습니다.")
    return WRITERS[format](forms, Layout(title, issued_at, options.draft), options)
