"""Templates for tests: exported ones, changed as a person (or an attacker) would change them."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Mapping, Sequence
from functools import cache
from io import BytesIO
from zipfile import ZIP_DEFLATED, ZipFile

from docx import Document
from docx.document import Document as Opened

from forms import CaseFile, Finding, Form, all_forms, check_case, form_named
from generator.docx.package import package
from generator.layout import Layout
from generator.print_view import View, blank_view, print_view
from generator.word.fields import word_fields
from generator.word.process import check_word, fill_word
from generator.word.tags import export_template
from tests.reading import sample

FORM = form_named("closure_review")
FORM_IDS = [form.id for form in all_forms()]
_OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"


def sample_case(form: Form) -> CaseFile:
    """The filled case of a form's sample."""
    case = check_case(sample(form.id)).case
    assert case is not None
    return case


def sample_views(form: Form) -> list[View]:
    """The print views of a form's sample."""
    case = sample_case(form)
    return [print_view(form, one, case) for one in case.all_of(form.model)]


@cache
def exported(form_id: str) -> bytes:
    """The template that ``template export`` gives."""
    form = form_named(form_id)
    return export_template(form, "2025", sample_views(form)[0])


def members(data: bytes) -> dict[str, bytes]:
    """The parts of a DOCX."""
    with ZipFile(BytesIO(data)) as archive:
        return {name: archive.read(name) for name in archive.namelist()}


def packed(parts: Mapping[str, bytes]) -> bytes:
    """Parts as a DOCX."""
    target = BytesIO()
    with ZipFile(target, "w", ZIP_DEFLATED) as archive:
        for name, part in parts.items():
            archive.writestr(name, part)
    return target.getvalue()


def with_parts(data: bytes, **changes: bytes) -> bytes:
    """A DOCX with parts added or replaced; ``__`` in a name stands for ``/`` and ``_dot_`` for a dot."""
    return packed({**members(data), **{_name(name): part for name, part in changes.items()}})


def _name(name: str) -> str:
    return name.replace("__", "/").replace("_dot_", ".")


def related(data: bytes, kind: str, target: str, mode: str = "") -> bytes:
    """A DOCX whose document has one relationship more."""
    parts = members(data)
    name = "word/_rels/document.xml.rels"
    outside = f' TargetMode="{mode}"' if mode else ""
    added = f'<Relationship Id="rIdHostile" Type="{_OFFICE}/{kind}" Target="{target}"{outside}/>'
    parts[name] = parts[name].replace(b"</Relationships>", added.encode() + b"</Relationships>")
    return packed(parts)


def edited(data: bytes, edit: Callable[[Opened], None]) -> bytes:
    """A DOCX after an edit with python-docx."""
    document = Document(BytesIO(data))
    edit(document)
    target = BytesIO()
    document.save(target)
    return target.getvalue()


def small(*paragraphs: str) -> bytes:
    """A template of a few paragraphs."""
    body = "".join(
        f'<w:p><w:r><w:t xml:space="preserve">{text.replace("&", "&amp;").replace("<", "&lt;")}</w:t></w:r></w:p>'
        for text in paragraphs
    )
    return package(f"{body}<w:sectPr/>", Layout("시험"), several=False)


def filled(data: bytes, views: Sequence[View], title: str = "시험", draft: bool = False) -> bytes:
    """A template filled in the limited process."""
    return fill_word(hashlib.sha256(data).hexdigest(), lambda: data, views, title, draft=draft)


def checked(data: bytes, form: Form = FORM, families: Sequence[str] = ("nanumgothic",)) -> list[Finding]:
    """What ``template check`` finds."""
    official = export_template(form, "2025", None)
    trials = [blank_view(form), *sample_views(form)]
    return check_word(data, official, form.id, word_fields(form), frozenset(families), trials)


def told(findings: Sequence[Finding]) -> list[tuple[str, str, str]]:
    """(severity, rule, label) of findings."""
    return [(finding.severity.value, finding.rule, finding.label) for finding in findings]
