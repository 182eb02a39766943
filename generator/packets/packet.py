"""A packet: one render of cover, contents, checklist, forms and attachments of a case."""

from __future__ import annotations

import hashlib
from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from functools import cache
from importlib.metadata import version
from pathlib import Path

from forms import CaseFile, CheckedCase, DocumentError
from forms.canonical import canonical_json
from forms.packets import PacketPlan, packet_plan
from forms.particles import with_particle
from generator.binding import BoundForm, bind
from generator.document import Format, RenderOptions
from generator.docx.writer import write_docx
from generator.fonts import print_font
from generator.form_template import load_template
from generator.hwpx.writer import write_hwpx
from generator.layout import Layout, PacketFrame, engine_for
from generator.packets.attachments import Attachment, laid_on
from generator.packets.conference_material import names_nobody
from generator.packets.front_matter import (
    Cover,
    change_page,
    changes_digest,
    checklist,
    cover,
    short_name,
    templates_digest,
)
from generator.packets.read_back import check_packet
from generator.pdf.engine import write_pdf
from generator.print_view import print_view, view_shown
from generator.privacy.deidentify import CLIENT, WORKER
from generator.privacy.modes import MASKED, readings
from generator.word.agency_template import AgencyTemplate, agency_template
from generator.word.joining import marker
from generator.word.process import fill_word, join_word


@dataclass(frozen=True)
class Packet:
    """A made packet; ``data`` is its PDF, DOCX or HWPX, ``pages`` 0 for all but the PDF.

    ``note`` says what it gave up for the sake of an attachment; empty where nothing.
    """

    packet_id: str
    data: bytes
    pages: int
    note: str = ""


def make_packet(checked: CheckedCase, attachments: Sequence[Attachment], options: RenderOptions) -> Packet:
    """The PDF packet of a checked case, read back and checked before it is returned.

    A de-identified packet leaves the attachments out: nobody can take a name out of a scan.
    Raises ``DocumentError`` where it cannot be made or does not hold together.
    """
    laid = _laid(attachments, options)
    note = _given_up(laid, options)
    forms, layout = composed(checked, attachments, options, note=note)
    data = write_pdf(forms, layout, "none" if note else options.pdf_variant, options.pdf_engine)
    # Before any page of others is laid on: what stands on those is not ours to read.
    pages = check_packet(data, forms, layout)
    if any(attachment.is_pdf for attachment in laid):
        data = laid_on(data, laid)
    assert checked.case is not None  # noqa: S101 — composed has raised otherwise
    number = _number(checked.case, checked.raw, attachments, _plan(checked.case, options))
    return Packet(number, data, pages, note)


def _given_up(laid: Sequence[Attachment], options: RenderOptions) -> str:
    """What a packet says of the conformance that it lost: the page of another may break any of its rules."""
    if options.pdf_variant == "none" or not any(attachment.is_pdf for attachment in laid):
        return ""
    rules = "보존용 문서 규격(PDF/A)" if options.pdf_variant.startswith("pdf/a") else "접근성 규격(PDF/UA)"
    return f"첨부한 PDF를 그대로 붙였으므로 이 묶음은 {with_particle(rules, '을(를)')} 따르지 않습니다."


def make_docx_packet(
    checked: CheckedCase, attachments: Sequence[Attachment], options: RenderOptions
) -> Packet:
    """The packet as a DOCX: contents as a field that Word updates, attachments listed only.

    Forms of which the case's agency has a Word template are made from it.
    """
    templates = _agency_templates(checked.case, options) if checked.case is not None else {}
    hashes = [template.sha256 for template in templates.values()]
    forms, layout = composed(checked, attachments, options, hashes)
    assert checked.case is not None  # noqa: S101 — composed has raised otherwise
    own: list[bytes] = []
    # Cover and checklist come first.
    for place, (form, one) in enumerate(_plan(checked.case, options).forms, 2):
        template = templates.get(form.id)
        if template is not None:
            views = [print_view(form, one, checked.case, options.privacy)]
            title, at = form.title, layout.issued_at
            own.append(fill_word(template.sha256, template.read, views, title, at, options.draft))
            forms[place] = BoundForm(form.id, title, f"<article><p>{marker(len(own))}</p></article>")
    data = write_docx(forms, layout)
    number = _number(checked.case, checked.raw, attachments, _plan(checked.case, options), hashes)
    return Packet(number, join_word(data, own) if own else data, 0)


def make_hwpx_packet(
    checked: CheckedCase, attachments: Sequence[Attachment], options: RenderOptions
) -> Packet:
    """The packet as an HWPX: contents that name no pages, attachments listed only."""
    forms, layout = composed(checked, attachments, options)
    assert checked.case is not None  # noqa: S101 — composed has raised otherwise
    number = _number(checked.case, checked.raw, attachments, _plan(checked.case, options))
    return Packet(number, write_hwpx(forms, layout), 0)


PacketMaker = Callable[[CheckedCase, Sequence[Attachment], RenderOptions], Packet]
# One maker a format.
PACKET_MAKERS: Mapping[Format, PacketMaker] = {
    "pdf": make_packet,
    "docx": make_docx_packet,
    "hwpx": make_hwpx_packet,
}


def _agency_templates(case: CaseFile, options: RenderOptions) -> dict[str, AgencyTemplate]:
    printed = dict.fromkeys(form for form, _ in _plan(case, options).forms)
    found = ((form, agency_template(options.agency_templates, case, form)) for form in printed)
    return {form.id: template for form, template in found if template}


def _plan(case: CaseFile, options: RenderOptions) -> PacketPlan:
    plan = packet_plan(case, options.packet, options.program, options.chart)
    if plan is None:
        raise DocumentError("묶음을 여는 서식이 없는 사례입니다.")
    return plan


def _laid(attachments: Sequence[Attachment], options: RenderOptions) -> Sequence[Attachment]:
    return () if options.privacy == "deidentified" else attachments


def composed(
    checked: CheckedCase,
    attachments: Sequence[Attachment],
    options: RenderOptions,
    agency_templates: Sequence[str] = (),
    note: str = "",
) -> tuple[list[BoundForm], Layout]:
    """The packet's forms in their order, cover and checklist first, and the layout around them.

    Raises ``DocumentError`` for a case that cannot be read or that opens no packet.
    """
    case = checked.case
    if case is None:
        raise DocumentError("읽을 수 없는 사례로는 묶음을 만들 수 없습니다.")
    plan = _plan(case, options)
    shown_on = readings(options.privacy, case)
    several = Counter(form.id for form, _ in plan.forms)
    official: list[tuple[str, BoundForm]] = []
    numbers: Counter[str] = Counter()
    for form, one in plan.forms:
        numbers[form.id] += 1
        numbered = f" ({numbers[form.id]}/{several[form.id]})" if several[form.id] > 1 else ""
        bound = bind(form, case.edition, view_shown(form, one, case, shown_on(form)))
        official.append((form.title + numbered, bound))
    laid = _laid(attachments, options)
    # Beside the forms numbers stay masked and names short in full mode too.
    nameless = options.privacy == "deidentified"
    shown = shown_on(None) if nameless else MASKED
    if plan.changes:
        page_of_charts = change_page(plan.changes, shown)
        official.append((page_of_charts.title, page_of_charts))
    page = Cover(
        title=plan.title,
        case_no=shown.text(case.case_no),
        client=CLIENT if nameless else short_name(case.client.name),
        worker=WORKER if nameless else short_name(case.worker.name),
        agency=" ".join(part for part in (case.agency.name, case.agency.unit) if part),
        day_title=plan.day.title,
        day=plan.day.on.isoformat() if plan.day.on is not None else "",
        contents=", ".join([*(title for title, _ in official), *(item.title for item in laid)]),
        packet_id=_number(case, checked.raw, attachments, plan, agency_templates),
        note=note,
    )
    material = names_nobody(plan, checked, [bound for _, bound in official], options.privacy)
    forms = [
        cover(page, shown),
        checklist(plan.checklist_title, (*plan.checklist, *material), checked.told, shown),
        *(bound for _, bound in official),
    ]
    frame = PacketFrame(
        case_no=page.case_no,
        titles=(plan.checklist_title, *(title for title, _ in official)),
        attached=tuple(attachment.pages_laid for attachment in laid),
    )
    return forms, Layout(page.title, options.issued_at or case.issued_at, options.draft, frame)


def _number(
    case: CaseFile,
    raw: object,
    attachments: Sequence[Attachment],
    plan: PacketPlan,
    agency_templates: Sequence[str] = (),
) -> str:
    """The packet's number: from edition, the templates of its forms and data, never from time, place or order.

    ``agency_templates`` are the hashes of the Word templates that it was made from.
    """
    printed = dict.fromkeys(form for form, _ in plan.forms)
    templates = [load_template(form, case.edition).sha256 for form in printed]
    templates += agency_templates
    parts = [
        case.edition,
        *templates,
        templates_digest(),
        *([changes_digest()] if plan.changes else ()),
        canonical_json(raw),
        *(a.sha256 for a in attachments),
    ]
    return _digest(parts)[:16]


def content_key(
    raw: object, attachments: Sequence[tuple[str, str]], options: RenderOptions, format: str
) -> str:
    """The address of a packet's bytes: everything that they depend on.

    Of ``attachments`` the title and the SHA-256 of the file are given.
    """
    issued = options.issued_at.isoformat() if isinstance(options.issued_at, datetime) else ""
    chosen = [
        format,
        options.packet,
        options.program or "",
        options.privacy,
        options.pdf_variant,
        engine_for(options.pdf_variant, options.pdf_engine),
        str(options.draft),
        str(options.chart),
        issued,
    ]
    if format == "docx":
        installed = options.agency_templates
        chosen += sorted(f"{one.form_id} {one.agency} {one.sha256}" for one in installed)
    return _digest(
        [program_digest(), *chosen, canonical_json(raw), *(title + sha256 for title, sha256 in attachments)]
    )


_LIBRARIES = (
    "typst", "weasyprint", "pydyf", "jinja2", "docxtpl", "lxml", "pydantic", "pikepdf", "pillow", "pypdfium2",
)  # fmt: skip


@cache
def program_digest() -> str:
    """Our own code, templates, font and engine: what else the bytes depend on."""
    root = Path(__file__).resolve().parents[2]
    digest = hashlib.sha256()
    for folder in ("forms", "generator", "templates"):
        for path in sorted((root / folder).rglob("*")):
            if path.suffix in {".py", ".toml", ".html", ".typ"}:
                digest.update(path.relative_to(root).as_posix().encode())
                digest.update(path.read_bytes())
    digest.update(print_font().sha256.encode())
    for name in _LIBRARIES:
        digest.update(f"{name}{version(name)}".encode())
    return digest.hexdigest()


def _digest(parts: Sequence[str]) -> str:
    digest = hashlib.sha256()
    for part in parts:
        digest.update(f"{len(part)}:{part}".encode())
    return digest.hexdigest()
