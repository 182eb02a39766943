"""P and X: the package, its manifest, and the roots of its parts."""

from __future__ import annotations

import re
from collections.abc import Iterator

from tests.hwpx.reading import HEADER, MANIFEST, OPF, Opened

_NEEDED = (
    "version.xml", "settings.xml", "META-INF/container.xml", "META-INF/manifest.xml", "META-INF/container.rdf",
    MANIFEST, HEADER, "Contents/section0.xml",
)  # fmt: skip
_DECLARATION = re.compile(rb'<\?xml version="1\.0" encoding="UTF-8" standalone="yes" ?\?>')
# The set of 2011, that of 2016, and the settings'.
_NAMESPACES = 15
_STORED, _DEFLATED = 0, 8
_VERSION = "{http://www.hancom.co.kr/hwpml/2011/version}HCFVersion"


def broken(opened: Opened) -> Iterator[tuple[str, str]]:
    """Which rule is broken, and where."""
    members, names = opened.members, [member.filename for member in opened.members]
    first = members[0]
    if (
        first.filename != "mimetype"
        or first.compress_type != _STORED
        or first.extra
        or opened.parts[first.filename] != b"application/hwp+zip"
    ):
        yield "P1", "mimetype is not the first member, stored, exact and without extra field"
    if len(set(names)) != len(names):
        yield "P2", "a member stands there twice"
    if any(member.compress_type not in (_STORED, _DEFLATED) for member in members):
        yield "P3", "a member is neither stored nor deflated"
    for name in _NEEDED:
        if name not in names:
            yield "P4", f"{name} is missing"
    version = opened.trees.get("version.xml")
    if version is not None and (
        version.tag != _VERSION or version.get("tagetApplication") != "WORDPROCESSOR"
    ):
        yield "P4", "version.xml names no HCFVersion or no tagetApplication"
    numbers = [f"Contents/section{number}.xml" for number in range(len(opened.section_names))]
    if opened.section_names != numbers:
        yield "P5", "the sections are not numbered from 0 without gaps"
    yield from _manifest(opened, names)
    for name in opened.broken:
        yield "X1", f"{name} is no XML"
    for name in opened.trees:
        if not _DECLARATION.match(opened.parts[name]):
            yield "X2", f"{name} does not open with the declaration of 한글"
    for name in (HEADER, MANIFEST, *opened.section_names):
        if name in opened.trees and len(opened.trees[name].nsmap) != _NAMESPACES:
            yield "X3", f"{name} does not declare all namespaces of 한글"


def _manifest(opened: Opened, names: list[str]) -> Iterator[tuple[str, str]]:
    manifest = opened.trees.get(MANIFEST)
    if manifest is None:
        return
    if manifest.tag != f"{OPF}package":
        yield "P6", "the namespace of content.hpf does not end in a slash"
        return
    items = {str(item.get("id")): str(item.get("href")) for item in manifest.iter(f"{OPF}item")}
    listed = {name for name in names if name.startswith(("Contents/", "BinData/")) and name != MANIFEST}
    if set(items.values()) != listed | {"settings.xml"}:
        yield "P7", "the manifest does not name every part and nothing else"
    spine = [items.get(str(one.get("idref"))) for one in manifest.iter(f"{OPF}itemref")]
    if spine != [HEADER, *opened.section_names]:
        yield "P8", "the spine is not the header and the sections in their order"
