"""A closure packet: one render of cover, contents, checklist, forms and attachments of a case."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from functools import cache
from importlib.metadata import version
from pathlib import Path

from forms import CaseFile, CheckedCase, DocumentError, Form, all_forms
from forms.closure_checklist import closure_checklist
from generator.agency_template import AgencyTemplate, agency_template
from generator.attachments import Attachment, laid_on
from generator.binding import BoundForm, bind
from generator.document import RenderOptions
from generator.docx import write_docx
from generator.fonts import print_font
from generator.front_matter import (
    CHECKLIST_TITLE,
    Cover,
    checklist,
    closing_date,
    cover,
    short_name,
    templates_digest,
)
from generator.layout import Layout, PacketFrame
from generator.packet_check import check_packet
from generator.pdf import pdf_engine
from generator.print_view import print_view
from generator.privacy.deidentify import CLIENT, WORKER
from generator.privacy.modes import MASKED, reading
from generator.template import load_template
from generator.word_joining import marker
from generator.word_process import fill_word, join_word

CLOSURE_FORMS = ("closure_review", "usage_proof")
_TITLES = {"closure_review": "사례관리 종결 서류", "usage_proof": "자산형성지원사업 해지 서류"}


@dataclass(frozen=True)
class Packet:
    """A made packet; ``data`` is its PDF or DOCX, ``pages`` 0 for a DOCX."""

    packet_id: str
    data: bytes
    pages: int


def is_closure_case(case: CaseFile) -> bool:
    """Whether the case holds a form that closes it: only such a case makes a packet."""
    return any(getattr(case.forms, form_id, ()) for form_id in CLOSURE_FORMS)


def make_packet(checked: CheckedCase, attachments: Sequence[Attachment], options: RenderOptions) -> Packet:
    """The PDF packet of a checked closure case, read back and checked before it is returned.

    A de-identified packet leaves the attachments out: nobody can take a name out of a scan.
    Raises ``DocumentError`` where it cannot be made or does not hold together.
    """
    laid = _laid(attachments, options)
    forms, layout = _composed(checked, attachments, options)
    # A scan may break any rule of PDF/A: with one laid on, no conformance is claimed.
    has_scans = any(attachment.is_pdf for attachment in laid)
    data = pdf_engine().write(forms, layout, "none" if has_scans else options.pdf_variant)
    if has_scans:
        data = laid_on(data, laid)
    pages = check_packet(data, forms, layout)
    assert checked.case is not None  # noqa: S101 — _composed has raised otherwise
    return Packet(packet_id(checked.case, checked.raw, attachments), data, pages)


def make_docx_packet(
    checked: CheckedCase, attachments: Sequence[Attachment], options: RenderOptions
) -> Packet:
    """The packet as a DOCX: contents as a field that Word updates, attachments listed only.

    Forms of which the case's agency has a Word template are made from it.
    """
    templates = _agency_templates(checked.case, options) if checked.case is not None else {}
    hashes = [template.sha256 for template in templates.values()]
    forms, layout = _composed(checked, attachments, options, hashes)
    assert checked.case is not None  # noqa: S101 — _composed has raised otherwise
    own: list[bytes] = []
    # Cover and checklist come first.
    place = 2
    for form in all_forms():
        for one in checked.case.all_of(form.model):
            template = templates.get(form.id)
            if template is not None:
                views = [print_view(form, one, checked.case, options.privacy)]
                title, at = form.title, layout.issued_at
                own.append(fill_word(template.sha256, template.read, views, title, at, options.draft))
                forms[place] = BoundForm(form.id, title, f"<article><p>{marker(len(own))}</p></article>")
            place += 1
    data = write_docx(forms, layout)
    number = packet_id(checked.case, checked.raw, attachments, hashes)
    return Packet(number, join_word(data, own) if own else data, 0)


def _agency_templates(case: CaseFile, options: RenderOptions) -> dict[str, AgencyTemplate]:
    found = ((form, agency_template(options.agency_templates, case, form)) for form in all_forms())
    return {form.id: template for form, template in found if template and case.all_of(form.model)}


def _laid(attachments: Sequence[Attachment], options: RenderOptions) -> Sequence[Attachment]:
    return () if options.privacy == "deidentified" else attachments


def _composed(
    checked: CheckedCase,
    attachments: Sequence[Attachment],
    options: RenderOptions,
    agency_templates: Sequence[str] = (),
) -> tuple[list[BoundForm], Layout]:
    case = checked.case
    if case is None:
        raise DocumentError("읽을 수 없는 사례로는 묶음을 만들 수 없습니다.")
    official: list[tuple[str, BoundForm]] = []
    for form in all_forms():
        held = case.all_of(form.model)
        for number, one in enumerate(held, 1):
            numbered = f" ({number}/{len(held)})" if len(held) > 1 else ""
            bound = bind(form, case.edition, print_view(form, one, case, options.privacy))
            official.append((form.title + numbered, bound))
    label, closed_on = closing_date(case)
    laid = _laid(attachments, options)
    # Beside the forms numbers stay masked and names short in full mode too.
    nameless = options.privacy == "deidentified"
    shown = reading(options.privacy, case) if nameless else MASKED
    page = Cover(
        title=_TITLES[_closing_form(case).id],
        case_no=shown.text(case.case_no),
        client=CLIENT if nameless else short_name(case.client.name),
        worker=WORKER if nameless else short_name(case.worker.name),
        agency=" ".join(part for part in (case.agency.name, case.agency.unit) if part),
        closed_label=label,
        closed_on=closed_on,
        contents=", ".join([*(title for title, _ in official), *(item.title for item in laid)]),
        packet_id=packet_id(case, checked.raw, attachments, agency_templates),
    )
    forms = [
        cover(page, shown),
        checklist(closure_checklist(case), checked.findings, shown),
        *(bound for _, bound in official),
    ]
    frame = PacketFrame(
        case_no=page.case_no,
        titles=(CHECKLIST_TITLE, *(title for title, _ in official)),
        attached=tuple(attachment.pages_laid for attachment in laid),
    )
    return forms, Layout(page.title, options.issued_at or case.issued_at, options.draft, frame)


def _closing_form(case: CaseFile) -> Form:
    for form_id in CLOSURE_FORMS:
        if getattr(case.forms, form_id, ()):
            return next(form for form in all_forms() if form.id == form_id)
    raise DocumentError("종결심사서도 사용용도 점검표도 없는 사례입니다.")


def packet_id(
    case: CaseFile, raw: object, attachments: Sequence[Attachment], agency_templates: Sequence[str] = ()
) -> str:
    """The packet's number: from edition, templates and data, never from time, place or order.

    ``agency_templates`` are the hashes of the Word templates that it was made from.
    """
    templates = [load_template(form, case.edition).sha256 for form in all_forms()]
    templates += agency_templates
    parts = [case.edition, *templates, templates_digest(), _canonical(raw), *(a.sha256 for a in attachments)]
    return _digest(parts)[:16]


def content_key(raw: object, attachments: Sequence[Attachment], options: RenderOptions, format: str) -> str:
    """The address of a packet's bytes: everything that they depend on."""
    issued = options.issued_at.isoformat() if isinstance(options.issued_at, datetime) else ""
    chosen = [format, options.privacy, options.pdf_variant, str(options.draft), issued]
    if format == "docx":
        installed = options.agency_templates
        chosen += sorted(f"{one.form_id} {one.agency} {one.sha256}" for one in installed)
    return _digest([program_digest(), *chosen, _canonical(raw), *(a.title + a.sha256 for a in attachments)])


@cache
def program_digest() -> str:
    """Our own code, templates, font and engine: what else the bytes depend on."""
    root = Path(__file__).resolve().parent.parent
    digest = hashlib.sha256()
    for folder in ("forms", "generator", "templates"):
        for path in sorted((root / folder).rglob("*")):
            if path.suffix in {".py", ".toml", ".html"}:
                digest.update(path.relative_to(root).as_posix().encode())
                digest.update(path.read_bytes())
    digest.update(print_font().sha256.encode())
    for name in ("weasyprint", "pydyf", "jinja2", "docxtpl", "lxml", "pydantic", "pikepdf"):
        digest.update(f"{name}{version(name)}".encode())
    return digest.hexdigest()


def _canonical(raw: object) -> str:
    return json.dumps(raw, ensure_ascii=True, sort_keys=True, separators=(",", ":"))


def _digest(parts: Sequence[str]) -> str:
    digest = hashlib.sha256()
    for part in parts:
        digest.update(f"{len(part)}:{part}".encode())
    return digest.hexdigest()
