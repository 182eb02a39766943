"""Filled Word templates inside a packet: each keeps its page, header, styles, numbering and pictures.

A packet is one DOCX; what a form of an agency's own brings along is taken in under new names, so
that neither its styles nor its parts touch those of the other forms. Runs in the limited process.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from copy import deepcopy
from posixpath import basename, dirname

from lxml import etree

from forms import TemplateError
from generator.docx.package import zipped
from generator.word.package import DOCUMENT, W, open_package, parse, relations
from generator.word.parts import R_ID, Parts, relate, serialised, set_type, type_of

_R = R_ID.removesuffix("id")
_SIDES = ("header", "footer")
_TAKEN = (*_SIDES, "image", "hyperlink")
_STYLE_REFERENCES = ("pStyle", "rStyle", "tblStyle", "basedOn", "next", "link", "styleLink", "numStyleLink")
# What Word takes where a document's defaults say nothing.
_DEFAULT_SPACING = {"before": "0", "after": "0", "line": "240", "lineRule": "auto"}
# In a section's properties, what stands before the page number's start.
_BEFORE_NUMBER = (
    "headerReference", "footerReference", "footnotePr", "endnotePr", "type", "pgSz", "pgMar", "paperSrc",
    "pgBorders", "lnNumType",
)  # fmt: skip


def marker(number: int) -> str:
    """The text of the paragraph in whose place the form with that number comes."""
    return f"@@seosik-form-{number}@@"


def join_forms(packet: bytes, forms: Sequence[bytes]) -> bytes:
    """The packet with each filled form in the place of its marker.

    Raises ``TemplateError`` for a form with footnotes, which cannot be numbered along with others.
    """
    parts = open_package(packet)
    root = parse(DOCUMENT, parts[DOCUMENT])
    body = root[0]
    for code in root.iter(f"{W}instrText"):
        # The titles of an agency's form have styles of their own: contents go by outline level.
        code.text = (code.text or "").replace('TOC \\o "1-1" \\h \\z', 'TOC \\o "1-1" \\h \\z \\u')
    for number, data in enumerate(forms, 1):
        place = next(
            block for block in body if block.tag == f"{W}p" and "".join(block.itertext()) == marker(number)
        )
        content, page = _Form(parts, open_package(data), number).taken_in()
        for block in content:
            place.addprevious(block)
        following = place.getnext()
        assert following is not None  # noqa: S101 — every form of a packet ends with its section
        section = next(following.iter(f"{W}sectPr"))
        section.getparent().replace(section, page)  # type: ignore[union-attr] # it stands in the body
        body.remove(place)
    parts[DOCUMENT] = serialised(root)
    return zipped(parts)


class _Form:
    """One filled form on its way into a packet; ``target`` are the packet's parts, changed in place."""

    def __init__(self, target: Parts, parts: Mapping[str, bytes], number: int) -> None:
        self.target = target
        self.parts = parts
        self.number = number
        self.root = parse(DOCUMENT, parts[DOCUMENT])

    def taken_in(self) -> tuple[list[etree._Element], etree._Element]:
        """The blocks of the body and the properties of its last section, as the packet holds them."""
        if next(self.root.iter(f"{W}footnoteReference", f"{W}endnoteReference"), None) is not None:
            raise TemplateError("각주가 있는 Word 서식은 묶음에 넣을 수 없습니다. 각주를 본문으로 옮기세요.")
        for comment in list(
            self.root.iter(f"{W}commentReference", f"{W}commentRangeStart", f"{W}commentRangeEnd")
        ):
            comment.getparent().remove(comment)  # type: ignore[union-attr] # it stands in a paragraph
        self._styles()
        self._numbering()
        names = self._linked(DOCUMENT, DOCUMENT)
        self._rewritten(self.root, names)
        body = next(self.root.iter(f"{W}body"))
        *blocks, page = list(body)
        first = next(body.iter(f"{W}sectPr"))
        kind = first.find(f"{W}type")
        if kind is not None:
            kind.set(f"{W}val", "nextPage")
        if first.find(f"{W}pgNumType") is None:
            before = [child for child in first if etree.QName(child).localname in _BEFORE_NUMBER]
            first.insert(len(before), etree.Element(f"{W}pgNumType", {f"{W}start": "1"}))
        if not any(etree.QName(child).localname == "headerReference" for child in first):
            # Without one the header of the form before would go on.
            empty = {f"{W}type": "default", f"{_R}id": "rIdHeader"}
            first.insert(0, etree.Element(f"{W}headerReference", empty))
        return [deepcopy(block) for block in blocks], deepcopy(page)

    def _named(self, style: str) -> str:
        return f"Form{self.number}_{style}"

    def _linked(self, owner: str, new_owner: str) -> dict[str, str]:
        """Take in the parts that ``owner`` is related to; returns old ids with the new ones."""
        names = {}
        for id, (kind, name, outside) in relations(self.parts, owner).items():
            if kind not in _TAKEN:
                continue
            if outside:
                names[id] = relate(self.target, new_owner, kind, name, outside=True)
                continue
            copy = f"{dirname(name)}/form{self.number}_{basename(name)}"
            if copy not in self.target:
                self.target[copy] = self.parts[name]
                set_type(self.target, copy, type_of(self.parts, name))
            names[id] = relate(self.target, new_owner, kind, copy)
            if kind in _SIDES:
                root = parse(name, self.parts[name])
                _count_own_pages(root)
                self._rewritten(root, self._linked(name, copy))
                self.target[copy] = serialised(root)
        return names

    def _rewritten(self, root: etree._Element, names: Mapping[str, str]) -> None:
        """Relationship ids, styles and numbers of a part as the packet has them."""
        for element in root.iter("{*}*"):
            for attribute, value in element.attrib.items():
                if str(attribute).startswith(_R) and str(value) in names:
                    element.set(attribute, names[str(value)])
        self._renamed(root)
        for paragraph in root.iter(f"{W}p"):
            self._default(paragraph, "pPr", "pStyle", self._named("Paragraph"))
        for table in root.iter(f"{W}tbl"):
            self._default(table, "tblPr", "tblStyle", self._named("Table"))

    def _default(self, element: etree._Element, holder: str, reference: str, style: str) -> None:
        properties = element.find(f"{W}{holder}")
        if properties is None:
            properties = etree.Element(f"{W}{holder}")
            element.insert(0, properties)
        if properties.find(f"{W}{reference}") is None:
            properties.insert(0, etree.Element(f"{W}{reference}", {f"{W}val": style}))

    def _renamed(self, root: etree._Element) -> None:
        for name in _STYLE_REFERENCES:
            for element in root.iter(f"{W}{name}"):
                element.set(f"{W}val", self._named(element.get(f"{W}val", "")))
        for element in root.iter(f"{W}numId"):
            if element.get(f"{W}val") != "0":
                element.set(f"{W}val", self._offset(element.get(f"{W}val", "0")))

    def _offset(self, number: str) -> str:
        return str(int(number) + 1000 * self.number)

    def _styles(self) -> None:
        """The form's styles beside the packet's, its document defaults as a style below them all."""
        source = self._part("styles")
        target = parse("word/styles.xml", self.target["word/styles.xml"])
        defaults = source.find(f"{W}docDefaults") if source is not None else None
        base = etree.SubElement(target, f"{W}style", _style_head("paragraph", self._named("Defaults")))
        etree.SubElement(base, f"{W}name", {f"{W}val": self._named("Defaults")})
        paragraph, run = (
            deepcopy(found) if defaults is not None and (found := defaults.find(path)) is not None else None
            for path in (f"{W}pPrDefault/{W}pPr", f"{W}rPrDefault/{W}rPr")
        )
        if paragraph is None:
            paragraph = etree.Element(f"{W}pPr")
        if paragraph.find(f"{W}spacing") is None:
            paragraph.append(
                etree.Element(
                    f"{W}spacing", {f"{W}{name}": value for name, value in _DEFAULT_SPACING.items()}
                )
            )
        base.append(paragraph)
        if run is not None:
            base.append(run)
        heads = {"paragraph": self._named("Defaults"), "table": None}
        for style in source.iter(f"{W}style") if source is not None else ():
            added = deepcopy(style)
            kind = added.get(f"{W}type", "")
            self._renamed(added)
            added.set(f"{W}styleId", self._named(added.get(f"{W}styleId", "")))
            name = added.find(f"{W}name")
            if name is not None:
                name.set(f"{W}val", self._named(name.get(f"{W}val", "")))
            for alias in added.findall(f"{W}aliases"):
                added.remove(alias)
            if kind == "paragraph" and added.find(f"{W}basedOn") is None and name is not None:
                name.addnext(etree.Element(f"{W}basedOn", {f"{W}val": self._named("Defaults")}))
            if added.attrib.pop(f"{W}default", None) == "1" and kind in heads:
                heads[kind] = added.get(f"{W}styleId")
            target.append(added)
        for kind, own in (("paragraph", "Paragraph"), ("table", "Table")):
            # One name for what a paragraph or table without a style of its own takes.
            style = etree.SubElement(target, f"{W}style", _style_head(kind, self._named(own)))
            etree.SubElement(style, f"{W}name", {f"{W}val": self._named(own)})
            if heads[kind] is not None:
                etree.SubElement(style, f"{W}basedOn", {f"{W}val": str(heads[kind])})
        self.target["word/styles.xml"] = serialised(target)

    def _numbering(self) -> None:
        source = self._part("numbering")
        if source is None:
            return
        if "word/numbering.xml" in self.target:
            target = parse("word/numbering.xml", self.target["word/numbering.xml"])
        else:
            target = etree.Element(f"{W}numbering", nsmap=source.nsmap)
            relate(self.target, DOCUMENT, "numbering", "word/numbering.xml")
            kind = "application/vnd.openxmlformats-officedocument.wordprocessingml.numbering+xml"
            set_type(self.target, "word/numbering.xml", kind)
        for abstract in _children(source, "abstractNum"):
            abstract.set(f"{W}abstractNumId", self._offset(abstract.get(f"{W}abstractNumId", "0")))
            self._renamed(abstract)
            # Of all lists the abstract ones come first.
            target.insert(sum(1 for _ in target.iterchildren(f"{W}abstractNum")), abstract)
        for number in _children(source, "num"):
            number.set(f"{W}numId", self._offset(number.get(f"{W}numId", "0")))
            for used in number.iter(f"{W}abstractNumId"):
                used.set(f"{W}val", self._offset(used.get(f"{W}val", "0")))
            target.append(number)
        self.target["word/numbering.xml"] = serialised(target)

    def _part(self, kind: str) -> etree._Element | None:
        linked = relations(self.parts, DOCUMENT).values()
        name = next((target for found, target, _ in linked if found == kind), None)
        return parse(name, self.parts[name]) if name is not None and name in self.parts else None


def _count_own_pages(root: etree._Element) -> None:
    """1/3 on a form of three pages, not 1/40 of its packet. (LibreOffice shows what stood there.)"""
    for code in root.iter(f"{W}instrText"):
        code.text = re.sub(r"\bNUMPAGES\b", "SECTIONPAGES", code.text or "")
    for field in root.iter(f"{W}fldSimple"):
        field.set(f"{W}instr", re.sub(r"\bNUMPAGES\b", "SECTIONPAGES", field.get(f"{W}instr", "")))


def _children(root: etree._Element, name: str) -> Iterator[etree._Element]:
    for child in root.iterchildren(f"{W}{name}"):
        # Pictures as list bullets would need parts of their own.
        if next(child.iter(f"{W}lvlPicBulletId"), None) is not None:
            for picture in list(child.iter(f"{W}lvlPicBulletId")):
                picture.getparent().remove(picture)  # type: ignore[union-attr] # it stands in a level
        yield deepcopy(child)


def _style_head(kind: str, id: str) -> dict[str, str]:
    return {f"{W}type": kind, f"{W}customStyle": "1", f"{W}styleId": id}
