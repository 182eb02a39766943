"""Filling an agency's Word template: docxtpl's patched XML, compiled once, in our sandbox.

The template is hostile: everything here runs in a limited process of its own (``word_process``).
docxtpl's own rendering is not used. It looks for braces and control characters in the filled text
(so ``{_{`` in a case would come out as ``{{``), mends broken XML by dropping what it does not
understand, and takes two thirds of its time for parsing what never changes.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from io import BytesIO

import jinja2
from docxtpl import DocxTemplate
from jinja2 import Template
from lxml import etree

from forms import DocumentError, TemplateError
from generator.archive import Member
from generator.docx.package import core_properties, packed_parts, zipped
from generator.layout import Layout
from generator.print_view import View
from generator.word.environment import word_environment
from generator.word.field_list import BEGIN
from generator.word.grammar import violations
from generator.word.package import DOCUMENT, W, dangers, open_package, parse, printed_parts, relations
from generator.word.parts import (
    Parts,
    copy_side,
    mark_as_draft,
    record_hash,
    relate,
    remove,
    set_type,
    unbind_controls,
)

_CORE = "docProps/core.xml"
_CORE_TYPE = "application/vnd.openxmlformats-package.core-properties+xml"
_END = "<!--seosik:section-->"
_TAG = re.compile(r"\{[{%#]")
# docxtpl's way to write braces that are no tag; ours ends with the template, never touches data.
_LITERALS = {"{_{": '{{ "{{" }}', "}_}": '{{ "}}" }}', "{_%": '{{ "{%" }}', "%_}": '{{ "%}" }}'}
_NOISE = {f"{W}proofErr", f"{W}lastRenderedPageBreak"}
# A cell whose last paragraph was a tag, or whose list is empty, still needs a paragraph.
_OPEN_CELL = re.compile(r"(<w:tc>|</w:tcPr>|<w:tcPr/>|</w:tbl>)\s*(?=</w:tc>)")
_DRAWING_ID = re.compile(r'(<wp:docPr\b[^>]*?\bid=")\d+(")')


@dataclass(frozen=True)
class WordLayout:
    """What the document says besides its forms."""

    title: str
    issued_at: datetime | None = None
    draft: bool = False


@dataclass(frozen=True)
class PreparedTemplate:
    """A template ready to be filled: what changes, compiled; what does not, packed already.

    ``section`` is the page of the body's last section, ``sides`` the headers and footers with tags.
    """

    parts: Parts
    packed: tuple[Member, ...]
    head: str
    body: Template
    section: str
    tail: str
    sides: Mapping[str, Template]


def prepare(data: bytes, sha256: str, twins: Mapping[int, str]) -> PreparedTemplate:
    """Open, check and compile a template.

    Raises ``InputError`` for a file that cannot be opened, ``TemplateError`` for one with macros,
    outside links or forbidden tags.
    """
    parts = open_package(data)
    for _, sentence, refused in dangers(parts):
        if refused:
            raise TemplateError(f"Word 서식을 쓸 수 없습니다: {sentence}")
    remove(parts, "", {"core-properties", "extended-properties", "thumbnail"})
    parts[_CORE] = b""
    relate(parts, "", "core-properties", _CORE)
    set_type(parts, _CORE, _CORE_TYPE)
    record_hash(parts, sha256)
    unbind_controls(parts)
    patch = DocxTemplate(BytesIO()).patch_xml
    environment = word_environment(twins)

    def compiled(xml: str) -> Template:
        source = patch(xml)
        for literal, written in _LITERALS.items():
            source = source.replace(literal, written)
        try:
            refused = next(violations(environment.parse(source)), None)
            if refused is not None:
                raise TemplateError(f"Word 서식을 쓸 수 없습니다: {refused}")
            return environment.from_string(source)
        except jinja2.TemplateError as error:
            raise TemplateError(f"Word 서식의 태그를 읽을 수 없습니다: {error.message}") from error

    root = parse(DOCUMENT, parts[DOCUMENT])
    head, content, section, tail = _split(root)
    sides = {}
    for name in printed_parts(parts)[1:]:
        side = parse(name, parts[name])
        if _TAG.search("".join(side.itertext())):
            sides[name] = compiled(etree.tostring(side, encoding="unicode"))
    changing = {DOCUMENT, _CORE, *sides}
    packed = packed_parts({name: part for name, part in parts.items() if name not in changing})
    return PreparedTemplate(parts, packed, head, compiled(content), section, tail, sides)


def _split(root: etree._Element) -> tuple[str, str, str, str]:
    """The document before its body's content, the content, the last section's page, and the rest."""
    body = root.find(f"{W}body")
    if body is None or root.prefix != "w":
        raise TemplateError("Word 서식을 쓸 수 없습니다: 본문이 없거나 Word의 이름 공간이 아닙니다.")
    for element in list(root.iter(*_NOISE)):
        parent = element.getparent()
        if parent is not None:
            parent.remove(element)
    for element in body.iter("{*}*"):
        for name in list(element.attrib):
            # Ids of paragraphs and revisions: unique in the template, not in repeated rows.
            if str(name).rsplit("}", 1)[-1] in ("paraId", "textId") or "}rsid" in str(name):
                del element.attrib[name]
    for element in field_list_blocks(body):
        body.remove(element)
    page = body[-1] if len(body) and body[-1].tag == f"{W}sectPr" else None
    if page is None:
        page = etree.SubElement(body, f"{W}sectPr")
    first = next(body.iter(f"{W}sectPr"))
    kind = first.find(f"{W}type")
    if kind is not None:
        # Of several forms in one document each begins on a page of its own.
        kind.set(f"{W}val", "nextPage")
    section = etree.tostring(page, encoding="unicode", with_tail=False)
    body.replace(page, etree.Comment("seosik:section"))
    xml = etree.tostring(root, encoding="unicode")
    start = re.search(r"<w:body(?:\s[^>]*)?>", xml)
    end = xml.rindex(_END)
    assert start is not None  # noqa: S101 — the body was found above
    head = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n' + xml[: start.end()]
    return head, xml[start.end() : end], section, xml[end + len(_END) :]


def field_list_blocks(body: etree._Element) -> list[etree._Element]:
    """The page of the list of fields: from its first tag to the body's next tag ``endif``."""
    begin = None
    for index, block in enumerate(body):
        if block.tag != f"{W}p":
            continue
        text = re.sub(r"\s+", "", "".join(node.text or "" for node in block.iter(f"{W}t")))
        if begin is None and text == re.sub(r"\s+", "", BEGIN):
            begin = index
        elif begin is not None and text == "{%pendif%}":
            return list(body[begin : index + 1])
    return []


def fill_template(prepared: PreparedTemplate, views: Sequence[View], layout: WordLayout) -> bytes:
    """The forms of these print views, one after another, as one DOCX.

    Raises ``TemplateError`` where a tag fails, ``DocumentError`` where the result is no document.
    """
    facts = Layout(layout.title, layout.issued_at)
    contexts = [{**view.fields(), "issued_text": facts.issued_text, "field_list": False} for view in views]
    try:
        bodies = [prepared.body.render(context) for context in contexts]
        sides = {
            name: [_encoded(name, side.render(context)) for context in contexts]
            for name, side in prepared.sides.items()
        }
    except jinja2.TemplateError as error:
        raise TemplateError(f"Word 서식을 채울 수 없습니다: {error.message}") from error
    changed: Parts = {_CORE: core_properties(facts).encode("utf-8")}
    changed |= {name: contents[0] for name, contents in sides.items()}
    varying = {name: contents for name, contents in sides.items() if len(set(contents)) > 1}
    sections = [prepared.section] * len(bodies)
    base = prepared.packed
    if varying or layout.draft:
        # The relationships change, too: the file is packed afresh.
        changed, base = {**prepared.parts, **changed}, ()
        for number in range(1, len(bodies)):
            for name, contents in varying.items():
                old = _relation_id(prepared.parts, name)
                new = copy_side(changed, name, contents[number], number + 1)
                sections[number] = _repointed(sections[number], old, new)
                bodies[number] = _repointed(bodies[number], old, new)
    content = "".join(_in_order(bodies, sections))
    text = prepared.head + _OPEN_CELL.sub(r"\1<w:p/>", content) + prepared.tail
    if "<wp:docPr" in text:
        numbers = iter(range(1, text.count("<wp:docPr") + 1))
        text = _DRAWING_ID.sub(lambda match: f"{match[1]}{next(numbers)}{match[2]}", text)
    changed[DOCUMENT] = _encoded(DOCUMENT, text)
    if layout.draft:
        mark_as_draft(changed)
    return zipped(changed, base)


def _in_order(bodies: Sequence[str], sections: Sequence[str]) -> Iterator[str]:
    # The last section's properties stand in the body, the others' in a last paragraph.
    for body, section in zip(bodies[:-1], sections, strict=False):
        yield body
        yield f'<w:p><w:pPr><w:spacing w:before="0" w:after="0" w:line="20" w:lineRule="exact"/>{section}</w:pPr></w:p>'
    yield bodies[-1] + sections[-1]


def _encoded(name: str, text: str) -> bytes:
    """The filled part, well-formed; raises ``DocumentError`` where it is not."""
    try:
        data = text.encode("utf-8")
        etree.fromstring(data, etree.XMLParser(resolve_entities=False, no_network=True))
    except UnicodeEncodeError as error:
        raise DocumentError("Word 문서에 쓸 수 없는 문자가 사례에 들어 있습니다.") from error
    except etree.XMLSyntaxError as error:
        raise DocumentError(
            "Word 서식을 채운 결과가 올바른 문서가 아닙니다. 여닫는 태그가 한 문단, 한 표 안에서 짝을 이루는지, "
            f"사례에 제어 문자가 없는지 보세요({name})."
        ) from error
    return data


def _relation_id(parts: Mapping[str, bytes], name: str) -> str:
    return next(id for id, (_, target, _) in relations(parts, DOCUMENT).items() if target == name)


def _repointed(xml: str, old: str, new: str) -> str:
    pattern = rf'(<w:(?:header|footer)Reference\b[^>]*?\br:id=")({re.escape(old)})(")'
    return re.sub(pattern, rf"\g<1>{new}\g<3>", xml)
