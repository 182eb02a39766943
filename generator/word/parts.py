"""Changing the parts of a DOCX: adding and removing them with their relationships and types."""

from __future__ import annotations

from collections.abc import Mapping
from copy import deepcopy
from posixpath import basename, dirname, join, relpath

from lxml import etree

from generator.docx.package import draft_header
from generator.word.package import DOCUMENT, W, is_xml, parse, relations

_OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_PACKAGE = "http://schemas.openxmlformats.org/package/2006"
_RELATION = f"{{{_PACKAGE}/relationships}}Relationship"
_OVERRIDE = f"{{{_PACKAGE}/content-types}}Override"
_TYPES = "[Content_Types].xml"
_WORD = "application/vnd.openxmlformats-officedocument.wordprocessingml"
_CUSTOM = "docProps/custom.xml"
_CUSTOM_NS = "http://schemas.openxmlformats.org/officeDocument/2006/custom-properties"
_VALUE_NS = "http://schemas.openxmlformats.org/officeDocument/2006/docPropsVTypes"
# The property that names the template which a document was made from.
HASH_PROPERTY = "SeosikTemplate"
R_ID = f"{{{_OFFICE}}}id"
# What binds a content control to a document property; Word 2012 has one more of that name.
BINDING = "dataBinding"

Parts = dict[str, bytes]


def serialised(root: etree._Element) -> bytes:
    """An XML part as bytes."""
    return etree.tostring(root, xml_declaration=True, encoding="UTF-8", standalone=True)


def relations_name(owner: str) -> str:
    """The part that holds the relationships of ``owner``; of the whole file for empty text."""
    return join(dirname(owner), "_rels", f"{basename(owner)}.rels")


def relate(parts: Parts, owner: str, kind: str, target: str, outside: bool = False) -> str:
    """Relate a part (or an address outside) to its owner; returns the new relationship's id."""
    name = relations_name(owner)
    if name in parts:
        root = parse(name, parts[name])
    else:
        root = etree.Element(
            f"{{{_PACKAGE}/relationships}}Relationships", nsmap={None: f"{_PACKAGE}/relationships"}
        )
    taken = {relation.get("Id") for relation in root}
    number = next(n for n in range(1, len(taken) + 2) if f"rIdSeosik{n}" not in taken)
    if kind == "core-properties":
        kind_url = f"{_PACKAGE}/relationships/metadata/core-properties"
    else:
        kind_url = f"{_OFFICE}/{kind}"
    attributes = {"Id": f"rIdSeosik{number}", "Type": kind_url}
    if outside:
        attributes |= {"Target": target, "TargetMode": "External"}
    else:
        attributes["Target"] = relpath(target, dirname(owner) or ".")
    etree.SubElement(root, _RELATION, attributes)
    parts[name] = serialised(root)
    return f"rIdSeosik{number}"


def set_type(parts: Parts, name: str, content_type: str) -> None:
    """Say of what type a part is."""
    root = parse(_TYPES, parts[_TYPES])
    for override in root.findall(_OVERRIDE):
        if override.get("PartName") == f"/{name}":
            root.remove(override)
    etree.SubElement(root, _OVERRIDE, {"PartName": f"/{name}", "ContentType": content_type})
    parts[_TYPES] = serialised(root)


def type_of(parts: Mapping[str, bytes], name: str) -> str:
    """Of what type a part is, by its name or by its ending."""
    types = parse(_TYPES, parts[_TYPES])
    for override in types.findall(_OVERRIDE):
        if override.get("PartName", "").lower() == f"/{name}".lower():
            return override.get("ContentType", "")
    ending = name.rsplit(".", 1)[-1].lower()
    for default in types.findall(_OVERRIDE.replace("Override", "Default")):
        if default.get("Extension", "").lower() == ending:
            return default.get("ContentType", "")
    return "application/octet-stream"


def remove(parts: Parts, owner: str, kinds: set[str]) -> None:
    """Take out the parts that stand in one of these relationships to their owner."""
    targets = {target for kind, target, _ in relations(parts, owner).values() if kind in kinds}
    name = relations_name(owner)
    if not targets:
        return
    root = parse(name, parts[name])
    for relation in list(root):
        if relation.get("Type", "").rsplit("/", 1)[-1] in kinds:
            root.remove(relation)
    parts[name] = serialised(root)
    types = parse(_TYPES, parts[_TYPES])
    for override in types.findall(_OVERRIDE):
        if override.get("PartName", "").lstrip("/") in targets:
            types.remove(override)
    parts[_TYPES] = serialised(types)
    for target in targets:
        parts.pop(target, None)


def record_hash(parts: Parts, sha256: str) -> None:
    """Write the template's hash among the document's own properties, beside those it has."""
    if _CUSTOM in parts:
        root = parse(_CUSTOM, parts[_CUSTOM])
    else:
        root = etree.Element(f"{{{_CUSTOM_NS}}}Properties", nsmap={None: _CUSTOM_NS, "vt": _VALUE_NS})
        relate(parts, "", "custom-properties", _CUSTOM)
        set_type(parts, _CUSTOM, "application/vnd.openxmlformats-officedocument.custom-properties+xml")
    for found in list(root):
        if found.get("name") == HASH_PROPERTY:
            root.remove(found)
    number = max([1, *(int(found.get("pid", "1")) for found in root)]) + 1
    attributes = {
        "fmtid": "{D5CDD505-2E9C-101B-9397-08002B2CF9AE}",
        "pid": str(number),
        "name": HASH_PROPERTY,
    }
    written = etree.SubElement(root, f"{{{_CUSTOM_NS}}}property", attributes)
    etree.SubElement(written, f"{{{_VALUE_NS}}}lpwstr").text = sha256
    parts[_CUSTOM] = serialised(root)


def unbind_controls(parts: Parts) -> None:
    """Cut content controls off from the document properties and data that they are bound to.

    Word shows what a control is bound to, not what stands in it: a filled value would never be seen.
    """
    for name, part in list(parts.items()):
        if name.startswith("word/") and is_xml(name) and BINDING.encode() in part:
            root = parse(name, part)
            for binding in list(root.iter(f"{{*}}{BINDING}")):
                owner = binding.getparent()
                if owner is not None:
                    owner.remove(binding)
            parts[name] = serialised(root)


def copy_side(parts: Parts, name: str, content: bytes, number: int) -> str:
    """A header or footer once more, for one of several forms; returns the new relationship's id."""
    kind = next(kind for kind, target, _ in relations(parts, DOCUMENT).values() if target == name)
    copy = name.removesuffix(".xml") + f"_{number}.xml"
    parts[copy] = content
    if relations_name(name) in parts:
        parts[relations_name(copy)] = parts[relations_name(name)]
    set_type(parts, copy, f"{_WORD}.{kind}+xml")
    return relate(parts, DOCUMENT, kind, copy)


def mark_as_draft(parts: Parts) -> None:
    """초안 across every page: in each header there is, and in new ones where a page has none."""
    mark = parse("draft", draft_header().encode("utf-8"))[0][0]
    linked = relations(parts, DOCUMENT)
    for kind, name, _ in linked.values():
        if kind == "header":
            root = parse(name, parts[name])
            paragraph = next(root.iter(f"{W}p"), None)
            if paragraph is None:
                paragraph = etree.SubElement(root, f"{W}p")
            paragraph.append(deepcopy(mark))
            parts[name] = serialised(root)
    root = parse(DOCUMENT, parts[DOCUMENT])
    sections = list(root.iter(f"{W}sectPr"))
    needed = ["default"]
    needed += ["first"] if any(section.find(f"{W}titlePg") is not None for section in sections) else []
    settings = next((target for kind, target, _ in linked.values() if kind == "settings"), None)
    needed += ["even"] if settings in parts and b"evenAndOddHeaders" in parts[settings] else []
    held = {reference.get(f"{W}type") for reference in sections[0].findall(f"{W}headerReference")}
    # Further sections take over what the first one has.
    missing = [page for page in needed if page not in held] if sections else []
    if missing:
        name = "word/headerDraft.xml"
        parts[name] = draft_header().encode("utf-8")
        set_type(parts, name, f"{_WORD}.header+xml")
        new = relate(parts, DOCUMENT, "header", name)
        for page in missing:
            reference = etree.Element(f"{W}headerReference", {f"{W}type": page, R_ID: new})
            sections[0].insert(0, reference)
        parts[DOCUMENT] = serialised(root)
