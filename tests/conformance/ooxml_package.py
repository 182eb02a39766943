"""The rules of the Open Packaging Conventions (ECMA-376 Part 2) that a DOCX must obey."""

import io
import posixpath
import re
import zipfile
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import unquote
from xml.etree import ElementTree

CONTENT_TYPES = "[Content_Types].xml"
CT = "{http://schemas.openxmlformats.org/package/2006/content-types}"
REL = "{http://schemas.openxmlformats.org/package/2006/relationships}"
OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
IGNORABLE = "{http://schemas.openxmlformats.org/markup-compatibility/2006}Ignorable"
RELS_TYPE = "application/vnd.openxmlformats-package.relationships+xml"
MAIN_TYPE = "application/vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml"


@dataclass(frozen=True)
class Package:
    """The XML parts of a package by their name, without the leading slash."""

    xml: Mapping[str, ElementTree.Element]


def read(docx: Path) -> tuple[Package | None, list[str]]:
    """Return the parsed package and what is wrong with it as a package.

    The package is ``None`` when the file is no ZIP or has no content types.
    """
    try:
        with zipfile.ZipFile(docx) as archive:
            found = list(_member_problems(archive))
            parts = {
                item.filename: archive.read(item)
                for item in archive.infolist()
                if not item.is_dir() and not item.flag_bits & 1
            }
    except (zipfile.BadZipFile, NotImplementedError, OSError, EOFError) as problem:
        return None, [f"not a readable ZIP file: {problem}"]
    if CONTENT_TYPES not in parts:
        return None, [*found, f"{CONTENT_TYPES} is missing"]
    xml: dict[str, ElementTree.Element] = {}
    for name, content in parts.items():
        if name.lower().endswith((".xml", ".rels")):
            try:
                xml[name] = _parse(content)
            except (ElementTree.ParseError, ValueError) as problem:
                found.append(f"{name}: not valid XML: {problem}")
    types: dict[str, str] = {}
    if CONTENT_TYPES in xml:
        types, wrong = _content_types(xml[CONTENT_TYPES], set(parts))
        found += wrong
    found += _relationship_problems(xml, set(parts), types)
    return Package(xml), found


def _member_problems(archive: zipfile.ZipFile) -> Iterator[str]:
    seen: set[str] = set()
    for item in archive.infolist():
        name = item.filename
        # Part names are compared without regard to ASCII case (clause 6.2.2).
        if name.lower() in seen:
            yield f"{name}: the package holds this member twice"
        seen.add(name.lower())
        segments = name.rstrip("/").split("/")
        if "\\" in name or any(segment.strip(".") == "" for segment in segments):
            yield f"{name}: not a valid part name"
        if item.compress_type not in (zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED):
            yield f"{name}: compressed by another method than deflate"
        if item.flag_bits & 1:
            yield f"{name}: encrypted"


def _parse(content: bytes) -> ElementTree.Element:
    """Parse one part; document type declarations are forbidden (clause 6.2.5)."""
    if b"<!DOCTYPE" in content:
        raise ValueError("document type declarations are forbidden")
    declared = re.match(rb"(?:\xef\xbb\xbf)?<\?xml[^>]*encoding=[\"']([^\"']+)", content)
    if declared and declared[1].upper() not in (b"UTF-8", b"UTF-16"):
        raise ValueError("only UTF-8 and UTF-16 are allowed")
    prefixes: set[str] = set()
    root: ElementTree.Element | None = None
    # Harmless although the file is not trusted: without a DOCTYPE there are no entities to expand.
    events = ElementTree.iterparse(io.BytesIO(content), ("start-ns", "start"))  # noqa: S314
    for event, item in events:
        if event == "start-ns":
            prefixes.add(item[0])
            continue
        root = item if root is None else root
        # Word refuses a file that calls a prefix ignorable which it never declares (Part 3).
        for prefix in item.get(IGNORABLE, "").split():
            if prefix not in prefixes:
                raise ValueError(f"mc:Ignorable names the undeclared prefix {prefix}")
    if root is None:
        raise ValueError("the part is empty")
    return root


def _content_types(root: ElementTree.Element, parts: set[str]) -> tuple[dict[str, str], list[str]]:
    """Return the content type of each part, and what is wrong with the list of types."""
    found: list[str] = []
    defaults: dict[str, str] = {}
    overrides: dict[str, str] = {}
    for entry in root:
        content_type = entry.get("ContentType", "")
        if entry.tag == f"{CT}Default":
            key, known = entry.get("Extension", "").lower(), defaults
        elif entry.tag == f"{CT}Override":
            key, known = entry.get("PartName", ""), overrides
        else:
            found.append(f"{CONTENT_TYPES}: unknown element {entry.tag}")
            continue
        if key in known:
            found.append(f"{CONTENT_TYPES}: {key} stands twice")
        if "/" not in content_type:
            found.append(f"{CONTENT_TYPES}: {key} has no valid content type")
        known[key] = content_type
    for name in overrides:
        if not name.startswith("/") or name[1:] not in parts:
            found.append(f"{CONTENT_TYPES}: {name} is not in the package")
    types: dict[str, str] = {}
    for part in sorted(parts - {CONTENT_TYPES}):
        extension = posixpath.basename(part).rpartition(".")[2].lower()
        content_type = overrides.get(f"/{part}", defaults.get(extension, ""))
        if not content_type:
            found.append(f"{part}: has no content type")
        types[part] = content_type
    return types, found


def _relationship_problems(
    xml: Mapping[str, ElementTree.Element], parts: set[str], types: Mapping[str, str]
) -> Iterator[str]:
    reached: dict[str, set[str]] = {}
    ids: dict[str, set[str]] = {}
    for name in sorted(part for part in parts if part.endswith(".rels")):
        folder, file = posixpath.split(name)
        base = posixpath.dirname(folder)
        source = posixpath.join(base, file.removesuffix(".rels"))
        if posixpath.basename(folder) != "_rels" or (source and source not in parts):
            yield f"{name}: belongs to no part"
        if types.get(name) != RELS_TYPE:
            yield f"{name}: has the content type {types.get(name)!r}"
        ids[source], reached[source] = set(), set()
        for relation in xml.get(name, ()):
            identity, target = relation.get("Id", ""), relation.get("Target", "")
            if relation.tag != f"{REL}Relationship" or not (identity and relation.get("Type")):
                yield f"{name}: a relationship without Id or Type"
            if identity in ids[source]:
                yield f"{name}: the Id {identity} stands twice"
            ids[source].add(identity)
            if relation.get("TargetMode") == "External":
                continue
            path = posixpath.normpath(posixpath.join("/", base, unquote(target)))[1:]
            if path not in parts:
                yield f"{name}: {identity} leads to {target}, which is not in the package"
            reached[source].add(path)
            main = source == "" and relation.get("Type") == f"{OFFICE}/officeDocument"
            if main and types.get(path) != MAIN_TYPE:
                yield f"{path}: has the content type {types.get(path)!r}, not a document's"
    yield from _unreachable(parts, reached)
    for name, root in xml.items():
        for element in root.iter():
            for key, value in element.attrib.items():
                if key.startswith(f"{{{OFFICE}}}") and value not in ids.get(name, ()):
                    yield f"{name}: no relationship has the Id {value!r} that an element names"


def _unreachable(parts: set[str], reached: Mapping[str, set[str]]) -> Iterator[str]:
    """Word drops what no relationship leads to, so such a part is a mistake of the writer."""
    seen: set[str] = set()
    waiting = [""]
    while waiting:
        for part in reached.get(waiting.pop(), set()) - seen:
            seen.add(part)
            waiting.append(part)
    for part in sorted(parts - seen - {CONTENT_TYPES}):
        if not part.endswith(".rels"):
            yield f"{part}: no relationship leads to this part"
